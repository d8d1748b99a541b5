"""A table of which it is doubtful whose ledger it is: what is asked or told, and what an answer means."""

from __future__ import annotations

from collections.abc import Sequence

from union_xl.find.binding import NOT_KEPT
from union_xl.find.content_signature import fingerprint
from union_xl.find.form_choice import FormChoice
from union_xl.find.header_candidates import Candidate
from union_xl.find.header_texts import is_running_number, plain, words
from union_xl.find.heads import Head
from union_xl.find.own_sheets import is_code_list
from union_xl.ledgers.form import Form
from union_xl.model import Binding, Finding, Grid, Raw, Table

WHOLE = "没有写明是哪张表：是这张表的，在这一行选“确认”，整张都按它读"


def first_known(heads: Sequence[Head], names: Sequence[str], forms: Sequence[Form]) -> dict[str, Raw]:
    """The header that most of the likely ledgers know, by which a clerk may say which of them it is."""
    likely = [words(form) for form in forms if form.short in names]
    best = max(heads, key=lambda head: sum(plain(head.text) in one.exact for one in likely))
    mark = fingerprint([head.joined for head in heads])
    return {"指纹": mark, "列号": best.col, "列首": best.text}


def as_proposals(finding: Finding, forms: Sequence[Form]) -> list[tuple[str, str, str, Binding]]:
    """(slug, fingerprint, sheet, binding) per ledger that an undecided table may be; one 确认 says which."""
    facts, names = finding.facts, str(finding.facts.get("表", "")).split("、")
    header = str(facts.get("列首", ""))
    return [
        (
            form.slug,
            str(facts["指纹"]),
            finding.place.sheet,
            Binding(
                int(str(facts["列号"])), header, words(form).exact[plain(header)][0], "whole", 0.0, WHOLE
            ),
        )
        for form in sorted(forms, key=lambda one: names.index(one.short) if one.short in names else -1)
        if form.short in names and plain(header) in words(form).exact
    ]


def left_over(table: Table, form: Form) -> list[Finding]:
    """The columns that mean nothing to the form somebody named."""
    rest = [
        one.header
        for one in table.bindings
        if one.state == "unknown" and one.why != NOT_KEPT and not is_running_number(one.header)
    ]
    facts = {"表": form.short, "数": len(rest), "列": "、".join(rest)}
    return [Finding("T-EXTRA", table.grid.place(table.header[-1]), facts=facts)] if rest else []


def as_owed(grid: Grid, spot: Candidate, verdict: FormChoice) -> list[Finding]:
    """Nothing but what the unit owes says which ledger a list is."""
    assert verdict.form is not None
    facts = {"工作表": grid.sheet, "表": verdict.form.short}
    return [Finding("T-OWED", grid.place(spot.top), facts=facts)]


def undecided(grid: Grid, spot: Candidate, verdict: FormChoice, forms: Sequence[Form]) -> list[Finding]:
    """The question which ledger a list is; nothing where none is likely, or for a list of codes."""
    place = grid.place(spot.top)
    if not verdict.tie and (not verdict.like or is_code_list(grid)):
        return []
    rule, names = ("T-TIE", verdict.tie) if verdict.tie else ("T-LIKE", verdict.like)
    facts = {"工作表": grid.sheet, "表": "、".join(names), "列": "、".join(verdict.known[:6])}
    return [Finding(rule, place, facts=facts | first_known(spot.heads, names, forms))]


def unread(grid: Grid, spot: Candidate, lines: Sequence[int], taken: Sequence[Candidate]) -> list[Finding]:
    """Something with a header of its own, and `lines` above it, below a table that was found: no form fits
    it, nothing of it is read."""
    if not any(one.bottom < spot.top and one.left <= spot.right and spot.left <= one.right for one in taken):
        return []
    facts = {"表头": "、".join(head.joined for head in spot.heads)[:40]}
    return [Finding("T-REST", grid.place(min([spot.top, *lines])), facts=facts)]
