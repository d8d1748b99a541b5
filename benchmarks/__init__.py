"""Benchmarks: the input the product is judged with, and the judges.

A fault of ours goes through, workers included: a corpus shows it.
"""

import os

os.environ.setdefault("UNION_XL_DEBUG", "1")
