"""A table that may be of one of several ledgers: what a clerk is asked, and what the answer means."""

from __future__ import annotations

from collections.abc import Sequence

from union_xl.find.binding import Head
from union_xl.find.fingerprints import fingerprint
from union_xl.find.headings import plain, words
from union_xl.ledgers.form import Form
from union_xl.model import Binding, Finding, Raw

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
