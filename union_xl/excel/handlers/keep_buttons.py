"""名册, 到期一览, 查人, 定稿, 与上报数差异."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from union_xl.excel.button_frame import ButtonContext
from union_xl.excel.com_retry import retry_while_busy
from union_xl.excel.host import full_path, sheet_names
from union_xl.model import UnionXlError
from union_xl.model.fileops import file_name

_SHOWN = 15
"""Lines of an answer that fit a message."""


def lists(click: ButtonContext) -> str:
    """Print one list of the open ledger; without a choice the clerk says which."""
    from union_xl.run import print_list as command

    ledger = _ledger(click)
    name = click.choice
    if not name:
        listing = command.print_list(ledger, office=click.office())
        known = "、".join(f"{short}·{one}" for short, one, _ in listing.choices)
        name = click.host.ask_text(click.app, f"打印哪张清单：{known}", "")
    return _printed(click, ledger, name)


def due(click: ButtonContext) -> str:
    """Everything that expires, of all ledgers."""
    return _printed(click, _ledger(click), "到期一览")


def _printed(click: ButtonContext, ledger: Path, name: str) -> str:
    from union_xl.run import print_list as command

    folder = click.host.ask_folder(click.app, f"“{name}”放到哪个文件夹")
    out = folder / file_name(f"{name.replace('·', '-')}.xlsx", 64)
    done = command.print_list(ledger, name, out, office=click.office())
    click.outputs.append(out)
    rows = sum(count for _, count in done.tables_made)
    retry_while_busy(lambda: click.app.books.open(str(out)))
    audience = {"公示": "可以公示", "对外": "含个人信息，只给办事单位"}.get(done.audience, "内部使用")
    return "\n".join([f"{done.name}：{rows} 行，{audience}。在：{out}", *done.remarks])


def find(click: ButtonContext) -> str:
    """What the ledgers say of the person or unit in the selected cell, or typed."""
    from union_xl.run import find as command

    asked = click.host.ask_text(click.app, "查谁：证件号码、姓名或单位名称", _selected(click))
    done = command.find([_ledger(click)], asked, office=click.office())
    count = sum(hit.count for hit in done.hits)
    if not count:
        return f"{done.asked}：这本台账里没有查到"
    lines = [
        " ".join(
            part
            for part in (
                f"{hit.ledger}第{hit.row}行" if hit.row else f"{hit.ledger} {hit.count} 条",
                hit.column,
                hit.unit,
                hit.person,
                hit.about,
            )
            if part
        )
        for hit in done.hits[:_SHOWN]
    ]
    more = [f"……共 {count} 条"] if len(done.hits) > _SHOWN else []
    return "\n".join([f"{done.asked}：查到 {count} 条", *lines, *more, *done.remarks])


def freeze(click: ButtonContext) -> str:
    """Close what was reported; what is closed already may be opened with a reason."""
    from union_xl.run import freeze as command

    folder = click.host.ask_folder(click.app, "给哪个结果文件夹定稿（合并的结果，或放报表的文件夹）")
    closed = command.in_force(folder)
    if closed:
        last = closed[-1].last
        said = click.app.alert(
            f"{closed[-1].period} 已经定稿（{last.when[:10]}，{last.who}）。要解封吗？解封要写明理由。",
            title=click.button.label,
            buttons="yes_no",
            mode="info",
        )
        if said != "yes":
            return ""
        reason = click.host.ask_text(click.app, "解封的理由", "")
        done = command.reopen(folder, reason, office=click.office())
        click.outputs += list(done.outputs)
        return f"{done.frozen[0].period} 已解封，理由记在档案里。更正后重新填报，再定稿"
    note = click.host.ask_text(click.app, "定稿时记一句（可以空着），如 已报区总", "")
    done = command.freeze(folder, note, office=click.office(), progress=click.progress)
    click.outputs += list(done.outputs)
    one = done.frozen[0]
    counts = f"{len(one.files)} 个文件、{len(one.figures)} 个数"
    return f"{one.period} 已定稿：{counts}。在：{done.outputs[0].parent}"


def moved(click: ButtonContext) -> str:
    """What is no longer as it was when it was frozen, and which reported figures that moves."""
    from union_xl.run import freeze as command

    folder = click.host.ask_folder(click.app, "核对哪个结果文件夹的定稿")
    done = command.check(folder, office=click.office(), progress=click.progress)
    if not done.exit_code:
        return "与定稿一致：文件都在，内容没有变，数都对得上"
    click.outputs += list(done.outputs)
    for path in done.outputs:
        retry_while_busy(partial(click.app.books.open, str(path)))
    lines = [f"{one.file} {one.place}：{one.what}".strip() for one in done.found[:_SHOWN]]
    lines += [
        f"{one.figure.name}{'（' + one.figure.group + '）' if one.figure.group else ''}："
        f"上报 {one.figure.value}，现在 {one.now}"
        for one in done.differences[:_SHOWN]
    ]
    head = f"与定稿不符：文件 {len(done.found)} 处，数 {len(done.differences)} 个"
    return "\n".join([head, *lines])


def _ledger(click: ButtonContext) -> Path:
    """The open ledger where it lies on disk (the restricted ledgers lie beside it), else one the clerk
    chooses."""
    if click.book is not None and {"对账", "来源文件"} <= {*sheet_names(click.book)}:
        full_name = full_path(click.book)
        path = Path(full_name) if full_name and "://" not in full_name else click.copy
        return path if path.exists() else click.copy
    path = click.host.ask_file(click.app, "选择汇总台账.xlsx")
    if not path.exists():
        raise UnionXlError(f"找不到 {path}，请重新选择汇总台账")
    return path


def _selected(click: ButtonContext) -> str:
    """The text of the selected cell, '' for none."""
    if click.book is None:
        return ""
    chosen = retry_while_busy(lambda: click.app.selection)
    value = retry_while_busy(lambda: chosen.value) if chosen is not None else None
    return str(value).strip() if isinstance(value, str) else ""
