"""Commands over what is there already: lists to print, one person or unit found, a report period closed,
and the local page."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from union_xl.cli import arguments, terminal
from union_xl.cli.options import AsOf, Json, Office, Password, PeriodLabel, argument, option, show


def list_(
    ledger: Annotated[Path, argument("汇总台账.xlsx，或它所在的结果文件夹", "台账")],
    name: Annotated[
        str,
        typer.Argument(
            help="哪张清单，如 公示稿、签到表、到期一览；不写则列出全部",
            metavar="清单",
        ),
    ] = "",
    where: Annotated[
        str, option("--where", help="只列符合条件的行，如 \"单位名称 = '甲公司'\"", metavar="条件")
    ] = "",
    office: Office = None,
    as_of: AsOf = "",
    out: Annotated[Path | None, option("--out", help="写到这个文件", metavar="文件")] = None,
    as_json: Json = False,
) -> int:
    """打印清单：签到表、公示稿、发放表、出团名单、到期一览等。"""
    from union_xl.run import print_list as command

    return show(command.print_list(ledger, name, out, where=where, office=office, as_of=as_of), as_json)


def find(
    what: Annotated[
        list[str], argument("台账（一本或几本），最后写要查的人（证件号码或姓名）或单位", "台账… 人或单位")
    ],
    office: Office = None,
    as_json: Json = False,
) -> int:
    """查人、查单位：在每一本台账、每一期里有哪些记录（遮住隐私）。"""
    from union_xl.run import find as command

    *books, asked = what
    return show(command.find(arguments.expand_wildcards(map(Path, books)), asked, office=office), as_json)


def freeze(
    folder: Annotated[Path, argument("合并的结果文件夹，或放报表的文件夹", "文件夹")],
    note: Annotated[str, option("--note", help="定稿时记一句，如 已报区总", metavar="文字")] = "",
    check: Annotated[bool, option("--check", help="核对：定稿以后有没有东西变了")] = False,
    reopen: Annotated[str, option("--reopen", help="解封，写明理由", metavar="理由")] = "",
    period: PeriodLabel = "",
    office: Office = None,
    as_json: Json = False,
) -> int:
    """定稿：把上报的台账、指标、模板、报表封存进 档案；以后核对，或写明理由解封。"""
    from union_xl.run import freeze as command

    with terminal.progress(not as_json) as shown:
        if check:
            return show(command.check(folder, office=office, progress=shown), as_json)
        if reopen:
            return show(command.reopen(folder, reopen, office=office, period=period), as_json)
        return show(command.freeze(folder, note, office=office, period=period, progress=shown), as_json)


def purge(
    out: Annotated[Path, argument("合并结果所在的文件夹", "文件夹")],
    office: Office = None,
    as_of: Annotated[str, option("--as-of", help="按哪一天算过期，默认今天", metavar="日期")] = "",
    password: Password = None,
    plan: Annotated[bool, option("--plan", help="只列出过了期限的，不删除")] = False,
    yes: Annotated[bool, option("--yes", help="列出后不再询问，直接删除")] = False,
    as_json: Json = False,
) -> int:
    """清理：过了保存期限的台账，先列出，再删除，并留下清理记录（只记数量）。"""
    from union_xl.run import purge as command

    def agreed(due: Sequence[command.ExpiredRows]) -> bool:
        """Listed first, then asked; where nobody sits there to answer, only `--yes` agrees."""
        for one in due:
            rows = "" if one.rows is None else f"，{one.rows} 行"
            terminal.say(
                f"过了保存期限（{one.until}）：{one.file} 的 {one.ledger}（{one.period}{rows}）：{one.how}"
            )
        if not yes and not sys.stdin.isatty():
            terminal.say("没有人回答，没有删除；确定要删请加 --yes")
            return False
        return yes or typer.confirm("以上内容删除后不能恢复，确定删除吗？", err=True)

    made = command.purge(out, office=office, as_of=as_of, passwords=password or (), plan=plan, agreed=agreed)
    return show(made, as_json)


def desk(
    port: Annotated[int, option("--port", help="端口；默认自动选一个", metavar="端口")] = 0,
    folder: Annotated[Path, option("--folder", help="工作文件夹", metavar="文件夹")] = Path(),
    no_browser: Annotated[bool, option("--no-browser", help="只显示链接，不打开浏览器")] = False,
) -> int:
    """本机页面：不用 Excel，在浏览器里点按钮（WPS、Linux 适用）。"""
    from union_xl.desk import serve

    serve(folder, port, browser=not no_browser, say=terminal.say)
    return 0


def add_to(app: typer.Typer) -> None:
    """The commands of this module, after those of the round."""
    for name, command in (
        ("list", list_),
        ("find", find),
        ("freeze", freeze),
        ("purge", purge),
        ("desk", desk),
    ):
        app.command(name)(command)
