"""Lines above a table that answer for a whole column: `代表队：…`, or a title that names the contest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from union_xl.find.header_texts import Known, known_headers, plain, words
from union_xl.find.surrounding_lines import flat
from union_xl.kinds.measures import is_measure
from union_xl.ledgers.form import Form
from union_xl.model import Grid
from union_xl.model.lazy_pattern import LazyPattern

_PAIR = LazyPattern(r"^([^:\s]{2,14})\s*:\s*(.*)$")
_CONTEST = LazyPattern(
    r"^(?:关于)?(.{4,60}?(?:大赛|竞赛|比赛|大比武|技能赛))(?:的)?(?:个人|团体)?"
    r"(?:(?:报名|登记|汇总|参赛)+(?:汇总)?(?:表|名单|册)|(?:理论|实操|最终|总)?(?:成绩|获奖|排名|名次|评分|得分|晋级))"
)
_FILLERS = frozenset(("填报人", "填表人", "制表人", "经办人"))
"""Who made the list is nobody's contact."""
_YEAR = LazyPattern(r"(?<!\d)(20\d{2})\s*年")
_TELLING = 3
"""Letters of a choice that a title must hold to speak of it (送温暖; 市 says nothing)."""
_SEVERAL = LazyPattern(r"\s{2,}|[|｜；;]|[\s,，]+(?=[^\s:，,;；]{2,12}\s*:)")


def pairs(grid: Grid, rows: Sequence[int], known: Known) -> Iterator[tuple[str, str]]:
    """(title, value) of every `label: value` whose label names a column; the value may stand in the next
    cell."""
    for row in rows:
        filled = [text for cell in grid.rows[row - 1] if (text := flat(cell))]
        yield from _in_turn(filled, known)
        for at, text in enumerate(filled):
            for piece in _SEVERAL.split(text):
                pair = _PAIR.match(piece.strip())
                if not pair or plain(pair[1]) not in known:
                    continue
                value = pair[2].strip(" _，,")
                if not value and at + 1 < len(filled) and not _PAIR.match(filled[at + 1]):
                    value = filled[at + 1]
                if value and not is_measure(value):
                    yield known[plain(pair[1])], value


def _in_turn(filled: Sequence[str], known: Known) -> Iterator[tuple[str, str]]:
    """`参赛单位 | 杭州甲公司 | 参赛项目 | 焊工`: labels without colons, each the value in the next cell."""
    labels, values = [plain(text) for text in filled[::2]], filled[1::2]
    if len(labels) != len(values) or any(":" in text for text in filled):
        return
    if all(label in known for label in labels) and not any(plain(text) in known for text in values):
        yield from ((known[label], value) for label, value in zip(labels, values, strict=True))


def column_labels(grid: Grid, rows: Sequence[int], said: Mapping[str, str], form: Form) -> dict[str, str]:
    """What the lines say, with every label that is a title or alias of the form's columns under its title.

    The title of a contest's entries or results gives 竞赛名称, unless it only repeats the form's own title; a
    period or a title gives the year of a key, a title a required choice, where it names one only.
    """
    texts = dict(said)
    known = {text: title for text, title in known_headers((form,)).items() if text not in _FILLERS}
    for title, value in pairs(grid, rows, known):
        if words(form).columns[title].kind.name != "备注":
            texts.setdefault(title, value)
    if "联系人" not in texts:
        texts.pop("联系电话", None)  # whoever filled the form in, not the rows' contact
    named = _CONTEST.match(texts.get("标题", ""))
    if named and "竞赛名称" in words(form).columns and named[1] not in form.title:
        texts.setdefault("竞赛名称", named[1])
    title = texts.get("标题", "")
    years = set(_YEAR.findall(texts.get("统计期间", "")) or _YEAR.findall(title))
    return dict(_of_title(title, years, form)) | texts


def _of_title(text: str, years: set[str], form: Form) -> Iterator[tuple[str, str]]:
    """(title, value) of the columns that a title answers for: `2022年春节送温暖发放表`."""
    keyed = {title for key in form.keys for title in key}
    for column in form.columns:
        if column.type == "年份" and column.title in keyed and len(years) == 1:
            yield column.title, next(iter(years))
        if column.choices and column.need == "required":
            named = {
                one.partition("←")[0]
                for one in column.choices
                if any(word in text for word in one.replace("*", "").split("←") if len(word) >= _TELLING)
            }
            if len(named) == 1:
                yield column.title, next(iter(named))
