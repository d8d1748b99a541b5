"""A ledger as expressions see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from union_xl.expressions import COMMUNITY, TRADE, Derived, Shape, quoted
from union_xl.ledgers.form import Column, Form
from union_xl.ledgers.links import children_of, linked, parent_of
from union_xl.model.grid import as_said


@lru_cache(maxsize=256)
def shape_of(form: Form) -> Shape:
    """Its titles with their types, what is worked out from them, and the last days of its partial dates
    (`X末` for a date column X)."""
    private = {one.privacy: one.title for one in reversed(form.columns)}
    keys = {
        COMMUNITY: form.titled("community"),
        TRADE: form.titled("trade"),
        form.item: form.titled("subject"),
    }
    types = {column.title: _type(column) for column in form.columns}
    return Shape(
        form.short,
        types,
        {one.title: one.kind.choices for one in form.columns if one.kind.choices},
        {name: Derived(sql, columns) for name, sql, columns in form.worked_out},
        private.get("birth", ""),
        form.titled("id") or private.get("id", ""),
        {f"{title}末": title for title, kind in types.items() if kind == "DATE"},
        unit=form.titled("unit"),
        host=form.titled("host"),
        groups={label: title for label, title in keys.items() if label and title},
        register=form.unit_register,
    )


@lru_cache(maxsize=8)
def shapes_of(forms: tuple[Form, ...]) -> tuple[Shape, ...]:
    """The ledgers of a run, each knowing by what its rows, and the rows they belong to, are named."""
    return tuple(replace(shape_of(form), owners=dict(_owners(form, forms))) for form in forms)


def _owners(form: Form, forms: Sequence[Form]) -> Iterator[tuple[str, Derived]]:
    parent = parent_of(form, forms)
    if parent is not None and (own := owner_titles(parent, forms)):
        pairs = {key: title for title, key in linked(form, parent)}
        if set(pairs) == set(own):
            yield parent.short, _named(tuple(pairs[title] for title in own))
    if own := owner_titles(form, forms):
        yield form.short, _named(own)


def owner_titles(form: Form, forms: Sequence[Form]) -> tuple[str, ...]:
    """The columns by which the rows of other ledgers name a row of `form`; () where none belong to it."""
    links = (tuple(key for _, key in linked(child, form)) for child in children_of(form, forms))
    return next(links, ())


def _named(titles: tuple[str, ...]) -> Derived:
    """One text for a row: its columns, a dot between; null where the first is blank."""
    texts = ", ".join(f"coalesce(CAST({quoted(title)} AS VARCHAR), '')" for title in titles)
    whole = f"concat_ws('·', {texts})" if len(titles) > 1 else texts
    return Derived(f"CASE WHEN {quoted(titles[0])} IS NOT NULL THEN {whole} END", titles)


def owner_name(row: Mapping[str, Any], titles: Sequence[str]) -> str:
    """The same text of a row given as values."""
    return "·".join(as_said(row.get(title)) for title in titles)


def _type(column: Column) -> str:
    """DATE, DOUBLE, BIGINT (whole numbers, 年份 among them) or VARCHAR."""
    if column.kind.text:
        return "VARCHAR"
    if "y" in column.kind.number_format.lower():
        return "DATE"
    return "BIGINT" if column.kind.number_format == "0" else "DOUBLE"
