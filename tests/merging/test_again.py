"""Running again: what has not changed is taken from the last run, and the result is that of a fresh run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.merge.returns import member
from tests.merging.test_clerk import give
from tests.merging.test_whole import digests, fill
from union_xl.model import RunContext
from union_xl.run import merge
from union_xl.run.returning import marked_copy
from union_xl.run.workers.worker_pool import WorkerPool


def run(home: Path, out: str, **more) -> dict[str, str]:
    """Merge; the digests of all that was written for people, run.json aside."""
    merge.merge(home / "收回", home / out, period="2022H1", jobs=1, **more)
    found = digests(home / out)
    return {
        name: told for name, told in found.items() if not name.startswith((".union_xl", "历史", "run.json"))
    }


@pytest.fixture
def made(monkeypatch) -> list[str]:
    """The files whose marked copies were made anew."""
    seen: list[str] = []
    real = marked_copy.marked_copy
    monkeypatch.setattr(
        marked_copy, "marked_copy", lambda task, run: (seen.append(task.submission.book), real(task, run))[1]
    )
    return seen


def test_marked_copies_are_made_once(tmp_path: Path, made: list[str]):
    """An unchanged file with faults is marked in the first run only; the outputs are those of a fresh run."""
    fill(tmp_path / "收回", 4)
    run(tmp_path, "out")
    assert len(made) == 1
    give(tmp_path / "收回", "杭州丙样板有限公司", [member(700, "杭州丙样板有限公司")], "补")
    again = run(tmp_path, "out")
    assert len(made) == 1
    assert again == run(tmp_path, "new") == run(tmp_path, "out", fresh=True)
    assert len(made) == 3


@pytest.mark.parametrize("what", ["copy", "gone", "list", "source", "deadline"])
def test_a_marked_copy_that_may_be_another_is_made_anew(tmp_path: Path, made: list[str], what: str):
    """Changed copies, a damaged list, a changed file and other settings: never what the last run left."""
    fill(tmp_path / "收回", 4)
    first = run(tmp_path, "out")
    name = next(name for name in first if name.endswith("（请修改）.xlsx"))
    more = {}
    if what == "copy":
        (tmp_path / "out" / name).write_bytes(b"PK")
    elif what == "gone":
        (tmp_path / "out" / name).unlink()
    elif what == "list":
        for kept in (tmp_path / "out" / ".union_xl" / "state").iterdir():
            kept.write_bytes(kept.read_bytes().replace(b".xlsx", b".xlsm"))
    elif what == "source":
        unit = "杭州申样板有限公司"
        people = [member(50 + n, unit) for n in range(6)]
        people[0]["证件号码"], people[2]["手机号码"] = "330105199003072010", "138"
        give(tmp_path / "收回", unit, people)
    else:
        more = {"as_of": "2022-06-01"}
    again = run(tmp_path, "out", **more)
    assert len(made) == 2
    new = run(tmp_path, "new", **more)
    if what == "list":  # that nothing is known of the last run stands in the ledger
        assert again.pop("汇总台账.xlsx") != new.pop("汇总台账.xlsx")
    assert again == new


def _broken(tasks: list[int], context: object) -> list[int]:
    if 3 in tasks:
        os._exit(1)
    return [task * 2 for task in tasks]


def test_a_task_that_kills_its_worker_costs_only_itself():
    """The other tasks of its batch are done, in their order; what failed says why."""
    with WorkerPool(RunContext().limits, 2) as pool:
        found = list(pool.map(_broken, list(range(9)), RunContext(), lambda task, reason: reason, few=0))
    assert found == [0, 2, 4, "crash", 8, 10, 12, 14, 16]


def test_what_is_of_no_more_use_is_forgotten(tmp_path: Path):
    """What an older version left, files that are gone, and the ledger before."""
    fill(tmp_path / "收回", 3)
    run(tmp_path, "out")
    home = tmp_path / "out" / ".union_xl"
    (home / "seen.bin").write_bytes(b"old")
    (home / "cache").mkdir()
    (home / "cache" / "a.json").write_bytes(b"old")
    before = {path.name for path in home.rglob("*") if path.is_file()}
    sorted((tmp_path / "收回").iterdir())[-1].unlink()
    run(tmp_path, "out")
    assert {path.name for path in home.iterdir()} == {"lock", "read", "rows", "state"}
    assert len(list((home / "read").iterdir())) == 2
    assert len(list((home / "state").iterdir())) == 2 and len(list((home / "rows").iterdir())) == 1
    assert not before & {path.name for path in (home / "state").iterdir()}
