"""The whole round, read like a page: blank → filled → returned messy → checked → merged → counted →
reported → traced → corrected → merged again."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from tests.corpus import office_workbook
from tests.corpus.containers import csv_bytes
from tests.corpus.header_variants import CENSUS_HEADS, MEMBER_HEADS, SHORT_HEADS
from tests.corpus.layout_styles import Block, Dress, columns, lay
from tests.corpus.people_of_units import People
from tests.corpus.sheets import Sheet, Workbook, xlsx
from tests.corpus.units import Firm, Row, census, firms, member
from union_xl.run import blank, check, merge, report, trace

FORMED = dt.date(2022, 3, 18)
AS_OF = dt.date(2022, 6, 30)


@dataclass
class Town:
    """Three units of a subdistrict, the clerk's folder, and where things lie."""

    home: Path
    office: Path
    returns: Path
    firms: list[Firm]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """A subdistrict with three units: 甲 founded its union in the half-year, 乙 and 丙 long before."""
    home = tmp_path_factory.mktemp("round")
    people = People(random.Random(7))
    made = firms(people, 3, ("柳浪社区", "桥北社区"))
    for number, firm in enumerate(made):
        firm.formed = FORMED if number == 0 else dt.date(2019, 5, 6)
        firm.union_code = people.code("81")
        joined = FORMED + dt.timedelta(days=2) if number == 0 else dt.date(2020, 9, 1)
        firm.members = [member(people.rng, firm, people.person(), joined) for _ in range(10)]
    settings = [
        ("填报单位", "墅桥街道总工会", ""),
        ("统计期间", "2022H1", ""),
        ("今日", dt.date(2022, 7, 8), ""),
    ]
    settings += [("单位负责人", "周明远", ""), ("填表人", "沈佳", ""), ("报出日期", dt.date(2022, 7, 15), "")]
    settings += [("联系电话", "0571-88000000", ""), ("上级单位", "运河区总工会", "")]
    roster = [[f.name, f.aliases[0], f.code, f.community, "", "", "会员登记", ""] for f in made]
    office = home / "工作台.xlsx"
    office.write_bytes(office_workbook.office_workbook(settings, roster))
    returns = home / "上报"
    returns.mkdir()
    return Town(home, office, returns, made)


def test_the_blank_goes_out_and_comes_back_filled(town: Town) -> None:
    """A blank per unit carries the unit's name; 甲 fills it in and saves it."""
    issued = blank.blank("会员登记", town.home / "空表", office=town.office)
    assert len(issued.outputs) == 3
    mine = next(p for p in issued.outputs if town.firms[0].name in p.name)
    book = openpyxl.load_workbook(mine)
    sheet = next(s for s in book.worksheets if _header_row(s))
    row = _header_row(sheet)
    titles = {str(c.value).strip("*＊"): c.column for c in sheet[row] if c.value}
    first = row + 2  # the row below the header is the example
    for at, line in enumerate(town.firms[0].members):
        for title, value in line.items():
            if title in titles:
                sheet.cell(first + at, titles[title], value)
    book.save(town.returns / mine.name)
    checked = check.check([town.returns / mine.name], office=town.office)
    part = checked.submissions[0].parts[0]
    assert (checked.submissions[0].fate, part.unit, part.kept) == ("采用", town.firms[0].name, 10)
    assert checked.submissions[0].findings == ()


def _header_row(sheet: object) -> int:
    for row in sheet.iter_rows(max_row=12):  # type: ignore[attr-defined]
        texts = {str(c.value).strip("*＊") for c in row if c.value}
        if {"姓名", "证件号码"} <= texts:
            return int(row[0].row)
    return 0


def test_others_return_what_they_like(town: Town) -> None:
    """乙 sends its own layout with three faults, 丙 a csv, the community a census of all three."""
    second, third = town.firms[1], town.firms[2]
    sheet = Sheet("花名册")
    above = [("会员花名册", "title"), (f"单位：{second.aliases[0]}", "meta")]
    block = lay(sheet, second.members, Dress(columns(SHORT_HEADS), above=above, below=["填表人：张某"]))
    _spoil(block, second.members)
    (town.returns / "花名册.xlsx").write_bytes(xlsx(Workbook([sheet], dt.datetime(2022, 7, 2, 9))))
    plain = Sheet("会员")
    lay(plain, third.members, Dress(columns(MEMBER_HEADS)))
    (town.returns / f"{third.brand}.csv").write_bytes(csv_bytes(plain))
    rng, people = random.Random(8), People(random.Random(9))
    page = Sheet("台账")
    lay(page, [census(rng, people, f, AS_OF) for f in town.firms], Dress(columns(CENSUS_HEADS)))
    (town.returns / "单位台账.xlsx").write_bytes(xlsx(Workbook([page], dt.datetime(2022, 7, 2, 9))))

    checked = check.check([town.returns / "花名册.xlsx"], office=town.office)
    told = {(f.place.ref, f.column) for f in checked.submissions[0].findings}
    for index, title in ((0, "证件号码"), (1, "性别"), (2, "入会日期")):
        row, col = block.cell(index, title)
        assert any(ref.endswith(str(row)) and column == title for ref, column in told), (row, col, told)
    assert checked.submissions[0].parts[0].unit == second.name
    assert checked.exit_code == 1


def _spoil(block: Block, rows: list[Row]) -> None:
    identity = rows[0]["证件号码"]
    wrong = identity[:16] + str((int(identity[16]) + 2) % 10) + identity[17]
    other = "男" if rows[1]["性别"] == "女" else "女"
    for index, title, value in ((0, "证件号码", wrong), (1, "性别", other), (2, "入会日期", "2020-09-31")):
        cell = block.sheet.cells[block.cell(index, title)]
        cell.value, cell.shown = value, ""


def test_everything_is_merged_and_nothing_lost(town: Town) -> None:
    """Read = kept + joined + held for every form; the three bad rows wait, whole, in 暂缓."""
    outcome = merge.merge(town.returns, town.home / "结果", office=town.office)
    members, units = outcome.accounts["member"], outcome.accounts["unit-register"]
    assert (members["read"], members["kept"], members["joined"], members["held"]) == (30, 27, 0, 3)
    assert (units["read"], units["kept"]) == (3, 3)
    assert outcome.exit_code == 1 and outcome.missing == ()
    held = openpyxl.load_workbook(outcome.ledger_path)["暂缓"]
    texts = {str(c.value) for row in held.iter_rows() for c in row if c.value}
    assert {m["姓名"] for m in town.firms[1].members[:3]} <= texts


def test_reports_are_counted_and_filled(town: Town) -> None:
    """新建工会 1 家, 发展会员 10 人: the figures land in the official template, nothing is left to fill."""
    ledger = town.home / "结果" / "汇总台账.xlsx"
    outcome = report.report(ledger, town.home / "报表", office=town.office)
    filled = next(p for p in outcome.outputs if p.name.startswith("表1") and "数据来源" not in p.name)
    sheet = openpyxl.load_workbook(filled)["表1"]
    texts = [[str(c.value) for c in row if c.value is not None] for row in sheet.iter_rows()]
    whole = next(line for line in texts if "全街道（去重）" in line)
    counts = whole[whole.index("全街道（去重）") + 2 :][:5]  # behind the row code
    assert counts == [
        "2",
        "1",
        "0",
        "0",
        "3",
    ]  # unions: opening, new, joint ones among them, withdrawn, closing
    assert "10" in whole
    assert not any("{{" in text for line in texts for text in line)


def test_every_number_can_be_followed_home(town: Town) -> None:
    """发展会员数 leads to the ten rows of 甲's own file, and such a row leads back to the figure."""
    ledger = town.home / "结果" / "汇总台账.xlsx"
    rows = trace.trace(ledger, "发展会员数", office=town.office).rows
    assert len(rows) == 10
    source = {str(r["文件"]) for r in rows}
    assert len(source) == 1 and town.firms[0].name in source.pop()
    sheet = openpyxl.load_workbook(ledger)["会员登记"]
    own = next(r[0].row for r in sheet.iter_rows() if any(c.value == town.firms[0].name for c in r))
    fed = trace.trace(ledger, row=f"会员登记!{own}", office=town.office).rows
    assert "发展会员数" in {str(v) for line in fed for v in line.values()}


def test_the_corrected_return_settles_what_was_held(town: Town) -> None:
    """乙 corrects its list and sends it again: the new version counts, nothing is held any more."""
    second = town.firms[1]
    sheet = Sheet("花名册")
    above = [("会员花名册", "title"), (f"单位：{second.aliases[0]}", "meta")]
    lay(sheet, second.members, Dress(columns(SHORT_HEADS), above=above))
    (town.returns / "花名册（改）.xlsx").write_bytes(xlsx(Workbook([sheet], dt.datetime(2022, 7, 5, 9))))
    outcome = merge.merge(town.returns, town.home / "结果", office=town.office)
    assert outcome.accounts["member"]["kept"] == 30
    book = openpyxl.load_workbook(outcome.ledger_path)
    fates = {r[0]: r[3] for r in book["来源文件"].iter_rows(values_only=True)}
    assert fates["花名册.xlsx"] == "被替代" and fates["花名册（改）.xlsx"] == "采用"
