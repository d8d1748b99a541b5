"""LibreOffice opens everything that goes out."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.blanks.seeding import SOFFICE
from tests.returns.desk import context, ledger, source, submission
from union_xl.flow import returning

pytestmark = [pytest.mark.office, pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice")]


def test_marked_copy_chase_list_and_letter_open(tmp_path: Path) -> None:
    """Each becomes a PDF of some size."""
    one = submission()
    made = returning.write([one], ledger(one), context(), [source()], tmp_path / "out")
    shown = [name for name in made if name.endswith((".xlsx", ".docx"))]
    assert len(shown) == 3
    flat = tmp_path / "flat"
    flat.mkdir()
    for number, name in enumerate(shown):
        shutil.copy(tmp_path / "out" / name, flat / f"{number}{Path(name).suffix}")
    assert SOFFICE
    subprocess.run(
        [
            SOFFICE,
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path / "pdf"),
            *(str(path) for path in sorted(flat.iterdir())),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    assert [path.stat().st_size > 5_000 for path in sorted((tmp_path / "pdf").iterdir())] == [True] * 3
