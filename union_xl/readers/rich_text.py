"""Texts of which a part is struck through: what is left of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from union_xl.readers.scan import column_number
from union_xl.readers.xml_stream import parse

_SHARED = re.compile(
    rb'<c\s(?=[^<>]*?\bt="s")[^<>]*?\br="([A-Z]{1,3})(\d{1,7})"[^<>]*>(?:<f\b[^<>]*(?:/>|>[^<]*</f>))?'
    rb"<v>(\d{1,9})</v>"
)
_REF = re.compile(r"([A-Z]{1,3})(\d{1,7})\Z")


Left = tuple[str | None, str | None]
"""What is not struck of a text, in a cell whose own font is not struck, and in one whose is (runs without a
font have the cell's); None where nothing is struck, '' where all is."""


def shared_texts(part: bytes, struck_styles: bool) -> dict[int, Left]:
    """{number of a shared text: what is left of it}, of texts with runs that matter; `struck_styles`: some
    cells are struck as a whole.

    Raises Refused when the XML is broken.
    """
    if b"strike" not in part and not (struck_styles and b"<r>" in part):
        return {}
    reader = _Runs()
    parse(part, reader.start, reader.end, reader.text)
    return dict(reader.left)


def struck_cells(
    xml: bytes, shared: Mapping[int, Left], struck: Collection[tuple[int, int]], inline: bool
) -> dict[tuple[int, int], str]:
    """{(row, column): what is not struck} of one sheet part, of cells with struck runs; `struck` are cells
    whose own font is struck, `inline` says that texts of the cells themselves have struck runs."""
    found: dict[tuple[int, int], Left] = {}
    if shared:
        for col, row, number in _SHARED.findall(xml):
            if int(number) in shared:
                found[int(row), column_number(col)] = shared[int(number)]
    if inline:
        reader = _Runs()
        parse(xml, reader.start, reader.end, reader.text)
        found |= reader.cells
    left = {place: pair[place in struck] for place, pair in found.items()}
    return {place: text for place, text in left.items() if text is not None}


@dataclass(slots=True)
class _Runs:
    """The walk through shared texts (`si`) or the texts of a sheet's own cells (`is`)."""

    left: dict[int, Left] = field(default_factory=dict)
    cells: dict[tuple[int, int], Left] = field(default_factory=dict)
    number: int = -1
    place: tuple[int, int] | None = None
    kept: list[str] = field(default_factory=list)
    own: list[str] = field(default_factory=list)
    has_font: bool = False
    struck: bool = False
    any_struck: bool = False
    in_text: bool = False
    in_guide: bool = False

    def start(self, name: str, given: dict[str, str]) -> None:
        if name in ("si", "is"):
            self.number += 1
            self.kept, self.own, self.struck, self.any_struck = [], [], False, False
        elif name == "c":
            found = _REF.match(given.get("r", ""))
            self.place = (int(found[2]), column_number(found[1])) if found else None
        elif name == "r":
            self.struck = self.has_font = False
        elif name == "rPr":
            self.has_font = True
        elif name == "strike":
            self.struck = given.get("val", "1") not in ("0", "false")
        elif name == "rPh":
            self.in_guide = True
        elif name == "t":
            self.in_text = not self.in_guide

    def text(self, run: str) -> None:
        if not self.in_text:
            return
        if self.struck:
            self.any_struck = self.any_struck or bool(run.strip())
        else:
            self.kept.append(run)
            if self.has_font:
                self.own.append(run)

    def end(self, name: str) -> None:
        if name == "t":
            self.in_text = False
        elif name == "r":
            self.struck = self.has_font = False
        elif name == "rPh":
            self.in_guide = False
        elif name in ("si", "is"):
            self._end_text(name)

    def _end_text(self, name: str) -> None:
        kept, own = "".join(self.kept).strip(), "".join(self.own).strip()
        left = (kept if self.any_struck else None, own or ("" if self.any_struck else None))
        if left == (None, None):
            return
        if name == "si":
            self.left[self.number] = left
        elif self.place:
            self.cells[self.place] = left
