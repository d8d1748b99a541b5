# ruff: noqa: E501
"""职工夜校学员名册: the rows of 夜校班次's rows, returned by the units by a day of its own."""

from union_xl.ledgers import shared
from union_xl.ledgers.figures import FLOW, check, figure, formula
from union_xl.ledgers.form import Chart, Form, choice, error, expected, optional, required, warn
from union_xl.model import WARNING

_SAME = "(select count(*) from 本年.夜校学员 别 where 别.证件号码 = 夜校学员.证件号码 and 别.年度 = 夜校学员.年度)"

FORM = Form(
    slug="night-student",
    title="职工夜校学员名册",
    short="夜校学员",
    hints=("夜校学员", "夜校名册"),
    keys=(("班次名称", "证件号码"), ("班次名称", "姓名", "单位名称")),
    owed="all",
    deadline="报送截止日·夜校学员",
    parent="night-class",
    link=("班次名称",),
    item="夜校班",
    each=("学员",),
    columns=(
        shared.UNIT.but(need="required"),
        required("班次名称", "文本", "班名 报读班次", example="茶艺一班", role="subject"),
        shared.PERSON_NAME.but(need="required"),
        shared.ID_NUMBER.but(need="expected"),
        expected("年度", "年份", "报读年度", example="2022"),
        optional("报到日期", "日期", example="2022-03-02"),
        optional("状态", choice("在读 结业 退学"), "学员状态", example="在读"),
        optional("病史说明", "文本", "健康情况 既往病史", never_kept=True),
        shared.REMARK,
    ),
    rules=(
        error(
            "NS-AGE",
            "年龄不够",
            "date_sub('year', 出生, 截止日) >= 16",
            "{姓名}不满16岁",
            "请核对证件号码",
            column="证件号码",
            fires=({"证件号码": "330105200806015013", "姓名": "张三"},),
            rests=({"证件号码": "330105199003072013"}, {}),
        ),
        warn(
            "NS-YEAR",
            "一年读一个班",
            f"{_SAME} <= 1",
            "{姓名}今年报了不止一个班",
            "每人每年限读一个班",
            column="证件号码",
            fires=(
                (
                    {"证件号码": "330105199003072013", "姓名": "张三", "年度": 2022, "班次名称": "甲"},
                    {"证件号码": "330105199003072013", "姓名": "张三", "年度": 2022, "班次名称": "乙"},
                ),
            ),
            rests=(
                (
                    {"证件号码": "330105199003072013", "年度": 2022},
                    {"证件号码": "330105199003072013", "年度": 2021},
                ),
            ),
        ),
    ),
    indicators=(
        figure("NS1", "夜校学员人次", "计数", "报到日期 between 期初 and 期末", unit="人次", over=FLOW),
        figure(
            "NS2",
            "夜校学员人数",
            "去重",
            "报到日期 between 期初 and 期末",
            field="证件号码",
            unit="人",
            over=FLOW,
        ),
        formula("NS3", "夜校满员率", "夜校学员人次 / nullif(夜校名额, 0)", unit="%"),
    ),
    checks=(check("NSX1", "夜校学员人次 <= 夜校名额", WARNING, "学员不多于名额"),),
    charts=(Chart(title="学员状态", column="状态", where="报到日期 between 期初 and 期末"),),
    compared=("状态",),
)
