"""Shapes of workbooks: one sheet, sheets by department, a sheet that goes on, tables side by side and
stacked, cover sheets, hidden leftovers."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.corpus.faults import Fault
from tests.corpus.layout_styles import Block, Column, Dress, lay
from tests.corpus.sheets import Sheet, Workbook
from tests.corpus.units import Row

FOOTERS = (
    ("填表人：王某        审核人：李某        2022年7月2日",),
    ("单位（盖章）：", "日期：   年   月   日"),
    ("注：1、请如实填写；2、身份证号码务必准确。", "联系电话：0571-88112233"),
    ("备注：本表一式两份", "工会主席签字：            经办人："),
    ("填报人（签名）：        联系方式：13800000000",),
    ("以下空白",),
    (
        "（此页无正文）",
        "",
        "填表说明：",
        "1. 姓名、身份证号码必须与身份证一致；",
        "2. 每人只能加入一个工会。",
    ),
    ("经办人：赵某  电话：0571-88223344", "2022年7月4日"),
    (),
)
SAMPLE_MARKS = ("例", "示例", "样例", "范例")
TOTALS = ("合计", "总计", "合  计", "累计")


@dataclass
class Drawn:
    """A workbook with its blocks: (block, indexes of the rows in it)."""

    book: Workbook
    blocks: list[tuple[Block, list[int]]] = field(default_factory=list)
    shape: str = ""

    @property
    def single(self) -> bool:
        """Whether one sheet holds all (needed for csv and HTML)."""
        return len(self.book.sheets) == 1

    @property
    def merged_down(self) -> bool:
        """Whether cells of data rows are merged: what text files lose, for a person and a program alike."""
        rows = {row for block, _ in self.blocks for row in block.rows}
        return any(top in rows for sheet in self.book.sheets for top, _, _, _ in sheet.merges)


Shape = Callable[[random.Random, Sequence[Row], Callable[[], Dress], str], Drawn]


def one_sheet(rng: random.Random, rows: Sequence[Row], dress: Callable[[], Dress], name: str) -> Drawn:
    """Everything on one sheet."""
    sheet = Sheet(name)
    worn = dress()
    block = lay(sheet, rows, worn)
    if rng.random() < 0.5:
        sheet.freeze = block.header[-1]
    if rng.random() < 0.15 and len(rows) > 6:
        sheet.hidden_rows |= set(rng.sample(block.rows, 2))
    if rng.random() < 0.1:
        sheet.hidden_cols.add(rng.choice(list(block.cols.values())))
    if rng.random() < 0.1:
        sheet.protect = True
    if rng.random() < 0.1:
        for row in range(block.rows[-1] + 3, block.rows[-1] + 300):
            sheet.put(row, worn.left, "", "body")
    return Drawn(Workbook([sheet]), [(block, list(range(len(rows))))], "一张表")


def by_department(rng: random.Random, rows: Sequence[Row], dress: Callable[[], Dress], name: str) -> Drawn:
    """A sheet per department, each with its own header."""
    cut = max(1, len(rows) // 2)
    drawn = Drawn(Workbook([]), shape="分部门")
    worn = dress()
    for title, part in (("一车间", range(cut)), ("二车间", range(cut, len(rows)))):
        sheet = Sheet(title)
        if part:
            drawn.blocks.append((lay(sheet, [rows[i] for i in part], worn), list(part)))
        drawn.book.sheets.append(sheet)
    return drawn


def goes_on(rng: random.Random, rows: Sequence[Row], dress: Callable[[], Dress], name: str) -> Drawn:
    """A table that goes on on the next sheet without title lines."""
    cut = max(1, len(rows) * 2 // 3)
    worn = dress()
    first, second = Sheet(name), Sheet(f"{name}（续）")
    drawn = Drawn(Workbook([first, second]), shape="续表")
    drawn.blocks.append((lay(first, rows[:cut], worn), list(range(cut))))
    again = Dress(worn.columns, left=worn.left, write=worn.write, head_look=worn.head_look)
    if rows[cut:]:
        drawn.blocks.append((lay(second, rows[cut:], again), list(range(cut, len(rows)))))
    return drawn


def side_by_side(rng: random.Random, rows: Sequence[Row], dress: Callable[[], Dress], name: str) -> Drawn:
    """Two tables of the same form next to each other."""
    cut = (len(rows) + 1) // 2
    worn = dress()
    sheet = Sheet(name)
    drawn = Drawn(Workbook([sheet]), shape="并排")
    worn.below, worn.total, worn.subtotal, worn.repeat, worn.gap = [], "", 0, 0, 0
    left = lay(sheet, rows[:cut], worn)
    drawn.blocks.append((left, list(range(cut))))
    beside = Dress(
        worn.columns,
        top=left.header[0],
        left=worn.left + len(worn.columns) + rng.choice((1, 1, 2)),
        write=worn.write,
        head_look=worn.head_look,
    )
    if rows[cut:]:
        drawn.blocks.append((lay(sheet, rows[cut:], beside), list(range(cut, len(rows)))))
    return drawn


def stacked(rng: random.Random, rows: Sequence[Row], dress: Callable[[], Dress], name: str) -> Drawn:
    """Two tables one below the other, each with its own title and header."""
    cut = (len(rows) + 1) // 2
    worn = dress()
    worn.below = []
    sheet = Sheet(name)
    drawn = Drawn(Workbook([sheet]), shape="上下两表")
    top = lay(sheet, rows[:cut], worn)
    drawn.blocks.append((top, list(range(cut))))
    below = Dress(
        worn.columns,
        above=[("第二批", "title")] if rng.random() < 0.5 else [],
        top=sheet.size[0] + rng.choice((2, 3)),
        left=worn.left,
        write=worn.write,
        head_look=worn.head_look,
    )
    if rows[cut:]:
        drawn.blocks.append((lay(sheet, rows[cut:], below), list(range(cut, len(rows)))))
    return drawn


def with_cover(rng: random.Random, rows: Sequence[Row], dress: Callable[[], Dress], name: str) -> Drawn:
    """A sheet of instructions first."""
    drawn = one_sheet(rng, rows, dress, name)
    cover = Sheet("填写说明")
    for row, text in enumerate(
        (
            "填写说明",
            "1. 姓名：填写与身份证一致的姓名，例：张三。",
            "2. 身份证号码：18位，文本格式，例：330105199003072013。",
            "3. 手机号码、性别、民族、学历、政治面貌按实际填写。",
            "4. 入会日期格式：2022-06-01。",
        ),
        1,
    ):
        cover.put(row, 1, text, "meta")
    drawn.book.sheets.insert(0, cover)
    drawn.shape = "有说明页"
    return drawn


def with_leftovers(rng: random.Random, rows: Sequence[Row], dress: Callable[[], Dress], name: str) -> Drawn:
    """A hidden sheet with last year's people and one with code lists."""
    drawn = one_sheet(rng, rows, dress, name)
    old = Sheet("2020年", visible=False, very_hidden=rng.random() < 0.5)
    stale = [dict(r) for r in rows[: len(rows) // 2]]
    lay(
        old,
        stale,
        Dress([Column("姓名", ("姓名",)), Column("证件号码", ("身份证号码",)), Column("性别", ("性别",))]),
    )
    codes = Sheet("码表", visible=False)
    for row, text in enumerate(("民族", "汉族", "回族", "满族"), 1):
        codes.put(row, 1, text)
    drawn.book.sheets += [old, codes]
    drawn.shape = "有隐藏页"
    return drawn


SHAPES: tuple[tuple[Shape, int], ...] = (
    (one_sheet, 12),
    (by_department, 2),
    (goes_on, 2),
    (side_by_side, 2),
    (stacked, 2),
    (with_cover, 2),
    (with_leftovers, 2),
)


def draw(rng: random.Random, rows: Sequence[Row], dress: Callable[[], Dress], name: str) -> Drawn:
    """The rows in a shape drawn by chance."""
    shape = rng.choices([s for s, _ in SHAPES], [w for _, w in SHAPES])[0]
    drawn = shape(rng, rows, dress, name)
    drawn.book.modified = dt.datetime(2022, 7, 1 + rng.randrange(4), 8 + rng.randrange(9), rng.randrange(60))
    return drawn


@dataclass
class Return:
    """One file to write: its drawing, and what each block holds."""

    name: str
    form: str
    unit: str
    drawn: Drawn
    rows: list[Row]
    units: list[str]
    fates: frozenset[str] = frozenset({"采用"})
    what: str = ""
    faults: dict[int, Fault] = field(default_factory=dict)
