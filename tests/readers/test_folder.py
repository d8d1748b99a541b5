"""Walking folders: nothing skipped in silence, on Windows' terms too."""

from __future__ import annotations

import os
import sys
import zipfile
from pathlib import Path, PureWindowsPath

import pytest

from union_xl import readers
from union_xl.model import RunContext, Source
from union_xl.readers import folder


def names(*paths: Path, exclude: Path | None = None) -> list[str]:
    return [source.name for source in readers.sources(paths, exclude=exclude)]


def test_names_are_paths_below_the_folder_with_slashes(tmp_path: Path) -> None:
    """Whatever the system's own separator, and our outputs, junk and a stick's own folders left out."""
    for name in (
        *("甲/乙 丙/a.xlsx", "b.xlsx", "结果/汇总台账.xlsx", "~$b.xlsx", "甲/Thumbs.db"),
        *("$RECYCLE.BIN/x.xlsx", "System Volume Information/y", "甲/结果/c.xlsx", ".union_xl/d.xlsx"),
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    assert names(tmp_path, exclude=tmp_path / "结果") == ["b.xlsx", "甲/乙 丙/a.xlsx", "甲/结果/c.xlsx"]
    assert names(tmp_path / "结果", exclude=tmp_path / "结果") == []


def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path too long, a share without rights: one refused source in its place, the rest is read."""
    (tmp_path / "甲" / "深").mkdir(parents=True)
    (tmp_path / "a.csv").write_bytes(b"x")
    real = os.scandir

    def scandir(path: Path) -> object:
        if Path(path).name == "深":
            raise PermissionError(13, "[WinError 5] 拒绝访问", str(path), 5)
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = readers.sources([tmp_path])
    assert [source.name for source in found] == ["a.csv", "甲/深"]
    assert readers.open_book(found[1], RunContext()).refused == "F-GONE"


@pytest.mark.skipif(sys.platform == "win32", reason="making a link needs a right there")
def test_links_in_a_circle_end(tmp_path: Path) -> None:
    """A link to the folder above is not followed; a dangling one is told."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "round").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "a" / "gone.xlsx").symlink_to(tmp_path / "nothing")
    assert names(tmp_path) == ["a/gone.xlsx"]


def test_a_junction_of_windows_is_not_followed() -> None:
    """Python 3.11 takes a junction for a folder; its tag says otherwise."""

    class Entry:
        def __init__(self, tag: int) -> None:
            self.st_reparse_tag = tag

        def is_dir(self, follow_symlinks: bool) -> bool:
            return True

        def stat(self, follow_symlinks: bool) -> Entry:
            return self

    assert not folder._is_folder(Entry(0xA0000003))  # type: ignore[arg-type]
    assert folder._is_folder(Entry(0x9000601A))  # type: ignore[arg-type] # OneDrive's


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("C:\\收\\a.xlsx", "C:\\收\\a.xlsx"),
        ("C:\\" + "长" * 250, "\\\\?\\C:\\" + "长" * 250),
        ("\\\\服务器\\共享\\" + "长" * 250, "\\\\?\\UNC\\服务器\\共享\\" + "长" * 250),
        ("\\\\?\\C:\\" + "长" * 250, "\\\\?\\C:\\" + "长" * 250),
    ],
)
def test_long_paths_get_the_mark(given: str, meant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drive and share, once; short paths stay as they are."""
    monkeypatch.setattr(folder, "Path", PureWindowsPath)
    monkeypatch.setattr(os.path, "abspath", str)
    assert str(folder.reachable(PureWindowsPath(given), True)) == meant  # type: ignore[arg-type]


def test_elsewhere_a_long_path_is_no_matter() -> None:
    """Linux has no such limit."""
    path = Path("/" + "长" * 60 + "/" + "长" * 60)
    assert folder.reachable(path, False) == path


def test_members_zipped_on_windows_have_slashes_too(tmp_path: Path) -> None:
    """Backslashes between folders, in UTF-8 and in GBK bytes where a letter's second byte is one."""
    utf, gbk = tmp_path / "u.zip", tmp_path / "g.zip"
    with zipfile.ZipFile(utf, "w") as package:
        package.writestr("甲@乙.csv", "x")
    utf.write_bytes(utf.read_bytes().replace("甲@乙".encode(), "甲\\乙".encode()))
    name = "俓/表.csv".encode("gbk")  # 82 5C: the second byte is a backslash
    with zipfile.ZipFile(gbk, "w") as package:
        package.writestr("x" * len(name), "x")
    gbk.write_bytes(gbk.read_bytes().replace(b"x" * len(name), name))
    assert names(utf) == ["u.zip/甲/乙.csv"]
    assert names(gbk) == ["g.zip/俓/表.csv"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes among the files of this system")
def test_pipes_and_devices_are_told_and_never_waited_for(tmp_path: Path) -> None:
    """A pipe nobody writes to and a device without end are F-GONE, named alone, in a folder or by a link."""
    os.mkfifo(tmp_path / "管.xlsx")
    (tmp_path / "零.xlsx").symlink_to("/dev/zero")
    (tmp_path / "管子.csv").symlink_to("管.xlsx")
    (tmp_path / "甲.csv").write_text("姓名,证件号码\n", "utf-8")
    named = readers.sources([tmp_path / "管.xlsx", tmp_path / "零.xlsx"])
    assert [(one.name, one.refused) for one in named] == [("管.xlsx", "F-GONE"), ("零.xlsx", "F-GONE")]
    found = {one.name: one.refused for one in readers.sources([tmp_path])}
    assert found == {"零.xlsx": "F-GONE", "管子.csv": "F-GONE", "甲.csv": ""}
    with pytest.raises(OSError, match="no plain file"):
        readers.read_bytes(Source("管.xlsx", tmp_path / "管.xlsx"))


def test_a_file_that_grows_while_it_is_read_is_read_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No more bytes than it had when it was looked at."""
    path = tmp_path / "甲.csv"
    path.write_bytes(b"a,b\n")
    before = path.stat()
    path.write_bytes(b"a,b\nc,d\n")
    monkeypatch.setattr(Path, "stat", lambda self: before)
    assert readers.read_bytes(Source("甲.csv", path)) == b"a,b\n"
