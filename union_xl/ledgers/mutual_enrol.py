"""职工医疗互助参保名册 (ledgers.md 4.12, G3): one row per person and year of cover."""

from __future__ import annotations

from union_xl.ledgers import people, shared
from union_xl.ledgers.figures import figure, formula
from union_xl.ledgers.form import Chart, Form, dated, expected, lets, optional, warn
from union_xl.ledgers.outputs import expires, prints

_IN_FORCE = "coalesce(参保开始, make_date(保障年度, 1, 1)) <= 期末 and coalesce(参保结束, make_date(保障年度, 12, 31)) >= 期末"
"""Cover is from 1 January to 31 December; whoever joins later says so."""
_PAID = "coalesce(单位承担, 0) + coalesce(个人承担, 0)"

# fmt: off
COLUMNS = (
    expected("保障年度", "年份", "期次 互助周期 年度 参保年度 保障期 互助年度 保障周期 参保期 互助保障年度 医疗互助年度", example="2022", ditto=True, width=8),
    shared.UNIT.but(need="required", more_aliases="参保单位 投保单位名称"),
    shared.PERSON_NAME.but(need="required", prefill="姓名", more_aliases="参保职工 被保障人 参保人员姓名 参保职工姓名 被保险人 被保险人姓名 参保人姓名 参保人员"),
    shared.GENDER.but(need="expected", derived=people.GENDER, prefill="性别"),
    shared.ID_NUMBER.but(need="required", prefill="证件号码", more_aliases="被保险人身份证号"),
    shared.MOBILE.but(need="expected", prefill="手机号码", more_aliases="联系电话 联系方式 电话"),
    expected("参加项目", "文本", "参保项目 险种 计划 互助项目 参保险种 参加险种 保障项目 参加保障项目 互助保障项目 参保的项目 互助参加项目 互助保障计划",
        example="住院门诊、重大疾病", hint="住院门诊、重大疾病、女职工特殊疾病，用顿号隔开", ditto=True, width=24),
    expected("缴费金额", "金额", "互助金 保险费 会费 交费金额 保费 缴费 缴费(元) 互助费 参保费 参保费用 缴费标准 互助金(元) 互助保障金 参保缴费金额 互助缴费金额 医疗互助金", example="96",
        hint="元/人", ditto=True, width=10),
    optional("单位承担", "金额", "单位缴纳 单位承担金额 工会承担 单位缴费", ditto=True, width=10),
    optional("个人承担", "金额", "个人缴纳 个人承担金额 个人缴费 个人自付", ditto=True, width=10),
    optional("份数", "整数", "参保份数 购买份数 份", width=6),
    optional("参保开始", "日期", dated("参保开始 保障开始 生效 起保") + " 保障起 保障起始日期 保障期开始", ditto=True, width=12),
    optional("参保结束", "日期", dated("参保结束 保障结束 终止 终保") + " 保障止 保障终止日期 保障期结束", ditto=True, width=12),
    optional("是否工会会员", "是否", "工会会员 是否会员 会员 是否为工会会员 是否入会", example="是", width=10),
    optional("入职日期", "日期", dated("入职 进单位 入厂 到岗"), prefill="入职日期", width=12),
    optional("缴费日期", "日期", dated("参保缴费 缴费 交费"), ditto=True, width=12),
    optional("票据号", "文本", "票据号码 收据号 票据编号 发票号 发票号码", ditto=True, width=14),
    shared.REMARK,
)
# fmt: on
# fmt: off
LISTS = (
    prints("参保比对", "单位名称；姓名；证件号码；手机号码；处理 =", part="会员没有参保", of="会员登记", order="单位名称",
        where="coalesce(会籍变化类型, '入会') not in ('保留', '转出', '除名', '退会') and 证件号码 not in (select 参.证件号码 "
        "from 互助参保 参 where 参.证件号码 is not null and 参.保障年度 = year(期末))"),
    prints("参保比对", "保障年度；单位名称；姓名；证件号码；缴费金额；处理 =", part="参保的不是会员", order="单位名称",
        where="证件号码 not in (select 会.证件号码 from 会员登记 会 where 会.证件号码 is not null and "
        "coalesce(会.会籍变化类型, '入会') not in ('转出', '除名', '退会'))"),
    prints("参保名册", "单位名称；姓名；性别；证件号码；参加项目；缴费金额", "对外", order="单位名称", per="保障年度", sums="缴费金额"),
)
DUE = (
    expires("互助保障到期", "coalesce(参保结束, make_date(保障年度, 12, 31))", 75,
        "coalesce(参保结束, make_date(保障年度, 12, 31)) < 截止日 - to_days(31)", cure="组织下一年度参保"),
)
RULES = (
    people.GENDER_AGAINST_ID,
    people.UNBORN,
    *people.mobile_rules("互助参保"),
    warn("G-R40", "参保开始不在保障年度", "year(参保开始) = 保障年度", "保障年度填 {保障年度}，参保开始是 {参保开始}{多行}", "请核对保障年度和日期",
        column="保障年度", fires=({"保障年度": 2022, "参保开始": "2021-01-01"},),
        rests=({"保障年度": 2022, "参保开始": "2022-01-01"}, {"保障年度": 2022})),
    warn("G-R28", "男职工参加女职工项目", "not contains(参加项目, '女职工') or 性别 = '女'", "性别是{性别}，参加项目里有女职工特殊疾病{多行}",
        "请核对性别和参加项目", column="参加项目", fires=({"参加项目": "住院门诊、女职工特殊疾病", "性别": "男"},),
        rests=({"参加项目": "住院门诊、女职工特殊疾病", "性别": "女"}, {"参加项目": "女职工特殊疾病"}, {"参加项目": "住院门诊", "性别": "男"})),
    warn("G-R29", "缴费算不拢", f"{_PAID} = 0 or abs(缴费金额 - ({_PAID})) <= 0.01", "缴费金额 {缴费金额}，单位和个人承担合计 {合计}{多行}",
        "请核对缴费金额和承担金额", column="缴费金额", let=lets(合计=_PAID), fires=({"缴费金额": 96, "单位承担": 50, "个人承担": 40},),
        rests=({"缴费金额": 96, "单位承担": 96}, {"缴费金额": 96}, {"单位承担": 96})),
    warn("G-R15b", "份数不是1", "份数 = 1", "份数填的是 {份数}，每人限参加一份{多行}", "请核对份数", fires=({"份数": 2},),
        rests=({"份数": 1}, {})),
    people.unknown_member("X44", "互助参保"),
)
INDICATORS = (
    figure("G10", "互助参保人数", "去重", _IN_FORCE, field="证件号码", groups="单位、社区", unit="人", about="期末在保障期内的人"),
    figure("G10b", "互助参保单位数", "去重", _IN_FORCE, field="单位名称", groups="社区", unit="家"),
    figure("G10c", "互助缴费金额", "求和", _IN_FORCE, field="缴费金额", groups="单位、社区", unit="元", about="期末在保障期内的人所缴"),
    formula("G11", "互助参保率", "互助参保人数 / nullif(期末会员数, 0)", unit="%", groups="单位、社区", about="参保的人 ÷ 期末会员"),
)
# fmt: on
FORM = Form(
    slug="mutual-enrol",
    title="职工医疗互助参保名册",
    short="互助参保",
    group="医疗互助",
    hints=(
        "互助参保",
        "互助 名册",
        "互助 名单",
        "互助参加",
        "医疗互助人员",
        "互助 参保",
        "互助 投保",
        "互助 被保险人",
    ),
    whom=("医疗互助",),
    marks=("保障", "参保", "互助"),
    keys=(("保障年度", "证件号码"),),
    owed="all",
    keep_until=36,
    deadline="报送截止日·互助参保",
    charts=(Chart(title="各保障年度参保人次", column="保障年度", shape="column"),),
    compared=("单位名称", "参加项目", "缴费金额"),
    columns=COLUMNS,
    lists=LISTS,
    due=DUE,
    rules=RULES,
    indicators=INDICATORS,
)
