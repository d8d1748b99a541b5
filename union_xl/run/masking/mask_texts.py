"""What a workbook's cells keep private, gathered, so that it is masked wherever else the file says it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from union_xl.ledgers.form import Privacy
from union_xl.ledgers.masking import mask, mask_text
from union_xl.model import Raw
from union_xl.model.grid import as_meant

_SHORTEST = {"name": 2, "free": 4, "address": 6}
_NUMBER = 5
"""Texts shorter than this are no secret by themselves; `_NUMBER` for all other kinds."""
_SEVERAL = re.compile(r"[、,，;；/／|\n]+")
_DAY = re.compile(r"(?:19|20)\d{2}\s*[-年./]\s*\d{1,2}(?:\s*[-月./]\s*\d{1,2})?\s*[月日]?")
"""A day or a month says nothing about whose it is."""
_NO_NAMES = frozenset(
    {"合计", "小计", "总计", "共计", "示例", "样例", "同上", "暂无", "不详", "姓名", "行数"}
)


@dataclass(slots=True)
class Secrets:
    """{what was masked in a cell: its mask}, found again in any text by its first letter and its length."""

    shown: dict[str, str] = field(default_factory=dict)
    _lengths: dict[str, list[int]] = field(default_factory=dict)

    def add(self, value: Raw, privacy: Privacy) -> None:
        """Remember a masked value; days of birth and words too short to mean anything are passed over.

        Of a name also each of several in one cell, and how it is spelled without and with blanks.
        """
        value = as_meant(value)
        text = str(value).strip() if isinstance(value, str | int) else ""
        if privacy in ("", "birth"):
            return
        self._keep(text, privacy)
        for name in _SEVERAL.split(text) if privacy == "name" else ():
            tight = "".join(name.split())
            self._keep(tight, privacy)
            if len(tight) in (2, 3):
                for blank in (" ", "\u3000", "  "):
                    self._keep(blank.join((tight[0], tight[1:])), privacy)

    def _keep(self, text: str, privacy: Privacy) -> None:
        if len(text) < _SHORTEST.get(privacy, _NUMBER) or text in self.shown or text in _NO_NAMES:
            return
        if _DAY.fullmatch(text):
            return
        self.shown[text] = str(mask(text, privacy))
        lengths = self._lengths.setdefault(text[0], [])
        if len(text) not in lengths:
            lengths.append(len(text))
            lengths.sort(reverse=True)

    def hide(self, text: str) -> str:
        """A text with every secret and every number of a person in it masked."""
        made, at, place = [], 0, 0
        while place < len(text):
            for length in self._lengths.get(text[place], ()):
                found = self.shown.get(text[place : place + length])
                if found is not None:
                    made += [text[at:place], found]
                    at = place = place + length
                    break
            else:
                place += 1
        return mask_text("".join([*made, text[at:]]) if made else text)

    def sheet_name(self, name: str) -> str:
        """The same for the name of a sheet, which takes no `*`."""
        return self.hide(name).replace("*", "某")
