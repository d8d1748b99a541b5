"""活动台账 (domain 3.J, ledgers 4.19): one row per event."""

from __future__ import annotations

from union_xl.ledgers import shared
from union_xl.ledgers.figures import FLOW, check, figure
from union_xl.ledgers.form import Chart, Form, at_most, choice, expected, not_later, optional, required, warn
from union_xl.ledgers.outputs import expires, prints
from union_xl.model import WARNING

TYPES = (
    "小候鸟←小候鸟班←暑托班←爱心暑托班 青年联谊←联谊←交友←青年交友 女职工←女职工活动←三八活动 文体←文体活动←体育←文艺←文化体育 培训←讲座←业务培训←技能培训 "
    "送清凉←慰问 志愿←志愿服务←公益 法律宣讲←普法←法律宣传←普法宣讲 走访指导←走访←走访企业←督促指导 观影←电影 其他"
)

# fmt: off
COLUMNS = (
    required("活动名称", "文本", "活动主题 项目名称 名称 活动项目 活动内容 主题 活动 活动名称(主题) 活动项目名称 活动标题", example="职工劳动法律知识培训", width=28, public=True),
    required("活动类型", choice(TYPES), "类型 活动类别 类别 项目类别 活动分类 活动性质", example="培训", ditto=True, width=12, public=True),
    expected("开始日期", "日期", "活动时间 举办时间 日期 活动日期 举办日期 开展时间 开展日期 时间 开始时间 起始日期 活动举办时间 活动举办日期 活动开展时间", example="2022-05-10", width=12, public=True),
    optional("结束日期", "日期", "结束时间 截止日期 活动结束日期 完成日期", example="2022-05-10", width=12),
    optional("地点", "文本", "活动地点 举办地点 地址 活动举办地点", example="某区工人文化宫", width=18, public=True),
    expected("主办单位", "文本", "组织单位 举办单位 承办单位 开展单位 主办方 活动主办单位", example="某街道总工会", ditto=True, width=22, public=True),
    optional("场次", "整数", "活动场次 举办场次 次数 期数 班次", example="1", hint="一行几场；空着算一场", width=8),
    expected("参加人数", "整数", "参与人数 人数 参加人数(人) 参与职工数 活动人数 参训人数 活动参加人数 参加活动人数 参加职工人数 活动人数(人)", example="60", hint="来了多少个人", width=10),
    optional("参加人次", "整数", "参与人次 覆盖人次 人次 活动人次 参训人次", example="60", hint="20个孩子上20天课是400人次", width=10),
    optional("经费", "金额", "活动经费 支出(元) 经费支出 活动费用 支出金额 费用", example="3000", width=10),
    optional("资金来源", "文本", "经费来源 资金渠道 列支渠道", example="工会经费", width=12),
    optional("活动状态", choice("计划←拟举办←未开展←筹备 已完成←完成←已举办←已开展←结束 取消←已取消←延期取消"), "状态 完成情况 进展 开展情况 举办情况",
        example="已完成", width=10),
    optional("信息链接", "文本", "报道链接 链接 宣传链接 新闻链接", hint="http 开头的网址", width=22),
    shared.REMARK,
)
# fmt: on
_DONE = "coalesce(活动状态, '已完成') = '已完成' and 开始日期末 between 期初 and 期末"
_EVENTS = f"coalesce(活动类型, '') <> '走访指导' and {_DONE}"
_TIMES = "coalesce(场次, 1)"


def _held(kind: str) -> str:
    return f"活动类型 = '{kind}' and {_DONE}"


# fmt: off
RULES = (
    at_most("J-R5", "参加人数", "参加人次", title="人次少于人数"),
    warn("J-R9", "未到日期已填完成", "coalesce(活动状态, '已完成') <> '已完成' or 开始日期 <= 截止日",
        "活动状态是已完成，开始日期 {开始日期} 晚于截止日 {截止日}", "请核对日期；还没有举办的填“计划”", column="开始日期",
        fires=({"活动状态": "已完成", "开始日期": "2022-07-10"}, {"开始日期": "2022-07-10"}),
        rests=({"活动状态": "计划", "开始日期": "2022-07-10"}, {"开始日期": "2022-06-30"}, {})),
    not_later("J-R12", "结束早于开始", "开始日期", "结束日期", needs=("结束日期",), fires=({"开始日期": "2022-05-10", "结束日期": "2022-05-01"},),
        rests=({"开始日期": "2022-05-10", "结束日期": "2022-05"}, {"开始日期": "2022-05-10"})),
)
INDICATORS = (
    figure("J03", "文化宫活动场次", "求和", f"contains(地点, '文化宫') and {_DONE}", field=_TIMES, unit="场", over=FLOW),
    figure("J04", "培训场次", "求和", _held("培训"), field=_TIMES, unit="场", over=FLOW),
    figure("J04b", "培训人次", "求和", _held("培训"), field="coalesce(参加人次, 参加人数)", unit="人次", over=FLOW),
    figure("J10", "小候鸟班次", "求和", _held("小候鸟"), field=_TIMES, unit="班", over=FLOW),
    figure("J13", "青年联谊场次", "求和", _held("青年联谊"), field=_TIMES, unit="场", over=FLOW),
    figure("J13b", "青年联谊人数", "求和", _held("青年联谊"), field="参加人数", unit="人", over=FLOW),
    figure("J17", "活动场次", "求和", _EVENTS, field=_TIMES, unit="场", over=FLOW, about="走访指导另计，不算一场活动"),
    figure("J17b", "活动参加人次", "求和", _EVENTS, field="coalesce(参加人次, 参加人数)", unit="人次", over=FLOW),
    figure("J18", "走访指导企业次数", "求和", _held("走访指导"), field=_TIMES, unit="次", over=FLOW),
    figure("J17c", "活动参加人数", "求和", _EVENTS, field="coalesce(参加人数, 参加人次)", unit="人", over=FLOW, about="各场人数相加，没有填人数的按人次"),
    figure("J17d", "活动经费", "求和", _EVENTS, field="经费", unit="元", over=FLOW),
)
CHECKS = (
    check("XJ4", "活动参加人数 <= 活动参加人次", WARNING, "人数不多于人次"),
)
# fmt: on
# fmt: off
LISTS = (
    prints("活动安排表", "开始日期；结束日期；活动名称；活动类型；地点；主办单位；参加人数；活动状态", order="开始日期"),
)
DUE = (
    expires("活动开始", "开始日期", 14, "开始日期 < 截止日 or coalesce(活动状态, '计划') <> '计划'", "活动名称", "做好准备，印好签到表"),
)
# fmt: on
FORM = Form(
    slug="event",
    title="工会活动台账",
    short="活动",
    group="阵地与活动",
    hints=("活动 台账", "活动 登记", "活动 统计", "活动 汇总", "活动 一览", "活动 情况"),
    marks=("活动",),
    keys=(("活动名称", "开始日期"), ("活动名称",)),
    owed="office",
    replaces="增量",
    columns=COLUMNS,
    rules=RULES,
    indicators=INDICATORS,
    checks=CHECKS,
    charts=(
        Chart(title="各类活动数", column="活动类型"),
        Chart(title="活动状态", column="活动状态", shape="pie"),
    ),
    compared=("开始日期", "参加人数", "活动状态"),
    lists=LISTS,
    due=DUE,
)
