"""困难家庭成员 (ledgers.md 4.8): one row per member of a household besides its head, minors among them."""

from __future__ import annotations

from union_xl.ledgers import people, shared
from union_xl.ledgers.figures import figure
from union_xl.ledgers.form import Chart, Form, choice, error, expected, optional, required, warn
from union_xl.ledgers.hardship_case import IN_FILE

# fmt: off
COLUMNS = (
    expected("户主证件号码", "证件号码",
        "户主身份证号 户主身份证号码 困难职工身份证号 困难职工证件号码 职工身份证号 本人身份证号 户主证件号 户主身份证 困难职工本人身份证号",
        example="330105199003072013", hint="困难职工本人的证件号码", ditto=True, privacy="id", width=22),
    shared.PERSON_NAME.but(need="required", more_aliases="成员姓名 家庭成员姓名 家属姓名 家庭成员", example="张小明"),
    required("关系", choice("配偶←妻子←丈夫←妻←夫 子←儿子←长子←次子 女←女儿←长女←次女 父←父亲 母←母亲 "
        "本人←户主←自己 兄弟姐妹←兄←弟←姐←妹←哥哥←弟弟←姐姐←妹妹 其他←其它"),
        "与户主关系 关系(是户主的) 称谓 与本人关系 与困难职工关系 家庭关系 与职工关系 和户主的关系 与职工本人关系 与困难职工的关系", example="子", width=10),
    shared.GENDER.but(derived=people.GENDER),
    shared.BIRTH.but(derived=people.BIRTH, example="2009-05-06"),
    shared.ID_NUMBER.but(need="expected", example="330105200905062012",
        more_aliases="成员身份证号 成员证件号码 家属身份证号 家庭成员身份证号"),
    shared.POLITICS,
    optional("健康状况", "文本", "身体状况 健康情况", privacy="free", width=10),
    expected("成员身份", choice("在岗←在职←就业 失业←下岗 退休←离退休 学生←在校学生←在读←上学 无业←务农←待业 其他←其它"),
        "身份 人员身份 职业状况 就业状况 家庭成员身份 成员人员身份 成员目前状况 成员职业", example="学生", width=10),
    expected("成员月收入", "金额", "月收入 收入 月收入(元) 成员收入 家庭成员月收入 成员月均收入", example="0", hint="元/月，没有的写0", privacy="free", width=10),
    optional("单位或学校", "文本", "工作单位或学校 工作单位/学校 单位(学校) 工作(学习)单位 就读学校 学校 工作单位及学校",
        example="某某中学", width=20),
    optional("当前学历", "文本", "学历 文化程度 学段 在读学历", width=10),
    optional("入学年份", "年份", "入学时间 入学年度", width=8),
    optional("学制", "整数", "学制(年)", width=6),
    optional("医保状况", "文本", "医疗保险 医保情况 参保情况", width=12),
    optional("档案编号", "文本", "建档编号 档案号 困难职工档案编号", hint="没有户主证件号码的，填困难职工档案的编号", width=14),
    shared.REMARK,
)
# fmt: on
# fmt: off
RULES = (
    *people.CONTRADICTIONS,
    people.UNBORN,
    warn("G-R38", "学生没有写学校", "成员身份 <> '学生' or 单位或学校 is not null", "成员身份是学生，没有写单位或学校{多行}", "请补填就读学校",
        column="单位或学校", needs=("单位或学校",), fires=({"成员身份": "学生"},),
        rests=({"成员身份": "学生", "单位或学校": "某某中学"}, {"成员身份": "退休"}, {})),
    error("G-R39", "与户主同号", "coalesce(关系, '') = '本人' or 证件号码 <> 户主证件号码",
        "家庭成员的证件号码与户主的相同", "请改填成员本人的证件号码；是户主本人的，关系写“本人”", column="证件号码",
        fires=({"关系": "配偶", "证件号码": "330105199003072013", "户主证件号码": "330105199003072013"},),
        rests=({"关系": "配偶", "证件号码": "33010519851120302X", "户主证件号码": "330105199003072013"},
               {"关系": "本人", "证件号码": "330105199003072013", "户主证件号码": "330105199003072013"}, {"户主证件号码": "330105199003072013"})),
)
INDICATORS = (
    figure("G06b", "困难家庭学生数", "计数",
        f"成员身份 = '学生' and 户主证件号码 in (select 证件号码 from 困难职工档案 where {IN_FILE} and 证件号码 is not null)", unit="人",
        about="期末在档家庭的学生"),
)
# fmt: on
FORM = Form(
    slug="hardship-family",
    title="困难职工家庭成员表",
    short="困难家庭成员",
    group="帮扶慰问",
    hints=("困难家庭", "困难 家庭成员"),
    marks=("户主", "困难职工", "成员"),
    keys=(
        ("户主证件号码", "证件号码"),
        ("户主证件号码", "姓名"),
        ("档案编号", "证件号码"),
        ("档案编号", "姓名"),
    ),
    owed="office",
    restricted=True,
    keep_until=60,
    parent="hardship-case",
    link=("户主证件号码",),
    charts=(Chart(title="家庭成员身份", column="成员身份", shape="pie"),),
    compared=("关系", "成员身份", "成员月收入"),
    columns=COLUMNS,
    rules=RULES,
    indicators=INDICATORS,
)
