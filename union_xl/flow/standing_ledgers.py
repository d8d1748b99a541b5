"""Ledgers that stand in the output folder and have no input now: carried on whole, and told."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from union_xl import forms, ledgerbook, rules
from union_xl.core import Context, Finding, HeldRow, LedgerError, Part, Place, Submission
from union_xl.core.ledger import FILE, ROW, SHEET
from union_xl.flow.staging import RUN
from union_xl.forms import Form
from union_xl.merge import BY_HAND, LEDGER

if TYPE_CHECKING:
    from union_xl.ledgerbook import LedgerIn

NOT_OF_THE_FORM = frozenset({"表", "原因", "说明", "处理", "收下理由", FILE, SHEET, ROW})


def carried_on(
    path: Path, found: Sequence[Submission], run: Context, drop: Collection[str] = ()
) -> list[Submission]:
    """The returns of the ledger at `path` whose form no file of this run has, as that ledger keeps them.

    `drop` are the short titles (or slugs) of ledgers that are not to be carried on.  Raises LedgerError.
    """
    there = {part.form for one in found for part in one.parts if part.read}
    known = [form for form in forms.forms_of(run) if form.slug not in there]
    stood = _stood(path)
    lacking = [one for one in known if one.slug in stood and not {one.slug, one.short} & set(drop)]
    if not lacking or not path.exists():
        return []
    declared = [form for form in forms.forms_of(run) if form not in forms.ALL]
    try:
        ledger = ledgerbook.read(path, declared)
    except LedgerError:
        return []
    made = [one for form in lacking for one in _of_form(ledger, form)]
    told = [
        Finding(
            "L-CARRIED", Place(path.name, form.short), facts={"台账": form.short, "行数": stood[form.slug]}
        )
        for form in lacking
    ]
    if made:
        first = made[0]
        made[0] = Submission(
            first.book, first.sha256, first.container, first.fate, parts=first.parts, findings=tuple(told)
        )
    return made


def _stood(path: Path) -> dict[str, int]:
    """{form slug: rows} of the ledgers that stand beside `path`, as run.json says."""
    try:
        told = json.loads((path.parent / RUN).read_text("utf-8"))["forms"]
        return {str(slug): int(one["kept"]) + int(one["held"]) for slug, one in told.items() if one["read"]}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _of_form(ledger: LedgerIn, form: type[Form]) -> list[Submission]:
    """One submission for each file whose rows the ledger has."""
    digests = dict(zip(ledger.files.get("文件", ()), ledger.files.get("sha256", ()), strict=False))
    titles = [column.title for column in forms.columns(form)]
    rows: dict[str, list[Mapping[str, Any]]] = {}
    frame = ledger.frames.get(form.slug)
    if frame is not None:
        columns = {title: frame[title].tolist() for title in (*titles, FILE, SHEET, ROW)}
        for values in zip(*columns.values(), strict=True):
            row = dict(zip(columns, values, strict=True))
            if row[FILE] and row[FILE] != BY_HAND and isinstance(row[ROW], int):
                rows.setdefault(str(row[FILE]), []).append(row)
    held = _held(ledger, form)
    return [
        Submission(
            book,
            str(digests.get(book) or ""),
            LEDGER,
            "采用",
            parts=(_part(form, titles, rows.get(book, []), held.get(book, ())),),
        )
        for book in dict.fromkeys((*rows, *held))
    ]


def _part(
    form: type[Form], titles: Sequence[str], rows: Sequence[Mapping[str, Any]], held: Sequence[HeldRow]
) -> Part:
    return Part(
        form.slug,
        "",
        {title: [row[title] for row in rows] for title in titles},
        [str(row[SHEET] or "") for row in rows],
        [int(row[ROW]) for row in rows],
        held=tuple(held),
        read=len(rows) + len(held),
    )


def _held(ledger: LedgerIn, form: type[Form]) -> dict[str, list[HeldRow]]:
    """{file: its rows on 暂缓}."""
    codes = {rules.title(code): code for code in reversed(tuple(rules.RULES))}
    made: dict[str, list[HeldRow]] = {}
    for values in zip(*ledger.held.values(), strict=True):
        row = dict(zip(ledger.held, values, strict=True))
        if (
            row.get("表") != form.short
            or row.get(FILE) in (None, BY_HAND)
            or not isinstance(row.get(ROW), int)
        ):
            continue
        why = tuple(codes[said] for said in str(row.get("原因") or "").split("；") if said in codes)
        cells = {t: v for t, v in row.items() if v is not None and t not in NOT_OF_THE_FORM}
        unit = str(row.get("单位名称") or "")
        made.setdefault(str(row[FILE]), []).append(
            HeldRow(str(row.get(SHEET) or ""), int(row[ROW]), cells, why or ("L-WAITING",), unit)
        )
    return made
