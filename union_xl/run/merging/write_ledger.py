"""Writing the ledger of a merge, the restricted ledgers beside it, and what is kept of them for the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from union_xl import ledger_book, ledgers, xlsx_edit
from union_xl.ledger_book import SheetContent, restricted
from union_xl.merge import ClerkState
from union_xl.merge.reporting_status import UnitStatus
from union_xl.model import Ledger, RunContext
from union_xl.run import due_list, ledger_state
from union_xl.run.ledger_state import LedgerState, RestrictedState, RunState
from union_xl.run.merging.previous_ledger import AdditionsOfBoth, open_restricted
from union_xl.run.staging import LEDGER_FILE, RESTRICTED, Staging, fsync_file, sha256
from union_xl.store import Columns, Store


@dataclass(frozen=True)
class Written:
    """What a ledger just written says: its state, the ClerkState the next run starts from; of the restricted
    ledgers their state and the key of their workbook."""

    state: LedgerState
    base: ClerkState
    own: LedgerState | None = None
    key: str = ""

    def keep(self, store: Store, sha256: str, ledger: Ledger, copies: Mapping[str, tuple[str, str]]) -> None:
        """Keep it for the next run, by the ledger's digest; of restricted ledgers nothing in clear."""
        ledger_state.save_ledger(
            store, sha256, self.state, {slug: ledger.kept[slug] for slug in self.state.rows}
        )
        ledger_state.save_run(store, sha256, RunState(self.base if self.own is None else None, copies))
        if self.own is not None:
            rows = {
                slug: Columns({title: ledger.kept[slug].column(title) for title in ledger.kept[slug].titles})
                for slug in self.own.rows
            }
            state = RestrictedState(self.own, rows, self.base)
            ledger_state.save_restricted(store, sha256, self.key, state)


def write_ledger(
    ledger: Ledger,
    lines: Sequence[UnitStatus],
    context: RunContext,
    staging: Staging,
    row_limit: int,
    added: AdditionsOfBoth,
) -> tuple[dict[str, str], Written]:
    """The workbooks and what lies beside them, {name: sha256}; what is to be kept of them."""
    outputs: dict[str, str] = {}
    target = staging.path(LEDGER_FILE)
    whole, own = restricted.split(ledger, ledgers.forms_of(context))
    due = due_list.of_merge(ledger, context, ledgers.forms_of(context))
    pages = ledger_book.write(whole, target, context, lines=lines, due=due, row_limit=row_limit)
    if added.ledger is not None:
        ledger_book.write_added(added.ledger, target, pages, ledgers.forms_of(context))
    key = restricted.new_key() if own else ""
    apart = _write_restricted(own, context, staging, added, key) if own else []
    with ThreadPoolExecutor(1) as aside:  # the disk is waited for while the next run is prepared
        safe = aside.submit(fsync_file, target)
        base = ledger_book.clerk_state_after_write(pages, ledger, staging.out / LEDGER_FILE, context, apart)
        base = replace(base, extras=bool(added))
        safe.result()
    outputs[LEDGER_FILE] = sha256(target)
    if own:
        outputs[RESTRICTED] = sha256(staging.path(RESTRICTED))
    for name in ledger_book.write_parquet(whole, staging.folder, context, row_limit):
        outputs[name] = sha256(staging.folder / name)
    return outputs, Written(
        _state(whole, pages, context), base, _state(own, apart, context) if own else None, key
    )


def _write_restricted(
    own: Ledger, context: RunContext, staging: Staging, added: AdditionsOfBoth, key: str
) -> list[SheetContent]:
    """The workbook of the restricted ledgers: under the password the settings give, else under that of the
    one that lies there; it is never silently opened to everybody."""
    target = staging.path(RESTRICTED)
    due = due_list.of_merge(own, context, [form for form in ledgers.forms_of(context) if form.restricted])
    pages = ledger_book.write(own, target, context, lines=(), due=due, more={restricted.KEY: key})
    if added.restricted is not None:
        ledger_book.write_added(added.restricted, target, pages, ledgers.forms_of(context))
    password = _password(staging.out / LEDGER_FILE, context)
    if password:
        target.write_bytes(xlsx_edit.encrypt(target.read_bytes(), password))
    fsync_file(target)
    return pages


def _password(ledger: Path, context: RunContext) -> str:
    there = None if context.settings.restricted_password else open_restricted(ledger, context)
    return there.password if there else context.settings.restricted_password


def _state(ledger: Ledger, pages: Sequence[SheetContent], context: RunContext) -> LedgerState:
    helpers = (page for page in pages if page.name in ledger_book.HELPERS)
    return LedgerState(
        {slug: len(rows) for slug, rows in ledger.kept.items()},
        {page.name: Columns(ledger_book.as_read(page)) for page in helpers},
        explanations=ledger.explanations,
        period=context.period.label if context.period else "",
        as_of=context.as_of.isoformat() if context.as_of else "",
        whole=True,
    )
