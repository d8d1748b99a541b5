"""Columns and rules that the three checklists share (ledgers 4.17): one row per unit and item."""

# fmt: off
from union_xl.ledgers import shared
from union_xl.ledgers.form import (
    Chart,
    Column,
    Privacy,
    Rule,
    at_most,
    choice,
    expected,
    optional,
    required,
    warn,
)
from union_xl.ledgers.layouts import Matrix
from union_xl.ledgers.outputs import PrintList, expires, prints

MET = choice("达标←是←√←✓←✔←☑←✅←符合←有←完成←已完成←合格←已达标←通过 不达标←否←×←✗←✘←✕←✖←X←不符合←无←未完成←不合格←未达标←有问题 "
    "不适用←不涉及←无此项←不检查")
MENDED = choice("未整改←未完成←未开始←待整改 整改中←正在整改←部分整改 已整改←完成←已完成←整改到位←整改完毕")


def columns(kinds: str, of_kind: str, item: str, found: Privacy = "") -> tuple[Column, ...]:
    """The columns of a checklist whose kinds of items are `kinds` (blanks between); `of_kind` and `item` are
    the examples of a kind and an item, `found` is how close what was found is held."""
    return (
        shared.YEAR.but(need="expected", more_aliases="检查年度 考核年度"),
        shared.UNIT.but(need="required", more_aliases="被检查单位 受检单位 被审单位 被审计单位 检查单位 自评单位 创建单位 申报单位",
            prefill="单位名称"),
        expected("项目类别", choice(kinds), "一级指标 二级指标 类别 指标类别 检查类别 项目分类 一级项目", example=of_kind, ditto=True, width=12),
        expected("序号项", "整数", "项号 项目序号 条目序号 项目编号 指标序号", example="1", hint="本类里的第几项", width=8),
        required("项目", "文本", "三级指标 验收标准 验收内容 检查内容 审计内容 检查项目 考核项目 项目名称 考核内容 检查事项 审计事项 指标内容",
            example=item, width=28),
        optional("标准", "备注", "评分标准 考核标准 达标要求 标准和要求 检查标准 要求", example="有固定场地，上墙公示", width=28),
        optional("标准分", "数字", "标准分值 应得分 分值 满分 标准分数", example="5", width=8),
        optional("自评分", "数字", "企业自评分值 自评 自评得分 单位自评 企业自评 自评分值", example="5", width=8),
        optional("测评分", "数字", "镇(街道)测评分值 验收分 街道测评分 镇街测评 街道评分 测评得分", example="5", width=8),
        optional("评定分", "数字", "区三方评定分值 考核得分 评定得分 区评定分 区级评定分 最终得分", example="5", width=8),
        expected("是否达标", MET, "是否完成 结论 符合情况 是否符合 检查结果 检查结论 完成情况 审计结论 达标情况", example="达标",
            hint="达标、不达标或不适用；打√、×也可以", width=10),
        optional("完成日期", "日期", "完成时间 达标日期 建成日期", example="2022-05-20", width=12),
        optional("佐证", "文本", "佐证材料 证明材料 印证材料 资料名称", example="制度汇编第3页", width=20),
        optional("问题", "文本", "存在问题 发现问题 问题描述 问题说明 主要问题 扣分原因", hint="不达标的请写明问题", privacy=found, width=28),
        optional("涉及金额", "金额", "问题金额 金额 涉及金额(元)", hint="元；问题涉及多少钱", privacy=found, width=12),
        optional("整改措施", "文本", "整改意见 整改要求 整改情况 整改意见措施", hint="不达标的写怎么改", privacy=found, width=24),
        optional("责任人", "姓名", "整改责任人 负责人", hint="负责整改的人", privacy="name", width=10),
        optional("整改期限", "截止日期", "完成时限 整改时限 整改截止日期 限期整改日期 整改完成时限", hint="不达标的写哪天前改好", width=12),
        optional("整改日期", "日期", "整改完成日期 整改时间 整改完成时间 实际整改日期", hint="改好的那天", width=12),
        optional("整改状态", MENDED, "整改进展 整改结果 是否整改 整改完成情况 整改情况状态", hint="未整改、整改中或已整改；没有问题的不填", width=10),
        optional("检查人", "多人姓名", "检查人员 审计人员 审计人 验收人 评分人", example="孙七", ditto=True, privacy="name", width=10),
        shared.REMARK,
    )


KEYS = (("年度", "单位名称", "项目类别", "序号项"), ("年度", "单位名称", "项目类别", "项目"), ("单位名称", "项目"))
MATRIX = Matrix(item="项目", value="是否达标", kind="项目类别")
MARKS = ("整改", "达标", "自评", "测评", "评定", "检查", "审计", "指标", "佐证")
COMPARED = ("是否达标", "评定分", "整改状态")
CHARTS = (
    Chart(title="各类项目数", column="项目类别"),
    Chart(title="达标情况", column="是否达标", shape="pie"),
)

_MENDED = "coalesce(整改状态, case when 整改日期 is not null then '已整改' else '未整改' end) = '已整改'"
RULES: tuple[Rule, ...] = (
    at_most("I-R5", "自评分", "标准分", title="得分超过标准分"),
    *(at_most("I-R6", part, "标准分", title="得分超过标准分") for part in ("测评分", "评定分")),
    warn("K-R11", "没有写明问题", "是否达标 <> '不达标' or 问题 is not null", "“{项目}”不达标，没有写明问题{多行}", "请写明存在什么问题", column="问题", needs=("问题",),
        fires=({"是否达标": "不达标", "项目": "有场地"},), rests=({"是否达标": "不达标", "问题": "没有固定场地"}, {"是否达标": "达标"}, {})),
    warn("K-R11b", "没有整改期限", "是否达标 <> '不达标' or 整改期限 is not null", "“{项目}”不达标，没有整改期限{多行}", "请填写哪天前改好", column="整改期限", needs=("整改期限",),
        fires=({"是否达标": "不达标", "项目": "有场地"},), rests=({"是否达标": "不达标", "整改期限": "2022-09-30"}, {"是否达标": "达标"}, {})),
    warn("K-R13", "逾期未整改", f"整改期限末 >= 截止日 or {_MENDED}", "整改期限 {整改期限} 早于截止日 {截止日}，还没有整改好{多行}", "请尽快整改；已改好的请补填整改日期和状态",
        column="整改状态", needs=("整改期限",), fires=({"整改期限": "2022-05-31"}, {"整改期限": "2022-05", "整改状态": "整改中"}),
        rests=({"整改期限": "2022-06-30"}, {"整改期限": "2022-05-31", "整改状态": "已整改"}, {"整改期限": "2022-05-31", "整改日期": "2022-05-20"}, {})),
    warn("K-R14", "整改日期在将来", "整改日期 <= 截止日", "整改日期 {整改日期} 晚于截止日 {截止日}", "请填写实际改好的日期", column="整改日期",
        fires=({"整改日期": "2022-07-01"},), rests=({"整改日期": "2022-06-30"}, {"整改日期": "2022-06"})),
)


# fmt: off

def lists_of(short: str) -> tuple[PrintList, ...]:
    """What a checklist prints: the blank form of an inspection, scores and gaps, orders to mend."""
    own = f"from {short} 别 where 别.单位名称 = {short}.单位名称 and coalesce(别.年度, 0) = coalesce({short}.年度, 0)"
    first = f"行号 = (select min(别.行号) {own})"
    scores = "；".join(f"{title} = (select sum(别.{title}) {own})" for title in ("标准分", "自评分", "测评分", "评定分"))
    gap = "是否达标 = '不达标'"
    return (
        prints("检查表", "项目类别；序号项；项目；标准；标准分；自评分；测评分 =；存在问题 =", per="单位名称；年度",
            order="项目类别；序号项", layout="签名表"),
        prints("得分与缺项", f"年度；单位名称；{scores}；不达标项 = (select count(*) {own} and 别.{gap})", part="得分",
            where=first, order="年度；单位名称"),
        prints("得分与缺项", "年度；单位名称；项目类别；项目；问题；整改期限；整改状态", part="缺项", where=gap,
            order="年度；单位名称；项目类别；序号项"),
        prints("整改单", "项目；问题；整改措施；责任人；整改期限；整改情况 =；复查人 =", per="单位名称；年度",
            where=f"{gap} and coalesce(整改状态, '未整改') <> '已整改'", order="整改期限", layout="签名表"),
    )


DUE = (
    expires("整改到期", "整改期限", 15, "整改状态 = '已整改' or 整改日期 is not null", "单位名称；项目", "复查，销号"),
)
# fmt: on
