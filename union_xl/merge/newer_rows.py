"""A row in whose place a newer return of the same sender puts another, and what is told about the two."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from union_xl.kinds.text import cell_text
from union_xl.merge.keys import shown_key
from union_xl.merge.row_table import RowTable
from union_xl.model import Finding, Place

_SHOWN = 3
"""Differing columns named in one sentence."""


def replace_row(older: int, newer: int, table: RowTable, findings: list[Finding]) -> None:
    """The newer row carries the older one; a changed name at the same document is told (B-R8)."""
    table.join(older, newer)
    title = table.form.titled("person")
    before, now = (table.value(older, title), table.value(newer, title)) if title else (None, None)
    if before is not None and now is not None and before != now:
        facts = {"先前": before, "这次": now}
        findings.append(table.tell("B-R8", newer, title, facts, (Place(*table.place(older)),)))


def differing_row(older: int, newer: int, table: RowTable) -> Iterator[Finding]:
    """L-NEWER at the newer row, where the older one says anything else: nothing is said of the older file,
    whose other rows count on."""
    before, now = table.values(older), table.values(newer)
    person = table.form.titled("person")
    titles = [title for title in table.titles if title != person and before.get(title) != now.get(title)]
    if titles:
        said = [f"{title}：{_seen(before.get(title))} → {_seen(now.get(title))}" for title in titles[:_SHOWN]]
        facts = {
            "标识": shown_key(str(table.keys[newer])),
            "另一文件": table.owner(older).book,
            "不同": "；".join(said) + (f"等{len(titles)}项" if len(titles) > _SHOWN else ""),
        }
        yield table.tell("L-NEWER", newer, titles[0], facts, (Place(*table.place(older)),))


def _seen(value: Any) -> str:
    return "空" if value is None else cell_text(value)
