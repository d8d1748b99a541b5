"""What a person sees in the terminal: progress on stderr, short tables or one JSON document on stdout."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from union_xl.model.fileops import WINDOWS
from union_xl.run.context import Progress, no_progress

_BLOCK = 2**16
"""Characters written to stdout at a time."""
_PLAIN = {str, int, float, bool, type(None)}
_LONG = 200
"""Rows from which on a list is written for programs and sheets, not for the eye."""
_MOST = 2_000
"""Characters of a cell that are drawn."""


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return value.as_posix()
    item = getattr(value, "item", None)
    return item() if callable(item) else str(value)


def print_json(document: Any) -> None:
    """One JSON document on stdout; into a pipe of Windows in ASCII, right in whatever code page reads it.

    What holds only plain values takes one line: a hundred thousand findings are written in a second.
    """
    ascii_only = WINDOWS and not sys.stdout.isatty()
    encoder = json.JSONEncoder(ensure_ascii=ascii_only, default=_plain)
    held, size = [], 0
    for piece in _pieces(document, encoder, "\n"):
        held.append(piece)
        size += len(piece)
        if size > _BLOCK:
            sys.stdout.write("".join(held))
            held, size = [], 0
    sys.stdout.write("".join(held) + "\n")


def _pieces(value: Any, encoder: json.JSONEncoder, line: str) -> Iterator[str]:
    """The text of a value, part by part; `line` is the line break and indent it stands at."""
    named = isinstance(value, dict)
    inner = value.values() if named else value if isinstance(value, list | tuple) else ()
    if not named and len(inner) > _LONG and (text := _flat(value, encoder, line + "  ")):
        yield text + line + "]"
        return
    if not any(isinstance(one, dict | list | tuple) and one for one in inner):
        yield encoder.encode(value)
        return
    mark, between = "{" if named else "[", line + "  "
    for key, one in value.items() if named else enumerate(value):
        yield f"{mark}{between}{encoder.encode(str(key))}: " if named else mark + between
        yield from _pieces(one, encoder, between)
        mark = ","
    yield line + ("}" if named else "]")


def say(line: str) -> None:
    """A message, on stderr."""
    print(line, file=sys.stderr)


def _flat(rows: Sequence[Any], encoder: json.JSONEncoder, line: str) -> str:
    """Many rows of plain values, a line each, without the closing bracket; '' when they are anything else."""
    if {type(row) for row in rows} != {dict}:
        return ""
    if not {type(value) for row in rows for value in row.values()} <= _PLAIN:
        return ""
    return "[" + line + f",{line}".join(map(encoder.encode, rows))


def print_table(title: str, headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A table on stdout; text is never read as markup.

    A long one goes out as plain lines with tabs: it is read by programs, or pasted into a sheet, and drawing
    it would take a minute.
    """
    lines = rows if isinstance(rows, list) else list(rows)
    if len(lines) > _LONG:
        _print_lines(title, headers if any(headers) else (), lines)
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title or None, title_justify="left", show_header=any(headers), header_style="bold")
    for header in headers:
        table.add_column(header, overflow="fold")
    for row in lines:
        table.add_row(*(Text(_shown(cell)) for cell in row))
    width = None if sys.stdout.isatty() else 110
    Console(width=width, highlight=False).print(table)


def _shown(cell: Any) -> str:
    """A cell of a drawn table; of a text of millions of characters (a hostile sheet name) the beginning."""
    text = "" if cell is None else str(cell)
    return text if len(text) <= _MOST else f"{text[:_MOST]}…"


def _print_lines(title: str, headers: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    columns = [_texts(column) for column in zip(*rows, strict=True)]
    text = "\n".join(map("\t".join, zip(*columns, strict=True)))
    if text.count("\t") + text.count("\n") != len(rows) * len(columns) - 1:
        flat = ([" ".join(cell.split()) for cell in column] for column in columns)
        text = "\n".join(map("\t".join, zip(*flat, strict=True)))
    above = [line for line in (title, "\t".join(headers)) if line]
    sys.stdout.write("\n".join((*above, text, "")))


def _texts(column: Sequence[Any]) -> Sequence[str]:
    if set(map(type, column)) == {str}:
        return column
    return ["" if cell is None else str(cell) for cell in column]


@contextmanager
def progress(wanted: bool = True) -> Iterator[Progress]:
    """A progress bar on stderr for as long as the block runs; silent where nobody watches."""
    if not wanted or not sys.stderr.isatty():
        yield no_progress
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total or None)
            bar.update(tasks[stage], completed=done, total=total or None)

        yield show
