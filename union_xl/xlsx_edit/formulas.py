"""Formula text cut into words and references, and references carried along when rows move.

Only what Excel itself would change is changed: strings, structured references, other workbooks, 3-D
ranges and function names are words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from union_xl.model.grid import column_letters
from union_xl.xlsx_edit.references import LAST_COL, LAST_ROW, column_number

_TOKEN = re.compile(
    r"""
    "(?:[^"]|"")*"                                                      # a string
  | \[[^\[\]']*(?:(?:'.|\[[^\[\]]*\])[^\[\]']*)*\](?![^\s!'(),;+*/&<>=^-]*!)   # a structured reference's body
  | (?P<prefix>(?:'(?:[^']|'')+'|(?:\[[^\[\]]*\])?[\w.]+(?::[\w.]+)?)!)?
    (?: (?P<col1>\$?[A-Za-z]{1,3})(?P<fix1>\$?)(?P<row1>[1-9]\d{0,6})
        (?: :(?P<col2>\$?[A-Za-z]{1,3})(?P<fix2>\$?)(?P<row2>[1-9]\d{0,6}) )? (?![\w(.!\[])
      | (?P<fix3>\$?)(?P<row3>[1-9]\d{0,6}):(?P<fix4>\$?)(?P<row4>[1-9]\d{0,6}) (?![\w(.!])
    )
  | (?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?                                # a number
  | [^\W\d][\w.]*                                                       # a name or function
  | .
    """,
    re.X | re.S,
)
_LONE = re.compile(
    r"\b(?:SUM|COUNT|COUNTA|COUNTBLANK|AVERAGE|MAX|MIN|PRODUCT)\(\s*$"
    r"|\b(?:SUBTOTAL\(\s*\d+|AGGREGATE\(\s*\d+\s*,\s*\d+)\s*,\s*$",
    re.I,
)
_PICKED = re.compile(r"\b(?:SUMIF|COUNTIF|AVERAGEIF)\(\s*$", re.I)  # their last range follows the first


class Ref(NamedTuple):
    """A reference: one cell (`second` False), a range, or whole rows (columns '').

    `sheet` is None where the formula names none; `fixed` parts carry `$`, columns theirs inside.
    """

    prefix: str
    sheet: str | None
    col1: str
    fixed1: bool
    row1: int
    second: bool
    col2: str
    fixed2: bool
    row2: int

    def __str__(self) -> str:
        first = f"{self.col1}{'$' if self.fixed1 else ''}{self.row1}"
        if not self.second:
            return self.prefix + first
        return f"{self.prefix}{first}:{self.col2}{'$' if self.fixed2 else ''}{self.row2}"


def parse(formula: str) -> list[str | Ref]:
    """A formula as words and references; joined again they give the formula."""
    found: list[str | Ref] = []
    words: list[str] = []
    for token in _TOKEN.finditer(formula):
        if not (token["row1"] or token["row3"]) or not _inside(token):
            words.append(token[0])
            continue
        if words:
            found.append("".join(words))
            words = []
        found.append(_ref(token))
    if words:
        found.append("".join(words))
    return found


def _inside(token: re.Match[str]) -> bool:
    """Does it name cells that exist in this workbook?"""
    prefix = token["prefix"] or ""
    if "[" in prefix or ":" in prefix:
        return False
    columns = [token[one].strip("$") for one in ("col1", "col2") if token[one]]
    rows = [int(token[one]) for one in ("row1", "row2", "row3", "row4") if token[one]]
    return all(column_number(one) <= LAST_COL for one in columns) and max(rows) <= LAST_ROW


def _ref(token: re.Match[str]) -> Ref:
    prefix = token["prefix"] or ""
    sheet = None
    if prefix:
        sheet = prefix[:-1]
        if sheet.startswith("'"):
            sheet = sheet[1:-1].replace("''", "'")
    if token["row3"]:
        fixed = bool(token["fix3"]), bool(token["fix4"])
        return Ref(prefix, sheet, "", fixed[0], int(token["row3"]), True, "", fixed[1], int(token["row4"]))
    second = token["row2"] is not None
    return Ref(
        prefix,
        sheet,
        token["col1"],
        bool(token["fix1"]),
        int(token["row1"]),
        second,
        token["col2"] or "",
        bool(token["fix2"]),
        int(token["row2"] or 0),
    )


def join(pieces: list[str | Ref]) -> str:
    return "".join(map(str, pieces))


def translate(formula: str, rows: int, cols: int) -> str:
    """The formula as copied `rows` down and `cols` to the right: relative references move."""

    def column(letters: str) -> str:
        if letters.startswith("$") or not letters:
            return letters
        return column_letters(column_number(letters) + cols)

    moved: list[str | Ref] = []
    for one in parse(formula):
        if isinstance(one, str):
            moved.append(one)
            continue
        new = one._replace(
            col1=column(one.col1),
            col2=column(one.col2),
            row1=one.row1 if one.fixed1 else one.row1 + rows,
            row2=one.row2 if one.fixed2 or not one.second or one.row2 == LAST_ROW else one.row2 + rows,
        )
        moved.append(new if _exists(new, one) else f"{one.prefix}#REF!")
    return join(moved)


def _exists(ref: Ref, before: Ref) -> bool:
    """Is a moved reference still on the sheet?"""
    rows = (ref.row1, ref.row2) if ref.second else (ref.row1,)
    columns = [(ref.col1, before.col1), (ref.col2, before.col2)]
    return all(0 < row <= LAST_ROW for row in rows) and all(
        0 < column_number(new.strip("$")) <= LAST_COL for new, old in columns if old
    )


@dataclass(frozen=True)
class Shift:
    """Rows first..last of a sheet stand `times` times; what lies below moves by `extra` rows.

    `alone` are the column letters in which a block of several rows has only one filled row, so
    that `SUM(D4)` below it may stretch over the copies.
    """

    sheet: str
    first: int
    last: int
    times: int
    alone: frozenset[str] = frozenset()

    @property
    def height(self) -> int:
        return self.last - self.first + 1

    @property
    def extra(self) -> int:
        return self.height * (self.times - 1)

    def row(self, number: int) -> int:
        """Where a row is afterwards; a repeated one is its first copy.  The last row stays last."""
        return min(number + self.extra, LAST_ROW) if number > self.last else number

    def holds(self, number: int) -> bool:
        return self.first <= number <= self.last

    def copies(self, number: int) -> list[int]:
        """The rows that a repeated row has become, the first left out."""
        if not self.holds(number):
            return []
        return [number + step * self.height for step in range(1, self.times)]

    def span(self, top: int, bottom: int) -> tuple[int, int]:
        """A range of rows seen from elsewhere: it stretches when it holds the whole block.

        Nothing leaves the sheet: what reaches to its end (`B3:B1048576`) still does, no further."""
        if top > self.last:
            return self.row(top), self.row(bottom)
        if bottom > self.last or (bottom == self.last and top <= self.first):
            return top, min(bottom + self.extra, LAST_ROW)
        return top, bottom

    def concerns(self, ref: Ref, home: str) -> bool:
        return (home if ref.sheet is None else ref.sheet).casefold() == self.sheet.casefold()

    def formula(self, text: str, home: str, series: bool = False) -> str:
        """A formula that stands outside the repeated rows, on sheet `home`.

        `series` is a chart's data: a row of it keeps pointing at one row, a single cell becomes a column.
        """
        pieces = parse(text)
        for at, one in enumerate(pieces):
            if isinstance(one, Ref) and self.concerns(one, home):
                lone = series or self._is_lone(pieces, at)
                pieces[at] = self._outside(one, lone, series)
        return join(pieces)

    @staticmethod
    def _is_lone(pieces: list[str | Ref], at: int) -> bool:
        """What a sum or a count is taken of, alone or among others, so that all copies are meant."""
        first = at
        while first > 1 and str(pieces[first - 1]).strip() == "," and isinstance(pieces[first - 2], Ref):
            first -= 2
        before = pieces[first - 1] if first else ""
        after = pieces[at + 1] if at + 1 < len(pieces) else ""
        if not isinstance(before, str) or not isinstance(after, str):
            return False
        following = after.lstrip()[:1]
        return (following in (")", ",") and bool(_LONE.search(before))) or (
            following == "," and bool(_PICKED.search(before))
        )

    def _outside(self, ref: Ref, lone: bool, series: bool) -> Ref:
        if not ref.second:
            single = self.height == 1 or ref.col1.strip("$").upper() in self.alone
            if lone and single and self.holds(ref.row1):
                end = ref.row1 + self.extra
                return ref._replace(second=True, col2=ref.col1, fixed2=ref.fixed1, row2=end)
            return ref._replace(row1=self.row(ref.row1))
        sideways = ref.row1 == ref.row2 and ref.col1 != ref.col2
        if series and sideways and self.holds(ref.row1):
            return ref
        top, bottom = self.span(ref.row1, ref.row2)
        return ref._replace(row1=top, row2=bottom)

    def repeated(self, text: str) -> Callable[[int], str]:
        """A formula that stands in the repeated rows, as a function of the copy (0 is the first).

        As when copied: relative references to the block and above move along, fixed ones stay; a fixed
        range over the whole block stretches; what lies below the block stays the same cell.
        """
        pieces = parse(text)

        def copy(step: int) -> str:
            return "".join(one if isinstance(one, str) else str(self._inside(one, step)) for one in pieces)

        return copy

    def _inside(self, ref: Ref, step: int) -> Ref:
        by = step * self.height
        if not self.concerns(ref, self.sheet):
            return ref._replace(
                row1=ref.row1 if ref.fixed1 else min(ref.row1 + by, LAST_ROW),
                row2=ref.row2 if ref.fixed2 or not ref.second else min(ref.row2 + by, LAST_ROW),
            )
        if ref.second and ref.fixed1 and ref.fixed2 and ref.row1 <= self.first and ref.row2 >= self.last:
            return ref._replace(row2=min(ref.row2 + self.extra, LAST_ROW))
        return ref._replace(
            row1=self._end(ref.row1, ref.fixed1, by),
            row2=self._end(ref.row2, ref.fixed2, by) if ref.second else 0,
        )

    def _end(self, row: int, fixed: bool, by: int) -> int:
        if row > self.last:
            return self.row(row)
        return row if fixed else row + by
