"""A ledger as it was written or read once, kept by its sha256: its rows as Parquet, and what else it said.

A question about a few columns reads only those; a merge tells by it what the clerk changed since.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from union_xl.model.periods import iso_day
from union_xl.model.rows import Lazy, Rows
from union_xl.store import Columns, Store, decoded, encoded, parquet
from union_xl.store.entries import locked, unlocked

if TYPE_CHECKING:
    from union_xl.ledger_book import LedgerIn
    from union_xl.ledgers.form import Form
    from union_xl.merge import ClerkState

REPORT = "report"
"""What the last report of a ledger was made of (`run.reporting.report_record`): kept whatever the ledger is
now."""
PART = 40_000
"""Rows in one file: so many stand in memory together while they are written."""


@dataclass(frozen=True)
class LedgerState:
    """What a ledger says besides its rows.

    `rows` are {form slug: how many}, `numbers` the Excel row of each where they are not 2, 3, 4 …; `sheets`
    the helper sheets by their titles, all of them where it is `whole`.
    """

    rows: Mapping[str, int]
    sheets: Mapping[str, Columns]
    numbers: Mapping[str, list[int]] = field(default_factory=dict)
    explanations: tuple[Mapping[str, Any], ...] = ()
    period: str = ""
    as_of: str = ""
    whole: bool = False


@dataclass(frozen=True)
class RunState:
    """What a run leaves to the next: `base` is what its ledger says when nobody changes it (None: it speaks
    of restricted ledgers and is kept with them), `copies` {what a marked copy was made of: (its sha256, its
    ending)}."""

    base: ClerkState | None
    copies: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class RestrictedState:
    """The restricted ledgers as they were written: what they say, their rows by form slug, and the `base` of
    the whole ledger.  Kept locked; the key stands in their workbook."""

    state: LedgerState
    rows: Mapping[str, Columns]
    base: ClerkState

    def ledger(self, path: Path, all_forms: Sequence[Form]) -> LedgerIn:
        """What reading the workbook at `path` would give."""
        from union_xl import ledger_book

        known = {form.slug for form in all_forms}
        rows = {slug: columns for slug, columns in self.rows.items() if slug in known}
        return ledger_book.ledger_of(
            path,
            {slug: Rows(columns) for slug, columns in rows.items()},
            {slug: list(range(2, 2 + self.state.rows[slug])) for slug in rows},
            self.state.sheets,
            explanations=self.state.explanations,
            period=self.state.period,
            as_of=iso_day(self.state.as_of),
        )


def save_ledger(store: Store, sha256: str, state: LedgerState, rows: Mapping[str, Rows]) -> None:
    """Keep the ledger of this digest; its rows by form slug."""
    for slug, of_form in rows.items():
        for start in range(0, len(of_form), PART):
            columns = ((title, of_form.cells(title, start, start + PART)) for title in of_form.titles)
            store.rows.put_file(f"{sha256} {slug} {start}", partial(parquet.write, columns))
    store.state.put(f"{sha256} ledger", encoded(state))


def save_run(store: Store, sha256: str, run: RunState) -> None:
    """Keep what the next run needs beside the ledger of this digest."""
    store.state.put(f"{sha256} run", encoded(run))


def save_restricted(store: Store, sha256: str, key: str, state: RestrictedState) -> None:
    """Keep the restricted ledgers beside the ledger of this digest, for who has their key."""
    store.state.put(f"{sha256} restricted", locked(encoded(state), key))


def load_restricted(store: Store, sha256: str, key: str) -> RestrictedState | None:
    """What was kept of the restricted ledgers beside the ledger of this digest; None when nothing is to be
    trusted."""
    found = store.state.find(f"{sha256} restricted") if key else None
    body = unlocked(found[1], key) if found else None
    try:
        made = decoded(body, (RestrictedState, LedgerState, *_base_kinds())) if body is not None else None
    except ValueError:
        return None
    return made if isinstance(made, RestrictedState) else None


def forget_others(store: Store, sha256: str) -> None:
    """Forget every other ledger."""
    state = _state(store, sha256)
    store.state.keep_only([*(f"{sha256} {what}" for what in ("ledger", "run", "restricted")), REPORT])
    store.rows.keep_only(
        [f"{sha256} {slug} {start}" for slug, count in state.rows.items() for start in range(0, count, PART)]
        if state
        else []
    )


def digest(ledger: Path) -> str:
    """The sha256 of a ledger's bytes, in hex."""
    with open(ledger, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def load_run(store: Store, sha256: str) -> RunState | None:
    """What was kept for the next run beside the ledger of this digest; None when nothing is to be trusted."""
    made = _decoded(store, f"{sha256} run", (RunState, *_base_kinds()))
    return made if isinstance(made, RunState) else None


def _base_kinds() -> tuple[type[Any], ...]:
    from union_xl.merge import Accepted, ClerkEdit, ClerkState, Verdict, WrittenDecision

    return Accepted, ClerkState, ClerkEdit, Verdict, WrittenDecision


def _state(store: Store, sha256: str) -> LedgerState | None:
    made = _decoded(store, f"{sha256} ledger", (LedgerState,))
    return made if isinstance(made, LedgerState) else None


def _decoded(store: Store, belongs: str, kinds: tuple[type[Any], ...]) -> Any:
    found = store.state.find(belongs)
    try:
        return decoded(found[1], kinds) if found else None
    except ValueError:
        return None


@dataclass(frozen=True)
class KeptLedger:
    """A ledger kept whole: its state, and the Parquet files of each form."""

    state: LedgerState
    files: Mapping[str, list[Path]]

    def ledger(
        self, path: Path, all_forms: Sequence[Form], needed: Mapping[str, Collection[str]] | None = None
    ) -> LedgerIn:
        """The ledger as reading the workbook at `path` would give it, or only the `needed` titles of {form
        slug: titles}; rows are read at the first look.  Raises LedgerError."""
        from union_xl import ledger_book

        forms = [
            form
            for form in all_forms
            if form.slug in self.state.rows and (needed is None or needed.get(form.slug))
        ]
        titles = needed or {}
        return ledger_book.ledger_of(
            path,
            Lazy({form.slug: partial(self._rows, form, titles.get(form.slug)) for form in forms}),
            {form.slug: self._numbers(form.slug) for form in forms},
            self.state.sheets,
            explanations=self.state.explanations,
            period=self.state.period,
            as_of=iso_day(self.state.as_of),
        )

    def _rows(self, form: Form, titles: Collection[str] | None) -> Rows:
        from union_xl import ledger_book

        return Rows(ledger_book.rows_in(self.files[form.slug], form, titles))

    def _numbers(self, slug: str) -> list[int]:
        return self.state.numbers.get(slug) or list(range(2, 2 + self.state.rows[slug]))


def load_ledger(store: Store, sha256: str) -> KeptLedger | None:
    """The ledger of this digest; None when any of it is missing or damaged."""
    state = _state(store, sha256)
    if state is None:
        return None
    files: dict[str, list[Path]] = {}
    for slug, count in state.rows.items():
        found = [store.rows.find(f"{sha256} {slug} {start}") for start in range(0, count, PART)]
        files[slug] = [one[0] for one in found if one is not None]
        if len(files[slug]) < len(found):
            return None
    return KeptLedger(state, files)
