"""A ledger, the built-in library and its figures, made once."""

from __future__ import annotations

import pandas as pd
import pytest

from benchmarks.ledgers import ledger
from union_xl import figures
from union_xl.core import period
from union_xl.core.resources import resource
from union_xl.figures import Counting, Library

HALF = period("2022H1")


@pytest.fixture(scope="session")
def frames() -> dict[str, pd.DataFrame]:
    return ledger(members=4_000, units=120, contests=14, entries=300, seed=11)


@pytest.fixture(scope="session")
def library() -> Library:
    return figures.library(resource("templates", "指标库.xlsx"))


@pytest.fixture(scope="session")
def counting(frames: dict[str, pd.DataFrame], library: Library) -> Counting:
    return Counting(frames, library, HALF, HALF.end)
