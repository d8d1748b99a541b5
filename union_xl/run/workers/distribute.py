"""Many files, several at a time: here in warm sandboxed workers, or on a Dask cluster in batches.

One file is the unit of work, a pure function from path to packed Submission.  A worker that breaks or hangs
costs only the file that did it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, cast

from union_xl.model import Finding, Place, RunContext, Source, Submission
from union_xl.run.workers.read_cache import packed
from union_xl.run.workers.sandbox import RULES
from union_xl.run.workers.worker_pool import FEW, WorkerPool

CLUSTER_BATCH = 25

Done = Callable[[int, bytes], None]
"""Called with the number of a source and its packed Submission, in any order, from one thread at a time."""


def read_batch(sources: Sequence[Source], context: RunContext) -> list[bytes]:
    """Several files, checked at a time and packed; runs anywhere."""
    from union_xl.run.workers import read_return

    try:
        return [packed(one) for one in read_return.safe_together(sources, context)]
    except Exception as error:
        if len(sources) == 1:
            return [packed(read_return.fault(error, sources[0], context))]
    return [body for source in sources for body in read_batch([source], context)]


def read_all(
    sources: Sequence[Source],
    context: RunContext,
    done: Done,
    *,
    jobs: int = 0,
    scheduler: str = "",
    pool: WorkerPool | None = None,
    few: int = FEW,
) -> None:
    """Read and check every source; `done` is told of each as it comes.

    pool: the workers, made of `jobs` when not given.  scheduler: address of a Dask scheduler.  few: up to so
    many files are read in this process.
    """
    if scheduler:
        _on_cluster(sources, context, done, scheduler)
        return

    def failed(source: Source, reason: str) -> bytes:
        return packed(refused_submission(source, RULES[reason], context))

    with contextlib.nullcontext(pool) if pool else WorkerPool(context.limits, jobs) as workers:
        for number, body in enumerate(workers.map(read_batch, sources, context, failed, few)):
            done(number, body)


def _batches(count: int, size: int) -> Iterator[range]:
    for start in range(0, count, size):
        yield range(start, min(start + size, count))


def refused_submission(source: Source, rule: str, context: RunContext) -> Submission:
    """The Submission of a file that could not be read at all."""
    from union_xl import readers

    seen = readers.probe_file(source, context)
    finding = Finding(rule, Place(source.name), facts={"秒": f"{context.limits.seconds:g}"})
    return Submission(source.name, seen.sha256, seen.container, "未能读取", rule, findings=(finding,))


def _travelling(source: Source) -> Source:
    """A source for a worker on another machine, which may run another system: a path of Windows cannot be
    unpickled on Linux, and is not asked for where the bytes are at hand.  One that is gone tells so there."""
    from union_xl import readers

    try:
        data = readers.read_bytes(source)
    except OSError:
        return Source(source.name, cast(Path, PurePosixPath(source.name)), b"", "F-GONE")
    return replace(source, path=cast(Path, PurePosixPath(source.name)), data=data)


def _on_cluster(sources: Sequence[Source], context: RunContext, done: Done, scheduler: str) -> None:
    from union_xl.model import UsageError

    try:
        from distributed import Client, as_completed
    except ImportError:
        raise UsageError(
            '没有安装 Dask，请在本程序的文件夹里运行 python -m pip install ".[cluster]"，或不用 --scheduler'
        ) from None
    try:
        client: Any = cast(Any, Client)(scheduler, timeout=10)
    except (OSError, TimeoutError, ValueError):
        raise UsageError(f"连不上 Dask 集群 {scheduler}，请检查地址，或不用 --scheduler") from None
    with client:
        pending = {}
        for numbers in _batches(len(sources), CLUSTER_BATCH):
            # Workers on other machines do not see this disk: the bytes travel with the task.
            batch = [_travelling(sources[n]) for n in numbers]
            pending[client.submit(read_batch, batch, context, pure=False, retries=1)] = numbers
        for future in cast(Any, as_completed)(list(pending)):
            numbers = pending[future]
            if future.status == "finished":
                bodies = future.result()
            else:
                bodies = _here([sources[n] for n in numbers], context)
            for number, body in zip(numbers, bodies, strict=True):
                done(number, body)


def _here(sources: Sequence[Source], context: RunContext) -> list[bytes]:
    """What the cluster could not do, on this machine."""
    bodies: list[bytes] = []
    with WorkerPool(context.limits, 2) as pool:
        # Never in this process: it may be a file that broke a worker.
        read_all(sources, context, lambda _, body: bodies.append(body), pool=pool, few=0)
    return bodies
