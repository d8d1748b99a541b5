"""Indicators and their relations as lines of a declaration."""

from __future__ import annotations

from typing import Literal

from union_xl.ledgers.form import DeclaredCrossCheck, DeclaredIndicator, How, Over
from union_xl.model import Level

FLOW: Literal["流量"] = "流量"


def figure(
    code: str,
    name: str,
    how: How,
    where: str = "",
    *,
    field: str = "",
    base: str = "",
    groups: str = "",
    unit: str = "",
    over: Over = "存量",
    about: str = "",
) -> DeclaredIndicator:
    """A figure counted over the ledger's rows; `groups` with 、 between."""
    return DeclaredIndicator(
        code=code,
        name=name,
        how=how,
        where=where,
        field=field,
        base=base,
        groups=_words(groups),
        unit=unit,
        over=over,
        about=about,
    )


def formula(
    code: str, name: str, text: str, *, groups: str = "", unit: str = "", about: str = ""
) -> DeclaredIndicator:
    """A figure made of others, of this ledger's or of others'; `groups` with 、 between."""
    return DeclaredIndicator(
        code=code, name=name, how="公式", where=text, groups=_words(groups), unit=unit, about=about
    )


def check(code: str, relation: str, level: Level, about: str) -> DeclaredCrossCheck:
    """A relation between figures that must hold."""
    return DeclaredCrossCheck(code=code, relation=relation, level=level, about=about)


def _words(groups: str) -> tuple[str, ...]:
    return tuple(groups.split("、")) if groups else ()
