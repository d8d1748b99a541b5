"""Returns that several units share: a community sends the members of some of its units together."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tests.corpus import shapes, value_spellings
from tests.corpus.layout_styles import Dress, lay
from tests.corpus.sheets import Sheet, Workbook
from tests.corpus.units import Firm, Row

if TYPE_CHECKING:
    from tests.corpus.generate_returns import Folder

LABELS = ("填报单位：", "单位名称：", "单位：")


def one_table(drawing: Folder, group: list[Firm]) -> shapes.Return:
    """One table with a unit column, in which several units stand."""
    rng = drawing.rng
    dress = value_spellings.member_dress(rng, drawing.people, "column")
    dress.subtotal, dress.sample = 0, None
    dress.above = [("会员花名册（汇总）", "title")]
    rows: list[Row] = [dict(m) for f in group for m in f.members]
    names = {f.name: value_spellings.spelled(rng, f) for f in group}
    plain = dress.write
    dress.write = lambda t, v: (names[v], "") if t == "单位名称" else plain(t, v)
    sheet = Sheet("会员汇总")
    block = lay(sheet, rows, dress)
    return _joint(group, rows, Workbook([sheet]), [(block, list(range(len(rows))))], "几家一表")


def blocks_below(drawing: Folder, group: list[Firm]) -> shapes.Return:
    """One sheet, a block per unit below the other, each under its own unit line."""
    rng = drawing.rng
    dress = _without_units(drawing)
    sheet, top, rows, blocks = Sheet("会员"), 1, [], []
    label = rng.choice(LABELS)
    for firm in group:
        part = [dict(m) for m in firm.members]
        worn = Dress(dress.columns, above=[(f"{label}{firm.name}", "meta")], top=top, write=dress.write)
        blocks.append((lay(sheet, part, worn), list(range(len(rows), len(rows) + len(part)))))
        rows += part
        top = sheet.size[0] + rng.choice((1, 2, 3))
    return _joint(group, rows, Workbook([sheet]), blocks, "几家几块")


def sheet_each(drawing: Folder, group: list[Firm]) -> shapes.Return:
    """A sheet per unit, each with its own unit line."""
    rng = drawing.rng
    dress = _without_units(drawing)
    pages, rows, blocks = [], [], []
    label = rng.choice(LABELS)
    for firm in group:
        sheet = Sheet(firm.aliases[0])
        part = [dict(m) for m in firm.members]
        above = [("工会会员名册", "title"), (f"{label}{firm.name}", "meta")]
        blocks.append(
            (
                lay(sheet, part, Dress(dress.columns, above=above, write=dress.write)),
                list(range(len(rows), len(rows) + len(part))),
            )
        )
        rows += part
        pages.append(sheet)
    return _joint(group, rows, Workbook(pages), blocks, "几家几页")


def _without_units(drawing: Folder) -> Dress:
    dress = value_spellings.member_dress(drawing.rng, drawing.people, "meta")
    dress.columns = [c for c in dress.columns if c.title != "单位名称"]
    return dress


def _joint(group: list[Firm], rows: list[Row], book: Workbook, blocks: list, shape: str) -> shapes.Return:  # type: ignore[type-arg]
    book.modified = dt.datetime(2022, 7, 2, 10)
    units = [
        next(f.name for f in group if any(m["证件号码"] == r["证件号码"] for m in f.members)) for r in rows
    ]
    drawn = shapes.Drawn(book, blocks, shape)
    return shapes.Return(f"{group[0].community}会员汇总", "member", "", drawn, rows, units)
