"""One entry of the catalogue of findings, and how it is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from union_xl.model import Finding, Level
from union_xl.model.grid import as_meant


@dataclass(frozen=True, slots=True)
class Entry:
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
    """The facts of a finding, and those every sentence may use, made when one does: 列名, 原值, 单元格,
    工作表, 文件, 规则.  Telling a finding may never itself fail: an absent fact reads `？`."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.facts)
        self._finding = finding

    def __missing__(self, key: str) -> str:
        known = _COMMON.get(key)
        return known(self._finding) if known else "？"


def _seen(finding: Finding) -> str:
    seen = "" if finding.seen is None else str(as_meant(finding.seen))
    return seen if len(seen) <= 40 else seen[:39] + "…"


_COMMON: Mapping[str, Callable[[Finding], str]] = {
    "列名": lambda finding: finding.column,
    "原值": _seen,
    "单元格": lambda finding: finding.place.ref,
    "工作表": lambda finding: finding.place.sheet,
    "文件": lambda finding: finding.place.book,
    "规则": lambda finding: finding.rule,
}


def fill_in(sentence: str, finding: Finding) -> str:
    """Put the facts of a finding into a sentence; never raises."""
    if "{" not in sentence and "}" not in sentence:
        return sentence
    try:
        return sentence.format_map(_Facts(finding))
    except (ValueError, IndexError, AttributeError, TypeError, KeyError):
        return sentence
