"""帮扶慰问发放 (ledgers.md 4.9, G2): one row per payment or gift to a person."""

from __future__ import annotations

from union_xl.ledgers import people, shared
from union_xl.ledgers.figures import FLOW, check, figure
from union_xl.ledgers.form import Chart, Form, choice, dated, expected, lets, optional, required, warn
from union_xl.ledgers.hardship_case import CATEGORY
from union_xl.ledgers.outputs import prints
from union_xl.model import ERROR

FUNDS = choice(
    "中央←中央财政←中央资金←中央拨 省←省级←省级财政←省拨←省总←*省总工会 市←市级←市级财政←市拨←市总←*市总工会 "
    "区←区级←区级财政←区拨←区总←*区总工会 街道←街道工会←本级←*街道总工会 单位←企业←基层工会←行政 慈善←慈善捐助←社会捐助"
)

_PERSON = "coalesce(证件号码, 姓名 || coalesce(单位名称, ''))"
_GIVEN = "发放日期 between 期初 and 期末"
_WORTH = "coalesce(金额, 0) + coalesce(物资折款, 0)"
_WITHIN = (
    "(select count(distinct 别.发放日期) from 本年.帮扶慰问 别 where 别.证件号码 = 帮扶慰问.证件号码 and 别.帮扶类别 = 帮扶慰问.帮扶类别 "
    "and abs(date_diff('day', 别.发放日期, 帮扶慰问.发放日期)) <= 30)"
)
_ONE = {"证件号码": "330105199003072013", "帮扶类别": "送温暖", "发放日期": "2022-01-20"}
_OTHER = {"证件号码": "33010519851120302X", "档案编号": "330105-0099"}

# fmt: off
COLUMNS = (
    shared.PERSON_NAME.but(need="required", public=True, more_aliases="困难职工姓名 慰问对象 救助对象姓名 受慰问人 受助人姓名 帮扶对象 受助人 受助职工 救助对象 补助对象 慰问对象姓名"),
    shared.GENDER.but(derived=people.GENDER),
    shared.ID_NUMBER.but(need="expected"),
    shared.MOBILE.but(more_aliases="联系电话 联系方式 电话"),
    shared.UNIT.but(need="expected", public=True),
    required("帮扶类别", choice("生活救助←生活困难救助←困难补助 医疗救助←大病救助←大病帮扶 送温暖←冬送温暖←送温暖慰问 临时救助←临时困难救助 春风行动 "
        "节日慰问←春节慰问←两节慰问 生病慰问←住院慰问←因病慰问 其他←其它"),
        "慰问类别 救助类别 救助项目 补助项目 帮扶项目 慰问类型 帮扶类型 救助类型 慰问事由 帮扶救助类别 帮扶慰问类别 救助帮扶类别 慰问救助项目 帮扶方式", example="送温暖", ditto=True, width=12, public=True),
    required("发放日期", "日期", dated("慰问 发放 慰问发放 补助发放 慰问金发放 救助发放 补助 救助 帮扶 领取"), example="2022-01-20", hint="写到日，如 2022-01-20",
        ditto=True, width=12),
    expected("金额", "金额", "慰问金额 补助金额 发放金额 救助金额 金额(元) 慰问金 救助金 帮扶金额 补助金 慰问金额(元) 发放慰问金 慰问金标准 慰问金发放金额 慰问救助金额 慰问金(元) 救助金金额",
        example="1000", privacy="free", width=10),
    optional("物资名称", "文本", "慰问品 物资 慰问物资 慰问品名称 物品名称 实物 慰问品(物资)名称", width=14),
    optional("物资折款", "金额", "慰问品金额 折价 慰问品折款 物资价值 物资金额 实物折款 慰问物资价值", width=10),
    expected("资金来源", FUNDS, "经费来源 资金渠道 来源 资金类别 经费渠道", example="街道", ditto=True, width=10),
    expected("是否建档", "是否", "建档 是否建档困难职工 是否在档 建档情况", example="是", width=8),
    optional("档案编号", "文本", "建档编号 档案号 困难职工档案编号", width=14),
    optional("困难类别", CATEGORY, "困难类型 困难等级 困难程度", width=12),
    optional("所属期", "文本", "期间 所属年度 批次 活动名称", width=12),
    optional("签收方式", choice("本人签字←签字←本人签收 转账←银行转账←打卡←银行代发 代领←家属代领←他人代领"),
        "领取方式 发放方式 签领方式", width=10),
    optional("领取人", "姓名", "签收人 签名 领款人签字 签字 领取人签字 领款人 领取人签名 签收 领款签字 本人签字", privacy="name",
        width=10),
    optional("与本人关系", "文本", "与受助人关系 代领人关系 领取人与本人关系 关系 代领人与本人关系", width=10),
    shared.BANK,
    shared.BANK_CARD,
    optional("慰问人", "文本", "慰问领导 走访人 发放人 带队领导 慰问人员", width=12),
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
RULES = (
    people.GENDER_AGAINST_ID,
    people.UNBORN,
    people.not_in_future("发放日期"),
    warn("G-R21", "没有金额也没有物资", f"{_WORTH} > 0", "金额和物资折款都没有填，或都是0{多行}", "请补填金额，或物资折款", column="金额",
        fires=({"金额": 0}, {}), rests=({"金额": 1000}, {"物资折款": 200})),
    warn("G-R22", "建档的没有号码", "是否建档 <> '是' or 档案编号 is not null or 证件号码 is not null",
        "是否建档填的是“是”，没有档案编号和证件号码，对不上档案{多行}", "请补填证件号码或档案编号", column="档案编号",
        fires=({"是否建档": "是"},), rests=({"是否建档": "是", "档案编号": "330105-0012"}, _ONE | {"是否建档": "是"}, {"是否建档": "否"}, {})),
    warn("G-R41", "代领没有写关系", "签收方式 <> '代领' or 与本人关系 is not null", "签收方式是代领，没有写与本人关系{多行}", "请补填领取人与本人的关系",
        column="与本人关系", fires=({"签收方式": "代领"},), rests=({"签收方式": "代领", "与本人关系": "配偶"}, {"签收方式": "转账"}, {})),
    warn("X40", "档案里没有此人", "coalesce(是否建档, '否') <> '是' or (证件号码 is null and 档案编号 is null) "
        "or coalesce(证件号码, '') in (select 档.证件号码 from 困难职工档案 档 where 档.证件号码 is not null) "
        "or coalesce(档案编号, '') in (select 档.档案编号 from 困难职工档案 档 where 档.档案编号 is not null)",
        "{姓名}的是否建档填的是“是”，困难职工档案里没有此人", "请核对证件号码、档案编号和是否建档", column="是否建档",
        fires=({"帮扶慰问": (_ONE | {"是否建档": "是", "档案编号": "330105-0012"},), "困难职工档案": (_OTHER,)},
            {"帮扶慰问": (_ONE | {"是否建档": "是"},), "困难职工档案": (_OTHER,)}),
        rests=({"帮扶慰问": (_ONE | {"是否建档": "是"},), "困难职工档案": ({"证件号码": "330105199003072013"},)},
               {"帮扶慰问": (_ONE | {"是否建档": "是", "档案编号": "330105-0099"},), "困难职工档案": (_OTHER,)},
               {"帮扶慰问": (_ONE | {"是否建档": "否"},), "困难职工档案": (_OTHER,)})),
    warn("X41", "三十天内同类帮扶", f"{_WITHIN} <= 1", "{姓名}在30天内有 {次数} 次“{帮扶类别}”", "请核对是否重复发放", column="发放日期",
        let=lets(次数=_WITHIN), fires=((_ONE, _ONE | {"发放日期": "2022-02-10"}),),
        rests=((_ONE, _ONE | {"发放日期": "2022-06-10"}), (_ONE, _ONE | {"帮扶类别": "医疗救助"}), ({"帮扶类别": "送温暖"},) * 2)),
)
INDICATORS = (
    figure("G20", "帮扶人次", "计数", _GIVEN, groups="单位、帮扶类别、资金来源、月(发放日期)", unit="人次", over=FLOW),
    figure("G20b", "帮扶人数", "去重", _GIVEN, field=_PERSON, groups="单位、帮扶类别", unit="人", over=FLOW),
    figure("G21", "帮扶金额", "求和", _GIVEN, field=_WORTH, groups="单位、帮扶类别、资金来源", unit="元", over=FLOW, about="含物资折款"),
    figure("G26", "送温暖户数", "去重", f"帮扶类别 = '送温暖' and {_GIVEN}", field=_PERSON, groups="单位", unit="户", over=FLOW),
    figure("G27", "送温暖金额", "求和", f"帮扶类别 = '送温暖' and {_GIVEN}", field=_WORTH, groups="单位", unit="元", over=FLOW),
    figure("G28", "医疗救助金额", "求和", f"帮扶类别 = '医疗救助' and {_GIVEN}", field="金额", groups="单位", unit="元", over=FLOW),
    figure("G21w", "帮扶物资折款", "求和", _GIVEN, field="物资折款", unit="元", over=FLOW),
    *(
        figure(code, f"{name}资金帮扶金额", "求和", f"{which} and {_GIVEN}", field=_WORTH, unit="元", over=FLOW)
        for code, name, which in (
            *((f"G21{at}", name, f"资金来源 = '{name}'") for at, name in zip("abcde", ("中央", "省", "市", "区", "街道"), strict=True)),
            ("G21f", "单位及其他", "coalesce(资金来源, '') not in ('中央', '省', '市', '区', '街道')"),
        )
    ),
)
CHECKS = (
    check("XG5", "中央资金帮扶金额 + 省资金帮扶金额 + 市资金帮扶金额 + 区资金帮扶金额 + 街道资金帮扶金额 + 单位及其他资金帮扶金额 = 帮扶金额", ERROR,
        "各来源之和等于帮扶金额"),
    check("XG6", "帮扶人数 <= 帮扶人次", ERROR, "人数不多于人次"),
    check("XG7", "帮扶物资折款 <= 帮扶金额", ERROR, "物资折款在帮扶金额里"),
)
# fmt: on
FORM = Form(
    slug="hardship-aid",
    title="帮扶慰问发放表",
    short="帮扶慰问",
    group="帮扶慰问",
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
        "救助",
        "慰问",
    ),
    marks=("帮扶", "慰问", "救助", "补助", "困难"),
    keys=(("证件号码", "帮扶类别", "发放日期"), ("姓名", "单位名称", "帮扶类别", "发放日期")),
    owed="office",
    restricted=True,
    keep_until=60,
    parent="hardship-case",
    link=("证件号码",),
    orphan="X40",
    charts=(
        Chart(title="各帮扶类别人次", column="帮扶类别"),
        Chart(title="资金来源", column="资金来源", shape="pie"),
    ),
    compared=("金额", "资金来源"),
    columns=COLUMNS,
    lists=LISTS,
    rules=RULES,
    indicators=INDICATORS,
    checks=CHECKS,
)
