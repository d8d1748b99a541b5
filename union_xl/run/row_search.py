"""Rows of a ledger that hold a text: by DuckDB over what a merge kept of it, else from the workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from union_xl.expressions import literal
from union_xl.model import LedgerError
from union_xl.model.rows import SOURCE_TITLES, Rows
from union_xl.model.sheet_names import HANDLE
from union_xl.run import ledger_state
from union_xl.run.ledger_state import PART
from union_xl.store import Store
from union_xl.store.parquet import opened, quoted

if TYPE_CHECKING:
    import duckdb

    from union_xl.ledgers.form import Form

Row = tuple[int, str, dict[str, Any]]
"""Excel row, the column that holds the text, what was asked for of the row {title: value}."""
MOST = 20
"""Rows of one ledger that are looked at."""
_LEAST_PART = 4
"""Characters a text must have to be looked for inside longer ones."""


@dataclass(frozen=True)
class Found:
    """By form slug the first MOST rows, and how many there are; of 暂缓 (ledger, reason, row); the ledger's
    period."""

    rows: Mapping[str, list[Row]]
    counts: Mapping[str, int]
    held: Sequence[tuple[str, str, Mapping[str, Any]]]
    period: str


@dataclass(frozen=True)
class Query:
    """A text to be looked for in the columns `among` {form slug: titles}; `wanted` {form slug: titles} is
    what else a row is asked for.  With `parts` it is also found as part of a longer text (four characters or
    more), or as one of several names in a cell."""

    text: str
    parts: bool
    among: Mapping[str, Sequence[str]]
    wanted: Mapping[str, Sequence[str]]

    def titles(self, slug: str) -> tuple[str, ...]:
        """The columns to be given of a row."""
        return (*self.among[slug], *self.wanted[slug], *SOURCE_TITLES)

    def test(self, cell: str) -> str:
        """The condition in SQL that a cell holds the text."""
        plain = f"{cell} = $text"
        if not self.parts:
            return plain
        if len(self.text) >= _LEAST_PART:
            return f"contains({cell}, $text)"
        split = f"list_contains(string_split_regex({cell}, '[、，,；;/ ]'), $text)"
        # CASE, for an AND is worked out in any order.
        return f"CASE WHEN contains({cell}, $text) THEN {plain} OR {split} END"

    def holds(self, value: Any) -> bool:
        """Whether a cell holds the text, as `test` looks for it."""
        if value is None:
            return False
        said = str(value)
        if not self.parts:
            return said.upper() == self.text
        if len(self.text) >= _LEAST_PART:
            return self.text in said
        for mark in "，,；;/ ":
            said = said.replace(mark, "、")
        return self.text in said.split("、")


def rows_with(path: Path, all_forms: Sequence[Form], query: Query, passwords: Sequence[str] = ()) -> Found:
    """The rows of a ledger workbook that hold what is looked for, with the columns asked for, as far as they
    are there.  The workbook of restricted ledgers is opened with one of `passwords`.  Raises LedgerError."""
    from union_xl import ledger_book

    if not ledger_book.restricted.is_restricted_path(path) and Store(path.parent).home.is_dir():
        kept = ledger_state.load_ledger(Store(path.parent), ledger_state.digest(path))
        if kept is not None:
            return _kept(kept, all_forms, query)
    beside = ledger_book.parquet_beside(path)
    ledger = ledger_book.read_alone(path, all_forms, passwords, sheets=ledger_book.TOLD)
    files = {form.slug: [beside[form.short]] for form in all_forms if form.short in beside}
    looked = {
        slug: _looked(own, ledger.sheet_rows[slug], slug, query)
        for slug, own in ledger.rows.items()
        if slug in query.among and slug not in files
    }
    rows = {slug: own[:MOST] for slug, own in looked.items()}
    counts = {slug: len(own) for slug, own in looked.items()}
    more, further = _searched(all_forms, files, {}, query)
    return Found(rows | more, counts | further, _held(ledger.held, query.text), ledger.period)


def _kept(
    kept: ledger_state.KeptLedger,
    all_forms: Sequence[Form],
    query: Query,
) -> Found:
    from union_xl import ledger_book

    rows, counts = _searched(all_forms, kept.files, kept.state.numbers, query)
    held: Mapping[str, Sequence[Any]] = kept.state.sheets.get(ledger_book.TOLD[0], {})
    return Found(rows, counts, _held(held, query.text), kept.state.period)


def _searched(
    all_forms: Sequence[Form],
    files: Mapping[str, Sequence[Path]],
    numbers: Mapping[str, Sequence[int]],
    query: Query,
) -> tuple[dict[str, list[Row]], dict[str, int]]:
    """The rows in Parquet files {form slug: its parts in order}, and how many there are."""
    import duckdb

    there = {form.slug: files[form.slug] for form in all_forms if files.get(form.slug)}
    try:
        with opened() as desk:
            places = _places(desk, there, query)
            rows = {
                slug: _rows(desk, own, there[slug], numbers.get(slug, ()), slug, query)
                for slug, own in places.items()
            }
    except duckdb.Error as error:
        raise LedgerError(f"台账的留存读不出来（{str(error)[:80]}），请重新合并后再查") from None
    return rows, {slug: sum(map(len, own.values())) for slug, own in places.items()}


_Places = dict[str, dict[str, list[int]]]
"""{form slug: {file: its rows (0 = first)}}."""


def _places(
    desk: duckdb.DuckDBPyConnection,
    files: Mapping[str, Sequence[Path]],
    query: Query,
) -> _Places:
    """Where the text stands: all ledgers in one question; where a column is missing or no text in one of
    them (an older declaration), each for itself."""
    import duckdb

    selects = [
        _select(slug, own, [query.test(quoted(title)) for title in query.among[slug]])
        for slug, own in files.items()
        if query.among.get(slug)
    ]
    found: _Places = {}
    try:
        lines = desk.execute(" UNION ALL ".join(selects), {"text": query.text}).fetchall() if selects else []
    except duckdb.Error:
        lines = []
        for slug, own in files.items():
            titles = _titles(desk, own, query.among.get(slug, ()))
            if titles:
                tests = [query.test(f"CAST({quoted(title)} AS VARCHAR)") for title in titles]
                lines += desk.execute(_select(slug, own, tests), {"text": query.text}).fetchall()
    for slug, file, row in sorted(lines):
        found.setdefault(slug, {}).setdefault(file, []).append(int(row))
    return found


def _select(slug: str, files: Sequence[Path], tests: Sequence[str]) -> str:
    return (
        f"SELECT {literal(slug)} AS slug, filename, file_row_number FROM {_source(files)} "
        f"WHERE {' OR '.join(f'coalesce({test}, false)' for test in tests)}"
    )


def _source(files: Sequence[Path]) -> str:
    named = ", ".join(literal(str(path)) for path in files)
    return f"read_parquet([{named}], file_row_number = true, filename = true)"


def _titles(desk: duckdb.DuckDBPyConnection, files: Sequence[Path], titles: Sequence[str]) -> list[str]:
    there = {line[0] for line in desk.execute(f"DESCRIBE SELECT * FROM {_source(files)}").fetchall()}
    return [title for title in titles if title in there]


def _rows(
    desk: duckdb.DuckDBPyConnection,
    places: Mapping[str, Sequence[int]],
    files: Sequence[Path],
    numbers: Sequence[int],
    slug: str,
    query: Query,
) -> list[Row]:
    """What is wanted of the rows at some places of a ledger's files: whole ones take three times as long."""
    picked = ", ".join(map(literal, dict.fromkeys(query.titles(slug))))
    order = {str(path): part for part, path in enumerate(files)}
    made: list[Row] = []
    for file, rows in sorted(places.items(), key=lambda one: order.get(one[0], 0)):
        if len(made) >= MOST:
            break
        here = ", ".join(map(str, rows[: MOST - len(made)]))
        source = _source([Path(file)])
        found = desk.execute(
            f"SELECT COLUMNS(lambda title: title IN ({picked})), file_row_number FROM {source} "
            f"WHERE file_row_number IN ({here}) ORDER BY file_row_number"
        )
        heads = [one[0] for one in found.description or ()]
        for values in found.fetchall():
            row = dict(zip(heads, values, strict=True))
            position = int(row.pop("file_row_number")) + order.get(file, 0) * PART
            made.append((numbers[position] if numbers else position + 2, _which(row, slug, query), row))
    return made


def _which(row: Mapping[str, Any], slug: str, query: Query) -> str:
    titles = query.among[slug]
    return next((title for title in titles if query.holds(row.get(title))), titles[0])


def _looked(rows: Rows, numbers: Sequence[int], slug: str, query: Query) -> list[Row]:
    picked = [title for title in query.titles(slug) if title in rows.titles]
    hits: dict[int, str] = {}
    for title in query.among[slug]:
        same: dict[Any, bool] = {}
        for at, value in enumerate(rows.column(title)):
            if value not in same:
                same[value] = query.holds(value)
            if same[value]:
                hits.setdefault(at, title)
    return [
        (numbers[at], title, {name: rows.cell(name, at) for name in picked})
        for at, title in sorted(hits.items())
    ]


def _held(sheet: Mapping[str, Sequence[Any]], text: str) -> list[tuple[str, str, Mapping[str, Any]]]:
    """Rows of 暂缓 with the text in any cell, (ledger, reason, row)."""
    hits = {
        at
        for title, cells in sheet.items()
        if title not in ("原因", HANDLE)
        for at, value in enumerate(cells)
        if value is not None and str(value).upper() == text.upper()
    }
    rows = [{title: cells[at] for title, cells in sheet.items()} for at in sorted(hits)]
    return [(str(row.get("表") or ""), str(row.get("原因") or ""), row) for row in rows]
