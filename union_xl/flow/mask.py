"""The errand `mask`: a 脱敏副本 of a workbook: private columns masked, 备注 dropped, the rest as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from union_xl import books, package
from union_xl.core import Book, Context, Edit, LedgerError, Source, TemplateError, UsageError
from union_xl.flow import private
from union_xl.flow.context import existing
from union_xl.flow.outcome import Shown
from union_xl.flow.scrub import keeps_second_copies, scrub

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
    titles = private.titles_of(context)
    edits = [edit for grid in book.grids for edit in private.edits(grid, titles, counted)]
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
