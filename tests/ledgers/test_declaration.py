"""A ledger written as a declaration sheet and read back is the same ledger."""

import pytest

from union_xl.core import FormError
from union_xl.ledgers import BUILT_IN, FURTHER, Form
from union_xl.ledgers.declaration import cells_of, form_of


def place(attribute: str, line: int, title: str) -> str:
    return f"{attribute}[{line}].{title}"


def without_cells(form: Form) -> dict[str, object]:
    """A declaration but for where it was read."""
    lists = {one: {"__all__": {"cell"}} for one in ("columns", "rules", "indicators", "checks", "charts")}
    return form.model_dump(exclude={"where": True, **lists})


@pytest.mark.parametrize("form", (*BUILT_IN, *FURTHER), ids=lambda form: form.slug)
def test_written_and_read_back_it_is_the_same(form: Form) -> None:
    labels, lists = cells_of(form)
    assert without_cells(form_of(labels, lists, place)) == without_cells(form)


COLUMNS = [{"列名": "姓名", "类型": "姓名", "必填": "是"}]


@pytest.mark.parametrize(
    ("labels", "lists", "cell"),
    [
        ({"代号": "甲"}, {"columns": COLUMNS}, "[0].代号"),
        ({}, {"columns": []}, "where"),
        ({}, {"columns": [*COLUMNS, *COLUMNS]}, "columns[1].类型"),
        ({}, {"columns": [{"列名": "来源行", "类型": "文本"}]}, "columns[0].类型"),
        ({}, {"columns": [{"列名": "甲", "类型": "天书"}]}, "columns[0].类型"),
        ({}, {"columns": [{"列名": "甲", "类型": "文本", "必填": "也许"}]}, "columns[0].必填"),
        ({"唯一列": "编号"}, {"columns": COLUMNS}, "where"),
        (
            {},
            {"columns": COLUMNS, "rules": [{"编号": "Z1", "关系": "姓名 <> ''", "列": "名"}]},
            "rules[0].关系",
        ),
        (
            {},
            {"columns": COLUMNS, "indicators": [{"名称": "人数", "统计方式": "数数"}]},
            "indicators[0].统计方式",
        ),
        ({}, {"columns": COLUMNS, "charts": [{"图名": "人数", "图的列": "人"}]}, "charts[0].图的列"),
    ],
)
def test_what_is_wrong_is_told_by_cell(
    labels: dict[str, str], lists: dict[str, list[dict[str, str]]], cell: str
) -> None:
    given = {"表名": "送清凉登记表", "简称": "送清凉", "代号": "cooling", **labels}
    with pytest.raises(FormError) as told:
        form_of(given, lists, place, where="where")
    assert cell in str(told.value)
