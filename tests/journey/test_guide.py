"""The guide for clerks: its commands, sheets, files, buttons and links are those of the program."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import docx
import openpyxl
import pytest
import typer.main

from tests.test_docs import ROOT
from union_xl.addin.buttons import BUTTONS
from union_xl.cli import commands
from union_xl.desk.actions import words
from union_xl.merge import clerk_state

pytestmark = pytest.mark.slow

DOCS = ROOT / "workbooks" / "docs"
GUIDE = DOCS / "手册.zh-CN.md"
TEXT = GUIDE.read_text("utf-8")
COMMANDS = sorted(set(re.findall(r"`union-xl ([^`]+)`", TEXT)))


def section(title: str) -> str:
    """What stands below a heading of the second level."""
    return TEXT.split(f"\n## {title}\n")[1].split("\n## ")[0]


def first_cells(title: str) -> list[str]:
    """The first column of the section's table, without its heading."""
    rows = [line for line in section(title).splitlines() if line.startswith("|")]
    return [row.split("|")[1] for row in rows[2:]]


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_of_the_guide_is_understood(line: str) -> None:
    """Name, options and number of arguments are what the program takes."""
    name, *rest = shlex.split(line)
    known = typer.main.get_command(commands.app).commands  # type: ignore[attr-defined]
    assert name in known
    known[name].make_context(name, rest)


def test_every_sheet_of_the_guide_is_in_the_demo(demo_out: Path) -> None:
    """The sheets the guide explains are in the ledger, and all of the ledger's own are explained."""
    sheets = openpyxl.load_workbook(demo_out / "汇总台账.xlsx", read_only=True).sheetnames
    named = re.findall(r"`([^`]+)`", "".join(first_cells("汇总台账的各张表")))
    assert [name for name in named if name not in sheets] == []
    own = set(sheets[sheets.index("暂缓") :]) | {sheets[0]}
    assert own <= set(named)
    assert (demo_out / "汇总台账·限阅.xlsx").exists()


def test_every_file_of_the_guide_is_in_the_demo(demo_out: Path) -> None:
    """What is sent back and what chases lies where the guide says; so do the sheets of the list."""
    named = re.findall(r"`([^`]+\.\w+)`", "".join(first_cells("退回和催报的各个文件")))
    assert named
    for name in named:
        found = demo_out.rglob(re.sub("‹[^›]+›", "*", name).removeprefix("结果/"))
        assert next(found, None) is not None, name
    chased = openpyxl.load_workbook(demo_out / "催报" / "催报名单.xlsx", read_only=True).sheetnames
    in_list = re.findall(r"的 `([^`.]+)`", "".join(first_cells("退回和催报的各个文件")))
    assert in_list == chased


def test_buttons_and_words_of_the_guide_exist() -> None:
    """After 点 stand names of buttons; what is to be chosen under 处理 can be chosen."""
    known = {one.label for one in BUTTONS} | {words(one)[0] for one in BUTTONS}
    named = {name for run in re.findall(r"点((?:“[^”]+”)+)", TEXT) for name in re.findall("“([^”]+)”", run)}
    assert len(named) > 10
    assert named - known == {"去看", "建一份工作台", "在表格程序里打开"}
    chosen = {name for run in re.findall(r"选((?:“[^”]+”)+)", TEXT) for name in re.findall("“([^”]+)”", run)}
    offered = {
        *clerk_state.FILE_VERDICTS,
        *clerk_state.VERDICTS,
        *clerk_state.FINDING_WORDS,
        *clerk_state.KEEP_WORDS,
        clerk_state.ACCEPTED,
        "确认",
        "忽略",
    }
    assert chosen
    assert chosen <= offered


def test_links_and_pictures_of_the_guide_exist() -> None:
    """One picture a step, each light enough to be sent; every link leads to a file."""
    links = re.findall(r"\]\(([^)#]+)\)", TEXT)
    assert [link for link in links if not (DOCS / link).exists()] == []
    pictures = [DOCS / link for link in links if link.endswith(".png")]
    assert len(pictures) == section("十步做完一个半年").count("\n### ") == 10
    assert max(picture.stat().st_size for picture in pictures) < 80_000


def test_the_word_file_is_the_guide() -> None:
    """`make_pictures.py` was run after the guide was changed."""
    document = docx.Document(str(DOCS / "手册.docx"))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    found = "".join([one.text for one in document.paragraphs] + cells)
    plain = re.sub(r"!?\[([^\]]+)\]\([^)]+\)", r"\1", TEXT)
    lines = [re.sub(r"^(#+ |- )", "", line).replace("**", "").replace("`", "") for line in plain.splitlines()]
    parts = [part.strip() for line in lines for part in line.strip("|").split("|")]
    missing = [part for part in parts if part and not set(part) <= set("-: ") and part not in found]
    assert missing == []
