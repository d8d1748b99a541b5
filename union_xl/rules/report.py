"""Findings about reports, templates and cross-checks."""

from union_xl.rules.base import Rule

RULES: tuple[Rule, ...] = ()
