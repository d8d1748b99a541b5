"""Pairs of 重复与冲突 that the clerk decided, read back where their rows may not both come again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from union_xl.ledger_book.decisions import cells
from union_xl.ledger_book.reading import LedgerIn
from union_xl.ledger_book.sheets import TWICE_TITLES
from union_xl.ledgers.form import Form
from union_xl.merge import Verdict
from union_xl.merge.decisions import conflict_key
from union_xl.model import Conflict, Place


def settled_pairs(
    now: LedgerIn, known: Sequence[Form], verdicts: Mapping[tuple[str, ...], Verdict]
) -> Iterator[Conflict]:
    """The lines of 重复与冲突 of these ledgers that have a word in `verdicts`, as pairs again."""
    slugs = {form.short: form.slug for form in known}
    for (
        _, short, tag, left_unit, right_unit, unlike, left_file, left_sheet, left_row,
        right_file, right_sheet, right_row, counted, kind, _,
    ) in cells(now.conflicts, *TWICE_TITLES):  # fmt: skip
        left, right = {"标识": tag, "单位": left_unit, "现按": counted}, {"单位": right_unit}
        for said in str(unlike or "").split("；"):
            title, differs, both = said.partition("：")
            if differs:
                left[title], _, right[title] = (
                    None if one == "空" else one for one in both.partition(" ／ ")
                )
        pair = Conflict(
            str(kind or ""),
            slugs.get(str(short), ""),
            left,
            right,
            Place(str(left_file or ""), str(left_sheet or ""), int(left_row or 0)),
            Place(str(right_file or ""), str(right_sheet or ""), int(right_row or 0)),
        )
        if pair.form and (verdict := verdicts.get(conflict_key(pair))):
            yield replace(pair, verdict=verdict.words)
