"""What happens next: one or two lines after check, merge and report, for a clerk."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

REPORT, MERGE, FREEZE, FORM = (
    r"union-xl report\b[^；。]*",
    r"union-xl merge\b[^；。]*",
    r"union-xl freeze\b[^；。]*",
    r"加 --form 表名 ",
)
"""What lines of advice tell to type; elsewhere it is said otherwise (`reworded`)."""


def reworded(line: str, words: Mapping[str, str]) -> str:
    """A line of advice with the commands it names said in other words.

    >>> reworded("数齐以后填写报表：union-xl report 汇总台账.xlsx --out 报表", {REPORT: "点“填写报表”"})
    '数齐以后填写报表：点“填写报表”'
    """
    for command, said in words.items():
        line = re.sub(command, said, line)
    return line


def after_check(errors: int, unread: int, questions: int, outputs: Sequence[Path]) -> tuple[str, ...]:
    """`errors` 错误, `unread` files not readable, `questions` files 待确认; `outputs` the marked copies."""
    lines = []
    if unread:
        lines.append(f"{unread} 个文件未能读取（原因已列出）：请单位重新报送")
    if questions:
        lines.append(f"{questions} 个文件待确认是哪张表：看清后加 --form 表名 再校验一次")
    if errors and not outputs:
        lines.append("要把问题标在表上发回去，请加 --out 文件夹")
    elif errors:
        lines.append("下一步：把标好的副本发回单位，改好后再校验")
    return tuple(lines) or ("没有要退回的问题，可以合并：union-xl merge 文件夹 --out 结果",)


def after_merge(
    fates: Mapping[str, int], held: int, missing: int, ledger: Path, office: Path | None = None
) -> tuple[str, ...]:
    """`fates` files by 去向, `held` rows 暂缓, `missing` units that have not reported; `office` the office
    workbook, without which a report has no settings."""
    first = f"先看 {ledger.name} 的“概览”"
    if questions := fates.get("待确认", 0):
        first += f"；{questions} 个文件待确认，在“问题清单”或“列对应”的“处理”里选"
    if held:
        first += f"；{held} 行暂缓，在“暂缓”里改好或写“收下”，再合并一次"
    lines = [first]
    if missing:
        lines.append(f"{missing} 家还有表未报：催报 文件夹里有名单和写好的通知")
    if office is None:
        lines.append("这次没有用工作台（设置和应报单位）：有的请一并指定，再合并一次")
    settings = f" --office {_typed(office)}" if office else ""
    lines.append(f"数齐以后填写报表：union-xl report {_typed(ledger)}{settings} --out 报表")
    return tuple(lines)


def _typed(path: Path) -> str:
    """A path as it is typed into a command line: quoted where a shell would take it apart."""
    text = path.as_posix()
    if os.name == "nt":
        return f'"{text}"' if set(text) & set(" &^%!()") else text
    return text if not set(text) & set(" \\\t\n'\"`$&|;<>()*?[]#~!{}") else shlex.quote(text)


def after_report(incomplete: bool, failing: int, outputs: Sequence[Path]) -> tuple[str, ...]:
    """`incomplete`: the ledger still lacks something; `failing` relations that do not hold."""
    if not outputs:
        return ()
    lines = []
    if incomplete:
        lines.append("台账还没有收齐，报出前请先催报、处理暂缓，再填一次")
    if failing:
        lines.append(f"{failing} 条审核关系不成立：核对后改台账，或在台账“审核说明”里写明原因")
    lines.append("每个数的来源在同名的“…-数据来源.xlsx”里；报出以后请定稿：union-xl freeze 结果文件夹")
    return tuple(lines)
