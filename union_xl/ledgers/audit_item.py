"""工会经费审查（模板审计）检查表 (ledgers 4.17): one row per unit and item."""

from __future__ import annotations

from union_xl.ledgers import checklist
from union_xl.ledgers.figures import FLOW, check, figure, formula
from union_xl.ledgers.form import Form, warn
from union_xl.model import ERROR

_CASHIERS = "(select count(*) from 工会干部 干 where 干.单位名称 = 审计检查.单位名称 and 干.工会职务 = '财务' and contains(审计检查.检查人, 干.姓名))"
_AUDITED = "coalesce(完成日期末 between 期初 and 期末, 年度 = year(期末))"
"""By the day of the audit; without one by its year."""
_MENDED = (
    "coalesce(整改状态 = '已整改' or 整改日期 is not null, false) and coalesce(整改日期末, 期末) <= 期末"
)
_BY_DAY = "按完成日期；没有填的按年度"

# fmt: off
RULES = (
    *checklist.RULES,
    warn("X60", "检查人是本单位财务", f"检查人 is null or {_CASHIERS} = 0", "检查人 {检查人} 是{单位名称}的工会财务，不能审自己的账", "请换检查人，或核对工会干部名册", column="检查人",
        fires=({"审计检查": ({"单位名称": "甲公司", "检查人": "王五、张三"},), "工会干部": ({"单位名称": "甲公司", "姓名": "张三", "工会职务": "财务"},)},),
        rests=({"审计检查": ({"单位名称": "甲公司", "检查人": "张三"},), "工会干部": ({"单位名称": "乙公司", "姓名": "张三", "工会职务": "财务"},)},
               {"审计检查": ({"单位名称": "甲公司", "检查人": "张三"},), "工会干部": ({"单位名称": "甲公司", "姓名": "张三", "工会职务": "主席"},)})),
)
INDICATORS = (
    figure("K08", "审计单位数", "去重", _AUDITED, field="单位名称", unit="家", over=FLOW, about=_BY_DAY),
    figure("K09", "审计问题数", "计数", f"是否达标 = '不达标' and {_AUDITED}", unit="个", over=FLOW, about=_BY_DAY),
    figure("K09b", "审计问题金额", "求和", f"是否达标 = '不达标' and {_AUDITED}", field="涉及金额", unit="元", over=FLOW, about=_BY_DAY),
    figure("K10", "审计问题整改率", "占比", _MENDED, base=f"是否达标 = '不达标' and {_AUDITED}", unit="%", over=FLOW, about="期末前已整改的问题 ÷ 问题"),
    figure("K08b", "审计项目数", "计数", _AUDITED, unit="项", over=FLOW, about=_BY_DAY),
    figure("K08c", "审计达标项目数", "计数", f"是否达标 = '达标' and {_AUDITED}", unit="项", over=FLOW, about=_BY_DAY),
    figure("K10a", "审计问题已整改数", "计数", f"{_MENDED} and 是否达标 = '不达标' and {_AUDITED}", unit="个", over=FLOW),
    figure("K10b", "审计问题逾期未整改数", "计数", f"整改期限末 < 期末 and not ({_MENDED}) and 是否达标 = '不达标' and {_AUDITED}", unit="个", over=FLOW),
    formula("K10c", "审计问题未整改数", "审计问题数 - 审计问题已整改数", unit="个"),
)
CHECKS = (
    check("XK3", "审计问题已整改数 + 审计问题逾期未整改数 <= 审计问题数", ERROR, "已整改的和逾期的都在问题里"),
    check("XK4", "审计达标项目数 + 审计问题数 <= 审计项目数", ERROR, "达标的和不达标的都在查过的项目里"),
)


# fmt: on
FORM = Form(
    slug="audit-item",
    title="工会经费审查（模板审计）检查表",
    short="审计检查",
    group="经费资产",
    hints=("审计", "经审", "经费审查", "财务检查"),
    marks=checklist.MARKS,
    keys=checklist.KEYS,
    owed="quota",
    replaces="增量",
    deadline="报送截止日·审计检查",
    matrix=checklist.MATRIX,
    columns=checklist.columns(
        "组织与制度←组织制度←制度 预算←预算管理←预决算 收入←经费收入 支出←经费支出 福利←职工福利 票据往来←票据←往来款项 资产←资产管理 公开←财务公开 整改←整改落实",
        "支出",
        "支出手续齐全、审批到位",
        "free",
    ),
    rules=RULES,
    indicators=INDICATORS,
    checks=CHECKS,
    charts=checklist.CHARTS,
    compared=checklist.COMPARED,
    lists=checklist.lists_of("审计检查"),
    due=checklist.DUE,
)
