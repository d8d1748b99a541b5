"""Judges what the product made of a generated folder, by its public outputs alone.

`seen_in(out)` reads 汇总台账.xlsx and run.json of a merge; `score(truth, seen)` compares.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tests.corpus.truth import TrueRow, Truth

FORM_SHEETS = {
    "单位台账": "unit-register",
    "会员登记": "member",
    "竞赛总表": "contest",
    "竞赛报名": "contest-entry",
}
Spot = tuple[str, str, int]


@dataclass
class Seen:
    """What a run says: kept rows and held places by (file, sheet, row), findings, and 去向 by file."""

    kept: dict[Spot, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    held: dict[Spot, list[str]] = field(default_factory=lambda: defaultdict(list))
    findings: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    fates: dict[str, tuple[str, str]] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    unbalanced: list[str] = field(default_factory=list)

    def find(self, where: Mapping[Spot, list[Any]], file: str, sheet: str, row: int) -> list[Any]:
        """Entries at a row; a sheet of '' (csv, HTML) stands for any."""
        if sheet:
            return where.get((file, sheet, row), [])
        return [x for (f, _, r), entries in where.items() if f == file and r == row for x in entries]


def _table(book: Any, name: str) -> list[dict[str, Any]]:
    """A sheet's rows below its header (the first row with three filled cells or more)."""
    if name not in book.sheetnames:
        return []
    rows = list(book[name].iter_rows(values_only=True))
    for at, row in enumerate(rows):
        if sum(c is not None for c in row) >= 3:
            heads = [str(c or "") for c in row]
            return [
                dict(zip(heads, r, strict=False)) for r in rows[at + 1 :] if any(c is not None for c in r)
            ]
    return []


def seen_in(out: Path) -> Seen:
    """Read a merge's ledger workbook."""
    import openpyxl

    book = openpyxl.load_workbook(out / "汇总台账.xlsx", data_only=True)
    seen = Seen()
    for name, form in FORM_SHEETS.items():
        for row in _table(book, name):
            spot = (str(row["来源文件"]), str(row["来源工作表"] or ""), int(row["来源行"]))
            seen.kept[spot].append({"form": form, **row})
    for row in _table(book, "暂缓"):
        if "L-SUPERSEDED" not in str(row.get("原因")):
            spot = (str(row["来源文件"]), str(row["来源工作表"] or ""), int(row["来源行"]))
            seen.held[spot].append(str(row.get("原因")))
    for row in _table(book, "问题清单"):
        seen.findings.append(tuple(str(row[k] or "") for k in ("级别", "规则", "文件", "工作表", "单元格")))  # type: ignore[arg-type]
    for row in _table(book, "来源文件"):
        seen.owners[str(row["文件"])] = str(row.get("单位") or "")
        seen.fates.setdefault(str(row["文件"]), (str(row["去向"]), str(row["原因"] or "")))
    for row in _table(book, "对账"):
        numbers = [int(row.get(k) or 0) for k in ("行数", "保留", "合并", "暂缓")]
        if "行数" in row and numbers[0] != sum(numbers[1:]):
            seen.unbalanced.append(str(row))
    return seen


def seen_by_reading(folder: Path, office: Path, passwords: tuple[str, ...] = ()) -> Seen:
    """The same from reading alone, file by file, for looking at one room before the others."""
    from union_xl import findings as catalogue
    from union_xl import ledgers, readers
    from union_xl.model import Limits as Bounds
    from union_xl.model import RunContext, period
    from union_xl.office import read
    from union_xl.run.workers.read_return import safe_submission

    desk = read(office)
    span = desk.settings.period or period("2022H1")
    context = RunContext(
        desk.settings,
        desk.roster,
        passwords=(*desk.settings.passwords, *passwords),
        limits=Bounds(),
        period=span,
    )
    context = replace(context, as_of=desk.settings.as_of or span.end)
    seen = Seen()
    for source in readers.sources([folder], Bounds()):
        one = safe_submission(source, context)
        seen.fates[one.book] = (one.fate, one.reason)
        for part in one.parts:
            for at, (sheet, row) in enumerate(zip(part.sheets, part.rows, strict=True)):
                values = {title: column[at] for title, column in part.columns.items()}
                if one.fate == "采用":
                    seen.kept[one.book, sheet, row].append({"form": ledgers.form(part.form).slug, **values})
            for held in part.held:
                seen.held[one.book, held.sheet, held.row].append(",".join(held.rules))
        for finding in one.findings:
            place = finding.place
            level = catalogue.level(finding.rule, desk.settings.levels)
            seen.findings.append((level, finding.rule, place.book, place.sheet, place.ref))
    return seen


def tidy(value: Any) -> Any:
    """A value for comparing: dates as days, whole floats as ints, text trimmed."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str):
        return value.strip() or None
    return value


def same(title: str, true: Any, read: Any) -> bool:
    """Whether the ledger's value is the true one (a code list may be spelled in its standard way)."""
    true, read = tidy(true), tidy(read)
    if true == read:
        return True
    if isinstance(true, dt.date) and isinstance(read, str):
        # a month is as much as some fillers write of a birth date
        return read.replace("/", "-") in (
            f"{true:%Y-%m-%d}",
            *([f"{true:%Y-%m}"] if title == "出生日期" else []),
        )
    if title == "技能等级" and isinstance(read, str):
        return str(true)[0] == read[0] or str(true)[3:6] in read
    return str(true) == str(read)


@dataclass
class Score:
    """Counts, and what stands behind each, in words."""

    counts: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def add(self, what: str, note: str = "", count: int = 1) -> None:
        self.counts[what] += count
        if note:
            self.notes.append(f"{what}: {note}")


KEYS = ("证件号码", "姓名", "统一社会信用代码", "竞赛编号")
MUST_BE_ZERO = (
    "wrong bindings", "lost rows", "invented rows", "wrong values", "wrong fates", "wrong units",
    "wrong owners", "errors on clean rows", "clean rows held", "bad rows kept", "kept from refused",
    "unbalanced",
)  # fmt: skip


def score(truth: Truth, seen: Seen) -> Score:
    """Compare; counts named in MUST_BE_ZERO should be 0."""
    made = Score()
    alike = _copies(truth, seen)
    for line in seen.unbalanced:
        made.add("unbalanced", line)
    _fates(truth, seen, made, alike)
    used: set[int] = set()
    per_column: dict[tuple[str, str], list[tuple[Any, Any, TrueRow]]] = defaultdict(list)
    for row in truth.live():
        made.add("rows")
        file = alike.get(row.file, row.file)
        _row(row, file, seen, made, used, per_column)
    _columns(per_column, made)
    _beyond(truth, seen, made, used, alike)
    _faults(truth, seen, made, alike)
    _noise(truth, seen, made, alike)
    return made


def _copies(truth: Truth, seen: Seen) -> dict[str, str]:
    """{file: its identical copy that was taken instead}."""
    alike = {}
    for file in truth.files.values():
        if file.what.startswith("原件:"):
            copy = file.what.removeprefix("原件:")
            if seen.fates.get(file.name, ("", ""))[0] == "重复":
                alike[file.name] = copy
    return alike


def _fates(truth: Truth, seen: Seen, made: Score, alike: Mapping[str, str]) -> None:
    for name, file in truth.files.items():
        made.add("files")
        got, why = seen.fates.get(name, ("", ""))
        owner = seen.owners.get(name, file.unit)
        if got == "采用" and file.unit and owner != file.unit:
            made.add("wrong owners", f"{name} [{file.shape}] {owner} expected {file.unit}")
        allowed = file.fates | ({"采用", "重复"} if file.what.startswith("原件:") else frozenset())
        if not file.fates or got in allowed or (not got and "忽略" in allowed and len(allowed) == 1):
            continue
        made.add(
            "wrong fates",
            f"{name} [{file.what} {file.shape}] {got or '(none)'} {why} expected {'/'.join(sorted(allowed))}",
        )
    for name in set(seen.fates) - set(truth.files):
        made.add("unknown files", name)


def _row(
    row: TrueRow,
    file: str,
    seen: Seen,
    made: Score,
    used: set[int],
    per_column: dict[tuple[str, str], list[tuple[Any, Any, TrueRow]]],
) -> None:
    candidates = [
        c
        for c in seen.find(seen.kept, file, row.sheet, row.row)
        if c["form"] == row.form and id(c) not in used
    ]
    held = seen.find(seen.held, file, row.sheet, row.row)
    where = f"{file} › {row.sheet}!{row.row} {row.faults or ''}"
    alike = [(sum(same(t, v, c.get(t)) for t, v in row.values.items()), c) for c in candidates]
    agreed, best = max(alike, key=lambda pair: pair[0], default=(0, {}))
    # in tables side by side a row number stands for two rows: one may be kept, the other held
    if not candidates or (held and (row.held or agreed < 0.6 * len(row.values))) or not _same_key(row, best):
        if not held:
            made.add("lost rows", where)
        elif row.clean:
            made.add("clean rows held", f"{where} {held}")
        return
    used.add(id(best))
    made.add("kept rows")
    if row.held:
        made.add("bad rows kept", where)
    if tidy(best.get("单位名称")) != row.unit and row.form != "contest":
        made.add("wrong units", f"{where} {best.get('单位名称')!r} expected {row.unit!r}")
    for title, value in row.values.items():
        if title != "单位名称":
            per_column[file, title].append((value, best.get(title), row))


def _same_key(row: TrueRow, read: Mapping[str, Any]) -> bool:
    """Whether a read row is this one by what identifies it (true where nothing identifying is known)."""
    keys = [k for k in KEYS if k in row.values and tidy(read.get(k)) is not None]
    return not keys or any(same(k, row.values[k], read[k]) for k in keys)


def _columns(per_column: Mapping[tuple[str, str], list[tuple[Any, Any, TrueRow]]], made: Score) -> None:
    for (file, title), cells in per_column.items():
        made.add("columns")
        made.add("values", count=len(cells))
        wrong = [(v, r, row) for v, r, row in cells if not same(title, v, r)]
        blank = sum(tidy(r) is None for _, r, _ in wrong)
        if wrong and blank == len(cells):
            made.add(
                "columns not read", f"{file} {title} under {cells[0][2].head(title)!r}; held: {cells[0][0]!r}"
            )
            continue
        if len(wrong) > max(1, len(cells) // 2) and not blank:
            v, r, _ = wrong[0]
            made.add("wrong bindings", f"{file} {title}: {r!r} expected {v!r}")
        for v, r, row in wrong:
            made.add(
                "wrong values",
                f"{file} › {row.sheet}!{row.row} {title}: {r!r} expected {v!r} {row.faults or ''}",
            )


def _beyond(truth: Truth, seen: Seen, made: Score, used: set[int], alike: Mapping[str, str]) -> None:
    back = {v: k for k, v in alike.items()}
    for (file, sheet, row), entries in seen.kept.items():
        name = back.get(file, file)
        for entry in entries:
            if id(entry) in used:
                continue
            known = truth.files.get(name)
            if known is None or known.fates == {"采用"}:
                made.add(
                    "invented rows", f"{file} › {sheet}!{row} {entry.get('姓名') or entry.get('单位名称')}"
                )
            elif not known.fates & {"采用"}:
                made.add("kept from refused", f"{file} › {sheet}!{row} [{known.what}]")

    places = {(r.file, r.sheet, r.row) for r in truth.rows} | {
        (r.file, "", r.row) for r in truth.rows if not r.sheet
    }
    for (file, sheet, row), reasons in seen.held.items():
        name = back.get(file, file)
        known = truth.files.get(name)
        if known and known.fates == {"采用"} and not {(name, sheet, row), (name, "", row)} & places:
            made.add("invented rows", f"{file} › {sheet}!{row} held {reasons}")


def _faults(truth: Truth, seen: Seen, made: Score, alike: Mapping[str, str]) -> None:
    by_file: dict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
    for level, rule, file, sheet, cell in seen.findings:
        by_file[file].append((level, rule, sheet, cell))
    for fault in truth.faults:
        if truth.files[fault.file].fates != {"采用"}:
            continue
        made.add("faults")
        here = [
            f for f in by_file[alike.get(fault.file, fault.file)] if not fault.sheet or f[2] == fault.sheet
        ]
        at = [f for f in here if f[3] in fault.cells]
        if any(f[0] in fault.levels for f in at):
            made.add("faults found")
            continue
        near = sorted({(f[1], f[3]) for f in here if f[3][-2:] in {c[-2:] for c in fault.cells}})[:3]
        cells = "/".join(sorted(fault.cells))
        made.add("faults missed", f"{fault.file} › {fault.sheet}!{cells} {fault.family} said: {at or near}")


def _noise(truth: Truth, seen: Seen, made: Score, alike: Mapping[str, str]) -> None:
    back = {v: k for k, v in alike.items()}
    rows: dict[Spot, list[TrueRow]] = defaultdict(list)
    for row in truth.live():
        rows[row.file, row.sheet, row.row].append(row)
    warned: set[Spot] = set()
    clean = {spot for spot, found in rows.items() if all(r.clean for r in found)}
    made.counts["clean rows"] = len(clean)
    for level, rule, file, sheet, cell in seen.findings:
        digits = "".join(c for c in cell if c.isdigit()) if cell[:1].isalpha() else ""
        name = back.get(file, file)
        if not digits:
            if level == "错误" and truth.files.get(name) and truth.files[name].fates == {"采用"}:
                made.add("errors on clean files", f"{file} {rule} {cell}")
            continue
        spot = next((s for s in ((name, sheet, int(digits)), (name, "", int(digits))) if s in rows), None)
        if spot is None or spot not in clean:
            continue
        if level == "错误":
            made.add("errors on clean rows", f"{file} › {sheet}!{cell} {rule}")
        elif spot not in warned:
            warned.add(spot)
            made.add("warned clean rows", f"{file} › {sheet}!{cell} {rule}")
