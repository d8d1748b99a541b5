"""A text of several looks keeps them around the filled words."""

from __future__ import annotations

import io
from typing import Any

import openpyxl

from tests.xlsx_edit.makers import written
from union_xl import fill, xlsx_edit
from union_xl.model import Edit, TextSpan

VALUES = {"填报单位": "城南<总工会>_x0041_ & 甲", "会员数": 12}
RED = "FFFF0000"
BLOCKS = {"单位": [{"单位名称": "甲"}, {"单位名称": "乙"}]}


def template() -> bytes:
    """The usual head of a Chinese form, its filled part underlined; a repeating row; a lone tag in red."""

    def build(book: Any) -> None:
        sheet = book.add_worksheet("年报")
        line, red = book.add_format({"underline": 1}), book.add_format({"color": "red"})
        sheet.write_rich_string("A1", "填报单位：", line, " {{填报", red, "单位}} ", "（盖章）")
        sheet.write_rich_string("A2", "第", red, "{{每单位.序号}}", "家：", line, "{{每单位.单位名称}}")
        sheet.write_rich_string("A3", red, "{{填报", line, "单位}}")
        sheet.write_rich_string("A4", red, "{{会员", line, "数}}")
        sheet.write("A5", "共{{会员数}}人")

    return written(build)


def looks(data: bytes) -> dict[str, Any]:
    sheet = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)["年报"]
    found = {}
    for row in sheet.iter_rows():
        for one in row:
            if isinstance(one.value, list):
                found[one.coordinate] = [
                    (run, None, False)
                    if isinstance(run, str)
                    else (run.text, run.font.u, run.font.color.rgb == RED)
                    for run in one.value
                ]
            elif one.value is not None:
                found[one.coordinate] = one.value
    return found


def test_words_around_a_tag_keep_their_looks() -> None:
    """In shared strings, in every copy of a repeated row; a number alone is a number."""
    data = template()
    plan = fill.plan(xlsx_edit.layout(data), VALUES, BLOCKS)
    name = VALUES["填报单位"]
    got = looks(xlsx_edit.apply(data, plan.edits))
    assert got["A1"] == [
        ("填报单位：", None, False),
        (f" {name}", "single", False),
        (" ", None, True),
        ("（盖章）", None, False),
    ]
    assert got["A2"] == [
        ("第", None, False),
        ("1", None, True),
        ("家：", None, False),
        ("甲", "single", False),
    ]
    assert got["A3"] == [
        ("第", None, False),
        ("2", None, True),
        ("家：", None, False),
        ("乙", "single", False),
    ]
    assert got["A4"] == [(name, None, True)]
    assert (got["A5"], got["A6"]) == (12, "共12人")


def test_changes_that_do_not_fit_the_text_are_no_matter() -> None:
    """What the cell is to say is said, in one look, where the changes are not those of its text."""
    data = template()
    done = xlsx_edit.apply(data, [Edit("年报", "A1", "别的话", changes=(TextSpan(0, 2, "别"),))])
    assert looks(done)["A1"] == "别的话"
