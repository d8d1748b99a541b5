"""Single cells of a sheet's XML, read and changed as bytes: long sheets are not parsed for a few of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple

from union_xl.model.grid import column_letters
from union_xl.xlsx_edit.references import column_number

_ROW = re.compile(rb"<row\b([^>]*?)(/>|>(.*?)</row>)", re.S)
_CELL = re.compile(rb"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.S)
_REF = re.compile(rb'\br="([A-Z]{1,3})(\d+)"')
_NUMBER = re.compile(rb'\br="(\d+)"')
_STYLE = re.compile(rb'\bs="(\d+)"')
_KIND = re.compile(rb'\bt="(\w+)"')
_VALUE = re.compile(rb"<v[^>]*>([^<]*)</v>")
_FORMULA = re.compile(rb"<f\b([^>]*?)(?:/>|>([^<]*)</f>)")
_SHARED = re.compile(rb'\bsi="(\d+)"')
_OWN_TEXT = re.compile(rb"<t\b[^>]*>([^<]*)</t>")


class FoundCell(NamedTuple):
    """A cell as it stands: style number, type (`s`, `str`, `n` …), value or own text, formula ('' for none),
    and the number of the shared formula it belongs to (-1 for none)."""

    style: int
    kind: str
    value: str
    formula: str
    shared: int = -1


@dataclass(frozen=True, slots=True)
class Patch:
    """What becomes of a cell: another style (None: its own), and other content (XML within `<c>`, with its
    type; None: its own)."""

    style: int | None = None
    kind: str = ""
    content: bytes | None = None


def rows_of(raw: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """(row number, the row's XML, its cells' XML)."""
    last = 0
    for found in _ROW.finditer(raw):
        number = _NUMBER.search(found[1])
        last = int(number[1]) if number else last + 1
        yield last, found[0], found[3] or b""


def cells_of(cells: bytes) -> Iterator[tuple[int, bytes, bytes, bytes]]:
    """(column, the cell's XML, its attributes, its content) of a row."""
    last = 0
    for found in _CELL.finditer(cells):
        ref = _REF.search(found[1])
        last = column_number(ref[1].decode()) if ref else last + 1
        yield last, found[0], found[1], found[2] or b""


def style_of(attributes: bytes) -> int:
    found = _STYLE.search(attributes)
    return int(found[1]) if found else 0


def found_cell(attributes: bytes, content: bytes) -> FoundCell:
    """A cell's parts."""
    kind, value, formula = _KIND.search(attributes), _VALUE.search(content), _FORMULA.search(content)
    kind_text = kind[1].decode() if kind else "n"
    text = unescape(value[1].decode("utf-8", "replace")) if value else ""
    if kind_text == "inlineStr":
        kind_text, text = "str", unescape(b"".join(_OWN_TEXT.findall(content)).decode("utf-8", "replace"))
    shared = _SHARED.search(formula[1]) if formula else None
    words = unescape((formula[2] or b"").decode("utf-8", "replace")) if formula else ""
    return FoundCell(style_of(attributes), kind_text, text, words, int(shared[1]) if shared else -1)


def patched(raw: bytes, patches: Mapping[int, Mapping[int, Patch]]) -> bytes:
    """The sheet with some cells changed, or added where the row had none; rows it lacks are left out."""

    number = 0

    def row(found: re.Match[bytes]) -> bytes:
        nonlocal number
        reference = _NUMBER.search(found[1])
        number = int(reference[1]) if reference else number + 1
        wanted = patches.get(number)
        if not wanted:
            return found[0]
        return b"<row" + found[1] + b">" + _row(number, found[3] or b"", wanted) + b"</row>"

    return _ROW.sub(row, raw)


def _row(number: int, cells: bytes, wanted: Mapping[int, Patch]) -> bytes:
    made: list[bytes] = []
    left = dict(wanted)
    for col, whole, attributes, content in cells_of(cells):
        before = sorted(one for one in left if one < col)
        made += [_cell(number, earlier, 0, b"", b"", left.pop(earlier)) for earlier in before]
        patch = left.pop(col, None)
        if patch is None:
            made.append(
                whole
                if _REF.search(attributes)
                else whole.replace(b"<c", b'<c r="%s%d"' % (column_letters(col).encode(), number), 1)
            )
        else:
            kind = _KIND.search(attributes)
            made.append(_cell(number, col, style_of(attributes), kind[1] if kind else b"", content, patch))
    made += [_cell(number, col, 0, b"", b"", left[col]) for col in sorted(left)]
    return b"".join(made)


def _cell(number: int, col: int, style: int, kind: bytes, content: bytes, patch: Patch) -> bytes:
    style = style if patch.style is None else patch.style
    if patch.content is not None:
        kind, content = patch.kind.encode(), patch.content
    type_attribute = b' t="%s"' % kind if kind else b""
    opened = b'<c r="%s%d" s="%d"%s' % (column_letters(col).encode(), number, style, type_attribute)
    return opened + b">" + content + b"</c>" if content else opened + b"/>"


def columns_of(raw: bytes) -> dict[int, dict[str, str]]:
    """{column: attributes} of `<col>`, one entry for each column."""
    made: dict[int, dict[str, str]] = {}
    for found in re.finditer(rb"<col\b([^>]*?)/?>", raw[: raw.find(b"<sheetData")]):
        attributes = {k.decode(): v.decode() for k, v in re.findall(rb'(\w+)="([^"]*)"', found[1])}
        for col in range(int(attributes.get("min", 1)), min(int(attributes.get("max", 1)), 16_384) + 1):
            if col - int(attributes.get("min", 1)) < 512:
                made[col] = {key: value for key, value in attributes.items() if key not in ("min", "max")}
    return made


def with_columns(raw: bytes, columns: Mapping[int, Mapping[str, str]]) -> bytes:
    """The sheet with these columns' attributes."""
    cols = b"".join(
        b'<col min="%d" max="%d"%s/>'
        % (col, col, "".join(f' {key}="{value}"' for key, value in attributes.items()).encode())
        for col, attributes in sorted(columns.items())
    )
    start = raw.find(b"<sheetData")
    head = re.sub(rb"<cols>.*?</cols>", b"", raw[:start], flags=re.S)
    return head + (b"<cols>" + cols + b"</cols>" if cols else b"") + raw[start:]
