"""The snapshot beside a ledger: whole, of this very ledger, or as good as none."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks import folders
from benchmarks.ledgers import ledger
from tests.report.conftest import write_ledger
from union_xl import ledgerbook
from union_xl.core.columns import DATED, JOIN, Packed, packed
from union_xl.core.joining import whole
from union_xl.flow import asked, merging, snapshot, trace
from union_xl.flow.counted import counted, held

HALF = {"period": "2022H1"}
DAY = dt.date(2022, 6, 30)
COLUMNS: dict[str, list[Any]] = {
    "texts": ["甲", "乙", "丙"],
    "blanks": ["甲", None, "乙"],
    "empty": [None, None, None],
    "days": [DAY, None, DAY],
    "partial": [DAY, "2022-05", None],
    "numbers": [3, 3, 9],
    "gaps": [3, None, 2.5],
    "mixed": ["a", True, dt.datetime(2022, 1, 1, 8)],
    "joins": [f"a{JOIN}b", "c", "d"],
}
TRACKED = ("姓名", "证件号码", "入会日期", "来源行")


def kept_beside(folder: Path, forms: dict[str, Any], data: bytes = b"ledger") -> Path:
    """A ledger of these bytes in `folder` with a snapshot of these columns."""
    book = folder / "汇总台账.xlsx"
    book.write_bytes(data)
    home = folder / snapshot.HOME
    home.mkdir(exist_ok=True)
    snapshot.keep(home / snapshot.ROWS, snapshot.digest(book), forms)
    return book


def read(found: snapshot.Snapshot, slug: str = "member") -> dict[str, list[Any]]:
    return {title: found.column(slug, title) for title in found.titles(slug)}


def test_columns_come_back_as_they_were(tmp_path: Path) -> None:
    """Values and their types, whether given as values, as a frame's columns or in packed pieces."""
    pieces = {t: [packed(v[:1]), packed([]), packed(v[1:])] for t, v in COLUMNS.items()}
    book = kept_beside(tmp_path, {"member": COLUMNS, "contest": pieces, "contest-entry": {"a": []}})
    found = snapshot.kept(book)
    assert found is not None
    for slug in ("member", "contest"):
        assert read(found, slug) == COLUMNS
        assert [type(v) for v in read(found, slug)["mixed"]] == [str, bool, dt.datetime]
        assert list(found.numbers(slug)) == [2, 3, 4]
    assert (found.rows("contest-entry"), found.column("contest-entry", "a")) == (0, [])
    assert (found.rows("unit-register"), found.titles("unit-register")) == (0, ())


cells = st.one_of(
    st.none(),
    st.sampled_from(["", "2022-05", "2022-05-01", JOIN, "甲", "7"]),
    st.integers(-9, 10**20),
    st.dates(dt.date(1900, 1, 1)),
    st.floats(allow_nan=False),
)


@given(st.lists(st.lists(cells, max_size=4), max_size=5))
def test_pieces_laid_side_by_side_are_their_values(columns: list[list[Any]]) -> None:
    """Whatever the kinds of the pieces, the whole has their values in their order."""
    found = whole([packed(values) for values in columns])
    values = [value for column in columns for value in column]
    assert found.values() == values and found.count == len(values)
    assert list(map(type, found.values())) == list(map(type, values))


def test_pieces_of_one_kind_are_not_taken_apart() -> None:
    """Texts beside blanks, days beside partial ones, runs beside numbers stay joined texts."""
    kinds = {
        "b": [packed(["甲", "甲"]), packed([None]), packed(["乙", None]), packed(["丙", "丁"])],
        "y": [packed([DAY]), packed([None])],
        DATED: [packed([DAY]), packed(["2022-05", DAY]), packed(["2022年"]), packed([None])],
        "n": [packed([1, 2]), packed([7, 3])],
        "c": [packed(["正常", "正常"]), packed(["正常"])],
    }
    for kind, pieces in kinds.items():
        assert whole(pieces).kind == kind


def test_the_snapshot_of_another_ledger_is_none(tmp_path: Path) -> None:
    """One byte changed in the ledger, or the file brought from another folder: not used."""
    book = kept_beside(tmp_path, {"member": COLUMNS})
    assert snapshot.kept(book) is not None
    book.write_bytes(b"ledgeR")
    assert snapshot.kept(book) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
@given(data=st.data())
def test_damage_is_found(tmp_path: Path, data: st.DataObject) -> None:
    """A byte changed, a piece cut out or put in anywhere: the columns as they were, Damaged, or none."""
    book = kept_beside(tmp_path, {"member": COLUMNS})
    path = tmp_path / snapshot.HOME / snapshot.ROWS
    intact = path.read_bytes()
    at = data.draw(st.integers(0, len(intact) - 1))
    cut = data.draw(st.integers(0, 20))
    path.write_bytes(intact[:at] + data.draw(st.binary(max_size=20)) + intact[at + cut :])
    found = snapshot.kept(book)
    if found is not None:
        for title in COLUMNS:
            try:
                assert found.column("member", title) == COLUMNS[title]
            except snapshot.Damaged:
                continue


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=300), st.booleans())
def test_junk_is_none(tmp_path: Path, junk: bytes, marked: bool) -> None:
    """Anything else in its place is no snapshot, even with a last line of ours."""
    book = kept_beside(tmp_path, {"member": COLUMNS})
    path = tmp_path / snapshot.HOME / snapshot.ROWS
    last = path.read_bytes().rpartition(b"\n}")[2].splitlines()[-1] if marked else b""
    path.write_bytes(junk + b"\n" + last + b"\n")
    assert snapshot.kept(book) is None


@pytest.mark.parametrize(
    "index",
    [
        [],
        {"layout": 2},
        {"layout": 2, "ledger": "x", "told": {}, "forms": []},
        {"layout": 1, "ledger": "", "told": {}, "forms": {}},
        {"layout": 2, "ledger": "", "told": {}, "forms": {"member": {"rows": -1, "first": 2, "columns": {}}}},
        {"layout": 2, "ledger": "", "told": {}, "forms": {"m": {"rows": 1, "first": 2, "columns": {"a": 1}}}},
    ],
)
def test_a_well_formed_file_of_other_contents_is_none(tmp_path: Path, index: Any) -> None:
    """An index that is whole but says something else."""
    book = kept_beside(tmp_path, {"member": COLUMNS})
    if isinstance(index, dict) and index.get("ledger") == "":
        index = {**index, "ledger": snapshot.digest(book)}
    body = json.dumps(index).encode()
    tail = f"\nunion_xl rows 2 {len(body)} {hashlib.sha256(body).hexdigest()}\n".encode()
    (tmp_path / snapshot.HOME / snapshot.ROWS).write_bytes(body + tail)
    assert snapshot.kept(book) is None


def test_columns_of_two_lengths_are_refused(tmp_path: Path) -> None:
    """A snapshot that cannot be right is not written."""
    with pytest.raises(ValueError, match="rows"):
        kept_beside(tmp_path, {"member": {"a": [1, 2], "b": [1]}})


def beside_a_merge(tmp_path: Path) -> Path:
    """A ledger in a folder a merge wrote into."""
    (tmp_path / snapshot.HOME).mkdir()
    return write_ledger(tmp_path / "汇总台账.xlsx", ledger(members=150, units=9, contests=4, entries=20))


QUESTIONS: list[dict[str, Any]] = [
    {},
    {"figure": "期末会员数"},
    {"figure": "期末会员数", "unit": "杭州第3测试有限公司"},
    {"figure": "新建工会数"},
    {"figure": "Z07"},
    {"row": "会员登记!57"},
    {"row": "单位台账!5"},
    {"row": "竞赛报名!9"},
]


def test_a_changed_ledger_is_read_once_and_answers_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first question keeps what it read; from then on the workbook is left alone, the answers equal."""
    there, elsewhere = tmp_path / "合并", tmp_path / "别处"
    there.mkdir()
    elsewhere.mkdir()
    book = beside_a_merge(there)
    other = Path(shutil.copy(book, elsewhere))
    trace.trace(book, "期末会员数", **HALF)
    expected = [trace.trace(other, **asked_for, **HALF) for asked_for in QUESTIONS]
    monkeypatch.setattr(ledgerbook, "read_rows", None)
    assert [trace.trace(book, **asked_for, **HALF) for asked_for in QUESTIONS] == expected
    assert sorted(p.name for p in elsewhere.iterdir()) == ["汇总台账.xlsx"]


def test_a_damaged_column_is_read_from_the_ledger(tmp_path: Path) -> None:
    """Where a column is not as it was written, the answer comes from the workbook."""
    book = beside_a_merge(tmp_path)
    expected = trace.trace(book, "期末会员数", **HALF)
    path = tmp_path / snapshot.HOME / snapshot.SEEN
    found = snapshot.kept(book)
    assert found is not None
    spot = found.index["forms"]["member"]["columns"]["证件号码"][1]
    body = bytearray(path.read_bytes())
    body[spot] ^= 1
    path.write_bytes(body)
    assert trace.trace(book, "期末会员数", **HALF) == expected


def test_a_folder_that_cannot_be_written_is_no_obstacle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full or read-only disk: the question is answered all the same."""
    book = beside_a_merge(tmp_path)

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(snapshot, "keep", full)
    assert trace.trace(book, "期末会员数", **HALF).rows
    assert not list((tmp_path / snapshot.HOME).glob("*.bin"))


def test_a_question_needs_no_pandas(tmp_path: Path) -> None:
    """Neither from the workbook nor from the snapshot: loading pandas alone takes as long as answering."""
    book = beside_a_merge(tmp_path)
    for heavy in ("pandas", "pandas numpy openpyxl union_xl.ledgerbook union_xl.books"):
        told = (
            "import sys\nfrom pathlib import Path\nfrom union_xl.flow.trace import trace\n"
            f"assert trace(Path({str(book)!r}), '期末会员数', period='2022H1').rows\n"
            f"assert not {{*{heavy!r}.split()}} & {{*sys.modules}}\n"
        )
        done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr


def test_rows_of_a_snapshot_are_those_of_the_workbook(tmp_path: Path) -> None:
    """Column by column, value by value, row number by row number."""
    book = beside_a_merge(tmp_path)
    trace.trace(book, "期末会员数", **HALF)
    found, read_back = snapshot.kept(book), ledgerbook.read(book)
    assert found is not None
    for slug, frame in read_back.frames.items():
        assert read(found, slug) == {title: frame[title].tolist() for title in frame.columns}
        assert list(found.numbers(slug)) == read_back.sheet_rows[slug]
    assert isinstance(found.packed("member", "姓名"), Packed)
    assert {asked.SHOWN[1], *TRACKED} <= {*found.titles("member")}


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger of a folder of untidy returns, as a merge leaves it."""
    folder = tmp_path_factory.mktemp("一轮")
    truth = folders.make(folder, seed=5)
    return merging.merge(folder / "上报", folder / "结果", office=truth.office).ledger_path


def test_a_merge_keeps_what_its_workbook_says(merged: Path) -> None:
    """Column by column and row number by row number, with what was held, the period and 截止日."""
    found, book = snapshot.kept(merged), ledgerbook.read_rows(merged)
    assert found is not None and found.path.name == snapshot.ROWS
    assert {*book.columns} <= {*found.slugs} and book.held["表"]
    for slug, columns in book.columns.items():
        assert read(found, slug) == columns
        assert list(found.numbers(slug)) == book.sheet_rows[slug]
    counted = held(read(found, "暂缓"), read(found, "来源文件"))
    assert counted == held(book.held, book.files) and sum(map(len, counted.values())) > 3
    assert found.told == {"period": book.period, "as_of": str(book.as_of)}


def test_answers_are_the_same_without_the_snapshot(merged: Path, tmp_path: Path) -> None:
    """All figures with their notes on held rows, a figure's rows, a row's figures."""
    alone = Path(shutil.copy(merged, tmp_path))
    for question in ({}, {"figure": "期末会员数"}, {"figure": "新建工会数"}, {"row": "会员登记!7"}):
        assert trace.trace(merged, **question) == trace.trace(alone, **question)


def test_reports_count_from_the_snapshot_alike(merged: Path, tmp_path: Path) -> None:
    """Figures, relations that fail, repeating blocks of people and what stands in the templates."""
    alone = Path(shutil.copy(merged, tmp_path))
    one, two = counted(merged), counted(alone)
    assert one.figures == two.figures and one.checks == two.checks and one.figures
    assert one.blocks(one.people()) == two.blocks(two.people())
