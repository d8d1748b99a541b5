"""What a ledger just written tells the next run, kept beside it: one left as it is need not be read again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from union_xl import forms
from union_xl.core import Context
from union_xl.core.batches import Drawn
from union_xl.core.ledger import Group
from union_xl.flow import snapshot
from union_xl.flow.packing import pack, unpack
from union_xl.flow.sealing import keep, kept
from union_xl.ledgerbook import TOLD, Page
from union_xl.merge import Accepted, Base, CellEdit, Keys, Verdict, Word

KINDS = (Accepted, Base, CellEdit, Drawn, Keys, Verdict, Word)
DRAWN = "drawn"


def keep_base(path: Path, ledger_sha256: str, base: Base) -> None:
    """Keep what a ledger just written says."""
    keep(path, ledger_sha256, pack(base))


def kept_base(path: Path, ledger_sha256: str) -> Base | None:
    """What `keep_base` kept for exactly this ledger; None when it is damaged or of another."""
    found = _kept(path, ledger_sha256)
    return found if isinstance(found, Base) else None


def keep_drawings(path: Path, drawings: Mapping[str, Drawn]) -> None:
    """Keep the rows that had to be drawn anew: those of most files will be the same in the next run."""
    keep(path, DRAWN, pack(drawings))


def kept_drawings(path: Path) -> dict[str, Drawn]:
    """What `keep_drawings` kept; nothing when it is damaged."""
    found = _kept(path, DRAWN)
    if not isinstance(found, dict) or not all(isinstance(one, Drawn) for one in found.values()):
        return {}
    return found


def _kept(path: Path, name: str) -> Any:
    """What was kept under this name; None when it is damaged or something else."""
    found = kept(path, name)
    try:
        return found and unpack(found[0], KINDS, found[1])
    except ValueError:
        return None


def keep_rows(path: Path, ledger_sha256: str, pages: Sequence[Page], run: Context) -> None:
    """Keep the rows of a ledger just written (`pages` are its sheets), so that a question about a few columns
    need not read it."""
    told = {
        "period": run.period.label if run.period else "",
        "as_of": run.as_of.isoformat() if run.as_of else "",
    }
    named = {form.short: form.slug for form in forms.forms_of(run)}
    columns: dict[str, Mapping[str, snapshot.Column] | Iterable[Group]] = {}
    for page in pages:
        rows = page.rows
        if rows is not None:
            columns[named[page.name]] = rows.groups()
        elif page.name in TOLD:
            columns[page.name] = dict(zip(page.titles, page.columns, strict=True))
    snapshot.keep(path, ledger_sha256, columns, told=told)
