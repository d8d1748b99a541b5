"""What the command line says of itself and of the next step."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from union_xl.cli.commands import ROUND, app, run
from union_xl.model.resources import resource
from union_xl.run.advice import after_check, after_merge, after_report
from union_xl.run.purge import PurgeResult


def test_bare_command_tells_the_round(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    said = capsys.readouterr().out
    assert all(command in said for _, command in ROUND)


@pytest.mark.parametrize("command", [[], ["merge"], ["addin"], ["addin", "build"], ["list"], ["blank"]])
def test_help_is_all_chinese(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    run([*command, "--help"])
    said = capsys.readouterr().out
    assert "用法：" in said
    assert not re.findall(r"[<\[]\s*[A-Za-z]|Usage|Options|Show this", said) and "…" not in said.replace(
        "命令 …", ""
    )


def test_a_bundle_without_python_says_what_to_get(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["addin", "bundle", "--out", str(tmp_path / "x")]) == 2
    assert "python.org" in capsys.readouterr().err


def test_check_ends_with_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo = tmp_path / "照片.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0" + b"x" * 50)
    assert run(["check", str(photo)]) == 1
    assert after_check(1, 1, 0, ())[0] in capsys.readouterr().err


def test_what_comes_next_follows_the_case() -> None:
    ledger = Path("结果/汇总台账.xlsx")
    assert len(after_check(0, 0, 0, ())) == 1
    assert len(after_merge({"采用": 3}, 0, 0, ledger, Path("工作台.xlsx"))) == 2
    assert "没有用工作台" in after_merge({"采用": 3}, 0, 0, ledger)[1]
    full = after_merge({"待确认": 3}, 4, 5, ledger)
    told = after_merge({"采用": 3}, 0, 0, ledger, Path("本 级/工作台.xlsx"))[-1]
    assert "--office '本 级/工作台.xlsx' --out 报表" in told or os.name == "nt"
    assert "3 个" in full[0] and "4 行" in full[0] and "5 家" in full[1]
    assert after_report(True, 0, ()) == ()
    assert len(after_report(True, 2, (ledger,))) == 3


def test_a_folder_where_a_file_is_wanted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The office workbook is found in its folder; of other folders, and of names spelt otherwise, it is
    said what is wanted."""
    folder = tmp_path / "工 作"
    folder.mkdir()
    assert run(["blank", "工作台", "--out", str(folder)]) == 0
    blank = ["blank", "会员登记", "--out", str(tmp_path / "空表")]
    assert run([*blank, "--office", str(folder)]) == 0
    capsys.readouterr()
    assert run([*blank, "--office", str(folder / "工作台")]) == 2
    assert "旁边有 工作台.xlsx" in capsys.readouterr().err
    assert run([*blank, "--roster", str(folder)]) == 2
    assert "是文件夹" in capsys.readouterr().err
    assert run(["mask", str(folder), "--out", str(tmp_path / "脱敏.xlsx")]) == 2
    assert "找不到文件" in capsys.readouterr().err


def test_nothing_is_purged_where_nobody_answers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a pipe only --yes deletes."""
    asked: list[bool] = []

    def purge(*args: object, agreed: Callable[[Sequence[object]], bool], **more: object) -> PurgeResult:
        asked.append(agreed(()))
        return PurgeResult(())

    monkeypatch.setattr("union_xl.run.purge.purge", purge)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert run(["purge", str(tmp_path)]) == 0 and run(["purge", str(tmp_path), "--yes"]) == 0
    assert asked == [False, True] and "--yes" in capsys.readouterr().err


def test_who_clicked_an_icon_is_told_no_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder without installing sets UX_HERE: the next step is an icon's, too."""
    monkeypatch.setenv("UX_HERE", str(tmp_path))
    good = resource("workbooks", "2022H1", "上报") / "杭州中泽科技有限公司-会员登记表.xlsx"
    assert run(["check", str(good)]) == 0
    said = capsys.readouterr().err
    assert "把文件夹拖到“收表”上" in said and "union-xl" not in said


def test_every_command_of_the_round_is_one_of_ours() -> None:
    names = {one.callback.__name__.strip("_") for one in app.registered_commands if one.callback}
    assert {command.split()[1] for _, command in ROUND} <= names
    assert resource("workbooks", "2022H1").is_dir()
