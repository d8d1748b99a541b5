"""What the screen shows of a check of many files: what matters first, in some forty lines; and the workbook
that holds everything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from union_xl import findings as catalogue
from union_xl.model import ERROR, Finding, Submission
from union_xl.model.rows import FILE
from union_xl.run.result import Shown

FEW = 3
"""So many files are shown finding by finding, however many findings they have."""
LINES = 40
"""Lines of a screen."""
_UNREAD, _ERRORS, _WARNINGS = 4, 7, 3
"""So many files that could not be read, kinds of errors, kinds of warnings are named."""
_LONG = 44
"""Characters of an example's place that fit on the line."""
BOOK = "校验结果.xlsx"
"""The workbook beside the marked copies."""
FILE_TITLES = (FILE, "表", "单位", "行数", "保留", "合并", "暂缓", "错误", "提醒", "去向")
FINDING_TITLES = ("级别", "规则", "文件", "工作表", "单元格", "列名", "说明", "建议")


def is_long(findings: int, files: int) -> bool:
    """Whether a list of everything runs off the screen: a finding takes three lines, a file two."""
    return files > FEW and 3 * findings + 2 * files > LINES


def brief(
    submissions: Sequence[Submission],
    found: Sequence[Finding],
    levels: Mapping[str, str],
    outputs: Sequence[Path],
) -> list[Shown]:
    """Files that could not be read, problems by kind with an example, how many of everything, where the rest
    stands.  `found` are the findings as the screen shows them, errors first."""
    shown: list[Shown] = []
    unread = [one for one in submissions if one.fate in ("未能读取", "待确认")]
    if unread:
        more = f"（只列前 {_UNREAD} 个，共 {len(unread)} 个）" if len(unread) > _UNREAD else ""
        rows: list[Sequence[Any]] = [
            (_short(one.book), one.fate, catalogue.title(one.reason)) for one in unread[:_UNREAD]
        ]
        shown.append((f"没有读到的文件{more}", ("文件", "去向", "原因"), rows))
    kinds = _kinds(found, levels)
    if kinds:
        named = [*kinds[ERROR][:_ERRORS], *kinds["提醒"][:_WARNINGS]]
        left = sum(map(len, kinds.values())) - len(named)
        more = f"（另有 {left} 种）" if left else ""
        shown.append((f"问题按种类{more}", ("级别", "问题", "处数", "文件数", "例如"), named))
    fates = Counter(one.fate for one in submissions)
    count = Counter(catalogue.level(one.rule, levels) for one in found)
    told: list[Sequence[Any]] = [
        ("文件", f"{len(submissions)} 个：" + "，".join(f"{fate} {n} 个" for fate, n in fates.items())),
        ("问题", f"错误 {count[ERROR]} 处，提醒 {count['提醒']} 处"),
    ]
    if outputs:
        whole = next((path for path in outputs if path.name == BOOK), None)
        copies = len(outputs) - (whole is not None)
        told += [("标记副本", f"{copies} 份，在 {outputs[0].parent.as_posix()}")] if copies else []
        told += [("全部问题", f"{whole.as_posix()}（逐条列出，每个文件一行结果）")] if whole else []
    else:
        told.append(("全部问题", "加 --out 文件夹，写成 校验结果.xlsx 和标好问题的副本"))
    return [*shown, ("", ("", ""), told)]


def _kinds(found: Sequence[Finding], levels: Mapping[str, str]) -> dict[str, list[Sequence[Any]]]:
    """{level: (level, name, places, files, an example) of each kind, the most frequent first}."""
    of_kind: dict[tuple[str, str], list[Finding]] = {}
    for one in found:
        of_kind.setdefault((catalogue.level(one.rule, levels), catalogue.name(one)), []).append(one)
    made: dict[str, list[Sequence[Any]]] = {ERROR: [], "提醒": []}
    for (level, name), ones in sorted(of_kind.items(), key=lambda item: -len(item[1])):
        books = len({one.place.book for one in ones})
        made[level].append((level, name, len(ones), books, _short(str(ones[0].place))))
    return made if of_kind else {}


def _short(text: str) -> str:
    """A path or a place, the beginning left out where it is long."""
    text = text if len(text) <= _LONG else PurePosixPath(text).name
    return text if len(text) <= _LONG else f"…{text[-_LONG:]}"
