"""Rules of 竞赛总表 and 竞赛报名 (domain 3.C): C-R1 … C-R7 as far as one file can tell."""

from __future__ import annotations

from collections.abc import Iterator

from union_xl.core import Suggestion
from union_xl.core.patterns import Late
from union_xl.forms import people_rules as people
from union_xl.forms.base import Facts, Hit, RowRule
from union_xl.forms.people_rules import BORN, CODED, Values, earliest, latest, years_between
from union_xl.forms.unit_rules import at_most
from union_xl.kinds.numerals import chinese_number

_EDITION = Late(r"第\s*([一二三四五六七八九十百\d]{1,4})\s*[届次]")


def weights(facts: Facts, theory: Values, practice: Values) -> Iterator[Hit]:
    """C-WEIGHTS: the two weights make 1."""
    for row, (one, other) in enumerate(zip(theory, practice, strict=True)):
        if one is not None and other is not None and abs(one + other - 1) > 0.001:
            usual = abs(other + facts.number("theory_weight", 0.3) - 1) < 0.001
            said = {"理论": one, "实操": other, "合计": round(one + other, 4)}
            yield Hit(row, said, at="理论权重" if usual else "")


def done_without_day(facts: Facts, state: Values, actual: Values) -> Iterator[Hit]:
    """C-R7-DATE: held, but when?"""
    yield from (
        Hit(row)
        for row, (what, day) in enumerate(zip(state, actual, strict=True))
        if what == "已完成" and day is None
    )


def done_in_future(facts: Facts, state: Values, actual: Values) -> Iterator[Hit]:
    """C-R7: held, and yet after 截止日."""
    for row, (what, day) in enumerate(zip(state, actual, strict=True)):
        start = earliest(day) if what == "已完成" else None
        if start is not None and start > facts.as_of:
            yield Hit(row, {"日期": day, "截止日": facts.as_of})


def planned_but_held(facts: Facts, state: Values, actual: Values) -> Iterator[Hit]:
    """C-R7-PLAN: planned, and yet it has taken place."""
    for row, (what, day) in enumerate(zip(state, actual, strict=True)):
        end = latest(day) if what in ("计划", "取消") else None
        if end is not None and end <= facts.as_of:
            yield Hit(row, {"情况": what, "日期": day})


def ages(facts: Facts, least: Values, most: Values) -> Iterator[Hit]:
    """C-AGES: the least age above the greatest."""
    for row, (one, other) in enumerate(zip(least, most, strict=True)):
        if one is not None and other is not None and one > other:
            yield Hit(row, {"最小": one, "最大": other})


def one_name(facts: Facts, number: Values, name: Values) -> Iterator[Hit]:
    """C-NAME: one contest under two numbers."""
    seen: dict[str, int] = {}
    for row, (own, one) in enumerate(zip(number, name, strict=True)):
        first = seen.setdefault(one, row) if one else row
        if first != row and own != number[first]:
            yield Hit(row, first=first)


def one_number(facts: Facts, number: Values, name: Values) -> Iterator[Hit]:
    """C-NUMBER: two contests under one number."""
    seen: dict[str, int] = {}
    for row, (own, one) in enumerate(zip(number, name, strict=True)):
        first = seen.setdefault(own, row) if own else row
        if first != row and one and name[first] and one != name[first]:
            yield Hit(row, first=first)


def edition_in_name(facts: Facts, edition: Values, name: Values) -> Iterator[Hit]:
    """C-EDITION: the edition against the 第…届 in the name."""
    for row, (number, one) in enumerate(zip(edition, name, strict=True)):
        found = _EDITION.search(one) if one and number is not None else None
        said = (int(found[1]) if found[1].isdigit() else chinese_number(found[1])) if found else None
        if said is not None and said != number:
            yield Hit(
                row,
                {"届次": number, "名称": found[0] if found else ""},
                suggestions=(Suggestion(str(said), "竞赛名称中的届次"),),
            )


def second_event(facts: Facts, contest: Values, event: Values, number: Values) -> Iterator[Hit]:
    """C-R1-EVENT: one person in two events of a contest."""
    seen: dict[tuple[object, str], int] = {}
    for row, (name, what, one) in enumerate(zip(contest, event, number, strict=True)):
        if one is not None:
            first = seen.setdefault((name, one), row)
            if first != row and event[first] != what:
                yield Hit(row, {"项目": what, "另一项目": event[first]}, first=first)


def second_unit(facts: Facts, number: Values, unit: Values) -> Iterator[Hit]:
    """C-R1-ORG: one person for two units."""
    seen: dict[str, int] = {}
    for row, (one, name) in enumerate(zip(number, unit, strict=True)):
        if one is not None and name is not None:
            first = seen.setdefault(one, row)
            if first != row and unit[first] != name:
                yield Hit(row, {"单位": name, "另一单位": unit[first]}, first=first)


def too_young(facts: Facts, birth: Values, role: Values) -> Iterator[Hit]:
    """C-R2: a contestant below 16 on 截止日."""
    least = int(facts.number("contest_min_age", 16))
    for row, (day, what) in enumerate(zip(birth, role, strict=True)):
        if day is not None and what in (None, "选手"):
            age = years_between(day, facts.as_of)
            if 0 <= age < least:
                yield Hit(row, {"年龄": age, "最低": least})


def retired(facts: Facts, birth: Values, gender: Values, role: Values) -> Iterator[Hit]:
    """C-R2-AGE: a contestant of retirement age."""
    limits = {"男": facts.number("retire_age_men", 60), "女": facts.number("retire_age_women_cadre", 55)}
    for row, (day, sex, what) in enumerate(zip(birth, gender, role, strict=True)):
        if day is not None and sex in limits and what in (None, "选手"):
            age = years_between(day, facts.as_of)
            if age >= limits[sex]:
                yield Hit(row, {"年龄": age, "退休年龄": int(limits[sex])})


def too_many(facts: Facts, contest: Values, unit: Values, event: Values, role: Values) -> Iterator[Hit]:
    """C-R3-FILE: more contestants of a unit in an event of a contest than allowed; told at the first one too
    many."""
    most = int(facts.number("max_per_org", 3))
    entries: dict[tuple[object, ...], list[int]] = {}
    for row, (name, own, what, who) in enumerate(zip(contest, unit, event, role, strict=True)):
        if who in (None, "选手") and own is not None and what is not None:
            entries.setdefault((name, own, what), []).append(row)
    for (name, own, what), rows in entries.items():
        if len(rows) > most:
            said = {"竞赛": name or "", "单位": own, "项目": what, "人数": len(rows), "限报": most}
            yield Hit(rows[most], said)


def two_leaders(facts: Facts, contest: Values, unit: Values, role: Values) -> Iterator[Hit]:
    """C-R3-LEAD: more than one 领队 of a unit."""
    seen: dict[tuple[object, object], int] = {}
    for row, (name, own, what) in enumerate(zip(contest, unit, role, strict=True)):
        if what == "领队":
            first = seen.setdefault((name, own), row)
            if first != row:
                yield Hit(row, {"单位": own}, first=first)


def years_above_age(facts: Facts, years: Values, birth: Values) -> Iterator[Hit]:
    """C-R4: longer in the trade than since the 16th birthday."""
    for row, (many, day) in enumerate(zip(years, birth, strict=True)):
        if many is not None and day is not None:
            age = years_between(day, facts.as_of)
            if many > max(0, age - 16) + 1:
                yield Hit(row, {"年限": many, "年龄": age})


def age_differs(facts: Facts, age: Values, birth: Values) -> Iterator[Hit]:
    """AGE-ID: the stated age more than a year from that of the number."""
    for row, (stated, day) in enumerate(zip(age, birth, strict=True)):
        if stated is not None and day is not None:
            real = years_between(day, facts.as_of)
            if abs(real - stated) > 1:
                yield Hit(
                    row, {"年龄": stated, "实际": real}, suggestions=(Suggestion(str(real), "按证件号码"),)
                )


def gender_in_number(
    facts: Facts, number: Values, gender: Values, age: Values, born: Values
) -> Iterator[Hit]:
    """B-R1 where no birth date is asked for; the age has a rule of its own."""
    return people.contradictions(facts, number, gender, [None] * len(number), born)


CONTEST_RULES = (
    RowRule("C-WEIGHTS", ("理论权重", "实操权重"), weights),
    RowRule("C-R7-DATE", ("完成情况", "实际日期"), done_without_day, present=("实际日期",)),
    RowRule("C-R7", ("完成情况", "实际日期"), done_in_future),
    RowRule("C-R7-PLAN", ("完成情况", "实际日期"), planned_but_held, at="完成情况"),
    RowRule("C-AGES", ("最小年龄", "最大年龄"), ages),
    RowRule("C-BUDGET", ("决算", "预算"), at_most("决算", "预算"), at="决算"),
    RowRule("C-NAME", ("竞赛编号", "竞赛名称"), one_name),
    RowRule("C-NUMBER", ("竞赛编号", "竞赛名称"), one_number, at="竞赛编号"),
    RowRule("C-EDITION", ("届次", "竞赛名称"), edition_in_name, at="届次"),
)
_ID, _ROLE = "证件号码", "身份"
ENTRY_RULES = (
    RowRule("B-R1", (_ID, "性别", "年龄", CODED), gender_in_number, at="年龄"),
    RowRule("ID-FUTURE", (_ID, CODED), people.unborn, at=_ID),
    RowRule("C-R1-EVENT", ("竞赛名称", "参赛项目", _ID), second_event, at="参赛项目"),
    RowRule("C-R1-ORG", (_ID, "单位名称"), second_unit, at=_ID),
    RowRule("C-R2", (BORN, _ROLE), too_young, at=_ID),
    RowRule("C-R2-AGE", (BORN, "性别", _ROLE), retired, at=_ID),
    RowRule("C-R3-FILE", ("竞赛名称", "单位名称", "参赛项目", _ROLE), too_many, at="单位名称"),
    RowRule("C-R3-LEAD", ("竞赛名称", "单位名称", _ROLE), two_leaders),
    RowRule("C-R4", ("从事本工种年限", BORN), years_above_age, at="从事本工种年限"),
    RowRule("AGE-ID", ("年龄", BORN), age_differs, at="年龄"),
    RowRule("B-R3", ("手机号码", "姓名"), people.same_mobile, at="手机号码"),
    RowRule("B-R3-MANY", ("手机号码", "姓名"), people.same_mobile_many, at="手机号码"),
)  # fmt: skip
ENTRY_DERIVATIONS = (people.GENDER,)
