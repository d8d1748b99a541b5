"""Options and arguments that several commands share, and how an outcome is shown."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

import typer

from union_xl.cli import terminal
from union_xl.run import advice


def option(*names: str, help: str, metavar: str | None = None) -> Any:
    return typer.Option(*names, help=help, metavar=metavar)


def argument(help: str, metavar: str) -> Any:
    return typer.Argument(help=help, metavar=metavar, show_default=False)


Json = Annotated[bool, option("--json", help="结果写成一份 JSON（标准输出），其余信息写到标准错误")]
Out = Annotated[Path, option("--out", help="结果放到这个文件夹", metavar="文件夹")]
Office = Annotated[
    Path | None, option("--office", help="工作台.xlsx（设置、应报单位、填报对应）", metavar="文件")
]
RosterFile = Annotated[
    Path | None, option("--roster", help="应报单位名单，代替工作台里的应报单位", metavar="文件")
]
FormName = Annotated[
    str, option("--form", help="一律按这张表读，如 会员登记、member；默认自动识别", metavar="表")
]
PeriodLabel = Annotated[
    str,
    option(
        "--period",
        help="统计期间：2022H1、2022年上半年、2022-03、2022 或 2021-10..2022-09",
        metavar="期间",
    ),
]
AsOf = Annotated[
    str, option("--as-of", help="截止日，如 2022-06-30；默认是统计期间的最后一天", metavar="日期")
]
Password = Annotated[
    list[str] | None, option("--password", help="加密文件的打开密码（可重复）", metavar="密码")
]
Encrypt = Annotated[str, option("--encrypt", help="给退回文件加上打开密码", metavar="密码")]
Indicators = Annotated[Path | None, option("--indicators", help="指标库，默认用自带的", metavar="文件")]


_ICONS = {
    advice.REPORT: "把 汇总台账.xlsx 拖到“填表”上",
    advice.MERGE: "把文件夹拖到“收表”上",
    advice.FREEZE: "在“本机页面”里点“定稿”",
    advice.FORM: "在“本机页面”里选好表，",
}
"""What to do next where icons were clicked (see `dropped`), not commands typed."""
REMARKS = "说明"
"""The table some outcomes list their remarks in; they are said once."""


def show(outcome: Any, as_json: bool) -> int:
    """Print what a command brought back; its exit code."""
    tables = [] if as_json else outcome.tables()
    if all(title != REMARKS for title, _, _ in tables):
        for remark in getattr(outcome, "remarks", ()):
            terminal.say(remark)
    if as_json:
        terminal.print_json(outcome.document())
    else:
        for title, headers, rows in tables:
            terminal.print_table(title, headers, rows)
        words = _ICONS if "UX_HERE" in os.environ else {}
        for line in getattr(outcome, "advice", ()):
            terminal.say(advice.reworded(line, words))
    return int(outcome.exit_code)
