"""Returns that began as files of the product itself: its blank filled in, its marked copy sent back."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.corpus import shapes, sheets, value_spellings
from tests.corpus.faults import MEMBER
from tests.corpus.header_variants import MEMBER_HEADS
from tests.corpus.layout_styles import Block, Dress, columns, lay
from tests.corpus.sheets import Sheet, Workbook

if TYPE_CHECKING:
    from tests.corpus.generate_returns import Folder
    from tests.corpus.units import Firm, Row


def header_row(sheet: Any, titles: frozenset[str] = frozenset(("姓名", "证件号码"))) -> int:
    """The row of an openpyxl sheet that holds these titles (asterisks aside); 0 without."""
    for row in sheet.iter_rows(max_row=15):
        if titles <= {str(c.value).strip("*＊ ") for c in row if c.value}:
            return int(row[0].row)
    return 0


def fill(path: Path, rows: list[Row]) -> tuple[bytes, str, int, dict[str, int]]:
    """A blank filled in below its example row: bytes, sheet name, first data row, {title: column}."""
    import openpyxl

    book = openpyxl.load_workbook(path)
    sheet = next(s for s in book.worksheets if s.sheet_state == "visible" and header_row(s))
    head = header_row(sheet)
    cols = {str(c.value).strip("*＊ "): c.column for c in sheet[head] if c.value}
    first = head + 2
    for at, line in enumerate(rows):
        for title, value in line.items():
            if title in cols:
                sheet.cell(first + at, cols[title]).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), sheet.title, first, cols


def filled_blank(drawing: Folder, firm: Firm) -> None:
    """The unit's own blank, filled in as it should be."""
    from union_xl.run.blank import blank

    with tempfile.TemporaryDirectory() as place:
        issued = blank("member", Path(place), office=drawing.truth.office)
        path = next(p for p in issued.outputs if firm.name in p.name)
        data, name, first, cols = fill(path, firm.members)
        file = f"{path.stem}.xlsx"
    known = {t: c for t, c in cols.items() if t in firm.members[0]}
    block = Block(Sheet(name), (), known, list(range(first, first + len(firm.members))))
    drawn = shapes.Drawn(Workbook([]), [(block, list(range(len(firm.members))))], "本系统空表")
    item = shapes.Return(file, "member", firm.name, drawn, firm.members, [firm.name] * len(firm.members))
    drawing.out[file] = data
    drawing.note(file, item, bare=False, kind="xlsx")


def marked_copy(drawing: Folder, firm: Firm) -> None:
    """A faulty return, marked by the product, sent back as it was marked."""
    from union_xl.run.check import check

    rows = [dict(r) for r in firm.members]
    sheet = Sheet("会员")
    block = lay(
        sheet,
        rows,
        Dress(columns(MEMBER_HEADS), above=value_spellings.above(drawing.rng, firm, "meta", "会员登记表")),
    )
    drawn = shapes.Drawn(Workbook([sheet]), [(block, list(range(len(rows))))], "退回件")
    file = f"{firm.brand}会员.xlsx"
    item = shapes.Return(file, "member", firm.name, drawn, rows, [firm.name] * len(rows))
    drawing.spoil(item, MEMBER, 4)
    with tempfile.TemporaryDirectory() as place:
        source = Path(place) / file
        source.write_bytes(sheets.xlsx(drawn.book))
        done = check([source], office=drawing.truth.office, out=Path(place) / "out")
        copy = next(p for p in done.outputs if p.suffix == ".xlsx")
        name = copy.name
        drawing.out[name] = copy.read_bytes()
    drawing.note(name, item, bare=False, kind="xlsx")
