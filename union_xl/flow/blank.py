"""The errand `blank`: the blank workbook of a form, one for everybody or one per unit that owes it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from union_xl import blanks, ledgers, standing
from union_xl.core import Context, LedgerError, Unit, UsageError
from union_xl.core.filenames import file_name
from union_xl.flow import prefill as prefilled
from union_xl.flow.context import Progress, context, quiet
from union_xl.flow.outcome import Shown
from union_xl.ledgers.form import RETURNED, Form


@dataclass(frozen=True)
class Outcome:
    """The blanks written; `units` in the order of `outputs`, '' for the one without a unit."""

    form: Form
    outputs: tuple[Path, ...]
    units: tuple[str, ...]
    exit_code: int = 0

    def document(self) -> dict[str, Any]:
        return {
            "command": "blank",
            "form": self.form.slug,
            "表": self.form.title,
            "blanks": [
                {"单位": unit, "文件": path.as_posix()}
                for unit, path in zip(self.units, self.outputs, strict=True)
            ],
            "outputs": [path.as_posix() for path in self.outputs],
        }

    def tables(self) -> Sequence[Shown]:
        rows = [
            (unit or "（不预填单位）", path.name) for unit, path in zip(self.units, self.outputs, strict=True)
        ]
        return [(f"{self.form.title}：共 {len(rows)} 份空白表", ("单位", "文件"), rows)]


def blank(
    form: str,
    out: Path,
    *,
    office: Path | None = None,
    roster: Path | None = None,
    period: str = "",
    card: bool = False,
    prefill: Path | None = None,
    progress: Progress = quiet,
) -> Outcome:
    """Write the blank(s) of a form into the folder `out`; with `card` the one-page cards, in Excel and Word.

    `form` is a slug, title or short title, or the path of a workbook that declares one form.  With a roster
    (of `office` or `roster`) one blank per unit that owes the form, prefilled; else a single one.
    `prefill` is a ledger from which what is known of the unit's own people is filled in.
    Raises FormError, OfficeError, UsageError; LedgerError when a file is open elsewhere.
    """
    declaration = Path(form) if form.lower().endswith((".xlsx", ".xlsm", ".xls")) else None
    run, _ = context(
        office=office,
        roster=roster,
        forms=() if declaration else (form,),
        declaration=declaration,
        period_label=period,
    )
    wanted = _form(run, declaration)
    if wanted.owed not in RETURNED:  # kept all year: of no period
        run = replace(run, period=None)
    known = prefilled.known(prefill, wanted, run)
    units = known.units(_units(run, wanted))
    out.mkdir(parents=True, exist_ok=True)
    made = _cards(run, wanted) if card else _lists(run, wanted, known)
    taken: list[str] = []
    paths, named = [], []
    for number, unit in enumerate(units, 1):
        stem = wanted.short + (f"-{run.period.label}" if run.period else "")
        sort = "卡片" if card else "空白表"
        name = f"{unit.name[:36]}-{stem}{sort if card else ''}" if unit else f"{stem}{sort}"
        for ending, data in made(unit).items():
            taken.append(file_name(f"{name}{ending}", 64, taken))
            paths.append(out / taken[-1])
            named.append(unit.name if unit else "")
            _write(paths[-1], data)
        progress("空白表", number, len(units))
    return Outcome(wanted, tuple(paths), tuple(named))


Made = Callable[[Unit | None], Mapping[str, bytes]]


def _lists(run: Context, form: Form, known: prefilled.Known = prefilled.NOTHING) -> Made:
    """Makes the list of a unit."""
    return lambda unit: {".xlsx": blanks.blank(form, unit, run.settings, run.period, known.of(unit))}


def _cards(run: Context, form: Form) -> Made:
    """Makes the card of a unit.  UsageError where the form does not come as a card."""
    every = ledgers.known(run.declared)
    if form.card is None:
        having = "、".join(one.short for one in every if one.card is not None)
        raise UsageError(
            f"“{form.short}”没有卡片，请去掉 --card 生成名册" + (f"；有卡片的表：{having}" if having else "")
        )
    blocks = [one for slug in form.card.blocks for one in every if one.slug == slug]
    return lambda unit: blanks.card(form, blocks, unit, run.settings, run.period)


def _form(run: Context, declaration: Path | None) -> Form:
    every = ledgers.forms_of(run)
    if declaration is None:
        return every[0]
    own: list[Form] = list(run.declared)
    if len(own) != 1:
        names = "、".join(one.short for one in own)
        raise UsageError(
            f"{declaration.name} 里有 {len(own)} 张自定义表（{names}），请用 --office 打开并写明表名"
        )
    return own[0]


def issued(run: Context) -> tuple[Form, ...]:
    """The ledgers of which blanks go out: those 应报表 names; without, what every unit owes; without a list
    of units whatever units return."""
    owed = {slug for unit in run.roster.units for slug in unit.owes}
    usual = {"all"} if run.roster else RETURNED
    return tuple(
        form for form in ledgers.forms_of(run) if form.slug in owed or (not owed and form.owed in usual)
    )


def _units(run: Context, form: Form) -> tuple[Unit | None, ...]:
    """Who gets a blank: the units that owe the form; without 应报表 a unit owes it, unless exempt."""
    if form.owed not in RETURNED and not any(form.slug in unit.owes for unit in run.roster.units):
        return (None,)  # the office keeps it: a template for itself
    titles = {form.slug: form.short}
    owing = tuple(
        unit for unit in run.roster.units if form.slug in standing.owed_forms(unit, run, [form.slug], titles)
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
