"""A ledger workbook as merging leaves it, written once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.corpus.ledgers import ledger
from union_xl import ledgers
from union_xl.run import report
from union_xl.run.reporting.evaluation import Evaluation

SHORT = {form.slug: form.short for form in ledgers.BUILT_IN}


def write_ledger(
    path: Path, frames: Mapping[str, pd.DataFrame], explained: Sequence[Mapping[str, Any]] = ()
) -> Path:
    """A workbook with a sheet per form; row 1 is decoration, the header stands in row 2."""
    with pd.ExcelWriter(path, engine="xlsxwriter") as book:
        for slug, frame in frames.items():
            frame.to_excel(book, sheet_name=SHORT[slug], index=False, startrow=1)
            book.sheets[SHORT[slug]].write_string(0, 0, "汇总台账")
        if explained:
            pd.DataFrame(list(explained)).to_excel(book, sheet_name="审核说明", index=False)
    return path


@pytest.fixture(scope="session")
def frames() -> dict[str, pd.DataFrame]:
    return ledger(members=600, units=25, contests=10, entries=120, seed=5)


@pytest.fixture(scope="session")
def ledger_path(frames: dict[str, pd.DataFrame], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_ledger(tmp_path_factory.mktemp("台账") / "汇总台账.xlsx", frames)


@pytest.fixture(scope="module")
def counted_once() -> Iterator[None]:
    """A ledger of which reports ask the same is counted once for all of them."""
    evaluate, known = report.evaluate, dict[str, Evaluation]()

    def told(path: Path, **asked: Any) -> Evaluation:
        files = [one for one in (path, *asked.values()) if isinstance(one, Path) and one.exists()]
        key = repr((path, asked, [(one.stat().st_mtime_ns, one.stat().st_size) for one in files]))
        if key not in known:
            known[key] = evaluate(path, **asked)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(report, "evaluate", told)
        yield
