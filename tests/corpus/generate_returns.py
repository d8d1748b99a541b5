"""Draws the returns of a folder: who lays out what how, with which faults, in which container."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.corpus import containers, shapes, sheets, value_spellings
from tests.corpus.faults import Fault, Maker
from tests.corpus.header_variants import CENSUS_HEADS, CONTEST_HEADS, ENTRY_HEADS, Heads
from tests.corpus.layout_styles import Column, Dress
from tests.corpus.people_of_units import People
from tests.corpus.quirks import quirky
from tests.corpus.shapes import Drawn, Return
from tests.corpus.truth import Seeded, TrueFile, TrueRow, Truth, ref
from tests.corpus.units import Firm, Row, census, contest, day, entries, firms, member

AS_OF = dt.date(2022, 6, 30)
PASSWORD = "ghcx-2022"
PLACES = ("德源社区", "枫岭社区", "北渚社区", "双荡社区", "华光桥社区", "三里亭社区")

TEXTS = {
    "gbk": ("gb18030", ","),
    "utf8": ("utf-8-sig", ","),
    "plain8": ("utf-8", ","),
    "semicolon": ("gb18030", ";"),
    "tsv": ("utf-16", "\t"),
}
TAILS = {
    "gbk": "csv",
    "utf8": "csv",
    "tsv": "csv",
    "plain8": "csv",
    "semicolon": "csv",
    "biff-as-xlsx": "xlsx",
    "html": "xls",
    "xml": "xls",
    "xlsx-as-xls": "xls",
    "locked": "xlsx",
}

SHARED_FEW = frozenset((12, 13, 15, 16, 17, 24, 25))


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
            for _ in range(rng.randrange(6, 12) if number in SHARED_FEW else rng.randrange(12, 42)):
                first = firm.formed if new or rng.random() < 0.8 else dt.date(2022, 1, 3)
                joined = day(rng, first, dt.date(2022, 6, 20) if new else dt.date(2022, 6, 25))
                person = self.people.person(20, 48, AS_OF)
                firm.members.append(member(rng, firm, person, joined))

    # ── the four kinds of returns ────────────────────────────────────────

    def member_return(self, firm: Firm, rows: list[Row] | None = None, told: str = "", **more: Any) -> Return:
        """A unit's 会员登记 in a shape drawn by chance."""
        rng = self.rng
        told = told or rng.choice(value_spellings.TELLING)
        rows = [dict(r) for r in (firm.members if rows is None else rows)]
        dress = value_spellings.member_dress(rng, self.people, told)
        title = more.pop(
            "title", rng.choice(("工会会员实名制登记表", "会员花名册", "会员信息采集表", "工会会员名册"))
        )
        dress.above = value_spellings.above(rng, firm, told, title)
        spelled = value_spellings.spelled(rng, firm)
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
        dress = value_spellings.ordinary_dress(rng, self.people, cols)
        dress.sample, dress.subtotal, dress.repeat, dress.gap = None, 0, 0, 0
        names = {
            f.name: rng.choice(
                (f.name, f.name, f.name, f.aliases[0], f.name.replace("（", "(").replace("）", ")"))
            )
            for f in group
        }
        plain = dress.write
        dress.write = lambda t, v: (names[v], "") if t == "单位名称" else plain(t, v)
        office = Firm(f"{place}工会联合会", "", place, "", "")
        dress.above = value_spellings.above(rng, office, "meta", "单位普查与建会台账")
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
            dress = value_spellings.ordinary_dress(rng, self.people, cols)
            dress.sample, dress.subtotal, dress.total = None, 0, ""
            dress.above = value_spellings.above(rng, firm, "meta", "职工技能竞赛总表")
            drawn = self._draw(rows, dress, "竞赛总表")
            made.append(
                Return(f"{firm.brand}竞赛总表", "contest", firm.name, drawn, rows, [firm.name] * len(rows))
            )
        for number, firm in enumerate(self.firms[2:8]):
            rows = entries(rng, firm, f"{self.firms[0].brand}{jobs[number % 2]}技能竞赛", jobs[number % 2], 3)
            cols = [Column(t, (h,) if isinstance(h, str) else h) for t, h in ENTRY_HEADS]
            dress = value_spellings.ordinary_dress(rng, self.people, cols)
            dress.sample, dress.subtotal, dress.total, dress.repeat = None, 0, "", 0
            dress.above = value_spellings.above(rng, firm, "meta", "职工技能竞赛报名表")
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
        kinds = [
            ("xlsx", 11),
            ("xlsm", 1),
            ("biff-as-xlsx", 1),
            ("xls", 3),
            ("ods", 3),
            ("xml", 2),
            ("xlsx-as-xls", 2),
            ("locked", 1),
        ]
        if item.drawn.single and not any(s.hidden_cols for s in item.drawn.book.sheets):
            kinds.append(("html", 2))
            if not item.drawn.merged_down:
                kinds += [("gbk", 2), ("utf8", 1), ("plain8", 1), ("semicolon", 1), ("tsv", 1)]
        kind = rng.choices([k for k, _ in kinds], [w for _, w in kinds])[0]
        if kind in ("xlsx", "xlsx-as-xls") and rng.random() < 0.06:
            item.drawn.book.date1904 = not any(_serial(s) for s in item.drawn.book.sheets)
        folder = rng.choice(("", "", f"{rng.choice(PLACES)}/", "补报/"))
        name = f"{folder}{item.name}.{TAILS.get(kind, kind)}"
        while name in self.truth.files or name in self.out:
            name = name.replace(".", f"{rng.randrange(2, 99)}.", 1)
        self._write(name, item, kind)
        self.note(name, item, bare=kind in TEXTS or kind == "html", kind=kind)

    def _write(self, name: str, item: Return, kind: str) -> None:
        book = item.drawn.book
        if kind in ("xls", "biff-as-xlsx"):
            self.waiting[name] = (item, kind)
        elif kind == "ods":
            self.out[name] = containers.ods(book)
        elif kind == "xml":
            self.out[name] = containers.spreadsheetml(book)
        elif kind in TEXTS:
            self.out[name] = containers.csv_bytes(book.sheets[0], *TEXTS[kind])
        elif kind == "html":
            self.out[name] = containers.html_xls(book.sheets[0], self.rng.choice(("utf-8", "gbk")))
        else:
            data, quirk = sheets.xlsx(book), ""
            if self.rng.random() < 0.3:
                data, quirk = quirky(self.rng, data)
            item.drawn.shape += quirk
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
        for block, _ in item.drawn.blocks[:1]:
            for title, col in block.cols.items():
                texts = [
                    str(block.sheet.cells[r, col].value)
                    for r in block.header
                    if (r, col) in block.sheet.cells
                ]
                self.truth.files[name].heads[title] = "_".join(t for t in texts if t)
        pairs = {f.pair for f in item.faults.values()}
        for block, part in item.drawn.blocks:
            sheet = "" if bare else block.sheet.name
            for at, index in enumerate(part):
                fault = item.faults.get(index)
                values = {t: v for t, v in item.rows[index].items() if t in block.cols and v is not None}
                values["单位名称"] = item.units[index]
                row = TrueRow(name, sheet, block.rows[at], item.form, item.units[index], values)
                row.heads = self.truth.files[name].heads
                row.clean = index not in item.faults and index not in pairs
                if fault:
                    row.faults, row.held = [fault.family], fault.held
                    row.values = {t: v for t, v in values.items() if t not in (*fault.typed, *fault.at)}
                    self._seed(name, sheet, bare, item, index, fault)
                self.truth.rows.append(row)

    def _seed(self, name: str, sheet: str, bare: bool, item: Return, index: int, fault: Fault) -> None:
        if bare and fault.family == "月份不明":
            return  # as text 2021.1 may well be January
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
