"""A ledger as a sheet a clerk can copy and change, and back: one list of fields serves both ways.

A declaration sheet holds labels (表名, 简称, …) with their values to the right, then lists: 列名 …, 编号 …
(rules), 代码 … (indicators), 图名 … (charts).  `cells_of` gives the texts of a form, `form_of` the form of
texts; reading and writing files is done elsewhere.  Cells hold text; a blank means the field's default.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from union_xl.expressions.names import RESERVED as SPOKEN
from union_xl.ledgers.declaration_fields import FORM, LISTS, Field
from union_xl.ledgers.declaration_layouts import usual_statement
from union_xl.ledgers.form import Column, DeclaredCrossCheck, Form, PrintList, Rule
from union_xl.ledgers.functions import FUNCTIONS
from union_xl.ledgers.layouts import Matrix, Statement
from union_xl.model import ERROR, FormError
from union_xl.model.rows import SOURCE_TITLES

Texts = Mapping[str, str]
"""{title: text of the cell} of one line; absent: blank."""


def cells_of(form: Form) -> tuple[dict[str, str], dict[str, list[dict[str, str]]]]:
    """The labels {title: text} and the lists {attribute: [{title: text}]} of a form's declaration sheet."""
    labels = {field.title: _written(field, form) for field in FORM}
    lists = {
        one.attribute: [
            {f.title: _written(f, item) for f in one.fields} for item in _items(form, one.attribute)
        ]
        for one in LISTS
    }
    return labels, lists


def _items(form: Form, attribute: str) -> tuple[Any, ...]:
    listed: tuple[Any, ...] = getattr(form, attribute)
    return (*listed, *form.never_kept) if attribute == "columns" else listed


def _written(field: Field, value: Any) -> str:
    held = getattr(value, field.name)
    return field.none if held is None or held == () or held == "" else field.write(held)


def form_of(
    labels: Texts,
    lists: Mapping[str, Sequence[Texts]],
    place: Callable[[str, int, str], str],
    where: str = "",
) -> Form:
    """The form that the texts of a sheet declare.

    `place(list attribute or '', line from 0, title)` names the cell in sentences (`自定义表·送清凉!A8`).
    Raises FormError naming the cell: what cannot be read, no columns, a title twice or reserved, a 唯一列,
    关联列 or rule's column that is no column.
    """
    made = {"where": where} | _read(FORM, labels, lambda title: place("", 0, title))
    for one in LISTS:
        items = []
        for number, line in enumerate(lists.get(one.attribute, ())):

            def cell(title: str, attribute: str = one.attribute, line_number: int = number) -> str:
                return place(attribute, line_number, title)

            values = _read(one.fields, line, cell)
            values["cell"] = cell(one.told)
            items.append(_made(one.model, values, cell(one.fields[0].title)))
        made[one.attribute] = tuple(items)
    made["columns"] = _with_usual_meanings(made["columns"])
    made.setdefault("statement", usual_statement(made["columns"]))
    form: Form = _made(Form, made, where)
    check(form)
    return form


_USUAL: Mapping[str, tuple[str, str]] = {
    "单位名称": ("unit", ""),
    "姓名": ("person", "name"),
    "多人姓名": ("", "name"),
    "证件号码": ("id", "id"),
    "身份证号": ("id", "id"),
    "证件类型": ("id_type", ""),
    "手机号码": ("mobile", "mobile"),
    "手机": ("mobile", "mobile"),
    "联系电话": ("phone", "mobile"),
    "电话": ("phone", "mobile"),
    "银行账号": ("", "bank"),
    "银行卡号": ("", "bank"),
    "统一社会信用代码": ("unit_code", ""),
    "工会统一社会信用代码": ("union_code", ""),
    "性别": ("gender", ""),
    "年龄": ("age", ""),
    "所属社区": ("community", ""),
    "所属行业": ("trade", ""),
    "工会名称": ("union", ""),
}
"""What a column of a 类型, or else of a title, is taken for where the sheet does not say: (role, privacy)."""


def _with_usual_meanings(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns with roles and privacy where the sheet says nothing; a role goes to the first of its kind."""
    taken: set[str] = {column.role for column in columns}
    made = []
    for column in columns:
        role, privacy = _USUAL.get(column.type) or _USUAL.get(column.title, ("", ""))
        if column.title == "备注":
            role, privacy = "remark", "free"
        elif column.title.startswith("出生"):
            role, privacy = "birth", "birth"
        changes = {}
        if "role" not in column.model_fields_set and role not in taken:
            changes["role"] = role
            taken.add(role)
        if "privacy" not in column.model_fields_set:
            changes["privacy"] = privacy
        made.append(column.but(**changes) if changes else column)
    return tuple(made)


def _read(fields: Sequence[Field], texts: Texts, cell: Callable[[str], str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in fields:
        text = texts.get(field.title, "").strip()
        if not text:
            continue
        try:
            values[field.name] = field.read(text)
        except ValueError as reason:
            raise FormError(f"{cell(field.title)}：{reason}") from None
    return values


def _made(model: type[Any], values: Mapping[str, Any], cell: str) -> Any:
    given = (
        {"says": f"不符合：{values.get('holds', '')}", "title": values.get("code", "")}
        if model is Rule
        else {}
    )
    given |= {"level": ERROR} if model in (Rule, DeclaredCrossCheck) else {}
    try:
        return model(**(given | dict(values)))
    except ValidationError as refused:
        first = refused.errors(include_url=False, include_context=False, include_input=False)[0]
        raise FormError(
            f"{cell}：“{first['loc'][0] if first['loc'] else ''}”没有写对，请照样表填写"
        ) from None


def check(form: Form) -> None:
    """Raises FormError, naming the cell, for a declaration that contradicts itself."""
    if not form.columns:
        raise FormError(f"{form.where}：没有声明任何列，请在“列名”下面逐行填写")
    seen: set[str] = set()
    for column in (*form.columns, *form.never_kept):
        if column.title in SOURCE_TITLES:
            raise FormError(f"{column.cell}：列名“{column.title}”是台账自己要用的，请改成别的列名")
        if column.title in SPOKEN:
            raise FormError(f"{column.cell}：列名“{column.title}”是规则和指标里的专用名称，请换一个列名")
        if column.title in seen:
            raise FormError(f"{column.cell}：列名“{column.title}”重复，请改成不同的列名")
        seen.add(column.title)
        try:
            _ = column.kind
        except FormError as reason:
            raise FormError(f"{column.cell}：{reason}") from None
    _check_titles(form, form.titles)  # no key and no rule can look at what is never kept


def _named_by(shape: Matrix | Statement | None) -> set[str]:
    """The columns a shape names."""
    return set(filter(None, shape.model_dump().values())) if shape else set()


def _check_titles(form: Form, seen: Collection[str]) -> None:
    """Raises FormError where the declaration names a column that is none of its titles `seen`."""
    for what, titles in (
        ("唯一列", {t for key in form.keys for t in key}),
        ("关联列", {*form.link}),
        ("比对列", {*form.compared}),
        ("增减的列", {form.movement.kind, form.movement.day} if form.movement else ()),
        ("卡片的列", {title for _, title in form.card.labels} if form.card else ()),
        ("矩阵的列", _named_by(form.matrix)),
        ("科目表的列", _named_by(form.statement)),
    ):
        if missing := sorted(set(titles).difference(seen)):
            raise FormError(f"{form.where}：{what}“{missing[0]}”不在列名里，请改成已声明的列名")
    for chart in form.charts:
        if chart.column not in seen:
            raise FormError(f"{chart.cell}：图“{chart.title}”的列“{chart.column}”不在列名里，请改正")
    for shown in form.diff_lists:
        if missing := sorted(set(shown.columns).difference(seen)):
            raise FormError(f"{shown.cell}：变动清单“{shown.title}”的列“{missing[0]}”不在列名里，请改正")
    for rule in form.rules:
        if rule.column and rule.column not in seen:
            raise FormError(f"{rule.cell}：规则{rule.code}提到的列“{rule.column}”不在列名里，请改正")
        if not rule.holds and rule.test not in FUNCTIONS:
            raise FormError(f"{rule.cell}：规则{rule.code}没有写关系，请补上")
    for one in form.lists:
        _check_list(form, one)


def _check_list(form: Form, one: PrintList) -> None:
    """A list over the ledger's own rows names its columns; a 公示 only public ones."""
    for title in (*plain_columns(one), *one.per, *one.sums) if not one.of else ():
        column = form.by_title.get(title)
        if column is None and title in (*plain_columns(one), *one.per):
            raise FormError(f"{one.cell}：清单“{one.name}”的列“{title}”不在列名里，请改成已声明的列名")
        if column is not None and one.audience == "公示" and not column.public:
            raise FormError(
                f"{one.cell}：清单“{one.name}”是公示用的，列“{title}”没有声明可公示，请去掉这一列"
            )


def plain_columns(one: PrintList) -> tuple[str, ...]:
    """The columns of a list that are the ledger's own, without those worked out or left blank."""
    return tuple(column for column in one.columns if "=" not in column)
