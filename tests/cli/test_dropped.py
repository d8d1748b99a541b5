"""Files dropped on the batch files, in the words Explorer uses."""

from __future__ import annotations

from pathlib import Path

import pytest

from union_xl.cli.dropped import done, dropped

LINE = r'C:\Windows\system32\cmd.exe /c ""D:\工具 箱\校验.bat" {}"'


def explorer(*paths: str) -> str:
    """The command line Explorer makes: only names with blanks are quoted."""
    return LINE.format(" ".join(f'"{one}"' if " " in one else one for one in paths))


@pytest.mark.parametrize(
    "paths",
    [
        (r"D:\收到\甲&乙.xlsx",),
        (r"D:\收到\a^b%PATH%!x!.xlsx", r"D:\收到\e f.xlsx"),
        (r"D:\收到\（一）;,=(2)'.xlsx",),
        (r"\\服务器\共享 盘\甲.xlsx", r"\\服务器\共享\乙.xlsx"),
        ("D:\\收到\\全角\u3000空格.xlsx",),
        tuple(rf"D:\收到\{number}.xlsx" for number in range(200)),
        (),
    ],
)
def test_names_as_they_are(paths: tuple[str, ...]) -> None:
    """`&`, `^`, `%`, `!`, brackets, shares, wide blanks, 200 files, a double-click."""
    assert dropped(explorer(*paths), "校验.bat") == list(paths)


def test_words_of_a_console() -> None:
    """Started by hand: the console's own line says nothing, the words do."""
    assert dropped(r'"C:\Windows\system32\cmd.exe"', "校验.bat", r'a.xlsx "b c.xlsx"') == [
        "a.xlsx",
        "b c.xlsx",
    ]


class Runs(list[list[str]]):
    """Commands instead of running them."""

    def __call__(self, command: list[str]) -> int:
        self.append(command)
        return 0


def test_each_batch_file_runs_its_command(tmp_path: Path) -> None:
    """With the 工作台 beside it; a folder for 收表, ledger and templates told apart for 填表."""
    (tmp_path / "工作台.xlsx").write_bytes(b"")
    (tmp_path / "上报").mkdir()
    office = ["--office", str(tmp_path / "工作台.xlsx")]
    here = {"UX_HERE": str(tmp_path), "UX_BATCH": "校验.bat"}
    runs = Runs()

    def ask(question: str) -> str:
        return f'"{tmp_path / "上报"}"'

    assert done("merge", here, runs, ask) == 0
    assert runs.pop() == ["merge", str(tmp_path / "上报"), "--out", str(tmp_path / "上报_汇总"), *office]
    words = {**here, "UX_LINE": explorer("/x/a&b.xlsx", "/x/c d.xlsx")}
    assert done("check", words, runs, ask) == 0
    assert runs.pop() == ["check", "/x/a&b.xlsx", "/x/c d.xlsx", "--out", str(Path("/x/校验结果")), *office]
    words = {**here, "UX_LINE": explorer("/x/表1.xlsx", "/x/汇总台账.xlsx")}
    assert done("report", words, runs, ask) == 0
    told = runs.pop()
    assert told[:4] == ["report", "/x/汇总台账.xlsx", "--template", "/x/表1.xlsx"]
    assert done("blank", here, runs, ask) == 0 and all(one[0] == "blank" for one in runs)
    runs.clear()
    assert done("install", here, runs, ask) == 0 and runs == [["addin", "install"]]


def test_what_cannot_be_done_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Files where a folder is wanted, nothing at all, more files than a line takes."""
    here, runs = {"UX_HERE": str(tmp_path), "UX_BATCH": "校验.bat"}, Runs()
    assert done("merge", {**here, "UX_LINE": explorer("/x/a.xlsx")}, runs, lambda _: "") == 2
    assert "文件夹" in capsys.readouterr().err
    assert done("check", here, runs, lambda _: "") == 2
    capsys.readouterr()
    many = explorer(*(rf"D:\收到\很长的名字{number:04d}.xlsx" for number in range(600)))[:8_191]
    assert done("check", {**here, "UX_LINE": many}, runs, lambda _: "") == 2
    assert "太多" in capsys.readouterr().err
    assert runs == []
