"""A ledger with the restricted ledgers that lie beside it, read as one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from union_xl import ledgers
from union_xl.ledger_book import restricted
from union_xl.ledger_book.reading import LedgerIn, read_one, shorts_in_one
from union_xl.ledgers.form import Form
from union_xl.model.rows import Lazy
from union_xl.model.sheet_names import COLUMNS, CORRECTIONS, DUPLICATES, FILES, FINDINGS, HELD, STATUS

_SHEETS = {
    HELD: "held",
    FINDINGS: "findings",
    FILES: "files",
    STATUS: "statuses",
    DUPLICATES: "conflicts",
    CORRECTIONS: "corrections",
    COLUMNS: "proposals",
}
Needed = Mapping[str, Collection[str]]


def read(path: Path, declared: Sequence[Form] = (), *, passwords: Sequence[str] = (), **how: Any) -> LedgerIn:
    """The ledger at a path, as `reading.read_one` gives it, with the restricted ledgers beside it, which are
    opened with one of `passwords`.  Raises LedgerError, also where none of them fits."""
    return with_restricted(read_alone(path, declared, passwords, **how), declared, passwords, **how)


def read_alone(
    path: Path, declared: Sequence[Form] = (), passwords: Sequence[str] = (), **how: Any
) -> LedgerIn:
    """One workbook, which may be that of the restricted ledgers."""
    locked = restricted.is_restricted_path(path) and path.exists()
    data = restricted.unlocked(path, passwords).data if locked else None
    return read_one(path, declared, data=data, **how)


def with_restricted(
    ledger: LedgerIn, declared: Sequence[Form] = (), passwords: Sequence[str] = (), **how: Any
) -> LedgerIn:
    """A ledger already read with what lies beside it."""
    place = _beside(ledger.path, declared, how.get("needed"))
    if place is None:
        return ledger
    own = read_one(place, declared, data=restricted.unlocked(place, passwords).data, **how)
    return combine(ledger, own)


def shorts_in(path: Path, all_forms: Sequence[Form], passwords: Sequence[str] = ()) -> set[str]:
    """The short titles of the ledgers that a ledger workbook and the restricted one beside it have.  Raises
    LedgerError."""
    places = [path, *([place] if (place := _beside(path, all_forms, None)) else [])]
    found: set[str] = set()
    for place in places:
        apart = restricted.is_restricted_path(place) and place.exists()
        data = restricted.unlocked(place, passwords).data if apart else None
        found |= shorts_in_one(place, all_forms, data)
    return found


def combine(ledger: LedgerIn, own: LedgerIn) -> LedgerIn:
    """A ledger and its restricted ledgers as one."""
    both = restricted.joined_sheets(_sheets(ledger), _sheets(own))
    sheets: Any = {_SHEETS[name]: cells for name, cells in both.items()}
    return replace(
        ledger,
        rows=Lazy({slug: partial(one.__getitem__, slug) for one in (ledger.rows, own.rows) for slug in one}),
        sheet_rows={**ledger.sheet_rows, **own.sheet_rows},
        header_row={**ledger.header_row, **own.header_row},
        odd={**ledger.odd, **own.odd},
        explanations=(*ledger.explanations, *own.explanations),
        **sheets,
    )


def _sheets(ledger: LedgerIn) -> dict[str, restricted.Helper]:
    return {name: getattr(ledger, title) for name, title in _SHEETS.items()}


def _beside(path: Path, declared: Sequence[Form], needed: Needed | None) -> Path | None:
    """Where restricted ledgers lie that somebody asks for."""
    apart = restricted.slugs(ledgers.known(declared))
    place = restricted.restricted_path(path)
    asked = needed is None or any(needed.get(slug) for slug in apart)
    return place if apart and asked and not restricted.is_restricted_path(path) and place.exists() else None
