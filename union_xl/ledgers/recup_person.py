"""职工疗休养人员 (ledgers.md 4.5, E2): one row per person and batch."""

from __future__ import annotations

from union_xl.ledgers import people, shared
from union_xl.ledgers.form import Chart, Form, choice, dated, expected, optional
from union_xl.ledgers.outputs import prints
from union_xl.ledgers.recup_batch import ORGANISER

# fmt: off
COLUMNS = (
    shared.YEAR.but(need="expected", more_aliases="疗休养年度"),
    expected("组织单位", ORGANISER, "主办单位 组织层级 主办 组织者 组织方 主办方 组织级别 组织工会", example="街道",
        hint="谁组织的：街道、区总、市总、省总或企业", ditto=True, width=10),
    expected("批次", "整数", "期次 第几批 批号 批次号 第几期 疗休养批次 参加批次 期数", example="1", hint="写数字",
        ditto=True, width=8),
    shared.UNIT.but(need="required"),
    shared.PERSON_NAME.but(need="required", prefill="姓名",
        more_aliases="疗休养人员 疗休养职工 参加人员 参加人 疗养人员 参加人姓名"),
    shared.GENDER.but(derived=people.GENDER, prefill="性别"),
    shared.ID_NUMBER.but(need="expected", prefill="证件号码"),
    shared.MOBILE.but(need="expected", prefill="手机号码", more_aliases="联系电话 联系方式 电话"),
    shared.ETHNICITY.but(prefill="民族"),
    expected("人员类别", choice("机关会员←机关工会会员←机关干部 社区专职工作者←社区工作者←社工 一线优秀职工←一线职工←优秀职工←优秀一线职工 "
        "劳模←劳动模范←先进模范 有毒有害工种←有毒有害 新就业形态←新就业形态劳动者 困难职工 其他←其它"),
        "类别 职工类别 参加类别 疗休养类别 对象类别 疗休养对象 人员分类", example="一线优秀职工", ditto=True, width=14),
    shared.OCCUPATION.but(prefill="工种"),
    optional("入职日期", "日期", dated("入职 进单位 入厂 到岗 参加工作"), prefill="入职日期", width=12),
    expected("是否工会会员", "是否", "工会会员 是否会员 会员 是否为工会会员 是否入会", example="是", width=10),
    optional("先进称号", "文本", "荣誉 曾获荣誉 荣誉称号 获得荣誉 所获荣誉 何种荣誉", width=14),
    optional("身份", choice("人员←队员←职工←团员 领队←带队←带队人员 工作人员←随队工作人员←随队医生 家属←随行家属"),
        "角色 人员身份 随团身份", hint="领队、工作人员、家属的写明；其余可空", width=10),
    optional("随行家属数", "整数", "家属人数 随行家属人数 随行家属 带家属人数 家属数", width=8),
    optional("家属自费", "是否", "家属是否自费 随行家属自费 家属费用自理", width=8),
    optional("是否成行", "是否", "是否参加 参加情况 成行 成行情况 是否出行", hint="没去的写否并说明原因", width=10),
    optional("未成行原因", "文本", "未参加原因 未去原因 取消原因 未成行说明", width=14),
    optional("使用天数", "整数", "天数 疗休养天数 实际天数 参加天数", example="5", width=8),
    optional("个人承担", "金额", "个人自付 自费金额 个人承担费用 个人缴纳 自付费用", width=10),
    shared.REMARK,
)
# fmt: on
# fmt: off
_GOES = "coalesce(是否成行, '是') = '是'"
LISTS = (
    prints("出团名单", "单位名称；姓名；性别；证件号码；手机号码；民族；身份", "对外", where=_GOES, per="年度；组织单位；批次",
        order="单位名称"),
    prints("保险名单", "姓名；性别；证件号码；身份", "对外", where=_GOES, per="年度；组织单位；批次", order="单位名称"),
    prints("未成行名单", "年度；组织单位；批次；单位名称；姓名；未成行原因", where="是否成行 = '否'", order="年度；批次；单位名称"),
)
# fmt: on
FORM = Form(
    slug="recup-person",
    title="职工疗休养人员名单",
    short="疗休养人员",
    hints=(
        "疗休养人员",
        "疗休养名单",
        "疗休养报名",
        "疗养人员",
        "疗养名单",
        "疗养报名",
        "疗休养职工",
        "疗休养统计",
        "出团名单",
    ),
    marks=("疗休养", "疗养", "成行", "家属"),
    keys=(("年度", "组织单位", "批次", "证件号码"), ("年度", "组织单位", "批次", "姓名", "单位名称")),
    owed="quota",
    parent="recup-batch",
    link=("年度", "组织单位", "批次"),
    deadline="报送截止日·疗休养人员",
    charts=(
        Chart(title="各人员类别人数", column="人员类别"),
        Chart(title="各批次人数", column="批次", shape="column"),
    ),
    compared=("批次", "人员类别", "是否成行", "使用天数"),
    columns=COLUMNS,
    lists=LISTS,
)
