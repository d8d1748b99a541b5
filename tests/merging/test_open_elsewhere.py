"""Outputs open in Excel or WPS while a merge swaps: nothing half-written, one sentence, exit code 2."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from union_xl.model import LedgerError, fileops
from union_xl.run import staging

NAMES = ("汇总台账.xlsx", "退回/甲/a.xlsx", "run.json")


def run_of(out: Path, mark: str) -> staging.Staging:
    """A run about to deliver three files that say `mark`."""
    stage = staging.Staging(out)
    for name in NAMES:
        stage.path(name).write_text(mark, "utf-8")
    return stage


def said(out: Path) -> set[str]:
    """What the delivered files say."""
    return {(out / name).read_text("utf-8") for name in NAMES}


@pytest.mark.parametrize("held", ["汇总台账.xlsx", "a.xlsx"])
def test_on_windows_every_output_is_asked_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: str):
    """One output open, ledger or marked copy: nothing is moved at all, and the sentence names it."""
    run_of(tmp_path, "old").commit(NAMES, ())
    stage = run_of(tmp_path, "new")
    monkeypatch.setattr(fileops, "is_locked", lambda path: path.name == held)
    with pytest.raises(LedgerError, match=f"^{held} 正在 Excel/WPS 中打开，请关闭后重试$") as told:
        stage.commit(NAMES, ())
    assert told.value.exit_code == 2
    stage.discard()
    assert said(tmp_path) == {"old"}


@pytest.mark.parametrize(("held", "there"), [("汇总台账.xlsx", {"old"}), ("a.xlsx", {"new", "old"})])
def test_opened_in_the_very_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: str, there: set[str]
):
    """Opened between asking and moving: the ledger rolls back, later ones are finished by the next start."""
    run_of(tmp_path, "old").commit(NAMES, ())
    stage = run_of(tmp_path, "new")
    real = os.replace

    def replace(here: Path, target: Path) -> None:
        if Path(target).name == held:
            raise PermissionError(13, "[WinError 5] 拒绝访问", str(here), 5, str(target))
        real(here, target)

    with monkeypatch.context() as during:
        during.setattr(os, "replace", replace)
        during.setattr(fileops, "WINDOWS", True)
        during.setattr(fileops, "WAITS", (0.0,))
        with pytest.raises(LedgerError, match="正在 Excel/WPS 中打开"):
            stage.commit(NAMES, ())
    assert said(tmp_path) == there
    staging.recover(tmp_path)
    assert len(said(tmp_path)) == 1
    assert not (tmp_path / ".union_xl" / "staging").exists()


def test_a_journal_lost_with_the_power_does_not_stop_the_next_run(tmp_path: Path):
    """NTFS may leave a file of zeros: it says nothing, so it goes, and the old output stays."""
    run_of(tmp_path, "old").commit(NAMES, ())
    stage = run_of(tmp_path, "new")
    (stage.folder / "journal.json").write_bytes(b"\0" * 200)
    assert staging.recover(tmp_path) is False
    assert said(tmp_path) == {"old"}
    run_of(tmp_path, "newer").commit(NAMES, ())
    assert said(tmp_path) == {"newer"}


def test_a_staging_folder_that_would_not_go_is_no_obstacle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Where Windows keeps a leftover of the last run, the next run works around it."""
    monkeypatch.setattr(staging.shutil, "rmtree", lambda *_, **__: None)
    run_of(tmp_path, "old")
    run_of(tmp_path, "new").commit(NAMES, ())
    assert said(tmp_path) == {"new"}
    assert not (tmp_path / ".union_xl" / "staging" / "journal.json").exists()
