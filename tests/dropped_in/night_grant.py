"""职工夜校助学金发放表: a restricted ledger as a module of data."""

from union_xl.ledgers import shared
from union_xl.ledgers.figures import figure
from union_xl.ledgers.form import Form, optional, required

FORM = Form(
    slug="night-grant",
    title="职工夜校助学金发放表",
    short="夜校助学金",
    hints=("夜校助学",),
    keys=(("证件号码", "发放日期"),),
    owed="office",
    restricted=True,
    columns=(
        shared.PERSON_NAME.but(need="required"),
        shared.ID_NUMBER.but(need="required"),
        required("发放日期", "日期", example="2022-05-01"),
        optional("助学金额", "金额", "发放金额", example="300"),
        optional("困难原因", "备注", example="大病"),
    ),
    indicators=(figure("NG1", "夜校助学金额", "求和", field="助学金额", unit="元"),),
)
