# ruff: noqa: E501
"""Tags that choose: a group's figure, a period's before, the items of a repeating row; words around a value."""

from __future__ import annotations

import pytest

from union_xl.fill.filters import Shown
from union_xl.fill.repeating_rows import chosen, repeating_rows
from union_xl.fill.tag_values import NamedValue, show
from union_xl.fill.tags import parse_tag, split_text
from union_xl.model import TemplateError


@pytest.mark.parametrize(
    ("typed", "block", "name", "filters"),
    [
        ("帮扶人次|帮扶类别=送温暖", "", "帮扶人次|帮扶类别=送温暖", ()),
        ("帮扶金额｜帮扶类别＝送温暖｜万元", "", "帮扶金额|帮扶类别=送温暖", ("万元",)),
        ("发展会员数 | 上期", "", "发展会员数|上期", ()),
        ("每社区.发展会员数|去年同期|整数", "每社区", "发展会员数|去年同期", ("整数",)),
        ("每合同.签订单位|条件=是否试点 = '是' and 1 > 0|排序=签订日期", "每合同|条件=是否试点 = '是' and 1 > 0|排序=签订日期", "签订单位", ()),
        ("每任务.名称|所指", "每任务", "名称|所指", ()),
        ("批准文号|前=批准文号：|空=无", "", "批准文号", ("前=批准文号：", "空=无")),
    ],
)  # fmt: skip
def test_what_chooses_is_no_filter(typed: str, block: str, name: str, filters: tuple[str, ...]) -> None:
    """Full width or half width; a condition keeps its spaces and quotes."""
    tag = parse_tag(typed)
    assert (tag.block, tag.name, tag.filters) == (block, name, filters)


@pytest.mark.parametrize(
    ("value", "filters", "words"),
    [
        ("杭统1号", "前=文号：|后=　", "文号：杭统1号　"),
        ("", "前=文号：|后=　", ""),
        (None, "空=（本期没有）", "（本期没有）"),
        (0, "空=（本期没有）|后=家", "0家"),
    ],
)
def test_words_stand_only_beside_a_value(value: object, filters: str, words: str) -> None:
    """Nothing around nothing; 0 is something."""
    tag = parse_tag(f"批准文号|{filters}")
    shown: Shown = show(NamedValue("", "批准文号", value, "", "", False), tag)
    assert shown.text == words


def test_a_condition_is_said_once_for_a_row() -> None:
    """The other tags of the row follow; the same kind under another condition is a block of its own."""
    bound = {
        (5, 1): split_text("{{每合同.签订单位|条件=是否试点 = '是'}}"),
        (5, 2): split_text("{{每合同.合同编号}}"),
        (6, 1): split_text("{{每合同.签订单位|条件=是否试点 = '否'}}"),
    }
    found = repeating_rows("表", chosen(bound), ())
    assert [(one.name, one.first, one.last) for one in found] == [
        ("每合同|条件=是否试点 = '是'", 5, 5),
        ("每合同|条件=是否试点 = '否'", 6, 6),
    ]
    with pytest.raises(TemplateError):
        repeating_rows("表", chosen({**bound, (5, 3): split_text("{{每单位.单位名称}}")}), ())
