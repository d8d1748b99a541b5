"""Where the files that travel with the program lie (`templates/`, the demo folder)."""

from __future__ import annotations

from pathlib import Path

from union_xl.model.errors import UsageError


def resource(*parts: str) -> Path:
    """`resource("templates")` -> the folder, from an installed wheel or a source checkout.

    Raises UsageError when the installation is incomplete.
    """
    package = Path(__file__).resolve().parent.parent
    for root in (package / "_data", package.parent):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise UsageError(f"安装不完整：找不到 {'/'.join(parts)}，请重新安装 union_xl")
