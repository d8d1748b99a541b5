"""Rows repeated as if a person had copied and inserted them: the rows themselves.

What else stands on the sheet follows in `repeat_on_sheet`, other parts of the package in `repeat_in_parts`.

Copies of a row that looks at another repeated row (`=年报!D4`) look at that one's copies (D5, D6 …); so
what is looked at has to be there first: on a sheet from the top down, among sheets the one looked at.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import pairwise

from union_xl.model import RepeatRows, TemplateError
from union_xl.xlsx_edit.cells import Sheet
from union_xl.xlsx_edit.formulas import Shift, translate
from union_xl.xlsx_edit.markup import Element, local
from union_xl.xlsx_edit.references import LAST_ROW, area, area_name, column_number, letters_of, row_of
from union_xl.xlsx_edit.repeat_in_parts import follow_in_book
from union_xl.xlsx_edit.repeat_on_sheet import follow_on_sheet, moved


def repeat_rows(sheet: Sheet, order: RepeatRows) -> None:
    """Repeat rows of a sheet and let everything in the book follow.

    Raises TemplateError, before anything is changed, for an array formula, a merged cell, a table or a
    pivot table that the new rows would cut through, and when the sheet would become too long.
    """
    shift = Shift(sheet.name, order.first, order.last, order.times, _lone_columns(sheet, order))
    _refuse_too_long(sheet, shift)
    _refuse_cut(sheet, shift)
    expand_shared(sheet.root)
    number_all(sheet)
    follow_in_book(sheet.book, sheet, shift)
    _shift_formulas(sheet, shift)
    _repeat_rows(sheet, shift)
    follow_on_sheet(sheet, shift)
    sheet.forget()
    sheet.touch()


def _lone_columns(sheet: Sheet, order: RepeatRows) -> frozenset[str]:
    """Columns in which only one row of the block holds anything."""
    filled: dict[str, int] = {}
    for number in range(order.first, order.last + 1):
        for one in sheet.row_cells(number).values():
            if len(one) and one.get("r"):
                letters = letters_of(one.get("r"))
                filled[letters] = filled.get(letters, 0) + 1
    return frozenset(letters for letters, count in filled.items() if count == 1)


def _refuse_too_long(sheet: Sheet, shift: Shift) -> None:
    filled = (number for number, row in sheet.rows.items() if any(len(one) for one in row))
    longest = max([shift.last, *filled])
    if longest + shift.extra > LAST_ROW:
        raise TemplateError(f"工作表“{sheet.name}”重复后超过 Excel 的最大行数 {LAST_ROW}，请分开填报")


def _refuse_cut(sheet: Sheet, shift: Shift) -> None:
    for one in sheet.root.iterfind("{*}sheetData/{*}row/{*}c/{*}f"):
        if one.get("t") not in ("array", "dataTable") or not one.get("ref"):
            continue
        where = area(one.get("ref"))
        apart = where.bottom < shift.first or where.top > shift.last
        inside = shift.holds(where.top) and shift.holds(where.bottom)
        if not apart and (not inside or one.get("t") == "dataTable"):
            raise TemplateError(
                f"{sheet.name}!{area_name(where)} 是数组公式，跨在要重复的第{shift.first}行上，"
                "不能插入行，请改成普通公式"
            )
    for where in sheet.merged():
        if where.top < shift.first <= where.bottom < shift.last:
            raise TemplateError(
                f"{sheet.name}!{area_name(where)} 合并单元格只盖住重复行的一部分，请取消合并或扩大到整块"
            )


def expand_shared(root: Element) -> None:
    """Shared formulas written out, each cell its own: what they share need not stay the same."""
    masters: dict[str, tuple[str, int, int]] = {}
    members = [one for one in root.iterfind("{*}sheetData/{*}row/{*}c/{*}f") if one.get("t") == "shared"]
    for one in members:
        if one.text:
            ref = one.getparent().get("r")
            masters[one.get("si") or ""] = (one.text, row_of(ref), column_number(letters_of(ref)))
    for one in members:
        master = masters.get(one.get("si") or "")
        if not one.text and master:
            ref = one.getparent().get("r")
            text, row, col = master
            one.text = translate(text, row_of(ref) - row, column_number(letters_of(ref)) - col)
        for name in ("t", "ref", "si"):
            one.attrib.pop(name, None)


def number_all(sheet: Sheet) -> None:
    """Every row and cell says where it stands; writers may leave that out."""
    from union_xl.model.grid import column_letters

    for number, row in sheet.rows.items():
        if row.get("r") is None:
            row.set("r", str(number))
        col = 0
        for one in row:
            if local(one) == "c":
                ref = one.get("r")
                col = column_number(letters_of(ref)) if ref else col + 1
                if ref is None:
                    one.set("r", f"{column_letters(col)}{number}")


def _shift_formulas(sheet: Sheet, shift: Shift) -> None:
    """Formulas outside the block; those inside are written with their copies."""
    for one in sheet.root.iterfind("{*}sheetData/{*}row/{*}c/{*}f"):
        number = row_of(one.getparent().get("r"))
        if shift.holds(number):
            continue
        if one.text:
            one.text = shift.formula(one.text, sheet.name)
        for name in ("ref", "r1", "r2"):
            if one.get(name):
                one.set(name, area_name(moved(shift, area(one.get(name)))[0]))


def _repeat_rows(sheet: Sheet, shift: Shift) -> None:
    rows = sheet.rows
    _push_down(sheet, shift)
    block = [(number, rows[number]) for number in range(shift.first, shift.last + 1) if number in rows]
    if not block:
        return
    covered = [one for one in sheet.merged() if shift.holds(one.top) and one.bottom > shift.last]
    after = block[-1][1]
    formulas = {}
    for number, row in block:
        for at, one in enumerate(row):
            formula = one.find("{*}f") if local(one) == "c" else None
            if formula is not None and (formula.text or formula.get("ref")):
                formulas[number, at] = shift.repeated(formula.text or "")
    originals = [(number, row, copy.deepcopy(row)) for number, row in block]
    for (number, at), write in formulas.items():
        rows[number][at].find("{*}f").text = write(0)
    for step in range(1, shift.times):
        for number, _, original in originals:
            made = copy.deepcopy(original)
            by = step * shift.height
            _renumber(made, number + by)
            for at, one in enumerate(made):
                write_copy = formulas.get((number, at))
                if write_copy is not None:
                    _put_copy(one, write_copy(step), by)
            for merge in covered:
                _blank(made, merge.left, merge.right)
            made.tail = after.tail
            after.addnext(made)
            after = made


def _push_down(sheet: Sheet, shift: Shift) -> None:
    """The rows below the block; of rows formatted to the end of the sheet the last, empty, fall off."""
    for number, row in sheet.rows.items():
        if number + shift.extra > LAST_ROW:
            sheet.data.remove(row)
        elif number > shift.last:
            _renumber(row, number + shift.extra)


def _put_copy(one: Element, text: str, by: int) -> None:
    formula = one.find("{*}f")
    formula.text = text
    if formula.get("ref"):
        where = area(formula.get("ref"))
        formula.set("ref", area_name(where._replace(top=where.top + by, bottom=where.bottom + by)))


def _renumber(row: Element, number: int) -> None:
    text = str(number)
    row.set("r", text)
    for one in row:
        ref = one.get("r")
        if ref:
            one.set("r", letters_of(ref) + text)


def _blank(row: Element, left: int, right: int) -> None:
    """A copy's cells that a merged area from the first copy covers keep nothing hidden."""
    for one in row:
        if one.get("r") and left <= column_number(letters_of(one.get("r"))) <= right:
            for child in list(one):
                one.remove(child)
            one.attrib.pop("t", None)


def checked(grows: Iterable[RepeatRows]) -> list[RepeatRows]:
    """One sheet's Grows from the top; TemplateError for impossible and overlapping ones."""
    found = sorted(grows, key=lambda one: one.first)
    for one in found:
        if one.times < 1 or one.first < 1 or one.last < one.first:
            raise TemplateError(f"{one.sheet} 第{one.first}至{one.last}行不能重复{one.times}次，请核对")
    for above, below in pairwise(found):
        if above.last >= below.first:
            raise TemplateError(f"{above.sheet} 第{below.first}行同时属于两个重复区域，请把它们分到不同的行")
    return found


def pushed_down(grows: Iterable[RepeatRows]) -> list[RepeatRows]:
    """The Grows of a sheet from the top, each by the rows it has after those above were repeated."""
    moved, extra = [], 0
    for one in grows:
        moved.append(replace(one, first=one.first + extra, last=one.last + extra))
        extra += (one.last - one.first + 1) * (one.times - 1)
    return moved


def looked_at_first(sheets: Mapping[str, tuple[Sheet, list[RepeatRows]]]) -> list[str]:
    """Sheet names so ordered that a sheet comes after those its repeated rows look at."""
    looks = {name: _mentioned(sheet, grows, sheets) - {name} for name, (sheet, grows) in sheets.items()}
    order: list[str] = []
    while len(order) < len(sheets):
        left = [name for name in sheets if name not in order]
        ready = [name for name in left if looks[name] <= set(order)]
        order.append((ready or left)[0])  # sheets that look at each other have no right order
    return order


def _mentioned(sheet: Sheet, grows: list[RepeatRows], names: Iterable[str]) -> set[str]:
    texts = [
        (formula.text or "").casefold()
        for grow in grows
        for number in range(grow.first, grow.last + 1)
        for one in sheet.row_cells(number).values()
        for formula in one.iterfind("{*}f")
    ]
    together = "\n".join(texts)
    return {name for name in names if name.replace("'", "''").casefold() in together}
