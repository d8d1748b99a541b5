"""The bounds that are no ratio to a reader: seconds of the processor, each beside its bound.

`python -m benchmarks bounds`: rules between 34 ledgers of 100,000 rows, `find` in them, one
`check`, `--help`.  Every figure is processor time (of this process and its ended
children), so that a busy machine spoils it little; counting and tracing stand in `benchmarks.reporting`.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import merging
from union_xl.ledgers import BUILT_IN, Form
from union_xl.ledgers.column import Column
from union_xl.ledgers.rule_query import RuleQuery
from union_xl.model import FormPart, RunContext, Submission, period
from union_xl.model.rows import Rows
from union_xl.run import ledger_state
from union_xl.store import HOME, Store

TAKES_OPTIONS = True
ROWS, UNITS = 100_000, 1_000
HALF = period("2022H1")


def worked(work: Callable[[], object], times: int = 3) -> float:
    """Processor seconds, the middle of some."""
    took = []
    for _ in range(times):
        before = _seconds()
        work()
        took.append(_seconds() - before)
    return statistics.median(took)


def _seconds() -> float:
    told = os.times()
    return told.user + told.system + told.children_user + told.children_system


def command(*words: str, times: int = 3) -> float:
    """Processor seconds of a whole process of ours."""
    line = [sys.executable, "-m", "union_xl", *words]
    return worked(partial(subprocess.run, line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL), times)


def drawn(form: Form, rows: int, rng: random.Random) -> dict[str, list[Any]]:
    """Tidy columns of a ledger drawn by chance: the same people of the same units in every ledger, days of
    the half year; figures stand in one cell of ten, so that most rules hold for most rows."""
    who = rng.sample(range(rows), rows)
    return {column.title: _column(column, who, rng) for column in form.columns}


def _column(column: Column, who: Sequence[int], rng: random.Random) -> list[Any]:
    kind, rows = column.kind, len(who)
    if kind.choices:
        return rng.choices([one.partition("←")[0] for one in kind.choices], k=rows)
    if kind.name == "证件号码":
        return [_document(one * 7919) for one in who]
    if column.role in ("unit", "host") or kind.name == "单位名称":
        return [f"杭州第{one % UNITS:04d}样板有限公司" for one in who]
    if "y" in kind.number_format.lower():
        return rng.choices([dt.date(2022, 1, 1) + dt.timedelta(days=at) for at in range(181)], k=rows)
    if not kind.text:
        return [rng.randrange(1, 60) if rng.random() < 0.1 else None for _ in range(rows)]
    if column.role == "person":
        return rng.choices([family + given for family in merging.SURNAMES for given in merging.GIVEN], k=rows)
    # Names of contests, contracts, batches: each some twenty times.
    return [f"{column.title}{rng.randrange(max(rows // 20, 1))}" for _ in range(rows)]


def _document(who: int) -> str:
    day, order = divmod(who % (merging.DAYS * merging.ORDERS), merging.ORDERS)
    return merging.document(dt.date(1965, 1, 1) + dt.timedelta(days=day), order, woman=False)


def between(code: str = "", rows: int = ROWS) -> tuple[float, float, int]:
    """Seconds of the rules that look at other rows or ledgers (of those whose code begins with `code`), every
    ledger with `rows` rows; of handing these rows to the database before; and how many rules there are."""
    from union_xl.merge.cross_ledger_rules import CrossLedgerRules
    from union_xl.merge.incoming import FormReturn
    from union_xl.merge.kept_rows import KeptRows
    from union_xl.merge.row_table import build_row_table

    class Some(CrossLedgerRules):
        loading = 0.0

        def _queries(self, here: Collection[str]) -> list[tuple[Form, RuleQuery]]:
            return [pair for pair in super()._queries(here) if pair[1].rule.code.startswith(code)]

        def _load(self, *given: Any) -> Any:
            before = _seconds()
            counts = super()._load(*given)
            self.loading = _seconds() - before
            return counts

    rng, context = random.Random(5), RunContext(period=HALF, as_of=HALF.end)
    kept = {}
    for form in BUILT_IN:
        part = FormPart(
            form.slug, "甲", drawn(form, rows, rng), [form.short] * rows, list(range(2, rows + 2))
        )
        sent = Submission(f"{form.slug}.xlsx", form.slug, "xlsx", "采用", parts=(part,))
        kept[form.slug] = KeptRows(build_row_table(form, [FormReturn(sent, part, "甲")]), context)
    rules = Some(BUILT_IN, context)
    asked = len(rules._queries(kept))
    whole = worked(lambda: rules.violations(kept, ()), 1)
    return whole - rules.loading, rules.loading, asked


def _kept(folder: Path, rows: int = ROWS) -> Path:
    """A ledger workbook beside which a merge has kept `rows` rows of every ledger."""
    import xlsxwriter

    book, rng = folder / "汇总台账.xlsx", random.Random(5)
    (folder / HOME).mkdir()
    with xlsxwriter.Workbook(str(book)) as made:
        made.add_worksheet("概览").write(0, 0, "台账")
    tracks = {"台账状态": ["正常"] * rows, "来源文件": ["一.xlsx"] * rows, "来源行": list(range(2, rows + 2))}
    kept = {
        form.slug: Rows({**drawn(form, rows, rng), **tracks, "来源工作表": [form.short] * rows})
        for form in BUILT_IN
    }
    state = ledger_state.LedgerState(dict.fromkeys(kept, rows), {}, period=HALF.label)
    ledger_state.save_ledger(Store(folder), ledger_state.digest(book), state, kept)
    return book


def run(options: Sequence[str] = ()) -> Iterator[str]:
    """The lines of the report."""
    for code, bound in (("X", 3.0), ("", 0.0)):
        seconds, loading, rules = between(code)
        what = f"{rules} rules {code}… between ledgers" if code else f"all {rules} rules between ledgers"
        yield _line(f"{what} of {ROWS:,} rows", seconds, bound)
        yield _line("  their rows handed to the database", loading, 0.0)
    with tempfile.TemporaryDirectory(prefix="bounds-") as folder:
        yield from _processes(Path(folder))


def _processes(home: Path) -> Iterator[str]:
    """Whole processes: their start, imports and end included."""
    book = str(_kept(home))
    for what, asked in (("person", _document(7919)), ("unit", "杭州第0007样板有限公司")):
        yield _line(
            f"find a {what} in {len(BUILT_IN)} ledgers of {ROWS:,} rows", command("find", book, asked), 1.0
        )
    yield _line("--help", command("--help", times=7), 0.3)
    merging.make(home / "收回", 1, 200)
    (book,) = (home / "收回").glob("*.xlsx")
    yield _line(
        "check of one book of 200 rows", command("check", str(book), "--period", "2022H1", times=7), 0.5
    )


def _line(what: str, seconds: float, bound: float) -> str:
    return f"{what:66} {seconds:7.2f} s" + (
        f"   bound {bound:.1f} s   {seconds / bound:5.2f} x" if bound else ""
    )
