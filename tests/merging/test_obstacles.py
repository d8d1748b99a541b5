"""What would keep the outputs from their places is found before anything is moved, and named truly."""

from __future__ import annotations

import errno
import tempfile
from pathlib import Path
from typing import Any

import pytest

from tests.merging.test_whole import digests, fill
from union_xl.model import LedgerError
from union_xl.run import merge
from union_xl.store import HOME


@pytest.fixture
def merged(tmp_path: Path) -> Path:
    """The folder of returns beside a folder `out` that a merge wrote into."""
    fill(tmp_path / "收回", 3)
    again(tmp_path)
    return tmp_path


def again(home: Path) -> merge.MergeResult:
    return merge.merge(home / "收回", home / "out", period="2022H1", jobs=1)


def folder_for_ledger(out: Path) -> None:
    (out / "汇总台账.xlsx").unlink()
    (out / "汇总台账.xlsx").mkdir()


def file_for_folder(out: Path) -> None:
    for file in sorted((out / "退回").rglob("*"), reverse=True):
        file.unlink() if file.is_file() else file.rmdir()
    (out / "退回").rmdir()
    (out / "退回").write_text("待办", "utf-8")


def folder_for_copy(out: Path) -> None:
    copy = next((out / "退回").rglob("*（请修改）.xlsx"))
    copy.unlink()
    copy.mkdir()


def file_for_history(out: Path) -> None:
    (out / "历史").write_text("", "utf-8")


def link_outside(out: Path) -> None:
    (out / "催报").rename(out.parent / "别处")
    (out / "催报").symlink_to(out.parent / "别处")


def ledger_link(out: Path) -> None:
    (out / "汇总台账.xlsx").rename(out.parent / "共享.xlsx")
    (out / "汇总台账.xlsx").symlink_to(out.parent / "共享.xlsx")


def home_link(out: Path) -> None:
    (out / HOME).rename(out.parent / "家")
    (out / HOME).symlink_to(out.parent / "家")


def chase_list_open(out: Path) -> None:
    (out / "催报" / ".~lock.催报名单.xlsx#").write_text("", "utf-8")


@pytest.mark.parametrize(
    ("obstruct", "named", "cure"),
    [
        (folder_for_ledger, "汇总台账.xlsx 是一个文件夹", "改名或移走"),
        (file_for_folder, "退回 是一个文件", "改名或移走"),
        (folder_for_copy, "（请修改）.xlsx 是一个文件夹", "改名或移走"),
        (file_for_history, "历史 是一个文件", "改名或移走"),
        (link_outside, "催报 是通到别处的链接", "删掉这个链接"),
        (ledger_link, "汇总台账.xlsx 是通到别处的链接", "删掉这个链接"),
        (home_link, f"{HOME} 是通到别处的链接", "删掉这个链接"),
        (chase_list_open, "催报名单.xlsx 正在 Excel/WPS 中打开", "关闭后重试"),
    ],
)
def test_an_obstacle_is_named_and_nothing_is_moved(
    merged: Path, obstruct: Any, named: str, cure: str
) -> None:
    """Nothing in the output or outside it changes, and the sentence says what to do."""
    fill(merged / "收回", 1, seed=5)  # there is something new to write
    obstruct(merged / "out")

    def seen() -> dict[str, str]:
        return {
            name: told
            for name, told in digests(merged).items()
            if not name.startswith((f"out/{HOME}/", "家/"))
        }

    before = seen()
    with pytest.raises(LedgerError) as told:
        again(merged)
    assert named in str(told.value) and cure in str(told.value) and told.value.exit_code == 2
    assert seen() == before


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.EACCES, "没有写的权限"), (errno.EROFS, "没有写的权限"), (errno.ENOSPC, "盘满了")],
)
@pytest.mark.parametrize("where", ["", "退回", HOME])
def test_a_folder_that_cannot_be_written_to(
    merged: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str, where: str
) -> None:
    """A read-only folder is not said to be open in Excel."""
    barred, real = merged / "out" / where, tempfile.TemporaryFile

    def refuse(*args: Any, dir: Any = None, **more: Any) -> Any:
        if dir == barred:
            raise OSError(number, "no")
        return real(*args, dir=dir, **more)

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    before = digests(merged)
    with pytest.raises(LedgerError, match=said) as told:
        again(merged)
    assert (where or "out") in str(told.value) and "打开" not in str(told.value)
    assert digests(merged) == before


def test_the_folder_of_a_unit_called_x_is_no_obstacle(merged: Path) -> None:
    """Nor one of any other name."""
    (merged / "out" / "退回" / "x").mkdir(parents=True, exist_ok=True)
    assert again(merged).ledger_path.exists()


def test_the_output_is_a_file(tmp_path: Path) -> None:
    """As the folder itself, or as one of those above it."""
    fill(tmp_path / "收回", 1)
    (tmp_path / "out").write_text("", "utf-8")
    for out in (tmp_path / "out", tmp_path / "out" / "下面"):
        with pytest.raises(LedgerError, match="out 是一个文件"):
            merge.merge(tmp_path / "收回", out, period="2022H1", jobs=1)


def _junk(home: Path) -> None:
    for file in home.rglob("*"):
        if file.is_file():
            file.write_bytes(b"\0" * 50)


def _a_file(home: Path) -> None:
    for file in sorted(home.rglob("*"), reverse=True):
        file.unlink() if file.is_file() else file.rmdir()
    home.rmdir()
    home.write_bytes(b"junk")


def _turned(home: Path) -> None:
    """Folders where files must be and the reverse."""
    _a_file(home)
    home.unlink()
    (home / "lock").mkdir(parents=True)
    for name in ("read", "rows", "state", "staging"):
        (home / name).write_bytes(b"junk")


def _links(home: Path) -> None:
    """Kinds that lie elsewhere."""
    for name in ("read", "rows", "state"):
        (home / name).rename(home.parent.parent / f"外{name}")
        (home / name).symlink_to(home.parent.parent / f"外{name}")
    for file in home.parent.parent.glob("外*/*"):
        file.write_bytes(b"theirs")


def _journals(home: Path) -> None:
    (home / "staging").mkdir(exist_ok=True)
    told = '{"moves": ["../收回/a.xlsx"], "obsolete": ["../x"], "archive": ""}'
    (home / "staging" / "journal.json").write_text(told, "utf-8")
    (home / "staging" / "a.xlsx").write_text("x", "utf-8")


def _other_journal(home: Path) -> None:
    (home / "staging").mkdir(exist_ok=True)
    (home / "staging" / "journal.json").write_text('["a"]', "utf-8")


@pytest.mark.parametrize("damage", [_junk, _a_file, _turned, _links, _journals, _other_journal])
def test_whatever_lies_in_our_folder_never_stops_a_merge(merged: Path, damage: Any) -> None:
    """The result is that of a first merge, and nothing outside the output is touched."""
    damage(merged / "out" / HOME)
    outside = {name: told for name, told in digests(merged).items() if not name.startswith("out/")}
    made = again(merged)
    assert made.accounts["member"]["read"] == 18
    assert {name: told for name, told in digests(merged).items() if not name.startswith("out/")} == outside
    assert again(merged).accounts == made.accounts
