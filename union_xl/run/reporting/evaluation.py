"""A ledger counted once: what reporting, tracing and the live buttons all start from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from union_xl import figures as counting_room
from union_xl import ledgers
from union_xl.expressions import COMMUNITY, PLACES, UNIT
from union_xl.figures import Evaluator, FailedRelation, Library
from union_xl.model import Figure, LedgerError, Period, RunContext
from union_xl.model.rows import Rows
from union_xl.run import ledger_state
from union_xl.run.context import ledger_at, run_context
from union_xl.run.reporting import return_items
from union_xl.run.reporting.outstanding import held, sentence
from union_xl.run.reporting.return_items import add_figures
from union_xl.store import Store

if TYPE_CHECKING:
    from union_xl.ledger_book import LedgerIn
    from union_xl.ledgers.form import Form
from union_xl.run.reporting.count_ledger import bounds, evaluator_of, labelled, library_of
from union_xl.run.reporting.outstanding import explanations

_TITLES: Mapping[str, tuple[str, ...]] = {"月": ("月份",)}
"""Further names of a group's own name in templates."""
_SIGNATURE = ("填报单位", "上级单位", "单位负责人", "统计负责人", "填表人", "联系人", "联系电话", "报出日期")
_MARKS = ("表号前缀", "制定机关", "批准文号", "有效期至")
"""The legal marks of a statistical form: blank unless the office has them."""


@dataclass(frozen=True)
class Evaluation:
    """A ledger with its figures.  `checks` are the relations that do not hold, explained ones included."""

    path: Path
    ledger: LedgerIn
    library: Library
    counting: Evaluator
    figures: tuple[Figure, ...]
    previous: tuple[Figure, ...] | None
    checks: tuple[FailedRelation, ...]
    context: RunContext
    when: Period | None
    as_of: dt.date | None
    earlier: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """The rows of 上期 and 去年同期."""
    last_year: tuple[Figure, ...] | None = None
    locked: str = ""
    """Why the restricted ledgers beside it are not counted ('': they are, or there are none)."""

    @property
    def incomplete(self) -> str:
        """What the ledger still lacks, in one sentence; '' when everything is in."""
        ledger = self.ledger
        all_forms = ledgers.forms_of(self.context)
        return sentence(ledger.statuses, held(ledger.held, ledger.files, ledger.statuses, all_forms))

    @cached_property
    def figure_of(self) -> Mapping[tuple[str, str, str], Figure]:
        """{(name, group label, group): figure}."""
        return {(one.name, one.group_by, one.group): one for one in self.figures}

    def values(self) -> dict[str, Any]:
        """{name or code: Figure or setting} for templates; an indicator's name goes before a setting's."""
        found: dict[str, Any] = dict(self.names())
        whole = [one for one in self.figures if not one.group_by]
        found |= {one.code: one for one in whole if one.code}
        found |= {one.name: one for one in whole}
        return found

    def names(self) -> dict[str, Any]:
        """The settings a template may use, and what the run adds (统计期间, 截止日, 期初, 期末)."""
        settings = self.context.settings
        standard: dict[str, Any] = dict.fromkeys((*_SIGNATURE, *_MARKS), "")
        standard |= {"填报单位": settings.office, "联系人": settings.contact, "联系电话": settings.phone}
        standard |= {name: value for name, value in settings.names.items() if value not in (None, "")}
        if self.when:
            standard |= {"统计期间": self.when.words, "期初": self.when.start, "期末": self.when.end}
            standard |= {"年度": self.when.start.year}
        if self.as_of:
            standard["截止日"] = self.as_of
        return standard

    def blocks(self, people: Sequence[str] = ()) -> dict[str, list[dict[str, Any]]]:
        """{group label: its items}: names, the columns of its ledger row, its figures.

        A name that is both a column and an indicator means the indicator; the column then has its ledger's
        name before it (`单位台账.会员数`).  `people` names further blocks, one item per ledger row (they
        carry identities): its columns, and its figures where rows of other ledgers belong to it.
        """
        found = {label: [{**item} for item in items] for label, items in self._groups.items()}
        told, every = self.ledger, ledgers.forms_of(self.context)
        found.setdefault(return_items.LABEL, return_items.by_ledger(told.statuses, told.files, every))
        for label in people:
            rows = self.ledger.rows.get(self.people()[label])
            found[label] = [] if rows is None else list(rows.records())
            add_figures(self.people()[label], found[label], self.context, self.library, self._recount)
            for at, item in enumerate(found[label], start=1):
                item["序号"] = at
        return found

    @cached_property
    def _groups(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """{group label: its items} of `blocks`, to be copied."""
        items: dict[str, dict[str, dict[str, Any]]] = {}
        called = self._called()
        indicators = {one.name for one in self.library.indicators}
        columns = self.row_columns()
        for label, groups in self.counting.universe.items():
            rows, blank = self._ledger_rows(label)
            own = columns.get(label, {})
            items[label] = {
                group: {
                    **_without(blank | rows.get(group, {}), indicators),
                    **{f"{own[title]}.{title}": rows.get(group, {}).get(title) for title in own},
                    **self._home(label, group),
                    **dict.fromkeys(called.get(label, (label,)), group),
                    f"{label}名称": group,
                    "序号": at,
                }
                for at, group in enumerate(groups, start=1)
            }
        for one in self.figures:
            if one.group_by and one.group in items.get(one.group_by, {}):
                items[one.group_by][one.group] |= {one.code: one, one.name: one}
        return {label: list(by_group.values()) for label, by_group in items.items()}

    def _recount(self, library: Library) -> tuple[Figure, ...]:
        """The figures of another library over the same ledger."""
        more = {"earlier": self.earlier}
        return evaluator_of(self.ledger, library, self.context, self.when, self.as_of, **more).figures()

    def people(self) -> dict[str, str]:
        """{block label: form slug} of the blocks with one item for each row of a ledger."""
        return {
            name: form.slug
            for form in ledgers.forms_of(self.context)
            for name in (form.short, *form.each)
            if form.short in self.counting.slugs
        }

    def _called(self) -> dict[str, tuple[str, ...]]:
        """{group label: what ledgers call the column of that group}."""
        found = {label: dict.fromkeys(titles) for label, titles in _TITLES.items()}
        for shape in self.counting.data.shapes.values():
            for label, title in {**shape.groups, **({UNIT: shape.unit} if shape.unit else {})}.items():
                found.setdefault(label, {})[title] = None
        return {label: tuple(titles) for label, titles in found.items()}

    def _home(self, label: str, group: str) -> dict[str, Any]:
        """The community of a unit: the register's, else the roster's."""
        if label != UNIT:
            return {}
        listed = {unit.name: unit.community for unit in self.context.roster.units}
        known = self.counting.data.places.get(PLACES[COMMUNITY], {})
        return {PLACES[COMMUNITY]: known.get(group) or listed.get(group) or None}

    def _of_group(self) -> dict[str, tuple[Form, str]]:
        """{group label: the ledger of which each group is one row, and the column that names it}."""
        found: dict[str, tuple[Form, str]] = {}
        for form in ledgers.forms_of(self.context):
            label = UNIT if form.unit_register else form.item
            title = form.titled("unit" if form.unit_register else "subject")
            if label and (title,) in form.keys:
                found.setdefault(label, (form, title))
        return found

    def row_columns(self) -> dict[str, dict[str, str]]:
        """{group label: {column of its ledger row: that ledger's short title}}."""
        return {
            label: dict.fromkeys(form.titles, form.short) for label, (form, _) in self._of_group().items()
        }

    def ledger_of(self, label: str) -> str:
        """The slug of the ledger of which each group of a label is one row, '' for none."""
        form, _ = self._of_group().get(label, (None, ""))
        return form.slug if form else ""

    def _ledger_rows(self, label: str) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
        """{group: its ledger row} and a row of blanks for groups that have none."""
        form, title = self._of_group().get(label, (None, ""))
        if form is None:
            return {}, {}
        blank: dict[str, Any] = dict.fromkeys(form.titles)
        rows = self.ledger.rows.get(form.slug)
        if rows is None or title not in rows.titles:
            return {}, blank
        found: dict[str, dict[str, Any]] = {}
        for row in rows.records():
            found.setdefault(str(row[title]), row)
        return found, blank


def _without(row: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def evaluate(
    ledger_path: Path,
    *,
    office: Path | None = None,
    previous: Path | None = None,
    last_year: Path | None = None,
    indicators: Path | None = None,
    period: str = "",
    as_of: str = "",
) -> Evaluation:
    """Read a ledger and count it.

    Period and 截止日: the command line's, else the ledger's own, else the office workbook's.  Raises
    LedgerError, OfficeError, TemplateError, UsageError.
    """
    context = run_context(office=office, period_label=period, as_of=as_of)
    path = ledger_at(ledger_path)
    all_forms = ledgers.forms_of(context)
    library = library_of(indicators, all_forms, names=context.settings.names)
    ledger, locked = _ledger(path, context)
    when, until = bounds(context, period, as_of, ledger.period, ledger.as_of)
    last = _earlier(previous, "上期", library, context, when.before if when else None)
    long_ago = _earlier(last_year, "去年同期", library, context, when.year_before if when else None)
    rows = {name: one.rows for name, one in (("上期", last), ("去年同期", long_ago)) if one}
    counting = evaluator_of(ledger, library, context, when, until, earlier=rows)
    before, year_ago = last.figures if last else None, long_ago.figures if long_ago else None
    made = counting.figures(before, year_ago)
    checks = (
        counting_room.failed_relations(
            made,
            library,
            previous=before,
            last_year=year_ago,
            shared=counting.data.constants,
            levels=context.settings.levels,
            explanations=explanations(ledger),
        )
        if made and library.checks
        else ()
    )
    return Evaluation(
        path,
        ledger,
        library,
        counting,
        made,
        before,
        checks,
        context,
        when,
        until,
        rows,
        year_ago,
        locked,
    )


def _ledger(path: Path, context: RunContext) -> tuple[LedgerIn, str]:
    """The ledger, from what a merge kept of it (of one read for a question only the rows are kept): a quarter
    of the time.  With it the restricted ledgers beside it, or why they are left out: nobody gave their
    password, and most reports do not ask for them."""
    from union_xl import ledger_book

    found, all_forms = None, ledgers.forms_of(context)
    passwords = ledger_book.restricted.passwords_of(context)
    if not ledger_book.parquet_beside(path) and not ledger_book.restricted.is_restricted_path(path):
        found = ledger_state.load_ledger(Store(path.parent), ledger_state.digest(path))
    whole = found is not None and found.state.whole
    ledger = (
        found.ledger(path, all_forms)
        if found and whole
        else ledger_book.read_alone(path, all_forms, passwords)
    )
    try:
        return ledger_book.with_restricted(ledger, all_forms, passwords), ""
    except LedgerError as locked:
        return ledger, f"{locked}；限阅台账这次没有计入，用到它们的数都是“—”"


@dataclass(frozen=True)
class _Earlier:
    """A ledger of an earlier period: its rows, and its figures by the same library for its own period."""

    rows: Mapping[str, Rows]
    figures: tuple[Figure, ...]


def _earlier(
    path: Path | None, what: str, library: Library, context: RunContext, period: Period | None
) -> _Earlier | None:
    """The ledger at `path`; `period` is what it is for when it does not say so itself."""
    if path is None:
        return None
    ledger, _ = _ledger(ledger_at(path, f"{what}台账"), context)
    own = labelled(ledger.period) or period
    until = ledger.as_of or (own.end if own else None)
    return _Earlier(ledger.rows, evaluator_of(ledger, library, context, own, until).figures())
