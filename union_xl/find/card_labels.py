"""Labels of a card with their values beside them, row by row; and the header rows of its blocks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from union_xl.find.card_cells import Cell
from union_xl.find.header_texts import OURS, plain, words
from union_xl.find.reasons import is_foot
from union_xl.find.row_words import REMARK_WORDS
from union_xl.find.surrounding_lines import flat
from union_xl.find.tick_boxes import options
from union_xl.ledgers.form import Form
from union_xl.model import Raw
from union_xl.model.lazy_pattern import LazyPattern

_SURE = 0.85
_REMEMBERED = 20_000
"""Texts whose meaning is kept in mind, for other sheets have the same."""
_LONGEST = 20
"""Characters of a label, numbering and brackets included."""
_NO_DATA = LazyPattern(
    r"意见|审批|审核|审查|批示|批准|签字|签名|签章|盖章|公章|承诺|声明|照片|相片|像片|寸照|说明|填表|制表|填报|经办|年\s*月\s*日|^日期$|^注\b"
)
"""What opinion boxes, stamps, signatures, photographs and explanations are headed by."""
_EMPTY_BOX = LazyPattern(
    r"^[\s(（]*(?:(?:单位|工会|盖章|公章|签章|签字|签名|负责人|经办人|公)[\s)）:：(（]*)*(?:\d{4})?\s*年?\s*\d{0,2}\s*月?\s*\d{0,2}\s*日?[\s)）]*$"
)
_EXPLAINS = LazyPattern(r"^(?:\d{1,2}|[一二三四五六七八九十]{1,2})[、.．)）]\s*\S{2,12}\s*[:：].{8,}")
"""A numbered sentence that explains a label (`1. 姓名：须与身份证一致`)."""
_BOXED = LazyPattern(r"^([^\s□☐☑√■(（]{1,3}(?:\s{0,4}[^\s□☐☑√■(（]{1,8})?)\s*([□☐☑■√].*)$", re.S)
_FILLER = LazyPattern(r"(?:填[表报]|制表|经办|录入)(?:人|人员|员)(?:签[字名章]|姓名)?\Z")
"""Who fills a card in: a name or a phone in the same row is theirs (`填表人 | 王五 | 联系电话 | …`)."""
_ANY_ANSWER = "其他"
_WHOSE = frozenset(["姓名", "手机号码", "联系电话"])
"""Types of columns with a name or a phone of somebody."""
_SIGNED_ON = LazyPattern(r"(?:\s+|^)(?:\d{4}\s*[年./-]|年\s*月).*$")
"""The day behind who signed."""
_WORDY = LazyPattern(r"[\u4e00-\u9fff]")
_INLINE = LazyPattern(r"(?:^|(?<=[\s;；,，。)）]))([^\s:;；,，。]{1,3}(?:\s{0,4}[^\s:;；,，。]{1,12})?)\s*:")


@dataclass(frozen=True, slots=True)
class Pair:
    """A label with its value; `title` is '' where the form has no such column, `down`: the value stands
    below, `foot`: in a line of signatures."""

    label: str
    title: str
    cell: Cell
    raw: Raw
    value: Cell | None
    down: bool = False
    foot: bool = False

    @property
    def says(self) -> str:
        """The value as text."""
        return flat(self.raw)

    def goes_before(self, first: Pair) -> bool:
        """It says more than an earlier label of its title."""
        numbered = plain(first.label) in OURS and plain(self.label) not in OURS and not self.foot
        return bool(self.says) and (first.foot > self.foot or not first.says or numbered)


class Naming:
    """How a form's labels are told: called with one as found, it gives the column title it names, '' for
    none."""

    def __init__(self, form: Form, more: Mapping[str, str]) -> None:
        self._form, self._known = form, words(form)
        self._own = {plain(label): title for label, title in more.items()}
        self._own |= {plain(label): title for label, title in (form.card.labels if form.card else ())}
        self._found: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        if text not in self._found:
            if len(self._found) > _REMEMBERED:
                self._found.clear()
            bare = plain(text) if 1 < len(text) <= _LONGEST and not options(text) else ""
            title, strength = (self._own[bare], 1.0) if bare in self._own else self._known.named(bare)
            self._found[text] = title if strength >= _SURE else ""
        return self._found[text]

    def is_label(self, text: str, beside: str) -> bool:
        """It names a column, and is no answer to the label `beside` it (对象类型 | 单位, 套餐 | B套餐)."""
        if not self(text):
            return False
        column = self._form.by_title.get(self(beside))
        answers = (*column.kind.choices, _ANY_ANSWER) if column else ()
        return column is None or (self(text) != column.title and text not in answers)

    def is_whose(self, title: str) -> bool:
        """A column that holds somebody's name or phone."""
        return title in self._form.by_title and self._form.by_title[title].type in _WHOSE


def naming(form: Form, more: Mapping[str, str]) -> Naming:
    """How a form's labels are told: its columns' titles and aliases, and `more` {label: title}."""
    return _naming(form, tuple(more.items()))


@lru_cache(maxsize=64)
def _naming(form: Form, labels: tuple[tuple[str, str], ...]) -> Naming:
    return Naming(form, dict(labels))


def pairs_of(cells: Sequence[Cell], name: Naming) -> list[Pair]:
    """The labels of a row, each with the cell right of it."""
    found: list[Pair] = []
    at = 0
    while at < len(cells):
        cell = cells[at]
        beside = cells[at + 1] if at + 1 < len(cells) else None
        inline = _inline(cell, name) if ":" in cell.text else _before_boxes(cell, name)
        if inline:
            last = inline[-1]
            empty = last.raw in (None, "") and beside is not None and beside.text
            if empty and beside is not None and not name.is_label(beside.text, last.label):
                inline[-1] = replace(last, raw=beside.raw, value=beside)
                at += 1
            found += inline
            at += 1
            continue
        title = name(cell.text) if cell.text else ""
        taken = _values(cells, at, bool(title), name) if cell.text else ()
        if taken and (title or _is_unknown_label(cell.text, taken)):
            found.append(Pair(cell.text, title, cell, _together(taken), taken[0]))
        at += 1 + len(taken)
    first = next((cell for cell in cells if cell.text), None)
    if first is not None and _FILLER.match(plain(first.text)) and not name(first.text):
        return [replace(pair, foot=pair.foot or name.is_whose(pair.title)) for pair in found]
    return _with_values_beside(found, first)


def _with_values_beside(found: list[Pair], first: Cell | None) -> list[Pair]:
    """`审核结果：` or `联系电话：` with its value in the next cell is a label like the others, unless the row
    begins as a line of signatures does."""
    titled = bool(found) and found[0].cell is first and bool(found[0].title)
    if first is None or (is_foot(first.text) and not titled):
        return found
    return [replace(pair, foot=False) if pair.value is not pair.cell else pair for pair in found]


def pairs_below(lines: Sequence[Sequence[Cell]], row: int, name: Naming) -> list[Pair]:
    """A row of labels with their values in the row below, and no further row like that one."""
    labels = [cell for cell in lines[row - 1] if cell.text]
    if row >= len(lines) or len(labels) < 3 or sum(bool(name(cell.text)) for cell in labels) < len(labels):
        return []
    under = [{cell.col: cell for cell in line if cell.text} for line in lines[row : row + 2]]
    columns = {cell.col for cell in labels}
    if not under[0] or any(name(cell.text) for cell in under[0].values()) or not columns >= under[0].keys():
        return []
    if len(under) > 1 and under[1] and under[1].keys() <= columns and len(under[1]) > len(columns) // 2:
        return []  # a list
    values = {cell.col: under[0].get(cell.col) for cell in labels}
    return [
        Pair(
            cell.text,
            name(cell.text),
            cell,
            value.raw if (value := values[cell.col]) else None,
            value,
            down=True,
        )
        for cell in labels
    ]


def _values(cells: Sequence[Cell], at: int, known: bool, name: Naming) -> tuple[Cell, ...]:
    """The cells that hold the value of the label at `at`: the next one; all with boxes, where it has some."""
    if at + 1 >= len(cells):
        return ()
    first, after = cells[at + 1], cells[at + 2] if at + 2 < len(cells) else None
    is_label = name.is_label(first.text, cells[at].text)
    if is_label and not (known and (after is None or not after.text or name(after.text))):
        return ()
    if not known and (not first.text or ":" in first.text):
        return ()
    taken = [first]
    while options(first.text) and at + 1 + len(taken) < len(cells):
        further = cells[at + 1 + len(taken)]
        if not options(further.text):
            break
        taken.append(further)
    return tuple(taken)


def _together(cells: Sequence[Cell]) -> Raw:
    return cells[0].raw if len(cells) == 1 else " ".join(cell.text for cell in cells)


def _inline(cell: Cell, name: Naming) -> list[Pair]:
    """`姓名：张三 性别：男` in one cell: the labels the form knows.  What the line says besides, and who
    signs it, tells whether it is one of signatures."""
    text = cell.text
    if REMARK_WORDS.match(text) or _EXPLAINS.match(text):
        return []
    spots = [one for one in _INLINE.finditer(text) if name(one[1])]
    ends = [one.start() for one in _INLINE.finditer(text)]
    signs = {one[1] for one in spots if name.is_whose(name(one[1])) and is_no_data(one[1])}
    rest = _INLINE.sub(lambda one: "" if name(one[1]) and one[1] not in signs else one[0], text)
    foot = is_foot(rest) or is_no_data(rest)
    made = []
    for one in spots:
        end = next((end for end in ends if end > one.start()), len(text))
        value = text[one.end() : end]
        value = (_SIGNED_ON.sub("", value) if foot else value).strip(" _＿,，;；")
        made.append(Pair(one[1], name(one[1]), cell, value or None, cell, foot=foot))
    return made


def _before_boxes(cell: Cell, name: Naming) -> list[Pair]:
    """`性别 □男 ☑女` in one cell."""
    found = _BOXED.match(cell.text)
    return [Pair(found[1], name(found[1]), cell, found[2], cell)] if found and name(found[1]) else []


def _is_unknown_label(text: str, values: Sequence[Cell]) -> bool:
    """A short text that labels the cell beside it, which is neither an opinion box nor a signature."""
    bare = plain(text)
    if not 2 <= len(bare) <= 12 or not _WORDY.search(bare) or any(sign.isdigit() for sign in bare):
        return False
    if bare in OURS or is_no_data(text):
        return False
    return any(cell.text and not _EMPTY_BOX.match(cell.text) for cell in values)


def is_no_data(text: str) -> bool:
    """A text that heads an opinion box, a stamp, a signature, a photograph or an explanation."""
    return bool(_NO_DATA.search(text))


@dataclass(frozen=True, slots=True)
class Header:
    """The header row of a block: {title: its cell}, other headers, where its section ends (0: not said)."""

    slug: str
    titles: Mapping[str, Cell]
    others: tuple[Cell, ...]
    bottom: int
    ends: int

    @property
    def left(self) -> int:
        return min(cell.col for cell in (*self.titles.values(), *self.others))

    @property
    def right(self) -> int:
        return max(cell.right for cell in (*self.titles.values(), *self.others))


def header_of(cells: Sequence[Cell], slug: str, name: Naming, own: frozenset[str]) -> Header | None:
    """The header of a block in a row: three of the block's labels or more side by side (two, where nothing
    else stands in the row), one of them among `own`, most of the cells between them known."""
    section = next((cell for cell in cells if cell.text), None)
    ends = 0
    row = list(cells)
    if (
        section is not None
        and section.bottom > section.row
        and not (name(section.text) in own and len(row) < 3)
    ):
        below = section.bottom > min((cell.bottom for cell in row[1:] if cell.text), default=section.bottom)
        ends = section.bottom if below else 0
        row = [cell for cell in row if cell is not section] if below else row
    best: list[Cell] = []
    run: list[Cell] = []
    for cell in (*row, None):
        if cell is not None and cell.text and len(cell.text) <= _LONGEST and ":" not in cell.text[:-1]:
            run.append(cell)
            continue
        best, run = max(best, run, key=lambda one: sum(bool(name(c.text)) for c in one)), []
    known = [cell for cell in best if name(cell.text)]
    alone = len(best) == sum(bool(cell.text) for cell in row)
    titles: dict[str, Cell] = {}
    for cell in sorted(known, key=lambda one: plain(one.text) != plain(name(one.text))):
        titles.setdefault(name(cell.text), cell)
    if len(titles) < (2 if alone and len(best) == len(titles) else 3) or 2 * len(known) < len(best):
        return None
    beside = any(name(one.text) and name(two.text) for one, two in pairwise(best))
    if own.isdisjoint(titles) or not beside:  # labels with values between them are no header
        return None
    used = set(titles.values())
    others = tuple(cell for cell in best if cell not in used)
    return Header(slug, titles, others, max(cell.bottom for cell in best), ends)
