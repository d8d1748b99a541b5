"""One marked copy: a returned file's own bytes with our marks in it, whatever container it came in.

Of the last run's it is kept which copy belongs to which content: {key: (sha256 of the copy, its ending)}.
The copy itself is the file the last run wrote; one that was changed since, or is gone, is made anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from union_xl import readers, returns, xlsx_edit
from union_xl.model import Book, Edits, Grid, LedgerError, RunContext, Source, Submission, TemplateError
from union_xl.returns.mark_edits import ReceiptHeader
from union_xl.run.workers.read_cache import stamp
from union_xl.store import encoded

PATCHABLE = frozenset({"xlsx", "xlsm"})
SPARE_SHEET = "问题清单（审核）"
"""Where the file has a sheet named 问题清单 that is not ours."""
_GUIDE = Grid(
    "",
    "怎么改",
    [
        ["位置“第2个表格第3行第4列”，是 Word 文件里从上往下第 2 个表格、第 3 行、从左往右第 4 格。"],
        ["请在原来的 Word 文件里改好、保存，再按原途径交回；本文件只供查看，不用交回。"],
    ],
)
"""Behind the list of a Word document, which itself cannot be marked."""
Copy = tuple[bytes, str]
"""The bytes of a marked copy, and its ending (`.xlsx`)."""


@dataclass(frozen=True, slots=True)
class Task:
    """One copy to make.  The submission need not carry its rows."""

    submission: Submission
    source: Source
    head: ReceiptHeader
    encrypt: str = ""


def marked_copies_here(tasks: Sequence[Task], context: RunContext) -> Iterator[Copy | None]:
    """The marked copies one after the other, in this process."""
    for task in tasks:
        yield marked_copy(task, context)


def marked_copy(task: Task, context: RunContext) -> Copy | None:
    """One marked copy; None where there is nothing to mark, or marking fails: a file nobody has seen the like
    of must not stop the run, and its receipt goes out all the same."""
    try:
        return mark_file(task.submission, task.source, context, task.head, task.encrypt)
    except Exception:
        return None


def marked_copies(tasks: Sequence[Task], context: RunContext) -> list[Copy | None]:
    """The marked copy of each."""
    return [marked_copy(task, context) for task in tasks]


def mark_file(
    submission: Submission, source: Source, context: RunContext, head: ReceiptHeader, encrypt: str = ""
) -> tuple[bytes, str] | None:
    """(bytes of the marked copy, its ending), or None where nothing in the file can be marked.

    xlsx and xlsm are changed part by part; everything else, and what cannot be changed safely, comes back as
    a plain xlsx with the same cells: the marks matter more than the looks.  Of a Word document only the list
    goes back.  `encrypt` is the copy's password;
    without it a file that came encrypted goes back under its own.
    """
    source = _as_checked(submission, source)
    data, password = _own_bytes(submission, source, context)
    if data is not None:
        book = readers.open_book(source, context) if submission.proposals else None
        for edits in _edits(submission, book, context, head):
            try:
                made = xlsx_edit.apply(data, edits, remark=True)
            except TemplateError:
                continue
            return _sealed(made, encrypt or password), xlsx_edit.ending(made)
    book = readers.open_book(source, context)
    listed = any(grid.place().in_word for grid in book.grids)
    plain = xlsx_edit.plain_copy((_GUIDE,) if listed else book.grids)
    for edits in _edits(submission, book, context, head, listed) if book.grids else ():
        try:
            made = xlsx_edit.apply(plain, edits)
        except TemplateError:
            continue
        return _sealed(made, encrypt or password), ".xlsx"
    return None


def _as_checked(submission: Submission, source: Source) -> Source:
    """The source with its bytes, read once.  Raises LedgerError when they are no longer those that were
    checked: the marks would stand at the wrong cells."""
    data = readers.read_bytes(source)
    if submission.sha256 and hashlib.sha256(data).hexdigest() != submission.sha256:
        raise LedgerError(f"{source.name} 在检查之后又被改动过，请重新运行一次")
    return replace(source, data=data)


def _edits(
    submission: Submission, book: Book | None, context: RunContext, head: ReceiptHeader, listed: bool = False
) -> Iterator[Edits]:
    for sheet in (returns.SHEET, SPARE_SHEET):
        yield returns.marks(submission, book, context=context, head=head, sheet=sheet, listed=listed)


def _own_bytes(submission: Submission, source: Source, context: RunContext) -> tuple[bytes | None, str]:
    """(bytes that can be changed part by part or None, the password the file came under)."""
    if submission.container in PATCHABLE:
        return readers.read_bytes(source), ""
    if not submission.encrypted:
        return None, ""
    sealed = readers.read_bytes(source)
    for password in dict.fromkeys((*context.passwords, *context.settings.passwords)):
        try:
            data = xlsx_edit.decrypt(sealed, [password])
        except TemplateError:
            continue
        return (data if data[:2] == b"PK" and b"[Content_Types].xml" in data else None), password
    return None, ""


def _sealed(data: bytes, password: str) -> bytes:
    return xlsx_edit.encrypt(data, password) if password else data


Maker = Callable[[Sequence[Task], RunContext], Iterable[Copy | None]]


class MarkedCopyCache:
    """Makes marked copies, or takes those of the last run.

    `out` is the output folder, `written` {relative path: sha256} of its run.json, `known` what the last run
    had `used`.
    """

    def __init__(
        self, out: Path, written: Mapping[str, str], known: Mapping[str, tuple[str, str]], make: Maker
    ) -> None:
        self._make = make
        self._places = {digest: out.joinpath(*name.split("/")) for name, digest in written.items()}
        self._known = known
        self.used: dict[str, tuple[str, str]] = {}

    def __call__(self, tasks: Sequence[Task], context: RunContext) -> Iterator[Copy | None]:
        """The copies in the order of `tasks`; None where there is nothing to mark."""
        program = stamp(context)
        keys = [_key(task, program) for task in tasks]
        taken = [self._taken(key) for key in keys]
        todo = [task for task, copy in zip(tasks, taken, strict=True) if copy is None]
        made = iter(self._make(todo, context))
        for key, copy in zip(keys, taken, strict=True):
            found = next(made) if copy is None else copy
            if key and found is not None:
                self.used[key] = (hashlib.sha256(found[0]).hexdigest(), found[1])
            yield found

    def _taken(self, key: str) -> Copy | None:
        digest, ending = self._known.get(key, ("", ""))
        place = self._places.get(digest)
        if not key or place is None:
            return None
        try:
            data = place.read_bytes()
        except OSError:
            return None
        return (data, ending) if hashlib.sha256(data).hexdigest() == digest else None


def _key(task: Task, program: str) -> str:
    """Names a copy by all that goes into it; '' for one under a password, which is never the same twice."""
    one = task.submission
    if task.encrypt or one.encrypted or not one.sha256:
        return ""
    bare = encoded(replace(one, parts=(), corrections=()))
    return hashlib.sha256(b"\n".join((program.encode(), bare, repr(task.head).encode()))).hexdigest()
