"""职工夜校班次表: a ledger the program has never seen, as a module of data; the office keeps it."""

from union_xl.ledgers import shared
from union_xl.ledgers.figures import FLOW, figure
from union_xl.ledgers.form import Chart, Form, choice, error, optional, required

FORM = Form(
    slug="night-class",
    title="职工夜校班次表",
    short="夜校班次",
    hints=("夜校班次", "夜校开班"),
    keys=(("班次名称",),),
    owed="office",
    item="夜校班",
    columns=(
        required("班次名称", "文本", "班名 夜校班次名称", example="茶艺一班", role="subject"),
        optional("开班日期", "日期", "开课日期", example="2022-03-01"),
        optional("名额", "整数", "计划人数", example="20"),
        optional("状态", choice("计划 开班 结业"), "班次状态", example="开班"),
        shared.REMARK,
    ),
    rules=(
        error(
            "NC-SEATS",
            "名额过多",
            "名额 <= 100",
            "名额填的是 {名额}，最多100人",
            "请核对名额",
            column="名额",
            fires=({"名额": 101},),
            rests=({"名额": 100}, {}),
        ),
    ),
    indicators=(
        figure(
            "NC1", "开班数", "计数", "状态 <> '计划' and 开班日期 between 期初 and 期末", unit="班", over=FLOW
        ),
        figure("NC2", "夜校名额", "求和", field="名额", unit="人"),
    ),
    charts=(Chart(title="各状态班次", column="状态", shape="pie"),),
)
