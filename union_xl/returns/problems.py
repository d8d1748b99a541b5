"""One problem per rule and cell: findings of a file worded and sorted, ready to be shown.

Also the receipts in `notices` word their reasons from here, so that a filler reads the same words twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain
from typing import Any

from union_xl import findings as catalogue
from union_xl import ledgers
from union_xl.ledgers.form import Form, Privacy
from union_xl.ledgers.masking import mask, mask_text
from union_xl.model import ERROR, Finding, FormPart, Level, Place, Raw, RunContext, faults
from union_xl.model.grid import as_meant
from union_xl.model.periods import day_of_number

SHEET = "问题清单"


@dataclass(frozen=True, slots=True)
class Problem:
    """What one rule says about one cell (or row, column, sheet, file: row or col 0); `one_per_cell`, what
    all of them say.

    `level` is the heaviest of its findings; `says` and `cures` the sentences, in order of weight; `shown` the
    cell's content, masked; `codes` the rules; `unit` the unit of the row ('' for the file's own).
    """

    place: Place
    level: Level
    column: str
    shown: str
    codes: tuple[str, ...]
    titles: tuple[str, ...]
    says: tuple[str, ...]
    cures: tuple[str, ...]
    others: tuple[Place, ...] = field(default=())
    unit: str = ""

    @property
    def what(self) -> str:
        """What is wrong, in one cell's text."""
        return _joined(self.says)

    @property
    def cure(self) -> str:
        """What to do, in one cell's text."""
        return _joined(self.cures)


@dataclass(frozen=True, slots=True)
class DisplayRules:
    """How cells are shown outward: `privacy` is {column title: how it is masked}, `days` the titles of date
    columns (a bare 44740 is shown as 2022-06-28)."""

    privacy: Mapping[str, Privacy] = field(default_factory=dict)
    days: frozenset[str] = frozenset()


def problems(
    findings: Iterable[Finding], levels: Mapping[str, str] | None = None, showing: DisplayRules | None = None
) -> tuple[Problem, ...]:
    """Findings -> one Problem per line of 问题清单, in the order of sheets, rows and columns.

    What looks like an ID or a mobile is masked whatever `showing` says.  A fault of ours is nothing the
    sender could mend.
    """
    gathered: dict[tuple[Any, ...], list[Finding]] = {}
    for finding in findings:
        if finding.rule not in faults.OURS:
            gathered.setdefault(finding.line, []).append(finding)
    found = dict.fromkeys(group[0].place.sheet for group in gathered.values())
    sheets = {sheet: number for number, sheet in enumerate(found)}
    shown = showing or DisplayRules()
    made = [_problem(group[0].place, group, levels or {}, shown) for group in gathered.values()]
    return tuple(_once(sorted(made, key=lambda one: (sheets[one.place.sheet], *_weight(one)))))


def _once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Without what was said of the same cell before (a card's number is that of its blocks' rows, too)."""
    said: dict[Place, set[str]] = {}
    for one in problems:
        before = said.setdefault(one.place, set())
        if not (one.place.row and one.place.col and before.issuperset(one.says)):
            yield one
        before.update(one.says)


def shown_findings(
    findings: Iterable[Finding], parts: Iterable[FormPart], context: RunContext
) -> tuple[Finding, ...]:
    """The findings of one file (`parts` are what was read of it) for others than its sender: where it holds
    rows of a restricted ledger, only that there is one."""
    apart = {form.slug for form in ledgers.forms_of(context) if form.restricted}
    closed = apart & {part.form for part in parts}
    return tuple(
        catalogue.without_values(one) if one.form in apart or (closed and not one.form) else one
        for one in findings
    )


def _weight(one: Problem) -> tuple[Any, ...]:
    return one.place.row, one.place.col, one.level != ERROR, one.codes


def one_per_cell(problems: Sequence[Problem]) -> Problem:
    """All problems of one cell as one, the heaviest first."""
    first, *more = sorted(problems, key=_weight)
    if not more:
        return first
    every = (first, *more)

    def of_all(name: str) -> tuple[Any, ...]:
        return tuple(dict.fromkeys(chain.from_iterable(getattr(one, name) for one in every)))

    return replace(
        first,
        column=next((one.column for one in every if one.column), ""),
        shown=next((one.shown for one in every if one.shown), ""),
        codes=of_all("codes"),
        titles=of_all("titles"),
        says=of_all("says"),
        cures=of_all("cures"),
        others=of_all("others"),
    )


def _problem(
    place: Place, group: Sequence[Finding], levels: Mapping[str, str], showing: DisplayRules
) -> Problem:
    weighed = sorted(group, key=lambda one: (catalogue.level(one.rule, levels) != ERROR, one.rule))
    first = weighed[0]
    column = next((one.column for one in weighed if one.column), "")
    return Problem(
        place=place,
        level=catalogue.level(first.rule, levels),
        column=column,
        shown=_shown(first.seen, column, showing),
        codes=tuple(dict.fromkeys(one.rule for one in weighed)),
        titles=tuple(dict.fromkeys(catalogue.name(one) for one in weighed)),
        says=tuple(dict.fromkeys(mask_text(catalogue.say(one)) for one in weighed)),
        cures=tuple(dict.fromkeys(filter(None, (catalogue.advice(one) for one in weighed)))),
        others=tuple(dict.fromkeys(other for one in weighed for other in one.others)),
        unit=first.unit,
    )


def _shown(seen: Raw, column: str, showing: DisplayRules) -> str:
    if seen is None or seen == "":
        return ""
    if column in showing.days and (day := day_of_number(seen)):
        seen = day
    masked = mask(as_meant(seen), showing.privacy.get(column, ""))
    text = mask_text(str(masked)).replace("\n", " ").replace("\r", " ")
    return text if len(text) <= 60 else text[:59] + "…"


def _joined(sentences: Sequence[str]) -> str:
    ended = [one if one.endswith(("。", "？", "！", "；")) else f"{one}。" for one in sentences]
    return "".join(ended) if len(ended) == 1 else "\n".join(f"{n}. {one}" for n, one in enumerate(ended, 1))


def display_rules_of(context: RunContext) -> DisplayRules:
    """How the columns of all forms of a run are shown; where forms differ, masked wins."""
    return _showing(ledgers.forms_of(context))


@lru_cache(maxsize=16)
def _showing(known: tuple[Form, ...]) -> DisplayRules:
    treated: dict[str, Privacy] = {}
    days = set()
    for form in known:
        for column in form.columns:
            treated[column.title] = column.privacy or treated.get(column.title, "")
            if "y" in column.kind.number_format:
                days.add(column.title)
    return DisplayRules(treated, frozenset(days))
