"""Text files: csv and tsv in UTF-8, UTF-16 or GB18030."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from union_xl.model import Finding, Grid, Limits, Place, Raw
from union_xl.model.lazy_pattern import LazyPattern
from union_xl.readers.read_result import ReadResult
from union_xl.readers.sheet_builder import MOST_COLUMNS, MOST_ROWS
from union_xl.readers.unzip import FileRefused

_SHORT_MONTH = LazyPattern(r"(?:(?:19|20)\d\d|[1-9]|1[0-2])\.[1-9]", re.A)
_EXPLAINS = LazyPattern(r"说明|须知|通知|提示|注意事项|read\s*me", re.I)
"""In the name of a text that goes with tables and is none."""
_CODINGS = ("utf-8-sig", "gb18030", "big5")


def decode(data: bytes) -> tuple[str, int]:
    """The text, and how many characters could not be read."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), 0
    if b"\x00" in data[:64]:
        even = data[:64:2].count(0)
        coding = "utf-16-be" if even > data[1:64:2].count(0) else "utf-16-le"
        return data.decode(coding, "replace"), 0
    data = data.removeprefix(codecs.BOM_UTF8)  # also before what is no UTF-8
    for coding in _CODINGS:
        try:
            return data.decode(coding), 0
        except UnicodeDecodeError:
            continue
    guesses = [(text.count("\ufffd"), text) for text in (data.decode(one, "replace") for one in _CODINGS[:2])]
    bad, text = min(guesses, key=lambda one: one[0])
    return text, bad


def read(book: str, data: bytes, limits: Limits) -> ReadResult:
    """One grid named csv; Refused(F-TEXT) when the text has no columns."""
    text, bad = decode(data)
    text = text.replace("\x00", "")
    separator = _separator(text)
    if not separator:
        raise FileRefused("F-NOTE" if _EXPLAINS.search(PurePosixPath(book).stem) else "F-TEXT")
    if text.count(separator) > limits.cells or max(text.count("\n"), text.count("\r")) > 2 * MOST_ROWS:
        raise FileRefused("F-CELLS")
    lines = text.splitlines(keepends=True)
    if lines[0].lower().startswith("sep=") and len(lines[0].strip()) == 5:
        separator, lines[0] = lines[0].strip()[4], "\n"
    try:
        rows = _bounded(csv.reader(lines, delimiter=separator), limits.cells)
    except csv.Error:
        rows = _bounded((line.rstrip("\r\n").split(separator) for line in lines), limits.cells)
    findings = (Finding("F-ENCODING", Place(book), facts={"数": bad}),) if bad else ()
    return ReadResult((Grid(book, "csv", rows),), findings=findings)


def _bounded(lines: Iterable[list[str]], max_cells: int) -> list[list[Raw]]:
    """The rows of a sheet of at most `max_cells` cells; Refused(F-CELLS) as soon as there are more."""
    rows: list[list[Raw]] = []
    for cells in lines:
        max_cells -= len(cells)
        if max_cells < 0 or len(cells) > MOST_COLUMNS or len(rows) == MOST_ROWS:
            raise FileRefused("F-CELLS")
        rows.append([_plain(cell) for cell in cells])
    return rows


def untyped(cell: str) -> Raw:
    """A cell of a file that only knows texts: what may be a month with its last 0 lost (`2022.1`, `7.1`) is
    the number a workbook would hold there.

    >>> untyped("2022.1"), untyped("2022.10"), untyped("张三")
    (2022.1, '2022.10', '张三')
    """
    return float(cell) if cell[-2:-1] == "." and _SHORT_MONTH.fullmatch(cell) else cell


def _plain(cell: str) -> Raw:
    """`="330105…"` is how a csv says text to Excel."""
    if len(cell) > 3 and cell.startswith('="') and cell.endswith('"'):
        return cell[2:-1]
    return untyped(cell)


def _separator(text: str) -> str:
    """The sign that parts most of the first lines alike; '' when none does."""
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:40]
    best, most = "", 0
    for sign in ",\t;|，":
        counts = [line.count(sign) for line in lines]
        alone = len(lines) == 1 and sign in ",\t;" and counts[0] >= 2
        steady = max(
            (counts.count(count) * count for count in set(counts) if alone or counts.count(count) > 1),
            default=0,
        )
        if steady > most:
            best, most = sign, steady
    return best
