"""Scores in a judge's sheet, where a word may stand for that there is none."""

from __future__ import annotations

from union_xl.kinds.base import Kind, Tidied
from union_xl.kinds.numbers import NUMBER
from union_xl.kinds.text import clean
from union_xl.model import Raw
from union_xl.model.lazy_pattern import LazyPattern

_NONE = LazyPattern(r"(?:缺考|缺赛|缺席|缺|未考|未到|未参加|弃权|弃考|弃赛|退赛|违纪|作弊|取消成绩|取消)\Z")


def _tidy_score(raw: Raw) -> Tidied:
    """A number from 0; a word that says why there is none is told and leaves the cell blank.

    >>> _tidy_score("88.5分").value, _tidy_score("缺考").rule, _tidy_score("良").rule
    (88.5, 'SCORE-NONE', 'NUM-UNREAD')
    """
    text = clean(raw) if isinstance(raw, str) else ""
    if text and _NONE.match(text):
        return Tidied(None, "SCORE-NONE", {"写法": text})
    return NUMBER.tidy(text.removesuffix("分") if text.endswith("分") else raw)


SCORE = Kind(
    "成绩", _tidy_score, NUMBER.is_tidy, NUMBER.likeness, text=False, number_format="General", width=10
)
