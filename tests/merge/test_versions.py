"""Several returns of one unit."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from tests.merge.returns import document, member, part, sent
from union_xl import merge
from union_xl.ledgers.keys import SEPARATOR
from union_xl.model import HeldRow, RunContext, Settings, period

CONTEXT = RunContext(settings=Settings(), period=period("2022H1"))


def fates(ledger):
    return {one.book: one.fate for one in ledger.receipts}


def accounts(ledger):
    return {one.book: (one.read, one.kept, one.joined, one.held) for one in ledger.receipts}


def test_newer_full_return_takes_the_place_of_the_older():
    """Rows of the older list are carried by the newer one; the one it lacks is held, not dropped."""
    old = [member(n, "甲公司") for n in range(10)]
    new = [member(n, "甲公司", 手机号码="13900009999") for n in range(9)]
    ledger = merge.merge(
        [
            sent("a.xlsx", part(old, "甲公司", filled_on=dt.date(2022, 6, 1))),
            sent("b.xlsx", part(new, "甲公司", filled_on=dt.date(2022, 6, 9))),
        ],
        CONTEXT,
    )
    assert fates(ledger) == {"a.xlsx": "被替代", "b.xlsx": "采用"}
    assert accounts(ledger) == {"a.xlsx": (10, 0, 9, 1), "b.xlsx": (9, 9, 0, 0)}
    assert [row.rules for *_, row in ledger.held] == [("L-SUPERSEDED",)]
    assert set(ledger.frames["member"]["手机号码"]) == {"13900009999"}
    assert not ledger.unbalanced


def test_a_nameless_row_held_before_is_carried_by_the_newer_row_of_its_key():
    """Its document says who it is: the newer list has it, mended or still nameless."""
    rows = [member(n, "甲公司") for n in range(10)]
    key = SEPARATOR.join(("0", "居民身份证", document(10)))
    nameless = (HeldRow("会员", 12, member(10, "甲公司", 姓名=None), ("BLANK-REQUIRED",), "甲公司", key),)
    old = replace(part(rows, "甲公司", filled_on=dt.date(2022, 6, 1)), held=nameless, read=11)
    mended = part([*rows, member(10, "甲公司")], "甲公司", filled_on=dt.date(2022, 6, 9))
    changed = part(
        [*rows[:9], member(9, "甲公司", 手机号码="13900009999")], "甲公司", filled_on=mended.filled_on
    )
    still = replace(changed, held=nameless, read=11)
    for new, account in ((mended, (11, 11, 0, 0)), (still, (11, 10, 0, 1))):
        ledger = merge.merge([sent("a.xlsx", old), sent("b.xlsx", new)], CONTEXT)
        assert accounts(ledger) == {"a.xlsx": (11, 0, 11, 0), "b.xlsx": account}
        assert not ledger.unbalanced


def test_a_row_held_before_is_not_carried_by_another_matter_of_the_same_person():
    """January's payment was held; in February the same person got another one, or has another row held."""
    jan, feb = ({"姓名": "赵一", "帮扶类别": "送温暖", "发放日期": dt.date(2022, n, 20)} for n in (1, 2))
    other = {"姓名": "钱二", "帮扶类别": "送温暖", "发放日期": dt.date(2022, 1, 20)}
    old = part([other], "甲公司", form="hardship-aid", filled_on=dt.date(2022, 1, 21))
    new = part([feb], "甲公司", form="hardship-aid", filled_on=dt.date(2022, 2, 21))
    held, later = (HeldRow("表", 9, one, ("NUM-UNREAD",), "甲公司") for one in (jan, feb))
    still = replace(part([], "甲公司", form="hardship-aid", filled_on=new.filled_on), held=(later,), read=1)
    for newer in (new, still):
        returns = [sent("a.xlsx", replace(old, held=(held,), read=2)), sent("b.xlsx", newer)]
        assert accounts(merge.merge(returns, CONTEXT))["a.xlsx"] == (2, 1, 0, 1)


def test_a_full_return_that_lacks_more_than_a_fifth_waits():
    """The older list stays in force; equal rows of the newer are joined, changed ones wait."""
    old = [member(n, "甲公司") for n in range(10)]
    new = [*old[:6], member(6, "甲公司", 姓名="李四")]
    ledger = merge.merge(
        [
            sent("a.xlsx", part(old, "甲公司", filled_on=dt.date(2022, 6, 1))),
            sent("b.xlsx", part(new, "甲公司", filled_on=dt.date(2022, 6, 9))),
        ],
        CONTEXT,
    )
    assert fates(ledger) == {"a.xlsx": "采用", "b.xlsx": "待确认"}
    assert accounts(ledger) == {"a.xlsx": (10, 10, 0, 0), "b.xlsx": (7, 0, 6, 1)}
    assert [one.rule for one in ledger.findings] == ["L-PARTIAL"]


def test_same_file_under_two_names_counts_once():
    """A copy is told as 重复; its rows, held ones too, are carried by the original."""
    rows = part([member(n, "甲公司") for n in range(3)], "甲公司", held=[{"姓名": "王五", "身份证号": "1"}])
    ledger = merge.merge([sent("副本.xlsx", rows), sent("a.xlsx", rows)], CONTEXT)
    assert fates(ledger) == {"a.xlsx": "采用", "副本.xlsx": "重复"}
    assert accounts(ledger) == {"a.xlsx": (4, 3, 0, 1), "副本.xlsx": (4, 0, 4, 0)}
    assert len(ledger.held) == 1 and not ledger.unbalanced


def test_of_a_return_and_our_marked_copy_of_it_the_return_counts():
    """校验结果 beside the returns, merged with them: the copy is told as 重复, whatever its path."""
    rows = [member(n, "甲公司") for n in range(3)]
    copy = sent("校验结果/会员（请修改）.xlsx", part(rows, "甲公司"))
    ledger = merge.merge([copy, sent("甲/会员.xlsx", part(rows, "甲公司"))], CONTEXT)
    assert fates(ledger) == {"甲/会员.xlsx": "采用", "校验结果/会员（请修改）.xlsx": "重复"}


def test_addition_keeps_rows_of_the_older_return():
    """增量: rows the newer return does not speak of stay."""
    context = RunContext(settings=Settings(whole={"member": False}), period=period("2022H1"))
    ledger = merge.merge(
        [
            sent(
                "a.xlsx",
                part([member(n, "甲公司") for n in range(5)], "甲公司", filled_on=dt.date(2022, 6, 1)),
            ),
            sent(
                "b.xlsx",
                part([member(n, "甲公司") for n in range(4, 8)], "甲公司", filled_on=dt.date(2022, 6, 2)),
            ),
        ],
        context,
    )
    assert fates(ledger) == {"a.xlsx": "采用", "b.xlsx": "采用"}
    assert accounts(ledger) == {"a.xlsx": (5, 4, 1, 0), "b.xlsx": (4, 4, 0, 0)}
    assert len(ledger.frames["member"]) == 8


def test_a_later_file_of_the_offices_own_ledger_replaces_and_adds():
    """竞赛总表 is kept by the office: a row it has again, changed or not, counts once and is no conflict."""
    row = {"竞赛编号": "1", "竞赛名称": "甲赛", "完成情况": "计划", "主办单位": "甲公司"}
    unnamed = {"主办单位": "乙公司", "级别": "企业级"}
    old = part([row, unnamed], "", form="contest", filled_on=dt.date(2022, 6, 1))
    new = [row | {"完成情况": "已完成"}, {"竞赛编号": "2", "竞赛名称": "乙赛"}, unnamed]
    ledger = merge.merge(
        [sent("a.xlsx", old), sent("b.xlsx", part(new, "", form="contest", filled_on=dt.date(2022, 6, 9)))],
        CONTEXT,
    )
    found = ledger.frames["contest"]
    assert list(found["完成情况"].fillna("")) == ["已完成", "", ""] and not ledger.conflicts
    assert accounts(ledger) == {"a.xlsx": (2, 0, 2, 0), "b.xlsx": (3, 3, 0, 0)}


def test_a_row_that_a_yet_newer_list_brings_again_is_not_held():
    """The second list lacks it, the third has it: nobody is told that it is gone."""
    rows = [member(n, "甲公司") for n in range(10)]
    lists = [rows, rows[:9], [{**row, "手机号码": "13900009999"} for row in rows]]
    ledger = merge.merge(
        [
            sent(f"{n}.xlsx", part(one, "甲公司", filled_on=dt.date(2022, 6, n)))
            for n, one in enumerate(lists, 1)
        ],
        CONTEXT,
    )
    assert accounts(ledger) == {"1.xlsx": (10, 0, 10, 0), "2.xlsx": (9, 0, 9, 0), "3.xlsx": (10, 10, 0, 0)}
    assert not ledger.held and not ledger.unbalanced
