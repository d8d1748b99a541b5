"""Command lines as Windows' shells hand them over, and streams as they are there."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.readers.made import xlsx
from union_xl.cli import arguments as typed_arguments
from union_xl.cli import commands, main, terminal
from union_xl.model import UsageError


def test_the_quote_a_trailing_backslash_keeps_is_taken_off() -> None:
    r"""PowerShell 5.1 hands `'.\收 到\'` over as `.\收 到"`; on Linux a quote may stand in a name."""
    assert typed_arguments.without_stray_quotes(["check", '.\\收 到"'], windows=True) == ["check", ".\\收 到"]
    assert typed_arguments.without_stray_quotes(["check", '收"'], windows=False) == ["check", '收"']


def test_a_quote_that_swallowed_the_next_word_is_told() -> None:
    """Nobody can tell where the words were; the sentence says what to leave out."""
    with pytest.raises(UsageError, match="反斜杠"):
        typed_arguments.without_stray_quotes(["merge", 'C:\\收 到" --out D:\\结', "果"], windows=True)


def test_wildcards_nobody_expanded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`*` and `?` are ours where no such file is; brackets are part of names; a real name goes first."""
    room = tmp_path / "收到[最终]"
    room.mkdir()
    for name in ("甲1.xlsx", "甲2.xlsx", "乙.csv"):
        (room / name).write_bytes(b"x")

    def found(pattern: str) -> list[str]:
        return [path.name for path in typed_arguments.expand_wildcards([room / pattern])]

    assert found("*.xlsx") == ["甲1.xlsx", "甲2.xlsx"]
    assert found("甲?.xlsx") == ["甲1.xlsx", "甲2.xlsx"]
    assert found("没有.xlsx") == ["没有.xlsx"]
    with pytest.raises(UsageError, match="没有文件符合"):
        found("*.ods")
    monkeypatch.setattr(os.path, "exists", lambda path: path == str(room / "*.xlsx"))
    assert found("*.xlsx") == ["*.xlsx"]


def test_check_takes_wildcards(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The whole command: each file that fits is told about."""
    for name in ("甲.xlsx", "乙.xlsx"):
        (tmp_path / name).write_bytes(xlsx({"会员登记表": [["姓名"], ["张三"]]}))
    assert commands.run(["check", str(tmp_path / "*.xlsx"), "--json"]) in (0, 1)
    assert len(json.loads(capsys.readouterr().out)["files"]) == 2
    assert commands.run(["check", str(tmp_path / "*.ods")]) == 2
    assert "没有文件符合" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("own", "windows", "console", "made"),
    [
        ("gbk", False, False, "utf-8"),
        ("gbk", True, False, "gbk"),
        ("utf-8", True, False, "utf-8"),
        ("cp1252", True, False, "utf-8"),
        ("gbk", True, True, "utf-8"),
    ],
)
def test_pipes_of_windows_keep_a_code_page_that_knows_chinese(
    own: str, windows: bool, console: bool, made: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A console is always UTF-8; PowerShell and cmd read a pipe in code page 936."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding=own)
    monkeypatch.setattr(stream, "isatty", lambda: console, raising=False)
    assert typed_arguments.encoding_for(stream, windows) == made


def test_json_into_a_pipe_of_windows_is_right_in_any_code_page(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """ASCII with escapes, and the same document."""
    monkeypatch.setattr(terminal, "WINDOWS", True)
    terminal.print_json({"单位": "甲公司"})
    told = capsys.readouterr().out
    assert told.isascii() and json.loads(told) == {"单位": "甲公司"}


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@settings(suppress_health_check=[HealthCheck.too_slow])  # where many tests run at once
@given(_VALUES)
def test_json_of_any_shape_is_the_same_document(document: Any) -> None:
    """Whatever is nested how, reading it again gives what was printed."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        terminal.print_json(document)
    assert json.loads(out.getvalue()) == document


def test_json_of_many_findings_is_one_line_each() -> None:
    """A hundred thousand findings are not ten million tiny writes."""

    class Counted(io.StringIO):
        writes = 0

        def write(self, text: str) -> int:
            self.writes += 1
            return super().write(text)

    document = {"files": [{"问题": [{"规则": "ID-CHECK", "单元格": f"E{row}"} for row in range(5_000)]}]}
    with contextlib.redirect_stdout(Counted()) as out:
        terminal.print_json(document)
    assert out.writes < 100 and 5_000 < out.getvalue().count("\n") < 5_020


def test_without_streams_as_under_pythonw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """pythonw.exe has no stdout and no stderr: the command does its work all the same."""
    (tmp_path / "甲.xlsx").write_bytes(xlsx({"会员登记表": [["姓名"], ["张三"]]}))
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    for arguments, code in (
        (["forms"], 0),
        (["check", str(tmp_path / "甲.xlsx")], 1),
        (["check", "没有"], 2),
    ):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == code
    for stream in (sys.stdout, sys.stderr):
        stream.close()


def test_into_a_pipe_in_code_page_936(tmp_path: Path) -> None:
    """Box lines and rare characters never stop the table; nothing but a sentence on stderr."""
    (tmp_path / "甲.xlsx").write_bytes(xlsx({"会员登记表": [["姓名", "备注"], ["张三", "😀𠮷"]]}))
    code = (
        "from union_xl.cli import arguments, main; arguments.encoding_for = lambda one: one.encoding; main()"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, "check", str(tmp_path / "甲.xlsx")],
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONIOENCODING": "gbk"},
    )
    assert told.returncode == 1, told.stderr
    assert "校验结果" in told.stdout.decode("gbk")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError(13, "[WinError 32]", "C:\\结果\\a.xlsx", 32), "关闭正在使用"),
        (FileNotFoundError(2, "[WinError 3]", "C:\\" + "长" * 260, 3), "路径太长"),
        (OSError(28, "No space left on device", "C:\\a"), "磁盘空间"),
        (OSError("?"), "读写文件出错"),
    ],
)
def test_what_the_system_refuses_is_one_sentence(error: OSError, said: str) -> None:
    """What was the matter and what to do; never `None`."""
    told = typed_arguments.system_error(error)
    assert said in told and "None" not in told and "\n" not in told
