"""Regular expressions compiled when they are first needed.

One whose classes hold all Han letters takes a millisecond to compile; there are over a hundred of them, and a
run of the program needs few.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any


class LazyPattern:
    """Stands for `re.compile(text, flags)`; the methods of the compiled expression stand here from their
    first use on.

    >>> digits = LazyPattern("[0-9]+")
    >>> digits.sub("#", "a12b"), digits.match("a12b") is None
    ('a#b', True)
    """

    match: Callable[[str], re.Match[str] | None]
    search: Callable[[str], re.Match[str] | None]
    fullmatch: Callable[[str], re.Match[str] | None]
    sub: Callable[[str | Callable[[re.Match[str]], str], str], str]
    split: Callable[[str], list[str | Any]]
    findall: Callable[[str], list[Any]]
    finditer: Callable[[str], Iterator[re.Match[str]]]

    def __init__(self, text: str, flags: int = 0) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:
        if name not in LazyPattern.__annotations__:
            raise AttributeError(name)
        found = getattr(re.compile(self._text, self._flags), name)
        self.__dict__[name] = found
        return found
