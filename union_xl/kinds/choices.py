"""Code lists: standard spellings, other spellings seen in practice, and what is only nearly one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from textwrap import dedent

from union_xl.kinds.base import BLANK, Kind, Tidied, share
from union_xl.kinds.text import clean, is_empty_like, is_error
from union_xl.model import Raw, Suggestion
from union_xl.model.lazy_pattern import LazyPattern

_LEADING_CODE = LazyPattern(r"(?:\d{1,3}|[A-Za-z])\s*[-.、:,)\s]?\s*(?=[\u4e00-\u9fff])")
_NOISE = LazyPattern(r"[\s,.:;、。，；：'\"“”\[\]【】<>《》*]+")
_IN_BRACKETS = LazyPattern(r"\([^()]*\)")
_BARE_CODE = LazyPattern(r"(?:[A-Za-z]|\d{1,3})\Z")


def squeezed(text: str) -> str:
    """Letters for comparing: blanks and separators away, capital letters.

    >>> squeezed("群 众。")
    '群众'
    """
    return _NOISE.sub("", text).upper()


def nearest(text: str, among: Iterable[str]) -> tuple[Suggestion, ...]:
    """The spellings most like `text`, best first; (), when none is near."""
    from rapidfuzz import fuzz, process

    found = process.extract(text, list(among), scorer=fuzz.ratio, limit=6, score_cutoff=50.0)
    return tuple(Suggestion(str(choice), "写法最接近") for choice, _, _ in found)


def read_list(text: str) -> dict[str, tuple[str, ...]]:
    """{standard spelling: other spellings} of a list written one standard spelling a line, others behind
    it; a deeper line goes on with the one above.

    >>> read_list("红 赤 朱\\n绿\\n  青 翠")
    {'红': ('赤', '朱'), '绿': ('青', '翠')}
    """
    found: dict[str, tuple[str, ...]] = {}
    standard = ""
    for line in dedent(text).splitlines():
        words = tuple(line.split())
        if words and not line[0].isspace():
            standard, words = words[0], words[1:]
        if words or standard not in found:
            found[standard] = (*found.get(standard, ()), *words)
    found.pop("", None)
    return found


def code_list(
    name: str,
    spellings: str,
    *,
    doubtful: str = "",
    codes: str = "",
    numbered: bool = False,
    rule: str = "CHOICE-UNKNOWN",
    likely: bool = True,
    width: float = 12.0,
) -> Kind:
    """A kind for a list of standard spellings.

    Args:
        name: the kind's Chinese name.
        spellings: a line for each standard spelling, in the order of a drop-down, with other spellings that
        are
            taken silently (`read_list`).
        doubtful: likewise, spellings that are taken but told (`CHOICE-DOUBT`); under `?` the text is kept.
        codes: likewise, numbers and letters where a bare code has one meaning only.
        numbered: the standard spellings have the codes 01, 02, … in their order.
        rule: what is told about a text that is none of these.
        likely: whether the content of a column is evidence for this kind.

    >>> colour = code_list("颜色", "红 赤\\n绿")
    >>> colour.tidy(" 赤 ").value, colour.tidy("蓝").rule
    ('红', 'CHOICE-UNKNOWN')
    """
    listed = read_list(spellings)
    known = _by_spelling({standard: (standard, *others) for standard, others in listed.items()})
    known |= {code: one for code, one in _by_spelling(read_list(codes)).items() if code not in known}
    if numbered:
        known |= {f"{number:02d}": standard for number, standard in enumerate(listed, 1)}
    made = _CodeList(tuple(listed), known, _by_spelling(read_list(doubtful)), rule, {})
    others = [
        (other, one) for lists in (listed, read_list(codes)) for one, all_ in lists.items() for other in all_
    ]
    others += [(f"{number:02d}", one) for number, one in enumerate(listed, 1)] if numbered else []
    return Kind(
        name,
        made.tidy,
        made.is_tidy,
        made.likeness if likely else None,
        made.choices,
        tuple(others),
        width=width,
        plain=made.plain,
    )


def _by_spelling(listed: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {squeezed(clean(other)): standard for standard, others in listed.items() for other in others}


@dataclass(frozen=True)
class _CodeList:
    """`known` and `unsure` are {squeezed spelling: standard}, `endings` {what a spelling ends with: it}."""

    choices: tuple[str, ...]
    known: Mapping[str, str]
    unsure: Mapping[str, str]
    rule: str
    endings: Mapping[str, str]

    @cached_property
    def standard(self) -> frozenset[Raw]:
        return frozenset(self.choices)

    def tidy(self, raw: Raw) -> Tidied:
        text = clean(raw)
        if is_error(text):
            return Tidied(None, "CELL-ERROR")
        found = self._find(text) if text else None
        if found:
            return found
        if is_empty_like(text):
            return BLANK
        if _BARE_CODE.match(text):
            return Tidied(text, "CHOICE-CODE", {"可选": "；".join(self.choices[:8])})
        near = self._nearest(text)
        facts = {"可选": "" if near else "：" + "；".join(self.choices[:12])}
        return Tidied(text[:200], self.rule, facts, near)

    def _nearest(self, text: str) -> tuple[Suggestion, ...]:
        """The standard spellings nearest to the text, by way of any spelling known for them."""
        near = nearest(squeezed(text), self.known)
        standards = dict.fromkeys(self.known[one.value] for one in near)
        return tuple(Suggestion(one, "写法最接近") for one in list(standards)[:3])

    def _find(self, text: str) -> Tidied | None:
        for variant in _variants(text):
            if variant in self.known:
                cut = variant == squeezed(_IN_BRACKETS.sub("", text)) != squeezed(text)
                return Tidied(self.known[variant], changed=cut, why="去掉括号里的内容" if cut else "")
            if variant in self.unsure:
                value = self.unsure[variant].replace("?", text)
                why = "按填报写法对应"
                return Tidied(value, "CHOICE-DOUBT", {"取值": value}, changed=value != text, why=why)
            for ending, value in self.endings.items():
                if variant.endswith(ending):
                    return Tidied(value)
        return None

    def is_tidy(self, raw: Raw) -> bool:
        return type(raw) is str and raw in self.standard

    def plain(self, cells: Sequence[Raw]) -> Sequence[Raw] | None:
        return cells if self.standard.issuperset(cells) else None

    def likeness(self, sample: Sequence[Raw]) -> float:
        known = {raw: self._find(clean(raw)) is not None for raw in set(sample)}
        return share(sum(known[raw] for raw in sample), sample)


def _variants(text: str) -> Iterator[str]:
    """The text, and what is left without a leading code and without brackets; nothing empty."""
    coded = _LEADING_CODE.match(text) if text[:1].isascii() or text[:1].isdigit() else None
    for variant in (text, text[coded.end() :] if coded else "", _IN_BRACKETS.sub("", text)):
        bare = squeezed(variant)
        if bare:
            yield bare


def choice(name: str, choices: Sequence[str]) -> Kind:
    """A kind for a list of values a ledger declares (取值); other spellings of one stand behind `←`, one that
    begins with `*` is an ending.

    >>> choice("尺码", ("大 号←XL", "小")).tidy(" 大号").value, choice("尺码", ("大←XL",)).tidy("xl").value
    ('大 号', '大')
    >>> choice("组织", ("区总←*区总工会", "市总←*市总工会")).tidy("杭州市拱墅区总工会").value
    '区总'
    """
    listed = {words[0]: words for words in (one.split("←") for one in choices)}
    known = {one: [word for word in words if word[:1] != "*"] for one, words in listed.items()}
    endings = {one: [word[1:] for word in words if word[:1] == "*"] for one, words in listed.items()}
    made = _CodeList(tuple(listed), _by_spelling(known), {}, "CHOICE-UNKNOWN", _by_spelling(endings))
    others = tuple((other, one) for one, words in known.items() for other in words if other != one)
    return Kind(name, made.tidy, made.is_tidy, made.likeness, made.choices, others, plain=made.plain)
