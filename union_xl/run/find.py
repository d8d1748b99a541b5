"""The command `find`: one person or unit through every ledger and period given, masked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from union_xl import ledgers
from union_xl.kinds import ORG
from union_xl.ledgers.form import Column, Form
from union_xl.ledgers.masking import mask, mask_text
from union_xl.model import LedgerError, RunContext, UsageError
from union_xl.model.grid import as_said
from union_xl.model.rows import PLACE_TITLES
from union_xl.run import row_search
from union_xl.run.context import ledger_at, run_context, unknown_ledgers
from union_xl.run.result import Shown

_NUMBER = re.compile(r"[0-9A-Z]{6,}")
_MOST = 500
"""Lines shown; the others are counted."""
_FEW = 5
"""So many people of one unit are listed one by one."""
_ABOUT = 3
"""Cells of a row that say what it is about."""
_LOOKED_AT = 8
"""Columns those are taken from: blank ones are passed over."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One row that names whom one looks for; of a restricted ledger only how many there are (`row` 0)."""

    book: str
    period: str
    ledger: str
    row: int
    column: str
    unit: str = ""
    person: str = ""
    about: str = ""
    source: str = ""
    count: int = 1

    @property
    def cells(self) -> tuple[Any, ...]:
        return (
            self.period or self.book,
            self.ledger,
            self.row or "",
            self.column,
            self.unit,
            self.person,
            self.about,
            self.source,
        )


HEADS = ("期间", "台账", "台账行", "凭哪一列", "单位", "姓名", "内容", "来源")


@dataclass(frozen=True)
class FindResult:
    """What was found; `people` different numbers where a name was asked."""

    asked: str
    hits: tuple[Hit, ...]
    books: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    outputs: tuple[Path, ...] = ()
    exit_code: int = 0

    def document(self) -> dict[str, Any]:
        return {
            "command": "find",
            "查": self.asked,
            "台账": list(self.books),
            "条数": sum(hit.count for hit in self.hits),
            "结果": [
                {"文件": hit.book, **dict(zip(HEADS, hit.cells, strict=True)), "条数": hit.count}
                for hit in self.hits
            ],
            "说明": list(self.remarks),
        }

    def tables(self) -> Sequence[Shown]:
        count = sum(hit.count for hit in self.hits)
        title = (
            f"{self.asked}：{len(self.books)} 本台账里查到 {count} 条" if count else f"{self.asked}：没有查到"
        )
        shown: list[Shown] = [(title, HEADS, [hit.cells for hit in self.hits[:_MOST]])]
        return shown if self.hits else [(title, ("",), [["请核对写法；也可以换证件号码或单位全称再查"]])]


def find(books: Sequence[Path], asked: str, *, office: Path | None = None) -> FindResult:
    """Look for a person (证件号码, 手机号码 or 姓名) or a unit in the kept and held rows of ledgers.

    `books` are ledger workbooks or the folders of merges.  Names, numbers and texts come masked; of a
    restricted ledger only the number of entries is told.  Raises UsageError, LedgerError, OfficeError.
    """
    wanted = "".join(asked.split())
    if len(wanted) < 2:
        raise UsageError("请写明要查的证件号码、姓名或单位名称，至少两个字")
    context = run_context(office=office)
    all_forms = ledgers.forms_of(context)
    paths = [ledger_at(path) for path in books]
    if not paths:
        raise UsageError("请写明在哪本台账里查，如 union-xl find 结果/汇总台账.xlsx 张三")
    search = _Search(wanted, all_forms)
    hits: list[Hit] = []
    remarks: list[str] = []
    remarks += unknown_ledgers(context, *paths)
    for path in dict.fromkeys(paths):
        hits += search.inledger_at(path)
        hits += _restricted(search, path, context, remarks)
    if len(search.numbers) > 1:
        remarks.append(f"同名的有 {len(search.numbers)} 个不同的证件号码，请用证件号码再查")
    shown = mask(wanted, "id") if _NUMBER.fullmatch(wanted.upper()) else wanted
    return FindResult(shown, tuple(hits), tuple(path.as_posix() for path in paths), tuple(remarks))


def _restricted(search: _Search, path: Path, context: RunContext, remarks: list[str]) -> list[Hit]:
    """What the restricted ledgers beside a ledger have; why not where nobody gave their password."""
    from union_xl.ledger_book import restricted

    place = restricted.restricted_path(path)
    if restricted.is_restricted_path(path) or not place.exists():
        return []
    try:
        return list(search.inledger_at(place, restricted.passwords_of(context)))
    except LedgerError as locked:
        remarks.append(f"{locked}；限阅台账里没有查")
        return []


class _Search:
    """One question, put to ledger after ledger; `numbers` are the IDs of people of the name asked for."""

    def __init__(self, wanted: str, all_forms: Sequence[Form]) -> None:
        number = wanted.upper()
        self.number = number if _NUMBER.fullmatch(number) else ""
        self.text = wanted
        self.every = all_forms
        self.numbers: set[str] = set()

    def columns(self, form: Form) -> list[Column]:
        """The columns of a ledger that may name whom one looks for."""
        if self.number:
            return [one for one in form.columns if one.privacy in ("id", "mobile") or one.role == "unit_code"]
        keys = {title for key in form.keys for title in key}
        return [
            one
            for one in form.columns
            if one.privacy == "name"
            or one.role == "unit"
            or one.kind is ORG
            or (one.title in keys and one.kind.text and not one.privacy and not one.kind.choices)
        ]

    def inledger_at(self, path: Path, passwords: Sequence[str] = ()) -> Iterator[Hit]:
        """What one workbook has."""
        among = {form.slug: [one.title for one in self.columns(form)] for form in self.every}
        wanted = {form.slug: _titles_shown(form) for form in self.every}
        query = row_search.Query(self.number or self.text, not self.number, among, wanted)
        found = row_search.rows_with(path, self.every, query, passwords)
        for form in self.every:
            hits = found.rows.get(form.slug, [])
            if form.restricted and hits:
                count = found.counts.get(form.slug, len(hits))
                yield Hit(path.name, found.period, form.short, 0, "（限阅，只说有）", count=count)
                continue
            yield from self._of_form(path, found, form)
        for short, reason, row in found.held:
            known = next((form for form in self.every if form.short == short), None)
            closed = known is not None and known.restricted
            state = "暂缓" if closed else f"暂缓：{mask_text(reason)}"
            yield Hit(path.name, found.period, short, 0, state, source="" if closed else _source(row))

    def _of_form(self, path: Path, found: row_search.Found, form: Form) -> Iterator[Hit]:
        """A line for each row; for the many people of a unit one."""
        hits, period = found.rows.get(form.slug, []), found.period
        unit = form.titled("unit")
        people = [row for _, column, row in hits if column == unit] if form.titled("person") else []
        together = len(people) > _FEW
        if together:
            count = found.counts.get(form.slug, len(hits)) - len(hits) + len(people)
            name = as_said(people[0].get(unit))
            yield Hit(path.name, period, form.short, 0, unit, name, about=f"共 {count} 行", count=count)
        for number, column, row in hits:
            if not together or column != unit:
                yield self._hit(path, period, form, number, column, row)
        rest = found.counts.get(form.slug, len(hits)) - len(hits)
        if rest and not together:
            about = f"另有 {rest} 行没有逐行列出"
            yield Hit(path.name, period, form.short, 0, hits[-1][1], about=about, count=rest)

    def _hit(
        self, path: Path, period: str, form: Form, number: int, column: str, row: Mapping[str, Any]
    ) -> Hit:
        unit, person, numbered = (form.titled(role) for role in ("unit", "person", "id"))
        if not self.number and column == person and row.get(numbered):
            self.numbers.add(str(row[numbered]))
        return Hit(
            path.name,
            period,
            form.short,
            number,
            column,
            as_said(row.get(unit)),
            as_said(mask(row.get(person), "name")),
            self._about(form, column, row),
            _source(row),
        )

    def _about(self, form: Form, column: str, row: Mapping[str, Any]) -> str:
        """What the row is about: key columns and closed choices that name nobody."""
        titles = [title for title in _titles_about(form) if title != column]
        texts = [f"{title}：{mask_text(text)}" for title in titles if (text := as_said(row.get(title))) != ""]
        return "，".join(texts[:_ABOUT])


def _titles_about(form: Form) -> list[str]:
    """The columns that say what a row is about, the first to tell first."""
    keys = [title for key in form.keys for title in key]
    listed = [one for one in form.columns if not one.privacy and one.role == ""]
    listed.sort(
        key=lambda one: (one.title not in keys, one.title not in form.compared, one.need != "required")
    )
    return [one.title for one in listed[:_LOOKED_AT]]


def _titles_shown(form: Form) -> list[str]:
    """The columns a line of the result is made of."""
    named = (form.titled(role) for role in ("unit", "person", "id"))
    return [*filter(None, named), *_titles_about(form)]


def _source(row: Mapping[str, Any]) -> str:
    book, sheet, line = (as_said(row.get(title)) for title in PLACE_TITLES)
    return f"{book} › {sheet}!{line}" if book else ""
