"""职工技能竞赛成绩表 (ledgers.md 4.1): one row per player and event, from the judges' sheets."""

from __future__ import annotations

from union_xl.ledgers import contest_entry, shared
from union_xl.ledgers.contest import NOT_HELD
from union_xl.ledgers.figures import FLOW, check, figure
from union_xl.ledgers.form import Chart, Form, Rule, choice, expected, lets, optional, warn
from union_xl.ledgers.outputs import prints
from union_xl.model import ERROR, WARNING

_OF_ENTRY = {column.title: column for column in contest_entry.COLUMNS}

_PERSON = "coalesce(证件号码, 姓名 || 单位名称)"
_OF_CONTEST = (
    "(select count(*) from 竞赛成绩 别 where 简名(别.竞赛名称) = 简名(竞赛成绩.竞赛名称) "
    "and coalesce(别.参赛项目, '') = coalesce(竞赛成绩.参赛项目, '') and {})"
)
_HIGHER = _OF_CONTEST.format("别.总成绩 > 竞赛成绩.总成绩")
_EQUAL = _OF_CONTEST.format("别.总成绩 = 竞赛成绩.总成绩")
_ENTRIES = "(select count(*) from 竞赛报名 报 where 简名(报.竞赛名称) = 简名(竞赛成绩.竞赛名称){})"
_WEIGHT = (
    "coalesce((select max(总.{}) from 竞赛总表 总 where 简名(总.竞赛名称) = 简名(竞赛成绩.竞赛名称)), {})"
)
_DUE = f"理论成绩 * {_WEIGHT.format('理论权重', '理论成绩权重')} + 实操成绩 * {_WEIGHT.format('实操权重', '实操成绩权重')}"
_ROUNDED = (
    "case when 总成绩 = round(总成绩) then 0.501 when abs(总成绩 * 10 - round(总成绩 * 10)) < 0.000001 then 0.0501 "
    "else 0.01 end"
)
"""How far a total may be off that is printed whole, with one decimal, with more."""
_SAID = "replace(总.奖项设置, ' ', '')"
_BEHIND = f"ltrim(substr({_SAID}, instr({_SAID}, 竞赛成绩.奖项) + length(竞赛成绩.奖项)), '：:设共各×x')"
_PRIZES = (
    f"(select max(case when not contains({_SAID}, 竞赛成绩.奖项) then null "
    f"when regexp_matches({_BEHIND}, '^[0-9][0-9]') then cast(left({_BEHIND}, 2) as integer) "
    f"when regexp_matches({_BEHIND}, '^[0-9]') then cast(left({_BEHIND}, 1) as integer) end) "
    "from 竞赛总表 总 where 简名(总.竞赛名称) = 简名(竞赛成绩.竞赛名称))"
)
"""How many of the row's prize the contest gives (`一等奖1 二等奖2`); null where it does not say."""
_WON = _OF_CONTEST.format("别.奖项 = 竞赛成绩.奖项")
_PRIZED = {"竞赛总表": ({"竞赛名称": "甲赛", "奖项设置": "一等奖1名、二等奖2名 三等奖若干"},)}
_WEIGHTED = "(理论成绩 > 0 and 实操成绩 > 0 and abs(总成绩 - 理论成绩 - 实操成绩) <= 0.051)"
_RACE = {"竞赛名称": "甲赛", "参赛项目": "护理"}
_CONTEST = {"竞赛名称": "甲赛", "理论权重": 0.3, "实操权重": 0.7}


def _points(code: str, column: str) -> Rule:
    return Rule(
        code=code,
        level=ERROR,
        title="成绩超出范围",
        holds=f"{column} between 0 and 100",
        column=column,
        says=f"“{column}”{{{column}}} 不在 0 到 100 之间",
        cure="请填百分制的分数",
        fires=({column: 101},),
        rests=({column: 88.5}, {column: 0}, {}),
    )


def _scored(weights: tuple[dict[str, object], ...], *rows: dict[str, object]) -> dict[str, object]:
    return {"竞赛成绩": tuple(_RACE | row for row in rows), "竞赛总表": weights}


# fmt: off
COLUMNS = (
    _OF_ENTRY["竞赛名称"].but(need="required", public=True),
    _OF_ENTRY["参赛项目"].but(public=True),
    expected("参赛号", "文本",
        "参赛编号 选手编号 抽签号 工位号 准考证号 选手号 选手号码 参赛序号 比赛编号 赛位号 号码牌 赛号",
        example="A-012", width=10),
    shared.UNIT.but(need="required", public=True, example="某老人公寓",
        more_aliases="代表队 代表单位 选送单位 参赛队 参赛企业 选手单位"),
    shared.PERSON_NAME.but(need="required", public=True),
    shared.ID_NUMBER.but(need="expected"),
    optional("团队", "文本", "队名 队伍名称 团队名称 参赛队名 队伍", ditto=True, width=12),
    optional("理论成绩", "成绩",
        "理论得分 笔试成绩 应知 理论(100分) 理论 理论分数 理论分 笔试 笔试得分 理论考试 理论考试成绩 "
        "理论知识 理论知识成绩 理论知识得分 应知成绩 应知得分 理论成绩(100分) 理论成绩(分) 理论考核成绩 理论考试分数",
        example="90", hint="百分制，折算前的分数", width=10),
    optional("实操成绩", "成绩",
        "实际操作 操作成绩 技能成绩 应会 实操得分 实操 实操分数 实操分 实操(100分) 操作技能 操作技能成绩 "
        "操作得分 技能操作 技能操作成绩 实际操作成绩 实践成绩 现场操作 应会成绩 应会得分 实操成绩(100分) "
        "实操成绩(分) 实际操作得分 实操考核得分", example="95", hint="百分制，折算前的分数", width=10),
    expected("总成绩", "成绩",
        "综合成绩 总分 总得分 折合成绩 合计 综合得分 最终成绩 最终得分 最后得分 总评成绩 总分数 合计得分 "
        "合计总分 折合总分 总成绩(分) 总成绩分 总得分(分)", example="93.5", hint="理论和实操按权重合成", width=10),
    expected("名次", "整数", "排名 排序 名 总排名 最终排名 成绩排名 位次 最终名次 获奖名次 比赛名次 竞赛名次 总名次 获得名次", example="1",
        hint="写数字；并列的写同一名次", width=8),
    optional("成绩状态", choice("正常←有效←完赛 缺考←缺赛←缺席←未到←未参加 弃权←弃赛←退赛 违纪←作弊←取消资格"),
        "考试状态 参赛状态 参赛情况 成绩情况", hint="缺考、弃权、违纪的写明；正常的可空", width=10),
    optional("奖项", choice("一等奖←1等奖←一等 二等奖←2等奖←二等 三等奖←3等奖←三等 优胜奖←优胜 优秀组织奖←组织奖"),
        "获奖等次 获奖情况 奖次 获奖等级 获奖奖项 所获奖项 奖级 等次 奖项等级 获得奖项 获奖类别 获奖名称", example="一等奖", public=True,
        width=12),
    optional("晋级等级", "技能等级",
        "晋升等级 拟晋升等级 拟晋级等级 晋升技能等级 晋升职业技能等级 晋级 晋升职业资格 拟晋升技能等级 晋升职业等级", width=14),
    optional("证书编号", "文本", "获奖证书编号 证书号 荣誉证书编号 奖状编号", width=16),
    optional("奖金", "金额", "奖金(元) 奖励金额 奖金金额 奖励金额(元) 奖励资金", width=10),
    shared.REMARK,
)
# fmt: on
# fmt: off
_WINNER = "奖项 is not null and coalesce(成绩状态, '正常') = '正常'"
_BETTER = (
    "(别.总成绩 > 竞赛成绩.总成绩 or (别.总成绩 = 竞赛成绩.总成绩 and coalesce(别.实操成绩, 0) > "
    "coalesce(竞赛成绩.实操成绩, 0)))"
)
_RANK = (
    "1 + (select count(*) from 竞赛成绩 别 where 别.竞赛名称 = 竞赛成绩.竞赛名称 and coalesce(别.参赛项目, '') = "
    f"coalesce(竞赛成绩.参赛项目, '') and coalesce(别.成绩状态, '正常') = '正常' and {_BETTER})"
)
LISTS = (
    prints("成绩排名", f"排名 = {_RANK}；参赛号；姓名；单位名称；理论成绩；实操成绩；总成绩；奖项",
        where="coalesce(成绩状态, '正常') = '正常' and 总成绩 is not null", order="总成绩 降；实操成绩 降",
        per="竞赛名称；参赛项目", note="总成绩相同的，实操成绩高的排在前面；都相同的并列。"),
    prints("获奖名单", "奖项；姓名；单位名称；参赛项目", "公示", where=_WINNER, full_names=True, per="竞赛名称",
        order="参赛项目；case 奖项 when '一等奖' then 1 when '二等奖' then 2 when '三等奖' then 3 else 4 end"),
    prints("证书名单", "姓名；单位名称；参赛项目；奖项；晋级等级；证书编号；领取签名 =", where="奖项 is not null or 晋级等级 is not null",
        per="竞赛名称", order="参赛项目；名次", layout="签名表"),
    prints("晋级名单", "姓名；证件号码；单位名称；参赛项目；总成绩；名次；晋级等级；证书编号", "对外", where="晋级等级 is not null",
        per="竞赛名称", order="参赛项目；名次"),
)
RULES = (
    _points("C-R5a", "理论成绩"),
    _points("C-R5a", "实操成绩"),
    _points("C-R5b", "总成绩"),
    warn("C-R5c", "像是折算后的分数", f"not {_WEIGHTED}",
        "理论成绩 {理论成绩} 加实操成绩 {实操成绩} 正好是总成绩，像是按权重折算过的{多行}", "请填折算前的百分制分数",
        column="理论成绩", needs=("理论成绩", "实操成绩", "总成绩"),
        fires=({"理论成绩": 27, "实操成绩": 66.5, "总成绩": 93.5},),
        rests=({"理论成绩": 90, "实操成绩": 95, "总成绩": 93.5}, {"理论成绩": 0, "实操成绩": 90, "总成绩": 90})),
    warn("C-R7c", "缺考者有名次或奖项", "coalesce(成绩状态, '正常') = '正常' or (奖项 is null and 名次 is null)",
        "成绩状态是{成绩状态}，却填了名次或奖项{多行}", "请核对成绩状态、名次和奖项", column="成绩状态",
        fires=({"成绩状态": "缺考", "名次": 3}, {"成绩状态": "弃权", "奖项": "三等奖"}),
        rests=({"成绩状态": "缺考"}, {"名次": 1, "奖项": "一等奖"})),
    warn("C-R8", "晋级没有名次", "晋级等级 is null or 名次 is not null", "晋级等级填了{晋级等级}，没有填名次{多行}",
        "请补填名次", column="名次", needs=("名次",), fires=({"晋级等级": "三级(高级工)"},),
        rests=({"晋级等级": "三级(高级工)", "名次": 1}, {})),
    warn("C-R6", "获奖人数多于设奖", f"奖项 = '优秀组织奖' or {_WON} <= {_PRIZES}",
        "“{竞赛名称}”{奖项}设 {设奖} 名，成绩里有 {人数} 人", "请核对奖项，或竞赛总表里的奖项设置", column="奖项",
        let=lets(设奖=_PRIZES, 人数=_WON),
        fires=(_PRIZED | {"竞赛成绩": (_RACE | {"奖项": "一等奖", "姓名": "张三"}, _RACE | {"奖项": "一等奖", "姓名": "李四"})},),
        rests=(_PRIZED | {"竞赛成绩": (_RACE | {"奖项": "二等奖", "姓名": "张三"}, _RACE | {"奖项": "二等奖", "姓名": "李四"})},
               _PRIZED | {"竞赛成绩": (_RACE | {"奖项": "三等奖", "姓名": "张三"}, _RACE | {"奖项": "优胜奖", "姓名": "李四"})},
               _PRIZED | {"竞赛成绩": (_RACE | {"奖项": "一等奖"}, _RACE | {"参赛项目": "烹饪", "奖项": "一等奖"})})),
    warn("X48", "没有报名", f"coalesce(成绩状态, '正常') <> '正常' or {_ENTRIES.format('')} = 0 "
        f"or {_ENTRIES.format(' and 报.证件号码 = 竞赛成绩.证件号码')} > 0 "
        f"or {_ENTRIES.format(' and 报.姓名 = 竞赛成绩.姓名')} > 0",
        "竞赛报名里没有{姓名}参加“{竞赛名称}”的报名", "请核对姓名、证件号码和竞赛名称；临时补报的请补录报名", column="姓名",
        fires=({"竞赛成绩": (_RACE | {"姓名": "张三"},), "竞赛报名": (_RACE | {"姓名": "李四"},)},),
        rests=({"竞赛成绩": (_RACE | {"姓名": "张三"},), "竞赛报名": (_RACE | {"姓名": "张三"},)},
               {"竞赛成绩": (_RACE | {"姓名": "张三"},), "竞赛报名": ({"竞赛名称": "乙赛", "姓名": "李四"},)},
               {"竞赛成绩": (_RACE | {"姓名": "张三", "成绩状态": "缺考"},), "竞赛报名": (_RACE | {"姓名": "李四"},)})),
    warn("X49", "名次与总成绩不符", f"名次 between 1 + {_HIGHER} and {_HIGHER} + {_EQUAL}",
        "名次填 {名次}，总成绩 {总成绩} 在“{竞赛名称}”中排第 {应为}", "请核对名次和总成绩；同分的按规程排先后", column="名次",
        let=lets(应为=f"1 + {_HIGHER}"), suggest=f"1 + {_HIGHER}", because="按总成绩排序",
        fires=((_RACE | {"总成绩": 93.5, "名次": 2}, _RACE | {"总成绩": 90, "名次": 1}),
               (_RACE | {"总成绩": 93.5, "名次": 1}, _RACE | {"总成绩": 90, "名次": 3})),
        rests=((_RACE | {"总成绩": 90, "名次": 1}, _RACE | {"总成绩": 90, "名次": 2}, _RACE | {"总成绩": 80, "名次": 3}),
               (_RACE | {"总成绩": 90, "名次": 1}, _RACE | {"总成绩": 90, "名次": 1}),
               (_RACE | {"总成绩": 90, "名次": 1}, _RACE | {"参赛项目": "烹饪", "总成绩": 95, "名次": 1}),
               (_RACE | {"总成绩": 90},))),
    warn("X50", "总成绩与权重不符", f"abs(总成绩 - ({_DUE})) <= {_ROUNDED} or {_WEIGHTED}",
        "总成绩填 {总成绩}，按权重计算是 {应为}", "请核对三项成绩，或竞赛总表里的权重", column="总成绩",
        let=lets(应为=f"round({_DUE}, 2)"), suggest=f"round({_DUE}, 2)", because="按竞赛总表的权重",
        fires=(_scored((_CONTEST,), {"理论成绩": 90, "实操成绩": 95, "总成绩": 92.5}),
               _scored(({"竞赛名称": "乙赛"},), {"理论成绩": 90, "实操成绩": 95, "总成绩": 90.05})),
        rests=(_scored((_CONTEST,), {"理论成绩": 90, "实操成绩": 95, "总成绩": 93.5}),
               _scored((_CONTEST,), {"理论成绩": 77.1, "实操成绩": 83.4, "总成绩": 81.5}),
               _scored((_CONTEST,), {"理论成绩": 77.1, "实操成绩": 83.4, "总成绩": 82}),
               _scored((_CONTEST,), {"理论成绩": 27, "实操成绩": 66.5, "总成绩": 93.5}),
               _scored(({"竞赛名称": "乙赛"},), {"理论成绩": 90, "实操成绩": 95, "总成绩": 93.5}),
               _scored((_CONTEST,), {"总成绩": 93.5}))),
)
INDICATORS = (
    figure("C08", "获奖人数", "去重", f"奖项 is not null and 奖项 <> '优秀组织奖' and {NOT_HELD}", field=_PERSON,
        groups="竞赛、单位、奖项", unit="人", over=FLOW, about="按竞赛总表的实际日期归期；不含优秀组织奖"),
    figure("C08a", "一等奖人数", "计数", f"奖项 = '一等奖' and {NOT_HELD}", groups="竞赛、单位", unit="人", over=FLOW),
    figure("C08x", "优秀组织奖单位数", "去重", f"奖项 = '优秀组织奖' and {NOT_HELD}", field="单位名称", groups="竞赛",
        unit="家", over=FLOW),
    figure("C09", "通过竞赛晋级人数", "去重", f"晋级等级 is not null and {NOT_HELD}", field=_PERSON,
        groups="竞赛、单位、晋级等级", unit="人", over=FLOW),
)
CHECKS = (
    check("XC1", "获奖人数 <= 参赛职工人数", WARNING, "获奖的人不多于参赛的人"),
    check("XC2", "通过竞赛晋级人数 <= 参赛职工人数", WARNING, "晋级的人不多于参赛的人"),
)
# fmt: on
FORM = Form(
    slug="contest-result",
    title="职工技能竞赛成绩表",
    short="竞赛成绩",
    group="竞赛",
    hints=("竞赛成绩", "比赛成绩", "大赛成绩", "赛 成绩", "赛 获奖", "赛 名次"),
    marks=(
        "成绩",
        "名次",
        "排名",
        "奖项",
        "得分",
        "奖次",
        "获奖",
        "理论",
        "应知",
        "应会",
        "总分",
        "晋",
        "参赛号",
        "参赛编号",
        "选手编号",
        "比赛编号",
        "抽签",
        "工位",
        "赛位",
        "准考证",
        "选手号",
        "排序",
        "位次",
        "笔试",
        "实操",
        "操作",
        "合计",
    ),
    keys=(
        ("竞赛名称", "参赛项目", "证件号码"),
        ("竞赛名称", "参赛项目", "参赛号"),
        ("竞赛名称", "参赛项目", "姓名", "单位名称"),
    ),
    owed="office",
    parent="contest",
    link=("竞赛名称",),
    item="竞赛",
    charts=(
        Chart(title="各奖项人数", column="奖项", shape="column"),
        Chart(title="各竞赛参赛人数", column="竞赛名称"),
    ),
    compared=("总成绩", "名次", "成绩状态", "奖项", "晋级等级"),
    columns=COLUMNS,
    lists=LISTS,
    rules=RULES,
    indicators=INDICATORS,
    checks=CHECKS,
)
