"""Filling templates: tags in cells and around them, repeating rows, values from figures; only gives Edits."""

from union_xl.fill.filters import FILTERS, round_about
from union_xl.fill.planning import Plan, plan
from union_xl.fill.tag_values import FilledCell, Missing

__all__ = ["FILTERS", "FilledCell", "Missing", "Plan", "plan", "round_about"]
