"""Every ledger brings its own indicators; a library adds to them; 指标库.xlsx is made of them."""

from collections import Counter

import pytest

from union_xl import figures
from union_xl.ledgers import BUILT_IN, Form
from union_xl.ledgers.figures import FLOW, figure, formula
from union_xl.ledgers.form import optional, required
from union_xl.model import TemplateError
from union_xl.model.resources import resource

EVERY = BUILT_IN
VISITS = Form(
    slug="visits",
    title="走访登记表",
    short="走访",
    columns=(required("单位名称", "单位名称", role="unit"), optional("走访日期", "日期")),
    indicators=(
        figure("W1", "走访次数", "计数", "走访日期 between 期初 and 期末", over=FLOW, unit="次"),
        formula("W2", "两倍走访", "走访次数 * 2"),
    ),
)


def test_the_shipped_workbook_says_what_the_declarations_say() -> None:
    """templates/make_templates.py was run after the last change of a declaration."""
    shipped, own = (
        figures.read_library(resource("templates", "指标库.xlsx")),
        figures.read_library(None, base=BUILT_IN),
    )
    told = [(one.code, one.name, one.ledger, one.where.text, one.over) for one in shipped.indicators]
    assert told == [(one.code, one.name, one.ledger, one.where.text, one.over) for one in own.indicators]
    assert [(one.code, one.relation.text) for one in shipped.checks] == [
        (one.code, one.relation.text) for one in own.checks
    ]


def test_no_built_in_line_is_left_out_and_none_stands_twice() -> None:
    found = figures.read_library(None, EVERY, base=EVERY)
    assert len(found.indicators) == sum(len(form.indicators) for form in EVERY)
    assert len(found.checks) == sum(len(form.checks) for form in EVERY)
    for key in ("name", "code"):
        used = Counter(getattr(one, key) for form in EVERY for one in form.indicators)
        assert [word for word, times in used.items() if times > 1] == []


@pytest.mark.parametrize("form", EVERY, ids=lambda form: form.slug)
def test_a_flow_names_the_period_and_a_stock_never_its_beginning(form: Form) -> None:
    wrong = [
        one.name
        for one in form.indicators
        if one.how != "公式" and (one.over == FLOW) is not ("期初" in f"{one.where}{one.base}{one.field}")
    ]
    assert wrong == []


def test_a_declared_ledger_counts_like_a_built_in_one() -> None:
    found = figures.read_library(None, (*BUILT_IN, VISITS), base=(*BUILT_IN, VISITS))
    assert [found.named(name).code for name in ("走访次数", "两倍走访", "期末会员数")] == ["W1", "W2", "B08"]  # type: ignore[union-attr]


def test_a_wrong_indicator_of_a_declaration_is_told_at_its_cell() -> None:
    wrong = VISITS.indicators[0].but(where="走访时间 > 期初", cell="自定义表·走访!A12")
    faulty = VISITS.but(indicators=(wrong,), where="自定义表·走访")
    with pytest.raises(TemplateError, match=r"自定义表·走访!A12.*走访日期"):
        figures.read_library(None, (*BUILT_IN, faulty), base=(*BUILT_IN, faulty))


def test_what_no_longer_fits_a_ledger_declared_anew_is_left_out() -> None:
    """An office declares 会员登记 without indicators and with two columns: others' figures stay."""
    slim = next(form for form in BUILT_IN if form.slug == "member").but(
        columns=(required("姓名", "姓名"), required("证件号码", "证件号码")),
        indicators=(),
        checks=(),
        rules=(),
    )
    forms = tuple(slim if form.slug == slim.slug else form for form in BUILT_IN)
    found = figures.read_library(None, forms, base=forms)
    assert found.named("普查单位数") and not found.named("未录入会员数") and not found.named("实名录入率")
    assert found.checks and all("期末会员数" not in one.relation.text for one in found.checks)
