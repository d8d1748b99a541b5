"""The page itself: its addresses, and what is done on a click."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from union_xl.addin.buttons import GROUPS, in_group
from union_xl.desk import actions, ledger_pages
from union_xl.desk.access import Guard
from union_xl.desk.folder import MOST_RECEIVED, OFFICE
from union_xl.desk.jobs import Job
from union_xl.desk.responses import Desk, desk_of, page
from union_xl.model import UnionXlError, UsageError
from union_xl.run.staging import LEDGER_FILE

HERE = Path(__file__).parent / "pages"
MOST_FOLDERS = 3
"""Folders of results named each; of more the one above them."""


def site(desk: Desk) -> Starlette:
    """The ASGI application of a desk."""
    routes = [
        Route("/", _home),
        Route("/do/{id}", _action),
        Route("/do/{id}", _start, methods=["POST"]),
        Route("/job/{number:int}", _job),
        Route("/job/{number:int}/state", _state),
        Route("/job/{number:int}/stop", _stop, methods=["POST"]),
        Route("/ledger", ledger_pages.ledger),
        Route("/figures", ledger_pages.figures),
        Route("/figure", ledger_pages.figure),
        Route("/row", ledger_pages.row),
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


async def _told(request: Request, error: Exception) -> Response:
    return page(request, "message.html", 400, title="没有做成", text=str(error))


async def _unknown(request: Request, error: Exception) -> Response:
    return page(request, "message.html", 404, title="没有这个页面", text="请回到首页重新选择")


async def _broken(request: Request, error: Exception) -> Response:
    from union_xl.model import faults

    text = f"程序内部出错（{faults.spot(error)}）；请把这句话发给维护人员"
    return page(request, "message.html", 500, title="没有做成", text=text)


def _home(request: Request) -> Response:
    desk = desk_of(request)
    groups = [(name, [(one, actions.address(one)) for one in in_group(name)]) for name in GROUPS]
    groups = [(name, [pair for pair in pairs if pair[1]]) for name, pairs in groups]
    office, ledger = desk.folder.office(), desk.folder.ledger()
    return page(request, "home.html", groups=groups, office=office, ledger=ledger, jobs=desk.jobs.all[:5])


def _choices(desk: Desk, one: actions.Field) -> list[str]:
    """What a field offers."""
    if one.kind == "folder":
        return desk.folder.folders()
    if one.kind == "results":
        return [path.rpartition("/")[0] or "." for path in desk.folder.ledgers()]
    if one.kind == "form":
        return [form.short for form in _forms(desk)]
    if one.kind == "list":
        return _lists(desk)
    if one.kind == "files":
        return desk.folder.returns(actions.WORKBOOKS)
    suffixes = {
        "file": actions.WORKBOOKS,
        "ledger": actions.LEDGERS,
        "templates": actions.TEMPLATES,
    }
    found = desk.folder.files(suffixes[one.kind]) if one.kind in suffixes else []
    if one.kind == "ledger":
        return sorted(found, key=lambda path: not path.endswith(LEDGER_FILE))
    if one.kind == "templates":  # those of a folder 模板 and of the work folder itself before the returns
        return sorted(found, key=lambda path: ("模板" not in path, path.count("/")))
    return found


def _forms(desk: Desk) -> Any:
    from union_xl import ledgers
    from union_xl.run.context import run_context

    context = run_context(office=desk.folder.office())
    return ledgers.forms_of(context)


def _lists(desk: Desk) -> list[str]:
    """The lists of the newest ledger: `评先推荐·公示稿`; [] where there is no ledger yet."""
    from union_xl.run import print_list

    ledger = desk.folder.ledger()
    if not ledger:
        return []
    made = print_list.print_list(desk.folder.inside(ledger), office=desk.folder.office())
    return [f"{short}·{name}" for short, name, _ in made.choices if name != print_list.DUE]


def _action(request: Request) -> Response:
    desk, found = desk_of(request), actions.action(request.path_params["id"])
    if found is None:
        return page(request, "message.html", 404, title="没有这个按钮", text="请回到首页重新选择")
    starts = {one.name: one.start for one in found.fields}
    newest = desk.folder.ledger()
    starts |= {"ledger": newest, "results": newest and (newest.rpartition("/")[0] or ".")} | {
        k: v for k, v in request.query_params.items() if k in starts
    }
    choices = {one.name: _choices(desk, one) for one in found.fields}
    once = secrets.token_urlsafe(8)
    return page(request, "action.html", action=found, starts=starts, choices=choices, once=once)


async def _start(request: Request) -> Response:
    desk, found = desk_of(request), actions.action(request.path_params["id"])
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
        str(form.get("once", "")),
    )
    if job is None:
        busy = desk.jobs.running
        name = busy.title if busy else "上一步"
        return page(request, "message.html", 409, title="请稍等", text=f"“{name}”还没有做完，做完再点")
    return RedirectResponse(f"/job/{job.number}", 303)


def _known_job(request: Request) -> Job:
    found = desk_of(request).jobs.get(request.path_params["number"])
    if found is None:
        raise UsageError("找不到这一步的结果，程序可能重新启动过；结果文件都在工作文件夹里")
    return found


def _job(request: Request) -> Response:
    job, desk = _known_job(request), desk_of(request)
    found = actions.action(job.action)
    outputs = [path for path in getattr(job.outcome, "outputs", ()) if path.exists()]
    ledger = next(
        (desk.folder.shown_path(path) for path in outputs if path.name == LEDGER_FILE), desk.folder.ledger()
    )
    looks = [(label, at.format(ledger=ledger)) for label, at in found.afterwards] if found and ledger else []
    parents = list(dict.fromkeys(path.parent for path in outputs))
    if len(parents) > MOST_FOLDERS:
        parents = [Path(os.path.commonpath(parents))]
    tables = job.outcome.tables() if job.outcome is not None else []
    remarks = getattr(job.outcome, "remarks", ())
    if found and found.answers:
        tables = [one for one in tables if one[0] in found.answers]
    elif any(title == "说明" for title, _, _ in tables):
        remarks = ()  # they stand there
    told: dict[str, Any] = {
        "outputs": outputs,
        "folders": parents,
        "looks": looks,
        "tables": tables,
        "remarks": remarks,
    }
    return page(request, "job.html", job=job, **told)


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


def _settings(request: Request) -> Response:
    return page(request, "settings.html", office=desk_of(request).folder.office())


def _new_settings(request: Request) -> Response:
    """Put the sample 工作台 in place where there is none, then open it."""
    from union_xl.model.resources import resource

    desk = desk_of(request)
    path = desk.folder.root / OFFICE
    if not path.exists():
        shutil.copyfile(resource("workbooks", "2022H1", OFFICE), path)
    desk.opened(path)
    return RedirectResponse("/settings", 303)


def _help(request: Request) -> Response:
    return page(
        request, "help.html", groups=[(name, in_group(name)) for name in GROUPS], address=actions.address
    )


async def _open(request: Request) -> Response:
    desk, form = desk_of(request), await request.form()
    path = desk.folder.inside(str(form.get("path", "")))
    if not path.exists():
        raise UsageError(f"找不到 {desk.folder.shown_path(path)}，可能已被移走")
    try:
        await run_in_threadpool(desk.opened, path)
    except OSError:
        raise UsageError(f"这台电脑打不开它，请自己打开：{path}") from None
    return Response(status_code=204)


async def _receive(request: Request) -> Response:
    desk = desk_of(request)
    async with request.form(max_files=MOST_RECEIVED, max_fields=MOST_RECEIVED) as form:
        files = [one for one in form.getlist("files") if not isinstance(one, str)]
        names = [str(one) for one in form.getlist("names")]
        reception = await run_in_threadpool(desk.folder.reception, desk.now())
        paths = []
        try:
            for at, one in enumerate(files):
                name = names[at] if at < len(names) else one.filename or ""
                paths.append(await run_in_threadpool(desk.folder.receive, reception, name, one.file))
        except BaseException:  # half of what was dropped is worse than nothing
            await run_in_threadpool(shutil.rmtree, reception, True)
            raise
    told = [desk.folder.shown_path(path) for path in paths]
    return JSONResponse({"folder": desk.folder.shown_path(reception), "files": told})


async def _alive(request: Request) -> Response:
    return StreamingResponse(desk_of(request).lifetime.window(), media_type="text/event-stream")


async def _end(request: Request) -> Response:
    desk = desk_of(request)
    if desk.jobs.running is not None:
        raise UsageError("还有一步没有做完：请等它做完，或先点“停止”")
    answer = page(request, "message.html", title="已结束", text="可以关闭这个窗口了", ended=True)
    asyncio.get_running_loop().call_later(0.3, desk.lifetime.now)
    return answer


def _no_picture(request: Request) -> Response:
    return Response(status_code=204)


def _static(request: Request) -> Response:
    name = request.url.path.removeprefix("/")
    kinds = {"page.css": "text/css", "page.js": "text/javascript"}
    return Response((HERE / name).read_bytes(), media_type=kinds[name])


__all__ = ["Desk", "site"]
