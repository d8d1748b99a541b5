"""Warm contained workers that share out many small tasks; one that breaks costs only the task that did it."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from types import TracebackType
from typing import Any, Self, TypeVar

from union_xl.core import Context
from union_xl.flow.contained import Contained, Died

T = TypeVar("T")
R = TypeVar("R")

FEW = 6
"""Up to this many tasks, starting workers costs more than it saves."""
BATCH = 8
"""Tasks handed to a worker at a time, at most."""


class Crew:
    """Workers on this machine (`jobs`, 0: one per processor), started at the first need, ended by `close`.

    What it runs are functions of a module, `(task, context) -> result`, both picklable.
    """

    def __init__(self, context: Context, jobs: int = 0) -> None:
        self.context = context
        self._count = jobs or os.cpu_count() or 1
        self._workers: list[Contained] = []
        self._free: list[Contained] = []
        self._pool: ThreadPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Start the workers; they warm up while the caller goes on."""
        if self._pool is not None or self._count == 1:
            return
        limits = self.context.limits
        self._workers = [Contained(limits.seconds * BATCH, limits.memory_bytes) for _ in range(self._count)]
        self._free = list(self._workers)
        packed = pickle.dumps(self.context, protocol=pickle.HIGHEST_PROTOCOL)
        self._pool = ThreadPoolExecutor(self._count)
        for _ in self._workers:
            self._pool.submit(self._batch, _nothing, [None], packed, _none)

    def each(
        self,
        function: Callable[[T, Context], R],
        tasks: Sequence[T],
        failed: Callable[[T, str], R],
    ) -> Iterator[R]:
        """The results in the order of `tasks`.

        `failed(task, reason)` stands in where a worker died of a task (`time`, `memory`, `crash`).
        """
        if len(tasks) > FEW:
            self.start()
        if self._pool is None:
            for task in tasks:
                yield function(task, self.context)
            return
        # A worker unpickles the context once: a roster of hundreds of units costs more than some tasks do.
        packed = pickle.dumps(self.context, protocol=pickle.HIGHEST_PROTOCOL)
        size = max(1, min(BATCH, -(-len(tasks) // (2 * self._count))))
        batches = [tasks[at : at + size] for at in range(0, len(tasks), size)]
        waiting: list[Future[list[R]]] = [
            self._pool.submit(self._batch, function, batch, packed, failed) for batch in batches
        ]
        try:
            while waiting:
                yield from waiting.pop(0).result()
        finally:
            for one in waiting:
                one.cancel()

    def close(self) -> None:
        """End the workers."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None
        for worker in self._workers:
            worker.close()
        self._workers, self._free = [], []

    def _batch(
        self,
        function: Callable[[T, Context], R],
        tasks: Sequence[T],
        packed: bytes,
        failed: Callable[[T, str], R],
    ) -> list[R]:
        worker = self._free.pop()
        try:
            return worker.run(_results, function, tasks, packed)
        except (Died, MemoryError, OSError):
            return [self._alone(function, task, packed, failed) for task in tasks]
        finally:
            self._free.append(worker)

    def _alone(
        self, function: Callable[[T, Context], R], task: T, packed: bytes, failed: Callable[[T, str], R]
    ) -> R:
        """A task of a batch that broke its worker, in a worker of its own."""
        limits = self.context.limits
        worker = Contained(limits.seconds, limits.memory_bytes)
        try:
            found: list[R] = worker.run(_results, function, [task], packed)
            return found[0]
        except Died as died:
            return failed(task, died.reason)
        except Exception:  # whatever a hostile file made the worker raise
            return failed(task, "crash")
        finally:
            worker.close()


def _results(function: Callable[[Any, Context], R], tasks: Sequence[Any], packed: bytes) -> list[R]:
    context = _unpacked(packed)
    return [function(task, context) for task in tasks]


@lru_cache(maxsize=1)
def _unpacked(packed: bytes) -> Context:
    context: Context = pickle.loads(packed)
    return context


def _nothing(task: None, context: Context) -> None:
    """Keeps a worker busy with its imports."""


def _none(task: None, reason: str) -> None:
    """A worker that does not start tells so at its first task."""
