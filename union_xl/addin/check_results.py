"""One thing the doctor looked at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """Is it well, what was seen, what to do ('' when well)."""

    ok: bool
    what: str
    cure: str = ""
