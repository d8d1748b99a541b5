"""Benchmarks: the input the product is judged with, and the judges."""
