"""How offices differ: which columns in which order under which headers, what stands above and below."""

from __future__ import annotations

import datetime as dt
import random

from tests.corpus import shapes
from tests.corpus.layout_styles import Column, Dress
from tests.corpus.people_of_units import People
from tests.corpus.synonyms import family, header, strangers, ticked
from tests.corpus.units import Firm, member
from tests.corpus.untidy import Habits

MEMBER_ORDER = (
    "姓名", "性别", "出生日期", "民族", "就业状况", "证件类型", "证件号码", "学历", "手机号码", "户籍类型",
    "户籍所在地", "会籍变化类型", "会籍变化日期", "政治面貌", "单位名称", "籍贯", "是否农民工", "工种",
    "入职日期", "入会日期", "是否知情同意",
)  # fmt: skip
ALWAYS = ("姓名", "证件号码")
OFTEN = (
    "性别",
    "手机号码",
    "入会日期",
    "会籍变化类型",
    "会籍变化日期",
    "民族",
    "学历",
    "是否农民工",
    "就业状况",
)
GROUPS = (
    ("基本信息", ("姓名", "性别", "出生日期", "民族", "证件类型", "证件号码", "学历", "政治面貌", "籍贯")),
    ("户籍情况", ("户籍类型", "户籍所在地", "是否农民工")),
    ("会籍信息", ("入会日期", "会籍变化类型", "会籍变化日期")),
    ("工作情况", ("单位名称", "工种", "入职日期", "就业状况")),
)
TELLING = ("meta", "meta", "title", "cells", "column", "column", "file", "code", "alias")


def member_dress(rng: random.Random, people: People, told: str) -> Dress:
    """How this unit lays out its members."""
    chosen = [t for t in MEMBER_ORDER if t in ALWAYS or rng.random() < (0.93 if t in OFTEN else 0.45)]
    if told == "column" and "单位名称" not in chosen:
        chosen.append("单位名称")
    if told in ("meta", "title") and rng.random() < 0.5 and "单位名称" in chosen:
        chosen.remove("单位名称")
    if rng.random() < 0.35:
        rng.shuffle(chosen)
    elif rng.random() < 0.5:
        a, b = rng.sample(range(len(chosen)), 2)
        chosen[a], chosen[b] = chosen[b], chosen[a]
    invent = rng.choice((0.0, 0.0, 0.15, 0.35))
    cols = [Column(t, (header(rng, t, invent),)) for t in chosen]
    odd = strangers(people)
    for text in rng.sample(sorted(odd), rng.choice((0, 0, 1, 2, 3))):
        cols.insert(rng.randrange(2, len(cols)), Column("", (text,), odd[text]))
    if rng.random() < 0.3:
        cols = _grouped(rng, cols)
    if rng.random() < 0.12:
        cols += family(people)
    if rng.random() < 0.08 and all(c.title != "性别" or len(c.head) == 1 for c in cols):
        cols = [c for c in cols if c.title != "性别"]
        cols[2:2] = [Column("", ("性别", g), of=ticked("性别", g)) for g in "男女"]
    if rng.random() < 0.85:
        cols.insert(0, Column("", (rng.choice(("序号", "编号", "NO.", "序")),)))
    dress = ordinary_dress(rng, people, cols)
    if "单位名称" in chosen and rng.random() < 0.35:
        _repeated_unit(rng, dress)
    return dress


def _repeated_unit(rng: random.Random, dress: Dress) -> None:
    """The unit's name once, then ditto marks or a merged cell."""
    if rng.random() < 0.5:
        dress.ditto = {"单位名称": rng.choice(("同上", "〃", "″", "同", '"'))}
    elif not dress.repeat and not dress.gap and not dress.subtotal:
        dress.down = ("单位名称",)


def _grouped(rng: random.Random, cols: list[Column]) -> list[Column]:
    where = {t: name for name, titles in GROUPS for t in titles}
    made = [Column(c.title, (where[c.title], *c.head) if c.title in where else c.head, c.fill) for c in cols]
    if rng.random() < 0.25:
        made = [Column(c.title, ("会员情况", *c.head), c.fill) if len(c.head) == 2 else c for c in made]
    return made


def ordinary_dress(rng: random.Random, people: People, cols: list[Column]) -> Dress:
    dress = Dress(
        cols,
        write=Habits(rng, rng.choice((0.0, 0.5, 0.8, 1.0))),
        head_look=rng.choice(("head", "head-plain", "bare")),
    )
    if rng.random() < 0.25:
        dress.top, dress.left = rng.randrange(1, 6), rng.randrange(1, 5)
    if rng.random() < 0.2:
        dress.repeat, dress.page = rng.randrange(6, 15), rng.choice(("", "", "第2页", "（续）"))
    elif rng.random() < 0.15:
        dress.gap, dress.gap_rows = rng.randrange(4, 12), rng.choice((1, 1, 2, 14))
    elif rng.random() < 0.12:
        dress.subtotal = rng.randrange(5, 12)
    if rng.random() < 0.3:
        dress.total = rng.choice(shapes.TOTALS)
    if rng.random() < 0.6:
        dress.below = list(rng.choice(shapes.FOOTERS))
    if rng.random() < 0.15:
        dress.empty = rng.randrange(3, 20)
    dress.numbering = rng.choice(("number", "number", "formula", "blank"))
    if rng.random() < 0.2:
        model = people.person()
        dress.sample = member(rng, Firm("", "", "", "", ""), model, dt.date(2022, 3, 1)) | {"姓名": "张三"}
        dress.sample_mark = rng.choice(shapes.SAMPLE_MARKS)
    return dress


def above(rng: random.Random, firm: Firm, told: str, title: str, code: bool = True) -> list[tuple[str, str]]:
    """The lines above the header; `told` says how they name the unit."""
    filled = rng.choice(("填报日期：2022年7月2日", "填报时间：2022.7.2", "日期：2022-07-02", ""))
    lines = [(rng.choice(("附件1", "附件2：", "表3")), "annex")] if rng.random() < 0.4 else []
    name = firm.name
    if told == "alias":
        name = rng.choice(firm.aliases)
    if told == "title":
        return [*lines, (f"{name}{title}", "title")]
    lines.append((title, "title"))
    label = rng.choice(("填报单位：", "单位名称：", "填报单位（盖章）：", "单位：", "报送单位:"))
    if told in ("meta", "alias"):
        lines.append((f"{label}{name}        {filled}", "meta"))
    elif told == "code":
        lines.append((f"统一社会信用代码：{firm.code}     {filled}", "meta"))
    elif told == "cells":
        lines.append((f"{label}\t{name}", "cells"))
    return lines


def spelled(rng: random.Random, firm: Firm) -> str:
    """The unit's name as somebody writes it into a cell."""
    name = firm.name
    swap = str.maketrans({"（": "(", "）": ")"})
    return rng.choice(
        (
            name,
            name,
            name,
            firm.aliases[0],
            f"{name} ",
            name.translate(swap),
            f"{name}工会委员会",
            f"{name}工会",
        )
    )
