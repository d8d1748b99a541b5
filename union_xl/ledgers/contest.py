"""职工技能竞赛总表 (domain 3.C, C1): one row per contest."""

from __future__ import annotations

from union_xl.ledgers import shared
from union_xl.ledgers.figures import FLOW, figure, formula
from union_xl.ledgers.form import Form, Rule, at_most, error, expected, lets, optional, required, warn
from union_xl.model import WARNING

_SUM_IS_1 = "abs(理论权重 + 实操权重 - 1) <= 0.001"

# fmt: off
HELD = "完成情况 = '已完成' and 实际日期 between 期初 and 期末"
OF_YEAR = (
    "case 完成情况 when '延期' then coalesce(year(计划日期末), year(期末)) <= year(期末) "
    "else coalesce(year(coalesce(实际日期末, 计划日期末)), year(期末)) = year(期末) end"
)
"""Held or planned this year, or put off from an earlier one."""
PLANNED = f"完成情况 in ('计划', '延期') and {OF_YEAR}"
NOT_OTHER_YEAR = (
    "coalesce(竞赛名称, '') not in (select 竞赛名称 from 竞赛总表 where 竞赛名称 is not null "
    f"and not ({OF_YEAR}))"
)
NOT_HELD = (
    "coalesce(竞赛名称, '') not in (select 竞赛名称 from 竞赛总表 where 竞赛名称 is not null "
    "and not (coalesce(完成情况, '') = '已完成' and coalesce(实际日期 between 期初 and 期末, true)))"
)

COLUMNS = (
    expected("竞赛编号", "文本", "赛事编号 大赛编号 编号", example="2022-01", hint="年份-序号", width=10),
    required("竞赛名称", "文本",
        "赛事名称 大赛名称 比赛名称 竞赛项目名称 竞赛活动名称 赛项名称 技能竞赛名称 技能竞赛(比武)名称 比武名称 大赛全称",
        example="第四届“元墅杯”养老护理职业技能大赛", width=32, role="subject"),
    expected("级别", "级别", "竞赛级别 层级 赛事级别 竞赛层级 比赛级别 竞赛等级 赛事层级 大赛级别",
        example="街道级", ditto=True, width=8),
    optional("届次", "届次", "届数 第几届", example="4", width=8),
    optional("冠名", "文本", "冠名单位 冠名杯 杯名", example="元墅杯", width=12),
    expected("主办单位", "文本", "主办 主办方 主办工会 竞赛主办单位", example="某街道总工会", ditto=True, width=22, role="host"),
    expected("承办单位", "文本", "承办 承办方 协办单位", example="某某公司", ditto=True, width=22),
    shared.OCCUPATION.but(need="expected",
        more_aliases="工种(项目) 项目 竞赛工种 竞赛项目 比赛项目 比赛工种"),
    expected("形式", "形式", "竞赛形式 比赛形式 参赛形式 竞赛方式", example="个人赛", ditto=True, width=8),
    expected("计划日期", "日期",
        "计划时间 计划举办日期 计划举办时间 拟举办时间 计划开展时间 预计时间 预计日期 计划完成时间 "
        "拟定时间 计划举办年月 拟举办日期 拟举办年月 计划开展日期 计划开展年月 计划竞赛日期 "
        "计划竞赛时间 计划竞赛年月 预计举办日期 预计举办时间 预计举办年月 拟开展时间", example="2022-05", width=12),
    optional("实际日期", "日期",
        "实际时间 举办日期 举办时间 实际举办日期 实际举办时间 竞赛日期 比赛日期 完成时间 完成日期 "
        "开赛日期 实际完成日期 实际完成时间 举办年月 实际举办年月 竞赛时间 竞赛年月 比赛时间 比赛年月 "
        "竞赛举办日期 竞赛举办时间 竞赛举办年月 实际竞赛日期 实际竞赛时间 实际竞赛年月",
        example="2022-05-20", width=12),
    optional("地点", "文本", "竞赛地点 比赛地点 举办地点", width=16),
    expected("完成情况", "完成情况", "状态 竞赛状态 进展 进度 举办情况 完成状态 进展情况 举办状态",
        example="已完成", width=10),
    optional("名额", "整数", "参赛名额 计划人数 名额数", example="60", width=8),
    optional("每单位限报", "整数", "每单位限报人数 单位限报 限报人数", example="3", width=10),
    optional("每队人数", "整数", "队员人数 每队限报", example="1", width=8),
    optional("最小年龄", "整数", "年龄下限 最低年龄 最小年龄要求", example="16", width=8),
    optional("最大年龄", "整数", "年龄上限 最高年龄", example="60", width=8),
    optional("最低从业年限", "年限", "年限条件 从业年限要求 工作年限要求 最低工作年限", example="2",
        width=10),
    expected("理论权重", "比例", "理论占比 理论成绩占比 理论比例", example="0.3", width=8),
    expected("实操权重", "比例", "实操占比 实操成绩占比 实操比例", example="0.7", width=8),
    expected("奖项设置", "文本", "奖项 奖励设置 设奖情况 奖项设置情况 奖励办法", example="一等奖1 二等奖2 三等奖3", width=24),
    optional("预算", "金额", "预算(元) 经费预算 预算金额 预算经费", example="20000", width=10),
    optional("决算", "金额", "决算(元) 实际支出 决算金额 实际经费 经费决算", example="18500", width=10),
    shared.REMARK,
)
# fmt: on

# fmt: off
RULES = (
    error("C-WEIGHTS", "权重之和不是1", f"{_SUM_IS_1} or abs(实操权重 + 理论成绩权重 - 1) >= 0.001",
        "理论权重 {理论权重} 加实操权重 {实操权重} 是 {合计}，应为1", "请核对两个权重", column="理论权重",
        let=lets(合计="round(理论权重 + 实操权重, 4)"),
        fires=({"理论权重": 0.5, "实操权重": 0.7},), rests=({"理论权重": 0.3, "实操权重": 0.7}, {"理论权重": 0.5})),
    error("C-WEIGHTS", "权重之和不是1", f"{_SUM_IS_1} or abs(实操权重 + 理论成绩权重 - 1) < 0.001",
        "理论权重 {理论权重} 加实操权重 {实操权重} 是 {合计}，应为1", "请核对两个权重", column="实操权重",
        let=lets(合计="round(理论权重 + 实操权重, 4)"),
        fires=({"理论权重": 0.3, "实操权重": 0.6},), rests=({"理论权重": 0.3, "实操权重": 0.7}, {"理论权重": 0.3})),
    warn("C-R7-DATE", "没有实际日期", "完成情况 <> '已完成' or 实际日期 is not null",
        "完成情况是已完成，没有填实际日期{多行}", "请补填实际日期", column="实际日期",
        needs=("实际日期",), fires=({"完成情况": "已完成"},),
        rests=({"完成情况": "已完成", "实际日期": "2022-05-20"}, {"完成情况": "计划"})),
    error("C-R7", "完成日期在将来", "完成情况 <> '已完成' or 实际日期 <= 截止日",
        "完成情况是已完成，实际日期 {实际日期} 晚于截止日 {截止日}", "请核对完成情况和日期",
        column="实际日期", fires=({"完成情况": "已完成", "实际日期": "2022-07-01"},),
        rests=({"完成情况": "已完成", "实际日期": "2022-06"}, {"完成情况": "计划", "实际日期": "2022-07-01"})
        ),
    warn("C-R7-PLAN", "情况与日期不符", "完成情况 not in ('计划', '取消') or 实际日期末 > 截止日",
        "完成情况是{完成情况}，却有实际日期 {实际日期}{多行}", "请核对完成情况和日期", column="完成情况",
        fires=({"完成情况": "计划", "实际日期": "2022-05-20"},),
        rests=({"完成情况": "计划", "实际日期": "2022-07"}, {"完成情况": "计划"})),
    error("C-AGES", "年龄上下限写反", "最小年龄 <= 最大年龄",
        "最小年龄 {最小年龄} 大于最大年龄 {最大年龄}", "请核对两个年龄", column="最大年龄",
        fires=({"最小年龄": 60, "最大年龄": 18},),
        rests=({"最小年龄": 18, "最大年龄": 60}, {"最小年龄": 60})),
    at_most("C-BUDGET", "决算", "预算", WARNING, title="决算超过预算",
        cure="请核对金额和单位；确实超支的不用改", needs=()),
    warn("C-NAME", "竞赛名称重复",
        "(select count(distinct coalesce(别.竞赛编号, '')) from 竞赛总表 别 where 别.竞赛名称 = "
        "竞赛总表.竞赛名称) <= 1", "竞赛名称“{竞赛名称}”有不同的编号", "请核对是否同一场竞赛",
        column="竞赛名称",
        fires=(({"竞赛名称": "甲赛", "竞赛编号": "1"}, {"竞赛名称": "甲赛", "竞赛编号": "2"}),),
        rests=(({"竞赛名称": "甲赛", "竞赛编号": "1"}, {"竞赛名称": "乙赛", "竞赛编号": "2"}),)),
    warn("C-NUMBER", "竞赛编号重复",
        "(select count(distinct 别.竞赛名称) from 竞赛总表 别 where 别.竞赛编号 = 竞赛总表.竞赛编号) "
        "<= 1", "竞赛编号“{竞赛编号}”有不同的竞赛名称", "每场竞赛请用自己的编号", column="竞赛编号",
        fires=(({"竞赛名称": "甲赛", "竞赛编号": "1"}, {"竞赛名称": "乙赛", "竞赛编号": "1"}),),
        rests=(({"竞赛名称": "甲赛", "竞赛编号": "1"}, {"竞赛名称": "乙赛", "竞赛编号": "2"}),)),
    warn("X51", "没有成绩", "完成情况 <> '已完成' or "
        "简名(竞赛名称) in (select 简名(成.竞赛名称) from 竞赛成绩 成 where 成.竞赛名称 is not null)",
        "竞赛已完成，竞赛成绩里没有这一场的成绩", "请补录成绩；竞赛名称写法不同的请改成一致", column="竞赛名称", ordinary=True,
        fires=({"竞赛总表": ({"竞赛名称": "甲赛", "完成情况": "已完成"},), "竞赛成绩": ({"竞赛名称": "乙赛"},)},),
        rests=({"竞赛总表": ({"竞赛名称": "甲 赛", "完成情况": "已完成"},), "竞赛成绩": ({"竞赛名称": "甲赛"},)},
               {"竞赛总表": ({"竞赛名称": "甲赛", "完成情况": "计划"},), "竞赛成绩": ({"竞赛名称": "乙赛"},)})),
    Rule(code="C-EDITION", level=WARNING, title="届次与名称不符", test="edition_in_name",
        over=("届次", "竞赛名称"), says="届次填的是 {届次}，竞赛名称里是{名称}", cure="请核对届次",
        column="届次", suggest="名称届次", because="竞赛名称中的届次",
        fires=({"届次": 3, "竞赛名称": "第四届“元墅杯”养老护理职业技能大赛"},),
        rests=({"届次": 4, "竞赛名称": "第四届“元墅杯”养老护理职业技能大赛"}, {"竞赛名称": "第四届大赛"})),
)
INDICATORS = (
    figure("C00", "竞赛总场次", "去重", OF_YEAR, field="竞赛名称", groups="级别、完成情况、竞赛", unit="场",
        about="本年举办、计划的，和以前年度延期的"),
    figure("C00a", "完成竞赛场次", "去重", HELD, field="竞赛名称", groups="级别、竞赛、月(实际日期)", unit="场",
        over=FLOW),
    figure("C01", "街道级完成场次", "去重", f"级别 = '街道级' and {HELD}", field="竞赛名称", unit="场", over=FLOW),
    figure("C01b", "街道级完成竞赛名单", "名单", f"级别 = '街道级' and {HELD}", field="竞赛名称", over=FLOW),
    figure("C02", "企业级计划场次", "去重", f"级别 = '企业级' and {PLANNED}", field="竞赛名称", unit="场",
        about="本年计划的，和以前年度延期的"),
    figure("C02b", "企业级计划竞赛名单", "名单", f"级别 = '企业级' and {PLANNED}", field="竞赛名称"),
    figure("C02c", "计划竞赛主办单位名单", "名单", f"级别 = '企业级' and {PLANNED}", field="主办单位"),
    figure("C03", "企业级完成场次", "去重", f"级别 = '企业级' and {HELD}", field="竞赛名称", unit="场", over=FLOW),
    figure("C03b", "企业级完成竞赛名单", "名单", f"级别 = '企业级' and {HELD}", field="竞赛名称", over=FLOW),
    figure("C10", "竞赛覆盖工种数", "去重", HELD, field="工种", groups="级别", unit="个", over=FLOW),
    figure("C12", "竞赛投入经费", "求和", HELD, field="coalesce(决算, 预算)", groups="竞赛、级别", unit="元",
        over=FLOW),
    formula("Z31a", "劳动竞赛场次", "完成竞赛场次", unit="场"),
)
# fmt: on
FORM = Form(
    slug="contest",
    title="职工技能竞赛总表",
    short="竞赛总表",
    group="竞赛",
    hints=("竞赛总表", "竞赛计划", "竞赛情况", "竞赛汇总", "竞赛台账", "竞赛安排", "竞赛一览"),
    marks=("赛",),
    keys=(("竞赛编号", "竞赛名称"), ("竞赛名称",)),
    owed="office",
    same_row="C-DUP",
    item="竞赛",
    columns=COLUMNS,
    rules=RULES,
    indicators=INDICATORS,
)
