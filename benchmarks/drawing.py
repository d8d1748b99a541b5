"""Draws the returns of a folder: who lays out what how, with which faults, in which container."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import containers, shapes, sheets
from benchmarks.dress import Column, Dress
from benchmarks.faults import Fault, Maker
from benchmarks.firms import Firm, Row, census, contest, day, entries, firms, member
from benchmarks.heads import CENSUS_HEADS, CONTEST_HEADS, ENTRY_HEADS, Heads
from benchmarks.people import People
from benchmarks.shapes import Drawn, Return
from benchmarks.synonyms import header, strangers
from benchmarks.truth import Seeded, TrueFile, TrueRow, Truth, ref
from benchmarks.untidy import Habits

AS_OF = dt.date(2022, 6, 30)
PASSWORD = "ghcx-2022"
PLACES = ("德源社区", "枫岭社区", "北渚社区", "双荡社区", "华光桥社区", "三里亭社区")

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
TAILS = {
    "gbk": "csv",
    "utf8": "csv",
    "tsv": "csv",
    "html": "xls",
    "xml": "xls",
    "xlsx-as-xls": "xls",
    "locked": "xlsx",
}
TELLING = ("meta", "meta", "title", "cells", "column", "column", "file", "code", "alias")


class Folder:
    """Draws one folder."""

    def __init__(self, folder: Path, seed: int, units: int) -> None:
        self.rng = random.Random(seed * 7919 + 17)
        self.people = People(self.rng)
        self.truth = Truth(folder, folder / "工作台.xlsx", seed)
        self.home = folder / "上报"
        self.firms = firms(self.people, units - len(PLACES), PLACES)
        self.out: dict[str, bytes] = {}
        self.waiting: dict[str, tuple[Return, str]] = {}
        self._people()

    def _people(self) -> None:
        rng = self.rng
        for number, firm in enumerate(self.firms):
            if number % 7 == 3:
                middle = firm.name.removeprefix("杭州")
                firm.name = f"{middle[:2]}（杭州）{middle[2:]}"
                firm.aliases = [f"{middle[:2]}{middle[2:].removesuffix('有限公司')}"]
            if number % 5 == 2:
                firm.aliases.append(f"杭州{firm.brand[::-1]}{rng.choice(('贸易', '实业', '商行'))}有限公司")
            new = number % 6 == 4
            firm.formed = (
                day(rng, dt.date(2022, 1, 5), dt.date(2022, 5, 20))
                if new
                else day(rng, dt.date(2018, 2, 1), dt.date(2021, 6, 30))
            )
            firm.union_code = self.people.code("81")
            for _ in range(rng.randrange(12, 42)):
                first = firm.formed if new or rng.random() < 0.8 else dt.date(2022, 1, 3)
                joined = day(rng, first, dt.date(2022, 6, 20) if new else dt.date(2022, 6, 25))
                person = self.people.person(20, 48, AS_OF)
                firm.members.append(member(rng, firm, person, joined))

    # ── headers and dress ────────────────────────────────────────────────

    def member_dress(self, told: str) -> Dress:
        """How this unit lays out its members."""
        rng = self.rng
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
        odd = strangers(self.people)
        for text in rng.sample(sorted(odd), rng.choice((0, 0, 1, 2, 3))):
            cols.insert(rng.randrange(2, len(cols)), Column("", (text,), odd[text]))
        if rng.random() < 0.3:
            cols = self._grouped(cols)
        if rng.random() < 0.85:
            cols.insert(0, Column("", (rng.choice(("序号", "编号", "NO.", "序")),)))
        dress = self._dress(cols)
        if "单位名称" in chosen and rng.random() < 0.35:
            if rng.random() < 0.5:
                dress.ditto = {"单位名称": rng.choice(("同上", "〃", "″", "同", '"'))}
            elif not dress.repeat and not dress.gap and not dress.subtotal:
                dress.down = ("单位名称",)
        return dress

    def _grouped(self, cols: list[Column]) -> list[Column]:
        where = {t: name for name, titles in GROUPS for t in titles}
        made = [
            Column(c.title, (where[c.title], *c.head) if c.title in where else c.head, c.fill) for c in cols
        ]
        if self.rng.random() < 0.25:
            made = [Column(c.title, ("会员情况", *c.head), c.fill) if len(c.head) == 2 else c for c in made]
        return made

    def _dress(self, cols: list[Column]) -> Dress:
        rng = self.rng
        dress = Dress(
            cols,
            write=Habits(rng, rng.choice((0.0, 0.5, 0.8, 1.0))),
            head_look=rng.choice(("head", "head-plain", "bare")),
        )
        if rng.random() < 0.25:
            dress.top, dress.left = rng.randrange(1, 6), rng.randrange(1, 5)
        if rng.random() < 0.2:
            dress.repeat = rng.randrange(6, 15)
        elif rng.random() < 0.15:
            dress.gap = rng.randrange(4, 12)
        elif rng.random() < 0.12:
            dress.subtotal = rng.randrange(5, 12)
        if rng.random() < 0.3:
            dress.total = rng.choice(shapes.TOTALS)
        if rng.random() < 0.6:
            dress.below = list(rng.choice(shapes.FOOTERS))
        dress.numbering = rng.choice(("number", "number", "formula", "blank"))
        if rng.random() < 0.2:
            model = self.people.person()
            dress.sample = member(rng, self.firms[0], model, dt.date(2022, 3, 1)) | {"姓名": "张三"}
            dress.sample_mark = rng.choice(shapes.SAMPLE_MARKS)
        return dress

    def above(self, firm: Firm, told: str, title: str, code: bool = True) -> list[tuple[str, str]]:
        """The lines above the header; `told` says how they name the unit."""
        rng = self.rng
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

    def spelled(self, firm: Firm) -> str:
        """The unit's name as somebody writes it into a cell."""
        rng, name = self.rng, firm.name
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

    # ── the four kinds of returns ────────────────────────────────────────

    def member_return(self, firm: Firm, rows: list[Row] | None = None, told: str = "", **more: Any) -> Return:
        """A unit's 会员登记 in a shape drawn by chance."""
        rng = self.rng
        told = told or rng.choice(TELLING)
        rows = [dict(r) for r in (firm.members if rows is None else rows)]
        dress = self.member_dress(told)
        title = more.pop(
            "title", rng.choice(("工会会员实名制登记表", "会员花名册", "会员信息采集表", "工会会员名册"))
        )
        dress.above = self.above(firm, told, title)
        spelled = self.spelled(firm)
        plain = dress.write
        dress.write = lambda t, v: (spelled, "") if t == "单位名称" else plain(t, v)
        drawn = self._draw(rows, dress, rng.choice(("Sheet1", "会员登记", "花名册", "会员", firm.brand)))
        stem = rng.choice(
            (firm.brand + "会员", f"{firm.aliases[0]}-会员登记", "会员名册(最新)", f"{firm.name}")
        )
        if told == "file":
            stem = f"{firm.name}{rng.choice(('会员登记表', '会员名册', '-会员信息'))}"
        return Return(stem, "member", firm.name, drawn, rows, [firm.name] * len(rows), **more)

    def _draw(self, rows: list[Row], dress: Dress, name: str) -> Drawn:
        drawn = shapes.draw(self.rng, rows, lambda: dress, name)
        for sheet in drawn.book.sheets:
            _split_cells(sheet)
        return drawn

    def census_return(self, place: str, group: Sequence[Firm]) -> Return:
        """A community's 单位台账 over its units."""
        rng = self.rng
        rows = [census(rng, self.people, f, AS_OF) for f in group]
        heads: Heads = [
            h for h in CENSUS_HEADS if h[0] in ("", "单位名称", "统一社会信用代码") or rng.random() < 0.9
        ]
        flat = rng.random() < 0.5
        cols = [Column(t, (h,) if isinstance(h, str) else (h[-1:] if flat else h)) for t, h in heads]
        dress = self._dress(cols)
        dress.sample, dress.subtotal, dress.repeat, dress.gap = None, 0, 0, 0
        office = Firm(f"{place}工会联合会", "", place, "", "")
        dress.above = self.above(office, "meta", "单位普查与建会台账")
        drawn = self._draw(rows, dress, "台账")
        return Return(f"{place}单位台账", "unit-register", office.name, drawn, rows, [f.name for f in group])

    def contest_returns(self) -> list[Return]:
        """竞赛总表 of two hosts and 竞赛报名 of some units."""
        rng, made = self.rng, []
        jobs = ("养老护理员", "车工", "中式烹调师", "电工", "叉车司机")
        for number, firm in enumerate(self.firms[:2]):
            rows = [
                contest(
                    f"2022-{number}{i}",
                    f"{firm.brand}{job}技能竞赛",
                    "企业级",
                    firm.name,
                    job,
                    dt.date(2022, 4, 2 + i),
                    dt.date(2022, 4, 12 + i) if i % 2 == 0 else None,
                )
                for i, job in enumerate(jobs)
            ]
            cols = [Column(t, (h,) if isinstance(h, str) else h) for t, h in CONTEST_HEADS]
            dress = self._dress(cols)
            dress.sample, dress.subtotal, dress.total = None, 0, ""
            dress.above = self.above(firm, "meta", "职工技能竞赛总表")
            drawn = self._draw(rows, dress, "竞赛总表")
            made.append(
                Return(f"{firm.brand}竞赛总表", "contest", firm.name, drawn, rows, [firm.name] * len(rows))
            )
        for number, firm in enumerate(self.firms[2:8]):
            rows = entries(rng, firm, f"{self.firms[0].brand}{jobs[number % 2]}技能竞赛", jobs[number % 2], 3)
            cols = [Column(t, (h,) if isinstance(h, str) else h) for t, h in ENTRY_HEADS]
            dress = self._dress(cols)
            dress.sample, dress.subtotal, dress.total, dress.repeat = None, 0, "", 0
            dress.above = self.above(firm, "meta", "职工技能竞赛报名表")
            drawn = self._draw(rows, dress, "报名表")
            made.append(
                Return(
                    f"{firm.brand}报名表", "contest-entry", firm.name, drawn, rows, [firm.name] * len(rows)
                )
            )
        return made

    # ── faults ───────────────────────────────────────────────────────────

    def spoil(self, item: Return, makers: Sequence[Maker], count: int) -> None:
        """Seed `count` faults into a return, each in a row of its own."""
        rng, taken = self.rng, set()
        cells = {i: (block, at) for block, part in item.drawn.blocks for at, i in enumerate(part)}
        for index in rng.sample(range(len(item.rows)), len(item.rows)):
            if len(item.faults) >= count:
                return
            block, at = cells[index]
            fault = rng.choice(makers)(rng, self.people, item.rows, index)
            if fault is None or index in taken:
                continue
            if fault.pair >= 0 and (fault.pair in taken or cells[fault.pair][0] is not block):
                continue
            if not set(fault.typed) | set(fault.needs) <= set(block.cols):
                continue
            for title, value in fault.typed.items():
                _type(block, at, title, value)
            item.faults[index] = fault
            taken.add(index)
            if fault.pair >= 0:
                taken.add(fault.pair)

    # ── writing ──────────────────────────────────────────────────────────

    def place(self, item: Return) -> None:
        """Choose container and folder of a return, and note the truth."""
        rng = self.rng
        kinds = [("xlsx", 12), ("xls", 3), ("ods", 3), ("xml", 2), ("xlsx-as-xls", 2), ("locked", 1)]
        if item.drawn.single and not any(s.hidden_cols for s in item.drawn.book.sheets):
            kinds += [("gbk", 2), ("utf8", 2), ("html", 2), ("tsv", 1)]
        kind = rng.choices([k for k, _ in kinds], [w for _, w in kinds])[0]
        if kind in ("xlsx", "xlsx-as-xls") and rng.random() < 0.06:
            item.drawn.book.date1904 = not any(_serial(s) for s in item.drawn.book.sheets)
        folder = rng.choice(("", "", f"{rng.choice(PLACES)}/", "补报/"))
        name = f"{folder}{item.name}.{TAILS.get(kind, kind)}"
        while name in self.truth.files or name in self.out:
            name = name.replace(".", f"{rng.randrange(2, 99)}.", 1)
        self._write(name, item, kind)
        self.note(name, item, bare=kind in ("gbk", "utf8", "html", "tsv"), kind=kind)

    def _write(self, name: str, item: Return, kind: str) -> None:
        book = item.drawn.book
        if kind == "xls":
            self.waiting[name] = (item, kind)
        elif kind == "ods":
            self.out[name] = containers.ods(book)
        elif kind == "xml":
            self.out[name] = containers.spreadsheetml(book)
        elif kind in ("gbk", "utf8", "tsv"):
            coding = {"gbk": "gb18030", "utf8": "utf-8-sig", "tsv": "utf-16"}[kind]
            self.out[name] = containers.csv_bytes(book.sheets[0], coding, "\t" if kind == "tsv" else ",")
        elif kind == "html":
            self.out[name] = containers.html_xls(book.sheets[0], self.rng.choice(("utf-8", "gbk")))
        else:
            data = sheets.xlsx(book)
            self.out[name] = containers.encrypted(data, PASSWORD) if kind == "locked" else data

    def note(self, name: str, item: Return, bare: bool, kind: str = "") -> None:
        self.truth.files[name] = TrueFile(
            name,
            item.fates,
            item.unit,
            item.form,
            len(item.rows),
            item.what or "正常",
            f"{item.drawn.shape}/{kind}",
        )
        pairs = {f.pair for f in item.faults.values()}
        for block, part in item.drawn.blocks:
            sheet = "" if bare else block.sheet.name
            for at, index in enumerate(part):
                fault = item.faults.get(index)
                values = {t: v for t, v in item.rows[index].items() if t in block.cols and v is not None}
                values["单位名称"] = item.units[index]
                row = TrueRow(name, sheet, block.rows[at], item.form, item.units[index], values)
                row.clean = index not in item.faults and index not in pairs
                if fault:
                    row.faults, row.held = [fault.family], fault.held
                    row.values = {t: v for t, v in values.items() if t not in (*fault.typed, *fault.at)}
                    self._seed(name, sheet, item, index, fault)
                self.truth.rows.append(row)

    def _seed(self, name: str, sheet: str, item: Return, index: int, fault: Fault) -> None:
        spots = set()
        for block, part in item.drawn.blocks:
            for at, i in enumerate(part):
                if i == index or i == fault.pair:
                    spots |= {ref(block.rows[at], block.cols[t]) for t in fault.at if t in block.cols}
        self.truth.faults.append(Seeded(name, sheet, fault.family, frozenset(spots), fault.levels))


def _serial(sheet: sheets.Sheet) -> bool:
    return any(isinstance(c.value, int) and 20000 < c.value < 60000 for c in sheet.cells.values())


def _split_cells(sheet: sheets.Sheet) -> None:
    """Lines `label<tab>value` become two neighbouring cells."""
    for (row, col), cell in list(sheet.cells.items()):
        if cell.look == "cells":
            label, value = cell.value.split("\t")
            sheet.put(row, col, label, "meta")
            sheet.put(row, col + 1, value, "meta")


def _type(block: Any, at: int, title: str, value: Any) -> None:
    cell = block.sheet.cells[block.cell(at, title)]
    cell.value, cell.shown, cell.formula = value, "", ""
    if isinstance(value, dt.date):
        cell.shown = "yyyy-mm-dd"
    if value == "#N/A":
        cell.formula = "=NA()"
