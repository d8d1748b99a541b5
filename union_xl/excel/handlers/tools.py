"""脱敏副本, 撤销上一步, 设置, 帮助."""

from __future__ import annotations

from pathlib import Path

from union_xl import __version__
from union_xl.addin import journal
from union_xl.addin.buttons import BUTTONS, GROUPS, in_group
from union_xl.core import UnionXlError
from union_xl.excel import log
from union_xl.excel.clicks import Click
from union_xl.excel.desk import office_book
from union_xl.excel.patience import patiently


def mask(click: Click) -> str:
    """A copy of the open workbook with private values masked; the workbook itself stays."""
    from union_xl.flow import mask as errand

    folder = click.desk.ask_folder(click.app, "脱敏副本放到哪个文件夹")
    stem = Path(patiently(lambda: click.book.name)).stem
    out = folder / f"{stem}（脱敏）.xlsx"
    done = errand.mask(click.copy, out, office=click.office())
    click.outputs.append(out)
    return "\n".join([f"已另存脱敏副本：{out}。当前工作簿没有改动", *done.remarks])


def undo(click: Click) -> str:
    """Take back what the last click changed in this workbook."""
    name = patiently(lambda: click.book.name)
    step = journal.last(click.desk.home, name)
    if step is None:
        raise UnionXlError(f"“{name}”没有可以撤销的步骤")
    strokes = [line["s"] for line in step.inverse]
    grown = step.facts.get("ends", {})
    for sheet, end in grown.items():
        if not click.pen.has_sheet(sheet) or last_row(click, sheet) != end:
            raise UnionXlError(f"“{sheet}”后来又增减过行，不能就地撤销。改动前的样子留在：{step.file}")
    click.pen.take_back(strokes)
    step.saved(undone=True)
    label = next((one.label for one in BUTTONS if one.id == step.button), step.button)
    return f"已撤销 {step.when.replace('T', ' ')} 的“{label}”"


def last_row(click: Click, sheet: str) -> int:
    """The last row in use of a sheet."""
    used = patiently(lambda: click.pen.sheet(sheet).used_range)
    return int(used.row + used.shape[0] - 1)


def settings(click: Click) -> str:
    """Show the open 工作台's settings; make a fresh one where there is none."""
    book = office_book(click.app)
    if book is None:
        from union_xl import office

        folder = click.desk.ask_folder(click.app, "没有打开工作台。新的（或已有的）工作台在哪个文件夹")
        path = folder / "工作台.xlsx"
        fresh = not path.exists()
        if fresh:
            path.write_bytes(office.make())
            click.outputs.append(path)
        book = patiently(lambda: click.app.books.open(str(path)))
        patiently(lambda: book.sheets["设置"].activate())
        return f"{'已新建' if fresh else '已打开'}工作台：{path}。请填黄色的“取值”一列" if fresh else ""
    patiently(lambda: book.activate())
    patiently(lambda: book.sheets["设置"].activate())
    return ""


def help_(click: Click) -> str:
    """What each button does, which version this is, where the log lies."""
    lines = [f"工会表格 {__version__}"]
    for group in GROUPS:
        lines.append(f"【{group}】")
        lines += [f"{one.label}：{one.tip}" for one in in_group(group)]
    lines.append(f"日志：{log.path(click.desk.home)}（只记行号，不记内容）")
    return "\n".join(lines)
