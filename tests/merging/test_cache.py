"""Results of earlier runs: packed, trusted only when whole."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.merge.returns import member, part, sent
from union_xl.core import Binding, Context, Finding, Mend, Place, Source, Suggestion
from union_xl.flow.cache import Cache
from union_xl.flow.drawing import with_rows_drawn
from union_xl.flow.packing import pack
from union_xl.flow.packing import unpacked_submission as unpack

CELL = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(dt.timedelta(0), dt.timedelta(9)),
)
LISTS = st.one_of(
    st.lists(CELL),
    st.lists(st.text()),
    st.lists(st.one_of(st.none(), st.text(min_size=1))),
    st.lists(st.one_of(st.none(), st.dates())),
    st.lists(st.integers()),
)


def typed(value):
    """A value with its types, so that 1, 1.0 and True differ."""
    return [(type(one), one) for one in value]


@given(LISTS, st.dictionaries(st.text(), CELL), st.tuples(CELL))
def test_a_submission_comes_back_as_it_was(values, facts, more):
    """Whatever stands in cells, findings and mends survives packing, types included."""
    place = Place("甲/a.xlsx", "表", 3, 4)
    one = sent(
        "甲/a.xlsx",
        part([member(1, "甲")], "甲", held=[facts], where={"会员": {"姓名": 2}}, pending=frozenset({0})),
        findings=(Finding("X", place, "列", more[0], facts, (Suggestion("a", "b"),), (place,)),),
        mends=(Mend(place, "列", more[0], None, "why"),),
        proposals=(("member", "f", "s", Binding(1, "头", "姓名", "proposed", 0.5)),),
        modified=dt.datetime(2022, 7, 1, 8),
    )
    columns = {"姓名": ["张丁"] * len(values), "备注": values}
    one = replace(one, parts=(replace(one.parts[0], columns=columns),))
    back = unpack(pack(one))
    assert back == one
    assert typed(back.parts[0].columns["备注"]) == typed(values)
    assert typed(back.findings[0].facts.values()) == typed(facts.values())


@pytest.mark.parametrize(
    "spoil", [lambda b: b[:-3], lambda b: b.replace(b"a.xlsx", b"b.xlsx"), lambda b: b"", lambda b: b"{}"]
)
def test_a_damaged_entry_is_no_entry(tmp_path: Path, spoil):
    """A cut, changed or empty entry is read as nothing."""
    cache = Cache(tmp_path, "stamp")
    key = cache.key(Source("a.xlsx", tmp_path), "sha")
    cache.put(key, pack(sent("a.xlsx", part([member(1, "甲")], "甲"))))
    assert cache.get(key) is not None
    (file,) = tmp_path.glob("*.json")
    file.write_bytes(spoil(file.read_bytes()))
    assert cache.get(key) is None


def test_an_entry_under_another_key_is_not_trusted(tmp_path: Path):
    """An entry copied to another name does not speak for that file."""
    cache = Cache(tmp_path, "stamp")
    mine, other = cache.key(Source("a.xlsx", tmp_path), "1"), cache.key(Source("a.xlsx", tmp_path), "2")
    cache.put(mine, pack(sent("a.xlsx", part([member(1, "甲")], "甲"))))
    (tmp_path / f"{mine}.json").rename(tmp_path / f"{other}.json")
    assert cache.get(other) is None


@given(st.binary(max_size=60))
def test_junk_is_a_value_error(junk):
    """Unpacking junk raises ValueError and nothing else."""
    with pytest.raises(ValueError):
        unpack(junk)


def test_unused_entries_are_forgotten(tmp_path: Path):
    """What a run did not use does not pile up."""
    cache = Cache(tmp_path, "stamp")
    cache.put("a", pack(sent("a.xlsx")))
    again = Cache(tmp_path, "stamp")
    again.prune()
    assert not list(tmp_path.iterdir())


def test_long_texts_drawings_and_names_come_back(tmp_path: Path):
    """Texts beside the line of JSON stand in the order they were put there."""
    long = "长" * 300
    rows = part([member(1, "甲"), member(2, "甲")], "甲", held=[{"备注": long}, {"姓名": long + "二"}])
    one = sent("甲/a.xlsx", rows, rows, reason=long, findings=(Finding("X", Place(long), long, long),))
    drawn = with_rows_drawn(one, Context())
    back = unpack(pack(drawn))
    assert back == one
    for made, found in zip(drawn.parts, back.parts, strict=True):
        assert found.columns.drawn == made.columns.drawn and found.columns.drawn.rows == 2
        assert found.columns.names == made.columns.names
