"""The header of one column, and the title it names: by itself, by its group, by what stands left of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from union_xl.find.header_texts import Words, other_words, words
from union_xl.ledgers.form import Form
from union_xl.model.lazy_pattern import LazyPattern

_WHOLE, _COUNTED = (
    LazyPattern(r"(?:合计|总计|小计|总数|总人数|人数|总)\Z"),
    LazyPattern(r"(?:总人|总|人)数\Z"),
)
_AMONG = LazyPattern(r"其中[:：]?女(?:性|职工|会员)?(?:人?数)?\Z")
_ASIDE = frozenset(["备注", "多人姓名"])
"""Kinds of columns no group above 姓名 names (`其他信息`)."""
_FIGURE = LazyPattern(r"(?:[数人员工]|合计|总计)(?:[(（].*)?\Z")
_WOMEN = LazyPattern(r"(?:其中[:：]?)?女(?:性|职工|会员)?(?:人?数)?\Z")


@dataclass(frozen=True, slots=True)
class Head:
    """One column's header: `text` as found (rows joined with `_`), `parts` the plain texts from top down."""

    col: int
    text: str
    parts: tuple[str, ...]
    joined: str = field(init=False)
    """The parts as one text."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "joined", "".join(self.parts))


def named(head: Head, form_words: Words) -> tuple[str, float]:
    """The title a header names exactly; a group that speaks of somebody else takes its columns away."""
    return _named(head.parts, form_words.form)


@lru_cache(maxsize=16_384)
def _named(parts: tuple[str, ...], form: Form) -> tuple[str, float]:
    form_words = words(form)
    if len(parts) == 2 and "".join(parts) not in form_words.exact and "单位" not in parts[0]:
        closer = form_words.exact.get(parts[0][:2] + parts[1])  # 工会信息 | 统一社会信用代码
        if closer:
            return closer[0], closer[1] - 0.03
    title, score = form_words.named("".join(parts))
    if title or len(parts) < 2:
        return title, score
    title, score = _of_group("".join(parts[:-1]), parts[-1], form_words)
    if title:
        return title, score - 0.02
    if len(parts) > 2:
        title, score = form_words.named("".join(parts[-2:]))
        if title and not other_words(parts[0]):
            return title, score - 0.02
    group, last = "".join(parts[:-1]), parts[-1]
    if last in ("姓名", "名称"):
        title, score = form_words.named(group)
        if title and form_words.columns[title].kind.name not in _ASIDE:
            return title, score - 0.02
    title, score = form_words.named(last)
    if title and other_words(group) <= other_words(last):  # 家庭情况 | 家庭人口
        return title, score - 0.03
    return "", 0.0


def _of_group(group: str, last: str, form_words: Words) -> tuple[str, float]:
    """`会员人数 | 合计` is the group's own figure, `会员人数 | 女` that of the women in it."""
    if _WHOLE.match(last):
        return form_words.named(group)
    if not _WOMEN.match(last):
        return "", 0.0
    found = (form_words.named(f"女{one}") for one in (group, _COUNTED.sub("数", group)))
    return next((one for one in found if one[0]), ("", 0.0))


def under_what_is_left(heads: Sequence[Head]) -> list[Head]:
    """`会员总数 | 其中：女`: among the figure left of it, as if that were its group."""
    made: list[Head] = []
    whole = ""
    for head in heads:
        if len(head.parts) == 1 and whole and _AMONG.match(head.joined):
            head = Head(head.col, head.text, (whole, head.joined))
        elif not _AMONG.match(head.joined):
            whole = head.joined if _FIGURE.search(head.joined) else ""
        made.append(head)
    return made
