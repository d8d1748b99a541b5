"""What 竞赛总表 asks of the entries (domain 3.C: C-R2, C-R3, C-R4, C-R10)."""

# fmt: off
from __future__ import annotations

from collections.abc import Mapping

from union_xl.ledgers.form import Row, Rule, lets, warn

PLAYER = "coalesce(身份, '选手') = '选手'"
_CONTEST = "(select {} from 竞赛总表 赛 where 简名(赛.竞赛名称) = 简名(竞赛报名.竞赛名称))"
_OTHERS = (
    "(select count(*) from 竞赛报名 别 where coalesce(简名(别.竞赛名称), '') = coalesce(简名(竞赛报名.竞赛名称), '') "
    "and 别.单位名称 = 竞赛报名.单位名称 and {})"
)
_IN_EVENT = "coalesce(别.参赛项目, '') = coalesce(竞赛报名.参赛项目, '') and coalesce(别.身份, '选手') = '选手'"
_IN_TEAM = f"{_IN_EVENT} and coalesce(别.队名, '') = coalesce(竞赛报名.队名, '')"
_UP_TO_HERE = "别.行号 <= 竞赛报名.行号"


def _allows(choose: str, column: str) -> str:
    """What a contest allows: where it stands in several rows, the most any of them does; null where one of
    them does not say."""
    return _CONTEST.format(f"case when count(*) = count(赛.{column}) then {choose}(赛.{column}) end")


_MOST = f"coalesce({_allows('max', '每单位限报')}, 每单位限报人数)"
_YOUNGEST, _OLDEST = _allows("min", "最小年龄"), _allows("max", "最大年龄")
_YEARS = _allows("min", "最低从业年限")
_TEAM = _CONTEST.format(
    "case when count(*) = count(赛.每队人数) and min(赛.每队人数) = max(赛.每队人数) then min(赛.每队人数) end"
)
_OF_TEAMS = _CONTEST.format(
    "min(greatest(case 赛.形式 when '团体赛' then 1 else 0 end, case when 赛.每队人数 > 1 then 1 else 0 end))"
)
_BEGINS = _CONTEST.format("min(coalesce(赛.实际日期, date_trunc('year', 赛.实际日期末), 赛.计划日期, 截止日))")
_ENDS = _CONTEST.format("max(coalesce(赛.实际日期末, 赛.计划日期末, 截止日))")
_AGE_THEN, _AGE_AT_LAST = (f"coalesce(date_sub('year', 出生, {day}), 年龄)" for day in (_BEGINS, _ENDS))
_RANGE = (
    f"case when {_YOUNGEST} is null then '不大于' || {_OLDEST} || '岁' when {_OLDEST} is null "
    f"then '不小于' || {_YOUNGEST} || '岁' else {_YOUNGEST} || '至' || {_OLDEST} || '岁' end"
)
_SAID, _LED = _OTHERS.format("别.身份 is not null"), _OTHERS.format("别.身份 = '领队'")
_MAN: Row = {"证件号码": "330105199003072013", "竞赛名称": "甲赛", "单位名称": "甲公司"}


def _rows(contest: Row, *entries: Row) -> Mapping[str, tuple[Row, ...]]:
    """An example: a contest and its entries."""
    return {"竞赛总表": ({"竞赛名称": "甲赛", **contest},), "竞赛报名": entries}


def _age(column: str, born: str, entry: Row) -> Rule:
    """C-R2-LIMIT, told at the number where that says the age, else at the age."""
    within = (
        f"({_YOUNGEST} is null or {_AGE_AT_LAST} >= {_YOUNGEST}) and ({_OLDEST} is null or {_AGE_THEN} <= {_OLDEST})"
    )
    return warn("C-R2-LIMIT", "年龄不在竞赛规定范围内", f"{born} or not {PLAYER} or ({within})",
        "选手 {选手年龄} 岁，竞赛总表规定“{竞赛名称}”的选手{范围}", "请核对证件号码和参赛条件", column=column,
        let=lets(选手年龄=_AGE_THEN, 范围=_RANGE),
        fires=(_rows({"最大年龄": 30, "实际日期": "2022-05-20"}, entry),
               _rows({"最小年龄": 40, "实际日期": "2022"}, entry)),
        rests=(_rows({"最大年龄": 35, "最小年龄": 18}, entry), _rows({"最大年龄": 30}, {**entry, "身份": "领队"}),
               _rows({}, entry)))


def _team(column: str, named: str, team: str | None) -> Rule:
    """C-R3-TEAM, told at the team where it is named, else at the unit, which may have sent several."""
    size = f"{_OTHERS.format(_IN_TEAM)}"
    fits = f"{size} = {_TEAM}" if team else f"{size} % {_TEAM} = 0"
    entry = {**_MAN, **({"队名": team} if team else {})}
    others = tuple({**entry, "证件号码": None, "姓名": name} for name in ("张三", "李四", "王五"))
    return warn("C-R3-TEAM", "每队人数不符",
        f"{named} or not {PLAYER} or {_TEAM} < 2 or {fits} or {_OTHERS.format(f'{_IN_TEAM} and {_UP_TO_HERE}')} > 1",
        "竞赛总表规定“{竞赛名称}”每队 {应有} 人，{队}报了 {实报} 人", "请补报或减少选手；有几支队的请在“队名”中分开写",
        column=column, let=lets(应有=_TEAM, 队="coalesce(队名, 单位名称, '本队')", 实报=size),
        fires=(_rows({"每队人数": 2}, *others),), rests=(_rows({"每队人数": 3}, *others), _rows({}, *others)))


RULES = (
    warn("C-R10", "竞赛总表中没有这项竞赛",
        "简名(竞赛名称) in (select 简名(赛.竞赛名称) from 竞赛总表 赛 where 赛.竞赛名称 is not null) or "
        "(select count(*) from 竞赛报名 别 where 别.竞赛名称 = 竞赛报名.竞赛名称 and 别.单位名称 = 竞赛报名.单位名称 "
        f"and {_UP_TO_HERE}) > 1",
        "竞赛总表中没有“{竞赛名称}”", "请核对竞赛名称，或补报竞赛总表", column="竞赛名称",
        fires=(_rows({}, {**_MAN, "竞赛名称": "乙赛"}),), rests=(_rows({}, _MAN), _rows({}, {"单位名称": "甲公司"}))),
    warn("C-R3", "超过每单位限报人数",
        f"not {PLAYER} or {_OTHERS.format(f'{_IN_EVENT} and {_UP_TO_HERE}')} <> floor({_MOST}) + 1",
        "“{竞赛名称}”每单位限报 {限报} 人，本单位共报 {实报} 人", "请与单位核实", column="竞赛名称",
        needs=("竞赛名称",), let=lets(限报=_MOST, 实报=_OTHERS.format(_IN_EVENT)),
        fires=(_rows({"每单位限报": 1}, _MAN, {**_MAN, "证件号码": None}), _rows({}, *(_MAN,) * 4)),
        rests=(_rows({"每单位限报": 2}, _MAN, _MAN), _rows({"每单位限报": 4}, *(_MAN,) * 4))),
    _age("证件号码", "出生 is null", _MAN),
    _age("年龄", "出生 is not null", {"年龄": 32, "竞赛名称": "甲赛"}),
    warn("C-R4-MIN", "从业年限不足", f"not {PLAYER} or 从事本工种年限 >= {_YEARS}",
        "从事本工种 {从事本工种年限} 年，竞赛总表规定“{竞赛名称}”不少于 {最低} 年", "请核对年限和参赛条件",
        column="从事本工种年限", let=lets(最低=_YEARS),
        fires=(_rows({"最低从业年限": 3}, {**_MAN, "从事本工种年限": 2}),),
        rests=(_rows({"最低从业年限": 2}, {**_MAN, "从事本工种年限": 2}), _rows({}, {**_MAN, "从事本工种年限": 2}))),
    _team("队名", "队名 is null", "一队"),
    _team("单位名称", "队名 is not null", None),
    warn("C-R3-NOLEAD", "没有领队",
        f"{_OF_TEAMS} = 0 or {_SAID} = 0 or {_LED} > 0 or {_OTHERS.format(_UP_TO_HERE)} > 1",
        "“{竞赛名称}”是团体赛，{单位名称}没有填领队", "请补填一名领队，“身份”填领队", column="身份",
        fires=(_rows({"形式": "团体赛"}, {**_MAN, "身份": "选手"}), _rows({"每队人数": 2}, {**_MAN, "身份": "选手"})),
        rests=(_rows({"形式": "团体赛"}, {**_MAN, "身份": "领队"}), _rows({}, {**_MAN, "身份": "选手"}),
               _rows({"形式": "团体赛"}, _MAN))),
)
