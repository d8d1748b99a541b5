"""What 会员登记 counts (domain §4.2, the annual survey Z07–Z15) and how its figures hang together."""

# fmt: off
from __future__ import annotations

from union_xl.ledgers.figures import FLOW, check, figure, formula
from union_xl.model import ERROR, WARNING

STAYS = "(会籍变化类型 in ('入会', '转入') or 会籍变化类型 is null or (会籍变化类型 = '保留' and not 会员数不含保留会籍))"
CHANGED = "coalesce(会籍变化日期, 入会日期, 截止日)"
MEMBER = f"(({STAYS} and {CHANGED} <= 截止日) or (not {STAYS} and 会籍变化日期 > 截止日))"
GAINED = "会籍变化类型 in ('入会', '转入') and 会籍变化日期 between 期初 and 期末"
LOST = (
    "(会籍变化类型 in ('转出', '除名', '退会') or (会籍变化类型 = '保留' and 会员数不含保留会籍)) "
    "and 会籍变化日期 between 期初 and 期末"
)
NEW_FORM = (
    'regexp_matches(concat(工种, 特殊标签, "职务/岗位"), '
    "'新就业形态|货车司机|网约车|快递|外卖|配送|护工|护理员|家政|保安|房产中介')"
)
U = "单位、社区、行业"

INDICATORS = (
    figure("B01", "发展会员数", "去重",
        "(会籍变化类型 = '入会' or (发展会员含转入 and 会籍变化类型 = '转入')) and 会籍变化日期 between 期初 and 期末",
        field="证件号码", groups=f"{U}、月(会籍变化日期)", unit="人", over=FLOW,
        about="本期入会的人，同一人只计一次；不含转入（设置可改）"),
    figure("B02", "转入会员数", "去重", "会籍变化类型 = '转入' and 会籍变化日期 between 期初 and 期末",
        field="证件号码", groups=U, unit="人", over=FLOW),
    figure("B03", "减少会员数", "去重", LOST, field="证件号码", groups=U, unit="人", over=FLOW,
        about="转出、退会、除名，及转为保留会籍"),
    *(
        figure(f"B03{mark}", f"{kind}会员数", "去重",
            f"会籍变化类型 = '{kind}' and 会籍变化日期 between 期初 and 期末",
            field="证件号码", groups=U, unit="人", over=FLOW)
        for mark, kind in zip("abcd", ("转出", "退会", "除名", "保留"), strict=True)
    ),
    figure("B04a", "增加会员数", "去重", GAINED, field="证件号码", groups=f"{U}、月(会籍变化日期)", unit="人",
        over=FLOW),
    formula("B04", "净增会员数", "增加会员数 - 减少会员数", groups=U, unit="人"),
    figure("B06", "补录会员数", "去重",
        f"{MEMBER} and 入会日期 < 期初 and 单位名称 in (select 单位名称 from 单位台账 where 录入日期 between 期初 and 期末)",
        field="证件号码", groups=U, unit="人", over=FLOW, about="以前入会、本期才录入的会员（按单位台账的录入日期）"),
    figure("B08", "期末会员数", "去重", MEMBER, field="证件号码",
        groups=f"{U}、学历、政治面貌、技能等级、用工形式、民族", unit="人",
        about="截止日会籍正常的人，同一人只计一次"),
    formula("B08b", "会员数", "期末会员数", unit="人", about="就是期末会员数；单位自报的会员数写 每单位台账.会员数"),
    formula("B08a", "期初会员数", "期末会员数 - 增加会员数 + 减少会员数", groups=U, unit="人"),
    figure("B09", "女会员数", "去重", f"{MEMBER} and 性别 = '女'", field="证件号码",
        groups=f"{U}、学历、政治面貌、技能等级", unit="人"),
    figure("B09a", "男会员数", "去重", f"{MEMBER} and 性别 = '男'", field="证件号码", groups=U, unit="人"),
    figure("B09b", "性别未填会员数", "去重", f"{MEMBER} and 性别 is null", field="证件号码", groups=U, unit="人"),
    figure("B10", "农民工会员数", "去重", f"{MEMBER} and 是否农民工 = '是'", field="证件号码",
        groups=f"{U}、学历、政治面貌、技能等级", unit="人"),
    figure("B11", "劳务派遣会员数", "去重", f"{MEMBER} and 用工形式 = '劳务派遣'", field="证件号码", groups=U,
        unit="人"),
    figure("B12", "新就业形态会员数", "去重", f"{MEMBER} and {NEW_FORM}", field="证件号码", groups=U, unit="人",
        about="按工种、特殊标签、职务认定"),
    figure("B15a", "35岁及以下会员数", "去重", f"{MEMBER} and 出生日期 > 截止日 - to_years(36)", field="证件号码",
        groups=U, unit="人"),
    figure("B15b", "36至50岁会员数", "去重",
        f"{MEMBER} and 出生日期 <= 截止日 - to_years(36) and 出生日期 > 截止日 - to_years(51)", field="证件号码",
        groups=U, unit="人"),
    figure("B15c", "51岁及以上会员数", "去重", f"{MEMBER} and 出生日期 <= 截止日 - to_years(51)", field="证件号码",
        groups=U, unit="人"),
    figure("B15d", "党员会员数", "去重", f"{MEMBER} and 政治面貌 in ('中共党员', '中共预备党员')", field="证件号码",
        groups=U, unit="人"),
    figure("B15e", "大专及以上会员数", "去重",
        f"{MEMBER} and 学历 in ('博士研究生', '硕士研究生', '研究生', '大学本科', '大学专科')", field="证件号码",
        groups=U, unit="人"),
    figure("B15f", "高技能会员数", "去重",
        f"{MEMBER} and 技能等级 in ('首席技师', '特级技师', '一级(高级技师)', '二级(技师)', '三级(高级工)')",
        field="证件号码", groups=U, unit="人", about="三级（高级工）及以上"),
    figure("B16a", "手机号码完整率", "占比", "手机号码 is not null", base=MEMBER, groups=U, unit="%"),
    figure("B16b", "身份证会员占比", "占比", "length(证件号码) = 18", base=MEMBER, groups=U, unit="%"),
    formula("B13", "实名录入率", "期末会员数 / nullif(台账会员数, 0)", groups=U, unit="%",
        about="已实名录入的会员 ÷ 单位台账自报会员数"),
    formula("B14", "入会率", "期末会员数 / nullif(职工人数, 0)", groups=U, unit="%", about="会员 ÷ 已建会单位职工"),
    formula("Z07", "会员人数", "期末会员数", groups=U, unit="人"),
    formula("Z08", "女会员人数", "女会员数", groups=U, unit="人"),
    formula("Z09", "农民工会员人数", "农民工会员数", groups=U, unit="人"),
    formula("Z10", "派遣工会员人数", "劳务派遣会员数", groups=U, unit="人"),
    formula("Z13", "期内发展会员", "发展会员数", groups=U, unit="人"),
    formula("Z14", "期内转入会员", "转入会员数", groups=U, unit="人"),
    formula("Z15", "期内减少会员", "减少会员数", groups=U, unit="人"),
)
CHECKS = (
    check("X2", "期末会员数 <= 职工人数", WARNING, "会员一般不多于职工（有派遣工、联合工会时除外）"),
    check("X3a", "女会员数 <= 期末会员数", ERROR, "女会员不多于会员"),
    check("X3b", "女会员数 <= 女职工人数", WARNING, "女会员不多于女职工"),
    check("X3c", "农民工会员数 <= 期末会员数", ERROR, "农民工会员不多于会员"),
    check("X3d", "农民工会员数 <= 农民工人数", WARNING, "农民工会员不多于农民工"),
    check("X3e", "劳务派遣会员数 <= 期末会员数", ERROR, "派遣工会员不多于会员"),
    check("X3f", "劳务派遣会员数 <= 劳务派遣工人数", WARNING, "派遣工会员不多于派遣工"),
    check("X4", "男会员数 + 女会员数 + 性别未填会员数 = 期末会员数", ERROR, "男女合计等于会员"),
    check("X7b", "上期.期末会员数 + 增加会员数 - 减少会员数 = 期末会员数", ERROR, "期初＋增加－减少＝期末（会员）"),
    check("X8b", "发展会员数 <= 期末会员数 + 减少会员数", WARNING, "本期发展不多于期末与减少之和"),
    check("X25c", "实名录入率 <= 1", WARNING, "实名录入的会员不多于单位台账自报的会员"),
    check("X25d", "入会率 <= 1", WARNING, "入会率一般不超过 100%"),
    check("X26b", "社区合计.期末会员数 = 期末会员数", WARNING, "各社区相加等于全街道（会员）；不等说明有人同时在两处"),
    check("X26c", "单位合计.期末会员数 = 期末会员数", WARNING, "各单位相加等于全街道（会员）；不等说明有人同时在两处"),
    check("X27a", "abs(期末会员数 - 上期.期末会员数) <= 0.3 * 上期.期末会员数", WARNING, "会员数比上期变化不超过 30%"),
)
