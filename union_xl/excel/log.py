"""The log of the Excel layer: when, which button, what kind of error and where in the program.

Never a value out of a workbook: neither the sentences nor the messages of errors go in.
"""

from __future__ import annotations

import datetime as dt
import traceback
from pathlib import Path

_LARGEST = 1_000_000


def path(home: Path) -> Path:
    return home / "union_xl.log"


def failed(home: Path, button: str, error: BaseException) -> Path:
    """Something we did not expect; the place in the program goes into the log."""
    frames = traceback.extract_tb(error.__traceback__)
    where = "\n".join(f"    {Path(one.filename).name}:{one.lineno} {one.name}" for one in frames)
    return _written(home, f"{button} {type(error).__module__}.{type(error).__qualname__}\n{where}")


def stopped(home: Path, button: str, error: BaseException) -> Path:
    """Something the clerk was told plainly."""
    return _written(home, f"{button} {type(error).__qualname__}")


def _written(home: Path, text: str) -> Path:
    file = path(home)
    try:
        home.mkdir(parents=True, exist_ok=True)
        if file.exists() and file.stat().st_size > _LARGEST:
            file.replace(file.with_suffix(".old.log"))
        with file.open("a", encoding="utf-8") as out:
            out.write(f"{dt.datetime.now():%Y-%m-%d %H:%M:%S} {text}\n")
    except OSError:
        return file  # a full disk must not hide what the clerk is to be told
    return file
