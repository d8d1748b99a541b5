"""The door of this room: every table of the wanted forms in an opened book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from union_xl.find import (
    asking,
    blocks,
    card_continued,
    card_detection,
    data_rows,
    legend,
    matrices,
    never_kept,
    own_sheets,
    reasons,
    side_sheets,
    statements,
    tick_boxes,
)
from union_xl.find.beside_cells import texts_beside
from union_xl.find.column_labels import column_labels
from union_xl.find.content_signature import fingerprint
from union_xl.find.displayed_values import filled_grid
from union_xl.find.form_choice import AT_ANY, AT_KEYS, FREE, FormChoice, as_before, decide
from union_xl.find.header_candidates import MOST_IN_ALL, Candidate, candidates
from union_xl.find.header_texts import OURS, key_titles, known_headers, words
from union_xl.find.loose_rows import loose_rows
from union_xl.find.own_sheets import is_ours
from union_xl.find.prefilled import without_untouched
from union_xl.find.row_words import LABELS
from union_xl.find.surrounding_lines import flat
from union_xl.find.table_findings import findings_of_rows, findings_of_table, side_table, stray_cells
from union_xl.find.tick_columns import choices_of, ticked, untick
from union_xl.find.title_words import TitleWords
from union_xl.find.without_header import first_line, read_without_header
from union_xl.find.word_rows import with_word_rows
from union_xl.ledgers.form import Form
from union_xl.model import Binding, Book, Finding, Grid, Place, Raw, Table, faults
from union_xl.model.rows import FILE, ROW, SHEET

_LOOK_AHEAD = 40
"""Rows below a header that are looked at for the columns' signatures."""
_VALUES = 14
_FEET = (reasons.FOOTER, reasons.REMARK, reasons.ZERO, reasons.LINE)
_SAID_ENOUGH = ("T-TIE", "T-LIKE", "T-CARD", "T-MANY", faults.RULE)
"""A book without tables of which one of these was told needs no T-NOFORM."""


@dataclass(frozen=True, slots=True)
class FoundTables:
    """The tables of a book, in reading order, and what there is to tell about its sheets."""

    tables: tuple[Table, ...]
    findings: tuple[Finding, ...] = ()


Confirmed = Mapping[tuple[str, str], Mapping[str, str]]


def find_tables(
    book: Book,
    forms: Sequence[Form],
    confirmed: Confirmed | None = None,
    forced: bool = False,
    blocks_of: Sequence[Form] = (),
    owed: Set[str] = frozenset(),
) -> FoundTables:
    """Find the tables of any of `forms` on the visible sheets of a book.

    `confirmed` is {(form, fingerprint): {header: title}} from 列对应.  Nothing is guessed: two forms
    that fit alike, and headers that only resemble a required column, are told and left to a person.
    `forced`: the only form is what somebody named; it is taken where its required columns are, or, if they
    are on no sheet, where any three of its columns are.  `blocks_of` are further forms whose rows may stand
    in blocks of a card.  `owed`: the slugs of what the unit that sent the book owes, where that is stated;
    they tell where nothing in the book does.
    """
    found = _find(book, forms, confirmed or {}, AT_KEYS if forced else FREE, blocks_of, owed)
    if found.tables or not forced:
        return found
    return _find(book, forms, confirmed or {}, AT_ANY, blocks_of, owed)


def _find(
    book: Book,
    forms: Sequence[Form],
    confirmed: Confirmed,
    forced: int,
    blocks_of: Sequence[Form],
    owed: Set[str],
) -> FoundTables:
    tables: list[Table] = []
    by_slug = {form.slug: form for form in (*forms, *blocks_of)}
    findings: list[Finding] = []
    for grid in book.grids:
        if is_ours(grid) or not any(any(row) for row in grid.rows):
            findings += [] if is_ours(grid) else texts_beside(grid, ())
            continue
        if not grid.visible:
            findings.append(Finding("T-HIDDEN-SHEET", grid.place(), facts={"工作表": grid.sheet}))
            continue
        try:
            tables = card_continued.signed(book, grid, forms, tables)
            if further := card_continued.gone_on(book, grid, forms, blocks_of, tables, forced != FREE):
                (tables, told), got, noted = further, list[Table](), list[Finding]()
                findings.append(told)
            else:
                got, noted = _of_sheet(book, grid, forms, confirmed, forced, blocks_of, owed, tables)
        except Exception as error:  # a fault of ours costs this sheet, not the book
            got, noted = [], [faults.finding(error, grid.place())]
        tables += [with_word_rows(legend.read(table, by_slug[table.form])) for table in got]
        findings += [*noted, *texts_beside(grid, got)]
    if not tables and not any(one.rule in _SAID_ENOUGH for one in findings):
        findings.append(Finding("T-NOFORM", Place(book.name), facts={"线索": first_line(book)}))
    tables, findings = side_sheets.set_side_sheets_aside(book, tables, findings)
    return FoundTables(tuple(tables), tuple(findings))


def _of_sheet(
    book: Book,
    grid: Grid,
    forms: Sequence[Form],
    confirmed: Confirmed,
    forced: int,
    blocks_of: Sequence[Form],
    owed: Set[str],
    before: Sequence[Table],
) -> tuple[list[Table], list[Finding]]:
    """The tables of a sheet, whatever its shape: cards, a matrix, blocks of the card before it, lists."""
    read = card_detection.read(book, grid, forms, blocks_of, confirmed, forced != FREE)
    if read is not None:
        return read
    crossed, asked = matrices.read(book, grid, forms, forced != FREE)
    behind = None if crossed else card_detection.block_rows(grid, forms, blocks_of, before)
    if crossed or behind is not None:
        return behind or crossed, asked
    got, noted = _on_sheet(book, grid, tuple(forms), confirmed, before, forced, owed)
    return got, noted if got else asked or noted  # a list goes before a matrix nobody names


def _on_sheet(
    book: Book,
    grid: Grid,
    forms: tuple[Form, ...],
    confirmed: Confirmed,
    before: Sequence[Table],
    forced: int,
    owed: Set[str],
) -> tuple[list[Table], list[Finding]]:
    """The tables of one sheet, and what there is to tell about it; `before` are those of earlier sheets."""
    if card_detection.is_card(grid, known_headers(forms)):
        return [], [Finding("T-CARD", grid.place(), facts={"工作表": grid.sheet})]
    accepted = {table.fingerprint: table.form for table in before}
    got, noted = _in_grid(book, grid, forms, confirmed, accepted, forced, owed)
    if not got and not noted:
        got, noted = read_without_header(grid, before, forms)
    done, by_slug = [*before], {form.slug: form for form in forms}
    for table in got:
        table = tick_boxes.read(table, by_slug[table.form])
        done.append(blocks.inherited(statements.account_rows(table, by_slug[table.form]), done))
    return blocks.without_agreed_totals(done[len(before) :], by_slug), noted


def _in_grid(
    book: Book,
    grid: Grid,
    forms: tuple[Form, ...],
    confirmed: Confirmed,
    accepted: dict[str, str],
    forced: int,
    owed: Set[str],
) -> tuple[list[Table], list[Finding]]:
    spots = statements.split_halves(candidates(grid, known_headers(forms), choices_of(forms)), forms)
    if sum(len(spot.heads) for spot in spots) > MOST_IN_ALL:
        return [], [Finding("T-MANY", grid.place(), facts={"工作表": grid.sheet, "数": len(spots)})]
    tables: list[Table] = []
    findings: list[Finding] = []
    used: set[int] = set()
    taken: list[Candidate] = []
    undecided: list[tuple[Candidate, FormChoice, Sequence[int]]] = []
    for at, spot in enumerate(spots):
        if at in used:
            continue
        end, repeats = blocks.extent(grid, spots, at, used, known_headers(forms))
        heads, asked = ticked(spot.heads, forms, grid.rows[spot.bottom : end])
        if asked:
            grid, told = untick(grid, asked, spot.bottom, end)
            spot, findings = replace(spot, heads=heads), [*findings, *told]
        lines = blocks.lines_above(grid, spots, at)
        folder, _, file = book.name.rpartition("/")
        said = TitleWords(_texts(grid, lines), grid.sheet, file, folder)
        spot = replace(spot, heads=statements.by_year(spot.heads, forms, " ".join(said.places)))
        values = _values(grid, spot, end)
        mark = fingerprint([head.joined for head in spot.heads])
        chosen = {slug: pairs for (slug, print_), pairs in confirmed.items() if print_ == mark}
        known_form = as_before(accepted.get(mark, ""), said, forms) or book.stamp.get("form", "")
        old = own_sheets.older_blank(book, spot.heads, forms)
        chosen = old.confirmed(chosen) if old else chosen
        verdict = decide(spot.heads, values, forms, said, known_form, chosen, forced, owed)
        if old and verdict.form is old.form:
            verdict = replace(verdict, bindings=old.marked(verdict.bindings))
            findings.append(old.finding(grid, spot.bottom, verdict.bindings))
        if verdict.form is None:
            undecided.append((spot, verdict, lines))
            continue
        accepted[mark] = verdict.form.slug
        taken.append(spot)
        made = _tables(grid, spot, end, verdict, mark, lines, repeats, _headed(spots, at))
        findings += asking.left_over(made[0], verdict.form) if forced else []
        findings += asking.as_owed(grid, spot, verdict) if verdict.owed else []
        if given := book.stamp.get("prefill", ""):
            made = [without_untouched(table, given.split("、")) for table in made]
        tables += made
    for spot, verdict, over in undecided:
        if any(spot.top <= one.bottom and one.top <= spot.bottom for one in taken):
            findings.append(side_table(grid, spot.bottom, spot.heads))
        else:
            findings += asking.undecided(grid, spot, verdict, forms) or asking.unread(grid, spot, over, taken)
    return tables, findings


def _texts(grid: Grid, lines: Sequence[int]) -> tuple[str, ...]:
    """What stands in the lines above a table, cell by cell."""
    return tuple(
        text
        for row in lines
        for col, cell in enumerate(grid.rows[row - 1], 1)
        if cell and (text := flat(cell))
    )


def _headed(spots: Sequence[Candidate], at: int) -> dict[int, int]:
    """{column: its header's first row} of this table and of those beside it."""
    own = spots[at]
    beside = [one for one in spots if one.right < own.left or one.left > own.right]
    return {head.col: one.top for one in (*beside, own) for part in (one.heads, *one.beside) for head in part}


def _values(grid: Grid, spot: Candidate, end: int) -> dict[int, list[Raw]]:
    """The first non-blank cells below each header."""
    found: dict[int, list[Raw]] = {}
    rows = grid.rows[spot.bottom : min(end, spot.bottom + _LOOK_AHEAD)]
    rows = [row for row in rows[:3] if not reasons.is_sample_row(row[spot.left - 1 : spot.right])] + [
        *rows[3:]
    ]
    first = rows[:_VALUES]
    whole = list(zip(*first, strict=False)) if first else []  # as wide as the shortest row
    for head in spot.heads:
        at = head.col - 1
        column: list[Raw] = (
            list(whole[at]) if at < len(whole) else [row[at] for row in first if at < len(row)]
        )
        if None in column or "" in column or len(column) < _VALUES:
            column = [row[at] for row in rows if at < len(row) and row[at] not in (None, "")][:_VALUES]
        found[head.col] = column
    return found


def _tables(
    grid: Grid,
    spot: Candidate,
    end: int,
    verdict: FormChoice,
    mark: str,
    lines: Sequence[int],
    repeats: Sequence[tuple[int, int]],
    headed: Mapping[int, int],
) -> list[Table]:
    form = verdict.form
    assert form is not None
    where = {one.title: one.col for one in verdict.bindings if one.state == "bound"}
    unblanked = grid
    grid = never_kept.blank_never_kept(grid, verdict.bindings, spot.bottom)
    shape = _shape(spot, form, where, verdict.bindings)
    body = data_rows.body(grid, shape, spot.bottom + 1, end)
    again = {row for top, bottom in repeats for row in range(top, bottom + 1)}
    if again:
        body.rows = [row for row in body.rows if row not in again]
        for row in sorted(again):
            if any(grid.rows[row - 1]) and body.aside.get(row) != reasons.TOTAL:  # the page's own total
                body.aside[row] = reasons.REPEAT
    blocks.set_aside(body, grid, where, form, spot.left)
    feet = [row for row, why in body.aside.items() if why in _FEET]
    above = column_labels(grid, lines, blocks.lines_of_table(grid, lines, spot.left, spot.right), form)
    below = blocks.lines_of_table(grid, feet, spot.left, spot.right)
    if any(why == reasons.ZERO for why in body.aside.values()) or below.get("零报告"):
        above["零报告"] = "是"
    headers = {one.col: one.header for one in verdict.bindings}
    filled = filled_grid(grid, body, spot.left, spot.right, where, form, headers)
    grid = filled.grid
    table = Table(
        form=form.slug,
        grid=grid,
        header=tuple(range(spot.top, spot.bottom + 1)),
        where=where,
        body=tuple(body.rows),
        bindings=verdict.bindings + _unheaded(grid, spot, body.rows, headed),
        above=above,
        below=below,
        aside=body.aside,
        fingerprint=mark,
        confirmed=_confirmed(form, verdict.bindings),
        corrections=filled.corrections,
        questions=filled.questions,
        continued={row: first for row, first in body.continued.items() if row in body.rows},
    )
    beside = [side_table(grid, spot.bottom, heads) for heads in spot.beside]
    beside += stray_cells(table, spot.left, spot.right, headed)
    findings = (*findings_of_table(table, form), *findings_of_rows(table, form, body), *beside)
    findings += never_kept.never_kept_finding(unblanked, verdict.bindings, spot.bottom, form)
    pieces = blocks.split_table(replace(table, findings=findings), form)
    return [replace(one, findings=(*one.findings, *loose_rows(one, form))) for one in pieces]


def _shape(
    spot: Candidate, form: Form, where: Mapping[str, int], bindings: Sequence[Binding]
) -> reasons.Shape:
    columns = words(form).columns
    keys = {where[title] for title in key_titles(where, form)}
    numbers = {head.col for head in spot.heads if head.joined in OURS and head.col not in where.values()}
    texts = frozenset(text for head in spot.heads for text in (head.joined, *head.parts))
    examples = {where[title]: one.example for title, one in columns.items() if title in where and one.example}
    return reasons.Shape(
        spot.left,
        spot.right,
        {one.col: one.title for one in bindings if one.state != "unknown"},
        frozenset(keys),
        frozenset(numbers),
        texts,
        examples,
        texts.union(examples.values(), (head.text for head in spot.heads), LABELS),
        frozenset(where[title] for key in form.keys for title in key if title in where),
        frozenset(col for title, col in where.items() if col in keys and columns[title].kind.name == "文本"),
        frozenset(
            col for title, col in where.items() if col not in keys and columns[title].kind.name == "单位名称"
        ),
        source=_source(spot),
    )


def _source(spot: Candidate) -> int:
    """The column 来源文件 of a ledger of ours; 0 in any other table."""
    found = {head.joined: head.col for head in spot.heads}
    return found[FILE] if {FILE, SHEET, ROW} <= found.keys() else 0


def _confirmed(form: Form, bindings: Sequence[Binding]) -> bool:
    """False when a required column is only proposed."""
    bound = {one.title for one in bindings if one.state == "bound"}
    return not any(
        one.state == "proposed"
        and one.title not in bound
        and words(form).columns[one.title].need == "required"
        for one in bindings
    )


def _unheaded(
    grid: Grid, spot: Candidate, rows: Sequence[int], headed: Mapping[int, int]
) -> tuple[Binding, ...]:
    """Filled columns without a header inside or right beside the table: listed, so that nothing is lost."""
    from union_xl.model.grid import column_letters

    width, first = max(map(len, grid.rows), default=0), min(rows, default=0)
    columns = range(spot.left, min(spot.right + 2, width) + 1)
    return tuple(
        Binding(col, f"（{column_letters(col)}列，无表头）", "", "unknown", 0.0)
        for col in columns
        if headed.get(col, first + 1) > first
        and any(flat(grid.at(row, col)) for row in rows if row < headed.get(col, row + 1))
    )
