"""脱敏副本, 撤销上一步, 设置, 帮助."""

from __future__ import annotations

from pathlib import Path

from union_xl import __version__
from union_xl.addin import undo_log
from union_xl.addin.buttons import BUTTONS, GROUPS, in_group
from union_xl.excel import log
from union_xl.excel.button_frame import ButtonContext
from union_xl.excel.com_retry import retry_while_busy
from union_xl.excel.host import office_book
from union_xl.model import UnionXlError


def mask(click: ButtonContext) -> str:
    """A copy of the open workbook with private values masked; the workbook itself stays."""
    from union_xl.run import mask as command

    folder = click.host.ask_folder(click.app, "脱敏副本放到哪个文件夹")
    stem = Path(retry_while_busy(lambda: click.book.name)).stem
    out = folder / f"{stem}（脱敏）.xlsx"
    done = command.mask(click.copy, out, office=click.office())
    click.outputs.append(out)
    return "\n".join([f"已另存脱敏副本：{out}。当前工作簿没有改动", *done.remarks])


def undo(click: ButtonContext) -> str:
    """Take back what the last click changed in this workbook."""
    name = retry_while_busy(lambda: click.book.name)
    step = undo_log.last(click.host.home, name)
    if step is None:
        raise UnionXlError(f"“{name}”没有可以撤销的步骤")
    undo_calls = [line["s"] for line in step.inverse]
    grown = step.facts.get("ends", {})
    for sheet, end in grown.items():
        if not click.writer.has_sheet(sheet) or last_row(click, sheet) != end:
            raise UnionXlError(f"“{sheet}”后来又增减过行，不能就地撤销。改动前的样子留在：{step.file}")
    click.writer.take_back(undo_calls)
    step.saved(undone=True)
    label = next((one.label for one in BUTTONS if one.id == step.button), step.button)
    return f"已撤销 {step.when.replace('T', ' ')} 的“{label}”"


def last_row(click: ButtonContext, sheet: str) -> int:
    """The last row in use of a sheet."""
    used = retry_while_busy(lambda: click.writer.sheet(sheet).used_range)
    return int(used.row + used.shape[0] - 1)


def settings(click: ButtonContext) -> str:
    """Show the open 工作台's settings; make a fresh one where there is none."""
    book = office_book(click.app)
    if book is None:
        from union_xl import office

        folder = click.host.ask_folder(click.app, "没有打开工作台。新的（或已有的）工作台在哪个文件夹")
        path = folder / "工作台.xlsx"
        fresh = not path.exists()
        if fresh:
            path.write_bytes(office.make())
            click.outputs.append(path)
        book = retry_while_busy(lambda: click.app.books.open(str(path)))
        retry_while_busy(lambda: book.sheets["设置"].activate())
        return f"{'已新建' if fresh else '已打开'}工作台：{path}。请填黄色的“取值”一列" if fresh else ""
    retry_while_busy(lambda: book.activate())
    retry_while_busy(lambda: book.sheets["设置"].activate())
    return ""


def help_(click: ButtonContext) -> str:
    """What each button does, which version this is, where the log lies."""
    lines = [f"工会表格 {__version__}"]
    for group in GROUPS:
        lines.append(f"【{group}】")
        lines += [f"{one.label}：{one.tip}" for one in in_group(group)]
    lines.append(f"日志：{log.path(click.host.home)}（只记行号，不记内容）")
    return "\n".join(lines)
