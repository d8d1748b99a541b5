"""Every command of both READMEs runs as it is written there, on a small copy of the demo's folder."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from union_xl.cli.commands import run

ROOT = Path(__file__).parent.parent.parent
DEMO = ROOT / "workbooks/2022H1"
COMMAND = re.compile(r"`union-xl ([^`]+)`")
APART = {
    "desk": "opens a browser",
    "addin": "writes Excel's own folder, or wants Python's zip",
    "demo": "the journey's tests run it",
}
MEANT = {"旧台账": "往期/汇总台账.xlsx", "新台账": "结果/汇总台账.xlsx", "文件": "名单.xlsx"}
"""Words that stand for whatever file the reader has."""
FIRST = {"blank 工作台"}
"""Run where no office workbook is yet; one that is there is never overwritten."""
RETURNS = (
    "杭州中泽科技有限公司-会员登记表.xlsx",
    "青腾物流会员信息.xlsx",
    "街道机关/2022年评先推荐汇总表.xlsx",
)


def commands() -> list[str]:
    """The commands of both READMEs, each once, merging first: others look at what it wrote.

    Those with `…`, a pattern only a Windows shell leaves alone, or no argument are mentions, not commands.
    """
    found: dict[str, None] = {}
    for name in ("README.md", "README.zh-CN.md"):
        found |= dict.fromkeys(COMMAND.findall((ROOT / name).read_text("utf-8")))
    meant = [one for one in found if not set("…\\") & set(one) and " " in one]
    meant = [one for one in meant if one.split()[0] not in APART]
    last = ("merge 收件", "freeze", "purge")
    return sorted(meant, key=lambda one: (not one.startswith("merge 上报"), one.startswith(last)))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with everything the commands name, two returns in each of its folders."""
    top = tmp_path_factory.mktemp("readme")
    shutil.copy(DEMO / "工作台.xlsx", top)
    for folder in ("上报", "收到的文件", "收件", "去年"):
        (top / folder).mkdir()
        for name in RETURNS:
            shutil.copy(DEMO / "上报" / name, top / folder)
    shutil.copy(DEMO / "上报" / RETURNS[0], top / "名单.xlsx")
    past = [str(top / "去年"), "--office", str(top / "工作台.xlsx"), "--out", str(top / "往期")]
    assert run(["merge", *past, "--period", "2021H2"]) in (0, 1)
    return top


def test_the_commands_are_found() -> None:
    """The steps of the round are among them."""
    assert {"blank", "check", "merge", "report", "trace", "freeze", "find", "list", "purge"} <= {
        one.split()[0] for one in commands()
    }


@pytest.mark.parametrize("command", commands())
def test_a_command_runs_as_written(
    command: str, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends with 0, or with 1 where there is something to mend, never with 2."""
    monkeypatch.chdir(tmp_path if command in FIRST else desk)
    monkeypatch.setattr("builtins.input", lambda *_: "n")
    words = [MEANT.get(word, word) for word in shlex.split(command)]
    assert run(words) in (0, 1), command
