"""`union-xl addin …` as a person types it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from union_xl import addin

ROOT = Path(__file__).parent.parent.parent


def run(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    import os

    return subprocess.run(
        [sys.executable, "-m", "union_xl", "addin", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=os.environ | {"UNION_XL_HOME": str(home), "PYTHONUTF8": "1"},
    )


def test_build(tmp_path: Path) -> None:
    """The add-in lands in the folder; --json says where."""
    told = run("build", "--out", str(tmp_path / "出"), "--json", home=tmp_path)
    assert told.returncode == 0, told.stderr
    (path,) = json.loads(told.stdout)["outputs"]
    assert Path(path).read_bytes() == (ROOT / "workbooks" / addin.NAME).read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="what Linux says")
def test_doctor_install_and_bundle_off_windows(tmp_path: Path) -> None:
    """Honest, one sentence, exit codes of the contract: 1 with something to look at, 2 where it cannot be."""
    told = run("doctor", "--json", home=tmp_path / "home")
    assert told.returncode == 1
    checks = json.loads(told.stdout)["checks"]
    assert any("没有检查" in one["情况"] for one in checks) and any(
        str(tmp_path) in one["情况"] for one in checks
    )
    for command in (
        ("install",),
        ("uninstall",),
        ("bundle", "--python", "no.zip", "--out", str(tmp_path / "b")),
    ):
        told = run(*command, home=tmp_path)
        assert told.returncode == 2 and told.stdout == ""
        assert len(told.stderr.strip().splitlines()) == 1 and "Traceback" not in told.stderr
    assert not (tmp_path / "b").exists()


def test_restore_without_a_journal(tmp_path: Path) -> None:
    """Nothing to bring back: said so, nothing written."""
    told = run("doctor", "--restore", "--json", home=tmp_path / "home")
    first = json.loads(told.stdout)["checks"][0]
    assert told.returncode == 1 and not first["好"] and first["怎么办"]
