"""Sentences with clauses that fall away: the short notation of the summary's text, made into docxtpl tags.

`{A01}` `{G21|款}`   a figure by its code, in one of the ways numbers are said; without it the clause falls
`‹会议名称›`          a sentence or name from 设置; without it the clause falls
`〔…〕`               a clause: stands when all its own slots have something to say; may hold further clauses
`〔③…〕`              a clause of the third rank: dropped first where the text grows too long
`〔?not E01:…〕`      a clause with a condition of its own before the colon
`^`                 the mark before which clause comes first is dropped here (`现有^〔甲〕〔、乙〕`)
`{A01|比较}`         against the year's task (the figure TARGET), the year or the period before
`{{…}}`              a tag as it is, no condition
"""

from __future__ import annotations

import re

_SLOT = re.compile(r"\{\{.*?\}\}|\{([A-Za-z]\w*)(?:\|(\w+))?\}|‹([^›]+)›")
_WORDS = re.compile(r"[^\s，；、。：（）]")
DETAILED = "详写"
"""The name in the template that is true while clauses of the third rank are kept."""
TARGET = "N03"
"""The figure that has the year's target of each figure as its groups."""
FIRST = "\u2060"
"""Behind it the filter 通顺 drops 、 ， ；."""


def tags(text: str) -> str:
    """The docxtpl text of a sentence."""
    made, at = "", 0
    while at < len(text):
        if text[at] == "〔":
            end = _closing(text, at)
            inner = text[at + 1 : end]
            made += f"{{% if {condition(text[at : end + 1])} %}}{tags(_stripped(inner))}{{% endif %}}"
            at = end + 1
            continue
        stop = text.find("〔", at)
        stop = len(text) if stop < 0 else stop
        made += _SLOT.sub(_slot, text[at:stop].replace("^", FIRST))
        at = stop
    return made


def condition(text: str) -> str:
    """When a sentence has something to say: all its own slots have, or one of the clauses it is made of."""
    inner, wanted = text, []
    if text.startswith("〔") and _closing(text, 0) == len(text) - 1:
        inner = text[1:-1]
        if inner.startswith("③"):
            wanted.append(DETAILED)
        if inner.lstrip("③").startswith("?"):
            wanted.append(f"({inner.lstrip('③')[1:].split(':', 1)[0]})")
        inner = _stripped(inner)
    own, clauses = _parts(inner)
    for found in _SLOT.finditer(own):
        if found[3]:
            wanted.append(f"有('{found[3]}')")
        elif found[1]:
            wanted.append(found[1] + (_way(found) if found[2] == "比较" else ""))
    if (
        clauses
        and not any(one[1] or one[3] for one in _SLOT.finditer(own))
        and not _WORDS.search(own.replace("^", ""))
    ):
        wanted.append("(" + " or ".join(dict.fromkeys(map(condition, clauses))) + ")")
    return " and ".join(dict.fromkeys(wanted)) or "true"


def _slot(found: re.Match[str]) -> str:
    if found[3]:
        return f"{{{{名('{found[3]}')}}}}"
    if found[1]:
        return f"{{{{{found[1]}{_way(found)}}}}}"
    return found[0]


def _way(found: re.Match[str]) -> str:
    """`|约`; of a comparison with the figure that has the targets."""
    return f"|{found[2]}" + (f"({TARGET})" if found[2] == "比较" else "") if found[2] else ""


def _stripped(inner: str) -> str:
    inner = inner.removeprefix("③")
    return inner.split(":", 1)[1] if inner.startswith("?") else inner


def _closing(text: str, at: int) -> int:
    depth = 0
    for place in range(at, len(text)):
        depth += (text[place] == "〔") - (text[place] == "〕")
        if not depth:
            return place
    raise ValueError(f"〔 without 〕: {text[at : at + 30]}")


def _parts(text: str) -> tuple[str, list[str]]:
    """What stands outside of clauses, and the clauses."""
    own, clauses, at = "", [], 0
    while at < len(text):
        if text[at] == "〔":
            end = _closing(text, at)
            clauses.append(text[at : end + 1])
            at = end + 1
        else:
            own += text[at]
            at += 1
    return own, clauses
