"""The Excel layer on an engine of openpyxl: 校验本表 from process start to marks, beside the bare command.

Real Excel adds what COM costs per call; the number of calls is what we can keep small, so it is shown too.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS = (200, 900)
ROUNDS = 3
_TESTS = Path(__file__).parent.parent / "tests" / "excel"
_CLICK = """
import sys
sys.path.insert(0, sys.argv[1])
import openpyxl_engine, xlwings as xw
openpyxl_engine.install()
app = xw.App(impl=openpyxl_engine.engine.apps.add(add_book=False))
app.impl.hwnd = 4242
import openpyxl, time
began = time.perf_counter()
book = app.books.open(sys.argv[2])
opened = time.perf_counter() - began
from union_xl.excel import run
assert run.main(["check", "4242", book.name.encode("utf-16-be").hex()]) == 0
assert "问题清单" in book.sheet_names, app.impl.alerts
print(opened, *(app.impl.calls[kind] for kind in ("read", "write", "note")))
"""


def _timed(command: list[str], home: str) -> tuple[float, str]:
    began = time.perf_counter()
    environment = {"UNION_XL_HOME": home, "HOME": home, "PATH": "/usr/bin:/bin"}
    told = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    return time.perf_counter() - began, told.stdout


def run() -> list[str]:
    """Lines: seconds of a click (opening the book in the stand-in for Excel taken off) and of the command."""
    sys.path.insert(0, str(_TESTS))
    from excel_desk import members

    lines = [f"{'rows':>6}  {'click':>7}  {'check':>7}  {'bare python+xlwings':>20}  reads writes notes"]
    with tempfile.TemporaryDirectory() as folder:
        bare = statistics.median(
            _timed([sys.executable, "-I", "-c", "import xlwings"], folder)[0] for _ in range(ROUNDS)
        )
        for rows in ROWS:
            path = members(Path(folder) / f"{rows}.xlsx", rows=rows)
            clicks, commands, calls = [], [], ""
            for _ in range(ROUNDS):
                seconds, told = _timed([sys.executable, "-c", _CLICK, str(_TESTS), str(path)], folder)
                opened, *counted = told.split()
                clicks.append(seconds - float(opened))
                calls = " ".join(f"{one:>5}" for one in counted)
                commands.append(_timed([sys.executable, "-m", "union_xl", "check", str(path)], folder)[0])
            click, command = statistics.median(clicks), statistics.median(commands)
            lines.append(f"{rows:>6}  {click:>6.2f}s  {command:>6.2f}s  {bare:>19.2f}s  {calls}")
    return lines
