"""The command `diff`: two ledgers in; who joined, left, moved and changed out, as a workbook (动态管理)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from union_xl import ledger_book, ledgers
from union_xl.ledger_book.sheets import SheetContent, sheet_of_rows
from union_xl.ledgers.form import Form
from union_xl.ledgers.keys import row_keys
from union_xl.merge import same, shown_key
from union_xl.model import RunContext, UsageError
from union_xl.model.rows import Rows
from union_xl.run.context import ledger_at, run_context, unknown_ledgers
from union_xl.run.reporting.count_ledger import bounds, counting_of, library_of
from union_xl.run.result import Shown
from union_xl.run.staging import atomic_write

if TYPE_CHECKING:
    from union_xl.ledger_book import LedgerIn

JOINED, GONE, MOVED, CHANGED = "新增", "减少", "转移", "变更"


@dataclass(frozen=True)
class DiffResult:
    """How many rows each sheet of the change list has, and where it lies."""

    counts: dict[str, int]
    by_form: tuple[tuple[str, int, int, int, int], ...]
    path: Path
    remarks: tuple[str, ...] = ()
    exit_code: int = 0

    @property
    def outputs(self) -> tuple[Path, ...]:
        return (self.path,)

    def document(self) -> dict[str, Any]:
        heads = ("表", JOINED, GONE, MOVED, CHANGED)
        return {
            "command": "diff",
            "counts": self.counts,
            "forms": [dict(zip(heads, line, strict=True)) for line in self.by_form],
            "remarks": list(self.remarks),
            "outputs": [self.path.as_posix()],
        }

    def tables(self) -> Sequence[Shown]:
        return [
            ("变动清单", ("表", JOINED, GONE, MOVED, CHANGED), self.by_form),
            ("", ("", ""), [*self.counts.items(), ("变动清单", self.path.as_posix())]),
        ]


def diff(old: Path, new: Path, out: Path, *, office: Path | None = None) -> DiffResult:
    """Compare two ledgers and write the change list to `out`; `office` declares further ledgers.

    Raises UsageError, LedgerError, OfficeError.
    """
    old, new = ledger_at(old, "旧台账"), ledger_at(new, "新台账")
    if out.suffix.lower() != ".xlsx":
        raise UsageError(f"变动清单要写成 .xlsx 文件：{out}")
    context = run_context(office=office)
    all_forms = ledgers.forms_of(context)
    passwords = ledger_book.restricted.passwords_of(context)
    before, after = (
        ledger_book.read(path, context.declared, passwords=passwords, sheets=()) for path in (old, new)
    )
    sheets: dict[str, list[tuple[Any, ...]]] = {name: [] for name in (JOINED, GONE, MOVED, CHANGED)}
    lines, apart = [], []
    for form in all_forms:
        if (form.slug in before.rows) is not (form.slug in after.rows):
            where = "旧台账" if form.slug in after.rows else "新台账"
            apart.append(f"{where}里没有“{form.short}”这张表，没有比较它（不等于里面的人都是新增或减少）")
        elif form.slug in before.rows:
            found = Counter[str]()
            pair = (_Side(before.rows[form.slug], form), _Side(after.rows[form.slug], form))
            for name, row in _changes(*pair, form):
                found[name] += 1
                if not form.restricted:
                    sheets[name].append(row)
            lines.append((form.short, found[JOINED], found[GONE], found[MOVED], found[CHANGED]))
    closed = [form for form in all_forms if form.restricted and form.slug in after.rows]
    if any(form.slug in before.rows for form in closed):
        names = "、".join(form.short for form in closed)
        apart.append(f"限阅台账（{names}）只数变动了几行，不列内容；要看的请打开两份 汇总台账·限阅.xlsx")
    apart += unknown_ledgers(context, old, new)
    pages = [*_pages(sheets), *_listed(after, all_forms, context)]
    out.parent.mkdir(parents=True, exist_ok=True)
    with atomic_write(out) as part:
        ledger_book.write_pages(pages, part, "变动清单")
    return DiffResult({one.name: len(one) for one in pages}, tuple(lines), out, tuple(apart))


class _Side:
    """One ledger's rows of one form by key; those who have left are known, but not active."""

    def __init__(self, rows: Rows, form: Form) -> None:
        self.columns = {column.title: rows.column(column.title) for column in form.columns}
        self.movement = form.movement
        self.unit_title = form.titled("unit")
        self.name_title = form.titled("person") or form.titled("subject") or self.unit_title
        self.rows: dict[str, int] = {}
        for row, key in enumerate(row_keys(form, self.columns, len(rows))):
            if key is not None and (key not in self.rows or self.active(row)):
                self.rows[key] = row

    def active(self, row: int) -> bool:
        movement = self.movement
        return movement is None or self.columns[movement.kind][row] not in movement.left

    def has(self, key: str) -> bool:
        return key in self.rows and self.active(self.rows[key])

    def cell(self, key: str, title: str) -> Any:
        return self.columns[title][self.rows[key]] if title and key in self.rows else None

    def who(self, key: str) -> tuple[Any, Any, Any]:
        """Unit, name and key of a row."""
        return self.cell(key, self.unit_title), self.cell(key, self.name_title), shown_key(key)


def _changes(old: _Side, new: _Side, form: Form) -> Iterator[tuple[str, tuple[Any, ...]]]:
    how, when = (form.movement.kind, form.movement.day) if form.movement else ("", "")
    compared = form.compared or form.titles
    for key in new.rows:
        if not new.has(key):
            continue
        if not old.has(key):
            yield JOINED, (form.short, *new.who(key), new.cell(key, how), new.cell(key, when))
            continue
        here, there = old.cell(key, old.unit_title), new.cell(key, new.unit_title)
        if not same(here, there):
            yield MOVED, (form.short, new.who(key)[1], shown_key(key), here, there, new.cell(key, when))
        for title in compared:
            was, now = old.cell(key, title), new.cell(key, title)
            if title != new.unit_title and not same(was, now):
                yield CHANGED, (form.short, *new.who(key), title, was, now)
    for key in old.rows:
        if old.has(key) and not new.has(key):
            kind = new.cell(key, how) or "台账中已没有"
            yield GONE, (form.short, *old.who(key), kind, new.cell(key, when))


def _pages(sheets: dict[str, list[tuple[Any, ...]]]) -> list[SheetContent]:
    person = ("表", "单位", "名称", "标识")
    heads = {
        JOINED: (*person, "变化类型", "变化日期"),
        GONE: (*person, "去向", "变化日期"),
        MOVED: ("表", "名称", "标识", "原单位", "现单位", "变化日期"),
        CHANGED: (*person, "列名", "原值", "新值"),
    }
    widths = {"单位": 30, "名称": 26, "标识": 30, "原单位": 30, "现单位": 30, "原值": 26, "新值": 26}
    return [
        sheet_of_rows(name, heads[name], rows, widths=widths, formats={"标识": "@", "原值": "@", "新值": "@"})
        for name, rows in sheets.items()
    ]


def _listed(ledger: LedgerIn, all_forms: Sequence[Form], context: RunContext) -> Iterator[SheetContent]:
    """The rows a ledger's declaration wants listed: those its indicators list in the reports."""
    for form in all_forms:
        if form.slug not in ledger.rows or form.restricted:
            continue
        for wanted in form.diff_lists:
            found = _named(ledger, wanted.indicator, all_forms, context)
            if found is None:
                continue
            named, field = found
            rows = {str(record[field]): record for record in ledger.rows[form.slug].records()}
            columns = [form.by_title[title] for title in wanted.columns]
            yield sheet_of_rows(
                wanted.title,
                wanted.columns,
                [tuple(rows[name].get(title) for title in wanted.columns) for name in named if name in rows],
                widths={one.title: one.width or one.kind.width for one in columns},
                formats={one.title: "@" for one in columns if one.kind.text},
            )


def _named(
    ledger: LedgerIn, indicator: str, all_forms: Sequence[Form], context: RunContext
) -> tuple[list[str], str] | None:
    """What an indicator of a declaration lists, as a report would, and the column it lists; None where it is
    no plain list, or where a ledger it needs is not there."""
    when, until = bounds(context, "", "", ledger.period, ledger.as_of)
    library = library_of(None, all_forms, only=indicator, names=context.settings.names)
    one = library.named(indicator)
    if one is None or one.how != "名单":
        return None
    counting = counting_of(ledger.rows, {}, library, context, when, until or dt.date.today())
    found = {each.name: each.value for each in counting.figures() if not each.group_by}[indicator]
    return None if found is None else ([str(name) for name in found], one.field.text)
