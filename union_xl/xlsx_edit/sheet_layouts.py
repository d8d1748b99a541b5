"""A look at a workbook without changing it: texts, formulas, merged areas, names, heights, notes.

Each sheet is read when it is first asked for something.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType

from union_xl.model import Area, Raw
from union_xl.xlsx_edit.markup import Element, local, shown_text
from union_xl.xlsx_edit.references import area, cell, column_number, letters_of, whole
from union_xl.xlsx_edit.styles import Styles
from union_xl.xlsx_edit.text_boxes import TextBoxes, series, texts
from union_xl.xlsx_edit.workbook import Workbook


class SheetLayout:
    """One worksheet.  Keys are (row, col), 1-based."""

    def __init__(self, layout: Layout, name: str, part: str, state: str) -> None:
        self.name = name
        self.state = state
        self._layout, self._part = layout, part

    @property
    def visible(self) -> bool:
        return self.state == "visible"

    @cached_property
    def _root(self) -> Element:
        return self._layout._book.parts.tree(self._part)

    @cached_property
    def cells(self) -> Mapping[tuple[int, int], Raw]:
        """Every cell that holds something: text (rich text joined), number, bool; a formula's saved
        result.  Dates are their numbers, errors their text."""
        found: dict[tuple[int, int], Raw] = {}
        for place, one in self._elements.items():
            value = _value(one, self._layout._strings)
            if value is not None and value != "":
                found[place] = value
        return MappingProxyType(found)

    @cached_property
    def _elements(self) -> dict[tuple[int, int], Element]:
        found: dict[tuple[int, int], Element] = {}
        last_row = 0
        for row in self._root.iterfind("{*}sheetData/{*}row"):
            last_row = whole(row.get("r") or last_row + 1)
            col = 0
            for one in row:
                if local(one) == "c":
                    ref = one.get("r")
                    col = column_number(letters_of(ref)) if ref else col + 1
                    found[last_row, col] = one
        return found

    @cached_property
    def formulas(self) -> Mapping[tuple[int, int], str]:
        """Formula cells: the text without `=`; '' for a cell that shares another one's formula."""
        found = {}
        for one in self._root.iterfind("{*}sheetData/{*}row/{*}c/{*}f"):
            ref = one.getparent().get("r")
            if ref:
                found[cell(ref)] = one.text or ""
        return MappingProxyType(found)

    @cached_property
    def merged(self) -> tuple[Area, ...]:
        return tuple(area(one.get("ref")) for one in self._root.iterfind("{*}mergeCells/{*}mergeCell"))

    @cached_property
    def pivots(self) -> tuple[Area, ...]:
        """Where pivot tables show what they were last given."""
        parts = self._layout._book.parts
        spots = [parts.tree(one).find("{*}location") for one in parts.related(self._part, "pivotTable")]
        return tuple(area(one.get("ref")) for one in spots if one is not None and one.get("ref"))

    @cached_property
    def notes(self) -> Mapping[tuple[int, int], str]:
        """Notes as text, whoever wrote them."""
        found = {}
        for part in self._layout._book.parts.related(self._part, "comments"):
            for one in self._layout._book.parts.tree(part).iterfind("{*}commentList/{*}comment"):
                found[cell(one.get("ref"))] = _text(one.find("{*}text"))
        return MappingProxyType(found)

    def number_format(self, row: int, col: int) -> str:
        """The number format code of a cell (`General` where there is none)."""
        one = self._elements.get((row, col))
        if one is None or not self._layout._has_styles:
            return "General"
        return self._layout._styles.format_code(whole(one.get("s") or 0))


class Layout:
    """A workbook's sheets in order, and its names.

    `names` are the names of the whole book with what they refer to.
    """

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self.sheets = tuple(
            SheetLayout(self, one.name, one.part, one.state) for one in self._book.sheets if one.part
        )
        self.names: Mapping[str, str] = {
            one.get("name"): one.text or ""
            for one in self._book.defined_names()
            if one.get("localSheetId") is None
        }

    def sheet(self, name: str) -> SheetLayout | None:
        """The sheet of that name, compared without case; None when there is none."""
        return next((one for one in self.sheets if one.name.casefold() == name.casefold()), None)

    @cached_property
    def outside(self) -> tuple[TextBoxes, ...]:
        """Texts outside the cells, a paragraph each."""
        return tuple(texts(self._book))

    @cached_property
    def series(self) -> tuple[str, ...]:
        """What each series of a chart is called, and which cells it draws (`表1!A2:A9`)."""
        return tuple(series(self._book))

    @cached_property
    def _strings(self) -> list[str]:
        parts = self._book.parts.related(self._book.part, "sharedStrings")
        return [_text(one) for one in self._book.parts.tree(parts[0])] if parts else []

    @cached_property
    def _has_styles(self) -> bool:
        return bool(self._book.parts.related(self._book.part, "styles"))

    @cached_property
    def _styles(self) -> Styles:
        return Styles(self._book)


def _text(element: Element | None) -> str:
    """All the text of a string item, rich text joined, phonetic hints left out."""
    if element is None:
        return ""
    texts = [one.text or "" for one in element.iter("{*}t") if local(one.getparent()) != "rPh"]
    return shown_text("".join(texts))


def _value(one: Element, strings: list[str]) -> Raw:
    kind, content = one.get("t"), None
    inline = None
    for child in one:
        name = local(child)
        if name == "v":
            content = child.text
        elif name == "is":
            inline = child
    if kind == "inlineStr" or (inline is not None and content is None):
        return _text(inline)
    if content is None:
        return None
    if kind == "s":
        return strings[int(content)] if content.strip().isdigit() and int(content) < len(strings) else None
    if kind == "b":
        return str(content).strip() in ("1", "true")
    if kind in ("str", "e", "d"):
        return str(content)
    try:
        number = float(content)
    except ValueError:
        return str(content)
    return int(number) if number.is_integer() and abs(number) < 10**15 else number
