"""Findings about tables."""

from union_xl.rules.base import Rule

RULES: tuple[Rule, ...] = ()
