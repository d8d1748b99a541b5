"""生成空表, 批量合并, 催报清单: commands over folders, the same as by command."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from union_xl import ledgers
from union_xl.excel.button_frame import ButtonContext
from union_xl.ledgers.form import Form
from union_xl.model import UnionXlError
from union_xl.run.context import run_context

RESULT = "_汇总"


def blank(click: ButtonContext) -> str:
    """Blanks of what the units of the open 工作台 owe, or one plain blank of every ledger."""
    from union_xl.run import blank as command

    office = click.office()
    context = run_context(office=office)
    out = click.host.ask_folder(click.app, "空表放到哪个文件夹")
    click.outputs += command.every_blank(out, office=office, progress=click.progress).outputs
    click.outputs.insert(0, out)
    for_whom = (
        f"，共 {len(context.roster.units)} 个单位" if context.roster else "（没有打开工作台，是通用空表）"
    )
    return f"已生成 {len(click.outputs) - 1} 份空表{for_whom}。在：{out}"


def merge(click: ButtonContext) -> str:
    """Merge a folder; the results go into a folder beside it."""
    from union_xl.run import merge as command

    folder = click.host.ask_folder(click.app, "报回来的文件在哪个文件夹")
    out = result_folder(folder)
    done = command.merge(folder, out, office=click.office(), progress=click.progress)
    click.outputs += [out, *done.outputs]
    click.host.show(out)
    run = _run(out)
    findings = run.get("findings", {})
    counts = f"错误 {findings.get('错误', 0)} 处，提醒 {findings.get('提醒', 0)} 处"
    said = f"合并完成：{_accounts(run, ledgers.forms_of(done.context))}；{counts}。结果在：{out}"
    return "\n".join([said, *done.remarks])


def chase(click: ButtonContext) -> str:
    """What the last merge said about units that have not reported."""
    out = click.host.ask_folder(click.app, "批量合并的结果在哪个文件夹")
    if not (out / "run.json").exists() and (result_folder(out) / "run.json").exists():
        out = result_folder(out)
    run = _run(out)
    chasing = out / "催报"
    states = Counter(_state(unit) for unit in run.get("units", ()))
    if not chasing.is_dir():
        if run:
            return "没有要催报的单位"
        raise UnionXlError("这个文件夹里没有合并结果，请先点“批量合并”，再选它的结果文件夹")
    click.outputs.append(chasing)
    click.host.show(chasing)
    said = "、".join(f"{state} {count} 家" for state, count in states.items() if state)
    return f"催报材料在：{chasing}" + (f"（{said}）" if said else "")


def result_folder(folder: Path) -> Path:
    """Where the result of merging a folder goes: beside it, so that it is never taken for a return."""
    return folder.parent / f"{folder.name or '报表'}{RESULT}"  # a drive has no name and no parent


def _run(out: Path) -> dict[str, Any]:
    try:
        run = json.loads((out / "run.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return run if isinstance(run, dict) else {}


def _accounts(run: dict[str, Any], forms: Sequence[Form]) -> str:
    lines, short = [], {form.slug: form.short for form in forms}
    for slug, one in run.get("forms", {}).items():
        held = f"、暂缓 {one.get('held', 0)}" if one.get("held") else ""
        lines.append(f"{short.get(slug, slug)} 保留 {one.get('kept', 0)}{held} 行")
    return "，".join(lines) or "没有读到表"


def _state(unit: Any) -> str:
    return str(unit.get("状态") or unit.get("state") or "") if isinstance(unit, dict) else ""
