"""The locked database: a DuckDB in memory that sees what is loaded into it and nothing else."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

SECONDS = 60.0
MEMORY = "2GB"


_PLAIN_NAME = r"""CREATE MACRO 简名(x) AS lower(regexp_replace(
    translate(CAST(x AS VARCHAR), '（），．', '(),.'), '[\s()\[\]【】.,，。·、_—-]+', '', 'g'))"""
"""A name without blanks, brackets and punctuation, for comparing names of units and contests."""


def quoted(name: str) -> str:
    """An identifier for DuckDB."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text for DuckDB."""
    return "'" + text.replace("'", "''") + "'"


def connect() -> duckdb.DuckDBPyConnection:
    """A DuckDB in memory without files, network and extensions; not locked yet, and of one thread until then:
    taking over Python's texts, two would only wait for each other."""
    import duckdb

    connection = duckdb.connect(
        ":memory:",
        config={
            "enable_external_access": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            "temp_directory": "",
            "memory_limit": MEMORY,
            "threads": 1,
            "python_enable_replacements": "false",
            "pandas_analyze_sample": 0,
        },
    )
    connection.execute("SET enable_progress_bar = false")  # it is drawn on stdout, beside a JSON document
    connection.execute(_PLAIN_NAME)
    return connection


def kept_connection() -> duckdb.DuckDBPyConnection:
    """A locked database that is kept for this thread, for what leaves nothing behind in it: making one takes
    as long as the rules of ten files.  A connection is shared with no other thread, nor with a process that
    was forked."""
    return _kept(os.getpid(), threading.get_ident())


@lru_cache(maxsize=4)
def _kept(process: int, thread: int) -> duckdb.DuckDBPyConnection:
    connection = connect()
    lock(connection, threads=1)
    return connection


def lock(connection: duckdb.DuckDBPyConnection, threads: int = 2) -> None:
    """From here on no setting can be changed."""
    connection.execute(f"SET threads = {threads}")
    connection.execute("SET lock_configuration = true")


@contextmanager
def limited(connection: duckdb.DuckDBPyConnection, seconds: float = SECONDS) -> Iterator[None]:
    """What runs inside is interrupted after `seconds`.

    The clock has stopped before this ends: it must never be the last to hold the connection."""
    clock = threading.Timer(seconds, connection.interrupt)
    clock.daemon = True
    clock.start()
    try:
        yield
    finally:
        clock.cancel()
        clock.join()
