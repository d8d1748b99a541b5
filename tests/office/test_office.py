# ruff: noqa: E501 - tables of what people type are easier read in one line
"""The office workbook: what a clerk types is understood, or refused in one sentence naming the cell."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import asdict
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from union_xl import office, xlsx_edit
from union_xl.ledgers import BUILT_IN
from union_xl.model import Limits, OfficeError, Roster, Settings, TemplateTag, Unit, period
from union_xl.model.setting_items import BOUNDS, DEFAULTS, ITEMS, MEGABYTES, PARAMETERS
from union_xl.office.ledger_items import items

DAY = dt.date(2022, 6, 30)


def book(tmp_path: Path, *, name: str = "工作台.xlsx", **sheets: list[list[Any]]) -> Path:
    """A workbook with these sheets, each a list of rows."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    path = tmp_path / name
    made.save(path)
    return path


def setting(tmp_path: Path, *lines: list[Any]) -> office.Office:
    return office.read(book(tmp_path, 设置=[["项目", "取值", "说明"], *lines]))


UNITS = Roster(
    (
        Unit(
            "杭州甲科技有限公司", ("甲科技", "老甲"), "91330106MA2AXXXX1X", "北星社区", "张三", "13800000000"
        ),
        Unit("乙（杭州）餐饮店", owes=("member", "contest"), exempt=("contest-entry",)),
    )
)


def test_made_is_read_back_as_it_was(tmp_path: Path) -> None:
    """Settings, units and template places survive making and reading."""
    given_settings = Settings(
        office="某街道总工会",
        period=period("2022H1"),
        as_of=DAY,
        deadline=dt.date(2022, 7, 10),
        correction_deadline=dt.date(2022, 7, 20),
        contact="王五",
        phone="0571-88888888",
        passwords=("1234",),
        levels={"B-R3": "提醒", "X2": "错误"},
        whole={"member": True, "contest": False},
        params={"join_min_age": 18, "fund_rate": 0.025, "five_haves_items": ("有人", "有钱")},
        names={"区总届次": "六", "报出日期": dt.date(2022, 7, 5)},
    )
    tags = (TemplateTag("半年报.xlsx", "表1", "C5", "{{会员数}}"),)
    limits = Limits(file_bytes=5 * 2**20, seconds=3.5)
    path = tmp_path / "工作台.xlsx"
    path.write_bytes(office.make(given_settings, UNITS, tags, limits))
    read = office.read(path)
    for name in ("office", "period", "as_of", "deadline", "correction_deadline", "contact", "phone"):
        assert getattr(read.settings, name) == getattr(given_settings, name)
    for name in ("passwords", "levels", "whole"):
        assert getattr(read.settings, name) == getattr(given_settings, name)
    assert read.settings.params == {**DEFAULTS, **given_settings.params}
    assert read.settings.names["区总届次"] == "六" and read.settings.names["报出日期"] == dt.date(2022, 7, 5)
    assert read.settings.names["统计期间"] == "2022年上半年"
    assert read.roster == UNITS and office.read_roster(path) == UNITS
    assert (read.tags, read.limits, read.remarks) == (tags, limits, ())


def test_a_fresh_one_has_the_defaults_and_says_what_everything_means() -> None:
    """Every item stands in the sheet with an explanation; the same bytes each time."""
    data = office.make()
    assert data == office.make()
    opened = openpyxl.load_workbook(io.BytesIO(data))
    assert opened.sheetnames == ["设置", "应报单位", "填报对应", "帮助", "状态"]
    lines = {row[0]: row[2] for row in opened["设置"].iter_rows(min_row=4, max_col=3, values_only=True)}
    every = [*ITEMS, *items(BUILT_IN, Settings())]
    for item in every:
        assert lines[item.name] == item.says
    rules = opened["设置"].data_validations.dataValidation
    assert len(rules) == len(every) and all(one.prompt for one in rules)
    assert any(
        "应报" in (one.prompt or "") or one.formula1
        for one in opened["应报单位"].data_validations.dataValidation
    )
    assert opened["应报单位"].column_dimensions["C"].number_format == "@"


def test_help_names_buttons_that_exist() -> None:
    """Whatever the help sheet says to press is on the ribbon."""
    import re

    from union_xl.addin.buttons import BUTTONS
    from union_xl.office.guide import HELP

    labels = {one.label for one in BUTTONS}
    named = {word for _, text in HELP for word in re.findall(r"点“(.+?)”", text)}
    assert named and named <= labels


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("2022H1", "2022H1"), ("2022h2", "2022H2"), ("2022年上半年", "2022H1"), ("2022年 下半年", "2022H2"),
        ("２０２２上半年", "2022H1"), ("2022 H1", "2022H1"), ("2022-H1", "2022H1"), ("2022Q3", "2022Q3"),
        ("2022年第一季度", "2022Q1"), ("2022年四季度", "2022Q4"), ("2022年3季度", "2022Q3"),
        ("2022-03", "2022-03"), ("2022/3", "2022-03"), ("2022年3月", "2022-03"), ("2022.12", "2022-12"),
        ("2022", "2022"), (2022, "2022"), ("2022年", "2022"), ("2022年度", "2022"),
        (dt.datetime(2022, 3, 1), "2022-03"), ("2022年1月-6月", "2022H1"), ("2022年7至12月", "2022H2"),
        ("2022.1.1-2022.6.30", "2022H1"), ("2022年4月1日至6月30日", "2022Q2"), ("2022年1-12月", "2022"), ("2022年2-5月", "2022-02..2022-05"),
        ("2021年7月-2022年6月", "2021-07..2022-06"),
    ],
)  # fmt: skip
def test_periods_as_people_write_them(tmp_path: Path, typed: Any, label: str) -> None:
    """Words, full-width digits, a number, and what Excel makes of a typed 2022-03."""
    found = setting(tmp_path, ["统计期间", typed]).settings.period
    assert found is not None and found.label == label


@pytest.mark.parametrize(
    "typed",
    [DAY, dt.datetime(2022, 6, 30), "2022-06-30", "2022/6/30", "2022.6.30", "2022年6月30日", "20220630", 44742,
     "２０２２年６月３０日", " 2022-06-30 ", "2022-06-30 00:00:00", "2022/6/30 0:00", "2022-06-30 17:00", "2022年6月30日前",
     "二〇二二年六月三十日"],
)  # fmt: skip
def test_days_as_people_write_them(tmp_path: Path, typed: Any) -> None:
    """Date cells, text in every usual shape, a serial number whose format was lost."""
    assert setting(tmp_path, ["报送截止日", typed]).settings.deadline == DAY


@pytest.mark.parametrize(
    ("item", "typed", "cell"),
    [
        ("统计期间", "2022年6月-2021年7月", "设置!B2"), ("统计期间", "2022年2-13月", "设置!B2"),
        ("统计期间", "去年", "设置!B2"), ("统计期间", "2022H3", "设置!B2"), ("统计期间", "2022-13", "设置!B2"),
        ("报送截止日", "月底", "设置!B2"), ("报送截止日", "2022-06-31", "设置!B2"), ("截止日", "6月30日", "设置!B2"),
        ("最低入会年龄", "十六", "设置!B2"), ("最低入会年龄", 16.5, "设置!B2"), ("最低入会年龄", -1, "设置!B2"),
        ("实名制达标比例", "150%", "设置!B2"), ("会员数不含保留会籍", "也许", "设置!B2"),
        ("报送方式·会员登记", "都行", "设置!B2"), ("规则级别", "B-R3 改轻点吧", "设置!B2"),
        ("规则级别", "B-R3=严重", "设置!B2"), ("困难职工分类", "随便", "设置!B2"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused_by_cell(
    tmp_path: Path, item: str, typed: Any, cell: str
) -> None:
    """One Chinese sentence, naming the cell, the item and what to write."""
    with pytest.raises(OfficeError) as told:
        setting(tmp_path, [item, typed])
    assert str(told.value).startswith(f"{cell} 的“{item}”") and "\n" not in str(told.value)


def test_numbers_with_units_and_percent(tmp_path: Path) -> None:
    """`20%`, `25人`, `1,000 MB`: as people type them."""
    found = setting(
        tmp_path, ["实名制达标比例", "80%"], ["工会经费比例", 2], ["建会人数线", "25人"], ["单个文件上限", "1,000 MB"],
        ["发展会员含转入", "√"], ["五有内容", "有人、有钱，有章；有制度"],
    )  # fmt: skip
    params = found.settings.params
    assert params["realname_rate"] == 0.8 and params["fund_rate"] == 0.02
    assert params["union_min_members"] == 25 and params["new_members_include_transfers"] is True
    assert params["five_haves_items"] == ("有人", "有钱", "有章", "有制度")
    assert found.limits.file_bytes == 1000 * 2**20 and found.limits.cells == Limits().cells


def test_a_sheet_in_any_dress(tmp_path: Path) -> None:
    """Title rows, other headings, other column order, extra columns, group rows, English keys, other spellings."""
    rows: list[list[Any]] = [
        ["某街道总工会工作台"],
        [],
        [None, "分组", "参 数", "备注", "内容", "谁填的"],
        [None, "一、单位"],
        [None, None, "填报单位（全称）", None, "某街道总工会", "张"],
        [None, "", "join_min_age", None, "18"],
        [None, "", "报送方式-会员登记", None, "全量"],
        [None, "", "报送方式：竞赛总表", None, "增量"],
        [None, "", "report_year", None, 2022],
        [None, "", "report_half", None, 1],
        [None, "", "截止日期", None, "2022/6/30"],
        [None, "", "活动名称", None, "春风行动"],
        [None, "", "密码", None, "ab、12"],
        [None, "", "联系电话", None, 13800000000],
    ]
    found = office.read(book(tmp_path, 系统设置=rows)).settings
    assert found.office == "某街道总工会" and found.params["join_min_age"] == 18
    assert found.whole == {"member": True, "contest": False}
    assert found.period == period("2022H1") and found.as_of == DAY
    assert found.names["活动名称"] == "春风行动" and found.phone == "13800000000"
    assert found.passwords == ("ab、12", "ab", "12")


def test_the_same_item_twice(tmp_path: Path) -> None:
    """The same value twice is fine; two values are refused, naming both cells; a blank one does not count."""
    assert (
        setting(tmp_path, ["填表人", "甲"], ["填表人", None], ["填报人", "甲"]).settings.names["填表人"]
        == "甲"
    )
    with pytest.raises(OfficeError, match=r"设置!B2.*设置!B4"):
        setting(tmp_path, ["截止日", "2022-06-30"], ["填表人", "甲"], ["截止日", "2022-12-31"])


def test_units_in_any_dress(tmp_path: Path) -> None:
    """Header found below titles; aliases in several columns; numbers as text; totals, notes and blanks left out."""
    rows: list[list[Any]] = [
        ["应报单位"],
        ["序号", "企业名称*", "简称", "曾用名", "社会信用代码", "所属社区", "经办人", "手机", "应报送表"],
        [
            1,
            "　杭州甲科技有限公司 ",
            "甲科技；甲",
            "老甲",
            "91330106ma2axxxx1x",
            "北星社区",
            "张三",
            13800000000.0,
            "会员登记/member",
        ],
        [2, "乙公司", None, None, 123456789012345670, None, None, "0571-8888 8888", "全部"],
        [],
        [3, None, "丙简称", None, None, "北星社区"],
        ["合计", "2"],
        ["备注：请尽快", None],
        [1, "杭州甲科技有限公司", "阿甲", None, None, None, None, None, "竞赛总表"],
    ]
    every = tuple(form.slug for form in BUILT_IN if form.owed in ("all", "quota"))
    found = office.read(book(tmp_path, 应报单位=rows))
    first, second = found.roster.units
    assert first.name == "杭州甲科技有限公司" and first.aliases == ("甲科技", "甲", "老甲", "阿甲")
    assert first.code == "91330106MA2AXXXX1X" and first.phone == "13800000000"
    assert first.owes == ("member", "contest") and second.owes == every
    blank, code = found.remarks
    assert "应报单位!B6" in blank and "应报单位!B4" in code  # a code kept as a number has lost its digits


def test_one_name_with_two_codes_is_remarked(tmp_path: Path) -> None:
    """The first stays; the clerk is told the cell."""
    rows = [["单位名称", "统一社会信用代码"], ["甲", "91330106MA2AXXXX1X"], ["甲", "91330106MA2AYYYY2Y"]]
    found = office.read(book(tmp_path, 应报单位=rows))
    assert [unit.code for unit in found.roster.units] == ["91330106MA2AXXXX1X"]
    assert "应报单位!A3" in found.remarks[0]


def test_what_stands_for_two_units_is_remarked(tmp_path: Path) -> None:
    """An alias of two units, a code of two units, a code that is none: each told with the cells."""
    rows = [
        ["单位名称", "别名", "统一社会信用代码"],
        ["杭州甲有限公司", "老店", "91350200MA2YJ1XR9G"],
        ["杭州乙有限公司", "老店", "91350200MA2YJ1XR9G"],
        ["杭州丙有限公司", None, 91330105.0],
        ["杭州 丙（ 有限公司", None, None],
        ["杭州丙(有限公司", None, None],
    ]
    found = office.read(book(tmp_path, 应报单位=rows))
    assert [unit.name for unit in found.roster.units] == [
        "杭州甲有限公司", "杭州乙有限公司", "杭州丙有限公司", "杭州 丙（ 有限公司",
    ]  # fmt: skip
    by_code, by_alias, twice = found.remarks
    assert "A4" in by_code and "91330105" in by_code
    assert all(cell in by_alias and cell in twice for cell in ("A2", "A3"))


def test_forms_owed_in_any_dress(tmp_path: Path) -> None:
    """Every separator people use, and columns headed by a form's name and ticked."""
    rows = [
        ["单位名称", "应报表", "竞赛总表", "竞赛报名"],
        ["甲", "会员登记 单位台账", "√", "免报"],
        ["乙", "会员登记和单位台账", None, None],
        ["丙", "会员登记｜单位台账", "是", None],
        ["丁", "会员登记　单位台账", "否", None],
    ]
    units = office.read(book(tmp_path, 应报单位=rows)).roster.units
    assert all(unit.owes[:2] == ("member", "unit-register") for unit in units)
    assert [unit.owes[2:] for unit in units] == [("contest",), (), ("contest",), ()]
    assert [unit.exempt for unit in units] == [("contest-entry",), (), (), ()]


@pytest.mark.parametrize(
    "line", ["共2家", "制表人：张三", "注：以上为全部单位", "第 1 页", "以下空白", "合计"]
)
def test_lines_below_the_list_are_no_units(tmp_path: Path, line: str) -> None:
    """Totals, signatures and page lines in the column of names."""
    found = office.read(book(tmp_path, 应报单位=[["单位名称", "社区"], ["甲", "北星"], [line, None]]))
    assert [unit.name for unit in found.roster.units] == ["甲"]


def test_telephones_stored_as_numbers(tmp_path: Path) -> None:
    """A landline gets the 0 of its area code back; mobiles and 400 numbers stay."""
    numbers = [57185000000, 13912345678.0, 4008001234, "057185000000", 85000000]
    rows = [["单位名称", "联系电话"], *([f"甲{n}", number] for n, number in enumerate(numbers))]
    units = office.read(book(tmp_path, 应报单位=rows)).roster.units
    assert [unit.phone for unit in units] == [
        "057185000000", "13912345678", "4008001234", "057185000000", "85000000",
    ]  # fmt: skip


def test_a_setting_that_is_almost_one_is_remarked(tmp_path: Path) -> None:
    """A typo in 项目 would be passed over silently; a name of the office's own is not doubted."""
    found = setting(
        tmp_path, ["报送截至日期", "2022-07-05"], ["街道口号", "奋斗"], ["规则级别", "B-R99=提醒、X2=错误"]
    )
    near, level = found.remarks
    assert "设置!B2" in near and "报送截止日" in near and "B-R99" in level
    assert found.settings.names["街道口号"] == "奋斗"


def test_settings_side_by_side_are_refused(tmp_path: Path) -> None:
    """The name of one item as the value of another: told by cell, not taken."""
    with pytest.raises(OfficeError, match="设置!B1"):
        office.read(book(tmp_path, 设置=[["填报单位", "统计期间"], ["甲街道总工会", "2022H1"]]))


def test_another_spelling_of_a_name_may_be_a_value(tmp_path: Path) -> None:
    """区总工会 is also read as a name of 上级单位."""
    read = office.read(book(tmp_path, 设置=[["填报单位", "甲街道总工会"], ["上级单位", "区总工会"]]))
    assert read.settings.names["上级单位"] == "区总工会"


def test_encrypted_and_web_pages_are_named_for_what_they_are(tmp_path: Path) -> None:
    """The sentence says what to do about it."""
    locked = tmp_path / "锁.xlsx"
    locked.write_bytes(xlsx_edit.encrypt(office.make(), "1234"))
    with pytest.raises(OfficeError, match="密码"):
        office.read(locked)
    page = tmp_path / "页.xls"
    page.write_text("<html><table><tr><td>单位名称</td></tr></table></html>", encoding="utf-8")
    with pytest.raises(OfficeError, match="网页"):
        office.read_roster(page)


def test_an_unknown_form_is_refused_by_cell(tmp_path: Path) -> None:
    """A typo in 应报表 must not silently excuse a unit."""
    with pytest.raises(OfficeError, match="应报单位!B2"):
        office.read(book(tmp_path, 应报单位=[["单位名称", "应报表"], ["甲", "会员登机"]]))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_lists_as_text(tmp_path: Path, encoding: str) -> None:
    """CSV in every encoding Chinese Excel writes; tabs too; the file's name does not matter."""
    for separator in (",", "\t", ";"):
        path = tmp_path / "名单.dat"
        lines = [
            "某街道应报单位",
            separator.join(("序号", "单位名称", "联系人")),
            separator.join(("1", "甲公司", "张")),
        ]
        path.write_bytes("\r\n".join(lines).encode(encoding))
        assert [unit.name for unit in office.read_roster(path).units] == ["甲公司"]


def test_plain_lists_over_sheets(tmp_path: Path) -> None:
    """One sheet per community is one list; a list of persons is none; hidden sheets are left out."""
    path = book(
        tmp_path,
        北星=[["单位名称"], ["甲"], ["乙"]],
        塘河=[["名单"], ["单位名称"], ["丙"], ["甲"]],
        人员=[["姓名", "单位名称"], ["张三", "丁"]],
        说明=[["随便写点什么"]],
    )
    assert [unit.name for unit in office.read_roster(path).units] == ["甲", "乙", "丙"]


def test_vertically_merged_community(tmp_path: Path) -> None:
    """A community merged over its units belongs to each of them."""
    made = openpyxl.Workbook()
    sheet = made.active
    for row in [["社区", "单位名称"], ["北星", "甲"], [None, "乙"], ["塘河", "丙"]]:
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    made.save(tmp_path / "a.xlsx")
    units = office.read_roster(tmp_path / "a.xlsx").units
    assert [unit.community for unit in units] == ["北星", "北星", "塘河"]


GROUPED = [
    ["单位名称", "统一社会信用代码", "负责人", None, "联系人", None, "应报表", None],
    [None, None, "姓名", "手机", "姓名", "电话", "会员登记", "单位台账"],
    ["甲", "91330106MA2AXXXX1X", "钱", "13900000000", "张三", "13800000000", "√", None],
    ["乙", None, None, None, "李四", 57185000000, None, "√"],
]


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("name", ["应报单位", "名单"])
def test_a_header_of_two_rows(tmp_path: Path, name: str, merged: bool) -> None:
    """Groups over titles: the contact's own number, ticked forms; merged or left blank, own sheet or a list."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = name
    for row in [["某街道单位名单"], *GROUPED]:
        sheet.append(row)
    for area in ["A1:H1", "A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:H2"] if merged else []:
        sheet.merge_cells(area)
    made.save(tmp_path / "a.xlsx")
    units = office.read_roster(tmp_path / "a.xlsx").units
    assert [(unit.name, unit.contact, unit.phone, unit.owes) for unit in units] == [
        ("甲", "张三", "13800000000", ("member",)),
        ("乙", "李四", "057185000000", ("unit-register",)),
    ]


@pytest.mark.parametrize("upper, lower", [
    (["单位", None, "社区", "联系方式", None], ["名称", "信用代码", None, "联系人", "手机号码"]),
    (["单位名称", "信用代码", "社区", "经办人", "经办人电话"], [None, None, None, "姓名", "电话"]),
    (["单位名称", "信用代码", "社区", "联系人", "电话"], [None, None, "网格", None, "手机"]),
])  # fmt: skip
def test_groups_in_other_words(tmp_path: Path, upper: list[Any], lower: list[Any]) -> None:
    """The unit itself grouped, 联系方式 over both, a second line under some titles only."""
    rows = [upper, lower, ["甲", "91330106MA2AXXXX1X", "北星", "张三", "13800000000"]]
    (unit,) = office.read_roster(book(tmp_path, 名单=rows)).units
    assert (unit.name, unit.code, unit.community) == ("甲", "91330106MA2AXXXX1X", "北星")
    assert (unit.contact, unit.phone) == ("张三", "13800000000")


def test_template_places(tmp_path: Path) -> None:
    """Tags with or without braces, $ and lower case, 模板 and 工作表 as in the line above."""
    head = ["模板名称", "工作表", "单元格", "指标"]
    rows = [head, ["半年报.xlsx", "表1", "$c$5", "会员数"], [None, None, "D5", "{{女会员数|万}}"], [None]]
    found = office.read(book(tmp_path, 设置=[["项目", "取值"]], 填报对应=rows)).tags
    assert found == (
        TemplateTag("半年报.xlsx", "表1", "C5", "{{会员数}}"),
        TemplateTag("半年报.xlsx", "表1", "D5", "{{女会员数|万}}"),
    )
    for wrong in (
        ["a.xlsx", "表1", "五行三列", "会员数"],
        ["a.xlsx", "", "C5", "会员数"],
        ["a.xlsx", "表1", "C5", ""],
    ):
        with pytest.raises(OfficeError, match="填报对应!C2"):
            office.read(book(tmp_path, 设置=[["项目", "取值"]], 填报对应=[head, wrong]))
    with pytest.raises(OfficeError, match="表头"):
        office.read(book(tmp_path, 设置=[["项目", "取值"]], 填报对应=[["随便"]]))


def test_wrong_files_are_refused_in_one_sentence(tmp_path: Path) -> None:
    """Nothing, junk, another workbook, a giant: always OfficeError, one line, the file named."""
    files = {
        "空.xlsx": b"",
        "坏.xlsx": b"PK\x03\x04" + bytes(300),
        "旧.xls": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600),
        "图.xlsx": b"\x89PNG\r\n\x1a\n" + bytes(100),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    other = book(tmp_path, name="别的.xlsx", Sheet1=[["姓名"], ["张三"]])
    for path in [*(tmp_path / name for name in files), other, tmp_path / "没有.xlsx", tmp_path]:
        for call in (office.read, office.read_roster):
            with pytest.raises(OfficeError) as told:
                call(path)
            assert path.name in str(told.value) and "\n" not in str(told.value)


def test_a_cell_at_the_end_of_the_world(tmp_path: Path) -> None:
    """A stray cell at XFD1048576 would lay out billions of cells; it is refused in no time."""
    made = openpyxl.Workbook()
    made.active.title = "设置"
    made.active["XFD1048576"] = 1
    made.save(tmp_path / "a.xlsx")
    with pytest.raises(OfficeError, match="极远"):
        office.read(tmp_path / "a.xlsx")


def test_an_empty_list_is_refused(tmp_path: Path) -> None:
    """A header without units is a mistake, not an empty office."""
    with pytest.raises(OfficeError, match="没有单位"):
        office.read_roster(book(tmp_path, 名单=[["单位名称"], ["合计"]]))


cells = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**9), 10**9), st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12), st.dates(dt.date(1901, 1, 1)),
    st.sampled_from(["项目", "取值", "单位名称", "应报表", "模板", "单元格", "统计期间", "截止日", "规则级别"]),
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(cells, max_size=5), max_size=8))
def test_junk_is_read_or_refused(rows: list[list[Any]]) -> None:
    """Whatever stands in the sheets: an Office, or OfficeError with one line."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = book(Path(folder), 设置=rows, 应报单位=[["单位名称"], *rows], 填报对应=rows)
        try:
            assert isinstance(office.read(path), office.Office)
        except OfficeError as told:
            assert "\n" not in str(told) and str(told)


def test_parameters_have_one_key_each() -> None:
    """No two lines of 设置 write the same key or carry the same name."""
    assert len({item.key for item in ITEMS}) == len(ITEMS) == len({item.name for item in ITEMS})
    assert set(DEFAULTS) == {item.key for item in PARAMETERS}


@settings(deadline=None, max_examples=80)
@given(st.lists(st.tuples(st.floats(0, 0.9999), st.integers(0, 255)), min_size=1, max_size=6), st.booleans())
def test_damaged_files_are_read_or_refused(wounds: list[tuple[float, int]], inside: bool) -> None:
    """Bytes changed in the package, or inside its parts: an Office, or OfficeError with one line."""
    import tempfile
    import zipfile

    data = office.make(Settings(office="某总工会"), UNITS)
    if inside:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                new.writestr(name, _wounded(old.read(name), wounds))
        data = out.getvalue()
    else:
        data = _wounded(data, wounds)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "工作台.xlsx"
        path.write_bytes(data)
        for call in (office.read, office.read_roster):
            try:
                call(path)
            except OfficeError as told:
                assert "\n" not in str(told)


def _wounded(data: bytes, wounds: list[tuple[float, int]]) -> bytes:
    changed = bytearray(data)
    for where, value in wounds:
        if changed:
            changed[int(where * len(changed))] = value
    return bytes(changed)


def test_every_limit_can_be_set_and_says_its_default() -> None:
    """What is read of a file has limits an office may change; 设置 states those that hold without it."""
    stated = {one.key: one.default * (2**20 if one.key in MEGABYTES else 1) for one in BOUNDS}
    assert stated == asdict(Limits())


def test_each_ledger_may_have_its_own_way_and_day(tmp_path: Path) -> None:
    """By the name its declaration gives, or 报送截止日·‹简称›; one that names no ledger is told."""
    lines = [
        ["报送截止日", "2022-07-05"],
        ["报送截止日·会员登记", "2022年12月15日"],
        ["报送方式-竞赛报名", "全量"],
    ]
    found = setting(tmp_path, *lines, ["报送截止日·没有的表", "2022-08-01"], ["报送方式·也没有", "增量"])
    assert found.settings.due("member") == dt.date(2022, 12, 15)
    assert found.settings.due("unit-register") == dt.date(2022, 7, 5)
    assert found.settings.whole == {"contest-entry": True}
    assert found.settings.names["报送截止日·会员登记"] == dt.date(2022, 12, 15)
    told = " ".join(found.remarks)
    assert "没有的表" in told and "也没有" in told and len(found.remarks) == 2


def test_long_sentences_are_whole_on_paper() -> None:
    """The office's own sentences in 设置 stand on as many lines as they need; 帮助 is one page wide."""
    sentence = "深入企业走访，面对面听取职工意见，及时回应职工诉求；" * 4
    made = office.make(Settings(names={"下半年要点·三": sentence}))
    book = openpyxl.load_workbook(io.BytesIO(made))
    sheet = book["设置"]
    row = next(row[0].row for row in sheet.iter_rows() if row[1].value == sentence)
    assert sheet.row_dimensions[row].height > 70 and sheet.cell(row, 2).alignment.wrap_text
    assert book["帮助"].page_setup.orientation == "landscape"
    assert all(one.sheet_properties.pageSetUpPr.fitToPage for one in book)
