"""Code lists: standard spellings, other spellings seen in practice, and what is only nearly one of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from union_xl.core import Raw, Suggestion
from union_xl.kinds.base import BLANK, Kind, Tidied, share
from union_xl.kinds.text import clean, is_empty_like, is_error

_LEADING_CODE = re.compile(r"[0-9A-Za-z]{1,3}\s*[-.、:,)\s]\s*(?=[\u4e00-\u9fff])")
_NOISE = re.compile(r"[\s,.:;、。，；：'\"“”\[\]【】<>《》*]+")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_BARE_CODE = re.compile(r"(?:[A-Za-z]|\d{1,3})\Z")


def squeezed(text: str) -> str:
    """Letters for comparing: blanks and separators away, capital letters.

    >>> squeezed("群 众。")
    '群众'
    """
    return _NOISE.sub("", text).upper()


def nearest(text: str, among: Iterable[str], limit: int = 3, cutoff: float = 60.0) -> tuple[Suggestion, ...]:
    """The spellings most like `text`, best first; (), when none is near."""
    from rapidfuzz import fuzz, process

    found = process.extract(text, list(among), scorer=fuzz.ratio, limit=limit, score_cutoff=cutoff)
    return tuple(Suggestion(str(choice), "写法最接近") for choice, _, _ in found)


def code_list(
    name: str,
    choices: Sequence[str],
    aliases: Mapping[str, str] | None = None,
    *,
    doubtful: Mapping[str, str] | None = None,
    codes: Mapping[str, str] | None = None,
    rule: str = "CHOICE-UNKNOWN",
    likely: bool = True,
    width: float = 12.0,
) -> Kind:
    """A kind for a list of standard spellings.

    Args:
        name: the kind's Chinese name.
        choices: standard spellings, in the order of a drop-down.
        aliases: {other spelling: standard}, taken silently.
        doubtful: {other spelling: standard or ''}, taken but told (`CHOICE-DOUBT`); '' keeps the text.
        codes: {number or letter as typed: standard} where a bare code has one meaning only.
        rule: what is told about a text that is none of these.
        likely: whether the content of a column is evidence for this kind.

    >>> colour = code_list("颜色", ["红", "绿"], {"赤": "红"})
    >>> colour.tidy(" 赤 ").value, colour.tidy("蓝").rule
    ('红', 'CHOICE-UNKNOWN')
    """
    known = {squeezed(clean(one)): one for one in choices}
    for spelling, standard in {**(aliases or {}), **(codes or {})}.items():
        known.setdefault(squeezed(clean(spelling)), standard)
    unsure = {squeezed(clean(spelling)): standard for spelling, standard in (doubtful or {}).items()}
    standard_set = frozenset(choices)

    def find(text: str) -> tuple[str, str] | None:
        """(standard, rule) of a cleaned text, or None."""
        for variant in _variants(text):
            if not variant:
                continue
            if variant in known:
                return known[variant], ""
            if variant in unsure:
                return unsure[variant] or text, "CHOICE-DOUBT"
        return None

    def tidy(raw: Raw) -> Tidied:
        text = clean(raw)
        if is_error(text):
            return Tidied(None, "CELL-ERROR")
        found = find(text) if text else None
        if found:
            value, told = found
            if told:
                return Tidied(value, told, {"取值": value}, changed=value != text, why="按填报写法对应")
            return Tidied(value)
        if is_empty_like(text):
            return BLANK
        if _BARE_CODE.match(text):
            return Tidied(text, "CHOICE-CODE", {"可选": "、".join(choices[:8])})
        near = nearest(text, choices, cutoff=50.0)
        return Tidied(text[:200], rule, {"可选": "、".join(choices[:12])}, near)

    def is_tidy(raw: Raw) -> bool:
        return type(raw) is str and raw in standard_set

    def likeness(sample: Sequence[Raw]) -> float:
        return share(sum(find(clean(raw)) is not None for raw in sample), sample)

    return Kind(name, tidy, is_tidy, likeness if likely else None, tuple(choices), width=width)


def _variants(text: str) -> Iterable[str]:
    """The text, and what is left without a leading code and without brackets."""
    whole = squeezed(text)
    yield whole
    coded = _LEADING_CODE.match(text)
    if coded:
        yield squeezed(text[coded.end() :])
    if "(" in text:
        yield squeezed(_IN_BRACKETS.sub("", text))


def choice(name: str, choices: Sequence[str]) -> Kind:
    """A kind for a closed list a clerk declared (取值).

    >>> choice("尺码", ("大", "小")).tidy(" 大").value
    '大'
    """
    return code_list(name, tuple(choices))
