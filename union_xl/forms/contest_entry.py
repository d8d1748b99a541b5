"""职工技能竞赛报名表 (domain 3.C, C2): one row per person and event."""

# Annotations are no strings here: pydantic would have to compile each of them again.
from dataclasses import replace
from typing import Annotated, ClassVar

from union_xl import kinds
from union_xl.forms import contest_rules, shared
from union_xl.forms.base import Column, Derivation, Form, RowRule, also
from union_xl.forms.shared import Amount, Count, Short, Text


class ContestEntry(Form):
    """竞赛报名."""

    slug: ClassVar[str] = "contest-entry"
    title: ClassVar[str] = "职工技能竞赛报名表"
    short: ClassVar[str] = "竞赛报名"
    hints: ClassVar[tuple[str, ...]] = ("赛 报名", "参赛")
    marks: ClassVar[tuple[str, ...]] = ("赛",)
    duplicate_rule: ClassVar[str] = "C-R1"
    row_rules: ClassVar[tuple[RowRule, ...]] = contest_rules.ENTRY_RULES
    derivations: ClassVar[tuple[Derivation, ...]] = contest_rules.ENTRY_DERIVATIONS
    keys: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("竞赛名称", "参赛项目", "证件号码"),
        ("竞赛名称", "参赛项目", "姓名", "单位名称"),
    )

    contest: Annotated[
        Short | None,
        Column(
            "竞赛名称",
            kinds.TEXT,
            also("赛事名称 大赛名称 比赛名称 竞赛活动名称 赛项名称 技能竞赛名称 参加竞赛名称"),
            "expected",
            "第四届“元墅杯”养老护理职业技能大赛",
            ditto=True,
            width=32,
        ),
    ] = None
    event: Annotated[
        Short | None,
        Column(
            "参赛项目",
            kinds.TEXT,
            also(
                "参赛工种 比赛项目 竞赛项目 竞赛工种 报名项目 比赛工种 项目 赛项 参赛赛项 报名工种 "
                "参加项目 参赛职业"
            ),
            "expected",
            "养老护理",
            ditto=True,
            width=14,
        ),
    ] = None
    unit: Annotated[
        Short,
        replace(
            shared.UNIT,
            aliases=(
                *shared.UNIT.aliases,
                "代表队",
                "代表单位",
                "选送单位",
                "参赛单位(盖章)",
                "参赛队",
                "参赛企业",
            ),
            need="required",
            example="某老人公寓",
        ),
    ]
    name: Annotated[Short, replace(shared.PERSON_NAME, need="required")]
    gender: Annotated[Short | None, replace(shared.GENDER, need="expected")] = None
    id_number: Annotated[Short | None, replace(shared.ID_NUMBER, need="expected")] = None
    age: Annotated[Count | None, Column("年龄", kinds.AGE, ("周岁", "年龄(周岁)"), example="32", width=6)] = (
        None
    )
    education: Annotated[Short | None, shared.EDUCATION] = None
    mobile: Annotated[Short | None, replace(shared.MOBILE, need="expected")] = None
    occupation: Annotated[Short | None, shared.OCCUPATION] = None
    skill_level: Annotated[Short | None, shared.SKILL] = None
    cert_no: Annotated[
        Short | None,
        Column(
            "证书编号", kinds.TEXT, ("证书号", "技能证书编号", "资格证书编号", "职业资格证书编号"), width=18
        ),
    ] = None
    work_years: Annotated[
        Amount | None,
        Column(
            "从事本工种年限",
            kinds.YEARS,
            also(
                "工作年限 从业年限 本工种年限 从事年限 工龄 从事本职业年限 从业时间 工作年数 本岗位年限 "
                "从事该工种年限 从业年数"
            ),
            example="3",
            width=10,
        ),
    ] = None
    member: Annotated[
        Short | None,
        Column(
            "是否工会会员",
            kinds.YES_NO,
            also("工会会员 是否会员 会员 是否为工会会员 是不是会员 是否入会"),
            "expected",
            "是",
            width=10,
        ),
    ] = None
    role: Annotated[
        Short | None,
        Column(
            "身份",
            kinds.ROLE,
            ("参赛身份", "人员身份", "参赛角色", "角色"),
            "expected",
            "选手",
            ditto=True,
            width=8,
        ),
    ] = None
    team: Annotated[
        Short | None, Column("队名", kinds.TEXT, ("队伍名称", "团队名称", "参赛队名"), ditto=True, width=12)
    ] = None
    contact: Annotated[Short | None, replace(shared.CONTACT, ditto=True)] = None
    phone: Annotated[Short | None, replace(shared.PHONE, ditto=True)] = None
    photo: Annotated[
        Text | None, Column("照片", kinds.PHOTO, ("照片(一寸)", "一寸照片", "一寸照", "寸照"), width=10)
    ] = None
    opinion: Annotated[
        Text | None,
        Column("单位意见", kinds.REMARK, ("单位意见(盖章)", "推荐单位意见", "单位盖章"), width=14),
    ] = None
    remark: Annotated[Text | None, shared.REMARK] = None
