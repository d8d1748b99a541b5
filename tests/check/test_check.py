# ruff: noqa: E501
"""Checking as a whole: nothing lost, causes silence consequences, corrections suggested and never applied."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from union_xl import check as check_room
from union_xl import findings as catalogue
from union_xl import ledgers
from union_xl.ledgers import contest_entry, member, unit_register
from union_xl.ledgers.form import Form
from union_xl.ledgers.models import columns_model
from union_xl.model import RunContext, Settings, Unit

from .sheets import ABSENT, AS_OF, GOOD, OWN, check, flat, spoiled, table, told

WOMAN = {
    "姓名": "李四",
    "性别": "女",
    "出生日期": dt.date(1985, 11, 20),
    "证件号码": "33010519851120302X",
    "手机号码": None,
}


def lean(**cells: Any) -> dict[str, Any]:
    """A member with only what is required."""
    return {"姓名": "张三", "证件号码": "330105199003072013", "单位名称": "甲有限公司", **cells}


def test_every_row_is_kept_joined_or_held() -> None:
    """A repeated row is joined to its first, a differing one and a faulty one are held whole."""
    rows = [
        lean(),
        lean(),
        lean(学历="小学"),
        lean(姓名=None, 证件号码="11010519491231002X"),
        lean(**{"姓名": "李四", "证件号码": "33010519851120302x"}),
    ]
    part = check(member.FORM, rows).part
    assert (part.read, part.kept, len(part.joined), len(part.held)) == (5, 2, 1, 2)
    assert part.joined == ((("会员登记", 3), ("会员登记", 2)),)
    assert [(row.row, row.rules) for row in part.held] == [(4, ("B-R2-FILE",)), (5, ("BLANK-REQUIRED",))]
    assert part.held[0].cells["学历"] == "小学"
    assert part.rows == [2, 6]


def test_a_row_with_less_is_joined_and_one_with_more_is_held() -> None:
    """Joining may lose nothing: only a row that adds nothing to the carrying one is joined."""
    fuller, barer = lean(学历="大专"), lean(学历=None)
    assert check(member.FORM, [fuller, barer]).part.joined == ((("会员登记", 3), ("会员登记", 2)),)
    assert check(member.FORM, [barer, fuller]).part.joined == ()


def test_kept_values_are_tidy() -> None:
    """Kept rows hold standard spellings, real dates, text numbers, and blanks as None."""
    row = lean(性别="M", 民族="汉", 手机号码=13900001234.0, 入会日期="2022.3.20", 会籍变化类型="新入会", 学历="本科",
               是否农民工="×", 备注="无", 会费="20元")  # fmt: skip
    columns = check(member.FORM, [row]).part.columns
    found = {title: values[0] for title, values in columns.items() if values[0] is not None}
    assert found == {
        "姓名": "张三", "性别": "男", "出生日期": dt.date(1990, 3, 7), "民族": "汉族", "证件类型": "居民身份证",
        "证件号码": "330105199003072013", "手机号码": "13900001234", "学历": "大学本科", "单位名称": "甲有限公司",
        "入会日期": dt.date(2022, 3, 20), "会籍变化类型": "入会", "会籍变化日期": dt.date(2022, 3, 20), "会费": 20,
        "是否农民工": "否",
    }  # fmt: skip
    assert list(columns) == [one.title for one in member.FORM.columns]


def test_derivations_are_logged_once_per_column() -> None:
    """Two hundred derived genders are one line of the log."""
    rows = [lean(姓名=f"张{'三四五六'[n % 4]}", 性别=None) for n in range(2)]
    rows[1]["证件号码"] = "33010519851120302X"
    lines = [
        (correction.column, correction.count, correction.place.row)
        for correction in check(member.FORM, rows).corrections
    ]
    assert ("性别", 2, 0) in lines and ("出生日期", 2, 0) in lines and ("证件类型", 2, 0) in lines


def test_a_broken_number_silences_what_follows() -> None:
    """A wrong check is one finding: no gender, birth or duplicate finding beside it."""
    rows = [
        spoiled(member.FORM),
        spoiled(member.FORM, 证件号码="330105199003072014", 性别=None, 出生日期=None, 手机号码=None),
    ]
    assert told(check(member.FORM, rows)) == [("ID-CHECK", "证件号码", 3), ("BLANK-EXPECTED", "手机号码", 3)]


def test_an_absent_expected_column_is_told_once() -> None:
    """Not per row, and not where everything could be derived."""
    checked = check(
        member.FORM,
        [spoiled(member.FORM, 就业状况=ABSENT, 性别=ABSENT), spoiled(member.FORM, **WOMAN, 就业状况=ABSENT)],
    )
    assert told(checked).count(("COLUMN-EXPECTED", "就业状况", 0)) == 1
    assert not any(title == "性别" for _, title, _ in told(checked))


def test_a_blank_outside_required_never_holds() -> None:
    """Only the required columns of each form hold a row when blank."""
    for form in (one for one in ledgers.BUILT_IN if one.slug in GOOD):
        blank = dict.fromkeys(GOOD[form.slug])
        required = {one.title: GOOD[form.slug][one.title] for one in form.columns if one.need == "required"}
        part = check(form, [{**blank, **required}]).part
        assert part.kept == 1, form.slug
        for title in required:
            if title != "单位名称":
                assert check(form, [spoiled(form, **{title: None})]).part.held, title


def test_unit_comes_from_the_sheet_where_the_column_is_blank_or_absent() -> None:
    """单位名称 may come from the title line; without any the rows are held by one finding."""
    assert check(member.FORM, [lean(单位名称=None)]).part.columns["单位名称"] == ["甲有限公司"]
    assert check(member.FORM, [lean(单位名称=ABSENT)]).part.columns["单位名称"] == ["甲有限公司"]
    nobody = check(member.FORM, [lean(单位名称=ABSENT)] * 2, whose=replace(OWN, name="", how=""))
    assert nobody.part.kept == 0 and told(nobody).count(("COLUMN-REQUIRED", "单位名称", 0)) == 1


def test_unit_becomes_the_rosters_name() -> None:
    """A name the roster knows otherwise is written as the roster does; no stranger is told."""

    def match(text: str, code: str = "") -> Any:
        return SimpleNamespace(unit=Unit("甲有限公司") if text == "甲公司" else None)

    checked = check(member.FORM, [lean(单位名称="甲公司")], match=match)
    assert checked.part.columns["单位名称"] == ["甲有限公司"]
    assert "B-R7" not in {rule for rule, _ in flat(checked)}


def test_strangers_are_told_once_when_they_are_most() -> None:
    """A whole sheet naming another unit is one mistake; a single row is told at its cell."""
    many = [lean(姓名=f"张{n}", 单位名称="乙有限公司") for n in "三四五六"]
    assert [rule for rule, _ in flat(check(member.FORM, many))].count("B-R7") == 1
    few = [
        lean(),
        lean(姓名="李四", 证件号码="33010519851120302X"),
        lean(单位名称="乙有限公司", 证件号码="110105194912310021"),
    ]
    assert ("B-R7", "C4") in flat(check(member.FORM, few))


def test_rows_with_nothing_but_a_number_are_no_data() -> None:
    """A running number typed ahead does not make a row."""
    rows = [{"序号": 1, **lean()}, {"序号": 2, "姓名": None, "证件号码": " ", "单位名称": None}]
    part = check(member.FORM, rows).part
    assert (part.read, part.kept) == (1, 1)


def test_lines_around_the_table_fill_absent_columns() -> None:
    """竞赛名称 written above the table stands in every row."""
    row = {title: value for title, value in GOOD["contest-entry"].items() if title != "竞赛名称"}
    part = check(contest_entry.FORM, [row], above={"竞赛名称": "电工大赛"}).part
    assert part.columns["竞赛名称"] == ["电工大赛"]


def test_headers_soften_what_is_asked() -> None:
    """Under 联系电话 a landline is no fault, under 手机号码 it is."""
    row = lean(手机号码="0571-88001234")
    one = table(member.FORM, [row])
    binding = [
        b if b.title != "手机号码" else type(b)(b.col, "联系电话", b.title, b.state) for b in one.bindings
    ]
    soft = check_room.check(
        member.FORM,
        [type(one)(**{**_parts(one), "bindings": tuple(binding)})],
        [OWN],
        RunContext(as_of=AS_OF),
    )
    assert "PHONE-LANDLINE" not in {f.rule for f in soft.findings}
    assert "PHONE-LANDLINE" in {f.rule for f in check(member.FORM, [row]).findings}


def _parts(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__slots__}


def test_a_header_in_ten_thousands_scales_its_numbers() -> None:
    """`预算(万元)`: 2 is 20,000 yuan, and the change is logged."""
    row = spoiled(ledgers.contest.FORM, 预算=2, 决算=None)
    one = table(ledgers.contest.FORM, [row])
    bindings = tuple(
        type(b)(b.col, "预算(万元)" if b.title == "预算" else b.header, b.title, b.state)
        for b in one.bindings
    )
    checked = check_room.check(
        ledgers.contest.FORM,
        [type(one)(**{**_parts(one), "bindings": bindings})],
        [OWN],
        RunContext(as_of=AS_OF),
    )
    assert checked.part.columns["预算"] == [20000]
    assert [correction.after for correction in checked.corrections if correction.column == "预算"] == [20000]


def test_swapped_name_and_number_suggest_each_other() -> None:
    """Both cells are told, each with what belongs there."""
    checked = check(member.FORM, [lean(姓名="330105199003072013", 证件号码="张三")])
    found = {f.column: f.suggestions[0].value for f in checked.findings if f.rule == "SWAP-ID"}
    assert found == {"姓名": "张三", "证件号码": "330105199003072013"}
    assert {rule for rule, title, _ in told(checked) if title in found} == {"SWAP-ID"}


def test_swapped_mobile_and_number() -> None:
    """手机号码↔证件号码 likewise."""
    checked = check(member.FORM, [lean(手机号码="330105199003072013", 证件号码="13900001234")])
    assert {f.column for f in checked.findings if f.rule == "SWAP-ID"} == {"手机号码", "证件号码"}
    assert checked.part.kept == 0


def test_suggestions_agree_with_birth_and_gender_and_are_not_applied() -> None:
    """The true number is among them, all of them fit the row, and the row stays held."""
    checked = check(member.FORM, [lean(证件号码="330105199003072031", 出生日期="1990-03-07", 性别="男")])
    (finding,) = [f for f in checked.findings if f.rule == "ID-CHECK"]
    values = [one.value for one in finding.suggestions]
    assert "330105199003072013" in values and all(one.why for one in finding.suggestions)
    assert all(value[6:14] == "19900307" and value[16] in "13579" for value in values)
    assert checked.part.kept == 0


def test_a_passport_is_not_judged_as_a_resident_number() -> None:
    """Numbers of other documents vary; with the document named they are kept as written."""
    checked = check(
        member.FORM, [lean(证件类型="护照", 证件号码="ab1234567", 性别="男", 出生日期="1990-03-07")]
    )
    assert checked.part.columns["证件号码"] == ["AB1234567"]
    lenient = check(
        member.FORM, [lean(证件类型="护照", 证件号码="567891234", 性别="男", 出生日期="1990-03-07")]
    )
    assert lenient.part.kept == 1 and not any(title == "证件号码" for _, title, _ in told(lenient))


def test_an_unnamed_passport_is_inferred_and_told() -> None:
    """证件类型 is inferred from the looks of the number; gender and birth are then expected."""
    checked = check(member.FORM, [lean(证件类型=None, 证件号码="E12345678", 性别=None)])
    assert checked.part.columns["证件类型"] == ["护照"]
    assert ("ID-TYPE-BLANK", "证件类型", 2) in told(checked)
    assert ("BLANK-EXPECTED", "性别", 2) in told(checked)


def test_where_number_gender_and_birth_contradict() -> None:
    """The finding stands at the one cell whose change settles it; both against the number: at the number."""
    assert [t for t in told(check(member.FORM, [spoiled(member.FORM, 性别="女")])) if t[0] == "B-R1"] == [
        ("B-R1", "性别", 2)
    ]
    birth = check(member.FORM, [spoiled(member.FORM, 出生日期="1991-03-07")])
    assert [(f.column, f.suggestions[0].value) for f in birth.findings] == [("出生日期", "1990-03-07")]
    both = told(check(member.FORM, [spoiled(member.FORM, 性别="女", 出生日期="1991-03-07")]))
    assert both == [("B-R1", "证件号码", 2)]
    assert told(check(member.FORM, [spoiled(member.FORM, 出生日期="1990-03")])) == []


def test_levels_can_be_changed_per_rule() -> None:
    """A 错误 made 提醒 keeps the row with the best reading; a 提醒 made 错误 holds it."""
    row = spoiled(member.FORM, 证件号码="330105199003072014")
    kept = check(member.FORM, [row], settings=Settings(levels={"ID-CHECK": "提醒"})).part
    assert kept.columns["证件号码"] == ["330105199003072014"]
    loose = spoiled(member.FORM, 手机号码="1390000123")
    assert check(member.FORM, [loose]).part.kept == 1
    assert check(member.FORM, [loose], settings=Settings(levels={"PHONE-LENGTH": "错误"})).part.kept == 0


def test_an_unreadable_number_made_a_warning_keeps_the_row_without_it() -> None:
    """A cell that cannot be read as a number is blank in the kept row."""
    part = check(
        unit_register.FORM,
        [spoiled(unit_register.FORM, 农民工数="若干")],
        settings=Settings(levels={"NUM-UNREAD": "提醒"}),
    ).part
    assert part.columns["农民工数"] == [None]


def test_parameters_move_the_bounds() -> None:
    """The least age of joining and the size that obliges to a union are the office's."""
    young = spoiled(member.FORM, 入会日期="2007-01-01", 入职日期=None, 会籍变化日期=None)
    assert "B-R4" not in dict(flat(check(member.FORM, [young])))
    assert "B-R4" in dict(flat(check(member.FORM, [young], settings=Settings(params={"join_min_age": 18}))))


def test_future_is_measured_at_the_closing_day_and_never_invented() -> None:
    """截止日, else the period's end, else the form's own date."""
    row = spoiled(member.FORM, 入会日期="2022-07-01", 会籍变化日期=None)
    assert "B-R4-FUTURE" in dict(flat(check(member.FORM, [row])))
    assert "B-R4-FUTURE" not in dict(flat(check(member.FORM, [row], as_of=dt.date(2022, 7, 1))))
    filled = check(member.FORM, [row], as_of=None, whose=replace(OWN, filled_on=dt.date(2022, 6, 30)))
    assert "B-R4-FUTURE" in dict(flat(filled))


def test_what_is_ordinary_is_told_once_unless_it_is_rare() -> None:
    """A few older workers are a line each; where more rows of a list are so, the column is told once."""
    from union_xl.kinds.resident_id import check_character

    def born(year: int, order: int) -> str:
        body = f"330105{year}0307{order:03d}"
        return body + check_character(body)

    def rows(olds: int, total: int) -> list[dict[str, Any]]:
        return [
            lean(证件号码=born(1955 if n < olds else 1990, 2 * n + 1), 就业状况="在岗") for n in range(total)
        ]

    def lines(olds: int, total: int) -> list[int]:
        return [row for rule, _, row in told(check(member.FORM, rows(olds, total))) if rule == "B-R5-AGE"]

    assert lines(2, 10) == [2, 3]
    assert lines(4, 200) == [2, 3, 4, 5]
    assert lines(3, 10) == lines(5, 200) == [0]


def test_what_is_gathered_is_gathered_by_unit() -> None:
    """Each finding stands under the unit of its row; one unit's habit is not told to another."""
    rows = [
        spoiled(
            unit_register.FORM,
            单位名称=f"杭州{n}有限公司",
            统一社会信用代码=None,
            职工总数=66,
            是否建会="未建",
        )
        for n in range(30)
    ]
    found = [one for one in check(unit_register.FORM, rows).findings if one.rule == "A-R5"]
    assert [(one.place.row, one.unit, one.form) for one in found] == [
        (n + 2, f"杭州{n}有限公司", "unit-register") for n in range(30)
    ]


def test_error_cells_and_uncached_formulas_from_the_file() -> None:
    """What the reader found broken in the XML is told at the cell, once."""
    rows = [spoiled(member.FORM, 民族=None, 学历=None)]
    checked = check(member.FORM, rows, errors={(2, 4): "#N/A"}, uncached=frozenset({(2, 8)}))
    assert [t for t in told(checked) if t[2]] == [("CELL-ERROR", "民族", 2), ("CELL-UNCACHED", "学历", 2)]


def test_an_uncached_required_cell_holds_its_row_for_that_reason() -> None:
    """公式未计算, not 必填项为空."""
    checked = check(member.FORM, [lean(姓名=None)], uncached=frozenset({(2, 1)}))
    assert [row.rules for row in checked.part.held] == [("CELL-UNCACHED",)]
    assert "BLANK-REQUIRED" not in dict(flat(checked))


def test_two_tables_are_one_part() -> None:
    """Sheets of one form in a file are checked together: the same person on both is found."""
    first, second = table(member.FORM, [lean()]), table(member.FORM, [lean(学历="小学")])
    second = type(second)(
        **{**_parts(second), "grid": type(second.grid)("a.xlsx", "二车间", second.grid.rows)}
    )
    checked = check_room.check(member.FORM, [first, second], [OWN, OWN], RunContext(as_of=AS_OF))
    assert [(f.rule, f.place.sheet) for f in checked.findings if f.rule == "B-R2-FILE"] == [
        ("B-R2-FILE", "二车间")
    ]
    assert checked.part.read == 2 and set(checked.part.where) == {"会员登记", "二车间"}


def test_twice_the_same_header_loses_no_cell() -> None:
    """A held row carries both columns titled 联系电话, each under the title it was bound to."""
    one = table(member.FORM, [lean(姓名=None, 手机号码="1", 备注="2")])
    bindings = tuple(
        type(b)(b.col, "联系电话" if b.title in ("手机号码", "备注") else b.header, b.title, b.state)
        for b in one.bindings
    )
    checked = check_room.check(
        member.FORM, [type(one)(**{**_parts(one), "bindings": bindings})], [OWN], RunContext(as_of=AS_OF)
    )
    cells = checked.part.held[0].cells
    assert (cells["手机号码"], cells["备注"]) == ("1", "2")


def test_true_and_one_are_told_apart() -> None:
    """TRUE in a number column does not pass for 1 because another row says 1."""
    rows = [
        spoiled(unit_register.FORM, 农民工数=True),
        spoiled(unit_register.FORM, 农民工数=1, 统一社会信用代码=None, 单位名称="乙厂"),
    ]
    assert ("NUM-UNREAD", "农民工数", 2) in told(check(unit_register.FORM, rows))
    assert ("NUM-UNREAD", "农民工数", 3) not in told(check(unit_register.FORM, rows))


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=30),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.sampled_from(
        [
            "无",
            "#REF!",
            "=1+1",
            "330105199003072013",
            "1.1E+17",
            "2021.1",
            "张三",
            "√",
            "_x000D_",
            "😀",
            "９",
            "—",
        ]
    ),
)


@settings(max_examples=60, deadline=None)
@given(data=st.data(), form=st.sampled_from(ledgers.BUILT_IN))
def test_junk_is_never_lost_and_never_raises(data: st.DataObject, form: Form) -> None:
    """Any cells at all: read == kept + joined + held, every finding can be said, every kept row fits the
    model.
    """
    titles = data.draw(
        st.lists(st.sampled_from([one.title for one in form.columns]), min_size=1, unique=True)
    )
    rows = data.draw(st.lists(st.fixed_dictionaries(dict.fromkeys(titles, JUNK)), min_size=1, max_size=6))
    checked = check(form, rows)
    part = checked.part
    assert part.read == part.kept + len(part.joined) + len(part.held) <= len(rows)
    columns_model(form)(**{f"c{n}": part.columns[title] for n, title in enumerate(form.titles, 1)})
    for finding in checked.findings:
        assert catalogue.say(finding) and finding.rule in {
            *catalogue.RULES,
            *ledgers.levels(ledgers.BUILT_IN),
        }
        assert finding.place.row == 0 or 2 <= finding.place.row <= len(rows) + 1


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_order_of_rows_does_not_change_what_is_said(seed: int) -> None:
    """Shuffled rows of different people give the same findings and the same kept rows."""
    from tests.corpus.people_of_units import People

    rng = random.Random(seed)
    people = People(rng)
    rows = [lean(姓名=f"张{n}", 证件号码=people.identity(dt.date(1990, 1, 1 + number), "女"), 民族="汗族" if number % 3 else "汉")
            for number, n in enumerate("三四五六七")]  # fmt: skip
    shuffled = rng.sample(rows, len(rows))
    first, second = check(member.FORM, rows), check(member.FORM, shuffled)
    assert sorted(rule for rule, _ in flat(first)) == sorted(rule for rule, _ in flat(second))
    assert sorted(first.part.columns["证件号码"]) == sorted(second.part.columns["证件号码"])


def test_other_units_are_strangers_only_where_the_sheet_is_of_one() -> None:
    """Not where the unit was read from the column itself, and not in a register of many units."""
    row = lean(单位名称="乙有限公司")
    assert "B-R7" in dict(flat(check(member.FORM, [row])))
    assert "B-R7" not in dict(flat(check(member.FORM, [row], whose=replace(OWN, how="column"))))
    assert "B-R7" not in dict(flat(check(member.FORM, [row], whose=replace(OWN, name=""))))
    assert "B-R7" not in dict(flat(check(unit_register.FORM, [spoiled(unit_register.FORM, 单位名称="乙厂")])))


def test_the_first_sound_row_carries_its_repeats() -> None:
    """A row held for another reason does not carry; the sound one after it is kept."""
    rows = [lean(入会日期="不记得"), lean(), lean()]
    part = check(member.FORM, rows).part
    assert part.rows == [3] and part.joined == ((("会员登记", 4), ("会员登记", 3)),)
    assert "DATE-UNREAD" in part.held[0].rules


def test_what_was_unusable_is_not_told_to_be_missing() -> None:
    """A date that does not exist is not asked for once more by a rule that needs it."""
    checked = check(unit_register.FORM, [spoiled(unit_register.FORM, 建会日期="2022-02-30")])
    assert [rule for rule, title, _ in told(checked) if title == "建会日期"] == ["DATE-IMPOSSIBLE"]


def test_a_warning_on_most_rows_is_told_once_for_the_column() -> None:
    """Twenty-one of thirty with the same fault are one line; twenty are twenty."""

    def late(count: int) -> list[tuple[str, str, int]]:
        rows = [
            spoiled(
                ledgers.contest.FORM,
                竞赛编号=f"2022-{n:02d}",
                竞赛名称=f"赛{n}",
                届次=None,
                决算=20001 if n < count else 1,
            )
            for n in range(30)
        ]
        return [one for one in told(check(ledgers.contest.FORM, rows)) if one[0] == "C-BUDGET"]

    assert len(late(20)) == 20
    assert late(21) == [("C-BUDGET", "决算", 0)]


def test_broken_cells_outside_the_table_are_nobodys() -> None:
    """Errors in headers, in columns of no form, or below the table are not told."""
    rows = [{**lean(), "班组": None}]
    checked = check(
        member.FORM,
        rows,
        errors={(1, 1): "#N/A", (2, 4): "#N/A", (9, 1): "#N/A"},
        uncached=frozenset({(9, 1), (2, 4)}),
    )
    assert [one for one in flat(checked) if one[0].startswith("CELL")] == []


def test_too_young_without_a_joining_date_is_told_at_the_number() -> None:
    """Measured at 截止日; on the sixteenth birthday it is in order."""
    from union_xl.kinds.resident_id import check_character

    def born(day: str) -> list[tuple[str, str, int]]:
        number = f"330105{day}201" + check_character(f"330105{day}201")
        return [one for one in told(check(member.FORM, [lean(证件号码=number)])) if one[0] == "B-R4"]

    assert born("20060701") == [("B-R4", "证件号码", 2)]
    assert born("20060630") == []


def test_half_a_list_without_joining_is_still_a_list_of_members() -> None:
    """Only more than half raises the question."""

    def blank(count: int) -> bool:
        rows = [
            spoiled(member.FORM, 证件号码=None, 入会日期=None if n < count else "2022-01", 会籍变化类型=None)
            for n in range(6)
        ]
        return "B-R12" in dict(flat(check(member.FORM, rows)))

    assert (blank(3), blank(4)) == (False, True)


def test_a_blank_community_comes_from_the_roster() -> None:
    """The roster knows where a unit lies; what the row says itself stays."""

    def match(text: str, code: str = "") -> Any:
        return SimpleNamespace(unit=Unit(text, community="北星社区") if text == "甲有限公司" else None)

    rows = [
        spoiled(unit_register.FORM, 所属社区=None),
        spoiled(unit_register.FORM, 所属社区=None, 单位名称="乙厂", 统一社会信用代码=None),
        spoiled(unit_register.FORM, 所属社区="南星社区", 统一社会信用代码="91350203M0001QAY99"),
    ]
    checked = check(unit_register.FORM, rows, match=match)
    assert checked.part.columns["所属社区"] == ["北星社区", None, "南星社区"]
    assert ("BLANK-EXPECTED", "所属社区", 3) in told(checked) and (
        "BLANK-EXPECTED",
        "所属社区",
        2,
    ) not in told(checked)
    assert [(correction.column, correction.count) for correction in checked.corrections] == [("所属社区", 1)]


def test_a_blank_unit_among_several_belongs_to_nobody() -> None:
    """In a register a blank 单位名称 holds its row; whoever sent the register is not that unit."""
    named = [spoiled(unit_register.FORM, 单位名称=name, 统一社会信用代码=None) for name in ("甲厂", "乙厂")]
    blank = spoiled(unit_register.FORM, 单位名称=None, 统一社会信用代码=None)
    checked = check(unit_register.FORM, [*named, blank], whose=replace(OWN, name="北星社区居民委员会"))
    assert ("BLANK-REQUIRED", "单位名称", 4) in told(checked)
    assert checked.part.columns["单位名称"] == ["甲厂", "乙厂"]
    kept = check(member.FORM, [lean(), lean(单位名称=None, 证件号码="33010519851120302X")])
    assert kept.part.columns["单位名称"] == ["甲有限公司"] * 2


def test_a_stranger_is_told_where_most_rows_name_the_unit() -> None:
    """Also where the unit was read from that very column."""
    ids = ("330105199003072013", "33010519851120302X", "110105194912310021")
    rows = [lean(证件号码=number, 姓名=f"张{number[-3]}") for number in ids]
    rows[2]["单位名称"] = "不在册有限公司"
    assert ("B-R7", "单位名称", 4) in told(check(member.FORM, rows, whose=replace(OWN, how="column")))


def test_what_follows_from_a_doubtful_value_is_silent() -> None:
    """A date read with a doubt is told once; the 提醒 that rest on it are not."""
    row = spoiled(member.FORM, 入会日期="22.6.1", 会籍变化日期=dt.date(2022, 3, 1), 入职日期=None)
    assert [code for code, _, number in told(check(member.FORM, [row])) if number == 2] == ["DATE-SHORT-YEAR"]
    held = spoiled(member.FORM, 入会日期="22.9.1", 入职日期=None)
    assert "B-R4-FUTURE" in dict(flat(check(member.FORM, [held])))


def test_an_equal_repeat_is_joined_and_told() -> None:
    """The clerk reads that a person stands there twice, and no row is lost."""
    checked = check(member.FORM, [lean(), lean()])
    assert told(checked)[-1] == ("ROW-SAME", "证件号码", 3)
    assert (checked.part.kept, len(checked.part.joined)) == (1, 1)


def test_what_is_often_so_is_told_at_its_row() -> None:
    """One worker above the age stands at a cell; so do two."""
    old, older = "33010519600307201X", "330105195903072010"
    one = check(member.FORM, [lean(就业状况="在岗"), lean(证件号码=old, 姓名="李四", 就业状况="在岗")])
    assert ("B-R5-AGE", "就业状况", 3) in told(one)
    two = [lean(证件号码=number, 姓名=f"李{number[-1]}", 就业状况="在岗") for number in (old, older)]
    assert [row for rule, _, row in told(check(member.FORM, [lean(), *two])) if rule == "B-R5-AGE"] == [3, 4]


def test_nobody_has_the_name_of_the_row_above() -> None:
    """同上 under 姓名 is a blank."""
    checked = check(member.FORM, [lean(), lean(姓名="同上", 证件号码="33010519851120302X")])
    assert ("BLANK-REQUIRED", "姓名", 3) in told(checked)


def test_a_share_is_no_count() -> None:
    """23% under 农民工数 is not 23 people."""
    assert ("NUM-UNREAD", "农民工数", 2) in told(
        check(unit_register.FORM, [spoiled(unit_register.FORM, 农民工数="23%")])
    )


def test_an_approval_in_the_future_is_the_one_thing_told() -> None:
    """建会日期 is not blamed for it."""
    checked = check(unit_register.FORM, [spoiled(unit_register.FORM, 批复日期=dt.date(2030, 1, 1))])
    assert [(rule, title) for rule, title, _ in told(checked)] == [("DATE-FUTURE", "批复日期")]


def test_a_contradicted_birth_date_is_told_once() -> None:
    """What the age would say rests while the birth date itself is in question."""
    row = lean(证件号码="330105600307201", 出生日期=dt.date(1990, 3, 7), 就业状况="在岗")
    codes = {rule for rule, _, number in told(check(member.FORM, [row])) if number == 2}
    assert "B-R1" in codes and "B-R5-AGE" not in codes


def test_a_unit_at_the_first_of_its_rows_holds_for_those_that_follow() -> None:
    """Never across a row that is none of the list, and not where a unit is missing here and there."""
    ids = (
        "330105199003072013",
        "33010519851120302X",
        "330105199003070018",
        "330105199003070034",
        "330105199003070050",
    )
    named = ("甲有限公司", None, "乙有限公司", None, None)
    rows = [
        lean(证件号码=number, 姓名="张三", 单位名称=name) for number, name in zip(ids, named, strict=True)
    ]
    many = replace(OWN, name="", how="column")
    whole = check(member.FORM, rows, whose=many)
    assert whole.part.columns["单位名称"] == ["甲有限公司"] * 2 + ["乙有限公司"] * 3
    assert [one.facts for one in whole.findings if one.rule == "U-DOWN"] == [{"行数": 3}]
    parted = check(member.FORM, [*rows[:3], {}, *rows[3:]], whose=many, body=(2, 3, 4, 6, 7))
    assert [row.row for row in parted.part.held] == [6, 7]
    gaps = check(
        member.FORM, [*rows[:3], lean(证件号码=ids[3], 姓名="王五", 单位名称="丙有限公司")], whose=many
    )
    assert [row.row for row in gaps.part.held] == [3]


def test_a_blank_unit_is_told_where_the_line_above_names_another() -> None:
    """The only unit of the column, or the one of the sheet, counts; told at the first blank."""
    rows = [lean(), lean(单位名称=None, 证件号码="33010519851120302X")]
    of_column = replace(OWN, how="column")
    doubt = check(member.FORM, rows, whose=of_column, above={"单位名称": "乙有限公司"})
    assert doubt.part.columns["单位名称"] == ["甲有限公司"] * 2
    assert ("U-BLANK", "单位名称", 3) in told(doubt)
    same = check(member.FORM, rows, whose=of_column, above={"单位名称": "甲有限公司工会"})
    assert "U-BLANK" not in dict(flat(same))
    stamped = check(
        member.FORM,
        [lean(单位名称=ABSENT)],
        whose=replace(OWN, how="stamp"),
        above={"单位名称": "乙有限公司"},
    )
    assert ("B-R7", "单位名称", 2) in told(stamped)
