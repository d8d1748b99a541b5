"""What a ledger just written tells the next run, kept beside it: one left as it is need not be read again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from union_xl import forms
from union_xl.core import Context
from union_xl.core.ledger import Group
from union_xl.flow import snapshot
from union_xl.flow.packing import pack, unpack
from union_xl.ledgerbook import TOLD, Page
from union_xl.merge import Base, CellEdit, Keys, Verdict

KINDS = (Base, CellEdit, Keys, Verdict)


def keep_base(path: Path, ledger_sha256: str, base: Base) -> None:
    """Keep what a ledger just written says."""
    body = pack(base)
    path.write_bytes(f"{ledger_sha256} {hashlib.sha256(body).hexdigest()}\n".encode() + body)


def kept_base(path: Path, ledger_sha256: str) -> Base | None:
    """What `keep_base` kept for exactly this ledger; None when it is damaged or of another."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        if head.decode("ascii", "replace") == f"{ledger_sha256} {hashlib.sha256(body).hexdigest()}":
            found = unpack(body, KINDS)
            return found if isinstance(found, Base) else None
    except (OSError, ValueError):
        pass
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
