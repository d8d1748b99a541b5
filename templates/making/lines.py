# ruff: noqa: E501
"""What stands in 指标库.xlsx: every indicator and every cross-check, one line each."""

from __future__ import annotations

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
STAYS = "(会籍变化类型 in ('入会', '转入') or 会籍变化类型 is null or (会籍变化类型 = '保留' and not 会员数不含保留会籍))"
CHANGED = "coalesce(会籍变化日期, 入会日期, 截止日)"
MEMBER = f"(({STAYS} and {CHANGED} <= 截止日) or (not {STAYS} and 会籍变化日期 > 截止日))"
ENTERED = (
    "(select count(distinct 证件号码) from 会员登记 会员 "
    f"where 会员.单位名称 = 单位台账.单位名称 and {MEMBER})"
)
"""Members of a unit as 表3 counts them, so that the two never contradict each other."""
NOT_ENTERED = f"{UNION} and {ENTERED} < 实名制达标比例 * greatest(coalesce(会员数, 0), 1)"
IN_TIME = f"{ENTERED} > 0 and (录入日期 is null or 录入日期 <= coalesce(建会日期, 批复日期) + cast(同步录入天数 as integer))"
GAINED = "会籍变化类型 in ('入会', '转入') and 会籍变化日期 between 期初 and 期末"
LOST = (
    "(会籍变化类型 in ('转出', '除名', '退会') or (会籍变化类型 = '保留' and 会员数不含保留会籍)) "
    "and 会籍变化日期 between 期初 and 期末"
)
NEW_FORM = (
    'regexp_matches(concat(工种, 特殊标签, "职务/岗位"), '
    "'新就业形态|货车司机|网约车|快递|外卖|配送|护工|护理员|家政|保安|房产中介')"
)
HELD = "完成情况 = '已完成' and 实际日期 between 期初 and 期末"
PLANNED = "完成情况 in ('计划', '延期')"
NOT_HELD = (
    "coalesce(竞赛名称, '') not in (select 竞赛名称 from 竞赛总表 where 竞赛名称 is not null "
    "and not (coalesce(完成情况, '') = '已完成' and coalesce(实际日期 between 期初 and 期末, true)))"
)
CONTESTANT = f"coalesce(身份, '选手') = '选手' and {NOT_HELD}"
PERSON = "coalesce(证件号码, 姓名 || 单位名称)"

UNITS, MEMBERS, CONTESTS, ENTRIES = "单位台账", "会员登记", "竞赛总表", "竞赛报名"
U = "单位、社区、行业"
Line = tuple[str, str, str, str, str, str, str, str, str, str]


def _line(
    code: str,
    name: str,
    ledger: str,
    how: str,
    where: str = "",
    *,
    field: str = "",
    base: str = "",
    groups: str = "",
    unit: str = "",
    about: str = "",
) -> Line:
    return (code, name, ledger, how, field, where, base, groups, unit, about)


def _formula(code: str, name: str, text: str, groups: str = "", unit: str = "", about: str = "") -> Line:
    return _line(code, name, "", "公式", text, groups=groups, unit=unit, about=about)


UNIT_LINES: tuple[Line, ...] = (
    _line(
        "A01",
        "新建工会数",
        UNITS,
        "计数",
        FRESH,
        groups=f"{U}、月(建会日期)",
        unit="家",
        about="本期成立的工会；联合工会算一家，涵盖单位另列（设置“联合工会按一家计”可改）",
    ),
    _line(
        "A02a",
        "新建单独工会数",
        UNITS,
        "计数",
        f"{FRESH} and not coalesce({JOINT}, false)",
        groups=U,
        unit="家",
    ),
    _line("A02b", "新建联合工会数", UNITS, "计数", f"{FRESH} and {JOINT}", groups=U, unit="家"),
    _line(
        "A03",
        "新增涵盖单位数",
        UNITS,
        "求和",
        FRESH,
        field=COVERED,
        groups=U,
        unit="家",
        about="单独工会算 1，联合工会按涵盖单位数",
    ),
    _line(
        "A04a",
        "撤并工会累计数",
        UNITS,
        "计数",
        "工会代表行 and 经营状态 in ('注销', '迁出')",
        groups=U,
        unit="家",
    ),
    _formula(
        "A04",
        "撤并工会数",
        "撤并工会累计数 - coalesce(上期.撤并工会累计数, 0)",
        U,
        "家",
        "台账没有撤并日期，按与上期台账的差计算",
    ),
    _line("A05", "互联网企业数", UNITS, "计数", INTERNET, groups=U, unit="家"),
    _line(
        "A06",
        "互联网企业应建会数",
        UNITS,
        "计数",
        INTERNET_DUE,
        groups=U,
        unit="家",
        about="在营，且达到建会人数线、已建会或列入三年规划",
    ),
    _line(
        "A07",
        "互联网企业已建会数",
        UNITS,
        "计数",
        f"{INTERNET_DUE} and 是否建会 = '已建'",
        groups=U,
        unit="家",
    ),
    _line(
        "A08", "互联网企业建会率", UNITS, "占比", "是否建会 = '已建'", base=INTERNET_DUE, groups=U, unit="%"
    ),
    _line(
        "A09a",
        "三年规划本年目标数",
        UNITS,
        "计数",
        f"{INTERNET} and 三年规划建会年度 = year(期末)",
        groups="社区",
        unit="家",
    ),
    _line(
        "A09b",
        "三年规划本年完成数",
        UNITS,
        "计数",
        f"{INTERNET} and 三年规划建会年度 = year(期末) and 是否建会 = '已建'",
        groups="社区",
        unit="家",
    ),
    _line(
        "A09",
        "三年规划本年完成率",
        UNITS,
        "占比",
        "是否建会 = '已建'",
        base=f"{INTERNET} and 三年规划建会年度 = year(期末)",
        groups="社区",
        unit="%",
    ),
    _line("A10", "普查单位数", UNITS, "计数", groups=f"{U}、单位性质、经营状态、是否建会", unit="家"),
    _line("A11", "在营单位数", UNITS, "计数", RUNNING, groups=U, unit="家"),
    _line(
        "A12",
        "已建会单位数",
        UNITS,
        "计数",
        BUILT,
        groups=f"{U}、单位性质",
        unit="家",
        about="含被联合工会覆盖的单位",
    ),
    _line(
        "A13",
        "建会率",
        UNITS,
        "占比",
        BUILT,
        base=RUNNING,
        groups="社区、行业、单位性质",
        unit="%",
        about="已建会的在营单位 ÷ 在营单位",
    ),
    _line(
        "A14",
        "达线企业建会率",
        UNITS,
        "占比",
        BUILT,
        base=f"{RUNNING} and 职工总数 >= 建会人数线",
        groups="社区、行业",
        unit="%",
        about="职工人数达到建会人数线（默认25人）的单位",
    ),
    _line(
        "A14b",
        "百人以上企业建会率",
        UNITS,
        "占比",
        BUILT,
        base=f"{RUNNING} and 职工总数 >= 100",
        groups="社区、行业",
        unit="%",
    ),
    _line(
        "A15",
        "期末基层工会数",
        UNITS,
        "计数",
        UNION,
        groups=f"{U}、基层工会类型",
        unit="家",
        about="同一工会只计一次；截止日仍存续",
    ),
    _line("A15b", "期末联合工会数", UNITS, "计数", f"{UNION} and {JOINT}", groups=U, unit="家"),
    _formula("A15a", "期初基层工会数", "期末基层工会数 - 新建工会数 + 撤并工会数", U, "家"),
    _line("A16", "涵盖单位数", UNITS, "求和", UNION, field=COVERED, groups=U, unit="家"),
    _line("A17", "法人资格登记率", UNITS, "占比", "是否取得法人资格 = '是'", base=UNION, groups=U, unit="%"),
    _line(
        "A17b",
        "达线单位法人资格登记率",
        UNITS,
        "占比",
        "是否取得法人资格 = '是'",
        base=f"{UNION} and 职工总数 >= 建会人数线",
        groups="社区、行业",
        unit="%",
    ),
    _line("A18", "经审组织同步组建率", UNITS, "占比", "经审会 = '是'", base=UNION, groups=U, unit="%"),
    _line(
        "A19",
        "女工组织同步组建率",
        UNITS,
        "占比",
        "女职委 = '是'",
        base=f"{UNION} and 女会员数 >= 女职工委员会人数线",
        groups=U,
        unit="%",
    ),
    _line("A20", "应换届工会数", UNITS, "计数", f"{DUE_TERM} and 工会代表行", groups=U, unit="家"),
    _line(
        "A20b", "应换届单位名单", UNITS, "名单", f"{DUE_TERM} and 工会代表行", field="单位名称", groups="社区"
    ),
    _line(
        "A21",
        "未建会单位数",
        UNITS,
        "计数",
        f"{RUNNING} and coalesce(是否建会, '未建') = '未建' and 所属联合工会 is null",
        groups=f"{U}、未建会原因",
        unit="家",
    ),
    _line("A21b", "应建未建单位数", UNITS, "计数", DUE_UNION, groups=U, unit="家"),
    _line("A21c", "应建未建单位名单", UNITS, "名单", DUE_UNION, field="单位名称", groups="社区"),
    _line("A22", "普查职工数", UNITS, "求和", field="职工总数", groups=U, unit="人"),
    _line(
        "A23",
        "台账会员数",
        UNITS,
        "求和",
        BUILT,
        field="会员数",
        groups=U,
        unit="人",
        about="各单位在单位台账里自报的会员数",
    ),
    _line("A24", "台账女会员数", UNITS, "求和", BUILT, field="女会员数", groups=U, unit="人"),
    _line(
        "B05",
        "已建未实名工会数",
        UNITS,
        "计数",
        NOT_ENTERED,
        groups=U,
        unit="家",
        about="会员登记里的会员不到单位自报会员数的达标比例（设置“实名制达标比例”，默认80%）",
    ),
    _line(
        "B13b",
        "未录入会员数",
        UNITS,
        "求和",
        BUILT,
        field=f"greatest(会员数 - {ENTERED}, 0)",
        groups=U,
        unit="人",
        about="各单位自报会员数减去已实名录入的会员，多录的单位算 0，再相加",
    ),
    _line("B05b", "已建未实名单位名单", UNITS, "名单", NOT_ENTERED, field="单位名称", groups="社区"),
    _line("B07a", "同步录入工会数", UNITS, "计数", f"{FRESH} and {IN_TIME}", groups=U, unit="家"),
    _line(
        "B07",
        "新建工会同步录入率",
        UNITS,
        "占比",
        IN_TIME,
        base=FRESH,
        groups=U,
        unit="%",
        about="建会后规定天数内（设置“同步录入天数”，默认30天）录入会员",
    ),
)

MEMBER_LINES: tuple[Line, ...] = (
    _line(
        "B01",
        "发展会员数",
        MEMBERS,
        "去重",
        "(会籍变化类型 = '入会' or (发展会员含转入 and 会籍变化类型 = '转入')) and 会籍变化日期 between 期初 and 期末",
        field="证件号码",
        groups=f"{U}、月(会籍变化日期)",
        unit="人",
        about="本期入会的人，同一人只计一次；不含转入（设置可改）",
    ),
    _line(
        "B02",
        "转入会员数",
        MEMBERS,
        "去重",
        "会籍变化类型 = '转入' and 会籍变化日期 between 期初 and 期末",
        field="证件号码",
        groups=U,
        unit="人",
    ),
    _line(
        "B03",
        "减少会员数",
        MEMBERS,
        "去重",
        LOST,
        field="证件号码",
        groups=U,
        unit="人",
        about="转出、退会、除名，及转为保留会籍",
    ),
    *(
        _line(
            f"B03{mark}",
            f"{kind}会员数",
            MEMBERS,
            "去重",
            f"会籍变化类型 = '{kind}' and 会籍变化日期 between 期初 and 期末",
            field="证件号码",
            groups=U,
            unit="人",
        )
        for mark, kind in zip("abcd", ("转出", "退会", "除名", "保留"), strict=True)
    ),
    _line(
        "B04a",
        "增加会员数",
        MEMBERS,
        "去重",
        GAINED,
        field="证件号码",
        groups=f"{U}、月(会籍变化日期)",
        unit="人",
    ),
    _formula("B04", "净增会员数", "增加会员数 - 减少会员数", U, "人"),
    _line(
        "B06",
        "补录会员数",
        MEMBERS,
        "去重",
        f"{MEMBER} and 入会日期 < 期初 and 单位名称 in (select 单位名称 from 单位台账 where 录入日期 between 期初 and 期末)",
        field="证件号码",
        groups=U,
        unit="人",
        about="以前入会、本期才录入的会员（按单位台账的录入日期）",
    ),
    _line(
        "B08",
        "期末会员数",
        MEMBERS,
        "去重",
        MEMBER,
        field="证件号码",
        groups=f"{U}、学历、政治面貌、技能等级、用工形式、民族",
        unit="人",
        about="截止日会籍正常的人，同一人只计一次",
    ),
    _formula(
        "B08b",
        "会员数",
        "期末会员数",
        unit="人",
        about="就是期末会员数；单位自报的会员数写 每单位台账.会员数",
    ),
    _formula("B08a", "期初会员数", "期末会员数 - 增加会员数 + 减少会员数", U, "人"),
    _line(
        "B09",
        "女会员数",
        MEMBERS,
        "去重",
        f"{MEMBER} and 性别 = '女'",
        field="证件号码",
        groups=f"{U}、学历、政治面貌、技能等级",
        unit="人",
    ),
    _line(
        "B09a",
        "男会员数",
        MEMBERS,
        "去重",
        f"{MEMBER} and 性别 = '男'",
        field="证件号码",
        groups=U,
        unit="人",
    ),
    _line(
        "B09b",
        "性别未填会员数",
        MEMBERS,
        "去重",
        f"{MEMBER} and 性别 is null",
        field="证件号码",
        groups=U,
        unit="人",
    ),
    _line(
        "B10",
        "农民工会员数",
        MEMBERS,
        "去重",
        f"{MEMBER} and 是否农民工 = '是'",
        field="证件号码",
        groups=f"{U}、学历、政治面貌、技能等级",
        unit="人",
    ),
    _line(
        "B11",
        "劳务派遣会员数",
        MEMBERS,
        "去重",
        f"{MEMBER} and 用工形式 = '劳务派遣'",
        field="证件号码",
        groups=U,
        unit="人",
    ),
    _line(
        "B12",
        "新就业形态会员数",
        MEMBERS,
        "去重",
        f"{MEMBER} and {NEW_FORM}",
        field="证件号码",
        groups=U,
        unit="人",
        about="按工种、特殊标签、职务认定",
    ),
    _line(
        "B15a",
        "35岁及以下会员数",
        MEMBERS,
        "去重",
        f"{MEMBER} and 出生日期 > 截止日 - to_years(36)",
        field="证件号码",
        groups=U,
        unit="人",
    ),
    _line(
        "B15b",
        "36至50岁会员数",
        MEMBERS,
        "去重",
        f"{MEMBER} and 出生日期 <= 截止日 - to_years(36) and 出生日期 > 截止日 - to_years(51)",
        field="证件号码",
        groups=U,
        unit="人",
    ),
    _line(
        "B15c",
        "51岁及以上会员数",
        MEMBERS,
        "去重",
        f"{MEMBER} and 出生日期 <= 截止日 - to_years(51)",
        field="证件号码",
        groups=U,
        unit="人",
    ),
    _line(
        "B15d",
        "党员会员数",
        MEMBERS,
        "去重",
        f"{MEMBER} and 政治面貌 in ('中共党员', '中共预备党员')",
        field="证件号码",
        groups=U,
        unit="人",
    ),
    _line(
        "B15e",
        "大专及以上会员数",
        MEMBERS,
        "去重",
        f"{MEMBER} and 学历 in ('博士研究生', '硕士研究生', '研究生', '大学本科', '大学专科')",
        field="证件号码",
        groups=U,
        unit="人",
    ),
    _line(
        "B15f",
        "高技能会员数",
        MEMBERS,
        "去重",
        f"{MEMBER} and 技能等级 in ('首席技师', '特级技师', '一级(高级技师)', '二级(技师)', '三级(高级工)')",
        field="证件号码",
        groups=U,
        unit="人",
        about="三级（高级工）及以上",
    ),
    _line("B16a", "手机号码完整率", MEMBERS, "占比", "手机号码 is not null", base=MEMBER, groups=U, unit="%"),
    _line(
        "B16b", "身份证会员占比", MEMBERS, "占比", "length(证件号码) = 18", base=MEMBER, groups=U, unit="%"
    ),
    _formula(
        "B13",
        "实名录入率",
        "期末会员数 / nullif(台账会员数, 0)",
        U,
        "%",
        "已实名录入的会员 ÷ 单位台账自报会员数",
    ),
    _formula("B14", "入会率", "期末会员数 / nullif(职工人数, 0)", U, "%", "会员 ÷ 已建会单位职工"),
)

CONTEST_LINES: tuple[Line, ...] = (
    _line("C00", "竞赛总场次", CONTESTS, "去重", field="竞赛名称", groups="级别、完成情况、竞赛", unit="场"),
    _line(
        "C00a",
        "完成竞赛场次",
        CONTESTS,
        "去重",
        HELD,
        field="竞赛名称",
        groups="级别、竞赛、月(实际日期)",
        unit="场",
    ),
    _line(
        "C01", "街道级完成场次", CONTESTS, "去重", f"级别 = '街道级' and {HELD}", field="竞赛名称", unit="场"
    ),
    _line("C01b", "街道级完成竞赛名单", CONTESTS, "名单", f"级别 = '街道级' and {HELD}", field="竞赛名称"),
    _line(
        "C02",
        "企业级计划场次",
        CONTESTS,
        "去重",
        f"级别 = '企业级' and {PLANNED}",
        field="竞赛名称",
        unit="场",
    ),
    _line("C02b", "企业级计划竞赛名单", CONTESTS, "名单", f"级别 = '企业级' and {PLANNED}", field="竞赛名称"),
    _line(
        "C02c", "计划竞赛主办单位名单", CONTESTS, "名单", f"级别 = '企业级' and {PLANNED}", field="主办单位"
    ),
    _line(
        "C03", "企业级完成场次", CONTESTS, "去重", f"级别 = '企业级' and {HELD}", field="竞赛名称", unit="场"
    ),
    _line("C03b", "企业级完成竞赛名单", CONTESTS, "名单", f"级别 = '企业级' and {HELD}", field="竞赛名称"),
    _line("C04", "参赛企业数", ENTRIES, "去重", CONTESTANT, field="单位名称", groups="竞赛、社区", unit="家"),
    _line("C05a", "参赛职工人次", ENTRIES, "计数", CONTESTANT, groups="竞赛、单位、社区", unit="人次"),
    _line(
        "C05", "参赛职工人数", ENTRIES, "去重", CONTESTANT, field=PERSON, groups="竞赛、单位、社区", unit="人"
    ),
    _line(
        "C06",
        "女选手人数",
        ENTRIES,
        "去重",
        f"{CONTESTANT} and 性别 = '女'",
        field=PERSON,
        groups="竞赛、单位、社区",
        unit="人",
    ),
    _line(
        "C07a",
        "会员选手人数",
        ENTRIES,
        "去重",
        f"{CONTESTANT} and 是否工会会员 = '是'",
        field=PERSON,
        groups="竞赛、单位、社区",
        unit="人",
    ),
    _line(
        "C07",
        "会员选手占比",
        ENTRIES,
        "占比",
        "是否工会会员 = '是'",
        field=PERSON,
        base=CONTESTANT,
        groups="竞赛、单位、社区",
        unit="%",
    ),
    _line(
        "C05b",
        "报名人数",
        ENTRIES,
        "去重",
        "coalesce(身份, '选手') = '选手'",
        field=PERSON,
        groups="竞赛、单位、社区",
        unit="人",
        about="含尚未举办的竞赛",
    ),
    _line("C10", "竞赛覆盖工种数", CONTESTS, "去重", HELD, field="工种", groups="级别", unit="个"),
    _line(
        "C12",
        "竞赛投入经费",
        CONTESTS,
        "求和",
        HELD,
        field="coalesce(决算, 预算)",
        groups="竞赛、级别",
        unit="元",
    ),
    _line(
        "C13",
        "竞赛覆盖职工数",
        UNITS,
        "求和",
        f"{ALIVE} and 单位名称 in (select 单位名称 from 竞赛报名 where {NOT_HELD})",
        field="职工总数",
        groups="社区",
        unit="人",
        about="有职工参赛的单位的职工总数",
    ),
)

STATISTICS_LINES: tuple[Line, ...] = (
    _formula("Z01", "基层工会组织数", "期末基层工会数", U, "家"),
    _formula("Z02", "工会涵盖单位数", "涵盖单位数", U, "家"),
    _line(
        "Z03",
        "职工人数",
        UNITS,
        "求和",
        BUILT,
        field="职工总数",
        groups=U,
        unit="人",
        about="已建会单位的职工",
    ),
    _line("Z04", "女职工人数", UNITS, "求和", BUILT, field="女职工数", groups=U, unit="人"),
    _line("Z05", "农民工人数", UNITS, "求和", BUILT, field="农民工数", groups=U, unit="人"),
    _line("Z06", "劳务派遣工人数", UNITS, "求和", BUILT, field="劳务派遣人数", groups=U, unit="人"),
    _formula("Z07", "会员人数", "期末会员数", U, "人"),
    _formula("Z08", "女会员人数", "女会员数", U, "人"),
    _formula("Z09", "农民工会员人数", "农民工会员数", U, "人"),
    _formula("Z10", "派遣工会员人数", "劳务派遣会员数", U, "人"),
    _formula("Z11", "期内新建工会", "新建工会数", U, "家"),
    _formula("Z12", "期内撤并工会", "撤并工会数", U, "家"),
    _formula("Z13", "期内发展会员", "发展会员数", U, "人"),
    _formula("Z14", "期内转入会员", "转入会员数", U, "人"),
    _formula("Z15", "期内减少会员", "减少会员数", U, "人"),
    _line("Z16", "专职工会工作人员", UNITS, "求和", BUILT, field="专职工会工作人员数", groups=U, unit="人"),
    _line("Z17", "兼职工会工作人员", UNITS, "求和", BUILT, field="兼职工会工作人员数", groups=U, unit="人"),
    _line("Z18", "建经审会工会数", UNITS, "计数", f"{UNION} and 经审会 = '是'", groups=U, unit="家"),
    _line("Z19", "建女职委工会数", UNITS, "计数", f"{UNION} and 女职委 = '是'", groups=U, unit="家"),
    _line(
        "Z19b",
        "应建女职委工会数",
        UNITS,
        "计数",
        f"{UNION} and 女会员数 >= 女职工委员会人数线",
        groups=U,
        unit="家",
    ),
    _line(
        "Z20", "法人资格工会数", UNITS, "计数", f"{UNION} and 是否取得法人资格 = '是'", groups=U, unit="家"
    ),
    _line("Z21", "建职代会制度单位数", UNITS, "计数", f"{BUILT} and 职代会 = '是'", groups=U, unit="家"),
    _line("Z22", "厂务公开单位数", UNITS, "计数", f"{BUILT} and 厂务公开 = '是'", groups=U, unit="家"),
    _formula("Z31a", "劳动竞赛场次", "完成竞赛场次", "", "场"),
    _formula("Z31b", "劳动竞赛参赛人次", "参赛职工人次", "", "人次"),
)

INDICATORS: tuple[Line, ...] = (*UNIT_LINES, *MEMBER_LINES, *CONTEST_LINES, *STATISTICS_LINES)

RELATIONS: tuple[tuple[str, str, str, str], ...] = (
    ("X1a", "女职工人数 <= 职工人数", "错误", "女职工不多于职工"),
    ("X1b", "农民工人数 <= 职工人数", "错误", "农民工不多于职工"),
    ("X1c", "劳务派遣工人数 <= 职工人数", "错误", "劳务派遣工不多于职工"),
    ("X2", "期末会员数 <= 职工人数", "提醒", "会员一般不多于职工（有派遣工、联合工会时除外）"),
    ("X3a", "女会员数 <= 期末会员数", "错误", "女会员不多于会员"),
    ("X3b", "女会员数 <= 女职工人数", "提醒", "女会员不多于女职工"),
    ("X3c", "农民工会员数 <= 期末会员数", "错误", "农民工会员不多于会员"),
    ("X3d", "农民工会员数 <= 农民工人数", "提醒", "农民工会员不多于农民工"),
    ("X3e", "劳务派遣会员数 <= 期末会员数", "错误", "派遣工会员不多于会员"),
    ("X3f", "劳务派遣会员数 <= 劳务派遣工人数", "提醒", "派遣工会员不多于派遣工"),
    ("X4", "男会员数 + 女会员数 + 性别未填会员数 = 期末会员数", "错误", "男女合计等于会员"),
    ("X6a", "涵盖单位数 >= 期末基层工会数", "错误", "涵盖单位不少于工会"),
    (
        "X6b",
        "case when 期末联合工会数 = 0 then 涵盖单位数 else 期末基层工会数 end >= 期末基层工会数",
        "错误",
        "没有联合工会时，涵盖单位数等于工会数",
    ),
    (
        "X6c",
        "case when 期末联合工会数 > 0 then 涵盖单位数 - 期末基层工会数 else 1 end >= case when 期末联合工会数 > 0 then 期末联合工会数 else 0 end",
        "提醒",
        "联合工会至少涵盖两家单位",
    ),
    (
        "X7a",
        "上期.期末基层工会数 + 新建工会数 - 撤并工会数 = 期末基层工会数",
        "错误",
        "期初＋新建－撤并＝期末（工会）",
    ),
    (
        "X7b",
        "上期.期末会员数 + 增加会员数 - 减少会员数 = 期末会员数",
        "错误",
        "期初＋增加－减少＝期末（会员）",
    ),
    ("X8a", "新建工会数 <= 期末基层工会数", "提醒", "本期新建不多于期末"),
    ("X8b", "发展会员数 <= 期末会员数 + 减少会员数", "提醒", "本期发展不多于期末与减少之和"),
    ("X9a", "建经审会工会数 <= 期末基层工会数", "错误", "建经审会的不多于工会"),
    ("X9b", "建女职委工会数 <= 期末基层工会数", "错误", "建女职委的不多于工会"),
    ("X9c", "法人资格工会数 <= 期末基层工会数", "错误", "有法人资格的不多于工会"),
    ("X9d", "建职代会制度单位数 <= 已建会单位数", "错误", "建职代会制度的不多于已建会单位"),
    ("X9e", "厂务公开单位数 <= 已建会单位数", "错误", "厂务公开的不多于已建会单位"),
    ("X10", "建女职委工会数 >= 应建女职委工会数", "提醒", "女会员达到人数线的工会应建女职委"),
    ("X11", "专职工会工作人员 + 兼职工会工作人员 >= 期末基层工会数", "提醒", "每个工会至少有一名工作人员"),
    ("X17a", "参赛职工人数 <= 参赛职工人次", "错误", "参赛人数不多于人次"),
    ("X17b", "女选手人数 <= 参赛职工人数", "错误", "女选手不多于参赛人数"),
    ("X17c", "会员选手人数 <= 参赛职工人数", "错误", "会员选手不多于参赛人数"),
    ("X25a", "建会率 between 0 and 1", "错误", "比率在 0 与 100% 之间"),
    ("X25b", "法人资格登记率 between 0 and 1", "错误", "比率在 0 与 100% 之间"),
    ("X25c", "实名录入率 <= 1", "提醒", "实名录入的会员不多于单位台账自报的会员"),
    ("X25d", "入会率 <= 1", "提醒", "入会率一般不超过 100%"),
    ("X26a", "社区合计.普查单位数 = 普查单位数", "错误", "各社区相加等于全街道（单位）"),
    (
        "X26b",
        "社区合计.期末会员数 = 期末会员数",
        "提醒",
        "各社区相加等于全街道（会员）；不等说明有人同时在两处",
    ),
    (
        "X26c",
        "单位合计.期末会员数 = 期末会员数",
        "提醒",
        "各单位相加等于全街道（会员）；不等说明有人同时在两处",
    ),
    ("X26d", "社区合计.职工人数 = 职工人数", "错误", "各社区相加等于全街道（职工）"),
    (
        "X27a",
        "abs(期末会员数 - 上期.期末会员数) <= 0.3 * 上期.期末会员数",
        "提醒",
        "会员数比上期变化不超过 30%",
    ),
    (
        "X27b",
        "abs(期末基层工会数 - 上期.期末基层工会数) <= 0.3 * 上期.期末基层工会数",
        "提醒",
        "工会数比上期变化不超过 30%",
    ),
    ("X27c", "abs(职工人数 - 上期.职工人数) <= 0.3 * 上期.职工人数", "提醒", "职工数比上期变化不超过 30%"),
)
