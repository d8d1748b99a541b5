"""The cells of a ledger workbook, sheet by sheet, only those asked for."""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import re
import zipfile
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from io import BytesIO
from operator import itemgetter
from pathlib import Path
from typing import Any

from union_xl import readers
from union_xl.ledger_book.sheets import SheetContent
from union_xl.ledger_book.writer import DECLARED, MARK, NONE, OFFICE
from union_xl.model import LedgerError, Source, TemplateError
from union_xl.model.sheet_names import ACCOUNTS, FILES
from union_xl.xlsx_edit.row_xml import LONGEST, read_back

HEADER_WITHIN = 30
"""Rows in which the titles are looked for; above them stands decoration."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as a table: `titles` by column, `rows` of as many cells below them, `header` the Excel row of
    the titles, `numbers` the Excel row of each of `rows` (blank rows left out); `valueless` gives the (row,
    column) of formulas never calculated and of errors."""

    name: str
    header: int
    titles: tuple[str, ...]
    rows: list[list[Any]]
    numbers: list[int]
    valueless: Callable[[], Collection[tuple[int, int]]] = tuple

    def column(self, title: str) -> list[Any]:
        """One column's values; all None when there is no such title."""
        if title not in self.titles:
            return [None] * len(self.rows)
        return tidied(list(map(itemgetter(self.titles.index(title)), self.rows)))

    def records(self, titles: Sequence[str]) -> list[tuple[Any, ...]]:
        """The rows as tuples of these columns."""
        return list(zip(*(self.column(title) for title in titles), strict=True))


def tidy(value: Any) -> Any:
    """A cell as a ledger means it: blank is None, a whole number an int, a day without hours a date."""
    if value is None or value == "":
        return None
    if type(value) is float and value.is_integer():
        return int(value)
    if type(value) is dt.datetime and value.time() == dt.time():
        return value.date()
    return value


def tidied(cells: list[Any]) -> list[Any]:
    """A column of cells as a ledger means them: `tidy`, once for every distinct one where that can be."""
    kinds = set(map(type, cells))
    if kinds <= _TIDY:
        return [None if cell == "" else cell for cell in cells] if str in kinds and "" in cells else cells
    if bool in kinds:  # the number 1 is the same key
        return list(map(tidy, cells))
    known = {cell: tidy(cell) for cell in set(cells)}
    return [known[cell] for cell in cells]


def as_read(page: SheetContent) -> dict[str, list[Any]]:
    """The columns of a helper sheet as they will be read from the workbook it is written to."""
    return {title: tidied(_back(cells)) for title, cells in zip(page.titles, page.columns, strict=True)}


def _back(cells: Sequence[Any]) -> list[Any]:
    """Cells as they are read back; most columns hold nothing that is changed on the way."""
    texts = [cell for cell in cells if type(cell) is str]
    if "".join(texts).isprintable() and max(map(len, texts), default=0) <= LONGEST:
        return list(cells)
    back = {text: read_back(text) for text in set(texts)}
    return [back[cell] if type(cell) is str else cell for cell in cells]


_TIDY = frozenset((str, int, bool, type(None), dt.date))


class Workbook:
    """An opened ledger, from `path` or its bytes.  LedgerError when it cannot be read."""

    def __init__(self, path: Path, data: bytes | None = None) -> None:
        import python_calamine as calamine

        self.path = path
        try:
            # Its bytes, not its path: a handle kept open would bar Windows from putting the next one there.
            whole = path.read_bytes() if data is None else data
            self._book = calamine.CalamineWorkbook.from_filelike(BytesIO(whole))
            self._whole = whole
            self.names = list(self._book.sheet_names)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # a Rust panic is no Exception
            raise unreadable(path) from error

    def sheet(
        self, name: str, wanted: Sequence[str], others: Collection[str] = (), *, missing: bool = False
    ) -> Sheet | None:
        """A sheet whose header is the first row with all of `wanted`, or else with most of the `others`; None
        when there is no such sheet, with `missing` also when it has no such row."""
        if name not in self.names:
            return None
        grid = self.grid(name)
        need, more = set(wanted), set(others)
        heads = [
            tuple(str(cell).strip() if cell not in (None, "") else "" for cell in row)
            for row in grid[:HEADER_WITHIN]
        ]
        found = next((n for n, titles in enumerate(heads) if need <= set(titles)), None)
        if found is None and more:
            found = next(
                (n for n, titles in enumerate(heads) if len(more & set(titles)) * 2 > len(more)), None
            )
        if found is not None:
            body = [(n, line) for n, line in enumerate(grid[found + 1 :], found + 2) if filled(line)]
            rows, numbers = [line for _, line in body], [n for n, _ in body]
            return Sheet(name, found + 1, heads[found], rows, numbers, lambda: self._valueless(name))
        if missing:
            return None
        raise LedgerError(
            f"台账 {self.path.name} 的工作表“{name}”里找不到标题行（{'、'.join(wanted)}），"
            "请恢复标题行，或用 历史 文件夹里的台账"
        )

    def grid(self, name: str) -> list[list[Any]]:
        """All cells of a sheet, from A1 on."""
        try:
            cells: list[list[Any]] = self._book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:
            raise unreadable(self.path) from error
        return cells

    def _valueless(self, name: str) -> Collection[tuple[int, int]]:
        """Formulas never calculated, and errors, of a sheet; nothing where the package cannot be opened."""
        from union_xl.readers.scan import scan
        from union_xl.xlsx_edit.workbook import Workbook as Package

        try:
            book = Package(self._whole)
            part = next((one.part for one in book.sheets if one.name == name), "")
            xml = book.parts.raw(part) if part else b""
        except TemplateError:
            return ()
        if b"<f" not in xml and b't="e"' not in xml:
            return ()
        facts = scan(xml)
        return facts.uncached | frozenset(facts.errors)


def filled(line: Sequence[Any]) -> bool:
    """Whether a row of cells holds anything."""
    return any(cell is not None and cell != "" for cell in line)


def unreadable(path: Path) -> LedgerError:
    return LedgerError(f"台账 {path.name} 不能读取，可能已损坏或被加密，请用 历史 文件夹里的台账再试")


def office_of(data: bytes) -> str:
    """The office a ledger says it is of; '' when it does not say."""
    return html.unescape(properties(BytesIO(data)).get(OFFICE, "")).removeprefix(NONE)


def declared_in(path: Path) -> tuple[str, ...]:
    """The short titles of the ledgers in a workbook that are declared in an office workbook."""
    said = html.unescape(properties(path).get(DECLARED, ""))
    return tuple(said.split("、")) if said else ()


def properties(file: Path | BytesIO) -> dict[str, str]:
    """The custom properties of the document ({} when there are none)."""
    try:
        with zipfile.ZipFile(file) as opened:
            if not _small(opened, "docProps/custom.xml"):
                return {}
            xml = opened.read("docProps/custom.xml").decode("utf-8", "replace")
    except (OSError, KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return {}
    return dict(re.findall(r'\bname="([^"]+)"[^>]*>\s*<(?:\w+:)?\w+[^<>]*>([^<]*)</', xml))


@dataclass(frozen=True, slots=True)
class LedgerProbe:
    """A file's digest, and whether it is a merged ledger."""

    sha256: str
    is_ledger: bool


def probe(source: Source) -> LedgerProbe:
    """Look at an input file without reading it as a table; never raises."""
    try:
        data = readers.read_bytes(source)
    except OSError:
        return LedgerProbe("", False)
    return LedgerProbe(hashlib.sha256(data).hexdigest(), is_ledger(data))


def is_ledger(data: bytes) -> bool:
    """Whether a workbook is a merged ledger: our property, or our helper sheets by name."""
    tail = max(0, len(data) - 70_000)
    if not data.startswith(b"PK"):
        return False
    if data.find(b"docProps/custom.xml", tail) < 0 and data.find(b"sheet9.xml", tail) < 0:
        return False
    try:
        with zipfile.ZipFile(BytesIO(data)) as opened:
            names = set(opened.namelist())
            marked = "docProps/custom.xml" in names and _small(opened, "docProps/custom.xml")
            if marked and MARK.encode() in opened.read("docProps/custom.xml"):
                return True
            if "xl/workbook.xml" not in names or not _small(opened, "xl/workbook.xml"):
                return False
            xml = opened.read("xl/workbook.xml").decode("utf-8", "replace")
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError):
        return False
    return f'name="{ACCOUNTS}"' in xml and f'name="{FILES}"' in xml


def _small(opened: zipfile.ZipFile, name: str) -> bool:
    return opened.getinfo(name).file_size < 2**20
