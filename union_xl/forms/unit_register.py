"""单位普查与建会台账 (domain 3.A): one row per unit."""

# Annotations are no strings here: pydantic would have to compile each of them again.
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, ClassVar

from union_xl import kinds
from union_xl.forms import shared, unit_rules
from union_xl.forms.base import Column, Form, RowRule, also, dated
from union_xl.forms.shared import Count, Day, Short, Text


class UnitRegister(Form):
    """单位台账."""

    slug: ClassVar[str] = "unit-register"
    title: ClassVar[str] = "单位普查与建会台账"
    short: ClassVar[str] = "单位台账"
    hints: ClassVar[tuple[str, ...]] = (
        "普查",
        "建会",
        "工会组织信息",
        "单位台账",
        "企业台账",
        "单位情况",
        "企业情况",
    )
    marks: ClassVar[tuple[str, ...]] = ("建会", "工会", "普查", "会员", "实名")
    duplicate_rule: ClassVar[str] = "A-R1"
    row_rules: ClassVar[tuple[RowRule, ...]] = unit_rules.RULES
    keys: ClassVar[tuple[tuple[str, ...], ...]] = (("统一社会信用代码",), ("单位名称",))
    worked_out: ClassVar[Mapping[str, tuple[str, tuple[str, ...]]]] = {"工会代表行": unit_rules.REPRESENTS}

    # fmt: off
    unit: Annotated[Short, replace(shared.UNIT, need="required")]
    code: Annotated[Short | None, replace(shared.CODE, need="expected")] = None
    community: Annotated[Short | None, Column("所属社区", kinds.TEXT,
        also(
            "社区 所在社区 网格 楼宇/园区 所属网格 社区名称 所属社区(网格) 所属村社 社区(村) "
            "所在社区/村 所属社区名称 所辖社区"
        ), need="expected",
        example="北星社区", ditto=True, width=14)] = None
    industry: Annotated[Short | None, Column("所属行业", kinds.INDUSTRY,
        also("单位所属行业 国民经济行业 行业类别 行业 行业分类 所属行业类别"), need="expected",
        example="制造业", hint="写行业名称，不写代码", ditto=True, width=24)] = None
    nature: Annotated[Short | None, Column("单位性质", kinds.NATURE,
        also("单位类别 单位性质类别 企业性质 单位类型 企业类型"), need="expected", example="私营", ditto=True,
        width=12)] = None
    economic_type: Annotated[Short | None, Column("经济类型", kinds.ECONOMY,
        also("所有制 登记注册类型 所有制性质 注册类型"), need="expected", example="私有", ditto=True,
        width=12)] = None
    legal_rep: Annotated[Short | None, Column("法定代表人", kinds.NAME,
        also(
            "法人 法人代表 法人代表姓名 企业法人 法定代表人姓名 企业负责人"
        ), example="李四", privacy="name", width=10)] = None
    reg_address: Annotated[Text | None, Column("注册地址", kinds.TEXT, also("注册地 登记地址 住所"),
        width=24)] = None
    work_address: Annotated[Text | None, Column("经营地址", kinds.TEXT,
        also(
            "单位地址 地址 实际经营地址 办公地址 单位详细地址 企业地址 办公地点 通讯地址 单位所在地 "
            "现经营地址"
        ), need="expected", example="某路1号",
        width=24)] = None
    operating: Annotated[Short | None, Column("经营状态", kinds.OPERATING,
        also(
            "存续状态 企业状态 经营情况 登记状态 营业状态 在营状态 生产经营状态"
        ), need="expected", example="在营", ditto=True,
        width=10)] = None
    internet: Annotated[Short | None, Column("是否互联网企业", kinds.YES_NO,
        also("互联网企业 平台企业 是否为互联网企业 是否平台企业"), need="expected", example="否",
        width=10)] = None
    internet_kind: Annotated[Short | None, Column("互联网企业类别", kinds.INTERNET_KIND,
        also("互联网企业类型 互联网类别"), width=12)] = None
    plan_year: Annotated[Count | None, Column("三年规划建会年度", kinds.YEAR,
        also("规划建会年度 计划建会年度 三年规划年度 规划年度"), width=10)] = None
    plan_state: Annotated[Short | None, Column("规划状态", kinds.PLAN_STATE,
        also("三年规划状态 规划完成状态"), width=10)] = None
    staff: Annotated[Count | None, Column("职工总数", kinds.COUNT,
        also(
            "职工人数 从业人员数 员工数 职工数 员工人数 员工总数 从业人数 职工总人数 在职职工数 "
            "现有职工数 用工人数 在册职工数 职工总人数(人) 现有职工人数 在职职工人数 单位职工数"
        ), need="expected",
        example="86", width=10)] = None
    staff_female: Annotated[Count | None, Column("女职工数", kinds.COUNT,
        also(
            "女职工人数 女职工 女员工数 女性职工数 其中女职工 其中:女职工 女职工总数 女职工总人数 "
            "其中女性 女性职工人数 女员工人数"
        ), need="expected",
        example="40", width=10)] = None
    staff_migrant: Annotated[Count | None, Column("农民工数", kinds.COUNT,
        also("农民工职工数 农民工人数 农民工职工人数 其中农民工"), example="30", width=10)] = None
    staff_dispatched: Annotated[Count | None, Column("劳务派遣人数", kinds.COUNT,
        also("劳务派遣工数 派遣人数 劳务派遣职工数 劳务派遣工人数"), example="5", width=10)] = None
    staff_new_form: Annotated[Count | None, Column("新就业形态劳动者数", kinds.COUNT,
        also("新就业形态人数 新就业形态劳动者人数 新业态人数"), example="0", width=12)] = None
    tax_staff: Annotated[Count | None, Column("税务登记职工人数", kinds.COUNT,
        also("税务登记人数 税务职工人数"), example="80", width=12)] = None
    union_staff: Annotated[Count | None, Column("工会登记职工人数", kinds.COUNT, also("工会登记人数"),
        example="86", width=12)] = None
    has_union: Annotated[Short | None, Column("是否建会", kinds.UNION_STATE,
        also(
            "建会状态 成立工会标志 是否建立工会 是否已建会 建会情况 是否成立工会 是否建工会 "
            "是否组建工会 工会组建情况 建会与否"
        ),
        need="expected", example="已建", hint="已建、筹建或未建", width=10)] = None
    no_union_reason: Annotated[Short | None, Column("未建会原因", kinds.NO_UNION_WHY,
        also("未建原因 未建立工会原因"), width=12)] = None
    union_name: Annotated[Short | None, shared.UNION_NAME] = None
    union_code: Annotated[Short | None, Column("工会统一社会信用代码", kinds.UNION_CODE,
        also("工会法人统一社会信用代码 工会法人资格证号 工会代码 工会信用代码 工会社会信用代码 "
             "工会法人和其他组织统一社会信用代码 工会法人或其他组织统一社会信用代码"),
        example="81330105MC00000121", hint="81 开头", width=22)] = None
    parent_union: Annotated[Short | None, Column("上级工会", kinds.ORG,
        also("上级工会名称 所属上级工会 上级工会组织"), example="某街道总工会", ditto=True, width=20)] = None
    union_kind: Annotated[Short | None, Column("基层工会类型", kinds.UNION_KIND,
        also("组织类型 工会类型 建会类型 工会组织类型 建会形式"), example="单独", ditto=True,
        width=10)] = None
    joint_union: Annotated[Short | None, Column("所属联合工会", kinds.ORG,
        also("联合工会名称 所属联合工会名称"), ditto=True, width=22)] = None
    covered_units: Annotated[Count | None, Column("涵盖单位数", kinds.COUNT,
        also("覆盖单位数 涵盖单位 覆盖单位 涵盖法人单位数"), example="6", width=10)] = None
    approve_no: Annotated[Short | None, Column("建会批复文号", kinds.TEXT, also("批复文号 批准文号 批复号"),
        example="某工〔2022〕5号", width=16)] = None
    approve_date: Annotated[Day | None, Column("批复日期", kinds.DAY, also("建会批复日期 批准日期 批复时间")
        + dated("批复 批准 建会批复 工会批复"),
        example="2022-03-10", width=12)] = None
    form_date: Annotated[Day | None, Column("建会日期", kinds.DAY,
        also(
            "成立日期 建会时间 工会成立日期 工会成立时间 成立时间 建会年月 工会建立时间 建立工会时间 "
            "工会组建时间 组建日期 何时建会 工会建立日期"
        ) + dated("建会 成立工会 工会成立 建立工会 工会组建 工会建会"), example="2022-03-18",
        width=12)] = None
    form_mode: Annotated[Short | None, Column("建会方式", kinds.FORMED_HOW, also("组建方式"), example="线下",
        width=8)] = None
    term_end: Annotated[Day | None, Column("届满日期", kinds.UNTIL,
        also(
            "换届日期 任期止 届满时间 换届时间 任期届满日期 本届届满时间 任期届满时间 任期截止 "
            "本届届满日期 任期截止日期"
        ) + dated("届满 任期届满 换届 本届届满 下次换届"), example="2027-03-17", width=12)] = None
    chair: Annotated[Short | None, Column("工会主席", kinds.NAME,
        also("工会主席姓名 主席姓名 主席 工会负责人 负责人"), example="赵六", privacy="name",
        width=10)] = None
    chair_phone: Annotated[Short | None, Column("主席电话", kinds.PHONE,
        also("工会主席电话 工会主席联系电话 主席联系电话 负责人电话 主席手机 工会主席手机"), privacy="mobile",
        width=16)] = None
    contact: Annotated[Short | None, shared.CONTACT] = None
    phone: Annotated[Short | None, shared.PHONE] = None
    members: Annotated[Count | None, Column("会员数", kinds.COUNT,
        also(
            "会员人数 工会会员数 会员总数 工会会员人数 现有会员数 会员总人数 工会会员总数 入会人数"
        ), example="80", width=10)] = None
    members_female: Annotated[Count | None, Column("女会员数", kinds.COUNT,
        also(
            "女会员 女会员人数 女性会员数 其中女会员 女会员总数 女性会员人数"
        ), example="38", width=10)] = None
    members_migrant: Annotated[Count | None, Column("农民工会员数", kinds.COUNT,
        also("农民工会员 农民工会员人数"), example="28", width=10)] = None
    cadre_full: Annotated[Count | None, Column("专职工会工作人员数", kinds.COUNT,
        also("专职工会干部数 专职人数 专职工会工作人员"), example="0", width=10)] = None
    cadre_part: Annotated[Count | None, Column("兼职工会工作人员数", kinds.COUNT,
        also("兼职工会干部数 兼职人数 兼职工会工作人员"), example="3", width=10)] = None
    legal_status: Annotated[Short | None, Column("是否取得法人资格", kinds.YES_NO,
        also("工会法人 法人资格 是否法人 是否取得工会法人资格 工会法人资格"), need="expected", example="是",
        width=10)] = None
    legal_from: Annotated[Day | None, Column("法人资格有效期起", kinds.DAY,
        also("有效期起 法人证有效期起 法人资格起始日期"), width=12)] = None
    legal_to: Annotated[Day | None, Column("法人资格有效期止", kinds.UNTIL,
        also("有效期止 法人证有效期止 法人资格有效期 法人资格截止日期"), width=12)] = None
    seal: Annotated[Short | None, Column("公章", kinds.YES_NO, also("工会公章 是否有公章 有无公章 是否刻章"),
        width=8)] = None
    account: Annotated[Short | None, Column("独立账户", kinds.YES_NO,
        also("是否独立账户 有无独立账户 工会独立账户 是否开户 独立帐户"), width=8)] = None
    bank: Annotated[Short | None, Column("银行账号", kinds.BANK,
        also("工会账号 账号 银行帐号 开户账号 工会银行账号"), privacy="bank", width=22)] = None
    audit_committee: Annotated[Short | None, Column("经审会", kinds.YES_NO,
        also("是否建立经审会 经费审查委员会 经审组织 是否有经审会 经审委员会"), width=8)] = None
    women_committee: Annotated[Short | None, Column("女职委", kinds.YES_NO,
        also("女职工委员会 是否建立女职委 女工委 女工组织 是否有女职委 女职工组织"), width=8)] = None
    congress: Annotated[Short | None, Column("职代会", kinds.YES_NO,
        also("职工代表大会 是否建立职代会 职代会制度"), width=8)] = None
    open_affairs: Annotated[Short | None, Column("厂务公开", kinds.YES_NO, also("是否厂务公开 厂务公开制度"),
        width=8)] = None
    law_supervision: Annotated[Short | None, Column("法律监督", kinds.YES_NO,
        also("劳动法律监督 劳动法律监督组织 法律监督组织 法律监督委员会"), width=8)] = None
    mediation: Annotated[Short | None, Column("调解组织", kinds.YES_NO,
        also("劳动争议调解组织 调解委员会 劳动争议调解委员会"), width=8)] = None
    contract: Annotated[Short | None, Column("集体合同", kinds.YES_NO,
        also("是否签订集体合同 集体合同签订 签订集体合同"), width=8)] = None
    stars: Annotated[Count | None, Column("职工之家星级", kinds.STARS, also("星级 职工之家等级 建家星级"),
        example="3", hint="0 到 5", width=10)] = None
    realname: Annotated[Short | None, Column("是否实名制", kinds.YES_NO,
        also("实名制 是否实名 是否实名制录入 是否已实名制"), need="expected", example="是", width=10)] = None
    entered: Annotated[Count | None, Column("已录入会员数", kinds.COUNT,
        also("录入会员数 已录入人数 实名制录入人数 已录会员数"), example="80", width=10)] = None
    entered_on: Annotated[Day | None, Column("录入日期", kinds.DAY, also("录入时间 实名制录入日期")
        + dated("实名制录入 实名录入"),
        ditto=True, width=12)] = None
    census_date: Annotated[Day | None, Column("普查日期", kinds.DAY,
        also(
            "普查时间 调查日期 走访日期 普查年月日 摸排日期 摸排时间"
        ) + dated("普查 调查 走访 摸排"),
        need="expected", example="2022-04-02", ditto=True, width=12)] = None
    surveyor: Annotated[Short | None, Column("普查人", kinds.NAMES,
        also(
            "普查员 调查人 走访人 普查人员 摸排人 走访人员"
        ),
        need="expected", example="孙七", ditto=True, width=10)] = None
    remark: Annotated[Text | None, shared.REMARK] = None
    # fmt: on
