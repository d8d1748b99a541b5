"""工会经费收支预决算表 (domain 3.K, ledgers 4.22): one row per union, year and account.

Returned as one statement per union: 编号, 名称, 上年决算数, 本年预算数, 说明 under 编制单位 and 年度.
"""

from __future__ import annotations

from union_xl.ledgers import shared
from union_xl.ledgers.figures import figure, formula
from union_xl.ledgers.form import Chart, Form, expected, lets, optional, required, warn
from union_xl.ledgers.layouts import Statement
from union_xl.ledgers.outputs import prints

# fmt: off
COLUMNS = (
    shared.YEAR.but(need="expected", more_aliases="预算年度 会计年度 编报年度 决算年度"),
    shared.UNIT.but(need="required", more_aliases="编制单位 编报单位 基层工会 工会名称 单位(工会)名称 工会组织名称", prefill="单位名称"),
    required("科目编号", "文本", "编号 科目代码 科目编码 会计科目编号 代码 编码 科目号 会计科目编码 预算科目编码 预算科目代码 会计科目代码 预算科目编号", example="50201", hint="3位是一级科目，5位是明细科目", width=10),
    required("科目名称", "文本", "名称 项目 科目 会计科目 预算科目 收支项目 项目名称 科目(项目) 预算科目名称 会计科目名称 收支科目 科目(收支项目) 收支项目名称 预算项目", example="劳动关系协调费", width=22),
    optional("上年决算数", "金额", "上年决算 上年数 上年度决算数 上年实际数 上年执行数 上年决算数(元)", example="11500", width=14),
    expected("本年预算数", "金额", "本年预算 预算数 本年度预算数 预算金额 年初预算数 本年预算数(元) 预算 本年度预算 当年预算数", example="12000", width=14),
    optional("本年决算数", "金额", "决算数 执行数 累计支出 本年决算 本年度决算数 本年实际数 本年执行数 累计执行数 实际数 决算", example="9000", width=14),
    optional("科目说明", "备注", "说明 备注 编制说明 测算依据 预算说明 备注说明", hint="测算依据，如 86人×100元", width=24),
)
# fmt: on
_PARTS = (
    "(select sum(别.本年预算数) from 经费收支 别 where 别.单位名称 = 经费收支.单位名称 and 别.年度 = 经费收支.年度 "
    "and length(别.科目编号) = 5 and left(别.科目编号, 3) = 经费收支.科目编号)"
)
_OF_YEAR = "length(科目编号) = 3 and 年度 = year(期末)"
_WHOLE = {"单位名称": "甲公司", "年度": 2022, "科目编号": "502", "本年预算数": 30000}
_PART = {"单位名称": "甲公司", "年度": 2022, "科目编号": "50201"}

# fmt: off
RULES = (
    warn("K-R4", "决算超过预算", "本年决算数 <= 本年预算数", "{科目名称}决算 {本年决算数} 元，超过预算 {本年预算数} 元", "请核对；确实超支的请在说明里写明", column="本年决算数",
        fires=({"本年预算数": 12000, "本年决算数": 13000},), rests=({"本年预算数": 12000, "本年决算数": 12000}, {"本年决算数": 13000})),
    warn("K-R16", "科目编号位数不对", "length(科目编号) in (3, 4, 5, 6)", "科目编号 {科目编号} 不是3至6位", "请核对科目编号；合计、结转不用编号", column="科目编号",
        fires=({"科目编号": "5"}, {"科目编号": "50201001"}), rests=({"科目编号": "502"}, {"科目编号": "50201"})),
    warn("K-R20", "一级科目与明细不符", f"length(科目编号) <> 3 or abs(本年预算数 - {_PARTS}) <= 0.01",
        "{科目编号}{科目名称}预算 {本年预算数} 元，明细合计 {明细} 元", "请核对一级科目和明细", column="本年预算数", let=lets(明细=_PARTS),
        fires=((_WHOLE, _PART | {"本年预算数": 12000}),), rests=((_WHOLE, _PART | {"本年预算数": 30000}), (_WHOLE,))),
)
# A budget or amount below zero is refused by its kind (NUM-NEGATIVE), which is what K-R17 asks.
_YEARLY = "期末所在年度的预算，全年一份"
INDICATORS = (
    figure("K04a", "经费收入预算", "求和", f"starts_with(科目编号, '4') and {_OF_YEAR}", field="本年预算数", unit="元", about=_YEARLY),
    figure("K04b", "经费支出预算", "求和", f"starts_with(科目编号, '5') and {_OF_YEAR}", field="本年预算数", unit="元", about=_YEARLY),
    figure("K04c", "经费支出决算", "求和", f"starts_with(科目编号, '5') and {_OF_YEAR}", field="本年决算数", unit="元",
        about="期末所在年度的决算，全年一份"),
    formula("K05", "预算执行率", "经费支出决算 / nullif(经费支出预算, 0)", unit="%"),
    *(
        figure(code, name, "求和", _OF_YEAR, field=column, groups="科目编号、单位", unit="元", about=_YEARLY)
        for code, name, column in (
            ("K04e", "科目上年决算", "上年决算数"),
            ("K04f", "科目本年预算", "本年预算数"),
            ("K04g", "科目本年执行", "本年决算数"),
        )
    ),
    *(
        figure(code, name, "求和", f"starts_with(科目编号, '{first}') and {_OF_YEAR}", field=column, unit="元", about=_YEARLY)
        for code, name, first, column in (
            ("K04h", "经费收入上年决算", "4", "上年决算数"),
            ("K04i", "经费支出上年决算", "5", "上年决算数"),
            ("K04d", "经费收入决算", "4", "本年决算数"),
        )
    ),
)
# fmt: on
# fmt: off
LISTS = (
    prints("预算执行进度", "单位名称；科目编号；科目名称；本年预算数；本年决算数；"
        "执行率 = case when 本年预算数 > 0 then round(本年决算数 / 本年预算数 * 100, 1) end", per="年度",
        order="单位名称；科目编号", note="执行率按百分之几计。"),
)
# fmt: on
FORM = Form(
    slug="fund-budget",
    title="工会经费收支预决算表",
    short="经费收支",
    group="经费资产",
    hints=("经费收支", "收支预算", "收支决算", "预决算", "经费 预算", "经费 决算"),
    marks=("预算数", "决算数", "执行数", "科目", "预算", "决算"),
    keys=(("年度", "单位名称", "科目编号"), ("单位名称", "科目编号")),
    owed="all",
    replaces="增量",
    one_unit=True,
    deadline="报送截止日·经费收支",
    statement=Statement(code="科目编号", name="科目名称", year="年度"),
    columns=COLUMNS,
    rules=RULES,
    indicators=INDICATORS,
    charts=(Chart(title="各科目填报单位数", column="科目名称"),),
    compared=("本年预算数", "本年决算数"),
    lists=LISTS,
)
