"""What a run carries along, put together from the command line and the office workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from union_xl.model import (
    FormError,
    Limits,
    Period,
    Roster,
    RunContext,
    Settings,
    TemplateError,
    TemplateTag,
    UsageError,
    period,
)
from union_xl.run.staging import LEDGER_FILE

if TYPE_CHECKING:  # `--help` needs no ledger
    from union_xl.ledgers import Form

Progress = Callable[[str, int, int], None]
"""Called as (stage, done, total); total 0 means: not known."""


def no_progress(stage: str, done: int, total: int) -> None:
    """The progress of a command nobody watches."""


def day(text: str) -> dt.date:
    """`2022-06-30` (also with / or .) -> date; UsageError otherwise."""
    try:
        return dt.date.fromisoformat(text.strip().replace("/", "-").replace(".", "-"))
    except ValueError:
        raise UsageError(f"看不懂日期“{text}”，请写成 2022-06-30") from None


def require_path(path: Path, what: str) -> Path:
    """The path itself; UsageError when nothing lies there."""
    if not path.exists():
        alike = _spelt_otherwise(path)
        hint = f"旁边有 {alike}，是不是它" if alike else "请检查路径是否写对"
        raise UsageError(f"找不到{what}：{path}，{hint}")
    return path


def _spelt_otherwise(path: Path) -> str:
    """The name beside it that differs in its ending or in upper and lower case only; "" without one."""
    if not path.parent.is_dir():
        return ""
    beside = sorted(one.name for one in path.parent.iterdir() if not one.name.startswith((".", "~$")))
    return next((one for one in beside if Path(one).stem.casefold() == path.stem.casefold()), "")


def require_file(path: Path, what: str, usual: str = "") -> Path:
    """The file itself, or the one of the `usual` name in the folder named.  UsageError where there is
    none."""
    inside = path / usual if usual and path.is_dir() else path
    if require_path(inside, what).is_dir():
        raise UsageError(f"{path} 是文件夹，{what}请写明是里面的哪个文件")
    return inside


def ledger_at(path: Path, what: str = "汇总台账") -> Path:
    """A ledger's file: the one named, or the one in the result folder named.  UsageError where there is
    none."""
    return require_file(path, what, LEDGER_FILE)


def result_folder(path: Path) -> Path:
    """The folder of a result, or that of the ledger named.  UsageError where there is none."""
    is_ledger = path.name == LEDGER_FILE and path.is_file()
    return require_path(path.parent if is_ledger else path, "文件夹").resolve()


def run_context(
    *,
    office: Path | None = None,
    roster: Path | None = None,
    forms: Sequence[str] = (),
    forced: str = "",
    declaration: Path | None = None,
    period_label: str = "",
    as_of: str = "",
    passwords: Sequence[str] = (),
) -> RunContext:
    """What a run carries along.

    What the command line says goes before what the office workbook says.  `forced` is the slug, title or
    short title of the form every file is read as, or the path of a workbook that declares it; `declaration`
    such a workbook.  截止日 is `as_of`, else the setting, else the period's last day.  Raises UsageError,
    OfficeError, FormError.
    """
    from union_xl import ledgers

    settings, listed, limits = Settings(), Roster(), Limits()
    tags: tuple[TemplateTag, ...] = ()
    declared: tuple[Form, ...] = ()
    remarks: tuple[str, ...] = ()
    if office is not None:
        from union_xl import office as office_room
        from union_xl.run.declarations import office_declarations

        book = office_room.read(require_file(office, "工作台", "工作台.xlsx"), office_declarations)
        settings, listed, tags, declared = book.settings, book.roster, tuple(book.tags), book.declared
        limits, remarks = book.limits, book.remarks
    if roster is not None:
        from union_xl import office as office_room

        listed = office_room.read_roster(require_file(roster, "应报单位名单"), ledgers.known(declared))
    added, forced = _declared(forced, declaration)
    declared += added
    remarks += tuple(one.remark for one in added if one.remark)
    when: Period | None = period(period_label) if period_label else settings.period
    until = day(as_of) if as_of else settings.as_of if not period_label else None
    until = until or (when.end if when else None)
    slugs = tuple(_slug(name, declared) for name in forms)
    settings = replace(settings, period=when, as_of=until)
    settings = replace(settings, levels={**ledgers.levels(ledgers.known(declared)), **settings.levels})
    return RunContext(
        settings=settings,
        roster=listed,
        forms=slugs,
        declared=declared,
        passwords=tuple(passwords),
        period=when,
        as_of=until,
        limits=limits,
        remarks=remarks,
        forced=_slug(forced, declared) if forced else "",
        tags=tags,
    )


def unknown_ledgers(context: RunContext, *paths: Path) -> tuple[str, ...]:
    """What to do about ledgers in these workbooks that only an office workbook declares, which this run was
    not given: nothing of them is read; () where there are none."""
    from union_xl import ledger_book, ledgers

    known = {form.short for form in ledgers.forms_of(context)}
    books = [book for path in paths for book in (path, ledger_book.restricted.restricted_path(path))]
    names = dict.fromkeys(one for book in books for one in ledger_book.declared_in(book) if one not in known)
    if not names:
        return ()
    listed = "、".join(names)
    return (f"台账里的 {listed} 是在工作台里声明的，这次没有读；请加上 --office 工作台.xlsx 再试",)


@contextmanager
def naming_unknown_ledgers(context: RunContext, *paths: Path) -> Iterator[None]:
    """What is asked for and not found may stand in those: they are named behind the reason."""
    try:
        yield
    except (FormError, TemplateError, UsageError) as wrong:
        more = unknown_ledgers(context, *paths)
        if not more:
            raise
        raise type(wrong)("；".join((str(wrong), *more))) from wrong


def _declared(forced: str, declaration: Path | None) -> tuple[tuple[Form, ...], str]:
    """The forms a workbook declares, and the name of the form to be forced: the one it declares, where
    `forced` is its path."""
    if forced.lower().endswith((".xlsx", ".xlsm")):
        declaration, forced = Path(forced), "?"
    if declaration is None:
        return (), forced
    from union_xl.run.declarations import read_declarations

    made = read_declarations(require_file(declaration, "表样声明"))
    return made, (made[0].slug if len(made) == 1 else "") if forced == "?" else forced


def _slug(name: str, declared: Sequence[Form]) -> str:
    from union_xl import ledgers

    return str(ledgers.form(name, declared).slug)
