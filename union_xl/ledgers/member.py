"""工会会员实名制登记表 (domain 3.B): one row per member of a union."""

from __future__ import annotations

from union_xl.ledgers import member_figures, people, shared
from union_xl.ledgers.form import (
    Chart,
    Derivation,
    Form,
    Movement,
    error,
    expected,
    lets,
    needed_if,
    not_later,
    optional,
    warn,
)
from union_xl.ledgers.layouts import Card
from union_xl.ledgers.outputs import prints

_AGE_NOW = "date_sub('year', 出生, 截止日)"
_RETIREMENT = "case 性别 when '男' then 男职工退休年龄 when '女' then 女干部退休年龄 end"
_EXPECTED_CHANGE = (
    "case 会籍变化原因 when '失业' then '保留' when '所在企业破产' then '保留' "
    "when '个人要求退会' then '退会' when '因犯罪被开除会籍' then '除名' end"
)
_FORMED = "(select min(台.建会日期) from 单位台账 台 where 台.单位名称 = 会员登记.单位名称)"
PRESENT = "coalesce(会籍变化类型, '') not in ('转出', '除名', '退会')"
_LEAVING = "会籍变化类型 in ('保留', '转出', '除名', '退会')"
_MAN = {"证件号码": "330105199003072013", "性别": "男"}
_BOY = {"证件号码": "330105200806015013"}

CHANGE_DATE = Derivation(
    source="入会日期", how="照抄", when=("会籍变化类型", "入会"), why="会籍变化类型为入会，取入会日期"
)

# fmt: off
COLUMNS = (
    shared.PERSON_NAME.but(need="required"),
    shared.GENDER.but(derived=people.GENDER, need="expected"),
    shared.BIRTH.but(derived=people.BIRTH, need="expected"),
    expected("民族", "民族", "族别 民族成份 民族成分 所属民族", example="汉族", ditto=True,
        unknown="B-R10", width=8),
    shared.ID_TYPE.but(derived=people.DOCUMENT, need="expected"),
    shared.ID_NUMBER.but(need="required"),
    shared.MOBILE.but(need="expected", more_aliases="联系电话 联系方式 电话 电话号码 联系号码"),
    shared.EDUCATION.but(unknown="B-R10"),
    optional("政治面貌", "政治面貌", "政治身份 党派 政治面目 政治成份 面貌", example="群众", ditto=True,
        unknown="B-R10", width=12),
    shared.SKILL,
    optional("职称", "文本", "专业技术职务 专业技术职称 专业职称", example="中级", width=8),
    expected("就业状况", "就业状况",
        "就业情况 工作状态 在岗情况 就业状态 在职状态 在职情况 人员状态 职工状态 工作状况 在岗状态",
        example="在岗", ditto=True, width=10),
    optional("用工形式", "用工形式",
        "用工性质 职工类型 用工方式 用工类型 劳动关系形式 用工性质类别 劳动用工形式", example="合同制",
        ditto=True, width=10),
    shared.OCCUPATION,
    optional("职务/岗位", "文本", "职务 岗位 现任职务 职务岗位 岗位(职务) 工作岗位", ditto=True, width=12),
    optional("入职日期", "日期",
        "进单位时间 到岗时间 入职时间 进厂时间 入司时间 入司日期 进公司时间 何时入职 到职日期 到职时间 "
        "进入本单位时间 进本单位时间 来司时间 入厂时间 入厂日期 进单位日期 参加本单位工作时间 进厂日期 "
        "进厂年月 进单位年月 进公司日期 进公司年月 入厂年月 入司年月 到岗日期 到岗年月 到职年月 "
        "进入公司日期 进入公司时间 进入公司年月 进入单位日期 进入单位时间 进入单位年月",
        phrases=(r"(?:入职|进厂|入厂|进单位|进公司|入司|到岗|进企业)(?!.*(?:年限|部门|培训|体检|合同|转正))",),
        ditto=True, width=12),
    expected("是否农民工", "是否",
        "农民工 是否农民工会员 外来务工人员 是否为农民工 农民工会员 是否属于农民工 是不是农民工 "
        "农民工(是/否) 是否外来务工 是否外来务工人员 农民工身份",
        phrases=(r"^(?:是否|是不是).{0,4}农民工",), example="否", width=10),
    optional("户籍类型", "户籍类型",
        "户口性质 户口类型 户籍性质 户口 户籍类别 户籍 户别 户口类别 户籍(农业/非农业) 户口属性 户口类别(农业/非农业)",
        example="非农业户口", ditto=True, width=12),
    optional("户籍所在地", "文本", "户籍地 户口所在地 户籍地址 户口地址 户籍所在地址 户口地", ditto=True,
        privacy="address", width=20),
    optional("籍贯", "文本", "祖籍", example="浙江杭州", ditto=True, privacy="address", width=12),
    shared.UNIT.but(need="required"),
    shared.UNION_NAME,
    optional("会员编号", "文本",
        "会员号 会员卡号 工会会员证号 会员证号 会员证编号 会员卡编号 工会卡号 工会会员卡号 会员证号码 会员卡号码", width=14),
    expected("入会日期", "日期",
        "入会时间 加入工会时间 加入工会日期 入会年月 入会年月日 何时入会 何时加入工会 加入工会的时间 "
        "入会批准日期 工会入会时间 入工会时间 入会批准时间 入会日 参加工会日期 参加工会时间 "
        "参加工会年月 加入工会年月 入工会日期 入工会年月 批准入会日期 批准入会时间 批准入会年月 "
        "申请入会日期 申请入会时间 申请入会年月 工会入会日期 工会入会年月 加入工会年份",
        phrases=(
            r"(?:入会|(?:加入|参加|进入)工会)(?!.*(?:原因|类型|介绍|编号|批次|申请|审批|批准|登记|缴))",
        ),
        example="2022-03-20", ditto=True, width=12),
    expected("会籍变化类型", "会籍变化类型",
        "会籍状态 会籍变动类型 变化类型 会籍变化 会籍变动 变动类型 会籍变化情况 会籍变更类型 "
        "会籍变动情况 会籍类型 变更类型 会员变动类型 会籍变更情况 会籍变更 会籍异动类型 会籍变动种类", example="入会",
        hint="入会、转入、保留、转出、除名、退会", ditto=True, width=12),
    expected("会籍变化日期", "日期",
        "会籍变动日期 变化日期 会籍变化时间 变动日期 会籍变动时间 会籍变更日期 变更日期 会籍变更时间 "
        "变化时间 会籍变化年月 会籍变动年月 会籍变更年月 会籍异动日期 会籍异动时间 会籍异动年月 "
        "变动时间 变动年月 变更时间 变更年月 会籍变化的时间 会籍变化发生时间",
        phrases=(r"^(?:会籍|会员|会籍状态|状态)?的?(?:变动|变化|异动)的?(?:时间|日期|年月日?)$",),
        example="2022-03-20", hint="入会的可空，等于入会日期",
        derived=CHANGE_DATE, ditto=True, width=12),
    optional("会籍变化原因", "会籍变化原因", "变化原因 会籍变动原因 变动原因 会籍变更原因 变更原因 会籍变动的原因",
        ditto=True, width=20),
    optional("会费", "金额", "月缴会费 会费金额 每月会费 会费(元) 会费(元/月) 月会费 月缴会费额 每月应缴会费", width=8),
    optional("是否劳模", "是否", "劳模 劳动模范 是否劳动模范", width=8),
    optional("是否党员", "是否", "是否中共党员 是否为党员", width=8),
    optional("是否困难职工", "是否", "困难职工 困难 是否困难", width=10),
    optional("特殊标签", "文本", "标签 特殊群体 人员标签", width=12),
    expected("是否知情同意", "是否",
        "知情同意 承诺 签名 是否同意 本人同意 是否承诺 个人信息知情同意 本人是否同意 知情同意书 "
        "是否本人同意 本人同意采集 同意采集 是否同意采集 是否同意采集信息 本人同意采集信息", example="是",
        hint="本人同意提供以上信息", width=12),
    shared.REMARK,
)
# fmt: on

# fmt: off
RULES = (
    *people.CONTRADICTIONS,
    people.UNBORN,
    people.WRONG_DOCUMENT,
    *people.mobile_rules("会员登记"),
    error("B-R4", "不满最低年龄",
        "date_sub('year', 出生, 入会日期末) >= 最低入会年龄",
        "{出生}出生，{入会日期}入会时不满{最低入会年龄}周岁", "请核对入会日期和证件号码", column="入会日期",
        fires=(_BOY | {"入会日期": "2022-05-01"},),
        rests=(_MAN | {"入会日期": "2022-05-01"}, {"入会日期": "2022-05-01"}, _BOY)),
    error("B-R4", "不满最低年龄",
        f"入会日期 is not null or {_AGE_NOW} >= 最低入会年龄 or 出生 > 截止日",
        "{出生}出生，截止日{截止日}时不满{最低入会年龄}周岁", "请核对入会日期和证件号码", column="证件号码",
        fires=(_BOY,), rests=(_MAN, _BOY | {"入会日期": "2022-05-01"}, {})),
    error("B-R4-FUTURE", "入会日期在将来", "入会日期 <= 截止日",
        "入会日期 {入会日期} 晚于截止日 {截止日}", "请核对是否写错年份；本期之后入会的下期再报",
        fires=({"入会日期": "2022-07-01"},), rests=({"入会日期": "2022-06"},)),
    warn("B-R4-HIRE", "入会早于入职", "入会日期末 >= 入职日期 - to_days(30)",
        "入会日期 {入会日期} 早于入职日期 {入职日期} 30天以上{多行}", "请核对两个日期", column="入会日期",
        needs=("入职日期", "入会日期"), fires=({"入会日期": "2022-01-01", "入职日期": "2022-03-01"},),
        rests=({"入会日期": "2022-02-20", "入职日期": "2022-03-01"}, {"入会日期": "2022", "入职日期": "2022-03-01"})
        ),
    error("B-R5", "退休人员入会", "not (会籍变化类型 = '入会' and 就业状况 in ('退休', '离休'))",
        "就业状况是{就业状况}，不能办理入会", "请核对就业状况和会籍变化类型；原会员退休的填“保留”",
        column="就业状况", fires=({"就业状况": "退休", "会籍变化类型": "入会"},),
        rests=({"就业状况": "退休", "会籍变化类型": "保留"}, {"就业状况": "退休"})),
    warn("B-R4-UNION", "入会早于建会", f"会籍变化类型 <> '入会' or 入会日期末 >= {_FORMED}",
        "入会日期 {入会日期} 早于本单位建会日期 {建会日期}{多行}", "请核对入会日期和建会日期；由别的单位转来的，会籍变化类型写转入",
        column="入会日期", ordinary=True, let=lets(建会日期=_FORMED),
        fires=({"会员登记": ({"单位名称": "甲公司", "入会日期": "2022-01-05", "会籍变化类型": "入会"},), "单位台账": ({"单位名称": "甲公司", "建会日期": "2022-03-18"},)},),
        rests=({"会员登记": ({"单位名称": "甲公司", "入会日期": "2022-03-20", "会籍变化类型": "入会"},), "单位台账": ({"单位名称": "甲公司", "建会日期": "2022-03-18"},)},)
        ),
    warn("B-R5-AGE", "超过退休年龄仍在岗", f"就业状况 <> '在岗' or {_AGE_NOW} < {_RETIREMENT}",
        "{年龄}岁（退休年龄{退休年龄}岁）仍填在岗{多行}", "请核对就业状况；返聘的不用改",
        column="就业状况", let=lets(年龄=_AGE_NOW, 退休年龄=_RETIREMENT),
        ordinary=True, fires=({"证件号码": "33010519581120301X", "性别": "男", "就业状况": "在岗"},),
        rests=(_MAN | {"就业状况": "在岗"}, {"就业状况": "在岗"})),
    warn("B-R6", "变化原因与类型不符", f"会籍变化类型 = {_EXPECTED_CHANGE}",
        "会籍变化原因是“{会籍变化原因}”，类型应为{应为}，填的是{会籍变化类型}", "请核对变化类型和原因",
        column="会籍变化原因", let=lets(应为=_EXPECTED_CHANGE), suggest=_EXPECTED_CHANGE,
        because="会籍变化类型与原因对应", fires=({"会籍变化原因": "失业", "会籍变化类型": "入会"},),
        rests=({"会籍变化原因": "失业", "会籍变化类型": "保留"}, {"会籍变化原因": "失业"})),
    needed_if(_LEAVING, "会籍变化类型为“{会籍变化类型}”", "会籍变化原因", fires={"会籍变化类型": "退会"},
        rests={"会籍变化类型": "入会"},),
    warn("B-R9", "农民工与户籍不符", "not (是否农民工 = '是' and starts_with(户籍类型, '非农业'))",
        "是否农民工填“是”，户籍类型是{户籍类型}{多行}", "请核对两项；确属农民工的不用改",
        column="户籍类型", needs=("是否农民工", "户籍类型"),
        ordinary=True, fires=({"是否农民工": "是", "户籍类型": "非农业家庭户口"},),
        rests=({"是否农民工": "是", "户籍类型": "农业家庭户口"},)),
    warn("B-R12", "可能不是会员表", "入会日期 is not null or 会籍变化类型 is not null",
        "{总行}行中有{空行}行没有入会日期和会籍变化类型，可能是职工名单",
        "请确认报的是会员，并补填入会日期", column="入会日期", needs=("入会日期", "会籍变化类型"),
        once_above=0.5, fires=(({}, {}, {}, {}),), rests=(({"会籍变化类型": "入会"}, {}),)),
    not_later("B-ORDER", "日期先后不对", "入会日期", "会籍变化日期",
        holds="会籍变化日期末 >= 入会日期 or coalesce(会籍变化类型, '') = '转入' or 入会日期 > 截止日",
        needs=("会籍变化日期",), fires=({"入会日期": "2022-03-20", "会籍变化日期": "2022-03-01"},),
        rests=({"入会日期": "2022-03-20", "会籍变化日期": "2022-03"}, {"入会日期": "2022-03-20", "会籍变化日期": "2022-03-01", "会籍变化类型": "转入"})
        ),
    warn("B-HIRE", "入职年龄过小", "date_sub('year', 出生, 入职日期末) >= 最低入会年龄",
        "{出生}出生，{入职日期}入职时不满{最低入会年龄}周岁{多行}", "请核对入职日期和证件号码",
        column="入职日期", needs=("入职日期",), fires=(_MAN | {"入职日期": "2005-03-01"},),
        rests=(_MAN | {"入职日期": "2006-03-07"}, {"入职日期": "2005-03-01"})),
    warn("B-AGE", "年龄过大", "year(出生) >= year(截止日) - 100", "{出生}出生，已满一百岁",
        "请核对证件号码和出生日期", column="证件号码", fires=({"证件号码": "330105190103072011"},),
        rests=(_MAN,)),
    warn("POL-AGE", "政治面貌与年龄不符",
        f"not (政治面貌 = '共青团员' and {_AGE_NOW} >= 29) and not (政治面貌 = '中共党员' and "
        f"{_AGE_NOW} between 0 and 17)", "{政治面貌}，年龄{年龄}岁{多行}",
        "请核对政治面貌；超龄团员一般改填群众或党员", column="政治面貌", let=lets(年龄=_AGE_NOW),
        needs=("政治面貌",),
        ordinary=True, fires=(_MAN | {"政治面貌": "共青团员"}, _BOY | {"政治面貌": "中共党员"}),
        rests=(_MAN | {"政治面貌": "中共党员"}, {"政治面貌": "共青团员"})),
    warn("B-CONSENT", "未同意", "是否知情同意 <> '否'", "是否知情同意填的是“否”{多行}",
        "请征得本人同意后再报送", fires=({"是否知情同意": "否"},),
        rests=({"是否知情同意": "是"}, {})),
    *(people.not_in_future(column) for column in ("出生日期", "会籍变化日期", "入职日期")),
)
# fmt: on
# fmt: off
LISTS = (
    prints("签领表", "姓名；性别；领取 =；签名 =；日期 =", where="coalesce(会籍变化类型, '入会') not in ('转出', '除名', '退会')",
        per="单位名称", heading="会员签领表", layout="签名表"),
)
# fmt: on
FORM = Form(
    slug="member",
    title="工会会员实名制登记表",
    short="会员登记",
    group="会员与建会",
    hints=(
        "会员登记",
        "会员实名",
        "实名制",
        "会籍",
        "入会 申请",
        "入会 登记",
        "入会 名",
        "会员 信息采集",
        "会员信息",
        "会员档案",
    ),
    whom=("会员", "入会", "实名"),
    marks=("会籍", "入会", "会员", "工会"),
    keys=(("证件类型", "证件号码"),),
    owed="all",
    replaces="全量",
    one_unit=True,
    same_row="B-R2-FILE",
    two_units="B-R2",
    each=("会员",),
    movement=Movement(
        kind="会籍变化类型",
        day="会籍变化日期",
        left=("转出", "除名", "退会"),
        joined="入会",
        moved="转入",
        standing="有效会籍",
    ),
    charts=(
        Chart(title="会员性别（人）", column="性别", shape="pie", where=PRESENT),
        Chart(title="会员年龄（人）", column="出生日期", shape="column", where=PRESENT),
        Chart(title="会员学历（人）", column="学历", where=PRESENT),
        Chart(
            title="发展会员（按月，人）",
            column="会籍变化日期",
            shape="column",
            where="会籍变化类型 = '入会' and (期初 is null or 会籍变化日期 between 期初 and 期末)",
        ),
    ),
    card=Card(),
    columns=COLUMNS,
    rules=RULES,
    indicators=member_figures.INDICATORS,
    checks=member_figures.CHECKS,
    lists=LISTS,
)
