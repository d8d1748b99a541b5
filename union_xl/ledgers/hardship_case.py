"""困难职工档案 (ledgers.md 4.7, G1): one row per household, from cards or the aid system's export."""

from __future__ import annotations

from union_xl.ledgers import people, shared
from union_xl.ledgers.form import Chart, Form, choice, dated, expected, optional
from union_xl.ledgers.layouts import Card
from union_xl.ledgers.outputs import expires, prints

CAUSES = (
    "无劳动能力 有劳动能力而未就业 下岗失业 未参加社会保险 社会保险待遇落实不到位 "
    "患重特大疾病←患重大疾病←重大疾病←因病致困 遭受自然灾害 遭受意外事故←意外事故 子女上学←子女就学←因学致困 其他←其它"
)
CATEGORY = choice(
    "深度困难←深度困难职工 相对困难←相对困难职工 意外致困←意外致困职工 低保户 低保边缘户 意外致困户"
)

# fmt: off
COLUMNS = (
    expected("档案编号", "文本", "职工编号 编号 建档编号 档案号 困难职工档案编号 困难职工编号", example="330105-0012",
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
    expected("困难类别", CATEGORY, "困难类型 困难等级 困难标准 困难职工类别 困难程度", example="相对困难", ditto=True, width=12, public=True),
    expected("建档标准", choice("全国级←国家级 省级 地市级←市级 区县级←区级←县级 基层←街道级←单位"),
        "建档级别 档案级别 建档等级", example="地市级", ditto=True, width=10),
    expected("家庭人口", "整数", "家庭人口数 家庭人数 家庭成员数 人口 共同生活人口", example="3", hint="含本人", privacy="free",
        width=8),
    expected("家庭年度总收入", "金额", "家庭年收入 家庭总收入 家庭年总收入 年总收入 家庭年度收入", example="36000",
        hint="元，上一年全家收入", privacy="free", width=12),
    expected("刚性支出", "金额", "必要支出 家庭刚性支出 刚性支出合计 年刚性支出 家庭必要支出", example="12000",
        hint="元/年：医疗、上学等必需的支出", privacy="free", width=10),
    expected("家庭月人均收入", "金额", "月人均收入 人均收入 家庭人均月收入 家庭人均收入 人均月收入", example="1000",
        hint="元/月，不是年人均", privacy="free", width=12),
    optional("本人月平均收入", "金额", "本人月收入 月收入 本人月均收入 个人月收入", privacy="free", width=10),
    expected("主要致困原因", choice(CAUSES), "致困原因 致困主要原因 困难原因 主要困难原因 致贫原因", example="子女上学",
        hint="只选一项", width=16),
    optional("次要致困原因", "文本", "致困次要原因 其他致困原因", hint="最多三项，用顿号隔开", width=16),
    optional("解困脱困类别", "文本", "解困类别 脱困类别", width=16),
    optional("健康状况", "文本", "身体状况 健康情况", privacy="free", width=10),
    optional("残疾类别", "文本", "残疾情况 残疾类型 残疾等级", privacy="free", width=10),
    optional("劳模类型", "文本", "劳模类别 是否劳模", width=10),
    optional("住房类型", choice("承租单位公房←单位公房 政府廉租房←廉租房 自购房←商品房←经济适用房←两限房 无房 租房 自建房 其他←其它"),
        "住房性质 住房情况 住房状况", width=12),
    optional("建筑面积", "数字", "住房面积 面积 建筑面积(平方米)", hint="平方米", width=8),
    optional("是否单亲", "是否", "单亲 是否单亲家庭", width=8),
    optional("是否零就业家庭", "是否", "零就业家庭 是否零就业", width=10),
    optional("是否有自救能力", "是否", "有无自救能力 自救能力", width=10),
    optional("医保状况", "文本", "医疗保险 医保情况 参保情况", width=12),
    optional("帮扶需求", "文本", "帮扶需求意愿 需求 困难需求", width=16),
    expected("建档日期", "日期", dated("建档 立档 录入"), example="2022-03-10", width=12),
    expected("档案状态", choice("在档←在册←正常 脱困←已脱困←解困 注销←已注销←退档 临时←临时档案"), "状态 档案情况 建档状态",
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
# fmt: on
FORM = Form(
    slug="hardship-case",
    title="困难职工档案表",
    short="困难职工档案",
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
    marks=("困难", "致困", "建档", "家庭", "脱困"),
    keys=(("证件号码",), ("档案编号",)),
    owed="office",
    restricted=True,
    keep_until=60,
    charts=(
        Chart(title="各困难类别户数", column="困难类别", shape="column"),
        Chart(title="主要致困原因", column="主要致困原因"),
    ),
    compared=("困难类别", "建档标准", "家庭人口", "档案状态", "最近更新日期"),
    card=Card(),
    columns=COLUMNS,
    lists=LISTS,
    due=DUE,
)
