"""Which form a found header belongs to: told by its columns, a tie is asked and never guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from union_xl.core import Binding, Raw
from union_xl.forms.base import Form
from union_xl.tables.binding import Head, bind, named
from union_xl.tables.headings import OURS, words

_TIE = 0.12
_HINTS: Mapping[str, tuple[str, ...]] = {
    "member": ("会员", "实名", "入会"),
    "contest-entry": ("报名", "参赛"),
    "contest": ("竞赛总表", "竞赛计划", "竞赛情况", "竞赛汇总", "竞赛台账", "竞赛安排", "竞赛一览"),
    "unit-register": ("普查", "建会", "单位台账", "企业台账", "单位情况", "企业情况"),
}
_FOREIGN = (
    "疗休养", "疗养", "体检", "困难", "帮扶", "慰问", "医疗互助", "互助", "保险", "工资", "社保",
    "考勤", "通讯录",
    "劳模", "签到", "领取", "发放", "集体合同", "助学", "小候鸟", "阵地", "经费", "资产", "应报单位", "成绩",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a header is: a form with its bindings, or why not (`tie`: two forms; `like`: one, weakly)."""

    form: type[Form] | None
    bindings: tuple[Binding, ...] = ()
    tie: tuple[str, str] | None = None
    like: str = ""


@dataclass(frozen=True, slots=True)
class _Score:
    total: float
    form: type[Form]
    bindings: tuple[Binding, ...]
    hinted: bool
    enough: bool
    hits: int


def decide(
    heads: Sequence[Head],
    values: Mapping[int, Sequence[Raw]],
    forms: Sequence[type[Form]],
    context_text: str,
    stamped: str,
    confirmed: Mapping[str, Mapping[str, str]],
) -> Verdict:
    """`context_text`: title lines, sheet and file name; `stamped`: the slug our own blank carries;
    `confirmed`: {slug: {header: title}} for this header's fingerprint."""
    names = {form.slug: {title for head in heads if (title := named(head, words(form))[0])} for form in forms}
    best = max((len(found) for found in names.values()), default=0)
    scored = [
        _score(heads, values, form, names, context_text, stamped, confirmed.get(form.slug, {}))
        for form in forms
        if len(names[form.slug]) >= max(2, best - 4) or form.slug in confirmed or form.slug == stamped
    ]
    scored = sorted((one for one in scored if one), key=lambda one: -one.total)
    if not scored:
        return Verdict(None)
    first = scored[0]
    if not first.enough:
        return Verdict(None, like=first.form.title if first.hits >= 3 else "")
    if len(scored) > 1 and scored[1].enough and first.total - scored[1].total < _TIE:
        return Verdict(None, tie=(first.form.title, scored[1].form.title))
    return Verdict(first.form, first.bindings)


def _score(
    heads: Sequence[Head],
    values: Mapping[int, Sequence[Raw]],
    form: type[Form],
    names: Mapping[str, set[str]],
    text: str,
    stamped: str,
    confirmed: Mapping[str, str],
) -> _Score:
    form_words = words(form)
    bindings = bind(heads, values, form_words, confirmed)
    hit = {one.title for one in bindings if one.standing != "unknown"}
    said = [head for head in heads if head.joined not in OURS]
    explained = sum(one.standing != "unknown" for one in bindings) / max(len(said), 1)
    wanted = {title: column.need for title, column in form_words.columns.items() if column.need != "optional"}
    met = sum(title in hit for title in wanted) / max(len(wanted), 1)
    others = (
        set().union(*(found for slug, found in names.items() if slug != form.slug))
        if len(names) > 1
        else set()
    )
    own = len(
        [title for title in hit if title not in others and form_words.columns[title].need != "optional"]
    )
    hinted = _hinted(form, text)
    foreign = any(word in text for word in _FOREIGN) and not hinted and not stamped
    total = explained + 0.5 * met + min(0.1 * own, 0.5) + 0.6 * hinted + 3.0 * (form.slug == stamped)
    required = [title for title, need in wanted.items() if need == "required" and title != "单位名称"]
    has_required = any(title in hit for title in required or ["单位名称"])
    enough = has_required and not foreign and _enough(len(hit), explained, met, own, hinted, bool(stamped))
    if confirmed or form.slug == stamped:
        enough = enough or has_required
    return _Score(total, form, bindings, hinted, enough, len(hit))


def _enough(hits: int, explained: float, met: float, own: int, hinted: bool, stamped: bool) -> bool:
    if hits < 3:
        return False
    if hinted or stamped:
        return explained >= 0.34 and met >= 0.15
    return explained >= 0.5 and met >= 0.3 and own >= 1


def _hinted(form: type[Form], text: str) -> bool:
    words_of_form = (form.title, form.short, *_HINTS.get(form.slug, ()))
    return any(word and word in text for word in words_of_form)
