"""What the clerk changed in a ledger since it was written: edits, deleted rows, typed rows, and slips."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from union_xl.ledger_book.decisions import cells, place_of
from union_xl.ledger_book.held_sheet import shown_day
from union_xl.ledger_book.reading import LedgerIn
from union_xl.ledger_book.sheet_changes import (
    EMPTIED,
    FEW,
    NO_SHEET,
    NO_SOURCE,
    NUMBER,
    SORTED,
    Lines,
    as_number,
    changes,
    sorted_columns,
)
from union_xl.ledger_book.sheets import HELD_ENDING
from union_xl.ledgers.form import Form
from union_xl.ledgers.keys import row_keys
from union_xl.merge import BY_CLERK, BY_HAND, ClerkEdit, row_words, same
from union_xl.model import Finding, Place, PlaceKey
from union_xl.model.rows import FILE, ROW, SHEET
from union_xl.model.sheet_names import HANDLE, HELD

TypedRow = tuple[str, int, Mapping[str, Any]]
"""(form, running number, {title: value})."""
MANY = 20
"""More rows than this are seldom taken away at once."""
GoneRow = tuple[str, PlaceKey, str | None]
"""(form, place, key)."""


@dataclass(frozen=True)
class Returned:
    """The returns a ledger is compared with when it is not known how it was written: the files of this run,
    those among them whose content is the same as then, and how many rows of each file and form the ledger
    kept."""

    books: frozenset[str]
    same: frozenset[str]
    kept: Mapping[tuple[str, str], int]


@dataclass
class Edited:
    """What the clerk changed; `edits` those of earlier rounds included."""

    edits: list[ClerkEdit] = field(default_factory=list)
    deleted: list[GoneRow] = field(default_factory=list)
    typed: list[TypedRow] = field(default_factory=list)
    slips: list[Finding] = field(default_factory=list)


def edited(now: LedgerIn, was: LedgerIn, known: Sequence[Form], returned: Returned | None) -> Edited:
    """Compare a ledger with itself as it was written, or with the returns read again (`returned`)."""
    made = Edited(carried(now, was, known))
    old = {(edit.form, edit.place, edit.column, edit.key): edit for edit in made.edits}
    for form in known:
        if form.slug in was.rows and form.slug in now.rows:
            _of_form(now, was, form, returned, old, made)
        elif form.slug in was.rows and returned is None and len(was.rows[form.slug]):
            made.slips.append(Finding(NO_SHEET, Place(now.path.name, form.short), facts={"改名": ""}))
            made.typed += typed_rows(was, form)
    made.edits = list(old.values())
    _of_held(now, was, known, returned, made)
    return made


def _of_form(
    now: LedgerIn,
    was: LedgerIn,
    form: Form,
    returned: Returned | None,
    old: dict[tuple[str, PlaceKey, str, str | None], ClerkEdit],
    made: Edited,
) -> None:
    """Edits, deleted and typed rows of one form."""
    shared = shared_places(was, form)
    here, rows = _lines_of(now, form, shared, returned, True)
    there, before = _lines_of(was, form, shared, returned, False)
    found = changes(here, there, Place(now.path.name, form.short))
    made.slips += found.slips
    keys = there.keys()
    overlaid: dict[int, dict[str, Any]] = {}
    for row, new, title in found.edits:
        place, value = _place_at(was, form, before[row]), here.columns[title][new]
        if place[0] == BY_HAND:
            overlaid.setdefault(row, {})[title] = value
            continue
        first = old.get((form.slug, place, title, keys[row]))
        original = first.before if first else there.columns[title][row]
        if returned is not None and place[0] not in returned.same:
            original = value  # nobody knows what it was: both are shown, and the clerk decides
        old[form.slug, place, title, keys[row]] = ClerkEdit(
            form.slug, place, title, original, value, keys[row]
        )
    gone = _deleted(now, was, form, found.gone, before, returned)
    by_hand = [row for row in range(len(before)) if _place_at(was, form, before[row])[0] == BY_HAND]
    slipped = _too_many(len(gone), len(before) - len(by_hand))
    if slipped:
        facts = {"个数": len(gone), "原有": len(before)}
        made.slips.append(Finding("L-SLIP-ROWS", Place(now.path.name, form.short), facts=facts))
    else:
        made.deleted += [(form.slug, _place_at(was, form, before[row]), keys[row]) for row in gone]
    left = [row for row in by_hand if slipped or row not in set(found.gone)]
    typed = [filled(was, form, before[row], overlaid.get(row, {})) for row in left]
    typed += [
        filled(now, form, rows[row]) for row in found.new if returned is None or _is_new(now, form, rows[row])
    ]
    made.typed += [(form.slug, number, cells) for number, cells in enumerate(typed, 1)]


def _too_many(gone: int, rows: int) -> bool:
    """Whether rows were hardly taken away on purpose: a whole sheet, or many rows and most of them."""
    return gone > FEW and (gone == rows or (gone > MANY and 2 * gone > rows))


def _is_new(now: LedgerIn, form: Form, number: int) -> bool:
    """Whether a row says itself that it comes from no file."""
    return _place_at(now, form, number)[0] in ("", BY_HAND)


def _deleted(
    now: LedgerIn,
    was: LedgerIn,
    form: Form,
    gone: Sequence[int],
    before: Sequence[int],
    returned: Returned | None,
) -> list[int]:
    """The rows that were taken away; against returns read again only as many as the ledger then kept."""
    places = [(row, _place_at(was, form, before[row])) for row in gone]
    places = [(row, place) for row, place in places if place[0] != BY_HAND]
    if returned is None:
        return [row for row, _ in places]
    left = Counter(str(book) for book in now.rows[form.slug].column(FILE))
    waiting = {place_of(*line) for line in cells(now.held, FILE, SHEET, ROW)}
    return [
        row
        for row, place in places
        if place[0] in returned.same
        and place not in waiting
        and left[place[0]] < returned.kept.get((place[0], form.short), 0)
    ]


def _lines_of(
    ledger: LedgerIn,
    form: Form,
    shared: Collection[PlaceKey],
    returned: Returned | None,
    as_it_lies: bool,
) -> tuple[Lines, list[int]]:
    """The rows of a form that can be compared, and the position of each."""
    own = ledger.rows[form.slug]
    names = keys_of(ledger, form) if shared or returned is not None else []
    stands: list[Any] = []
    rows: list[int] = []
    for number, values in enumerate(own.sources()):
        place = place_of(*values)
        stand: Any = place and (place, names[number] if place in shared else None)
        if returned is not None and place is not None and place[0] not in (BY_HAND, *returned.same):
            if place[0] not in returned.books or names[number] is None:
                continue
            stand = "", names[number]
        stands.append(stand)
        rows.append(number)
    columns: dict[str, Sequence[Any]] = {}
    for column in form.columns:
        whole = own.column(column.title)
        columns[column.title] = whole if len(rows) == len(own) else [whole[number] for number in rows]
    at = {number: row for row, number in enumerate(rows)} if as_it_lies else {}

    def moved(spots: Iterable[tuple[int, str]]) -> frozenset[tuple[int, str]]:
        return frozenset((at[number], title) for number, title in spots if number in at)

    odd = ledger.odd.get(form.slug)
    made = Lines(
        stands,
        columns,
        lambda: row_keys(form, columns, len(rows)),
        odd.absent if odd else frozenset(),
        moved(odd.numbers) if odd else frozenset(),
        moved(odd.valueless) if odd else frozenset(),
    )
    return made, rows


def typed_rows(now: LedgerIn, form: Form) -> list[TypedRow]:
    """Rows without a source of their own: typed, or copied, by the clerk."""
    if form.slug not in now.rows:
        return []
    seen: set[Any] = set()
    own: list[int] = []
    shared = shared_places(now, form)
    for number, values in enumerate(now.rows[form.slug].sources()):
        place = place_of(*values)
        if place is None or place[0] == BY_HAND or (place in seen and place not in shared):
            own.append(number)
        seen.add(place)
    return [(form.slug, count, filled(now, form, number)) for count, number in enumerate(own, 1)]


def filled(
    ledger: LedgerIn, form: Form, number: int, over: Mapping[str, Any] = MappingProxyType({})
) -> dict[str, Any]:
    """The filled cells of a row, some with another value."""
    rows = ledger.rows[form.slug]
    cells_ = {column.title: rows.cell(column.title, number) for column in form.columns}
    return {title: value for title, value in {**cells_, **over}.items() if value is not None}


def _place_at(ledger: LedgerIn, form: Form, number: int) -> PlaceKey:
    rows = ledger.rows[form.slug]
    place = place_of(*(rows.cell(title, number) for title in (FILE, SHEET, ROW)))
    return place or ("", "", 0)


def shared_places(ledger: LedgerIn, form: Form) -> frozenset[PlaceKey]:
    """Places several rows come from: tables side by side have more than one in a line."""
    rows = ledger.rows.get(form.slug)
    if rows is None:
        return frozenset()
    counts = Counter(place_of(*values) for values in rows.sources())
    return frozenset(place for place, count in counts.items() if place is not None and count > 1)


def keys_of(ledger: LedgerIn, form: Form) -> list[str | None]:
    """What names each row of a form."""
    rows = ledger.rows[form.slug]
    return row_keys(form, {column.title: rows.column(column.title) for column in form.columns}, len(rows))


def carried(now: LedgerIn, before: LedgerIn, known: Sequence[Form]) -> list[ClerkEdit]:
    """Edits of earlier rounds, from 修正记录."""
    lines = [
        line
        for line in cells(now.corrections, "表", "文件", "工作表", "单元格", "列名", "原值", "新值", "原因")
        if line[-1] == BY_CLERK
    ]
    if not lines:
        return []
    slugs = {form.short: form for form in known}
    known_rows: dict[str, _Lines] = {}
    made = []
    for short, book, sheet, cell, column, old, new, _ in lines:
        form = slugs.get(str(short)) if column != HANDLE else None
        digits = "".join(c for c in str(cell or "") if c.isdigit())
        if form is None or not digits:
            continue
        place = (str(book), str(sheet or ""), int(digits))
        if form.slug not in known_rows:
            known_rows[form.slug] = _lines(before, form)
        key, words = known_rows[form.slug].row(place, str(column), new)
        made.append(ClerkEdit(form.slug, place, str(column), old, new, key, words))
    return made


@dataclass(frozen=True)
class _Lines:
    """The rows of one form by where they come from: (key, {title: value}), kept ones first."""

    rows: Mapping[PlaceKey, Sequence[tuple[str | None, Mapping[str, Any]]]]

    def row(self, place: PlaceKey, column: str, value: Any) -> tuple[str | None, frozenset[str]]:
        """The key of the row that has this value now, and what it says; of the only row where none has."""
        here = self.rows.get(place, ())
        fitting = [one for one in here if same(one[1].get(column), value)] or list(here[:1])
        if not fitting:
            return None, frozenset()
        key, cells = fitting[0]
        return key, row_words(cells.values())


def _lines(ledger: LedgerIn, form: Form) -> _Lines:
    rows: dict[PlaceKey, list[tuple[str | None, Mapping[str, Any]]]] = {}
    own = ledger.rows.get(form.slug)
    titles = [column.title for column in form.columns]
    if own is not None:
        values = zip(*map(own.column, titles), strict=True)
        for key, stand, line in zip(keys_of(ledger, form), own.sources(), values, strict=True):
            if (place := place_of(*stand)) is not None:
                rows.setdefault(place, []).append((key, dict(zip(titles, line, strict=True))))
    for short, book, sheet, row, *held in cells(ledger.held, "表", FILE, SHEET, ROW, *titles):
        if short == form.short and (place := place_of(book, sheet, row)) is not None:
            rows.setdefault(place, []).append((None, dict(zip(titles, held, strict=True))))
    return _Lines(rows)


def _of_held(
    now: LedgerIn, was: LedgerIn, known: Sequence[Form], returned: Returned | None, made: Edited
) -> None:
    """Corrections the clerk typed into 暂缓."""
    slugs = {form.short: form.slug for form in known}
    forms = {form.slug: form for form in known}
    texts = {c.title for form in known for c in form.columns if c.kind.text}
    where = Place(now.path.name, HELD)
    skip = {"表", *HELD_ENDING}
    titles = [title for title in now.held if title not in skip and title in was.held]
    if was.held.get(FILE) and now.held and not any(now.held.get(FILE, ())):
        made.slips.append(Finding(NO_SOURCE, where, facts={"个数": len(was.held[FILE])}))
        return
    before: dict[PlaceKey | None, list[tuple[Any, ...]]] = {}
    for *stand, values in ((*line[:3], line[3:]) for line in cells(was.held, FILE, SHEET, ROW, *titles)):
        before.setdefault(place_of(*stand), []).append(values)
    found: list[tuple[ClerkEdit, Any]] = []
    for short, book, sheet, row, *values in cells(now.held, "表", FILE, SHEET, ROW, *titles):
        place = place_of(book, sheet, row)
        slug = slugs.get(str(short))
        here = before.get(place)
        if place is None or slug is None or not here or place[0] == BY_HAND:
            continue
        if returned is not None and place[0] not in returned.same:
            continue
        # Of several rows of one line the one it differs least from: a clerk may have sorted the sheet.
        first = max(here, key=lambda line: sum(map(same, line, values)))
        here.remove(first)
        for title, old, new in zip(titles, first, values, strict=True):
            # Ledgers up to 0.3.0 showed the number of a day as it came.
            if not same(old, new) and not same(old, shown_day(forms[slug], title, new)):
                found.append((ClerkEdit(slug, place, title, old, new, row=row_words(first)), len(values)))
    made.edits = _chained(made.edits, _meant_on_held([edit for edit, _ in found], was, texts, where, made))


def _chained(earlier: Sequence[ClerkEdit], later: Sequence[ClerkEdit]) -> list[ClerkEdit]:
    """All edits of held cells; of a cell that was corrected before, one from what the file says to what
    stands there now (none where the clerk put back what the file says)."""
    made = list(earlier)
    for edit in later:
        of_cell = (edit.form, edit.place, edit.column)
        first = next(
            (
                one
                for one in made
                if (one.form, one.place, one.column) == of_cell and same(one.after, edit.before)
            ),
            None,
        )
        if first is not None:
            made.remove(first)
            if same(first.before, edit.after):
                continue
            edit = replace(edit, before=first.before)
        made.append(edit)
    return made


def held_by_hand(now: LedgerIn, known: Sequence[Form]) -> list[tuple[str, Mapping[str, Any]]]:
    """(form, {title: value}) of rows the clerk typed that are held: they live on 暂缓 only."""
    by_name = {form.short: form for form in known}
    made: list[tuple[str, Mapping[str, Any]]] = []
    titles = [title for title in now.held if title]
    for values in cells(now.held, *titles) if BY_HAND in now.held.get(FILE, ()) else ():
        row = dict(zip(titles, values, strict=True))
        form = by_name.get(str(row.get("表")))
        if form is not None and row[FILE] == BY_HAND:
            own = {column.title: row.get(column.title) for column in form.columns}
            made.append((form.slug, {title: value for title, value in own.items() if value is not None}))
    return made


def _meant_on_held(
    found: Sequence[ClerkEdit], was: LedgerIn, texts: Collection[str], where: Place, made: Edited
) -> list[ClerkEdit]:
    """Corrections without columns sorted by themselves or emptied as a whole, and long numbers."""
    good: list[ClerkEdit] = []
    by_title = {one.column: [edit for edit in found if edit.column == one.column] for one in found}
    moved = sorted_columns({title: [(e.before, e.after) for e in own] for title, own in by_title.items()})
    for title, own in by_title.items():
        if title in moved:
            made.slips.append(Finding(SORTED, where, title, facts={"个数": len(own)}))
            continue
        filled = sum(value is not None for value in was.held[title])
        if filled >= FEW and len(own) == filled and all(edit.after is None for edit in own):
            made.slips.append(Finding(EMPTIED, where, title, facts={"个数": len(own)}))
            continue
        spoiled = [
            edit
            for edit in own
            if title in texts and isinstance(edit.after, int | float) and as_number(edit.after, edit.before)
        ]
        if spoiled:
            made.slips.append(Finding(NUMBER, where, title, facts={"个数": len(spoiled)}))
        good += [edit for edit in own if edit not in spoiled]
    return good
