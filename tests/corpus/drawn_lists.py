"""Lists drawn at random, as they come in Word: title paragraphs, headers of two rows, tables that break over
pages, cells merged down, boxes, tracked deletions, totals and signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from tests.corpus import people
from tests.corpus.drawn_cards import TICKS, spelled
from tests.corpus.pages import Page
from union_xl.ledgers import hardship_aid, kids_entry, member, mutual_enrol
from union_xl.ledgers.form import Column, Form

FORMS = (member.FORM, mutual_enrol.FORM, kids_entry.FORM, hardship_aid.FORM)


@dataclass
class Listed:
    """The tables of a document, the unit that sends it, what must be read of each row, what is no data."""

    form: Form
    unit: str
    pages: list[Page] = field(default_factory=list)
    rows: list[dict[str, object]] = field(default_factory=list)
    never: list[str] = field(default_factory=list)


def value(draw: Random, column: Column, row: dict[str, object]) -> object:
    """A good value for a column; `row` holds those drawn before it."""
    kind = column.kind
    if kind.name == "证件号码":
        return people.number(
            draw, draw.random() < 0.5, 2012 if "学生" in column.title else draw.randint(1965, 1999)
        )
    if kind.name in ("姓名", "多人姓名"):
        return people.name(draw)
    if kind.name == "手机号码":
        return people.mobile(draw)
    if kind.name in ("日期", "截止日期"):
        return f"2022-0{draw.randint(1, 6)}-1{draw.randint(0, 9)}"
    if kind.name in ("金额", "整数", "数字"):
        return draw.randint(1, 9) * 100
    if kind.name == "年份":
        return 2022
    if kind.choices and kind.name != "证件类型":
        return draw.choice(kind.choices)
    return column.example


def drawn(draw: Random) -> Listed:
    """One document."""
    form = draw.choice(FORMS)
    made = Listed(form, people.firm(draw))
    titles = _titles(draw, form)
    for _ in range(draw.randint(3, 9)):
        row: dict[str, object] = {}
        for title in titles:
            row[title] = value(draw, form.by_title[title], row)
        made.rows.append(row)
    _laid_out(draw, made, titles)
    return made


def _titles(draw: Random, form: Form) -> list[str]:
    """Most columns that a list of the form has: the keys, and those whose content says what it is."""
    needed = [column.title for column in form.columns if column.need == "required" and column.role != "unit"]
    free = [
        column.title
        for column in form.columns
        if column.title not in needed
        and not column.derived
        and column.role in ("", "mobile", "id", "person")
        and (column.kind.choices or column.kind.name in ("手机号码", "日期", "金额", "整数", "证件号码"))
        and len(column.kind.choices) < 9
        and "出生" not in column.title
    ]
    needed += [title for title in ("手机号码",) if title in form.by_title and title not in needed]
    free = [title for title in free if title not in needed]
    more = draw.sample(free, min(len(free), draw.randint(2, 4)))
    listed = [column.title for column in form.columns if column.title in {*needed, *more}]
    return listed


def _laid_out(draw: Random, made: Listed, titles: Sequence[str]) -> None:
    form = made.form
    width = len(titles) + 1
    page = Page(width)
    made.pages.append(page)
    lines = [form.title, f"填报单位：{made.unit}    填报日期：2022年6月30日"]
    if draw.random() < 0.6:
        page.above += lines
    else:
        for line in lines:
            page.row(line, spans=[width])
    keys = {title for key in form.keys for title in key}
    heads = [
        "序号",
        *(title if title in keys else spelled(draw, form, title).rstrip("：") for title in titles),
    ]
    grouped = draw.random() < 0.4
    _header(page, heads, grouped)
    ticks = draw.choice((0.0, 0.0, 1.0))
    breaks = draw.choice(("", "", "again", "table", "headless"))
    half = len(made.rows) // 2
    for number, row in enumerate(made.rows, 1):
        if number == half + 1 and breaks == "again":
            _header(page, heads, grouped)
        elif number == half + 1 and breaks in ("table", "headless"):
            page = Page(width)
            made.pages.append(page)
            if breaks == "table":
                _header(page, heads, grouped)
        cells = [_shown(draw, form.by_title[title], row[title], ticks) for title in titles]
        at = page.row(number, *cells)
        if draw.random() < 0.3:
            page.controls.add((at, draw.randint(2, width)))
        if draw.random() < 0.1:
            gone = page.row(number, *["删去" for _ in titles])
            page.deleted.add(gone)
            made.never.append("删去")
    _ended(draw, made, page, width)


def _shown(draw: Random, column: Column, told: object, ticks: float) -> object:
    options = column.kind.choices
    if options and told in options and len(options) <= 5 and draw.random() < ticks:
        return draw.choice(TICKS)(options, str(told))
    return told


def _header(page: Page, heads: Sequence[str], grouped: bool) -> None:
    """One row, or two: a group over the second and third column, the others merged down."""
    if not grouped or len(heads) < 4:
        page.row(*heads)
        return
    top = page.rows + 1
    for col, head in enumerate(heads, 1):
        if col not in (2, 3):
            page.hang(top, col, head, 2)
    page.rows += 1
    page.cells[top, 2] = ("基本信息", 2, 1)
    page.rows += 1
    page.cells[top + 1, 2] = (heads[1], 1, 1)
    page.cells[top + 1, 3] = (heads[2], 1, 1)


def _ended(draw: Random, made: Listed, page: Page, width: int) -> None:
    """A total, signatures."""
    if draw.random() < 0.4:
        page.row("合计", f"{len(made.rows)}人", spans=[1, width - 1])
    sign = "填表人：周八      审核人：吴九      联系电话：88881234"
    if draw.random() < 0.5:
        page.row(sign, spans=[width])
    else:
        page.below += [sign, "（单位盖章）      2022年6月30日"]
    made.never += ["周八", "吴九", "88881234"]
