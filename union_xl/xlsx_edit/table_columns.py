"""Titles and totals of tables (ListObjects): Excel repairs a file where cell and column name differ."""

from __future__ import annotations

from typing import Any

from union_xl.model import Area, TemplateError
from union_xl.xlsx_edit.markup import Element, clean_text, shown_text
from union_xl.xlsx_edit.references import area
from union_xl.xlsx_edit.workbook import Workbook

_LONGEST = 255


def edges(book: Workbook, part: str) -> list[Area]:
    """The title rows and totals rows of a sheet's tables."""
    found = []
    for one in book.parts.related(part, "table"):
        table = book.parts.tree(one)
        whole = area(table.get("ref"))
        if _has_titles(table):
            found.append(whole._replace(bottom=whole.top))
        if _has_totals(table):
            found.append(whole._replace(top=whole.bottom))
    return found


def retitle(book: Workbook, part: str, where: str, spot: tuple[int, int], value: Any) -> None:
    """Give the table column whose title or total stands in cell `spot` of a sheet part its new name or label.

    `value` is None for a formula.  Raises TemplateError, naming the cell as `where`, for a title that is no
    text or blank, one that another column has, and one that formulas call by its old name.
    """
    row, col = spot
    for one in book.parts.related(part, "table"):
        table = book.parts.tree(one)
        whole = area(table.get("ref"))
        if not whole.left <= col <= whole.right:
            continue
        columns = table.findall("{*}tableColumns/{*}tableColumn")
        own = columns[col - whole.left]
        if row == whole.top and _has_titles(table):
            _refuse(book, where, own, columns, value)
            own.set("name", clean_text(value).replace("\n", "_x000a_"))
        elif row == whole.bottom and _has_totals(table) and own.get("totalsRowLabel") is not None:
            own.set("totalsRowLabel", clean_text(value) if isinstance(value, str) else "")
        else:
            continue
        book.parts.touch(one)


def _refuse(book: Workbook, where: str, own: Element, columns: list[Element], value: Any) -> None:
    old = _shown(own)
    if not isinstance(value, str):
        raise TemplateError(f"{where} 是表格的标题行，只能写文字，请换一个单元格")
    if not value.strip() or len(value) > _LONGEST:
        raise TemplateError(f"{where} 是表格的标题，不能是空的，也不能超过 {_LONGEST} 个字，请改短")
    if any(_shown(one).casefold() == value.casefold() for one in columns if one is not own):
        raise TemplateError(f"{where} 与同一表格另一列的标题“{value}”重复，Excel 不允许，请改标题")
    if old != value and _is_called(book, old):
        raise TemplateError(f"{where} 是表格的标题，有公式按“{old}”引用这一列，请改公式或换一个单元格")


def _has_titles(table: Element) -> bool:
    return bool(table.get("headerRowCount", "1") != "0")


def _has_totals(table: Element) -> bool:
    return bool(table.get("totalsRowCount", "0") != "0")


def _shown(column: Element) -> str:
    return shown_text(column.get("name") or "")


def _is_called(book: Workbook, name: str) -> bool:
    """Does a formula anywhere name this column?  Signs in the name are written with a quote before them."""
    written = "".join(f"'{one}" if one in "[]#'@" else one for one in name)
    texts = [one.text or "" for one in book.defined_names()]
    for entry in book.sheets:
        if not entry.part:
            continue
        if book.parts.parsed(entry.part) or b"[" in book.parts.raw(entry.part):
            found = book.parts.tree(entry.part).iter("{*}f", "{*}formula", "{*}formula1", "{*}formula2")
            texts += [one.text or "" for one in found]
        for part in book.parts.related(entry.part, "table"):
            inner = book.parts.tree(part).iter("{*}calculatedColumnFormula", "{*}totalsRowFormula")
            texts += [one.text or "" for one in inner]
    return any(f"[{written}]" in text or f"[@{written}]" in text or f":{written}]" in text for text in texts)
