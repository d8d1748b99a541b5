"""One question spread over several columns with a tick in one of them (性别 | 男 | 女)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from union_xl.find import legend
from union_xl.find.header_texts import plain, words
from union_xl.find.heads import Head
from union_xl.find.surrounding_lines import flat
from union_xl.kinds.base import Kind
from union_xl.ledgers.form import Form
from union_xl.model import Finding, Grid, Raw

TICKS = frozenset(["√", "✓", "✔", "☑", "■", "●", "v", "V", "Y", "y", "1", "是", "对", "*", "＊", "▲"])

_NOT = frozenset(["×", "✗", "✘", "✕", "x", "X", "-", "—", "/", "□", "☐", "否", "无", "0"])
_LIKELY = 3
"""Ledgers that answers without a question may belong to."""
_SIGNS = 0.6
_LOOKED_AT = 40
"""Rows below a header that are looked at for ticks."""


@dataclass(frozen=True, slots=True)
class Ticked:
    """The columns of one question: `choices` says what a tick means; the first column stands for all."""

    title: str
    col: int
    choices: Mapping[int, str]
    free: bool = False
    """The column is no closed list."""
    circled: bool | None = None
    """Whether ○ is a tick, where the list says so."""

    def value(self, cells: Sequence[Raw]) -> Raw:
        """What one row says: the ticked choice, several joined by 、, None for none; whatever else stands in
        the columns comes behind it, a ○ of which nobody said what it means with its choice (`达标○`)."""
        said, others = [], []
        for col, choice in self.choices.items():
            cell = cells[col - 1] if col <= len(cells) else None
            text = (
                str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell or "").strip()
            )
            if text in TICKS or text == choice or cell is True or (self.circled and text in legend.CIRCLES):
                said.append(choice)
            elif text in legend.CIRCLES:
                others += [f"{choice}{text}"] if self.circled is None else []
            elif text and text not in _NOT:
                others.append(f"{choice}（{text}）" if self.free else text)
        return "、".join([*said, *others]) or None


def ticked(
    heads: Sequence[Head], forms: Sequence[Form], rows: Sequence[Sequence[Raw]] = ()
) -> tuple[tuple[Head, ...], tuple[Ticked, ...]]:
    """The heads with each such question as one head, and the questions; `rows` are those below the header."""
    groups: dict[tuple[str, ...], list[Head]] = {}
    for head in heads:
        if len(head.parts) > 1:
            groups.setdefault(head.parts[:-1], []).append(head)
    found = [made for parts, members in groups.items() if (made := _question(parts, members, forms, rows))]
    found += _without_heading(heads, forms, rows)
    if not found:
        return tuple(heads), ()
    gone = {col for one in found for col in one.choices if col != one.col}
    firsts = {one.col: one for one in found}
    kept = []
    for head in heads:
        if head.col in firsts and len(head.parts) == 1:
            title = firsts[head.col].title
            kept.append(Head(head.col, title, (plain(title),)))
        elif head.col in firsts:
            text = head.text.rpartition("_")[0] or head.text
            kept.append(Head(head.col, text, head.parts[:-1]))
        elif head.col not in gone:
            kept.append(head)
    return tuple(kept), tuple(found)


def untick(grid: Grid, asked: Sequence[Ticked], below: int, last: int) -> tuple[Grid, list[Finding]]:
    """The grid with the answer of each question in its first column, in the rows after `below` to `last`: a
    block further down has a header, and ticks, of its own.  ○ in a column that is no closed list is told."""
    circled = legend.circles_tick(_written(grid))
    asked = [replace(one, circled=circled) for one in asked]
    rows = list(grid.rows)
    told = [_circles(grid, one, below, last) for one in asked if one.free and circled is None]
    for number in range(below, min(last, len(rows))):
        cells = rows[number]
        if any(cells):
            answered = list(cells)
            for one in asked:
                answered.extend([None] * (one.col - len(answered)))
                answered[one.col - 1] = one.value(cells)
            rows[number] = answered
    return replace(grid, rows=rows), [one for one in told if one]


def _written(grid: Grid) -> list[str]:
    """The texts that say something about ○."""
    cells = (cell for cells in grid.rows for cell in cells if isinstance(cell, str) and len(cell) > 2)
    return [cell for cell in cells if not legend.CIRCLES.isdisjoint(cell)]


def _circles(grid: Grid, one: Ticked, below: int, last: int) -> Finding | None:
    """The first ○ under the heads of a question."""
    for number in range(below, min(last, len(grid.rows))):
        for col in one.choices:
            if flat(grid.at(number + 1, col)) in legend.CIRCLES:
                facts = {"列": "、".join(one.choices.values()), "列名": one.title}
                return Finding("T-CIRCLE", grid.place(number + 1, col), facts=facts)
    return None


def _question(
    parts: tuple[str, ...], members: Sequence[Head], forms: Sequence[Form], rows: Sequence[Sequence[Raw]]
) -> Ticked | None:
    if len(members) < 2:
        return None
    made = {head.col: head.parts[-1] for head in members}
    for form in forms:
        title, _ = words(form).named(parts[-1])
        kind = words(form).columns[title].kind if title else None
        if kind is not None and all(is_choice(text, kind) for text in made.values()):
            return Ticked(title, members[0].col, made)
        named = {text for text in made.values() if text in words(form).exact} - {"其他"}
        free = kind is not None and kind.name == "文本" and not named
        if free and _mostly_ticks(rows, made):  # 设施: 空调 | 冰箱 | 微波炉
            return Ticked(title, members[0].col, made, free=True)
    return None


def _without_heading(
    heads: Sequence[Head], forms: Sequence[Form], rows: Sequence[Sequence[Raw]]
) -> list[Ticked]:
    """`符合 | 不符合` side by side, no question above them: answers of the only column that has them, of the
    ledger that knows most of the other headers, and ticks below."""
    first = set[Raw]().union(*rows[:_LOOKED_AT])  # whole rows: in the time of a few cells
    if (TICKS | legend.CIRCLES).isdisjoint(str(cell).strip() for cell in first):
        return []
    likeliest = _likeliest(tuple(head.joined for head in heads), tuple(forms))
    found: list[Ticked] = []
    run: list[Head] = []
    for head in (*heads, None):
        if head is not None and len(head.parts) == 1 and (not run or head.col == run[-1].col + 1):
            run.append(head)
            continue
        found += _in_run(run, likeliest, rows)
        run = [head] if head is not None and len(head.parts) == 1 else []
    return found


@lru_cache(maxsize=128)
def _likeliest(texts: tuple[str, ...], forms: tuple[Form, ...]) -> Sequence[Form]:
    """The ledgers that know most of these headers."""
    return sorted(forms, key=lambda form: -sum(bool(words(form).named(text)[0]) for text in texts))[:_LIKELY]


def _in_run(run: Sequence[Head], forms: Sequence[Form], rows: Sequence[Sequence[Raw]]) -> Iterator[Ticked]:
    at = 0
    while at + 1 < len(run):
        title, end = "", at + 2
        for form in forms:
            title = _only_column(form, _texts(run[at : at + 2]))
            while title and end < len(run) and _answers(form, title, _texts(run[at : end + 1])):
                end += 1
            if title:
                break
        made = {head.col: head.parts[0] for head in run[at:end]}
        if title and _mostly_ticks(rows, made):
            yield Ticked(title, run[at].col, made)
            at = end
        else:
            at += 1


def _texts(heads: Sequence[Head]) -> tuple[str, ...]:
    return tuple(head.parts[0] for head in heads)


@lru_cache(maxsize=2_048)
def _only_column(form: Form, texts: tuple[str, ...]) -> str:
    """The only column of a ledger whose list has these answers; '' where there is none, or several."""
    titles = [title for title, column in words(form).columns.items() if column.kind.choices]
    having = [title for title in titles if _answers(form, title, texts)]
    return having[0] if len(having) == 1 else ""


def _answers(form: Form, title: str, texts: Sequence[str]) -> bool:
    """The heads are answers of the column, each another one, and name no column of their own."""
    kind, exact = words(form).columns[title].kind, words(form).exact
    if any(text in exact for text in texts) or not all(is_choice(text, kind) for text in texts):
        return False
    return len({kind.tidy(text).value for text in texts}) == len(texts)


def _mostly_ticks(rows: Sequence[Sequence[Raw]], columns: Mapping[int, str]) -> bool:
    """Most of what stands in these columns are ticks and signs for no, a tick among them."""
    cells = [cells[col - 1] for cells in rows[:_LOOKED_AT] for col in columns if col <= len(cells)]
    texts = [str(cell).strip() for cell in cells if cell not in (None, "")]
    marks = TICKS | legend.CIRCLES
    signs = sum(text in marks or text in _NOT for text in texts)
    return any(text in marks for text in texts) and signs >= _SIGNS * len(texts)


def is_choice(text: str, kind: Kind) -> bool:
    """A spelling of one of the kind's choices."""
    return bool(kind.choices) and kind.tidy(text).value in kind.choices


@lru_cache(maxsize=16)
def choices_of(forms: tuple[Form, ...]) -> frozenset[str]:
    """Every choice of every column of the forms, as they may head a column to be ticked."""
    return frozenset(
        choice for form in forms for column in words(form).columns.values() for choice in column.kind.choices
    )
