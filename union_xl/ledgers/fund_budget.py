"""工会经费收支预决算表 (domain 3.K, ledgers 4.22): one row per union, year and account.

Returned as one statement per union: 编号, 名称, 上年决算数, 本年预算数, 说明 under 编制单位 and 年度.
"""

from __future__ import annotations

from union_xl.ledgers import shared
from union_xl.ledgers.form import Chart, Form, expected, optional, required

# fmt: off
COLUMNS = (
    expected("年度", "年份", "年份 预算年度 会计年度 编报年度 决算年度", example="2022", ditto=True, width=8),
    shared.UNIT.but(need="required", more_aliases="编制单位 编报单位 基层工会 工会名称 单位(工会)名称 工会组织名称", prefill="单位名称"),
    required("科目编号", "文本", "编号 科目代码 科目编码 会计科目编号 代码 编码 科目号", example="50201", hint="3位是一级科目，5位是明细科目", width=10),
    required("科目名称", "文本", "名称 项目 科目 会计科目 预算科目 收支项目 项目名称 科目(项目)", example="劳动关系协调费", width=22),
    optional("上年决算数", "金额", "上年决算 上年数 上年度决算数 上年实际数 上年执行数 上年决算数(元)", example="11500", width=14),
    expected("本年预算数", "金额", "本年预算 预算数 本年度预算数 预算金额 年初预算数 本年预算数(元) 预算", example="12000", width=14),
    optional("本年决算数", "金额", "决算数 执行数 累计支出 本年决算 本年度决算数 本年实际数 本年执行数 累计执行数 实际数 决算", example="9000", width=14),
    optional("科目说明", "备注", "说明 备注 编制说明 测算依据 预算说明 备注说明", hint="测算依据，如 86人×100元", width=24),
)
# fmt: on
FORM = Form(
    slug="fund-budget",
    title="工会经费收支预决算表",
    short="经费收支",
    hints=("经费收支", "收支预算", "收支决算", "预决算", "经费 预算", "经费 决算"),
    marks=("预算数", "决算数", "执行数", "科目", "预算", "决算"),
    keys=(("年度", "单位名称", "科目编号"), ("单位名称", "科目编号")),
    owed="all",
    replaces="增量",
    one_unit=True,
    deadline="报送截止日·经费收支",
    columns=COLUMNS,
    charts=(Chart(title="各科目填报单位数", column="科目名称"),),
    compared=("本年预算数", "本年决算数"),
)
