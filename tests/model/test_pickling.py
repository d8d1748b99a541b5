"""What goes between processes comes out as it went in."""

from __future__ import annotations

import dataclasses
import pickle

import pytest

from union_xl.model import Finding, HeldRow, Place, Suggestion

FINDING = Finding(
    "ID-CHECK",
    Place("a.xlsx", "表", 5, 3, 4, "前页"),
    "证件号码",
    "33",
    {"位": 1},
    (Suggestion("34", "近"),),
    (Place("b.xlsx"),),
    "甲公司",
    "member",
)
HELD = HeldRow("表", 7, {"姓名": "赵一"}, ("B-R1",), "甲公司", "0\x1d1")


@pytest.mark.parametrize("value", [FINDING, FINDING.place, HELD])
def test_every_field_comes_back(value: object) -> None:
    """The quick way of pickling leaves no field out: each stands at its non-default value."""
    assert dataclasses.is_dataclass(value)
    assert all(getattr(value, field.name) for field in dataclasses.fields(value))
    assert pickle.loads(pickle.dumps(value)) == value
