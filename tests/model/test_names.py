"""The names core hands out: each where it says, none made before it is asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

from union_xl import model


@pytest.mark.parametrize("name", model.__all__)
def test_every_name_is_there(name: str) -> None:
    """What is listed can be had, and is what its own module holds."""
    found = getattr(model, name)
    home = getattr(found, "__module__", "")
    if home.startswith("union_xl.model."):
        assert getattr(sys.modules[home], name) is found


def test_other_names_are_told() -> None:
    """A slip of the pen is an error as in any module."""
    with pytest.raises(AttributeError, match="Findings"):
        model.Findings  # noqa: B018


def test_a_start_makes_none_of_them() -> None:
    """Exceptions alone stand ready: whoever asks for help waits for nothing else."""
    code = "import sys, union_xl.model; print([n for n in sys.modules if n.startswith('union_xl.model.')])"
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert told.stdout.strip() == "['union_xl.model.errors']"
