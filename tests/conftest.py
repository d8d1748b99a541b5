"""Where LibreOffice is required (continuous integration), its absence is a failure, not a skip."""

from __future__ import annotations

import os
import shutil

import pytest


def pytest_sessionstart(session: pytest.Session) -> None:
    """Stop at once when UNION_XL_OFFICE_REQUIRED is set and the tests marked `office` would skip."""
    if os.environ.get("UNION_XL_OFFICE_REQUIRED") and not shutil.which("soffice"):
        pytest.exit("LibreOffice is required here (UNION_XL_OFFICE_REQUIRED) but soffice is missing", 3)
