"""Checked declarations kept by the workbook's contents: to check 29 of them again would cost every command a
third of a second.

They hold no row of any ledger.  What is kept by another version, damaged or not writable is as good as none.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, fields
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from union_xl import __version__
from union_xl.core.home import home
from union_xl.forms.declared import ColumnSpec, FormSpec, RuleSpec

FOLDER = "declarations"
_MOST = 16
"""Workbooks whose declarations are kept; the oldest go first."""


def kept(
    path: Path, names: Mapping[str, Any] | None, make: Callable[[], Sequence[FormSpec]]
) -> tuple[FormSpec, ...]:
    """The declarations of a workbook: those kept of the same contents, else what `make` gives.

    `names` are further settings its rules may use, as in core.Settings: rules are checked against their
    types.
    """
    folder = home() / FOLDER
    place = folder / f"{_digest(path, names or {})}.json"
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        return tuple(_form(told) for told in json.loads(place.read_text(encoding="utf-8")))
    made = tuple(make())
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        part = place.with_suffix(f".{os.getpid()}")
        part.write_text(json.dumps([asdict(one) for one in made], ensure_ascii=False), encoding="utf-8")
        part.replace(place)
        _clear(folder)
    return made


def _digest(path: Path, names: Mapping[str, Any]) -> str:
    what = hashlib.sha256(path.read_bytes())
    kinds = sorted((name, type(value).__name__) for name, value in names.items())
    shape = [[one.name for one in fields(each)] for each in (FormSpec, ColumnSpec, RuleSpec)]
    what.update(repr((__version__, _code(), kinds, shape)).encode())
    return what.hexdigest()


def _code() -> str:
    """What checking depends on besides the version: the files of this room, of the language, of DuckDB."""
    room = Path(__file__).parent
    files = [*sorted(room.glob("*.py")), *sorted((room.parent / "expressions").glob("*.py"))]
    found = find_spec("duckdb")  # to import it for its version would take as long as checking
    files += [Path(found.origin)] if found and found.origin else []
    return repr([(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files])


def _form(told: Mapping[str, Any]) -> FormSpec:
    columns = tuple(ColumnSpec(**_tuples(one)) for one in told["columns"])
    rules = tuple(RuleSpec(**_tuples(one)) for one in told["rules"])
    return FormSpec(**{**_tuples(told), "columns": columns, "rules": rules})


def _tuples(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _tuple(value) for name, value in told.items()}


def _tuple(value: Any) -> Any:
    """JSON knows no tuples."""
    return tuple(map(_tuple, value)) if isinstance(value, list) else value


def _clear(folder: Path) -> None:
    files = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[_MOST:]:
        file.unlink(missing_ok=True)
