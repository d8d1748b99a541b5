"""Tables side by side: two rows of one line of a sheet are two rows, whatever becomes of them."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.merge.returns import member
from tests.merging.test_clerk import TITLES
from union_xl import ledger_book
from union_xl.run import merge

UNIT = "杭州甲样板有限公司"


def table(desk: tuple[Path, Path], left: list[dict], right: list[dict]) -> None:
    """A return of two tables side by side, the lines of each."""
    book = xlsxwriter.Workbook(str(desk[0] / "甲.xlsx"))
    sheet = book.add_worksheet("会员登记表")
    sheet.write_row(0, 0, ["工会会员实名制登记表"])
    sheet.write_row(1, 0, [f"单位名称：{UNIT}"])
    sheet.write_row(2, 0, [*TITLES, None, *TITLES])
    for line, pair in enumerate(zip(left, right, strict=True), 3):
        texts = [[None if row.get(t) is None else str(row[t]) for t in TITLES] for row in pair]
        sheet.write_row(line, 0, [*texts[0], None, *texts[1]])
    book.close()


@pytest.fixture
def desk(tmp_path: Path) -> tuple[Path, Path]:
    """One return of two tables side by side: three lines of people, one of repeats, one of broken rows."""
    people = [member(n, UNIT) for n in range(8)]
    broken = {**people[6], "证件号码": "330105199003072010"}
    nameless = {**people[7], "姓名": None}
    left = [*people[:3], people[0], broken]
    right = [*people[3:6], people[3], nameless]
    folder, out = tmp_path / "收回", tmp_path / "out"
    folder.mkdir()
    table((folder, out), left, right)
    return folder, out


def run(desk: tuple[Path, Path]) -> tuple[dict[str, int], ledger_book.LedgerIn]:
    made = merge.merge(*desk, period="2022H1", jobs=1)
    return made.accounts["member"], ledger_book.read(made.ledger_path)


def names(ledger: ledger_book.LedgerIn) -> list[tuple[str, int]]:
    frame = ledger.frames["member"]
    return sorted(zip(frame["姓名"], frame["来源行"], strict=True))


def test_two_rows_of_a_line_are_joined_and_held_each(desk) -> None:
    """Both repeated, both broken: the accounts balance, and nothing is lost."""
    accounts, ledger = run(desk)
    assert accounts == {"read": 10, "kept": 6, "joined": 2, "held": 2}
    assert [line for _, line in names(ledger)].count(4) == 2
    assert len(ledger.held["表"]) == 2


def test_a_ledger_edited_elsewhere_gives_itself(desk) -> None:
    """A cell edited in another row: the rows of one line are neither taken for copies nor mixed up."""
    _, first = run(desk)
    edit(desk, first.frames["member"]["姓名"][1], "民族", "回族")
    accounts, again = run(desk)
    assert accounts == {"read": 10, "kept": 6, "joined": 2, "held": 2}
    assert names(again) == names(first)
    assert again.frames["member"]["民族"].tolist().count("回族") == 1


@pytest.mark.parametrize("which", [0, 1])
def test_a_row_deleted_is_that_row(desk, which: int) -> None:
    """Of two rows of one line the one the clerk deleted is held, not the other."""
    _, first = run(desk)
    gone = [name for name, line in names(first) if line == 4][which]
    edit(desk, gone, None, None)
    accounts, again = run(desk)
    assert accounts == {"read": 10, "kept": 5, "joined": 2, "held": 3}
    assert names(again) == [one for one in names(first) if one[0] != gone]


def edit(desk: tuple[Path, Path], name: str, title: str | None, value: str | None) -> None:
    """Change a cell of a row of the ledger, or delete the row."""
    path = desk[1] / "汇总台账.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["会员登记"]
    titles = [cell.value for cell in sheet[1]]
    row = next(
        r for r in range(2, sheet.max_row + 1) if sheet.cell(r, titles.index("姓名") + 1).value == name
    )
    if title is None:
        sheet.delete_rows(row)
    else:
        sheet.cell(row, titles.index(title) + 1, value)
    book.save(path)


def by_mobile(ledger: ledger_book.LedgerIn, title: str) -> dict[str, object]:
    frame = ledger.frames["member"]
    return dict(zip(frame["手机号码"], frame[title], strict=True))


PEOPLE = [member(n, UNIT) for n in range(8)]
MOBILE = [str(one["手机号码"]) for one in PEOPLE]


@pytest.mark.parametrize("sorted_by_clerk", [False, True])
def test_two_held_rows_of_a_line_are_corrected_each(desk, sorted_by_clerk: bool) -> None:
    """Two rows of one line without a name: each gets the name the clerk typed for it, for good."""
    nameless = [{**one, "姓名": None} for one in PEOPLE[6:]]
    table(desk, [*PEOPLE[:3], nameless[0]], [*PEOPLE[3:6], nameless[1]])
    accounts, _ = run(desk)
    assert accounts["held"] == 2
    path = desk[1] / "汇总台账.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["暂缓"]
    heads = [cell.value for cell in sheet[1]]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=3)]
    for line in lines:
        line[heads.index("姓名")] = {MOBILE[6]: "赵左", MOBILE[7]: "钱右"}[line[heads.index("手机号码")]]
    for number, line in enumerate(reversed(lines) if sorted_by_clerk else lines, 2):
        for col, cell in enumerate(line, 1):
            sheet.cell(number, col).value = cell
    book.save(path)
    for _ in range(3):
        accounts, ledger = run(desk)
        assert accounts == {"read": 8, "kept": 8, "joined": 0, "held": 0}
        assert by_mobile(ledger, "姓名") | {MOBILE[6]: "赵左", MOBILE[7]: "钱右"} == by_mobile(ledger, "姓名")


def test_a_held_row_beside_a_kept_one_is_corrected(desk) -> None:
    """The row that was fine stays as it is, the mended one stays mended; nobody is asked about either."""
    table(desk, PEOPLE[:4], [*PEOPLE[4:7], {**PEOPLE[7], "姓名": None}])
    run(desk)
    path = desk[1] / "汇总台账.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["暂缓"]
    sheet.cell(2, [cell.value for cell in sheet[1]].index("姓名") + 1).value = "钱右"
    book.save(path)
    for _ in range(3):
        made = merge.merge(*desk, period="2022H1", jobs=1)
        assert made.accounts["member"] == {"read": 8, "kept": 8, "joined": 0, "held": 0}
        assert not made.ledger.conflicts
        names_now = by_mobile(ledger_book.read(made.ledger_path), "姓名")
        assert names_now[MOBILE[7]] == "钱右" and names_now[MOBILE[3]] == PEOPLE[3]["姓名"]


def test_only_one_of_two_held_rows_is_corrected(desk) -> None:
    """The other stays held, whole, with what is wrong with it."""
    broken = {**PEOPLE[6], "证件号码": "330105199003072010"}
    table(desk, [*PEOPLE[:3], broken], [*PEOPLE[3:6], {**PEOPLE[7], "姓名": None}])
    run(desk)
    path = desk[1] / "汇总台账.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["暂缓"]
    heads = [cell.value for cell in sheet[1]]
    at = next(r for r in (2, 3) if sheet.cell(r, heads.index("手机号码") + 1).value == MOBILE[7])
    sheet.cell(at, heads.index("姓名") + 1).value = "钱右"
    book.save(path)
    for _ in range(3):
        made = merge.merge(*desk, period="2022H1", jobs=1)
        assert made.accounts["member"] == {"read": 8, "kept": 7, "joined": 0, "held": 1}
        ledger = ledger_book.read(made.ledger_path)
        assert by_mobile(ledger, "姓名")[MOBILE[7]] == "钱右"
        assert ledger.held["手机号码"] == [MOBILE[6]] and ledger.held["说明"][0]
        assert "ID-CHECK" in made.run["rules"] and "REQUIRED" not in made.run["rules"]


def test_two_rows_of_a_line_are_edited_alike(desk) -> None:
    """The same column of both rows of a line: both keep the clerk's value, run after run."""
    _, first = run(desk)
    pair = [name for name, line in names(first) if line == 4]
    for name, nation in zip(pair, ("回族", "壮族"), strict=True):
        edit(desk, name, "民族", nation)
    for _ in range(3):
        _, ledger = run(desk)
        frame = ledger.frames["member"]
        found = dict(zip(frame["姓名"], frame["民族"], strict=True))
        assert [found[name] for name in pair] == ["回族", "壮族"]
