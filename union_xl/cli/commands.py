"""The commands of the round (blank, check, merge, report) and those over a ledger, with their options."""

from __future__ import annotations

import os
import traceback
from pathlib import Path
from typing import Annotated, cast

import typer

from union_xl import __version__
from union_xl.cli import arguments as typed_arguments
from union_xl.cli import ledger_commands, terminal
from union_xl.cli.addin_commands import addin_app
from union_xl.cli.app import App
from union_xl.cli.options import (
    AsOf,
    Encrypt,
    FormName,
    Indicators,
    Json,
    Office,
    Out,
    Password,
    PeriodLabel,
    RosterFile,
    argument,
    option,
    show,
)
from union_xl.model import faults
from union_xl.model.errors import UnionXlError, UsageError

_UsageError = cast("type[Exception]", typer.BadParameter.__bases__[0])  # typer keeps its own click


app = App(
    name="union-xl",
    help="基层工会报表：发空表、校验、合并、统计、填报。",
    add_completion=False,
    pretty_exceptions_enable=False,
)


def run(arguments: list[str]) -> int:
    """Run one command; every way it can fail ends in one sentence and exit code 2."""
    try:
        code = app(
            args=typed_arguments.without_stray_quotes(arguments), prog_name="union-xl", standalone_mode=False
        )
        return code if isinstance(code, int) else 0
    except UnionXlError as error:
        terminal.say(str(error))
        return error.exit_code
    except _UsageError as error:
        if said := typed_arguments.usage_error(error):
            terminal.say(said)
        return 2
    except (typer.Abort, KeyboardInterrupt):
        terminal.say("已中止，没有写入任何结果")
        return 2
    except typer.Exit as done:
        return int(done.exit_code)
    except OSError as error:
        terminal.say(typed_arguments.system_error(error))
        return 2
    except Exception as error:
        if typed_arguments.lacks_memory(error):
            terminal.say(typed_arguments.too_little_memory(arguments))
            return 2
        return _unforeseen(error)


def _unforeseen(error: Exception) -> int:
    """A fault of ours: one sentence for the clerk; UNION_XL_DEBUG=1 shows the developer the rest."""
    if os.environ.get(faults.DEBUG):
        traceback.print_exception(error)
    terminal.say(f"程序内部出错（{faults.spot(error)}），没有写入结果；请把这句话发给维护人员")
    return 2


ROUND = (
    ("发空表", "union-xl blank --all --office 工作台.xlsx --out 空表"),
    ("校验", "union-xl check 收到的文件 --out 校验结果"),
    ("合并", "union-xl merge 上报 --office 工作台.xlsx --out 结果"),
    ("统计填报", "union-xl report 结果/汇总台账.xlsx --office 工作台.xlsx --out 报表"),
)
"""The four commands of a round, as bare `union-xl` tells them."""


@app.callback(invoke_without_command=True)
def _bare(
    ctx: typer.Context,
    version: Annotated[bool, option("--version", help="显示版本号")] = False,
) -> None:
    if version:
        print(f"union_xl {__version__}")
        raise typer.Exit(0)
    if ctx.invoked_subcommand is None:
        lines = [f"  {at} {what}：{command}" for at, (what, command) in enumerate(ROUND, start=1)]
        more = "先看一遍：union-xl demo；不用命令行：union-xl desk；全部命令：union-xl --help"
        print("\n".join(["一轮报表四步：", *lines, more]))


@app.command()
def demo(
    out: Annotated[Path, option("--out", help="结果放到这个文件夹，默认 demo-out", metavar="文件夹")] = Path(
        "demo-out"
    ),
    as_json: Json = False,
) -> int:
    """演示：用自带的 2022 年上半年材料走完一整轮。"""
    from union_xl.run import demo as command

    with terminal.progress(not as_json) as shown:
        outcome = command.demo(out, progress=shown)
    return show(outcome, as_json)


@app.command()
def blank(
    form: Annotated[
        str, argument("哪张表：如 会员登记、member；或声明新表的工作簿；工作台：做一份空的", "表")
    ] = "",
    office: Office = None,
    roster: RosterFile = None,
    period: PeriodLabel = "",
    prefill: Annotated[
        Path | None,
        option("--prefill", help="按这份汇总台账预填本单位的人（姓名、证件等），只需勾填", metavar="台账"),
    ] = None,
    out: Out = Path(),
    all_forms: Annotated[
        bool, option("--all", help="每个单位应报的表都生成，按单位分文件夹；不写表名")
    ] = False,
    card: Annotated[
        bool, option("--card", help="生成一户（人、单位）一张的卡片，Excel 和 Word 各一份")
    ] = False,
    as_json: Json = False,
) -> int:
    """生成空表：一张，或者给每个应报单位各一张（已填好单位名称）。"""
    from union_xl.run import blank as command

    if bool(form) == all_forms:
        raise UsageError("请写明是哪张表，如 union-xl blank 会员登记；要全部的表，写 union-xl blank --all")
    if all_forms and card:
        raise UsageError("--card 一次生成一张表的卡片，请写明是哪张表，不写 --all")
    if form == command.OFFICE:
        return show(command.office_workbook(out), as_json)
    with terminal.progress(not as_json) as shown:
        if all_forms:
            made = command.every_blank(
                out, office=office, roster=roster, period=period, prefill=prefill, progress=shown
            )
            return show(made, as_json)
        outcome = command.blank(
            form,
            out,
            office=office,
            roster=roster,
            period=period,
            card=card,
            prefill=prefill,
            progress=shown,
        )
    return show(outcome, as_json)


@app.command()
def check(
    files: Annotated[list[Path], argument("要校验的文件或文件夹，可以多个", "文件…")],
    form: FormName = "",
    office: Office = None,
    roster: RosterFile = None,
    period: PeriodLabel = "",
    as_of: AsOf = "",
    password: Password = None,
    out: Annotated[
        Path | None, option("--out", help="写出带标记的副本；不写则只显示结果", metavar="文件夹")
    ] = None,
    encrypt: Encrypt = "",
    as_json: Json = False,
) -> int:
    """校验收回的表：列出每一处问题；加 --out 时写出带标记的副本。"""
    from union_xl.run import check as command

    with terminal.progress(not as_json and len(files) > 1) as shown:
        outcome = command.check(
            typed_arguments.expand_wildcards(files),
            form=form,
            office=office,
            roster=roster,
            period=period,
            as_of=as_of,
            passwords=password or (),
            out=out,
            encrypt=encrypt,
            progress=shown,
        )
    return show(outcome, as_json)


@app.command()
def merge(
    folder: Annotated[Path, argument("收回的表所在的文件夹", "文件夹")],
    out: Out,
    office: Office = None,
    roster: RosterFile = None,
    base: Annotated[
        Path | None, option("--base", help="上一次的汇总台账，默认用输出文件夹里的", metavar="文件")
    ] = None,
    form: FormName = "",
    period: PeriodLabel = "",
    as_of: AsOf = "",
    password: Password = None,
    jobs: Annotated[int, option("--jobs", help="同时读几个文件；默认按电脑核数", metavar="个数")] = 0,
    scheduler: Annotated[str, option("--scheduler", help="Dask 集群地址", metavar="地址")] = "",
    fresh: Annotated[bool, option("--fresh", help="不用上次的缓存，全部重新读取")] = False,
    encrypt: Encrypt = "",
    past: Annotated[
        list[Path] | None,
        option("--past", help="往期的汇总台账，只供核对，不并入；可多次", metavar="文件"),
    ] = None,
    drop: Annotated[
        list[str] | None,
        option("--drop", help="输出文件夹里原有、本次没有报送的台账，不再保留；可多次", metavar="台账"),
    ] = None,
    as_json: Json = False,
) -> int:
    """合并：读入一个文件夹里收回的所有表，写出汇总台账、退回件和催报材料。"""
    from union_xl.run import merge as command

    with terminal.progress(not as_json) as shown:
        outcome = command.merge(
            folder,
            out,
            office=office,
            roster=roster,
            base=base,
            form=form,
            period=period,
            as_of=as_of,
            passwords=password or (),
            jobs=jobs,
            scheduler=scheduler,
            fresh=fresh,
            encrypt=encrypt,
            drop=drop or (),
            past=typed_arguments.expand_wildcards(past or ()),
            progress=shown,
        )
    return show(outcome, as_json)


@app.command()
def report(
    ledger: Annotated[Path, argument("汇总台账.xlsx，或它所在的结果文件夹", "台账")],
    out: Out,
    template: Annotated[
        list[Path] | None, option("--template", help="要填的模板（可重复）；默认用自带的", metavar="文件")
    ] = None,
    indicators: Indicators = None,
    previous: Annotated[Path | None, option("--previous", help="上期的汇总台账", metavar="文件")] = None,
    last_year: Annotated[
        Path | None, option("--last-year", help="去年同期的汇总台账", metavar="文件")
    ] = None,
    office: Office = None,
    period: PeriodLabel = "",
    as_of: AsOf = "",
    plan: Annotated[bool, option("--plan", help="只说明会填什么，不写文件；对改过的总结核对数字")] = False,
    pdf: Annotated[bool, option("--pdf", help="同时生成 PDF（需要 LibreOffice）")] = False,
    as_json: Json = False,
) -> int:
    """统计填报：按指标库统计，填好上级的报表模板和半年总结。"""
    from union_xl.run import report as command

    with terminal.progress(not as_json) as shown:
        outcome = command.report(
            ledger,
            out,
            templates=typed_arguments.expand_wildcards(template or ()),
            indicators=indicators,
            previous=previous,
            last_year=last_year,
            office=office,
            period=period,
            as_of=as_of,
            plan=plan,
            pdf=pdf,
            progress=shown,
        )
    return show(outcome, as_json)


@app.command()
def trace(
    ledger: Annotated[Path, argument("汇总台账.xlsx，或它所在的结果文件夹", "台账")],
    figure: Annotated[str, typer.Argument(help="指标名称或代码；不写则列出全部", metavar="指标")] = "",
    row: Annotated[
        str, option("--row", help="台账里的一行，如 会员登记!57：看它计入了哪些数", metavar="表!行")
    ] = "",
    unit: Annotated[str, option("--unit", help="只看这个单位", metavar="单位")] = "",
    indicators: Indicators = None,
    previous: Annotated[Path | None, option("--previous", help="上期的汇总台账", metavar="文件")] = None,
    office: Office = None,
    period: PeriodLabel = "",
    as_of: AsOf = "",
    as_json: Json = False,
) -> int:
    """追溯：一个数来自哪些行，或一行计入了哪些数。"""
    from union_xl.run import trace as command

    outcome = command.trace(
        ledger,
        figure=figure,
        row=row,
        unit=unit,
        indicators=indicators,
        previous=previous,
        office=office,
        period=period,
        as_of=as_of,
    )
    return show(outcome, as_json)


@app.command()
def diff(
    old: Annotated[Path, argument("旧台账", "旧台账")],
    new: Annotated[Path, argument("新台账", "新台账")],
    out: Annotated[Path, option("--out", help="写到这个文件", metavar="文件")],
    office: Office = None,
    as_json: Json = False,
) -> int:
    """比较两份台账：新增、减少、转移、变化。"""
    from union_xl.run import diff as command

    return show(command.diff(old, new, out, office=office), as_json)


@app.command()
def mask(
    file: Annotated[Path, argument("要脱敏的文件", "文件")],
    out: Annotated[Path, option("--out", help="写到这个文件", metavar="文件")],
    office: Office = None,
    as_json: Json = False,
) -> int:
    """脱敏副本：遮住姓名、证件号码、电话等，去掉备注。"""
    from union_xl.run import mask as command

    return show(command.mask(file, out, office=office), as_json)


@app.command()
def forms(
    form: Annotated[str, typer.Argument(help="哪张表；不写则列出全部", metavar="表")] = "",
    office: Office = None,
    out: Annotated[Path | None, option("--out", help="把这张表的声明写到这个工作簿", metavar="文件")] = None,
    as_json: Json = False,
) -> int:
    """表样：有哪些表，每张表有哪些列、怎么填。"""
    from union_xl.run import forms as command

    return show(command.forms(form, office=office, out=out), as_json)


ledger_commands.add_to(app)
app.add_typer(addin_app, name="addin")
