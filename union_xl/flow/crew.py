"""Warm contained workers that share out many small tasks; one that breaks costs only the task that did it."""

from __future__ import annotations

import os
import pickle
import queue
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from types import TracebackType
from typing import Any, Self, TypeVar

from union_xl.core import Context, faults
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
        self._free: queue.SimpleQueue[Contained] = queue.SimpleQueue()
        self._pool: ThreadPoolExecutor | None = None
        self._hand: Future[list[None]] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Start the workers; they warm up while the caller goes on."""
        self._hand = None
        if self._count > 1:
            self._hire(self._count, _nothing)

    def lend_a_hand(self, warm: Callable[[None, Context], None]) -> None:
        """Start one worker for the small tasks to come; `warm` imports what they need.

        Until it is warm, what `each` is given is done here: a short errand does not wait for it.
        """
        if self._count > 1 and self._pool is None:
            (self._hand,) = self._hire(1, warm)

    def _hire(self, count: int, warm: Callable[[None, Context], None]) -> list[Future[list[None]]]:
        limits = self.context.limits
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._count)
        packed = pickle.dumps(self.context, protocol=pickle.HIGHEST_PROTOCOL)
        made = []
        while len(self._workers) < count:
            self._workers.append(Contained(limits.seconds * BATCH, limits.memory_bytes))
            self._free.put(self._workers[-1])
            made.append(self._pool.submit(self._batch, warm, [None], packed, _none))
        return made

    def _ready(self, tasks: int) -> bool:
        """Whether workers do this many tasks sooner than we do."""
        if tasks > FEW:
            self.start()
        return self._pool is not None and (self._hand is None or self._hand.done())

    def aside(self, function: Callable[[T, Context], R], task: T) -> Callable[[], R]:
        """One task done meanwhile where there is a worker; call what comes back for the result."""
        if self._pool is None:
            return lambda: function(task, self.context)
        packed = pickle.dumps(self.context, protocol=pickle.HIGHEST_PROTOCOL)
        doing = self._pool.submit(self._once, function, task, packed)
        return doing.result

    def each(
        self,
        function: Callable[[T, Context], R],
        tasks: Sequence[T],
        failed: Callable[[T, str], R],
    ) -> Iterator[R]:
        """The results in the order of `tasks`.

        `failed(task, reason)` stands in where a worker died of a task (`time`, `memory`, `crash`).
        """
        if not self._ready(len(tasks)) or self._pool is None:
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

    def dismiss(self) -> None:
        """There is nothing more to do: the workers end while the caller goes on."""
        for worker in self._workers:
            worker.dismiss()

    def close(self) -> None:
        """End the workers."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None
        for worker in self._workers:
            worker.close()
        self._workers, self._free = [], queue.SimpleQueue()

    def _batch(
        self,
        function: Callable[[T, Context], R],
        tasks: Sequence[T],
        packed: bytes,
        failed: Callable[[T, str], R],
    ) -> list[R]:
        worker = self._free.get()
        try:
            return worker.run(_results, function, tasks, packed)
        except (Died, MemoryError, OSError):
            return [self._alone(function, task, packed, failed) for task in tasks]
        finally:
            self._free.put(worker)

    def _once(self, function: Callable[[T, Context], R], task: T, packed: bytes) -> R:
        worker = self._free.get()
        try:
            found: list[R] = worker.run(_results, function, [task], packed)
            return found[0]
        except Died:
            return function(task, self.context)
        finally:
            self._free.put(worker)

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
            if os.environ.get(faults.DEBUG):
                raise
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
