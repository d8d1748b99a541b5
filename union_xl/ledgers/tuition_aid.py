"""金秋助学 (ledgers.md 4.10): one row per student and year; the file stands on the parent, the student may be a
minor."""

from __future__ import annotations

from union_xl.ledgers import people, shared
from union_xl.ledgers.figures import FLOW, figure
from union_xl.ledgers.form import Chart, Form, choice, dated, error, expected, optional, required, warn
from union_xl.ledgers.hardship_aid import FUNDS
from union_xl.ledgers.hardship_case import CATEGORY
from union_xl.ledgers.layouts import Card
from union_xl.ledgers.outputs import prints

_STUDENT = "coalesce(学生证件号码, 学生姓名 || 家长姓名)"
_GIVEN = "发放日期 between 期初 and 期末"
_PARENT = {"家长证件号码": "330105197703072015"}

# fmt: off
COLUMNS = (
    shared.YEAR.but(need="expected", more_aliases="助学年度", public=True),
    required("学生姓名", "姓名", "子女姓名 受助学生 受助学生姓名 学生 子女 受助子女姓名 孩子姓名 学生名字 受助学生名字 困难学生姓名 申请学生姓名 子女名字", example="张小明",
        privacy="name", width=10),
    shared.GENDER.but(example="女", derived=people.GENDER.but(source="学生证件号码", why="由学生证件号码得出"), more_aliases="学生性别"),
    expected("学生证件号码", "证件号码",
        "学生身份证号 学生身份证号码 子女身份证号 子女身份证号码 受助学生身份证号 学生证件号 学生身份证",
        example="330105200408093029", hint="学生本人的证件号码", privacy="id", width=22),
    required("家长姓名", "姓名", "职工姓名 父(母)姓名 申请人 家长 父母姓名 父亲(母亲)姓名 困难职工姓名 姓名 监护人姓名 职工(家长)姓名 困难职工(家长)姓名 家长(职工)姓名 困难职工家长姓名",
        example="张三", privacy="name", role="person", width=10, public=True),
    expected("家长证件号码", "证件号码",
        "家长身份证号 家长身份证号码 职工身份证号 职工身份证号码 父(母)身份证号 申请人身份证号 困难职工身份证号 "
        "父母身份证号 家长证件号 家长身份证 监护人身份证号", example="330105197703072015", hint="职工本人的证件号码", privacy="id",
        role="id", width=22),
    optional("与学生关系", "文本", "关系 家长与学生关系 与受助学生关系", width=8),
    shared.UNIT.but(need="required", public=True, more_aliases="家长单位 家长工作单位 职工单位 父母工作单位"),
    shared.MOBILE.but(title="家长手机号码", aliases=(*shared.MOBILE.aliases, "手机号码", "家长电话", "家长联系电话", "联系电话",
        "联系方式", "家长手机", "家长手机号", "电话")),
    expected("学段", choice("高中←普通高中←普高 中职←中专←职高←技校←中等职业 大专←专科←高职 本科←大学←大学本科 研究生←硕士←博士←硕士研究生"),
        "学历层次 在读学段 录取层次 在读阶段 就读阶段 学历 学生学段 就读学段", example="高中", ditto=True, width=8, public=True),
    expected("就读学校", "文本", "学校 毕业学校 在读学校 现就读学校 就读学校名称 学校名称", example="某某中学", width=20),
    optional("录取院校", "文本", "考取院校 大学名称 录取学校 录取院校名称 考取学校 高校名称 考取大学 录取高校 录取大学", width=20),
    optional("专业", "文本", "录取专业 所学专业", width=14),
    optional("录取通知书", "是否", "有无录取通知书 是否有录取通知书 录取通知书复印件", width=10),
    optional("入学年份", "年份", "入学时间 入学年度", width=8),
    expected("困难类别", CATEGORY, "困难类型 困难等级 困难程度 家庭困难类别 困难职工类别 家庭困难类型", example="相对困难", ditto=True, width=12),
    optional("家庭月人均收入", "金额", "月人均收入 人均收入 家庭人均月收入 家庭人均收入", privacy="free", width=12),
    optional("是否建档", "是否", "建档 是否建档困难职工 是否在档 建档情况", example="是", width=8),
    optional("已享受其他资助", "文本", "其他资助 是否享受其他资助 已获其他资助 享受其他助学情况 已享受的其他资助", hint="没有的写无", width=14),
    expected("助学金额", "金额", "资助金额 补助金额 助学金 金额 助学金额(元) 发放金额 资助金额(元) 金额(元) 资助标准 助学金金额", example="3000", width=10),
    optional("资金来源", FUNDS, "经费来源 资金渠道 来源", ditto=True, width=10),
    expected("发放日期", "日期", dated("发放 资助 助学 补助 领取"), example="2022-06-20", ditto=True, width=12),
    shared.BANK,
    shared.BANK_CARD,
    optional("审核结果", choice("通过←同意←符合←审核通过 不通过←不同意←不符合←未通过"), "审核意见 审核情况 审批结果 审核", width=10),
    optional("高考分数", "文本", "高考成绩 考分 录取分数 准考证号 高考准考证号 考生号 中考分数 中考成绩 分数", never_kept=True,
        privacy="free"),
    shared.REMARK,
)
# fmt: on
# fmt: off
_GRANTED = "coalesce(审核结果, '通过') = '通过'"
LISTS = (
    prints("发放签字表", "学生姓名；家长姓名；单位名称；学段；助学金额；家长签字 =；日期 =", where=_GRANTED, order="单位名称",
        per="年度", sums="助学金额", layout="签名表"),
    prints("银行代发表", "家长姓名；开户银行；银行卡号；助学金额；备注 =", "对外", where=f"{_GRANTED} and 银行卡号 is not null",
        order="开户银行", per="年度", sums="助学金额"),
    prints("公示稿", "家长姓名；单位名称；学段", "公示", heading="金秋助学对象公示", where=_GRANTED, order="单位名称", per="年度",
        note="公示期五个工作日。如有异议，请在公示期内向{填报单位}反映。联系人：{联系人}，联系电话：{联系电话}。"),
)
RULES = (
    warn("G-R9a", "没有录取通知书", "学段 not in ('大专', '本科', '研究生') or 录取通知书 = '是' or 入学年份 < year(期末)",
        "学段是{学段}，没有录取通知书{多行}", "请补交录取通知书；已经在读的请填入学年份", column="录取通知书",
        fires=({"学段": "本科", "录取通知书": "否", "入学年份": 2022}, {"学段": "大专", "录取通知书": "否", "入学年份": 2022}),
        rests=({"学段": "本科", "录取通知书": "是"}, {"学段": "本科", "入学年份": 2020}, {"学段": "高中", "录取通知书": "否"}, {})),
    warn("G-R9b", "已享受其他资助", "coalesce(已享受其他资助, '否') in ('否', '未享受', '没有享受')", "已享受其他资助：{已享受其他资助}{多行}",
        "请核对是否重复资助", column="已享受其他资助", fires=({"已享受其他资助": "民政助学3000元"},),
        rests=({"已享受其他资助": "无"}, {"已享受其他资助": "否"}, {})),
    warn("G-R10", "超过最高金额", "助学金额 <= 助学最高金额", "助学金额 {助学金额} 元，超过最高 {助学最高金额} 元{多行}",
        "请核对金额；标准不同的请改设置“助学最高金额”", column="助学金额", fires=({"助学金额": 8000},), rests=({"助学金额": 5000}, {})),
    error("G-R23", "学生与家长同号", "学生证件号码 <> 家长证件号码", "学生和家长填了同一个证件号码", "请分别填写学生和家长的证件号码",
        column="学生证件号码", fires=(_PARENT | {"学生证件号码": "330105197703072015"},),
        rests=(_PARENT | {"学生证件号码": "330105200408093029"}, _PARENT)),
    warn("G-R24", "没有通过却有金额", "coalesce(审核结果, '通过') = '通过' or 助学金额 is null", "审核结果是{审核结果}，却有助学金额 {助学金额}{多行}",
        "请核对审核结果和金额", column="助学金额", fires=({"审核结果": "不通过", "助学金额": 3000},),
        rests=({"审核结果": "通过", "助学金额": 3000}, {"审核结果": "不通过"}, {"助学金额": 3000})),
    people.not_in_future("发放日期"),
    warn("X42", "家长没有建档", "家长证件号码 is null or coalesce(是否建档, '否') = '否' "
        "or 家长证件号码 in (select 档.证件号码 from 困难职工档案 档 where 档.证件号码 is not null)",
        "{家长姓名}的是否建档填的是“是”，困难职工档案里没有此人", "请核对家长证件号码；助学档案建在家长名下", column="家长证件号码",
        fires=({"金秋助学": (_PARENT | {"是否建档": "是"},), "困难职工档案": ({"证件号码": "33010519851120302X"},)},),
        rests=({"金秋助学": (_PARENT | {"是否建档": "是"},), "困难职工档案": ({"证件号码": "330105197703072015"},)},
               {"金秋助学": (_PARENT,), "困难职工档案": ({"证件号码": "33010519851120302X"},)})),
)
INDICATORS = (
    figure("G22", "助学人数", "去重", _GIVEN, field=_STUDENT, groups="单位、学段、资金来源", unit="人", over=FLOW),
    figure("G22b", "助学金额合计", "求和", _GIVEN, field="助学金额", groups="单位、学段、资金来源", unit="元", over=FLOW),
    figure("G22c", "助学申请人数", "去重",
        "coalesce(发放日期, case when 年度 = year(期末) then 期末 end) between 期初 and 期末", field=_STUDENT, groups="单位、学段",
        unit="人", over=FLOW, about="按发放日期归期，还没有发放的按年度"),
)
# fmt: on
FORM = Form(
    slug="tuition-aid",
    title="金秋助学汇总表",
    short="金秋助学",
    group="帮扶慰问",
    hints=("助学", "圆梦行动", "困难职工子女"),
    marks=(
        "学段",
        "助学",
        "资助",
        "受助",
        "录取",
        "困难",
        "家长身份",
        "家长证件",
        "职工身份",
        "学生身份",
        "学生证件",
    ),
    keys=(("年度", "学生证件号码"), ("年度", "学生姓名", "家长证件号码")),
    owed="voluntary",
    restricted=True,
    keep_until=60,
    parent="hardship-case",
    link=("家长证件号码",),
    deadline="报送截止日·金秋助学",
    charts=(
        Chart(title="各学段人数", column="学段", shape="column"),
        Chart(title="困难类别", column="困难类别", shape="pie"),
    ),
    compared=("学段", "困难类别", "助学金额", "审核结果"),
    card=Card(),
    columns=COLUMNS,
    lists=LISTS,
    rules=RULES,
    indicators=INDICATORS,
)
