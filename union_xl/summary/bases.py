"""What a figure of the summary can be compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from union_xl.model import Figure
from union_xl.summary import wording

Bases = Mapping[tuple[str, str, str], Mapping[str, Any]]
"""{(name, group_by, group): {way of comparing, or name of the figure that has its target: the value}}."""


def bases_of(
    figures: Sequence[Figure], previous: Sequence[Figure] | None, last_year: Sequence[Figure] | None
) -> Bases:
    """What each figure can be compared with: those of the periods before; of its own, those that have a group
    of its name (年度目标数 of 发展会员数)."""
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    whole = {one.name for one in figures if not one.group_by}
    for one in figures:
        if one.group in whole:
            found.setdefault((one.group, "", ""), {})[one.name] = one.value
    for way, earlier in ((wording.PREVIOUS, previous), (wording.LAST_YEAR, last_year)):
        for one in earlier or ():
            found.setdefault((one.name, one.group_by, one.group), {})[way] = one.value
    return found
