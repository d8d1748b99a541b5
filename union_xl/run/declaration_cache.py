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
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from union_xl import __version__
from union_xl.ledgers import Form
from union_xl.model.resources import user_folder

FOLDER = "declarations"
_MOST = 16
"""Workbooks whose declarations are kept; the oldest go first."""


def cached_declarations(
    path: Path, names: Mapping[str, Any] | None, make: Callable[[], Sequence[Form]]
) -> tuple[Form, ...]:
    """The declarations of a workbook: those kept of the same contents, else what `make` gives.

    `names` are further settings its rules may use, as in model.Settings: rules are checked against their
    types.
    """
    folder = user_folder() / FOLDER
    place = folder / f"{_digest(path, names or {})}.json"
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        stored = json.loads(place.read_text(encoding="utf-8"))
        return tuple(map(Form.model_validate_json, stored))
    made = tuple(make())
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        part = place.with_suffix(f".{os.getpid()}")
        part.write_text(
            json.dumps([one.model_dump_json() for one in made], ensure_ascii=False), encoding="utf-8"
        )
        part.replace(place)
        _clear(folder)
    return made


def _digest(path: Path, names: Mapping[str, Any]) -> str:
    what = hashlib.sha256(path.read_bytes())
    kinds = sorted((name, type(value).__name__) for name, value in names.items())
    what.update(repr((__version__, _code(), kinds)).encode())
    return what.hexdigest()


def _code() -> str:
    """What checking depends on besides the version: the files of ledgers, of the language, of DuckDB."""
    package, files = Path(__file__).parent.parent, []
    for room in ("ledgers", "expressions", "validate"):
        files += sorted((package / room).glob("*.py"))
    found = find_spec("duckdb")  # to import it for its version would take as long as checking
    files += [Path(found.origin)] if found and found.origin else []
    return repr([(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files])


def _clear(folder: Path) -> None:
    files = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[_MOST:]:
        file.unlink(missing_ok=True)
