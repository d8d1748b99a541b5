"""Reading a ledger on the page: its sheets, its figures, a figure's rows.  Never a place to edit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from union_xl import ledgers
from union_xl.desk.responses import Desk, desk_of, page
from union_xl.run.staging import LEDGER_FILE

if TYPE_CHECKING:
    from union_xl.run.ledger_view import View
from union_xl.model import UnionXlError, UsageError

SHOWN = 200
"""Lines of a sheet on one page."""


def _ledger_file(request: Request) -> Path:
    from union_xl.run import ledger_view

    desk = desk_of(request)
    named = request.query_params.get("file", "") or desk.folder.ledger()
    if not named:
        raise UsageError(f"工作文件夹里还没有 {LEDGER_FILE}：请先“批量合并”")
    path = desk.folder.inside(named)
    if not path.is_file():
        raise UsageError(f"找不到 {desk.folder.shown_path(path)}：请先“批量合并”，或重新选择")
    if _restricted(desk).intersection(ledger_view.sheets(path)):
        raise UsageError(f"{path.name} 是限阅台账，这里不显示：有权限的请在表格程序里打开")
    return path


def _restricted(desk: Desk) -> set[str]:
    """The sheets of ledgers that are shown nowhere but in their own workbook."""
    from union_xl.run.context import run_context

    try:
        context = run_context(office=desk.folder.office())
        forms = ledgers.forms_of(context)
    except UnionXlError:  # an office workbook that cannot be read hides no ledger
        forms = ledgers.BUILT_IN
    return {form.short for form in forms if form.restricted}


def ledger(request: Request) -> Response:
    from union_xl.run import ledger_view

    path, asked = _ledger_file(request), request.query_params
    start = asked.get("from", "")[:9]
    at = int(start) if start.isdecimal() else 0
    view = ledger_view.view(path, asked.get("sheet", ""), asked.get("find", ""), at, SHOWN)
    blank = _blank_columns(view)
    told: dict[str, Any] = {"at": at, "most": SHOWN, "find": asked.get("find", ""), "blank": blank}
    return page(request, "ledger.html", path=path, view=view, **told)


def _blank_columns(view: View) -> set[int]:
    """The titled columns (0-based) in which nothing stands on this page: they only take room."""
    return {
        at
        for at, title in enumerate(view.titles)
        if title and view.rows and all(at >= len(row) or row[at] in (None, "") for _, row in view.rows)
    }


def _traced(request: Request, figure: str = "", row: str = "", unit: str = "") -> Any:
    from union_xl.run import trace

    office = desk_of(request).folder.office()
    return trace.trace(_ledger_file(request), figure, row, unit, office=office)


def figures(request: Request) -> Response:
    path, unit = _ledger_file(request), request.query_params.get("unit", "")
    found = _traced(request, unit=unit)
    lines = found.lists[0].lines if found.lists else ()
    return page(request, "figures.html", path=path, lines=lines, unit=unit)


def figure(request: Request) -> Response:
    path, name = _ledger_file(request), request.query_params.get("name", "")
    unit = request.query_params.get("unit", "")
    return page(request, "figure.html", path=path, found=_traced(request, figure=name, unit=unit), unit=unit)


def row(request: Request) -> Response:
    path, named = _ledger_file(request), request.query_params.get("row", "")
    return page(request, "figure.html", path=path, found=_traced(request, row=named), unit="")
