"""Which unit and period a table speaks of, and whether the roster knows the unit.

Looked for in this order: our own stamp, the credit code, the unit column, the lines around the table, the
file name.  Matched by code, exact name, alias, normalised name; a near name is only ever proposed.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from union_xl.core import Book, Finding, Place, Raw, Roster, Suggestion, Table, Unit
from union_xl.core.patterns import Late
from union_xl.units.filenames import file_words
from union_xl.units.periods import day_in, other_period, period_in

__all__ = [
    "Identified",
    "Match",
    "agreed",
    "file_words",
    "identify",
    "in_text",
    "match",
    "other_period",
    "period_in",
]

NEAR = 72.0
"""How alike (0..100) a name must be to be proposed."""

_BRACKETS = Late(r"[()（）\[\]【】《》“”\"'·\s\u3000_\-—.,，。、*]+")
_BRANCH = Late(
    r"(?:第?[一二三四五六七八九十\d]+(?:分)?(?:公司|厂|店|部)|分公司|分店|分厂|分部|分行|支行|分会)"
)
_UNION = Late(r"(?:基层)?(?:联合)?(?:工会委员会|工会联合会|工会委|工会)$")
_PLACES = Late(
    r"^(?:中国)?(?:浙江省?)?(?:杭州市?)?(?:(?:上城|下城|江干|拱墅|西湖|滨江|萧山|余杭|临平|钱塘|富阳|临安)区)?"
)
_FORMS = Late(
    r"(?:股份有限责任公司|集团股份有限公司|有限责任公司|股份有限公司|集团有限公司|有限公司|股份公司|集团公司|公司|"
    r"\(?(?:普通合伙|有限合伙|特殊普通合伙|个人独资|个体工商户)\)?)$"
)
_CODE = Late(r"(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{18}(?![0-9A-Z])")


@dataclass(frozen=True, slots=True)
class Match:
    """`unit` when the roster knows it (`how`: code, exact, alias, normalised), else near ones, best first."""

    unit: Unit | None = None
    how: str = ""
    proposals: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True)
class Identified:
    """Whose table this is: the roster's name where matched, else as found ('' when nowhere stated).

    `how` is where it was found (stamp, code, column, title, file, ''); `period` the label found in
    stamp or lines ('' if none); `filled_on` the 填报日期.
    """

    name: str
    code: str = ""
    community: str = ""
    how: str = ""
    on_roster: bool = False
    period: str = ""
    filled_on: dt.date | None = None
    findings: tuple[Finding, ...] = ()


@lru_cache(maxsize=16_384)
def squeezed(text: str) -> str:
    """A name without blanks, brackets and look-alike characters: 杭州甲（滨江）公司 = 杭州甲(滨江)公司.

    >>> squeezed("杭州 甲（滨江）有限公司")
    '杭州甲滨江有限公司'
    """
    return _BRACKETS.sub("", unicodedata.normalize("NFKC", text)).casefold()


@lru_cache(maxsize=16_384)
def core_name(text: str) -> str:
    """What is left of a name without place, legal form and 工会委员会; never the whole name lost.

    >>> core_name("浙江省杭州市元墅养老服务有限公司工会委员会")
    '元墅养老服务'
    """
    name = _UNION.sub("", squeezed(text)) or squeezed(text)
    short = _FORMS.sub("", name)
    short = _FORMS.sub("", short)
    short = _PLACES.sub("", short)
    return short if len(short) >= 2 else name


class _Index:
    """A roster by code, names and normalised names; names two units share are in no index."""

    def __init__(self, roster: Roster) -> None:
        self.by_code = {unit.code.strip().upper(): unit for unit in roster.units if unit.code}
        self.exact = _unique((unit.name, unit) for unit in roster.units)
        self.alias = _unique((alias, unit) for unit in roster.units for alias in unit.aliases if alias)
        self.squeezed = _unique((squeezed(name), unit) for unit in roster.units for name in _names(unit))
        self.core = _unique((core_name(name), unit) for unit in roster.units for name in _names(unit))
        self.long = [
            (names, sorted({len(name) for name in names if len(name) > 1}))
            for names in (self.squeezed, self.core)
        ]
        self.units = roster.units


def _names(unit: Unit) -> tuple[str, ...]:
    return (unit.name, *(alias for alias in unit.aliases if alias))


def _unique(pairs: object) -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    twice: set[str] = set()
    for name, unit in pairs:  # type: ignore[attr-defined]
        if name in found and found[name] is not unit:
            twice.add(name)
        found[name] = unit
    return {name: unit for name, unit in found.items() if name and name not in twice}


class _Same:
    """A roster's units, the same only where they are the very same object: nothing of it is hashed."""

    __slots__ = ("units",)

    def __init__(self, units: tuple[Unit, ...]) -> None:
        self.units = units

    def __hash__(self) -> int:
        return id(self.units)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.units is self.units


@lru_cache(maxsize=8)
def _index_of(same: _Same) -> _Index:
    return _equal_index(same.units)


@lru_cache(maxsize=8)
def _equal_index(units: tuple[Unit, ...]) -> _Index:
    """Every batch of work brings its own copy of the roster: one index serves them all."""
    return _Index(Roster(units))


def match(text: str, code: str, roster: Roster) -> Match:
    """The roster's unit for a name and/or credit code; near names only as proposals."""
    if not roster:
        return Match()
    return _match(text or "", code or "", _index_of(_Same(roster.units)))


@lru_cache(maxsize=16_384)
def _match(text: str, code: str, index: _Index) -> Match:
    by_code = index.by_code.get(re.sub(r"\s", "", code).upper()) if code else None
    if by_code:
        return Match(by_code, "code")
    text = text.strip()
    if not text:
        return Match()
    for names, key, how in (
        (index.exact, text, "exact"),
        (index.alias, text, "alias"),
        (index.squeezed, squeezed(text), "normalised"),
        (index.squeezed, _UNION.sub("", squeezed(text)), "normalised"),
        (index.core, core_name(text), "normalised"),
    ):
        found = names.get(key)
        if found:
            return Match(found, how)
    return Match(None, "", _near(text, index))


def _near(text: str, index: _Index) -> tuple[Unit, ...]:
    from rapidfuzz import fuzz, process

    wanted = core_name(text)
    if len(wanted) < 2:
        return ()
    ranked = process.extract(wanted, list(index.core), scorer=fuzz.ratio, limit=3, score_cutoff=NEAR)
    found = [index.core[name] for name, _, _ in ranked]
    if not found and len(wanted) >= 3:
        found = [
            unit for name, unit in index.core.items() if wanted in name or (len(name) >= 3 and name in wanted)
        ]
    return tuple(dict.fromkeys(found))[:3]


def in_text(text: str, roster: Roster) -> Unit | None:
    """The one unit of the roster whose name, alias or core name stands in a text (a title, a file name)."""
    if not roster or not text:
        return None
    return _in_text(squeezed(text), _index_of(_Same(roster.units)))


def _standing_in(text: str, names: Mapping[str, Unit], lengths: Sequence[int]) -> set[str]:
    """The names of these lengths that stand in a text: each piece of a short text looked up, or each name
    looked for in a long one."""
    if len(text) > 100:
        return {name for name in names if len(name) > 1 and name in text}
    pieces = (text[at : at + size] for size in lengths for at in range(len(text) - size + 1))
    return {piece for piece in pieces if piece in names}


@lru_cache(maxsize=8_192)
def _in_text(text: str, index: _Index) -> Unit | None:
    for names, lengths in index.long:
        hits = _standing_in(text, names, lengths)
        # A name inside a longer one that also stands there does not count by itself.
        longest = [name for name in hits if not any(name != other and name in other for other in hits)]
        found = {id(names[name]): names[name] for name in longest}
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            return None
    return None


def identify(book: Book, table: Table, roster: Roster, form: type | None = None) -> Identified:
    """Whose table it is, of which period, filled in on which day."""
    above, below = table.above, table.below
    findings: list[Finding] = []
    place = table.grid.place()
    filled_on = day_in(below.get("填报日期", "")) or day_in(above.get("填报日期", ""))
    period = book.stamp.get("period", "") or period_in(
        above.get("统计期间", ""), above.get("标题", ""), *below.values()
    )
    rows_say = _values(table, "单位名称")
    name, code, how, got = _whose(book, table, roster, rows_say, findings)
    _compare_file(book, got, name, how, roster, findings)
    if got is not None:
        how = "column" if _rolls_up(rows_say, got, roster) else how
        return Identified(
            got.name, got.code or code, got.community, how, True, period, filled_on, tuple(findings)
        )
    if not name:
        if how != "column":
            findings.append(Finding("U-NONE", place))
    elif roster:
        near = match(name, code, roster).proposals
        likely = tuple(Suggestion(unit.name, "名称相近") for unit in near)
        rule = "U-NEAR" if near else "U-UNKNOWN"
        findings.append(Finding(rule, place, "单位名称", name, {"单位": name}, likely))
    return Identified(name, code, above.get("社区", ""), how, False, period, filled_on, tuple(findings))


def agreed(ones: Sequence[Identified]) -> list[Identified]:
    """The tables of one book: one that says nothing itself is whose the others say they are, if they agree.

    A file name is weaker than what another sheet of the same book says.
    """
    said = {one.name: one for one in ones if one.name and one.how != "file"}
    if len(said) != 1:
        return list(ones)
    (owner,) = said.values()
    silent = replace(owner, period="", filled_on=None, findings=())
    return [
        replace(silent, period=one.period, filled_on=one.filled_on) if one.how in ("", "file") else one
        for one in ones
    ]


def _whose(
    book: Book, table: Table, roster: Roster, names: Sequence[str], findings: list[Finding]
) -> tuple[str, str, str, Unit | None]:
    """(name as found, code, how, roster's unit) by the order of trust; `names` are what the rows say."""
    above, below = table.above, table.below
    code = _code(above.get("统一社会信用代码", "") or below.get("统一社会信用代码", ""))
    stamped, stamped_code = book.stamp.get("unit", ""), book.stamp.get("code", "")
    lines = (
        above.get("单位名称") or above.get("工会名称") or below.get("单位名称") or below.get("工会名称", "")
    )
    codes = {number for text in _values(table, "统一社会信用代码") if (number := _code(text))}
    own = {id(unit): text for text in names if (unit := match(text, "", roster).unit)}
    column = names[0] if names and (len(own) == 1 or (not own and len(names) == 1)) else ""
    told = [
        ("stamp", stamped, stamped_code),
        ("code", lines or column, code),
        ("code", column or lines, codes.pop() if len(codes) == 1 and len(names) < 2 else ""),
        ("column", next(iter(own.values())) if len(own) == 1 else column, ""),
        ("title", lines, ""),
    ]
    first = ("", "", "")
    for how, name, number in told:
        if how == "code" and not number:
            continue
        found = match("" if how == "code" else name, number, roster).unit
        if found:
            if how == "code":
                _compare_code(name, found, roster, findings, table.grid.place())
            return name or found.name, number, how, found
        if name and not first[0]:
            first = (name, number, "column" if how == "code" and name == column else how)
    if not first[0]:
        for how, text in (("title", f"{above.get('标题', '')} {table.grid.sheet}"), ("file", _stem(book))):
            found = in_text(text, roster)
            if found:
                return found.name, "", how, found
        if len(own) > 1:
            return "", "", "column", _gatherer(book, own, roster)
        if names:
            return names[0], "", "column", match(names[0], "", roster).unit
        guess = file_words(book.name)
        if guess and _NAMES_A_UNIT.search(guess):
            return guess, "", "file", None
    return first[0], code or first[1], first[2], None


_BODY = Late(
    r"(?:居民委员会|居委会|村民委员会|村委会|工会联合会|联合工会|总工会|工会委员会|工会|管理委员会|管委会)$"
)


def _gatherer(book: Book, named: Mapping[int, str], roster: Roster) -> Unit | None:
    """Who sent a sheet of several units: the one body (社区, 园区) its path speaks of, if that is no row."""
    path = squeezed(book.name)
    found = [
        unit
        for unit in roster.units
        if id(unit) not in named
        and any(
            len(area) > 2 and area in path
            for name in _names(unit)
            if (area := _BODY.sub("", squeezed(name))) != squeezed(name)
        )
    ]
    return found[0] if len(found) == 1 else None


def _rolls_up(names: Sequence[str], reporter: Unit, roster: Roster) -> bool:
    """The rows name several units of the roster and the reporter is none of them: a roll-up."""
    named = {id(unit) for text in names if (unit := match(text, "", roster).unit)}
    return len(named) > 1 and id(reporter) not in named


def _compare_code(name: str, found: Unit, roster: Roster, findings: list[Finding], place: Place) -> None:
    """The code counts; a name that belongs to another unit of the roster is told."""
    other = match(name, "", roster).unit
    if other is not None and other is not found:
        facts = {"代码单位": found.name, "单位": name}
        findings.append(Finding("U-CODE", place, "单位名称", name, facts))


def _stem(book: Book) -> str:
    return book.name.rsplit("/", 1)[-1]


_NAMES_A_UNIT = Late(r"(?:公司|厂|店|中心|社区|医院|学校|银行|集团|公寓|事务所|研究院|协会|工会)$")


def _values(table: Table, title: str) -> list[str]:
    """The different texts of a column, the most frequent first."""
    col = table.where.get(title)
    if not col:
        return []
    rows, at = table.grid.rows, col - 1
    found = Counter(
        [cells[at] for row in table.body if row <= len(rows) and len(cells := rows[row - 1]) > at]
    )
    counted: Counter[str] = Counter()
    for raw, count in found.items():
        counted[_text(raw)] += count
    return [text for text, _ in counted.most_common() if text not in ("", "无", "/", "-")]


def _text(raw: Raw) -> str:
    return " ".join(raw.split()) if isinstance(raw, str) else ""


def _code(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).upper()
    found = _CODE.search(plain) or _CODE.search("".join(plain.split()))
    return found[0] if found else ""


def _compare_file(
    book: Book, got: Unit | None, name: str, how: str, roster: Roster, findings: list[Finding]
) -> None:
    """A file name that speaks of another unit of the roster is told; the content counts."""
    if how == "file" or not roster:
        return
    named = in_text(_stem(book), roster)
    if named is None or got is None or named is got:
        return
    facts = {"文件单位": named.name, "单位": got.name}
    findings.append(Finding("U-FILE", Place(book.name), "单位名称", None, facts))
