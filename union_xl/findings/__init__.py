"""The catalogue of findings: code, level, what the clerk reads, how to mend it.

The entries stand in a module for each place they are told of (file, sheet, row, cell …); those of a
ledger's own rules in its declaration, and no sentence anywhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from union_xl.findings import cells, files, ledger, report, tables
from union_xl.findings import rows as form_rules
from union_xl.findings.base import Entry, fill_in
from union_xl.model import ERROR, WARNING, Finding, Level

RULES: Mapping[str, Entry] = MappingProxyType(
    {
        rule.code: rule
        for family in (files.RULES, tables.RULES, cells.RULES, form_rules.RULES, ledger.RULES, report.RULES)
        for rule in family
    }
)
NAME, SAYS, CURE = "名称", "说明", "改法"
"""Facts of a finding of a ledger's own rule: its words, which stand in the ledger's declaration."""
LIKELY = 3
"""So many likely corrections are named; of more, how many there are: nobody goes through fourteen numbers."""
_UNKNOWN = Entry("?", WARNING, "其他问题", "发现一处问题（{规则}）", "请核对")

__all__ = ["RULES", "Entry", "advice", "level", "name", "say", "title", "without_values"]


def rule_of(code: str) -> Entry:
    """The entry of a code; an unknown code gives a neutral 提醒, never an error."""
    return RULES.get(code, _UNKNOWN)


def level(code: str, levels: Mapping[str, str] | None = None) -> Level:
    """错误 or 提醒, after the office's own setting (`levels`: {code: level})."""
    own = (levels or {}).get(code)
    if own in (ERROR, WARNING):
        return ERROR if own == ERROR else WARNING
    return rule_of(code).level


def title(code: str) -> str:
    """The short Chinese name of a rule."""
    return rule_of(code).title


def name(finding: Finding) -> str:
    """The short Chinese name of what a finding tells."""
    return str(finding.facts.get(NAME) or title(finding.rule))


def say(finding: Finding) -> str:
    """What is wrong, as a plain Chinese sentence."""
    own = finding.facts.get(SAYS)
    return str(own) if own else fill_in(rule_of(finding.rule).says, finding)


_OF_TITLES = frozenset({"T-NOT-KEPT", "COLUMN-EXPECTED", "COLUMN-REQUIRED"})
"""What speaks of columns by their titles, never of what stands in them."""


def without_values(finding: Finding, cure: str = "请看原表的这一格") -> Finding:
    """The finding without what stands in the cells: of a restricted ledger only that there is one; `cure`
    says where to read it."""
    of_file = (
        not finding.place.sheet and finding.rule.startswith(("F-", "L-")) and finding.rule != "F-INTERNAL"
    )
    if finding.rule in _OF_TITLES or of_file:  # what is wrong with a whole file says nothing of its cells
        return finding
    about = {
        NAME: name(finding),
        SAYS: f"{name(finding)}（限阅台账，这里不写内容）",
        CURE: cure,
    }
    return replace(finding, seen=None, facts=about, suggestions=())


def advice(finding: Finding) -> str:
    """What to do about it; likely corrections are named with their reason."""
    own = finding.facts.get(CURE)
    sentence = str(own) if own else fill_in(rule_of(finding.rule).cure, finding)
    if many := len(finding.suggestions):
        likely = "；".join(
            f"{one.value}（{one.why}）" if one.why else one.value for one in finding.suggestions[:LIKELY]
        )
        likely += f"；等{many}种" if many > LIKELY else ""
        sentence = f"{sentence}。可能是：{likely}" if sentence else f"可能是：{likely}"
    return sentence
