"""Filling templates: tags in cells and around them, repeating rows, values from figures; only gives Edits."""

from union_xl.fill.answers import Filled, Missing
from union_xl.fill.filters import FILTERS, about
from union_xl.fill.planning import Plan, plan

__all__ = ["FILTERS", "Filled", "Missing", "Plan", "about", "plan"]
