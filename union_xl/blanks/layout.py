"""Where everything stands in a blank: rows, columns, ranges, the pages of a wide list.  Pure arithmetic, no
file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from union_xl.ledgers.form import Column, Form, Role
from union_xl.model.grid import column_letters

_PAGE = 900
"""Pixels (1/96 inch) across A4 lying, less margins of 0.4 inch and a tenth: fonts differ by system."""
_LEAST = 74
"""Per cent to which a page is reduced at most: 10.5 points are 7.8 then."""
_REPEATED = 70.0
"""Characters that the columns repeated on every page take at most."""


@dataclass(frozen=True, slots=True)
class Paging:
    """`scale` in per cent; `starts`: the 0-based first column of each page after the first; `repeated`: the
    last 0-based column that stands on every page."""

    scale: int
    starts: tuple[int, ...]
    repeated: int

    @property
    def first(self) -> int:
        """How many columns the first page has; 0 where it has all."""
        return self.starts[0] if self.starts else 0


def paging(form: Form, widths: Sequence[float]) -> Paging:
    """The pages of a list with columns of these widths (Excel's characters), the running number first: as few
    as are readable, of about the same width."""
    repeated = _repeated(form, widths)
    pixels = [int(width * 7 + 5) for width in widths]
    fixed = sum(pixels[: repeated + 1])
    rest = pixels[repeated + 1 :]
    for pages in range(1, len(rest) + 1):
        room = _narrowest(rest, pages)
        scale = min(100, int(100 * _PAGE / (fixed + room)))
        if scale >= _LEAST:
            return Paging(scale, tuple(repeated + 1 + at for at in _cuts(rest, room)), repeated)
    return Paging(_LEAST, tuple(range(repeated + 2, len(widths))), repeated)


def _repeated(form: Form, widths: Sequence[float]) -> int:
    """The column that names a row: the person's, else the unit's, else the first required; those left of it
    are repeated with it, as far as there is room."""
    titles = [column.title for column in form.columns]
    required = next((column.title for column in form.columns if column.need == "required"), "")
    for title in (form.titled("person"), form.titled("unit"), required):
        if title in titles and sum(widths[: titles.index(title) + 2]) <= _REPEATED:
            return titles.index(title) + 1
    return 1


def _narrowest(pixels: Sequence[int], pages: int) -> int:
    """The least room in which the columns, in their order, fit on so many pages."""
    least, most = max(pixels, default=0), sum(pixels)
    while least < most:
        room = (least + most) // 2
        if len(_cuts(pixels, room)) < pages:
            most = room
        else:
            least = room + 1
    return least


def _cuts(pixels: Sequence[int], room: int) -> list[int]:
    """Where pages of this room begin, after the first."""
    cuts: list[int] = []
    used = 0
    for at, width in enumerate(pixels):
        if used and used + width > room:
            cuts.append(at)
            used = 0
        used += width
    return cuts


ROWS = 2_000
"""Data rows the live checks look at; more can be filled in."""
SERIAL = "序号"
_HIGH = 500
"""Points down A4 lying, less margins."""


@dataclass(frozen=True, slots=True)
class Field:
    """One label above the table with its value cells: columns `at` (label), `first`..`last`."""

    label: str
    row: int
    at: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Layout:
    """A blank's main sheet.  Rows and columns are 1-based; column 1 is 序号, column 2 the form's first."""

    form: Form
    sheet: str
    columns: tuple[Column, ...]
    fields: tuple[Field, ...]
    title_span: int
    pages: Paging
    zero_row: int
    head: int

    @property
    def left(self) -> int:
        """The column where title and labels begin: right of those that are printed on every page."""
        return self.pages.repeated + 2 if self.pages.starts else 1

    @property
    def zero_cell(self) -> str:
        """`$B$6`, where a unit without data puts its tick."""
        return f"${column_letters(self.left + 1)}${self.zero_row}"

    @property
    def beside(self) -> int:
        """The last column over which the lines above the table may reach."""
        return self.pages.first or max(self.left + 2, *(field.last for field in self.fields))

    def lines(self, tall: int, line: int) -> int:
        """How many lines of `line` points the first printed page has room for below the head, in which one
        row has `tall` points."""
        head = 32 + 24 + 21 * (self.zero_row - 3) + tall + 34 + 20
        return int((_HIGH * 100 / self.pages.scale - head) / line)

    @property
    def example(self) -> int:
        return self.head + 1

    @property
    def first(self) -> int:
        return self.head + 2

    @property
    def last(self) -> int:
        return self.first + ROWS - 1

    @property
    def width(self) -> int:
        """The last column's number."""
        return len(self.columns) + 1

    @property
    def unit_title(self) -> str:
        """The column that a unit named in the head fills in; '' where the rows are units themselves."""
        own = self.form.titled("unit")
        return "" if any(own in key for key in self.form.keys) else own

    def col(self, title: str) -> int:
        """The column of a title, 0 when the form has none."""
        for number, column in enumerate(self.columns, 2):
            if column.title == title:
                return number
        return 0

    def of(self, role: Role) -> int:
        """The column with a role, 0 where there is none."""
        return self.col(self.form.titled(role))

    def cell(self, col: int) -> str:
        """`$F7`: the first data row's cell, as a rule that is copied down wants it."""
        return f"${column_letters(col)}{self.first}"

    def area(self, first: int, last: int | None = None, *, sheet: bool = True) -> str:
        """`'会员登记'!$B$7:$F$2006`: whole columns of the table."""
        left, right = column_letters(first), column_letters(last or first)
        named = "'" + self.sheet.replace("'", "''") + "'!" if sheet else ""
        return f"{named}${left}${self.first}:${right}${self.last}"


FIELDS = ("填报单位", "统一社会信用代码", "统计期间", "填报日期", "填表人", "联系电话")
_LABEL, _VALUE, _SCREEN = 17.0, 24.0, 150.0
"""Characters a label takes, its value takes, and a screen shows without scrolling."""


def layout(form: Form) -> Layout:
    """The layout of a form's blank."""
    own = form.columns
    widths = [7.0, *(width_of(column) for column in own)]
    pages = paging(form, widths)
    before = pages.repeated + 1 if pages.starts else 0
    shown = widths[before : pages.first] if pages.starts else widths
    fields, row = _fields(shown[: _until(shown, 0, _SCREEN) + 1], before)
    return Layout(
        form=form,
        sheet=form.short[:31],
        columns=own,
        fields=fields,
        title_span=min(_until(shown, 0, 110.0) + 1, len(shown)),
        pages=pages,
        zero_row=row + 1,
        head=row + 2,
    )


def width_of(column: Column) -> float:
    """A column's width in Excel's characters: wide enough for its title (on two lines) and its example."""
    title = -(-sum(2 if ord(char) > 255 else 1 for char in column.title) // 2) + 3
    example = sum(2 if ord(char) > 255 else 1 for char in column.example) + 2
    return min(40.0, max(column.width or column.kind.width, float(title), float(example), 7.0))


def _fields(widths: Sequence[float], before: int) -> tuple[tuple[Field, ...], int]:
    """The labelled lines, filled from the left and wrapped, right of the `before` first columns; and the last
    row they take."""
    made: list[Field] = []
    row, at = 3, 0
    for label in FIELDS:
        end_label = _until(widths, at, _LABEL)
        end = _until(widths, end_label + 1, _VALUE)
        if at and end >= len(widths):
            row, at = row + 1, 0
            end_label = _until(widths, at, _LABEL)
            end = _until(widths, end_label + 1, _VALUE)
        end_label = min(end_label, max(0, len(widths) - 2))
        end = max(end_label + 1, min(end, len(widths) - 1))
        made.append(Field(f"{label}：", row, before + at + 1, before + end_label + 2, before + end + 1))
        at = end + 1
    return tuple(made), row


def _until(widths: Sequence[float], start: int, wanted: float) -> int:
    """The index of the column at which `wanted` characters are reached, counted from `start`."""
    total = 0.0
    for index in range(start, len(widths)):
        total += widths[index]
        if total >= wanted:
            return index
    return len(widths) if start else len(widths) - 1
