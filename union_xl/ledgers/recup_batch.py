"""职工疗休养批次 (ledgers.md 4.4, E1): one row per batch and organiser, kept by the office."""

from __future__ import annotations

from union_xl.ledgers import shared
from union_xl.ledgers.figures import FLOW, check, figure, formula
from union_xl.ledgers.form import (
    Chart,
    Derivation,
    Form,
    choice,
    dated,
    error,
    expected,
    lets,
    not_later,
    optional,
    required,
    warn,
)
from union_xl.ledgers.outputs import expires
from union_xl.model import ERROR, WARNING

ORGANISER = choice(
    "街道←本级←街道工会←镇街←*街道总工会←*镇总工会 区总←区级←区←*区总工会←*县总工会 市总←市级←市←*市总工会 "
    "省总←省级←省←*省总工会 企业←企业自行组织←单位自行组织←企业工会←基层工会"
)

BEGINS = Derivation(source="起止时间", how="起始日", why="由起止时间得出")
ENDS = Derivation(source="起止时间", how="终止日", why="由起止时间得出")
_HELD = "开始日期 between 期初 and 期末"
_DAYS = "date_diff('day', 开始日期, 结束日期) + 1"
_WHOLE = "开始日期 = 开始日期末 and 结束日期 = 结束日期末"
"""Both dates say their day."""
_PAID = "coalesce(工会承担, 0) + coalesce(单位承担, 0) + coalesce(个人承担, 0)"
_WENT = (
    "(select count(*) from 疗休养人员 人 where 人.年度 = 疗休养批次.年度 and 人.批次 = 疗休养批次.批次 "
    "and coalesce(人.组织单位, '') = coalesce(疗休养批次.组织单位, '') and coalesce(人.身份, '人员') = '人员' "
    "and coalesce(人.是否成行, '是') = '是')"
)
_BATCH = {"年度": 2022, "组织单位": "街道", "批次": 1}

# fmt: off
COLUMNS = (
    shared.YEAR.but(need="required", more_aliases="疗休养年度"),
    required("组织单位", ORGANISER, "主办单位 组织层级 主办 组织者 组织方 主办方 组织级别 组织工会 主办工会 组织部门", example="街道",
        hint="谁组织的：街道、区总、市总、省总或企业", ditto=True, width=10),
    required("批次", "届次", "期次 第几批 批号 批次号 批次编号 第几期 疗休养批次 期数 疗休养期次", example="1", hint="写数字", width=8),
    expected("目的地", "文本", "线路 疗休养地 疗养地点 基地 疗休养地点 疗养地 疗休养线路 疗休养基地 地点 目的地(线路) "
        "疗养线路 疗休养目的地 前往目的地 疗养目的地", example="淳安", width=16),
    optional("起止时间", "文本", "时间 疗休养时间 起止日期 疗休养起止时间 行程时间 时间安排 疗休养日期 出行时间",
        hint="写在一格的，如 6月13日—17日；分开填的不用写", width=16),
    expected("开始日期", "日期", dated("开始 出发 起始 疗休养开始") + " 时间(起) 起 出团日期 开始 起程日期",
        example="2022-06-13", derived=BEGINS, width=12),
    expected("结束日期", "日期", dated("结束 返回 截止 疗休养结束 返程") + " 时间(止) 止 返杭日期 结束",
        example="2022-06-17", derived=ENDS, width=12),
    optional("天数", "整数", "疗休养天数 总天数 天", example="5", hint="含出发和返回当天", width=8),
    expected("名额", "整数", "计划人数 人数 名额数 分配名额 计划名额 人数(名额) 名额(人) 参加名额", example="40", width=8),
    expected("承办单位", "文本", "旅行社 承接单位 承办旅行社 承办 承办方 承接旅行社 承办旅行社名称 旅行社名称", example="某旅行社", ditto=True,
        width=22),
    optional("是否认定基地", "是否", "认定基地 是否疗休养基地 是否认定的疗休养基地", width=10),
    optional("意外险", "是否", "是否购买意外险 保险 意外保险 是否投保 旅游意外险", example="是", width=8),
    optional("每人每天标准", "金额", "标准(元/人/天) 日标准 人均日标准 标准(元/人·天) 每人每天费用 费用标准", width=10),
    optional("总费用", "金额", "费用 费用合计 总金额 总经费 费用总额 合计费用 经费", width=10),
    optional("工会承担", "金额", "工会补助 工会支出 工会承担费用 工会经费承担 工会补贴 工会承担金额", width=10),
    optional("单位承担", "金额", "行政承担 单位支出 单位承担费用 单位补助 企业承担", width=10),
    optional("个人承担", "金额", "个人自付 个人支出 个人承担费用 自费 个人缴纳", width=10),
    optional("领队", "多人姓名", "带队 带队人 领队姓名 带队领导 领队人员", privacy="name", width=10),
    optional("批次状态", "文本", "状态 进展 完成情况 批次情况", width=10),
    shared.REMARK,
)
# fmt: on
# fmt: off
DUE = (
    expires("疗休养出发", "开始日期", 15, "开始日期 < 截止日", "组织单位；批次；目的地", "报送出团名单，办好保险"),
)
RULES = (
    not_later("E-R13", "出发晚于返回", "开始日期", "结束日期", level=ERROR,
        fires=({"开始日期": "2022-06-17", "结束日期": "2022-06-13"},),
        rests=({"开始日期": "2022-06-13", "结束日期": "2022-06-17"}, {"开始日期": "2022-06-13", "结束日期": "2022-06"}, {})),
    error("E-R12", "天数与日期不符", f"not ({_WHOLE}) or 开始日期 > 结束日期 or 天数 = {_DAYS}",
        "天数填 {天数}，从 {开始日期} 到 {结束日期} 是 {实际} 天", "请核对天数和起止日期", column="天数", let=lets(实际=_DAYS),
        suggest=_DAYS, because="按起止日期", fires=({"开始日期": "2022-06-13", "结束日期": "2022-06-17", "天数": 4},),
        rests=({"开始日期": "2022-06-13", "结束日期": "2022-06-17", "天数": 5}, {"开始日期": "2022-06", "结束日期": "2022-06-17", "天数": 5},
               {"天数": 5})),
    warn("E-R3a", "费用合不拢", f"{_PAID} = 0 or abs(总费用 - ({_PAID})) <= 1",
        "总费用 {总费用}，工会、单位、个人承担合计 {合计}{多行}", "请核对各项费用和单位（元）", column="总费用", let=lets(合计=_PAID),
        fires=({"总费用": 100000, "工会承担": 50000, "个人承担": 20000},),
        rests=({"总费用": 100000, "工会承担": 60000, "单位承担": 20000, "个人承担": 20000}, {"总费用": 100000},
               {"工会承担": 60000})),
    warn("E-R3b", "超过日标准", "每人每天标准 <= 疗休养日标准", "每人每天 {每人每天标准} 元，超过标准 {疗休养日标准} 元{多行}",
        "请核对标准；各地标准不同的请改设置“疗休养日标准”", column="每人每天标准", fires=({"每人每天标准": 800},),
        rests=({"每人每天标准": 600}, {})),
    warn("E-R14", "年度与日期不符", "year(开始日期) = 年度", "年度填 {年度}，开始日期是 {开始日期}{多行}", "请核对年度和日期",
        column="年度", suggest="year(开始日期)", because="按开始日期", fires=({"年度": 2021, "开始日期": "2022-06-13"},),
        rests=({"年度": 2022, "开始日期": "2022-06-13"}, {"年度": 2022})),
    warn("X33", "超过名额", f"{_WENT} <= 名额", "{组织单位}第{批次}批名额 {名额} 人，成行 {人数} 人", "请核对名额和疗休养人员",
        column="名额", let=lets(人数=_WENT),
        fires=({"疗休养批次": (_BATCH | {"名额": 1},), "疗休养人员": (_BATCH | {"姓名": "张三"}, _BATCH | {"姓名": "李四"})},),
        rests=({"疗休养批次": (_BATCH | {"名额": 2},), "疗休养人员": (_BATCH | {"姓名": "张三"}, _BATCH | {"姓名": "李四"})},
               {"疗休养批次": (_BATCH | {"名额": 1},), "疗休养人员": (_BATCH | {"姓名": "张三"}, _BATCH | {"姓名": "王五", "身份": "领队"},
                   _BATCH | {"姓名": "李四", "是否成行": "否"}, _BATCH | {"姓名": "赵六", "组织单位": "区总"})})),
)
INDICATORS = (
    figure("E01", "疗休养批次数", "计数", f"组织单位 = '街道' and {_HELD}", groups="目的地、月(开始日期)", unit="批", over=FLOW,
        about="街道组织的，按开始日期归期"),
    figure("E03", "疗休养目的地名单", "名单", f"组织单位 = '街道' and {_HELD}", field="目的地", over=FLOW),
    figure("E04a", "疗休养起始月", "最小", f"组织单位 = '街道' and {_HELD}", field="month(开始日期)", unit="月", over=FLOW),
    figure("E04b", "疗休养截止月", "最大", f"组织单位 = '街道' and {_HELD}", field="month(开始日期)", unit="月", over=FLOW,
        about="最后一批出发的月份"),
    figure("E06", "区总疗休养目的地名单", "名单", f"组织单位 = '区总' and {_HELD}", field="目的地", over=FLOW),
    figure("E09", "疗休养经费", "求和", f"组织单位 = '街道' and {_HELD}", field="总费用", groups="目的地", unit="元", over=FLOW),
    figure("E10", "疗休养名额", "求和", _HELD, field="名额", groups="组织单位", unit="人", over=FLOW, about="各级组织的都算，与疗休养人次相同"),
    formula("E11", "疗休养名额使用率", "疗休养人次 / nullif(疗休养名额, 0)", unit="%", about="疗休养人次 ÷ 疗休养名额"),
    *(
        figure(code, name, "求和", _HELD, field=column, unit="元", over=FLOW)
        for code, name, column in (
            ("E09a", "疗休养总费用", "总费用"),
            ("E09b", "疗休养工会承担", "工会承担"),
            ("E09c", "疗休养单位承担", "单位承担"),
            ("E09d", "疗休养个人承担", "个人承担"),
        )
    ),
)
CHECKS = (
    check("XE4", "疗休养工会承担 + 疗休养单位承担 + 疗休养个人承担 = 疗休养总费用", WARNING, "三方承担之和等于总费用"),
    check("XE5", "疗休养人次 <= 疗休养名额", WARNING, "成行的不多于名额"),
)
# fmt: on
FORM = Form(
    slug="recup-batch",
    title="职工疗休养批次表",
    short="疗休养批次",
    group="疗休养与体检",
    hints=(
        "疗休养批次",
        "疗休养计划",
        "疗休养安排",
        "疗养安排",
        "疗养计划",
        "疗休养线路",
        "疗养批次",
        "批次安排",
        "批次一览",
        "疗休养 批次",
        "疗休养 线路",
        "疗养 线路",
    ),
    marks=("批次", "期次", "第几批", "目的地", "线路", "疗", "基地", "旅行社"),
    keys=(("年度", "组织单位", "批次"),),
    owed="office",
    charts=(
        Chart(title="各目的地批次数", column="目的地"),
        Chart(title="各组织单位批次数", column="组织单位", shape="column"),
    ),
    compared=("目的地", "开始日期", "结束日期", "名额", "总费用", "批次状态"),
    columns=COLUMNS,
    due=DUE,
    rules=RULES,
    indicators=INDICATORS,
    checks=CHECKS,
)
