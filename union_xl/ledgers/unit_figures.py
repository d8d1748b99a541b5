"""What 单位台账 counts (domain §4.1, the annual survey Z01–Z22) and how its figures hang together."""

# fmt: off
from __future__ import annotations

from union_xl.ledgers.contest import NOT_HELD
from union_xl.ledgers.figures import FLOW, check, figure, formula
from union_xl.ledgers.member_figures import MEMBER
from union_xl.model import ERROR, WARNING

ALIVE = "coalesce(经营状态, '在营') not in ('注销', '迁出')"
RUNNING = "coalesce(经营状态, '在营') = '在营'"
UNION = f"工会代表行 and {ALIVE} and coalesce(建会日期, 批复日期, 截止日) <= 截止日"
BUILT = f"(是否建会 = '已建' or 所属联合工会 is not null) and {ALIVE}"
FRESH = (
    f"(工会代表行 or (是否建会 = '已建' and not 联合工会按一家计)) and {ALIVE} "
    "and coalesce(建会日期, 批复日期) between 期初 and 期末"
)
JOINT = "基层工会类型 in ('联合', '联合会')"
COVERED = f"case when {JOINT} then greatest(coalesce(涵盖单位数, 1), 1) else 1 end"
INTERNET = f"是否互联网企业 = '是' and {RUNNING}"
INTERNET_DUE = f"{INTERNET} and (职工总数 >= 建会人数线 or 是否建会 = '已建' or 三年规划建会年度 is not null)"
DUE_TERM = f"{BUILT} and 届满日期 < 截止日"
DUE_UNION = (
    f"{RUNNING} and coalesce(是否建会, '未建') <> '已建' and 所属联合工会 is null and 职工总数 >= 建会人数线"
)
ENTERED = (
    "(select count(distinct 证件号码) from 会员登记 会员 "
    f"where 会员.单位名称 = 单位台账.单位名称 and {MEMBER})"
)
"""Members of a unit as 会员登记 counts them, so that the two never contradict each other."""
NOT_ENTERED = f"{UNION} and {ENTERED} < 实名制达标比例 * greatest(coalesce(会员数, 0), 1)"
IN_TIME = f"{ENTERED} > 0 and (录入日期 is null or 录入日期 <= coalesce(建会日期, 批复日期) + cast(同步录入天数 as integer))"
U = "单位、社区、行业"

INDICATORS = (
    figure("A01", "新建工会数", "计数", FRESH, groups=f"{U}、月(建会日期)", unit="家", over=FLOW,
        about="本期成立的工会；联合工会算一家，涵盖单位另列（设置“联合工会按一家计”可改）"),
    figure("A02a", "新建单独工会数", "计数", f"{FRESH} and not coalesce({JOINT}, false)", groups=U, unit="家",
        over=FLOW),
    figure("A02b", "新建联合工会数", "计数", f"{FRESH} and {JOINT}", groups=U, unit="家", over=FLOW),
    figure("A03", "新增涵盖单位数", "求和", FRESH, field=COVERED, groups=U, unit="家", over=FLOW,
        about="单独工会算 1，联合工会按涵盖单位数"),
    figure("A04a", "撤并工会累计数", "计数", "工会代表行 and 经营状态 in ('注销', '迁出')", groups=U, unit="家"),
    formula("A04", "撤并工会数", "撤并工会累计数 - coalesce(上期.撤并工会累计数, 0)", groups=U, unit="家",
        about="台账没有撤并日期，按与上期台账的差计算"),
    figure("A05", "互联网企业数", "计数", INTERNET, groups=U, unit="家"),
    figure("A06", "互联网企业应建会数", "计数", INTERNET_DUE, groups=U, unit="家",
        about="在营，且达到建会人数线、已建会或列入三年规划"),
    figure("A07", "互联网企业已建会数", "计数", f"{INTERNET_DUE} and 是否建会 = '已建'", groups=U, unit="家"),
    figure("A08", "互联网企业建会率", "占比", "是否建会 = '已建'", base=INTERNET_DUE, groups=U, unit="%"),
    figure("A09a", "三年规划本年目标数", "计数", f"{INTERNET} and 三年规划建会年度 = year(期末)", groups="社区",
        unit="家"),
    figure("A09b", "三年规划本年完成数", "计数", f"{INTERNET} and 三年规划建会年度 = year(期末) and 是否建会 = '已建'",
        groups="社区", unit="家"),
    figure("A09", "三年规划本年完成率", "占比", "是否建会 = '已建'",
        base=f"{INTERNET} and 三年规划建会年度 = year(期末)", groups="社区", unit="%"),
    *(
        figure(code, name, "计数", f"{INTERNET} and 三年规划建会年度 = year(期末) {year}{done}", groups="社区", unit="家")
        for code, name, year, done in (
            ("A09c", "三年规划上年目标数", "- 1", ""),
            ("A09d", "三年规划上年完成数", "- 1", " and 是否建会 = '已建'"),
            ("A09e", "三年规划下年目标数", "+ 1", ""),
            ("A09f", "三年规划下年完成数", "+ 1", " and 是否建会 = '已建'"),
        )
    ),
    formula("A09g", "三年规划本年未完成数", "三年规划本年目标数 - 三年规划本年完成数", groups="社区", unit="家"),
    figure("A10", "普查单位数", "计数", groups=f"{U}、单位性质、经营状态、是否建会", unit="家"),
    figure("A11", "在营单位数", "计数", RUNNING, groups=U, unit="家"),
    figure("A12", "已建会单位数", "计数", BUILT, groups=f"{U}、单位性质", unit="家", about="含被联合工会覆盖的单位"),
    figure("A13", "建会率", "占比", BUILT, base=RUNNING, groups="社区、行业、单位性质", unit="%",
        about="已建会的在营单位 ÷ 在营单位"),
    figure("A14", "达线企业建会率", "占比", BUILT, base=f"{RUNNING} and 职工总数 >= 建会人数线", groups="社区、行业",
        unit="%", about="职工人数达到建会人数线（默认25人）的单位"),
    figure("A14b", "百人以上企业建会率", "占比", BUILT, base=f"{RUNNING} and 职工总数 >= 100", groups="社区、行业",
        unit="%"),
    figure("A15", "期末基层工会数", "计数", UNION, groups=f"{U}、基层工会类型", unit="家",
        about="同一工会只计一次；截止日仍存续"),
    figure("A15b", "期末联合工会数", "计数", f"{UNION} and {JOINT}", groups=U, unit="家"),
    formula("A15a", "期初基层工会数", "期末基层工会数 - 新建工会数 + 撤并工会数", groups=U, unit="家"),
    figure("A16", "涵盖单位数", "求和", UNION, field=COVERED, groups=U, unit="家"),
    figure("A17", "法人资格登记率", "占比", "是否取得法人资格 = '是'", base=UNION, groups=U, unit="%"),
    figure("A17b", "达线单位法人资格登记率", "占比", "是否取得法人资格 = '是'",
        base=f"{UNION} and 职工总数 >= 建会人数线", groups="社区、行业", unit="%"),
    figure("A18", "经审组织同步组建率", "占比", "经审会 = '是'", base=UNION, groups=U, unit="%"),
    figure("A19", "女工组织同步组建率", "占比", "女职委 = '是'", base=f"{UNION} and 女会员数 >= 女职工委员会人数线",
        groups=U, unit="%"),
    figure("A20", "应换届工会数", "计数", f"{DUE_TERM} and 工会代表行", groups=U, unit="家"),
    figure("A20b", "应换届单位名单", "名单", f"{DUE_TERM} and 工会代表行", field="单位名称", groups="社区"),
    figure("A21", "未建会单位数", "计数",
        f"{RUNNING} and coalesce(是否建会, '未建') = '未建' and 所属联合工会 is null", groups=f"{U}、未建会原因",
        unit="家"),
    figure("A21b", "应建未建单位数", "计数", DUE_UNION, groups=U, unit="家"),
    figure("A21c", "应建未建单位名单", "名单", DUE_UNION, field="单位名称", groups="社区"),
    figure("A22", "普查职工数", "求和", field="职工总数", groups=U, unit="人"),
    figure("A23", "台账会员数", "求和", BUILT, field="会员数", groups=U, unit="人",
        about="各单位在单位台账里自报的会员数"),
    figure("A24", "台账女会员数", "求和", BUILT, field="女会员数", groups=U, unit="人"),
    figure("B05", "已建未实名工会数", "计数", NOT_ENTERED, groups=U, unit="家",
        about="会员登记里的会员不到单位自报会员数的达标比例（设置“实名制达标比例”，默认80%）"),
    figure("B13b", "未录入会员数", "求和", BUILT, field=f"greatest(会员数 - {ENTERED}, 0)", groups=U, unit="人",
        about="各单位自报会员数减去已实名录入的会员，多录的单位算 0，再相加"),
    figure("B05b", "已建未实名单位名单", "名单", NOT_ENTERED, field="单位名称", groups="社区"),
    figure("B07a", "同步录入工会数", "计数", f"{FRESH} and {IN_TIME}", groups=U, unit="家", over=FLOW),
    figure("B07", "新建工会同步录入率", "占比", IN_TIME, base=FRESH, groups=U, unit="%", over=FLOW,
        about="建会后规定天数内（设置“同步录入天数”，默认30天）录入会员"),
    figure("C13", "竞赛覆盖职工数", "求和",
        f"{ALIVE} and 单位名称 in (select 单位名称 from 竞赛报名 where {NOT_HELD})", field="职工总数", groups="社区",
        unit="人", over=FLOW, about="有职工参赛的单位的职工总数"),
    formula("Z01", "基层工会组织数", "期末基层工会数", groups=U, unit="家"),
    formula("Z02", "工会涵盖单位数", "涵盖单位数", groups=U, unit="家"),
    figure("Z03", "职工人数", "求和", BUILT, field="职工总数", groups=U, unit="人", about="已建会单位的职工"),
    figure("Z04", "女职工人数", "求和", BUILT, field="女职工数", groups=U, unit="人"),
    figure("Z05", "农民工人数", "求和", BUILT, field="农民工数", groups=U, unit="人"),
    figure("Z06", "劳务派遣工人数", "求和", BUILT, field="劳务派遣人数", groups=U, unit="人"),
    formula("Z11", "期内新建工会", "新建工会数", groups=U, unit="家"),
    formula("Z12", "期内撤并工会", "撤并工会数", groups=U, unit="家"),
    figure("Z16", "专职工会工作人员", "求和", BUILT, field="专职工会工作人员数", groups=U, unit="人"),
    figure("Z17", "兼职工会工作人员", "求和", BUILT, field="兼职工会工作人员数", groups=U, unit="人"),
    figure("Z18", "建经审会工会数", "计数", f"{UNION} and 经审会 = '是'", groups=U, unit="家"),
    figure("Z19", "建女职委工会数", "计数", f"{UNION} and 女职委 = '是'", groups=U, unit="家"),
    figure("Z19b", "应建女职委工会数", "计数", f"{UNION} and 女会员数 >= 女职工委员会人数线", groups=U, unit="家"),
    figure("Z20", "法人资格工会数", "计数", f"{UNION} and 是否取得法人资格 = '是'", groups=U, unit="家"),
    figure("Z21", "建职代会制度单位数", "计数", f"{BUILT} and 职代会 = '是'", groups=U, unit="家"),
    figure("Z22", "厂务公开单位数", "计数", f"{BUILT} and 厂务公开 = '是'", groups=U, unit="家"),
)
CHECKS = (
    check("X1a", "女职工人数 <= 职工人数", ERROR, "女职工不多于职工"),
    check("X1b", "农民工人数 <= 职工人数", ERROR, "农民工不多于职工"),
    check("X1c", "劳务派遣工人数 <= 职工人数", ERROR, "劳务派遣工不多于职工"),
    check("X6a", "涵盖单位数 >= 期末基层工会数", ERROR, "涵盖单位不少于工会"),
    check("X6b", "case when 期末联合工会数 = 0 then 涵盖单位数 else 期末基层工会数 end >= 期末基层工会数", ERROR,
        "没有联合工会时，涵盖单位数等于工会数"),
    check("X6c",
        "case when 期末联合工会数 > 0 then 涵盖单位数 - 期末基层工会数 else 1 end >= case when 期末联合工会数 > 0 then 期末联合工会数 else 0 end",
        WARNING, "联合工会至少涵盖两家单位"),
    check("X7a", "上期.期末基层工会数 + 新建工会数 - 撤并工会数 = 期末基层工会数", ERROR,
        "期初＋新建－撤并＝期末（工会）"),
    check("X8a", "新建工会数 <= 期末基层工会数", WARNING, "本期新建不多于期末"),
    check("X9a", "建经审会工会数 <= 期末基层工会数", ERROR, "建经审会的不多于工会"),
    check("X9b", "建女职委工会数 <= 期末基层工会数", ERROR, "建女职委的不多于工会"),
    check("X9c", "法人资格工会数 <= 期末基层工会数", ERROR, "有法人资格的不多于工会"),
    check("X9d", "建职代会制度单位数 <= 已建会单位数", ERROR, "建职代会制度的不多于已建会单位"),
    check("X9e", "厂务公开单位数 <= 已建会单位数", ERROR, "厂务公开的不多于已建会单位"),
    check("X10", "建女职委工会数 >= 应建女职委工会数", WARNING, "女会员达到人数线的工会应建女职委"),
    check("X11", "coalesce(专职工会工作人员 + 兼职工会工作人员, 专职工会工作人员, 兼职工会工作人员) >= 期末基层工会数",
        WARNING, "每个工会至少有一名工作人员"),
    check("X25a", "建会率 between 0 and 1", ERROR, "比率在 0 与 100% 之间"),
    check("X25b", "法人资格登记率 between 0 and 1", ERROR, "比率在 0 与 100% 之间"),
    check("X26a", "社区合计.普查单位数 = 普查单位数", ERROR, "各社区相加等于全街道（单位）"),
    check("X26d", "社区合计.职工人数 = 职工人数", ERROR, "各社区相加等于全街道（职工）"),
    check("X27b", "abs(期末基层工会数 - 上期.期末基层工会数) <= 0.3 * 上期.期末基层工会数", WARNING,
        "工会数比上期变化不超过 30%"),
    check("X27c", "abs(职工人数 - 上期.职工人数) <= 0.3 * 上期.职工人数", WARNING, "职工数比上期变化不超过 30%"),
)
