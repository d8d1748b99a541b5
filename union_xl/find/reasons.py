"""Why a row below a header is no data: judged by its words, its shape and the columns it stands in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from union_xl.find.content_signature import class_of
from union_xl.find.header_texts import plain
from union_xl.find.row_words import (
    FOOT,
    HINTS,
    LABELS,
    REMARK_WORDS,
    SAMPLE_WORDS,
    counts_columns,
    is_count,
    is_counted_group,
    is_figure,
    is_group,
    is_hint,
    is_total,
    part_total,
)
from union_xl.find.surrounding_lines import flat, is_zero_text
from union_xl.model import Grid, Raw
from union_xl.model.lazy_pattern import LazyPattern

SAMPLE, TOTAL, REPEAT, FOOTER, REMARK, NUMBERED, ZERO, HINT, PREFILLED = (
    "示例",
    "合计",
    "表头",
    "页脚",
    "说明",
    "只有序号",
    "零报告",
    "填写提示",
    "预填",
)
LINE = "说明行"
"""Says whose the rows below are, or what they are about."""
BESIDE = "表外内容"
"""Nothing in the columns of the table, something beside them."""
LIKE_EXAMPLE = "与示例相同"
"""Not marked as a sample: left out, but told."""
_OWN = frozenset({"id", "mobile", "code"})

_MARKS = frozenset("*※●○△▲☆★√✓×XxOo")
_ENGLISH = LazyPattern(r"[A-Za-z][A-Za-z ./()'-]+\Z")
_ITEM = LazyPattern(r"^(?:\d{1,2}[、.．)]|[(（]?[一二三四五六七八九十\d]{1,2}[)）、])\s*\S{6,}")
_LABEL = LazyPattern(r"[\u4e00-\u9fff)]\s*:")
_DATE_LINE = LazyPattern(r"^\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日?$")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a body is judged by: its columns, which of them are bound or ours, key columns, header texts,
    example values by column, texts that no key cell of a data row holds."""

    left: int
    right: int
    bound: Mapping[int, str]
    keys: frozenset[int]
    numbers: frozenset[int]
    header: frozenset[str]
    examples: Mapping[int, str]
    never: frozenset[str] = frozenset()
    identity: frozenset[int] = frozenset()
    """Columns of the form's own keys."""
    labels: frozenset[int] = frozenset()
    """Key columns of free text, where `职工总数` may be what a row is about."""
    units: frozenset[int] = frozenset()
    """Columns of units that are no keys: a blank may come with the filler's own unit in its example."""
    source: int = 0
    """The column that says which file a row came from: the table is a ledger of ours, 0 where it is not."""


def reason_of(
    filled: Sequence[tuple[int, str]], row: int, shape: Shape, wide: int, footed: int
) -> str | None:
    """Why a row is no data: one of the reasons, '' for blank, None for data."""
    if not filled:
        return ""
    texts = [text for _, text in filled]
    if _is_repeat(texts, shape.header):
        return REPEAT
    marked = [*texts[:3], *(text for col, text in filled if col in shape.keys)]
    if any(SAMPLE_WORDS.search(text) for text in marked):
        return SAMPLE
    if _is_example(filled, shape):
        return LIKE_EXAMPLE
    if _is_total(filled, shape):
        return TOTAL
    if all(col in shape.numbers and class_of(text) == "number" for col, text in filled):
        return NUMBERED
    if not any(col in shape.bound for col, _ in filled):
        return REMARK
    few = len(filled) <= max(2, len(shape.bound) // 3)
    if not any(class_of(text) in ("id", "code") for col, text in filled if col in shape.bound):
        if (
            (FOOT.search(texts[0]) and (few or len(filled) <= 6))
            or _are_labels(texts)
            or _is_signed(filled, shape)
        ):
            return FOOTER
        if few and is_zero_text(texts[-1]):
            return ZERO
        if few and REMARK_WORDS.match(texts[0]):
            return REMARK
    return _lone(filled[0], shape, wide, footed == row - 1) if len(filled) == 1 else None


def _are_labels(texts: Sequence[str]) -> bool:
    """`填表人：周八 | 审核人： | 钱七`: the first cell and half of all are labels."""
    return bool(_LABEL.search(texts[0])) and 2 * sum(":" in text for text in texts) >= len(texts)


def _is_signed(filled: Sequence[tuple[int, str]], shape: Shape) -> bool:
    """`填表人 | 周八 | 联系电话 | 13900001234`: labels, each with its value in the cell beside it; one with a
    name and a phone, where no column is for such a word (`领队`, `联系人`)."""
    (col, first), labels = filled[0], sum(text in LABELS for _, text in filled)
    own = col in shape.bound and col not in shape.keys
    return first in LABELS and (labels > 1 or len(filled) <= (2 if own else 3))


def is_hints(filled: Sequence[tuple[int, str]], shape: Shape) -> bool:
    """A row below the header in which most cells say what to write there; none holds what a person has.
    Likewise one that numbers the columns, marks them (`*`), or names them in English."""
    texts = [text for _, text in filled]
    if counts_columns(texts) or _marks_columns(texts):
        return True
    hints = sum(is_hint(text) for _, text in filled)
    if not hints or hints < HINTS * len(filled) or any(class_of(text) in _OWN for _, text in filled):
        return False
    keyed = [text for col, text in filled if col in shape.keys]
    return not keyed or any(map(is_hint, keyed))


def _marks_columns(texts: Sequence[str]) -> bool:
    return (len(texts) > 2 and set(texts) <= _MARKS) or (len(texts) > 3 and all(map(_ENGLISH.match, texts)))


def _is_total(filled: Sequence[tuple[int, str]], shape: Shape) -> bool:
    """A count word (`合计`, `女 计数`, `共 6 人`), and nobody's id or phone."""
    texts = [text for _, text in filled]
    if any(class_of(text) in _OWN for col, text in filled if col in shape.bound):
        return False
    if is_total(texts[0]):
        return True
    first = filled[:3]
    keyed = {col for col, text in filled if col in shape.keys and not _wordy(text)}
    if not keyed and any(map(is_total, texts[:3])):
        return True
    blank = bool(shape.keys - {col for col, _ in filled})
    if any(_heads_figures(col, text, shape) and (blank or col not in shape.labels) for col, text in first):
        return _only_figures(filled, shape)
    return any(_is_part_total(at, filled, shape) for at in range(len(first)))


def _heads_figures(col: int, text: str, shape: Shape) -> bool:
    """What figures are about: `总人数`; `2家` in place of a name; `女职工`, where no column is for that."""
    if is_group(text):
        return col in shape.keys or col not in shape.bound
    return is_figure(text) or (col in shape.keys and is_count(text))


def _only_figures(filled: Sequence[tuple[int, str]], shape: Shape) -> bool:
    """Nothing but numbers and the words that name them."""
    return all(
        class_of(text) == "number" or _heads_figures(col, text, shape) or plain(text) in shape.header
        for col, text in filled
    )


def _is_part_total(at: int, filled: Sequence[tuple[int, str]], shape: Shape) -> bool:
    """`本年收入合计` beside nothing but numbers (and one remark at most), a key of the row left blank, or in
    place of a unit or a person (`全街道合计`)."""
    col, text = filled[at]
    of, weak = part_total(text)
    others = [other for other in filled if other[0] != col and other[0] not in shape.numbers]
    if not of and not (others and is_counted_group(text)):
        return False
    named = shape.units | (shape.keys - shape.labels)
    words = [
        one for at, one in others if class_of(one) != "number" and not is_total(one) and at not in shape.keys
    ]
    if len(words) > 1 or any(class_of(one) == "date" for one in words):
        return False
    blank = bool(shape.keys - {one for one, _ in filled})
    return blank or (not weak and (shape.keys == {col} or col in named) and bool(others))


def is_sum(filled: Sequence[tuple[int, str]], sums: Set[int], shape: Shape) -> bool:
    """All its numbers are sums over other rows, and nobody's id or phone stands beside them."""
    numbers = {col for col, text in filled if class_of(text) == "number" and col not in shape.numbers}
    return numbers <= sums and not any(class_of(text) in _OWN for col, text in filled)


def _lone(cell: tuple[int, str], shape: Shape, wide: int, after_footer: bool) -> str | None:
    """A row with one filled cell is data only when that cell names somebody (or some unit) by itself."""
    col, text = cell
    sort = class_of(text)
    if FOOT.search(text) or ":" in text:
        return FOOTER
    if col in shape.keys and wide <= 2 and sort not in ("date", "landline"):
        if sort in ("id", "code", "org") or (sort == "han" and not (after_footer and _DATE_LINE.match(text))):
            return None
        return REMARK if not text[:1].isalnum() or len(text) > 24 or _ITEM.match(text) else None
    if sort in _OWN and col in shape.bound:
        return None
    return REMARK


def _wordy(text: str) -> bool:
    """A text that cannot be a name, an id or a code."""
    return bool(is_total(text) or FOOT.search(text))


def _is_repeat(texts: Sequence[str], header: frozenset[str]) -> bool:
    if len(texts) < 2:
        return False
    same = sum(plain(text) in header for text in texts)
    return same >= 2 and same >= 0.6 * len(texts)


def _is_example(filled: Sequence[tuple[int, str]], shape: Shape) -> bool:
    """The whole row is the form's example, with the identity number or credit code that is nobody's; only
    the unit may be the filler's own.  What has no such number (a contest, a batch), or says anything else in
    one cell, may well be somebody."""
    return (
        _has_example_number(filled, shape)
        and all(_is_same(text, example) for text, example in _exemplified(filled, shape))
        and repeats_example(filled, shape)
    )


def _has_example_number(filled: Sequence[tuple[int, str]], shape: Shape) -> bool:
    """The row has the identity number or credit code of the form's example, which is nobody's."""
    return any(
        text == example and class_of(text) in ("id", "code") for text, example in _exemplified(filled, shape)
    )


def _exemplified(filled: Sequence[tuple[int, str]], shape: Shape) -> list[tuple[str, str]]:
    """The cells beside what the form's example says there."""
    return [
        (text, shape.examples[col])
        for col, text in filled
        if shape.examples.get(col) and col not in shape.units
    ]


def _is_same(text: str, example: str) -> bool:
    """Letter by letter; a month in the example may have become its first day."""
    return text == flat(example) or (class_of(text) == "date" and text.startswith(f"{example}-"))


def repeats_example(filled: Sequence[tuple[int, str]], shape: Shape) -> bool:
    known = _exemplified(filled, shape)
    same = sum(_is_same(text, example) for text, example in known)
    return same >= 3 and same >= 0.8 * len(known) and _keys_are_examples(filled, shape)


def _keys_are_examples(filled: Sequence[tuple[int, str]], shape: Shape) -> bool:
    keyed = [
        (text, shape.examples[col]) for col, text in filled if col in shape.keys and shape.examples.get(col)
    ]
    return bool(keyed) and all(text == example for text, example in keyed)


def is_foot(text: str) -> bool:
    """How a line of signatures, dates or a stamp begins."""
    return bool(FOOT.search(text))


def is_sample_row(cells: Sequence[Raw]) -> bool:
    """One of the first cells says 例 or 示例, or most say what to fill in."""
    texts = [text for cell in cells if (text := flat(cell))]
    if texts and sum(map(is_hint, texts)) >= HINTS * len(texts):
        return True
    return any(isinstance(cell, str) and SAMPLE_WORDS.search(cell.strip()) for cell in cells[:3])


def is_line(grid: Grid, row: int, cells: Sequence[tuple[int, str]]) -> bool:
    """A row between two tables that is no data: a title, a `名称：值` line, a total, a footer, a remark."""
    texts = [text for _, text in cells]
    if len(cells) > 8 or any(class_of(text) in ("id", "code") for text in texts if ":" not in text):
        return False
    labels = sum(bool(_LABEL.search(text)) for text in texts)  # no time of day, no address of a page
    if 2 * labels >= len(texts) and not texts[0].isdigit():
        return True
    if _wordy(texts[0]) or REMARK_WORDS.match(texts[0]):
        return True
    if len(cells) > 2:
        return False
    wide = any(area.top <= row <= area.bottom and area.right - area.left >= 3 for area in grid.merged)
    return wide or bool(_TITLE_WORDS.search(texts[0]))


_TITLE_WORDS = LazyPattern(
    r"[表册账单]$|名单|台账|汇总|登记|附件|统计|报名|第\s*\d+\s*页|部门|车间|单位|^第.{1,4}[批组联班期]|续[)）]?$|批次"
)
