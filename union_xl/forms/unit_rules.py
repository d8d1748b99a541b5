"""Rules of 单位台账 (domain 3.A, relations 4.3): A-R1 … A-R12; those that look across files belong to
merging.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from union_xl.core import Suggestion
from union_xl.core.patterns import Late
from union_xl.forms.base import Facts, Hit, RowRule
from union_xl.forms.people_rules import Values, earliest, future, latest

_UNION = "coalesce(所属联合工会, 工会名称, 单位名称)"
REPRESENTS = (
    f"""行号 IN (SELECT arg_max(行号, coalesce(涵盖单位数, 0) * 1e8 - 行号)
    FROM {{rows}} WHERE 是否建会 = '已建' GROUP BY {_UNION})""",
    ("是否建会", "所属联合工会", "工会名称", "单位名称", "涵盖单位数"),
)
"""工会代表行: one row for each union; a joint union's is the row that names how many units it covers."""
_SQUEEZE = Late(r"[\s（）()·,，.。、-]|杭州市?|浙江省?")


def same_name(facts: Facts, code: Values, name: Values) -> Iterator[Hit]:
    """A-R1-NAME-FILE: one name with two credit codes."""
    if len(set(name)) == len(name):
        squeezed = [_SQUEEZE.sub("", one) if one else None for one in name]
        if len(set(squeezed)) == len(squeezed):
            return
    seen: dict[str, int] = {}
    for row, (number, one) in enumerate(zip(code, name, strict=True)):
        key = _SQUEEZE.sub("", one) if one else ""
        if not key or number is None:
            continue
        first = seen.setdefault(key, row)
        if first != row and code[first] != number:
            yield Hit(row, {"代码": number, "另一代码": code[first]}, first=first)


def at_most(part: str, whole: str) -> Callable[..., Iterator[Hit]]:
    """A count that cannot exceed another one."""

    def find(facts: Facts, parts: Values, wholes: Values) -> Iterator[Hit]:
        for row, (one, other) in enumerate(zip(parts, wholes, strict=True)):
            if one is not None and other is not None and one > other:
                yield Hit(row, {"部分": part, "部分值": one, "总数": whole, "总数值": other})

    return find


def members_above_staff(joint: bool) -> Callable[..., Iterator[Hit]]:
    """A-R3: more members than staff; explicable (`joint`) where people are dispatched or the union is
    joint.
    """

    def find(facts: Facts, members: Values, staff: Values, dispatched: Values, kind: Values) -> Iterator[Hit]:
        for row, (one, other, sent, what) in enumerate(zip(members, staff, dispatched, kind, strict=True)):
            if one is not None and other is not None and one > other:
                explicable = bool(sent) or what in ("联合", "联合会")
                if explicable is joint:
                    yield Hit(row, {"部分": "会员数", "部分值": one, "总数": "职工总数", "总数值": other})

    return find


def women_above_women(
    facts: Facts, members: Values, staff: Values, dispatched: Values, kind: Values
) -> Iterator[Hit]:
    """A-R4-STAFF: more women among members than among staff."""
    for row, (one, other, sent, what) in enumerate(zip(members, staff, dispatched, kind, strict=True)):
        if (
            one is not None
            and other is not None
            and one > other
            and not sent
            and what not in ("联合", "联合会")
        ):
            yield Hit(row, {"部分": "女会员数", "部分值": one, "总数": "女职工数", "总数值": other})


def should_have_union(facts: Facts, staff: Values, state: Values, operating: Values) -> Iterator[Hit]:
    """A-R5: 25 people and no union."""
    least = facts.number("union_min_members", 25)
    for row, (people, has, runs) in enumerate(zip(staff, state, operating, strict=True)):
        if has == "未建" and people is not None and people >= least and runs in (None, "在营"):
            yield Hit(row, {"职工": people, "界线": int(least)})


def no_women_committee(facts: Facts, women: Values, committee: Values) -> Iterator[Hit]:
    """A-R6: ten women members and no committee of theirs."""
    least = facts.number("women_committee_threshold", 10)
    for row, (many, has) in enumerate(zip(women, committee, strict=True)):
        if has == "否" and many is not None and many >= least:
            yield Hit(row, {"女会员": many, "界线": int(least)})


def no_audit(facts: Facts, state: Values, audit: Values) -> Iterator[Hit]:
    """A-R6-AUDIT: a union without an audit committee."""
    yield from (
        Hit(row)
        for row, (has, one) in enumerate(zip(state, audit, strict=True))
        if has == "已建" and one == "否"
    )


def formed_before_approval(facts: Facts, approved: Values, formed: Values) -> Iterator[Hit]:
    """A-R7: formed more than 30 days before it was approved."""
    for row, (one, other) in enumerate(zip(approved, formed, strict=True)):
        start, end = earliest(one), latest(other)
        # An approval in the future is told as such.
        if start and end and end < start - dt.timedelta(days=30) and start <= facts.as_of:
            yield Hit(row, {"批复": one, "建会": other})


def no_legal_person(facts: Facts, state: Values, code: Values) -> Iterator[Hit]:
    """A-R8: a union that has no code of its own."""
    yield from (
        Hit(row)
        for row, (has, one) in enumerate(zip(state, code, strict=True))
        if has == "已建" and one is None
    )


def term_over(facts: Facts, term: Values) -> Iterator[Hit]:
    """A-R11: the committee's term has ended."""
    for row, one in enumerate(term):
        end = latest(one) if one is not None else None
        if end is not None and end < facts.as_of:
            yield Hit(row, {"届满": one, "截止日": facts.as_of})


def entered_or_not(facts: Facts, realname: Values, entered: Values) -> Iterator[Hit]:
    """A-R12: entered by real name, or not, against the number entered."""
    for row, (flag, many) in enumerate(zip(realname, entered, strict=True)):
        if many is not None and ((flag == "是" and many == 0) or (flag == "否" and many > 0)):
            yield Hit(row, {"是否": flag, "人数": many})


def few_entered(facts: Facts, members: Values, entered: Values) -> Iterator[Hit]:
    """A-R12-RATE: fewer than 80 % of the members entered."""
    rate = facts.number("realname_rate", 0.8)
    for row, (all_of_them, many) in enumerate(zip(members, entered, strict=True)):
        if all_of_them and many and many < rate * all_of_them:
            yield Hit(row, {"会员": all_of_them, "已录": many, "比例": f"{rate:.0%}"})


def joint_of_one(facts: Facts, kind: Values, covered: Values) -> Iterator[Hit]:
    """A-X6: a joint union covers at least two units."""
    for row, (what, many) in enumerate(zip(kind, covered, strict=True)):
        if what == "联合" and many is not None and many < 2:
            yield Hit(row, {"涵盖": many})


def staff_differs(facts: Facts, tax: Values, union: Values) -> Iterator[Hit]:
    """A-TAX: the tax office and the union differ by more than 20 %."""
    for row, (one, other) in enumerate(zip(tax, union, strict=True)):
        if one and other and abs(one - other) > 0.2 * max(one, other):
            yield Hit(row, {"税务": one, "工会": other})


def in_order(first: str, second: str) -> Callable[..., Iterator[Hit]]:
    """Two dates in the wrong order."""

    def find(facts: Facts, starts: Values, ends: Values) -> Iterator[Hit]:
        for row, (one, other) in enumerate(zip(starts, ends, strict=True)):
            start, end = earliest(one), latest(other)
            if start and end and end < start:
                yield Hit(row, {"先": first, "先值": one, "后": second, "后值": other})

    return find


def union_without_union(facts: Facts, state: Values, members: Values) -> Iterator[Hit]:
    """A-NOUNION: no union, and yet members."""
    for row, (has, many) in enumerate(zip(state, members, strict=True)):
        if has == "未建" and many:
            yield Hit(row, {"会员": many})


def code_swapped(facts: Facts, code: Values, union: Values) -> Iterator[Hit]:
    """CODE-SWAP: the union's code (81…) where the unit's belongs, or the other way round."""
    for row, (one, other) in enumerate(zip(code, union, strict=True)):
        if one is not None and len(one) == 18 and one.startswith("8"):
            likely = (Suggestion(other, "写在了工会代码列"),) if other and not other.startswith("8") else ()
            yield Hit(row, {"代码": one, "应填": "单位自己的代码"}, "统一社会信用代码", likely)
        elif other is not None and len(other) == 18 and not other.startswith("8"):
            yield Hit(row, {"代码": other, "应填": "81 开头的工会代码"}, "工会统一社会信用代码")


_EXPECTED = {
    "企业": ("91", "93"),
    "私营": ("91", "92", "93"),
    "外商": ("91",),
    "港澳台": ("91",),
    "国有": ("91", "12", "11"),
    "个体": ("92",),
    "事业": ("12",),
    "机关": ("11",),
    "社会组织": ("51", "52", "53"),
    "民办非企业": ("52",),
    "自治组织": ("54", "55", "59"),
}


def code_against_nature(facts: Facts, code: Values, nature: Values) -> Iterator[Hit]:
    """A-CODE-NATURE: the kind of registration in the code does not fit 单位性质."""
    for row, (one, what) in enumerate(zip(code, nature, strict=True)):
        heads = _EXPECTED.get(what) if one is not None and len(one) == 18 and one[0] != "8" else None
        if heads and not one.startswith(heads):
            yield Hit(row, {"代码头": one[:2], "性质": what})


def needed_where(title: str, wanted: str) -> Callable[..., Iterator[Hit]]:
    """NEED-IF: a cell expected where another says so."""

    def find(facts: Facts, states: Values, cells: Values) -> Iterator[Hit]:
        if None in cells:
            for row, (state, cell) in enumerate(zip(states, cells, strict=True)):
                if cell is None and state == wanted:
                    yield Hit(row, {"条件": f"{title}为“{wanted}”"})

    return find


def _need(condition: str, wanted: str, title: str) -> RowRule:
    return RowRule("NEED-IF", (condition, title), needed_where(condition, wanted), present=(condition, title))


def _most(code: str, part: str, whole: str) -> RowRule:
    return RowRule(code, (part, whole), at_most(part, whole), at=part, present=(part, whole))


_STAFF, _STATE, _CODE, _UNION_CODE = "职工总数", "是否建会", "统一社会信用代码", "工会统一社会信用代码"
_MEMBERS, _WOMEN, _KIND, _FORMED = "会员数", "女会员数", "基层工会类型", "建会日期"
RULES = (
    RowRule("CODE-SWAP", (_CODE, _UNION_CODE), code_swapped),
    RowRule("A-R1-NAME-FILE", (_CODE, "单位名称"), same_name),
    _most("A-R2", "女职工数", _STAFF),
    _most("A-R2", "农民工数", _STAFF),
    _most("A-R2", "劳务派遣人数", _STAFF),
    RowRule("A-R3", (_MEMBERS, _STAFF, "劳务派遣人数", _KIND), members_above_staff(False), at=_MEMBERS),
    RowRule("A-R3-JOINT", (_MEMBERS, _STAFF, "劳务派遣人数", _KIND), members_above_staff(True), at=_MEMBERS),
    _most("A-R4", _WOMEN, _MEMBERS),
    RowRule("A-R4-STAFF", (_WOMEN, "女职工数", "劳务派遣人数", _KIND), women_above_women, at=_WOMEN),
    _most("A-X3", "农民工会员数", _MEMBERS),
    RowRule("A-R5", (_STAFF, _STATE, "经营状态"), should_have_union, at=_STATE),
    RowRule("A-R6", (_WOMEN, "女职委"), no_women_committee, present=("女职委",)),
    RowRule("A-R6-AUDIT", (_STATE, "经审会"), no_audit, present=("经审会",)),
    RowRule("A-R7", ("批复日期", _FORMED), formed_before_approval, present=("批复日期", _FORMED)),
    RowRule("A-R7-FUTURE", (_FORMED,), future, present=(_FORMED,)),
    RowRule("A-R8", (_STATE, _UNION_CODE), no_legal_person, present=(_UNION_CODE,)),
    RowRule("A-R11", ("届满日期",), term_over, present=("届满日期",)),
    RowRule("A-R12", ("是否实名制", "已录入会员数"), entered_or_not, present=("是否实名制", "已录入会员数")),
    _most("A-R12-MORE", "已录入会员数", _MEMBERS),
    RowRule("A-R12-RATE", (_MEMBERS, "已录入会员数"), few_entered, present=("已录入会员数",)),
    RowRule("A-X6", (_KIND, "涵盖单位数"), joint_of_one, present=("涵盖单位数",)),
    RowRule("A-TAX", ("税务登记职工人数", "工会登记职工人数"), staff_differs),
    RowRule("A-TERM", (_FORMED, "届满日期"), in_order(_FORMED, "届满日期"), present=("届满日期",)),
    RowRule(
        "A-TERM", ("法人资格有效期起", "法人资格有效期止"), in_order("法人资格有效期起", "法人资格有效期止")
    ),
    RowRule("A-NOUNION", (_STATE, _MEMBERS), union_without_union, at=_STATE),
    RowRule("A-CODE-NATURE", (_CODE, "单位性质"), code_against_nature),
    RowRule("DATE-FUTURE", ("批复日期",), future, present=("批复日期",)),
    RowRule("DATE-FUTURE", ("录入日期",), future, present=("录入日期",)),
    RowRule("DATE-FUTURE", ("普查日期",), future, present=("普查日期",)),
    _need("是否互联网企业", "是", "互联网企业类别"),
    _need(_STATE, "未建", "未建会原因"),
    _need(_STATE, "已建", "工会名称"),
    _need(_STATE, "已建", _KIND),
    _need(_STATE, "已建", _FORMED),
    _need(_STATE, "已建", _MEMBERS),
    _need(_KIND, "联合", "涵盖单位数"),
)
