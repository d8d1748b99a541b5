"""A warm worker process with limits: what a hostile file does to it, it does to nobody else.

The parent keeps the time and watches the memory; where the system lets a process limit itself, it does that
too.  A plain Python is started and spoken to over pipes, so nothing of the caller's own program is run again
and it works alike on Windows, in threads and inside other workers.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import queue
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import lru_cache
from typing import IO, Any, TypeVar

T = TypeVar("T")

_START = "import sys; sys.path[:0] = {paths!r}; from union_xl.run.workers.sandbox import serve; serve()"
_LOOK_EVERY = 0.05
_START_SECONDS = 120.0  # a virus scanner looks at every library of the first start


RULES = {"time": "F-SLOW", "memory": "F-MEMORY", "crash": "F-PANIC"}
"""{why a worker did not come back: the rule a file is refused by}."""


class WorkerDied(Exception):
    """The worker did not come back; `reason` is `time`, `memory` or `crash`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SandboxedWorker:
    """Runs picklable functions in a worker that is replaced when it dies.  One call at a time."""

    def __init__(self, seconds: float = 15.0, memory_bytes: int = 1_500 * 2**20) -> None:
        self._seconds, self._memory = seconds, memory_bytes
        self._worker: subprocess.Popen[bytes] | None = None
        self._pid = 0
        self._answers: queue.Queue[bytes | None] = queue.Queue()
        self._lock = threading.Lock()

    def run(self, function: Callable[..., T], *args: Any, within: float | None = None) -> T:
        """`function(*args)`, computed in the worker.  Died when it runs longer than allowed (`within` seconds
        where given), grows too big, crashes or panics; what the function itself raises comes through."""
        message = pickle.dumps((function, args), protocol=pickle.HIGHEST_PROTOCOL)
        with self._lock:
            worker = self._started()
            try:
                _send(worker.stdin, message)
            except OSError as error:
                self._end()
                raise WorkerDied("crash") from error
            answer = self._awaited(self._seconds if within is None else min(within, self._seconds))
        good, value = pickle.loads(answer)
        if not good:
            raise value
        result: T = value
        return result

    def close(self) -> None:
        """End the worker."""
        with self._lock:
            self._end()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._worker is None or self._worker.poll() is not None:
            self._end()
            code = _START.format(paths=[path for path in sys.path if path])
            self._answers = queue.Queue()
            self._worker = subprocess.Popen(
                [sys.executable, *_flags(), "-c", code, str(self._memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # Looking for plugins of pydantic reads about every package that is installed.
                env={**os.environ, "PYDANTIC_DISABLE_PLUGINS": "__all__"},
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            listener = threading.Thread(
                target=_listen, args=(self._worker.stdout, self._answers), daemon=True
            )
            listener.start()
            self._pid = self._greeted()
        return self._worker

    def _greeted(self) -> int:
        """Started, imports done: the worker's own number.  A venv's python.exe on Windows only starts the
        real one, so that the number of what was started is the wrong one to watch."""
        try:
            greeting = self._answers.get(timeout=_START_SECONDS)
        except queue.Empty:
            greeting = None
        if greeting is None:
            self._end()
            raise WorkerDied("crash")
        return int(greeting)

    def _awaited(self, seconds: float) -> bytes:
        until = time.monotonic() + seconds
        while True:
            try:
                answer = self._answers.get(timeout=_LOOK_EVERY)
            except queue.Empty:
                reason = "time" if time.monotonic() > until else ""
                if not reason and resident(self._pid) > self._memory:
                    reason = "memory"
                if reason:
                    self._end()
                    raise WorkerDied(reason) from None
                continue
            if answer is None:
                self._end()
                raise WorkerDied("crash")
            return answer

    def _end(self) -> None:
        worker, self._worker = self._worker, None
        if worker is None:
            return
        with contextlib.suppress(OSError):
            worker.kill()
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            worker.wait(timeout=5)
        for pipe in (worker.stdin, worker.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError, ValueError):
                    pipe.close()


@lru_cache(maxsize=4)
def _of_this_process(pid: int, seconds: float, memory_bytes: int) -> SandboxedWorker:
    import atexit

    made = SandboxedWorker(seconds, memory_bytes)
    atexit.register(made.close)
    return made


def sandbox(seconds: float, memory_bytes: int) -> SandboxedWorker:
    """This process's own worker; started at the first call, kept warm."""
    return _of_this_process(os.getpid(), seconds, memory_bytes)


def _flags() -> list[str]:
    """The interpreter's flags that a worker shares: whose libraries it sees, how file names are written."""
    isolated = ["-I"] if sys.flags.isolated else []
    return [*isolated, "-X", "utf8"] if sys.flags.utf8_mode else isolated


def resident(pid: int) -> int:
    """Bytes of memory a process holds; 0 where the system does not tell."""
    if sys.platform == "win32":
        return _resident_windows(pid)
    try:
        with open(f"/proc/{pid}/statm", "rb") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def _resident_windows(pid: int) -> int:
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = (
            ("cb", wintypes.DWORD),
            ("PageFaultCount", wintypes.DWORD),
            *(
                (name, ctypes.c_size_t)
                for name in ("Peak", "WorkingSet", "A", "B", "C", "D", "Pagefile", "E")
            ),
        )

    api = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined]
    handle = api.OpenProcess(0x1000 | 0x10, False, pid)
    if not handle:
        return 0
    counters = Counters(cb=ctypes.sizeof(Counters))
    try:
        if not api.K32GetProcessMemoryInfo(handle, ctypes.byref(counters), counters.cb):
            return 0
        return int(counters.WorkingSet)
    finally:
        api.CloseHandle(handle)


def serve() -> None:
    """The worker's life: read a function and its arguments, answer, until the pipe closes."""
    source, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the answers
    _limit_self(int(sys.argv[1]))
    gc.set_threshold(50_000, 20, 50)  # hundreds of thousands of findings live at once, and none is a cycle
    from union_xl.run.workers import read_return  # noqa: F401 - warmed up before the first file comes

    _send(answers, str(os.getpid()).encode())
    while (message := _receive(source)) is not None:
        _send(answers, _answer(message))
        if not gc.get_freeze_count():
            # What the first file warmed up stays for good: the collector need not look through it again.
            gc.freeze()


def _answer(message: bytes) -> bytes:
    try:
        function, args = pickle.loads(message)
        outcome = (True, function(*args))
    except (KeyboardInterrupt, SystemExit):
        raise
    except Exception as error:
        outcome = (False, error)
    except BaseException:  # a parser in Rust that panics: what would be a crash elsewhere
        outcome = (False, WorkerDied("crash"))
    try:
        return pickle.dumps(outcome, protocol=pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        return pickle.dumps((False, RuntimeError(repr(error))))


def _limit_self(memory_bytes: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        own = 0
        with contextlib.suppress(OSError), open("/proc/self/statm", "rb") as statm:
            own = int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        limit = own + memory_bytes + 256 * 2**20
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        if hard == resource.RLIM_INFINITY or limit < hard:
            resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _send(pipe: IO[bytes] | None, message: bytes) -> None:
    assert pipe is not None
    pipe.write(struct.pack("<Q", len(message)))
    pipe.write(message)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes | None:
    head = pipe.read(8)
    if len(head) < 8:
        return None
    (size,) = struct.unpack("<Q", head)
    message = pipe.read(size)
    return message if len(message) == size else None


def _listen(pipe: IO[bytes], answers: queue.Queue[bytes | None]) -> None:
    with contextlib.suppress(OSError, ValueError):
        while (message := _receive(pipe)) is not None:
            answers.put(message)
    answers.put(None)
