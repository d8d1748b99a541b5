"""送清凉走访 (ledgers.md 4.11): one row per visit to a unit or a site."""

from __future__ import annotations

from union_xl.ledgers import people, shared
from union_xl.ledgers.figures import FLOW, check, figure
from union_xl.ledgers.form import Chart, Form, choice, dated, expected, lets, optional, required, warn
from union_xl.ledgers.hardship_aid import FUNDS
from union_xl.ledgers.outputs import prints
from union_xl.model import ERROR

_MADE = "走访日期 between 期初 and 期末"
_WORTH = "coalesce(资金, 0) + coalesce(物资折款, 0)"
_PER_HEAD = f"({_WORTH}) / nullif(慰问人次, 0)"

# fmt: off
COLUMNS = (
    required("走访对象", "文本",
        "走访单位 慰问单位 走访企业(工地) 慰问点 慰问对象 走访企业 慰问企业 走访点 走访(慰问)单位 慰问工地 被慰问单位 "
        "慰问点名称 走访慰问单位 慰问点位 慰问工地(企业) 慰问企业(工地) 慰问单位名称 走访慰问对象 慰问(走访)单位 慰问站点 慰问地点(单位)", example="某某地铁工地", public=True, width=26),
    expected("对象类型", choice("企业←公司 工地←建筑工地←项目部 环卫站点←环卫←环卫所 驿站←爱心驿站←爱心驿家 交警←交警中队 医院 其他←其它"),
        "类型 对象类别 单位类型 慰问对象类型 走访对象类型 慰问对象类别", example="工地", ditto=True, public=True, width=10),
    optional("所属社区", "文本", "社区 所在社区 网格 所属网格", ditto=True, public=True, width=14, role="community"),
    required("走访日期", "日期", dated("走访 慰问 活动") + " 日期 时间 走访慰问日期 走访慰问时间 慰问活动日期 慰问日期 送清凉日期", example="2022-06-28", ditto=True, public=True, width=12),
    expected("慰问人次", "整数", "慰问职工 慰问人数 受慰问职工数 慰问职工数 慰问职工人次 慰问职工人数 受益人数 受益人次 人数 人次 慰问人数(人) 慰问一线职工数 受慰问职工人数 慰问职工(人次)",
        example="80", public=True, width=8),
    expected("资金", "金额", "慰问资金 慰问金 投入资金 经费(万元) 慰问金额 慰问资金(元) 金额 经费 慰问经费 投入金额 投入慰问资金",
        example="5000", hint="元；写万元的请在列名或数字后注明", public=True, width=10),
    expected("物资折款", "金额", "物资价值 慰问品折款 物资金额 慰问品金额 折款 折价 物资折价 慰问物资价值 慰问物资折款", example="8000", hint="元", public=True,
        width=10),
    optional("物资明细", "文本", "慰问物资 慰问品 物资 物资名称 慰问品明细 慰问品名称及数量 慰问物资明细", width=20),
    optional("带队领导", "文本", "领导 带队人 走访领导 慰问领导 参加领导 慰问带队领导", privacy="name", width=12),
    optional("资金来源", FUNDS, "经费来源 资金渠道 来源", ditto=True, width=10),
    shared.CODE,
    shared.CONTACT,
    shared.PHONE,
    shared.REMARK,
)
# fmt: on
# fmt: off
LISTS = (
    prints("慰问签收表", "走访日期；走访对象；慰问人次；物资明细；资金；签收 =", order="走访日期", sums="慰问人次；资金", layout="签名表"),
)
RULES = (
    people.not_in_future("走访日期"),
    warn("G-R13", "慰问人次为0", "慰问人次 > 0", "慰问人次填的是 {慰问人次}{多行}", "请核对慰问人次", fires=({"慰问人次": 0},),
        rests=({"慰问人次": 80}, {})),
    warn("G-R25", "没有资金也没有物资", f"(资金 is null and 物资折款 is null) or {_WORTH} > 0", "资金和物资折款都是0，或只填了0{多行}",
        "请补填资金，或物资折款", column="资金", fires=({"资金": 0}, {"资金": 0, "物资折款": 0}),
        rests=({"资金": 5000}, {"物资折款": 8000}, {})),
    warn("G-R26", "不在高温季节", "month(走访日期) between 6 and 10", "走访日期 {走访日期} 不在6月至10月{多行}", "请核对日期；不是送清凉的请报别的台账",
        column="走访日期", fires=({"走访日期": "2022-01-20"},), rests=({"走访日期": "2022-06-28"}, {"走访日期": "2021-10-08"}, {})),
    warn("G-R27", "人均金额不合理", f"{_WORTH} = 0 or {_PER_HEAD} between 5 and 2000",
        "资金和物资共 {合计} 元、慰问 {慰问人次} 人次，人均 {人均} 元{多行}", "请核对单位是元还是万元", column="资金",
        let=lets(合计=_WORTH, 人均=f"round({_PER_HEAD}, 2)"),
        fires=({"资金": 0.5, "慰问人次": 80}, {"资金": 500000, "慰问人次": 80}, {"资金": 5000, "物资折款": 30000000, "慰问人次": 50}),
        rests=({"资金": 5000, "慰问人次": 80}, {"资金": 0, "慰问人次": 80}, {"资金": 5000, "慰问人次": 0}, {"资金": 5000})),
    warn("G-R44", "一格里有几个走访对象", "not regexp_matches(走访对象, '[、；;]')", "走访对象“{走访对象}”像是几个单位，走访单位数只算一家{多行}",
        "请一处填一行", column="走访对象", fires=({"走访对象": "甲工地、乙工地"},), rests=({"走访对象": "某某地铁工地"},)),
)
INDICATORS = (
    figure("G23", "送清凉走访单位数", "去重", _MADE, field="走访对象", groups="对象类型、社区", unit="家", over=FLOW, about="同一处去几次只算一家"),
    figure("G24", "送清凉慰问人次", "求和", _MADE, field="慰问人次", groups="对象类型、社区、月(走访日期)", unit="人次", over=FLOW),
    figure("G25", "送清凉投入金额", "求和", _MADE, field=_WORTH, groups="对象类型、资金来源、社区", unit="元", over=FLOW, about="资金加物资折款"),
    figure("G25a", "送清凉资金", "求和", _MADE, field="资金", unit="元", over=FLOW),
    figure("G25b", "送清凉物资折款", "求和", _MADE, field="物资折款", unit="元", over=FLOW),
)
CHECKS = (
    check("XG8", "送清凉资金 + 送清凉物资折款 = 送清凉投入金额", ERROR, "资金加物资等于投入金额"),
)
# fmt: on
FORM = Form(
    slug="cooling-visit",
    title="送清凉走访慰问登记表",
    short="送清凉",
    group="帮扶慰问",
    hints=("送清凉", "高温慰问", "防暑降温", "清凉慰问"),
    marks=("慰问", "清凉", "物资", "走访单位", "走访企业", "走访对象"),
    keys=(("走访对象", "走访日期"),),
    owed="office",
    charts=(Chart(title="各类对象走访次数", column="对象类型"),),
    compared=("慰问人次", "资金", "物资折款"),
    columns=COLUMNS,
    lists=LISTS,
    rules=RULES,
    indicators=INDICATORS,
    checks=CHECKS,
)
