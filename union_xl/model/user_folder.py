"""The per-user folder of the Excel layer: journal, log, settings of its own."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


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
