"""工会经费收缴台账 (domain 3.K, ledgers 4.22): one row per union and quarter."""

from __future__ import annotations

from union_xl.ledgers import shared
from union_xl.ledgers.form import Chart, Form, choice, expected, optional, required

# fmt: off
COLUMNS = (
    shared.UNIT.but(need="required", more_aliases="缴费单位 拨缴单位 编制单位 基层工会 工会名称 单位(工会)名称 纳税人名称", ditto=False, prefill="单位名称"),
    required("所属期", "文本", "所属期间 费款所属期 季度 缴费期间 所属季度 税款所属期 期间 所属时期", example="2022年第一季度",
        hint="写成 2022年第一季度、2022Q1 或 2022-03", ditto=True, width=14),
    expected("工资总额", "金额", "计提基数 全部职工工资总额 职工工资总额 工资总额(元) 计费工资总额 计费依据 缴费基数", example="1200000", hint="本期全部职工工资总额",
        width=14),
    expected("应拨缴", "金额", "应缴经费 应收 应缴 应拨缴经费 应拨缴金额 应缴金额 应缴费额 应拨缴工会经费 应收经费", example="24000", hint="工资总额的百分之二", width=12),
    expected("实拨缴", "金额", "已缴 实缴 入库金额 实拨缴经费 实缴金额 实拨缴金额 已缴金额 实缴经费 实缴费额 实际拨缴 到账金额", example="24000",
        hint="没有缴的填 0", width=12),
    expected("收缴方式", choice("税务代收←税务←代收←地税代收←税务代征 自行拨缴←自缴←直接拨缴←自行缴纳 筹备金←建会筹备金←筹备金代收"), "缴纳方式 拨缴方式 征收方式 收缴渠道",
        example="税务代收", ditto=True, width=10),
    optional("留成", "金额", "基层留成 留成经费 本级留成 留用 留成金额", example="14400", width=12),
    optional("上解", "金额", "上缴 上交经费 上解经费 上缴上级 上缴经费 上解金额", example="9600", width=12),
    optional("返还", "金额", "回拨 补助 返还经费 回拨经费 返还金额 回拨补助", example="0", width=12),
    optional("会费收入", "金额", "会费 会员会费 会费收入(元)", example="800", width=12),
    optional("会员数", "整数", "会员人数 工会会员数 会员总数", example="80", width=10, prefill="会员数"),
    optional("税务登记人数", "整数", "参保人数 申报人数 税务登记职工人数 缴费人数 税务人数", example="82", width=12, prefill="税务登记职工人数"),
    optional("独立账户", "是否", "是否独立账户 有无独立账户 是否开户 工会独立账户", example="是", width=10, prefill="独立账户"),
    shared.REMARK,
)
# fmt: on
FORM = Form(
    slug="fund",
    title="工会经费收缴台账",
    short="工会经费",
    hints=("经费 收缴", "经费 拨缴", "经费 代收", "经费 缴纳", "经费 台账", "工会经费 明细"),
    marks=("拨缴", "应缴", "实缴", "上解", "上缴", "留成", "工资总额", "所属期", "返还"),
    keys=(("单位名称", "所属期"),),
    owed="all",
    replaces="增量",
    deadline="报送截止日·工会经费",
    columns=COLUMNS,
    charts=(
        Chart(title="收缴方式", column="收缴方式", shape="pie"),
        Chart(title="各期拨缴单位数", column="所属期"),
    ),
    compared=("应拨缴", "实拨缴"),
)
