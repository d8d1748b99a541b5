"""The roster's unit for a name or a credit code, or for what a text says.

Matched by code, exact name, alias, normalised name; a near name is only ever proposed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from union_xl.model import Roster, Unit
from union_xl.model.labels import unstamped
from union_xl.model.lazy_pattern import LazyPattern

NEAR = 72.0
"""How alike (0..100) a name must be to be proposed."""

_BRACKETS = LazyPattern(r"[()（）\[\]【】《》“”\"'·\s\u3000_\-—.,，。、*]+")
_UNION = LazyPattern(r"(?:基层)?(?:联合)?(?:工会委员会|工会联合会|工会委|工会)$")
_PLACES = LazyPattern(
    r"^(?:中国)?(?:浙江省?)?(?:杭州市?)?(?:(?:上城|下城|江干|拱墅|西湖|滨江|萧山|余杭|临平|钱塘|富阳|临安)区)?"
)
_PLACE_BEFORE = LazyPattern(r"(?:杭州市?|浙江省?|[市区])$")
_FORMS = LazyPattern(
    r"(?:股份有限责任公司|集团股份有限公司|有限责任公司|股份有限公司|集团有限公司|有限公司|股份公司|集团公司|公司|"
    r"\(?(?:普通合伙|有限合伙|特殊普通合伙|个人独资|个体工商户)\)?)$"
)


@dataclass(frozen=True, slots=True)
class Match:
    """`unit` when the roster knows it (`how`: code, exact, alias, normalised), else near ones, best first;
    `how` is community where it is no unit, but a community that units of the roster are of."""

    unit: Unit | None = None
    how: str = ""
    proposals: tuple[Unit, ...] = ()


@lru_cache(maxsize=16_384)
def squeezed(text: str) -> str:
    """A name without blanks, brackets and look-alike characters: 杭州甲（滨江）公司 = 杭州甲(滨江)公司.

    >>> squeezed("杭州 甲（滨江）有限公司")
    '杭州甲滨江有限公司'
    """
    return _BRACKETS.sub("", unstamped(unicodedata.normalize("NFKC", text))).casefold()


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
        self.squeezed = _unique((squeezed(name), unit) for unit in roster.units for name in names_of(unit))
        self.core = _unique((core_name(name), unit) for unit in roster.units for name in names_of(unit))
        full: dict[str, list[Unit]] = {}
        short: dict[str, list[Unit]] = {}
        for unit in roster.units:
            full.setdefault(squeezed(unit.name), []).append(unit)
            for name in {*map(squeezed, unit.aliases), *map(core_name, names_of(unit))}:
                short.setdefault(name, []).append(unit)
        self.long = [
            (names, sorted({len(name) for name in names if len(name) > 1})) for names in (full, short)
        ]
        self.given = {squeezed(name) for unit in roster.units for name in names_of(unit)}
        self.units = roster.units
        self.communities = {squeezed(unit.community) for unit in roster.units if unit.community}


def names_of(unit: Unit) -> tuple[str, ...]:
    """Its name and its aliases."""
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
    written = index.exact.get(text) or index.alias.get(text)
    if written:
        return Match(written, "exact" if text in index.exact else "alias")
    plain = squeezed(text)
    found = (
        index.squeezed.get(plain)
        or index.squeezed.get(_UNION.sub("", plain))
        or _by_core(core_name(text), plain, index)
    )
    if not found and plain in index.communities:
        return Match(None, "community")
    return Match(found, "normalised") if found else Match(None, "", _near(text, index))


def _by_core(core: str, plain: str, index: _Index) -> Unit | None:
    """The unit called so without place and form, unless no place is said and another's name ends so:
    `云栈物流` beside 杭州云栈物流有限公司 and 宁波云栈物流有限公司 may be either."""
    found = index.core.get(core)
    if found and plain.startswith(core) and _called_alike(core, found, index):
        return None
    return found


def _called_alike(core: str, found: Unit, index: _Index) -> list[Unit]:
    """Other units whose names without form end as the core name of a unit does, unless that is a name as
    listed."""
    if core not in index.core or core in index.given:
        return []
    return [one for name, one in index.core.items() if one is not found and name.endswith(core)]


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


def unit_in_text(text: str, roster: Roster) -> Unit | None:
    """The one unit of the roster whose name, alias or core name stands in a text (a title, a file name)."""
    found = units_in_text(text, roster)
    return found[0] if len(found) == 1 else None


def units_in_text(text: str, roster: Roster) -> tuple[Unit, ...]:
    """The units of the roster that a text may speak of: several where it names several, or has a short name
    that may be either's."""
    if not roster or not text:
        return ()
    return _in_text(squeezed(text), _index_of(_Same(roster.units)))


def _standing_in(text: str, names: Collection[str], lengths: Sequence[int]) -> set[str]:
    """The names of these lengths that stand in a text: each piece of a short text looked up, or each name
    looked for in a long one."""
    if len(text) > 100:
        return {name for name in names if len(name) > 1 and name in text}
    pieces = (text[at : at + size] for size in lengths for at in range(len(text) - size + 1))
    return {piece for piece in pieces if piece in names}


@lru_cache(maxsize=8_192)
def _in_text(text: str, index: _Index) -> tuple[Unit, ...]:
    for names, lengths in index.long:
        hits = _standing_in(text, names, lengths)
        # A name inside a longer one that also stands there does not count by itself.
        longest = [name for name in hits if not any(name != other and name in other for other in hits)]
        found = {id(unit): unit for name in longest for unit in names[name]}
        for name in longest:
            if not _PLACE_BEFORE.search(text[: text.index(name)]):
                found |= {id(one): one for one in _called_alike(name, names[name][0], index)}
        if found:
            return tuple(found.values())
    return ()


def unit_of_sheet(sheet: str, roster: Roster) -> Unit | None:
    """The unit a sheet's name speaks of: named in it, or the only one of whose names the sheet's is a part
    (`云栈` for 杭州云栈物流有限公司)."""
    if not roster or not sheet:
        return None
    index = _index_of(_Same(roster.units))
    found = _in_text(squeezed(sheet), index)
    return found[0] if len(found) == 1 else _part_of(core_name(sheet), index)


@lru_cache(maxsize=1_024)
def _part_of(text: str, index: _Index) -> Unit | None:
    if len(text) < 2 or text.isascii():
        return None
    found = {id(unit): unit for name, unit in index.core.items() if text in name}
    return next(iter(found.values())) if len(found) == 1 else None


_MARK = (
    r"(?:副本|最终版?|终稿|定稿|修改版?|更新版?|新版|补报|更正|正式版?|盖章版?|填好|已填|第?\d版|\d{1,2}月(?:份|底)?(?:\d{1,2}[日号])?|(?<!\d)v?\d{1,3}(?!\d)|"
    r"(?<!\d)20\d{2}年?(?:上半年|下半年|第?[一二三四1-4]季度?|H[12]|Q[1-4]|\d{1,2}月)?(?:度|份)?|"
    r"(?<!\d)\d{4,14}(?!\d))"
)
_COPY = LazyPattern(
    rf"[（(\[【]\s*(?:{_MARK}|[新改])\s*[）)\]】]|[新改]\s*$|(?<![\u4e00-\u9fff]){_MARK}|{_MARK}(?![\u4e00-\u9fff])",
    re.I,
)
"""In brackets, or at an end: 杭州新亚 is a name."""
_FORM_WORDS = LazyPattern(
    r"(?:工会)?会员(?:实名制)?(?:登记|采集|信息)*(?:表|台账|名单|名册)?|(?:职工)?(?:技能)?竞赛(?:报名|总)表|"
    r"单位(?:普查)?(?:与|和)?(?:建会)?台账|报名表|登记表|台账|汇总表|附件\d*|上报|报送|填报"
)


def unit_from_filename(name: str) -> str:
    """The part of a file name that may be a unit: without extension, copy marks, form titles and dates.

    >>> unit_from_filename("会员登记表-杭州甲有限公司(最终版2).xlsx")
    '杭州甲有限公司'
    >>> unit_from_filename("2022年杭州新亚有限公司会员登记表改.xlsx")
    '杭州新亚有限公司'
    """
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name.rsplit("/", 1)[-1])
    stem = _COPY.sub(" ", _FORM_WORDS.sub(" ", unicodedata.normalize("NFKC", stem)))
    parts = [part for part in re.split(r"[\s_\-—+.()（）\[\]【】,，、]+", stem) if part]
    return max(parts, key=len, default="")
