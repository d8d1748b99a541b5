"""The lines of 设置 that speak of single ledgers: how a unit's returns replace each other, and until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from union_xl.ledgers import Form, named
from union_xl.ledgers.form import RETURNED
from union_xl.model import FormError, Settings
from union_xl.model.setting_item import RETURNS, Item
from union_xl.office.parse_values import date

_DOTS = "・.—－-_:："
_KINDS = {"报送方式": "whole", "报送截止日": "deadline"}


def item_of(name: str) -> Item | None:
    """The item `报送方式·会员登记` or `报送截止日·会员登记` of whatever ledger, also with another dot, a dash
    or nothing between; None for any other name."""
    for word, key in _KINDS.items():
        rest = name.removeprefix(word).lstrip("·" + _DOTS).strip()
        if name.startswith(word) and rest:
            return _of_returns(rest) if key == "whole" else _of_deadline(f"{word}·{rest}", rest)
    return None


def items(forms: Sequence[Form], settings: Settings) -> list[Item]:
    """The lines a fresh workbook has for these ledgers: of those units return, and whatever is set."""
    ways = [form for form in forms if form.owed in RETURNED or form.slug in settings.whole]
    days = [form for form in forms if form.deadline or form.slug in settings.deadlines]
    return [
        *(_of_returns(form.short, form.slug, form.replaces) for form in ways),
        *(_of_deadline(form.deadline or f"报送截止日·{form.short}", form.slug) for form in days),
    ]


def _of_returns(ledger: str, slug: str = "", usual: str = "") -> Item:
    says = f"{f'空着就按{usual}。' if usual else ''}全量：每次报全部；增量：只报变化"
    name, key = f"报送方式·{ledger}", f"whole:{slug or ledger}"
    return Item(name, key, "whole", RETURNS, says, choices=("全量", "增量"))


def _of_deadline(name: str, ledger: str) -> Item:
    return Item(name, f"deadline:{ledger}", "date", RETURNS, "这张表最迟哪天报来；空着就按报送截止日")


def resolved(settings: Settings, forms: Sequence[Form]) -> tuple[Settings, tuple[str, ...]]:
    """The settings with what they say of ledgers by slug, and remarks on lines that name none.

    A ledger's day is what stands under its declaration's `deadline`, or under 报送截止日·‹简称›.
    """
    remarks: list[str] = []

    def by_slug(said: Mapping[str, Any], word: str) -> dict[str, Any]:
        found = {}
        for name, value in said.items():
            try:
                found[named(name, forms).slug] = value
            except FormError:
                remarks.append(f"设置的“{word}·{name}”里，“{name}”不是表名，这一条不起作用，请核对")
        return found

    days: dict[str, dt.date] = {}
    for form in forms:
        said = settings.names.get(form.deadline) if form.deadline else None
        try:
            days |= {} if said in (None, "") else {form.slug: date(said)}
        except ValueError as why:
            remarks.append(f"设置的“{form.deadline}”{why}")
    own = {form.deadline.partition("·")[2] for form in forms if form.deadline}
    others = {name: day for name, day in settings.deadlines.items() if name not in own}
    days |= by_slug(others, "报送截止日")
    return replace(settings, whole=by_slug(settings.whole, "报送方式"), deadlines=days), tuple(remarks)
