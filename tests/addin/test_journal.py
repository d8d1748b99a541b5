"""What was before a click comes back, also when the program died in the middle."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from union_xl.addin import doctor, undo_log
from union_xl.model.resources import user_folder

NOW = dt.datetime(2022, 7, 5, 9, 30, 12)


def kept(folder: Path, name: str = "名单.xlsx", path: str = "", data: bytes = b"before", second: int = 0):
    def save(target: Path) -> None:
        target.write_bytes(data)

    return undo_log.save_steps(folder, "check", name, path, save, NOW + dt.timedelta(seconds=second))


def test_a_copy_is_on_disk_before_anything_happens(tmp_path: Path) -> None:
    """Killed right after `keep`, the step and its copy are there, unfinished."""
    step = kept(tmp_path)
    again = undo_log.last(tmp_path, "名单.xlsx")
    assert again is not None and again.file.read_bytes() == b"before" and not again.finished
    assert again.file.suffix == ".xlsx" and again == step


def test_steps_are_of_one_workbook_newest_first(tmp_path: Path) -> None:
    """Another workbook's steps are not taken back; within one second both are kept."""
    kept(tmp_path, data=b"1")
    kept(tmp_path, data=b"2")
    kept(tmp_path, "别的.xlsx", data=b"3", second=5)
    found = undo_log.steps(tmp_path, "名单.xlsx")
    assert [step.file.read_bytes() for step in found] == [b"2", b"1"]
    found[0].saved(undone=True)
    again = undo_log.last(tmp_path, "名单.xlsx")
    assert again is not None and again.file.read_bytes() == b"1"
    assert undo_log.last(tmp_path, "没有.xlsx") is None


def test_restoring_brings_back_the_bytes_and_keeps_the_present_ones(tmp_path: Path) -> None:
    """The file is as before the click; what stood there lies in the journal; once only."""
    book = tmp_path / "名单.xlsx"
    book.write_bytes(b"after")
    step = kept(tmp_path / "home", path=str(book))
    done = undo_log.restore(tmp_path / "home")
    assert done is not None and done[1] == book and book.read_bytes() == b"before"
    assert (step.folder / "before-restore.xlsx").read_bytes() == b"after"
    assert undo_log.restore(tmp_path / "home") is None


def test_a_web_address_is_never_replaced(tmp_path: Path) -> None:
    """A workbook on OneDrive, or never saved, is put beside as a copy."""
    for path in ("https://d.docs.live.net/abc/名单.xlsx", "", "名单.xlsx"):
        kept(tmp_path, path=path)
        done = undo_log.restore(tmp_path, now=NOW)
        assert done is not None and done[1].parent == tmp_path / "恢复" and done[1].read_bytes() == b"before"


def test_doctor_restores(tmp_path: Path) -> None:
    """`addin doctor --restore` tells which workbook and where; and says so when there is none."""
    kept(tmp_path)
    first, second = doctor(True, folder=tmp_path, now=NOW)[0], doctor(True, folder=tmp_path)[0]
    assert first.ok and "名单.xlsx" in first.what
    assert not second.ok and second.cure


def test_broken_steps_are_left_out(tmp_path: Path) -> None:
    """Junk in the journal never stops a click."""
    kept(tmp_path)
    for number, text in enumerate(["", "{", "[]", "null", json.dumps({"inverse": 1}), '{"inverse": []}']):
        folder = tmp_path / "journal" / f"2023010{number}-000000-01"
        folder.mkdir()
        (folder / "step.json").write_text(text)
    assert len(undo_log.steps(tmp_path)) == 1


def test_old_steps_go(tmp_path: Path) -> None:
    """The journal does not grow for ever."""
    for second in range(undo_log.MOST_STEPS + 5):
        kept(tmp_path, second=second)
    assert len(undo_log.steps(tmp_path)) == undo_log.MOST_STEPS
    assert undo_log.steps(tmp_path)[0].when.endswith("09:30:56")


def test_home_follows_the_system() -> None:
    """LOCALAPPDATA on Windows, the state folder elsewhere, UNION_XL_HOME before both."""
    assert user_folder({"LOCALAPPDATA": "C:/L"}) == Path("C:/L/union_xl")
    assert user_folder({"XDG_STATE_HOME": "/s"}) == Path("/s/union_xl")
    assert user_folder({"UNION_XL_HOME": "/u", "LOCALAPPDATA": "C:/L"}) == Path("/u")
