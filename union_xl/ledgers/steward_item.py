"""平安管家建设清单 (ledgers 4.17): one row per unit and item."""

from __future__ import annotations

from union_xl.ledgers import checklist
from union_xl.ledgers.figures import check, figure
from union_xl.ledgers.form import Form
from union_xl.model import ERROR

_MET = "是否达标 = '达标' and coalesce(年度, year(完成日期末)) = year(期末) and coalesce(完成日期末, 期末) <= 期末"
"""Of the year's list, fulfilled by 期末."""

# fmt: off
_KINDS = (("I02", "场所"), ("I03", "队伍"), ("I04", "行动"), ("I05", "机制"))
_LISTED = "coalesce(年度, year(完成日期末)) = year(期末)"
INDICATORS = (
    *(
        figure(code, f"{kind}完成数", "计数", f"项目类别 = '{kind}' and {_MET}", unit="项", about="期末所在年度的清单，期末前达标的")
        for code, kind in _KINDS
    ),
    *(
        figure(f"{code}a", f"{kind}应达数", "计数", f"项目类别 = '{kind}' and coalesce(是否达标, '') <> '不适用' and {_LISTED}", unit="项",
            about="期末所在年度清单里的项目，不适用的除外")
        for code, kind in _KINDS
    ),
    figure("I09", "清单未达标项数", "计数", f"是否达标 = '不达标' and {_LISTED}", unit="项"),
)
CHECKS = tuple(
    check(f"XI{at}", f"{kind}完成数 <= {kind}应达数", ERROR, "达标的在应达的里面") for at, (_, kind) in enumerate(_KINDS, start=1)
)


# fmt: on
FORM = Form(
    slug="steward-item",
    title="平安管家建设清单",
    short="平安管家清单",
    group="平安管家",
    hints=("平安管家 清单", "平安管家 自评", "平安管家 检查", "管家 项目"),
    marks=checklist.MARKS,
    keys=checklist.KEYS,
    owed="quota",
    replaces="增量",
    parent="steward-site",
    link=("单位名称", "年度"),
    deadline="报送截止日·平安管家清单",
    matrix=checklist.MATRIX,
    columns=checklist.columns(
        "场所←六大场所←服务场所 队伍←三支队伍 行动←五项行动 机制←保障机制←制度",
        "场所",
        "职工服务中心",
    ),
    rules=checklist.RULES,
    indicators=INDICATORS,
    checks=CHECKS,
    charts=checklist.CHARTS,
    compared=checklist.COMPARED,
    lists=checklist.lists_of("平安管家清单"),
    due=checklist.DUE,
)
