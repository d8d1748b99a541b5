"""Writing a report's files: all or none, and nothing that somebody edited is overwritten.

What was written is remembered (`.union_xl/report.json`); whatever else stands in the way goes to 历史/ first.
Whether its contents were changed, or it was only saved again (a colour, a column's width may have
changed with it, which no look at the cells tells), is said as it is.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from union_xl.model import UsageError
from union_xl.model.fileops import hide, is_locked, replace_file
from union_xl.run.freezing.content_digest import digest, sha256_of
from union_xl.run.reporting.evaluation import Evaluation
from union_xl.run.reporting.report_result import Filled
from union_xl.run.staging import HISTORY
from union_xl.store import HOME

RECORD = "report.json"


@dataclass(frozen=True, slots=True)
class Saved:
    """Files written, and what is to be told: which files stood there and where they are now."""

    outputs: tuple[Path, ...]
    remarks: list[str]


def save(out: Path, files: Mapping[str, bytes]) -> Saved:
    """All files or none: written beside their places first, then put there.  UsageError when a file is open
    elsewhere or the folder cannot be written to."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".union_xl_", dir=out, ignore_cleanup_errors=True) as waiting:
            for name, data in files.items():
                (Path(waiting) / name).write_bytes(data)
            for name in files:
                if is_locked(out / name):
                    raise PermissionError(13, "", str(out / name))
            known = _record(out)
            remarks = [line for name, data in files.items() if (line := _kept(out, name, data, known))]
            for name in files:
                replace_file(Path(waiting) / name, out / name)
        _remember(out, known | {name: _mark(data) for name, data in files.items()})
    except PermissionError as error:
        name = Path(error.filename2 or error.filename or out).name
        raise UsageError(f"{name} 正在 Excel/WPS 中打开或没有写入权限，请关闭后重试") from error
    except OSError as error:
        raise UsageError(f"写不进文件夹 {out}，请检查路径和剩余空间") from error
    return Saved(tuple(out / name for name in files), remarks)


def _kept(out: Path, name: str, data: bytes, known: Mapping[str, str]) -> str:
    """Copy what stands at `name` to 历史/ unless we wrote it so; what is to be told, '' for nothing."""
    path = out / name
    if not path.is_file():
        return ""
    there = path.read_bytes()
    contents, _, packed = known.get(name, "").partition(" ")
    if there == data or sha256_of(there) == packed:
        return ""
    same = digest(there) in (contents, digest(data))
    if same and not packed:  # no record, or one of an older version: the same contents are ours
        return ""
    folder = out / HISTORY
    folder.mkdir(exist_ok=True)
    stamp = dt.datetime.now().strftime("%Y%m%d-%H%M%S")
    target, number = folder / f"{path.stem}_{stamp}{path.suffix}", 1
    while target.exists():
        number += 1
        target = folder / f"{path.stem}_{stamp}_{number}{path.suffix}"
    shutil.copy2(path, target)
    why = "写出以后又保存过（内容没变，格式、批注可能改过）" if same else "被人改动过"
    return f"{name} {why}，没有覆盖掉：原来的文件已移到 {HISTORY}/{target.name}"


def _record(out: Path) -> dict[str, str]:
    try:
        record = json.loads((out / HOME / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(name): str(digest) for name, digest in record.items()} if isinstance(record, dict) else {}


def _remember(out: Path, known: Mapping[str, str]) -> None:
    home = out / HOME
    home.mkdir(exist_ok=True)
    hide(home)
    part = home / f"{RECORD}.part"
    part.write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")
    replace_file(part, home / RECORD)


def _mark(data: bytes) -> str:
    """What is remembered of a file written: its contents, and its bytes."""
    return f"{digest(data)} {sha256_of(data)}"


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
