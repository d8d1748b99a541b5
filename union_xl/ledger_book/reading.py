"""Reading 汇总台账.xlsx back: its rows and what its helper sheets say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from union_xl import ledgers
from union_xl.ledger_book.files_beside import parquet_beside, rows_in
from union_xl.ledger_book.sheet_changes import MOST_DIGITS
from union_xl.ledger_book.sheets import EXPLAINED_TITLES
from union_xl.ledger_book.workbook import Sheet, Workbook, properties
from union_xl.ledger_book.writer import MARK, NONE
from union_xl.ledgers.form import Form
from union_xl.model import LedgerError
from union_xl.model.periods import iso_day
from union_xl.model.rows import FILE, ROW, SHEET, SOURCE_TITLES, STATE, Rows, frames_of, now_called
from union_xl.model.sheet_names import (
    COLUMNS,
    CORRECTIONS,
    DUPLICATES,
    EXPLAINED,
    FILES,
    FINDINGS,
    HANDLE,
    HELD,
    HELPERS,
    STATUS,
)

if TYPE_CHECKING:
    import pandas as pd

FORM_MARK = (STATE,)
Helper = Mapping[str, list[Any]]
"""A helper sheet: {title: its cells}; empty when there is none."""


@dataclass(frozen=True)
class LedgerIn:
    """A ledger as read.

    `rows` are those of each form in the order of its sheet, `sheet_rows[slug][i]` the Excel row of row i,
    `header_row` by slug.  `held`, `findings`, `files`, `statuses`, `conflicts`, `corrections`,
    `proposals` are the helper sheets by their titles (empty when a sheet is missing); `explanations` the
    filled rows of 审核说明.  `odd` by slug says what a person may have done to a sheet by mistake.
    """

    path: Path
    rows: Mapping[str, Rows]
    sheet_rows: Mapping[str, list[int]]
    header_row: Mapping[str, int]
    held: Helper
    findings: Helper
    files: Helper
    statuses: Helper
    conflicts: Helper
    corrections: Helper
    proposals: Helper
    explanations: tuple[Mapping[str, Any], ...] = ()
    period: str = ""
    as_of: dt.date | None = None
    parquet: Mapping[str, Path] = field(default_factory=dict)
    odd: Mapping[str, Odd] = field(default_factory=dict)

    @property
    def frames(self) -> Mapping[str, pd.DataFrame]:
        """The rows as pandas frames, for who goes on with pandas."""
        return frames_of(self.rows)


TOLD = (HELD, FILES, STATUS)
"""The helper sheets that a figure needs beside the rows: what was held, of which files, what is to come."""


def read_one(
    path: Path,
    declared: Sequence[Form] = (),
    *,
    needed: Mapping[str, Collection[str]] | None = None,
    sheets: Collection[str] = HELPERS,
    closely: bool = False,
    data: bytes | None = None,
) -> LedgerIn:
    """Read one ledger workbook.  `declared` are forms without code; `data` are its bytes where they are at
    hand.

    `needed` {form slug: standard titles} leaves out every other form and title, `sheets` every other helper
    sheet: of a long ledger that is most of the time.  `closely` also looks for what a person may have done to
    a sheet by mistake (`odd`); a long number in a text column then stays a number.

    Raises LedgerError when the file is missing, unreadable or no ledger.
    """
    book = _opened(path, data)
    columns, numbers, header, odd = _forms(book, path, declared, needed, closely)
    _refuse_others(book, path, declared, columns)
    about = properties(path if data is None else BytesIO(data))
    made = ledger_of(
        path,
        {slug: Rows(found) for slug, found in columns.items()},
        numbers,
        {name: _helper_columns(book, name) for name in _HELPER_NEEDS if name in sheets},
        explanations=_explanations(book) if EXPLAINED in sheets else (),
        period=about.get(MARK, "").removeprefix(NONE),
        as_of=iso_day(about.get("as_of", "")),
    )
    return replace(made, header_row=header, parquet=parquet_beside(path), odd=odd)


def ledger_of(
    path: Path,
    rows: Mapping[str, Rows],
    sheet_rows: Mapping[str, list[int]],
    sheets: Mapping[str, Helper],
    *,
    explanations: tuple[Mapping[str, Any], ...] = (),
    period: str = "",
    as_of: dt.date | None = None,
) -> LedgerIn:
    """The ledger at `path` as `read` would give it, of rows and helper sheets ({name: its columns})."""
    blank: Helper = {}
    return LedgerIn(
        path,
        rows,
        sheet_rows,
        dict.fromkeys(sheet_rows, 1),
        held=sheets.get(HELD, blank),
        findings=sheets.get(FINDINGS, blank),
        files=sheets.get(FILES, blank),
        statuses=sheets.get(STATUS, blank),
        conflicts=sheets.get(DUPLICATES, blank),
        corrections=sheets.get(CORRECTIONS, blank),
        proposals=sheets.get(COLUMNS, blank),
        explanations=explanations,
        period=period,
        as_of=as_of,
    )


def _opened(path: Path, data: bytes | None) -> Workbook:
    if data is None and not path.exists():
        raise LedgerError(f"找不到台账：{path}，请先合并，或检查路径")
    return Workbook(path, data)


def _forms(
    book: Workbook,
    path: Path,
    declared: Sequence[Form],
    needed: Mapping[str, Collection[str]] | None,
    closely: bool = False,
) -> tuple[dict[str, dict[str, list[Any]]], dict[str, list[int]], dict[str, int], dict[str, Odd]]:
    """By form slug: its columns, the Excel row of each of its rows, the row of its titles, what is odd."""
    made: dict[str, dict[str, list[Any]]] = {}
    numbers: dict[str, list[int]] = {}
    header: dict[str, int] = {}
    odd: dict[str, Odd] = {}
    beside = parquet_beside(path)
    for form in ledgers.known(declared):
        titles = None if needed is None else needed.get(form.slug, ())
        if titles is not None and not titles:
            continue
        sheet = sheet_of(book, form, declared)
        if sheet is not None:
            made[form.slug] = columns_of(sheet, form, titles, closely)
            if closely:
                odd[form.slug] = oddities(sheet, form)
            numbers[form.slug], header[form.slug] = sheet.numbers, sheet.header
        elif form.short in beside:
            made[form.slug] = found = rows_in([beside[form.short]], form, titles)
            numbers[form.slug], header[form.slug] = list(range(2, len(found[ROW]) + 2)), 1
    return made, numbers, header, odd


def sheet_of(book: Workbook, form: Form, declared: Sequence[Form] = ()) -> Sheet | None:
    """The sheet of a form's kept rows: by its name, else a sheet of another name with its titles and 来源."""
    titles = {column.title for column in form.columns}
    if form.short in book.names:
        named = book.sheet(form.short, FORM_MARK, titles)
        return named and replace(named, titles=now_called(named.titles, titles))
    taken = {*HELPERS, *(one.short for one in ledgers.known(declared))}
    for name in book.names:
        sheet = None if name in taken else book.sheet(name, (FILE, SHEET, ROW), missing=True)
        if sheet is not None and len(titles & set(sheet.titles)) > len(titles) * MOST_TITLES:
            return replace(sheet, titles=now_called(sheet.titles, titles))
    return None


def _refuse_others(book: Workbook, path: Path, declared: Sequence[Form], columns: Collection[str]) -> None:
    known = {*HELPERS, *(form.short for form in ledgers.known(declared))}
    if not columns and not known & set(book.names):
        raise LedgerError(f"{path.name} 不是汇总台账：没有任何一张台账工作表，请选择合并生成的 汇总台账.xlsx")


_HELPER_NEEDS = {
    HELD: ("表", "来源行"),
    FINDINGS: ("级别", "规则"),
    FILES: ("文件", "去向"),
    STATUS: ("单位", "状态"),
    DUPLICATES: ("标识", HANDLE),
    CORRECTIONS: ("原值", "新值"),
    COLUMNS: ("原列名", HANDLE),
}


def _helper_columns(book: Workbook, name: str) -> Helper:
    sheet = book.sheet(name, _HELPER_NEEDS[name])
    if sheet is None:
        return {}
    return {title: sheet.column(title) for title in dict.fromkeys(sheet.titles) if title}


def columns_of(
    sheet: Sheet, form: Form, titles: Collection[str] | None = None, closely: bool = False
) -> dict[str, list[Any]]:
    """A form sheet's rows under the standard titles, or `titles` of them, and the four of their source."""
    made: dict[str, list[Any]] = {}
    for column in form.columns:
        if titles is not None and column.title not in titles:
            continue
        values = sheet.column(column.title)
        if column.kind.text and not set(map(type, values)) <= {str, type(None)}:
            values = [v if v is None or type(v) is str else _as_text(v, closely) for v in values]
        made[column.title] = values
    for title in SOURCE_TITLES:
        made[title] = sheet.column(title)
    return made


def _as_text(value: Any, closely: bool) -> Any:
    """What a clerk typed as a number into a text column is text; dates stay dates, and a number too long to
    be exact stays what it is where somebody looks `closely`."""
    if closely and isinstance(value, int | float) and abs(value) >= 10**MOST_DIGITS:
        return float(value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _explanations(book: Workbook) -> tuple[Mapping[str, Any], ...]:
    sheet = book.sheet(EXPLAINED, EXPLAINED_TITLES[:1])
    if sheet is None:
        return ()
    return tuple(dict(zip(EXPLAINED_TITLES, row, strict=True)) for row in sheet.records(EXPLAINED_TITLES))


def period_of(path: Path) -> tuple[str, dt.date | None]:
    """The label of the period a ledger is for ('' for none) and its 截止日, without reading its rows."""
    about = properties(path)
    return about.get(MARK, "").removeprefix(NONE), iso_day(about.get("as_of", ""))


def shorts_in_one(path: Path, all_forms: Sequence[Form], data: bytes | None = None) -> set[str]:
    """The short titles of the ledgers that a workbook (`data` are its bytes where they are at hand) has.
    Raises LedgerError when it cannot be read."""
    book, beside = _opened(path, data), parquet_beside(path)
    return {form.short for form in all_forms if form.short in book.names or form.short in beside}


@dataclass(frozen=True)
class Odd:
    """What is odd about a form's sheet: titles it lacks, (row, title) of text columns with a number, and of
    formulas and errors without a value; the sheet's `name` where it is not the form's."""

    absent: frozenset[str] = frozenset()
    numbers: frozenset[tuple[int, str]] = frozenset()
    valueless: frozenset[tuple[int, str]] = frozenset()
    name: str = ""


MOST_TITLES = 0.8
"""Share of a form's titles by which its renamed sheet is known."""


def oddities(sheet: Sheet, form: Form) -> Odd:
    """What somebody may have done to the sheet by mistake."""
    titles = [column.title for column in form.columns]
    texts = {column.title for column in form.columns if column.kind.text}
    numbers = {
        (row, title)
        for title in texts & set(sheet.titles)
        for row, value in enumerate(sheet.column(title))
        if type(value) in (int, float)
    }
    at = {number: row for row, number in enumerate(sheet.numbers)}
    named = {col: title for col, title in enumerate(sheet.titles, 1) if title in titles}
    spots = [(at.get(row), named.get(col)) for row, col in sheet.valueless()]
    valueless = {(row, title) for row, title in spots if row is not None and title is not None}
    absent = {*titles, *SOURCE_TITLES} - set(sheet.titles)
    name = sheet.name if sheet.name != form.short else ""
    return Odd(frozenset(absent), frozenset(numbers), frozenset(valueless), name)
