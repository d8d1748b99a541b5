"""Every declared list and due date can be worked out; a 公示 shows only what may be shown."""

from __future__ import annotations

import datetime as dt

import pytest

from union_xl.expressions import constants
from union_xl.ledgers import BUILT_IN, Form
from union_xl.ledgers.form import Column
from union_xl.ledgers.outputs import PrintList
from union_xl.lists import ListDatabase, ListQuery, expiring
from union_xl.model import FormError, period
from union_xl.model.rows import Rows

EVERY = BUILT_IN
HALF = period("2022H1")
SHARED = constants(when=HALF, as_of=HALF.end)
LISTS = [(form, one) for form in EVERY for one in form.lists]


def example(column: Column, at: int) -> object:
    """A value such as stands in a kept row."""
    kind = column.kind
    if kind.choices:
        return kind.choices[at % len(kind.choices)]
    if not kind.text and "y" in kind.number_format.lower():
        return dt.date(2021, 3, 1) + dt.timedelta(days=120 * at)
    if not kind.text:
        return 2022 if column.title in ("年度", "保障年度") else at + 1
    return f"{column.title}{at}"


def filled(form: Form, count: int = 6) -> Rows:
    return Rows({one.title: [example(one, at) for at in range(count)] for one in form.columns})


ROWS = {form.short: filled(form) for form in EVERY}


@pytest.mark.parametrize(("form", "one"), LISTS, ids=[f"{f.short}·{o.name}{o.part}" for f, o in LISTS])
def test_every_list_is_worked_out(form: Form, one: PrintList) -> None:
    asking = ListDatabase(EVERY, SHARED)
    query = ListQuery(asking, form, one)
    asking.load(ROWS)
    made = query.listed(ROWS[query.short])
    assert len(made.heads) == len(made.widths) == len(made.formats)
    assert all(len(row) == len(made.heads) for table in made.tables for row in table.rows)
    if one.audience == "公示":
        shown = {str(cell) for table in made.tables for row in table.rows for cell in row}
        assert not any(text.startswith(("证件号码", "手机号码", "银行卡号")) for text in shown)


def test_whatever_expires_is_worked_out() -> None:
    forms = [form for form in EVERY if form.due]
    found, failed = expiring(forms, ROWS, {}, ListDatabase(EVERY, SHARED), HALF.end)
    assert failed == []
    assert {one.ledger for one in found} > {"集体合同", "职工阵地", "困难职工档案"}
    closed = {form.short for form in EVERY if form.restricted}
    assert all((one.whose, one.row) == ("限阅", 0) for one in found if one.ledger in closed)
    assert [one.day for one in found] == sorted(one.day for one in found)


@pytest.mark.parametrize("columns", [("证件号码",), ("档案编号",), ("单位名称 = 手机号码",), ("备注",)])
def test_a_public_list_refuses_what_is_not_public(columns: tuple[str, ...]) -> None:
    form = next(one for one in EVERY if any(o.name == "公示稿" for o in one.lists) and one.restricted)
    wrong = PrintList(name="公示稿", audience="公示", columns=columns)
    with pytest.raises(FormError):
        ListQuery(ListDatabase(EVERY, SHARED), form, wrong)
