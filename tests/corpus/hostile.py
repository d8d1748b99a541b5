"""A hundred hostile files, and what `union-xl check` does with each.

Each file is checked in a process of its own: 20 seconds, 2 GiB of resident memory.  Counted: tracebacks,
crashes, hangs, memory, changed inputs, files written.
"""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.corpus.bombs import hostile_files

SECONDS = 20.0
MEMORY = 2 * 2**30
TAKES_OPTIONS = True


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _peak(pid: int) -> int:
    """Resident bytes of a process and its children, as Linux counts them now; 0 where unknown."""
    total = 0
    waiting = [pid]
    while waiting:
        here = waiting.pop()
        try:
            status = Path(f"/proc/{here}/status").read_text()
            children = Path(f"/proc/{here}/task/{here}/children").read_text().split()
        except OSError:
            continue
        total += next(
            (int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS")), 0
        )
        waiting += [int(c) for c in children]
    return total


def checked(path: Path, scratch: Path) -> dict[str, object]:
    """What one check of one file did."""
    before = _digest(path) if path.is_file() else ""
    beside = sorted(p.name for p in path.parent.iterdir())
    command = [sys.executable, "-m", "union_xl", "check", str(path), "--json"]
    out, err = scratch / "out.txt", scratch / "err.txt"
    began, peak = time.perf_counter(), 0
    with out.open("wb") as o, err.open("wb") as e:
        process = subprocess.Popen(
            command, stdout=o, stderr=e, cwd=scratch, env={**os.environ, "PYTHONUTF8": "1"}
        )
        while process.poll() is None:
            peak = max(peak, _peak(process.pid))
            if time.perf_counter() - began > SECONDS:
                process.kill()
                process.wait()
                return {"trouble": "hang", "seconds": SECONDS, "peak": peak}
            time.sleep(0.02)
    said = err.read_text(errors="replace") + out.read_text(errors="replace")[:200_000]
    trouble = ""
    if "Traceback (most recent call last)" in said or "panicked at" in said:
        trouble = "traceback"
    elif process.returncode not in (0, 1, 2):
        trouble = f"crash {process.returncode}"
    elif peak > MEMORY:
        trouble = "memory"
    elif before and before != _digest(path):
        trouble = "input changed"
    elif sorted(p.name for p in path.parent.iterdir()) != beside:
        trouble = "wrote files"
    return {
        "trouble": trouble,
        "seconds": time.perf_counter() - began,
        "peak": peak,
        "code": process.returncode,
        "said": said[-400:],
    }


def run(options: Sequence[str] = ()) -> list[str]:
    """`--only TEXT` names with it, `--notes` every file, `--corpus DIR` the files below a folder."""
    given = dict(zip(options, [*options[1:], ""], strict=False))
    lines: list[str] = []
    troubles: dict[str, int] = {}
    slowest, fattest, count = (0.0, ""), (0, ""), 0
    with tempfile.TemporaryDirectory() as place:
        home, scratch = Path(place) / "in", Path(place) / "scratch"
        home.mkdir()
        scratch.mkdir()
        for path in _files(given, home):
            done = checked(path, scratch)
            count += 1
            slowest = max(slowest, (float(str(done["seconds"])), path.name))
            fattest = max(fattest, (int(str(done["peak"])), path.name))
            if done["trouble"]:
                troubles[str(done["trouble"]).split()[0]] = (
                    troubles.get(str(done["trouble"]).split()[0], 0) + 1
                )
                lines.append(
                    f"{path.name}: {done['trouble']} ({done['seconds']:.1f} s) {done.get('said', '')}"
                )
            elif "--notes" in given:
                lines.append(f"{path.name}: exit {done['code']} {done['seconds']:.1f} s")
            if not given.get("--corpus"):
                path.unlink()
    lines.append(f"{count} files; troubles: {troubles or 'none'}")
    lines.append(f"slowest {slowest[0]:.1f} s {slowest[1]}; most memory {fattest[0] >> 20} MiB {fattest[1]}")
    return lines


def _files(given: dict[str, str], home: Path) -> object:
    if given.get("--corpus"):
        yield from (p for p in sorted(Path(given["--corpus"]).rglob("*")) if p.is_file())
        return
    for name, data in hostile_files(random.Random(20220630)):
        if given.get("--only", "") in name:
            path = home / name
            path.write_bytes(data)
            yield path
