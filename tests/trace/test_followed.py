"""Random figures of all ledgers are followed to their rows and back."""

from __future__ import annotations

from pathlib import Path

from tests.report.all_ledgers import every_ledger
from tests.report.conftest import write_ledger
from tests.trace.followed import follow
from union_xl.run.reporting.evaluation import evaluate


def test_sixty_random_figures_come_back(tmp_path: Path) -> None:
    """Of 34 ledgers: as many rows as a figure says, and each row names the figure and its group."""
    path = write_ledger(tmp_path / "汇总台账.xlsx", every_ledger(seed=6, rows=20))
    found = list(follow(evaluate(path, period="2022H1"), 60, seed=3))
    assert len({one.form for one, _ in found}) > 15
    assert [(one.name, one.group_by, one.group, why) for one, why in found if why] == []
