"""What a tag's filters show."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy
import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

from union_xl.fill import FILTERS, round_about
from union_xl.fill.filters import first_look, tidy
from union_xl.fill.tag_values import NamedValue, show
from union_xl.fill.tags import may_hold_tags, parse_tag, split_text, unfinished
from union_xl.model import Figure

DAY = dt.date(2022, 6, 30)


def shown(value: Any, filters: str = "", unit: str = "", counted: bool = False) -> tuple[Any, str]:
    done = show(NamedValue("", "名", value, unit, "", counted), parse_tag(f"名|{filters}"))
    return done.value, done.text


@pytest.mark.parametrize(
    ("value", "filters", "cell", "text"),
    [
        (12345, "万", 1.23, "1.23"),
        (12350, "万", 1.24, "1.24"),
        (36, "余", "35余", "35余"),
        (40, "余", 40, "40"),
        (0.8765, "百分比", 0.8765, "87.7%"),
        (0, "百分比", 0, "0.0%"),
        (1234567.5, "千分位", 1234567.5, "1,234,567.50"),
        (1234, "千分位", 1234, "1,234"),
        (2.345, "两位小数", 2.35, "2.35"),
        (2.5, "整数", 3, "3"),
        (DAY, "日期", DAY, "2022年6月30日"),
        (DAY, "年月", DAY, "2022年6月"),
        (DAY, "短日期", DAY, "2022-06-30"),
        (DAY, "", DAY, "2022年6月30日"),
        (["甲", "乙"], "名单", "甲、乙", "甲、乙"),
        (["甲", "乙"], "引号", "“甲”、“乙”", "“甲”、“乙”"),
        (["甲", "乙"], "个数", 2, "2"),
        ([], "名单", "", ""),
        (None, "横线", "—", "—"),
        (None, "零", 0, "0"),
        (None, "万", None, ""),
        ("文字", "万", "文字", "文字"),
        (12.0, "", 12.0, "12"),
        (0.1 + 0.2, "", 0.1 + 0.2, "0.3"),
        (True, "", "是", "是"),
        (12000, "万|文本", "1.20", "1.20"),
    ],
)
def test_a_filter_shows(value: Any, filters: str, cell: Any, text: str) -> None:
    """A cell of its own gets a number where it is one; words get the office's spelling."""
    assert shown(value, filters) == (cell, text)


def test_a_share_without_base_is_a_dash_unless_said_otherwise() -> None:
    """X25: no denominator, no rate; `|空白` and `|零` say what instead."""
    assert shown(None, "", "%", True) == (None, "—")
    assert shown(None, "空白", "%", True) == (None, "")
    assert shown(None, "零", "%", True) == (0, "0")
    assert shown(None) == (None, "")


def test_units_follow_a_number() -> None:
    """`|单位` puts the figure's unit behind the number, never behind nothing."""
    assert shown(12, "单位", "家") == ("12家", "12家")
    assert shown(None, "单位", "家") == (None, "")
    assert shown(0.5, "单位", "%") == (0.5, "50.0%")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        *((0, "0"), (1, "1"), (19, "19"), (20, "20"), (23, "20余"), (99, "95余"), (100, "100")),
        *((999, "990余"), (1000, "1000"), (1009, "1000余"), (1234, "1230余")),
    ],
)
def test_about(number: int, words: str) -> None:
    """The 余 rule at its edges (domain 1.2)."""
    assert round_about(number) == words


@given(st.integers(0, 10**7))
def test_about_never_says_more_than_there_is(number: int) -> None:
    """`n余` means more than n; without 余 the number is exact."""
    words = round_about(number)
    floor = int(words.removesuffix("余"))
    assert floor < number if words.endswith("余") else floor == number


@given(st.one_of(st.none(), st.floats(), st.integers(), st.text(), st.dates(), st.lists(st.text())))
def test_no_filter_ever_fails(value: Any) -> None:
    """Any value passes through any filter."""
    for name in FILTERS:
        assert isinstance(shown(value, name)[1], str)


def test_numbers_of_other_libraries_become_plain() -> None:
    """numpy and pandas values, NaN and NaT included."""
    values = [
        numpy.int64(5),
        numpy.float64("nan"),
        pandas.NaT,
        pandas.Timestamp("2022-06-30"),
        numpy.bool_(False),
    ]
    assert [tidy(one) for one in values] == [5, None, None, dt.datetime(2022, 6, 30), "否"]
    assert first_look(Figure("a", "b", 1).value, "%", True).code == "0.0%"


@pytest.mark.parametrize(
    ("typed", "block", "name", "filters"),
    [
        ("{{会员数}}", "", "会员数", ()),
        ("｛｛　会员 数　｝｝", "", "会员数", ()),
        ("{ {会员数} }", "", "会员数", ()),
        ("{｛会员数}｝", "", "会员数", ()),
        ("{{新建工会数｜万|文本}}", "", "新建工会数", ("万", "文本")),
        ("{{每单位。单位名称}}", "每单位", "单位名称", ()),
        ("{{每单位．会员数｜万}}", "每单位", "会员数", ("万",)),
        ("{{上期.会员数}}", "", "上期.会员数", ()),
        ("{{每万人会员数}}", "", "每万人会员数", ()),
    ],
)
def test_tags_as_people_type_them(typed: str, block: str, name: str, filters: tuple[str, ...]) -> None:
    """Full width, blanks and mixed braces are all the same tag."""
    (tag,) = split_text(typed)
    assert not isinstance(tag, str)
    assert (tag.block, tag.name, tag.filters, tag.text) == (block, name, filters, typed)


@given(st.text(alphabet="{}｛｝会员数| .每\n"))
def test_any_text_can_be_cut(text: str) -> None:
    """Whatever the braces, nothing is lost and nothing fails."""
    found = split_text(text)
    assert "".join(one if isinstance(one, str) else one.text for one in found) == text
    if unfinished(text):
        assert may_hold_tags(text)
