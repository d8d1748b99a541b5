"""Counting: indicators and cross-checks in one expression language, every number with its way home."""

from union_xl.expressions import nearest
from union_xl.figures.checks import WHOLE, Explanation, FailedRelation, failed_relations
from union_xl.figures.counting import BLANK_GROUP, Evaluator, count
from union_xl.figures.dependencies import columns_read, of_no_rows
from union_xl.figures.indicators import CrossCheck, Indicator, Library
from union_xl.figures.library import read_library
from union_xl.figures.notes import ODD_GROUP
from union_xl.figures.tracing import (
    FedFigure,
    SourceRows,
    by_group,
    fed_by,
    groupable,
    indicator_named,
    row_references,
    source_rows,
)

__all__ = [
    "BLANK_GROUP",
    "ODD_GROUP",
    "WHOLE",
    "CrossCheck",
    "Evaluator",
    "Explanation",
    "FailedRelation",
    "FedFigure",
    "Indicator",
    "Library",
    "SourceRows",
    "by_group",
    "columns_read",
    "count",
    "failed_relations",
    "fed_by",
    "groupable",
    "indicator_named",
    "nearest",
    "of_no_rows",
    "read_library",
    "row_references",
    "source_rows",
]
