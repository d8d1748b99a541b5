# ruff: noqa: E501
"""Every rule of the cell and form families: what fires it, at which cell, and what does not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import pytest

from union_xl import findings as catalogue
from union_xl import ledgers
from union_xl.findings import cells
from union_xl.findings import rows as form_rules
from union_xl.ledgers import contest, contest_entry, member, unit_register
from union_xl.ledgers.form import Form
from union_xl.model import ERROR

from .sheets import ABSENT, GOOD, OWN, check_book, spoiled, told

OTHER = {"姓名": "李四", "性别": "女", "出生日期": dt.date(1985, 11, 20), "证件号码": "33010519851120302X"}
ID = "证件号码"


def in_groups(*units: str | None) -> list[dict[str, Any]]:
    """Members in the order of their units."""
    return [
        spoiled(member.FORM, **{ID: None}, 单位名称=name, 姓名=f"张{n}")
        for n, name in zip("三四五六", units, strict=True)
    ]


@dataclass(frozen=True)
class Case:
    """`bad` rows fire `rule` at (title, row); `good` rows do not."""

    rule: str
    form: Form
    title: str
    bad: list[dict[str, Any]]
    good: list[dict[str, Any]]
    row: int = 2
    parts: tuple[tuple[str, Any], ...] = ()


def one(rule: str, form: Form, title: str, bad: Any, good: Any, **more: Any) -> Case:
    """A single row, one cell of it bad or good."""
    return Case(
        rule, form, title, [spoiled(form, **{title: bad}, **more)], [spoiled(form, **{title: good}, **more)]
    )


def of_member(rule: str, title: str, bad: Any, good: Any, **more: Any) -> Case:
    return one(rule, member.FORM, title, bad, good, **more)


def unit(rule: str, title: str, bad: Any, good: Any, **more: Any) -> Case:
    return one(rule, unit_register.FORM, title, bad, good, **more)


def pair(rule: str, form: Form, title: str, bad: dict[str, Any], good: dict[str, Any], row: int = 3) -> Case:
    """A good row and a second one that is bad or good beside it."""
    return Case(
        rule, form, title, [spoiled(form), spoiled(form, **bad)], [spoiled(form), spoiled(form, **good)], row
    )


def column(
    rule: str, title: str, form: Form, bad: dict[str, Any], good: dict[str, Any], row: int = 2
) -> Case:
    """Told at its cell; of a whole column, once."""
    return Case(rule, form, title, [spoiled(form, **bad)], [spoiled(form, **good)], row)


CHILD = "330105201208015012"

CASES = [
    of_member("CELL-ERROR", "民族", "#REF!", "汉族"),
    of_member("CELL-ERROR-OPT", "学历", "#N/A", "大专"),
    of_member("CELL-PICTURE", "姓名", '=DISPIMG("ID_1",1)', "张三"),
    Case("CELL-UNCACHED", member.FORM, "民族", [spoiled(member.FORM, 民族=None)], [spoiled(member.FORM)], 2,
         (("uncached", frozenset({(2, 4)})),)),
    of_member("BLANK-REQUIRED", "姓名", None, "张三"),
    of_member("BLANK-EXPECTED", "手机号码", None, "13900001234"),
    column("COLUMN-EXPECTED", "就业状况", member.FORM, {"就业状况": ABSENT}, {"就业状况": "在岗"}, row=0),
    column("COLUMN-REQUIRED", "姓名", member.FORM, {"姓名": ABSENT}, {"姓名": "张三"}, row=0),
    of_member("MODEL", "籍贯", "长" * 2_001, "长" * 2_000),
    of_member("PRIVACY-ID", "备注", "配偶 330105199003072013 同厂", "配偶同厂"),
    of_member("ID-CHECK", ID, "330105199003072014", "330105199003072013"),
    of_member("ID-LENGTH", ID, "33010519900307201", "330105199003072013"),
    of_member("ID-CHARS", ID, "33010519900307A013", "330105199003072013"),
    of_member("ID-DATE", ID, "330104197802291014", "330105199003072013", 出生日期=None),
    of_member("ID-FUTURE", ID, "33010520230307201X", "330105199003072013", 出生日期=None, 入会日期=None, 会籍变化日期=None),
    of_member("ID-AREA", ID, "160105199003072011", "330105199003072013"),
    of_member("ID-15", ID, "330105900307201", "330105199003072013"),
    Case("ID-STAR", member.FORM, ID, [spoiled(member.FORM, **OTHER | {ID: "33010519851120302*"})], [spoiled(member.FORM, **OTHER)]),
    of_member("ID-LETTERS", ID, "33O105199003072013", "330105199003072013"),
    of_member("ID-MIXED", ID, "张三330105199003072013", "身份证：330105199003072013"),
    of_member("ID-MASKED", ID, "330105********2013", "330105199003072013"),
    of_member("ID-NUMBER-CELL", ID, 3.30105199003072e17, "330105199003072013"),
    of_member("ID-FORM", ID, "待补", "E12345678", 证件类型="护照"),
    of_member("ID-TYPE", "证件类型", "护照", "居民身份证"),
    of_member("ID-TYPE-BLANK", "证件类型", None, "护照", **{ID: "E12345678"}),
    Case("SWAP-ID", member.FORM, ID, [spoiled(member.FORM, 姓名="330105199003072013", 证件号码="张三")], [spoiled(member.FORM)]),
    of_member("NAME-DIGITS", "姓名", "张三1", "张三"),
    of_member("NAME-SEVERAL", "姓名", "张三、李四", "欧阳 娜娜"),
    of_member("NAME-EXTRA", "姓名", "张三(班长)", "张　三"),
    of_member("NAME-MASKED", "姓名", "张*", "张三"),
    of_member("NAME-RARE", "姓名", "张□", "张䶮"),
    of_member("NAME-SHORT", "姓名", "张", "张三"),
    of_member("NAME-FORM", "姓名", "=张三", "买买提•艾力"),
    unit("ORG-DIGITS", "单位名称", "12345", "甲有限公司"),
    unit("ORG-SEVERAL", "单位名称", "甲有限公司、乙有限公司", "甲、乙联合有限公司"),
    of_member("DATE-IMPOSSIBLE", "入会日期", "2022-2-30", "2022-2-28", 会籍变化日期=None),
    of_member("DATE-UNREAD", "入会日期", "不记得了", "2022年3月", 会籍变化日期=None),
    of_member("DATE-NO-YEAR", "入会日期", "3月20日", "2022年3月20日", 会籍变化日期=None),
    of_member("TEXT-NUMBER-CELL", "会员编号", 12345678901234568.0, "12345678901234567"),
    one("TEXT-LONG", contest.FORM, "备注", "长" * 33_000, "长" * 32_000),
    of_member("DATE-AMBIGUOUS", "入职日期", 2021.1, 2021.6),
    of_member("DATE-SHORT-YEAR", "入职日期", "20.1.6", "2020.1.6"),
    of_member("DATE-YEAR-ONLY", "入职日期", "2020", "2020-01"),
    of_member("DATE-RANGE", "入职日期", "2020.1-2021.5", "2020.1"),
    of_member("DATE-VAGUE", "入职日期", "2020年1月初", "2020年1月"),
    of_member("DATE-FUTURE", "会籍变化日期", dt.date(2030, 3, 20), dt.date(2022, 3, 20)),
    unit("NUM-UNREAD", "农民工数", "若干", "三十人"),
    unit("NUM-DATE", "农民工数", dt.date(1900, 1, 30), 30),
    unit("NUM-NEGATIVE", "农民工数", -3, 0),
    unit("NUM-DECIMAL", "农民工数", 3.5, 3.0),
    unit("NUM-HUGE", "职工总数", 1e12, 86),
    unit("YEAR-ODD", "三年规划建会年度", 116, "2022.9"),
    unit("NUM-ABOUT", "农民工数", "约30", "30人"),
    unit("NUM-OTHER-UNIT", "农民工数", "30元", "30人"),
    of_member("CHOICE-UNKNOWN", "就业状况", "摸鱼", "在职"),
    of_member("CHOICE-COUNTED", "会籍变化类型", "不知道", "新入会"),
    unit("CHOICE-CODE", "所属行业", "C", "C 制造业"),
    of_member("CHOICE-DOUBT", "学历", "初中及以下", "初中"),
    of_member("YESNO-UNREAD", "是否农民工", "也许", "×"),
    of_member("PHONE-LENGTH", "手机号码", "1390000123", "139-0000-1234"),
    of_member("PHONE-FORM", "手机号码", "11900001234", "19900001234"),
    of_member("PHONE-LOST", "手机号码", "1.39E+10", 13900001234.0),
    of_member("PHONE-TWO", "手机号码", "13900001234/13800001234", "13900001234"),
    of_member("PHONE-EXTRA", "手机号码", "13900001234 李四", "+86 13900001234"),
    of_member("PHONE-LANDLINE", "手机号码", "0571-88001234", "13900001234"),
    of_member("PHONE-MASKED", "手机号码", "139****1234", "13900001234"),
    unit("CODE-CHECK", "统一社会信用代码", "91350203M0001QAY9B", "91350200ma2yj1xr9g"),
    unit("UNION-CODE-CHECK", "工会统一社会信用代码", "81330105MC00000122", "81330105MC0000020U"),
    unit("CODE-LETTERS", "统一社会信用代码", "91350200MA2YJIXR9G", "91350200MA2YJ1XR9G"),
    unit("CODE-CHARS", "统一社会信用代码", "91350200MA2YJ1XR9V", "91350200MA2YJ1XR9G"),
    unit("CODE-OLD", "统一社会信用代码", "330105000012345", "91350200MA2YJ1XR9G"),
    unit("CODE-LENGTH", "统一社会信用代码", "91350200MA2YJ1XR9", "91350200MA2YJ1XR9G"),
    unit("CODE-NUMBER-CELL", "统一社会信用代码", 9.1330105e17, "91350200MA2YJ1XR9G"),
    unit("BANK-NUMBER-CELL", "银行账号", 6.2220212345678e18, "6222 0212 3456 7894"),
    unit("BANK-CHECK", "银行账号", "6222021234567895", "1202020409900012345"),
    unit("BANK-FORM", "银行账号", "见附件", "1202020409900012345"),
    of_member("NEED-IF", "会籍变化原因", None, "工作调动", 会籍变化类型="转出"),
    of_member("B-R1", "性别", "女", "男性"),
    pair("B-R2-FILE", member.FORM, ID, {"学历": "小学"}, OTHER | {"手机号码": "13900001235"}),
    pair("B-R3", member.FORM, "手机号码", OTHER, OTHER | {"手机号码": "13900001235"}),
    Case("B-R3-MANY", member.FORM, "手机号码", [spoiled(member.FORM, **{ID: number, "姓名": name, "出生日期": None}) for number, name in
         [("330105199003072013", "张三"), ("330105199003070018", "李四"), ("330105199003070034", "王五"),
          ("330105199003070050", "赵六")]],
         [spoiled(member.FORM)], 3),
    of_member("B-R4", "入会日期", dt.date(2005, 3, 1), dt.date(2021, 3, 1), 入职日期=None),
    of_member("B-R4-FUTURE", "入会日期", dt.date(2022, 7, 1), dt.date(2022, 6, 30), 会籍变化日期=None),
    of_member("B-R4-HIRE", "入会日期", dt.date(2019, 11, 1), dt.date(2019, 12, 20)),
    of_member("B-R5", "就业状况", "退休", "在岗"),
    column("B-R5-AGE", "就业状况", member.FORM, {ID: "33010519600307201X", "出生日期": None}, {}),
    of_member("B-R6", "会籍变化原因", "失业", "工作调动", 会籍变化类型="退会"),
    Case("B-R7", member.FORM, "单位名称", [spoiled(member.FORM, 单位名称="乙有限公司")], [spoiled(member.FORM, 单位名称=None)]),
    Case("U-BLANK", member.FORM, "单位名称", [spoiled(member.FORM), spoiled(member.FORM, **OTHER, 单位名称=None)],
         [spoiled(member.FORM), spoiled(member.FORM, **OTHER)], 3,
         (("whose", replace(OWN, how="column")), ("above", {"单位名称": "乙有限公司"}))),
    Case("U-DOWN", member.FORM, "单位名称", in_groups("甲有限公司", None, "乙有限公司", None),
         in_groups("甲有限公司", None, "乙有限公司", "乙有限公司"), 3, (("whose", replace(OWN, name="", how="column")),)),
    column("B-R9", "户籍类型", member.FORM, {"是否农民工": "是"}, {"是否农民工": "是", "户籍类型": "农业"}),
    of_member("B-R10", "民族", "汗族", "汉"),
    Case("B-R12", member.FORM, "入会日期", [spoiled(member.FORM, **{ID: None, "入会日期": None, "会籍变化类型": None})] * 4,
         [spoiled(member.FORM, **{ID: None})] * 4, 0),
    of_member("B-ORDER", "会籍变化日期", dt.date(2022, 3, 1), dt.date(2022, 3, 20)),
    of_member("B-HIRE", "入职日期", dt.date(2001, 1, 1), dt.date(2010, 1, 1)),
    of_member("B-AGE", ID, "330105191503072013", "330105199003072013", 出生日期=None),
    column("B-CONSENT", "是否知情同意", member.FORM, {"是否知情同意": "否"}, {"是否知情同意": "√"}),
    column("POL-AGE", "政治面貌", member.FORM, {"政治面貌": "团员"}, {"政治面貌": "党员"}),
    unit("CODE-SWAP", "统一社会信用代码", "81330105MC0000020U", "91350200MA2YJ1XR9G"),
    pair("A-R1", unit_register.FORM, "统一社会信用代码", {"职工总数": 90}, {"统一社会信用代码": None, "单位名称": "乙厂"}),
    pair("A-R1-NAME", unit_register.FORM, "统一社会信用代码", {"统一社会信用代码": "91350203M0001QAY99"}, {"统一社会信用代码": None, "单位名称": "乙厂"}),
    unit("A-R2", "女职工数", 87, 86),
    unit("A-R3", "会员数", 87, 86),
    unit("A-R3-JOINT", "会员数", 87, 86, 劳务派遣人数=3),
    unit("A-R4", "女会员数", 81, 40),
    unit("A-R4-STAFF", "女会员数", 41, 40),
    unit("A-X3", "农民工会员数", 81, 80),
    column("A-R5", "是否建会", unit_register.FORM, {"是否建会": "未建", "会员数": None}, {"是否建会": "筹建"}),
    column("A-R6", "女职委", unit_register.FORM, {"女职委": "否"}, {"女职委": "否", "女会员数": 9}),
    column("A-R6-AUDIT", "经审会", unit_register.FORM, {"经审会": "无"}, {"经审会": "有"}),
    unit("A-R7", "建会日期", dt.date(2022, 1, 1), dt.date(2022, 2, 20)),
    unit("A-R7-FUTURE", "建会日期", dt.date(2022, 7, 1), dt.date(2022, 6, 30)),
    column("A-R8", "工会统一社会信用代码", unit_register.FORM, {"工会统一社会信用代码": None}, {}),
    column("A-R11", "届满日期", unit_register.FORM, {"届满日期": dt.date(2022, 5, 1)}, {"届满日期": "2022-06"}),
    unit("A-R12", "已录入会员数", 0, 80),
    unit("A-R12-MORE", "已录入会员数", 81, 80),
    column("A-R12-RATE", "已录入会员数", unit_register.FORM, {"已录入会员数": 63}, {"已录入会员数": 64}),
    unit("A-X6", "涵盖单位数", 1, 2, 基层工会类型="联合"),
    column("A-TAX", "工会登记职工人数", unit_register.FORM, {"税务登记职工人数": 60}, {"税务登记职工人数": 70}),
    unit("A-TERM", "届满日期", dt.date(2022, 1, 1), dt.date(2027, 1, 1)),
    Case("A-NOUNION", unit_register.FORM, "是否建会", [spoiled(unit_register.FORM, 是否建会="未建", 未建会原因="其他")],
         [spoiled(unit_register.FORM, 是否建会="未建", 未建会原因="其他", 会员数=0, 女会员数=0, 农民工会员数=0)]),
    column("A-CODE-NATURE", "单位性质", unit_register.FORM, {"单位性质": "机关"}, {"单位性质": "企业"}),
    pair("C-DUP", contest.FORM, "竞赛名称", {"届次": None, "地点": "文化宫"}, {"竞赛编号": "2022-02", "竞赛名称": "焊工赛", "届次": None}),
    pair("C-NAME", contest.FORM, "竞赛名称", {"竞赛编号": "2022-02"}, {"竞赛编号": "2022-02", "竞赛名称": "焊工赛", "届次": None}),
    pair("C-NUMBER", contest.FORM, "竞赛编号", {"竞赛名称": "焊工赛", "届次": None}, {"竞赛编号": "2022-02", "竞赛名称": "焊工赛", "届次": None}),
    one("C-WEIGHTS", contest.FORM, "理论权重", 0.5, 0.3),
    one("C-WEIGHTS", contest.FORM, "实操权重", 0.6, "70%"),
    one("C-R7", contest.FORM, "实际日期", dt.date(2022, 7, 1), "2022-06"),
    one("C-R7-DATE", contest.FORM, "实际日期", None, "2022-05"),
    one("C-R7-PLAN", contest.FORM, "完成情况", "计划", "已完成"),
    one("C-AGES", contest.FORM, "最大年龄", 15, 16),
    one("C-BUDGET", contest.FORM, "决算", 20001, 20000),
    one("C-EDITION", contest.FORM, "届次", 5, "第四届"),
    pair("C-R1", contest_entry.FORM, ID, {"从事本工种年限": 5}, OTHER | {"年龄": None, "手机号码": None}),
    pair("C-R1-EVENT", contest_entry.FORM, "参赛项目", {"参赛项目": "电工"}, OTHER | {"参赛项目": "电工", "年龄": None}),
    pair("C-R1-ORG", contest_entry.FORM, ID, {"单位名称": "乙公司", "参赛项目": "电工"}, OTHER | {"单位名称": "乙公司", "年龄": None}),
    one("C-R2", contest_entry.FORM, ID, CHILD, "330105199003072013", 年龄=None, 从事本工种年限=None),
    column("C-R2-AGE", ID, contest_entry.FORM, {ID: "33010519600307201X", "年龄": None}, {}),
    Case("C-R3-FILE", contest_entry.FORM, "单位名称", [spoiled(contest_entry.FORM, **{ID: None, "手机号码": None, "年龄": None, "姓名": name}) for name in ["张三", "李四", "王五", "赵六"]],
         [spoiled(contest_entry.FORM, **{ID: None, "手机号码": None, "年龄": None, "姓名": name}) for name in ["张三", "李四", "王五"]], 5),
    pair("C-R3-LEAD", contest_entry.FORM, "身份", {}, {}),
    one("C-R4", contest_entry.FORM, "从事本工种年限", 20, 16),
    one("AGE-ID", contest_entry.FORM, "年龄", 35, 33),
]  # fmt: skip
_LEADER = {"身份": "领队"}
CASES[[case.rule for case in CASES].index("C-R3-LEAD")] = Case(
    "C-R3-LEAD",
    contest_entry.FORM,
    "身份",
    [spoiled(contest_entry.FORM, **_LEADER), spoiled(contest_entry.FORM, **_LEADER, **OTHER, 年龄=None)],
    [spoiled(contest_entry.FORM, **_LEADER), spoiled(contest_entry.FORM, **OTHER, 年龄=None)],
    3,
)
ELSEWHERE = {
    "ROW-DUP": "test_declared",
    "ROW-SAME": "test_check",
    "DATE-YEAR-TAKEN": "test_days",
    "SPAN-UNREAD": "kinds/test_kinds",
    "EXPR-FAILED": "test_declared",
    "SCORE-NONE": "kinds/test_kinds",
    "NUM-UNIT": "reading/test_unit_lines",
    "NUM-UNIT-ODD": "reading/test_unit_lines",
    "ROW-CONTINUED": "find/test_what_is_seen",
    "CELL-CONVERTED": "find/test_what_is_seen",
    "CELL-FORMAT": "find/test_what_is_seen",
    "CELL-PICTURE-OPT": "find/test_what_is_seen",
    "CELL-UNDER-MERGE": "find/test_what_is_seen",
    "CELL-MERGED-SUM": "find/test_layouts",
}
"""Rules of forms declared without code, and those of what a person sees, tested there."""


@pytest.mark.parametrize("case", CASES, ids=[case.rule for case in CASES])
def test_rule_fires_at_its_cell(case: Case) -> None:
    """What a rule is about fires it, at the cell it speaks of; each finding reads as a sentence without gaps."""
    checked = check_book(case.form, case.bad, **dict(case.parts))
    for finding in checked.findings:
        said = catalogue.say(finding) + catalogue.advice(finding)
        assert "？" not in said and "{" not in said, (finding.rule, said)
    assert (case.rule, case.title, case.row) in told(checked)
    held = any(case.rule in row.rules for row in checked.part.held)
    assert held is (catalogue.level(case.rule, ledgers.levels(ledgers.BUILT_IN)) == ERROR)


@pytest.mark.parametrize("case", CASES, ids=[case.rule for case in CASES])
def test_rule_stays_silent(case: Case) -> None:
    """Its nearest harmless neighbour does not."""
    assert case.rule not in {rule for rule, _, _ in told(check_book(case.form, case.good))}


def test_no_rule_is_missing() -> None:
    """Every entry of the two families has a case here or is tested elsewhere by name."""
    known = {rule.code for rule in (*cells.RULES, *form_rules.RULES)}
    assert known - {case.rule for case in CASES} - set(ELSEWHERE) == set()


def test_no_code_stands_twice() -> None:
    """A second entry of the same code would silently replace the first."""
    from union_xl.findings import files, ledger, report, tables

    every = [
        rule.code for family in (files, tables, cells, form_rules, ledger, report) for rule in family.RULES
    ]
    assert sorted(every) == sorted(set(every))


def test_forms_name_only_known_rules() -> None:
    """Rules named by forms and columns are in the catalogue."""
    for form in ledgers.BUILT_IN:
        named = {form.same_row}
        named |= {one.unknown for one in form.columns if one.unknown}
        assert named - set(catalogue.RULES) == set()


@pytest.mark.parametrize(
    "form", [one for one in ledgers.BUILT_IN if one.slug in GOOD], ids=lambda form: form.slug
)
def test_a_good_row_is_silent(form: Form) -> None:
    """The good row everything here starts from has nothing told, beside optional columns it lacks."""
    checked = check_book(form, [spoiled(form)])
    assert [rule for rule, _, _ in told(checked) if rule != "COLUMN-EXPECTED"] == []
    assert checked.part.kept == 1
