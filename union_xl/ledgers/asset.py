"""工会固定资产台账 (domain 3.K, ledgers 4.23): one row per asset."""

from __future__ import annotations

from union_xl.ledgers import shared
from union_xl.ledgers.form import Chart, Form, choice, dated, expected, optional, required

CLASSES = (
    "房屋及建筑物←房屋←建筑物←房屋及构筑物 专用设备←专业设备 一般设备←通用设备←一般(通用)设备←办公设备←电子设备 文物和陈列品←文物←陈列品←文物陈列品 "
    "图书←图书档案 家具←办公家具←家具用具 其他←其他固定资产←其它"
)

# fmt: off
COLUMNS = (
    shared.UNIT.but(need="required", more_aliases="使用单位 所属工会 资产单位 基层工会 工会名称", prefill="单位名称"),
    expected("资产编号", "文本", "编号 卡片号 资产编码 卡片编号 资产卡片号 固定资产编号 资产代码", example="ZC-2022-001", width=14),
    required("资产名称", "文本", "名称 固定资产名称 物品名称 设备名称 资产名", example="台式电脑", width=18),
    optional("资产类别", choice(CLASSES), "类别 资产分类 固定资产类别 资产大类", example="一般设备", ditto=True, width=14),
    optional("规格型号", "文本", "型号 规格 规格及型号 型号规格 品牌型号", example="某牌 M428", width=16),
    expected("数量", "整数", "资产数量 件数 账面数量 台数 数量(台/件)", example="2", width=8),
    expected("单价", "金额", "单价(元) 资产单价 购置单价", example="4500", width=10),
    expected("金额", "金额", "原值 总价 资产原值 账面原值 金额(元) 价值 购置金额 账面价值", example="9000", hint="数量乘单价", width=12),
    optional("累计折旧", "金额", "折旧 累计折旧额 已提折旧", example="1500", width=12),
    expected("购置日期", "日期", "购买日期 入账日期 取得日期 购入日期 购置年月 入账时间 取得时间 " + dated("购置 购入"), example="2022-03-10", width=12),
    optional("资金来源", "文本", "经费来源 购置资金来源", example="工会经费", ditto=True, width=12),
    optional("存放地点", "文本", "使用地点 存放位置 放置地点 使用部门", example="工会办公室", width=14),
    optional("保管人", "姓名", "使用人 责任人 管理人 领用人", example="王五", ditto=True, privacy="name", width=10),
    expected("资产状态", choice("在用←使用中←使用←正常←在使用 闲置←未使用←停用 报废←已报废←待报废 出借←借出←出租"), "状态 使用状态 使用状况 资产状况 使用情况",
        example="在用", ditto=True, width=10),
    optional("盘点数", "整数", "实盘数 实盘数量 盘点数量 清查数", example="2", width=8),
    optional("盘点日期", "日期", "盘点时间 清查日期 清查时间", example="2022-06-15", width=12),
    optional("处置日期", "日期", "报废日期 处置时间 报废时间", hint="报废、调出的才填", width=12),
    optional("处置方式", "文本", "处置形式 报废方式 处置情况", hint="报废、调拨、变卖", width=12),
    shared.REMARK,
)
# fmt: on
FORM = Form(
    slug="asset",
    title="工会固定资产台账",
    short="固定资产",
    hints=("固定资产", "资产 台账", "资产 盘点", "资产 登记", "资产 明细"),
    marks=("资产", "购置", "保管", "盘点", "规格", "型号", "原值", "折旧", "处置"),
    keys=(("单位名称", "资产编号"), ("单位名称", "资产名称", "规格型号", "购置日期")),
    owed="all",
    replaces="全量",
    deadline="报送截止日·固定资产",
    columns=COLUMNS,
    charts=(
        Chart(title="各类资产件数", column="资产类别"),
        Chart(title="资产状态", column="资产状态", shape="pie"),
    ),
    compared=("数量", "金额", "资产状态"),
)
