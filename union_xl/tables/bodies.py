"""The rows below a header: data, or set aside with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from union_xl.core import Grid, Raw
from union_xl.core.patterns import Late
from union_xl.tables.around import flat, is_zero_text
from union_xl.tables.headings import plain
from union_xl.tables.signature import class_of

SAMPLE, TOTAL, REPEAT, FOOTER, REMARK, NUMBERED, ZERO = (
    "示例",
    "合计",
    "表头",
    "页脚",
    "说明",
    "只有序号",
    "零报告",
)
LINE = "说明行"
"""Says whose the rows below are, or what they are about."""
BESIDE = "表外内容"
"""Nothing in the columns of the table, something beside them."""
_FURTHER = 500
"""Rows that a merge of an identity cell may reach down."""
LIKE_EXAMPLE = "与示例相同"
"""Not marked as a sample: left out, but told."""

_SAMPLE_WORDS = Late(
    r"^[(（【\[]?(?:例|示例|样例|范例|举例|填写示例|填写样例|示范|样表|参考)(?:[)）】\]:：.、\d一二三]|$)|[(（【\[](?:例|示例|样例|范例)[)）】\]]"
)
_TOTAL_WORDS = Late(
    r"^(?:本页|部门|本单位|总|以上|全部|女职工)?(?:合\s*计|小\s*计|总\s*计|累\s*计|共\s*计|汇\s*总|总\s*数)(?:[:：(（\d].*|人数|数)?$|^共\s*\d+\s*(?:人|家|名|条|行|项)"
)
_FOOT_WORDS = Late(
    r"^(?:填表人|填报人|填表|审核人?|审批|复核|负责人|单位负责人|单位领导|经办人?|制表人?|工会主席|主席|签字|签名|盖章|单位[(（]?盖章|"
    r"单位公章|公章|填报日期|填表日期|报送日期|制表日期|日期|联系电话|联系人|电话|填报单位|填报时间|打印日期|第\s*\d+\s*页)"
    r"(?:签字|签名|签章|盖章)?(?:\s*[(（][^)）]*[)）])?\s*[:：]|^[(（]?(?:单位)?(?:盖章|公章|签章|签字)[)）]?$|^\s*年\s*月\s*日$|^第\s*\d+\s*页|^[(（]?以下(?:空白|无正文)[)）]?$"
)
_REMARK_WORDS = Late(
    r"^(?:注|备注|说明|填表说明|填写说明|注意|附注|要求|提示|温馨提示|填报说明|填报要求|备注说明)(?:\d|[一二三])?\s*[:：、.]|^(?:填写|填表|填报)(?:说明|要求)|^※|^\*{1,3}\s*\S"
)
_ITEM = Late(r"^(?:\d{1,2}[、.．)]|[(（]?[一二三四五六七八九十\d]{1,2}[)）、])\s*\S{6,}")
_DATE_LINE = Late(r"^\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日?$")


@dataclass(slots=True)
class Body:
    """Data rows, and rows set aside with the reason; `end` is the last row that was looked at;
    `continued` the further lines of a person whose cells are merged down over them, with the first line."""

    rows: list[int] = field(default_factory=list)
    aside: dict[int, str] = field(default_factory=dict)
    end: int = 0
    continued: dict[int, int] = field(default_factory=dict)


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


def body(grid: Grid, shape: Shape, start: int, end: int) -> Body:
    """Sort the rows start..end of a table."""
    found = Body(end=end)
    above = _merged_from(grid, shape, start)
    if not above and _all_plainly_data(grid.rows[start - 1 : end], shape):
        found.rows = list(range(start, min(end, len(grid.rows)) + 1))
        return found
    wide = {
        area.top: area.right - area.left + 1
        for area in grid.merged
        if area.top >= start and area.right > area.left
    }
    footed = 0
    for row in range(start, min(end, len(grid.rows)) + 1):
        cells = grid.rows[row - 1]
        if shape.left > 1 or len(cells) > shape.right:
            cells = cells[shape.left - 1 : shape.right]
        further = row in above and _continues(grid, shape, row, above[row], found)
        if not further and _plainly_data(cells, shape):
            found.rows.append(row)
            footed = 0
            continue
        reason = _reason(cells, row, shape, wide.get(row, 1), footed)
        if reason == LIKE_EXAMPLE and (found.rows or found.aside) and not _is_the_person(cells, shape):
            reason = None  # below a sample or other rows, somebody has typed what the sample says
        if reason in (REMARK, FOOTER) and row in above:
            reason = None  # what stands under a merged name belongs to it
        if reason is None:
            found.rows.append(row)
            footed = 0
            if further:
                found.continued[row] = above[row]
        elif not reason and any(flat(cell) for cell in grid.rows[row - 1]):
            found.aside[row] = BESIDE
        elif reason:
            found.aside[row] = reason
            if reason in (FOOTER, REMARK):
                footed = row
    return found


def _merged_from(grid: Grid, shape: Shape, start: int) -> dict[int, int]:
    """{row: the row above, whose identity cells (some of them) are merged down over it}."""
    columns = shape.identity | shape.keys
    return {
        row: area.top
        for area in grid.merged
        if area.left in columns and start <= area.top < area.bottom
        for row in range(area.top + 1, min(area.bottom, area.top + _FURTHER, len(grid.rows)) + 1)
    }


def _continues(grid: Grid, shape: Shape, row: int, first: int, found: Body) -> bool:
    """The row is a further line of the person (or unit) of row `first`: it names nobody else, and nobody else
    stands between them."""
    last = found.rows[-1] if found.rows else 0
    if first not in (last, found.continued.get(last)):
        return False
    columns = shape.identity | shape.keys
    return all(grid.at(row, col) in (None, "", grid.at(first, col)) for col in columns)


def _all_plainly_data(rows: Sequence[Sequence[Raw]], shape: Shape) -> bool:
    """Each of these rows is `_plainly_data`, told column by column."""
    reach = max((shape.left + 3, *shape.keys))
    if not shape.keys or shape.right < shape.left + 3 or min(map(len, rows), default=0) < reach:
        return False
    if shape.left not in shape.keys:
        lead = {cells[shape.left - 1] for cells in rows}
        if any(type(cell) is str and cell and not cell.isdigit() for cell in lead):
            return False
    for col in shape.keys:
        column = [cells[col - 1] for cells in rows]
        texts = [cell for cell in column if type(cell) is str and len(cell) > 1]
        joined = "".join(texts)
        if len(texts) < len(column) or not joined.isalnum() or "计" in joined or "例" in joined:
            return False
        if not shape.never.isdisjoint(texts):
            return False
    return True


def _plainly_data(cells: Sequence[Raw], shape: Shape) -> bool:
    """Ordinary rows are recognised at once: key columns filled with what no header, total or sample holds."""
    if len(cells) <= 3 or not shape.keys:
        return False
    lead = cells[0]
    if type(lead) is str and lead and not lead.isdigit() and shape.left not in shape.keys:
        return False
    for col in shape.keys:
        at = col - shape.left
        cell = cells[at] if at < len(cells) else None
        if type(cell) is not str or len(cell) < 2 or cell[-1] in "计例" or cell in shape.never:
            return False
        if not cell.isalnum():
            return False
    return True


def _reason(cells: Sequence[Raw], row: int, shape: Shape, wide: int, footed: int) -> str | None:
    """Why a row is no data: one of the reasons, '' for blank, None for data."""
    filled = [(shape.left + at, text) for at, cell in enumerate(cells) if (text := flat(cell))]
    if not filled:
        return ""
    texts = [text for _, text in filled]
    if _is_repeat(texts, shape.header):
        return REPEAT
    marked = [*texts[:3], *(text for col, text in filled if col in shape.keys)]
    if any(_SAMPLE_WORDS.search(text) for text in marked):
        return SAMPLE
    if _is_example(filled, shape):
        return LIKE_EXAMPLE
    if _is_total(filled, texts, shape):
        return TOTAL
    if all(col in shape.numbers and class_of(text) == "number" for col, text in filled):
        return NUMBERED
    if not any(col in shape.bound for col, _ in filled):
        return REMARK
    few = len(filled) <= max(2, len(shape.bound) // 3)
    if not any(class_of(text) in ("id", "code") for col, text in filled if col in shape.bound):
        if _FOOT_WORDS.search(texts[0]) and (few or len(filled) <= 6):
            return FOOTER
        if few and is_zero_text(texts[-1]):
            return ZERO
        if few and _REMARK_WORDS.match(texts[0]):
            return REMARK
    return _lone(filled[0], shape, wide, footed == row - 1) if len(filled) == 1 else None


def _is_total(filled: Sequence[tuple[int, str]], texts: Sequence[str], shape: Shape) -> bool:
    keyed = [col for col, text in filled if col in shape.keys and not _wordy(text)]
    if not keyed and any(_TOTAL_WORDS.match(text) for text in texts[:3]):
        return True
    return bool(_TOTAL_WORDS.match(texts[0])) and not any(
        class_of(text) in ("id", "mobile", "code") for text in texts[1:]
    )


def _lone(cell: tuple[int, str], shape: Shape, wide: int, after_footer: bool) -> str | None:
    """A row with one filled cell is data only when that cell names somebody (or some unit) by itself."""
    col, text = cell
    sort = class_of(text)
    if _FOOT_WORDS.search(text) or ":" in text:
        return FOOTER
    if col in shape.keys and wide <= 2 and sort not in ("date", "landline"):
        if sort in ("id", "code", "org") or (sort == "han" and not (after_footer and _DATE_LINE.match(text))):
            return None
        return REMARK if not text[:1].isalnum() or len(text) > 24 or _ITEM.match(text) else None
    if sort in ("id", "code") and col in shape.bound:
        return None
    return REMARK


def _wordy(text: str) -> bool:
    """A text that cannot be a name, an id or a code."""
    return bool(_TOTAL_WORDS.match(text) or _FOOT_WORDS.search(text))


def _is_repeat(texts: Sequence[str], header: frozenset[str]) -> bool:
    if len(texts) < 2:
        return False
    same = sum(plain(text) in header for text in texts)
    return same >= 2 and same >= 0.6 * len(texts)


def _is_example(filled: Sequence[tuple[int, str]], shape: Shape) -> bool:
    """The row repeats the example values of the form."""
    known = [(text, shape.examples[col]) for col, text in filled if shape.examples.get(col)]
    if len(known) < 3:
        return False
    same = sum(text == example for text, example in known)
    return same >= 3 and same >= 0.8 * len(known) and _keys_are_examples(filled, shape)


def _keys_are_examples(filled: Sequence[tuple[int, str]], shape: Shape) -> bool:
    keyed = [
        (text, shape.examples[col]) for col, text in filled if col in shape.keys and shape.examples.get(col)
    ]
    return bool(keyed) and all(text == example for text, example in keyed)


def _is_the_person(cells: Sequence[Raw], shape: Shape) -> bool:
    """The identity number or credit code of the form's example, which is nobody's."""
    given = {col: flat(cells[col - shape.left]) for col in shape.examples if col - shape.left < len(cells)}
    return any(
        text == shape.examples[col] and class_of(text) in ("id", "code")
        for col, text in given.items()
        if text
    )


def is_foot(text: str) -> bool:
    """How a line of signatures, dates or a stamp begins."""
    return bool(_FOOT_WORDS.search(text))


def is_sample_row(cells: Sequence[Raw]) -> bool:
    """One of the first cells says 例 or 示例."""
    return any(isinstance(cell, str) and _SAMPLE_WORDS.search(cell.strip()) for cell in cells[:3])


def is_line(grid: Grid, row: int, cells: Sequence[tuple[int, str]]) -> bool:
    """A row between two tables that is no data: a title, a `名称：值` line, a total, a footer, a remark."""
    texts = [text for _, text in cells]
    if len(cells) > 8 or any(class_of(text) in ("id", "code") for text in texts if ":" not in text):
        return False
    if any(":" in text for text in texts) or any(
        _wordy(text) or _REMARK_WORDS.match(text) for text in texts[:1]
    ):
        return True
    if len(cells) > 2:
        return False
    wide = any(area.top <= row <= area.bottom and area.right - area.left >= 3 for area in grid.merged)
    return wide or bool(_TITLE_WORDS.search(texts[0]))


_TITLE_WORDS = Late(
    r"[表册账单]$|名单|台账|汇总|登记|附件|统计|报名|第\s*\d+\s*页|部门|车间|单位|^第.{1,4}[批组联班期]|续[)）]?$|批次"
)
