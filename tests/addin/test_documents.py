"""What the documents say about buttons is what the table of buttons says."""

from __future__ import annotations

from pathlib import Path

from union_xl.addin.buttons import BUTTONS
from union_xl.addin.windows_bundle import batch_files

DOCUMENT = Path(__file__).parent.parent.parent / "workbooks" / "docs" / "windows-checklist.zh-CN.md"


def test_the_table_of_buttons_in_the_checklist() -> None:
    """One line per button, word for word, in the table's order."""
    lines = DOCUMENT.read_text("utf-8").splitlines()
    at = lines.index("| 组 | 按钮 | 做什么 | 不用 Excel 时的命令 |") + 2
    wanted = [f"| {one.group} | {one.label} | {one.tip} | `{one.command}` |" for one in BUTTONS]
    assert lines[at : at + len(BUTTONS)] == wanted
    assert not lines[at + len(BUTTONS)].startswith("|")


def test_the_checklist_says_what_was_not_verified() -> None:
    """Plainly, at the top; and it names every batch file."""
    text = DOCUMENT.read_text("utf-8")
    assert "没有在 Linux 上验证过" in text[:400]
    assert all(name in text for name in batch_files())
