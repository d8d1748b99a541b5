"""The rows of a file as the ledger's sheet will show them, drawn where the file was read.

Most files go into the ledger as they are; whoever reads them, in a worker of its own, may as well draw them.
"""

from __future__ import annotations

from dataclasses import replace

from union_xl import forms
from union_xl.core import Context, Part, Submission
from union_xl.core.batches import Columns, prints, slices
from union_xl.core.columns import packed
from union_xl.core.ledger import NORMAL, PENDING, SOURCE_FORMATS
from union_xl.forms import Form
from union_xl.forms.keys import MOBILES, key_texts
from union_xl.package.rowxml import DATE_FORMAT, drawn, style_numbers


def with_rows_drawn(one: Submission, context: Context) -> Submission:
    """The submission, the columns of its parts packed, drawn and known by their prints."""
    known = {form.slug: form for form in forms.forms_of(context)}
    numbers = style_numbers(forms.every_cell_format(context))
    parts = tuple(_drawn(one.book, part, known[part.form], numbers) for part in one.parts)
    return replace(one, parts=parts)


def _drawn(book: str, part: Part, form: type[Form], numbers: dict[str, int]) -> Part:
    columns = {title: packed(values) for title, values in part.columns.items()}
    if not part.kept:
        return replace(part, columns=Columns(columns))
    count = part.kept
    blank = [None] * count
    state = [PENDING if index in part.pending else NORMAL for index in range(count)]
    formats = forms.cell_formats(form)
    rows = [
        *(part.columns.get(title) or blank for title in formats),
        *(state, [book] * count, part.sheets, part.rows),
    ]
    styles = [numbers[code] for code in (*formats.values(), *SOURCE_FORMATS.values())]
    names = key_texts(form, part.columns, count)
    known_by = {"": prints(names)} | {
        title: prints(part.columns[title]) for title in MOBILES if part.columns.get(title)
    }
    there = drawn(rows, styles, numbers[DATE_FORMAT])
    return replace(part, columns=Columns(columns, there, slices({"": packed(names)}), known_by))
