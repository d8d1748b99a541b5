"""The title cells of tables (ListObjects): Excel repairs a file where cell and column name differ."""

from __future__ import annotations

from union_xl.core import Area, TemplateError
from union_xl.package.markup import Element, clean_text, shown_text
from union_xl.package.references import area
from union_xl.package.workbook import Workbook

_LONGEST = 255


def headers(book: Workbook, part: str) -> list[Area]:
    """The title rows of a sheet's tables."""
    tables = [book.parts.tree(one) for one in book.parts.related(part, "table")]
    found = [area(one.get("ref")) for one in tables if one.get("headerRowCount", "1") != "0"]
    return [one._replace(bottom=one.top) for one in found]


def retitle(book: Workbook, part: str, where: str, spot: tuple[int, int], text: str) -> None:
    """Give the table column whose title stands in cell `spot` of a sheet part a new name.

    Raises TemplateError, naming the cell as `where`, for a blank title, one that another column has, and one
    that formulas call by its old name.
    """
    row, col = spot
    for one in book.parts.related(part, "table"):
        table = book.parts.tree(one)
        whole = area(table.get("ref"))
        if (
            table.get("headerRowCount", "1") == "0"
            or row != whole.top
            or not whole.left <= col <= whole.right
        ):
            continue
        columns = table.findall("{*}tableColumns/{*}tableColumn")
        own = columns[col - whole.left]
        old = _shown(own)
        if not text.strip() or len(text) > _LONGEST:
            raise TemplateError(f"{where} 是表格的标题，不能是空的，也不能超过 {_LONGEST} 个字，请改短")
        if any(_shown(other).casefold() == text.casefold() for other in columns if other is not own):
            raise TemplateError(f"{where} 与同一表格另一列的标题“{text}”重复，Excel 不允许，请改标题")
        if old != text and _is_called(book, old):
            raise TemplateError(f"{where} 是表格的标题，有公式按“{old}”引用这一列，请改公式或换一个单元格")
        own.set("name", clean_text(text).replace("\n", "_x000a_"))
        book.parts.touch(one)


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
