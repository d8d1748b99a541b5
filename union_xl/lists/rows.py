"""The rows of a declared list: chosen, ordered, split, and masked as its audience demands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from union_xl.expressions import ROW, Expression, quoted
from union_xl.ledgers.form import Column, Form, PrintList
from union_xl.ledgers.masking import mask, mask_text
from union_xl.lists.questions import ListDatabase
from union_xl.model import FormError
from union_xl.model.grid import as_meant
from union_xl.model.rows import Rows

NUMBER = "序号"
DOWN = "降"
PUBLIC = "公示"
_NEVER = frozenset({"id", "mobile", "bank", "birth", "address", "free"})
"""What a 公示 never shows, whatever a declaration says."""


@dataclass(frozen=True)
class Table:
    """One sheet of a list: what its rows have in common ('' for nothing), the rows under the list's heads."""

    group: str
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class Listed:
    """A list ready to be laid out.

    `widths` are in Excel's characters, `formats` number formats, `blank` the columns (0-based) left for
    hands, `sums` the columns added up.  `hidden` counts numbers of persons that were masked inside texts;
    `taken` are the positions (0-based) of the rows in their ledger.
    """

    ask: PrintList
    ledger: str
    heads: tuple[str, ...]
    tables: tuple[Table, ...]
    widths: tuple[float, ...] = ()
    formats: tuple[str, ...] = ()
    blank: frozenset[int] = frozenset()
    sums: frozenset[int] = frozenset()
    hidden: int = 0
    taken: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Head:
    """One column of a list: its title; the ledger's column it shows, or an expression, or nothing."""

    title: str
    column: Column | None = None
    expression: Expression | None = None
    number: bool = False


class ListQuery:
    """A declared list, its expressions read; `rows` may be asked once the ledgers are loaded.

    `form` is the declaring ledger's, `where` a further condition as typed on the command line.  Raises
    FormError for what is not allowed, not known, or not public in a 公示.
    """

    def __init__(self, asking: ListDatabase, form: Form, ask: PrintList, where: str = "") -> None:
        self.ask, self.asking = ask, asking
        place = self.place = ask.cell or f"{form.short}的清单“{ask.name}”"
        listed_form = asking.forms.get(ask.of or form.short)
        if listed_form is None:
            raise FormError(f"{place}：要列的台账“{ask.of}”不存在，请改正")
        self.form = listed_form
        short = self.short = self.form.short
        self.heads = [self._head(one, short, place) for one in ask.columns]
        if not any(head.number for head in self.heads):
            self.heads.insert(0, _Head(NUMBER, number=True))
        self.conditions = [
            one for one in (asking.read(ask.where, short, place), asking.read(where, short, "--where")) if one
        ]
        self.order = [_ordered(asking, one, short, place) for one in (*map(quoted, ask.per), *ask.order)]
        if ask.audience == PUBLIC:
            self._refuse_private(place)

    def _head(self, text: str, short: str, place: str) -> _Head:
        title, sign, expression = (part.strip() for part in text.partition("="))
        if not sign:
            column = self.form.by_title.get(title)
            if column is None:
                raise FormError(f"{place}：{short}没有“{title}”这一列，请改正")
            return _Head(title, column)
        if expression == NUMBER:
            return _Head(title, number=True)
        return _Head(title, expression=self.asking.read(expression, short, place))

    def _refuse_private(self, place: str) -> None:
        shown = {head.column.title for head in self.heads if head.column}
        worked_out = {
            title
            for head in self.heads
            if head.expression
            for title in head.expression.uses.get(self.form.short, ())
        }
        for title in sorted(shown | worked_out | {*self.ask.per}):
            column = self.form.by_title.get(title)
            if column is None or not column.public:
                raise FormError(f"{place}：这是公示用的清单，“{title}”没有声明可以公示，请去掉这一列")
            if column.privacy in _NEVER or (column.privacy and title in worked_out):
                raise FormError(f"{place}：“{title}”是个人隐私，任何公示里都不能出现，请去掉这一列")

    def expressions(self) -> list[Expression]:
        """All of them, for `ListDatabase.absent`."""
        return [
            *self.conditions,
            *(one for one, _ in self.order),
            *(head.expression for head in self.heads if head.expression),
        ]

    def titles(self) -> set[str]:
        """The columns of the listed ledger that are shown or split by."""
        return {head.column.title for head in self.heads if head.column} | {*self.ask.per}

    def listed(self, rows: Rows) -> Listed:
        """The list over the loaded rows of its ledger."""
        computed = [head.expression.sql for head in self.heads if head.expression]
        where = " AND ".join(f"coalesce(CAST({one.sql} AS BOOLEAN), false)" for one in self.conditions)
        order = [f"{one.sql}{' DESC' if down else ''} NULLS LAST" for one, down in self.order]
        statement = (
            f"SELECT {', '.join([ROW, *computed])} FROM {quoted(self.form.short)}"
            f"{' WHERE ' + where if where else ''} ORDER BY {', '.join([*order, ROW])}"
        )
        lines = self.asking.ask(statement, self.place)
        taken = [int(line[0]) - 1 for line in lines]
        worked_out = iter(zip(*(line[1:] for line in lines), strict=True)) if lines else iter(())
        hidden = 0
        columns: list[Sequence[Any]] = []
        for head in self.heads:
            if head.number:
                columns.append([None] * len(taken))
            elif head.column:
                values, masked = self._shown(head.column, rows.picked(head.column.title, taken))
                columns.append(values)
                hidden += masked
            elif head.expression:
                columns.append([_tidy(value) for value in next(worked_out, ())])
            else:
                columns.append([None] * len(taken))
        tables = self._tables(rows, taken, columns)
        return self._made(tables, hidden, taken)

    def _shown(self, column: Column, values: Sequence[Any]) -> tuple[list[Any], int]:
        """A column as the audience may see it, and how many numbers of persons its texts had in them."""
        if self.ask.audience != PUBLIC:
            return list(values), 0
        if column.privacy == "name" and not self.ask.full_names:
            return [mask(value, "name") for value in values], 0
        shown = [mask_text(value) if isinstance(value, str) else value for value in values]
        return shown, sum(new != old for new, old in zip(shown, values, strict=True))

    def _tables(self, rows: Rows, taken: Sequence[int], columns: Sequence[Sequence[Any]]) -> list[Table]:
        groups = [rows.picked(title, taken) for title in self.ask.per]
        lines = list(zip(*columns, strict=True))
        labels = [
            " ".join(text for value in parts if (text := _plain(value)))
            for parts in (zip(*groups, strict=True) if groups else [()] * len(lines))
        ]
        numbered = [at for at, head in enumerate(self.heads) if head.number]
        made = []
        for label, members in groupby(zip(labels, lines, strict=True), key=lambda one: one[0]):
            table = [list(line) for _, line in members]
            for number, line in enumerate(table, 1):
                for at in numbered:
                    plain = self.heads[at].title == NUMBER
                    line[at] = number if plain else f"{number:03d}"
            made.append(Table(label, tuple(map(tuple, table))))
        return made or [Table("", ())]

    def _made(self, tables: Sequence[Table], hidden: int, taken: Sequence[int]) -> Listed:
        sums = frozenset(at for at, head in enumerate(self.heads) if head.title in self.ask.sums)
        blank = frozenset(
            at
            for at, head in enumerate(self.heads)
            if head.column is None and not head.expression and not head.number
        )
        formats = [_format(head) for head in self.heads]
        return Listed(
            self.ask,
            self.form.short,
            tuple(head.title for head in self.heads),
            tuple(tables),
            tuple(_width(head) for head in self.heads),
            tuple(formats),
            blank,
            sums,
            hidden,
            tuple(taken),
        )


def _ordered(asking: ListDatabase, text: str, short: str, place: str) -> tuple[Expression, bool]:
    """`总成绩 降` -> the expression, and whether the greatest comes first."""
    words = text.strip()
    down = words.endswith(f" {DOWN}")
    return asking.read(words.removesuffix(f" {DOWN}"), short, place), down


def _tidy(value: Any) -> Any:
    if isinstance(value, bool):
        return "是" if value else "否"
    return as_meant(value)


def _plain(value: Any) -> str:
    if value is None or value != value:
        return ""
    return str(_tidy(value)).strip()


def _width(head: _Head) -> float:
    if head.number:
        return 6.0 if head.title == NUMBER else 8.0
    if head.column:
        return head.column.width or head.column.kind.width
    return 12.0


def _format(head: _Head) -> str:
    if head.column is None:
        return ""
    return head.column.kind.number_format or ("@" if head.column.kind.text else "")
