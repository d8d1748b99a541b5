"""One worksheet's cells: finding and making them, writing values into them."""

from __future__ import annotations

import datetime as dt
import decimal
import math
from bisect import bisect
from collections.abc import Sequence
from typing import Any

from lxml import etree

from union_xl.model import Area, TemplateError, TextSpan
from union_xl.xlsx_edit.markup import Element, clean_text, local, put_text, sibling
from union_xl.xlsx_edit.references import area, area_name, cell, column_number, letters_of, name_of, row_of
from union_xl.xlsx_edit.rich_text import replace_in_cell
from union_xl.xlsx_edit.styles import Styles
from union_xl.xlsx_edit.table_columns import edges, retitle
from union_xl.xlsx_edit.workbook import Workbook

_SMALL = 20_000  # cells of a merged area that are worth listing one by one
_EPOCH = dt.datetime(1899, 12, 30)
_EPOCH_1904 = dt.datetime(1904, 1, 1)


class Sheet:
    """A worksheet part open for changes.  Rows and columns are 1-based."""

    def __init__(self, book: Workbook, name: str, part: str) -> None:
        self.book, self.name, self.part = book, name, part
        self.root = book.parts.tree(part)
        self.data = self.root.find("{*}sheetData")
        if self.data is None:
            raise TemplateError(f"工作表“{name}”的内容已损坏，请用 Excel 打开修复并另存为 xlsx 再试")
        self._rows: dict[int, Element] | None = None
        self._order: list[int] = []
        self._cells: dict[int, dict[str, Element]] = {}
        self._covered: dict[tuple[int, int], Area] | None = None
        self._large: list[Area] = []
        self._edges: list[Area] | None = None
        self.lost_formula = False

    def touch(self) -> None:
        self.book.parts.touch(self.part)

    def tag(self, name: str) -> str:
        return sibling(self.root, name)

    def where(self, ref: str) -> str:
        """`工作表!E17` for a message."""
        return f"{self.name}!{ref}"

    @property
    def rows(self) -> dict[int, Element]:
        """Row elements by number; numbers left out by the writer are counted."""
        if self._rows is None:
            self._rows, last = {}, 0
            for row in self.data:
                if local(row) == "row":
                    last = int(row.get("r") or last + 1)
                    self._rows.setdefault(last, row)
        return self._rows

    def forget(self) -> None:
        """After rows were moved or merged areas changed."""
        self._rows, self._covered, self._edges = None, None, None
        self._order = []
        self._cells.clear()
        self._large.clear()

    def row_cells(self, number: int) -> dict[str, Element]:
        """The cells of a row by reference; a writer's cells without one are given theirs."""
        if number not in self._cells:
            row = self.rows.get(number, ())
            found = {one.get("r"): one for one in row}
            if None in found:
                found, last = {}, 0
                for one in row:
                    if local(one) == "c":
                        ref = one.get("r")
                        last = column_number(letters_of(ref)) if ref else last + 1
                        one.set("r", ref or name_of(number, last))
                        found[one.get("r")] = one
            self._cells[number] = found
        return self._cells[number]

    def merged(self) -> list[Area]:
        return [area(one.get("ref")) for one in self.root.iterfind("{*}mergeCells/{*}mergeCell")]

    def anchor(self, row: int, col: int) -> tuple[int, int]:
        """The top left cell of the merged area that covers a cell; the cell itself outside."""
        if self._covered is None:
            self._covered = {}
            for one in self.merged():
                if (one.bottom - one.top + 1) * (one.right - one.left + 1) > _SMALL:
                    self._large.append(one)
                    continue
                for r in range(one.top, one.bottom + 1):
                    for c in range(one.left, one.right + 1):
                        self._covered[r, c] = one
        found = self._covered.get((row, col))
        if found is None and self._large:
            found = next(
                (m for m in self._large if m.top <= row <= m.bottom and m.left <= col <= m.right), None
            )
        return (found.top, found.left) if found else (row, col)

    def cell(self, row: int, col: int) -> Element:
        """The cell element, made where there is none (in its row's or column's style)."""
        cells, ref = self.row_cells(row), name_of(row, col)
        if ref in cells:
            return cells[ref]
        holder = self.rows.get(row)
        if holder is None:
            holder = self._make_row(row)
        made = etree.Element(self.tag("c"), r=ref)
        follower = next((one for known, one in cells.items() if column_number(letters_of(known)) > col), None)
        if follower is not None:
            follower.addprevious(made)
        elif cells:
            next(reversed(cells.values())).addnext(made)
        else:
            holder.insert(0, made)
        holder.attrib.pop("spans", None)
        style = self._inherited(holder, col)
        if style:
            made.set("s", style)
        self._widen(row, col)
        if follower is None:
            cells[ref] = made
        else:
            del self._cells[row]  # its order of cells has changed
        return made

    def _make_row(self, number: int) -> Element:
        made = etree.Element(self.tag("row"), r=str(number))
        order = self._order if len(self._order) == len(self.rows) else sorted(self.rows)
        at = bisect(order, number)
        if at < len(order):
            follower = self.rows[order[at]]
            follower.set("r", str(order[at]))
            follower.addprevious(made)
        else:
            self.data.append(made)
        order.insert(at, number)
        self._order = order
        self.rows[number] = made
        return made

    def _inherited(self, row: Element, col: int) -> str:
        if row.get("customFormat") in ("1", "true"):
            return row.get("s") or ""
        for one in self.root.iterfind("{*}cols/{*}col"):
            if int(one.get("min")) <= col <= int(one.get("max")):
                return one.get("style") or ""
        return ""

    def _widen(self, row: int, col: int) -> None:
        dimension = self.root.find("{*}dimension")
        if dimension is not None:
            old = area(dimension.get("ref") or "A1")
            wider = Area(min(row, old.top), min(col, old.left), max(row, old.bottom), max(col, old.right))
            dimension.set("ref", area_name(wider))

    def _refuse_covered(self, row: int, col: int, ref: str) -> None:
        top, left = self.anchor(row, col)
        if (top, left) != (row, col):
            raise TemplateError(
                f"{self.where(ref)} 在合并单元格里面，写进去看不见，"
                f"请改填左上角的 {self.where(name_of(top, left))}"
            )

    def _retitle(self, row: int, col: int, ref: str, value: Any) -> None:
        """A title or total of a table takes the table's own record of it along."""
        if self._edges is None:
            self._edges = edges(self.book, self.part)
        if any(row == edge.top and edge.left <= col <= edge.right for edge in self._edges):
            retitle(self.book, self.part, self.where(ref), (row, col), value)

    def write(
        self,
        ref: str,
        value: Any,
        styles: Styles,
        formula: bool = False,
        changes: Sequence[TextSpan] = (),
    ) -> None:
        """Put a value into a cell; its style stays, except that a date needs a date format.

        `changes` say which words of a rich text the value has replaced: the others keep their looks.
        Raises TemplateError inside a merged area, an array or shared formula, or for what cannot be a
        table's title.
        """
        row, col = cell(ref)
        ref = name_of(row, col)
        self._refuse_covered(row, col, ref)
        one = self.cell(row, col)
        self._refuse_formula(one, ref)
        self._retitle(row, col, ref, None if formula else value)
        runs = replace_in_cell(self.book, one, changes, value) if changes and isinstance(value, str) else None
        for child in list(one):
            one.remove(child)
        for attribute in ("t", "cm", "vm"):
            one.attrib.pop(attribute, None)
        if formula:
            self._put_formula(one, str(value))
        elif runs:
            one.set("t", "inlineStr")
            etree.SubElement(one, self.tag("is")).extend(runs)
        else:
            self._put(one, value, ref, styles)
        self.touch()

    def _refuse_formula(self, one: Element, ref: str) -> None:
        old = one.find("{*}f")
        if old is None:
            return
        kinds = {"array": "数组公式", "shared": "共用公式", "dataTable": "模拟运算表"}
        if old.get("t") in kinds:
            raise TemplateError(f"{self.where(ref)} 里是{kinds[old.get('t')]}，不能单独改写，请换一个单元格")
        self.lost_formula = True

    def _put_formula(self, one: Element, text: str) -> None:
        etree.SubElement(one, self.tag("f")).text = clean_text(text.removeprefix("="))
        self.lost_formula = True

    def _put(self, one: Element, value: Any, ref: str, styles: Styles) -> None:
        if value is None or value == "":
            return
        if isinstance(value, bool):
            one.set("t", "b")
            etree.SubElement(one, self.tag("v")).text = str(int(value))
        elif isinstance(value, (int, float, decimal.Decimal)) and _fits(value):
            number = repr(value) if isinstance(value, float) else str(value)
            etree.SubElement(one, self.tag("v")).text = number
        elif isinstance(value, (dt.datetime, dt.date, dt.time, dt.timedelta)):
            self._put_date(one, value, styles)
        elif isinstance(value, float) and not math.isfinite(value):
            raise TemplateError(f"{self.where(ref)} 的值不是有效数字，请核对")
        else:
            one.set("t", "inlineStr")
            put_text(etree.SubElement(etree.SubElement(one, self.tag("is")), self.tag("t")), str(value))

    def _put_date(
        self, one: Element, value: dt.datetime | dt.date | dt.time | dt.timedelta, styles: Styles
    ) -> None:
        number = serial(value, self.book.date1904)
        if number is None:
            one.set("t", "inlineStr")
            text = etree.SubElement(etree.SubElement(one, self.tag("is")), self.tag("t"))
            put_text(text, value.isoformat() if isinstance(value, dt.date) else str(value))
            return
        etree.SubElement(one, self.tag("v")).text = f"{number:.15g}"
        has_time = number != int(number)
        one.set("s", str(styles.with_date(int(one.get("s") or 0), has_time)))


def serial(value: dt.datetime | dt.date | dt.time | dt.timedelta, date1904: bool) -> float | None:
    """Excel's number for a date or time; None before its calendar begins."""
    if isinstance(value, dt.timedelta):
        return value.total_seconds() / 86400
    if isinstance(value, dt.time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86400
    moment = (
        value.replace(tzinfo=None) if isinstance(value, dt.datetime) else dt.datetime(*value.timetuple()[:3])
    )
    number = (moment - (_EPOCH_1904 if date1904 else _EPOCH)).total_seconds() / 86400
    if not date1904 and number < 61:  # Excel believes in 29 February 1900
        number -= 1
    return number if number >= (0 if date1904 else 1) else None


def _fits(value: int | float | decimal.Decimal) -> bool:
    """Excel keeps 15 digits: longer whole numbers go in as text."""
    if isinstance(value, int):
        return abs(value) < 10**15
    return math.isfinite(value)


__all__ = ["Sheet", "row_of", "serial"]
