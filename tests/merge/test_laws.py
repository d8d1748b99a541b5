"""The two laws of merging, over generated folders."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.merge.returns import member, part, sent
from union_xl import ledgers, merge
from union_xl.model import FormPart, Roster, RunContext, Settings, Submission, Unit, period

pytestmark = pytest.mark.slow

UNITS = ("甲公司", "乙公司", "丙公司")
ROSTER = Roster((Unit("乙公司", code="91330105MA2AAAAA1X"), Unit("甲公司", code="91330105MA2AAAAA2X")))
TITLES = [column.title for column in ledgers.form("member").columns]

DAYS = st.dates(dt.date(2022, 1, 1), dt.date(2022, 6, 30))


@st.composite
def rows(draw, unit: str):
    """Some people; few numbers, so that they meet again in other files."""
    numbers = draw(st.lists(st.integers(0, 9), max_size=7, unique=True))
    return [
        member(
            number,
            unit,
            会籍变化日期=draw(DAYS),
            会籍变化类型=draw(st.sampled_from(["入会", "转入", "转出", "保留"])),
            备注=draw(st.sampled_from([None, "x"])),
        )
        for number in numbers
    ]


@st.composite
def submission(draw, number: int):
    """One returned file: good rows, held ones, repeated ones."""
    unit = draw(st.sampled_from(UNITS))
    held = draw(
        st.lists(
            st.fixed_dictionaries(
                {"姓名": st.sampled_from(["张三", "李四"]), "证件": st.text("1x", max_size=2)}
            ),
            max_size=2,
        )
    )
    made = part(
        draw(rows(unit)),
        unit,
        held=held,
        filled_on=draw(st.one_of(st.none(), DAYS)),
        period=draw(st.sampled_from(["", "2022H1", "2021H2"])),
        on_roster=unit != "丙公司",
    )
    if made.rows and draw(st.booleans()):
        made = replace(made, joined=((("会员", 900), ("会员", made.rows[0])),), read=made.read + 1)
    fate = draw(st.sampled_from(["采用", "采用", "采用", "待确认", "未能读取"]))
    parts = () if fate == "未能读取" else (made,)
    reason = "" if fate == "采用" else "T-COLUMN"
    return sent(f"{draw(st.sampled_from('abc'))}/{number}.xlsx", *parts, fate=fate, reason=reason)


@st.composite
def folder(draw):
    """A folder of up to six returns."""
    return [draw(submission(number)) for number in range(draw(st.integers(0, 6)))]


def run(submissions, whole=True):
    context = RunContext(
        settings=Settings(whole={"member": whole}),
        roster=ROSTER,
        period=period("2022H1"),
        as_of=dt.date(2022, 6, 30),
    )
    return merge.merge(submissions, context)


def said(ledger):
    """The form columns of the ledger, in its order."""
    frame = ledger.frames.get("member")
    return [] if frame is None else frame[TITLES].to_numpy(dtype=object).tolist()


def as_source(ledger) -> Submission:
    """The ledger's own sheet, read as a return."""
    frame = ledger.frames["member"]
    columns = {title: frame[title].tolist() for title in TITLES}
    count = len(frame)
    one = FormPart("member", "", columns, ["会员登记"] * count, list(range(2, 2 + count)), read=count)
    return Submission("汇总台账.xlsx", "0" * 64, merge.LEDGER_CONTAINER, "采用", parts=(one,))


@settings(max_examples=80, deadline=None)
@given(folder(), st.booleans())
def test_every_row_read_has_one_fate(submissions, whole):
    """Read = kept + joined + held per file, and each row stands in exactly one of them."""
    ledger = run(submissions, whole)
    assert not ledger.unbalanced
    read = {
        (one.book, sheet, row)
        for one in submissions
        for p in one.parts
        for sheet, row in [
            *zip(p.sheets, p.rows, strict=True),
            *(place for place, _ in p.joined),
            *((h.sheet, h.row) for h in p.held),
        ]
    }
    kept, joined = [], []
    for slug, frame in ledger.frames.items():
        kept += list(zip(frame["来源文件"], frame["来源工作表"], frame["来源行"], strict=True))
        fates = ledger.joined[slug]
        joined += list(zip(fates.column("文件"), fates.column("工作表"), fates.column("行"), strict=True))
    held = [(book, row.sheet, row.row) for book, _, _, row in ledger.held]
    assert sorted([*kept, *joined, *held]) == sorted(read)
    carriers = {
        place
        for fates in ledger.joined.values()
        for place in zip(
            fates.column("归入文件"), fates.column("归入工作表"), fates.column("归入行"), strict=True
        )
    }
    assert carriers <= {*kept, *held}


@settings(max_examples=60, deadline=None)
@given(folder(), st.randoms(), st.booleans(), st.sampled_from(["副本/", "A", "zz/"]))
def test_any_order_and_every_file_twice_give_the_same_ledger(submissions, rng, whole, prefix):
    """The order in which files are given does not matter.  Copies change nothing; their rows are all carried
    by the originals."""
    once = run(submissions, whole)
    shuffled = list(submissions)
    rng.shuffle(shuffled)
    assert said(once) == said(run(shuffled, whole))
    again = run([*submissions, *(replace(one, book=f"{prefix}{one.book}") for one in submissions)], whole)
    assert said(once) == said(again)
    assert [row for *_, row in once.held] == [row for *_, row in again.held]
    assert not again.unbalanced


@settings(max_examples=60, deadline=None)
@given(folder(), st.booleans())
def test_a_ledger_merged_once_more_gives_itself(submissions, whole):
    """The ledger as the only return, and the ledger beside its own files, give the same ledger."""
    ledger = run(submissions, whole)
    if "member" not in ledger.frames:
        return
    again = run([as_source(ledger)], whole)
    assert said(again) == said(ledger)
    assert not again.unbalanced
    beside = run([*submissions, as_source(ledger)], whole)
    assert sorted(map(repr, said(beside))) == sorted(map(repr, said(ledger)))
    assert not beside.unbalanced


@pytest.mark.parametrize("dates", [("2022-03-01", "2022-05-01"), ("2022-05-01", "2022-05-01")])
def test_one_person_in_two_units_counts_once(dates):
    """Latest 会籍变化日期, then the smaller credit code; both sides are shown, one counts, 待核."""
    first, second = map(dt.date.fromisoformat, dates)
    ledger = run(
        [
            sent("a.xlsx", part([member(1, "甲公司", 会籍变化日期=first)], "甲公司")),
            sent("b.xlsx", part([member(1, "乙公司", 会籍变化日期=second)], "乙公司")),
        ]
    )
    frame = ledger.frames["member"]
    assert frame[["单位名称", "台账状态"]].to_numpy().tolist() == [["乙公司", "待核"]]
    assert [(one.kind, one.left["单位"], one.right["单位"]) for one in ledger.conflicts] == [
        ("B-R2", "乙公司", "甲公司")
    ]


def test_one_who_left_and_one_who_came_are_no_conflict():
    """转出 in one unit and 转入 in another are two true rows."""
    ledger = run(
        [
            sent("a.xlsx", part([member(1, "甲公司", 会籍变化类型="转出")], "甲公司")),
            sent("b.xlsx", part([member(1, "乙公司", 会籍变化类型="转入")], "乙公司")),
        ]
    )
    assert len(ledger.frames["member"]) == 2 and not ledger.conflicts
