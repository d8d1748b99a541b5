"""How long counting, tracing and the summary take; `run()` gives lines of (what, seconds, goal, note)."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.ledgers import ledger
from union_xl import figures, ledgerbook, summary
from union_xl.core import Context, Ledger, period

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
HALF = period("2022H1")
NAMES = {"填报单位": "测试街道总工会", "上级单位": "", "报出日期": ""}


def _timed(work: Callable[[], object], times: int = 3) -> float:
    took = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return statistics.median(took)


def _processes() -> list[tuple[str, float, float, str]]:
    """Whole runs of the command line on a ledger workbook of 100,000 members."""
    asked = {
        "trace a figure of unions": ("新建工会数",),
        "trace a figure of members": ("期末会员数", "--unit", "杭州第7测试有限公司"),
        "trace a row of units": ("--row", "单位台账!57"),
    }
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "汇总台账.xlsx"
        whole = Ledger(frames=ledger(100_000, 300))
        ledgerbook.write(whole, book, Context(period=HALF, as_of=HALF.end))
        for what, words in asked.items():
            command = [sys.executable, "-m", "union_xl", "trace", str(book), *words]
            took = _timed(partial(subprocess.run, command, check=True, capture_output=True))
            lines.append((f"{what}, whole process, 100,000 members", took, 1.0, " ".join(words)))
    return lines


def run(rows: int = 1_000_000, units: int = 1_000) -> list[tuple[str, float, float, str]]:
    """Seconds for all indicators on `rows` members, a trace on 100,000, the library and the summary."""
    library = figures.library(TEMPLATES / "指标库.xlsx")
    big = ledger(rows, units)
    made: list[tuple[object, ...]] = []
    whole = _timed(lambda: made.append(figures.count(big, library, HALF, HALF.end)), 1)
    small = ledger(100_000, 300)
    counting = figures.Counting(small, library, HALF, HALF.end)
    found = counting.figures()
    one = library.only("期末会员数")
    ready = _timed(lambda: figures.behind(counting, "期末会员数"))
    cold = _timed(lambda: figures.behind(figures.Counting(small, one, HALF, HALF.end), "期末会员数"), 1)
    back = _timed(lambda: figures.fed_by(counting, "member", 57))
    text = (TEMPLATES / "半年总结.docx").read_bytes()
    word = _timed(lambda: summary.render(text, found, NAMES, when=HALF, as_of=HALF.end), 1)
    read = _timed(lambda: figures.library(TEMPLATES / "指标库.xlsx"), 1)
    return [
        (
            f"all {len(library.indicators)} indicators on {rows:,} members",
            whole,
            5.0,
            f"{len(made[0]):,} figures",
        ),
        ("trace one figure, 100,000 members, counted before", ready, 1.0, "behind()"),
        ("trace one figure, 100,000 members, from frames", cold, 1.0, "load, mark, behind()"),
        ("trace one row to its figures, 100,000 members", back, 1.0, "fed_by()"),
        ("half-year summary", word, 2.0, "render()"),
        ("read and check the indicator library", read, 1.0, "library()"),
        *_processes(),
    ]


if __name__ == "__main__":
    for what, seconds, goal, note in run():
        print(f"{what:56} {seconds:7.3f} s   goal {goal:.0f} s   {note}")
