"""工会会员实名制登记表 (domain 3.B): one row per member of a union."""

# Annotations are no strings here: pydantic would have to compile each of them again.
from dataclasses import replace
from typing import Annotated, ClassVar

from union_xl import kinds
from union_xl.forms import member_rules, shared
from union_xl.forms.base import Column, Derivation, Form, RowRule, also, dated
from union_xl.forms.shared import Amount, Day, Short, Text


class Member(Form):
    """会员登记."""

    slug: ClassVar[str] = "member"
    title: ClassVar[str] = "工会会员实名制登记表"
    short: ClassVar[str] = "会员登记"
    hints: ClassVar[tuple[str, ...]] = ("会员", "实名", "入会")
    marks: ClassVar[tuple[str, ...]] = ("会籍", "入会", "会员")
    one_unit: ClassVar[bool] = True
    duplicate_rule: ClassVar[str] = "B-R2-FILE"
    row_rules: ClassVar[tuple[RowRule, ...]] = member_rules.RULES
    derivations: ClassVar[tuple[Derivation, ...]] = member_rules.DERIVATIONS
    keys: ClassVar[tuple[tuple[str, ...], ...]] = (("证件类型", "证件号码"),)

    person_name: Annotated[Short, replace(shared.PERSON_NAME, need="required")]
    gender: Annotated[Short | None, replace(shared.GENDER, need="expected")] = None
    birth_date: Annotated[Day | None, replace(shared.BIRTH, need="expected")] = None
    ethnicity: Annotated[
        Short | None,
        Column(
            "民族",
            kinds.ETHNICITY,
            also("族别 民族成份 民族成分 所属民族"),
            "expected",
            "汉族",
            ditto=True,
            unknown="B-R10",
            width=8,
        ),
    ] = None
    id_type: Annotated[Short | None, replace(shared.ID_TYPE, need="expected")] = None
    id_number: Annotated[Short, replace(shared.ID_NUMBER, need="required")]
    mobile: Annotated[
        Short | None,
        replace(shared.MOBILE, aliases=shared.MOBILE.aliases + shared.PHONE_WORDS, need="expected"),
    ] = None
    education: Annotated[Short | None, replace(shared.EDUCATION, unknown="B-R10")] = None
    political_status: Annotated[
        Short | None,
        Column(
            "政治面貌",
            kinds.POLITICS,
            also("政治身份 党派 政治面目 政治成份 面貌"),
            example="群众",
            ditto=True,
            unknown="B-R10",
            width=12,
        ),
    ] = None
    skill_level: Annotated[Short | None, shared.SKILL] = None
    professional_title: Annotated[
        Short | None,
        Column("职称", kinds.TEXT, ("专业技术职务", "专业技术职称", "专业职称"), example="中级", width=8),
    ] = None
    employment_status: Annotated[
        Short | None,
        Column(
            "就业状况",
            kinds.EMPLOYMENT,
            also("就业情况 工作状态 在岗情况 就业状态 在职状态 在职情况 人员状态 职工状态 工作状况 在岗状态"),
            "expected",
            "在岗",
            ditto=True,
            width=10,
        ),
    ] = None
    employment_form: Annotated[
        Short | None,
        Column(
            "用工形式",
            kinds.EMPLOYED_AS,
            also("用工性质 职工类型 用工方式 用工类型 劳动关系形式 用工性质类别 劳动用工形式"),
            example="合同制",
            ditto=True,
            width=10,
        ),
    ] = None
    occupation: Annotated[Short | None, shared.OCCUPATION] = None
    post: Annotated[
        Short | None,
        Column(
            "职务/岗位",
            kinds.TEXT,
            ("职务", "岗位", "现任职务", "职务岗位", "岗位(职务)", "工作岗位"),
            ditto=True,
            width=12,
        ),
    ] = None
    hire_date: Annotated[
        Day | None,
        Column(
            "入职日期",
            kinds.DAY,
            also(
                "进单位时间 到岗时间 入职时间 进厂时间 入司时间 入司日期 进公司时间 何时入职 到职日期 "
                "到职时间 进入本单位时间 进本单位时间 来司时间 入厂时间 入厂日期 进单位日期 "
                "参加本单位工作时间"
            )
            + dated("进厂 进单位 进公司 入厂 入司 到岗 到职 进入公司 进入单位"),
            ditto=True,
            width=12,
        ),
    ] = None
    is_migrant_worker: Annotated[
        Short | None,
        Column(
            "是否农民工",
            kinds.YES_NO,
            also(
                "农民工 是否农民工会员 外来务工人员 是否为农民工 农民工会员 是否属于农民工 是不是农民工 "
                "农民工(是/否) 是否外来务工 是否外来务工人员"
            ),
            "expected",
            "否",
            width=10,
        ),
    ] = None
    household_type: Annotated[
        Short | None,
        Column(
            "户籍类型",
            kinds.HOUSEHOLD,
            also("户口性质 户口类型 户籍性质 户口 户籍类别 户籍 户别 户口类别 户籍(农业/非农业) 户口属性"),
            example="非农业户口",
            ditto=True,
            width=12,
        ),
    ] = None
    household_place: Annotated[
        Text | None,
        Column(
            "户籍所在地",
            kinds.TEXT,
            also("户籍地 户口所在地 户籍地址 户口地址 户籍所在地址 户口地"),
            privacy="address",
            ditto=True,
            width=20,
        ),
    ] = None
    native_place: Annotated[
        Short | None,
        Column("籍贯", kinds.TEXT, ("祖籍",), example="浙江杭州", ditto=True, privacy="address", width=12),
    ] = None
    unit: Annotated[Short, replace(shared.UNIT, need="required")]
    union_name: Annotated[Short | None, shared.UNION_NAME] = None
    member_no: Annotated[
        Short | None,
        Column(
            "会员编号",
            kinds.TEXT,
            also("会员号 会员卡号 工会会员证号 会员证号 会员证编号 会员卡编号 工会卡号 工会会员卡号"),
            width=14,
        ),
    ] = None
    join_date: Annotated[
        Day | None,
        Column(
            "入会日期",
            kinds.DAY,
            also(
                "入会时间 加入工会时间 加入工会日期 入会年月 入会年月日 何时入会 何时加入工会 "
                "加入工会的时间 入会批准日期 工会入会时间 入工会时间 入会批准时间 入会日"
            )
            + dated("参加工会 加入工会 入工会 批准入会 申请入会 工会入会"),
            "expected",
            "2022-03-20",
            ditto=True,
            width=12,
        ),
    ] = None
    change_type: Annotated[
        Short | None,
        Column(
            "会籍变化类型",
            kinds.CHANGE,
            also(
                "会籍状态 会籍变动类型 变化类型 会籍变化 会籍变动 变动类型 会籍变化情况 会籍变更类型 "
                "会籍变动情况 会籍类型 变更类型 会员变动类型 会籍变更情况 会籍变更"
            ),
            "expected",
            "入会",
            "入会、转入、保留、转出、除名、退会",
            ditto=True,
            width=12,
        ),
    ] = None
    change_date: Annotated[
        Day | None,
        Column(
            "会籍变化日期",
            kinds.DAY,
            also(
                "会籍变动日期 变化日期 会籍变化时间 变动日期 会籍变动时间 会籍变更日期 变更日期 "
                "会籍变更时间 变化时间 会籍变化年月"
            )
            + dated("会籍变动 会籍变更 会籍异动 变动 变更"),
            "expected",
            "2022-03-20",
            "入会的可空，等于入会日期",
            ditto=True,
            width=12,
        ),
    ] = None
    change_reason: Annotated[
        Short | None,
        Column(
            "会籍变化原因",
            kinds.CHANGE_REASON,
            also("变化原因 会籍变动原因 变动原因 会籍变更原因 变更原因"),
            ditto=True,
            width=20,
        ),
    ] = None
    dues_monthly: Annotated[
        Amount | None,
        Column(
            "会费",
            kinds.MONEY,
            ("月缴会费", "会费金额", "每月会费", "会费(元)", "会费(元/月)", "月会费"),
            width=8,
        ),
    ] = None
    is_model_worker: Annotated[
        Short | None, Column("是否劳模", kinds.YES_NO, ("劳模", "劳动模范", "是否劳动模范"), width=8)
    ] = None
    is_party_member: Annotated[
        Short | None, Column("是否党员", kinds.YES_NO, ("是否中共党员", "是否为党员"), width=8)
    ] = None
    is_hardship: Annotated[
        Short | None, Column("是否困难职工", kinds.YES_NO, ("困难职工", "困难", "是否困难"), width=10)
    ] = None
    special_tags: Annotated[
        Short | None, Column("特殊标签", kinds.TEXT, ("标签", "特殊群体", "人员标签"), width=12)
    ] = None
    consent: Annotated[
        Short | None,
        Column(
            "是否知情同意",
            kinds.YES_NO,
            also(
                "知情同意 承诺 签名 是否同意 本人同意 是否承诺 个人信息知情同意 本人是否同意 知情同意书 "
                "是否本人同意 本人同意采集 同意采集 是否同意采集 是否同意采集信息"
            ),
            "expected",
            "是",
            "本人同意提供以上信息",
            width=12,
        ),
    ] = None
    remark: Annotated[Text | None, shared.REMARK] = None
