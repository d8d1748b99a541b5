"""What 竞赛总表 asks, against the entries (domain 3.C: C-R2, C-R3, C-R4, C-R10); every row is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from union_xl.core import Finding, HeldRow
from union_xl.core.ledger import FILE
from union_xl.kinds import resident
from union_xl.kinds.partial_dates import earliest, latest, years_between
from union_xl.ledgers.keys import plain_name
from union_xl.merge.kept import Kept

Held = Sequence[tuple[str, str, str, HeldRow]]
_CONTEST = "竞赛名称"
_ASKED = ("每单位限报", "每队人数", "最小年龄", "最大年龄", "最低从业年限")
_DAYS = ("实际日期", "计划日期")


@dataclass(frozen=True, slots=True)
class Contest:
    """What one contest asks (None: not said): entries of a unit in an event, people in a team, ages, years;
    whether it is one of teams, and the first and last day on which it can be held."""

    name: str
    most: float | None
    team: float | None
    youngest: float | None
    oldest: float | None
    years: float | None
    teams: bool
    days: tuple[dt.date, dt.date] | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One kept entry: its row in the ledger (0-based) and what the contests ask about."""

    row: int
    contest: str
    event: Any
    unit: Any
    role: Any
    team: Any

    @property
    def competes(self) -> bool:
        return self.role in (None, "选手")


def contest_findings(
    contests: Kept, entries: Kept, held: Held, as_of: dt.date | None = None
) -> list[Finding]:
    """All that the contests of a run say about its entries.  `as_of` stands in for a day of the contest."""
    known = _contests(contests, as_of)
    found = list(_unknown(contests, entries, held))
    rows = [
        Entry(row, plain_name(str(name)), *more)
        for row, name, *more in entries.rows(_CONTEST, "参赛项目", "单位名称", "身份", "队名")
        if name
    ]
    found += _quota(known, entries, rows)
    found += _people(known, entries, rows)
    found += _teams(known, entries, rows, held)
    found += _leaders(known, entries, rows, held)
    return found


def answered(finding: Finding, contests: Kept | None) -> bool:
    """Whether 竞赛总表 says of a finding's contest what one file could only suppose (C-R3-FILE)."""
    if finding.rule != "C-R3-FILE" or contests is None:
        return False
    wanted = plain_name(str(finding.facts.get("竞赛名称") or ""))
    return any(
        most is not None and name and plain_name(str(name)) == wanted
        for _, name, most in contests.rows(_CONTEST, "每单位限报")
    )


def _contests(contests: Kept, as_of: dt.date | None) -> dict[str, Contest]:
    """The contests by plain name; where one stands in several rows, the most any of them allows."""
    made: dict[str, Contest] = {}
    for _, name, form, actual, planned, *asked in contests.rows(_CONTEST, "形式", *_DAYS, *_ASKED):
        if not name:
            continue
        most, team, youngest, oldest, years = asked
        first, last = earliest(actual or planned) or as_of, latest(actual or planned) or as_of
        days = (first, last) if first and last else None
        teams = form == "团体赛" or (team or 0) > 1
        new = Contest(str(name), most, team, youngest, oldest, years, teams, days)
        key = plain_name(str(name))
        made[key] = _either(made[key], new) if key in made else new
    return made


def _either(one: Contest, other: Contest) -> Contest:
    """What satisfies one of two rows of the same contest."""
    days = None
    if one.days and other.days:
        days = (min(one.days[0], other.days[0]), max(one.days[1], other.days[1]))
    return Contest(
        one.name,
        _looser(max, one.most, other.most),
        one.team if one.team == other.team else None,
        _looser(min, one.youngest, other.youngest),
        _looser(max, one.oldest, other.oldest),
        _looser(min, one.years, other.years),
        one.teams and other.teams,
        days,
    )


def _looser(choose: Any, one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else choose(one, other)


def _unknown(contests: Kept, entries: Kept, held: Held) -> Iterator[Finding]:
    """C-R10: the contest of an entry stands in 竞赛总表; told once per file, unit and name."""
    known = {plain_name(str(name)) for _, name in contests.rows(_CONTEST) if name}
    known |= {
        plain_name(str(cell))
        for _, _, form, row in held
        if form == "contest"
        for cell in row.cells.values()
        if isinstance(cell, str)
    }
    told = set()
    for row, name, unit, book in entries.rows(_CONTEST, "单位名称", FILE):
        if name and plain_name(str(name)) not in known and (book, unit, name) not in told:
            told.add((book, unit, name))
            yield entries.tell("C-R10", row, _CONTEST, {"竞赛": name})


def _quota(known: Mapping[str, Contest], entries: Kept, rows: Iterable[Entry]) -> Iterator[Finding]:
    """C-R3: entries per unit and event within 每单位限报; told at the first one too many."""
    for (name, *_), own in _by(rows, lambda one: (one.contest, one.event, one.unit)).items():
        limit = known[name].most if name in known else None
        if limit is not None and len(own) > limit:
            facts = {"竞赛": known[name].name, "限报": _said(limit), "实报": len(own)}
            yield entries.tell("C-R3", own[int(limit)].row, _CONTEST, facts)


def _people(known: Mapping[str, Contest], entries: Kept, rows: Sequence[Entry]) -> Iterator[Finding]:
    """C-R2-LIMIT and C-R4-MIN: the age on the day of the contest, and the years in the trade."""
    numbers = entries.column("证件号码")
    born = resident.births_of(numbers)
    stated, years = entries.column("年龄"), entries.column("从事本工种年限")
    for one in rows:
        asked = known.get(one.contest)
        if asked is None or not one.competes:
            continue
        ages = _ages(born[one.row], stated[one.row], asked.days)
        if ages and not _within(ages, asked):
            title = "证件号码" if born[one.row] else "年龄"
            facts = {"竞赛": asked.name, "年龄": ages[0], "范围": _range(asked)}
            yield entries.tell("C-R2-LIMIT", one.row, title, facts)
        many = years[one.row]
        if asked.years is not None and many is not None and many < asked.years:
            facts = {"竞赛": asked.name, "年限": _said(many), "最低": _said(asked.years)}
            yield entries.tell("C-R4-MIN", one.row, "从事本工种年限", facts)


def _ages(
    birth: dt.date | None, stated: int | None, days: tuple[dt.date, dt.date] | None
) -> tuple[int, int] | None:
    """The age on the first and on the last day the contest can be held."""
    if birth is not None and days:
        return years_between(birth, days[0]), years_between(birth, days[1])
    return None if stated is None or birth is not None else (stated, stated)


def _within(ages: tuple[int, int], asked: Contest) -> bool:
    low = asked.youngest is None or ages[1] >= asked.youngest
    return low and (asked.oldest is None or ages[0] <= asked.oldest)


def _range(asked: Contest) -> str:
    """`18至35岁`, `不小于18岁`, `不大于35岁`."""
    if asked.youngest is not None and asked.oldest is not None:
        return f"{_said(asked.youngest)}至{_said(asked.oldest)}岁"
    if asked.youngest is not None:
        return f"不小于{_said(asked.youngest)}岁"
    return f"不大于{_said(asked.oldest or 0)}岁"


def _teams(
    known: Mapping[str, Contest], entries: Kept, rows: Iterable[Entry], held: Held
) -> Iterator[Finding]:
    """C-R3-TEAM: as many in a team as 每队人数 says; a unit that names no teams may have sent several."""
    for (name, _, unit, team), own in _by(
        rows, lambda one: (one.contest, one.event, one.unit, one.team)
    ).items():
        size = known[name].team if name in known else None
        if size is None or size < 2 or len(own) == size or (team is None and len(own) % size == 0):
            continue
        if len(own) < size and len(own) + _waiting(held, unit) >= size:
            continue  # held rows may be the missing ones
        facts = {
            "竞赛": known[name].name,
            "队": team or unit or "本队",
            "应有": _said(size),
            "实报": len(own),
        }
        title = "队名" if team is not None else "单位名称"
        yield entries.tell("C-R3-TEAM", own[0].row, title, facts)


def _leaders(
    known: Mapping[str, Contest], entries: Kept, rows: Sequence[Entry], held: Held
) -> Iterator[Finding]:
    """C-R3-NOLEAD: a 领队 per unit and contest of teams."""
    groups: dict[tuple[Any, ...], list[Entry]] = {}
    for one in rows:
        groups.setdefault((one.contest, one.unit), []).append(one)
    for (name, unit), own in groups.items():
        led, said = any(one.role == "领队" for one in own), any(one.role for one in own)
        if name in known and known[name].teams and said and not led and not _waiting(held, unit):
            yield entries.tell("C-R3-NOLEAD", own[0].row, "身份", {"竞赛": known[name].name, "单位": unit})


def _by(rows: Iterable[Entry], key: Any) -> dict[tuple[Any, ...], list[Entry]]:
    """The contestants, grouped."""
    groups: dict[tuple[Any, ...], list[Entry]] = {}
    for one in rows:
        if one.competes:
            groups.setdefault(key(one), []).append(one)
    return groups


def _waiting(held: Held, unit: Any) -> int:
    """Held entries of a unit."""
    return sum(form == "contest-entry" and owner == unit for _, owner, form, _ in held)


def _said(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else str(number)
