"""File names that Windows, WPS and a zip all take."""

from __future__ import annotations

import unicodedata
from pathlib import PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from union_xl.model.fileops import file_name

DEVICES = ("CON", "prn", "Aux", "nul", "COM1", "lpt9", "COM¹", "CONIN$", "conout$")


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("ending", ["", ".xlsx", " .xlsx", ".tar.gz", "."])
def test_devices_are_no_files(device: str, ending: str) -> None:
    """With any ending Windows opens the device instead."""
    assert file_name(device + ending).startswith("_")


@given(st.text(max_size=90), st.integers(8, 60))
@example("0000000\u16800", 8)
@example("甲\u3000.", 60)
def test_any_text_makes_a_legal_name(text: str, limit: int) -> None:
    """One component, nothing illegal, no dot or space at the end, short, writable as UTF-8."""
    name = file_name(text, limit)
    assert 0 < len(name) <= limit
    assert not set(name) & set('<>:"/\\|?*')
    assert name == name.strip().rstrip(".") and all(ord(letter) > 31 for letter in name)
    assert PureWindowsPath(name).name == name
    assert name.encode("utf-8")


def test_names_alike_to_the_file_system_are_told_apart() -> None:
    """Case on Windows, composed letters on a Mac's stick."""
    assert file_name("ABC公司", taken=["abc公司"]) == "ABC公司(2)"
    composed, apart = "é.xlsx", unicodedata.normalize("NFD", "é.xlsx")
    assert file_name(apart) == composed
    assert file_name(composed, taken=[apart]) == "é(2).xlsx"
    assert file_name("甲.", taken=["甲"]) == "甲(2)"
