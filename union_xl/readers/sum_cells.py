"""Cells whose formula counts or adds the cells of other rows: what a total row has and no other."""

from __future__ import annotations

import re

from union_xl.readers.scan import column_number

_WORDS = (b"SUBTOTAL(", b"SUM(", b"COUNT(", b"COUNTA(", b"AGGREGATE(")
_FORMULA = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^<>]*><f\b[^<>]*>([^<]+)</f>')
_REF = re.compile(rb"(?<![!:$\w.])\$?[A-Z]{1,3}\$?(\d{1,7})(?::\$?[A-Z]{1,3}\$?(\d{1,7}))?(?![\w(])")
_COLUMN = re.compile(rb"\[[^\[\]@#]+\]")
"""A whole column of an Excel table (`表1[姓名]`); `[@姓名]` and `[#This Row]` are the row's own."""


def summing_cells(xml: bytes) -> frozenset[tuple[int, int]]:
    """(row, col) of the cells of one sheet's XML whose formula sums or counts other rows of the same sheet.

    Running totals, which take in their own row, and sums across one row are no such cells.
    """
    if b"<f" not in xml or not any(word in xml for word in _WORDS):
        return frozenset()
    return frozenset(
        (int(row), column_number(col))
        for col, row, formula in _FORMULA.findall(xml)
        if any(word in formula for word in _WORDS) and _of_other_rows(formula, int(row))
    )


def _of_other_rows(formula: bytes, row: int) -> bool:
    spans = [(int(top), int(bottom or top)) for top, bottom in _REF.findall(formula)]
    if any(top <= row <= bottom for top, bottom in spans):
        return False
    rows = {one for span in spans for one in span}
    return len(rows) > 1 or (not spans and _COLUMN.search(formula) is not None)
