"""One entry of the catalogue of findings, and how it is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from union_xl.core import Finding, Level


@dataclass(frozen=True, slots=True)
class Rule:
    """A thing that may be told to a person.

    `code` is what tests and fillers search for (`B-R1`, `ID-CHECK`); `title` a short Chinese name;
    `says` the sentence with `{facts}`; `cure` what to do.  错误 holds the row (or the file), 提醒 keeps it.
    """

    code: str
    level: Level
    title: str
    says: str
    cure: str


class _Facts(dict[str, Any]):
    """Telling a finding may never itself fail: an absent fact reads `？`."""

    def __missing__(self, key: str) -> str:
        return "？"


def fill_in(sentence: str, facts: Mapping[str, Any]) -> str:
    """Put the facts into a sentence; never raises."""
    try:
        return sentence.format_map(_Facts(facts))
    except (ValueError, IndexError, AttributeError, TypeError, KeyError):
        return sentence


def sentence_facts(finding: Finding) -> dict[str, Any]:
    """The facts of a finding plus those every sentence may use: 列名, 原值, 单元格, 工作表, 文件."""
    seen = "" if finding.seen is None else str(finding.seen)
    return {
        "列名": finding.column,
        "原值": seen if len(seen) <= 40 else seen[:39] + "…",
        "单元格": finding.place.ref,
        "工作表": finding.place.sheet,
        "文件": finding.place.book,
        **finding.facts,
    }
