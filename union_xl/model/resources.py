"""Where the files that travel with the program lie (`templates/`, the demo folder), and those of its user."""

from __future__ import annotations

import os
from collections.abc import Mapping
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


def user_folder(environment: Mapping[str, str] | None = None) -> Path:
    """`%LOCALAPPDATA%\\union_xl` on Windows, `~/.local/state/union_xl` elsewhere.

    UNION_XL_HOME names another one (a USB stick, a test).  The folder need not exist yet.
    """
    known = os.environ if environment is None else environment
    if own := known.get("UNION_XL_HOME"):
        return Path(own)
    if local := known.get("LOCALAPPDATA"):
        return Path(local) / "union_xl"
    return Path(known.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "union_xl"
