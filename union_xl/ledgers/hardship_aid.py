"""帮扶慰问发放 (ledgers.md 4.9, G2): one row per payment or gift to a person."""

from __future__ import annotations

from union_xl.ledgers import people, shared
from union_xl.ledgers.form import Chart, Form, choice, dated, expected, optional, required
from union_xl.ledgers.hardship_case import CATEGORY
from union_xl.ledgers.outputs import prints

FUNDS = choice(
    "中央←中央财政←中央资金 省←省级←省级财政 市←市级←市级财政←市总 区←区级←区级财政←区总 街道←街道总工会←街道工会←本级 "
    "单位←企业←基层工会←行政 慈善←慈善捐助←社会捐助"
)

# fmt: off
COLUMNS = (
    shared.PERSON_NAME.but(need="required", public=True, more_aliases="慰问对象 帮扶对象 受助人 受助职工 救助对象 补助对象 慰问对象姓名"),
    shared.GENDER.but(derived=people.GENDER),
    shared.ID_NUMBER.but(need="expected"),
    shared.MOBILE.but(more_aliases="联系电话 联系方式 电话"),
    shared.UNIT.but(need="expected", public=True),
    required("帮扶类别", choice("生活救助←生活困难救助←困难补助 医疗救助←大病救助←大病帮扶 送温暖←冬送温暖←送温暖慰问 临时救助←临时困难救助 春风行动 "
        "节日慰问←春节慰问←两节慰问 生病慰问←住院慰问←因病慰问 其他←其它"),
        "慰问类别 救助类别 救助项目 补助项目 帮扶项目 慰问类型 帮扶类型 救助类型 慰问事由", example="送温暖", ditto=True, width=12, public=True),
    required("发放日期", "日期", dated("慰问 发放 补助 救助 帮扶 领取"), example="2022-01-20", hint="写到日，如 2022-01-20",
        ditto=True, width=12),
    expected("金额", "金额", "慰问金额 补助金额 发放金额 救助金额 金额(元) 慰问金 救助金 帮扶金额 补助金 慰问金额(元)",
        example="1000", privacy="free", width=10),
    optional("物资名称", "文本", "慰问品 物资 慰问物资 慰问品名称 物品名称 实物", width=14),
    optional("物资折款", "金额", "慰问品金额 折价 慰问品折款 物资价值 物资金额 实物折款", width=10),
    expected("资金来源", FUNDS, "经费来源 资金渠道 来源 资金类别 经费渠道", example="街道", ditto=True, width=10),
    expected("是否建档", "是否", "建档 是否建档困难职工 是否在档 建档情况", example="是", width=8),
    optional("档案编号", "文本", "建档编号 档案号 困难职工档案编号", width=14),
    optional("困难类别", CATEGORY, "困难类型 困难等级 困难程度", width=12),
    optional("所属期", "文本", "期间 所属年度 批次 活动名称", width=12),
    optional("签收方式", choice("本人签字←签字←本人签收 转账←银行转账←打卡←银行代发 代领←家属代领←他人代领"),
        "领取方式 发放方式 签领方式", width=10),
    optional("领取人", "姓名", "签收人 签名 领款人签字 签字 领取人签字 领款人 领取人签名 签收 领款签字 本人签字", privacy="name",
        width=10),
    optional("与本人关系", "文本", "与受助人关系 代领人关系 领取人与本人关系 关系", width=10),
    shared.BANK,
    shared.BANK_CARD,
    optional("慰问人", "文本", "慰问领导 走访人 发放人 带队领导", width=12),
    shared.REMARK,
)
# fmt: on
# fmt: off
LISTS = (
    prints("发放签字表", "姓名；单位名称；帮扶类别；金额；物资名称；领款人签字 =；日期 =", where="coalesce(签收方式, '本人签字') <> '转账'",
        order="单位名称", per="帮扶类别", sums="金额", layout="签名表"),
    prints("银行代发表", "姓名；开户银行；银行卡号；金额；备注 =", "对外",
        where="银行卡号 is not null and coalesce(签收方式, '转账') = '转账'", order="开户银行", per="帮扶类别", sums="金额"),
    prints("公示稿", "姓名；单位名称；帮扶类别", "公示", heading="帮扶慰问对象公示", order="单位名称", per="帮扶类别",
        note="公示期五个工作日。如有异议，请在公示期内向{填报单位}反映。联系人：{联系人}，联系电话：{联系电话}。"),
)
# fmt: on
FORM = Form(
    slug="hardship-aid",
    title="帮扶慰问发放表",
    short="帮扶慰问",
    hints=(
        "帮扶",
        "慰问名册",
        "慰问名单",
        "慰问发放",
        "慰问金",
        "送温暖",
        "困难补助",
        "救助发放",
        "救助名单",
        "春风行动",
        "生病慰问",
        "节日慰问",
    ),
    marks=("帮扶", "慰问", "救助", "补助", "领取", "发放"),
    keys=(("证件号码", "帮扶类别", "发放日期"), ("姓名", "单位名称", "帮扶类别", "发放日期")),
    owed="office",
    restricted=True,
    keep_until=60,
    parent="hardship-case",
    link=("证件号码",),
    charts=(
        Chart(title="各帮扶类别人次", column="帮扶类别"),
        Chart(title="资金来源", column="资金来源", shape="pie"),
    ),
    compared=("金额", "资金来源"),
    columns=COLUMNS,
    lists=LISTS,
)
