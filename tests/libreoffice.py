"""LibreOffice as the outside judge: opens, recalculates and renders what was written.

A test marked `office` is skipped where it is missing (tests/conftest.py).
"""

from __future__ import annotations

import io
import subprocess
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import openpyxl

from union_xl.run.reporting import pdf

SOFFICE = pdf.soffice()
SECONDS = 240


def convert(files: Iterable[Path], kind: str, out: Path) -> dict[str, Path]:
    """Convert files in one run; file stem -> result.  A file it cannot open has no result.

    `kind` as --convert-to takes it: `xlsx`, `pdf`, `png` (the first page), `fods` (text, to look into).  Its
    profile lies beside `out`: it shares nothing with another test's or a person's LibreOffice, and the second
    run of a test is quicker.
    """
    assert SOFFICE
    out.mkdir(parents=True, exist_ok=True)
    profile = out.parent.resolve() / "profile"
    command = [SOFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", kind, "--outdir", str(out), *(str(one) for one in files)]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
    return {path.stem: path for path in out.iterdir()}


def recalculated(files: Mapping[str, bytes], folder: Path) -> dict[str, Any]:
    """{name without suffix: xlsx} -> {name: workbook with results}, all formulas calculated afresh."""
    source = folder / "in"
    source.mkdir()
    for name, data in files.items():
        (source / f"{name}.xlsx").write_bytes(data)
    made = convert(sorted(source.iterdir()), "xlsx", folder / "out")
    return {name: results(made[name]) for name in files}


def results(path: Path) -> Any:
    """A workbook LibreOffice has saved, opened for its values; what openpyxl does not know is no matter."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(path.read_bytes()), data_only=True)
