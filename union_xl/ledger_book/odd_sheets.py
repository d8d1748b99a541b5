"""What is odd about a form's sheet in a ledger: titles it lacks, numbers a person or a program spoiled."""

from __future__ import annotations

from dataclasses import dataclass

from union_xl.ledger_book.workbook import Sheet
from union_xl.ledgers.form import Form
from union_xl.model.rows import SOURCE_TITLES


@dataclass(frozen=True)
class Odd:
    """What is odd about a form's sheet: titles it lacks, (row, title) of text columns with a number, and of
    formulas and errors without a value; the sheet's `name` where it is not the form's."""

    absent: frozenset[str] = frozenset()
    numbers: frozenset[tuple[int, str]] = frozenset()
    valueless: frozenset[tuple[int, str]] = frozenset()
    name: str = ""


MOST_TITLES = 0.8
"""Share of a form's titles by which its renamed sheet is known."""


def oddities(sheet: Sheet, form: Form) -> Odd:
    """What somebody may have done to the sheet by mistake."""
    titles = [column.title for column in form.columns]
    texts = {column.title for column in form.columns if column.kind.text}
    numbers = {
        (row, title)
        for title in texts & set(sheet.titles)
        for row, value in enumerate(sheet.column(title))
        if type(value) in (int, float)
    }
    at = {number: row for row, number in enumerate(sheet.numbers)}
    named = {col: title for col, title in enumerate(sheet.titles, 1) if title in titles}
    spots = [(at.get(row), named.get(col)) for row, col in sheet.valueless()]
    valueless = {(row, title) for row, title in spots if row is not None and title is not None}
    absent = {*titles, *SOURCE_TITLES} - set(sheet.titles)
    name = sheet.name if sheet.name != form.short else ""
    return Odd(frozenset(absent), frozenset(numbers), frozenset(valueless), name)
