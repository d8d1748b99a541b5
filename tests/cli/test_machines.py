"""Machines as they are: odd file names, closed outputs, an ASCII locale, little memory.

Every one ends as the contract says (0, 1 or 2), in a sentence, never in a traceback.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from union_xl.cli import arguments, streams
from union_xl.cli.streams import Outlet

pytestmark = pytest.mark.slow

posix = pytest.mark.skipif(os.name != "posix", reason="of systems whose file names are bytes")
GBK = "会员登记".encode("gb18030") + b".xlsx"


def member_file(folder: Path, name: bytes, rows: int = 3) -> Path:
    """A list of members at a path of bytes."""
    made = openpyxl.Workbook()
    made.active.append(("单位名称", "姓名", "证件号码", "手机号码"))
    for number in range(rows):
        made.active.append(("甲公司", "赵一", f"3301051990030720{number:02d}", "13700001234"))
    folder.mkdir(exist_ok=True)
    path = Path(os.fsdecode(os.path.join(os.fsencode(folder), name)))
    made.save(path)
    return path


def run(*words: str, shell: str = "", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """union-xl as a process of its own; `shell` is what stands behind the command."""
    command = " ".join(f'"{one}"' for one in (sys.executable, "-m", "union_xl", *words))
    return subprocess.run(
        ["bash", "-c", f"{command} {shell}"] if shell else [sys.executable, "-m", "union_xl", *words],
        capture_output=True,
        timeout=120,
        env={**os.environ, **environment},
    )


def told(done: subprocess.CompletedProcess[bytes]) -> str:
    text = (done.stdout + done.stderr).decode("utf-8", "replace")
    assert "Traceback" not in text and "程序内部出错" not in text and "Exception ignored" not in text
    return text


@posix
def test_names_in_another_code_page(tmp_path: Path) -> None:
    """Read, told by the name they were given, and kept in the ledger."""
    member_file(tmp_path / "in", GBK)
    member_file(tmp_path / "in", b"\xff\xfe.xlsx")
    done = run("merge", str(tmp_path / "in"), "--out", str(tmp_path / "out"))
    assert done.returncode in (0, 1), told(done)
    assert "会员登记.xlsx" in told(run("check", str(tmp_path / "in")))
    sheet = openpyxl.load_workbook(tmp_path / "out" / "汇总台账.xlsx")["来源文件"]
    assert any("会员登记.xlsx" in (str(row[0]), str(row[1])) for row in sheet.values)


@posix
@pytest.mark.parametrize("coerce", ["0", "1"])
def test_an_ascii_locale(tmp_path: Path, coerce: str) -> None:
    """LC_ALL=C without UTF-8 mode: our own files have Chinese names all the same."""
    member_file(tmp_path / "in", "会员登记.xlsx".encode())
    done = run(
        "merge",
        str(tmp_path / "in"),
        "--out",
        str(tmp_path / "out"),
        LC_ALL="C",
        PYTHONUTF8="0",
        PYTHONCOERCECLOCALE=coerce,
    )
    assert done.returncode in (0, 1), told(done)
    assert (tmp_path / "out" / "汇总台账.xlsx").exists()


@posix
@pytest.mark.parametrize("shell", ["| head -1", ">&-", ">&- 2>&-", "<&-", "2>&-", "2>&1 | head -0"])
def test_outputs_that_are_closed(tmp_path: Path, shell: str) -> None:
    """Who stops listening does not stop the run, nor changes its exit code."""
    file = member_file(tmp_path, "会员登记.xlsx".encode())
    plain = run("check", str(file)).returncode
    done = run("check", str(file), shell=f"{shell}; exit ${{PIPESTATUS[0]}}")
    assert done.returncode == plain, told(done)
    told(done)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is full")
def test_an_output_that_is_full(tmp_path: Path) -> None:
    """What a program asked for and did not get is no success."""
    file = member_file(tmp_path, "会员登记.xlsx".encode())
    done = run("check", str(file), "--json", shell=">/dev/full")
    assert done.returncode == 2 and "磁盘" in told(done)


@posix
def test_little_memory(tmp_path: Path) -> None:
    """400 MB: the file that needs more is refused by name, the rest is read."""
    member_file(tmp_path / "in", "小.xlsx".encode())
    member_file(tmp_path / "in", "大.xlsx".encode(), 120_000)
    limited = f'ulimit -v 400000; exec "{sys.executable}" -m union_xl check "{tmp_path / "in"}"'
    done = subprocess.run(["bash", "-c", limited], capture_output=True, timeout=200)
    assert done.returncode in (0, 1), told(done)
    assert "小.xlsx" in told(done) and "大.xlsx" in told(done)


def test_exceptions_that_mean_memory() -> None:
    """Of Python, of DuckDB, of threads; named with the command's files."""

    class OutOfMemoryException(Exception):
        pass

    wrapped = ValueError("x")
    wrapped.__cause__ = MemoryError()
    for error in (MemoryError(), OutOfMemoryException(), RuntimeError("can't start new thread"), wrapped):
        assert arguments.lacks_memory(error)
    assert not arguments.lacks_memory(ValueError("memory"))
    assert __file__ in arguments.too_little_memory(["mask", __file__, "--out", "x"])


def test_an_outlet_drops_what_nobody_takes() -> None:
    """A stream that breaks is written to no more; why is kept."""

    class Broken(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError(32, "Broken pipe")

    one = Outlet(Broken())
    print("甲", file=one)  # type: ignore[arg-type]
    one.writelines(["乙"])
    one.flush()
    assert isinstance(one.broken, BrokenPipeError) and not one.full


def test_gbk_consoles_take_what_they_can() -> None:
    """A name a code page does not know becomes question marks, never an exception."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="gbk", errors="replace")
    one = Outlet(stream)
    print("会员😀\udcff", file=one)  # type: ignore[arg-type]
    one.flush()
    assert raw.getvalue().startswith("会员?".encode("gbk"))


def test_only_what_is_not_utf8_starts_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once, and on systems whose names are bytes."""
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "ascii")
    monkeypatch.delenv("PYTHONUTF8", raising=False)
    assert bool(streams.utf8_command()) is (os.name == "posix")
    monkeypatch.setenv("PYTHONUTF8", "1")
    assert streams.utf8_command() == []
