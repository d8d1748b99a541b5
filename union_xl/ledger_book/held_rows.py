"""暂缓 as the clerk left it, with the rows that are no longer there or no longer say where they come from.

A held row is held by the returns, not by the sheet: taking its line away decides nothing, and what was
decided about it before still counts.  Of a ledger that comes in as a return: what it held, and who has
reported.  Pairs of 重复与冲突 that the clerk decided, where their rows may not both come again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path
from typing import Any

from union_xl import ledgers
from union_xl.ledger_book.decisions import cells, place_of
from union_xl.ledger_book.reading import Helper, LedgerIn
from union_xl.ledger_book.sheet_changes import NO_SOURCE
from union_xl.ledger_book.sheets import HELD_ENDING, TWICE_TITLES
from union_xl.ledger_book.workbook import Workbook, tidy
from union_xl.ledgers.form import Form
from union_xl.merge import BY_HAND, Verdict, row_words
from union_xl.merge.decisions import conflict_key
from union_xl.merge.reporting_status import status_and_note
from union_xl.model import Conflict, Finding, HeldRow, LedgerError, Place
from union_xl.model.rows import FILE, PLACE_TITLES, ROW, SHEET
from union_xl.model.sheet_names import HELD, STATUS

Row = dict[str, Any]
ALIKE = 0.75
"""A line that says so much of what a held row said is that row."""


def restore_held_rows(now: LedgerIn, was: LedgerIn) -> tuple[LedgerIn, list[Finding]]:
    """The ledger with every line of 暂缓 that was written; what a person did there by mistake is told.

    Lines without their 来源 are known by what they say; lines that were taken away stand there as they were.
    Rows the clerk typed are gone when their line is: they live nowhere else.
    """
    if not now.held or not was.held:
        return now, []
    lines, before = _rows(now.held), _rows(was.held)
    left = Counter(_place(one) for one in lines)
    lost = []
    for one in before:
        place = _place(one)
        if left[place]:
            left[place] -= 1
        elif place is not None and place[0] != BY_HAND:
            lost.append(one)
    found = [_known_again(one, lost) for one in lines if _place(one) is None and _words(one)]
    if not lost and not any(found):
        return now, []
    where, findings = Place(now.path.name, HELD), []
    if known := [one for one in found if one]:
        findings.append(Finding(NO_SOURCE, where, facts={"个数": len(known)}))
    if lost:
        findings.append(Finding("L-SLIP-HELD", where, facts={"个数": len(lost)}))
    titles = dict.fromkeys((*now.held, *was.held))
    whole = [*lines, *lost]
    return replace(now, held={title: [one.get(title) for one in whole] for title in titles}), findings


def _known_again(line: Row, lost: list[Row]) -> bool:
    """Give a line the place of the lost row it says most of, which is lost no longer."""
    said = _words(line)
    best = max(lost, key=lambda one: len(said & _words(one)), default=None)
    if best is None or best.get("表") != line.get("表"):
        return False
    if len(said & _words(best)) < ALIKE * len(_words(best)):
        return False
    line.update({title: best[title] for title in (FILE, SHEET, ROW)})
    lost[:] = [one for one in lost if one is not best]
    return True


def _rows(sheet: Helper) -> list[Row]:
    return [dict(zip(sheet, values, strict=True)) for values in zip(*sheet.values(), strict=True)]


def _place(row: Mapping[str, Any]) -> Any:
    return place_of(row.get(FILE), row.get(SHEET), row.get(ROW))


def _words(row: Mapping[str, Any]) -> frozenset[str]:
    return row_words(value for title, value in row.items() if title not in ("表", *HELD_ENDING))


Said = Callable[[str, str, int], Set[str]]
"""(file, sheet, row) -> the texts of what stands there."""


def reported_in(data: bytes, name: str, known: Sequence[Form]) -> list[tuple[str, str, bool]]:
    """(form, unit, whether it was a zero report) of its 报送情况: who has sent what was accepted."""
    try:
        sheet = Workbook(Path(name), data).sheet(STATUS, ("单位", "表", "状态"))
    except LedgerError:
        return []
    if sheet is None:
        return []
    slugs = {form.short: form.slug for form in known}
    lines = zip(*(sheet.column(title) for title in ("单位", "表", "状态")), strict=True)
    return [
        (slugs[str(short)], str(unit), status_and_note(state)[0] == "零报告")
        for unit, short, state in lines
        if unit and str(short) in slugs and status_and_note(state)[0] in ("已报", "部分受理", "零报告")
    ]


def held_rows_of_input_ledger(
    data: bytes, name: str, known: Sequence[Form], read: Said
) -> dict[str, list[HeldRow]]:
    """{form: rows of 暂缓}, each with its place on that sheet.

    `read` gives what the rows of this run's other files say: a row that is read there anyway is not carried
    on from the ledger.  The place alone does not tell: files of two offices often have the same name.
    """
    try:
        sheet = Workbook(Path(name), data).sheet(HELD, ("表", *PLACE_TITLES))
    except LedgerError:
        return {}
    if sheet is None:
        return {}
    slugs = {form.short: form.slug for form in known}
    titles = ledgers.rule_titles(known)
    codes = {title: code for code, title in reversed(titles.items())}  # the first of a name
    made: dict[str, list[HeldRow]] = {}
    for row, number in zip(sheet.rows, sheet.numbers, strict=True):
        cells: dict[str, Any] = {
            title: tidy(value) for title, value in zip(sheet.titles, row, strict=False) if title
        }
        slug = slugs.get(str(cells.get("表")))
        book, tab, line = (cells.get(title) for title in PLACE_TITLES)
        if slug is None:
            continue
        why = [codes[said] for said in str(cells.get("原因") or "").split("；") if said in codes]
        own = {t: v for t, v in cells.items() if v is not None and t not in ("表", *HELD_ENDING)}
        there = read(str(book), str(tab or ""), line) if isinstance(line, int) else frozenset()
        if not _same_row(own, there):
            made.setdefault(slug, []).append(HeldRow(HELD, number, own, tuple(why) or ("L-WAITING",)))
    return made


def _same_row(cells: Mapping[str, Any], there: Set[str]) -> bool:
    """Whether a line says what a held row says: three quarters of it, as a cell may be mended now."""
    said = row_words(cells.values())
    return bool(there) and 4 * len(said & there) >= 3 * len(said)


def settled_pairs(
    now: LedgerIn, known: Sequence[Form], verdicts: Mapping[tuple[str, ...], Verdict]
) -> Iterator[Conflict]:
    """The lines of 重复与冲突 of these ledgers that have a word in `verdicts`, as pairs again."""
    slugs = {form.short: form.slug for form in known}
    for (
        _, short, tag, left_unit, right_unit, unlike, left_file, left_sheet, left_row,
        right_file, right_sheet, right_row, counted, kind, _,
    ) in cells(now.conflicts, *TWICE_TITLES):  # fmt: skip
        left, right = {"标识": tag, "单位": left_unit, "现按": counted}, {"单位": right_unit}
        for said in str(unlike or "").split("；"):
            title, differs, both = said.partition("：")
            if differs:
                left[title], _, right[title] = (
                    None if one == "空" else one for one in both.partition(" ／ ")
                )
        pair = Conflict(
            str(kind or ""),
            slugs.get(str(short), ""),
            left,
            right,
            Place(str(left_file or ""), str(left_sheet or ""), int(left_row or 0)),
            Place(str(right_file or ""), str(right_sheet or ""), int(right_row or 0)),
        )
        if pair.form and (verdict := verdicts.get(conflict_key(pair))):
            yield replace(pair, verdict=verdict.words)
