"""Matrices: units and items across each other, a tick in each cell; every filled cell is a row of its own.

Items down and units across, or units down and items across, these perhaps under a row of kinds (ledgers 7).
Each column of units (or items) becomes a table of the form, which shares the other columns with the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from union_xl.find.blocks import lines_of_table
from union_xl.find.column_labels import column_labels
from union_xl.find.content_signature import class_of, fingerprint
from union_xl.find.data_rows import Body
from union_xl.find.displayed_values import filled_grid
from union_xl.find.header_texts import OURS, Known, known_headers, plain, words
from union_xl.find.reasons import is_foot
from union_xl.find.row_words import REMARK_WORDS, is_total
from union_xl.find.surrounding_lines import flat
from union_xl.find.table_findings import missing_columns
from union_xl.ledgers.form import Form
from union_xl.model import Binding, Book, Finding, Grid, Raw, Table

SIGNS = frozenset("√✓✔×✗✘✕xXvV○〇●△▲☑☒□-—/")
_FIRST_ROWS = 60
_LISTED = 4
"""So many titles beside each other are the header of a list."""
_HEADS = 15
"""A header stands in one of the first rows."""
_LISTED = 4
"""Heads that a question names."""
_FEWEST = 2
"""Columns of units, and of items, that make a matrix."""
_MARKED = 0.6
"""Share of the filled cells of a column that must be ticks or values of the form's column."""
_UNITS = 0.5
"""Share of the heads across that must be names of units, where units stand across."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A matrix of a form: the rows of its header, the columns bound to titles, {column: (kind, text)} of the
    heads across and the title these are of, the rows below."""

    form: Form
    top: int
    bottom: int
    where: Mapping[str, int]
    across: Mapping[int, tuple[str, str]]
    heads: str
    body: tuple[int, ...]


def read(book: Book, grid: Grid, forms: Sequence[Form], forced: bool) -> tuple[list[Table], list[Finding]]:
    """The tables of the matrix on a sheet, or the question which of several forms it is; neither where there
    is no matrix of a form that comes as one.  `forced`: somebody named the form."""
    coming = tuple(form for form in forms if form.matrix is not None and form.titled("unit"))
    if not coming or not _may_be(grid, _words_of(coming)):
        return [], []
    found = [made for form in coming if (made := _find(grid, form, known_headers(tuple(forms)))) is not None]
    if not found:
        return [], []
    texts = [flat(cell) for cells in grid.rows[: found[0].top - 1] for cell in cells if cell]
    about = " ".join([grid.sheet, book.name, *texts])
    stamped = book.stamp.get("form", "")
    most = max(_fits(one, about, stamped) for one in found)
    best, *rest = [one for one in found if _fits(one, about, stamped) == most]
    if forced or (any(most) and not rest):
        return _tables(grid, best), []
    if rest:
        facts = {"工作表": grid.sheet, "表": "、".join(one.form.short for one in (best, *rest))}
        return [], [Finding("T-TIE", grid.place(), facts=facts)]
    heads = "、".join(text for _, text in list(best.across.values())[:_LISTED])
    facts = {"工作表": grid.sheet, "表": best.form.short, "列": heads}
    return [], [Finding("T-LIKE", grid.place(best.top), facts=facts)]


def _fits(one: _Found, about: str, stamped: str) -> tuple[bool, bool, int]:
    """What speaks for a form: our stamp, its title or hint, the kinds of items it knows."""
    hints = (one.form.title, one.form.short, *one.form.hints)
    named = any(all(word in about for word in hint.split()) for hint in hints if hint)
    matrix = one.form.matrix
    choices = one.form.by_title[matrix.kind].kind.choices if matrix and matrix.kind else ()
    return one.form.slug == stamped, named, sum(kind in choices for kind, _ in set(one.across.values()))


@lru_cache(maxsize=8)
def _words_of(forms: tuple[Form, ...]) -> frozenset[str]:
    """Signs, and every spelling of a value of the forms."""
    values = [form.by_title[form.matrix.value] for form in forms if form.matrix]
    return SIGNS | {word for column in values for one in column.choices for word in one.split("←")}


def _may_be(grid: Grid, marks: frozenset[str]) -> bool:
    """Some rows have two ticks side by side."""
    first = grid.rows[:_FIRST_ROWS]
    ticks = {cell for cell in set[Raw]().union(*first) if type(cell) is str and cell.strip() in marks}
    rows = 0
    for cells in first if ticks else ():
        ticked = [cell in ticks for cell in cells]
        rows += ticked.count(True) > 1 and any(one and two for one, two in pairwise(ticked))
        if rows >= _FEWEST:
            return True
    return False


def _find(grid: Grid, form: Form, known: Known) -> _Found | None:
    """The matrix of a form by its header: a named column of items, or of units, and unnamed columns of ticks
    beside it."""
    matrix, unit = form.matrix, form.titled("unit")
    assert matrix is not None
    for row in range(1, min(_HEADS, len(grid.rows)) + 1):
        texts = {col: plain(raw) for col, raw in enumerate(grid.rows[row - 1], 1) if isinstance(raw, str)}
        named = sum(one in known for one in texts.values())
        if named >= _LISTED and 2 * named > len(texts):
            return None  # the rows below are those of a list, whatever their cells say
        if under := _units_under(grid, form, row, texts):
            found = _across(grid, form, row, {matrix.item: under}, matrix.item, unit)
            if found is not None and _is_one(found, known, True):
                return found
        exact = {words(form).exact.get(text, ("", 0.0))[0] for text in texts.values()}
        if (matrix.item in exact) == (unit in exact) or 2 * named > len(texts):
            continue  # no header, or that of a list
        where: dict[str, int] = {}
        for col, text in texts.items():
            where.setdefault(words(form).named(text)[0], col)
        where.pop("", None)
        lead, of = (matrix.item, unit) if matrix.item in where else (unit, matrix.item)
        found = _across(grid, form, row, where, lead, of)
        if found is not None and _is_one(found, known, of == unit):
            return found
    return None


def _units_under(grid: Grid, form: Form, row: int, texts: Mapping[int, str]) -> int:
    """The column of items where a heading for units lies over several columns beside it (`项目 | 单位名称`
    over the units' names); 0 where none does."""
    over = [area for area in grid.merged if area.top == row and area.right > area.left]
    for area in over:
        if words(form).exact.get(texts.get(area.left, ""), ("",))[0] == form.titled("unit"):
            return max(
                (col for col, text in texts.items() if col < area.left and text not in OURS), default=0
            )
    return 0


def _across(grid: Grid, form: Form, row: int, where: Mapping[str, int], lead: str, of: str) -> _Found | None:
    """What stands beside the column `lead` of a header that begins in `row`."""
    assert form.matrix is not None
    bottom = max(
        [area.bottom for area in grid.merged if (area.top, area.left) == (row, where[lead])], default=row
    )
    top = row
    if bottom == row and row > 1 and _is_group_row(grid, row - 1, where[lead]):
        top = row - 1
    body = tuple(_body(grid, bottom + 1, where[lead]))
    value = form.by_title[form.matrix.value].kind
    across = {}
    for col in range(where[lead] + 1, max(map(len, grid.rows[top - 1 : bottom]), default=0) + 1):
        text, group = _head(grid, bottom, col), _head(grid, top, col) if top < bottom else ""
        text, group = (text, group if group != text else "") if text else (group, "")
        filled = [one for r in body[:_FIRST_ROWS] if flat(one := grid.at(r, col))]
        ticks = [one for one in filled if flat(one) in SIGNS or value.tidy(one).value in value.choices]
        if (
            text
            and plain(text) not in OURS
            and col not in where.values()
            and len(ticks) >= _MARKED * max(len(filled), 1)
        ):
            across[col] = ("" if of == form.titled("unit") else group, text)
    body = tuple(row for row in body if not _is_scored([grid.at(row, col) for col in across]))
    return _Found(form, top, bottom, where, across, of, body) if body else None


def _is_scored(cells: Sequence[Raw]) -> bool:
    """A row of points, counts or shares (得分, 达标数), which is no item."""
    filled = [one for one in map(class_of, cells) if one != "blank"]
    return bool(filled) and filled.count("number") == len(filled)


def _is_one(found: _Found, known: Known, units: bool) -> bool:
    """Enough heads across, most of which are no titles of a list; names of units where units stand there."""
    heads = [text for _, text in found.across.values()]
    if len(heads) < _FEWEST or 2 * sum(plain(text) in known for text in heads) > len(heads):
        return False
    return not units or sum(class_of(text) == "org" for text in heads) >= _UNITS * len(heads)


def _is_group_row(grid: Grid, row: int, lead: int) -> bool:
    """A row of kinds over the heads: nothing over the lead column, merged cells right of it."""
    return not flat(grid.at(row, lead)) and any(
        area.top == row and area.left > lead and area.right > area.left for area in grid.merged
    )


def _head(grid: Grid, row: int, col: int) -> str:
    """What stands over a column in a row of the header, merged cells included."""
    own = flat(grid.at(row, col))
    over = next(
        (area for area in grid.merged if area.top <= row <= area.bottom and area.left <= col <= area.right),
        None,
    )
    return own or (flat(grid.at(over.top, over.left)) if over else "")


def _body(grid: Grid, start: int, lead: int) -> Iterator[int]:
    """The rows with something in the lead column, until a foot or remark."""
    for row in range(start, len(grid.rows) + 1):
        first = next((text for raw in grid.rows[row - 1] if (text := flat(raw))), "")
        if is_foot(first) or REMARK_WORDS.match(first):
            return
        if flat(grid.at(row, lead)) and not is_total(first):
            yield row


def _tables(grid: Grid, one: _Found) -> list[Table]:
    """A table for each column across, its rows those with something in it."""
    form, matrix = one.form, one.form.matrix
    assert matrix is not None
    lines = range(1, one.top)
    width = max(*one.across, *one.where.values())
    texts = column_labels(grid, lines, lines_of_table(grid, lines, 1, width), form)
    headers = {col: title for title, col in one.where.items()}
    whole = filled_grid(grid, Body(rows=list(one.body)), 1, width, one.where, form, headers)
    mark = fingerprint([*one.where, *(text for _, text in one.across.values())])
    made: list[Table] = []
    for col, (kind, text) in one.across.items():
        body = tuple(row for row in one.body if flat(whole.grid.at(row, col)))
        bound = {**one.where, matrix.value: col}
        about = dict(texts)
        about.pop("单位名称" if one.heads == form.titled("unit") else "\n", None)
        about |= {one.heads: text} | ({"单位名称": text} if one.heads == form.titled("unit") else {})
        if kind and matrix.kind and matrix.kind not in one.where:
            about[matrix.kind] = kind
        bindings = tuple(Binding(at, title, title, "bound") for title, at in bound.items())
        made.append(
            Table(
                form=form.slug,
                grid=whole.grid,
                header=tuple(range(one.top, one.bottom + 1)),
                where=bound,
                body=body,
                bindings=bindings,
                above=about,
                fingerprint=mark,
                corrections=whole.corrections if not made else (),
                layout="matrix",
                findings=() if made else missing_columns(grid, form, {*bound, *about}, f"表“{form.short}”"),
            )
        )
    return made
