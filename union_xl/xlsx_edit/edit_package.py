"""Edits into a file: the order of the operation; links inside the book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lxml import etree

from union_xl.model import KEEP, AddSheet, Edit, Edits, Limits, RemoveSheet, RepeatRows, ReplaceText, Style
from union_xl.xlsx_edit.cells import Sheet
from union_xl.xlsx_edit.formula_results import save_results
from union_xl.xlsx_edit.markup import clean_text, insert_in_order
from union_xl.xlsx_edit.notes import SHEET_ORDER, put_notes
from union_xl.xlsx_edit.own_marks import lay_style, remember_colours, unmark
from union_xl.xlsx_edit.references import cell, name_of
from union_xl.xlsx_edit.repeat_rows import checked, looked_at_first, pushed_down
from union_xl.xlsx_edit.sheets import add_sheet, cells_of, fill_sheet, remove_sheet
from union_xl.xlsx_edit.stale_parts import drop_calculation_chain, drop_stale, refresh_pivots
from union_xl.xlsx_edit.styles import Styles
from union_xl.xlsx_edit.text_boxes import replace_text
from union_xl.xlsx_edit.workbook import Workbook


class PackageEdit:
    """One file on the table: changed step by step, then put together again."""

    def __init__(self, data: bytes, limits: Limits | None = None) -> None:
        self.book = Workbook(data, limits)
        self.book.refuse_signed()
        self._styles: Styles | None = None
        self._sheets: dict[str, Sheet] = {}
        self._changed: set[str] = set()
        self._written: dict[str, list[tuple[int, int]]] = {}
        self._moved = False

    @property
    def styles(self) -> Styles:
        if self._styles is None:
            self._styles = Styles(self.book)
        return self._styles

    def sheet(self, name: str) -> Sheet:
        """The sheet opened for changes, once."""
        part = self.book.sheet_part(name)
        if part not in self._sheets:
            entry = self.book.entry(name)
            self._sheets[part] = Sheet(self.book, entry.name if entry else name, part)
        return self._sheets[part]

    def unmark(self) -> None:
        unmark(self.book, self.styles)
        self._sheets.clear()

    def grow(self, grows: Iterable[RepeatRows]) -> None:
        """All repeated rows; their numbers are those of the file."""
        from union_xl.xlsx_edit.repeat_rows import repeat_rows

        wanted: dict[str, tuple[Sheet, list[RepeatRows]]] = {}
        for one in grows:
            sheet = self.sheet(one.sheet)
            wanted.setdefault(sheet.name, (sheet, []))[1].append(one)
        wanted = {name: (sheet, checked(orders)) for name, (sheet, orders) in wanted.items()}
        for name in looked_at_first(wanted):
            sheet, orders = wanted[name]
            for one in pushed_down(orders):
                if one.times > 1:
                    repeat_rows(sheet, one)
                    self._moved = True
                    self._changed.add(name)

    def change_sheets(self, orders: Iterable[AddSheet | RemoveSheet]) -> None:
        for order in orders:
            if isinstance(order, RemoveSheet):
                remove_sheet(self.book, order.name)
                continue
            made = add_sheet(self.book, order)
            self._sheets[made.part] = made
            cells = cells_of(order)
            fill_sheet(made, cells, self.styles, order.heights)
            self._annotate(made, cells.items())

    def edit(self, name: str, edits: Sequence[Edit]) -> None:
        """Values first, then what lies over them."""
        sheet = self.sheet(name)
        for one in edits:
            if one.value is not KEEP:
                sheet.write(one.cell, one.value, self.styles, one.formula, one.changes)
                self._changed.add(sheet.name)
                self._written.setdefault(sheet.name, []).append(cell(one.cell))
        placed = [(cell(one.cell), one) for one in edits]
        colours: set[str] = set()
        for place, one in placed:
            if one.style is KEEP:
                continue
            lay_style(sheet, self.styles, sheet.anchor(*place), one.style)
            if isinstance(one.style, Style) and one.style.fill:
                colours.add(one.style.fill.upper())
        if colours:
            remember_colours(self.book, colours)
        self._annotate(sheet, placed)

    def _annotate(self, sheet: Sheet, placed: Iterable[tuple[tuple[int, int], Edit]]) -> None:
        notes: dict[tuple[int, int], str | None] = {}
        links: dict[tuple[int, int], str | None] = {}
        for place, one in placed:
            if one.note is not KEEP:
                spot = sheet.anchor(*place)
                before = notes.get(spot)
                notes[spot] = f"{before}\n{one.note}" if before and one.note else one.note or before
            if one.link is not KEEP:
                links[place] = one.link
        if notes:
            put_notes(sheet, notes)
        if links:
            put_links(sheet, links)

    def close(self, results: bool) -> bytes:
        """Stale results out (and new ones in), everything written."""
        hot: set[str] = set()
        if self._changed:
            hot = drop_stale(self.book, self._changed)
            refresh_pivots(self.book, hot, self._written)
        if self._moved or any(one.lost_formula for one in self._sheets.values()):
            drop_calculation_chain(self.book)
        if results and hot:
            save_results(self.book, hot)
        return self.book.parts.to_bytes()


def apply_edits(data: bytes, edits: Edits, remark: bool, results: bool, limits: Limits | None) -> bytes:
    """See `xlsx_edit.apply`."""
    if not edits and not remark:
        return data
    case = PackageEdit(data, limits)
    if remark or any(isinstance(one, RemoveSheet) for one in edits):
        case.unmark()
    replace_text(case.book, [one for one in edits if isinstance(one, ReplaceText)])  # while nothing has moved
    case.grow([one for one in edits if isinstance(one, RepeatRows)])
    case.change_sheets([one for one in edits if isinstance(one, (AddSheet, RemoveSheet))])
    by_sheet: dict[str, list[Edit]] = {}
    for one in edits:
        if isinstance(one, Edit):
            by_sheet.setdefault(one.sheet, []).append(one)
    for name, group in by_sheet.items():
        case.edit(name, group)
    return case.close(results)


def put_links(sheet: Sheet, links: Mapping[tuple[int, int], str | None]) -> None:
    """Set the link of each cell (row, col); None takes an inner link away, never an outer one."""
    holder = sheet.root.find("{*}hyperlinks")
    if holder is None:
        if not any(links.values()):
            return
        holder = etree.Element(sheet.tag("hyperlinks"))
        insert_in_order(sheet.root, holder, SHEET_ORDER)
    there = {one.get("ref"): one for one in holder if one.get("ref")}
    for place, target in links.items():
        ref = name_of(*place)
        old = there.get(ref)
        if old is not None and (target or old.get("location")):
            holder.remove(old)
        if target:
            etree.SubElement(holder, sheet.tag("hyperlink"), ref=ref, location=clean_text(target))
    if not len(holder):
        sheet.root.remove(holder)
    sheet.touch()
