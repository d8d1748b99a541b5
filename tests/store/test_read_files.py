"""Files read in earlier runs: kept by content, trusted only when whole."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.merge.returns import member, part, sent
from union_xl.model import Binding, Correction, Finding, Place, Roster, RunContext, Settings, Suggestion, Unit
from union_xl.run.workers.read_cache import ReadCache, packed, reading_context, stamp, unpacked
from union_xl.store import Entries, Store

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
    """Whatever stands in cells, findings and corrections survives packing, types included."""
    place = Place("甲/a.xlsx", "表", 3, 4)
    one = sent(
        "甲/a.xlsx",
        part([member(1, "甲")], "甲", held=[facts], where={"会员": {"姓名": 2}}, pending=frozenset({0})),
        findings=(Finding("X", place, "列", more[0], facts, (Suggestion("a", "b"),), (place,)),),
        corrections=(Correction(place, "列", more[0], None, "why"),),
        proposals=(("member", "f", "s", Binding(1, "头", "姓名", "proposed", 0.5)),),
        modified=dt.datetime(2022, 7, 1, 8),
    )
    columns = {"姓名": ["张丁"] * len(values), "备注": values}
    one = replace(one, parts=(replace(one.parts[0], columns=columns),))
    back = unpacked(packed(one))
    assert back == one
    assert typed(back.parts[0].columns["备注"]) == typed(values)
    assert typed(back.findings[0].facts.values()) == typed(facts.values())


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The folder of one kept file, `a.xlsx` with the content `1`."""
    one = replace(sent("a.xlsx", part([member(1, "甲")], "甲")), sha256="1")
    ReadCache(Entries(tmp_path, "json"), "stamp").put(one, packed(one))
    return tmp_path


def found(folder: Path, book: str = "a.xlsx", sha: str = "1", told: str = "stamp") -> bool:
    return ReadCache(Entries(folder, "json"), told).get(book, sha) is not None


@pytest.mark.parametrize(
    "spoil", [lambda b: b[:-3], lambda b: b.replace(b"a.xlsx", b"b.xlsx"), lambda b: b"", lambda b: b"{}"]
)
def test_a_damaged_entry_is_no_entry(kept: Path, spoil):
    """A cut, changed or empty entry is read as nothing."""
    assert found(kept)
    (file,) = kept.iterdir()
    file.write_bytes(spoil(file.read_bytes()))
    assert not found(kept)


def test_an_entry_speaks_for_its_own_file_only(kept: Path):
    """Another name, content or stamp; an entry renamed to another's name, wholly or its first half."""
    assert not found(kept, "b.xlsx") and not found(kept, sha="2") and not found(kept, told="other")
    other = replace(sent("b.xlsx", part([member(2, "乙")], "乙")), sha256="2")
    ReadCache(Entries(kept, "json"), "stamp").put(other, packed(other))
    one, two = sorted(kept.iterdir())
    one.rename(kept / f"{two.name[:32]}{one.name[32:]}")
    assert [found(kept), found(kept, "b.xlsx", "2")].count(True) == 1
    (kept / f"{two.name[:32]}{one.name[32:]}").replace(two)
    assert not found(kept) and not found(kept, "b.xlsx", "2")


@given(st.binary(max_size=60))
def test_junk_is_a_value_error(junk):
    """Unpacking junk raises ValueError and nothing else."""
    with pytest.raises(ValueError):
        unpacked(junk)


def test_unused_entries_are_forgotten(kept: Path):
    """What a run did not use does not pile up."""
    ReadCache(Entries(kept, "json"), "stamp").forget_others()
    assert not list(kept.iterdir())


def test_only_what_reading_looks_at_is_in_the_stamp():
    """A contact, a deadline, a unit's phone or another order of the settings: the files are as they were
    read.  Another name of a unit, level, password or 截止日: they are not."""
    unit = Unit("甲公司", ("甲",), "91", "北", "张三", "0571")
    settings = Settings("街道", contact="李四", levels={"A": "提醒", "B": "错误"}, params={"x": 1, "y": 2})
    context = RunContext(settings=settings, roster=Roster((unit,)))

    def told(context: RunContext) -> str:
        return stamp(reading_context(context))

    alike = [
        replace(context, settings=replace(settings, contact="王五", phone="1", deadline=dt.date(2022, 7, 1))),
        replace(
            context, settings=replace(settings, levels={"B": "错误", "A": "提醒"}, names={"联系人": "a"})
        ),
        replace(context, roster=Roster((replace(unit, contact="", phone="", owes=("member",)),))),
        replace(context, remarks=("看不懂",)),
    ]
    other = [
        replace(context, settings=replace(settings, levels={"A": "错误"})),
        replace(context, settings=replace(settings, params={"x": 2})),
        replace(context, roster=Roster((replace(unit, aliases=()),))),
        replace(context, passwords=("a",)),
        replace(context, as_of=dt.date(2022, 6, 1)),
    ]
    assert {told(one) for one in alike} == {told(context)}
    assert len({told(context), *map(told, other)}) == len(other) + 1


def test_what_is_kept_instead_is_the_only_one(tmp_path: Path) -> None:
    """Of one thing kept again and again only the last is there, whatever its digest."""
    for number in range(20):
        Store(tmp_path).state.put_instead("report", f"第{number}次".encode())
        found = Store(tmp_path).state.find("report")
        assert found is not None and found[1].decode() == f"第{number}次"
    assert len(list(Store(tmp_path).state.folder.iterdir())) == 1
    Store(tmp_path).state.put_instead("report", "第19次".encode())
    assert Store(tmp_path).state.find("report") is not None
