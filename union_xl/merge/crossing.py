"""Rules that look across files and ledgers; all of them keep the row and ask.

Domain A-R1, A-R9, B-R3, B-R4, B-R11; those of contests stand in `merge.contests`.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from union_xl.core import Finding, HeldRow
from union_xl.core.ledger import FILE
from union_xl.forms.keys import plain_name
from union_xl.merge.contests import contest_findings
from union_xl.merge.kept import Kept
from union_xl.merge.keys import LEFT

SHARED_BY = 2


Held = Sequence[tuple[str, str, str, HeldRow]]
"""(book, unit, form, row): held rows are known, too, though they do not count."""


def cross_check(
    kept: Mapping[str, Kept],
    held: Held,
    joined: Mapping[str, int] | None = None,
    as_of: dt.date | None = None,
) -> list[Finding]:
    """Findings about kept rows that only the whole ledger can give, at their cells in the returned files.

    `joined` counts the member rows of each unit that another row carries, `as_of` is 截止日.
    """
    found: list[Finding] = []
    people = kept.get("member")
    if people:
        found += _shared_mobiles(people)
    if units := kept.get("unit-register"):
        found += _two_codes(units)
        found += _covered(units)
        if people:
            found += _entered(units, people, held, joined or {})
            found += _before_union(units, people)
    if kept.get("contest") and kept.get("contest-entry"):
        found += contest_findings(kept["contest"], kept["contest-entry"], held, as_of)
    return found


def _shared_mobiles(people: Kept) -> Iterator[Finding]:
    """B-R3 between files: one mobile, several documents, in more than one file."""
    for rows in people.repeated("手机号码").values():
        owners = {people.cell("证件号码", row) for row in rows} - {None}
        if len(owners) < SHARED_BY or len({people.cell(FILE, row) for row in rows}) < 2:
            continue
        for row in rows:
            yield people.tell("B-R3-FILES", row, "手机号码", {"人数": len(owners) - 1})


def _two_codes(units: Kept) -> Iterator[Finding]:
    """A-R1: one plain name, two credit codes; told at both sides."""
    seen: dict[str, tuple[int, Any]] = {}
    told: set[int] = set()
    for row, name, code in units.rows("单位名称", "统一社会信用代码"):
        if not name or not code:
            continue
        first, other = seen.setdefault(plain_name(str(name)), (row, code))
        if other == code:
            continue
        pairs = ((row, code, first, other), (first, other, row, code))
        for here, _, there, its_code in pairs:
            if here not in told:
                facts = {"单位": name, "另一代码": its_code}
                others = (units.place(there, "统一社会信用代码"),)
                yield units.tell("A-R1-NAME", here, "统一社会信用代码", facts, others)
                told.add(here)


def _covered(units: Kept) -> Iterator[Finding]:
    """A-R9: 涵盖单位数 against the rows that name this joint union."""
    named = Counter(plain_name(str(name)) for _, name in units.rows("所属联合工会") if name)
    for row, union, said in units.rows("工会名称", "涵盖单位数"):
        real = named.get(plain_name(str(union))) if union and said is not None else None
        if real is not None and real != said:
            yield units.tell("A-R9", row, "涵盖单位数", {"填报": said, "实有": real})


def _entered(units: Kept, people: Kept, held: Held, joined: Mapping[str, int]) -> Iterator[Finding]:
    """B-R11: 已录入会员数 against the members of the unit in the register (those who left aside).

    A difference that held or joined rows explain is no news."""
    waiting = Counter(joined)
    waiting.update(unit for _, unit, form, _ in held if form == "member")
    counted = Counter(
        unit for _, unit, change in people.rows("单位名称", "会籍变化类型") if change not in LEFT
    )
    for row, unit, said in units.rows("单位名称", "已录入会员数"):
        real = counted.get(unit)
        if said is not None and real is not None and not real <= said <= real + waiting[str(unit)]:
            yield units.tell("B-R11", row, "已录入会员数", {"台账人数": said, "名册人数": real})


def _before_union(units: Kept, people: Kept) -> Iterator[Finding]:
    """B-R4: 入会日期 before the union of the unit was formed."""
    formed = {name: day for _, name, day in units.rows("单位名称", "建会日期") if name and _is_day(day)}
    if not formed:
        return
    for row, unit, joined, change in people.rows("单位名称", "入会日期", "会籍变化类型"):
        day = formed.get(unit)
        if day is None or not _is_day(joined) or change != "入会":
            continue
        if joined.toordinal() < day.toordinal():
            yield people.tell("B-R4-UNION", row, "入会日期", {"建会日期": str(day)[:10]})


def _is_day(value: Any) -> bool:
    return hasattr(value, "toordinal")
