"""`union-xl list`: what is printed, for whom, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.lists import books
from union_xl.cli.commands import run
from union_xl.model import FormError, TemplateError, UsageError
from union_xl.run.print_list import print_list


def texts(path: Path, sheet: str = "") -> list[list[Any]]:
    book = openpyxl.load_workbook(path)
    page = book[sheet] if sheet else book.worksheets[0]
    return [[cell for cell in row if cell is not None] for row in page.iter_rows(values_only=True)]


def printed(tmp_path: Path, name: str, **more: Any) -> Path:
    out = tmp_path / f"{name}.xlsx"
    print_list(books.ledger(tmp_path), name, out, office=books.office(tmp_path), as_of="2022-06-30", **more)
    return out


def test_a_public_list_shows_masked_names_and_no_number_of_anybody(tmp_path: Path) -> None:
    lines = texts(printed(tmp_path, "公示稿"))
    assert lines[0] == ["帮困公示稿"]
    assert ["序号", "姓名", "单位名称", "类别"] in lines
    at = lines.index(["序号", "姓名", "单位名称", "类别"])
    assert [row[1] for row in lines[at + 1 : at + 4]] == ["李*", "张**", "=**"]
    told = json.dumps(lines, ensure_ascii=False)
    assert "139****5678" in told and "13912345678" not in told and "3301051990" not in told
    assert "异议请联系周主席。" in told


def test_a_sentence_has_a_line_to_write_on_for_a_setting_nobody_gave(tmp_path: Path) -> None:
    """`异议请联系。` is no sentence to hang on a wall."""
    out, office = tmp_path / "a.xlsx", books.office(tmp_path, 联系人="")
    print_list(books.ledger(tmp_path), "公示稿", out, office=office, as_of="2022-06-30")
    assert ["异议请联系＿＿＿＿＿＿。"] in texts(out)


def test_a_number_inside_a_text_is_told(tmp_path: Path) -> None:
    made = print_list(
        books.ledger(tmp_path),
        "公示稿",
        tmp_path / "a.xlsx",
        office=books.office(tmp_path),
        as_of="2022-06-30",
    )
    assert any("1 处" in line and "遮住" in line for line in made.remarks)
    assert made.exit_code == 0 and made.audience == "公示"


def test_a_list_split_by_a_column_has_a_sheet_for_each_value_with_its_sum(tmp_path: Path) -> None:
    path = printed(tmp_path, "签字表")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["上学", "大病", "大病，13912345678"]
    lines = texts(path, "上学")
    assert ["合计", 300.5] in lines and [1, "王五", "330105199003072048", 0] in lines
    assert [2, "=赵六", "330105199003072056", 300.5] in lines  # text, not a formula
    page = book["上学"]
    assert page.print_title_rows == "$3:$3" and page.page_setup.paperSize == 9
    assert "&P" in page.oddFooter.center.text


def test_a_column_may_be_worked_out_and_rows_chosen(tmp_path: Path) -> None:
    lines = texts(printed(tmp_path, "帮困·代发表", where="单位名称 = '杭州乙样板有限公司'"))
    assert [1, "李四", "330105199003072021", 1800] in lines
    assert sum(bool(row) and row[0] == 1 for row in lines) == 1
    assert any("用后请销毁" in str(row) for row in lines)


@pytest.mark.parametrize(
    ("name", "where", "error"),
    [
        ("公示", "", UsageError),
        ("公示稿", "月薪 > 3", FormError),
        ("公示稿", "1 = 1; select 2", FormError),
    ],
)
def test_what_is_not_there_is_refused(tmp_path: Path, name: str, where: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        printed(tmp_path, name, where=where)
    assert not (tmp_path / f"{name}.xlsx").exists()


def test_without_a_name_the_lists_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger, office = books.ledger(tmp_path), books.office(tmp_path)
    assert run(["list", str(ledger), "--office", str(office), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["清单"]
    assert [one["清单"] for one in told] == ["公示稿", "签字表", "代发表", "到期一览"]


def test_a_layout_of_the_office_takes_the_place_of_ours(tmp_path: Path) -> None:
    own = tmp_path / "清单模板"
    own.mkdir()
    book = openpyxl.Workbook()
    book.active.append(["我们的公示"])
    book.active.append(["人", "单位"])
    book.active.append(["{{每行.姓名}}", "{{每行.单位名称}}"])
    book.active.append(["{{填报单位}}"])
    book.save(own / "公示稿.xlsx")
    lines = texts(printed(tmp_path, "公示稿"))
    assert lines[0] == ["我们的公示"] and lines[2] == ["李*", "杭州乙样板有限公司"]
    assert lines[-1] == ["某某街道总工会"]
    book.active["A3"] = "{{每行.证件号码}}"
    book.save(own / "公示稿.xlsx")
    with pytest.raises(TemplateError):
        printed(tmp_path, "公示稿")


def test_what_expires_is_one_list(tmp_path: Path) -> None:
    """Ten days ahead, two months over; what is settled and what lies further off is not told."""
    ledger, office = books.ledger(tmp_path), books.office(tmp_path)
    made = print_list(ledger, "到期一览", tmp_path / "到期.xlsx", office=office, as_of="2022-06-30")
    assert [(one.day.isoformat(), one.left, one.row) for one in made.due] == [
        ("2022-05-01", -60, 3),
        ("2022-07-10", 10, 2),
    ]
    assert any("已过 60 天" in row for row in texts(tmp_path / "到期.xlsx"))


def test_of_a_restricted_ledger_only_the_number_is_told(tmp_path: Path) -> None:
    ledger, office = books.ledger(tmp_path), books.office(tmp_path, restricted=True)
    made = print_list(ledger, "到期一览", tmp_path / "到期.xlsx", office=office, as_of="2022-06-30")
    assert [(one.whose, one.row) for one in made.due] == [("限阅", 0), ("限阅", 0)]


@pytest.mark.parametrize("said", ["帮困·公示稿", "帮困公示稿"])
def test_a_list_is_found_under_its_ledger_with_and_without_the_dot(said: str, tmp_path: Path) -> None:
    """As it stands in the title of the paper."""
    assert texts(printed(tmp_path, said))[0] == ["帮困公示稿"]
