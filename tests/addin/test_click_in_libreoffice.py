"""The VBA really executed: LibreOffice opens the .xlsm twin and every button is clicked."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from union_xl.addin import package
from union_xl.addin.buttons import BUTTONS
from union_xl.excel.run import understood

pytestmark = pytest.mark.office
SYSTEM_PYTHON = "/usr/bin/python3"
NAMES = ["报表.xlsm", "杭州 某某（科技）'公司' & 工会 100%.xlsm", "𠮷野家 é ~$.xlsm"]
IN_PLACE_OF_START = """Attribute VB_Name = "UnionStart"
Option Explicit
Public Function UxStart(ByVal CommandLine As String) As Long
    ActiveWorkbook.Sheets(1).Cells(1, 8).Value = CommandLine
End Function
Public Function UxHwnd() As String
    UxHwnd = "123456"
End Function
Public Function UxViewedOnly() As Boolean
    UxViewedOnly = False
End Function
Public Sub UxOfferUndo(ByVal Text As String)
    ActiveWorkbook.Sheets(1).Cells(2, 8).Value = Text
End Sub
"""


def has_uno() -> bool:
    if not shutil.which("soffice") or not Path(SYSTEM_PYTHON).exists():
        return False
    return (
        subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode == 0
    )


@pytest.mark.skipif(not has_uno(), reason="needs LibreOffice and its uno for the system's Python")
def test_every_button_starts_its_function_on_the_right_book(tmp_path: Path) -> None:
    """A click gives the interpreter, isolated mode, the function, the window and the book's exact name."""
    twin = tmp_path / "twin.xlsm"
    twin.write_bytes(
        package.addin_bytes(
            r"C:\程序 文件\pythonw.exe", twin=True, replaced={"UnionStart": IN_PLACE_OF_START}
        )
    )
    names = tmp_path / "names.json"
    names.write_text(json.dumps(NAMES), "utf-8")
    script = Path(__file__).parent / "libreoffice.py"
    told = subprocess.run(
        [SYSTEM_PYTHON, str(script), str(twin), str(names), *(one.macro for one in BUTTONS)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    got = json.loads(told.stdout.splitlines()[-1])
    assert set(got) == {one.macro for one in BUTTONS}
    for one in BUTTONS:
        for name in NAMES:
            line = got[one.macro][name]
            head, _, arguments = line.partition(" -I -m union_xl.excel.run ")
            assert head == '"C:\\程序 文件\\pythonw.exe"'
            function, *rest = understood(arguments.split())
            assert function.partition(":")[0] == one.id and rest == [123456, name]
