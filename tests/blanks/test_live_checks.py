"""The live checks, recalculated by LibreOffice: each fault lights its own check, clean counts zero."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import openpyxl
import pytest

from tests.blanks.seeding import MAN, WOMAN, Row, checksum, filled, headings, told
from tests.libreoffice import recalculated
from union_xl import blanks, ledgers
from union_xl.model import Settings, Unit, period

pytestmark = [pytest.mark.slow, pytest.mark.office]

UNIT = Unit("杭州某某科技有限公司")
ONE = "330105198805062015"

OUT: Row = {"性别": "=性别", "出生日期": "=出生日期", "会费": "=周岁", "备注": "=身份证校验"}

FAULTS: Mapping[str, tuple[list[Row], dict[str, int]]] = {
    "clean": ([MAN, WOMAN], {}),
    "nothing": ([], {}),
    "wrong digit": ([MAN | {"证件号码": "330105198805062016"}, WOMAN], {"证件号码：证件号码有误": 1}),
    "seventeen": ([MAN | {"证件号码": ONE[:17]}, WOMAN], {"证件号码：证件号码有误": 1}),
    "letter in it": ([MAN | {"证件号码": "33O105198805062016"}], {"证件号码：证件号码有误": 1}),
    "pasted number": ([MAN | {"证件号码": 330105198805062015}], {"证件号码：证件号码有误": 1}),
    "no such day": (
        [WOMAN | {"证件号码": checksum("33010519780229302"), "出生日期": None}],
        {"证件号码：证件号码有误": 1},
    ),
    "small x and blanks": ([WOMAN | {"证件号码": " 330105 19851120 302x "}], {}),
    "a passport": ([MAN | {"证件类型": "护照", "证件号码": "E12345678"}], {}),
    "gender": ([MAN | {"性别": "女"}, WOMAN], {"性别：性别与身份证不符": 1}),
    "birth date": ([MAN, WOMAN | {"出生日期": MAN["出生日期"]}], {"出生日期：出生日期与身份证不符": 1}),
    "mobile": (
        [MAN | {"手机号码": "1370000123"}, WOMAN | {"手机号码": "23800001234"}],
        {"手机号码：手机号码有误": 2},
    ),
    "twice": ([MAN, WOMAN, MAN | {"手机号码": "13600001234"}], {"证件号码：重复": 1}),
    "three times": ([MAN, MAN, MAN], {"证件号码：重复": 2}),
    "no name": ([{k: v for k, v in MAN.items() if k != "姓名"}, WOMAN], {"必填未填": 1}),
    "no answer": ([{k: v for k, v in MAN.items() if k != "是否农民工"}, WOMAN], {"建议补填": 1}),
    "31 June": ([MAN | {"入会日期": "2022-06-31"}, WOMAN], {"入会日期：日期有误": 1}),
    "a word for a date": ([MAN | {"入会日期": "去年"}, WOMAN], {"入会日期：日期有误": 1}),
    "month only": ([MAN | {"入会日期": "2022年6月"}, WOMAN | {"入会日期": "2022.6.1"}], {}),
    "not in the list": ([MAN | {"民族": "汉人人"}, WOMAN], {"民族：不在可选范围": 1}),
    "other spellings": (
        [
            MAN | {"民族": "汉", "学历": "本科", "证件类型": "身份证", "政治面貌": "团员", "是否农民工": "√"},
            WOMAN,
        ],
        {},
    ),
    "a wrong number of a 身份证": (
        [MAN | {"证件类型": "身份证", "证件号码": "330105198805062016"}],
        {"证件号码：证件号码有误": 1},
    ),
    "not a number": ([MAN | {"会费": "约50"}, WOMAN | {"会费": 30}], {"会费：不是数字": 1}),
    "worked out": ([MAN | OUT, WOMAN | OUT], {}),
    "worked out of a wrong number": (
        [MAN | OUT | {"证件号码": "330105198805062016"}],
        {"证件号码：证件号码有误": 1},
    ),
    "error value": ([MAN | {"会费": "=1/0"}, WOMAN], {"错误值": 1}),
    "three at once": (
        [MAN | {"性别": "女", "手机号码": "1"}, WOMAN | {"姓名": None}],
        {"性别：性别与身份证不符": 1, "手机号码：手机号码有误": 1, "必填未填": 1},
    ),
}


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """All cases recalculated in one LibreOffice run.

    The checks compare every row with every other: most cases have a short table, two one as it goes out.
    """
    data = blanks.blank(ledgers.member.FORM, UNIT)
    with pytest.MonkeyPatch.context() as short:
        short.setattr(import_module("union_xl.blanks.layout"), "ROWS", 40)
        small = blanks.blank(ledgers.member.FORM, UNIT, Settings(period=period("2022H1")))
    files = {
        name: filled(data if name in ("clean", "three at once") else small, rows)
        for name, (rows, _) in FAULTS.items()
    }
    data = small
    files["zero"] = filled(data, [], zero=True)
    files["zero and rows"] = filled(data, [MAN], zero=True)
    files["colours"] = _with_colour_formulas(data)
    return recalculated(files, tmp_path_factory.mktemp("live"))


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_lights_its_own_check(shown: dict[str, Any], name: str) -> None:
    """The overview counts the seeded fault and nothing else; the line on top gives the sum."""
    line, counts = told(shown[name])
    rows, wanted = FAULTS[name]
    assert counts == wanted
    errors = sum(count for check, count in wanted.items() if check != "建议补填")
    if not rows:
        assert "还没有填写" in line
    elif errors:
        assert f"还有 {errors} 处" in line
    else:
        assert "没有发现问题" in line


def test_names_typed_as_formulas(shown: dict[str, Any]) -> None:
    """=性别, =出生日期, =周岁 and =身份证校验 read the number of their own row."""

    def told_in(name: str, nth: int) -> list[Any]:
        sheet = shown[name].worksheets[0]
        head, where = headings(blanks.blank(ledgers.member.FORM, UNIT))
        return [sheet.cell(head + 2 + nth, where[title]).value for title in OUT]

    assert told_in("worked out", 0)[:2] == ["男", dt.datetime(1988, 5, 6)]
    assert told_in("worked out", 1)[:2] == ["女", dt.datetime(1985, 11, 20)]
    assert told_in("worked out", 0)[2] == 34 and told_in("worked out", 1)[2] == 36
    assert told_in("worked out", 1)[3] == "通过"
    assert told_in("worked out of a wrong number", 0)[3] == "有误"


def test_zero_report(shown: dict[str, Any]) -> None:
    """A ticked 零报告 without rows may go back; with rows it is a contradiction."""
    assert "可以交回" in told(shown["zero"])[0]
    assert "又填了数据" in told(shown["zero and rows"])[0]


def _with_colour_formulas(data: bytes) -> bytes:
    """The conditional formats' formulas typed beside four rows: clean, wrong ID, wrong gender, blank."""
    rows: list[Row] = [MAN, WOMAN | {"证件号码": "330105198511203021"}, MAN | {"性别": "女", "手机号码": "1"}]
    book = openpyxl.load_workbook(io.BytesIO(filled(data, rows)))
    sheet = book.worksheets[0]
    head, where = headings(data)
    first = head + 2
    for area in sheet.conditional_formatting:
        title = next(
            (t for t, col in where.items() if col == min(one.min_col for one in area.cells.ranges)), ""
        )
        for number, rule in enumerate(area.rules):
            col = 60 + sheet.max_column + number
            if title in ("证件号码", "性别", "手机号码", "姓名"):
                for row in range(4):
                    moved = re.sub(rf"(\$[A-Z]+){first}\b", rf"\g<1>{first + row}", rule.formula[0])
                    sheet.cell(first + row, col + 5 * where[title]).value = f"=IFERROR(--({moved}),0)"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_colours_follow_the_same_checks(shown: dict[str, Any]) -> None:
    """A clean row stays white, a wrong ID and a wrong gender are coloured, blank rows not."""
    sheet = shown["colours"].worksheets[0]
    head = next(row for row in range(1, 15) if sheet.cell(row, 1).value == "序号")
    lit = [sum(1 for cell in sheet[head + 2 + row][60:] if cell.value == 1) for row in range(4)]
    assert lit == [0, 1, 3, 0]  # the third is also the first person again
