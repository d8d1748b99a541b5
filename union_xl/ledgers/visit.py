"""走访诉求台账 (ledgers 4.27): one row per visit and problem told.

Restricted: names with troubles; outward only counts.
"""

from __future__ import annotations

from union_xl.ledgers import shared
from union_xl.ledgers.figures import FLOW, figure
from union_xl.ledgers.form import Chart, Form, choice, dated, expected, not_later, optional, required, warn
from union_xl.ledgers.layouts import Card
from union_xl.ledgers.outputs import expires, prints
from union_xl.model import ERROR

TROUBLES = (
    "工资报酬←工资←欠薪←劳动报酬 劳动安全←安全生产←劳动保护←安全 社保←社会保险←保险 子女教育←教育←子女入学←托管 住房←居住←租房 医疗←看病←就医←大病 心理←心理健康←心理压力 "
    "技能提升←培训←技能培训 其他←其它"
)

# fmt: off
COLUMNS = (
    required("走访日期", "日期", dated("走访") + " 访谈日期 谈心日期 走访慰问日期 日期 时间 座谈日期 走访谈心日期 走访谈心时间 走访时间(年月日)", example="2022-05-12", ditto=True, width=12),
    shared.UNIT.but(need="expected", more_aliases="走访企业 走访单位 受访单位 被走访单位 走访企业名称"),
    expected("走访对象", "文本", "受访人 职工姓名 对象 受访对象 姓名 被访人 谈心对象 受访职工 受访职工姓名", example="张三", hint="人名、班组或企业名称", privacy="name",
        width=12, role="person"),
    expected("对象类型", choice("企业←单位←公司 职工←员工←会员←个人 班组←车间←集体"), "对象类别 受访类型 走访对象类型", example="职工", ditto=True, width=10),
    shared.MOBILE.but(more_aliases="联系电话 联系方式 电话 受访人电话"),
    expected("走访人", "多人姓名", "联系干部 走访干部 走访人员 谈心人 走访领导 联系人", example="孙七", ditto=True, privacy="name", width=12),
    expected("问题类别", choice(TROUBLES), "诉求类别 问题类型 诉求类型 类别 问题分类", example="子女教育", width=12),
    required("问题", "备注", "诉求 反映问题 困难和建议 意见建议 反映的问题 诉求内容 主要问题 职工诉求 问题和建议 存在困难 反映的诉求 职工反映的问题 反映诉求 诉求问题 诉求及建议 反映的问题和诉求 职工诉求内容 反映事项", example="暑假孩子没人带，希望办托管班",
        hint="没有问题的写“无诉求”", privacy="free", width=32),
    optional("责任部门", "文本", "承办部门 办理部门 交办部门 承办单位 转办部门", example="某街道总工会", width=14),
    expected("办理状态", choice("待办←未办←未办理←待处理←未解决 办理中←处理中←正在办理←跟进中 已办结←办结←已解决←已办理←已回复←完成 无法解决←不能解决←暂无法解决"),
        "办理情况 进展 办结情况 处理状态 解决情况 办理进度 诉求办理情况 诉求办结情况 处理进度", example="已办结", width=10),
    optional("办理结果", "备注", "处理结果 办理措施 解决措施 答复内容 处理意见 办理内容", example="已介绍参加小候鸟班", privacy="free", width=26),
    optional("办结日期", "日期", "解决时间 办结时间 完成日期 答复日期 办结年月 解决日期", example="2022-06-10", width=12),
    optional("是否回访", "是否", "回访 回访情况 有无回访", example="是", width=10),
    optional("满意度", choice("满意←非常满意←很满意 基本满意←较满意 不满意"), "满意情况 职工满意度 评价", example="满意", width=10),
    shared.REMARK.but(aliases=("备注说明", "其他说明", "备注信息")),
)
# fmt: on
_SETTLED = "coalesce(办理状态, '待办') in ('已办结', '无法解决')"
_NOTHING = "regexp_matches(问题, '^(暂?无|没有)(诉求|问题|困难|意见|建议)*$')"
_VISITED = "走访日期末 between 期初 and 期末"

# fmt: off
RULES = (
    warn("V-R1", "已办结没有日期", "coalesce(办理状态, '') <> '已办结' or 办结日期 is not null", "办理状态是已办结，没有办结日期{多行}", "请补填办结日期", column="办结日期",
        needs=("办结日期",), fires=({"办理状态": "已办结"},), rests=({"办理状态": "已办结", "办结日期": "2022-06-10"}, {"办理状态": "待办"}, {})),
    not_later("V-R2", "办结早于走访", "走访日期", "办结日期", level=ERROR, needs=("办结日期",), fires=({"走访日期": "2022-05-12", "办结日期": "2022-05-01"},),
        rests=({"走访日期": "2022-05-12", "办结日期": "2022-05"}, {"走访日期": "2022-05-12"})),
    warn("V-R3", "走访日期在将来", "走访日期 <= 截止日", "走访日期 {走访日期} 晚于截止日 {截止日}", "请核对是否写错年份", column="走访日期", fires=({"走访日期": "2022-07-01"},),
        rests=({"走访日期": "2022-06-30"}, {"走访日期": "2022-06"})),
    warn("V-R4", "六十天未办结", f"{_SETTLED} or {_NOTHING} or 走访日期 > 截止日 - to_days(60)", "{走访日期}反映的问题，到截止日 {截止日} 已满60天，还没有办结{多行}",
        "请抓紧办理，或填写办理状态和办结日期", column="办理状态", fires=({"走访日期": "2022-03-12", "问题": "想办托管班"}, {"走访日期": "2022-03-12", "问题": "工资", "办理状态": "办理中"}),
        rests=({"走访日期": "2022-05-12", "问题": "想办托管班"}, {"走访日期": "2022-03-12", "问题": "无诉求"}, {"走访日期": "2022-03-12", "问题": "工资", "办理状态": "已办结"})),
)
INDICATORS = (
    figure("V01", "走访次数", "计数", _VISITED, unit="次", over=FLOW),
    figure("V02", "走访企业数", "去重", _VISITED, field="单位名称", unit="家", over=FLOW),
    figure("V03", "收集诉求数", "计数", f"{_VISITED} and not {_NOTHING}", unit="件", over=FLOW),
    figure("V04", "办结诉求数", "计数", f"办理状态 = '已办结' and not {_NOTHING} and 办结日期末 between 期初 and 期末", unit="件", over=FLOW, about="按办结日期"),
)
# fmt: on
# fmt: off
_STILL_OPEN = "coalesce(办理状态, '待办') not in ('已办结', '无法解决')"
LISTS = (
    prints("待办诉求", "走访日期；单位名称；走访对象；问题类别；问题；责任部门；办理结果 =；办结日期 =", where=_STILL_OPEN, order="走访日期"),
)
DUE = (
    expires("诉求办理满六十天", "走访日期 + to_days(60)", 15, f"not ({_STILL_OPEN})", cure="催责任部门办结，回访本人"),
)
# fmt: on
FORM = Form(
    slug="visit",
    title="走访谈心与职工诉求台账",
    short="走访诉求",
    group="宣传与任务",
    hints=("走访", "诉求", "谈心", "访谈", "民情"),
    marks=("走访", "诉求", "谈心", "受访", "办结", "回访"),
    keys=(("走访日期", "走访对象", "问题"), ("走访日期", "单位名称", "问题")),
    owed="office",
    replaces="增量",
    restricted=True,
    card=Card(),
    columns=COLUMNS,
    rules=RULES,
    indicators=INDICATORS,
    charts=(
        Chart(title="诉求类别", column="问题类别"),
        Chart(title="办理状态", column="办理状态", shape="pie"),
    ),
    compared=("办理状态", "办结日期", "满意度"),
    lists=LISTS,
    due=DUE,
)
