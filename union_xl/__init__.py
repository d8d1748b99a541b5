"""union_xl: returned union workbooks in, a checked ledger and filled official reports out.

The one promise: no row is ever lost, and every reported number can be followed back to its cells.
"""

__version__ = "0.3.0"
