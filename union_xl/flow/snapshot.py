"""The rows of one ledger as whole columns in one file: a question about a few columns reads only those.

The file lies in `.union_xl/` beside the ledger and belongs to exactly one content of it (sha256): it says
what the workbook says, only quicker to read.  Columns (core.columns.Packed) come one after the other; what
they are and where they begin stands at the end, so that one column at a time is in memory while writing.
What a merge has kept of each file it read (ENTRIES) is pointed to, not written a second time.
Everything carries a checksum; a file that is damaged, foreign or of another ledger is as good as none.
No pickle: what is wrong in it can at worst be wrong, never run.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, cast

from union_xl.core.columns import JOIN, JOINED, Packed, packed
from union_xl.core.joining import whole
from union_xl.core.ledger import Group
from union_xl.core.replacing import put

HOME = ".union_xl"
ROWS = "rows.bin"
"""Written by a merge together with its ledger."""
SEEN = "seen.bin"
"""Written when a ledger that somebody changed after the merge has been read."""
ENTRIES = "cache"
"""The folder beside it with what was read of each file: a group that came from there is not kept twice."""
LAYOUT = 5
_ENTRY = re.compile(r"[0-9a-f]{64}\.json")
_MARK = "union_xl rows"
_TAIL = 1024
"""The last line (mark, layout, length and digest of the index) is shorter than this."""

Column = Iterable[Any]
"""The values of a column in the order of the sheet, or Packed pieces of it, one after the other."""


class Damaged(Exception):
    """A column of a snapshot cannot be trusted; read the ledger itself."""


def keep(
    path: Path,
    ledger_sha256: str,
    forms: Mapping[str, Mapping[str, Column] | Iterable[Group]],
    numbers: Mapping[str, Sequence[int]] | None = None,
    told: Mapping[str, str] | None = None,
) -> None:
    """Write the snapshot of a ledger to `path` (`…/.union_xl/rows.bin`).

    Args:
        ledger_sha256: hex digest of the ledger's bytes.
        forms: {form slug: {standard title: Column}}; frames will do; or the rows in groups.  The sheets 暂缓
            and 来源文件 stand among them under their names: without both, what was held cannot be told.
        numbers: {form slug: the Excel row of every row}; by default 2, 3, 4 …
        told: what the workbook says of itself: `period` (label) and `as_of` (ISO day), '' for none.

    Raises OSError; ValueError when the columns of a form are not of one length.
    """
    index: dict[str, Any] = {"layout": LAYOUT, "ledger": ledger_sha256, "forms": {}}
    index["told"] = dict(told or {})
    with open(path, "wb") as file:
        for slug, given in forms.items():
            if not hasattr(given, "keys"):
                index["forms"][slug] = _write_groups(file, given)
                continue
            columns = cast("Mapping[str, Column]", given)
            places: dict[str, list[Any]] = {}
            rows = None
            for title in columns:
                column = columns[title]
                rows, places[title] = _write(file, column, rows)
            first: Any = 2
            lines = list((numbers or {}).get(slug, ()))
            if lines and lines == list(range(lines[0], lines[0] + len(lines))):
                first = lines[0]
            elif lines:
                _, first = _write(file, lines, rows)
            index["forms"][slug] = {"rows": rows or 0, "columns": places, "first": first}
        body = json.dumps(index, ensure_ascii=True, separators=(",", ":")).encode()
        file.write(body)
        file.write(f"\n{_MARK} {LAYOUT} {len(body)} {hashlib.sha256(body).hexdigest()}\n".encode())


def _write_groups(file: BinaryIO, groups: Iterable[Group]) -> dict[str, Any]:
    """Groups of rows: the text of all their columns, where it is not kept elsewhere (`Slices.home`), then of
    all that says where its kept rows come from.

    What the index says of each: which of `shapes` (the titles of both), kept rows, rows, which of them are
    kept (null: all), the places of both texts [file of ENTRIES ('': this one), offset, length, CRC-32], the
    kinds, the lengths in bytes.
    """
    told, rows, at = [], 0, file.tell()
    shapes: dict[tuple[tuple[str, ...], tuple[str, ...]], int] = {}
    for one in groups:
        places = []
        for some in (one.columns, one.source):
            name, offset = some.home or ("", at)
            places.append([name, offset, len(some.data), zlib.crc32(some.data)])
            if not name:
                file.write(some.data)
                at += len(some.data)
        shape = shapes.setdefault((tuple(one.columns), tuple(one.source)), len(shapes))
        kinds, lengths = one.columns.kinds + one.source.kinds, [*one.columns.lengths, *one.source.lengths]
        kept = one.source.count if len(one.source) else one.columns.count
        told.append([shape, kept, one.columns.count, one.picks, places, kinds, lengths])
        rows += kept
    titles = dict.fromkeys(title for both in shapes for some in both for title in some)
    return {
        "rows": rows,
        "first": 2,
        "columns": {},
        "titles": list(titles),
        "shapes": list(shapes),
        "groups": told,
    }


def _write(file: BinaryIO, column: Column, rows: int | None) -> tuple[int, list[Any]]:
    """One column at the end of the file; its rows and [kind, offset, length, CRC-32]."""
    told = getattr(column, "tolist", None)
    values = told() if callable(told) else list(column)
    one = whole(values) if values and type(values[0]) is Packed else packed(values)
    if rows is not None and one.count != rows:
        raise ValueError(f"columns of {rows} and {one.count} rows")
    data = one.text.encode("utf-8", "surrogatepass")
    place = [one.kind, file.tell(), len(data), zlib.crc32(data)]
    file.write(data)
    return one.count, place


@dataclass(frozen=True)
class Snapshot:
    """The rows of one ledger; a column is read when asked for, Damaged when it is not as it was written."""

    path: Path
    index: Mapping[str, Any]
    _read: dict[tuple[str, str], Packed] = field(default_factory=dict, repr=False)
    _data: dict[tuple[str, int, int], bytes] = field(default_factory=dict, repr=False)

    @property
    def told(self) -> Mapping[str, str]:
        """What the ledger says of itself: `period`, `as_of`."""
        found: Mapping[str, str] = self.index["told"]
        return found

    @property
    def slugs(self) -> tuple[str, ...]:
        """The forms it holds, and the sheets 暂缓 and 来源文件."""
        return tuple(self.index["forms"])

    def titles(self, slug: str) -> tuple[str, ...]:
        """The columns of a form; none when the form did not occur."""
        form = self._form(slug)
        return tuple(form["titles"] if "groups" in form else form.get("columns", ()))

    def rows(self, slug: str) -> int:
        """How many rows a form has."""
        return int(self._form(slug).get("rows", 0))

    def numbers(self, slug: str) -> Sequence[int]:
        """The Excel row of every row of a form."""
        first = self._form(slug).get("first", 2)
        if isinstance(first, int):
            return range(first, first + self.rows(slug))
        return self._values(self._packed((slug, ""), first))

    def packed(self, slug: str, title: str) -> Packed:
        """A column as it is stored; KeyError when the form has no such title."""
        form = self._form(slug)
        if "groups" in form:
            return self._of_groups(slug, title)
        return self._packed((slug, title), form["columns"][title])

    def column(self, slug: str, title: str) -> list[Any]:
        """A column's values; KeyError when the form has no such title."""
        return self._values(self.packed(slug, title))

    def _form(self, slug: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.index["forms"].get(slug, {})
        return found

    def _values(self, column: Packed) -> list[Any]:
        try:
            return column.values()
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise Damaged(self.path.name) from error

    def _packed(self, name: tuple[str, str], place: Sequence[Any]) -> Packed:
        if name not in self._read:
            kind, *where = place
            text = self._decoded(self._proved("", *where))
            self._read[name] = self._sound(Packed(kind, self.rows(name[0]), text))
        return self._read[name]

    def _of_groups(self, slug: str, title: str) -> Packed:
        if (slug, title) not in self._read:
            form = self._form(slug)
            if title not in form["titles"]:
                raise KeyError(title)
            pieces = [self._piece(one, form["shapes"], title) for one in form["groups"]]
            self._read[slug, title] = whole(pieces) if pieces else packed([])
        return self._read[slug, title]

    def _piece(self, group: Sequence[Any], shapes: Sequence[Sequence[Sequence[str]]], title: str) -> Packed:
        """One column of a group, its kept rows."""
        shape, kept, many, picks, places, kinds, lengths = group
        columns, source = shapes[shape]
        own = title not in source
        if own and title not in columns:
            return packed([None] * kept)
        at = columns.index(title) if own else len(columns) + source.index(title)
        start = sum(lengths[0 if own else len(columns) : at])
        data = self._proved(*places[not own])[start : start + lengths[at]]
        one = self._sound(Packed(kinds[at], many if own else kept, self._decoded(data)))
        if picks is None or not own:
            return one
        values = self._values(one)
        return packed([values[index] for index in picks])

    def _sound(self, column: Packed) -> Packed:
        if column.kind in JOINED and column.count and column.text.count(JOIN) != column.count - 1:
            raise Damaged(self.path.name)
        return column

    def _proved(self, name: str, offset: int, length: int, crc: int) -> bytes:
        """Some bytes of the file, or of an entry beside it, read and proved once."""
        place = name, offset, length
        if place not in self._data:
            path = self.path.parent / ENTRIES / name if name else self.path
            try:
                with open(path, "rb", buffering=0) as file:
                    file.seek(offset)
                    data = file.read(length)
            except OSError as error:
                raise Damaged(self.path.name) from error
            if zlib.crc32(data) != crc:
                raise Damaged(self.path.name)
            self._data[place] = data
        return self._data[place]

    def _decoded(self, data: bytes) -> str:
        try:
            return data.decode("utf-8", "surrogatepass")
        except ValueError as error:
            raise Damaged(self.path.name) from error


def kept(ledger: Path) -> Snapshot | None:
    """The snapshot beside a ledger that was made of exactly its bytes; None when there is none to trust."""
    paths = [path for name in (ROWS, SEEN) if (path := ledger.parent / HOME / name).is_file()]
    if not paths:
        return None
    with contextlib.suppress(OSError):
        now = digest(ledger)
        for path in paths:
            index = _index(path)
            if index is not None and index["ledger"] == now:
                return Snapshot(path, index)
    return None


def digest(ledger: Path) -> str:
    """The sha256 of a ledger's bytes, in hex."""
    with open(ledger, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _index(path: Path) -> dict[str, Any] | None:
    """What a snapshot says of itself, None when it is not one of ours, whole and of this layout."""
    try:
        with open(path, "rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - _TAIL))
            line = file.read().decode("ascii", "replace").removesuffix("\n").rpartition("\n")[2]
            mark, layout, length, digest = line.rsplit(" ", 3)
            if mark != _MARK or layout != str(LAYOUT):
                return None
            file.seek(size - len(line) - 2 - int(length))
            told = file.read(int(length))
        if hashlib.sha256(told).hexdigest() != digest:
            return None
        index = json.loads(told)
        return index if _sound(index, size) else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return None


def _sound(index: Any, size: int) -> bool:
    """Whether an index says what one of this layout says of a file of `size` bytes.  Raises KeyError,
    TypeError, AttributeError too."""
    forms = [(form["rows"], form["first"], *form["columns"].values()) for form in index["forms"].values()]
    places = [
        place for _, first, *own in forms for place in (*own, *([first] if type(first) is list else ()))
    ]
    return (
        index["layout"] == LAYOUT
        and all(type(value) is str for value in (index["ledger"], *index["told"].values()))
        and all(type(rows) is int and rows >= 0 and type(first) in (int, list) for rows, first, *_ in forms)
        and all(list(map(type, place)) == [str, int, int, int] for place in places)
        and all(0 <= offset <= offset + length <= size for _, offset, length, _ in places)
        and all(_sound_groups(form, size) for form in index["forms"].values())
    )


def _sound_groups(form: Mapping[str, Any], size: int) -> bool:
    """Whether the groups of a form are as `_write_groups` tells them, and all its rows."""
    if "groups" not in form:
        return True
    widths = [len(columns) + len(source) for columns, source in form["shapes"]]
    for shape, kept, many, picks, places, kinds, lengths in form["groups"]:
        if any(list(map(type, place)) != [str, int, int, int] for place in places) or len(places) != 2:
            return False
        for name, offset, length, _ in places:
            inside = _ENTRY.fullmatch(name) if name else offset + length <= size
            if offset < 0 or length < 0 or not inside:
                return False
        whole = sum(length for _, _, length, _ in places)
        if not len(kinds) == len(lengths) == widths[shape] or sum(lengths) != whole or min(lengths) < 0:
            return False
        if kept != many if picks is None else not (len(picks) == kept and set(picks) <= set(range(many))):
            return False
    return bool(sum(kept for _, kept, *_ in form["groups"]) == form["rows"])


def keep_seen(
    ledger: Path,
    ledger_sha256: str,
    forms: Mapping[str, Mapping[str, Column]],
    numbers: Mapping[str, Sequence[int]],
    told: Mapping[str, str],
) -> None:
    """Keep the rows of a changed ledger that was read whole, where a merge keeps its own things already.

    Beside a ledger from elsewhere nothing is written, nor anywhere else: it is a list of people, and looking
    something up must leave no copy of it behind.
    """
    home = ledger.parent / HOME
    if not home.is_dir():
        return
    part = home / f"{SEEN}.part"
    with contextlib.suppress(OSError, ValueError):
        keep(part, ledger_sha256, forms, numbers, told)
        put(part, home / SEEN)
