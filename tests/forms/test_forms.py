# ruff: noqa: E501
"""The four ledgers as declared: nothing stated twice, nothing ambiguous, found by any of their names."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from pydantic import ValidationError

from union_xl import forms, kinds
from union_xl.core import Context, FormError
from union_xl.forms import Form

FORMS = pytest.mark.parametrize("form", forms.ALL, ids=[form.slug for form in forms.ALL])
LEDGER_COLUMNS = {"状态", "来源文件", "来源工作表", "来源行"}


@FORMS
def test_titles_are_unique_and_leave_the_ledgers_own_columns_free(form: type[Form]) -> None:
    """A title stands once, also against the columns every ledger sheet adds."""
    titles = [one.title for one in forms.columns(form)]
    assert len(titles) == len(set(titles))
    assert not LEDGER_COLUMNS & set(titles)


@FORMS
def test_an_alias_means_one_column(form: type[Form]) -> None:
    """No alias is also a title or an alias of another column."""
    seen: dict[str, str] = {}
    for one in forms.columns(form):
        for title in (one.title, *one.aliases):
            assert seen.setdefault(title, one.title) == one.title, title
            assert title not in forms.IGNORED_TITLES


@FORMS
def test_need_and_type_say_the_same(form: type[Form]) -> None:
    """A required column is a field without default, every other one may be None."""
    names = forms.field_names(form)
    for one in forms.columns(form):
        assert form.model_fields[names[one.title]].is_required() is (one.need == "required"), one.title


@FORMS
def test_only_what_identifies_a_row_is_required(form: type[Form]) -> None:
    """A blank in a required column holds the row, so there are few."""
    required = {one.title for one in forms.columns(form) if one.need == "required"}
    assert (
        required
        == {
            "member": {"姓名", "证件号码", "单位名称"},
            "unit-register": {"单位名称"},
            "contest": {"竞赛名称"},
            "contest-entry": {"姓名", "单位名称"},
        }[form.slug]
    )


@FORMS
def test_keys_and_rules_name_columns_of_the_form(form: type[Form]) -> None:
    """Every title a key, rule or derivation names exists."""
    titles = {one.title for one in forms.columns(form)} | {"@出生", "@号码出生"}
    named = {title for key in form.keys for title in key}
    for rule in form.row_rules:
        named |= {*rule.columns, *rule.present} | ({rule.at} if rule.at else set())
    for derived in form.derivations:
        named |= {derived.title, *derived.columns}
    assert named <= titles
    assert form.key == form.keys[0]


@FORMS
def test_examples_are_tidy(form: type[Form]) -> None:
    """What a blank shows as an example would be accepted, and the hint needs no second look."""
    for one in forms.columns(form):
        if one.example:
            assert one.kind.tidy(one.example).rule == "", (one.title, one.example)


@FORMS
def test_private_columns_are_marked(form: type[Form]) -> None:
    """Names of people, numbers, phones, accounts and remarks are never left unmarked."""
    private = {kinds.ID_NUMBER: "id", kinds.MOBILE: "mobile", kinds.PHONE: "mobile", kinds.BANK: "bank"}
    for one in forms.columns(form):
        if one.kind in private:
            assert one.privacy == private[one.kind], one.title
        if one.kind is kinds.NAME:
            assert one.privacy == "name", one.title
        if one.title == "备注":
            assert one.privacy == "free"


@FORMS
def test_dictionary_titles_of_the_domain_stand(form: type[Form]) -> None:
    """The titles other programs rely on."""
    titles = {one.title for one in forms.columns(form)}
    assert titles >= {
        "member": {"姓名", "证件号码", "手机号码", "单位名称", "入会日期", "会籍变化类型", "会籍变化日期", "是否农民工", "技能等级"},
        "unit-register": {"单位名称", "统一社会信用代码", "所属社区", "所属行业", "职工总数", "是否建会", "建会日期", "会员数"},
        "contest": {"竞赛编号", "竞赛名称", "级别", "计划日期", "实际日期", "完成情况"},
        "contest-entry": {"竞赛名称", "参赛项目", "单位名称", "姓名", "证件号码", "身份"},
    }[form.slug]  # fmt: skip


@FORMS
def test_found_by_slug_title_and_short_title(form: type[Form]) -> None:
    """Any of its names, blanks around it or not."""
    for name in (form.slug, form.title, form.short, f" {form.slug.upper()} "):
        assert forms.form(name) is form


def test_an_unknown_form_names_the_known_ones() -> None:
    """The sentence lists what there is."""
    with pytest.raises(FormError, match=r"会员登记（member）"):
        forms.form("会员")


def test_forms_of_a_run_are_narrowed() -> None:
    """`Context.forms` chooses; none chosen means all."""
    assert forms.forms_of(Context()) == forms.ALL
    assert forms.forms_of(Context(forms=("member",))) == (forms.Member,)


def test_row_keys_take_the_best_filled_alternative() -> None:
    """By credit code, else by name; a row with neither has none; codes and names never meet."""
    frame: dict[str, list[Any]] = {"统一社会信用代码": ["A", None, None], "单位名称": ["甲", "A", None]}
    assert forms.row_keys(forms.UnitRegister, frame, 3) == [(0, "A"), (1, "A"), None]
    assert forms.row_keys(forms.UnitRegister, {"单位名称": ["甲"]}, 1) == [(1, "甲")]


def test_models_are_strict_and_closed() -> None:
    """Numbers as text, unknown fields and blanks in required fields are refused."""
    good = {"person_name": "张三", "id_number": "330105199003072013", "unit": "甲厂"}
    assert forms.Member(**good).person_name == "张三"
    for bad in (
        {"dues_monthly": "20"},
        {"unknown": 1},
        {"person_name": None},
        {"person_name": ""},
        {"dues_monthly": -1},
    ):
        with pytest.raises(ValidationError):
            forms.Member(**{**good, **bad})


@FORMS
def test_forms_travel_between_processes(form: type[Form]) -> None:
    """Form classes pickle by name, so that worker processes can be told which one to check."""
    assert pickle.loads(pickle.dumps(form)) is form
