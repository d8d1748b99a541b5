"""LibreOffice as the outside judge: opens, recalculates and renders what was written."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def convert(files: Iterable[Path], kind: str, out: Path, profile: Path) -> dict[str, Path]:
    """Convert files in one run; file stem -> result.  A file it cannot open has no result."""
    out.mkdir(parents=True, exist_ok=True)
    names = [str(one) for one in files]
    subprocess.run(
        [
            str(SOFFICE),
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            kind,
            "--outdir",
            str(out),
            *names,
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return {path.stem: path for path in out.iterdir()}
