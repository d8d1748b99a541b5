"""`union-xl find`: one person or unit through ledgers, masked; of a restricted one only that there is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.lists import books
from union_xl.cli.commands import run
from union_xl.model import UsageError
from union_xl.run.find import find
from union_xl.store import HOME

ID = "330105199003072013"


def test_a_person_is_found_by_number_and_by_name(tmp_path: Path) -> None:
    ledger, office = books.ledger(tmp_path), books.office(tmp_path)
    by_number = find([ledger], "330105 19900307 2013", office=office)
    assert [(hit.ledger, hit.row, hit.person, hit.column) for hit in by_number.hits] == [
        ("帮困", 2, "张**", "证件号码")
    ]
    by_name = find([tmp_path], "张三丰", office=office)  # the folder of a merge
    assert [hit.row for hit in by_name.hits] == [2]
    told = json.dumps(by_name.document(), ensure_ascii=False) + str(by_name.tables())
    assert ID not in told and "甲.xlsx › 帮困!3" in told


def test_a_unit_is_found_in_every_ledger_and_period(tmp_path: Path) -> None:
    first = books.ledger(tmp_path / "上期", books.PEOPLE[:1])
    office = books.office(tmp_path)
    other = books.ledger(tmp_path / "本期")
    found = find([first, other], "杭州甲样板有限公司", office=office)
    assert [(hit.book, hit.row) for hit in found.hits] == [("汇总台账.xlsx", n) for n in (2, 2, 4, 5)]
    assert find([other], "杭州丙样板有限公司", office=office).hits == ()


def test_what_a_merge_kept_answers_alike(tmp_path: Path) -> None:
    """The first look at a changed ledger reads the workbook, a kept one the Parquet files."""
    from union_xl.ledgers import forms_of
    from union_xl.run import ledger_rows
    from union_xl.run.context import run_context

    ledger, office = books.ledger(tmp_path), books.office(tmp_path)
    questions = (ID, "张三丰", "杭州甲样板有限公司", "李四")
    plain = [find([ledger], asked, office=office).hits for asked in questions]
    (tmp_path / HOME).mkdir()
    context = run_context(office=office)
    ledger_rows.read_rows(ledger, forms_of(context))
    kept = [find([ledger], asked, office=office).hits for asked in questions]
    assert kept == plain and all(plain)


def test_of_a_restricted_ledger_only_the_number_is_told(tmp_path: Path) -> None:
    ledger, office = books.ledger(tmp_path), books.office(tmp_path, restricted=True)
    hit = find([ledger], ID, office=office).hits[0]
    assert (hit.row, hit.count, hit.person, hit.unit, hit.about) == (0, 1, "", "", "")


def test_restricted_ledgers_lie_beside_the_ledger(tmp_path: Path) -> None:
    """Looked into where their password is known; else it is said that nobody looked."""
    from union_xl import xlsx_edit
    from union_xl.ledger_book import restricted

    apart = books.ledger(tmp_path).rename(tmp_path / "汇总台账·限阅.xlsx")
    ledger = books.ledger(tmp_path, [], 会员登记=[("姓名", "证件号码", *books.TRACK)])
    assert restricted.restricted_path(ledger) == apart
    office = books.office(tmp_path, restricted=True, 限阅台账密码="秘密123")
    hits = find([ledger], ID, office=office).hits
    assert [(hit.book, hit.row, hit.count, hit.person) for hit in hits] == [(apart.name, 0, 1, "")]
    apart.write_bytes(xlsx_edit.encrypt(apart.read_bytes(), "秘密123"))
    assert len(find([ledger], ID, office=office).hits) == 1
    shut = find([ledger], ID, office=books.office(tmp_path, restricted=True))
    assert shut.hits == () and any("没有查" in line for line in shut.remarks)


def test_the_same_name_of_two_people_is_said(tmp_path: Path) -> None:
    twin = ("张三丰", "330105199003072099", *books.PEOPLE[0][2:])
    ledger, office = books.ledger(tmp_path, [books.PEOPLE[0], twin]), books.office(tmp_path)
    assert any("2 个不同的证件号码" in line for line in find([ledger], "张三丰", office=office).remarks)


def test_as_a_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger, office = books.ledger(tmp_path), books.office(tmp_path)
    assert run(["find", str(ledger), ID, "--office", str(office), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["条数"] == 1 and told["查"].endswith("2013") and ID not in told["查"]
    assert run(["find", ID, "--office", str(office)]) == 2
    with pytest.raises(UsageError):
        find([ledger], "张", office=office)


def test_of_a_ledger_with_many_rows_the_rest_is_counted(tmp_path: Path) -> None:
    """The first ones by row, the others as one line: none is passed over without a word."""
    from union_xl.ledgers import forms_of
    from union_xl.run import ledger_rows
    from union_xl.run.context import run_context

    titles = ("标题", "发布日期", "渠道", "媒体级别", "单位名称", *books.TRACK)
    where = ("杭州甲样板有限公司", "正常", "甲.xlsx", "宣传信息")
    rows = [(f"信息{n}", "2022-05-01", "公众号", "街道", *where, n) for n in range(3, 73)]
    ledger = books.ledger(tmp_path, [], 宣传信息=[titles, *rows])
    for _ in range(2):
        hits = [one for one in find([ledger], "杭州甲样板有限公司").hits if one.ledger == "宣传信息"]
        assert len(hits) < 30 and sum(one.count for one in hits) == 70
        last = hits[-1]
        assert (last.row, last.count) == (0, 71 - len(hits)) and str(last.count) in last.about
        (tmp_path / HOME).mkdir(exist_ok=True)
        ledger_rows.read_rows(ledger, forms_of(run_context()))
