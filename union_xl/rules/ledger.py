"""Findings about ledger."""

from union_xl.rules.base import Rule

RULES: tuple[Rule, ...] = ()
