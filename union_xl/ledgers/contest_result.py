"""职工技能竞赛成绩表 (ledgers.md 4.1): one row per player and event, from the judges' sheets."""

from __future__ import annotations

from union_xl.ledgers import contest_entry, shared
from union_xl.ledgers.form import Chart, Form, choice, expected, optional
from union_xl.ledgers.outputs import prints

_OF_ENTRY = {column.title: column for column in contest_entry.COLUMNS}

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
    optional("理论成绩", "数字",
        "理论得分 笔试成绩 应知 理论(100分) 理论 理论分数 理论分 笔试 笔试得分 理论考试 理论考试成绩 "
        "理论知识 理论知识成绩 理论知识得分 应知成绩 应知得分 理论成绩(100分) 理论成绩(分)",
        example="90", hint="百分制，折算前的分数", width=10),
    optional("实操成绩", "数字",
        "实际操作 操作成绩 技能成绩 应会 实操得分 实操 实操分数 实操分 实操(100分) 操作技能 操作技能成绩 "
        "操作得分 技能操作 技能操作成绩 实际操作成绩 实践成绩 现场操作 应会成绩 应会得分 实操成绩(100分) "
        "实操成绩(分)", example="95", hint="百分制，折算前的分数", width=10),
    expected("总成绩", "数字",
        "综合成绩 总分 总得分 折合成绩 合计 综合得分 最终成绩 最终得分 最后得分 总评成绩 总分数 合计得分 "
        "合计总分 折合总分 总成绩(分)", example="93.5", hint="理论和实操按权重合成", width=10),
    expected("名次", "整数", "排名 排序 名 总排名 最终排名 成绩排名 位次 最终名次 获奖名次", example="1",
        hint="写数字；并列的写同一名次", width=8),
    optional("成绩状态", choice("正常←有效←完赛 缺考←缺赛←缺席←未到←未参加 弃权←弃赛←退赛 违纪←作弊←取消资格"),
        "考试状态 参赛状态 参赛情况 成绩情况", hint="缺考、弃权、违纪的写明；正常的可空", width=10),
    optional("奖项", choice("一等奖←1等奖←一等 二等奖←2等奖←二等 三等奖←3等奖←三等 优胜奖←优胜 优秀组织奖←组织奖"),
        "获奖等次 获奖情况 奖次 获奖等级 获奖奖项 所获奖项 奖级 等次 奖项等级", example="一等奖", public=True,
        width=12),
    optional("晋级等级", "技能等级",
        "晋升等级 拟晋升等级 拟晋级等级 晋升技能等级 晋升职业技能等级 晋级 晋升职业资格", width=14),
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
# fmt: on
FORM = Form(
    slug="contest-result",
    title="职工技能竞赛成绩表",
    short="竞赛成绩",
    hints=(
        "竞赛成绩",
        "比赛成绩",
        "大赛成绩",
        "赛 成绩",
        "成绩汇总",
        "成绩公示",
        "成绩排名",
        "获奖名单",
        "获奖人员",
    ),
    marks=("成绩", "名次", "奖项", "得分"),
    keys=(
        ("竞赛名称", "参赛项目", "证件号码"),
        ("竞赛名称", "参赛项目", "参赛号"),
        ("竞赛名称", "参赛项目", "姓名", "单位名称"),
    ),
    owed="office",
    parent="contest",
    link=("竞赛名称",),
    charts=(
        Chart(title="各奖项人数", column="奖项", shape="column"),
        Chart(title="各竞赛参赛人数", column="竞赛名称"),
    ),
    compared=("总成绩", "名次", "成绩状态", "奖项", "晋级等级"),
    columns=COLUMNS,
    lists=LISTS,
)
