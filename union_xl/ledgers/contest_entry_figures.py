"""What 竞赛报名 counts (domain §4.3) and how its figures hang together."""

# fmt: off
from __future__ import annotations

from union_xl.ledgers.contest_figures import NOT_HELD
from union_xl.ledgers.figures import FLOW, check, figure, formula
from union_xl.model import ERROR

CONTESTANT = f"coalesce(身份, '选手') = '选手' and {NOT_HELD}"
PERSON = "coalesce(证件号码, 姓名 || 单位名称)"

INDICATORS = (
    figure("C04", "参赛企业数", "去重", CONTESTANT, field="单位名称", groups="竞赛、社区", unit="家", over=FLOW),
    figure("C05a", "参赛职工人次", "计数", CONTESTANT, groups="竞赛、单位、社区", unit="人次", over=FLOW),
    figure("C05", "参赛职工人数", "去重", CONTESTANT, field=PERSON, groups="竞赛、单位、社区", unit="人", over=FLOW),
    figure("C06", "女选手人数", "去重", f"{CONTESTANT} and 性别 = '女'", field=PERSON, groups="竞赛、单位、社区",
        unit="人", over=FLOW),
    figure("C07a", "会员选手人数", "去重", f"{CONTESTANT} and 是否工会会员 = '是'", field=PERSON,
        groups="竞赛、单位、社区", unit="人", over=FLOW),
    figure("C07", "会员选手占比", "占比", "是否工会会员 = '是'", field=PERSON, base=CONTESTANT,
        groups="竞赛、单位、社区", unit="%", over=FLOW),
    figure("C05b", "报名人数", "去重", "coalesce(身份, '选手') = '选手'", field=PERSON, groups="竞赛、单位、社区",
        unit="人", about="含尚未举办的竞赛"),
    formula("Z31b", "劳动竞赛参赛人次", "参赛职工人次", unit="人次"),
)
CHECKS = (
    check("X17a", "参赛职工人数 <= 参赛职工人次", ERROR, "参赛人数不多于人次"),
    check("X17b", "女选手人数 <= 参赛职工人数", ERROR, "女选手不多于参赛人数"),
    check("X17c", "会员选手人数 <= 参赛职工人数", ERROR, "会员选手不多于参赛人数"),
)
