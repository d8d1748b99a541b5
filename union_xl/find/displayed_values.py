"""What cells mean beyond what is stored in them: merges and ditto marks filled from above, what number
formats add, the book's date system, days that Excel made of something else."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from math import isclose

from union_xl.find.data_rows import Body
from union_xl.find.header_texts import words
from union_xl.find.reasons import LIKE_EXAMPLE, SAMPLE
from union_xl.kinds import DAY, REMARK, Kind
from union_xl.kinds.dates import EARLIEST, LATEST
from union_xl.kinds.text import cell_text
from union_xl.ledgers.form import Form
from union_xl.model import Area, Correction, Finding, Grid, Raw, Suggestion
from union_xl.model.grid import Display
from union_xl.model.lazy_pattern import LazyPattern

_FIRST_1904 = dt.date(1904, 1, 1)
_WHY_1904 = "日期序列号换成日期（此文件从1904年起算）"
_FIVE_DIGITS = re.compile(r"\d{5}\Z", re.A)
_NO_TEXTS = frozenset([dt.date, dt.datetime, dt.time, dt.timedelta])
_MULTIPLE = re.compile(r"[十百千万亿%％‰KkMm]")
_FEW = 3
"""Days in a column of texts that are asked about one by one even where there is nothing else in it."""
_NOTATION = re.compile(r"\d/\d+\Z|E[+-]\d+\Z")
_FROM_CODE = 5
"""Digits before the zeros that `12E4` leaves; a phone or a sum has more."""
_WORD = re.compile(r"[^\d.,\s-]")
"""Something beside a number's own signs."""

_DITTO = frozenset(
    [
        *'"“”″〃＂〞同',
        *("''", "″″", '""', "〃〃", "..", "、、"),
        *("同上", "(同上)", "（同上）", "同前", "同左上", "同上。"),
    ]
)
"""Without blanks; line ends as csv and old programs leave them count as blanks."""
_DITTO_LETTERS = 16
_RATE = LazyPattern(r"每|单价|标准|均")
"""Amounts that are not added up."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A grid with copies of the changed rows, a Correction per changed cell, and what is asked about
    cells."""

    grid: Grid
    corrections: tuple[Correction, ...] = ()
    questions: tuple[Finding, ...] = ()


def filled_grid(
    grid: Grid,
    body: Body,
    left: int,
    right: int,
    where: Mapping[str, int],
    form: Form,
    headers: Mapping[int, str],
) -> Filled:
    """What the cells of a table mean beyond what is stored in them; the same grid when nothing changed.

    `body` are the data rows, `where` the columns of the bound titles, `headers` the header texts by column.
    """
    copy = _Copy(grid, body, left, right, where, form, headers)
    copy.fill_merges()
    copy.fill_dittos()
    copy.settle_displays()
    copy.settle_days()
    copy.fill_continued()
    if not copy.changed:
        return Filled(grid, tuple(copy.corrections), tuple(copy.questions))
    filled = list(grid.rows)
    for row, cells in copy.changed.items():
        filled[row - 1] = cells
    return Filled(replace(grid, rows=filled), tuple(copy.corrections), tuple(copy.questions))


class _Copy:
    """The rows of a table while they are completed."""

    def __init__(
        self,
        grid: Grid,
        body: Body,
        left: int,
        right: int,
        where: Mapping[str, int],
        form: Form,
        headers: Mapping[int, str],
    ) -> None:
        self.changed: dict[int, list[Raw]] = {}
        self.corrections: list[Correction] = []
        self.questions: list[Finding] = []
        self._grid, self._rows, self._continued = grid, body.rows, body.continued
        samples = [row for row, why in body.aside.items() if why in (SAMPLE, LIKE_EXAMPLE)]
        self._first = min([*body.rows[:1], *samples], default=0)  # a merge may begin in the sample's row
        self._left, self._right = left, right
        self._where, self._titles = where, {col: title for title, col in where.items()}
        self._columns, self._headers = words(form).columns, headers
        self._stacked = list(zip_longest(*(grid.rows[row - 1] for row in body.rows)))

    def _kind(self, col: int) -> Kind:
        kind = self._columns[self._titles[col]].kind
        return kind.under(self._headers.get(col, "")) if kind.under else kind

    def _at(self, row: int, col: int) -> Raw:
        cells = self.changed.get(row)
        if cells is None:
            return self._grid.at(row, col)
        return cells[col - 1] if col <= len(cells) else None

    def _put(self, row: int, col: int, value: Raw) -> None:
        cells = self.changed.setdefault(row, list(self._grid.rows[row - 1]))
        cells.extend([None] * (col - len(cells)))
        cells[col - 1] = value

    def _mend(self, row: int, col: int, before: Raw, after: Raw, why: str) -> None:
        if title := self._titles.get(col):
            self.corrections.append(Correction(self._grid.place(row, col), title, before, after, why))

    def _fill(self, row: int, col: int, value: Raw, why: str) -> None:
        self._mend(row, col, self._at(row, col), value, why)
        self._put(row, col, value)

    def _ask(self, rule: str, row: int, col: int, facts: Mapping[str, Raw], likely: str = "") -> None:
        suggestions = (Suggestion(likely, "如果填的是编号"),) if likely else ()
        place, title = self._grid.place(row, col), self._titles[col]
        self.questions.append(Finding(rule, place, title, self._at(row, col), facts, suggestions))

    def fill_merges(self) -> None:
        """Blank cells under a vertical merge take its value; a cell with a value of its own keeps it."""
        if not self._grid.merged or not self._rows:
            return
        done: set[tuple[int, int]] = set()
        for area in self._grid.merged:
            if area.left > self._right or area.right < self._left:
                continue
            first, end = bisect_left(self._rows, area.top), bisect_right(self._rows, area.bottom)
            for row in self._rows[first:end]:
                if (row, area.left) in done:
                    break  # merges that overlap: no program writes them, a hostile file a hundred thousand
                done.add((row, area.left))
                self._fill_merged_row(area, row)

    def _fill_merged_row(self, area: Area, row: int) -> None:
        shown = self._grid.at(area.top, area.left)
        wide = area.right - area.left > max(1, (self._right - self._left) // 2)
        inside = (
            row not in self._continued
            and row > area.top >= self._first
            and area.left >= self._left
            and not wide
        )
        if inside and not _blank(shown) and _blank(self._grid.at(row, area.left)):
            self._fill(row, area.left, shown, "合并单元格，取合并区域的值")
            if row == area.top + 1 and self._is_added(area.left):
                self._ask("CELL-MERGED-SUM", row, area.left, {"写法": cell_text(shown)[:20]})
        for col in range(area.left, min(area.right, self._right) + 1):
            own = self._grid.at(row, col)
            if (
                (row, col) != (area.top, area.left)
                and col in self._titles
                and not _blank(own)
                and own != shown
            ):
                facts = {"显示": cell_text(shown)[:20], "写法": cell_text(own)[:20]}
                self._ask("CELL-UNDER-MERGE", row, col, facts)

    def _is_added(self, col: int) -> bool:
        """A column of amounts that are added up: one merged over rows may be the sum of them."""
        title = self._titles.get(col, "")
        return bool(title) and self._kind(col).name == "金额" and not _RATE.search(title)

    def fill_continued(self) -> None:
        """A further line of somebody says only what differs; in all else it is the first line again."""
        for row, first in self._continued.items():
            for col in self._titles:
                if _blank(self._at(row, col)) and not _blank(self._at(first, col)):
                    self._put(row, col, self._at(first, col))

    def fill_dittos(self) -> None:
        """`同上` takes the value above, where the form allows it."""
        for title, col in self._where.items():
            if not self._columns[title].ditto:
                continue
            if col > len(self._stacked) or not any(map(_is_ditto, set(self._stacked[col - 1]))):
                continue
            last: Raw = None
            for row in self._rows:
                cell = self._at(row, col)
                if _is_ditto(cell):
                    if last is None:
                        self._fill(row, col, None, "同上，上面没有可取的值")
                    else:
                        self._fill(row, col, last, "同上，取上一行的值")
                elif not _blank(cell):
                    last = cell

    def settle_displays(self) -> None:
        """Where a number format makes no difference the number is taken as it is stored; a difference is
        logged.  Struck parts of texts are gone from the rows already: that is logged."""
        grid = self._grid
        if not grid.displays and not grid.struck_texts:
            return
        data = set(self._rows)
        for (row, col), text in sorted(grid.struck_texts.items()):
            if row in data and col in self._titles:
                self._mend(row, col, text, grid.at(row, col), "划去的部分不算，取没有划去的部分")
        for (row, col), shown in sorted(grid.displays.items()):
            if row in data and col in self._titles and self._at(row, col) == shown.text:
                self._settle_number(row, col, shown)

    def _settle_number(self, row: int, col: int, shown: Display) -> None:
        tidy = self._kind(col).tidy
        seen, stored = tidy(shown.text), tidy(shown.stored)
        facts = {"写法": shown.text, "存的": cell_text(shown.stored), "取值": cell_text(stored.value)}
        if _same(seen.value, stored.value) and seen.rule == stored.rule:
            self._put(row, col, shown.stored)
        elif seen.rule and not stored.rule:
            self._put(row, col, shown.stored)
            if _MULTIPLE.search(shown.text):
                self._ask("CELL-FORMAT", row, col, facts)
        else:
            if isinstance(seen.value, int | float) and not _WORD.search(shown.text):
                self._ask("CELL-FORMAT", row, col, {**facts, "取值": cell_text(seen.value)})
            if not seen.changed:
                self._mend(row, col, shown.stored, shown.text, "单元格格式显示的内容一并读取")

    def settle_days(self) -> None:
        """Numbers in columns of days, counted from 1904 in such a book; days in columns of text."""
        for title, col in self._where.items():
            if col > len(self._stacked):
                continue
            kind = self._columns[title].kind
            if kind.number_format == DAY.number_format:
                if self._grid.from_1904:
                    self._count_from_1904(col)
            elif kind.text and not _NO_TEXTS.isdisjoint(map(type, self._stacked[col - 1])):
                self._question_days(col, kind)
        data = set(self._rows)
        for (row, col), shown in sorted(self._grid.displays.items()):
            if col in self._titles and row in data and isinstance(shown.stored, float):
                self._question_notation(row, col, shown)

    def _count_from_1904(self, col: int) -> None:
        for row in self._rows:
            cell = self._at(row, col)
            number = int(cell) if isinstance(cell, str) and _FIVE_DIGITS.match(cell) else cell
            if isinstance(number, bool) or not isinstance(number, int | float):
                continue
            if 0 < number < 60_000 and not EARLIEST.year <= number < LATEST.year + 1:
                self._fill(row, col, _FIRST_1904 + dt.timedelta(days=int(number)), _WHY_1904)

    def _question_days(self, col: int, kind: Kind) -> None:
        """A day that the column would silently take for a text: most likely a code that Excel changed."""
        filled = [row for row in self._rows if not _blank(self._at(row, col))]
        days = [row for row in filled if _silently_text(self._at(row, col), kind)]
        plain = not any((row, col) in self._grid.displays for row in days)
        whole = plain and len(days) == len(filled) > _FEW  # a column of days: asked about once
        for row in days:
            cell = self._at(row, col)
            shown = self._grid.displays.get((row, col))
            text = shown.text if shown else cell_text(cell)
            self._put(row, col, text)
            if whole and row != days[0]:
                continue
            if kind is not REMARK:
                likely = f"{cell.month}-{cell.day}" if shown and isinstance(cell, dt.date) else ""
                facts = {"写法": text, "成了": f"日期 {cell_text(cell)}", "取值": text}
                facts["多格"] = f"；这一列 {len(days)} 格都是日期" if whole else ""
                self._ask("CELL-CONVERTED", row, col, facts, likely if likely != text else "")
            elif shown:
                self._mend(row, col, cell, text, "单元格格式显示的内容一并读取")

    def _question_notation(self, row: int, col: int, shown: Display) -> None:
        """`12E4` or `1/2` in a column of texts: Excel has made 120000 or 0.5 of it; never 13805710001."""
        kind = self._columns[self._titles[col]].kind
        cell = self._at(row, col)
        if cell != shown.stored or not kind.text or not _NOTATION.search(shown.text):
            return
        if "/" not in shown.text and len(cell_text(cell).strip("-0.").replace(".", "")) > _FROM_CODE:
            return
        tidied = kind.tidy(cell)
        if not tidied.rule and isinstance(tidied.value, str):
            stored = cell_text(cell)
            text = shown.text if "/" in shown.text else stored
            self._put(row, col, text)
            facts = {"写法": shown.text, "成了": f"数 {stored}", "取值": text, "多格": ""}
            self._ask("CELL-CONVERTED", row, col, facts)


def _silently_text(cell: Raw, kind: Kind) -> bool:
    """A day that a kind of cell takes for a text without a word."""
    if not isinstance(cell, dt.date | dt.time | dt.timedelta):
        return False
    tidied = kind.tidy(cell)
    return not tidied.rule and isinstance(tidied.value, str)


def _blank(cell: Raw) -> bool:
    return cell is None or cell == ""


def _same(one: object, other: object) -> bool:
    """Equal, numbers up to the noise of binary fractions."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        return isclose(one, other, rel_tol=1e-9)
    return one == other


def _is_ditto(cell: Raw) -> bool:
    """A mark that the cell says the same as the one above."""
    if not isinstance(cell, str) or len(cell) > _DITTO_LETTERS:
        return False
    return "".join(cell.replace("_x000D_", "").split()) in _DITTO
