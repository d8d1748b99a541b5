"""What an earlier ledger tells the next merge: decisions, and what the clerk changed in it.

The ledger as it was written is kept beside the output.  What differs from it now is the clerk's; edits of
earlier rounds stand in 修正记录, so that they live on in any copy of the workbook.  Without the written copy
only those, and the decisions, are known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from union_xl import forms, rules
from union_xl.core import Context, Ledger
from union_xl.core.batches import Bytes
from union_xl.core.columns import JOIN
from union_xl.core.ledger import FILE, ROW, SHEET, Rows
from union_xl.forms import Form
from union_xl.forms.keys import key_texts
from union_xl.ledgerbook.decisions import cells, confirmed, handled, noted, place_of, verdicts, wanted
from union_xl.ledgerbook.formpage import kept_rows
from union_xl.ledgerbook.pages import (
    COLUMNS,
    FILES,
    FINDINGS,
    HELD,
    HELD_ENDING,
    HELPERS,
    MENDS,
    STANDING,
    TWICE,
    Page,
)
from union_xl.ledgerbook.reading import Helper, LedgerIn, read
from union_xl.merge import BY_CLERK, BY_HAND, Base, CellEdit, Keys, row_words, same
from union_xl.merge.base import WORDS, PlaceKey

if TYPE_CHECKING:
    import pandas as pd

UNIT = "单位名称"
Stand = tuple[PlaceKey, str | None]
"""Where a row comes from; its key, too, where several rows come from one line."""
TypedRow = tuple[str, int, Mapping[str, Any]]
"""(form, running number, {title: value})."""
DELETED = rules.title("L-DELETED")


def base(path: Path, written: Path | None, declared: Sequence[type[Form]] = ()) -> Base:
    """The earlier ledger as the next run needs it.

    `written` is the same ledger as it was written; None when it is not at hand.  Raises LedgerError.
    """
    now = read(path, declared)
    was = None if written is None else read(written, declared)
    return _base_of(now, was, [*forms.ALL, *declared])


def base_as_written(pages: Sequence[Page], ledger: Ledger, path: Path, context: Context) -> Base:
    """What the next run would read from a ledger just written, if nobody changes it.

    `pages` are its sheets, as `write` gave them.
    """
    known = list(forms.forms_of(context))
    rows = {form: kept_rows(ledger, form.slug) for form in known if form.slug in ledger.frames}
    helpers: dict[str, Helper] = {
        one.name: dict(zip(one.titles, map(list, one.columns), strict=True))
        for one in pages
        if one.name in HELPERS
    }
    now = LedgerIn(
        path,
        ledger.frames,
        {},
        {},
        held=helpers.get(HELD, {}),
        findings=helpers.get(FINDINGS, {}),
        files=helpers.get(FILES, {}),
        standing=helpers.get(STANDING, {}),
        conflicts=helpers.get(TWICE, {}),
        mends=helpers.get(MENDS, {}),
        proposals=helpers.get(COLUMNS, {}),
        explanations=ledger.explanations,
        period=context.period.label if context.period else "",
    )
    return _base_of(now, None, known, typed=_typed_in(now, rows), keys=_keys_in(rows))


def _typed_in(now: LedgerIn, rows: Mapping[type[Form], Rows]) -> list[TypedRow]:
    """The rows the clerk typed, of rows just merged: every other has a place of its own."""
    return [
        _typed_row(now, form, count, number)
        for form, kept in rows.items()
        for count, number in enumerate(sorted(kept.places({BY_HAND}).values()), 1)
    ]


def _keys_in(rows: Mapping[type[Form], Rows]) -> Keys:
    """The row keys of each unit, of rows just merged."""
    made: dict[tuple[str, str], list[Bytes]] = {}
    for form, kept in rows.items():
        if UNIT not in kept.titles:
            continue
        for unit, keys in kept.named(UNIT):
            if unit:
                made.setdefault((form.slug, unit), []).append(keys)
    return Keys({which: JOIN.encode().join(keys) for which, keys in made.items()})


def _base_of(
    now: LedgerIn,
    was: LedgerIn | None,
    known: Sequence[type[Form]],
    typed: list[TypedRow] | None = None,
    keys: Mapping[tuple[str, str], frozenset[str]] | None = None,
) -> Base:
    before = now if was is None else was
    edits, deleted = _carried(now, before, known), _already_deleted(now, known)
    added = _typed(now, was, known) if typed is None else typed
    if was is not None:
        edits, gone, extra = _changes(now, was, known, edits, added)
        deleted, added = [*deleted, *gone], [*added, *extra]
    edits += _held_edits(now, was, known)
    return Base(
        period=now.period,
        files={str(sha): str(book) for sha, book in cells(now.files, "sha256", "文件") if sha and book},
        edits=tuple(edits),
        deleted=tuple(deleted),
        wanted=frozenset(wanted(now)),
        verdicts=verdicts(now, known),
        handled=handled(now, known),
        keys=_keys(before, known) if keys is None else keys,
        confirmed=confirmed(now, known),
        chased=noted(now, "已催次数", lambda value: int(value) if str(value).isdigit() else 0),
        sealed=noted(now, "盖章件", str),
        added=tuple(added),
        explanations=now.explanations,
    )


def _stands(frame: pd.DataFrame) -> Iterable[tuple[Any, Any, Any]]:
    """File, sheet and row each row comes from, as the ledger says."""
    return zip(*(frame[title].tolist() for title in (FILE, SHEET, ROW)), strict=True)


def _rows(
    ledger: LedgerIn, form: type[Form], shared: Collection[PlaceKey]
) -> tuple[dict[Stand, int], list[int]]:
    """{where it comes from: frame row} of the first row of each, and the rows without a place of their own.

    Rows from `shared` places are told apart by their keys."""
    frame = ledger.frames.get(form.slug)
    if frame is None:
        return {}, []
    keys = _frame_keys(ledger, form) if shared else []
    found: dict[Stand, int] = {}
    own: list[int] = []
    for number, values in enumerate(_stands(frame)):
        place = place_of(*values)
        if (
            place is None
            or place[0] == BY_HAND
            or (stand := (place, keys[number] if place in shared else None)) in found
        ):
            own.append(number)
        else:
            found[stand] = number
    return found, own


def _shared(ledger: LedgerIn, form: type[Form]) -> frozenset[PlaceKey]:
    """Places several rows come from: tables side by side have more than one in a line."""
    frame = ledger.frames.get(form.slug)
    if frame is None:
        return frozenset()
    counts = Counter(place_of(*values) for values in _stands(frame))
    return frozenset(place for place, count in counts.items() if place is not None and count > 1)


def _frame_keys(ledger: LedgerIn, form: type[Form]) -> list[str | None]:
    frame = ledger.frames[form.slug]
    titles = [column.title for column in forms.columns(form)]
    return key_texts(form, {title: frame[title].tolist() for title in titles}, len(frame))


def _changes(
    now: LedgerIn,
    was: LedgerIn,
    known: Sequence[type[Form]],
    carried: list[CellEdit],
    typed: Sequence[TypedRow],
) -> tuple[list[CellEdit], list[tuple[str, PlaceKey, str | None]], list[TypedRow]]:
    """Edited cells, deleted rows and rows the clerk copied or typed, form by form."""
    old = {(edit.form, edit.place, edit.column, edit.key): edit for edit in carried}
    gone: list[tuple[str, PlaceKey, str | None]] = []
    extra: list[TypedRow] = []
    for form in known:
        if form.slug not in now.frames or form.slug not in was.frames:
            continue
        here, there = now.frames[form.slug], was.frames[form.slug]
        shared = _shared(was, form)
        places, _ = _rows(now, form, shared)
        before, _ = _rows(was, form, shared)
        keys = _frame_keys(was, form)
        gone += [(form.slug, stand[0], keys[row]) for stand, row in before.items() if stand not in places]
        strange = [row for place, row in places.items() if place not in before]
        count = sum(1 for slug, *_ in typed if slug == form.slug)
        extra += [_typed_row(now, form, number, row) for number, row in enumerate(strange, count + 1)]
        both = [place for place in before if place in places]
        now_rows, was_rows = [places[p] for p in both], [before[p] for p in both]
        for column in forms.columns(form):
            title = column.title
            left, right = here[title].to_numpy()[now_rows], there[title].to_numpy()[was_rows]
            for at in (left != right).nonzero()[0] if len(both) else ():
                if same(left[at], right[at]):
                    continue
                (place, _), key = both[at], keys[was_rows[at]]
                first = old.get((form.slug, place, title, key))
                original = first.before if first else right[at]
                old[form.slug, place, title, key] = CellEdit(form.slug, place, title, original, left[at], key)
    return list(old.values()), gone, extra


def _carried(now: LedgerIn, before: LedgerIn, known: Sequence[type[Form]]) -> list[CellEdit]:
    """Edits of earlier rounds, from 修正记录."""
    lines = [
        line
        for line in cells(now.mends, "表", "文件", "工作表", "单元格", "列名", "原值", "新值", "原因")
        if line[-1] == BY_CLERK
    ]
    if not lines:
        return []
    slugs = {form.short: form for form in known}
    known_rows: dict[str, _Lines] = {}
    made = []
    for short, book, sheet, cell, column, old, new, _ in lines:
        form = slugs.get(str(short)) if column != WORDS else None
        digits = "".join(c for c in str(cell or "") if c.isdigit())
        if form is None or not digits:
            continue
        place = (str(book), str(sheet or ""), int(digits))
        if form.slug not in known_rows:
            known_rows[form.slug] = _lines(before, form)
        key, words = known_rows[form.slug].row(place, str(column), new)
        made.append(CellEdit(form.slug, place, str(column), old, new, key, words))
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


def _lines(ledger: LedgerIn, form: type[Form]) -> _Lines:
    rows: dict[PlaceKey, list[tuple[str | None, Mapping[str, Any]]]] = {}
    frame = ledger.frames.get(form.slug)
    titles = [column.title for column in forms.columns(form)]
    if frame is not None:
        values = zip(*(frame[title].tolist() for title in titles), strict=True)
        for key, stand, line in zip(_frame_keys(ledger, form), _stands(frame), values, strict=True):
            if (place := place_of(*stand)) is not None:
                rows.setdefault(place, []).append((key, dict(zip(titles, line, strict=True))))
    for short, book, sheet, row, *held in cells(ledger.held, "表", FILE, SHEET, ROW, *titles):
        if short == form.short and (place := place_of(book, sheet, row)) is not None:
            rows.setdefault(place, []).append((None, dict(zip(titles, held, strict=True))))
    return _Lines(rows)


def _held_edits(now: LedgerIn, was: LedgerIn | None, known: Sequence[type[Form]]) -> list[CellEdit]:
    """Corrections the clerk typed into 暂缓."""
    if was is None:
        return []
    slugs = {form.short: form.slug for form in known}
    skip = {"表", *HELD_ENDING}
    titles = [title for title in now.held if title not in skip and title]
    before: dict[PlaceKey | None, list[tuple[Any, ...]]] = {}
    for *stand, values in ((*line[:3], line[3:]) for line in cells(was.held, FILE, SHEET, ROW, *titles)):
        before.setdefault(place_of(*stand), []).append(values)
    made = []
    for short, book, sheet, row, *values in cells(now.held, "表", FILE, SHEET, ROW, *titles):
        place = place_of(book, sheet, row)
        slug = slugs.get(str(short))
        here = before.get(place)
        if place is None or slug is None or not here:
            continue
        # Of several rows of one line the one it differs least from: a clerk may have sorted the sheet.
        first = max(here, key=lambda line: sum(map(same, line, values)))
        here.remove(first)
        for title, old, new in zip(titles, first, values, strict=True):
            if not same(old, new):
                made.append(CellEdit(slug, place, title, old, new, row=row_words(first)))
    return made


def _already_deleted(now: LedgerIn, known: Sequence[type[Form]]) -> list[tuple[str, PlaceKey, str | None]]:
    """Rows the clerk deleted from the ledger in an earlier round: they stand in 暂缓."""
    slugs = {form.short: form.slug for form in known}
    made: list[tuple[str, PlaceKey, str | None]] = []
    for short, why, *values in cells(now.held, "表", "原因", FILE, SHEET, ROW):
        place = place_of(*values)
        if place is not None and DELETED in str(why or "") and str(short) in slugs:
            made.append((slugs[str(short)], place, None))
    return made


def _typed(now: LedgerIn, was: LedgerIn | None, known: Sequence[type[Form]]) -> list[TypedRow]:
    """Rows without a source of their own: typed, or copied, by the clerk."""
    return [
        _typed_row(now, form, count, number)
        for form in known
        for count, number in enumerate(_rows(now, form, _shared(was or now, form))[1], 1)
    ]


def _typed_row(now: LedgerIn, form: type[Form], count: int, number: int) -> TypedRow:
    frame = now.frames[form.slug]
    cells = {column.title: frame[column.title].iloc[number] for column in forms.columns(form)}
    return form.slug, count, {title: value for title, value in cells.items() if value is not None}


def _keys(before: LedgerIn, known: Sequence[type[Form]]) -> dict[tuple[str, str], frozenset[str]]:
    """The row keys each unit had, per form; only what the last ledger wrote counts."""
    made: dict[tuple[str, str], set[str]] = {}
    for form in known:
        frame = before.frames.get(form.slug)
        if frame is None or UNIT not in frame:
            continue
        own: dict[Any, set[str]] = {}
        for unit, key in zip(frame[UNIT].tolist(), _frame_keys(before, form), strict=True):
            if unit and key is not None:
                known_keys = own.get(unit)
                if known_keys is None:
                    known_keys = own[unit] = set()
                known_keys.add(key)
        for unit, found in own.items():
            made.setdefault((form.slug, str(unit)), set()).update(found)
    return {which: frozenset(keys) for which, keys in made.items()}
