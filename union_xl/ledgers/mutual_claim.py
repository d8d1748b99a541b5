"""职工医疗互助报销 (ledgers.md 4.13, G4): one row per claim; the name of the illness is never kept."""

from __future__ import annotations

from union_xl.ledgers import people, shared
from union_xl.ledgers.figures import FLOW, check, figure
from union_xl.ledgers.form import Chart, Form, choice, dated, error, expected, lets, not_later, optional, warn
from union_xl.ledgers.layouts import Card
from union_xl.ledgers.outputs import expires, prints
from union_xl.model import ERROR, WARNING

_LAST_DAY = "case when 补助项目 = '女职工特殊疾病' then make_date(保障年度 + 1, 5, 31) else make_date(保障年度 + 1, 3, 31) end"
_PAID = "报销状态 = '已付' and 支付日期 between 期初 and 期末"
_ENROLLED = "(select count(*) from 互助参保 参 where 参.保障年度 = 互助报销.保障年度{})"
_SAME_BILL = (
    "(select count(*) from 互助报销 别 where 别.票据号 = 互助报销.票据号 "
    "and coalesce(别.补助项目, '') = coalesce(互助报销.补助项目, '') and coalesce(别.报销状态, '') <> '退回'{})"
)
_ONE = {"证件号码": "330105199003072013", "保障年度": 2022, "单位名称": "甲公司"}
_BILL = {"票据号": "0012345", "补助项目": "住院自负", "受理日期": "2022-05-12"}

# fmt: off
COLUMNS = (
    expected("报销编号", "文本", "编号 受理编号 申请编号 报销单号 业务编号 受理号 申请单号 理赔编号 报销单编号 报销申请编号", example="HZ2022-0031", width=14),
    expected("保障年度", "年份", "期次 互助周期 年度 参保年度 保障期 互助年度", example="2022", ditto=True, width=8),
    shared.PERSON_NAME.but(need="required", more_aliases="被保险人 申请职工 患病职工姓名 被保险人姓名 报销人 报销职工 参保人姓名 申请人姓名"),
    shared.ID_NUMBER.but(need="required", more_aliases="被保险人身份证号 申请人身份证号"),
    shared.UNIT,
    shared.MOBILE.but(more_aliases="联系电话 联系方式 电话"),
    expected("补助项目", choice("住院自负←住院←住院补助←住院自负医疗费 规定病种门诊←规定病种←特殊病种门诊 重大疾病←大病 住院生活补助←生活补助 "
        "女职工特殊疾病←女职工←女职工生育 关爱慰问金←慰问金"),
        "报销类别 理赔项目 报销项目 理赔类型 补助类别 申请项目 互助项目 报销补助项目 互助补助项目 补助类型", example="住院自负", width=14),
    expected("受理日期", "日期", dated("受理 受理登记 申请受理 申请 申报 收件"), example="2022-05-12", width=12),
    optional("受理渠道", choice("APP←手机←杭工e家←线上 网上大厅←网上←电脑端 窗口←线下←现场"), "渠道 申请渠道 办理渠道 受理方式", width=10),
    optional("医院", "文本", "诊治医院 就诊医院 住院医院 医院名称 医疗机构", privacy="free", width=20),
    optional("入院日期", "日期", dated("入院 住院") + " 住院开始日期 就诊日期", privacy="free", width=12),
    optional("出院日期", "日期", dated("出院") + " 住院结束日期", example="2022-04-20", privacy="free", width=12),
    optional("总费用", "金额", "医疗总费用 费用总额 住院总费用 医疗费用 医疗费总额 费用合计 总医疗费", width=10),
    optional("医保支付", "金额", "医保报销 统筹支付 医保基金支付 医保报销金额 社保支付 医保统筹支付", width=10),
    optional("自负金额", "金额", "自付金额 个人负担 个人自负 自负 个人自付 自负医疗费 自负医疗费用 个人自负金额 自费金额 自费金额", width=10),
    expected("申请金额", "金额", "申请补助金额 申报金额 申请报销金额 申请补助", example="1200", width=10),
    expected("补助金额", "金额", "支付金额 赔付金额 给付金额 核定金额 报销金额 理赔金额 实付金额 补助金额(元) 核准补助金额 实际补助金额", example="1200", width=10),
    expected("报销状态", choice("受理←已受理←待审核 审核←审核中←已审核←待支付 已付←已支付←已到账←已打款←完成 退回←已退回←驳回←不予受理"),
        "状态 办理状态 审核状态 办理结果 理赔状态 报销进度 报销办理状态", example="已付", width=10),
    optional("支付日期", "日期", dated("支付 补助金到账 补助到账 到账 打卡 打款 发放 给付 付款"), example="2022-06-10", width=12),
    optional("退回原因", "文本", "驳回原因 不予受理原因 退件原因", privacy="free", width=16),
    optional("票据号", "文本", "票据号码 发票号 发票号码 收据号 票据编号", width=14),
    shared.BANK_CARD,
    optional("患病名称", "文本", "疾病名称 病种 诊断 疾病 病名 疾病诊断 入院诊断 出院诊断 所患疾病 病种名称 病情", never_kept=True,
        privacy="free"),
    shared.REMARK,
)
# fmt: on
# fmt: off
_STILL_OPEN = "coalesce(报销状态, '受理') not in ('已付', '退回')"
LISTS = (
    prints("报销进度", "报销编号；姓名；单位名称；补助项目；受理日期；申请金额；补助金额；报销状态", where=_STILL_OPEN, order="受理日期",
        sums="申请金额；补助金额"),
)
DUE = (
    expires("互助报销截止", "case when 补助项目 = '女职工特殊疾病' then make_date(保障年度 + 1, 5, 31) "
        "else make_date(保障年度 + 1, 3, 31) end", 60, f"not ({_STILL_OPEN})", cure="催办材料，期限内付清"),
)
RULES = (
    people.not_in_future("受理日期"),
    warn("G-R14c", "出院不在保障年度", "year(出院日期) = 保障年度", "保障年度填 {保障年度}，出院日期是 {出院日期}{多行}", "请核对保障年度和出院日期",
        column="保障年度", fires=({"保障年度": 2021, "出院日期": "2022-04-20"},),
        rests=({"保障年度": 2022, "出院日期": "2022-04-20"}, {"保障年度": 2022})),
    warn("G-R30", "过了申请期限", f"补助项目 is null or 受理日期 <= {_LAST_DAY}",
        "{保障年度}年度的申请截至 {期限}，受理日期是 {受理日期}{多行}", "请核对；市外就医、生育等可以延后的不用改", column="受理日期",
        let=lets(期限=_LAST_DAY), fires=({"保障年度": 2021, "补助项目": "住院自负", "受理日期": "2022-04-20"},),
        rests=({"保障年度": 2021, "补助项目": "住院自负", "受理日期": "2022-03-31"},
               {"保障年度": 2021, "补助项目": "女职工特殊疾病", "受理日期": "2022-05-31"}, {"保障年度": 2022, "受理日期": "2022-05-12"})),
    not_later("G-R31", "出院早于入院", "入院日期", "出院日期", level=ERROR,
        fires=({"入院日期": "2022-04-20", "出院日期": "2022-04-10"},),
        rests=({"入院日期": "2022-04-10", "出院日期": "2022-04-20"}, {"入院日期": "2022-04-10", "出院日期": "2022-04"}, {})),
    error("G-R17a", "各项费用超过总费用", "医保支付 + 自负金额 <= 总费用 + 1",
        "医保支付 {医保支付} 加自负金额 {自负金额} 超过总费用 {总费用}", "请对照结算单核对各项费用", column="总费用",
        fires=({"总费用": 10000, "医保支付": 8000, "自负金额": 3000},),
        rests=({"总费用": 10000, "医保支付": 8000, "自负金额": 2000}, {"总费用": 10000, "医保支付": 8000})),
    warn("G-R17d", "各项费用小于总费用", "医保支付 + 自负金额 >= 总费用 - 1",
        "总费用 {总费用}，医保支付 {医保支付}、自负金额 {自负金额}，还差 {差额}{多行}", "请对照结算单核对；另有自费、救助等支付的不用改",
        column="总费用", let=lets(差额="round(总费用 - 医保支付 - 自负金额, 2)"),
        fires=({"总费用": 10000, "医保支付": 7000, "自负金额": 2000},),
        rests=({"总费用": 10000, "医保支付": 8000, "自负金额": 2000}, {"总费用": 10000})),
    warn("G-R17b", "超过最高补助", "补助金额 <= 医疗互助最高补助", "补助金额 {补助金额} 元，超过最高补助 {医疗互助最高补助} 元{多行}",
        "请核对金额；标准不同的请改设置“医疗互助最高补助”", column="补助金额", fires=({"补助金额": 70000},),
        rests=({"补助金额": 65200}, {})),
    warn("G-R32", "已付没有支付日期", "coalesce(报销状态, '') <> '已付' or 支付日期 is not null", "报销状态是已付，没有填支付日期{多行}",
        "请补填支付日期", column="支付日期", needs=("支付日期",), fires=({"报销状态": "已付"},),
        rests=({"报销状态": "已付", "支付日期": "2022-06-10"}, {"报销状态": "审核"}, {})),
    warn("G-R33", "退回没有原因", "coalesce(报销状态, '') <> '退回' or 退回原因 is not null", "报销状态是退回，没有写退回原因{多行}",
        "请补填退回原因", column="退回原因", needs=("退回原因",), fires=({"报销状态": "退回"},),
        rests=({"报销状态": "退回", "退回原因": "缺结算单"}, {"报销状态": "已付"}, {})),
    warn("X46", "没有参保", f"case when 单位名称 is null then {_ENROLLED.format('')} "
        f"else {_ENROLLED.format(' and 参.单位名称 = 互助报销.单位名称')} end = 0 "
        f"or {_ENROLLED.format(' and 参.证件号码 = 互助报销.证件号码')} > 0",
        "互助参保里没有{姓名}{保障年度}年度的参保记录", "请核对证件号码和保障年度；确已参保的请补录参保名册", column="证件号码",
        fires=({"互助报销": (_ONE,), "互助参保": (_ONE | {"证件号码": "33010519851120302X"},)},
               {"互助报销": (_ONE | {"单位名称": None},), "互助参保": (_ONE | {"证件号码": "33010519851120302X"},)}),
        rests=({"互助报销": (_ONE,), "互助参保": (_ONE,)},
               {"互助报销": (_ONE | {"保障年度": 2021},), "互助参保": (_ONE | {"证件号码": "33010519851120302X"},)},
               {"互助报销": (_ONE | {"单位名称": "乙公司"},), "互助参保": (_ONE | {"证件号码": "33010519851120302X"},)})),
    error("X47", "票据已经报过", f"coalesce(报销状态, '') = '退回' or {_SAME_BILL.format('')} <= 1",
        "票据号 {票据号} 已经报过 {次数} 次“{补助项目}”", "请核对票据号；重复申请的后一次不予受理", column="票据号",
        let=lets(次数=_SAME_BILL.format("")), yields=f"{_SAME_BILL.format(' and 别.受理日期 < 互助报销.受理日期')} > 0",
        fires=((_BILL, _BILL | {"受理日期": "2022-06-12"}),),
        rests=((_BILL, _BILL | {"票据号": "0012346"}), (_BILL, _BILL | {"补助项目": "住院生活补助"}),
               (_BILL | {"报销状态": "退回"}, _BILL | {"受理日期": "2022-06-12"}), ({"补助项目": "住院自负"},) * 2)),
)
INDICATORS = (
    figure("G12", "互助报销人次", "计数", _PAID, groups="单位、补助项目、月(支付日期)", unit="人次", over=FLOW),
    figure("G12b", "互助报销人数", "去重", _PAID, field="证件号码", groups="单位、补助项目", unit="人", over=FLOW),
    figure("G13", "互助报销金额", "求和", _PAID, field="补助金额", groups="单位、补助项目", unit="元", over=FLOW),
    figure("G14", "互助受理件数", "计数", "受理日期 between 期初 and 期末", groups="受理渠道、补助项目", unit="件", over=FLOW),
    figure("G14b", "互助退回件数", "计数", "报销状态 = '退回' and 受理日期 between 期初 and 期末", unit="件", over=FLOW),
)
CHECKS = (
    check("XG3", "互助报销人数 <= 互助参保人数", WARNING, "报销的人不多于参保的人"),
    check("XG4", "互助报销人次 >= 互助报销人数", ERROR, "人次不少于人数"),
)
# fmt: on
FORM = Form(
    slug="mutual-claim",
    title="职工医疗互助报销登记表",
    short="互助报销",
    group="医疗互助",
    hints=("互助报销", "互助 报销", "互助理赔", "互助 理赔", "互助补助", "医疗互助金", "互助 补助"),
    whom=("医疗互助",),
    marks=(
        "互助",
        "受理",
        "医保",
        "自负",
        "自付",
        "补助",
        "赔付",
        "给付",
        "理赔项目",
        "报销编号",
        "报销类别",
        "报销项目",
        "打卡",
        "退回",
        "个人负担",
    ),
    keys=(("报销编号",), ("证件号码", "出院日期", "申请金额")),
    owed="office",
    restricted=True,
    keep_until=60,
    parent="mutual-enrol",
    link=("保障年度", "证件号码"),
    charts=(
        Chart(title="各补助项目件数", column="补助项目"),
        Chart(title="报销状态", column="报销状态", shape="pie"),
    ),
    compared=("申请金额", "补助金额", "报销状态", "支付日期"),
    card=Card(),
    columns=COLUMNS,
    lists=LISTS,
    due=DUE,
    rules=RULES,
    indicators=INDICATORS,
    checks=CHECKS,
)
