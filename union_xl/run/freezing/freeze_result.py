"""What `freeze` brings back, as tables and JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from union_xl.run.freezing.freeze_check import Problem
from union_xl.run.freezing.frozen_record import Frozen
from union_xl.run.reporting import changed_figures
from union_xl.run.result import Shown

DONE, CHECKED, OPENED = "已定稿", "核对定稿", "已解封"


@dataclass(frozen=True)
class FreezeResult:
    """What was frozen, opened again, or found by a check."""

    did: str
    frozen: tuple[Frozen, ...]
    home: Path
    found: tuple[Problem, ...] = ()
    differences: tuple[changed_figures.ChangedFigure, ...] = ()
    outputs: tuple[Path, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        return int(bool(self.found or self.differences))

    def document(self) -> dict[str, Any]:
        return {
            "command": "freeze",
            "做了": self.did,
            "定稿": [
                {
                    "期间": one.period,
                    "状态": one.state,
                    "次数": one.number,
                    "文件": len(one.files),
                    "指标": len(one.figures),
                    "经过": [
                        {"事项": e.what, "时间": e.when, "经办人": e.who, "说明": e.note} for e in one.history
                    ],
                }
                for one in self.frozen
            ],
            "不符": [one.document() for one in self.found],
            "与上报数差异": changed_figures.document(self.differences),
            "outputs": [path.as_posix() for path in self.outputs],
        }

    def tables(self) -> Sequence[Shown]:
        shown: list[Shown] = [
            (
                self.did,
                ("期间", "状态", "第几次", "文件", "指标", "最近一次", "经办人", "说明"),
                [
                    (
                        one.period,
                        one.state,
                        one.number,
                        len(one.files),
                        len(one.figures),
                        one.last.when.replace("T", " "),
                        one.last.who,
                        one.last.note,
                    )
                    for one in self.frozen
                ],
            )
        ]
        if self.found:
            lines = [one.cells for one in self.found]
            heads = ("期间", "文件", "情况", "位置", "涉及的指标")
            shown.append((f"与定稿不符（{len(lines)} 处）", heads, lines))
        if self.differences:
            rows = [one.cells for one in self.differences]
            shown.append(("与上报数差异", changed_figures.HEADS, rows))
        if self.did == CHECKED and not self.found and not self.differences:
            shown.append(("", ("",), [["与定稿一致：文件都在，内容没有变，数都对得上"]]))
        if self.outputs:
            shown.append(("", ("", ""), [("写到", path.as_posix()) for path in self.outputs]))
        return shown
