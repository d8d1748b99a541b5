"""职工技能竞赛报名表 (domain 3.C, C2): one row per person and event."""

from __future__ import annotations

from collections.abc import Mapping

from union_xl.ledgers import people, shared
from union_xl.ledgers.contest import NOT_HELD, NOT_OTHER_YEAR
from union_xl.ledgers.figures import FLOW, check, figure, formula
from union_xl.ledgers.form import Form, Row, Rule, error, expected, lets, optional, warn
from union_xl.ledgers.layouts import Card
from union_xl.ledgers.outputs import prints
from union_xl.model import ERROR

_CONTESTANT = f"coalesce(身份, '选手') = '选手' and {NOT_HELD}"
_PERSON = "coalesce(证件号码, 姓名 || 单位名称)"
_AGE = "date_sub('year', 出生, 截止日)"
_PLAYER = "coalesce(身份, '选手') = '选手'"
_RETIREMENT = "case 性别 when '男' then 男职工退休年龄 when '女' then 女干部退休年龄 end"
_SAME_UNIT = (
    "(select count(*) from 竞赛报名 别 where coalesce(简名(别.竞赛名称), '') = coalesce(简名(竞赛报名.竞赛名称), '') "
    "and 别.单位名称 = 竞赛报名.单位名称 and {})"
)
_ENTERED = _SAME_UNIT.format("别.参赛项目 = 竞赛报名.参赛项目 and coalesce(别.身份, '选手') = '选手'")
_NOT_LAST = "行号 < " + _SAME_UNIT.format(
    "别.参赛项目 = 竞赛报名.参赛项目 and coalesce(别.身份, '选手') = '选手'"
).replace("count(*)", "max(别.行号)")
_LEADERS = _SAME_UNIT.format("别.身份 = '领队'")
_MAN = {"证件号码": "330105199003072013", "性别": "男"}
_BOY = {"证件号码": "330105200806015013"}

# fmt: off
# What 竞赛总表 asks of the entries (C-R2, C-R3, C-R4, C-R10).
_CONTEST = "(select {} from 竞赛总表 赛 where 简名(赛.竞赛名称) = 简名(竞赛报名.竞赛名称))"
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
_SAID, _LED = _SAME_UNIT.format("别.身份 is not null"), _SAME_UNIT.format("别.身份 = '领队'")
_ENTRANT: Row = {"证件号码": "330105199003072013", "竞赛名称": "甲赛", "单位名称": "甲公司"}


def _rows(contest: Row, *entries: Row) -> Mapping[str, tuple[Row, ...]]:
    """An example: a contest and its entries."""
    return {"竞赛总表": ({"竞赛名称": "甲赛", **contest},), "竞赛报名": entries}


def _age(column: str, born: str, entry: Row) -> Rule:
    """C-R2-LIMIT, told at the number where that says the age, else at the age."""
    within = (
        f"({_YOUNGEST} is null or {_AGE_AT_LAST} >= {_YOUNGEST}) and ({_OLDEST} is null or {_AGE_THEN} <= {_OLDEST})"
    )
    return warn("C-R2-LIMIT", "年龄不在竞赛规定范围内", f"{born} or not {_PLAYER} or ({within})",
        "选手 {选手年龄} 岁，竞赛总表规定“{竞赛名称}”的选手{范围}", "请核对证件号码和参赛条件", column=column,
        let=lets(选手年龄=_AGE_THEN, 范围=_RANGE),
        fires=(_rows({"最大年龄": 30, "实际日期": "2022-05-20"}, entry),
               _rows({"最小年龄": 40, "实际日期": "2022"}, entry)),
        rests=(_rows({"最大年龄": 35, "最小年龄": 18}, entry), _rows({"最大年龄": 30}, {**entry, "身份": "领队"}),
               _rows({}, entry)))


def _team(column: str, named: str, team: str | None) -> Rule:
    """C-R3-TEAM, told at the team where it is named, else at the unit, which may have sent several."""
    size = f"{_SAME_UNIT.format(_IN_TEAM)}"
    fits = f"{size} = {_TEAM}" if team else f"{size} % {_TEAM} = 0"
    entry = {**_ENTRANT, **({"队名": team} if team else {})}
    others = tuple({**entry, "证件号码": None, "姓名": name} for name in ("张三", "李四", "王五"))
    return warn("C-R3-TEAM", "每队人数不符",
        f"{named} or not {_PLAYER} or {_TEAM} < 2 or {fits} or {_SAME_UNIT.format(f'{_IN_TEAM} and {_UP_TO_HERE}')} > 1",
        "竞赛总表规定“{竞赛名称}”每队 {应有} 人，{队}报了 {实报} 人", "请补报或减少选手；有几支队的请在“队名”中分开写",
        column=column, let=lets(应有=_TEAM, 队="coalesce(队名, 单位名称, '本队')", 实报=size),
        fires=(_rows({"每队人数": 2}, *others),), rests=(_rows({"每队人数": 3}, *others), _rows({}, *others)))


_OF_CONTEST = (
    warn("C-R10", "竞赛总表中没有这项竞赛",
        "简名(竞赛名称) in (select 简名(赛.竞赛名称) from 竞赛总表 赛 where 赛.竞赛名称 is not null) or "
        "(select count(*) from 竞赛报名 别 where 别.竞赛名称 = 竞赛报名.竞赛名称 and 别.单位名称 = 竞赛报名.单位名称 "
        f"and {_UP_TO_HERE}) > 1",
        "竞赛总表中没有“{竞赛名称}”", "请核对竞赛名称，或补报竞赛总表", column="竞赛名称",
        fires=(_rows({}, {**_ENTRANT, "竞赛名称": "乙赛"}),), rests=(_rows({}, _ENTRANT), _rows({}, {"单位名称": "甲公司"}))),
    warn("C-R3", "超过每单位限报人数",
        f"not {_PLAYER} or {_SAME_UNIT.format(f'{_IN_EVENT} and {_UP_TO_HERE}')} <> floor({_MOST}) + 1",
        "“{竞赛名称}”每单位限报 {限报} 人，本单位共报 {实报} 人", "请与单位核实", column="竞赛名称",
        needs=("竞赛名称",), let=lets(限报=_MOST, 实报=_SAME_UNIT.format(_IN_EVENT)),
        fires=(_rows({"每单位限报": 1}, _ENTRANT, {**_ENTRANT, "证件号码": None}), _rows({}, *(_ENTRANT,) * 4)),
        rests=(_rows({"每单位限报": 2}, _ENTRANT, _ENTRANT), _rows({"每单位限报": 4}, *(_ENTRANT,) * 4))),
    _age("证件号码", "出生 is null", _ENTRANT),
    _age("年龄", "出生 is not null", {"年龄": 32, "竞赛名称": "甲赛"}),
    warn("C-R4-MIN", "从业年限不足", f"not {_PLAYER} or 从事本工种年限 >= {_YEARS}",
        "从事本工种 {从事本工种年限} 年，竞赛总表规定“{竞赛名称}”不少于 {最低} 年", "请核对年限和参赛条件",
        column="从事本工种年限", let=lets(最低=_YEARS),
        fires=(_rows({"最低从业年限": 3}, {**_ENTRANT, "从事本工种年限": 2}),),
        rests=(_rows({"最低从业年限": 2}, {**_ENTRANT, "从事本工种年限": 2}), _rows({}, {**_ENTRANT, "从事本工种年限": 2}))),
    _team("队名", "队名 is null", "一队"),
    _team("单位名称", "队名 is not null", None),
    warn("C-R3-NOLEAD", "没有领队",
        f"{_OF_TEAMS} = 0 or {_SAID} = 0 or {_LED} > 0 or {_SAME_UNIT.format(_UP_TO_HERE)} > 1",
        "“{竞赛名称}”是团体赛，{单位名称}没有填领队", "请补填一名领队，“身份”填领队", column="身份",
        fires=(_rows({"形式": "团体赛"}, {**_ENTRANT, "身份": "选手"}), _rows({"每队人数": 2}, {**_ENTRANT, "身份": "选手"})),
        rests=(_rows({"形式": "团体赛"}, {**_ENTRANT, "身份": "领队"}), _rows({}, {**_ENTRANT, "身份": "选手"}),
               _rows({"形式": "团体赛"}, _ENTRANT))),
)

COLUMNS = (
    expected("竞赛名称", "文本",
        "赛事名称 大赛名称 比赛名称 竞赛活动名称 赛项名称 技能竞赛名称 参加竞赛名称 报名竞赛 参加赛事 报名赛事 参加竞赛 参赛名称 参加大赛名称",
        example="第四届“元墅杯”养老护理职业技能大赛", ditto=True, width=32, role="subject"),
    expected("参赛项目", "文本",
        "参赛工种 比赛项目 竞赛项目 竞赛工种 报名项目 比赛工种 项目 赛项 参赛赛项 报名工种 参加项目 "
        "参赛职业 参赛工种(项目) 报名工种(项目) 参赛项目(工种)", example="养老护理", ditto=True, width=14),
    shared.UNIT.but(need="required",
        more_aliases="代表队 代表单位 选送单位 参赛单位名称 参赛单位(盖章) 参赛队 参赛企业", example="某老人公寓"),
    shared.PERSON_NAME.but(need="required", more_aliases="参赛者 参赛人 选手 选手名字 参赛人员姓名"),
    shared.GENDER.but(derived=people.GENDER, need="expected"),
    shared.ID_NUMBER.but(need="expected"),
    optional("年龄", "年龄", "周岁 年龄(周岁)", example="32", width=6, role="age"),
    shared.EDUCATION,
    shared.MOBILE.but(need="expected"),
    shared.OCCUPATION,
    shared.SKILL,
    optional("证书编号", "文本", "证书号 技能证书编号 资格证书编号 职业资格证书编号 技能等级证书编号 职业资格证书号", width=18),
    optional("从事本工种年限", "年限",
        "工作年限 从业年限 本工种年限 从事年限 工龄 从事本职业年限 从业时间 工作年数 本岗位年限 "
        "从事该工种年限 从业年数 本工种工作年限 从事该工种工作年限 本岗位工作年限 从事本工种时间", example="3", width=10),
    expected("是否工会会员", "是否", "工会会员 是否会员 会员 是否为工会会员 是不是会员 是否入会",
        example="是", width=10),
    expected("身份", "身份", "参赛身份 人员身份 参赛角色 角色 参赛人员身份", example="选手", ditto=True, width=8),
    optional("队名", "文本", "队伍名称 团队名称 参赛队名 参赛队名称 代表队名称", ditto=True, width=12),
    shared.CONTACT.but(ditto=True),
    shared.PHONE.but(ditto=True),
    optional("照片", "照片", "照片(一寸) 一寸照片 一寸照 寸照", width=10),
    optional("单位意见", "备注", "单位意见(盖章) 推荐单位意见 单位盖章", width=14),
    shared.REMARK,
)
# fmt: on

# fmt: off
RULES = (
    people.GENDER_AGAINST_ID,
    people.UNBORN,
    warn("C-R1-EVENT", "一人报两项",
        "(select count(distinct coalesce(别.参赛项目, '')) from 竞赛报名 别 where 别.证件号码 = "
        "竞赛报名.证件号码 and coalesce(别.竞赛名称, '') = coalesce(竞赛报名.竞赛名称, '')) <= 1",
        "同一竞赛中此人还报了别的项目，每人限报一项", "请只留一项", column="参赛项目",
        fires=((_MAN | {"竞赛名称": "甲赛", "参赛项目": "护理"}, _MAN | {"竞赛名称": "甲赛", "参赛项目": "烹饪"}),),
        rests=((_MAN | {"竞赛名称": "甲赛", "参赛项目": "护理"}, _MAN | {"竞赛名称": "乙赛", "参赛项目": "烹饪"}),
               ({"竞赛名称": "甲赛", "参赛项目": "护理"}, {"竞赛名称": "甲赛", "参赛项目": "烹饪"}))
        ),
    warn("C-R1-ORG", "一人代表两个单位",
        "(select count(distinct 别.单位名称) from 竞赛报名 别 where 别.证件号码 = 竞赛报名.证件号码) <= 1",
        "此人代表不止一个单位", "请核对后只留一个单位", column="证件号码",
        fires=((_MAN | {"单位名称": "甲公司"}, _MAN | {"单位名称": "乙公司"}),),
        rests=((_MAN | {"单位名称": "甲公司"}, _MAN | {"单位名称": "甲公司"}),
               ({"单位名称": "甲公司"}, {"单位名称": "乙公司"}))),
    error("C-R2", "选手年龄过小", f"not {_PLAYER} or {_AGE} >= 参赛最低年龄 or {_AGE} < 0",
        "选手 {选手年龄} 岁，不满{参赛最低年龄}岁", "请核对证件号码", column="证件号码",
        let=lets(选手年龄=_AGE),
        fires=(_BOY,), rests=(_MAN, _BOY | {"身份": "领队"}, {})),
    warn("C-R2-AGE", "选手超过退休年龄", f"not {_PLAYER} or {_AGE} < {_RETIREMENT}",
        "选手 {选手年龄} 岁（退休年龄{退休年龄}岁）{多行}", "请核对是否符合参赛条件", column="证件号码",
        let=lets(选手年龄=_AGE, 退休年龄=_RETIREMENT),
        ordinary=True, fires=({"证件号码": "33010519581120301X", "性别": "男"},),
        rests=(_MAN, {"证件号码": "33010519581120301X", "性别": "男", "身份": "领队"})),
    warn("C-R3-FILE", "报名人数超限", f"not {_PLAYER} or {_ENTERED} <= 每单位限报人数 or {_NOT_LAST}",
        "{竞赛名称}{单位名称}报{参赛项目} {人数} 人，每单位限报 {每单位限报人数} 人{多行}", "请核对名额",
        column="单位名称", let=lets(人数=_ENTERED), without=("竞赛总表",),
        fires=(({"竞赛名称": "甲赛", "参赛项目": "护理", "单位名称": "甲公司"},) * 4,),
        rests=(({"竞赛名称": "甲赛", "参赛项目": "护理", "单位名称": "甲公司"},) * 3,)),
    warn("C-R3-LEAD", "多名领队", f"身份 <> '领队' or {_LEADERS} <= 1", "{单位名称}有不止一名领队{多行}",
        "请只留一名领队", column="身份",
        fires=(({"竞赛名称": "甲赛", "单位名称": "甲公司", "身份": "领队"},) * 2,),
        rests=({"竞赛名称": "甲赛", "单位名称": "甲公司", "身份": "领队"},)),
    warn("C-R4", "年限大于工龄", f"出生 is null or 从事本工种年限 <= greatest(0, {_AGE} - 16) + 1",
        "从事本工种 {从事本工种年限} 年，年龄 {选手年龄} 岁，年限过长{多行}", "请核对年限",
        column="从事本工种年限", let=lets(选手年龄=_AGE), fires=(_MAN | {"从事本工种年限": 18},),
        rests=(_MAN | {"从事本工种年限": 10}, {"从事本工种年限": 18})),
    warn("AGE-ID", "年龄与证件号码不符", f"abs({_AGE} - 年龄) <= 1",
        "年龄填 {年龄}，按证件号码是 {实际} 岁{多行}", "请核对年龄和证件号码", column="年龄",
        let=lets(实际=_AGE), suggest=_AGE, because="按证件号码", fires=(_MAN | {"年龄": 40},),
        rests=(_MAN | {"年龄": 33}, {"年龄": 40})),
    *people.mobile_rules("竞赛报名"),
    *_OF_CONTEST,
)
INDICATORS = (
    figure("C04", "参赛企业数", "去重", _CONTESTANT, field="单位名称", groups="竞赛、社区", unit="家", over=FLOW),
    figure("C05a", "参赛职工人次", "计数", _CONTESTANT, groups="竞赛、单位、社区", unit="人次", over=FLOW),
    figure("C05", "参赛职工人数", "去重", _CONTESTANT, field=_PERSON, groups="竞赛、单位、社区", unit="人", over=FLOW),
    figure("C06", "女选手人数", "去重", f"{_CONTESTANT} and 性别 = '女'", field=_PERSON, groups="竞赛、单位、社区",
        unit="人", over=FLOW),
    figure("C07a", "会员选手人数", "去重", f"{_CONTESTANT} and 是否工会会员 = '是'", field=_PERSON,
        groups="竞赛、单位、社区", unit="人", over=FLOW),
    figure("C07", "会员选手占比", "占比", "是否工会会员 = '是'", field=_PERSON, base=_CONTESTANT,
        groups="竞赛、单位、社区", unit="%", over=FLOW),
    figure("C05b", "报名人数", "去重", f"coalesce(身份, '选手') = '选手' and {NOT_OTHER_YEAR}", field=_PERSON,
        groups="竞赛、单位、社区", unit="人", about="含尚未举办的竞赛，不含竞赛总表里其他年度的"),
    formula("Z31b", "劳动竞赛参赛人次", "参赛职工人次", unit="人次"),
)
CHECKS = (
    check("X17a", "参赛职工人数 <= 参赛职工人次", ERROR, "参赛人数不多于人次"),
    check("X17b", "女选手人数 <= 参赛职工人数", ERROR, "女选手不多于参赛人数"),
    check("X17c", "会员选手人数 <= 参赛职工人数", ERROR, "会员选手不多于参赛人数"),
)
LISTS = (
    prints("参赛号与签到表", "参赛号 = 序号；姓名；单位名称；参赛项目；签到 =", where=_PLAYER, order="单位名称",
        per="竞赛名称；参赛项目", heading="参赛号与签到表", layout="签名表"),
    prints("评分表", "参赛号 = 序号；理论 =；实操 =；裁判1 =；裁判2 =；裁判3 =；得分 =；裁判签名 =", where=_PLAYER,
        order="单位名称", per="竞赛名称；参赛项目", heading="评分表", layout="签名表",
        note="参赛号与签到表一致；评分表上不写姓名和单位。"),
)
# fmt: on
FORM = Form(
    slug="contest-entry",
    title="职工技能竞赛报名表",
    short="竞赛报名",
    group="竞赛",
    hints=("赛 报名", "参赛人员", "参赛选手", "参赛名", "参赛职工", "参赛报"),
    marks=(
        "竞赛",
        "大赛",
        "赛事",
        "赛项名称",
        "比赛名称",
        "选手",
        "参赛单位",
        "参赛身份",
        "参赛工种",
        "参赛队",
        "工种年限",
    ),
    keys=(("竞赛名称", "参赛项目", "证件号码"), ("竞赛名称", "参赛项目", "姓名", "单位名称")),
    owed="quota",
    parent="contest",
    link=("竞赛名称",),
    same_row="C-R1",
    item="竞赛",
    each=("报名",),
    card=Card(),
    columns=COLUMNS,
    rules=RULES,
    indicators=INDICATORS,
    checks=CHECKS,
    lists=LISTS,
)
