"""A text in several looks: what is replaced in it leaves every other word its own look, and all other bytes
of the part as they were.

The tree says which elements; their n-th occurrence among all tags of that name says where in the bytes.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from itertools import accumulate
from xml.sax.saxutils import escape

from union_xl.model import TextSpan
from union_xl.xlsx_edit.markup import Element, local, put_text, shown_text
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


_TOKEN = re.compile(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(/?)(?:[\w.-]+:)?([\w.-]+)((?:[^>\"']|\"[^\"]*\"|'[^']*')*?)(/?)>",
    re.S,
)
_OTHER = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-?8[\"'])", re.I)


def patch_bytes(data: bytes, root: Element, words: Mapping[Element, str]) -> bytes | None:
    """The bytes of a part with new text in some elements of its tree `root`.

    None where that cannot be told byte for byte: another encoding than UTF-8, elements with something in them
    besides text.
    """
    if not words:
        return data
    if (
        data[:2] in (b"\xff\xfe", b"\xfe\xff")
        or b"\0" in data[:64]
        or _OTHER.match(data.lstrip(b"\xef\xbb\xbf"))
    ):
        return None
    names = {local(one) for one in words}
    order = list(root.iter(*(f"{{*}}{name}" for name in names)))
    spans = _spans(data, names)
    if len(spans) != len(order) or any(len(one) for one in words):
        return None
    out, at = [], 0
    for one, (start, end) in zip(order, spans, strict=True):
        if one in words:
            if start < 0:  # <a:t/> has no room
                return None
            out += [data[at:start], escape(words[one]).encode("utf-8", "replace")]
            at = end
    return b"".join([*out, data[at:]])


def _spans(data: bytes, names: set[str]) -> list[tuple[int, int]]:
    """Where the content of each element of these names begins and ends, in order; (-1, -1) for `<t/>`."""
    wanted = {name.encode() for name in names}
    start = data.rfind(b"sheetData") if b"t" not in wanted else -1  # headers stand behind all the cells
    found: list[tuple[int, int]] = []
    opened: list[int] = []
    for one in _TOKEN.finditer(data, max(start, 0)):
        if one[2] not in wanted:
            continue
        if one[4]:
            found.append((-1, -1))
        elif not one[1]:
            opened.append(len(found))
            found.append((one.end(), -1))
        elif opened:
            number = opened.pop()
            found[number] = (found[number][0], one.start())
    return found
