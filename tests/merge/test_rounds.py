"""Rules over other rows: which row yields, what it changes elsewhere, the laws over a chain of ledgers."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from union_xl import merge
from union_xl.ledgers.form import Form, error, expected, lets, optional, required, warn
from union_xl.merge import Accepted, ClerkState
from union_xl.model import (
    FormPart,
    HeldRow,
    Ledger,
    PastLedger,
    Roster,
    RunContext,
    Settings,
    Submission,
    Unit,
    period,
)
from union_xl.model.rows import Rows

TRIP = Form(
    slug="trip",
    title="出行批次表",
    short="批次",
    keys=(("批次",),),
    columns=(required("批次", "整数"), required("单位名称", "文本", role="unit"), optional("名额", "整数")),
    rules=(
        warn(
            "T-LIMIT",
            "超过名额",
            "(select count(*) from 人员 人 where 人.批次 = 批次.批次) <= 名额",
            "批次{批次}有 {人数} 人",
            column="名额",
            let=lets(人数="(select count(*) from 人员 人 where 人.批次 = 批次.批次)"),
        ),
    ),
)
_EARLIER = "(select count(*) from 人员 别 where 别.证件号码 = 人员.证件号码 and 别.批次 < 人员.批次)"
PERSON = Form(
    slug="traveller",
    title="出行人员表",
    short="人员",
    keys=(("证件号码", "批次"),),
    columns=(
        required("姓名", "文本", role="person"),
        required("证件号码", "文本", role="id"),
        required("单位名称", "文本", role="unit"),
        expected("批次", "整数"),
        optional("年度", "年份"),
    ),
    rules=(
        warn(
            "P-TRIP",
            "没有这个批次",
            "批次 in (select 批.批次 from 批次 批)",
            "没有批次{批次}",
            column="批次",
        ),
        error(
            "P-TWICE",
            "一人两次",
            "(select count(*) from 人员 别 where 别.证件号码 = 人员.证件号码) <= 1",
            "{姓名}已参加过",
            column="证件号码",
            yields=f"{_EARLIER} > 0",
        ),
    ),
)
CLAIM = Form(
    slug="claim",
    title="报销表",
    short="报销",
    keys=(("证件号码", "票号"),),
    columns=(
        required("证件号码", "文本"),
        required("单位名称", "文本", role="unit"),
        required("票号", "整数"),
        expected("批次", "整数"),
    ),
    rules=(
        error(
            "C-SHARE",
            "超过人数",
            "(select count(*) from 报销 别 where 别.批次 = 报销.批次) <= "
            "(select count(*) from 人员 人 where 人.批次 = 报销.批次)",
            "批次{批次}的报销多于人数",
            column="票号",
            yields="票号 > (select min(别.票号) from 报销 别 where 别.批次 = 报销.批次)",
        ),
    ),
)
FORMS = (TRIP, PERSON, CLAIM)
UNITS = ("甲公司", "乙公司")
ROSTER = Roster(tuple(Unit(name) for name in UNITS))


def context_of(*forms: Form) -> RunContext:
    return RunContext(
        settings=Settings(),
        roster=ROSTER,
        period=period("2022H1"),
        as_of=dt.date(2022, 6, 30),
        declared=forms or FORMS,
    )


def part(form: Form, unit: str, rows: Sequence[Mapping[str, Any]]) -> FormPart:
    full = [{"单位名称": unit} | dict(row) for row in rows]
    columns = {title: [row.get(title) for row in full] for title in form.titles}
    return FormPart(
        form.slug,
        unit,
        columns,
        [form.short] * len(full),
        list(range(2, 2 + len(full))),
        read=len(full),
        on_roster=True,
        where={form.short: {title: n for n, title in enumerate(form.titles, 1)}},
    )


def sent(book: str, *parts: FormPart) -> Submission:
    digest = hashlib.sha256(repr(parts).encode()).hexdigest()
    return Submission(book, digest, "xlsx", "采用", parts=parts)


def travellers(unit: str, *trips: tuple[int, int]) -> FormPart:
    """(person, batch) each."""
    rows = [{"姓名": f"人{who}", "证件号码": f"证{who}", "批次": batch} for who, batch in trips]
    return part(PERSON, unit, rows)


def said(ledger: Ledger) -> dict[str, list[list[Any]]]:
    """The form columns of each ledger, the rows in order."""
    known = {form.slug: form.titles for form in FORMS}
    return {
        slug: frame[[*known[slug]]].to_numpy(dtype=object).tolist() for slug, frame in ledger.frames.items()
    }


def held(ledger: Ledger) -> list[tuple[str, ...]]:
    return sorted((slug, *row.rules, repr(sorted(row.cells.items()))) for _, _, slug, row in ledger.held)


def told(ledger: Ledger, *codes: str) -> list[tuple[str, str, str]]:
    return [(one.rule, one.place.book, one.place.ref) for one in ledger.findings if one.rule in codes]


def as_source(ledger: Ledger) -> Submission:
    """The ledger read as a return: its kept rows, and on with what it holds."""
    parts = []
    for form in FORMS:
        if form.slug not in ledger.frames:
            continue
        frame = ledger.frames[form.slug]
        rows = frame[[*form.titles]].to_dict("records")
        one = part(form, "", [{k: None if v != v else v for k, v in row.items()} for row in rows])
        back = tuple(replace(row, sheet="暂缓") for _, _, slug, row in ledger.held if slug == form.slug)
        parts.append(replace(one, held=back, read=one.read + len(back)))
    return replace(sent("汇总台账.xlsx", *parts), container=merge.LEDGER_CONTAINER)


def test_the_later_trip_yields_and_never_the_first() -> None:
    """It is held whole, told at its cell; the first stays as it was."""
    ledger = merge.merge(
        [sent("a.xlsx", travellers("甲公司", (1, 2), (2, 1))), sent("b.xlsx", travellers("乙公司", (1, 1)))],
        context_of(PERSON),
    )
    assert sorted(row[1:4] for row in said(ledger)["traveller"]) == [
        ["证1", "乙公司", 1],
        ["证2", "甲公司", 1],
    ]
    assert [(book, unit, row.row, row.rules) for book, unit, _, row in ledger.held] == [
        ("a.xlsx", "甲公司", 2, ("P-TWICE",))
    ]
    assert told(ledger, "P-TWICE") == [("P-TWICE", "a.xlsx", "B2")]
    assert not ledger.unbalanced and not ledger.conflicts


def test_a_rule_that_only_asks_keeps_the_row_and_marks_it() -> None:
    """提醒, 待核; what waits explains it away, and a ledger that is absent lets the rule rest."""
    people, trips = travellers("甲公司", (1, 1), (2, 3)), part(TRIP, "甲公司", [{"批次": 1, "名额": 5}])
    ledger = merge.merge([sent("a.xlsx", people), sent("b.xlsx", trips)], context_of())
    assert told(ledger, "P-TRIP") == [("P-TRIP", "a.xlsx", "D3")]
    assert ledger.frames["traveller"]["台账状态"].tolist() == ["正常", "待核"]
    held_trip = HeldRow("批次", 9, {"批次": 3, "单位名称": "甲公司"}, ("X",))
    waiting = replace(trips, held=(held_trip,), read=trips.read + 1)
    assert told(merge.merge([sent("a.xlsx", people), sent("b.xlsx", waiting)], context_of()), "P-TRIP") == []
    assert told(merge.merge([sent("a.xlsx", people)], context_of()), "P-TRIP") == []


def test_what_a_row_that_yields_carried_is_judged_anew() -> None:
    """Two units send the same trip of one person; the one that counts gives way, then the other one."""
    ledger = merge.merge(
        [
            sent("a.xlsx", travellers("甲公司", (1, 2))),
            sent("b.xlsx", travellers("乙公司", (1, 2))),
            sent("c.xlsx", travellers("乙公司", (1, 1))),
        ],
        context_of(PERSON),
    )
    assert [row[3] for row in said(ledger)["traveller"]] == [1]
    assert sorted((book, row.rules) for book, _, _, row in ledger.held) == [
        ("a.xlsx", ("P-TWICE",)),
        ("b.xlsx", ("P-TWICE",)),
    ]
    assert not ledger.unbalanced


def test_an_accepted_exception_stays() -> None:
    """收下: the row is kept, nothing is told, the exception is in force."""
    place = ("a.xlsx", "人员", 2)
    base = ClerkState(accepted=(Accepted("traveller", place, "", frozenset({"P-TWICE"}), {"说明": "公务"}),))
    returns = [sent("a.xlsx", travellers("甲公司", (1, 2), (1, 1)))]
    ledger = merge.merge(returns, context_of(PERSON), base)
    assert len(ledger.frames["traveller"]) == 2 and not ledger.held
    assert ledger.accepted == {place} and told(ledger, "P-TWICE", "L-NO-REASON") == []


def test_a_rule_rests_in_files_without_the_column_it_needs() -> None:
    """What a file was never asked for is no fault of its rows."""
    needing = PERSON.but(rules=(PERSON.rules[1].but(needs=("批次",)),))
    people = travellers("甲公司", (1, 2), (1, 1))
    where = {sheet: {t: n for t, n in cols.items() if t != "批次"} for sheet, cols in people.where.items()}
    assert merge.merge([sent("a.xlsx", people)], context_of(needing)).held
    without = replace(people, where=where)
    assert not merge.merge([sent("a.xlsx", without)], context_of(needing)).held


ONCE = PERSON.but(
    rules=(
        warn(
            "P-YEAR",
            "一年一次",
            "(select count(*) from 本年.人员 别 where 别.证件号码 = 人员.证件号码) <= 1",
            "{姓名}今年已参加过",
            column="证件号码",
        ),
    )
)


def past(label: str, *rows: tuple[int, int, int | None]) -> PastLedger:
    """(person, batch, year) each."""
    columns: dict[str, list[Any]] = {title: [None] * len(rows) for title in PERSON.titles}
    columns["证件号码"] = [f"证{who}" for who, _, _ in rows]
    columns["姓名"] = [f"人{who}" for who, _, _ in rows]
    columns["单位名称"] = ["甲公司"] * len(rows)
    columns["批次"] = [batch for _, batch, _ in rows]
    columns["年度"] = [year for _, _, year in rows]
    columns["来源文件"] = ["六月/a.xlsx"] * len(rows)
    counts, held = {"traveller": len(rows)}, {"traveller": Rows(columns)}
    return PastLedger("旧/汇总台账.xlsx", "", counts, period(label), held)


def test_june_and_september_are_one_finding_of_a_once_a_year_rule() -> None:
    """The same person in an earlier ledger of the year; last year's is another year; the row itself, read
    again, is no second time."""
    returns = [sent("九月/a.xlsx", travellers("甲公司", (1, 9), (2, 9), (3, 9)))]
    june, last = past("2022Q2", (1, 6, None), (3, 9, None)), past("2021H1", (2, 6, None))
    ledger = merge.merge(returns, context_of(ONCE), past=[june, last])
    assert told(ledger, "P-YEAR") == [("P-YEAR", "九月/a.xlsx", "B2")]
    assert not ledger.conflicts and len(ledger.frames["traveller"]) == 3 and ledger.past == (june, last)
    assert told(merge.merge(returns, context_of(ONCE)), "P-YEAR") == []


def test_a_book_alone_says_what_merging_it_would_say() -> None:
    """`check`: rules whose ledgers all stand in the book run, the others are counted with what they need."""
    one = sent("a.xlsx", travellers("甲公司", (1, 2), (1, 1), (2, 7)))
    checked, rests = merge.check_single_file(one, context_of())
    assert [(f.rule, f.place.ref) for f in checked.findings] == [("P-TWICE", "B2")]
    assert [row.row for row in checked.parts[0].held] == [2] and checked.parts[0].rows == [3, 4]
    assert rests.words == "另有 1 条规则合并时再核对（需要：批次）"
    both = sent("b.xlsx", *one.parts, part(TRIP, "甲公司", [{"批次": 1, "名额": 0}, {"批次": 2, "名额": 9}]))
    checked, rests = merge.check_single_file(both, context_of())
    merged = merge.merge([both], context_of())
    told_of, merged_of = ({(f.rule, f.place) for f in one.findings} for one in (checked, merged))
    assert told_of == merged_of
    assert {f.rule for f in checked.findings} == {"T-LIMIT", "P-TWICE", "P-TRIP"} and not rests.words


SMALL = st.integers(1, 3)
TRIPS = st.lists(st.tuples(SMALL, SMALL), max_size=4, unique=True)
BILLS = st.lists(st.tuples(SMALL, SMALL, SMALL), max_size=3, unique_by=lambda one: one[:2])


@st.composite
def folder(draw: Any) -> list[Submission]:
    """Up to five returns of the three ledgers; few people, batches and numbers, so that they meet."""
    made = []
    for number in range(draw(st.integers(0, 5))):
        unit = draw(st.sampled_from(UNITS))
        batches = [{"批次": n, "名额": draw(SMALL)} for n in sorted(draw(st.sets(SMALL, max_size=2)))]
        bills = [{"证件号码": f"证{a}", "票号": b, "批次": c} for a, b, c in draw(BILLS)]
        parts = (travellers(unit, *draw(TRIPS)), part(TRIP, unit, batches), part(CLAIM, unit, bills))
        made.append(sent(f"{number}.xlsx", *(one for one in parts if one.read)))
    return made


@settings(max_examples=8, deadline=None)
@given(folder(), st.randoms())
def test_any_order_gives_the_same(submissions: list[Submission], rng: Any) -> None:
    """Law: shuffled input gives the same kept and held rows, and accounts for every row."""
    shuffled = list(submissions)
    rng.shuffle(shuffled)
    one, other = merge.merge(submissions, context_of()), merge.merge(shuffled, context_of())
    assert said(one) == said(other) and held(one) == held(other)
    assert not one.unbalanced


@settings(max_examples=8, deadline=None)
@given(folder())
def test_a_ledger_merged_once_more_gives_itself(submissions: list[Submission]) -> None:
    """Law: the ledger as the only return, and beside its own files, keeps the same rows."""
    ledger = merge.merge(submissions, context_of())
    again = merge.merge([as_source(ledger)], context_of())
    assert said(again) == said(ledger) and held(again) == held(ledger)
    # Beside its own files a ledger's rows are there twice until they are joined.  A limit against a count of
    # other rows (C-SHARE) rests while waiting rows explain it, so that what it lets in may differ there.
    beside = merge.merge([*submissions, as_source(ledger)], context_of())
    for slug in {*said(beside), *said(ledger)} - {CLAIM.slug}:
        assert sorted(map(repr, said(beside)[slug])) == sorted(map(repr, said(ledger)[slug]))
    assert not again.unbalanced and not beside.unbalanced
