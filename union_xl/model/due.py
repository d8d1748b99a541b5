"""A line of 到期一览."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DueLine:
    """Something that expires: `what`, on which day, how many days are `left` (negative: over), in which
    ledger (short title), whose ('' where it is not said), how many rows, the Excel row of its sheet
    (0: several, or not said), what to do."""

    what: str
    day: dt.date
    left: int
    ledger: str
    whose: str = ""
    rows: int = 1
    row: int = 0
    cure: str = ""

    @property
    def state(self) -> str:
        """`还有 12 天`, `今天`, `已过 3 天`."""
        return (
            f"还有 {self.left} 天" if self.left > 0 else "今天" if not self.left else f"已过 {-self.left} 天"
        )
