"""Tick boxes in the text of a cell: `□男 ☑女`, `男□ 女☑`, `（√）是 （ ）否`."""

from __future__ import annotations

from dataclasses import replace

from union_xl.kinds.base import Kind
from union_xl.ledgers.form import Form
from union_xl.model import Raw, Table
from union_xl.model.lazy_pattern import LazyPattern

_TICK = "√✓✔☑✅■☒"
_IN_BRACKETS = LazyPattern(rf"[(（\[【]\s*[{_TICK}vV]\s*[)）\]】]")
_EMPTY_BRACKETS = LazyPattern(r"[(（\[【]\s*[)）\]】]")
_SIGNS = str.maketrans("✓✔", "√√")
_ON_A_BOX = LazyPattern(r"[□☐]\s*√|(?:(?<=\s)|^)√[□☐]")
_BEHIND = LazyPattern(r"[□☐]([^□☐☑√]*[^\s□☐☑√])\s*√(?=\s*(?:[□☐☑]|\Z))")
"""A tick behind the option of a box that stands before it (`□是√ □否`)."""
_APART = LazyPattern(r"\s+√(?=\s|\Z)")
_MOUTHS = LazyPattern(r"(?:^|(?<=[\s、，,;；]))口(?=[\u4e00-\u9fff])")
_BOX = LazyPattern(r"[☑✅■☒□☐]")
_SIGN = LazyPattern(r"[☑✅■☒□☐√]")
_ANY = LazyPattern(r"[☑✅■☒□☐√✓✔口]|[(（\[【][\svV]*[)）\]】]")
"""Without any of these there is no box: most cells are looked at no further."""
_TICKED = "☑✅■☒"
_SAMPLE = 40
"""Rows of a list that are looked at for boxes."""
_ENDS = " \t\n\u3000_＿:：、，,;；/|.。"


def options(text: str) -> tuple[tuple[str, bool], ...]:
    """(option, ticked) of each box in a text; () where there is none.

    >>> options("□男 ☑女"), options("男□ 女☑"), options("（√）是 （ ）否"), options("张三")
    ((('男', False), ('女', True)), (('男', False), ('女', True)), (('是', True), ('否', False)), ())
    """
    if not _ANY.search(text):
        return ()
    plain = _EMPTY_BRACKETS.sub("□", _IN_BRACKETS.sub("☑", text.strip())).translate(_SIGNS)
    if len(_MOUTHS.findall(plain)) > 1 or (_SIGN.search(plain) and _MOUTHS.search(plain)):
        plain = _MOUTHS.sub("□", plain)  # the sign for mouth, typed for a box
    if "√" in plain and _BOX.search(plain):
        plain = _ticked(plain)
    boxes = list(_BOX.finditer(plain))
    if not boxes:
        return _by_signs(text)
    bounds = [0, *(spot for box in boxes for spot in box.span()), len(plain)]
    pieces = [plain[start:end].strip(_ENDS) for start, end in zip(bounds[::2], bounds[1::2], strict=True)]
    named = pieces[1:] if not pieces[0] else pieces[:-1]
    return tuple((name, box[0] in _TICKED) for name, box in zip(named, boxes, strict=True))


def _ticked(plain: str) -> str:
    """A tick on a box, beside the option of one, or in place of one, as a ticked box.

    >>> _ticked("□是√ □否"), _ticked("√是 □否"), _ticked("□男 √□女"), _ticked("男□ 女√")
    ('☑是 □否', '☑是 □否', '□男 ☑女', '男□ 女☑')
    """
    if _SIGN.match(plain):
        plain = _BEHIND.sub(r"☑\1", _ON_A_BOX.sub("☑", plain))
    else:  # each box behind its option
        plain = plain.replace("√□", "☑").replace("□√", "☑")
    return plain.replace("√", "☑")


def _by_signs(text: str) -> tuple[tuple[str, bool], ...]:
    """`√男 女`, `男√/女`: options without boxes, one of them with a tick."""
    text = text.translate(_SIGNS)
    if "√" not in text or len(text.strip()) < 2:
        return ()
    text = _APART.sub("√", text)
    pieces = [piece for piece in text.replace("/", " ").replace("、", " ").split() if piece]
    return tuple((piece.strip("√" + _ENDS), "√" in piece) for piece in pieces if piece.strip("√" + _ENDS))


def answer(raw: Raw, kind: Kind) -> Raw:
    """What a cell with boxes says: the ticked option (several joined by 、), None where none is ticked; any
    other cell as it is.  A lone box is ticked (是) or open (blank)."""
    if not isinstance(raw, str) or not (boxes := options(raw)):
        return raw
    free = not kind.choices
    if free and len(boxes) < 2 and raw.strip()[:1] not in "☑✅■☒□☐":
        return raw
    ticked = [name or "是" for name, on in boxes if on]
    return "、".join(dict.fromkeys(ticked)) or None


def read(table: Table, form: Form) -> Table:
    """A list in which cells of columns with closed lists hold boxes, with what they say instead."""
    listed = [
        (col, form.by_title[title].kind)
        for title, col in table.where.items()
        if form.by_title[title].kind.choices
    ]
    grid = table.grid
    first = [grid.rows[row - 1] for row in table.body[:_SAMPLE]]
    boxed = {cell for cell in set[Raw]().union(*first) if isinstance(cell, str) and options(cell)}
    with_boxes = [
        (col, kind)
        for col, kind in listed
        if boxed and any(len(cells) >= col and cells[col - 1] in boxed for cells in first)
    ]
    if not with_boxes:
        return table
    rows = list(grid.rows)
    for row in table.body:
        cells = list(rows[row - 1])
        for col, kind in with_boxes:
            if col <= len(cells):
                cells[col - 1] = answer(cells[col - 1], kind)
        rows[row - 1] = cells
    return replace(table, grid=replace(grid, rows=rows))
