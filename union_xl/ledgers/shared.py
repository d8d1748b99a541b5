"""Columns that several ledgers share, stated once."""

# fmt: off
from union_xl.ledgers.form import optional

BANK = optional("开户银行", "文本", "开户行 开户行名称 开户银行名称 银行名称 开户行(具体到支行) 银行",
    example="杭州银行某某支行", width=20)
BANK_CARD = optional("银行卡号", "银行账号",
    "银行账号 银行卡 卡号 账号 银行帐号 帐号 收款账号 本人银行卡号 储蓄卡号 银行卡账号",
    hint="文本格式，不加空格", privacy="bank", width=22)
BIRTH = optional("出生日期", "日期",
    "出生年月 出生年月日 生日 出生时间 出生日期(年月日) 出生 出生日 出生年月(日) 何时出生",
    example="1990-03-07", hint="如 1990-03-07；可空，由身份证号得出", phrases=(r"^出生(?!地)",), privacy="birth", width=12, role="birth")
CODE = optional("统一社会信用代码", "统一社会信用代码",
    "社会信用代码 信用代码 税号 纳税人识别号 组织机构代码 营业执照号 统一信用代码 单位统一社会信用代码 "
    "企业统一社会信用代码 信用代码证号 统一代码 营业执照注册号 统一社会信用代码(18位) 社会统一信用代码 "
    "信用代码/税号 社会信用统一代码 法人和其他组织统一社会信用代码 单位法人和其他组织统一社会信用代码 "
    "法人或其他组织统一社会信用代码 单位法人或其他组织统一社会信用代码 单位法人统一社会信用代码", example="91330105MA2YJ1XR0F", hint="营业执照上的18位代码", width=22,
    role="unit_code")
CONTACT = optional("联系人", "姓名", "经办人 填报人 联系人姓名 单位联系人 工会联系人 联络人 联系人员",
    example="王五", privacy="name", width=10, role="contact")
EDUCATION = optional("学历", "学历",
    "文化程度 最高学历 学历层次 受教育程度 学历(最高) 学历程度 教育程度 文化水平 最后学历 学历情况",
    example="大学本科", ditto=True, width=10)
ETHNICITY = optional("民族", "民族", "族别 民族成份 民族成分", example="汉族", ditto=True, width=8)
GENDER = optional("性别", "性别", "男/女 性别(男/女)", example="男", hint="男或女，须与证件号码一致", width=6, role="gender")
ID_NUMBER = optional("证件号码", "证件号码",
    "身份证号 身份证号码 公民身份号码 身份证 证件号 身份证件号码 身份证号(18位) 居民身份证号码 "
    "有效证件号码 身份证号码(18位) 身份证件号 居民身份证号 公民身份证号码 身份号码 证件编号 身份证编号 "
    "有效证件号 证件号码(身份证) 身份证/护照号 身份证号/护照号 证照号码 公民身份证号",
    example="330105199003072013", hint="18位身份证号，文本格式；其他证件请填证件类型", privacy="id",
    width=22, role="id")
ID_TYPE = optional("证件类型", "证件类型",
    "有效证件类别 有效身份类别 证件类别 有效证件类型 证件种类 证件名称 身份证件类型 证件 证照类型 "
    "有效证件名称", example="居民身份证", hint="空着视为居民身份证", ditto=True, width=14, role="id_type")
MARRIAGE = optional("婚姻状况", "婚姻状况", "婚否 婚姻 婚姻情况 婚姻状态 婚况", example="已婚", width=10)
MOBILE = optional("手机号码", "手机号码",
    "手机 移动电话 手机号 本人电话 手机电话 移动电话号码 本人手机 手机号码(11位) 本人手机号码 "
    "手机号(11位) 联系手机 联系手机号 联系手机号码 手机电话号码 移动手机 手机号码/联系电话 "
    "手机/联系电话 本人联系电话 本人联系方式", example="13900001234", hint="11位本人手机号",
    privacy="mobile", width=14, role="mobile")
OCCUPATION = optional("工种", "文本",
    "职业(工种) 从事工种 职业名称 岗位工种 职业 职业/工种 工种名称 职业工种 现从事工种 工种/岗位 "
    "岗位/工种 从事职业 职业工种名称", example="养老护理员", ditto=True, width=12)
PERSON_NAME = optional("姓名", "姓名",
    "职工姓名 会员姓名 选手姓名 参赛选手 申请人 参保人 被慰问人 名字 员工姓名 人员姓名 参赛人员 "
    "参赛选手姓名 参赛者姓名 姓名(中文) 参赛职工 人员名称 员工名称 职工名字 会员名字", example="张三",
    hint="与身份证一致，不加职务和空格", privacy="name", width=10, role="person")
PHONE = optional("联系电话", "联系电话",
    "联系方式 联系人电话 电话 单位联系电话 联系人联系电话 联系人手机 联系号码 电话号码 联络电话 "
    "联系人电话号码 联系人手机号 经办人电话 经办人联系电话 经办人手机 填报人电话",
    example="0571-88001234", hint="手机或带区号的座机", privacy="mobile", width=16, role="phone")
POLITICS = optional("政治面貌", "政治面貌", "政治身份 党派 政治面目 政治成份 面貌", example="群众", ditto=True,
    width=12)
REMARK = optional("备注", "备注", "说明 备注说明 其他说明 备注信息 其他", privacy="free", width=18, role="remark")
SKILL = optional("技能等级", "技能等级",
    "技术等级 职业资格等级 职业技能等级 现有技能等级 职业资格 职业技能等级/职业资格 技能等级(职业资格) "
    "现有技术等级 职业技能 技能水平 国家职业资格等级 职业技能等级证书 职业等级", example="四级(中级工)",
    hint="一级最高；从下拉中选", width=14)
UNION_NAME = optional("工会名称", "单位名称",
    "工会组织名称 所属工会 基层工会名称 工会全称 所属工会名称 所在工会 工会组织全称 所在工会名称 "
    "工会组织", example="杭州某某科技有限公司工会委员会", ditto=True, width=28, role="union")
UNIT = optional("单位名称", "单位名称",
    "企业名称 公司名称 工作单位 所在单位 所属企业/工会 单位全称 推荐单位 参赛单位 投保单位 所属单位 "
    "单位 企业全称 用人单位 所属企业 用工单位 所在企业 公司 企业 所在公司 公司全称 任职单位 服务单位 "
    "现工作单位 工作单位名称 用人单位名称 所属公司 单位(全称) 所在单位名称",
    phrases=(
        r"^(?:所在|所属|供职|就职|任职|现|工作|用人|签约|劳动合同)?的?(?:公司|单位|企业|厂)(?:名称|全称)?$",
    ),
    example="杭州某某科技有限公司", hint="营业执照上的全称", ditto=True, width=28, role="unit")
YEAR = optional("年度", "年份", "年份 所属年度 统计年度 年", example="2022", ditto=True, width=8)
