"""An exception of ours is told as ours, costs as little as it can, and is let through to developers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.find.test_defects import HEAD, PEOPLE
from tests.readers import made
from tests.reading.test_submission import CONTEXT, LINES
from union_xl import check
from union_xl.find import tables
from union_xl.model import Source, Submission, faults
from union_xl.run import merge
from union_xl.run.workers import read_return
from union_xl.run.workers.read_return import safe_submission

FIRST = {"会员登记表": [*LINES, HEAD, *PEOPLE[:3]]}
SECOND = {"退会": [*LINES, HEAD, *PEOPLE[3:]]}


@pytest.fixture(autouse=True)
def _as_for_a_clerk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(faults.DEBUG)


def read(data: bytes) -> Submission:
    return safe_submission(Source("甲.xlsx", Path("甲.xlsx"), data), CONTEXT)


def stumble(monkeypatch: pytest.MonkeyPatch, room: Any, name: str, at: str) -> None:
    """Let a function of ours raise where its arguments speak of the sheet `at`."""
    known = getattr(room, name)

    def stumbling(*args: Any, **more: Any) -> Any:
        if f"sheet='{at}'" in repr(args):
            raise IndexError("list index out of range")
        return known(*args, **more)

    monkeypatch.setattr(room, name, stumbling)


def told(got: Submission) -> list[tuple[str, str]]:
    return [(one.rule, one.place.sheet) for one in got.findings if one.rule.startswith("F-")]


@pytest.mark.parametrize(("room", "name"), [(tables, "candidates"), (check, "check_in_steps")])
def test_a_fault_costs_its_sheet_and_no_other(monkeypatch: pytest.MonkeyPatch, room: Any, name: str) -> None:
    """In finding and in checking: the other sheet's rows are kept."""
    stumble(monkeypatch, room, name, "退会")
    got = read(made.xlsx(FIRST | SECOND))
    assert (got.fate, got.parts[0].read) == ("采用", 3)
    assert told(got) == [(faults.RULE, "退会")]
    assert any("IndexError" in str(one.facts.get("错")) for one in got.findings)


@pytest.mark.parametrize(("room", "name"), [(tables, "candidates"), (check, "check_in_steps")])
def test_a_file_lost_by_a_fault_waits_and_is_not_refused(
    monkeypatch: pytest.MonkeyPatch, room: Any, name: str
) -> None:
    """待确认 under our own rule, never 无法解析."""
    stumble(monkeypatch, room, name, "会员登记表")
    got = read(made.xlsx(FIRST))
    assert (got.fate, got.reason, told(got)) == ("待确认", faults.RULE, [(faults.RULE, "会员登记表")])


@pytest.mark.parametrize(
    ("opening", "fate", "rule"),
    [
        pytest.param(lambda *_: [][1], "待确认", faults.RULE, id="our own line"),
        pytest.param(lambda *_: json.loads("{"), "未能读取", "F-PANIC", id="a parser that gives up"),
    ],
)
def test_where_opening_stumbles_tells_whose_fault_it_is(
    monkeypatch: pytest.MonkeyPatch, opening: Any, fate: str, rule: str
) -> None:
    """A library judges the file; our own lines that stumble judge nothing."""
    monkeypatch.setattr(read_return.readers, "open_book", opening)
    if rule == faults.RULE:
        monkeypatch.setattr(faults, "outside", lambda error: False)
    got = read(made.xlsx(FIRST))
    assert (got.fate, got.reason) == (fate, rule)


def test_merging_lists_the_file_and_asks_nobody_to_send_it_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """来源文件 has it, 问题清单 tells it, 退回 has nothing."""
    stumble(monkeypatch, tables, "candidates", "会员登记表")
    folder, out = tmp_path / "收件", tmp_path / "汇总"
    folder.mkdir()
    (folder / "甲.xlsx").write_bytes(made.xlsx(FIRST))
    done = merge.merge(folder, out, jobs=1)
    (receipt,) = done.ledger.receipts
    assert (receipt.book, receipt.fate, receipt.reason) == ("甲.xlsx", "待确认", faults.RULE)
    assert [one.rule for one in done.ledger.findings] == [faults.RULE]
    assert not (out / "退回").exists()
    assert done.exit_code == 1


def test_developers_see_the_exception_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """With UNION_XL_DEBUG nothing is swallowed."""
    monkeypatch.setenv(faults.DEBUG, "1")
    stumble(monkeypatch, tables, "candidates", "会员登记表")
    with pytest.raises(IndexError):
        read(made.xlsx(FIRST))
