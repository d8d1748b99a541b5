"""Results of merges among the returns: what we wrote ourselves is no return.

A folder with our run.json in it is a result.  Of this office's own results nothing is read; of another
office's (a subdistrict that sends its whole result folder) only its 汇总台账.  Whatever else somebody put
there is read.  Loose folders 退回 and 历史 are known by what only we put into them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from union_xl import ledger_book, readers
from union_xl.model import Finding, Place, Source, Submission
from union_xl.run.staging import HISTORY, LEDGER_FILE, PURGED, RESTRICTED, RUN

RULE = "F-RESULT"
BACK = "退回"
_FOLDERS = (BACK, "催报", HISTORY)
_SLIP = "回执.txt"
_ARCHIVED = re.compile(r"汇总台账_\d{8}-\d{6}\.xlsx")
_MOST = 32 * 2**20
"""Bytes of a run.json, at most."""


@dataclass(frozen=True)
class _Result:
    """A result folder: `home` is its path with a / behind, `run` its run.json, `own` whether this office made
    it."""

    home: str
    run: Mapping[str, Any]
    own: bool

    def wrote(self, name: str) -> bool:
        """Whether a file below it is left out."""
        inside = name.removeprefix(self.home)
        if inside == LEDGER_FILE:
            return self.own
        if inside in (RESTRICTED, PURGED):
            return True
        return inside == RUN or inside.split("/")[0] in _FOLDERS or inside in self.run["outputs"]


def find_own_results(sources: Sequence[Source], digests: Sequence[str], office: str) -> dict[int, str]:
    """{number of a source: the folder it is left out with}.

    Args:
        digests: the sha256 of each source.  office: the name of this office ('' when not known).
    """
    results = _results(sources, digests, office)
    names = {source.name for source in sources}
    made: dict[int, str] = {}
    for number, source in enumerate(sources):
        result = next((one for one in results if source.name.startswith(one.home)), None)
        if result is not None and result.wrote(source.name):
            made[number] = result.home or "./"
        elif result is None and (folder := _loose(source.name, names)):
            made[number] = folder
    return made


def own_result_lines(sources: Sequence[Source], left: Mapping[int, str]) -> Iterator[Submission]:
    """A line for each folder that was left out, wholly or in part."""
    for folder in dict.fromkeys(left.values()):
        count = sum(one == folder for one in left.values())
        read = f"{'' if folder == './' else folder}{LEDGER_FILE}"
        also = any(source.name == read and number not in left for number, source in enumerate(sources))
        facts = {"个数": count, "读": f"，只读了其中的 {LEDGER_FILE}" if also else ""}
        finding = Finding(RULE, Place(folder), facts=facts)
        yield Submission(folder, "", "", "忽略", RULE, findings=(finding,))


def output_folder(folder: Path, out: Path) -> Iterator[Submission]:
    """A line for the output folder where it lies among the returns; it is never looked into."""
    if out != folder.resolve() and out.is_relative_to(folder.resolve()):
        name = out.relative_to(folder.resolve()).as_posix()
        yield Submission(f"{name}/", "", "", "忽略", RULE)


def _results(sources: Sequence[Source], digests: Sequence[str], office: str) -> list[_Result]:
    """The result folders, those that lie deeper first."""
    runs = {
        source.name.removesuffix(RUN): run
        for source in sources
        if source.name.rpartition("/")[2] == RUN and (run := _run(source)) is not None
    }
    sent = {
        digest
        for source, digest in zip(sources, digests, strict=True)
        if not any(source.name.startswith(home) for home in runs)
    }
    ledgers = {source.name: source for source in sources if source.name.rpartition("/")[2] == LEDGER_FILE}
    made = []
    for home, run in sorted(runs.items(), key=lambda one: -len(one[0])):
        whose = _office(ledgers.get(f"{home}{LEDGER_FILE}"))
        if whose and office:
            own = whose == office
        else:  # made of files that lie here as well
            own = any(file.get("sha256") in sent for file in run["files"])
        made.append(_Result(home, run, own))
    return made


def _office(ledger: Source | None) -> str:
    """Whose a ledger is; '' where it does not say, or there is none."""
    try:
        return ledger_book.office_of(readers.read_bytes(ledger)) if ledger is not None else ""
    except OSError:
        return ""


def _run(source: Source) -> dict[str, Any] | None:
    """What a run.json of ours says; None where it is none."""
    try:
        if source.data is None and source.path.stat().st_size > _MOST:
            return None
        run = json.loads(readers.read_bytes(source))
        whole = isinstance(run["outputs"], dict) and all(isinstance(one, dict) for one in run["files"])
        return run if whole and "version" in run else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _loose(name: str, names: set[str]) -> str:
    """The folder 退回 or 历史 a file of ours lies in without its run.json; '' for any other file."""
    *folders, last = name.split("/")
    if HISTORY in folders and _ARCHIVED.fullmatch(last):
        return "/".join(folders[: folders.index(HISTORY) + 1]) + "/"
    if BACK in folders:
        at = folders.index(BACK)
        if "/".join((*folders[: at + 2], _SLIP)) in names:
            return "/".join(folders[: at + 1]) + "/"
    return ""
