# ruff: noqa: E501
"""The ledgers as declared: nothing stated twice, nothing ambiguous, found by any of their names."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from pydantic import ValidationError

from union_xl import kinds, ledgers
from union_xl.ledgers.form import Form
from union_xl.ledgers.keys import SEPARATOR, row_keys
from union_xl.ledgers.models import columns_model
from union_xl.model import FormError, RunContext

FORMS = pytest.mark.parametrize("form", ledgers.BUILT_IN, ids=[form.slug for form in ledgers.BUILT_IN])
LEDGER_COLUMNS = {"台账状态", "来源文件", "来源工作表", "来源行"}


@FORMS
def test_titles_are_unique_and_leave_the_ledgers_own_columns_free(form: Form) -> None:
    """A title stands once, also against the columns every ledger sheet adds."""
    titles = [one.title for one in form.columns]
    assert len(titles) == len(set(titles))
    assert not LEDGER_COLUMNS & set(titles)


@FORMS
def test_an_alias_means_one_column(form: Form) -> None:
    """No alias is also a title or an alias of another column."""
    seen: dict[str, str] = {}
    for one in form.columns:
        for title in (one.title, *one.aliases):
            assert seen.setdefault(title, one.title) == one.title, title
            # 编号 is the lines' own number, unless it numbers what the row is about.
            assert (
                title not in ("序号", "编号", "序", "NO.", "No", "NO", "是否导入成功", "错误原因")
                or title == "编号"
            )


@FORMS
def test_only_what_identifies_a_row_is_required(form: Form) -> None:
    """A blank in a required column holds the row, so there are few."""
    required = {one.title for one in form.columns if one.need == "required"}
    known = {
        "member": {"姓名", "证件号码", "单位名称"},
        "unit-register": {"单位名称"},
        "contest": {"竞赛名称"},
        "contest-entry": {"姓名", "单位名称"},
    }
    assert required == known.get(form.slug, required) and 1 <= len(required) <= 5


@FORMS
def test_keys_and_rules_name_columns_of_the_form(form: Form) -> None:
    """Every title a key, rule or derivation names exists."""
    named = {title for key in form.keys for title in key} | {*form.link}
    for rule in form.rules:
        named |= {*rule.over, *rule.needs} | ({rule.column} if rule.column else set())
    for one in form.columns:
        if one.derived:
            named |= {one.derived.source, *(one.derived.when or ())[:1]}
    assert named <= {*form.titles}


@FORMS
def test_examples_are_tidy(form: Form) -> None:
    """What a blank shows as an example would be accepted, and the hint needs no second look."""
    for one in form.columns:
        if one.example:
            assert one.kind.tidy(one.example).rule == "", (one.title, one.example)


@FORMS
def test_private_columns_are_marked(form: Form) -> None:
    """Names of people, numbers, phones, accounts and remarks are never left unmarked."""
    private = {kinds.ID_NUMBER: "id", kinds.MOBILE: "mobile", kinds.PHONE: "mobile", kinds.BANK: "bank"}
    for one in form.columns:
        if one.kind in private:
            assert one.privacy == private[one.kind], one.title
        if one.kind is kinds.NAME:
            assert one.privacy == "name", one.title
        if one.title == "备注":
            assert one.privacy == "free"


@FORMS
def test_dictionary_titles_of_the_domain_stand(form: Form) -> None:
    """The titles other programs rely on."""
    titles = {one.title for one in form.columns}
    named: dict[str, set[str]] = {
        "member": {"姓名", "证件号码", "手机号码", "单位名称", "入会日期", "会籍变化类型", "会籍变化日期", "是否农民工", "技能等级"},
        "unit-register": {"单位名称", "统一社会信用代码", "所属社区", "所属行业", "职工总数", "是否建会", "建会日期", "会员数"},
        "contest": {"竞赛编号", "竞赛名称", "级别", "计划日期", "实际日期", "完成情况"},
        "contest-entry": {"竞赛名称", "参赛项目", "单位名称", "姓名", "证件号码", "身份"},
    }  # fmt: skip
    assert titles >= named.get(form.slug, set())


@FORMS
def test_found_by_slug_title_and_short_title(form: Form) -> None:
    """Any of its names, blanks around it or not."""
    for name in (form.slug, form.title, form.short, f" {form.slug.upper()} "):
        assert ledgers.form(name) is form


def test_an_unknown_form_names_the_known_ones() -> None:
    """The sentence lists what there is."""
    with pytest.raises(FormError, match=r"会员登记（member）"):
        ledgers.form("会员")


def test_forms_of_a_run_are_narrowed() -> None:
    """`Context.forms` chooses; none chosen means all."""
    assert ledgers.forms_of(RunContext()) == ledgers.BUILT_IN
    assert ledgers.forms_of(RunContext(forms=("member",))) == (ledgers.member.FORM,)


def test_row_keys_take_the_best_filled_alternative() -> None:
    """By credit code, else by name; a row with neither has none; codes and names never meet."""
    frame: dict[str, list[Any]] = {"统一社会信用代码": ["A", None, None], "单位名称": ["甲", "A", None]}
    code = "91330105MA2YJ1XR0F"
    frame["统一社会信用代码"][0] = code
    register = ledgers.unit_register.FORM
    assert row_keys(register, frame, 3) == [f"0{SEPARATOR}{code}", f"1{SEPARATOR}a", None]
    assert row_keys(register, {"单位名称": ["甲"]}, 1) == [f"1{SEPARATOR}甲"]


def test_models_are_strict_and_closed() -> None:
    """Numbers as text, unknown fields and blanks in required columns are refused."""
    form = ledgers.member.FORM
    names = {title: f"c{n}" for n, title in enumerate(form.titles, 1)}
    good: dict[str, list[Any]] = {names[title]: [None] for title in form.titles}
    good |= {names["姓名"]: ["张三"], names["证件号码"]: ["330105199003072013"], names["单位名称"]: ["甲厂"]}
    columns_model(form)(**good)
    for title, value in (("会费", "20"), ("姓名", None), ("姓名", ""), ("会费", float("inf"))):
        with pytest.raises(ValidationError):
            columns_model(form)(**{**good, names[title]: [value]})


@FORMS
def test_forms_travel_between_processes(form: Form) -> None:
    """A form is data: worker processes get the same one."""
    assert pickle.loads(pickle.dumps(form)) == form
