"""A click: the same frame around every button.

A copy is kept before anything is written, progress stands in the status bar, the application's state comes
back whatever happens, and the clerk reads one short Chinese message at the end.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from union_xl.addin import undo_log
from union_xl.addin.buttons import BUTTONS, Button, button
from union_xl.excel import log
from union_xl.excel.com_retry import retry_while_busy
from union_xl.excel.host import (
    STOP,
    CancelledError,
    HostServices,
    StoppedError,
    full_path,
    office_book,
    save_copy,
    suffix_of,
)
from union_xl.excel.sheet_writer import SheetWriter, typed
from union_xl.model import UnionXlError

_STATE = ("screen_updating", "display_alerts", "enable_events", "calculation", "status_bar")


@dataclass
class ButtonContext:
    """What a handler gets.

    `book` is the workbook the click was made in (None when the button needs none and none is open), `writer`
    writes into it, `copy` is the file as it was before the click (only for buttons that write), `choice`
    what was chosen from the button's menu ('': nothing).
    """

    app: Any
    book: Any
    host: HostServices
    button: Button
    scratch: Path
    writer: SheetWriter
    choice: str = ""
    step: undo_log.UndoStep | None = None
    outputs: list[Path] = field(default_factory=list)

    @property
    def copy(self) -> Path:
        """The open workbook as a file, as it was when the button was pressed."""
        if self.step is not None:
            return self.step.file
        path = self.scratch / f"book{suffix_of(self.book)}"
        if not path.exists():
            save_copy(self.book, path)
        return path

    def office(self) -> Path | None:
        """The open 工作台 as a file, unsaved changes included; None when none is open."""
        book = office_book(self.app)
        if book is None:
            return None
        path = self.scratch / "工作台.xlsx"
        if not path.exists():
            save_copy(book, path)
        return path

    def progress(self, stage: str, done: int, total: int) -> None:
        """Says in the status bar how far things are.

        StoppedError between two files, where the clerk asked for it: nothing has been written by then.
        """
        text = f"{self.button.label}：{stage} {done}/{total}" if total else f"{self.button.label}：{stage}…"
        with contextlib.suppress(Exception):
            self.app.status_bar = text
        if total and self.host.stop_requested(self.app):
            raise StoppedError("已停止，没有写入结果；读过的文件下次不用重读")


Handler = Callable[[ButtonContext], str]
"""Does the work of a button and gives the sentence for the clerk."""


def run_button(
    name: str,
    app: Any,
    book: Any,
    host: HostServices | None = None,
    handlers: Mapping[str, Handler] | None = None,
    choice: str = "",
) -> bool:
    """Press a button by its id (with the `choice` from its menu); True when it did its work.  Never raises
    for what a workbook may hold."""
    from union_xl.excel.handlers import HANDLERS

    host = host or HostServices()
    one = button(name)
    if one is None:
        _tell(
            app, f"没有这个按钮：{name}。加载项和程序的版本可能不一致，请运行 union-xl addin doctor", bad=True
        )
        return False
    work = (handlers or HANDLERS)[one.id]
    with _state_kept(app), _scratch() as scratch:
        try:
            said = _worked(one, work, app, book, host, Path(scratch), choice)
        except CancelledError:
            return False
        except UnionXlError as why:
            log.stopped(host.home, one.id, why)
            said, good = str(why), False
        except Exception as why:
            path = log.failed(host.home, one.id, why)
            said, good = f"{one.label}没有做完，工作簿没有保存。请把这个文件交给信息人员：{path}", False
        else:
            good = True
    if said:
        _tell(app, said, bad=not good, title=one.label)
    return good


def _worked(
    one: Button, work: Handler, app: Any, book: Any, host: HostServices, scratch: Path, choice: str
) -> str:
    if one.book and book is None:
        raise UnionXlError("请先打开要处理的工作簿，再点这个按钮")
    click = ButtonContext(app, book, host, one, scratch, SheetWriter(book), choice)
    (host.home / STOP).unlink(missing_ok=True)
    host.escape(app)  # an Esc from before the click is none
    click.progress("开始", 0, 0)
    if one.writes:
        name = retry_while_busy(lambda: book.name)
        click.step = undo_log.save_steps(
            host.home, one.id, name, full_path(book), lambda path: save_copy(book, path), host.now()
        )
    try:
        said = work(click)
    finally:
        if click.step is not None:
            click.step = click.step.saved(inverse=tuple({"s": s} for s in click.writer.undo), finished=True)
            if not click.writer.undo:
                click.step.saved(undone=True)
    note_down(app, host.now(), one, said, click.outputs)
    return said


def _scratch() -> tempfile.TemporaryDirectory[str]:
    """A folder for the click; a copy that Excel or a scanner still holds afterwards spoils nothing."""
    return tempfile.TemporaryDirectory(prefix="union_xl_", ignore_cleanup_errors=True)


@contextlib.contextmanager
def _state_kept(app: Any) -> Iterator[None]:
    """The application looks afterwards as it looked before; what cannot be read is not touched."""
    before = {}
    for name in _STATE:
        with contextlib.suppress(Exception):
            before[name] = retry_while_busy(partial(getattr, app, name))
    try:
        with contextlib.suppress(Exception):
            app.screen_updating = False
        with contextlib.suppress(Exception):
            app.display_alerts = False
        yield
    finally:
        for name, value in before.items():
            with contextlib.suppress(Exception):
                retry_while_busy(partial(setattr, app, name, value))


def _tell(app: Any, said: str, *, bad: bool, title: str = "工会表格") -> None:
    app.alert(said, title=title, mode="critical" if bad else "info")


FIRST_ROW, MOST_LINES = 4, 100


def note_down(app: Any, when: dt.datetime, button: Button, said: str, outputs: Sequence[Path]) -> None:
    """Put one line on top of 状态, when a 工作台 with that sheet is open; a failure here is no failure."""
    with contextlib.suppress(Exception):
        book = office_book(app)
        if book is None or "状态" not in [sheet.name for sheet in book.sheets] or not said:
            return
        sheet = retry_while_busy(lambda: book.sheets["状态"])
        block = sheet.range((FIRST_ROW, 1), (FIRST_ROW + MOST_LINES - 1, 4))
        lines = [list(line) for line in retry_while_busy(lambda: block.formula)]
        place = _link(outputs[0]) if outputs else ""
        new = [f"{when:%Y-%m-%d %H:%M}", button.label, said.splitlines()[0], place]
        lines = [[_kept(cell) for cell in line] for line in [new, *lines[:-1]]]

        def write() -> None:
            block.value = lines

        retry_while_busy(write)


def _link(path: Path) -> str:
    text = str(path).replace('"', '""')
    return f'=HYPERLINK("{text}","{text}")' if len(text) < 250 else text


def _kept(cell: Any) -> Any:
    if isinstance(cell, str) and cell.startswith("="):
        return cell
    return typed(cell) if cell not in ("", None) else None


__all__ = ["BUTTONS", "ButtonContext", "Handler", "run_button"]
