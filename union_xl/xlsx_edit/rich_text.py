"""A text in several looks: what is replaced in it leaves every other word its own look."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from itertools import accumulate

from union_xl.model import TextSpan
from union_xl.xlsx_edit.markup import Element, put_text, shown_text
from union_xl.xlsx_edit.workbook import Workbook


def replace_in_runs(runs: Sequence[str], changes: Sequence[TextSpan]) -> list[str]:
    """Runs of one text with stretches of it replaced; the new words stand where a stretch began.

    >>> replace_in_runs(["共{{会", "员数}}", "人"], [TextSpan(1, 8, "12")])
    ['共12', '', '人']
    """
    said = list(runs)
    ends = list(accumulate(map(len, runs)))
    for start, end, new in sorted(changes, reverse=True):
        placed = False
        for number, stop in enumerate(ends):
            begin = stop - len(runs[number])
            if begin < end and start < stop:
                low, high = max(start - begin, 0), end - begin
                said[number] = said[number][:low] + ("" if placed else new) + said[number][max(high, low) :]
                placed = True
    return said


def replace_in_cell(
    book: Workbook, cell: Element, changes: Sequence[TextSpan], text: str
) -> list[Element] | None:
    """The runs of a cell's rich text after the changes; None where it has one look, or says something else.

    `text` is what the cell says afterwards.
    """
    item = cell.find("{*}is")
    index = (cell.findtext("{*}v") or "").strip()
    if cell.get("t") == "s" and index.isdigit() and int(index) < len(book.rich_strings):
        item = book.rich_strings[int(index)]
    runs = [] if item is None else item.findall("{*}r")
    said = replace_in_runs([shown_text(one.findtext("{*}t") or "") for one in runs], changes)
    if not runs or "".join(said) != text:
        return None
    made = []
    for one, words in zip(runs, said, strict=True):
        spot = one.find("{*}t")
        if words and spot is not None:
            made.append(copy.deepcopy(one))
            put_text(made[-1].find("{*}t"), words)
    return made
