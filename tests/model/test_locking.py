"""One process at a time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from union_xl.model import LedgerError
from union_xl.model.fileops import file_lock
from union_xl.model.resources import resource
from union_xl.run import merge

HOLD = """
import sys
from pathlib import Path
from union_xl.model.fileops import file_lock
with file_lock(Path(sys.argv[1])) as ours:
    print(ours, flush=True)
    sys.stdin.readline()
"""


def test_a_second_merge_into_the_same_folder_waits_its_turn(tmp_path: Path) -> None:
    """While another process holds the folder, one sentence and nothing written; free again when it ends."""
    lock = tmp_path / ".union_xl" / "lock"
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    assert other.stdout.readline().strip() == "True"
    with pytest.raises(LedgerError, match="另一次合并"):
        merge.merge(resource("workbooks", "2022H1", "上报"), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [".union_xl"]
    other.kill()
    other.communicate()
    with file_lock(lock) as ours:
        assert ours
