"""Restricted ledgers: a workbook of their own beside the ledger, parted from it when it is written.

`汇总台账·限阅.xlsx` has the same sheets as the ledger it lies beside: the kept rows, 暂缓, 问题清单,
修正记录, 重复与冲突, 列对应 and 审核说明 of the ledgers marked `restricted`.  The ledger itself says only
how many rows there are, and that there is a finding at a cell, never what stands there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

from union_xl import findings as catalogue
from union_xl import xlsx_edit
from union_xl.ledger_book.workbook import properties
from union_xl.ledgers.form import Form
from union_xl.model import Finding, Ledger, LedgerError, RunContext, TemplateError
from union_xl.model.sheet_names import COLUMNS, CORRECTIONS, DUPLICATES, FINDINGS, HANDLE, HELD
from union_xl.store.entries import new_key

MARK = "·限阅"
KEY = "key"
"""Name of the document property that unlocks what is kept of the workbook between runs."""
VEIL = "（限阅）"
"""In place of a sheet's name that names a person."""
_READ_THERE = f"请在 汇总台账{MARK}.xlsx 的“{FINDINGS}”里看怎么改"
_LOCKED = b"\xd0\xcf\x11\xe0"
_APART = (HELD, CORRECTIONS, DUPLICATES, COLUMNS)
"""Helper sheets of which either workbook has its own lines."""
_LINE = ("文件", "工作表", "单元格", "列名", "规则")
Helper = Mapping[str, list[Any]]


def restricted_path(ledger: Path) -> Path:
    """Where the restricted ledgers of the ledger at a path lie."""
    return ledger.with_name(f"{ledger.stem}{MARK}{ledger.suffix}")


def is_restricted_path(path: Path | str) -> bool:
    """Whether a name is that of such a workbook."""
    return Path(path).stem.endswith(MARK)


def slugs(known: Sequence[Form]) -> frozenset[str]:
    """Which of the forms are restricted."""
    return frozenset(form.slug for form in known if form.restricted)


def passwords_of(context: RunContext) -> tuple[str, ...]:
    """What such a workbook may be opened with, what it is to be written with first."""
    settings = context.settings
    given = (settings.restricted_password, *context.passwords, *settings.passwords)
    return tuple(dict.fromkeys(one for one in given if one))


@dataclass(frozen=True)
class Unlocked:
    """A workbook's bytes without their encryption, the `password` they had ('': none), and the key of what is
    kept of it between runs ('': it has none)."""

    data: bytes
    password: str = ""
    key: str = ""


def unlocked(path: Path, passwords: Sequence[str] = ()) -> Unlocked:
    """The workbook at a path.  Raises LedgerError when no password fits, or it cannot be read."""
    try:
        data = path.read_bytes()
    except OSError:
        raise LedgerError(f"{path.name} 读不出来，请检查是否有权限，再试一次") from None
    if not data.startswith(_LOCKED):
        return Unlocked(data, "", properties(BytesIO(data)).get(KEY, ""))
    for password in passwords:
        try:
            plain = xlsx_edit.decrypt(data, [password])
        except TemplateError:
            continue
        return Unlocked(plain, password, properties(BytesIO(plain)).get(KEY, ""))
    why = "所给的密码都不对" if passwords else "没有给出密码"
    raise LedgerError(
        f"{path.name} 有打开密码，{why}，什么都没有改动："
        "请在工作台“设置”的“限阅台账密码”或“打开密码”里写上它现在的密码再试"
    )


def split(ledger: Ledger, known: Sequence[Form]) -> tuple[Ledger, Ledger | None]:
    """The ledger that everybody in the office may open, and the restricted one (None: nothing is restricted).

    Every kept, joined and held row stands in exactly one of them.
    """
    apart = slugs(known)
    books = {one.book for one in ledger.receipts if one.form in apart}
    if not books and apart.isdisjoint(ledger.kept):
        return ledger, None
    shorts = {form.short for form in known if form.restricted}

    def closed(form: str, book: str) -> bool:
        return form in apart or (not form and book in books)

    def part(mine: bool) -> dict[str, Any]:
        return {
            "kept": _of(ledger.kept, apart, mine),
            "joined": _of(ledger.joined, apart, mine),
            "held": tuple(one for one in ledger.held if (one.form in apart) is mine),
            "corrections": tuple(
                one for one in ledger.corrections if closed(one.form, one.place.book) is mine
            ),
            "conflicts": tuple(one for one in ledger.conflicts if (one.form in apart) is mine),
            "proposals": tuple(one for one in ledger.proposals if (one[0] in apart) is mine),
            "confirmed": {
                key: bindings for key, bindings in ledger.confirmed.items() if (key[0] in apart) is mine
            },
            "explanations": tuple(one for one in ledger.explanations if (one.get("表") in shorts) is mine),
        }

    names = _names(ledger, [form for form in known if form.restricted])

    def veiled(one: Finding) -> Finding:
        return _veiled(one, names) if closed(one.form, one.place.book) else one

    whole = replace(
        ledger,
        **part(False),
        findings=tuple(map(veiled, ledger.findings)),
        closed=tuple(map(veiled, ledger.closed)),
    )
    own = replace(
        ledger,
        **part(True),
        findings=tuple(one for one in ledger.findings if closed(one.form, one.place.book)),
        closed=tuple(one for one in ledger.closed if closed(one.form, one.place.book)),
        receipts=tuple(one for one in ledger.receipts if closed(one.form, one.book)),
        decided=(),
        past=(),
    )
    return whole, own


def _of(by_slug: Mapping[str, Any], apart: Collection[str], mine: bool) -> dict[str, Any]:
    return {slug: by_slug[slug] for slug in by_slug if (slug in apart) is mine}


def _names(ledger: Ledger, forms: Sequence[Form]) -> frozenset[str]:
    """The persons of the restricted ledgers: sheets of cards are called after them."""
    found: set[Any] = set()
    for form in forms:
        title = form.titled("person")
        found |= set(ledger.kept[form.slug].column(title)) if title and form.slug in ledger.kept else set()
        found |= {row.cells.get(title) for _, _, slug, row in ledger.held if title and slug == form.slug}
    return frozenset(name for name in found if isinstance(name, str) and len(name) > 1)


def _veiled(finding: Finding, names: Collection[str]) -> Finding:
    masked, sheet = catalogue.without_values(finding, _READ_THERE), finding.place.sheet
    if not any(name in sheet for name in names):
        return masked
    return replace(masked, place=replace(masked.place, sheet=VEIL))


def joined_sheets(sheets: Mapping[str, Helper], own: Mapping[str, Helper]) -> dict[str, Helper]:
    """The helper sheets ({name: its columns}) of both workbooks as those of one; a line of 问题清单 that
    stands in both is the restricted one's, with what was decided in either."""
    made: dict[str, Helper] = dict(sheets)
    for name in _APART:
        made[name] = _stacked(sheets.get(name, {}), own.get(name, {}))
    made[FINDINGS] = _findings(sheets.get(FINDINGS, {}), own.get(FINDINGS, {}))
    return made


def _stacked(first: Helper, second: Helper) -> Helper:
    if not first or not second:
        return first or second
    counts = [len(next(iter(one.values()), ())) for one in (first, second)]
    titles = dict.fromkeys((*first, *second))
    return {
        title: [
            *first.get(title, [None] * counts[0]),
            *second.get(title, [None] * counts[1]),
        ]
        for title in titles
    }


def _findings(first: Helper, second: Helper) -> Helper:
    if not first or not second:
        return first or second
    handled = dict(zip(_lines(first), first.get(HANDLE, []), strict=False))
    lines = _lines(second)
    there = {*lines, *map(_nameless, lines)}
    said = second.get(HANDLE, [None] * len(lines))
    own = {
        **second,
        HANDLE: [
            one or handled.get(line) or handled.get(_nameless(line))
            for one, line in zip(said, lines, strict=True)
        ],
    }
    left = [number for number, line in enumerate(_lines(first)) if line not in there]
    return _stacked({title: [cells[n] for n in left] for title, cells in first.items()}, own)


def _nameless(line: tuple[Any, ...]) -> tuple[Any, ...]:
    """A line whose sheet is called after a person, as the open ledger says it."""
    return (line[0], VEIL, *line[2:])


def _lines(sheet: Helper) -> list[tuple[Any, ...]]:
    rows = len(next(iter(sheet.values()), ()))
    return list(zip(*(sheet.get(title, [None] * rows) for title in _LINE), strict=True))


__all__ = [
    "KEY",
    "MARK",
    "Unlocked",
    "is_restricted_path",
    "joined_sheets",
    "new_key",
    "passwords_of",
    "restricted_path",
    "slugs",
    "split",
    "unlocked",
]
