"""The same handlers on a real Excel: run `pytest -m excel` on a Windows desk.  Not run on Linux."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from excel_desk import members

from union_xl.addin import undo_log
from union_xl.excel.button_frame import run_button
from union_xl.excel.host import HostServices

pytestmark = [
    pytest.mark.excel,
    pytest.mark.skipif(sys.platform != "win32", reason="needs a Windows desk with Excel"),
]


@pytest.fixture
def app() -> Iterator[Any]:
    """An Excel of the test's own, closed at the end; alerts are answered by nobody, so they are collected."""
    import xlwings as xw

    xw.engines["excel"].activate()
    app = xw.App(visible=True, add_book=False)
    yield app
    for book in list(app.books):
        book.close()
    app.quit()


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    from union_xl.excel import button_frame

    told: list[str] = []
    monkeypatch.setattr(button_frame, "_tell", lambda app, said, **more: told.append(said))
    return told


def seen(book: Any) -> dict[str, Any]:
    """Values, fills and notes of the cells the faults stand in."""
    sheet = book.sheets["会员登记"]
    cells = ("H4", "J5", "L6", "F7", "B10")
    return {
        cell: (sheet[cell].value, sheet[cell].color, sheet[cell].note.text if sheet[cell].note else None)
        for cell in cells
    }


def test_mark_accept_undo_clear(app: Any, said: list[str], tmp_path: Path) -> None:
    """校验本表, 采纳建议, 撤销上一步 twice, 校验本表, 清除标记: as opened; text never becomes a number."""
    book = app.books.open(str(members(tmp_path / "名单.xlsx")))
    host = HostServices(home=tmp_path / "home")
    before = seen(book)
    assert run_button("check", app, book, host), said
    marked = seen(book)
    assert marked["H4"][1] == (255, 199, 206) and marked["H4"][0] == before["H4"][0]
    assert book.sheets[0].name == "问题清单"
    book.sheets["会员登记"].activate()
    book.sheets["会员登记"]["F7"].select()
    assert run_button("accept", app, book, host), said
    assert seen(book)["F7"][0] == "在岗"
    assert run_button("undo", app, book, host) and run_button("undo", app, book, host), said
    assert seen(book) == before
    assert run_button("check", app, book, host) and run_button("clear", app, book, host), said
    assert seen(book) == before
    assert undo_log.steps(tmp_path / "home")


def test_state_comes_back(app: Any, said: list[str], tmp_path: Path) -> None:
    """Screen updating, calculation and status bar are as before a click."""
    book = app.books.open(str(members(tmp_path / "名单.xlsx")))
    app.calculation = "manual"
    before = (app.screen_updating, app.calculation, app.status_bar)
    assert run_button("check", app, book, HostServices(home=tmp_path / "home")), said
    assert (app.screen_updating, app.calculation, app.status_bar) == before


def test_the_addin_compiles(app: Any, tmp_path: Path) -> None:
    """Excel opens the built add-in and runs a function of it."""
    from union_xl.addin import build

    addin = app.books.open(str(build(tmp_path)))
    assert app.macro(f"'{addin.name}'!UxHex")("报") == "62A5"
