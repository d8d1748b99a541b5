"""平安管家建设清单 (ledgers 4.17): one row per unit and item."""

from __future__ import annotations

from union_xl.ledgers import checklist
from union_xl.ledgers.form import Chart, Form

FORM = Form(
    slug="steward-item",
    title="平安管家建设清单",
    short="平安管家清单",
    hints=("平安管家 清单", "平安管家 自评", "平安管家 检查", "管家 项目"),
    marks=checklist.MARKS,
    keys=checklist.KEYS,
    owed="quota",
    replaces="增量",
    parent="steward-site",
    link=("单位名称", "年度"),
    deadline="报送截止日·平安管家清单",
    columns=checklist.columns(
        "场所←六大场所←服务场所 队伍←三支队伍 行动←五项行动 机制←保障机制←制度",
        "场所",
        "职工服务中心",
    ),
    charts=(
        Chart(title="各类项目数", column="项目类别"),
        Chart(title="达标情况", column="是否达标", shape="pie"),
    ),
    compared=checklist.COMPARED,
)
