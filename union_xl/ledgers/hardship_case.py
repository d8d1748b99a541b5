"""困难职工档案 (ledgers.md 4.7, G1): one row per household, from cards or the aid system's export."""

from __future__ import annotations

from union_xl.ledgers import people, shared
from union_xl.ledgers.figures import FLOW, check, figure, formula
from union_xl.ledgers.form import Chart, Form, choice, dated, expected, lets, not_later, optional, warn
from union_xl.ledgers.layouts import Card
from union_xl.ledgers.outputs import expires, prints
from union_xl.model import ERROR, WARNING

CAUSES = (
    "无劳动能力 有劳动能力而未就业 下岗失业 未参加社会保险 社会保险待遇落实不到位 "
    "患重特大疾病←患重大疾病←重大疾病←因病致困 遭受自然灾害 遭受意外事故←意外事故 子女上学←子女就学←因学致困 其他←其它"
)
CATEGORY = choice(
    "深度困难←深度困难职工 相对困难←相对困难职工 意外致困←意外致困职工 低保户 低保边缘户 意外致困户"
)

IN_FILE = (
    "coalesce(建档日期, 期末) <= 期末 and case when 退档日期 is not null then 退档日期 > 期末 "
    "else coalesce(档案状态, '在档') = '在档' end"
)
"""Whether a case was open on the day 期末."""
_PER_HEAD = "(家庭年度总收入 - coalesce(刚性支出, 0)) / 12 / nullif(家庭人口, 0)"
_GROSS = "家庭年度总收入 / 12 / nullif(家庭人口, 0)"
_NEAR = "abs(家庭月人均收入 - {}) <= 0.1 * greatest(家庭月人均收入, 1)"
_YEARLY = (
    "(家庭人口 > 1 and abs(家庭月人均收入 - 家庭年度总收入 / nullif(家庭人口, 0)) <= 0.05 * 家庭月人均收入)"
)
_FAMILY = "(select count(*) from 困难家庭成员 成 where 成.户主证件号码 = 困难职工档案.证件号码{})"
_OTHERS = _FAMILY.format(
    " and coalesce(成.关系, '') <> '本人' and coalesce(成.证件号码, '') <> 成.户主证件号码"
)
"""Members besides the head, whom some lists name, too."""
_HEAD = {"证件号码": "330105199003072013"}
_MEMBER = {"户主证件号码": "330105199003072013", "关系": "子", "姓名": "张小明"}
_SELF = {"户主证件号码": "330105199003072013", "关系": "本人", "证件号码": "330105199003072013"}
_POOR = {"困难类别": "深度困难", "家庭年度总收入": 36000, "刚性支出": 12000, "家庭人口": 3}
_AIDED = {"证件号码": "330105199003072013", "帮扶类别": "送温暖"}

# fmt: off
COLUMNS = (
    expected("档案编号", "文本", "职工编号 编号 建档编号 档案号 困难职工档案编号 困难职工编号 困难档案编号 困难职工档案号", example="330105-0012",
        width=14),
    shared.PERSON_NAME.but(need="required", public=True, more_aliases="困难职工姓名 户主姓名 户主 困难职工"),
    shared.GENDER.but(derived=people.GENDER),
    shared.ID_NUMBER.but(need="required", more_aliases="户主身份证号 困难职工身份证号"),
    shared.ETHNICITY,
    shared.POLITICS,
    shared.MOBILE.but(more_aliases="联系电话 联系方式 电话"),
    shared.MARRIAGE,
    optional("户口类型", "户籍类型", "户籍类型 户口性质 户籍性质 户口 户籍类别", ditto=True, width=12),
    shared.UNIT.but(need="expected", public=True),
    optional("职工身份", choice("在岗←在职 下(待)岗←下岗←待岗 失(无)业←失业←无业 退休 病休 内退 农民工 离休"),
        "身份 工作状态 人员身份 就业状况", width=10),
    expected("困难类别", CATEGORY, "困难类型 困难等级 困难标准 困难职工类别 困难程度 困难职工类型 家庭困难类别 困难等次 困难职工等级", example="相对困难", ditto=True, width=12, public=True),
    expected("建档标准", choice("全国级←国家级 省级 地市级←市级 区县级←区级←县级 基层←街道级←单位"),
        "建档级别 档案级别 建档等级 建档层级 档案等级", example="地市级", ditto=True, width=10),
    expected("家庭人口", "整数", "家庭人口数 家庭人数 家庭成员数 人口 共同生活人口", example="3", hint="含本人", privacy="free",
        width=8),
    expected("家庭年度总收入", "金额", "家庭年收入 家庭总收入 家庭年总收入 年总收入 家庭年度收入 家庭全年总收入 家庭年收入(元)", example="36000",
        hint="元，上一年全家收入", privacy="free", width=12),
    expected("刚性支出", "金额", "必要支出 家庭刚性支出 刚性支出合计 年刚性支出 家庭必要支出 家庭刚性支出(元) 家庭年刚性支出 必要刚性支出", example="12000",
        hint="元/年：医疗、上学等必需的支出", privacy="free", width=10),
    expected("家庭月人均收入", "金额", "月人均收入 人均收入 家庭人均月收入 家庭人均收入 人均月收入", example="1000",
        hint="元/月，不是年人均", privacy="free", width=12),
    optional("本人月平均收入", "金额", "本人月收入 月收入 本人月均收入 个人月收入", privacy="free", width=10),
    expected("主要致困原因", choice(CAUSES), "致困原因 致困主要原因 困难原因 主要困难原因 致贫原因 家庭致困原因 主要致困的原因 致困原因(主要) 导致困难的主要原因", example="子女上学",
        hint="只选一项", width=16),
    optional("次要致困原因", "文本", "致困次要原因 其他致困原因", hint="最多三项，用顿号隔开", width=16),
    optional("解困脱困类别", "文本", "解困类别 脱困类别", width=16),
    optional("健康状况", "文本", "身体状况 健康情况", privacy="free", width=10),
    optional("残疾类别", "文本", "残疾情况 残疾类型 残疾等级", privacy="free", width=10),
    optional("劳模类型", "文本", "劳模类别 是否劳模", width=10),
    optional("住房类型", choice("承租单位公房←单位公房 政府廉租房←廉租房 自购房←商品房←经济适用房←两限房 无房 租房 自建房 其他←其它"),
        "住房性质 住房情况 住房状况", width=12),
    optional("建筑面积", "文本", "住房面积 面积 建筑面积(平方米)", hint="平方米；写数字或档次，如 50-70", width=10),
    optional("是否单亲", "是否", "单亲 是否单亲家庭", width=8),
    optional("是否零就业家庭", "是否", "零就业家庭 是否零就业", width=10),
    optional("是否有自救能力", "是否", "有无自救能力 自救能力", width=10),
    optional("医保状况", "文本", "医疗保险 医保情况 参保情况", width=12),
    optional("帮扶需求", "文本", "帮扶需求意愿 需求 困难需求 主要帮扶需求", width=16),
    expected("建档日期", "日期", dated("首次建档 建立档案 建档 立档 录入"), example="2022-03-10", width=12),
    expected("档案状态", choice("在档←在册←正常 脱困←已脱困←解困 注销←已注销←退档 临时←临时档案"), "状态 档案情况 建档状态 在档状态 档案目前状态",
        example="在档", ditto=True, width=8),
    expected("最近更新日期", "日期", dated("最近更新 更新 最近复核 复核 最近修改"), example="2022-03-10", width=12),
    optional("公示开始", "日期", dated("公示开始 公示起始") + " 公示起", width=12),
    optional("公示结束", "日期", dated("公示结束 公示截止") + " 公示止", example="2022-03-08", width=12),
    optional("退档日期", "日期", dated("脱困 注销 退档"), width=12),
    optional("退档原因", "文本", "脱困原因 注销原因", width=14),
    shared.BANK,
    shared.BANK_CARD,
    optional("审核人", "姓名", "审核人签字 经办审核人", privacy="name", width=10),
    shared.REMARK,
)
# fmt: on
# fmt: off
_STILL_OPEN = "coalesce(档案状态, '在档') = '在档'"
LISTS = (
    prints("公示稿", "姓名；单位名称；困难类别", "公示", heading="困难职工建档对象公示", where=_STILL_OPEN, order="单位名称",
        note="公示期五个工作日。如有异议，请在公示期内向{填报单位}反映。联系人：{联系人}，联系电话：{联系电话}。"),
    prints("一年未复核", "档案编号；姓名；单位名称；困难类别；建档日期；最近更新日期；复核结果 =；复核人 =",
        where=f"{_STILL_OPEN} and coalesce(最近更新日期, 建档日期) <= 截止日 - to_years(1)", order="最近更新日期"),
    prints("未帮扶名单", "档案编号；姓名；单位名称；困难类别；建档标准；建档日期；帮扶安排 =", order="建档日期",
        where=f"{_STILL_OPEN} and 证件号码 not in (select 帮.证件号码 from 帮扶慰问 帮 where 帮.证件号码 is not null)",
        note="在档，而帮扶慰问里一次也没有的。"),
)
DUE = (
    expires("困难档案一年没有更新", "coalesce(最近更新日期, 建档日期) + to_years(1)", 30, f"not ({_STILL_OPEN})",
        cure="入户复核，更新档案"),
    expires("建档公示期满", "公示结束", 7, "公示结束 < 截止日 - to_days(30)", cure="没有异议的，办理建档"),
)
RULES = (
    people.GENDER_AGAINST_ID,
    people.UNBORN,
    warn("G-R1a", "收入高于深度困难标准", f"困难类别 <> '深度困难' or {_PER_HEAD} < 低保标准",
        "困难类别是深度困难，扣除刚性支出后每人每月 {月人均} 元，不低于低保标准 {低保标准} 元{多行}", "请核对收入、支出、人口和困难类别",
        column="困难类别", let=lets(月人均=f"round({_PER_HEAD}, 2)"),
        fires=(_POOR | {"家庭年度总收入": 90000},), rests=({"困难类别": "意外致困", "家庭年度总收入": 90000, "家庭人口": 3}, {"困难类别": "深度困难"})),
    warn("G-R1b", "收入高于相对困难标准", f"困难类别 <> '相对困难' or {_PER_HEAD} < 2 * 低保标准",
        "困难类别是相对困难，扣除刚性支出后每人每月 {月人均} 元，不低于低保标准 {低保标准} 元的两倍{多行}", "请核对收入、支出、人口和困难类别",
        column="困难类别", let=lets(月人均=f"round({_PER_HEAD}, 2)"),
        fires=(_POOR | {"困难类别": "相对困难", "家庭年度总收入": 90000},), rests=(_POOR | {"家庭年度总收入": 90000}, {"困难类别": "相对困难"})),
    warn("G-R34", "月人均收入算不拢", f"{_YEARLY} or {_NEAR.format(_GROSS)} or {_NEAR.format(_PER_HEAD)}",
        "家庭月人均收入填 {家庭月人均收入}，按年收入和人口计算是 {应为}{多行}", "请核对家庭年度总收入、家庭人口和月人均收入",
        column="家庭月人均收入", let=lets(应为=f"round({_GROSS}, 2)"),
        fires=({"家庭月人均收入": 3000, "家庭年度总收入": 36000, "家庭人口": 3},),
        rests=({"家庭月人均收入": 1000, "家庭年度总收入": 36000, "家庭人口": 3}, _POOR | {"家庭月人均收入": 667},
               {"家庭月人均收入": 12000, "家庭年度总收入": 36000, "家庭人口": 3}, {"家庭月人均收入": 3000})),
    warn("G-R35", "像是年人均收入", f"not {_YEARLY}", "家庭月人均收入填 {家庭月人均收入}，正好是全年的人均{多行}",
        "请改填每月的人均收入", column="家庭月人均收入", suggest=f"round({_GROSS}, 2)", because="年收入除以12再除以人口",
        fires=({"家庭月人均收入": 12000, "家庭年度总收入": 36000, "家庭人口": 3},),
        rests=({"家庭月人均收入": 1000, "家庭年度总收入": 36000, "家庭人口": 3}, {"家庭月人均收入": 12000})),
    warn("G-R3", "本人收入高于家庭收入", "本人月平均收入 * 12 <= 家庭年度总收入",
        "本人月平均收入 {本人月平均收入}，一年超过家庭年度总收入 {家庭年度总收入}{多行}", "请核对两项收入", column="本人月平均收入",
        fires=({"本人月平均收入": 4000, "家庭年度总收入": 36000},),
        rests=({"本人月平均收入": 3000, "家庭年度总收入": 36000}, {"本人月平均收入": 4000})),
    warn("G-R7", "没有公示", "coalesce(档案状态, '') <> '在档' or 公示结束 is not null", "档案状态是在档，没有填公示结束日期{多行}",
        "请补填公示日期；没有公示的先公示", column="公示结束", needs=("公示结束",), fires=({"档案状态": "在档"},),
        rests=({"档案状态": "在档", "公示结束": "2022-03-08"}, {"档案状态": "脱困"}, {})),
    not_later("G-R8", "退档早于建档", "建档日期", "退档日期", level=ERROR,
        fires=({"建档日期": "2022-03-10", "退档日期": "2021-03-10"},),
        rests=({"建档日期": "2021-03-10", "退档日期": "2022-03-10"}, {"退档日期": "2021-03-10"})),
    warn("G-R36", "一年未更新", "coalesce(档案状态, '') <> '在档' or 最近更新日期末 > 截止日 - to_years(1)",
        "档案在档，最近更新日期 {最近更新日期}，已满一年没有更新{多行}", "请入户复核后更新档案", column="最近更新日期",
        fires=({"档案状态": "在档", "最近更新日期": "2021-05-10"},),
        rests=({"档案状态": "在档", "最近更新日期": "2022-03-10"}, {"档案状态": "脱困", "最近更新日期": "2020-03-10"}, {"档案状态": "在档"})),
    warn("G-R37", "旧的困难类别", "困难职工分类 <> '深度/相对/意外' or 困难类别 not in ('低保户', '低保边缘户', '意外致困户')",
        "困难类别“{困难类别}”是旧的分法{多行}", "请按现行分法改填：深度困难、相对困难或意外致困", column="困难类别",
        fires=({"困难类别": "低保户"},), rests=({"困难类别": "深度困难"}, {})),
    warn("X37", "一户两档",
        "证件号码 not in (select 成.证件号码 from 困难家庭成员 成 where 成.证件号码 is not null and 成.证件号码 <> 成.户主证件号码)",
        "{姓名}已经是别的困难家庭的成员，一户只建一份档案", "请核对；同一户的并入一份档案", column="证件号码",
        fires=({"困难职工档案": (_HEAD,), "困难家庭成员": ({"户主证件号码": "33010519851120302X", "关系": "配偶", **_HEAD},)},),
        rests=({"困难职工档案": (_HEAD,), "困难家庭成员": (_MEMBER,)}, {"困难职工档案": (_HEAD,), "困难家庭成员": (_SELF,)})),
    warn("X38", "家庭人口与成员不符", f"{_OTHERS} = 0 or 家庭人口 = 1 + {_OTHERS}",
        "家庭人口填 {家庭人口}，家庭成员表连本人是 {人数} 人", "请核对家庭人口和家庭成员", column="家庭人口", let=lets(人数=f"1 + {_OTHERS}"),
        fires=({"困难职工档案": (_HEAD | {"家庭人口": 4},), "困难家庭成员": (_MEMBER, _MEMBER | {"姓名": "李四", "关系": "配偶"})},),
        rests=({"困难职工档案": (_HEAD | {"家庭人口": 3},), "困难家庭成员": (_MEMBER, _MEMBER | {"姓名": "李四", "关系": "配偶"})},
               {"困难职工档案": (_HEAD | {"家庭人口": 2},), "困难家庭成员": (_MEMBER, _SELF)},
               {"困难职工档案": (_HEAD | {"家庭人口": 2},), "困难家庭成员": (_MEMBER, _SELF | {"证件号码": None})},
               {"困难职工档案": (_HEAD | {"家庭人口": 4},), "困难家庭成员": (_MEMBER | {"户主证件号码": "33010519851120302X"},)})),
    warn("X39", "没有帮扶过", "coalesce(档案状态, '在档') <> '在档' "
        "or 证件号码 in (select 帮.证件号码 from 帮扶慰问 帮 where 帮.证件号码 is not null) "
        "or 证件号码 in (select 助.家长证件号码 from 金秋助学 助 where 助.家长证件号码 is not null)",
        "{姓名}在档，帮扶慰问和金秋助学里都没有记录", "请核对是否漏了帮扶", column="姓名", ordinary=True,
        fires=({"困难职工档案": (_HEAD | {"姓名": "张三"},), "帮扶慰问": ({"证件号码": "33010519851120302X"},),
            "金秋助学": ({"家长证件号码": "33010519851120302X"},)},),
        rests=({"困难职工档案": (_HEAD,), "帮扶慰问": (_AIDED,), "金秋助学": ({"学生姓名": "张小明"},)},
               {"困难职工档案": (_HEAD,), "帮扶慰问": ({"姓名": "李四"},), "金秋助学": ({"家长证件号码": "330105199003072013"},)},
               {"困难职工档案": (_HEAD | {"档案状态": "脱困"},), "帮扶慰问": ({"姓名": "李四"},), "金秋助学": ({"学生姓名": "张小明"},)})),
)
INDICATORS = (
    figure("G01", "在档困难职工户数", "计数", IN_FILE, groups="单位、社区、困难类别、建档标准、主要致困原因", unit="户",
        about="期末在档：已建档，没有退档或期末以后才退档"),
    figure("G02a", "深度困难户数", "计数", f"{IN_FILE} and 困难类别 = '深度困难'", groups="单位、社区", unit="户"),
    figure("G02b", "相对困难户数", "计数", f"{IN_FILE} and 困难类别 = '相对困难'", groups="单位、社区", unit="户"),
    figure("G02c", "意外致困户数", "计数", f"{IN_FILE} and 困难类别 = '意外致困'", groups="单位、社区", unit="户"),
    figure("G03", "新建档户数", "计数", "建档日期 between 期初 and 期末", groups="单位、社区、困难类别", unit="户", over=FLOW),
    figure("G04", "脱困退档户数", "计数", "退档日期 between 期初 and 期末", groups="单位、社区、困难类别", unit="户", over=FLOW),
    figure("G05", "全国级建档户数", "计数", f"{IN_FILE} and 建档标准 = '全国级'", unit="户"),
    figure("G06", "在档家庭人口", "求和", IN_FILE, field="家庭人口", groups="社区、困难类别", unit="人"),
    figure("G07", "一年未更新档案数", "计数", f"{IN_FILE} and 最近更新日期 <= 截止日 - to_years(1)", groups="单位、困难类别", unit="户"),
    formula("G01a", "期初困难职工户数", "在档困难职工户数 - 新建档户数 + 脱困退档户数", unit="户", about="由期末倒推"),
)
CHECKS = (
    check("XG1", "深度困难户数 + 相对困难户数 + 意外致困户数 <= 在档困难职工户数", WARNING, "三类之和不多于在档户数（旧类别另计）"),
    check("XG2", "上期.在档困难职工户数 + 新建档户数 - 脱困退档户数 = 在档困难职工户数", ERROR, "上期在档加新建减退档，等于本期在档"),
)
# fmt: on
FORM = Form(
    slug="hardship-case",
    title="困难职工档案表",
    short="困难职工档案",
    group="帮扶慰问",
    hints=(
        "困难职工档案",
        "困难职工名册",
        "困难职工名单",
        "困难职工台账",
        "困难职工建档",
        "困难职工登记",
        "困难职工花名册",
        "困难职工汇总",
        "困难职工情况",
    ),
    whom=("困难职工",),
    marks=("困难", "致困", "建档", "家庭年", "家庭总收入", "刚性", "脱困", "帮扶", "退档"),
    keys=(("证件号码",), ("档案编号",)),
    owed="office",
    restricted=True,
    keep_until=60,
    charts=(
        Chart(title="各困难类别户数", column="困难类别", shape="column"),
        Chart(title="主要致困原因", column="主要致困原因"),
    ),
    compared=("困难类别", "建档标准", "家庭人口", "档案状态", "最近更新日期"),
    card=Card(blocks=("hardship-family",)),
    columns=COLUMNS,
    lists=LISTS,
    due=DUE,
    rules=RULES,
    indicators=INDICATORS,
    checks=CHECKS,
)
