"""Big sheets, fast: XlsxWriter makes the workbook, the bulk rows' XML is built by DuckDB and spliced in.

XlsxWriter writes about 11,000 rows of 20 cells a second; formatting whole columns at once and deflating in
threads writes ten times as many.  Everything but the data rows (styles, filters, drop-downs, charts) stays
XlsxWriter's.

The shell's sheet carries one anchor row where the data begin: blank cells with the format of each column, and
one more cell to the right with the format of dates, whatever column they stand in.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from xml.sax.saxutils import escape, quoteattr

from union_xl.core.grid import column_letters

CHUNK = 8192
FEW_CELLS = 20_000
LEVEL = 1
LONGEST = 32_767
"""Characters Excel takes in one cell."""
EPOCH = dt.date(1899, 12, 30)
FIXED = (1980, 1, 1, 0, 0, 0)

_BAD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True)
class Rows:
    """The data rows of one sheet: whole columns of plain values, from Excel row `first` on.

    Text stays text whatever it begins with; None is no cell at all; date is a real date.  `links` maps
    (row, column), 1-based as Excel shows them, to a place inside the book (`'会员登记'!A5`).  `heights` are
    the points of rows that are not one line high.
    """

    columns: Sequence[Sequence[Any]]
    first: int = 2
    links: Mapping[tuple[int, int], str] = field(default_factory=dict)
    heights: Mapping[int, float] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0


def splice(shell: bytes, sheets: Mapping[str, Rows], path: Path, threads: int = 2) -> None:
    """Write `path`: the shell with the rows put into its sheets (`xl/worksheets/sheet1.xml` -> Rows)."""
    with (
        zipfile.ZipFile(BytesIO(shell)) as source,
        open(path, "wb") as out,
        ThreadPoolExecutor(threads) as pool,
    ):
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as target:
            for name in source.namelist():
                data = source.read(name)
                rows = sheets.get(name)
                if rows is None or not len(rows):
                    target.writestr(zipfile.ZipInfo(name, FIXED), data, zipfile.ZIP_DEFLATED, LEVEL)
                else:
                    _write_sheet(target, out, name, data.decode("utf-8"), rows, pool)
        out.flush()
        os.fsync(out.fileno())


def _write_sheet(
    target: zipfile.ZipFile, out: BinaryIO, name: str, xml: str, rows: Rows, pool: ThreadPoolExecutor
) -> None:
    before, styles, date_style, after = _cut(xml, rows)
    if len(rows) * len(styles) < FEW_CELLS:
        whole = before.encode() + _few(rows, styles, date_style) + after.encode()
        target.writestr(zipfile.ZipInfo(name, FIXED), whole, zipfile.ZIP_DEFLATED, LEVEL)
        return
    chunks = [(at, min(at + CHUNK, len(rows))) for at in range(0, len(rows), CHUNK)]
    with _desk() as desk:
        made = pool.map(
            lambda ends: _deflated(_chunk(desk, rows, ends[0], ends[1], styles, date_style)), chunks
        )
        _stored(target, out, name, _bracketed(before.encode(), made, after.encode()))


def _desk() -> Any:
    import duckdb

    return duckdb.connect(config={"threads": "1"})


def _stored(target: zipfile.ZipFile, out: BinaryIO, name: str, pieces: Iterator[tuple[bytes, bytes]]) -> None:
    """Put a member into the zip from pieces that are deflated already."""
    info = zipfile.ZipInfo(name, FIXED)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr, info.CRC = 0o600 << 16, 0
    header_at = target.start_dir
    out.seek(header_at)
    out.write(info.FileHeader(zip64=True))
    for raw, packed in pieces:
        info.CRC = zlib.crc32(raw, info.CRC)
        info.file_size += len(raw)
        info.compress_size += len(packed)
        out.write(packed)
    end = out.tell()
    info.header_offset = header_at
    out.seek(header_at)
    out.write(info.FileHeader(zip64=True))
    out.seek(end)
    target.filelist.append(info)
    target.NameToInfo[info.filename] = info
    target.start_dir = end
    target._didModify = True  # type: ignore[attr-defined]


def _bracketed(
    before: bytes, made: Iterator[tuple[bytes, bytes]], after: bytes
) -> Iterator[tuple[bytes, bytes]]:
    yield _deflated(before)
    yield from made
    yield _deflated(after, last=True)


def _deflated(raw: bytes, last: bool = False) -> tuple[bytes, bytes]:
    """The bytes, and a piece of raw deflate stream that can stand beside others."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
    return raw, packer.compress(raw) + packer.flush(zlib.Z_FINISH if last else zlib.Z_FULL_FLUSH)


def _cut(xml: str, rows: Rows) -> tuple[str, list[str], str, str]:
    """The sheet before and after its data rows, the style of each column, and that of odd dates."""
    anchor = re.search(rf'<row r="{rows.first}"[^>]*?(?:/>|>.*?</row>)', xml, re.S)
    end = xml.index("</sheetData>") if "</sheetData>" in xml else -1
    width = len(rows.columns)
    styles = [""] * (width + 1)
    if anchor:
        for ref, style in re.findall(rf'<c r="([A-Z]+){rows.first}" s="(\d+)"', anchor[0]):
            if (col := _number(ref)) <= width + 1:
                styles[col - 1] = f' s="{style}"'
        before, after = xml[: anchor.start()], xml[end:]
    else:
        before, after = xml[:end], xml[end:]
    last = f"{column_letters(width)}{rows.first + len(rows) - 1}"
    before = re.sub(r'<dimension ref="[^"]*"/>', f'<dimension ref="A1:{last}"/>', before, count=1)
    if rows.links:
        places = "".join(
            f'<hyperlink ref="{column_letters(col)}{row}" location={quoteattr(where)}/>'
            for (row, col), where in sorted(rows.links.items())
        )
        at = re.search(r"<(?:printOptions|pageMargins)", after)
        assert at is not None
        after = f"{after[: at.start()]}<hyperlinks>{places}</hyperlinks>{after[at.start() :]}"
    return before, styles[:width], styles[width], after


def _number(letters: str) -> int:
    made = 0
    for letter in letters:
        made = made * 26 + ord(letter) - 64
    return made


def _few(rows: Rows, styles: Sequence[str], date_style: str) -> bytes:
    """The XML of all rows of a small sheet, cell by cell: starting DuckDB would cost more."""
    letters = [column_letters(number) for number in range(1, len(styles) + 1)]
    made = []
    for row, values in enumerate(zip(*rows.columns, strict=True), rows.first):
        tails = zip(
            letters, (_tail(v, s, date_style) for v, s in zip(values, styles, strict=True)), strict=True
        )
        cells = "".join([f'<c r="{letter}{row}{tail}' for letter, tail in tails if tail is not None])
        made.append(f"{_opened(row, rows.heights)}{cells}</row>")
    return "".join(made).encode()


def _opened(row: int, heights: Mapping[int, float]) -> str:
    height = heights.get(row)
    return f'<row r="{row}">' if height is None else f'<row r="{row}" ht="{height:g}" customHeight="1">'


def _chunk(desk: Any, rows: Rows, start: int, stop: int, styles: Sequence[str], date_style: str) -> bytes:
    """The XML of data rows start..stop (0-based), made by the DuckDB connection `desk`."""
    import pandas as pd

    first = rows.first + start
    frame: dict[str, list[Any]] = {"rn": [str(row) for row in range(first, first + stop - start)]}
    pieces = [_quoted('<row r="'), "rn", _quoted('">')]
    if rows.heights:
        frame["ro"], pieces = (
            [_opened(row, rows.heights) for row in range(first, first + stop - start)],
            ["ro"],
        )
    for number, (column, style) in enumerate(zip(rows.columns, styles, strict=True)):
        made = _prepared(list(column[start:stop]), style, date_style)
        if made is not None:
            values, before, after = made
            name, head = f"c{number}", _quoted(f'<c r="{column_letters(number + 1)}')
            cell = [head, "rn", _quoted(before), name, _quoted(after)]
            if None in values or "" in values:
                # One NULL makes the whole chain NULL, and concat leaves NULL out: no cell at all.
                chain = " || ".join(cell)
                cell = [chain.replace(f"|| {name} ||", f"|| nullif({name}, '') ||")]
            pieces += cell
            frame[name] = values
    pieces.append(_quoted("</row>"))
    data = pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in frame.items()})
    with desk.cursor() as own:
        own.execute("set pandas_analyze_sample = 0")
        own.register("data", data)
        # With one thread the rows come in their order; as bytes they need not pass through Python's texts.
        found = own.execute(
            f"select encode(string_agg(concat({', '.join(pieces)}), '')) from data"
        ).fetchone()
    whole: bytes = found[0] if found else b""
    return whole


def _quoted(text: str) -> str:
    """An SQL text."""
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def _prepared(values: list[Any], style: str, date_style: str) -> tuple[list[Any], str, str] | None:
    """A column as texts, and what stands before and after each text in its cell, once `<c r="B17` is written.

    None when the whole column is blank.
    """
    kinds = set(map(type, values))
    kinds.discard(type(None))
    if not kinds:
        return None
    if kinds == {str}:
        if not _plain_text(values):
            return [_text_tail(value, style) for value in values], "", ""
        return values, f'"{style} t="inlineStr"><is><t>', "</t></is></c>"
    if kinds == {dt.date}:
        serials = {day: None if day is None else str((day - EPOCH).days) for day in set(values)}
        return [serials[day] for day in values], f'"{date_style}><v>', "</v></c>"
    tails = {}
    for value in values:
        tag = (type(value), value)
        if tag not in tails:
            tails[tag] = _tail(value, style, date_style)
    return [tails[type(value), value] for value in values], "", ""


_ODD = re.compile("[&<>\x00-\x1f\ufffe\uffff\ud800-\udfff]|_x[0-9A-Fa-f]{4}_")


def _plain_text(values: Sequence[str | None]) -> bool:
    """Whether all texts can stand in XML as they are."""
    joined = "\x7f".join([value for value in values if value])
    if (
        _ODD.search(joined)
        or "\x7f " in joined
        or " \x7f" in joined
        or joined[:1] == " "
        or joined[-1:] == " "
    ):
        return False
    return len(joined) <= LONGEST or max(map(len, filter(None, values)), default=0) <= LONGEST


def _text_tail(value: str | None, style: str) -> str | None:
    """Everything of a text cell after its row number; None for no cell."""
    if not value:
        return None
    clean = _CODED.sub("_x005F_", _BAD.sub("", value))[:LONGEST]
    space = ' xml:space="preserve"' if clean != clean.strip(" \t\r\n") else ""
    return f'"{style} t="inlineStr"><is><t{space}>{escape(clean)}</t></is></c>'


def _tail(value: Any, style: str, date_style: str) -> str | None:
    if value is None or value != value:
        return None
    if isinstance(value, str):
        return _text_tail(value, style)
    if isinstance(value, bool):
        return f'"{style} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, dt.datetime):
        moment = value.replace(tzinfo=None) - dt.datetime(EPOCH.year, EPOCH.month, EPOCH.day)
        return f'"{date_style}><v>{moment / dt.timedelta(days=1)}</v></c>'
    if isinstance(value, dt.date):
        return f'"{date_style}><v>{(value - EPOCH).days}</v></c>'
    if isinstance(value, int | float) or hasattr(value, "__index__") or hasattr(value, "__float__"):
        number = float(value)
        return None if number in (float("inf"), float("-inf")) else f'"{style}><v>{value}</v></c>'
    return _text_tail(str(value), style)
