"""Which unit and period a table speaks of, and whether the roster knows the unit.

Looked for in this order: our own stamp, the credit code, the unit column, the lines around the table, the
file name.  Matched by code, exact name, alias, normalised name; a near name is only ever proposed.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from union_xl.find.form_periods import day_in, other_period, period_in
from union_xl.find.unit_matching import (
    Match,
    match,
    names_of,
    squeezed,
    unit_from_filename,
    unit_in_text,
    unit_of_sheet,
    units_in_text,
)
from union_xl.ledgers.form import RETURNED, Form
from union_xl.model import Book, Finding, Identified, Place, Raw, Roster, Suggestion, Table, Unit
from union_xl.model.labels import CODE, UNION, UNIT
from union_xl.model.lazy_pattern import LazyPattern

__all__ = [
    "Identified",
    "Match",
    "identify_table",
    "identify_tables",
    "match",
    "other_period",
    "period_in",
    "reconcile",
    "unit_from_filename",
    "unit_in_text",
]

_WORDY = LazyPattern(r"[\u4e00-\u9fff]{5}")
_CODE = LazyPattern(r"(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{18}(?![0-9A-Z])")


def identify_tables(
    book: Book, tables: Sequence[Table], roster: Roster, forms: Sequence[Form | None] = (), office: str = ""
) -> list[Identified]:
    """Whose each table of a book is; `office` is the name of who collects, and no unit of the roster.

    Where lines or sheet names speak of several units, the book's own stamp says nothing about any of them; a
    line that stands on every sheet (填报单位：北星社区) then says who sent them, the sheet's name whose each
    is.  A table that says nothing follows the others, if they agree.
    """
    lines = [_line(table) for table in tables]
    sheets = {id(unit): unit for table in tables if (unit := unit_of_sheet(table.grid.sheet, roster))}
    named = len(sheets) > 1
    if named or len(set(filter(None, lines))) > 1:
        stamp = {key: value for key, value in book.stamp.items() if key not in ("unit", "code")}
        book = replace(book, stamp=stamp)
    ones = [
        identify_table(book, table, roster, form, named and (not line or lines.count(line) > 1), office)
        for table, line, form in zip_longest(tables, lines, forms)
    ]
    several = any(
        len(set(_values(table, (form.titled("unit") if form else "") or UNIT))) > 1
        for table, form in zip_longest(tables, forms)
    )
    by_sheet = {table.form for table, one in zip(tables, ones, strict=True) if one.how == "sheet"}
    apart = [
        table.form in by_sheet and _has_own_name(table, form) for table, form in zip_longest(tables, forms)
    ]
    kept = [form is not None and form.owed not in RETURNED for form in forms]
    return reconcile(ones, tables, several, kept, apart)


def identify_table(
    book: Book,
    table: Table,
    roster: Roster,
    form: Form | None = None,
    by_sheet: bool = False,
    office: str = "",
) -> Identified:
    """Whose table it is, of which period, filled in on which day.  `by_sheet`: the sheet's name counts before
    the lines.  What the `office` itself drew up needs no sender from the roster."""
    above, below = table.above, table.below
    findings: list[Finding] = []
    place = table.grid.place()
    filled_on = day_in(below.get("填报日期", "")) or day_in(above.get("填报日期", ""))
    period = book.stamp.get("period", "") or period_in(
        above.get("统计期间", ""), above.get("标题", ""), *below.values()
    )
    unit_title = (form.titled("unit") if form else "") or UNIT
    rows_say = _values(table, unit_title)
    code_title = form.titled("unit_code") if form else CODE
    codes = {number for text in _values(table, code_title) if (number := _code(text))}
    name, code, how, got = _whose(book, table, roster, rows_say, codes, findings, by_sheet)
    _compare_file(book, got, name, how, roster, findings)
    if got is not None:
        how = "column" if _rolls_up(rows_say, got, roster) else how
        return Identified(
            got.name, got.code or code, got.community, how, True, period, filled_on, tuple(findings)
        )
    if not name:
        kept_here = form is not None and form.owed not in RETURNED
        if how != "column" and not kept_here:
            findings.append(_several(book, table, roster) or Finding("U-NONE", place))
    elif roster and not (office and how != "column" and squeezed(name) == squeezed(office)):
        near = match(name, code, roster)
        likely = tuple(Suggestion(unit.name, "名称相近") for unit in near.proposals)
        rule = "U-NEAR" if likely else "U-UNKNOWN"
        if near.how != "community":
            findings.append(Finding(rule, place, unit_title, name, {"单位": name}, likely))
    return Identified(name, code, above.get("社区", ""), how, False, period, filled_on, tuple(findings))


def reconcile(
    ones: Sequence[Identified],
    tables: Sequence[Table] = (),
    several: bool = False,
    kept: Sequence[bool] = (),
    apart: Sequence[bool] = (),
) -> list[Identified]:
    """The tables of one book: one that says nothing itself is whose the others say they are, if they agree.

    A file name is weaker than what another sheet of the same book says.  What a heading among the rows says
    speaks of the rows below it, never of those above.  `several`: rows of some table name more than one unit;
    the unit of another table's rows then says nothing about the rest.  `kept`: which ledgers the office keeps
    itself; the unit their rows name is whom the office noted, nobody's who sent the book.  `apart`: which
    follow nobody.
    """
    weak = ("file", "column") if several else ("file",)
    own = [*kept, *(False for _ in ones[len(kept) :])]
    said = {
        one.name: one
        for one, mine in zip(ones, own, strict=True)
        if one.name and one.how not in weak and not (mine and one.how == "column")
    }
    if len(said) != 1:
        return list(ones)
    (owner,) = said.values()
    silent = replace(owner, period="", filled_on=None, findings=())
    speak = [table for table, one in zip(tables, ones, strict=False) if one.name and one.how not in weak]
    return [
        replace(silent, period=one.period, filled_on=one.filled_on)
        if one.how in ("", "file")
        and not _only_below(table, speak)
        and not (mine and owner.how == "column")
        and not alone
        else one
        for one, table, mine, alone in zip_longest(ones, tables, own, apart)
    ]


def _has_own_name(table: Table, form: Form | None) -> bool:
    """The sheet's name is no page's and no form's: where others are called by firms, it may be one."""
    name = unit_from_filename(table.grid.sheet)
    return bool(_WORDY.search(name)) and not (form and (name in form.title or form.short in name))


def _only_below(table: Table | None, speak: Sequence[Table]) -> bool:
    """Only rows of the same list, farther down, say whose they are."""
    if table is None or not table.body:
        return False
    return bool(speak) and all(
        one.grid.sheet == table.grid.sheet and one.header == table.header and one.body > table.body
        for one in speak
    )


def _line(table: Table) -> str:
    """The unit that the lines around a table name."""
    above, below = table.above, table.below
    return above.get(UNIT) or above.get(UNION) or below.get(UNIT) or below.get(UNION, "")


def _whose(
    book: Book,
    table: Table,
    roster: Roster,
    names: Sequence[str],
    codes: set[str],
    findings: list[Finding],
    by_sheet: bool,
) -> tuple[str, str, str, Unit | None]:
    """(name as found, code, how, roster's unit) by the order of trust; `names` and `codes` are what the rows
    say."""
    above, below = table.above, table.below
    code = _code(above.get(CODE, "") or below.get(CODE, ""))
    stamped, stamped_code = book.stamp.get("unit", ""), book.stamp.get("code", "")
    lines = "" if by_sheet and unit_of_sheet(table.grid.sheet, roster) else _line(table)
    own = {id(unit): text for text in names if (unit := match(text, "", roster).unit)}
    column = names[0] if names and (len(own) == 1 or (not own and len(names) == 1)) else ""
    texts = [
        ("stamp", stamped, stamped_code),
        ("code", lines or column, code),
        ("code", column or lines, next(iter(codes)) if len(codes) == 1 and len(names) < 2 else ""),
        ("column", next(iter(own.values())) if len(own) == 1 else column, ""),
        ("title", lines, ""),
    ]
    first = ("", "", "")
    for how, name, number in texts:
        if how == "code" and not number:
            continue
        found = match("" if how == "code" else name, number, roster).unit
        if found:
            if how == "code":
                _compare_code(name, found, roster, findings, table.grid.place())
            return name or found.name, number, how, found
        if name and not first[0]:
            first = (name, number, "column" if how == "code" and name == column else how)
    if first[0]:
        return first[0], code or first[1], first[2], None
    return _around(book, table, roster, names, findings, own)


def _around(
    book: Book,
    table: Table,
    roster: Roster,
    names: Sequence[str],
    findings: list[Finding],
    named: Mapping[int, str],
) -> tuple[str, str, str, Unit | None]:
    """Whose a table is by its title, its sheet's name, the file's, its folder's, what its rows say of several
    units."""
    sheet = table.grid.sheet
    title, stem = unit_in_text(table.above.get("标题", ""), roster), unit_in_text(_stem(book), roster)
    stem = stem or unit_in_text(_folder(book), roster)
    for how, found in (("title", title), ("sheet", unit_of_sheet(sheet, roster)), ("file", stem)):
        if found:
            if how == "sheet" and unit_in_text(sheet, roster) is None:
                facts = {"简称": sheet, "单位": found.name}
                findings.append(Finding("U-SHORT", table.grid.place(), UNIT, sheet, facts))
            return found.name, "", how, found
    if len(named) > 1:
        return "", "", "column", _gatherer(book, named, roster)
    if names:
        return names[0], "", "column", match(names[0], "", roster).unit
    if _NAMES_A_FIRM.search(own := unit_from_filename(table.above.get("标题", ""))):
        return own, "", "title", None
    for how, guess in (("sheet", unit_from_filename(sheet)), ("file", unit_from_filename(book.name))):
        if guess and _NAMES_A_UNIT.search(guess):
            return guess, "", how, None
    folder = unit_from_filename(_folder(book))
    return (folder, "", "file", None) if _NAMES_A_FIRM.search(folder) else ("", "", "", None)


def _several(book: Book, table: Table, roster: Roster) -> Finding | None:
    """The title, the sheet's name or the file's speaks of several units, or of one of several."""
    for text in (table.above.get("标题", ""), table.grid.sheet, _stem(book), _folder(book)):
        if found := units_in_text(text, roster):
            likely = tuple(Suggestion(unit.name, "名称里有") for unit in found)
            facts = {"写法": text, "单位": "、".join(unit.name for unit in found)}
            return Finding("U-SEVERAL", table.grid.place(), UNIT, text, facts, likely)
    return None


_BODY = LazyPattern(
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
            for name in names_of(unit)
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
        findings.append(Finding("U-CODE", place, UNIT, name, facts))


def _stem(book: Book) -> str:
    return book.name.rsplit("/", 1)[-1]


def _folder(book: Book) -> str:
    """The folder, or the zip, that a file lies in."""
    return book.name.rpartition("/")[0].rpartition("/")[2]


_NAMES_A_FIRM = LazyPattern(r"[\u4e00-\u9fff]{2}(?:公司|厂|医院|学校|银行|集团|公寓|事务所|研究院)$")
"""What may stand before a form's title (杭州甲有限公司会员登记表); not whoever sent the form out."""
_NAMES_A_UNIT = LazyPattern(r"(?:公司|厂|店|中心|社区|医院|学校|银行|集团|公寓|事务所|研究院|协会|工会)$")


def _values(table: Table, title: str) -> list[str]:
    """The different texts of a column, the most frequent first."""
    col = table.where.get(title)
    if not col:
        return []
    found = Counter(table.grid.column(col, table.body))
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
    named = unit_in_text(_stem(book), roster)
    if named is None or got is None or named is got:
        return
    facts = {"文件单位": named.name, "单位": got.name}
    findings.append(Finding("U-FILE", Place(book.name), UNIT, None, facts))
