"""工会固定资产台账 (domain 3.K, ledgers 4.23): one row per asset."""

from __future__ import annotations

from union_xl.ledgers import people, shared
from union_xl.ledgers.figures import FLOW, check, figure, formula
from union_xl.ledgers.form import (
    Chart,
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
from union_xl.ledgers.outputs import prints
from union_xl.model import ERROR

CLASSES = (
    "房屋及建筑物←房屋←建筑物←房屋及构筑物 专用设备←专业设备 一般设备←通用设备←一般(通用)设备←办公设备←电子设备 文物和陈列品←文物←陈列品←文物陈列品 "
    "图书←图书档案 家具←办公家具←家具用具 其他←其他固定资产←其它"
)

# fmt: off
COLUMNS = (
    shared.UNIT.but(need="required", more_aliases="使用单位 所属工会 资产单位 基层工会 工会名称", prefill="单位名称"),
    expected("资产编号", "文本", "编号 卡片号 资产编码 卡片编号 资产卡片号 固定资产编号 资产代码", example="ZC-2022-001", width=14),
    required("资产名称", "文本", "名称 固定资产名称 物品名称 设备名称 资产名 资产(物品)名称 固定资产名称及规格 固定资产名 资产品名", example="台式电脑", width=18),
    optional("资产类别", choice(CLASSES), "类别 资产分类 固定资产类别 资产大类", example="一般设备", ditto=True, width=14),
    optional("规格型号", "文本", "型号 规格 规格及型号 型号规格 品牌型号", example="某牌 M428", width=16),
    expected("数量", "整数", "资产数量 件数 账面数量 台数 数量(台/件)", example="2", width=8),
    expected("单价", "金额", "单价(元) 资产单价 购置单价", example="4500", width=10),
    expected("金额", "金额", "原值 总价 资产原值 账面原值 金额(元) 价值 购置金额 账面价值", example="9000", hint="数量乘单价", width=12),
    optional("累计折旧", "金额", "折旧 累计折旧额 已提折旧", example="1500", width=12),
    expected("购置日期", "日期", "购买日期 入账日期 取得日期 购入日期 购置年月 入账时间 取得时间 购入时间 采购日期" + dated("购置 购入"), example="2022-03-10", width=12),
    optional("资金来源", "文本", "经费来源 购置资金来源", example="工会经费", ditto=True, width=12),
    optional("存放地点", "文本", "使用地点 存放位置 放置地点 使用部门", example="工会办公室", width=14),
    optional("保管人", "姓名", "使用人 责任人 管理人 领用人 资产保管人 资产管理人 保管责任人", example="王五", ditto=True, privacy="name", width=10),
    expected("资产状态", choice("在用←使用中←使用←正常←在使用 闲置←未使用←停用←待报废 报废←已报废 出借←借出←出租"), "状态 使用状态 使用状况 资产状况 使用情况 资产使用状态 资产现状",
        example="在用", ditto=True, width=10),
    optional("盘点数", "整数", "实盘数 实盘数量 盘点数量 清查数", example="2", width=8),
    optional("盘点日期", "日期", "盘点时间 清查日期 清查时间", example="2022-06-15", width=12),
    optional("处置日期", "日期", "报废日期 处置时间 报废时间", hint="报废、调出的才填", width=12),
    optional("处置方式", "文本", "处置形式 报废方式 处置情况", hint="报废、调拨、变卖", width=12),
    shared.REMARK,
)
# fmt: on
_VALUE = "round(数量 * 单价, 2)"
_OWNED = (
    "coalesce(购置日期末, 期末) <= 期末 and "
    "case when 处置日期末 is null then coalesce(资产状态, '在用') <> '报废' else 处置日期末 > 期末 end"
)
"""Owned on the day 期末."""

# fmt: off
RULES = (
    error("K-R9", "金额不等于数量乘单价", f"abs(金额 - {_VALUE}) <= 1", "数量 {数量} 乘单价 {单价} 是 {应为} 元，金额填的是 {金额} 元", "请核对数量、单价和金额", column="金额",
        let=lets(应为=_VALUE), suggest=_VALUE, because="数量乘单价", fires=({"数量": 2, "单价": 4500, "金额": 4500},),
        rests=({"数量": 2, "单价": 4500, "金额": 9000}, {"单价": 4500, "金额": 9000})),
    warn("K-R18", "账实不符", "盘点数 = 数量", "账面数量 {数量}，盘点数 {盘点数}", "请查明原因，按规定处理", column="盘点数", fires=({"数量": 2, "盘点数": 1},),
        rests=({"数量": 2, "盘点数": 2}, {"数量": 2})),
    not_later("K-R19", "处置早于购置", "购置日期", "处置日期", level=ERROR, needs=("处置日期",), fires=({"购置日期": "2022-03-10", "处置日期": "2021-03-10"},),
        rests=({"购置日期": "2022-03-10", "处置日期": "2022-03"}, {"购置日期": "2022-03-10"})),
    warn("K-R21", "低于入账起点", "单价 >= 资产入账起点 or coalesce(资产类别, '') = '图书'", "单价 {单价} 元，低于资产入账起点 {资产入账起点} 元{多行}", "请核对；大批同类物资和家具的不用改",
        column="单价", ordinary=True, fires=({"单价": 300},), rests=({"单价": 4500}, {"单价": 30, "资产类别": "图书"}, {})),
    people.not_in_future("购置日期"),
    warn("K-R22", "已处置状态未改", "处置日期 is null or 处置日期 > 截止日 or coalesce(资产状态, '在用') = '报废'",
        "处置日期 {处置日期}，资产状态仍是{资产状态}", "请核对资产状态和处置日期", column="资产状态",
        fires=({"处置日期": "2022-03-10", "资产状态": "在用"},), rests=({"处置日期": "2022-03-10", "资产状态": "报废"}, {"资产状态": "在用"})),
)
INDICATORS = (
    figure("K07", "固定资产原值", "求和", _OWNED, field="金额", unit="元"),
    figure("K07d", "固定资产件数", "求和", _OWNED, field="数量", unit="件"),
    figure("K07b", "本期新增资产金额", "求和", "购置日期末 between 期初 and 期末", field="金额", unit="元", over=FLOW),
    figure("K07c", "盘点不符件数", "计数", f"盘点数 <> 数量 and coalesce(盘点日期末, 期末) <= 期末 and {_OWNED}", unit="项"),
    figure("K07e", "本期减少资产金额", "求和", "处置日期末 between 期初 and 期末 or "
        "(处置日期末 is null and 资产状态 = '报废' and 购置日期末 between 期初 and 期末)", field="金额", unit="元", over=FLOW,
        about="处置日期在本期的；本期购置、已报废而没有填处置日期的也算"),
    formula("K07a", "期初资产原值", "固定资产原值 - 本期新增资产金额 + 本期减少资产金额", unit="元", about="由期末倒推"),
)
CHECKS = (
    check("XK2", "本期新增资产金额 <= 固定资产原值 + 本期减少资产金额", ERROR, "新增的在期末数或减少数里"),
)
# fmt: on
# fmt: off
LISTS = (
    prints("盘点表", "资产编号；资产名称；规格型号；数量；金额；存放地点；保管人；实盘数 =；盘点人 =",
        where="coalesce(资产状态, '在用') <> '报废'", per="单位名称", order="资产编号", sums="数量；金额", layout="签名表"),
)
# fmt: on
FORM = Form(
    slug="asset",
    title="工会固定资产台账",
    short="固定资产",
    group="经费资产",
    hints=("固定资产", "资产 台账", "资产 盘点", "资产 登记", "资产 明细"),
    marks=("资产",),
    keys=(("单位名称", "资产编号"), ("单位名称", "资产名称", "规格型号", "购置日期")),
    owed="all",
    replaces="全量",
    deadline="报送截止日·固定资产",
    columns=COLUMNS,
    rules=RULES,
    indicators=INDICATORS,
    checks=CHECKS,
    charts=(
        Chart(title="各类资产件数", column="资产类别"),
        Chart(title="资产状态", column="资产状态", shape="pie"),
    ),
    compared=("数量", "金额", "资产状态"),
    lists=LISTS,
)
