"""The frame around every button: state, progress, errors, and what lies beside the workbook."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from excel_desk import Office, look, members
from openpyxl_engine import BusyError

from union_xl.addin import undo_log
from union_xl.addin.buttons import BUTTONS
from union_xl.excel import com_retry, log, run
from union_xl.excel.button_frame import ButtonContext, run_button
from union_xl.excel.com_retry import retry_while_busy
from union_xl.excel.handlers import HANDLERS
from union_xl.excel.host import STOP
from union_xl.model import UnionXlError

STATE = ("screen_updating", "display_alerts", "enable_events", "calculation", "status_bar")


def state(excel: Office) -> dict[str, object]:
    return {name: getattr(excel.app, name) for name in STATE}


def test_every_button_has_one_handler() -> None:
    """The registry and the table of buttons name the same things."""
    assert set(HANDLERS) == {one.id for one in BUTTONS}


@pytest.mark.parametrize(
    "ending", [None, UnionXlError("停"), ValueError("330105199003070014"), KeyError("x")]
)
def test_the_application_comes_back_as_it_was(
    excel: Office, tmp_path: Path, ending: Exception | None
) -> None:
    """Whatever happens in a handler: state restored, one message, progress was shown."""
    book = excel.open(members(tmp_path / "名单.xlsx"))
    excel.app.status_bar = "我的状态"
    excel.app.calculation = "manual"
    before = state(excel)
    seen = []

    def handler(click: ButtonContext) -> str:
        click.progress("读", 3, 9)
        seen.append((click.app.status_bar, click.app.screen_updating))
        if ending:
            raise ending
        return "好了"

    good = excel.press("check", book, handlers={"check": handler})
    assert good is (ending is None)
    assert seen == [("校验本表：读 3/9", False)]
    assert state(excel) == before
    assert len(excel.app.impl.alerts) == 1


def test_an_unexpected_error_is_logged_without_values(excel: Office, tmp_path: Path) -> None:
    """The clerk reads where the log lies; the log names the place in the program, never what a cell held."""
    book = excel.open(members(tmp_path / "名单.xlsx"))

    def handler(click: ButtonContext) -> str:
        raise ValueError("张三 330105199003070014")

    assert not excel.press("check", book, handlers={"check": handler})
    path = log.path(excel.home)
    told = path.read_text("utf-8")
    assert str(path) in excel.said and "Traceback" not in excel.said
    assert "ValueError" in told and "test_clicks.py" in told
    assert "330105" not in told and "张三" not in told and "330105" not in excel.said


def test_a_closed_dialog_says_nothing(excel: Office, tmp_path: Path) -> None:
    """The clerk changed their mind: no message, no file, nothing changed."""
    book = excel.open(members(tmp_path / "名单.xlsx"))
    before = look(book)
    for name in ("merge", "mask", "fill", "verify", "summary", "chase", "blank", "settings"):
        assert not excel.press(name, book)
    assert excel.app.impl.alerts == [] and look(book) == before
    assert undo_log.last(excel.home) is None


def test_without_a_workbook(excel: Office) -> None:
    """Buttons that need one say so; help works."""
    for one in BUTTONS:
        if one.book:
            assert not excel.press(one.id, None) and "打开" in excel.said
    assert excel.press("help", None)
    for one in BUTTONS:
        assert one.label in excel.said


def test_an_unknown_button_is_said_so(excel: Office) -> None:
    """An add-in newer than the program."""
    assert not excel.press("nothing", None) and "doctor" in excel.said


def test_only_buttons_that_write_leave_a_step(excel: Office, tmp_path: Path) -> None:
    """A copy is kept before each writing click, complete when the click is done."""
    book = excel.open(members(tmp_path / "名单.xlsx"))
    excel.press("help", book)
    assert not undo_log.steps(excel.home)
    excel.press("check", book)
    (step,) = undo_log.steps(excel.home, "名单.xlsx")
    assert step.finished and not step.undone and step.inverse and step.file.stat().st_size


def test_busy_excel_is_waited_for(excel: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few refused calls do no harm; an Excel that stays busy is given up with a plain sentence."""
    monkeypatch.setattr(com_retry, "WAITS", (0.0,) * 5)
    book = excel.open(members(tmp_path / "名单.xlsx"))
    excel.app.impl.busy = 3
    assert excel.press("check", book)
    excel.app.impl.busy = 1000
    assert not excel.press("check", book) and "正忙" in excel.said
    excel.app.impl.busy = 0


def test_waiting_is_bounded_and_other_errors_are_not_waited_for() -> None:
    """Tried a fixed number of times, with growing pauses; any other error goes on at once."""
    pauses: list[float] = []

    def refused() -> None:
        raise BusyError

    with pytest.raises(com_retry.BusyError):
        retry_while_busy(refused, pauses.append)
    assert pauses == list(com_retry.WAITS) and sum(pauses) < 10
    pauses.clear()
    with pytest.raises(ZeroDivisionError):
        retry_while_busy(lambda: 1 / 0, pauses.append)
    assert pauses == []
    assert com_retry.busy(Exception(-2147418111, "rejected", None, None))
    assert com_retry.busy(Exception(0, "", (0, None, None, None, 0, -2146777998)))
    assert not com_retry.busy(Exception("x"))


def test_what_the_addin_says_is_understood() -> None:
    """FUNCTION HWND HEX; odd names; anything else is one plain sentence."""
    for name in ("报表.xlsx", "a b.xlsx", "𠮷野家.xlsx", ""):
        coded = name.encode("utf-16-be").hex().upper() or "-"
        assert run.understood(["check", "12", coded]) == ("check", 12, name)
    for wrong in ([], ["check"], ["check", "x", "-"], ["check", "1", "ZZ"], ["check", "1", "D8"], ["a"] * 4):
        with pytest.raises(UnionXlError, match="版本"):
            run.understood(wrong)


def test_the_workbook_is_found_by_its_exact_name(excel: Office, tmp_path: Path) -> None:
    """Not by part of it, not by path, not the active one; by the window the click came from."""
    book = excel.open(members(tmp_path / "名单.xlsx"))
    excel.open(members(tmp_path / "名单（2）.xlsx"))
    app = run.attach(4242)
    assert run.find_book(app, "名单.xlsx").name == book.name
    assert run.find_book(app, "") is None
    with pytest.raises(UnionXlError, match="没有找到"):
        run.find_book(app, "单.xlsx")
    with pytest.raises(UnionXlError, match="Excel"):
        run.attach(1)


def test_the_runner_presses_the_button(
    excel: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the command line the add-in builds to marks in the workbook; then 1 when nobody can be told."""
    monkeypatch.setenv("UNION_XL_HOME", str(excel.home))
    book = excel.open(members(tmp_path / "名单.xlsx"))
    coded = "名单.xlsx".encode("utf-16-be").hex().upper()
    assert run.main(["check", "4242", coded]) == 0
    assert "问题清单" in book.sheet_names
    assert run.main(["check", "4242", "00"]) == 1
    assert "run.py" in log.path(excel.home).read_text("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="the lock is tested on this system's own kind")
def test_one_click_at_a_time(excel: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a click is being worked on, a second one asks whether it is to stop; when it dies, the lock is
    free."""
    home = excel.home
    monkeypatch.setenv("UNION_XL_HOME", str(home))
    book = excel.open(members(tmp_path / "名单.xlsx"))
    coded = "名单.xlsx".encode("utf-16-be").hex().upper()
    lock = home / "running.lock"
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import time; from pathlib import Path; from union_xl.model.fileops import file_lock\n"
            f"with file_lock(Path({str(lock)!r})): print('held', flush=True); time.sleep(60)",
        ],
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None and holder.stdout.readline().strip() == b"held"
    try:
        excel.app.impl.answers[:] = ["no", "yes"]
        assert run.main(["check", "4242", coded]) == 0
        assert "还没有做完" in excel.said and not (home / STOP).exists()
        assert run.main(["check", "4242", coded]) == 0
        assert (home / STOP).exists() and "问题清单" not in book.sheet_names
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()
    assert run.main(["check", "4242", coded]) == 0
    assert "问题清单" in book.sheet_names and not (home / STOP).exists()


@pytest.mark.parametrize("by", ["escape", "another click"])
def test_a_long_run_stops_at_the_next_file(excel: Office, tmp_path: Path, by: str) -> None:
    """Esc or a second click: the file under way is read, nothing is written, the next run is whole."""
    returns = tmp_path / "上报"
    returns.mkdir()
    for number in range(4):
        members(returns / f"{number}.xlsx", firm=f"杭州{'甲乙丙丁'[number]}某科技有限公司", start=20 * number)
    asked: list[int] = []

    def pressed(app: object) -> bool:
        asked.append(1)
        if len(asked) == 3 and by != "escape":
            excel.home.mkdir(parents=True, exist_ok=True)
            (excel.home / STOP).touch()
        return len(asked) == 3 and by == "escape"

    host = replace(excel.host, escape=pressed, ask_folder=lambda app, title: returns)
    before = state(excel)
    assert not run_button("merge", excel.app, None, host)
    assert "已停止" in excel.said and not (tmp_path / "上报_汇总" / "汇总台账.xlsx").exists()
    assert state(excel) == before and len(asked) <= 4
    asked[:] = [1] * 10
    assert run_button("merge", excel.app, None, host), excel.said
    assert (tmp_path / "上报_汇总" / "汇总台账.xlsx").exists()


def test_a_poisoned_folder_changes_nothing(tmp_path: Path) -> None:
    """openpyxl.py, union_xl.py, … beside the workbook and PYTHONPATH pointing there: not run."""
    evil = tmp_path / "报表"
    evil.mkdir()
    for name in ("openpyxl.py", "union_xl.py", "xlwings.py", "pydantic.py", "sitecustomize.py", "json.py"):
        (evil / name).write_text("open('poisoned', 'w').close()\nraise SystemExit(99)\n")
    told = subprocess.run(
        [
            sys.executable, "-I", "-c",
            "import sys; sys.argv = ['run', 'check', '1', '-']\n"
            "import runpy, union_xl; assert 'main' not in union_xl.__file__[-5:]\n"
            "runpy.run_module('union_xl.excel.run', run_name='__main__', alter_sys=True)",
        ],
        cwd=evil,
        env={
            **{name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ},  # Windows' Python
            **{"PYTHONPATH": str(evil), "UNION_XL_HOME": str(tmp_path / "home"), "HOME": str(tmp_path)},
        },
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert told.returncode == 1, told.stderr  # no Excel here: logged, not crashed
    assert not (evil / "poisoned").exists()
    assert "UnionXlError" in log.path(tmp_path / "home").read_text("utf-8")


def test_a_sheet_naming_another_interpreter_changes_nothing(excel: Office, tmp_path: Path) -> None:
    """xlwings' own add-in would obey such a sheet; ours reads nothing from the workbook but its name."""
    import openpyxl

    path = members(tmp_path / "名单.xlsx")
    made = openpyxl.load_workbook(path)
    for title in ("xlwings.conf", "UnionXL.conf", "UnionXL"):
        page = made.create_sheet(title)
        page["A1"], page["B1"] = "Interpreter_Win", r"C:\evil\pythonw.exe"
    made.create_sheet("evil.py")["A1"] = "raise SystemExit"
    made.save(path)
    book = excel.open(path)
    assert excel.press("check", book) and "问题清单" in book.sheet_names


def test_nothing_of_xlwings_that_costs_money_or_misleads() -> None:
    """No pro, no reports, no new App, no fullname, no own configuration file."""
    import re

    import union_xl

    for path in Path(union_xl.__file__).parent.glob("excel/**/*.py"):
        text = path.read_text("utf-8")
        found = re.search(
            r"xlwings\.(pro|reports|server)|\bxw\.App\(|xlwings\.App\(|\.fullname\b|xlwings\.conf|RunPython",
            text,
        )
        assert not found, (path, found)
    loaded = []
    for imports in ("xlwings", "xlwings, union_xl.excel.run, union_xl.excel.handlers, openpyxl_engine"):
        code = (
            f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import {imports}\n"
            "parts = ('xlwings.pro', 'xlwings.reports', 'xlwings.server')\n"
            "print(sorted(m for m in sys.modules if m.startswith(parts)))"
        )
        told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        loaded.append(told.stdout)
    assert loaded[0] == loaded[1]  # xlwings looks at its own licence module; we add nothing
