"""What stands in no cell of a list and looks like data is told once for each sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.find.test_what_is_seen import read, workbook


def told(
    boxes: Mapping[str, str], notes: Mapping[str, str] | None = None, link: str = ""
) -> list[tuple[str, str]]:
    """(cell, text) of the one line about a list of three people with these text boxes and notes."""

    def write(_: Any, sheet: Any) -> None:
        for cell, text in boxes.items():
            sheet.insert_textbox(cell, text, {"textlink": link} if link else {})
        for cell, text in (notes or {}).items():
            sheet.write_comment(cell, text)

    found = read(workbook(write, 3)).findings
    return [(one.place.ref, f"{one.facts['文字']}{one.facts['等']}") for one in found if one.rule == "T-BOX"]


@pytest.mark.parametrize(
    "text",
    ["另有李四 330105199003072013", "单位：万元", "补报：王五", "合计120人", "请补：330105199003072013"],
)
def test_a_text_box_with_data_is_told_at_its_corner(text: str) -> None:
    """A person, a unit line, a number."""
    assert told({"C8": text}) == [("C8", text)]


@pytest.mark.parametrize(
    "text", ["2022年上半年会员登记表", "填写说明：证件号码18位", "附件1", "填报单位：____", "工会"]
)
def test_titles_and_guides_are_no_data(text: str) -> None:
    """Every return of such a blank would be told of."""
    assert not told({"C8": text}, {"A1": text, "B2": text})


def test_several_are_one_line_and_a_cell_shown_again_is_none() -> None:
    """The first in full, how many; a shape that shows a cell says nothing of its own."""
    assert told({"C8": "单位：万元", "D9": "共3人"}) == [("C8", "单位：万元等 2 处")]
    assert not told({"C8": "共3人"}, link="=$A$1")


def test_a_note_below_the_list_is_told() -> None:
    """One in a row of the list is told with its row, one in the header is a hint."""
    assert told({}, {"B9": "钱某 330105199003072013", "A1": "共3人", "B2": "共3人"}) == [
        ("B9", "钱某 330105199003072013")
    ]


def test_a_line_about_a_person_is_told() -> None:
    """Below the list, by the person's number; a phone of whoever filled it in is none."""

    def write(_: Any, sheet: Any) -> None:
        sheet.write("A7", "填表人：王五  电话：13900000000")
        sheet.write("A8", "其中张三 330105199003072013 已转出")
        sheet.write("A9", "证件号码18位，如330105199003072013")

    found = read(workbook(write, 3)).findings
    assert [(one.place.ref, one.facts["处"]) for one in found if one.rule == "T-BOX"] == [
        ("A8", "表格以外的单元格")
    ]


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        (["李四", "男", "330105199003072013", "13900001111"], "T-SHEET"),
        (["另补李四 330105199003072013"], "T-SHEET"),
        (["李四", "王五"], ""),
    ],
)
def test_a_small_sheet_with_somebodys_number_is_told(cells: list[str], rule: str) -> None:
    """Beside the form, without a header."""

    def write(book: Any, _: Any) -> None:
        book.add_worksheet("补").write_row(0, 0, cells)

    found = read(workbook(write, 3)).findings
    assert [one.rule for one in found if one.place.sheet == "补"] == ([rule] if rule else [])
