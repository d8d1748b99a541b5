"""How long counting, tracing and the summary take; `run()` gives lines of (what, seconds, goal, note).

Seconds are those of the processor, so that a busy machine spoils them little.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from benchmarks.bounds import worked
from tests.corpus.ledgers import ledger
from union_xl import figures, ledger_book, summary
from union_xl.model import Ledger, RunContext, period
from union_xl.model.rows import Rows
from union_xl.run import ledger_rows, ledger_state
from union_xl.store import HOME, Store

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
HALF = period("2022H1")
NAMES = {"填报单位": "测试街道总工会", "上级单位": "", "报出日期": ""}


def _processes(members: int = 100_000) -> list[tuple[str, float, float, str]]:
    """Whole runs of the command line, from the start of the process to its end, on a ledger as a merge leaves
    it, the same one edited afterwards (read once, then known), and one in a folder no merge wrote into."""
    unit = ("--unit", "杭州第7测试有限公司")
    asked: dict[str, tuple[str, ...]] = {
        "a figure of unions": ("新建工会数",),
        "a figure of members, one unit": ("期末会员数", *unit),
        "a figure of members, all rows": ("期末会员数",),
        "a row of members": ("--row", "会员登记!57"),
        "a row of units": ("--row", "单位台账!57"),
    }
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        fresh, edited, foreign = (Path(folder) / name / "汇总台账.xlsx" for name in ("新", "改", "外"))
        _merged(fresh, members)
        for book in (edited, foreign):
            book.parent.mkdir()
            shutil.copyfile(fresh, book)
            with zipfile.ZipFile(book, "a") as opened:
                opened.comment = b"saved again"
        (edited.parent / HOME).mkdir()
        for what, words in asked.items():
            lines.append(_process(what, "as merged", fresh, words, 1.0))
        figure = ("期末会员数", *unit)
        lines.append(_process("a figure of members, one unit", "edited, first time", edited, figure, 2.5, 1))
        lines.append(_process("a figure of members, one unit", "edited, known", edited, figure, 1.0))
        lines.append(_process("a row of members", "edited, known", edited, asked["a row of members"], 1.0))
        lines.append(_process("a figure of members, one unit", "from elsewhere", foreign, figure, 2.5))
    return lines


def _merged(book: Path, members: int) -> None:
    """A ledger workbook with what a question keeps of it beside it."""
    context = RunContext(period=HALF, as_of=HALF.end)
    (book.parent / HOME).mkdir(parents=True)
    drawn = {slug: Rows.of(frame) for slug, frame in ledger(members, 300).items()}
    ledger_book.write(Ledger(drawn), book, context)
    read = ledger_book.read_alone(book, sheets=ledger_book.TOLD)
    state = ledger_rows.state_of_reading(read)
    ledger_state.save_ledger(Store(book.parent), ledger_state.digest(book), state, read.rows)


def _process(
    what: str, state: str, book: Path, words: Sequence[str], goal: float, times: int = 3
) -> tuple[str, float, float, str]:
    command = [sys.executable, "-m", "union_xl", "trace", str(book), *words]
    took = worked(partial(subprocess.run, command, check=True, capture_output=True), times)
    return f"trace {what}, whole process ({state})", took, goal, " ".join(words)


def run(rows: int = 1_000_000, units: int = 1_000) -> list[tuple[str, float, float, str]]:
    """Seconds for all indicators on `rows` members, a trace on 100,000, the library and the summary."""
    library = figures.read_library(TEMPLATES / "指标库.xlsx")
    big = ledger(rows, units)
    made: list[tuple[object, ...]] = []
    whole = worked(lambda: made.append(figures.count(big, library, HALF, HALF.end)), 1)
    small = ledger(100_000, 300)
    counting = figures.Evaluator(small, library, HALF, HALF.end)
    found = counting.figures()
    one = library.only("期末会员数")
    ready = worked(lambda: figures.source_rows(counting, "期末会员数"))
    cold = worked(lambda: figures.source_rows(figures.Evaluator(small, one, HALF, HALF.end), "期末会员数"), 1)
    back = worked(lambda: figures.fed_by(counting, "member", 57))
    text = (TEMPLATES / "半年总结.docx").read_bytes()
    word = worked(lambda: summary.render(text, found, NAMES, when=HALF, as_of=HALF.end), 1)
    read = worked(lambda: figures.read_library(TEMPLATES / "指标库.xlsx"), 1)
    return [
        (
            f"all {len(library.indicators)} indicators on {rows:,} members",
            whole,
            8.0,
            f"{len(made[0]):,} figures",
        ),
        ("trace one figure, 100,000 members, counted before", ready, 1.0, "behind()"),
        ("trace one figure, 100,000 members, from frames", cold, 1.0, "load, mark, behind()"),
        ("trace one row to its figures, 100,000 members", back, 1.0, "fed_by()"),
        ("half-year summary", word, 0.5, "render()"),
        ("read and check the indicator library", read, 1.0, "library()"),
        *_processes(),
    ]


if __name__ == "__main__":
    for what, seconds, goal, note in run():
        print(f"{what:78} {seconds:7.3f} s   goal {goal:.1f} s   {note}")
