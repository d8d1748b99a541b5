"""What is kept of a ledger: whole, of this very ledger, or as good as none."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.corpus import folders
from tests.corpus.ledgers import ledger
from tests.report.conftest import write_ledger
from union_xl import ledger_book, ledgers
from union_xl.ledgers import BUILT_IN
from union_xl.run import ledger_state, merge, trace
from union_xl.run.reporting.evaluation import evaluate
from union_xl.run.reporting.outstanding import held
from union_xl.store import HOME, Store, parquet

HALF = {"period": "2022H1"}


def kept_of(book: Path) -> ledger_state.KeptLedger | None:
    return ledger_state.load_ledger(Store(book.parent), ledger_state.digest(book))


def beside_a_merge(tmp_path: Path) -> Path:
    """A ledger in a folder a merge wrote into."""
    (tmp_path / HOME).mkdir()
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
    monkeypatch.setattr(ledger_book, "read_alone", None)
    assert [trace.trace(book, **asked_for, **HALF) for asked_for in QUESTIONS] == expected
    assert sorted(p.name for p in elsewhere.iterdir()) == ["汇总台账.xlsx"]


@pytest.mark.parametrize("kind", ["rows", "state"])
@pytest.mark.parametrize("damage", ["changed", "cut", "gone", "another's"])
def test_a_damaged_entry_is_read_from_the_ledger(tmp_path: Path, kind: str, damage: str) -> None:
    """Where anything is not as it was written, the answer comes from the workbook."""
    book = beside_a_merge(tmp_path)
    expected = trace.trace(book, "期末会员数", **HALF)
    assert kept_of(book) is not None
    path, *others = sorted((tmp_path / HOME / kind).iterdir(), key=lambda one: -one.stat().st_size)
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 1
    if damage == "gone":
        path.unlink()
    elif damage == "another's":
        path.write_bytes(others[0].read_bytes() if others else b"{}")
    else:
        path.write_bytes(body if damage == "changed" else body[:-9])
    assert kept_of(book) is None
    assert trace.trace(book, "期末会员数", **HALF) == expected


def test_what_is_kept_of_another_ledger_is_none(tmp_path: Path) -> None:
    """One byte changed in the ledger."""
    book = beside_a_merge(tmp_path)
    trace.trace(book, "期末会员数", **HALF)
    with open(book, "ab") as file:
        file.write(b" ")
    assert kept_of(book) is None


def test_a_folder_that_cannot_be_written_is_no_obstacle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full or read-only disk: the question is answered all the same."""
    book = beside_a_merge(tmp_path)

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(parquet, "write", full)
    assert trace.trace(book, "期末会员数", **HALF).rows
    assert not list((tmp_path / HOME / "rows").iterdir())


def test_a_question_needs_no_pandas(tmp_path: Path) -> None:
    """Neither from the workbook nor from what is kept: loading pandas alone takes as long as answering."""
    book = beside_a_merge(tmp_path)
    for heavy in ("pandas", "pandas lxml xlsxwriter"):
        told = (
            "import sys\nfrom pathlib import Path\nfrom union_xl.run.trace import trace\n"
            f"assert trace(Path({str(book)!r}), '期末会员数', period='2022H1').rows\n"
            f"assert not {{*{heavy!r}.split()}} & {{*sys.modules}}\n"
        )
        done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger of a folder of untidy returns, as a merge leaves it."""
    folder = tmp_path_factory.mktemp("一轮")
    truth = folders.make(folder, seed=5)
    return merge.merge(folder / "上报", folder / "结果", office=truth.office).ledger_path


def test_a_merge_keeps_what_its_workbook_says(merged: Path) -> None:
    """Column by column and row number by row number, every helper sheet, the period and 截止日."""
    found, book = kept_of(merged), ledger_book.read(merged)
    assert found is not None and book.held["表"]
    back = found.ledger(merged, ledgers.BUILT_IN)
    assert {*book.rows} == {*back.rows}
    for slug, rows in book.rows.items():
        assert list(back.rows[slug].records()) == list(rows.records())
        assert back.sheet_rows[slug] == book.sheet_rows[slug]
    for name in ("held", "files", "statuses", "conflicts", "corrections", "proposals"):
        assert getattr(back, name) == getattr(book, name), name
    assert (back.period, back.as_of, back.explanations) == (book.period, book.as_of, book.explanations)
    counted = held(back.held, back.files, back.statuses, BUILT_IN)
    assert (
        counted == held(book.held, book.files, book.statuses, BUILT_IN)
        and sum(map(len, counted.values())) > 3
    )
    let_go = {**book.held, "处理": ["不再处理"] * len(book.held["表"])}
    assert held(let_go, book.files, book.statuses, BUILT_IN) == {}


def test_answers_are_the_same_without_what_is_kept(merged: Path, tmp_path: Path) -> None:
    """All figures with their notes on held rows, a figure's rows, a row's figures."""
    alone = Path(shutil.copy(merged, tmp_path))
    for question in ({}, {"figure": "期末会员数"}, {"figure": "新建工会数"}, {"row": "会员登记!7"}):
        assert trace.trace(merged, **question) == trace.trace(alone, **question)


def test_reports_count_from_what_is_kept_alike(merged: Path, tmp_path: Path) -> None:
    """Figures, relations that fail, repeating blocks of people and what stands in the templates."""
    alone = Path(shutil.copy(merged, tmp_path))
    one, two = evaluate(merged), evaluate(alone)
    assert one.figures == two.figures and one.checks == two.checks and one.figures
    assert one.blocks(one.people()) == two.blocks(two.people())
