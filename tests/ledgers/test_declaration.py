"""A ledger written as a declaration sheet and read back is the same ledger."""

import pytest

from union_xl.ledgers import BUILT_IN, Form, member
from union_xl.ledgers.declaration import cells_of, form_of
from union_xl.ledgers.declaration_fields import LISTS as EVERY_LIST
from union_xl.ledgers.form import Due, PrintList
from union_xl.model import FormError


def place(attribute: str, line: int, title: str) -> str:
    return f"{attribute}[{line}].{title}"


def without_cells(form: Form) -> dict[str, object]:
    """A declaration but for where it was read."""
    parts = ("never_kept", *(one.attribute for one in EVERY_LIST))
    lists: dict[str, object] = {one: {"__all__": {"cell"}} for one in parts}
    return form.model_dump(exclude={"where": True, **lists})


@pytest.mark.parametrize("form", BUILT_IN, ids=lambda form: form.slug)
def test_written_and_read_back_it_is_the_same(form: Form) -> None:
    labels, lists = cells_of(form)
    assert without_cells(form_of(labels, lists, place)) == without_cells(form)


LISTS = (
    PrintList(name="签到表", columns=("姓名", "签到 ="), order=("单位名称", "姓名 降"), per=("单位名称",)),
    PrintList(
        name="比对",
        part="漏保",
        of="会员登记",
        columns=("姓名",),
        where="姓名 not in (select 别.姓名 from 试 别)",
    ),
    PrintList(
        name="合计", columns=("单位名称", "人数 = coalesce(会费, 0), 1"), sums=("人数",), note="{联系人}"
    ),
)
DUE = (
    Due(
        what="到期",
        on="入会日期末 + to_years(1)",
        ahead=90,
        unless="就业状况 = '退休'",
        whose=("姓名",),
        cure="请续",
    ),
)


def test_lists_and_what_expires_are_declared_on_the_sheet_too() -> None:
    form = member.FORM.but(lists=LISTS, due=DUE)
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
        (
            {},
            {"columns": COLUMNS, "lists": [{"清单名": "签到表", "清单的列": "姓名\n单位"}]},
            "lists[0].清单的列",
        ),
        (
            {},
            {"columns": COLUMNS, "lists": [{"清单名": "公示稿", "给谁看": "公示", "清单的列": "姓名"}]},
            "lists[0].清单的列",
        ),
    ],
)
def test_what_is_wrong_is_told_by_cell(
    labels: dict[str, str], lists: dict[str, list[dict[str, str]]], cell: str
) -> None:
    given = {"表名": "送清凉登记表", "简称": "送清凉", "代号": "cooling", **labels}
    with pytest.raises(FormError) as told:
        form_of(given, lists, place, where="where")
    assert cell in str(told.value)
