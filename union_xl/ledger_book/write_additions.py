"""What the clerk added to the last ledger, put into the one just written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from union_xl import ledgers
from union_xl.ledger_book.additions import Additions, SheetAdditions, names_in_rows, names_of, same_row
from union_xl.ledger_book.decisions import place_of
from union_xl.ledger_book.held_sheet import held_sheet
from union_xl.ledger_book.sheets import SheetContent, form_sheet
from union_xl.ledgers.form import Form
from union_xl.model import Finding, Ledger, Place, RunContext
from union_xl.model.rows import FILE, ROW, SHEET
from union_xl.model.sheet_names import HELD

if TYPE_CHECKING:
    from union_xl.xlsx_edit.adopted_sheets import AdoptedSheets
    from union_xl.xlsx_edit.row_patch import FoundCell


def write_added(added: Additions, target: Path, pages: Sequence[SheetContent], known: Sequence[Form]) -> None:
    """Put what was added into the ledger just written at `target` (`pages` are its sheets)."""
    from union_xl.xlsx_edit.adopted_sheets import AdoptedSheets
    from union_xl.xlsx_edit.workbook import Workbook as Package

    old, new = Package(added.data), Package(target.read_bytes())
    adopting = AdoptedSheets(old, new)
    by_name = {page.name: page for page in pages}
    for own in added.own:
        if own.page in by_name:
            _put(own, by_name[own.page], adopting, known)
    for entry in old.sheets:
        if entry.name in added.sheets and new.entry(entry.name) is None:
            adopting.sheet(entry)
    adopting.names(added.sheets)
    target.write_bytes(new.parts.to_bytes())


def _put(own: SheetAdditions, page: SheetContent, adopting: AdoptedSheets, known: Sequence[Form]) -> None:
    """What was added to one of our sheets, where its rows and columns stand now."""
    from union_xl.xlsx_edit.row_patch import columns_of, patched, with_columns

    rows = {own.header: 1, **_rows_now(own, page, known)}
    cols = {col: page.titles.index(title) + 1 for col, title in own.titles.items() if title in page.titles}
    cols |= {col: len(page.titles) + number for number, col in enumerate(sorted(own.extra), 1)}
    part = adopting.new.sheet_part(page.name)
    raw = adopting.new.parts.raw(part)
    patches = _patches(own, page, rows, cols, adopting, raw)
    columns = columns_of(raw)
    for col, attributes in own.widths.items():
        if col in cols and col in {**own.titles, **own.extra}:
            now = columns.setdefault(cols[col], {})
            now.update(
                {key: attributes[key] for key in ("width", "customWidth", "hidden") if key in attributes}
            )
    adopting.new.parts.replace(part, with_columns(patched(raw, patches), columns))
    notes = [(rows[r], cols[c], note, who) for r, c, note, who in own.notes if r in rows and c in cols]
    if notes:
        adopting.put_notes(part, notes)


def _rows_now(own: SheetAdditions, page: SheetContent, known: Sequence[Form]) -> dict[int, int]:
    """{row as it stood: row now}: by its name, at its own place first; by its place where no row has its name
    now (an id that became a number) and the same person or unit stands there."""
    at = {title: number for number, title in enumerate(page.titles)}

    def column(title: str) -> Sequence[Any]:
        return page.rows.column(title) if page.rows is not None else page.columns[at[title]]

    form = next((one for one in known if one.short == own.page), None)
    wanted = [title for title in own.titles.values() if title in at]
    columns = {title: column(title) for title in wanted}
    of = known if form is None else (form,)
    names, said = names_of(form, columns, len(page), of), names_in_rows(columns, len(page), of)
    places = [place_of(*values) for values in zip(*map(column, (FILE, SHEET, ROW)), strict=True)]
    exactly: dict[tuple[Any, str | None], int] = {}
    there: dict[tuple[Any, str], list[int]] = {}
    for row, (place, name, words) in enumerate(zip(places, names, said, strict=True), 2):
        exactly.setdefault((place, name), row)
        there.setdefault((place, words), []).append(row)
    by_name: dict[str | None, list[int]] = {}
    for row, name in enumerate(names, 2):
        by_name.setdefault(name, []).append(row)
    made: dict[int, int] = {}
    for row, (place, name, words) in own.stands.items():
        found = exactly.get((place, name)) if place is not None else None
        named = by_name.get(name, ()) if name is not None else ()
        if found is None and len(named) == 1:
            found = named[0]
        here = there.get((place, words), ()) if place is not None and words and not named else ()
        if found is None and len(here) == 1:
            found = here[0]
        if found is not None:
            made[row] = found
    return made


def with_lost(added: Additions | None, ledger: Ledger, context: RunContext, name: str) -> Ledger:
    """The ledger, telling what stays behind because its row is no more (`name` is the ledger's file)."""
    findings: list[Finding] = []
    known = {form.short: form for form in ledgers.forms_of(context) if form.slug in ledger.kept}
    for own in added.own if added else ():
        if own.page != HELD and own.page not in known:
            continue
        page = held_sheet(ledger, context) if own.page == HELD else form_sheet(known[own.page], ledger)
        rows = {own.header, *_rows_now(own, page, list(known.values()))}
        gone = {row for row, _ in own.cells if row not in rows}
        gone |= {row for row, *_ in own.notes if row not in rows}
        if gone:
            findings.append(Finding("L-KEPT-LOST", Place(name, own.page), facts={"个数": len(gone)}))
    return replace(ledger, findings=(*ledger.findings, *findings)) if findings else ledger


def _patches(
    own: SheetAdditions,
    page: SheetContent,
    rows: Mapping[int, int],
    cols: Mapping[int, int],
    adopting: AdoptedSheets,
    raw: bytes,
) -> dict[int, dict[int, Any]]:
    from union_xl.xlsx_edit.row_patch import Patch, cells_of, columns_of, rows_of, style_of

    made: dict[int, dict[int, Any]] = {}
    for (row, col), one in own.cells.items():
        if row in rows and col in cols:
            kind, content = _content(one, (row, col), own, rows, cols, adopting)
            made.setdefault(rows[row], {})[cols[col]] = Patch(adopting.style(one.style), kind, content)
    fills = {
        (row, col): style
        for (row, col), style in own.fills.items()
        if row in rows and col in cols and col in own.titles
    }
    wanted = {(rows[row], cols[col]): style for (row, col), style in fills.items()}
    last = len(page) + 1
    for col, style in _whole_columns(own, fills).items():
        wanted |= {(row, cols[col]): style for row in range(2, last + 1)}
    plain = {col: int(column.get("style", "0")) for col, column in columns_of(raw).items()}
    mine = {
        (row, col): style_of(attributes)
        for row, _, cells in (rows_of(raw) if wanted else ())
        for col, _, attributes, _ in cells_of(cells)
        if (row, col) in wanted
    }
    for (row, col), style in wanted.items():
        fill = adopting.fill(style)
        if fill is not None and row <= last:
            own_style = mine.get((row, col), plain.get(col, 0))
            made.setdefault(row, {})[col] = Patch(adopting.styles.with_fill(own_style, fill))
    return made


def _whole_columns(own: SheetAdditions, fills: Mapping[tuple[int, int], int]) -> dict[int, int]:
    """{column: style} of columns filled from top to bottom: new rows are filled alike."""
    made: dict[int, int] = {}
    for col in {col for _, col in fills}:
        styles = {fills.get((row, col)) for row in own.stands}
        if len(styles) == 1 and len(own.stands) > 1 and None not in styles:
            made[col] = next(style for style in styles if style is not None)
    return made


def _content(
    one: FoundCell,
    at: tuple[int, int],
    own: SheetAdditions,
    rows: Mapping[int, int],
    cols: Mapping[int, int],
    adopting: AdoptedSheets,
) -> tuple[str, bytes]:
    """A cell's type and content in its new place."""
    text = adopting.words(int(one.value)) if one.kind == "s" and one.value.isdigit() else one.value
    kind = "str" if one.kind == "s" else "" if one.kind == "n" else one.kind
    value = f"<v>{escape(text, quote=False)}</v>" if text else ""
    if one.formula and same_row(one, at, own):
        formula = _moved(one.formula, rows[at[0]], cols)
        if formula:
            return kind, f"<f>{escape(formula, quote=False)}</f>{value}".encode()
    return (kind if text else ""), value.encode()


def _moved(formula: str, row: int, cols: Mapping[int, int]) -> str:
    """A formula that looks at its own row only, in its new place; '' where a column it needs is no more."""
    from union_xl.model.grid import column_letters
    from union_xl.xlsx_edit.formulas import join, parse
    from union_xl.xlsx_edit.references import column_number

    def column(letters: str) -> str:
        sign = "$" if letters.startswith("$") else ""
        return sign + column_letters(cols[column_number(letters.strip("$"))]) if letters else ""

    pieces: list[Any] = []
    for ref in parse(formula):
        if isinstance(ref, str) or ref.sheet is not None:
            pieces.append(ref)
            continue
        try:
            first, second = column(ref.col1), column(ref.col2)
        except KeyError:
            return ""
        pieces.append(ref._replace(col1=first, col2=second, row1=row, row2=row if ref.second else 0))
    return join(pieces)
