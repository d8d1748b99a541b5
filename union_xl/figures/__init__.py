"""Counting: indicators and cross-checks in one expression language, every number with its way home."""

from union_xl.expressions import Rows, nearest
from union_xl.figures.checks import WHOLE, Explanation, Failing, cross_checks
from union_xl.figures.counting import BLANK_GROUP, Counting, columns_read, count
from union_xl.figures.library import library
from union_xl.figures.notes import ODD_GROUP
from union_xl.figures.terms import CrossCheck, Indicator, Library
from union_xl.figures.tracing import Behind, Fed, behind, by_group, fed_by, groupable, known, references

__all__ = [
    "BLANK_GROUP",
    "ODD_GROUP",
    "WHOLE",
    "Behind",
    "Counting",
    "CrossCheck",
    "Explanation",
    "Failing",
    "Fed",
    "Indicator",
    "Library",
    "Rows",
    "behind",
    "by_group",
    "columns_read",
    "count",
    "cross_checks",
    "fed_by",
    "groupable",
    "known",
    "library",
    "nearest",
    "references",
]
