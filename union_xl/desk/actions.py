"""What each button asks for on the page, and the command it starts.

The buttons are the ribbon's own (`union_xl.addin.buttons`); one that has no entry here works on an open
workbook and exists in Excel only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from union_xl.addin.buttons import BUTTONS, Button
from union_xl.desk.folder import REPORTS, RESULTS, WorkFolder
from union_xl.model import UsageError
from union_xl.run import advice
from union_xl.run.context import Progress

WORKBOOKS = frozenset(
    {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".html", ".htm", ".xml", ".zip", ".docx"}
)
LEDGERS = frozenset({".xlsx"})
TEMPLATES = frozenset({".xlsx", ".docx"})
Values = Mapping[str, Sequence[str]]
"""What was typed: {field name: the values}; a field left blank is absent."""


@dataclass(frozen=True, slots=True)
class Field:
    """One question: `kind` says what is chosen, `start` what stands there at first, `none` what is chosen
    with nothing chosen."""

    name: str
    label: str
    kind: Literal["files", "file", "folder", "results", "ledger", "out", "form", "list", "text", "templates"]
    hint: str = ""
    start: str = ""
    needed: bool = False
    none: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """A button on the page: its questions, its command, where to look afterwards (label, path pattern with
    {ledger}), and the titles of the tables that answer it, where its command tells more than was asked."""

    button: Button
    fields: tuple[Field, ...]
    command: Callable[[WorkFolder, Values, Progress], Any]
    afterwards: tuple[tuple[str, str], ...] = ()
    answers: tuple[str, ...] = ()


PERIOD = Field("period", "统计期间", "text", "如 2022H1、2022年上半年；不填按工作台的设置")
LEDGER = Field("ledger", "汇总台账", "ledger", "合并得到的 汇总台账.xlsx", needed=True)


def _out(start: str) -> Field:
    return Field("out", "结果放到", "out", "工作文件夹下的文件夹名", start, needed=True)


def _one(values: Values, name: str) -> str:
    given = values.get(name, ())
    return given[0] if given else ""


def _paths(folder: WorkFolder, values: Values, name: str) -> list[Path]:
    found = [folder.inside(text) for text in values.get(name, ())]
    for path in found:
        if not path.exists():
            raise UsageError(f"找不到 {folder.shown_path(path)}：请重新选择，或把文件拖到页面上")
    return found


def _path(folder: WorkFolder, values: Values, name: str) -> Path:
    return _paths(folder, values, name)[0]


def _result(folder: WorkFolder, values: Values) -> Path:
    """Where results go: a folder below, never the work folder itself."""
    path = folder.inside(_one(values, "out"))
    if path == folder.root:
        raise UsageError("请写一个文件夹名，如 结果")
    return path


def _blank(folder: WorkFolder, values: Values, progress: Progress) -> Any:
    from union_xl.run import blank as command

    given, out, period = _one(values, "form"), _result(folder, values), _one(values, "period")
    if not given:
        return command.every_blank(out, office=folder.office(), period=period, progress=progress)
    return command.blank(given, out, office=folder.office(), period=period, progress=progress)


def _check(folder: WorkFolder, values: Values, progress: Progress) -> Any:
    from union_xl.run import check as command

    files, out = _paths(folder, values, "files"), _result(folder, values)
    return command.check(
        files,
        form=_one(values, "form"),
        office=folder.office(),
        period=_one(values, "period"),
        out=out,
        progress=progress,
    )


def _merge(folder: WorkFolder, values: Values, progress: Progress) -> Any:
    from union_xl.run import merge as command

    returns, out = _path(folder, values, "folder"), _result(folder, values)
    if out == returns:
        raise UsageError("结果请放到另一个文件夹，不要和收回的表放在一起")
    return command.merge(
        returns, out, office=folder.office(), period=_one(values, "period"), progress=progress
    )


def _report(folder: WorkFolder, values: Values, progress: Progress, *, plan: bool = False) -> Any:
    from union_xl.run import report as command

    return command.report(
        _path(folder, values, "ledger"),
        folder.root / REPORTS if plan else _result(folder, values),
        templates=_paths(folder, values, "templates"),
        office=folder.office(),
        period=_one(values, "period"),
        plan=plan,
        progress=progress,
    )


def _verify(folder: WorkFolder, values: Values, progress: Progress) -> Any:
    return _report(folder, values, progress, plan=True)


def _mask(folder: WorkFolder, values: Values, progress: Progress) -> Any:
    from union_xl.run import mask as command

    file = _path(folder, values, "file")
    out = _result(folder, values) / f"{file.stem}（脱敏）{file.suffix}"
    progress("脱敏", 0, 0)
    return command.mask(file, out, office=folder.office())


def _list(folder: WorkFolder, values: Values, progress: Progress, *, due: bool = False) -> Any:
    from union_xl.run import print_list as command

    name = command.DUE if due else _one(values, "list")
    out = _result(folder, values) / f"{name.replace('·', '')}.xlsx"
    progress("列清单", 0, 0)
    ledger = _path(folder, values, "ledger")
    return command.print_list(ledger, name, out, where=_one(values, "where"), office=folder.office())


def _due(folder: WorkFolder, values: Values, progress: Progress) -> Any:
    return _list(folder, values, progress, due=True)


def _find(folder: WorkFolder, values: Values, progress: Progress) -> Any:
    from union_xl.run import find as command

    progress("查找", 0, 0)
    return command.find(_paths(folder, values, "ledger"), _one(values, "asked"), office=folder.office())


def _freeze(folder: WorkFolder, values: Values, progress: Progress) -> Any:
    from union_xl.run import freeze as command

    results, reason = _path(folder, values, "results"), _one(values, "reason")
    if reason:
        return command.reopen(results, reason, office=folder.office())
    return command.freeze(results, _one(values, "note"), office=folder.office(), progress=progress)


def _moved(folder: WorkFolder, values: Values, progress: Progress) -> Any:
    from union_xl.run import freeze as command

    return command.check(_path(folder, values, "results"), office=folder.office(), progress=progress)


FOLDER = Field("folder", "收回的表所在的文件夹", "folder", "可以把文件夹拖到这里", needed=True)
FILES = Field("files", "要校验的文件", "files", "可以把文件拖到这里", needed=True)
FORM = Field("form", "按哪张表读", "form", "认错表时才选", none="自动识别")
BLANKS = Field("form", "哪张表", "form", none="各单位该报的全部（按应报表）")
MASKED = Field("file", "要脱敏的文件", "file", "可以把文件拖到这里", needed=True)
FILLED = Field("templates", "模板", "templates", "不选则填自带的全套报表和半年总结")
LIST = Field("list", "哪张清单", "list", "按最近合并的汇总台账列出", needed=True)
WHERE = Field("where", "只列符合条件的行", "text", "如 单位名称 = '某公司'；不填则全列")
RESULTS_AT = Field("results", "合并的结果文件夹", "results", "里面有 汇总台账.xlsx 的文件夹", needed=True)
_LOOK = (
    ("看概览", "/ledger?file={ledger}&sheet=概览"),
    ("看问题清单", "/ledger?file={ledger}&sheet=问题清单"),
    ("看报送情况", "/ledger?file={ledger}&sheet=报送情况"),
    ("填写报表", "/do/summary?ledger={ledger}"),
)
_SOURCES = (("看每个数的来源", "/figures?file={ledger}"),)
_ACTIONS: Mapping[str, tuple[Any, ...]] = {
    "blank": ((BLANKS, _out("空表"), PERIOD), _blank, ()),
    "merge": ((FOLDER, _out(RESULTS), PERIOD), _merge, _LOOK),
    "check": ((FILES, FORM, _out("校验结果"), PERIOD), _check, ()),
    "summary": ((LEDGER, FILLED, _out(REPORTS), PERIOD), _report, _SOURCES),
    "verify": ((LEDGER, PERIOD), _verify, _SOURCES, ("请注意", "不成立的审核关系")),
    "lists": ((LEDGER, LIST, WHERE, _out("清单")), _list, ()),
    "due": ((LEDGER, _out("清单")), _due, ()),
    "find": ((LEDGER, Field("asked", "查谁", "text", "姓名、证件号码或单位名称", needed=True)), _find, ()),
    "freeze": (
        (
            RESULTS_AT,
            Field("note", "记一句", "text", "如 已报区总工会"),
            Field("reason", "解封理由", "text", "只在要解封已定稿的期间时填写"),
        ),
        _freeze,
        (),
    ),
    "moved": ((RESULTS_AT,), _moved, ()),
    "mask": ((MASKED, _out("脱敏")), _mask, ()),
}
PAGES: Mapping[str, str] = {
    "chase": "/ledger?sheet=报送情况",
    "fill": "/do/summary",
    "trace": "/figures",
    "settings": "/settings",
    "help": "/help",
}
"""Buttons that lead to a page of their own, {id: address}."""


WORDS: Mapping[str, tuple[str, str, str]] = {
    "blank": (
        "生成空表",
        "给每个应报单位生成空表",
        "按 工作台.xlsx 里的应报单位，每单位一份带下拉和提示的空表",
    ),
    "chase": ("催报清单", "看谁没报、谁被退回", "催报名单和写好的通知在合并结果的 催报 文件夹里"),
    "check": ("校验文件", "检查收到的文件，写出标好问题的副本", "红色要改，黄色请核对；原件不改动"),
    "fill": ("填写报表", "把统计数填进上级的报表模板", "不选模板就填自带的全套报表"),
    "summary": ("半年总结", "生成半年总结 Word 稿和报表", "数字都能追到来源行"),
    "trace": ("追溯", "看一个数由哪些行得来，或一行进了哪些数", "点一个数，或台账里一行的行号"),
    "lists": (
        "名册",
        "打印汇总台账里的清单：签到表、公示稿、发放表等",
        "按已保存的台账列；公示的自动遮住隐私",
    ),
    "due": ("到期一览", "换届、合同、复验、整改等，什么快到期了", "快到期和已过期的事项，存成工作簿"),
    "find": ("查人", "一个人或一个单位在各台账里有哪些记录", "隐私遮住，限阅台账只说有"),
    "mask": ("脱敏副本", "另存一份遮住证件号和手机号的副本", "原件不改动"),
}
"""Label, tip and more of buttons that speak of an open workbook in Excel."""

_SAID_HERE = {
    advice.REPORT: "点“填写报表”",
    advice.MERGE: "点“批量合并”",
    advice.FREEZE: "点“定稿”",
    advice.FORM: "在“按哪张表读”里选好，",
}


def said_here(line: str) -> str:
    """A line of advice, the commands it names said as the page's own buttons."""
    return advice.reworded(line, _SAID_HERE)


def words(button: Button) -> tuple[str, str, str]:
    """A button's label, its tip and what happens, as the page says them."""
    return WORDS.get(button.id, (button.label, button.tip, button.more.rstrip("。")))


def action(id_: str) -> Action | None:
    """The action of a button's id, None where the page has none."""
    known = {one.id: one for one in BUTTONS}
    if id_ not in _ACTIONS or id_ not in known:
        return None
    return Action(known[id_], *_ACTIONS[id_])


def address(button: Button) -> str:
    """Where a button leads on the page, '' for those of Excel only."""
    return PAGES.get(button.id, f"/do/{button.id}" if button.id in _ACTIONS else "")
