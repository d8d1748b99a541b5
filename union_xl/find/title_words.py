"""Which ledgers the words around a table speak of: its title lines, the names of sheet, file and folders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from union_xl.ledgers.form import Form
from union_xl.model.lazy_pattern import LazyPattern

WHOM, HINT, NAME = 1, 2, 3
"""How plainly a text speaks of a ledger: of the people it lists, of what it is for, by its own name."""
_WORTH = {0: 0.0, WHOM: 0.8, HINT: 2.0, NAME: 3.0}
_NEAR = (1.0, 1.0, 0.8, 0.6)
"""What a word counts in a title line, a sheet's, a file's and a folder's name."""
_LONG = 60
"""A line of more letters is a remark."""
_SHORT = 3
"""A name of fewer letters (`活动`) stands in many titles."""
_SPACES = LazyPattern(r"\s+")
_OF_UNIT = ("院", "所", "站", "中心", "公司", "有限", "集团", "厂", "旅行社", "事务", "协会")
"""Behind a word that is part of an organisation's name (`体检`中心)."""


@dataclass(frozen=True, slots=True)
class TitleWords:
    """The texts around a table, nearest first: title lines, sheet, file, folders."""

    lines: tuple[str, ...] = ()
    sheet: str = ""
    file: str = ""
    folder: str = ""

    @property
    def places(self) -> tuple[str, ...]:
        lines = " ".join(line for line in self.lines if len(line) <= _LONG)
        return tuple(_SPACES.sub(" ", one) for one in (lines, self.sheet, self.file, self.folder))

    @property
    def titled(self) -> bool:
        """A line above, or a name, says what the table is: not merely a label with its value, nor what any
        list is called (`新建 Microsoft Excel 工作表`, `6月汇总表`)."""
        file = self.file.rpartition(".")[0]
        said = [line for line in (*self.lines, self.sheet, file) if len(line) <= _LONG]
        return any(_TITLE.search(line) and not _ANY_LIST.fullmatch(line) for line in said)


_TITLE = LazyPattern(
    r"(?:[表册单录账簿]|台账|汇总|情况|统计|登记|明细|信息|报名|公示|一览|成绩|结果|安排|计划|资料|会员|合同|缴纳)\s*(?:[（(].*[)）])?\s*$"
)
_ANY_LIST = LazyPattern(
    r"(?i:新建|复件|副本|最新|修改|终稿|Microsoft|Office|Excel|WPS|XLSX?|工作[表簿]|文件|表格|附[件表]|报[表送名]|[填上]报"
    r"|基[本础]|有关|相关|具体|其[他它]|个人|汇总|情况|统计|登记|明细|信息|名[单册]|花名册|[表单册录账簿]|[上下]?半?年度?|[月日]份?|季度|[第\d一二三四五六七八九十.\-_~～（）()\s])+"
)


@dataclass(frozen=True, slots=True)
class Word:
    """How much the words around a table speak for a ledger (`worth`), and how plainly (`level`)."""

    level: int = 0
    worth: float = 0.0


NOTHING = Word()


def title_words(forms: Sequence[Form], said: TitleWords, headers: str) -> dict[str, Word]:
    """{slug: what is said of it} for the ledgers that anything is said of.

    The nearest place that says what the table is for silences those farther away; a word inside a longer one
    of another ledger says nothing (`集体合同`覆盖企业).
    """
    found: dict[str, Word] = {}
    told = False
    for at, text in enumerate(said.places):
        if at > 1 and told:
            break
        for slug, level in _levels(forms, text, headers).items():
            told = told or level >= HINT
            worth = _WORTH[level] * _NEAR[at]
            if worth > found.get(slug, NOTHING).worth:
                found[slug] = Word(level, worth)
    return found


@dataclass(frozen=True, slots=True)
class _Hit:
    """A name or hint of a ledger in a text; `spans` are the places of its words."""

    slug: str
    level: int
    spans: tuple[tuple[int, int], ...]

    def is_inside(self, other: _Hit) -> bool:
        """One of its words is part of a longer word of another ledger that says as much."""
        if other.slug == self.slug or other.level == WHOM < self.level:
            return False
        return any(
            start < to and begin < end and to - begin > end - start
            for start, end in self.spans
            for begin, to in other.spans
        )


def _levels(forms: Sequence[Form], text: str, headers: str) -> dict[str, int]:
    """{slug: the plainest word of this text}."""
    if not text.strip():
        return {}
    listed, openings = tuple(forms), _openings(tuple(forms))
    # A look at the letters first: hardly any of the hundreds of words of all ledgers stands in a text.
    near = {number for letter in set(text) for word, number in openings.get(letter, ()) if word in text}
    hits = [hit for number in sorted(near) for hit in _hits(listed[number], text, headers)]
    levels: dict[str, int] = {}
    for hit in hits:
        if not any(map(hit.is_inside, hits)):
            levels[hit.slug] = max(levels.get(hit.slug, 0), hit.level)
    return levels


def _hits(form: Form, text: str, headers: str) -> Iterator[_Hit]:
    """Each name and hint of a ledger in a text; of a hint of several words one at least must stand here, the
    others may be in the header.  None where the text says that it is some other list."""
    if any(word in text for word in form.against):
        return
    for words, level in _words(form):
        spans = tuple((at, at + len(word)) for word in words if (at := _place(word, text)) >= 0)
        if spans and (len(spans) == len(words) or all(word in text or word in headers for word in words)):
            yield _Hit(form.slug, level, spans)


def _place(word: str, text: str) -> int:
    """Where a word stands, unless it is part of an organisation's name; -1 where nowhere."""
    at = text.find(word)
    while at >= 0 and text.startswith(_OF_UNIT, at + len(word)):
        at = text.find(word, at + 1)
    return at


@lru_cache(maxsize=8)
def _openings(forms: tuple[Form, ...]) -> Mapping[str, Sequence[tuple[str, int]]]:
    """{first letter: the words that begin with it, each with the number of its ledger}."""
    found: dict[str, dict[tuple[str, int], None]] = {}
    for number, form in enumerate(forms):
        for words, _ in _words(form):
            for word in words:
                found.setdefault(word[0], {})[word, number] = None
    return {letter: tuple(words) for letter, words in found.items()}


@lru_cache(maxsize=256)
def _words(form: Form) -> tuple[tuple[tuple[str, ...], int], ...]:
    """(words, level) of each name and hint of a ledger."""
    named = {name: NAME if len(name) >= _SHORT else WHOM for name in (form.title, form.short)}
    levels = {**dict.fromkeys(form.whom, WHOM), **dict.fromkeys(form.hints, HINT), **named}
    return tuple((tuple(words.split()), level) for words, level in levels.items())
