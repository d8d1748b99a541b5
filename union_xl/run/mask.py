"""The command `mask`: a 脱敏副本 of a workbook: private columns masked, 备注 dropped, the rest as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from union_xl import findings as catalogue
from union_xl import readers, xlsx_edit
from union_xl.ledger_book.restricted import passwords_of
from union_xl.ledgers.masking import mask_text
from union_xl.model import Book, Edit, Grid, LedgerError, Source, TemplateError, UsageError
from union_xl.model.grid import column_letters
from union_xl.run.context import require_file, run_context
from union_xl.run.masking import mask_cells
from union_xl.run.masking.mask_texts import Secrets
from union_xl.run.result import Shown
from union_xl.run.staging import LEDGER_FILE

PATCHABLE = ("xlsx", "xlsm")
_PLAIN = "原文件里有数据透视表、外部链接或含个人信息的名称，副本只保留了单元格内容（不含格式、公式和图表）"
_PICTURES = "去掉了 {count} 张图片（程序看不出图里有没有个人信息），需要的请核对后自行放回"


@dataclass(frozen=True)
class MaskResult:
    """The masked copy: how many cells of which column of which sheet were masked; `remarks` say what else it
    lost."""

    outputs: tuple[Path, ...]
    columns: Mapping[tuple[str, str], int]
    remarks: tuple[str, ...] = ()
    exit_code: int = 0

    def document(self) -> dict[str, Any]:
        return {
            "command": "mask",
            "columns": [
                {"工作表": sheet, "列名": title, "单元格数": count}
                for (sheet, title), count in self.columns.items()
            ],
            "remarks": list(self.remarks),
            "outputs": [path.as_posix() for path in self.outputs],
        }

    def tables(self) -> Sequence[Shown]:
        rows = [(sheet, title, count) for (sheet, title), count in self.columns.items()]
        return [
            ("脱敏", ("工作表", "列名", "单元格数"), rows),
            ("", ("", ""), [("脱敏副本", path.as_posix()) for path in self.outputs]),
        ]


def mask(file: Path, out: Path, *, office: Path | None = None) -> MaskResult:
    """Write a masked copy of `file` (any workbook; a ledger, a return, a report) to the xlsx `out`.

    Columns are known by their titles (standard or alias) in any ledger, also those the office workbook
    declares; any other text that repeats what stands there, or holds an ID, a card or a mobile number, is
    masked within the text: in cells, notes, text boxes, charts, headers, links and names.  Document
    properties, custom XML, pictures and macros are left out.  The file itself is never changed.
    Raises UsageError, LedgerError, OfficeError.
    """
    file = require_file(file, "文件", LEDGER_FILE)
    _checked(file, out)
    context = run_context(office=office)
    context = replace(context, passwords=passwords_of(context))
    source = Source(file.name, file)
    book = readers.open_book(source, context)
    if book.container in PATCHABLE and not book.encrypted:
        # Our own marks carry suggestions; they go first, so that no cell of theirs is asked for.
        with suppress(TemplateError):
            source = Source(file.name, file, xlsx_edit.strip(readers.read_bytes(source)))
            book = readers.open_book(source, context)
    if book.refused == "F-MEMORY":
        raise MemoryError(file.name)
    if book.refused or not book.grids:
        why = f"（{catalogue.title(book.refused)}）" if book.refused else ""
        raise UsageError(f"{file.name} 读不出来{why}，请先用 Excel 打开另存为 xlsx 再脱敏")
    counted: dict[tuple[str, str], int] = {}
    secrets = Secrets()
    shown = mask_cells.masked(book.grids, mask_cells.Titles(context), secrets, counted)
    made, remarks = _made(source, book, shown, secrets)
    out.parent.mkdir(parents=True, exist_ok=True)
    try:
        out.write_bytes(made)
    except PermissionError:
        raise LedgerError(f"{out.name} 正在 Excel/WPS 中打开，请关闭后重试") from None
    counts = {(secrets.sheet_name(sheet), title): count for (sheet, title), count in counted.items()}
    return MaskResult((out,), counts, remarks)


def _checked(file: Path, out: Path) -> None:
    if out.suffix.lower() != ".xlsx" or out.is_dir():
        raise UsageError(f"脱敏副本是 xlsx 文件，请把 --out 写成文件名，如 {file.stem}（脱敏）.xlsx")
    if out.resolve() == file.resolve() or (out.exists() and out.samefile(file)):
        raise UsageError("脱敏副本不能覆盖原文件，请换一个文件名")


def _made(
    source: Source, book: Book, shown: mask_cells.Shown, secrets: Secrets
) -> tuple[bytes, tuple[str, ...]]:
    """The file itself with its cells masked, and what to say of it; as plain cells where it keeps data that
    masking does not reach."""
    patchable = book.container in PATCHABLE and not book.encrypted
    if patchable:
        with suppress(TemplateError):
            edits = [
                Edit(book.grids[number].sheet, f"{column_letters(col)}{row}", value)
                for (number, row, col), value in shown.items()
            ]
            data = xlsx_edit.apply(readers.read_bytes(source), edits)
            clean = xlsx_edit.clean(data, secrets.hide, mask_text)
            return clean.data, (_PICTURES.format(count=clean.pictures),) if clean.pictures else ()
    return xlsx_edit.plain_copy(_grids(book.grids, shown, secrets)), (_PLAIN,) if patchable else ()


def _grids(grids: Sequence[Grid], shown: mask_cells.Shown, secrets: Secrets) -> list[Grid]:
    """The grids with their cells masked."""
    rows = [[list(cells) for cells in grid.rows] for grid in grids]
    for (number, row, col), value in shown.items():
        rows[number][row - 1][col - 1] = value
    return [
        replace(grid, sheet=secrets.sheet_name(grid.sheet), rows=cells)
        for grid, cells in zip(grids, rows, strict=True)
    ]
