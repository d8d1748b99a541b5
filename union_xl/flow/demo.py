"""The errand `demo`: the whole round on the folder `workbooks/2022H1` that travels with the program."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from union_xl.core.resources import resource
from union_xl.flow import merging, report
from union_xl.flow.context import Progress, quiet
from union_xl.flow.outcome import Outcome, Shown

FOLDER = ("workbooks", "2022H1")


@dataclass(frozen=True)
class Round:
    """What the whole round brought: merging, then reporting."""

    merged: Outcome
    reported: Outcome
    seconds: float
    exit_code: int = 0

    @property
    def outputs(self) -> tuple[Path, ...]:
        return (*self.merged.outputs, *self.reported.outputs)

    def document(self) -> dict[str, Any]:
        return {
            "command": "demo",
            "merge": self.merged.document(),
            "report": self.reported.document(),
            "seconds": round(self.seconds, 2),
        }

    def tables(self) -> Sequence[Shown]:
        return [
            *self.merged.tables(),
            *self.reported.tables(),
            ("", ("", ""), [("用时", f"{self.seconds:.1f} 秒")]),
        ]


def demo(out: Path, *, progress: Progress = quiet) -> Round:
    """Merge the demo's returns into `out`, then count and report from that ledger into `out/报表`."""
    folder = resource(*FOLDER)
    office = folder / "工作台.xlsx"
    begun = time.perf_counter()
    merged = merging.merge(folder / "上报", out, office=office, progress=progress)
    reported = report.report(out / "汇总台账.xlsx", out / "报表", office=office, progress=progress)
    return Round(merged, reported, time.perf_counter() - begun)
