"""A summary somebody wrote in: a new report puts the numbers right and leaves the words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from union_xl.run.reporting.evaluation import Evaluation
from union_xl.run.reporting.report_result import Filled

_TABLE = re.compile(r"表\d")
_NAMED = 6
"""Numbers named in one sentence."""


def attachments(templates: Sequence[Path]) -> list[str]:
    """The lines 附件：1.… of the tables that are filled with the summary, in their order."""
    names = [path.stem for path in templates if _is_table(path)]
    return [f"{'附件：' if at == 1 else '　　　'}{at}.{name}" for at, name in enumerate(names, start=1)]


def annex(path: Path, beside: Sequence[Path]) -> str:
    """The number of a table among the attachments of the summary filled with it ('' for none): 附件号."""
    tables = [one for one in beside if _is_table(one)]
    summary = any(one.suffix.lower() == ".docx" for one in beside)
    return str(tables.index(path) + 1) if summary and path in tables else ""


def _is_table(path: Path) -> bool:
    return path.suffix.lower() == ".xlsx" and bool(_TABLE.match(path.stem))


def keep_edited_words(run: Evaluation, filled: Sequence[Filled], out: Path) -> tuple[list[Filled], list[str]]:
    """The filled templates, with the office's own text where a summary in `out` has some; and what is to
    be told about each."""
    made, remarks = [], []
    for one in filled:
        path = out / one.output
        word = path.suffix.lower() == ".docx" and bool(one.data) and path.is_file()
        again = _again(run, one, path.read_bytes()) if word else None
        made.append(again[0] if again else one)
        remarks += again[1] if again else []
    return made, remarks


def _again(run: Evaluation, one: Filled, there: bytes) -> tuple[Filled, list[str]] | None:
    """The edited summary with the numbers of now; None where its words are ours, or it is no summary of ours,
    or of another period: then the fresh one takes its place (and what somebody saved goes to 历史)."""
    from union_xl import summary

    period = run.when.label if run.when else ""
    found = summary.updated(there, run.figures, period, previous=run.previous, last_year=run.last_year)
    if found is None:
        return None
    remarks = [f"{one.output} 改过的文字保留了，更新了 {len(found.changed)} 个数"]
    if found.gone:
        remarks.append(f"{one.output} 里这些数现在是零或没有了，请改写所在的句子：{_some(found.gone)}")
    here = {name for name, _ in found.numbers}
    new = [c.partition("|")[0] for _, _, c, _, _ in one.cells if c.partition("|")[0] not in here]
    if new := list(dict.fromkeys(new)):
        remarks.append(f"{one.output} 里还没有写到：{_some(new)}；要整篇新稿，请把它改名或移走后再运行一次")
    cells = tuple(
        ("正文", f"第{at}处", name, figure, None if figure is None else figure.value)
        for at, (name, figure) in enumerate(found.numbers, start=1)
    )
    return replace(one, data=found.data if found.changed else there, cells=cells), remarks


def _some(names: Sequence[str]) -> str:
    more = f"等{len(names)}项" if len(names) > _NAMED else ""
    return "、".join(names[:_NAMED]) + more
