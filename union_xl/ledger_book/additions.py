"""What the clerk added to the ledger: sheets, columns, notes, widths, fills; found, and put into the next.

Sheets come over with their parts; on our own sheets everything follows a row's 来源 and a column's title.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from union_xl import ledgers
from union_xl.ledger_book.decisions import place_of
from union_xl.ledger_book.reading import sheet_of
from union_xl.ledger_book.workbook import Sheet, Workbook
from union_xl.ledgers.form import Form
from union_xl.ledgers.keys import row_keys
from union_xl.merge.keys import naming
from union_xl.model import Finding, Place, TemplateError
from union_xl.model.grid import as_said
from union_xl.model.rows import FILE, ROW, SHEET, SOURCE_TITLES
from union_xl.model.sheet_names import HELD, HELPERS, REASON

if TYPE_CHECKING:
    from union_xl.xlsx_edit.adopted_sheets import AdoptedSheets
    from union_xl.xlsx_edit.row_patch import FoundCell


class RowAnchor(NamedTuple):
    """How a row is known again: by what names it (its key), else by its place, if it says `said` (the names
    of person and unit) there."""

    place: Any
    name: str | None
    said: str


@dataclass
class SheetAdditions:
    """What was added to one of our sheets, by its places there.

    `stands` gives where each row comes from and what names it, `titles` our columns, `extra` the clerk's;
    `cells` what stands in those, `notes` and `fills` (style numbers) by (row, column), `widths` by column.
    """

    page: str
    part: str
    header: int
    stands: dict[int, RowAnchor]
    titles: dict[int, str]
    extra: dict[int, str]
    cells: dict[tuple[int, int], FoundCell] = field(default_factory=dict)
    notes: list[tuple[int, int, Any, str]] = field(default_factory=list)
    fills: dict[tuple[int, int], int] = field(default_factory=dict)
    widths: dict[int, dict[str, str]] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    """Titles of columns that no ledger keeps."""

    def __bool__(self) -> bool:
        return bool(self.extra or self.notes or self.fills or self.widths)


@dataclass(frozen=True)
class Additions:
    """All that was added to the ledger whose bytes are `data`, and what has to be told of it."""

    data: bytes
    sheets: tuple[str, ...] = ()
    own: tuple[SheetAdditions, ...] = ()
    findings: tuple[Finding, ...] = ()


def additions(path: Path, declared: Sequence[Form] = (), data: bytes | None = None) -> Additions | None:
    """What the clerk added to the ledger at `path` (`data` are its bytes where they are at hand); None
    where that is nothing, or nobody can tell."""
    from union_xl.xlsx_edit.adopted_sheets import AdoptedSheets
    from union_xl.xlsx_edit.workbook import Workbook as Package

    try:
        data = path.read_bytes() if data is None else data
        book = Package(data)
        return _found(
            data, book, AdoptedSheets(book, book), Workbook(path, data), ledgers.known(declared), path.name
        )
    except (OSError, TemplateError):
        return None


def _found(
    data: bytes, book: Any, adopting: AdoptedSheets, cells: Workbook, known: Sequence[Form], name: str
) -> Additions | None:
    ours: dict[str, str] = {one: one for one in HELPERS}
    own: list[SheetAdditions] = []
    for form in known:
        sheet = sheet_of(cells, form, known)
        ours[form.short] = form.short
        if sheet is not None:
            ours[sheet.name] = form.short
            titles = {*form.titles, *SOURCE_TITLES}
            own.append(_on_sheet(book, adopting, sheet, form.short, titles, (form,)))
    held = cells.sheet(HELD, (FILE, SHEET, ROW), missing=True)
    if held is not None and REASON in held.titles:
        last = max(held.titles.index(REASON), held.titles.index(ROW)) + 1  # either stood last at some time
        own.append(_on_sheet(book, adopting, held, HELD, set(held.titles[:last]), known))
    sheets = tuple(one.name for one in book.sheets if one.name not in ours)
    findings = list(_told(book, sheets, own, name))
    kept = tuple(one for one in own if one)
    return Additions(data, sheets, kept, tuple(findings)) if sheets or kept or findings else None


def _on_sheet(
    book: Any, adopting: AdoptedSheets, sheet: Sheet, page: str, ours: set[str], forms: Sequence[Form]
) -> SheetAdditions:
    """What was added to one of our sheets; what a form never keeps is left there."""
    from union_xl.xlsx_edit.row_patch import columns_of

    part = book.sheet_part(sheet.name)
    raw = book.parts.raw(part)
    form = forms[0] if page != HELD else None
    never = frozenset().union(*(one.never_kept_titles for one in forms))
    never = never.difference(*(one.titles for one in forms))  # another ledger on the sheet keeps it
    titles: dict[int, str] = {}
    extra: dict[int, str] = {}
    left: dict[int, str] = {}
    for col, title in enumerate(sheet.titles, 1):
        if title in never:
            left[col] = title
        elif title in ours and title not in titles.values():
            titles[col] = title
        elif title or any(len(row) >= col and row[col - 1] not in (None, "") for row in sheet.rows):
            extra[col] = title
    places = [place_of(*values) for values in sheet.records((FILE, SHEET, ROW))]
    names = names_of(form, {title: sheet.column(title) for title in titles.values()}, len(sheet.rows), forms)
    said = names_in_rows({title: sheet.column(title) for title in titles.values()}, len(sheet.rows), forms)
    stands = {
        number: one
        for number, one in zip(sheet.numbers, map(RowAnchor, places, names, said), strict=True)
        if one.place is not None or one.name is not None
    }
    made = SheetAdditions(page, part, sheet.header, stands, titles, extra, left=list(left.values()))
    made.notes = [one for one in adopting.notes(part) if one[1] not in left]
    made.widths = {
        col: attributes
        for col, attributes in columns_of(raw).items()
        if (col in titles or col in extra)
        and ("width" in attributes or attributes.get("hidden") in ("1", "true"))
    }
    foreign = {n for n in range(adopting.styles.count()) if _coloured(adopting, n)}
    if extra or foreign:
        _look_at_cells(raw, made, foreign)
    return made


OUR_FILLS = frozenset({"FFD9E1F2", "FFFFFBE6"})


def _coloured(adopting: AdoptedSheets, style: int) -> bool:
    """Whether a style has a fill that is not one of ours."""
    fill = adopting.styles.fill_of(style)
    if fill is None:
        return False
    colours = [one.get("rgb") for one in fill.iter("{*}fgColor")]
    return not (len(colours) == 1 and colours[0] in OUR_FILLS)


def _look_at_cells(raw: bytes, made: SheetAdditions, foreign: set[int]) -> None:
    """The cells of the clerk's columns, and the fills of all."""
    from union_xl.xlsx_edit.row_patch import cells_of, found_cell, rows_of, style_of

    masters: dict[int, tuple[int, int, str]] = {}
    for row, _, cells in rows_of(raw):
        if row not in made.stands and row != made.header:
            continue
        for col, _, attributes, content in cells_of(cells):
            style = style_of(attributes)
            if style in foreign and (col in made.titles or col in made.extra):
                made.fills[row, col] = style
            if col in made.extra and (content or style in foreign):
                one = found_cell(attributes, content)
                if one.shared >= 0 and one.formula:
                    masters[one.shared] = (row, col, one.formula)
                made.cells[row, col] = _unshared(one, row, col, masters)


def _unshared(one: FoundCell, row: int, col: int, masters: Mapping[int, tuple[int, int, str]]) -> FoundCell:
    """A formula that several cells share, written out."""
    from union_xl.xlsx_edit.formulas import translate

    if one.shared < 0 or one.formula or one.shared not in masters:
        return one
    top, left, formula = masters[one.shared]
    return one._replace(formula=translate(formula, row - top, col - left))


def names_of(
    form: Form | None, columns: Mapping[str, Sequence[Any]], rows: int, known: Sequence[Form]
) -> list[str | None]:
    """What names each row: its key, on 暂缓 whatever names rows of any form that is `known`."""
    if form is not None:
        return row_keys(form, columns, rows)
    keys = [title for one in known for titles in one.keys for title in titles]
    titles = [title for title in (*naming(known), *keys) if title in columns]
    said = zip(*(columns[title] for title in dict.fromkeys(titles)), strict=True) if titles else [()] * rows
    return [" ".join(map(as_said, cells)).strip() or None for cells in said]


def names_in_rows(columns: Mapping[str, Sequence[Any]], rows: int, known: Sequence[Form]) -> list[str]:
    """The names of person and unit in each row ('' where there are none), of any form that is `known`."""
    titles = [title for title in naming(known) if title in columns]
    said = zip(*(columns[title] for title in titles), strict=True) if titles else [()] * rows
    return [" ".join(map(as_said, cells)).strip() for cells in said]


def _told(book: Any, sheets: Sequence[str], own: Sequence[SheetAdditions], name: str) -> Iterable[Finding]:
    """What cannot be taken over as it is."""
    parts = book.parts.archive.names
    if any(part.endswith("vbaProject.bin") for part in parts):
        yield Finding("L-KEPT-NOT", Place(name), facts={"内容": "宏"})
    for one in book.sheets:
        kinds = {relation.kind for relation in book.parts.relations(one.part)} if one.part else set()
        if "pivotTable" in kinds:
            yield Finding(
                "L-KEPT-NOT", Place(name, one.name), facts={"内容": "数据透视表（单元格里的数已保留）"}
            )
    for table in own:
        for title in table.left:
            yield Finding("L-KEPT-NOT", Place(name, table.page), facts={"内容": f"不留存的列“{title}”"})
        count = sum(1 for at, one in table.cells.items() if one.formula and not same_row(one, at, table))
        if count:
            yield Finding("L-KEPT-VALUE", Place(name, table.page), facts={"个数": count})


def same_row(one: FoundCell, at: tuple[int, int], table: SheetAdditions) -> bool:
    """Whether a formula says the same in another row: it looks at its own row only, or at added sheets."""
    from union_xl.xlsx_edit.formulas import parse
    from union_xl.xlsx_edit.references import column_number

    for ref in parse(one.formula):
        if isinstance(ref, str):
            if "[" in ref or ":" in ref.replace("::", ""):
                return False
            continue
        if ref.sheet is not None and ref.sheet not in HELPERS and ref.sheet != table.page:
            continue
        rows = {ref.row1, ref.row2 if ref.second else ref.row1}
        cols = {column_number(col.strip("$")) for col in (ref.col1, ref.col2) if col}
        if ref.sheet is not None or rows != {at[0]} or not cols <= {*table.titles, *table.extra}:
            return False
    return True
