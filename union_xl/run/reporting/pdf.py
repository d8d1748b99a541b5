"""PDF through LibreOffice, where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

SECONDS = 180
_PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)


def soffice() -> str | None:
    """LibreOffice's program, None where there is none."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if os.path.exists(place)), None)


def rendered(files: Mapping[str, bytes]) -> tuple[dict[str, bytes], list[str]]:
    """{name.pdf: bytes} of workbooks and documents, and sentences about what could not be made.

    LibreOffice gets a profile of its own and SECONDS; a missing or failing one is a remark, never an error.
    """
    program = soffice()
    if program is None:
        return {}, ["没有安装 LibreOffice，未生成 PDF；可在 Excel 或 WPS 里另存为 PDF"]
    pages: dict[str, bytes] = {}
    remarks: list[str] = []
    # After SECONDS its second process may still hold files on Windows: what cannot be cleared away stays.
    with tempfile.TemporaryDirectory(prefix="union_xl_pdf_", ignore_cleanup_errors=True) as folder:
        room = Path(folder)
        for at, (name, data) in enumerate(files.items()):
            # Plain names: LibreOffice on Windows stumbles over some in its own messages, never over these.
            (room / f"{at}{Path(name).suffix}").write_bytes(data)
        given = [str(room / f"{at}{Path(name).suffix}") for at, name in enumerate(files)]
        command = [
            program,
            f"-env:UserInstallation={(room / 'profile').as_uri()}",
            "--headless",
            "--norestore",
        ]
        command += ["--convert-to", "pdf", "--outdir", str(room / "out"), *given]
        try:
            subprocess.run(
                command,
                timeout=SECONDS,
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except (subprocess.TimeoutExpired, OSError):
            remarks.append("LibreOffice 没有按时完成，部分 PDF 未生成；请关闭 LibreOffice 后重试")
        for at, name in enumerate(files):
            made = room / "out" / f"{at}.pdf"
            if made.exists():
                pages[f"{Path(name).stem}.pdf"] = made.read_bytes()
            elif not remarks:
                remarks.append(f"{name} 没有生成 PDF，可在 Excel 或 WPS 里另存为 PDF")
    return pages, remarks
