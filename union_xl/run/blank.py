"""The command `blank`: blank workbooks of one form or of all, for everybody or for each unit that owes it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from union_xl import blanks, ledgers
from union_xl import office as office_room
from union_xl.ledgers.form import RETURNED, Form
from union_xl.merge import reporting_status
from union_xl.model import LedgerError, RunContext, Unit, UsageError
from union_xl.model.fileops import file_name
from union_xl.run import prefill as prefilled
from union_xl.run.context import Progress, no_progress, run_context
from union_xl.run.result import Shown

Made = Callable[[Unit | None], Mapping[str, bytes]]
"""The files of a unit's blank by their endings."""


@dataclass(frozen=True)
class _Job:
    """A blank to be made: of which form, for whom (None: for anybody), for which period ('' for none)."""

    form: Form
    unit: Unit | None
    period: str
    made: Made


@dataclass(frozen=True)
class BlankResult:
    """The blanks written; `forms` and `units` in the order of `outputs`, '' for one without a unit."""

    outputs: tuple[Path, ...]
    forms: tuple[Form, ...]
    units: tuple[str, ...]
    exit_code: int = 0

    def document(self) -> dict[str, Any]:
        slugs = list(dict.fromkeys(form.slug for form in self.forms))
        return {
            "command": "blank",
            "form": slugs[0] if len(slugs) == 1 else "",
            "forms": slugs,
            "blanks": [
                {"表": form.title, "单位": unit, "文件": path.as_posix()}
                for form, unit, path in zip(self.forms, self.units, self.outputs, strict=True)
            ],
            "outputs": [path.as_posix() for path in self.outputs],
        }

    @property
    def advice(self) -> tuple[str, ...]:
        """What to do where all units' blanks were asked for and no unit is known."""
        if any(self.units) or len(set(self.forms)) < 2:
            return ()
        return ("没有应报单位，空表没有预填单位名称：要每个单位一份，请先在 工作台.xlsx 的“应报单位”里列出",)

    def tables(self) -> Sequence[Shown]:
        every = dict.fromkeys(self.forms)
        if len(every) > 1:
            counted = Counter(self.forms)
            lines = [(form.group, form.short, str(counted[form])) for form in every]
            return [(f"共 {len(self.outputs)} 份空表", ("分组", "表", "份数"), lines)]
        rows = [
            (unit or "（不预填单位）", path.name) for unit, path in zip(self.units, self.outputs, strict=True)
        ]
        title = "、".join(form.title for form in every)
        return [(f"{title}：共 {len(rows)} 份空表", ("单位", "文件"), rows)]


OFFICE = "工作台"
"""What stands for a form where the office workbook itself is wanted."""


@dataclass(frozen=True)
class OfficeMade:
    """The empty office workbook (设置, 应报单位, 填报对应 …) that was written."""

    outputs: tuple[Path, ...]
    exit_code: int = 0
    advice: tuple[str, ...] = ("打开它，在“设置”和“应报单位”填黄色的格子，保存、关闭",)

    def document(self) -> dict[str, Any]:
        return {"command": "blank", "form": OFFICE, "outputs": [path.as_posix() for path in self.outputs]}

    def tables(self) -> Sequence[Shown]:
        return [("", ("", ""), [(OFFICE, path.as_posix()) for path in self.outputs])]


def office_workbook(out: Path) -> OfficeMade:
    """Write an empty `工作台.xlsx` into the folder `out`.  UsageError where there is one already."""
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"{OFFICE}.xlsx"
    if path.exists():
        raise UsageError(f"{path.as_posix()} 已经有了，直接打开填写；要另做一份，请换一个文件夹")
    _write(path, office_room.make())
    return OfficeMade((path,))


def blank(
    form: str,
    out: Path,
    *,
    office: Path | None = None,
    roster: Path | None = None,
    period: str = "",
    card: bool = False,
    prefill: Path | None = None,
    progress: Progress = no_progress,
) -> BlankResult:
    """Write the blank(s) of a form into the folder `out`; with `card` the one-page cards, in Excel and Word.

    `form` is a slug, title or short title, or the path of a workbook that declares one form.  With a roster
    (of `office` or `roster`) one blank per unit that owes the form, prefilled; else a single one.
    `prefill` is a ledger from which what is known of the unit's own people is filled in.
    Raises FormError, OfficeError, UsageError; LedgerError when a file is open elsewhere.
    """
    declaration = Path(form) if form.lower().endswith((".xlsx", ".xlsm", ".xls")) else None
    context = run_context(
        office=office,
        roster=roster,
        forms=() if declaration else (form,),
        declaration=declaration,
        period_label=period,
    )
    wanted = _form(context, declaration)
    context = _of_period(context, wanted)
    known = prefilled.prefill_rows(prefill, wanted, context)
    made = _cards(context, wanted) if card else _lists(context, wanted, known)
    label = context.period.label if context.period else ""
    jobs = [_Job(wanted, unit, label, made) for unit in known.units(_units(context, wanted))]
    return _written(jobs, out, progress, sort="卡片" if card else "空表")


def every_blank(
    out: Path,
    *,
    office: Path | None = None,
    roster: Path | None = None,
    period: str = "",
    prefill: Path | None = None,
    progress: Progress = no_progress,
) -> BlankResult:
    """Write what each unit owes into folders of `out` by unit; without a roster one plain blank of each
    ledger that units return, in folders by group.

    A unit owes what its 应报表 names, else the ledgers every unit owes.  `prefill` as for `blank`, for the
    ledgers that can be.  Raises as `blank`.
    """
    context = run_context(office=office, roster=roster, period_label=period)
    forms = {form.slug: form for form in ledgers.forms_of(context)}
    usual = [form.slug for form in forms.values() if form.owed == "all"]
    titles = {form.slug: form.short for form in forms.values()}
    owed: list[tuple[str, Unit | None]] = [
        (slug, unit)
        for unit in context.roster.units
        for slug in reporting_status.owed_forms(unit, context, usual, titles)
    ]
    if not context.roster:
        owed = [(form.slug, None) for form in forms.values() if form.owed in RETURNED]
    makers: dict[str, tuple[str, Made]] = {}
    jobs = []
    for slug, unit in owed:
        if slug not in makers:
            context = _of_period(context, forms[slug])
            known = _known(prefill, forms[slug], context)
            label = context.period.label if context.period else ""
            makers[slug] = label, _lists(context, forms[slug], known)
        jobs.append(_Job(forms[slug], unit, *makers[slug]))
    return _written(jobs, out, progress, folders=True)


def _of_period(context: RunContext, form: Form) -> RunContext:
    """The run for a form's blanks: what the office keeps all year is of no period."""
    return context if form.owed in RETURNED else replace(context, period=None)


def _known(prefill: Path | None, form: Form, context: RunContext) -> prefilled.PrefillRows:
    """What is known for a form's blanks; nothing where they take nothing from a ledger."""
    try:
        return prefilled.prefill_rows(prefill, form, context)
    except UsageError:
        return prefilled.NOTHING


def _written(
    jobs: Sequence[_Job], out: Path, progress: Progress, sort: str = "空表", folders: bool = False
) -> BlankResult:
    """Make and write each job's files; with `folders` each in that of its unit, else of its group."""
    taken: dict[Path, list[str]] = {}
    spots: dict[str, Path] = {}
    done: list[tuple[Path, Form, str]] = []
    out.mkdir(parents=True, exist_ok=True)
    for number, job in enumerate(jobs, 1):
        form, whose = job.form, job.unit.name if job.unit else ""
        stem = form.short + (f"-{job.period}" if job.period else "")
        name = f"{whose[:36]}-{stem}{sort if sort == '卡片' else ''}" if whose else f"{stem}{sort}"
        place = _folder(out, whose or form.group or "其他", spots) if folders else out
        names = taken.setdefault(place, [])
        place.mkdir(exist_ok=True)
        for ending, data in job.made(job.unit).items():
            names.append(file_name(f"{name}{ending}", 64, names))
            _write(place / names[-1], data)
            done.append((place / names[-1], form, whose))
        progress("空表", number, len(jobs))
    paths, forms, units = zip(*done, strict=True) if done else ((), (), ())
    return BlankResult(paths, forms, units)


def _folder(out: Path, name: str, spots: dict[str, Path]) -> Path:
    """The folder of a unit or group, each its own."""
    if name not in spots:
        spots[name] = out / file_name(name, 40, [spot.name for spot in spots.values()])
    return spots[name]


def _lists(context: RunContext, form: Form, known: prefilled.PrefillRows = prefilled.NOTHING) -> Made:
    """Makes the list of a unit."""
    plain = blanks.series(lambda unit: blanks.blank(form, unit, context.settings, context.period))

    def made(unit: Unit | None) -> Mapping[str, bytes]:
        rows = known.of(unit)
        return {
            ".xlsx": blanks.blank(form, unit, context.settings, context.period, rows) if rows else plain(unit)
        }

    return made


def _cards(context: RunContext, form: Form) -> Made:
    """Makes the card of a unit.  UsageError where the form does not come as a card."""
    all_forms = ledgers.known(context.declared)
    if form.card is None:
        having = "、".join(one.short for one in all_forms if one.card is not None)
        raise UsageError(
            f"“{form.short}”没有卡片，请去掉 --card 生成名册" + (f"；有卡片的表：{having}" if having else "")
        )
    blocks = [one for slug in form.card.blocks for one in all_forms if one.slug == slug]
    return lambda unit: blanks.card(form, blocks, unit, context.settings, context.period)


def _form(context: RunContext, declaration: Path | None) -> Form:
    all_forms = ledgers.forms_of(context)
    if declaration is None:
        return all_forms[0]
    own: list[Form] = list(context.declared)
    if len(own) != 1:
        names = "、".join(one.short for one in own)
        raise UsageError(
            f"{declaration.name} 里有 {len(own)} 张自定义表（{names}），请用 --office 打开并写明表名"
        )
    return own[0]


def _units(context: RunContext, form: Form) -> tuple[Unit | None, ...]:
    """Who gets a blank: the units that owe the form; without 应报表 a unit owes it, unless exempt."""
    if form.owed not in RETURNED and not any(form.slug in unit.owes for unit in context.roster.units):
        return (None,)  # the office keeps it: a template for itself
    titles = {form.slug: form.short}
    owing = tuple(
        unit
        for unit in context.roster.units
        if form.slug in reporting_status.owed_forms(unit, context, [form.slug], titles)
    )
    return owing or (None,)


def _write(path: Path, data: bytes) -> None:
    try:
        if path.exists() and hashlib.sha256(path.read_bytes()).digest() == hashlib.sha256(data).digest():
            return
        path.write_bytes(data)
    except PermissionError:
        raise LedgerError(f"{path.name} 正在 Excel/WPS 中打开，请关闭后重试") from None
    except OSError as reason:
        raise UsageError(f"写不进 {path.parent}（{reason.strerror}），请换一个文件夹") from None
