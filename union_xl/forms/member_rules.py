"""Rules of 会员登记 (domain 3.B): B-R1 … B-R12; those that look across files belong to merging."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from union_xl.core import Suggestion
from union_xl.forms import people_rules as people
from union_xl.forms.base import Derivation, Facts, Hit, RowRule
from union_xl.forms.people_rules import BORN, CODED, Values, earliest, latest, years_between, youngest

_REASONS = {"失业": "保留", "所在企业破产": "保留", "个人要求退会": "退会", "因犯罪被开除会籍": "除名"}
_LEAVING = frozenset(["保留", "转出", "除名", "退会"])
_RETIRED = frozenset(["退休", "离休"])


def _day_from_join(kind: str | None, join: Any) -> Any:
    return join if kind == "入会" else None


CHANGE_DATE = Derivation(
    "会籍变化日期", ("会籍变化类型", "入会日期"), _day_from_join, "会籍变化类型为入会，取入会日期"
)


def too_young(facts: Facts, birth: Values, join: Values) -> Iterator[Hit]:
    """B-R4: joined before the 16th birthday (or not yet 16 on 截止日)."""
    least, as_of = int(facts.number("join_min_age", 16)), facts.as_of
    for row, (day, joined) in enumerate(zip(birth, join, strict=True)):
        if day is None or (joined.__class__ is dt.date and joined.year - day.year > least):
            continue
        then = latest(joined) or as_of
        if years_between(day, then) < least and (joined is not None or day <= then):
            age = max(0, years_between(day, then))
            facts_told = {"出生": day, "入会": joined or f"截止日{as_of}", "年龄": age, "最低": least}
            yield Hit(row, facts_told, at="入会日期" if joined else "证件号码")


def before_hire(facts: Facts, hire: Values, join: Values) -> Iterator[Hit]:
    """B-R4-HIRE: joined more than 30 days before being hired."""
    for row, (hired, joined) in enumerate(zip(hire, join, strict=True)):
        if hired is None or joined is None:
            continue
        if hired.__class__ is joined.__class__ is dt.date and hired <= joined:
            continue
        start, end = earliest(hired), latest(joined)
        if start and end and end < start - dt.timedelta(days=30):
            yield Hit(row, {"入职": hired, "入会": joined})


def retired_joining(facts: Facts, employment: Values, change: Values) -> Iterator[Hit]:
    """B-R5: retired people do not join."""
    if _RETIRED.isdisjoint(employment):
        return
    for row, (state, kind) in enumerate(zip(employment, change, strict=True)):
        if kind == "入会" and state in _RETIRED:
            yield Hit(row, {"就业状况": state})


def past_retirement(facts: Facts, birth: Values, gender: Values, employment: Values) -> Iterator[Hit]:
    """B-R5-AGE: of retirement age and on duty."""
    ages = {"男": facts.number("retire_age_men", 60), "女": facts.number("retire_age_women_cadre", 55)}
    bounds = {sex: youngest(facts.as_of, age) for sex, age in ages.items()}
    any_of_age = max(bounds.values())
    for row, (day, sex, state) in enumerate(zip(birth, gender, employment, strict=True)):
        if day is not None and day <= any_of_age and state == "在岗" and sex in bounds and day <= bounds[sex]:
            yield Hit(row, {"年龄": years_between(day, facts.as_of), "退休年龄": int(ages[sex])})


def reason_against_kind(facts: Facts, reason: Values, kind: Values) -> Iterator[Hit]:
    """B-R6: the reason asks for another kind of change."""
    if _REASONS.keys().isdisjoint(reason):
        return
    for row, (why, what) in enumerate(zip(reason, kind, strict=True)):
        expected = _REASONS.get(why) if why else None
        if expected and what is not None and what != expected:
            facts_told = {"原因": why, "类型": what, "应为": expected}
            yield Hit(row, facts_told, suggestions=(Suggestion(expected, f"会籍变化类型与原因“{why}”对应"),))


def reason_missing(facts: Facts, kind: Values, reason: Values) -> Iterator[Hit]:
    """NEED-IF: whoever leaves needs a reason."""
    if _LEAVING.isdisjoint(kind):
        return
    for row, (what, why) in enumerate(zip(kind, reason, strict=True)):
        if why is None and what in _LEAVING:
            yield Hit(row, {"条件": f"会籍变化类型为“{what}”"})


def migrant_household(facts: Facts, migrant: Values, household: Values) -> Iterator[Hit]:
    """B-R9: a migrant worker with a non-agricultural household."""
    told = {kind: {"户籍": kind} for kind in set(household) if kind is not None and kind.startswith("非农业")}
    if told:
        for row, (flag, kind) in enumerate(zip(migrant, household, strict=True)):
            if flag == "是" and kind in told:
                yield Hit(row, told[kind])


def no_members(facts: Facts, join: Values, change: Values) -> Iterator[Hit]:
    """B-R12: most rows say nothing of joining; perhaps a list of employees."""
    if join.count(None) * 2 <= len(join):
        return
    blank = sum(map(_both_blank, join, change))
    if blank * 2 > len(join) and len(join) > 3:
        yield Hit(0, {"空行": blank, "总行": len(join)})


def _both_blank(one: Any, other: Any) -> bool:
    return one is None and other is None


def dates_in_order(facts: Facts, join: Values, change: Values, kind: Values) -> Iterator[Hit]:
    """B-ORDER: membership changed before it began."""
    for row, (joined, changed, what) in enumerate(zip(join, change, kind, strict=True)):
        if joined is None or changed is None or joined == changed or what == "转入":
            continue
        start, end = earliest(joined), latest(changed)
        if start and end and end < start <= facts.as_of:  # a joining in the future is told already
            yield Hit(row, {"入会": joined, "变化": changed})


def young_at_work(facts: Facts, birth: Values, hire: Values) -> Iterator[Hit]:
    """B-HIRE: hired before the 16th birthday."""
    least = int(facts.number("join_min_age", 16))
    for row, (day, hired) in enumerate(zip(birth, hire, strict=True)):
        if day is None or hired is None or (hired.__class__ is dt.date and hired.year - day.year > least):
            continue
        then = latest(hired)
        if then and years_between(day, then) < least:
            yield Hit(row, {"出生": day, "入职": hired, "最低": least})


def very_old(facts: Facts, birth: Values) -> Iterator[Hit]:
    """B-AGE: older than a hundred years."""
    bound = facts.as_of.year - 100
    for row, day in enumerate(birth):
        if day is not None and day.year < bound:
            yield Hit(row, {"出生": day})


def league_age(facts: Facts, birth: Values, politics: Values) -> Iterator[Hit]:
    """POL-AGE: a member of the youth league above 28, a party member below 18."""
    above, adult, unborn = (youngest(facts.as_of, years) for years in (29, 18, 0))
    for row, (day, what) in enumerate(zip(birth, politics, strict=True)):
        if day is not None and (
            day <= above if what == "共青团员" else what == "中共党员" and adult < day <= unborn
        ):
            yield Hit(row, {"政治面貌": what, "年龄": years_between(day, facts.as_of)})


def not_consenting(facts: Facts, consent: Values) -> Iterator[Hit]:
    """B-CONSENT: the person did not agree."""
    if "否" in consent:
        yield from (Hit(row) for row, one in enumerate(consent) if one == "否")


_ID, _BIRTH, _GENDER, _JOIN = "证件号码", "出生日期", "性别", "入会日期"
_CHANGED, _KIND = "会籍变化日期", "会籍变化类型"
RULES = (
    RowRule("B-R1", (_ID, _GENDER, _BIRTH, CODED), people.contradictions, at=_BIRTH),
    RowRule("ID-FUTURE", (_ID, CODED), people.unborn, at=_ID),
    RowRule("ID-TYPE", (_ID, "证件类型"), people.wrong_document),
    RowRule("B-R3", ("手机号码", "姓名"), people.same_mobile, at="手机号码"),
    RowRule("B-R3-MANY", ("手机号码", "姓名"), people.same_mobile_many, at="手机号码"),
    RowRule("B-R4", (BORN, _JOIN), too_young),
    RowRule("B-R4-FUTURE", (_JOIN,), people.future),
    RowRule("B-R4-HIRE", ("入职日期", _JOIN), before_hire, present=("入职日期", _JOIN)),
    RowRule("B-R5", ("就业状况", _KIND), retired_joining, at="就业状况"),
    RowRule("B-R5-AGE", (BORN, _GENDER, "就业状况"), past_retirement),
    RowRule("B-R6", ("会籍变化原因", _KIND), reason_against_kind, at="会籍变化原因"),
    RowRule("NEED-IF", (_KIND, "会籍变化原因"), reason_missing, present=("会籍变化原因",)),
    RowRule(
        "B-R9",
        ("是否农民工", "户籍类型"),
        migrant_household,
        present=("是否农民工", "户籍类型"),
    ),
    RowRule("B-R12", (_JOIN, _KIND), no_members, at=_JOIN, present=(_JOIN, _KIND), whole=True),
    RowRule("B-ORDER", (_JOIN, _CHANGED, _KIND), dates_in_order, at=_CHANGED, present=(_CHANGED,)),
    RowRule("B-HIRE", (BORN, "入职日期"), young_at_work, present=("入职日期",)),
    RowRule("B-AGE", (BORN,), very_old, at=_ID),
    RowRule("POL-AGE", (BORN, "政治面貌"), league_age, present=("政治面貌",)),
    RowRule("B-CONSENT", ("是否知情同意",), not_consenting),
    RowRule("DATE-FUTURE", (_BIRTH,), people.future, present=(_BIRTH,)),
    RowRule("DATE-FUTURE", (_CHANGED,), people.future, present=(_CHANGED,)),
    RowRule("DATE-FUTURE", ("入职日期",), people.future, present=("入职日期",)),
)
DERIVATIONS = (people.DOCUMENT, people.GENDER, people.BIRTH, CHANGE_DATE)
