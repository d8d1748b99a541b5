"""libreoffice.py is run by the system's own Python, which has uno; pytest must not import it."""

import warnings
from collections.abc import Iterator
from functools import cache
from importlib import import_module

import pytest

from union_xl.addin import installing

with warnings.catch_warnings():  # oletools uses names that pyparsing has given up
    warnings.simplefilter("ignore")
    import oletools.olevba  # noqa: F401

collect_ignore = ["libreoffice.py"]


@pytest.fixture(autouse=True, scope="session")
def one_start_of_each_python() -> Iterator[None]:
    """Whether a Python starts the runner is found out once, not twice in every test."""
    starts = cache(installing.starts)
    with pytest.MonkeyPatch.context() as once:
        for module in (installing, import_module("union_xl.addin.doctor")):
            once.setattr(module, "starts", starts)
        yield
