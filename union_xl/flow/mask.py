"""The errand `mask`: a 脱敏副本 of a workbook: private columns masked, 备注 dropped, the rest as it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from union_xl import books, forms, package
from union_xl.core import Book, Context, Edit, Grid, LedgerError, Source, TemplateError, UsageError
from union_xl.core.grid import column_letters
from union_xl.flow.context import existing
from union_xl.flow.outcome import Shown
from union_xl.flow.scrub import keeps_second_copies, scrub
from union_xl.forms.base import Privacy
from union_xl.forms.privacy import mask as masked
from union_xl.forms.privacy import mask_text
from union_xl.returns.problems import showing_of

HEADER_ROWS = 40
PATCHABLE = ("xlsx", "xlsm")


@dataclass(frozen=True)
class Outcome:
    """The masked copy: how many cells of which column of which sheet were masked."""

    outputs: tuple[Path, ...]
    columns: Mapping[tuple[str, str], int]
    exit_code: int = 0

    def document(self) -> dict[str, Any]:
        return {
            "command": "mask",
            "columns": [
                {"工作表": sheet, "列名": title, "单元格数": count}
                for (sheet, title), count in self.columns.items()
            ],
            "outputs": [path.as_posix() for path in self.outputs],
        }

    def tables(self) -> Sequence[Shown]:
        rows = [(sheet, title, count) for (sheet, title), count in self.columns.items()]
        return [
            ("脱敏", ("工作表", "列名", "单元格数"), rows),
            ("", ("", ""), [("脱敏副本", path.as_posix()) for path in self.outputs]),
        ]


def mask(file: Path, out: Path) -> Outcome:
    """Write a masked copy of `file` (any workbook; a ledger, a return, a report) to the file `out`.

    Columns are known by their titles (standard or alias); any other text that holds an ID, a card or a mobile
    number is masked within the text.  The file itself is never changed.  Raises UsageError, LedgerError.
    """
    existing(file, "文件")
    if out.resolve() == file.resolve():
        raise UsageError("脱敏副本不能覆盖原文件，请换一个文件名")
    context = Context()
    source = Source(file.name, file)
    book = books.open_book(source, context)
    if book.container in PATCHABLE and not book.encrypted:
        # Our own marks carry suggestions; they go first, so that no cell of theirs is asked for.
        with suppress(TemplateError):
            source = Source(file.name, file, package.strip(books.read_bytes(source)))
            book = books.open_book(source, context)
    if book.refused or not book.grids:
        raise UsageError(f"{file.name} 读不出来，请先用 Excel 打开另存为 xlsx 再脱敏")
    counted: dict[tuple[str, str], int] = {}
    titles = _titles(context)
    edits = [edit for grid in book.grids for edit in _of_grid(grid, titles, counted)]
    made = _made(source, book, edits)
    out.parent.mkdir(parents=True, exist_ok=True)
    try:
        out.write_bytes(made)
    except PermissionError:
        raise LedgerError(f"{out.name} 正在 Excel/WPS 中打开，请关闭后重试") from None
    return Outcome((out,), counted)


def _made(source: Source, book: Book, edits: Sequence[Edit]) -> bytes:
    """The file itself with the edits; as plain cells where it keeps data that edits do not reach."""
    if book.container in PATCHABLE and not book.encrypted:
        data = books.read_bytes(source)
        if not keeps_second_copies(data):
            try:
                return scrub(package.apply(data, edits))
            except (TemplateError, ValueError):
                pass
    return scrub(package.apply(package.rebuild(book.grids), edits))


def _titles(context: Context) -> Mapping[str, tuple[str, Privacy]]:
    """{title as found, without blanks: (standard title, how it is masked)}."""
    privacy = showing_of(context).privacy
    found: dict[str, tuple[str, Privacy]] = {}
    for form in forms.forms_of(context):
        for column in forms.columns(form):
            treated = privacy[column.title]
            for title in (column.title, *column.aliases):
                if treated:
                    found.setdefault(_tight(title), (column.title, treated))
    return found


def _tight(title: Any) -> str:
    return "".join(str(title or "").split()).strip("*＊※﹡")


def _of_grid(
    grid: Grid, titles: Mapping[str, tuple[str, Privacy]], counted: dict[tuple[str, str], int]
) -> Iterator[Edit]:
    head, known = _header(grid, titles)
    told, seen = _told(grid)
    for row, cells in enumerate(grid.rows, 1):
        for col, value in enumerate(cells, 1):
            if value is None or value == "":
                continue
            title, privacy = known.get(col, ("", "")) if row > head else ("", "")
            if row < head and _tight(grid.at(row, col - 1)).rstrip("：:") in _PERSONS:
                title, privacy = "表头上方", "name"
            if row > told[0] and col in seen:
                title, privacy = titles.get(_tight(grid.at(row, told[1])), ("", ""))
            made = masked(value, privacy) if privacy else value
            if isinstance(made, str):
                made = mask_text(made)
            elif isinstance(made, int | float) and not isinstance(made, bool) and made >= 1e10:
                made = mask_text(str(int(made)))
            if made != value:
                key = (grid.sheet, title or "其他文字")
                counted[key] = counted.get(key, 0) + 1
                yield Edit(grid.sheet, f"{column_letters(col)}{row}", made or None)


_PERSONS = frozenset({"填表人", "填报人", "联系人", "经办人", "负责人", "单位负责人", "审核人", "制表人"})
_VALUES = frozenset({"原值", "修正前", "修正后", "修改前", "修改后", "改前", "改后", "处理", "更正值"})


def _told(grid: Grid) -> tuple[tuple[int, int], frozenset[int]]:
    """A list of cells (问题清单, 修正记录): where its heading 列名 is, and which columns repeat a value."""
    for row, cells in enumerate(grid.rows[:HEADER_ROWS], 1):
        named = {_tight(value): col for col, value in enumerate(cells, 1)}
        if "列名" in named and _VALUES & named.keys():
            return (row, named["列名"]), frozenset(col for title, col in named.items() if title in _VALUES)
    return (0, 0), frozenset()


def _header(
    grid: Grid, titles: Mapping[str, tuple[str, Privacy]]
) -> tuple[int, dict[int, tuple[str, Privacy]]]:
    """The header row (0 without one) and {column: (title, privacy)}: the upper row with most known titles."""
    best: tuple[int, dict[int, tuple[str, Privacy]]] = (0, {})
    for row, cells in enumerate(grid.rows[:HEADER_ROWS], 1):
        found = {col: titles[_tight(v)] for col, v in enumerate(cells, 1) if _tight(v) in titles}
        if len(found) > len(best[1]):
            best = (row, found)
    return best
