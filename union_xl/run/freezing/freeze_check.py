"""What of a 定稿 is no longer as it was: files, copies, figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from union_xl import ledgers
from union_xl.ledgers.masking import mask_text
from union_xl.model import UnionXlError
from union_xl.model.grid import as_said
from union_xl.model.rows import FILE, ROW, SHEET, Rows
from union_xl.run.context import run_context
from union_xl.run.freezing import content_digest
from union_xl.run.freezing import frozen_record as records
from union_xl.run.freezing.frozen_record import Frozen, FrozenFile
from union_xl.run.reporting import changed_figures, report_record

_TAG = re.compile(r"\{\{\s*(?:每[^.．。{}]+[.．。])?([^{}|]+?)\s*(?:\|[^{}]*)?\}\}")
_MOST = 20
"""Places told of one file; the others are counted."""
_LEDGERS = (report_record.LEDGER, report_record.RESTRICTED, report_record.PREVIOUS, report_record.LAST_YEAR)


@dataclass(frozen=True, slots=True)
class Problem:
    """A file of a 定稿 that is not as it was: what happened, where, which reported figures it concerns."""

    period: str
    file: str
    what: str
    place: str = ""
    figures: tuple[str, ...] = ()

    @property
    def cells(self) -> tuple[Any, ...]:
        return self.period, self.file, self.what, self.place, "、".join(self.figures)

    def document(self) -> dict[str, Any]:
        return {
            "期间": self.period,
            "文件": self.file,
            "情况": self.what,
            "位置": self.place,
            "涉及的指标": list(self.figures),
        }


def problems(
    home: Path, one: Frozen, office: Path | None
) -> tuple[list[Problem], list[changed_figures.ChangedFigure]]:
    """What differs from a 定稿 in the ledger's folder `home`, and the figures that moved."""
    found: list[Problem] = []
    folder = records.folder(home, one.period)
    for file in one.files:
        found += _copy(folder, one, file)
    for file in one.files:
        found += _file(home, folder, one, file, office)
    differences: list[changed_figures.ChangedFigure] = []
    try:
        now = changed_figures.counted_now(home, one, office)
        differences = changed_figures.changed_figures(one, now)
        if differences:
            differences = changed_figures.with_rows(differences, changed_figures.counted_then(home, one), now)
    except UnionXlError as why:
        found.append(Problem(one.period, "", f"现在的台账统计不出来，核对不了上报数：{why}"))
    return found, differences


def _copy(folder: Path, one: Frozen, file: FrozenFile) -> list[Problem]:
    """The archived copy must be the very bytes."""
    path = folder / file.copy
    if not path.is_file():
        return [Problem(one.period, f"{records.ARCHIVE}/{one.period}/{file.copy}", "存档的副本不见了")]
    if content_digest.sha256_of(path.read_bytes()) != file.sha256:
        return [Problem(one.period, f"{records.ARCHIVE}/{one.period}/{file.copy}", "存档的副本被改动过")]
    return []


def _file(home: Path, folder: Path, one: Frozen, file: FrozenFile, office: Path | None) -> list[Problem]:
    """The file where it lay: there, and of the same content."""
    path = home / file.path
    name = f"{file.role} {path.name}"
    if not path.is_file():
        return [Problem(one.period, name, "文件不见了", str(file.path), _figures_at(one, path.name, ()))]
    data = path.read_bytes()
    if content_digest.sha256_of(data) == file.sha256:
        return []
    if file.role in _LEDGERS:
        return _ledger(one, name, path, folder / file.copy, office or _office(home, one))
    copy = folder / file.copy
    archived = copy.read_bytes() if copy.is_file() else b""
    changed = content_digest.changes(archived, data)
    if changed is None:
        same = content_digest.digest(data) == file.contents
        return [] if same else [Problem(one.period, name, "内容变了")]
    before_all = content_digest.spots(archived) or {}
    found = []
    for place, before, now in changed[:_MOST]:
        figures = _concerned(one, file.role, path.name, (place, before, now), before_all)
        found.append(Problem(one.period, name, _change(before, now), place, figures))
    if len(changed) > _MOST:
        found.append(Problem(one.period, name, f"还有 {len(changed) - _MOST} 处变了"))
    return found


def _change(before: str, now: str) -> str:
    short = [mask_text(text if len(text) <= 60 else text[:57] + "…") for text in (before, now)]
    return f"“{short[0]}” 变成 “{short[1]}”"


def _office(home: Path, one: Frozen) -> Path | None:
    file = next(iter(one.of(report_record.OFFICE)), None)
    path = home / file.path if file else None
    return path if path is not None and path.exists() else None


def _concerned(
    one: Frozen, role: str, name: str, change: tuple[str, str, str], before: Mapping[str, str]
) -> tuple[str, ...]:
    """The reported figures a changed place speaks of: of an output those that stand there, of a template
    those of its tags, of a library that of its line."""
    if role == report_record.OUTPUT:
        return _figures_at(one, name, change)
    place, *texts = change
    if role == report_record.TEMPLATE:
        names = {tag[1] for text in texts for tag in _TAG.finditer(text)}
    else:
        line = re.sub(r"![A-Z]+", "!", place)
        names = {text for spot, text in before.items() if re.sub(r"![A-Z]+", "!", spot) == line} | {*texts}
    return tuple(
        dict.fromkeys(f.name for f in one.figures if f.name in names or (f.code and f.code in names))
    )


def _figures_at(one: Frozen, output: str, spot: Sequence[str]) -> tuple[str, ...]:
    """The figures at a place of an output (`表1!C5`); of a document those whose number stands in the text
    that changed; without a place all of the output's."""
    found = [figure for figure in one.figures if any(p.split(" ", 1)[0] == output for p in figure.places)]
    if not spot:
        return tuple(dict.fromkeys(figure.name for figure in found))
    place, before, _ = spot
    exact = [figure for figure in found if f"{output} {place}" in figure.places]
    if not exact and "!" not in place:
        exact = [f for f in found if f.value is not None and str(f.value) in before]
    return tuple(dict.fromkeys(figure.name for figure in exact))


def _ledger(one: Frozen, name: str, path: Path, copy: Path, office: Path | None) -> list[Problem]:
    """Which rows of a ledger came, went or changed; nothing where it was only saved again, or where it is
    meanwhile the ledger of another period."""
    from union_xl import ledger_book

    try:
        context = run_context(office=office)
        all_forms = ledgers.forms_of(context)
        passwords = ledger_book.restricted.passwords_of(context)
        if not ledger_book.restricted.is_restricted_path(path):
            label, _ = ledger_book.period_of(path)
            if label and label != one.period:
                return []
        sides = [ledger_book.read_alone(side, all_forms, passwords, sheets=()) for side in (copy, path)]
    except UnionXlError as why:
        return [Problem(one.period, name, f"读不出来：{why}")]
    found: list[Problem] = []
    for form in all_forms:
        before, now = (_lines(side.rows.get(form.slug)) for side in sides)
        found += [Problem(one.period, name, what, form.short) for what in _told(before, now)]
    return found


def _lines(rows: Rows | None) -> Counter[tuple[str, ...]]:
    """The rows as texts, the place each came from first."""
    if rows is None:
        return Counter()
    titles = (FILE, SHEET, ROW, *(title for title in rows.titles if title not in (FILE, SHEET, ROW)))
    return Counter(tuple(map(as_said, line)) for line in zip(*map(rows.column, titles), strict=True))


def _told(before: Counter[tuple[str, ...]], now: Counter[tuple[str, ...]]) -> Iterable[str]:
    gone, come = before - now, now - before
    places = {row[:3] for row in gone} & {row[:3] for row in come}
    changed = [row for row in come if row[:3] in places]
    if changed:
        spots = "、".join(f"{row[0]} › {row[1]}!{row[2]}" for row in changed[:3])
        yield f"{len(changed)} 行的内容变了（来自 {spots}{' 等' if len(changed) > 3 else ''}）"
    added = sum(count for row, count in come.items() if row[:3] not in places)
    lost = sum(count for row, count in gone.items() if row[:3] not in places)
    if added:
        yield f"多了 {added} 行"
    if lost:
        yield f"少了 {lost} 行"
