"""Rules that look across files and ledgers; all of them keep the row and ask.

Domain A-R1, A-R9, B-R3, B-R4, B-R11, C-R3, C-R10.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from union_xl.core import Finding, HeldRow, Place
from union_xl.core.ledger import FILE, ROW, SHEET
from union_xl.forms.keys import plain_name
from union_xl.merge.kept import Kept
from union_xl.merge.keys import LEFT

if TYPE_CHECKING:
    import pandas as pd

SHARED_BY = 2


Where = Callable[[str, str, str], int]
"""(book, sheet, standard title) -> the column in that sheet, 0 when not known."""


Held = Sequence[tuple[str, str, str, HeldRow]]
"""(book, unit, form, row): held rows are known, too, though they do not count."""


def cross_check(
    kept: Mapping[str, Kept], held: Held, where: Where, joined: Mapping[str, int] | None = None
) -> list[Finding]:
    """Findings about kept rows that only the whole ledger can give, at their cells in the returned files.

    `joined` counts the member rows of each unit that another row carries.
    """
    found: list[Finding] = []
    people = kept.get("member")
    if people:
        found += _shared_mobiles(people, where)
    if units := kept.get("unit-register"):
        register = units.frame()
        found += _two_codes(register, where)
        found += _covered(register, where)
        if people:
            members = people.frame(["单位名称", "入会日期", "会籍变化类型", FILE, SHEET, ROW])
            found += _entered(register, members, held, joined or {}, where)
            found += _before_union(register, members, where)
    if kept.get("contest") and kept.get("contest-entry"):
        contests, entries = kept["contest"].frame(), kept["contest-entry"].frame()
        found += _contest_names(contests, entries, held, where)
        found += _quota(contests, entries, where)
    return found


def _place(row: Mapping[str, Any], title: str, where: Where) -> Place:
    book, sheet = str(row[FILE]), str(row[SHEET])
    return Place(book, sheet, int(row[ROW]), where(book, sheet, title))


def _records(frame: pd.DataFrame, titles: list[str]) -> Iterator[dict[str, Any]]:
    picked = frame[[*titles, FILE, SHEET, ROW]]
    for values in zip(*(picked[title] for title in picked.columns), strict=True):
        yield dict(zip(picked.columns, values, strict=True))


def _shared_mobiles(people: Kept, where: Where) -> Iterator[Finding]:
    """B-R3 between files: one mobile, several documents, in more than one file."""
    for mobile, rows in people.repeated("手机号码").items():
        owners = {people.cell("证件号码", row) for row in rows} - {None}
        if len(owners) < SHARED_BY or len({people.cell(FILE, row) for row in rows}) < 2:
            continue
        for row in rows:
            facts = {"人数": len(owners) - 1}
            stands = {title: people.cell(title, row) for title in (FILE, SHEET, ROW)}
            yield Finding("B-R3-FILES", _place(stands, "手机号码", where), "手机号码", mobile, facts)


def _two_codes(units: pd.DataFrame, where: Where) -> Iterator[Finding]:
    """A-R1: one plain name, two credit codes."""
    seen: dict[str, dict[str, Any]] = {}
    for row in _records(units, ["单位名称", "统一社会信用代码"]):
        name, code = row["单位名称"], row["统一社会信用代码"]
        if not name or not code:
            continue
        first = seen.setdefault(plain_name(str(name)), row)
        if first["统一社会信用代码"] != code:
            facts = {"单位": name, "另一代码": first["统一社会信用代码"]}
            others = (_place(first, "统一社会信用代码", where),)
            place = _place(row, "统一社会信用代码", where)
            yield Finding("A-R1-NAME", place, "统一社会信用代码", str(code), facts, others=others)


def _covered(units: pd.DataFrame, where: Where) -> Iterator[Finding]:
    """A-R9: 涵盖单位数 against the rows that name this joint union."""
    named = units["所属联合工会"].dropna().map(lambda name: plain_name(str(name))).value_counts()
    for row in _records(units, ["工会名称", "涵盖单位数"]):
        union, said = row["工会名称"], row["涵盖单位数"]
        if not union or said is None:
            continue
        real = named.get(plain_name(str(union)))
        if real is not None and int(real) != said:
            facts = {"填报": said, "实有": int(real)}
            yield Finding("A-R9", _place(row, "涵盖单位数", where), "涵盖单位数", said, facts)


def _entered(
    units: pd.DataFrame, members: pd.DataFrame, held: Held, joined: Mapping[str, int], where: Where
) -> Iterator[Finding]:
    """B-R11: 已录入会员数 against the members of the unit in the register (those who left aside).

    A difference that held or joined rows explain is no news."""
    known = set(units["单位名称"])
    waiting = Counter(joined)
    for _, unit, form, back in held:
        if form == "member":
            own = back.cells.get("单位名称")
            waiting[str(own) if own in known else unit] += 1
    counted = members["单位名称"][~members["会籍变化类型"].isin(LEFT)].value_counts()
    for row in _records(units, ["单位名称", "已录入会员数"]):
        said, real = row["已录入会员数"], counted.get(row["单位名称"])
        if said is None or real is None:
            continue
        if not int(real) <= said <= int(real) + waiting[str(row["单位名称"])]:
            facts = {"台账人数": said, "名册人数": int(real)}
            yield Finding("B-R11", _place(row, "已录入会员数", where), "已录入会员数", said, facts)


def _before_union(units: pd.DataFrame, members: pd.DataFrame, where: Where) -> Iterator[Finding]:
    """B-R4: 入会日期 before the union of the unit was formed."""
    formed = {
        name: day
        for name, day in zip(units["单位名称"], units["建会日期"], strict=True)
        if name and hasattr(day, "toordinal")
    }
    if not formed:
        return
    for row in _records(
        members[members["单位名称"].isin(list(formed))], ["单位名称", "入会日期", "会籍变化类型"]
    ):
        joined, day = row["入会日期"], formed[row["单位名称"]]
        early = hasattr(joined, "toordinal") and joined.toordinal() < day.toordinal()
        if early and row["会籍变化类型"] == "入会":
            facts = {"建会日期": str(day)[:10]}
            yield Finding("B-R4-UNION", _place(row, "入会日期", where), "入会日期", joined, facts)


def _contest_names(
    contests: pd.DataFrame, entries: pd.DataFrame, held: Held, where: Where
) -> Iterator[Finding]:
    """C-R10: the contest of an entry stands in 竞赛总表; told once per file and name."""
    known = {plain_name(str(name)) for name in contests["竞赛名称"] if name}
    known |= {
        plain_name(str(cell))
        for _, _, form, row in held
        if form == "contest"
        for cell in row.cells.values()
        if isinstance(cell, str)
    }
    told = set()
    for row in _records(entries, ["竞赛名称"]):
        name = row["竞赛名称"]
        if name and plain_name(str(name)) not in known and (row[FILE], name) not in told:
            told.add((row[FILE], name))
            yield Finding("C-R10", _place(row, "竞赛名称", where), "竞赛名称", str(name), {"竞赛": name})


def _quota(contests: pd.DataFrame, entries: pd.DataFrame, where: Where) -> Iterator[Finding]:
    """C-R3: entries per unit and event within 每单位限报."""
    limits = {
        plain_name(str(n)): q
        for n, q in zip(contests["竞赛名称"], contests["每单位限报"], strict=True)
        if n and q
    }
    seen: dict[tuple[object, ...], list[dict[str, Any]]] = {}
    for row in _records(entries, ["竞赛名称", "参赛项目", "单位名称", "身份"]):
        if row["竞赛名称"] and row["身份"] in (None, "选手"):
            seen.setdefault((plain_name(str(row["竞赛名称"])), row["参赛项目"], row["单位名称"]), []).append(
                row
            )
    for (name, _, _), rows in seen.items():
        limit = limits.get(str(name))
        if limit is not None and len(rows) > limit:
            facts = {"竞赛": rows[0]["竞赛名称"], "限报": limit, "实报": len(rows)}
            place = _place(rows[-1], "竞赛名称", where)
            yield Finding("C-R3", place, "竞赛名称", str(rows[0]["竞赛名称"]), facts)
