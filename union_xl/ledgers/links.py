"""Parent and child: which row of one ledger owns a row of another, as both declarations say it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from union_xl.expressions import quoted
from union_xl.ledgers.form import Form, Rule
from union_xl.model import WARNING

ORPHAN = "L-NO-PARENT"


def parent_of(form: Form, every: Sequence[Form]) -> Form | None:
    """The ledger whose rows own those of `form`."""
    return next((one for one in every if form.parent and one.slug == form.parent), None)


def linked(form: Form, parent: Form) -> tuple[tuple[str, str], ...]:
    """(column of the child, column of the parent) that must be equal; () where the link fits no key of the
    parent.

    >>> from union_xl.ledgers.form import required
    >>> case = Form(slug="case", title="a", short="a", columns=(required("证件号码"),), keys=(("证件号码",),))
    >>> kin = Form(slug="kin", title="b", short="b", columns=(required("户主"),), parent="case", link=("户主",))
    >>> linked(kin, case)
    (('户主', '证件号码'),)
    """
    keys = [key for key in parent.keys if len(key) == len(form.link)]
    named = next((key for key in keys if key == form.link), keys[0] if keys else ())
    return tuple(zip(form.link, named, strict=True)) if named else ()


def fault(form: Form, every: Sequence[Form]) -> str:
    """What is wrong with the link of a declaration, as a sentence; '' for nothing."""
    parent = parent_of(form, every)
    if form.parent and parent is None:
        return f"没有代号是“{form.parent}”的台账，请在“上级台账”右边写它的代号"
    if parent is None or linked(form, parent):
        return ""
    keys = "；".join("+".join(key) for key in parent.keys)
    return f"“关联列”要与{parent.short}的唯一列（{keys}）一一对应，现在是 {len(form.link)} 列，请改正"


def other_links(form: Form, parent: Form) -> tuple[tuple[str, ...], ...]:
    """Other keys of the parent whose columns the child has under the same titles (档案编号): a row without
    its link may name its owner by one of them."""
    own = dict(linked(form, parent))
    keys = (key for key in parent.keys if key != tuple(own.values()) and set(key) <= set(form.titles))
    return tuple(key for key in keys if not own.keys() >= set(key))


def children_of(parent: Form, every: Sequence[Form]) -> Iterator[Form]:
    """The ledgers whose rows a row of `parent` owns, by a link that fits."""
    return (one for one in every if one.parent == parent.slug and linked(one, parent))


@lru_cache(maxsize=256)
def rules_of(form: Form, every: tuple[Form, ...]) -> tuple[Rule, ...]:
    """The ledger's own rules, and the one that its link makes, unless one of its own about a column of the link
    looks at the parent."""
    parent = parent_of(form, every)
    if parent is None or form.orphan != ORPHAN:
        return form.rules
    pairs = linked(form, parent)
    linking = [rule for rule in form.rules if rule.column in form.link]
    texts = [text for rule in linking for text in (rule.holds, *(one for _, one in rule.let))]
    if not pairs or any(parent.short in text for text in texts):
        return form.rules
    first = [quoted(own) for own, _ in pairs]
    others = [
        _rule(form, parent, [(title, title) for title in key], f"{first[0]} is not null or ")
        for key in other_links(form, parent)
    ]
    return (*form.rules, _rule(form, parent, pairs), *others)


def _rule(form: Form, parent: Form, pairs: Sequence[tuple[str, str]], unless: str = "") -> Rule:
    blank = unless + " or ".join(f"{quoted(own)} is null" for own, _ in pairs)
    if len(pairs) == 1:
        ((own, key),) = pairs
        there = f"{quoted(own)} in (select {quoted(key)} from {quoted(parent.short)} where {quoted(key)} is not null)"
    else:
        same = " and ".join(f"上.{quoted(key)} = {quoted(form.short)}.{quoted(own)}" for own, key in pairs)
        there = f"(select count(*) from {quoted(parent.short)} 上 where {same}) > 0"
    names = "、".join(own for own, _ in pairs)
    said = "、".join(f"{{{own}}}" for own, _ in pairs)
    return Rule(
        code=ORPHAN,
        level=WARNING,
        title="上级台账里没有",
        holds=f"{blank} or {there}",
        says=f"{parent.short}里没有{names}为“{said}”的一行{{多行}}",
        cure=f"请核对{names}；{parent.short}里漏了的，请补上那一行",
        column=pairs[0][0],
        needs=tuple(own for own, _ in pairs),
    )
