"""工会经费收缴台账 (domain 3.K, ledgers 4.22): one row per union and quarter."""

from __future__ import annotations

from union_xl.ledgers import shared
from union_xl.ledgers.figures import FLOW, check, figure, formula
from union_xl.ledgers.form import Chart, Form, choice, error, expected, lets, optional, required, warn
from union_xl.ledgers.outputs import prints
from union_xl.model import WARNING

# fmt: off
COLUMNS = (
    shared.UNIT.but(need="required", more_aliases="缴费单位 拨缴单位 编制单位 基层工会 工会名称 单位(工会)名称 纳税人名称", ditto=False, prefill="单位名称"),
    required("所属期", "期间", "所属期间 费款所属期 季度 缴费期间 所属季度 税款所属期 期间 所属时期 经费所属期 缴费所属期", example="2022年第一季度",
        hint="写成 2022年第一季度、2022Q1 或 2022年3月", ditto=True, width=14),
    expected("工资总额", "金额", "计提基数 全部职工工资总额 职工工资总额 工资总额(元) 计费工资总额 计费依据", example="1200000", hint="本期全部职工工资总额",
        width=14),
    expected("应拨缴", "金额", "应缴经费 应收 应缴 应拨缴经费 应拨缴金额 应缴金额 应缴费额 应拨缴工会经费 应收经费 本期应拨缴经费 应缴工会经费 应上缴经费", example="24000", hint="工资总额的百分之二", width=12),
    expected("实拨缴", "金额", "已缴 实缴 入库金额 实拨缴经费 实缴金额 实拨缴金额 已缴金额 实缴经费 实缴费额 实际拨缴 到账金额 本期实拨缴经费 实缴工会经费 已拨缴金额", example="24000",
        hint="没有缴的填 0", width=12),
    expected("收缴方式", choice("税务代收←税务←代收←地税代收←税务代征 自行拨缴←自缴←直接拨缴←自行缴纳 筹备金←建会筹备金←筹备金代收"), "缴纳方式 拨缴方式 征收方式 收缴渠道 经费收缴方式 经费缴纳方式",
        example="税务代收", ditto=True, width=10),
    optional("留成", "金额", "基层留成 留成经费 本级留成 留用 留成金额 留成部分 基层留成经费", example="14400", width=12),
    optional("上解", "金额", "上缴 上交经费 上解经费 上缴上级 上缴经费 上解金额", example="9600", width=12),
    optional("返还", "金额", "回拨 补助 返还经费 回拨经费 返还金额 回拨补助", example="0", width=12),
    optional("会费收入", "金额", "会费 会员会费 会费收入(元)", example="800", width=12),
    optional("会员数", "整数", "会员人数 工会会员数 会员总数", example="80", width=10, prefill="会员数"),
    optional("税务登记人数", "整数", "参保人数 申报人数 税务登记职工人数 缴费人数 税务人数 税务申报人数", example="82", width=12, prefill="税务登记职工人数"),
    optional("独立账户", "是否", "是否独立账户 有无独立账户 是否开户 工会独立账户", example="是", width=10, prefill="独立账户"),
    shared.REMARK,
)
# fmt: on
_DUE = "round(工资总额 * 工会经费比例, 2)"
_SPAN = "substr(所属期, 5, 1)"
_NUMBER = "TRY_CAST(substr(所属期, 6) AS INTEGER)"
_FIRST = (
    f"make_date(TRY_CAST(left(所属期, 4) AS INTEGER), CASE {_SPAN} WHEN 'H' THEN 6 * {_NUMBER} - 5 "
    f"WHEN 'Q' THEN 3 * {_NUMBER} - 2 WHEN '-' THEN {_NUMBER} ELSE 1 END, 1)"
)
_MONTHS = f"CASE {_SPAN} WHEN 'H' THEN 6 WHEN 'Q' THEN 3 WHEN '-' THEN 1 ELSE 12 END"
_WITHIN = "所属期首日 >= 期初 and 所属期末日 <= 期末"
_NOT_FORMED = "(select 台.单位名称 from 单位台账 台 where 台.是否建会 in ('未建', '筹建'))"

# fmt: off
RULES = (
    warn("K-R1", "应拨缴与工资总额不符", f"abs(应拨缴 - {_DUE}) <= 1", "工资总额 {工资总额} 元，按 {几成}% 应拨缴 {应为} 元，填的是 {应拨缴} 元", "请核对两个数和单位（元）",
        column="应拨缴", let=lets(几成="round(工会经费比例 * 100, 2)", 应为=_DUE), suggest=_DUE, because="工资总额乘工会经费比例",
        fires=({"工资总额": 1200000, "应拨缴": 2400},), rests=({"工资总额": 1200000, "应拨缴": 24000}, {"应拨缴": 24000}, {})),
    error("K-R2", "留成与上解合计不符", "abs(留成 + 上解 - 实拨缴) <= 1", "留成 {留成} 元加上解 {上解} 元，不等于实拨缴 {实拨缴} 元", "请核对三个数", column="实拨缴",
        fires=({"留成": 14400, "上解": 9000, "实拨缴": 24000},), rests=({"留成": 14400, "上解": 9600, "实拨缴": 24000}, {"留成": 14400, "实拨缴": 24000})),
    warn("K-R15", "实拨缴大于应拨缴", "实拨缴 <= 应拨缴 + 1", "实拨缴 {实拨缴} 元，大于应拨缴 {应拨缴} 元", "请核对；含补缴的不用改", column="实拨缴",
        fires=({"应拨缴": 24000, "实拨缴": 25000},), rests=({"应拨缴": 24000, "实拨缴": 24000}, {"实拨缴": 24000})),
    warn("K-R6", "应缴未缴", "coalesce(应拨缴, 0) = 0 or coalesce(实拨缴, 0) > 0", "应拨缴 {应拨缴} 元，没有拨缴{多行}", "请催缴；已缴的请补填实拨缴", column="实拨缴",
        needs=("实拨缴",), fires=({"应拨缴": 24000, "实拨缴": 0}, {"应拨缴": 24000}), rests=({"应拨缴": 24000, "实拨缴": 24000}, {"应拨缴": 0}, {})),
    warn("K-R8", "会员数与税务人数相差较大", "税务登记人数 = 0 or abs(会员数 - 税务登记人数) <= 0.2 * 税务登记人数",
        "会员数 {会员数}，税务登记人数 {税务登记人数}，相差超过20%{多行}", "请核对这两个数；确实如此的不用改", column="税务登记人数",
        fires=({"会员数": 80, "税务登记人数": 50},), rests=({"会员数": 80, "税务登记人数": 82}, {"会员数": 80, "税务登记人数": 0}, {"会员数": 80})),
    warn("X58", "未建会单位有应拨缴", f"coalesce(应拨缴, 0) = 0 or coalesce(收缴方式, '') = '筹备金' or 单位名称 not in {_NOT_FORMED}",
        "单位台账里{单位名称}还没有建会，应拨缴是 {应拨缴} 元", "请核对是否建会；筹备金请在收缴方式里写明", column="应拨缴",
        fires=({"工会经费": ({"单位名称": "甲公司", "应拨缴": 24000},), "单位台账": ({"单位名称": "甲公司", "是否建会": "未建"},)},),
        rests=({"工会经费": ({"单位名称": "甲公司", "应拨缴": 24000},), "单位台账": ({"单位名称": "甲公司", "是否建会": "已建"},)},
               {"工会经费": ({"单位名称": "甲公司", "应拨缴": 24000, "收缴方式": "筹备金"},), "单位台账": ({"单位名称": "甲公司", "是否建会": "筹建"},)})),
)
_BY_SPAN = "按所属期，整段在统计期间里"
INDICATORS = (
    figure("K01a", "应拨缴经费", "求和", _WITHIN, field="应拨缴", unit="元", over=FLOW, about=_BY_SPAN),
    figure("K01b", "实拨缴经费", "求和", _WITHIN, field="实拨缴", unit="元", over=FLOW, about=_BY_SPAN),
    formula("K01", "经费收缴率", "实拨缴经费 / nullif(应拨缴经费, 0)", unit="%"),
    figure("K02", "缴费单位数", "去重", f"实拨缴 > 0 and {_WITHIN}", field="单位名称", unit="家", over=FLOW),
    figure("K03", "上解经费", "求和", _WITHIN, field="上解", unit="元", over=FLOW, about=_BY_SPAN),
    figure("K13", "未缴单位数", "去重", f"coalesce(应拨缴, 0) > 0 and coalesce(实拨缴, 0) = 0 and {_WITHIN}", field="单位名称", unit="家",
        over=FLOW, about="有一期应缴未缴就算"),
    figure("K01c", "缴费工资总额", "求和", _WITHIN, field="工资总额", unit="元", over=FLOW, about=_BY_SPAN),
    figure("K03b", "留成经费", "求和", _WITHIN, field="留成", unit="元", over=FLOW, about=_BY_SPAN),
    figure("K03c", "返还经费", "求和", _WITHIN, field="返还", unit="元", over=FLOW, about=_BY_SPAN),
)
CHECKS = (
    check("X77", "实拨缴经费 <= 应拨缴经费", WARNING, "实缴不多于应缴"),
    check("XK1", "留成经费 + 上解经费 <= 实拨缴经费", WARNING, "留成加上解不多于实缴"),
)
# fmt: on
# fmt: off
_UNPAID = "应拨缴 > coalesce(实拨缴, 0)"
LISTS = (
    prints("应缴未缴", "单位名称；所属期；应拨缴；实拨缴；尚欠 = 应拨缴 - coalesce(实拨缴, 0)；收缴方式；催缴情况 =", where=_UNPAID,
        order="所属期；应拨缴 - coalesce(实拨缴, 0) 降", sums="应拨缴；实拨缴；尚欠"),
)
# fmt: on
FORM = Form(
    slug="fund",
    title="工会经费收缴台账",
    short="工会经费",
    group="经费资产",
    hints=("经费 收缴", "经费 拨缴", "经费 代收", "经费 缴纳", "经费 台账", "工会经费 明细"),
    marks=("拨缴", "经费", "上解", "上缴", "留成", "返还", "会费", "工会"),
    keys=(("单位名称", "所属期"),),
    owed="all",
    replaces="增量",
    deadline="报送截止日·工会经费",
    columns=COLUMNS,
    rules=RULES,
    indicators=INDICATORS,
    checks=CHECKS,
    worked_out=(
        ("所属期首日", _FIRST, ("所属期",)),
        ("所属期末日", f"last_day({_FIRST} + to_months({_MONTHS} - 1))", ("所属期",)),
    ),
    charts=(
        Chart(title="收缴方式", column="收缴方式", shape="pie"),
        Chart(title="各期拨缴单位数", column="所属期"),
    ),
    compared=("应拨缴", "实拨缴"),
    lists=LISTS,
)
