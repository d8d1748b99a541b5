"""Which form a found header belongs to: told by its columns and by what the title, sheet and file say.

Columns that any list of persons or firms may have are no evidence: without a word that speaks of the form, a
column of its own must.  What remains open is asked, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from union_xl.core import Binding, Raw
from union_xl.ledgers.form import Form
from union_xl.tables.binding import Head, bind, named
from union_xl.tables.headings import OURS, words

_TIE = 0.12
FREE, AT_KEYS, AT_ANY = range(3)
"""Forms are told apart; the only form is taken where any required column is; where any three columns are."""
_LIKELY = 0.75
"""A form that binds at least this share of the columns the likeliest binds is named, too."""
_FOREIGN = (
    "疗休养", "疗养", "体检", "困难", "帮扶", "慰问", "医疗互助", "互助", "保险", "工资", "社保",
    "考勤", "通讯录",
    "劳模", "签到", "领取", "发放", "集体合同", "助学", "小候鸟", "阵地", "经费", "资产", "应报单位", "成绩",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a header is: a form with its bindings, or why not (`tie`: two forms; `like`: the likely ones, by
    columns that many lists have)."""

    form: Form | None
    bindings: tuple[Binding, ...] = ()
    tie: tuple[str, str] | None = None
    like: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    """Titles that the header names for the likeliest form."""


@dataclass(frozen=True, slots=True)
class _Score:
    total: float
    form: Form
    bindings: tuple[Binding, ...]
    enough: bool
    sure: tuple[str, ...]
    """Titles of its bound columns."""


def decide(
    heads: Sequence[Head],
    values: Mapping[int, Sequence[Raw]],
    forms: Sequence[Form],
    context_text: str,
    stamped: str,
    confirmed: Mapping[str, Mapping[str, str]],
    forced: int = FREE,
) -> Verdict:
    """`context_text`: title lines, sheet and file name; `stamped`: the slug our own blank carries;
    `confirmed`: {slug: {header: title}} for this header's fingerprint; `forced`: how far the form
    is taken because somebody named it."""
    names = _names(tuple(heads), tuple(forms))
    best = max((len(found) for found in names.values()), default=0)
    scored = [
        _score(heads, values, form, names, context_text, stamped, confirmed.get(form.slug, {}), forced)
        for form in forms
        if len(names[form.slug]) >= max(2, best - 4) or form.slug in confirmed or form.slug == stamped
    ]
    scored = sorted((one for one in scored if one), key=lambda one: -one.total)
    if not scored:
        return Verdict(None)
    first = scored[0]
    if not first.enough:
        most = max(len(one.sure) for one in scored)
        likely = [one for one in scored if len(one.sure) >= max(3, _LIKELY * most)]
        return Verdict(
            None, like=tuple(one.form.short for one in likely), known=likely[0].sure if likely else ()
        )
    if len(scored) > 1 and scored[1].enough and first.total - scored[1].total < _TIE:
        return Verdict(None, tie=(first.form.title, scored[1].form.title))
    return Verdict(first.form, first.bindings)


@lru_cache(maxsize=128)
def _names(heads: tuple[Head, ...], forms: tuple[Form, ...]) -> Mapping[str, Set[str]]:
    """{slug: the titles the headers name}; returns made from one blank have the same headers."""
    return {form.slug: {title for head in heads if (title := named(head, words(form))[0])} for form in forms}


def _score(
    heads: Sequence[Head],
    values: Mapping[int, Sequence[Raw]],
    form: Form,
    names: Mapping[str, Set[str]],
    text: str,
    stamped: str,
    confirmed: Mapping[str, str],
    forced: int,
) -> _Score:
    form_words = words(form)
    bindings = bind(heads, values, form_words, confirmed)
    hit = {one.title for one in bindings if one.standing != "unknown"}
    sure = tuple(one.title for one in bindings if one.standing == "bound")
    said = [head for head in heads if head.joined not in OURS]
    explained = sum(one.standing != "unknown" for one in bindings) / max(len(said), 1)
    wanted = {title: column.need for title, column in form_words.columns.items() if column.need != "optional"}
    met = sum(title in hit for title in wanted) / max(len(wanted), 1)
    others = set().union(*(found for slug, found in names.items() if slug != form.slug))
    own = [title for title in hit if title not in others and form_words.columns[title].need != "optional"]
    hinted = _hinted(form, text, "".join(head.text for head in heads))
    foreign = _foreign(text) and not hinted and not stamped
    total = explained + 0.5 * met + min(0.1 * len(own), 0.5) + 0.6 * hinted + 3.0 * (form.slug == stamped)
    required = [title for title, need in wanted.items() if need == "required" and title != "单位名称"]
    has_required = any(title in sure for title in required or ["单位名称"])
    told = hinted or bool(stamped)
    evidence = _Evidence(len(sure), explained, met, all(title in hit for title in required), told)
    bound = "".join(one.header for one in bindings if one.standing == "bound")
    marked = any(word in bound for word in form.marks) if form.marks else bool(own)
    enough = has_required and not foreign and evidence.enough(marked)
    if confirmed or form.slug == stamped:
        enough = enough or has_required
    if forced:
        enough = any(title in hit for title in required or ["单位名称"]) or (
            forced == AT_ANY and len(sure) >= 3
        )
    return _Score(total, form, bindings, enough, sure)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """Shares 0..1: of the columns that mean something to the form, of the form's wanted columns that are
    there; `whole`: every required column is; `told`: a title, name or stamp speaks of the form."""

    sure: int
    explained: float
    met: float
    whole: bool
    told: bool

    def enough(self, own: bool) -> bool:
        """`own`: a column that only this form has."""
        if self.sure < 3:
            return False
        if self.told:
            return self.met >= 0.15 and (self.explained >= 0.34 or self.whole)
        return own and self.explained >= 0.5 and (self.met >= 0.3 or self.explained == 1.0)


def _foreign(text: str) -> bool:
    """A list for another purpose; a sign-up for anything that is no contest."""
    return any(word in text for word in _FOREIGN) or ("报名" in text and "赛" not in text)


def _hinted(form: Form, text: str, headers: str) -> bool:
    """A name of the form, or all words of a hint, one of them at least around the table and not in its
    header."""
    for hint in (form.title, form.short, *form.hints, *form.whom):
        parts = hint.split()
        rest = [part for part in parts if part not in text]
        if len(rest) < len(parts) and all(part in headers for part in rest):
            return True
    return False
