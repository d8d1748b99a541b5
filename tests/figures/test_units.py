"""Figures by unit and community follow the column a declaration marks as the unit's, whatever its title."""

import pandas as pd

from union_xl import figures
from union_xl.ledgers import BUILT_IN, Form
from union_xl.ledgers.figures import figure
from union_xl.ledgers.form import optional, required
from union_xl.model import period

SIGNED = Form(
    slug="signed",
    title="签约台账",
    short="签约",
    columns=(required("签约方", "单位名称", role="unit"), optional("份数", "整数")),
    indicators=(figure("W1", "签约份数", "求和", field="份数"),),
)
FORMS = (*BUILT_IN, SIGNED)
HALF = period("2022H1")


def test_the_unit_column_is_the_marked_one() -> None:
    frames = {
        "signed": pd.DataFrame({"签约方": ["甲公司", "乙公司", "甲公司"], "份数": [1, 2, 4]}),
        "unit-register": pd.DataFrame(
            {"单位名称": ["甲公司", "乙公司"], "所属社区": ["北星社区", "南星社区"]}
        ),
    }
    made = figures.count(frames, figures.read_library(None, FORMS, base=FORMS), HALF, HALF.end, forms=FORMS)
    told = {(one.group_by, one.group): one.value for one in made if one.name == "签约份数"}
    assert told["", ""] == 7
    assert told["单位", "甲公司"] == 5 and told["社区", "南星社区"] == 2
