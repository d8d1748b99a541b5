"""The command as a whole: outputs, crashes, clusters, row limits, safety."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from tests.merge.returns import member
from tests.merging.test_clerk import give
from union_xl import findings as catalogue
from union_xl import ledger_book, ledgers
from union_xl.model import LedgerError, UsageError
from union_xl.run import merge as merge_command
from union_xl.run import staging
from union_xl.run.workers import submissions

TITLES = [column.title for column in ledgers.form("member").columns]


def fill(folder: Path, units: int = 8, rows: int = 6, seed: int = 0) -> None:
    """Returns of several units, one with a fault."""
    for unit in range(units):
        name = f"杭州{chr(0x7532 + unit + seed)}样板有限公司"
        people = [member(seed + unit * 50 + n, name) for n in range(rows)]
        if unit == 1:
            people[0]["证件号码"] = "330105199003072010"
        give(folder, name, people)


def digests(folder: Path) -> dict[str, str]:
    """{relative path: sha256} of every file."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def said(path: Path) -> list[list[object]]:
    """The form columns of a written ledger."""
    return ledger_book.read(path).frames["member"][TITLES].to_numpy(dtype=object).tolist()


def whole(out: Path) -> bool:
    """Whether run.json and the outputs it lists fit together."""
    run = json.loads((out / "run.json").read_text("utf-8"))
    return all(staging.sha256(out / name) == digest for name, digest in run["outputs"].items())


def test_run_json_is_the_contract(tmp_path: Path):
    """run.json has every key, its accounts balance, and its digests are those of the files."""
    fill(tmp_path / "收回")
    made = merge_command.merge(tmp_path / "收回", tmp_path / "out", period="2022H1", jobs=1)
    run = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))
    assert list(run) == [
        "version", "period", "as_of", "forms", "files", "units", "findings", "decisions", "rules",
        "outputs", "seconds"
    ]  # fmt: skip
    assert (run["period"], run["as_of"]) == ("2022H1", "2022-06-30")
    for counts in run["forms"].values():
        assert counts["read"] == counts["kept"] + counts["joined"] + counts["held"]
    assert "汇总台账.xlsx" in run["outputs"] and whole(tmp_path / "out")
    assert made.exit_code == 1 and run["findings"]["错误"] == 1
    assert {one["去向"] for one in run["files"]} == {"采用"}


def test_the_same_run_twice_writes_the_same_ledger(tmp_path: Path):
    """Same returns, same bytes; the ledger of before lies in 历史; inputs are untouched."""
    fill(tmp_path / "收回")
    before = digests(tmp_path / "收回")
    for _ in range(2):
        merge_command.merge(tmp_path / "收回", tmp_path / "out", period="2022H1", jobs=1)
        time.sleep(1.1)
    out = tmp_path / "out"
    (old,) = (out / "历史").iterdir()
    assert old.read_bytes() == (out / "汇总台账.xlsx").read_bytes()
    assert digests(tmp_path / "收回") == before
    assert not (out / ".union_xl" / "staging").exists()


def test_out_inside_the_folder_is_never_input(tmp_path: Path):
    """The ledger and the marked copies of the last run are not read as returns."""
    fill(tmp_path)
    for _ in range(2):
        made = merge_command.merge(tmp_path, tmp_path / "结果", period="2022H1", jobs=1)
    assert made.files == {"文件": 9, "采用": 8, "忽略": 1}


def test_a_ledger_among_the_returns_gives_itself(tmp_path: Path):
    """A merged ledger read as a return keeps its rows; two subdistricts become a district."""
    fill(tmp_path / "一", 4)
    fill(tmp_path / "二", 4, seed=1000)
    one = merge_command.merge(tmp_path / "一", tmp_path / "甲街道", period="2022H1", jobs=1)
    again = merge_command.merge(tmp_path / "甲街道", tmp_path / "再", period="2022H1", jobs=1)
    assert said(again.ledger_path) == said(one.ledger_path)
    two = merge_command.merge(tmp_path / "二", tmp_path / "乙街道", period="2022H1", jobs=1)
    both = tmp_path / "区"
    both.mkdir()
    (both / "甲.xlsx").write_bytes(one.ledger_path.read_bytes())
    (both / "乙.xlsx").write_bytes(two.ledger_path.read_bytes())
    made = merge_command.merge(both, tmp_path / "区台账", period="2022H1", jobs=1)
    assert sorted(map(repr, said(made.ledger_path))) == sorted(
        map(repr, said(one.ledger_path) + said(two.ledger_path))
    )


def test_what_a_ledger_held_is_held_on(tmp_path: Path):
    """A district holds what its subdistricts held, with its reason; beside the returns only once."""
    fill(tmp_path / "一", 4)
    one = merge_command.merge(tmp_path / "一", tmp_path / "街道", period="2022H1", jobs=1)
    ((_, unit, form, row),) = one.ledger.held
    (tmp_path / "区").mkdir()
    (tmp_path / "区" / "街道.xlsx").write_bytes(one.ledger_path.read_bytes())
    for out in ("区台账", "再"):  # the district's ledger may go up once more
        made = merge_command.merge(tmp_path / "区", tmp_path / out, period="2022H1", jobs=1)
        ((book, now_unit, now_form, now),) = made.ledger.held
        assert (now_unit, now_form) == (unit, form)
        assert [catalogue.title(code) for code in now.rules] == [catalogue.title(code) for code in row.rules]
        assert now.cells["证件号码"] == row.cells["证件号码"] and (book, now.sheet) == ("街道.xlsx", "暂缓")
        (tmp_path / "区" / "街道.xlsx").write_bytes(made.ledger_path.read_bytes())
    (tmp_path / "一" / "街道.xlsx").write_bytes(one.ledger_path.read_bytes())
    both = merge_command.merge(tmp_path / "一", tmp_path / "同", period="2022H1", jobs=1)
    assert [(book, row.row) for book, _, _, row in both.ledger.held] == [
        (book, row.row) for book, _, _, row in one.ledger.held
    ]


def test_no_folder_and_an_empty_folder(tmp_path: Path):
    """Both are one plain sentence, and nothing is made."""
    with pytest.raises(UsageError):
        merge_command.merge(tmp_path / "没有", tmp_path / "out")
    (tmp_path / "空").mkdir()
    with pytest.raises(UsageError):
        merge_command.merge(tmp_path / "空", tmp_path / "out")
    with pytest.raises(UsageError, match="另一个文件夹"):
        merge_command.merge(tmp_path / "空", tmp_path / "空")
    assert not (tmp_path / "out").exists()


def test_an_unreadable_ledger_is_refused(tmp_path: Path):
    """A damaged base ledger stops the run before anything is changed."""
    fill(tmp_path / "收回", 2)
    merge_command.merge(tmp_path / "收回", tmp_path / "out", period="2022H1", jobs=1)
    (tmp_path / "out" / "汇总台账.xlsx").write_bytes(b"PK junk")
    with pytest.raises(LedgerError):
        merge_command.merge(tmp_path / "收回", tmp_path / "out", period="2022H1", jobs=1)
    assert (tmp_path / "out" / "汇总台账.xlsx").read_bytes() == b"PK junk"


def test_accounts_that_do_not_balance_stop_the_run(tmp_path: Path, monkeypatch):
    """A row lost on the way is never covered up: nothing is written."""
    from dataclasses import replace

    from union_xl import merge

    real = merge.merge
    monkeypatch.setattr(
        merge_command.merge_room, "merge", lambda *a: replace(real(*a), unbalanced=("a.xlsx",))
    )
    fill(tmp_path / "收回", 2)
    with pytest.raises(LedgerError, match="对账不平"):
        merge_command.merge(tmp_path / "收回", tmp_path / "out", period="2022H1", jobs=1)
    assert not (tmp_path / "out" / "汇总台账.xlsx").exists()


def test_workers_and_one_process_agree(tmp_path: Path):
    """Two contained workers give the ledger one process gives."""
    fill(tmp_path / "收回", 9)
    one = merge_command.merge(tmp_path / "收回", tmp_path / "a", period="2022H1", jobs=1)
    two = merge_command.merge(tmp_path / "收回", tmp_path / "b", period="2022H1", jobs=2)
    assert one.ledger_path.read_bytes() == two.ledger_path.read_bytes()


def test_only_changed_files_are_read_again(tmp_path: Path, monkeypatch):
    """Unchanged files come from the cache; --fresh reads all."""
    fill(tmp_path / "收回", 3)
    merge_command.merge(tmp_path / "收回", tmp_path / "out", period="2022H1", jobs=1)
    give(tmp_path / "收回", "杭州甲样板有限公司", [member(900, "杭州甲样板有限公司")], "新")
    seen = []
    real = submissions.read_all
    monkeypatch.setattr(
        submissions, "read_all", lambda s, *a, **k: (seen.append([x.name for x in s]), real(s, *a, **k))
    )
    merge_command.merge(tmp_path / "收回", tmp_path / "out", period="2022H1", jobs=1)
    merge_command.merge(tmp_path / "收回", tmp_path / "out", period="2022H1", jobs=1, fresh=True)
    assert seen[0] == ["新.xlsx"] and len(seen[1]) == 4


def test_beyond_the_row_limit_rows_live_in_parquet(tmp_path: Path):
    """With a small limit the workbook holds the rest, the rows are read back the same, edits and all."""
    fill(tmp_path / "收回", 3)
    one = merge_command.merge(tmp_path / "收回", tmp_path / "a", period="2022H1", jobs=1)
    two = merge_command.merge(tmp_path / "收回", tmp_path / "b", period="2022H1", jobs=1, row_limit=10)
    assert "会员登记" not in openpyxl.load_workbook(two.ledger_path, read_only=False).sheetnames
    assert "汇总台账_会员登记.parquet" in two.run["outputs"]
    here, there = ledger_book.read(one.ledger_path), ledger_book.read(two.ledger_path)
    pd.testing.assert_frame_equal(here.frames["member"], there.frames["member"])
    merge_command.merge(tmp_path / "收回", tmp_path / "b", period="2022H1", jobs=1)
    assert not (tmp_path / "b" / "汇总台账_会员登记.parquet").exists()


def test_a_small_cluster_gives_the_same_ledger(tmp_path: Path):
    """Two Dask workers on loopback."""
    distributed = pytest.importorskip("distributed")
    fill(tmp_path / "收回", 5)
    one = merge_command.merge(tmp_path / "收回", tmp_path / "a", period="2022H1", jobs=1)
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=False,
        protocol="tcp://",
        dashboard_address=None,
        host="127.0.0.1",
        silence_logs=50,
    ) as cluster:
        two = merge_command.merge(
            tmp_path / "收回", tmp_path / "b", period="2022H1", scheduler=cluster.scheduler_address
        )
    assert one.ledger_path.read_bytes() == two.ledger_path.read_bytes()


KILLED = """
import sys, threading, os, time
from pathlib import Path
from union_xl.run import merge as merging
from union_xl.run.workers import submissions
import union_xl.run.returning.write_returns, xlsxwriter, duckdb
def die(after):
    time.sleep(after); os.kill(os.getpid(), 9)
threading.Thread(target=die, args=(float(sys.argv[3]),), daemon=True).start()
merging.merge(Path(sys.argv[1]), Path(sys.argv[2]), period="2022H1", jobs=1)
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_killed_at_any_moment_old_or_new_is_whole(tmp_path: Path):
    """Kill -9 at random moments: after the next start the old output or the new one is whole."""
    folder, out, rng = tmp_path / "收回", tmp_path / "out", random.Random(1)
    fill(folder, 4)
    began = time.perf_counter()
    merge_command.merge(folder, out, period="2022H1", jobs=1, fresh=True)
    took = time.perf_counter() - began
    for number in range(int(os.environ.get("UNION_XL_KILLS", "4"))):
        give(
            folder,
            "杭州甲样板有限公司",
            [member(n, "杭州甲样板有限公司", 备注=None) for n in range(number % 5 + 5)],
        )
        inputs = digests(folder)
        subprocess.run(
            [sys.executable, "-c", KILLED, str(folder), str(out), str(rng.uniform(0.0, took))],
            capture_output=True, check=False,
        )  # fmt: skip
        staging.recover(out)
        assert whole(out), number
        assert digests(folder) == inputs
    merge_command.merge(folder, out, period="2022H1", jobs=1)
    assert whole(out)


@pytest.mark.parametrize("stop", range(1, 12))
def test_every_step_of_the_swap_can_be_the_last(tmp_path: Path, monkeypatch, stop):
    """Stopped after any single move, the next start finishes the new output."""
    fill(tmp_path / "收回", 3)
    out = tmp_path / "out"
    merge_command.merge(tmp_path / "收回", out, period="2022H1", jobs=1)
    give(tmp_path / "收回", "杭州甲样板有限公司", [member(n, "杭州甲样板有限公司") for n in range(7)])
    real, count = os.replace, 0

    class Stopped(BaseException):
        pass

    def replace(here, there):
        nonlocal count
        if Path(there).parent.name == "cache":
            return real(here, there)
        count += 1
        if count == stop:
            raise Stopped
        return real(here, there)

    monkeypatch.setattr(os, "replace", replace)
    with contextlib.suppress(Stopped):
        merge_command.merge(tmp_path / "收回", out, period="2022H1", jobs=1)
    monkeypatch.undo()
    staging.recover(out)
    assert whole(out)
    made = merge_command.merge(tmp_path / "收回", out, period="2022H1", jobs=1)
    assert whole(out) and made.accounts["member"]["read"] == 19
