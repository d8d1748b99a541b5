"""Binding columns by evidence: header text, neighbours and content; bound, proposed or unknown.

A header that names a title exactly is believed unless the content plainly is something else.  A header that
only resembles one is bound when the content alone proves it, else proposed.  Nothing else is ever bound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise

from union_xl.find.content_signature import ContentSignature, content_signature, contradicts, speaks_for
from union_xl.find.header_phrases import header_phrases
from union_xl.find.header_texts import NUMBERS, OURS, Words, bare, never_kept, other_words
from union_xl.find.heads import Head, named, under_what_is_left
from union_xl.find.neighbours import IDS, PHONES, owner_of_id
from union_xl.find.tick_boxes import answer
from union_xl.kinds.base import Kind
from union_xl.kinds.measures import is_measure
from union_xl.model import Binding, Raw
from union_xl.model.grid import Standing
from union_xl.model.lazy_pattern import LazyPattern

NEAR_BOUND = 0.6
"""How alike a header must be spelled to be bound when the content proves it."""
NEAR_PROPOSED = 0.74
"""How alike a header must be spelled to be proposed on its spelling alone."""
AGAINST = "标题是这一项，内容却像"
"""How the why of a column begins whose content speaks against its header."""
TWICE = "卡片上前面已有这一项，内容不同"
"""Why a label of a card is only proposed: the first one of its title counts."""
NOT_KEPT = "不留存"
"""Why a column is bound to nothing: the ledger says that what stands in it is never kept."""
SAMPLE = 14
"""Values of a column that are looked at first."""
_YES_OR_NO = frozenset([None, *"是否有无√×✓✔✗✘YNyn"])
_PLAIN_GROUP = LazyPattern(r"(?:基本|个人|本人|详细|主要|有关|相关|其[他它])*(?:信息|情况|资料|内容|项目)")
"""A group that says nothing of its columns."""


@dataclass(frozen=True, slots=True)
class _Claim:
    head: Head
    title: str
    score: float
    near: bool
    why: str = ""


def bind(
    heads: Sequence[Head],
    values: Mapping[int, Sequence[Raw]],
    form_words: Words,
    confirmed: Mapping[str, str] | None = None,
) -> tuple[Binding, ...]:
    """One Binding per header, left to right.  `values` are the non-blank cells below each column."""
    confirmed = confirmed or {}
    heads = under_what_is_left(heads)
    signatures = {head.col: content_signature(values.get(head.col, ())[:SAMPLE]) for head in heads}
    done: dict[int, Binding] = {}
    for head in heads:
        if head.text in confirmed:
            title = confirmed[head.text]
            known = title in form_words.columns
            done[head.col] = Binding(
                head.col, head.text, title if known else "", "bound" if known else "unknown", 1.0, "已确认"
            )
    for head in heads:
        if is_never_kept(head, form_words):
            done[head.col] = Binding(head.col, head.text, "", "unknown", 1.0, NOT_KEPT)
    taken = {one.title for one in done.values() if one.title}
    claims = [
        claim
        for head in heads
        if head.col not in done and _is_asked_for(head, values.get(head.col, ()), form_words)
        for claim in _claims(head, form_words, signatures[head.col], values.get(head.col, ()))
        if claim.title not in taken
    ]
    claims = _ids_behind_names(_phones(claims, heads, signatures, form_words), heads, signatures, form_words)
    claims = _numbers(_numbers(claims, heads, form_words), heads, form_words, PHONES)
    for claim, standing in _settled(claims, heads, signatures, values, form_words):
        if claim.head.col not in done:
            done[claim.head.col] = Binding(
                claim.head.col, claim.head.text, claim.title, standing, round(claim.score, 2), claim.why
            )
    _propose_by_content(heads, done, signatures, form_words)
    return tuple(done.get(head.col, Binding(head.col, head.text, "", "unknown", 0.0)) for head in heads)


def _is_asked_for(head: Head, values: Sequence[Raw], form_words: Words) -> bool:
    """The header speaks of the form: no running number, nor a column this product adds, unless the form has a
    column of that name and, where it is but 编号, the lines are not numbered by it."""
    if head.joined not in OURS:
        return True
    return bool(named(head, form_words)[0]) and not (head.joined in NUMBERS and _counts_lines(values))


def _counts_lines(values: Sequence[Raw]) -> bool:
    """1, 2, 3 …, on a further page 21, 22, 23 …, or nothing."""
    texts = [str(value).strip().removesuffix(".0") for value in values if value not in (None, "")]
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) < 4]
    if len(numbers) < 0.7 * len(texts):  # below them stand 合计 and 填表人, too
        return False
    steps = {after - before for before, after in pairwise(numbers)}
    return not numbers or numbers[0] < 2 or steps <= {0, 1}


def is_never_kept(head: Head, form_words: Words) -> bool:
    """Whether a header speaks of what the form never keeps: it names it, or holds its name and is no title of
    the form's."""
    listed = never_kept(form_words.form)
    if not listed:
        return False
    if not {head.joined, bare(head.joined), head.parts[-1] if head.parts else ""}.isdisjoint(listed):
        return True
    return any(one in head.joined for one in listed if len(one) > 1) and not named(head, form_words)[0]


def _claims(head: Head, form_words: Words, seen: ContentSignature, values: Sequence[Raw]) -> list[_Claim]:
    title, score = named(head, form_words)
    if title:
        measured = form_words.columns[title].kind.name == "单位名称" and _are_measures(values)
        return [] if measured else [_Claim(head, title, score, False)]
    meant = header_phrases(head.parts, form_words, seen)
    if meant:
        return [_Claim(head, meant, 0.9, True, "说法相近，内容相符")]
    group = "".join(head.parts[:-1])
    if other_words(group):
        return []
    text = bare(head.parts[-1] if _PLAIN_GROUP.fullmatch(group) else head.joined)
    title, score = form_words.near(text)
    if not title:
        return []
    kind = form_words.columns[title].kind
    if score >= NEAR_BOUND and (speaks_for(kind.name, seen) or _is_chosen(kind, values)):
        return [_Claim(head, title, max(score, 0.9), True, "标题相近，内容相符")]
    return [_Claim(head, title, score, True, "标题相近")] if score >= NEAR_PROPOSED else []


def _are_measures(values: Sequence[Raw]) -> bool:
    """元, 台, 人: what is counted in, no organisation."""
    return bool(values) and all(isinstance(value, str) and is_measure(value) for value in values)


def _is_chosen(kind: Kind, values: Sequence[Raw]) -> bool:
    """Several values, nearly all of them the kind's own choices."""
    return len(values) >= 3 and is_fitting(kind, values)


def is_fitting(kind: Kind, values: Sequence[Raw], least: float = 0.9) -> bool:
    """Nearly every value, or what is ticked in it, is one of the kind's choices (是, 否, √ prove nothing)."""
    if kind.likeness is None or not kind.choices or kind.name == "是否":
        return False
    said = [one for raw in values[:SAMPLE] if (one := answer(raw, kind)) not in _YES_OR_NO]
    return bool(said) and kind.likeness(said) >= least


def _phones(
    claims: list[_Claim], heads: Sequence[Head], signatures: Mapping[int, ContentSignature], form_words: Words
) -> list[_Claim]:
    """Whose a phone is, by its neighbours: the one beside 联系人 is the contact's; another, with mobiles that
    differ from row to row, is the person's own."""
    if not {"手机号码", "联系电话"} <= form_words.columns.keys():
        return claims
    titles = {claim.title for claim in claims}
    phones = [claim for claim in claims if claim.title in ("手机号码", "联系电话")]
    contacts = [claim.head.col for claim in claims if claim.title == "联系人"]
    taken = {claim.head.col for claim in phones}
    of_contact = {claim.head.col for claim in phones if _is_beside(claim.head, contacts, taken, heads)}
    own = [claim for claim in phones if claim.head.col not in of_contact]
    found = []
    for claim in claims:
        if claim.head.col in of_contact and claim.title == "手机号码" and own:
            claim = replace(claim, title="联系电话", score=0.9, why="紧跟在联系人后面")
        elif (
            claim in own
            and claim.title == "联系电话"
            and not claim.near
            and "姓名" in titles
            and (of_contact or not contacts)
            and "手机号码" not in {one.title for one in own}
            and _is_own(signatures[claim.head.col])
        ):
            claim = replace(claim, title="手机号码", score=0.9, why="不在联系人旁边，内容都是手机号")
        found.append(claim)
    return found


def _ids_behind_names(
    claims: list[_Claim], heads: Sequence[Head], signatures: Mapping[int, ContentSignature], form_words: Words
) -> list[_Claim]:
    """`顶替谁 | 身份证号`: a column for an ID that holds names, with an ID right of it: that is the one."""
    own = {title for title, column in form_words.columns.items() if column.type in IDS}
    found = list(claims)
    for at, claim in enumerate(claims):
        seen = signatures[claim.head.col]
        if claim.title not in own or seen.share("id") > 0 or seen.share("han") < 0.6:
            continue
        right = next((one for one in heads if one.col > claim.head.col), None)
        beside = next((n for n, one in enumerate(claims) if right and one.head.col == right.col), None)
        if beside is not None and claims[beside].title in own - {claim.title}:
            found[beside] = replace(claims[beside], title=claim.title, score=0.95, why="按左边一列是谁")
            found[at] = replace(claim, title="")
    return [one for one in found if one.title]


def _numbers(
    claims: list[_Claim], heads: Sequence[Head], form_words: Words, types: Set[str] = IDS
) -> list[_Claim]:
    """Whose an ID, or a phone, is where headers are alike: `学生姓名 | 身份证号 | 家长姓名 | 身份证号`."""
    own = {title for title, column in form_words.columns.items() if column.type in types}
    alike = [claim for claim in claims if claim.title in own]
    if len(own) < 2 or len({claim.head.joined for claim in alike}) == len(alike):
        return claims
    found = {claim.head.col: owner_of_id(claim.head, heads, form_words, types) for claim in alike}
    if "" in found.values() or len(set(found.values())) < len(found):
        return claims
    return [
        replace(claim, title=found[claim.head.col], score=0.95, near=False, why="按左边一列是谁")
        if claim.head.col in found
        else claim
        for claim in claims
    ]


def _is_beside(head: Head, contacts: Sequence[int], phones: Set[int], heads: Sequence[Head]) -> bool:
    """The column right before it is the contact's, or the one before that (`联系人 | 职务 | 电话`)."""
    before = [one.col for one in heads if one.col < head.col][-2:]
    return before[-1:] != [] and (
        before[-1] in contacts or (before[0] in contacts and before[-1] not in phones)
    )


def _is_own(seen: ContentSignature) -> bool:
    """Mobiles, another one in each row."""
    return seen.share("mobile") >= 0.6 and (seen.distinct > 0.5 or seen.filled == 1)


def _settled(
    claims: Sequence[_Claim],
    heads: Sequence[Head],
    signatures: Mapping[int, ContentSignature],
    values: Mapping[int, Sequence[Raw]],
    form_words: Words,
) -> list[tuple[_Claim, Standing]]:
    """Which claims are bound, which only proposed."""
    settled: list[tuple[_Claim, Standing]] = []
    doubted = {
        claim.head.col: _doubt(claim, signatures[claim.head.col], values.get(claim.head.col, ()), form_words)
        for claim in claims
    }
    by_title: dict[str, list[_Claim]] = {}
    for claim in claims:
        by_title.setdefault(claim.title, []).append(claim)
    for rivals in by_title.values():
        sure = [one for one in rivals if not doubted[one.head.col] and (not one.near or one.score >= 0.9)]
        exact = [one for one in sure if not one.near] or sure
        if len(exact) > 1:
            exact = _best_of(exact, heads, signatures, values, form_words)
        if len(exact) == 1:
            settled.append((exact[0], "bound"))
        else:
            settled += [
                (replace(one, why=doubted[one.head.col] or one.why or "有几列都像这一项"), "proposed")
                for one in (exact or rivals)
            ]
    return settled


def _doubt(claim: _Claim, seen: ContentSignature, values: Sequence[Raw], form_words: Words) -> str:
    """Why the content speaks against the header; '' when it does not."""
    kind = form_words.columns[claim.title].kind
    strong = contradicts(kind.name, seen, bool(kind.choices))
    if not strong or seen.filled < 2 or is_fitting(kind, values):
        return ""
    what = {"id": "身份证号", "mobile": "手机号", "code": "信用代码", "date": "日期", "org": "单位名称"}
    return f"{AGAINST}{what.get(strong, '别的内容')}"


def _best_of(
    rivals: Sequence[_Claim],
    heads: Sequence[Head],
    signatures: Mapping[int, ContentSignature],
    values: Mapping[int, Sequence[Raw]],
    form_words: Words,
) -> list[_Claim]:
    """Of several columns that name one title: the one that evidence singles out, else all of them."""
    filled = [one for one in rivals if signatures[one.head.col].filled]
    if len(filled) == 1:
        return filled
    if not filled:
        return [max(rivals, key=lambda one: (one.score, -one.head.col))]
    own = [one for one in filled if not _beside_another(one.head, heads)]
    if len(own) == 1:
        return own
    left = own or filled
    standard = [one for one in left if one.score >= 1.0]
    if len(standard) == 1:
        return standard
    mobiles = [one for one in left if any(word in one.head.joined for word in ("手机", "移动"))]
    if len(mobiles) == 1 and form_words.columns[mobiles[0].title].type in PHONES:  # beside 联系电话
        return mobiles
    contents = {tuple(map(str, values.get(one.head.col, ()))) for one in left}
    if len(contents) == 1:
        return [min(left, key=lambda one: one.head.col)]
    kind = form_words.columns[left[0].title].kind.name
    fitting = [one for one in left if speaks_for(kind, signatures[one.head.col])]
    others = [one for one in left if one not in fitting]
    if len(fitting) == 1 and all(
        signatures[one.head.col].share("landline", "date", "org") > 0.5 for one in others
    ):
        return fitting
    return list(left)


def _beside_another(head: Head, heads: Sequence[Head]) -> bool:
    """The column left of it speaks of another person (`紧急联系人 | 联系电话`)."""
    if len(head.parts) > 1 and other_words("".join(head.parts[:-1])):
        return True
    left = [one for one in heads if one.col < head.col]
    return bool(left) and bool(other_words(left[-1].joined)) and left[-1].joined[-1:] in "人属友母父偶名系"


def _propose_by_content(
    heads: Sequence[Head],
    done: dict[int, Binding],
    signatures: Mapping[int, ContentSignature],
    form_words: Words,
) -> None:
    """Columns with a strange header whose content says what a still missing column wants."""
    claimed = {one.title for one in done.values() if one.state != "unknown"}
    for title, column in form_words.columns.items():
        if title in claimed or column.need == "optional":
            continue
        fitting = [
            head
            for head in heads
            if head.col not in done
            and head.joined not in OURS
            and not other_words(head.joined)
            and speaks_for(column.kind.name, signatures[head.col])
        ]
        for head in fitting:
            done[head.col] = Binding(head.col, head.text, title, "proposed", 0.5, "内容像这一项")
