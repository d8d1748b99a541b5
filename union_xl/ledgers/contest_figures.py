"""What 竞赛总表 counts (domain §4.3)."""

# fmt: off
from __future__ import annotations

from union_xl.ledgers.figures import FLOW, figure, formula

HELD = "完成情况 = '已完成' and 实际日期 between 期初 and 期末"
OF_YEAR = (
    "case 完成情况 when '延期' then coalesce(year(计划日期末), year(期末)) <= year(期末) "
    "else coalesce(year(coalesce(实际日期末, 计划日期末)), year(期末)) = year(期末) end"
)
"""Held or planned this year, or put off from an earlier one."""
PLANNED = f"完成情况 in ('计划', '延期') and {OF_YEAR}"
NOT_HELD = (
    "coalesce(竞赛名称, '') not in (select 竞赛名称 from 竞赛总表 where 竞赛名称 is not null "
    "and not (coalesce(完成情况, '') = '已完成' and coalesce(实际日期 between 期初 and 期末, true)))"
)

INDICATORS = (
    figure("C00", "竞赛总场次", "去重", OF_YEAR, field="竞赛名称", groups="级别、完成情况、竞赛", unit="场",
        about="本年举办、计划的，和以前年度延期的"),
    figure("C00a", "完成竞赛场次", "去重", HELD, field="竞赛名称", groups="级别、竞赛、月(实际日期)", unit="场",
        over=FLOW),
    figure("C01", "街道级完成场次", "去重", f"级别 = '街道级' and {HELD}", field="竞赛名称", unit="场", over=FLOW),
    figure("C01b", "街道级完成竞赛名单", "名单", f"级别 = '街道级' and {HELD}", field="竞赛名称", over=FLOW),
    figure("C02", "企业级计划场次", "去重", f"级别 = '企业级' and {PLANNED}", field="竞赛名称", unit="场",
        about="本年计划的，和以前年度延期的"),
    figure("C02b", "企业级计划竞赛名单", "名单", f"级别 = '企业级' and {PLANNED}", field="竞赛名称"),
    figure("C02c", "计划竞赛主办单位名单", "名单", f"级别 = '企业级' and {PLANNED}", field="主办单位"),
    figure("C03", "企业级完成场次", "去重", f"级别 = '企业级' and {HELD}", field="竞赛名称", unit="场", over=FLOW),
    figure("C03b", "企业级完成竞赛名单", "名单", f"级别 = '企业级' and {HELD}", field="竞赛名称", over=FLOW),
    figure("C10", "竞赛覆盖工种数", "去重", HELD, field="工种", groups="级别", unit="个", over=FLOW),
    figure("C12", "竞赛投入经费", "求和", HELD, field="coalesce(决算, 预算)", groups="竞赛、级别", unit="元",
        over=FLOW),
    formula("Z31a", "劳动竞赛场次", "完成竞赛场次", unit="场"),
)
