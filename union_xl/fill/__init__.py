"""Filling templates: tags in cells, rows that repeat, values from figures; gives Edits, touches nothing."""

from union_xl.fill.filters import FILTERS, about
from union_xl.fill.planning import Filled, Missing, Plan, plan

__all__ = ["FILTERS", "Filled", "Missing", "Plan", "about", "plan"]
