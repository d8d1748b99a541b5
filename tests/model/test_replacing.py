"""Swapping files while others hold them: Windows, played on any system by errors put in place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from union_xl.model import fileops


class Holder:
    """Keeps `os.replace` from working on a name, a number of times."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, name: str, times: int) -> None:
        self.real, self.name, self.left = os.replace, name, times
        monkeypatch.setattr(os, "replace", self)
        monkeypatch.setattr(fileops, "WINDOWS", True)
        monkeypatch.setattr(fileops, "WAITS", (0.0, 0.0, 0.0))

    def __call__(self, here: Path, there: Path) -> None:
        if Path(there).name == self.name and self.left:
            self.left -= 1
            raise PermissionError(13, "[WinError 32] 另一个程序正在使用此文件", str(here), 32, str(there))
        self.real(here, there)


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """(new.txt, old.txt) in a folder."""
    new, old = tmp_path / "new.txt", tmp_path / "old.txt"
    new.write_text("new", "utf-8")
    old.write_text("old", "utf-8")
    return new, old


def test_a_scanner_that_lets_go_is_waited_for(two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch):
    """Held twice for a moment: the third try succeeds."""
    Holder(monkeypatch, "old.txt", 2)
    fileops.replace_file(*two)
    assert two[1].read_text("utf-8") == "new" and not two[0].exists()


def test_a_file_that_stays_open_is_told(two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch):
    """Tries are bounded; both files are still there."""
    holder = Holder(monkeypatch, "old.txt", 99)
    with pytest.raises(PermissionError):
        fileops.replace_file(*two)
    assert holder.left == 99 - 4
    assert two[0].exists() and two[1].read_text("utf-8") == "old"


def test_elsewhere_one_try_is_enough(two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch):
    """A missing permission on Linux does not go away by waiting."""
    holder = Holder(monkeypatch, "old.txt", 99)
    monkeypatch.setattr(fileops, "WINDOWS", False)
    with pytest.raises(PermissionError):
        fileops.replace_file(*two)
    assert holder.left == 98


def test_a_read_only_mark_is_no_open_file(two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch):
    """On Windows a read-only file can be neither replaced nor deleted: the mark goes first."""
    Holder(monkeypatch, "", 0)
    two[1].chmod(0o444)
    assert not fileops.is_locked(two[1])
    assert two[1].stat().st_mode & 0o200
    two[1].chmod(0o444)
    fileops.delete_file(two[1])
    fileops.delete_file(two[1])
    assert not two[1].exists()


def test_held_asks_the_system(two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch):
    """A file that cannot be opened for writing is held; a missing one is not; Linux never holds."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "[WinError 32]")

    assert not fileops.is_locked(two[1])
    Holder(monkeypatch, "", 0)
    monkeypatch.setattr(Path, "open", refuse)
    assert fileops.is_locked(two[1])
    assert not fileops.is_locked(two[1].with_name("none.txt"))
    monkeypatch.setattr(fileops, "WINDOWS", False)
    assert not fileops.is_locked(two[1])
