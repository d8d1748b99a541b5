"""The command `demo`: the whole round on the folder `workbooks/2022H1` that travels with the program."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from union_xl.model.resources import resource
from union_xl.run import merge, report
from union_xl.run.context import Progress, no_progress
from union_xl.run.result import Result, Shown

FOLDER = ("workbooks", "2022H1")


@dataclass(frozen=True)
class DemoResult:
    """What the whole round brought: merging, then reporting."""

    merged: Result
    reported: Result
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


def demo(out: Path, *, progress: Progress = no_progress) -> DemoResult:
    """Merge the demo's returns into `out`, then count and report from that ledger into `out/报表`."""
    folder = resource(*FOLDER)
    office = folder / "工作台.xlsx"
    begun = time.perf_counter()
    merged = merge.merge(folder / "上报", out, office=office, progress=progress)
    reported = report.report(out / "汇总台账.xlsx", out / "报表", office=office, progress=progress)
    return DemoResult(merged, reported, time.perf_counter() - begun)
