"""A ledger, the built-in library and its figures, made once."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.corpus.ledgers import ledger
from union_xl import figures
from union_xl.figures import Evaluator, Library
from union_xl.model import period
from union_xl.model.resources import resource

HALF = period("2022H1")


@pytest.fixture(scope="session")
def frames() -> dict[str, pd.DataFrame]:
    return ledger(members=4_000, units=120, contests=14, entries=300, seed=11)


@pytest.fixture(scope="session")
def library() -> Library:
    return figures.read_library(resource("templates", "指标库.xlsx"))


@pytest.fixture(scope="session")
def counting(frames: dict[str, pd.DataFrame], library: Library) -> Evaluator:
    return Evaluator(frames, library, HALF, HALF.end)
