"""LibreOffice opens everything that goes out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.libreoffice import convert
from tests.returns.desk import context_of, ledger, source, submission
from union_xl.run.returning import write_returns

pytestmark = pytest.mark.office


def test_marked_copy_chase_list_and_letter_open(tmp_path: Path) -> None:
    """Each becomes a PDF of some size."""
    one = submission()
    made = write_returns.write([one], ledger(one), context_of(), [source()], tmp_path / "out")
    shown = [name for name in made if name.endswith((".xlsx", ".docx"))]
    assert len(shown) == 3
    flat = tmp_path / "flat"
    flat.mkdir()
    for number, name in enumerate(shown):
        shutil.copy(tmp_path / "out" / name, flat / f"{number}{Path(name).suffix}")
    made = convert(sorted(flat.iterdir()), "pdf", tmp_path / "pdf")
    assert sorted(made) == ["0", "1", "2"]
    assert all(path.stat().st_size > 5_000 for path in made.values())
