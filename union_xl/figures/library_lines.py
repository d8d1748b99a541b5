"""The sheets of an indicator library as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from union_xl.core import TemplateError

INDICATORS = "指标"
RELATIONS = "审核关系"


@dataclass(frozen=True, slots=True)
class Line:
    """A filled line: the book and sheet it stands in, its row, {title: text}, {title: column number}."""

    book: str
    sheet: str
    row: int
    cells: Mapping[str, str]
    cols: Mapping[str, int]

    def __getitem__(self, title: str) -> str:
        return self.cells[title]


def sheets_of(path: Path) -> dict[str, list[list[str]]]:
    """The two sheets of a library as rows of text from A1."""
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))
        found = {
            name: [[_cell(cell) for cell in row] for row in _grid(book, name)]
            for name in (INDICATORS, RELATIONS)
            if name in book.sheet_names
        }
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a Rust panic is no Exception
        raise TemplateError(f"读不了指标库 {path.name}，请确认它是 .xlsx 文件并且没有加密") from error
    if INDICATORS not in found:
        raise TemplateError(f"{path.name} 里没有工作表“{INDICATORS}”，请使用自带的指标库修改")
    return found


def _grid(book: Any, name: str) -> list[list[Any]]:
    rows: list[list[Any]] = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return rows


def _cell(value: Any) -> str:
    return str(int(value) if isinstance(value, float) and value.is_integer() else value).strip()


def lines(
    book: str, rows: list[list[str]], sheet: str, titles: Sequence[str], needed: Sequence[str]
) -> Iterator[Line]:
    """Every filled line below the titles."""
    top = next((at for at, row in enumerate(rows) if all(title in row for title in needed)), None)
    if top is None:
        raise TemplateError(f"{book} 的工作表“{sheet}”里找不到标题行（{'、'.join(titles)}）")
    cols = {title: rows[top].index(title) for title in titles if title in rows[top]}
    for at, row in enumerate(rows[top + 1 :], start=top + 2):
        cells = {title: row[cols[title]] if title in cols else "" for title in titles}
        if any(cells[title] for title in titles if title != "说明"):
            yield Line(book, sheet, at, cells, {title: col + 1 for title, col in cols.items()})
