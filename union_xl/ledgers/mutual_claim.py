"""职工医疗互助报销 (ledgers.md 4.13, G4): one row per claim; the name of the illness is never kept."""

from __future__ import annotations

from union_xl.ledgers import shared
from union_xl.ledgers.form import Chart, Form, choice, dated, expected, optional
from union_xl.ledgers.layouts import Card
from union_xl.ledgers.outputs import expires, prints

# fmt: off
COLUMNS = (
    expected("报销编号", "文本", "受理编号 申请编号 报销单号 业务编号 受理号 申请单号 理赔编号", example="HZ2022-0031", width=14),
    expected("保障年度", "年份", "期次 互助周期 年度 参保年度 保障期 互助年度", example="2022", ditto=True, width=8),
    shared.PERSON_NAME.but(need="required", more_aliases="被保险人 被保险人姓名 报销人 报销职工 参保人姓名 申请人姓名"),
    shared.ID_NUMBER.but(need="required", more_aliases="被保险人身份证号 申请人身份证号"),
    shared.UNIT,
    shared.MOBILE.but(more_aliases="联系电话 联系方式 电话"),
    expected("补助项目", choice("住院自负←住院←住院补助←住院自负医疗费 规定病种门诊←规定病种←特殊病种门诊 重大疾病←大病 住院生活补助←生活补助 "
        "女职工特殊疾病←女职工←女职工生育 关爱慰问金←慰问金"),
        "报销类别 理赔项目 报销项目 理赔类型 补助类别 申请项目 互助项目", example="住院自负", width=14),
    expected("受理日期", "日期", dated("受理 申请 申报 收件"), example="2022-05-12", width=12),
    optional("受理渠道", choice("APP←手机←杭工e家←线上 网上大厅←网上←电脑端 窗口←线下←现场"), "渠道 申请渠道 办理渠道 受理方式", width=10),
    optional("医院", "文本", "诊治医院 就诊医院 住院医院 医院名称 医疗机构", privacy="free", width=20),
    optional("入院日期", "日期", dated("入院 住院") + " 住院开始日期 就诊日期", privacy="free", width=12),
    optional("出院日期", "日期", dated("出院") + " 住院结束日期", example="2022-04-20", privacy="free", width=12),
    optional("总费用", "金额", "医疗总费用 费用总额 住院总费用 医疗费用 医疗费总额 费用合计 总医疗费", width=10),
    optional("医保支付", "金额", "医保报销 统筹支付 医保基金支付 医保报销金额 社保支付", width=10),
    optional("自负金额", "金额", "自付金额 个人负担 个人自负 自负 个人自付 自负医疗费", width=10),
    expected("申请金额", "金额", "申请补助金额 申报金额 申请报销金额 申请补助", example="1200", width=10),
    expected("补助金额", "金额", "支付金额 赔付金额 给付金额 核定金额 报销金额 理赔金额 实付金额 补助金额(元)", example="1200", width=10),
    expected("报销状态", choice("受理←已受理←待审核 审核←审核中←已审核←待支付 已付←已支付←已到账←已打款←完成 退回←已退回←驳回←不予受理"),
        "状态 办理状态 审核状态 办理结果 理赔状态", example="已付", width=10),
    optional("支付日期", "日期", dated("支付 到账 打卡 打款 发放 给付 付款"), example="2022-06-10", width=12),
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
# fmt: on
FORM = Form(
    slug="mutual-claim",
    title="职工医疗互助报销登记表",
    short="互助报销",
    hints=(
        "互助报销",
        "互助 报销",
        "互助理赔",
        "互助 理赔",
        "互助补助",
        "互助 申请",
        "医疗互助金",
        "报销登记",
        "理赔登记",
    ),
    marks=("报销", "受理", "理赔", "出院", "自负", "补助"),
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
)
