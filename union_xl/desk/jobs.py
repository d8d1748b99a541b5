"""Long work behind the page: one command at a time, with its progress, its end, and a way to stop it."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from union_xl.model import UnionXlError, faults
from union_xl.run.context import Progress

Command = Callable[[Progress], Any]
KEPT = 20
"""Jobs the page remembers."""


class StoppedError(UnionXlError):
    """The clerk asked a run to stop: it ends between two files, nothing written."""


@dataclass
class Job:
    """One command and how far it is.  `outcome` and `error` are set once, before `ended`; `once` is the word
    of the form that asked for it."""

    number: int
    title: str
    action: str
    stage: str = "准备"
    done: int = 0
    total: int = 0
    started: float = field(default_factory=time.monotonic)
    stage_started: float = field(default_factory=time.monotonic)
    ended: float = 0.0
    stopping: bool = False
    outcome: Any = None
    error: str = ""
    once: str = ""

    @property
    def running(self) -> bool:
        return not self.ended

    @property
    def seconds(self) -> float:
        """Seconds since the start, or how long it took."""
        return (self.ended or time.monotonic()) - self.started

    @property
    def seconds_left(self) -> float | None:
        """Seconds this stage will still take at its pace so far; None while too little is known."""
        spent = time.monotonic() - self.stage_started
        if not self.total or self.done < 1 or spent < 1:
            return None
        return spent / self.done * max(0, self.total - self.done)

    def progress(self, stage: str, done: int, total: int) -> None:
        """What a command calls between two files.  StoppedError where the clerk asked for it."""
        if self.stopping:
            raise StoppedError("已停止，没有写入结果；读过的文件下次不用重读")
        if stage != self.stage:
            self.stage_started = time.monotonic()
        self.stage, self.done, self.total = stage, done, total


class Jobs:
    """The jobs of a page; only one runs at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._jobs: dict[int, Job] = {}

    @property
    def running(self) -> Job | None:
        return next((one for one in tuple(self._jobs.values()) if one.running), None)

    @property
    def all(self) -> list[Job]:
        """The remembered jobs, newest first."""
        return sorted(self._jobs.values(), key=lambda one: -one.number)

    def get(self, number: int) -> Job | None:
        return self._jobs.get(number)

    def start(self, title: str, action: str, command: Command, once: str = "") -> Job | None:
        """Start a command in a thread of its own; None while another one runs.

        The same form sent again (a double click, a reload) gives the job it started.
        """
        with self._lock:
            again = next((one for one in self._jobs.values() if once and one.once == once), None)
            if again is not None or self.running is not None:
                return again
            job = Job(next(self._numbers), title, action, once=once)
            self._jobs[job.number] = job
            for old in sorted(self._jobs)[:-KEPT]:
                del self._jobs[old]
        threading.Thread(target=_work, args=(job, command), daemon=True).start()
        return job


def _work(job: Job, command: Command) -> None:
    try:
        job.outcome = command(job.progress)
    except UnionXlError as why:
        job.error = str(why)
    except OSError as why:
        where = why.filename2 or why.filename or ""
        job.error = f"读写文件出错：{where} {why.strerror or why}，请关闭正在使用它的程序，再试一次"
    except MemoryError:
        job.error = "内存不够，没有写入结果：请关闭其他程序再试"
    except Exception as why:  # ours, told as ours
        job.error = f"程序内部出错（{faults.spot(why)}），没有写入结果；请把这句话发给维护人员"
    finally:
        job.ended = time.monotonic()
