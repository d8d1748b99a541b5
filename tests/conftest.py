"""Where LibreOffice is required (continuous integration), its absence is a failure, not a skip; a fault of
ours goes through every test, workers included, instead of being told as a finding; long files begin first."""

from __future__ import annotations

import os
import shutil
import tempfile

import pytest
from hypothesis import HealthCheck, settings

from tests.libreoffice import SOFFICE
from union_xl.model import faults

os.environ.setdefault(faults.DEBUG, "1")
# What the program keeps for its user must not come from, or go to, whoever runs the tests.
os.environ.setdefault("UNION_XL_HOME", tempfile.mkdtemp(prefix="union_xl_tests_"))
# Where nothing is to be written beside the sources, what tests start is compiled once all the same.
COMPILED = ""
if os.environ.pop("PYTHONDONTWRITEBYTECODE", None) and "PYTHONPYCACHEPREFIX" not in os.environ:
    os.environ["PYTHONPYCACHEPREFIX"] = tempfile.mkdtemp(prefix="union_xl_compiled_")
    COMPILED = os.environ["PYTHONPYCACHEPREFIX"]
# A busy machine is no fault of the strategies.
settings.register_profile("any machine", suppress_health_check=[HealthCheck.too_slow], deadline=None)
settings.load_profile("any machine")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Stop at once when UNION_XL_OFFICE_REQUIRED is set and the tests marked `office` would skip."""
    if os.environ.get("UNION_XL_OFFICE_REQUIRED") and SOFFICE is None:
        pytest.exit("LibreOffice is required here (UNION_XL_OFFICE_REQUIRED) but soffice is missing", 3)


def pytest_configure(config: pytest.Config) -> None:
    """pytest-xdist keeps to the order below; its own ends with the files of few tests."""
    config.option.loadscopereorder = False


def pytest_unconfigure() -> None:
    """What was compiled for this run goes with it, once the workers are gone."""
    if COMPILED:
        shutil.rmtree(COMPILED, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with a test marked `slow` first: a long one begun at the end would keep one core busy alone."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test marked `office` rests where LibreOffice is missing, before any fixture would start it."""
    if SOFFICE is None and item.get_closest_marker("office"):
        pytest.skip("LibreOffice is not installed")
