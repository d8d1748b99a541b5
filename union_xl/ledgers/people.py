"""Rules about persons that several ledgers share (domain 3.B, 3.C): number, gender, birth, age, mobile.

`证件性别`, `证件出生`, `证件种类` are what the ID says, `出生` is the birth date: the ID's, else a whole day
stated.
"""

from __future__ import annotations

from union_xl.ledgers.form import Derivation, Rule, error, lets, warn
from union_xl.model import WARNING

GENDER = Derivation(source="证件号码", how="证件性别", why="由证件号码得出")
BIRTH = Derivation(source="证件号码", how="证件出生", why="由证件号码得出")
DOCUMENT = Derivation(source="证件号码", how="证件种类", why="由证件号码得出")

_GENDER_DIFFERS = "(性别 in ('男', '女') and 性别 <> 证件性别)"
_BIRTH_DIFFERS = "(证件出生 not between 出生日期 and 出生日期末)"
_WOMAN = {"证件号码": "33010519851120302X"}
_MAN = {"证件号码": "330105199003072013"}

GENDER_AGAINST_ID = error(
    "B-R1",
    "与证件号码矛盾",
    f"not {_GENDER_DIFFERS}",
    "证件号码第17位表示{证件性别}，性别填的是{性别}",
    "请对照身份证核对；号码无误的，把性别改为“{证件性别}”",
    column="性别",
    suggest="证件性别",
    because="与证件号码一致",
    fires=(_WOMAN | {"性别": "男"},),
    rests=(_WOMAN | {"性别": "女"}, _WOMAN),
)
CONTRADICTIONS: tuple[Rule, ...] = (
    GENDER_AGAINST_ID.but(holds=f"not {_GENDER_DIFFERS} or coalesce({_BIRTH_DIFFERS}, false)"),
    error(
        "B-R1",
        "与证件号码矛盾",
        f"not {_BIRTH_DIFFERS} or coalesce({_GENDER_DIFFERS}, false)",
        "证件号码里的出生日期是{证件出生}，表里填的是{出生日期}",
        "请对照身份证核对；号码无误的，把出生日期改为 {证件出生}",
        column="出生日期",
        suggest="证件出生",
        because="与证件号码一致",
        fires=(_MAN | {"出生日期": "1990-03-08"},),
        rests=(_MAN | {"出生日期": "1990-03-07"}, _MAN | {"出生日期": "1990-03"}, _MAN),
    ),
    error(
        "B-R1",
        "与证件号码矛盾",
        f"not ({_GENDER_DIFFERS} and {_BIRTH_DIFFERS})",
        "证件号码里是{证件性别}、{证件出生}生，表里填的是{性别}、{出生日期}生",
        "请对照身份证核对证件号码，可能填了别人的",
        column="证件号码",
        fires=(_MAN | {"性别": "女", "出生日期": "1985-11-20"},),
        rests=(_MAN | {"性别": "男", "出生日期": "1985-11-20"}, _MAN | {"性别": "女"}),
    ),
)
UNBORN = error(
    "ID-FUTURE",
    "出生日期在将来",
    "证件出生 <= 截止日",
    "证件号码中的出生日期 {证件出生} 晚于截止日 {截止日}",
    "请对照身份证核对第7至14位",
    column="证件号码",
    fires=({"证件号码": "330105203008015017"},),
    rests=(_MAN,),
)


WRONG_DOCUMENT = Rule(
    code="ID-TYPE",
    level=WARNING,
    title="证件类型不符",
    test="wrong_document",
    over=("证件号码", "证件类型"),
    says="证件类型填的是{证件类型}，号码像是{像}",
    cure="请核对证件类型和号码",
    column="证件类型",
    suggest="像",
    because="号码的样式",
    fires=(_MAN | {"证件类型": "护照"},),
    rests=(_MAN | {"证件类型": "居民身份证"}, {"证件类型": "护照"}),
)
SHARED_MOBILE = "(select count(distinct 别.姓名) from {ledger} 别 where 别.手机号码 = {ledger}.手机号码)"


def mobile_rules(ledger: str) -> tuple[Rule, ...]:
    """B-R3, B-R3-MANY: one mobile for several persons of a ledger (its short title), for so many that it is
    the filler's own."""
    persons = SHARED_MOBILE.format(ledger=ledger)
    few = ({"手机号码": "13900001234", "姓名": name} for name in ("张三", "李四"))
    many = ({"手机号码": "13900001234", "姓名": name} for name in ("张三", "李四", "王五", "赵六"))
    return (
        warn(
            "B-R3",
            "手机号相同",
            f"{persons} <= 1 or {persons} >= 同手机人数上限",
            "{人数}人用同一个手机号{多行}",
            "请填写本人手机号；确为共用的不用改",
            column="手机号码",
            let=lets(人数=persons),
            fires=(tuple(few),),
            rests=({"手机号码": "13900001234", "姓名": "张三"},),
        ),
        warn(
            "B-R3-MANY",
            "多人同一手机号",
            f"{persons} < 同手机人数上限",
            "{人数}人用同一个手机号，像是填表人的号码{多行}",
            "请填写本人手机号",
            column="手机号码",
            let=lets(人数=persons),
            fires=(tuple(many),),
            rests=({"手机号码": "13900001234", "姓名": "张三"},),
        ),
    )


def not_in_future(column: str) -> Rule:
    """DATE-FUTURE: a date after 截止日."""
    return warn(
        "DATE-FUTURE",
        "晚于截止日",
        f"{column} <= 截止日",
        f"“{column}”{{{column}}} 晚于截止日 {{截止日}}{{多行}}",
        "请核对是否写错年份",
        column=column,
        needs=(column,),
        fires=({column: "2022-07-01"},),
        rests=({column: "2022-06-30"}, {column: "2022-06"}),
    )


def unknown_member(code: str, ledger: str) -> Rule:
    """Whoever is in a ledger (its short title), but not among the members of the same unit.

    It rests where no member of the unit is known: then its return is missing, not the person.
    """
    known = f"(select count(*) from 会员登记 会 where {{}} = {ledger}.{{}})"
    here, there = {"单位名称": "甲公司"}, {"单位名称": "乙公司"}
    return warn(
        code,
        "不在会员登记里",
        f"证件号码 is null or {known.format('会.单位名称', '单位名称')} = 0 "
        f"or {known.format('会.证件号码', '证件号码')} > 0",
        "{姓名}不在会员登记里",
        "请核对证件号码；还不是会员的先办理入会",
        column="证件号码",
        fires=({ledger: (here | _MAN,), "会员登记": (here | _WOMAN,)},),
        rests=(
            {ledger: (here | _MAN,), "会员登记": (here | _MAN,)},
            {ledger: (here | _MAN,), "会员登记": (there | _MAN, here | _WOMAN)},
            {ledger: (there | _MAN,), "会员登记": (here | _WOMAN,)},
            {ledger: (here,), "会员登记": (here | _WOMAN,)},
        ),
    )
