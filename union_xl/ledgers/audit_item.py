"""工会经费审查（模板审计）检查表 (ledgers 4.17): one row per unit and item."""

from __future__ import annotations

from union_xl.ledgers import checklist
from union_xl.ledgers.form import Chart, Form

FORM = Form(
    slug="audit-item",
    title="工会经费审查（模板审计）检查表",
    short="审计检查",
    hints=("审计", "经审", "经费审查", "财务检查"),
    marks=checklist.MARKS,
    keys=checklist.KEYS,
    owed="quota",
    replaces="增量",
    deadline="报送截止日·审计检查",
    columns=checklist.columns(
        "组织与制度←组织制度←制度 预算←预算管理←预决算 收入←经费收入 支出←经费支出 福利←职工福利 票据往来←票据←往来款项 资产←资产管理 公开←财务公开 整改←整改落实",
        "支出",
        "支出手续齐全、审批到位",
    ),
    charts=(
        Chart(title="各类项目数", column="项目类别"),
        Chart(title="达标情况", column="是否达标", shape="pie"),
    ),
    compared=checklist.COMPARED,
)
