"""Columns that several ledgers share, stated once; the types their values have.

The types carry only constraints that pydantic checks in its own core.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field, StringConstraints

from union_xl import kinds
from union_xl.forms.base import Column, also
from union_xl.kinds.text import LONGEST

Text = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]
Short = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Day = dt.date | Short
"""A real date, or a partial one as text (`2022-05`)."""
Count = Annotated[int, Field(ge=0, le=10_000_000)]
Amount = Annotated[float, Field(ge=0, allow_inf_nan=False)] | Count

PERSON_NAME = Column(
    "姓名",
    kinds.NAME,
    also(
        "职工姓名 会员姓名 选手姓名 参赛选手 申请人 参保人 被慰问人 名字 员工姓名 人员姓名 参赛人员 "
        "参赛选手姓名 参赛者姓名 姓名(中文) 参赛职工 人员名称 员工名称 职工名字 会员名字"
    ),
    example="张三",
    hint="与身份证一致，不加职务和空格",
    privacy="name",
    width=10,
)
GENDER = Column(
    "性别", kinds.GENDER, ("男/女", "性别(男/女)"), example="男", hint="男或女，须与证件号码一致", width=6
)
BIRTH = Column(
    "出生日期",
    kinds.DAY,
    also("出生年月 出生年月日 生日 出生时间 出生日期(年月日) 出生 出生日 出生年月(日) 何时出生"),
    example="1990-03-07",
    hint="如 1990-03-07；可空，由身份证号得出",
    privacy="birth",
    width=12,
)
ID_TYPE = Column(
    "证件类型",
    kinds.DOCUMENT,
    also(
        "有效证件类别 有效身份类别 证件类别 有效证件类型 证件种类 证件名称 身份证件类型 证件 证照类型 "
        "有效证件名称"
    ),
    example="居民身份证",
    hint="空着视为居民身份证",
    ditto=True,
    width=14,
)
ID_NUMBER = Column(
    "证件号码",
    kinds.ID_NUMBER,
    also(
        "身份证号 身份证号码 公民身份号码 身份证 证件号 身份证件号码 身份证号(18位) 居民身份证号码 "
        "有效证件号码 身份证号码(18位) 身份证件号 居民身份证号 公民身份证号码 身份号码 证件编号 "
        "身份证编号 有效证件号 证件号码(身份证) 身份证/护照号 身份证号/护照号 证照号码 公民身份证号"
    ),
    example="330105199003072013",
    hint="18位身份证号，文本格式；其他证件请填证件类型",
    privacy="id",
    width=22,
)
MOBILE = Column(
    "手机号码",
    kinds.MOBILE,
    also(
        "手机 移动电话 手机号 本人电话 手机电话 移动电话号码 本人手机 手机号码(11位) 本人手机号码 "
        "手机号(11位) 联系手机 联系手机号 联系手机号码 手机电话号码 移动手机 手机号码/联系电话 "
        "手机/联系电话 本人联系电话 本人联系方式"
    ),
    example="13900001234",
    hint="11位本人手机号",
    privacy="mobile",
    width=14,
)
PHONE_WORDS = ("联系电话", "联系方式", "电话", "电话号码", "联系号码")
UNIT = Column(
    "单位名称",
    kinds.ORG,
    also(
        "企业名称 公司名称 工作单位 所在单位 所属企业/工会 单位全称 推荐单位 参赛单位 投保单位 所属单位 "
        "单位 企业全称 用人单位 所属企业 用工单位 所在企业 公司 企业 所在公司 公司全称 任职单位 服务单位 "
        "现工作单位 工作单位名称 用人单位名称 所属公司 单位(全称) 所在单位名称"
    ),
    example="杭州某某科技有限公司",
    hint="营业执照上的全称",
    ditto=True,
    width=28,
)
CODE = Column(
    "统一社会信用代码",
    kinds.CODE,
    also(
        "社会信用代码 信用代码 税号 纳税人识别号 组织机构代码 营业执照号 统一信用代码 "
        "单位统一社会信用代码 企业统一社会信用代码 信用代码证号 统一代码 营业执照注册号 "
        "统一社会信用代码(18位) 社会统一信用代码 信用代码/税号 社会信用统一代码 "
        "法人和其他组织统一社会信用代码 单位法人和其他组织统一社会信用代码 "
        "法人或其他组织统一社会信用代码 单位法人或其他组织统一社会信用代码 单位法人统一社会信用代码"
    ),
    example="91330105MA2YJ1XR0F",
    hint="营业执照上的18位代码",
    width=22,
)
UNION_NAME = Column(
    "工会名称",
    kinds.ORG,
    also(
        "工会组织名称 所属工会 基层工会名称 工会全称 所属工会名称 所在工会 工会组织全称 所在工会名称 工会组织"
    ),
    example="杭州某某科技有限公司工会委员会",
    ditto=True,
    width=28,
)
CONTACT = Column(
    "联系人",
    kinds.NAME,
    also("经办人 填报人 联系人姓名 单位联系人 工会联系人 联络人 联系人员"),
    example="王五",
    privacy="name",
    width=10,
)
PHONE = Column(
    "联系电话",
    kinds.PHONE,
    also(
        "联系方式 联系人电话 电话 单位联系电话 联系人联系电话 联系人手机 联系号码 电话号码 联络电话 "
        "联系人电话号码 联系人手机号 经办人电话 经办人联系电话 经办人手机 填报人电话"
    ),
    example="0571-88001234",
    hint="手机或带区号的座机",
    privacy="mobile",
    width=16,
)
EDUCATION = Column(
    "学历",
    kinds.EDUCATION,
    also("文化程度 最高学历 学历层次 受教育程度 学历(最高) 学历程度 教育程度 文化水平 最后学历 学历情况"),
    example="大学本科",
    ditto=True,
    width=10,
)
OCCUPATION = Column(
    "工种",
    kinds.TEXT,
    also(
        "职业(工种) 从事工种 职业名称 岗位工种 职业 职业/工种 工种名称 职业工种 现从事工种 工种/岗位 "
        "岗位/工种 从事职业 职业工种名称"
    ),
    example="养老护理员",
    ditto=True,
    width=12,
)
SKILL = Column(
    "技能等级",
    kinds.SKILL,
    also(
        "技术等级 职业资格等级 职业技能等级 现有技能等级 职业资格 职业技能等级/职业资格 "
        "技能等级(职业资格) 现有技术等级 职业技能 技能水平 国家职业资格等级 职业技能等级证书 职业等级"
    ),
    example="四级(中级工)",
    hint="一级最高；从下拉中选",
    width=14,
)
REMARK = Column(
    "备注",
    kinds.REMARK,
    (
        "说明",
        "备 注",
        "备注说明",
        "其他说明",
        "备注信息",
        "其他",
    ),
    privacy="free",
    width=18,
)
