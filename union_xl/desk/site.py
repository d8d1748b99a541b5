"""The page itself: addresses, what each shows, and what is done on a click."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from union_xl import __version__
from union_xl.addin.buttons import GROUPS, in_group
from union_xl.desk import actions
from union_xl.desk.ending import Ending
from union_xl.desk.folder import LEDGER, MOST_RECEIVED, OFFICE, WorkFolder
from union_xl.desk.guarding import Guard, Keys
from union_xl.desk.jobs import Job, Jobs
from union_xl.model import UnionXlError, UsageError

HERE = Path(__file__).parent / "pages"
SHOWN = 200
"""Lines of a sheet on one page."""


@dataclass
class Desk:
    """What the page works with: its folder, its keys, its jobs; `opened` shows a file with the desk's own
    program."""

    folder: WorkFolder
    keys: Keys
    opened: Callable[[Path], None]
    jobs: Jobs = field(default_factory=Jobs)
    now: Callable[[], dt.datetime] = dt.datetime.now

    def __post_init__(self) -> None:
        self.ending = Ending(self.jobs)
        self.pages = Environment(loader=PackageLoader("union_xl.desk", "pages"), autoescape=True)
        self.pages.filters["told"] = self.folder.told
        self.pages.filters["shown"] = shown
        self.pages.filters["words"] = actions.words


def shown(value: Any) -> str:
    """A cell as the page shows it: what looks like an ID, card or phone is masked."""
    from union_xl.ledgers.masking import mask_text

    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return mask_text(str(value))[:500]


def site(desk: Desk) -> Starlette:
    """The ASGI application of a desk."""
    routes = [
        Route("/", _home),
        Route("/do/{id}", _action),
        Route("/do/{id}", _start, methods=["POST"]),
        Route("/job/{number:int}", _job),
        Route("/job/{number:int}/state", _state),
        Route("/job/{number:int}/stop", _stop, methods=["POST"]),
        Route("/ledger", _ledger),
        Route("/figures", _figures),
        Route("/figure", _figure),
        Route("/row", _row),
        Route("/settings", _settings),
        Route("/settings", _new_settings, methods=["POST"]),
        Route("/help", _help),
        Route("/open", _open, methods=["POST"]),
        Route("/receive", _receive, methods=["POST"]),
        Route("/alive", _alive),
        Route("/end", _end, methods=["POST"]),
        Route("/favicon.ico", _no_picture),
        Route("/page.css", _static),
        Route("/page.js", _static),
    ]
    made = Starlette(
        routes=routes,
        middleware=[Middleware(Guard, keys=desk.keys)],
        exception_handlers={UnionXlError: _told, 404: _unknown, 500: _broken},
    )
    made.state.desk = desk
    return made


def _desk(request: Request) -> Desk:
    found: Desk = request.app.state.desk
    return found


def _page(request: Request, name: str, status: int = 200, **values: Any) -> HTMLResponse:
    desk = _desk(request)
    template = desk.pages.get_template(name)
    html = template.render(desk=desk, running=desk.jobs.running, version=__version__, **values)
    return HTMLResponse(html, status)


async def _told(request: Request, error: Exception) -> Response:
    return _page(request, "message.html", 400, title="没有做成", text=str(error))


async def _unknown(request: Request, error: Exception) -> Response:
    return _page(request, "message.html", 404, title="没有这个页面", text="请回到首页重新选择")


async def _broken(request: Request, error: Exception) -> Response:
    from union_xl.model import faults

    text = f"程序内部出错（{faults.spot(error)}）；请把这句话发给维护人员"
    return _page(request, "message.html", 500, title="没有做成", text=text)


def _home(request: Request) -> Response:
    desk = _desk(request)
    groups = [(name, [(one, actions.address(one)) for one in in_group(name)]) for name in GROUPS]
    groups = [(name, [pair for pair in pairs if pair[1]]) for name, pairs in groups]
    office, ledger = desk.folder.office(), desk.folder.ledger()
    return _page(request, "home.html", groups=groups, office=office, ledger=ledger, jobs=desk.jobs.all[:5])


def _choices(desk: Desk, one: actions.Field) -> list[str]:
    """What a field offers."""
    if one.kind == "folder":
        return desk.folder.folders()
    if one.kind == "form":
        return [form.short for form in _forms(desk)]
    if one.kind == "list":
        return _lists(desk)
    suffixes = {"files": actions.WORKBOOKS, "ledger": actions.LEDGERS, "templates": actions.TEMPLATES}
    found = desk.folder.files(suffixes[one.kind]) if one.kind in suffixes else []
    if one.kind == "ledger":
        return sorted(found, key=lambda path: not path.endswith(LEDGER))
    return found


def _forms(desk: Desk) -> Any:
    from union_xl import ledgers
    from union_xl.run.context import context

    run, _ = context(office=desk.folder.office())
    return ledgers.forms_of(run)


def _lists(desk: Desk) -> list[str]:
    """The lists of the newest ledger: `评先推荐·公示稿`; [] where there is no ledger yet."""
    from union_xl.run import print_list

    ledger = desk.folder.ledger()
    if not ledger:
        return []
    made = print_list.print_list(desk.folder.inside(ledger), office=desk.folder.office())
    return [f"{short}·{name}" for short, name, _ in made.choices if name != print_list.DUE]


def _action(request: Request) -> Response:
    desk, found = _desk(request), actions.action(request.path_params["id"])
    if found is None:
        return _page(request, "message.html", 404, title="没有这个按钮", text="请回到首页重新选择")
    starts = {one.name: one.start for one in found.fields}
    starts |= {"ledger": desk.folder.ledger()} | {
        k: v for k, v in request.query_params.items() if k in starts
    }
    choices = {one.name: _choices(desk, one) for one in found.fields}
    return _page(request, "action.html", action=found, starts=starts, choices=choices)


async def _start(request: Request) -> Response:
    desk, found = _desk(request), actions.action(request.path_params["id"])
    if found is None:
        raise UsageError("没有这个按钮，请回到首页重新选择")
    form = await request.form()
    values = {
        one.name: tuple(text for text in map(str, form.getlist(one.name)) if text.strip())
        for one in found.fields
    }
    lacking = [one.label for one in found.fields if one.needed and not values[one.name]]
    if lacking:
        raise UsageError(f"还没有填：{'、'.join(lacking)}。请返回上一页填好再点一次")
    command = found.command
    job = desk.jobs.start(
        actions.words(found.button)[0],
        found.button.id,
        lambda progress: command(desk.folder, values, progress),
    )
    if job is None:
        busy = desk.jobs.running
        name = busy.title if busy else "上一步"
        return _page(request, "message.html", 409, title="请稍等", text=f"“{name}”还没有做完，做完再点")
    return RedirectResponse(f"/job/{job.number}", 303)


def _known_job(request: Request) -> Job:
    found = _desk(request).jobs.get(request.path_params["number"])
    if found is None:
        raise UsageError("找不到这一步的结果，程序可能重新启动过；结果文件都在工作文件夹里")
    return found


def _job(request: Request) -> Response:
    job, desk = _known_job(request), _desk(request)
    found = actions.action(job.action)
    outputs = [path for path in getattr(job.outcome, "outputs", ()) if path.exists()]
    ledger = next((desk.folder.told(path) for path in outputs if path.name == LEDGER), desk.folder.ledger())
    looks = [(label, at.format(ledger=ledger)) for label, at in found.afterwards] if found and ledger else []
    parents = list(dict.fromkeys(path.parent for path in outputs))
    return _page(request, "job.html", job=job, outputs=outputs, folders=parents, looks=looks)


def _state(request: Request) -> Response:
    job = _known_job(request)
    left = job.seconds_left
    return JSONResponse(
        {
            "running": job.running,
            "stage": job.stage,
            "done": job.done,
            "total": job.total,
            "seconds": round(job.seconds),
            "left": None if left is None else round(left),
        }
    )


def _stop(request: Request) -> Response:
    job = _known_job(request)
    job.stopping = True
    return RedirectResponse(f"/job/{job.number}", 303)


def _ledger_file(request: Request) -> Path:
    desk = _desk(request)
    named = request.query_params.get("file", "") or desk.folder.ledger()
    if not named:
        raise UsageError(f"工作文件夹里还没有 {LEDGER}：请先“批量合并”")
    path = desk.folder.inside(named)
    if not path.is_file():
        raise UsageError(f"找不到 {desk.folder.told(path)}：请先“批量合并”，或重新选择")
    return path


def _ledger(request: Request) -> Response:
    from union_xl.run import ledger_view

    path, asked = _ledger_file(request), request.query_params
    at = max(0, int(asked.get("from", "0")) if asked.get("from", "0").isdigit() else 0)
    view = ledger_view.view(path, asked.get("sheet", ""), asked.get("find", ""), at, SHOWN)
    return _page(request, "ledger.html", path=path, view=view, at=at, most=SHOWN, find=asked.get("find", ""))


def _traced(request: Request, figure: str = "", row: str = "", unit: str = "") -> Any:
    from union_xl.run import trace

    office = _desk(request).folder.office()
    return trace.trace(_ledger_file(request), figure, row, unit, office=office)


def _figures(request: Request) -> Response:
    path, unit = _ledger_file(request), request.query_params.get("unit", "")
    found = _traced(request, unit=unit)
    lines = found.lists[0].lines if found.lists else ()
    return _page(request, "figures.html", path=path, lines=lines, unit=unit)


def _figure(request: Request) -> Response:
    path, name = _ledger_file(request), request.query_params.get("name", "")
    unit = request.query_params.get("unit", "")
    return _page(request, "figure.html", path=path, found=_traced(request, figure=name, unit=unit), unit=unit)


def _row(request: Request) -> Response:
    path, row = _ledger_file(request), request.query_params.get("row", "")
    return _page(request, "figure.html", path=path, found=_traced(request, row=row), unit="")


def _settings(request: Request) -> Response:
    return _page(request, "settings.html", office=_desk(request).folder.office())


def _new_settings(request: Request) -> Response:
    """Put the sample 工作台 in place where there is none, then open it."""
    import shutil

    from union_xl.model.resources import resource

    desk = _desk(request)
    path = desk.folder.root / OFFICE
    if not path.exists():
        shutil.copyfile(resource("workbooks", "2022H1", OFFICE), path)
    desk.opened(path)
    return RedirectResponse("/settings", 303)


def _help(request: Request) -> Response:
    return _page(
        request, "help.html", groups=[(name, in_group(name)) for name in GROUPS], address=actions.address
    )


async def _open(request: Request) -> Response:
    desk, form = _desk(request), await request.form()
    path = desk.folder.inside(str(form.get("path", "")))
    if not path.exists():
        raise UsageError(f"找不到 {desk.folder.told(path)}，可能已被移走")
    try:
        await run_in_threadpool(desk.opened, path)
    except OSError:
        raise UsageError(f"这台电脑打不开它，请自己打开：{path}") from None
    return Response(status_code=204)


async def _receive(request: Request) -> Response:
    desk = _desk(request)
    async with request.form(max_files=MOST_RECEIVED, max_fields=MOST_RECEIVED) as form:
        files = [one for one in form.getlist("files") if not isinstance(one, str)]
        names = [str(one) for one in form.getlist("names")]
        reception = await run_in_threadpool(desk.folder.reception, desk.now())
        paths = []
        for at, one in enumerate(files):
            name = names[at] if at < len(names) else one.filename or ""
            paths.append(await run_in_threadpool(desk.folder.receive, reception, name, one.file))
    told = [desk.folder.told(path) for path in paths]
    return JSONResponse({"folder": desk.folder.told(reception), "files": told})


async def _alive(request: Request) -> Response:
    return StreamingResponse(_desk(request).ending.window(), media_type="text/event-stream")


async def _end(request: Request) -> Response:
    desk = _desk(request)
    if desk.jobs.running is not None:
        raise UsageError("还有一步没有做完：请等它做完，或先点“停止”")
    answer = _page(request, "message.html", title="已结束", text="可以关闭这个窗口了", ended=True)
    asyncio.get_running_loop().call_later(0.3, desk.ending.now)
    return answer


def _no_picture(request: Request) -> Response:
    return Response(status_code=204)


def _static(request: Request) -> Response:
    name = request.url.path.removeprefix("/")
    kinds = {"page.css": "text/css", "page.js": "text/javascript"}
    return Response((HERE / name).read_bytes(), media_type=kinds[name])


__all__ = ["Desk", "shown", "site"]
