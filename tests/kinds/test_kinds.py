# ruff: noqa: E501
"""Every kind of cell: good spellings, bad ones with their verdict, and junk."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from union_xl import findings as catalogue
from union_xl import kinds
from union_xl.kinds import Kind, Tidied
from union_xl.kinds.text import WRITTEN

D = dt.date

GOOD: list[tuple[Kind, Any, Any]] = [
    # texts and names
    (kinds.TEXT, " 杭州\u00a0市_x000D_ ", "杭州 市"),
    (kinds.TEXT, 12.0, "12"),
    (kinds.TEXT, "0", "0"),
    (kinds.NAME, "张　三", "张三"),
    (kinds.NAME, "买买提．艾力", "买买提·艾力"),
    (kinds.NAME, "John  Smith", "John Smith"),
    (kinds.NAME, "欧阳 娜娜", "欧阳娜娜"),
    (kinds.NAME, "张㛃\u200b", "张㛃"),
    (kinds.NAMES, "张三、李四", "张三、李四"),
    (kinds.ORG, "杭州 某某(集团)有限公司", "杭州某某（集团）有限公司"),
    # identity numbers (domain §2.3)
    (kinds.ID_NUMBER, "11010519491231002X", "11010519491231002X"),
    (kinds.ID_NUMBER, "33010519851120302x", "33010519851120302X"),
    (kinds.ID_NUMBER, "33010519851120302×", "33010519851120302X"),
    (kinds.ID_NUMBER, "33010519851120302Х", "33010519851120302X"),
    (kinds.ID_NUMBER, "３３０１０５ 19900307 2013", "330105199003072013"),
    (kinds.ID_NUMBER, "'330105199003072013", "330105199003072013"),
    (kinds.ID_NUMBER, "`330105-19900307-2013\t", "330105199003072013"),
    (kinds.ID_NUMBER, "身份证:330105199003072013", "330105199003072013"),
    (kinds.ID_NUMBER, "330105199202293046", "330105199202293046"),
    (kinds.ID_NUMBER, 330105199003072013, "330105199003072013"),
    (kinds.ID_NUMBER, "e12345678", "E12345678"),
    (kinds.ID_NUMBER, "H1234567801", "H1234567801"),
    (kinds.ID_NUMBER, "军字第1234567号", "军字第1234567号"),
    # dates
    (kinds.DAY, D(2021, 6, 1), D(2021, 6, 1)),
    (kinds.DAY, dt.datetime(2021, 6, 1, 8, 30), D(2021, 6, 1)),
    *((kinds.DAY, text, D(2021, 6, 1)) for text in (
        "2021-06-01", "2021/6/1", "2021.6.1", "2021年6月1日", "20210601", "44348", 44348, 44348.0, 44348.25,
        "2021-06-01 00:00:00", "2021/06/01 8:30", "2021年6月1日上午9:00", "二〇二一年六月一日", "２０２１．６．１",
        "2021—06—01", "2021-06-01 星期二", "2021 06 01", " 2021- 6-1 ", "2021。6。1", 20210601.0, "2021-6-1T08:00:00")),
    *((kinds.DAY, text, "2021-06") for text in ("202106", "2021.6", "2021.06", "2021年6月", "2021-6", 2021.6, 202106.0)),
    (kinds.DAY, "2021.10", "2021-10"),
    (kinds.DAY, 2021.11, "2021-11"),
    (kinds.UNTIL, "长期有效", "长期"),
    (kinds.UNTIL, "2022.1.1-2026.12.31", D(2026, 12, 31)),
    (kinds.UNTIL, "2022年1月至今", "长期"),
    (kinds.UNTIL, "2027-03-17", D(2027, 3, 17)),
    *((kinds.SPAN, text, "2022Q1") for text in (
        "2022年第一季度", "2022年一季度", "2022年1季度", "2022Q1", "2022-q1", "2022年1-3月", "2022年1月至3月", "2022-01至2022-03",
        "2022.01.01-2022.03.31", "20220101-20220331", "2022年1月1日—2022年3月31日")),
    *((kinds.SPAN, text, "2022H1") for text in ("2022年上半年", "2022年度上半年", "2022H1", "2022年1-6月")),
    *((kinds.SPAN, text, "2022-03") for text in ("2022年3月", "2022年03月份", "2022-3", "202203", 202203, "2022.3", D(2022, 3, 1))),
    *((kinds.SPAN, text, "2022") for text in ("2022年", "2022年度", 2022, 2022.0, "2022年1-12月")),
    # numbers
    *((kinds.COUNT, text, 86) for text in (86, 86.0, "86", "86人", "８６", " 86 名", "86.00", "八十六", "八十六人", "共86人")),
    (kinds.COUNT, "1,200", 1200),
    (kinds.COUNT, "两百", 200),
    (kinds.COUNT, "壹佰贰拾", 120),
    (kinds.COUNT, "1.2万", 12000),
    (kinds.COUNT, "0", 0),
    (kinds.COUNT, 0, 0),
    (kinds.MONEY, "￥20,000.50", 20000.5),
    (kinds.MONEY, "2万元", 20000),
    (kinds.MONEY, "20000元整", 20000),
    (kinds.SHARE, "30%", 0.3),
    (kinds.SHARE, 70, 0.7),
    (kinds.YEARS, "2年6个月", 2.5),
    (kinds.YEARS, "半年", 0.5),
    (kinds.YEARS, "3年", 3),
    (kinds.EDITION, "第四届", 4),
    (kinds.EDITION, "首届", 1),
    (kinds.STARS, "三星级", 3),
    (kinds.COUNT, "第3批", 3),
    (kinds.COUNT, "并列第三", 3),
    (kinds.SCORE, "88.5分", 88.5),
    (kinds.SCORE, 90, 90),
    (kinds.STARS, "★★★★", 4),
    (kinds.YEAR, "2022年", 2022),
    (kinds.AGE, "32岁", 32),
    # yes and no
    *((kinds.YES_NO, text, "是") for text in ("是", "√", "✓", "☑", "有", "Y", "yes", "1", 1, 1.0, True, "对", "已建", "同意", "是(2021年)")),
    *((kinds.YES_NO, text, "否") for text in ("否", "×", "✗", "无", "N", "0", 0, False, "没有", "未", "不同意", "x")),
    # phones
    *((kinds.MOBILE, text, "13900001234") for text in (
        "13900001234", 13900001234, 13900001234.0, "+86 139-0000-1234", "0086 13900001234", "139 0000 1234",
        "１３９００００１２３４", "手机:13900001234", "13900001234(短号661234)")),
    (kinds.MOBILE, "19912345678", "19912345678"),
    (kinds.PHONE, "0571-88001234", "0571-88001234"),
    (kinds.PHONE, "88001234", "88001234"),
    (kinds.PHONE, "0571-88001234转801", "0571-88001234转801"),
    (kinds.PHONE, "13900001234/0571-88001234", "13900001234/0571-88001234"),
    # codes
    (kinds.CODE, "91350200ma2yj1xr9g", "91350200MA2YJ1XR9G"),
    (kinds.CODE, "9135 0200 MA2Y J1XR 9G", "91350200MA2YJ1XR9G"),
    (kinds.CODE, "81330105MC00004340", "81330105MC00004340"),
    (kinds.UNION_CODE, "81330105MC0000020U", "81330105MC0000020U"),
    (kinds.BANK, "6222 0212 3456 7894", "6222021234567894"),
    (kinds.BANK, "33001616127053000123", "33001616127053000123"),
    # code lists
    (kinds.GENDER, " 男 ", "男"), (kinds.GENDER, "M", "男"), (kinds.GENDER, "女性", "女"), (kinds.GENDER, 2.0, "女"),
    (kinds.ETHNICITY, "汉", "汉族"), (kinds.ETHNICITY, "汉人", "汉族"), (kinds.ETHNICITY, "Han", "汉族"),
    (kinds.ETHNICITY, "水", "水族"), (kinds.ETHNICITY, "京族", "京族"), (kinds.ETHNICITY, "01", "汉族"),
    (kinds.EDUCATION, "本科", "大学本科"), (kinds.EDUCATION, "大专(函授)", "大学专科"), (kinds.EDUCATION, "研究生（硕士）", "硕士研究生"),
    (kinds.EDUCATION, "中专", "中等职业"), (kinds.EDUCATION, "博士", "博士研究生"), (kinds.EDUCATION, "21", "大学本科"),
    (kinds.POLITICS, "党员", "中共党员"), (kinds.POLITICS, "团员", "共青团员"), (kinds.POLITICS, "群", "群众"),
    (kinds.POLITICS, "中共正式党员", "中共党员"), (kinds.MARRIAGE, "离异", "离婚"),
    (kinds.EMPLOYMENT, "在职", "在岗"), (kinds.EMPLOYMENT, "内退", "退养(内退)"), (kinds.EMPLOYMENT, "待（下）岗", "待(下)岗"),
    (kinds.HOUSEHOLD, "农村", "农业户口"), (kinds.HOUSEHOLD, "城镇", "非农业户口"), (kinds.HOUSEHOLD, "居民户口", "居民户口"),
    (kinds.SKILL, "高级工", "三级(高级工)"), (kinds.SKILL, "3级/高级", "三级(高级工)"), (kinds.SKILL, "三级", "三级(高级工)"),
    (kinds.SKILL, "四级/中级工", "四级(中级工)"), (kinds.CHANGE, "新入会", "入会"), (kinds.CHANGE, 4, "转出"),
    (kinds.CHANGE_REASON, "劳动关系发生变化", "劳动(工作)关系发生变化"),
    (kinds.INDUSTRY, "C 制造业", "制造业"), (kinds.INDUSTRY, "06交通运输仓储邮政", "交通运输、仓储和邮政业"),
    (kinds.INDUSTRY, "批发零售", "批发和零售业"), (kinds.INDUSTRY, "批发和零售业", "批发和零售业"),
    (kinds.INDUSTRY, "信息传输软件信息技术", "信息传输、软件和信息技术服务业"), (kinds.NATURE, "事业单位", "事业"),
    (kinds.NATURE, "170", "私营"), (kinds.ECONOMY, "私营", "私有"), (kinds.UNION_STATE, "是", "已建"), (kinds.UNION_STATE, "N", "未建"),
    (kinds.UNION_STATE, "√", "已建"), (kinds.UNION_KIND, "独立", "单独"), (kinds.UNION_KIND, "联合基层工会", "联合"),
    (kinds.OPERATING, "存续", "在营"), (kinds.CONTEST_STATE, "完成", "已完成"), (kinds.CONTEST_LEVEL, "街道", "街道级"),
    (kinds.DOCUMENT, "身份证", "居民身份证"), (kinds.DOCUMENT, "回乡证", "港澳居民来往内地通行证"), (kinds.ROLE, "队员", "选手"),
    (kinds.PHOTO, '=DISPIMG("ID_1",1)', "已附照片"),
]  # fmt: skip

TOLD: list[tuple[Kind, Any, str, Any]] = [
    (kinds.ID_NUMBER, "330105199003072014", "ID-CHECK", "330105199003072014"),
    (kinds.ID_NUMBER, "330104197802291014", "ID-DATE", "330104197802291014"),
    (kinds.ID_NUMBER, "33010519900307201", "ID-LENGTH", "33010519900307201"),
    (kinds.ID_NUMBER, "3301051990030720133", "ID-LENGTH", "3301051990030720133"),
    (kinds.ID_NUMBER, 3.30105199003072e17, "ID-NUMBER-CELL", "330105199003072000"),
    (kinds.ID_NUMBER, "3.30105E+17", "ID-NUMBER-CELL", "3.30105E+17"),
    (kinds.ID_NUMBER, "5.22121198912129E+017", "ID-NUMBER-CELL", "5.22121198912129E+017"),
    (kinds.ID_NUMBER, "330105199003072000", "ID-NUMBER-CELL", "330105199003072000"),
    (kinds.ID_NUMBER, "330105********2013", "ID-MASKED", "330105********2013"),
    (kinds.ID_NUMBER, "3301051990XXXX2013", "ID-MASKED", "3301051990XXXX2013"),
    (kinds.ID_NUMBER, "33010519900307201*", "ID-MASKED", "33010519900307201*"),
    (kinds.ID_NUMBER, "33010519851120302*", "ID-STAR", "33010519851120302X"),
    (kinds.ID_NUMBER, "33O1O5l99003072013", "ID-LETTERS", "330105199003072013"),
    (kinds.ID_NUMBER, "330105900307201", "ID-15", "330105199003072013"),
    (kinds.ID_NUMBER, "张三330105199003072013", "ID-MIXED", "330105199003072013"),
    (kinds.ID_NUMBER, "待补", "ID-FORM", "待补"),
    (kinds.ID_NUMBER, True, "ID-FORM", "是"),
    (kinds.ID_NUMBER, "13900001234", "ID-LENGTH", "13900001234"),
    (kinds.DAY, "2021-6-31", "DATE-IMPOSSIBLE", "2021-6-31"),
    (kinds.DAY, "0221-06-01", "DATE-IMPOSSIBLE", "0221-06-01"),
    (kinds.DAY, D(1899, 12, 30), "DATE-IMPOSSIBLE", "1899-12-30"),
    (kinds.DAY, "2021-13-01", "DATE-IMPOSSIBLE", "2021-13-01"),
    (kinds.DAY, 2021.1, "DATE-AMBIGUOUS", "2021"),
    (kinds.DAY, "6/1/2021", "DATE-AMBIGUOUS", "2021"),
    (kinds.DAY, "21.6.1", "DATE-SHORT-YEAR", D(2021, 6, 1)),
    (kinds.DAY, "85年6月", "DATE-SHORT-YEAR", "1985-06"),
    (kinds.DAY, "2021", "DATE-YEAR-ONLY", "2021"),
    (kinds.DAY, "6月1日", "DATE-NO-YEAR", "6月1日"),
    (kinds.DAY, "5月20日-21日", "DATE-NO-YEAR", "5月20日-21日"),
    (kinds.DAY, "2021.3-2021.5", "DATE-RANGE", "2021-03"),
    (kinds.DAY, "2021年3月至今", "DATE-RANGE", "2021-03"),
    (kinds.DAY, "2021年6月底", "DATE-VAGUE", "2021-06"),
    *((kinds.SPAN, text, "SPAN-UNREAD", text) for text in ("一季度", "2022年2-5月", "2022年13月", "2021-11至2022-01", "季报")),
    (kinds.DAY, "2021年上半年", "DATE-VAGUE", "2021"),
    (kinds.DAY, "2022年春节", "DATE-VAGUE", "2022-02"),
    (kinds.DAY, "2023年元旦、春节期间", "DATE-VAGUE", "2023-01"),
    (kinds.DAY, "2021国庆节前夕", "DATE-VAGUE", "2021-10"),
    (kinds.DAY, "2021年某节", "DATE-UNREAD", "2021年某节"),
    (kinds.DAY, "长期", "DATE-UNREAD", "长期"),
    (kinds.DAY, "今天", "DATE-UNREAD", "今天"),
    (kinds.DAY, 12, "DATE-UNREAD", "12"),
    (kinds.DAY, dt.time(8), "DATE-UNREAD", "08:00:00"),
    (kinds.COUNT, "约86", "NUM-ABOUT", 86),
    (kinds.COUNT, "100余人", "NUM-ABOUT", 100),
    (kinds.COUNT, "-3", "NUM-NEGATIVE", None),
    (kinds.COUNT, 3.5, "NUM-DECIMAL", None),
    (kinds.COUNT, "几十人", "NUM-UNREAD", None),
    (kinds.DAY, "5.1-5.5", "DATE-NO-YEAR", "5.1-5.5"),
    (kinds.DAY, "21.5-22.3", "DATE-UNREAD", "21.5-22.3"),
    (kinds.COUNT, "12人(女5人)", "NUM-UNREAD", None),
    (kinds.COUNT, "5-10", "NUM-UNREAD", None),
    (kinds.COUNT, D(1900, 3, 26), "NUM-DATE", None),
    (kinds.COUNT, 1e12, "NUM-HUGE", None),
    (kinds.COUNT, math.inf, "NUM-UNREAD", None),
    (kinds.COUNT, True, "NUM-UNREAD", None),
    (kinds.COUNT, "#DIV/0!", "CELL-ERROR", None),
    (kinds.STARS, "6", "NUM-HUGE", None),
    (kinds.YEAR, 116, "YEAR-ODD", None),
    (kinds.YEAR, "22", "DATE-SHORT-YEAR", 2022),
    (kinds.YEAR, D(1905, 7, 14), "NUM-DATE", None),
    (kinds.SCORE, "缺考", "SCORE-NONE", None),
    (kinds.SCORE, "良好", "NUM-UNREAD", None),
    (kinds.YES_NO, "也许", "YESNO-UNREAD", "也许"),
    (kinds.YES_NO, "□", "YESNO-UNREAD", "□"),
    (kinds.MOBILE, "1.39E+10", "PHONE-LOST", "1.39E+10"),
    (kinds.MOBILE, 1.39e10, "PHONE-LOST", "13900000000"),
    (kinds.MOBILE, "1390000123", "PHONE-LENGTH", "1390000123"),
    (kinds.MOBILE, "139000012345", "PHONE-LENGTH", "139000012345"),
    (kinds.MOBILE, "12345678901", "PHONE-FORM", "12345678901"),
    (kinds.MOBILE, "13900001234/13800001234", "PHONE-TWO", "13900001234"),
    (kinds.MOBILE, "0571-88001234", "PHONE-LANDLINE", "0571-88001234"),
    (kinds.PHONE, "abc", "PHONE-FORM", "abc"),
    (kinds.CODE, "91350203M0001QAY9B", "CODE-CHECK", "91350203M0001QAY9B"),
    (kinds.CODE, "91350200MA2YJIXR9G", "CODE-LETTERS", "91350200MA2YJ1XR9G"),
    (kinds.CODE, "330105000012345", "CODE-OLD", "330105000012345"),
    (kinds.CODE, "12345678-9", "CODE-OLD", "123456789"),
    (kinds.CODE, 9.1330105e17, "CODE-NUMBER-CELL", "913301050000000000"),
    (kinds.UNION_CODE, "81330105MC00000122", "UNION-CODE-CHECK", "81330105MC00000122"),
    (kinds.BANK, 6.2220212345678e18, "BANK-NUMBER-CELL", "6222021234567799808"),
    (kinds.BANK, "6222021234567895", "BANK-CHECK", "6222021234567895"),
    (kinds.ETHNICITY, "汗族", "CHOICE-UNKNOWN", "汗族"),
    (kinds.ETHNICITY, "3", "CHOICE-CODE", "3"),
    (kinds.INDUSTRY, "F", "CHOICE-CODE", "F"),
    (kinds.INDUSTRY, "06", "CHOICE-CODE", "06"),
    (kinds.POLITICS, "民主党派", "CHOICE-DOUBT", "民主党派"),
    (kinds.EDUCATION, "本科在读", "CHOICE-DOUBT", "大学本科"),
    (kinds.SKILL, "1级", "CHOICE-DOUBT", "一级(高级技师)"),
    (kinds.CHANGE, "搬家", "CHOICE-COUNTED", "搬家"),
    (kinds.NAME, "张三 李四", "NAME-SEVERAL", "张三 李四"),
    (kinds.NAME, "张三\n李四", "NAME-SEVERAL", "张三、李四"),
    (kinds.NAME, "张三*", "NAME-EXTRA", "张三"),
    (kinds.NAME, "张**", "NAME-MASKED", "张**"),
    (kinds.REMARK, "配偶330105199003072013", "PRIVACY-ID", "配偶330105199003072013"),
]  # fmt: skip

BLANKS = ["", "  ", "\u3000", "无", "没有", "/", "—", "——", "--", "N/A", "null", "暂无", "不详", math.nan]


@pytest.mark.parametrize(("kind", "raw", "value"), GOOD, ids=lambda one: getattr(one, "name", str(one)))
def test_good_spellings_become_tidy_without_a_word(kind: Kind, raw: Any, value: Any) -> None:
    """Spellings people use are read silently."""
    made = kind.tidy(raw)
    assert (made.value, type(made.value), made.rule) == (value, type(value), "")


@pytest.mark.parametrize(
    ("kind", "raw", "rule", "value"), TOLD, ids=lambda one: getattr(one, "name", str(one))
)
def test_doubtful_and_bad_ones_are_told(kind: Kind, raw: Any, rule: str, value: Any) -> None:
    """Each fault has its own verdict, and the best reading there is."""
    made = kind.tidy(raw)
    assert (made.rule, made.value) == (rule, value)
    assert rule in catalogue.RULES


def test_a_number_beyond_all_days_is_no_date() -> None:
    """Python writes it in five signs (`1e+22`)."""
    assert kinds.DAY.tidy(1e22).rule == "DATE-UNREAD"


def test_the_noise_of_a_formula_is_no_part_of_a_number() -> None:
    """Excel shows 15 digits: what it shows is read."""
    assert (kinds.COUNT.tidy(3.0000000000000004), kinds.TEXT.tidy(0.1 + 0.2)) == (Tidied(3), Tidied("0.3"))
    assert kinds.MONEY.tidy(1200.123456789).value == 1200.123456789
    assert kinds.TEXT.tidy("6.22202E+18").rule == "TEXT-NUMBER-CELL" and not kinds.TEXT.tidy("1E10").rule


@pytest.mark.parametrize("kind", kinds.KINDS.values(), ids=kinds.KINDS)
def test_blank_is_blank(kind: Kind) -> None:
    """Nothing, blanks and the words for nothing are no value; for yes and no 无 says 否."""
    for raw in BLANKS:
        if kind is kinds.YES_NO and raw in ("无", "没有"):
            continue
        assert kind.tidy(raw) == Tidied(), (kind.name, raw)


@pytest.mark.parametrize("kind", kinds.KINDS.values(), ids=kinds.KINDS)
def test_standard_choices_are_tidy_already(kind: Kind) -> None:
    """What a drop-down offers is taken as it is, by the fast path too."""
    for choice in kind.choices:
        assert kind.tidy(choice) == Tidied(choice)
        assert kind.is_tidy is not None and kind.is_tidy(choice)


@pytest.mark.parametrize("kind", kinds.KINDS.values(), ids=kinds.KINDS)
def test_excels_errors_are_told(kind: Kind) -> None:
    """#REF! is never a value, #无锡 may be."""
    assert kind.tidy("#REF!").rule == "CELL-ERROR"


JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=40), st.dates(), st.datetimes(), st.times(),
    st.timedeltas(), st.text(alphabet="0123456789Xx*./-年月日 人元万％+", max_size=20), st.integers(min_value=10**400, max_value=10**401),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(kind=st.sampled_from(list(kinds.KINDS.values())), raw=JUNK)
def test_junk_never_raises_and_tidying_twice_is_tidying_once(kind: Kind, raw: Any) -> None:
    """Any cell gives a verdict; a value tidied without a word stays as it is."""
    made = kind.tidy(raw)
    assert not made.rule or made.rule in catalogue.RULES
    if made.value is not None and not made.rule:
        again = kind.tidy(made.value)
        assert (again.value, again.rule) == (made.value, ""), (kind.name, raw)
    if kind.is_tidy is not None and kind.is_tidy(raw):
        assert made == Tidied(raw)


USUAL = st.sampled_from([
    "张三", "李四", "同上", "没有", "无", "n/a", "甲\n乙", "杭州甲有限公司", "男", "女", "是", "否", "汉族", "大学本科", "13900001234", "1390000123",
    "330105199003072013", "33010519851120302X", "33010519900307201\n", "330105199003072014", "33010519900230201X", "990105199003072013",
    "2021-06-01", "2021-02-30", "1909-12-31", "2021-6-1", "2021-W01-1", D(2021, 6, 1), D(1909, 12, 31), "１３", "", 1, True, 3.0, None,
])  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(
    kind=st.sampled_from(list(kinds.KINDS.values())),
    cells=st.one_of(
        st.lists(st.one_of(USUAL, JUNK), max_size=6), USUAL.flatmap(lambda one: st.lists(st.just(one), min_size=1, max_size=3))
    ),
)  # fmt: skip
def test_a_plain_column_is_what_its_cells_are(kind: Kind, cells: list[Any]) -> None:
    """A column looked at as a whole gives what its cells give one by one, and nothing is told of any."""
    made = kind.plain(cells) if kind.plain else None
    if made is not None:
        assert [Tidied(value) for value in made] == [kind.tidy(raw) for raw in cells]


PLAIN = [
    (kinds.NAME, ["张三", "欧阳娜娜"]),
    (kinds.ORG, ["杭州甲有限公司"]),
    (kinds.TEXT, ["文晖路1号", "a-b"]),
    (kinds.MOBILE, ["13900001234", "13800001234"]),
    (kinds.ID_NUMBER, ["330105199003072013", "33010519851120302X"]),
    (kinds.DAY, ["2021-06-01", "2021-06-02"]),
    (kinds.DAY, [D(2021, 6, 1)]),
    (kinds.GENDER, ["男", "女"]),
    (kinds.YES_NO, ["是", "否"]),
]


@pytest.mark.parametrize(("kind", "cells"), PLAIN, ids=lambda one: getattr(one, "name", ""))
def test_plain_columns_are_seen_as_such(kind: Kind, cells: list[Any]) -> None:
    """The quick way is taken where it may be, and not where one cell is otherwise."""
    assert kind.plain is not None
    assert kind.plain(cells) == [kind.tidy(raw).value for raw in cells]
    for odd in ("#REF!", "无", 1, True, "", "甲\n乙"):
        assert kind.plain([*cells, odd]) is None


@settings(max_examples=100, deadline=None)
@given(kind=st.sampled_from(list(kinds.KINDS.values())), sample=st.lists(JUNK, max_size=5))
def test_likeness_is_a_share(kind: Kind, sample: list[Any]) -> None:
    """Between 0 and 1, whatever the sample."""
    if kind.likeness is not None:
        assert 0 <= kind.likeness(sample) <= 1


SIGNATURES = [
    (kinds.ID_NUMBER, ["330105199003072013", "33010519851120302x", "330105199202293046"]),
    (kinds.MOBILE, ["13900001234", 13800001234.0, "139 0000 1234"]),
    (kinds.DAY, [D(2021, 1, 1), "2021-02-03", "2021.3.4"]),
    (kinds.GENDER, ["男", "女", "女"]),
    (kinds.ETHNICITY, ["汉", "汉族", "回族"]),
    (kinds.NAME, ["张三", "李四", "欧阳娜娜"]),
    (kinds.ORG, ["杭州甲有限公司", "北星社区居民委员会", "某某医院"]),
    (kinds.CODE, ["91350200MA2YJ1XR9G", "81330105MC00000121", "81330105MC0000020U"]),
    (kinds.YES_NO, ["是", "√", "×"]),
    (kinds.COUNT, [3.0, 4, "5人"]),
]


@pytest.mark.parametrize(("kind", "sample"), SIGNATURES, ids=lambda one: getattr(one, "name", ""))
def test_a_column_looks_like_its_own_kind_most(kind: Kind, sample: list[Any]) -> None:
    """The content's signature: full for its own kind, and an ID column is not taken for mobiles or names."""
    assert kind.likeness is not None and kind.likeness(sample) == 1
    for other in (kinds.ID_NUMBER, kinds.MOBILE, kinds.NAME, kinds.CODE):
        if other is not kind:
            assert other.likeness is not None and other.likeness(sample) < 0.5, other.name


def test_nearest_choice_is_suggested_in_the_order_of_the_list() -> None:
    """The nearest spelling first, the commoner one among equals."""
    assert kinds.ETHNICITY.tidy("汗族").suggestions[0].value == "汉族"
    assert kinds.POLITICS.tidy("中共党元").suggestions[0].value == "中共党员"


def test_meaning_changed_is_marked_spelling_is_not() -> None:
    """Only what changed in meaning goes to the log."""
    assert kinds.DAY.tidy(44348).changed and not kinds.DAY.tidy("2021年6月1日").changed
    assert kinds.MONEY.tidy("2万元").changed and not kinds.MONEY.tidy("20,000元").changed
    assert kinds.MOBILE.tidy("13900001234/13800001234").changed


def test_two_numbers_in_a_cell_are_no_number() -> None:
    """Blanks part groups of three digits, and nothing else."""
    assert kinds.COUNT.tidy("1 200").value == 1200 and kinds.COUNT.tidy("12 345 678人").rule == "NUM-HUGE"
    assert [kinds.COUNT.tidy(one).rule for one in ("50 60", "1 2", "12 3456")] == ["NUM-UNREAD"] * 3


def test_headers_change_what_is_asked() -> None:
    """Under 联系电话 landlines are fine; under 预算(万元) numbers count ten thousands; under 签名 a name is a 是."""
    assert kinds.MOBILE.under is not None and kinds.MONEY.under is not None and kinds.YES_NO.under is not None
    assert kinds.MOBILE.under("联系电话").tidy("0571-88001234").rule == ""
    assert kinds.MOBILE.under("手机号码").tidy("0571-88001234").rule == "PHONE-LANDLINE"
    assert kinds.MONEY.under("预算（万元）").tidy(2.5).value == 25000
    assert kinds.MONEY.under("预算(元)").tidy(2.5).value == 2.5
    assert kinds.YES_NO.under("本人签名").tidy("张三").value == "是"
    assert kinds.YES_NO.under("是否签订集体合同").tidy("张三").rule == "YESNO-UNREAD"


@pytest.mark.parametrize(
    ("raw", "value", "rule"),
    [
        (D(1910, 1, 1), D(1910, 1, 1), ""),
        (D(1909, 12, 31), "1909-12-31", "DATE-IMPOSSIBLE"),
        (D(2100, 12, 31), D(2100, 12, 31), ""),
        ("2101-01-01", "2101-01-01", "DATE-IMPOSSIBLE"),
        ("1910.1", "1910-01", ""),
        ("1909.1", "1909.1", "DATE-IMPOSSIBLE"),
        ("2100.12", "2100-12", ""),
        (20000, D(1954, 10, 3), ""),
        (19999, "19999", "DATE-UNREAD"),
        (60000, D(2064, 4, 8), ""),
        (60001, "60001", "DATE-UNREAD"),
        ("211201", D(2021, 12, 1), "DATE-SHORT-YEAR"),
        ("211301", "211301", "DATE-IMPOSSIBLE"),
        (1900.2, "1900.2", "DATE-IMPOSSIBLE"),
        (2021.125, "2021.125", "DATE-UNREAD"),
    ],
    ids=str,
)
def test_the_bounds_of_dates(raw: Any, value: Any, rule: str) -> None:
    """1910 to 2100, serials 20000 to 60000, months 1 to 12."""
    made = kinds.DAY.tidy(raw)
    assert (made.value, made.rule) == (value, rule)


def test_an_impossible_date_suggests_what_it_may_have_meant() -> None:
    """The month's last day; day and month the other way round."""
    assert [one.value for one in kinds.DAY.tidy("2022-2-30").suggestions] == ["2022-02-28"]
    assert [one.value for one in kinds.DAY.tidy("2022-31-12").suggestions] == ["2022-12-31"]
    assert [one.value for one in kinds.DAY.tidy("2022-13-01").suggestions] == ["2022-01-13"]
    assert kinds.DAY.tidy("2022-32-32").suggestions == ()


def test_likeness_of_dates_stored_as_numbers() -> None:
    """Serials count a little; plain numbers and truth values not at all."""
    assert kinds.DAY.likeness is not None
    assert kinds.DAY.likeness([44348.0, 44349.0]) == pytest.approx(0.4)
    assert kinds.DAY.likeness([True, 7.0, 2021.1]) == 0


@pytest.mark.parametrize(
    ("raw", "value", "changed"),
    [
        ("2022-03-19T16:00:00Z", D(2022, 3, 20), True),
        ("2022-03-19T16:00:00.000Z", D(2022, 3, 20), True),
        ("2022-03-20T08:30:00+08:00", D(2022, 3, 20), False),
        ("2022-03-20T00:00:00+0800", D(2022, 3, 20), False),
        ("2022-03-19 23:30:00-05:00", D(2022, 3, 20), True),
        ("2022-03-20 15:59 UTC", D(2022, 3, 20), False),
        ("1988-06-30T15:00:00Z", D(1988, 7, 1), True),
        ("2022-03-20T16:00:00", D(2022, 3, 20), False),
    ],
)
def test_moments_with_an_offset_are_days_in_china(raw: str, value: dt.date, changed: bool) -> None:
    """Midnight in China is the afternoon before in London; in 1988 there was summer time."""
    made = kinds.DAY.tidy(raw)
    assert (made.value, made.rule, made.changed) == (value, "", changed)


@pytest.mark.parametrize(
    ("raw", "value", "rule"),
    [
        ("1.3812345678E+10", "13812345678", ""),
        ("1.3812345678e10", "13812345678", ""),
        ("1.3812345678E+010", "13812345678", ""),
        ("1.381234567E+10", None, "PHONE-LOST"),
        ("1.38E+10", None, "PHONE-LOST"),
    ],
)
def test_a_phone_in_scientific_writing_with_all_its_digits_is_no_loss(
    raw: str, value: Any, rule: str
) -> None:
    """Only where the last digits are gone it is."""
    made = kinds.MOBILE.tidy(raw)
    assert made.rule == rule and (rule or made.value == value)
    assert kinds.PHONE.tidy(raw).rule == rule


def test_numbers_with_a_unit_of_their_own_are_not_scaled_again() -> None:
    """Under 万元: 1.2 is 12,000, 0.6万 is 6,000, 5000元 is 5,000."""
    assert kinds.MONEY.under is not None
    tidy = kinds.MONEY.under("资金(万元)").tidy
    given: list[Any] = [1.2, "0.6万", "0.6万元", "5000元", 0, None]
    assert [tidy(raw).value for raw in given] == [12000, 6000, 6000, 5000, 0, None]


def test_a_declared_list_takes_other_spellings_of_a_value() -> None:
    kind = kinds.kind_named("单选", "结论", ("达标←√←符合", "不达标←×"))
    assert kind.choices == ("达标", "不达标")
    assert [kind.tidy(raw).value for raw in ("√", " 符 合", "×", "达标")] == [
        "达标",
        "达标",
        "不达标",
        "达标",
    ]
    assert kind.tidy("待定").rule == "CHOICE-UNKNOWN"


@pytest.mark.parametrize(
    ("kind", "header", "raw", "value"),
    [
        (kinds.COUNT, "阅读量(万)", 2, 20000),
        (kinds.COUNT, "阅读量（万）", 0.35, 3500),
        (kinds.COUNT, "参加人次_万人次", 1.5, 15000),
        (kinds.NUMBER, "藏书（千册）", "1.2", 1200),
        (kinds.COUNT, "阅读量（万次）", "350次", 350),
        (kinds.COUNT, "阅读量（万）", "1.2万", 12000),
        (kinds.COUNT, "职工数（100人以上）", 3, 3),
        (kinds.MONEY, "资金（万）", 1.2, 12000),
    ],
)
def test_a_header_that_counts_in_ten_thousands_is_heeded(
    kind: kinds.Kind, header: str, raw: Any, value: int
) -> None:
    """Every kind of number, not only money; what says its own unit is as written; each change is told."""
    assert kind.under is not None
    told = kind.under(header).tidy(raw)
    assert (told.value, told.rule) == (value, "")
    assert told.changed is (raw != "350次" and raw != 3)


@pytest.mark.parametrize("written", ["3台", "3 套", "3箱", "3辆", "3张", "3天"])
def test_a_number_with_what_is_counted_is_a_number(written: str) -> None:
    """`3台` under 数量 holds no row."""
    assert kinds.COUNT.tidy(written).value == 3


@pytest.mark.parametrize("written", ["①张三②李四", "20㎡", "10℃以下", "x²", "½天", "㈠组织"])
def test_signs_that_say_more_stay_in_a_text(written: str) -> None:
    """`①` is no `1`: what a text says is not changed; letters become half width as before."""
    assert kinds.TEXT.tidy(written).value == written
    assert kinds.REMARK.tidy(f"Ａ{written}").value == f"A{written}"


def test_only_what_names_a_row_has_its_punctuation_made_alike() -> None:
    """Brackets and commas of remarks and other texts stay as written: nothing is changed without a word."""
    written = "临时工（外包），转正：2月；好！"
    assert kinds.REMARK.tidy(written).value == WRITTEN.tidy(written).value == written
    assert kinds.TEXT.tidy("第三届（家政）大赛").value == "第三届(家政)大赛"


@pytest.mark.parametrize(
    ("kind", "shown", "typed"),
    [
        (kinds.COUNT, D(1900, 1, 2), ["2"]),
        (kinds.COUNT, D(1900, 3, 1), ["61"]),
        (kinds.DAY, D(1905, 7, 14), ["2022"]),
        (kinds.DAY, dt.datetime(1905, 7, 13, 2, 24), ["2021-01", "2021-10"]),
        (kinds.DAY, dt.datetime(1905, 7, 13, 14, 24), ["2021-06"]),
        (kinds.DAY, D(1909, 5, 1), []),
    ],
)
def test_a_number_shown_as_a_day_is_suggested(kind: kinds.Kind, shown: Any, typed: list[str]) -> None:
    """What was typed into a cell formatted as a date; Excel has a 29 February 1900."""
    assert [one.value for one in kind.tidy(shown).suggestions] == typed


@pytest.mark.parametrize(
    ("header", "yuan"),
    [
        ("资金（以万元为单位）", 15000),
        ("资金（万元，保留两位小数）", 15000),
        ("资金（万元）*", 15000),
        ("资金〔万元〕", 15000),
        ("奖金（一等奖2万元，二等奖1万元）", 1.5),
        ("资金（超5万元的注明）", 1.5),
    ],
)
def test_a_unit_with_more_behind_it_counts(header: str, yuan: float) -> None:
    """A sum of money in a header is no unit."""
    assert kinds.MONEY.under(header).tidy(1.5).value == yuan


@pytest.mark.parametrize(
    ("header", "text", "rule"),
    [
        ("慰问人次", "80箱", "NUM-OTHER-UNIT"),
        ("慰问人次", "80人", ""),
        ("参加人数", "60人次", "NUM-OTHER-UNIT"),
        ("参加人数", "60人", ""),
        ("数量", "80箱", ""),
    ],
)
def test_a_number_of_people_is_of_people(header: str, text: str, rule: str) -> None:
    """Boxes are no people, and who came twice is one person."""
    tidied = kinds.COUNT.under(header).tidy(text)
    assert (tidied.value, tidied.rule) == (int(text[:2]), rule)


def test_what_brackets_added_to_a_choice_is_noted() -> None:
    """`报废（待批）` is no longer what stood there."""
    state = kinds.choice("状态", ("在用", "报废←报损"))
    assert [state.tidy(one)[4:] for one in ("报废（待批）", "报损")] == [
        (True, "去掉括号里的内容"),
        (False, ""),
    ]
    assert kinds.MONEY.tidy("三万六").value == 36000


def test_a_sum_and_an_amount_in_brackets_are_no_numbers_but_suggest_one() -> None:
    """Never taken: brackets typed into a cell may be a remark."""
    for raw, likely in (("5000+2000元", "7000"), ("（1,200.50）", "1200.50"), ("5000、2000", None)):
        tidied = kinds.MONEY.tidy(raw)
        assert (tidied.value, tidied.rule) == (None, "NUM-UNREAD")
        assert [one.value for one in tidied.suggestions] == ([likely] if likely else [])
