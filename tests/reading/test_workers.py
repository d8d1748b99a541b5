"""Workers where Python is started the Windows way."""

from __future__ import annotations

import os
import pickle
import queue
import sys
from pathlib import Path, PurePosixPath

import pytest

from union_xl.model import Source
from union_xl.run.workers import distribute, sandbox
from union_xl.run.workers.sandbox import SandboxedWorker, WorkerDied


@pytest.mark.skipif(os.name == "nt", reason="a venv on Windows is the thing itself")
def test_behind_a_launcher_the_worker_itself_is_watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A venv's python.exe on Windows starts the real one: that one's memory counts."""
    launcher = tmp_path / "python"
    launcher.write_text(f'#!/bin/sh\n"{sys.executable}" "$@"\n', "utf-8")
    launcher.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(launcher))
    watched: list[int] = []
    monkeypatch.setattr(sandbox, "resident", lambda pid: watched.append(pid) or 0)
    worker = SandboxedWorker(30)
    try:
        real = worker.run(os.getpid)
        worker.run(__import__("time").sleep, 0.2)
        assert set(watched) == {real}
    finally:
        worker.close()


def test_a_worker_that_does_not_start_is_told(monkeypatch: pytest.MonkeyPatch):
    """A scanner that holds the start back for minutes ends in Died, not in an error nobody catches."""

    class Silent(queue.Queue[bytes | None]):
        def get(self, *_: object, **__: object) -> bytes | None:
            raise queue.Empty

    monkeypatch.setattr(sandbox.queue, "Queue", Silent)
    worker = SandboxedWorker(30)
    with pytest.raises(WorkerDied):
        worker.run(os.getpid)
    worker.close()


def test_a_file_travels_without_its_path(tmp_path: Path):
    """A path of Windows cannot be unpickled on a Linux cluster; one gone on the way is told as such."""
    (tmp_path / "a.xlsx").write_bytes(b"PK")
    sent = distribute._travelling(Source("甲/a.xlsx", tmp_path / "a.xlsx"))
    assert type(sent.path) is PurePosixPath and sent.data == b"PK"
    assert pickle.loads(pickle.dumps(sent)) == sent
    assert distribute._travelling(Source("甲/b.xlsx", tmp_path / "b.xlsx")).refused == "F-GONE"
