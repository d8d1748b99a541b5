"""Sandboxed workers that share out many small tasks; one that breaks costs only the task that did it."""

from __future__ import annotations

import os
import pickle
import queue
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from types import TracebackType
from typing import Any, Self, TypeVar

from union_xl.model import Limits, RunContext, faults
from union_xl.run.workers.sandbox import SandboxedWorker, WorkerDied

T = TypeVar("T")
R = TypeVar("R")
Work = Callable[[Sequence[T], RunContext], list[R]]
"""What workers run."""

FEW = 12
"""Up to this many tasks, starting workers costs more than it saves."""
BATCH = 16
"""Tasks handed to a worker at a time, at most: the rules of all of them are one statement."""
PATIENCE = 8
"""A batch may take as long as so many tasks."""


class WorkerPool:
    """Workers on this machine (`jobs`, 0: one per processor), started at the first need, ended by `close`.

    What they run are functions of a module, `(tasks, context) -> results`, all picklable.
    """

    def __init__(self, limits: Limits, jobs: int = 0) -> None:
        self._limits = limits
        self._count = jobs or os.cpu_count() or 1
        self._workers: list[SandboxedWorker] = []
        self._free: queue.SimpleQueue[SandboxedWorker] = queue.SimpleQueue()
        self._threads: ThreadPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def map(
        self,
        function: Work[T, R],
        tasks: Sequence[T],
        context: RunContext,
        on_error: Callable[[T, str], R],
        few: int = FEW,
    ) -> Iterator[R]:
        """The results in the order of `tasks`; up to `few` of them are done in this process.

        `on_error(task, reason)` stands in where a worker died of a task (`time`, `memory`, `crash`).
        """
        if len(tasks) <= few or self._count < 2:
            for at in range(0, len(tasks), BATCH):
                yield from function(tasks[at : at + BATCH], context)
            return
        threads = self._start()
        # A worker unpickles the context once: a roster of hundreds of units costs more than some tasks do.
        packed = pickle.dumps(context, protocol=pickle.HIGHEST_PROTOCOL)
        size = max(1, min(BATCH, -(-len(tasks) // (2 * self._count))))
        batches = [tasks[at : at + size] for at in range(0, len(tasks), size)]
        waiting: list[Future[list[R]]] = [
            threads.submit(self._batch, function, batch, packed, on_error) for batch in batches
        ]
        try:
            while waiting:
                yield from waiting.pop(0).result()
        finally:
            for one in waiting:
                one.cancel()

    def close(self) -> None:
        """End the workers."""
        if self._threads is not None:
            self._threads.shutdown(cancel_futures=True)
            self._threads = None
        for worker in self._workers:
            worker.close()
        self._workers, self._free = [], queue.SimpleQueue()

    def _start(self) -> ThreadPoolExecutor:
        if self._threads is None:
            self._threads = ThreadPoolExecutor(self._count)
            for _ in range(self._count):
                self._workers.append(
                    SandboxedWorker(self._limits.seconds * PATIENCE, self._limits.memory_bytes)
                )
                self._free.put(self._workers[-1])
        return self._threads

    def _batch(
        self,
        function: Work[T, R],
        tasks: Sequence[T],
        packed: bytes,
        on_error: Callable[[T, str], R],
    ) -> list[R]:
        worker = self._free.get()
        try:
            return worker.run(_results, function, tasks, packed)
        except (WorkerDied, MemoryError, OSError):
            return [self._alone(function, task, packed, on_error) for task in tasks]
        finally:
            self._free.put(worker)

    def _alone(
        self,
        function: Work[T, R],
        task: T,
        packed: bytes,
        on_error: Callable[[T, str], R],
    ) -> R:
        """A task of a batch that broke its worker, in a worker of its own."""
        worker = SandboxedWorker(self._limits.seconds, self._limits.memory_bytes)
        try:
            found: list[R] = worker.run(_results, function, [task], packed)
            return found[0]
        except WorkerDied as died:
            return on_error(task, died.reason)
        except Exception:  # whatever a hostile file made the worker raise
            if os.environ.get(faults.DEBUG):
                raise
            return on_error(task, "crash")
        finally:
            worker.close()


def _results(function: Work[Any, R], tasks: Sequence[Any], packed: bytes) -> list[R]:
    return function(tasks, _unpacked(packed))


@lru_cache(maxsize=1)
def _unpacked(packed: bytes) -> RunContext:
    context: RunContext = pickle.loads(packed)
    return context
