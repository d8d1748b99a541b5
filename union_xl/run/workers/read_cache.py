"""Files already read, by content: what has not changed is not read again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from union_xl import __version__
from union_xl.model import (
    Binding,
    Correction,
    Finding,
    FormPart,
    HeldRow,
    Place,
    Roster,
    RunContext,
    Settings,
    Submission,
    Suggestion,
    Unit,
)
from union_xl.store import Columns, Entries, decoded, encoded

KINDS: tuple[type[Any], ...] = (
    Binding,
    Finding,
    HeldRow,
    Correction,
    FormPart,
    Place,
    Submission,
    Suggestion,
)


def reading_context(context: RunContext) -> RunContext:
    """The context without what reading and checking a file do not look at: another contact, deadline or phone
    is no reason to read hundreds of files again."""
    settings = context.settings
    return replace(
        context,
        settings=Settings(
            office=settings.office,
            period=settings.period,
            as_of=settings.as_of,
            passwords=settings.passwords,
            levels=settings.levels,
            params=settings.params,
        ),
        roster=Roster(tuple(Unit(u.name, u.aliases, u.code, u.community) for u in context.roster.units)),
        remarks=(),
        tags=(),
    )


def stamp(context: RunContext) -> str:
    """A digest of what besides the file decides what is made of it: the program, the forms, the context."""
    from union_xl import ledgers

    versions = [(form.slug, form.version) for form in ledgers.forms_of(context)]
    text = f"{__version__}\n{_program()}\n{versions!r}\n{_in_order(context)!r}"
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def _in_order(context: RunContext) -> RunContext:
    """The same settings and confirmations, in whatever order they were found."""
    settings = context.settings
    return replace(
        context,
        confirmed=dict(sorted((key, _sorted(value)) for key, value in context.confirmed.items())),
        settings=replace(settings, levels=_sorted(settings.levels), params=_sorted(settings.params)),
    )


def _sorted(mapping: Mapping[str, Any]) -> dict[str, Any]:
    return dict(sorted(mapping.items()))


@lru_cache(maxsize=1)
def _program() -> str:
    """A digest of the program's own modules, so that an updated checker does not serve old results."""
    root = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for name, state in sorted(_modules(str(root))):
        digest.update(f"{name}{state.st_size}{state.st_mtime_ns}".encode())
    return digest.hexdigest()


def _modules(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(folder) as found:
        for entry in found:
            if entry.name.endswith(".py"):
                yield entry.path, entry.stat()
            elif entry.name != "__pycache__" and entry.is_dir():
                yield from _modules(entry.path)


def packed(one: Submission) -> bytes:
    """A submission as bytes: from a worker to its caller, and from one run to the next."""
    parts = tuple(replace(part, columns=Columns(part.columns)) for part in one.parts)
    return encoded(replace(one, parts=parts))


def unpacked(body: bytes) -> Submission:
    """The submission that was packed.  Raises ValueError on anything else."""
    made = decoded(body, KINDS)
    if not isinstance(made, Submission):
        raise ValueError("something else")
    return made


class ReadCache:
    """The submissions kept in `entries`, each by the file's name, its sha256 and the stamp of the run.

    Files with rows of the ledgers `apart` (slugs of restricted ones) are not kept: they are read every time.
    """

    def __init__(self, entries: Entries, stamp: str, apart: Collection[str] = ()) -> None:
        self._entries, self._stamp, self._apart = entries, stamp, apart
        self._used: set[str] = set()

    def get(self, book: str, sha256: str) -> Submission | None:
        """What was made of this content under this name; None when there is nothing to trust."""
        belongs = self._belongs(book, sha256)
        found = self._entries.find(belongs)
        if found is None:
            return None
        try:
            made = unpacked(found[1])
        except ValueError:
            return None
        self._used.add(belongs)
        return made

    def put(self, one: Submission, body: bytes) -> None:
        """Keep a packed submission under the content that was read, which a file that changed meanwhile may
        no longer have."""
        if one.sha256 and not any(part.form in self._apart for part in one.parts):
            belongs = self._belongs(one.book, one.sha256)
            self._used.add(belongs)
            self._entries.put(belongs, body)

    def forget_others(self) -> None:
        """Forget what this run did not use."""
        self._entries.keep_only(self._used)

    def _belongs(self, book: str, sha256: str) -> str:
        return f"{book}\n{sha256}\n{self._stamp}"
