"""五有职工之家检查表 (ledgers 4.17): one row per unit and item."""

from __future__ import annotations

from union_xl.ledgers import checklist
from union_xl.ledgers.form import Chart, Form

FORM = Form(
    slug="five-haves-item",
    title="五有职工之家检查表",
    short="五有检查",
    hints=("五有", "职工之家 检查", "职工之家 验收", "规范化 检查"),
    marks=checklist.MARKS,
    keys=checklist.KEYS,
    owed="all",
    replaces="增量",
    deadline="报送截止日·五有检查",
    columns=checklist.columns(
        "五有←五有职工之家",
        "五有",
        "有场地",
    ),
    charts=(
        Chart(title="各类项目数", column="项目类别"),
        Chart(title="达标情况", column="是否达标", shape="pie"),
    ),
    compared=checklist.COMPARED,
)
