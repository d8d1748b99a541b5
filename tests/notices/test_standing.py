"""Where each unit stands with each form."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from union_xl.merge import reporting_status
from union_xl.model import Receipt, Roster, RunContext, Settings, Unit, period
from union_xl.notices import OpenLine
from union_xl.notices.overdue import UNREAD, heading

TODAY = dt.date(2022, 7, 8)


def context_of(
    *units: Unit, deadline: dt.date | None = dt.date(2022, 7, 5), forms: tuple[str, ...] = ()
) -> RunContext:
    return RunContext(settings=Settings(deadline=deadline), roster=Roster(units), forms=forms)


def receipt(unit: str, fate: str = "采用", form: str = "member", **more: object) -> Receipt:
    book = str(more.pop("book", f"{unit}/{form or 'x'}-{fate}.xlsx"))
    return Receipt(book, "0" * 64, unit, form, fate, **more)  # type: ignore[arg-type]


def states(receipts: list[Receipt], context: RunContext) -> dict[tuple[str, str], str]:
    return {
        (one.unit, one.form): one.status
        for one in reporting_status.unit_statuses(receipts, context, today=TODAY)
    }


@pytest.mark.parametrize(
    ("own", "status"),
    [
        ([], "未报"),
        ([receipt("甲", read=3, kept=3)], "已报"),
        ([receipt("甲", read=3, kept=2, held=1)], "部分受理"),
        ([receipt("甲", read=3, kept=0, held=3)], "退回"),
        ([receipt("甲", read=0, zero=True)], "零报告"),
        ([receipt("甲", "未能读取")], "退回"),
        ([receipt("甲", "待确认", read=2)], "待确认"),
        ([receipt("甲", "未能读取"), receipt("甲", read=3, kept=3)], "已报"),
        ([receipt("甲", "被替代", read=9, held=9), receipt("甲", read=3, kept=2, joined=1)], "已报"),
        ([receipt("甲", "忽略")], "未报"),
    ],
)
def test_a_status_for_every_fate(own: list[Receipt], status: str) -> None:
    """Each combination of what came gives the one word that fits."""
    assert states(own, context_of(Unit("甲", owes=("member",)))) == {("甲", "member"): status}


def test_exempt_units_owe_nothing_and_may_still_report() -> None:
    """免报 stands only where nothing came."""
    context = context_of(
        Unit("甲", owes=("member",), exempt=("member",)), Unit("乙", exempt=("member",), owes=("contest",))
    )
    found = states([receipt("乙", read=1, kept=1)], context)
    assert found == {("甲", "member"): "免报", ("乙", "member"): "已报", ("乙", "contest"): "未报"}


def test_without_a_list_a_unit_owes_the_forms_that_occurred() -> None:
    """No 应报表: owed is what came in this run; 应报表 goes before that."""
    context = context_of(Unit("甲"), Unit("乙", owes=("contest",)))
    found = states([receipt("甲", read=1, kept=1)], context)
    assert found == {("甲", "member"): "已报", ("乙", "contest"): "未报"}


def test_only_what_every_unit_owes_is_owed_without_a_list() -> None:
    """竞赛报名 goes to some units: who sent it has a line; 竞赛总表 is the office's own: nobody has one."""
    context = context_of(Unit("甲"), Unit("乙"), Unit("丙", owes=("contest",)))
    came = [receipt("甲", form=slug, read=1, kept=1) for slug in ("contest-entry", "contest", "member")]
    assert states(came, context) == {
        ("甲", "member"): "已报",
        ("甲", "contest-entry"): "已报",
        ("乙", "member"): "未报",
        ("丙", "contest"): "未报",
    }


def test_what_was_not_owed_says_so_and_is_no_note_of_the_clerk() -> None:
    """竞赛报名 that nobody asked this unit for: 已报（非应报）; a note of the clerk's stays beside it."""
    context = context_of(Unit("甲", owes=("member",)))
    came = [receipt("甲", form="contest-entry", read=2, kept=1, held=1), receipt("甲", read=1, kept=1)]
    lines = reporting_status.unit_statuses(came, context, stated={("甲", "竞赛报名"): "已电话"}, today=TODAY)
    said = [line.cells()[3] for line in lines]
    assert said == ["已报", "部分受理（非应报；已电话）"]
    assert [reporting_status.is_owed(text) for text in said] == [True, False]
    read = reporting_status.status_and_note
    assert [read(said[1]), read("退回（非应报）")] == [("部分受理", "已电话"), ("退回", "")]


def test_a_ledger_has_a_day_of_its_own() -> None:
    """Late is counted from it; a ledger without one from 报送截止日."""
    settings = Settings(deadline=dt.date(2022, 7, 5), deadlines={"contest-entry": dt.date(2022, 8, 1)})
    unit = Unit("甲", owes=("member", "contest-entry"))
    context = RunContext(settings=settings, roster=Roster((unit,)))
    assert {one.form: one.overdue for one in reporting_status.unit_statuses([], context, today=TODAY)} == {
        "member": 3,
        "contest-entry": 0,
    }


def test_a_run_of_one_form_asks_for_that_form_only() -> None:
    """--form narrows what is owed."""
    context = context_of(Unit("甲", owes=("contest", "member")), forms=("member",))
    assert states([], context) == {("甲", "member"): "未报"}


def test_units_on_no_roster_follow_with_what_they_sent() -> None:
    """A unit nobody knows has a line for what it sent and owes nothing."""
    found = reporting_status.unit_statuses(
        [receipt("丙", read=1, kept=1)], context_of(Unit("甲", owes=("member",))), today=TODAY
    )
    assert [(one.unit, one.status) for one in found] == [("甲", "未报"), ("丙", "已报")]


def test_an_unreadable_file_is_put_to_the_unit_and_form_its_path_names() -> None:
    """退回 for the form in the name; else for the only one missing; else a line of its own."""
    unit = Unit("杭州甲有限公司", owes=("member", "contest"))
    by_name = [receipt("", "未能读取", "", book="北星/杭州甲有限公司会员登记.pdf")]
    assert states(by_name, context_of(unit)) == {
        ("杭州甲有限公司", "member"): "退回",
        ("杭州甲有限公司", "contest"): "未报",
    }
    missing = [
        receipt("", "未能读取", "", book="杭州甲有限公司.jpg"),
        receipt("杭州甲有限公司", read=1, kept=1),
    ]
    assert states(missing, context_of(unit))["杭州甲有限公司", "contest"] == "退回"
    all_sent = [*missing, receipt("杭州甲有限公司", form="contest", read=1, kept=1)]
    assert set(states(all_sent, context_of(unit)).values()) == {"已报"}
    unclear = [receipt("", "未能读取", "", book="杭州甲有限公司.jpg")]
    assert states(unclear, context_of(unit))["杭州甲有限公司", ""] == "退回"
    assert states([receipt("", "未能读取", "", book="扫描件.jpg")], context_of(unit)) == states(
        [], context_of(unit)
    )


def test_days_late_count_to_the_day_of_receipt_or_today() -> None:
    """In time 0; late by the day it came; still missing: to today; 免报 never."""
    context = context_of(
        Unit("早", owes=("member",)),
        Unit("晚", owes=("member",)),
        Unit("无", owes=("member",)),
        Unit("免", exempt=("member",)),
    )
    came = [
        receipt("早", read=1, kept=1, received=dt.date(2022, 7, 1)),
        receipt("晚", read=1, kept=1, received=dt.date(2022, 7, 7)),
    ]
    found = {one.unit: one.overdue for one in reporting_status.unit_statuses(came, context, today=TODAY)}
    assert found == {"早": 0, "晚": 2, "无": 3, "免": 0}
    open_ended = context_of(Unit("无", owes=("member",)), deadline=None)
    assert reporting_status.unit_statuses([], open_ended, today=TODAY)[0].overdue == 0


def test_sums_are_of_what_counts_and_files_of_all() -> None:
    """A superseded file is listed and counted as a file, not as rows or errors."""
    own = [
        receipt("甲", "被替代", book="b.xlsx", read=9, held=9, errors=9),
        receipt("甲", book="a.xlsx", read=3, kept=2, held=1, errors=1, warnings=2),
    ]
    (line,) = reporting_status.unit_statuses(own, context_of(Unit("甲", owes=("member",))), today=TODAY)
    assert (line.files, line.rows, line.errors, line.warnings) == (2, 3, 1, 2)
    assert line.books == ("a.xlsx", "b.xlsx")


def test_what_the_clerk_noted_is_carried_on() -> None:
    """已催次数 and 盖章件 come back from the last ledger; a line has as many cells as headings."""
    (line,) = reporting_status.unit_statuses(
        [],
        context_of(Unit("甲", owes=("member",))),
        chased={("甲", "会员登记"): 2},
        sealed={("甲", "会员登记"): "否"},
        today=TODAY,
    )
    assert (line.chased, line.sealed) == (2, "否")
    assert len(line.cells()) == len(reporting_status.HEADINGS)


def test_a_notice_to_all_is_numbered_only_where_it_is_the_same_for_all() -> None:
    """第2次 when every unit was asked once before; else each line says its own; many forms are not listed."""
    (line,) = reporting_status.unit_statuses([], context_of(Unit("甲", owes=("member",))), today=TODAY)
    first, second = OpenLine(line), OpenLine(replace(line, chased=1))
    context = RunContext(period=period("2022H1"))
    assert heading([second, second], context) == "关于催报《会员登记》的通知（第2次）"
    assert heading([first, second], context, "情况通报") == "关于催报《会员登记》的通知（情况通报）"
    assert (first.state_and_round, second.state_and_round) == ("尚未收到", "尚未收到（第2次催报）")
    many = [OpenLine(replace(line, title=title)) for title in "甲乙丙丁"]
    assert heading(many, context) == "关于催报2022年上半年报表的通知（第1次）"


@pytest.mark.parametrize(
    "typed", ["2022-07-08", "2022年7月8日", dt.date(2022, 7, 8), dt.datetime(2022, 7, 8)]
)
def test_today_can_be_set(typed: object) -> None:
    """今日 of the settings goes before the calendar."""
    assert reporting_status.today_of(RunContext(settings=Settings(names={"今日": typed}))) == TODAY


def test_a_wrong_today_is_the_calendars() -> None:
    """An impossible 今日 is passed over."""
    context = RunContext(settings=Settings(names={"今日": "2022-13-45"}))
    assert reporting_status.today_of(context) == dt.date.today()


def test_who_reported_in_time_is_late_only_after_the_day_to_mend_by() -> None:
    """Of what is to be mended; who was late, or sent nothing, is late from the day it was due."""
    early, late = dt.date(2022, 7, 1), dt.date(2022, 7, 6)
    came = [
        receipt("甲", read=3, kept=2, held=1, received=early),
        receipt("乙", read=3, kept=2, held=1, received=late),
    ]
    units = (Unit("甲"), Unit("乙"), Unit("丙", owes=("member",)))
    for mend, days in ((dt.date(2022, 7, 20), [0, 3, 3]), (dt.date(2022, 7, 7), [1, 3, 3])):
        settings = Settings(deadline=dt.date(2022, 7, 5), correction_deadline=mend)
        context = RunContext(settings=settings, roster=Roster(units))
        assert [one.overdue for one in reporting_status.unit_statuses(came, context, today=TODAY)] == days


def test_what_could_not_be_read_is_to_be_sent_again() -> None:
    """Not to be mended by marks that nobody could make; with something read beside it, it is."""
    context = context_of(Unit("甲", owes=("member",)))
    photo, list_ = receipt("甲", "未能读取"), receipt("甲", read=3, kept=0, held=3)
    for own, word in (([photo], UNREAD), ([photo, list_], "已退回，待修改")):
        (line,) = reporting_status.unit_statuses(own, context, today=TODAY)
        assert OpenLine(line).state == word
