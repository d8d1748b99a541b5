"""A ledger workbook as merging leaves it, written once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.corpus.ledgers import ledger
from union_xl import ledgers

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
