"""What the add-in starts: `pythonw -I -m union_xl.excel.run FUNCTION HWND HEX(BOOKNAME)`.

Isolated (-I): neither the folder of the workbook nor any environment variable of Python's has a say in what
is imported.  The workbook is found by the exact name it has in Excel, never by a path.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from union_xl.excel import log
from union_xl.model import UnionXlError
from union_xl.model.fileops import file_lock
from union_xl.model.resources import user_folder

_ATTEMPTS = 40


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when the click was dealt with (also when the clerk was told why not), 1 when nobody could be told."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        function, hwnd, name = understood(given)
        with file_lock(user_folder() / "running.lock") as ours:
            app = attach(hwnd)
            if not ours:
                offer_to_stop(app, user_folder())
                return 0
            from union_xl.excel.button_frame import run_button
            from union_xl.excel.host import HostServices

            one, _, coded = function.partition(":")
            run_button(one, app, find_book(app, name), HostServices(), choice=decoded(coded or "-"))
    except Exception as error:
        log.failed(user_folder(), given[0] if given else "run", error)
        return 1
    return 0


def understood(arguments: Sequence[str]) -> tuple[str, int, str]:
    """FUNCTION (of a menu's item followed by `:` and its choice in hex), window handle, book name ('' for
    `-`).  UnionXlError on anything else."""
    try:
        function, hwnd, coded = arguments
        return function, int(hwnd), decoded(coded)
    except ValueError:
        raise UnionXlError("加载项和程序的版本不一致，请重新安装加载项") from None


def decoded(coded: str) -> str:
    """A text as VBA's UxHex tells it; '' for `-`."""
    return "" if coded == "-" else bytes.fromhex(coded).decode("utf-16-be")


def attach(hwnd: int) -> Any:
    """The running Excel that owns this window.  UnionXlError when there is none."""
    import xlwings

    process = 0
    if sys.platform == "win32":
        _tame(xlwings)
        process = _process_of(hwnd)
    try:
        for app in xlwings.apps:
            if app.pid == process or getattr(app, "hwnd", None) == hwnd:
                return app
    except xlwings.XlwingsError:
        pass  # no Excel on this system at all
    raise UnionXlError("没有找到正在运行的 Excel，请重新打开 Excel 再试")


def find_book(app: Any, name: str) -> Any:
    """The open workbook of exactly this name; None for ''.  UnionXlError when it is not open."""
    if not name:
        return None
    for book in app.books:
        if book.name == name:
            return book
    raise UnionXlError(f"没有找到打开的工作簿“{name}”，请再点一次")


def _tame(xlwings: Any) -> None:
    """xlwings waits for a busy Excel without end, and at exit kills Excel processes it cannot see."""
    import atexit

    from xlwings import _xlwindows

    _xlwindows.N_COM_ATTEMPTS = _ATTEMPTS
    atexit.unregister(_xlwindows.cleanup)


def _process_of(hwnd: int) -> int:
    import ctypes

    process = ctypes.c_ulong()
    windll = getattr(ctypes, "windll")  # noqa: B009 - only on Windows, unknown to a type checker elsewhere
    windll.user32.GetWindowThreadProcessId(hwnd, ctypes.byref(process))
    return int(process.value)


def offer_to_stop(app: Any, folder: Path) -> bool:
    """One click at a time: ask whether the running one is to end at the next file; True when it is."""
    from union_xl.excel.host import STOP

    said = app.alert(
        "上一次点击还没有做完。要它读完当前文件就停下吗？", title="工会表格", buttons="yes_no", mode="info"
    )
    if said == "yes":
        (folder / STOP).touch()
    return bool(said == "yes")


if __name__ == "__main__":
    sys.exit(main())
