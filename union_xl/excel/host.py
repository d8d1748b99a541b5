"""What lies around the open workbook: dialogs, copies, other open books, the per-user folder."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from union_xl.excel.com_retry import retry_while_busy
from union_xl.model import UnionXlError
from union_xl.model.resources import user_folder

_FILE, _FOLDER, _SAVE_AS = 3, 4, 2  # MsoFileDialogType


class StoppedError(UnionXlError):
    """The clerk pressed Esc, or asked at another click, that a long run ends at the next file."""


class CancelledError(UnionXlError):
    """The clerk closed a dialog: nothing happens, nothing is said."""


def ask_file(app: Any, title: str) -> Path:
    """An existing file chosen in Excel's own dialog.  CancelledError when none is chosen."""
    return _asked(app, _FILE, title)


def ask_folder(app: Any, title: str) -> Path:
    """A folder chosen in Excel's own dialog.  CancelledError when none is chosen."""
    return _asked(app, _FOLDER, title)


def ask_text(app: Any, title: str, text: str = "") -> str:
    """A line typed into Excel's own dialog, in which `text` stands.  CancelledError when it is closed."""
    said = retry_while_busy(lambda: app.api.InputBox(title, "工会表格", text, Type=2))
    if said is False:
        raise CancelledError("没有填写，什么也没做")
    return str(said).strip()


def _asked(app: Any, kind: int, title: str) -> Path:
    dialog = retry_while_busy(lambda: app.api.FileDialog(kind))
    dialog.Title = title
    dialog.AllowMultiSelect = False
    if dialog.Show() != -1:
        raise CancelledError("没有选择，什么也没做")
    return Path(str(dialog.SelectedItems(1)))


def show_folder(path: Path) -> None:
    """Open a folder or file in the system's own way."""
    import os

    start = getattr(os, "startfile", None)
    if start:
        start(str(path))


_ESCAPE = 0x1B
STOP = "stop"
"""A file of this name in the home asks the running click to stop."""


def escape_pressed(app: Any) -> bool:
    """Whether Esc was pressed in this Excel since last asked; False elsewhere than on Windows."""
    if sys.platform != "win32":
        return False
    import ctypes

    user = ctypes.windll.user32
    pressed = bool(user.GetAsyncKeyState(_ESCAPE) & 0x8001)
    process = ctypes.c_ulong()
    user.GetWindowThreadProcessId(user.GetForegroundWindow(), ctypes.byref(process))
    return pressed and process.value == app.pid


@dataclass(frozen=True)
class HostServices:
    """The doors to everything that is not the workbook; tests put their own in place."""

    home: Path = field(default_factory=user_folder)
    ask_file: Callable[[Any, str], Path] = ask_file
    ask_folder: Callable[[Any, str], Path] = ask_folder
    show: Callable[[Path], None] = show_folder
    now: Callable[[], dt.datetime] = dt.datetime.now
    escape: Callable[[Any], bool] = escape_pressed
    ask_text: Callable[[Any, str, str], str] = ask_text

    def stop_requested(self, app: Any) -> bool:
        """Esc, or the stop file another click left; asked once per file."""
        asked = self.home / STOP
        if asked.exists():
            asked.unlink(missing_ok=True)
            return True
        return self.escape(app)


def save_copy(book: Any, path: Path) -> None:
    """The open workbook as a file, unsaved changes included; the workbook itself is not saved."""
    retry_while_busy(lambda: book.api.SaveCopyAs(str(path)))


def full_path(book: Any) -> str:
    """The full name as Excel tells it: a local path, a web address (OneDrive), or '' when never saved."""
    name = str(retry_while_busy(lambda: book.api.FullName))
    return name if "/" in name or "\\" in name else ""


def suffix_of(book: Any) -> str:
    """`.xlsx`, `.xlsm` … of the open workbook; `.xlsx` when it was never saved."""
    suffix = Path(retry_while_busy(lambda: book.name)).suffix.lower()
    return suffix if suffix in (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv") else ".xlsx"


def sheet_names(book: Any) -> list[str]:
    """The names of a workbook's sheets, in order."""
    return retry_while_busy(lambda: [str(sheet.name) for sheet in book.sheets])


def office_book(app: Any) -> Any | None:
    """The open 工作台: the open workbook that has the sheets 设置 and 应报单位."""
    for book in retry_while_busy(lambda: list(app.books)):
        names = sheet_names(book)
        if "设置" in names and "应报单位" in names:
            return book
    return None
