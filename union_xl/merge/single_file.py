"""The rules over other rows and ledgers, run over one book: those whose ledgers all stand in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from union_xl.ledgers import forms_of
from union_xl.merge.clerk_state import ClerkState
from union_xl.merge.cross_ledger_rules import CrossLedgerRules
from union_xl.merge.incoming import FormReturn
from union_xl.merge.rounds import RowsToJoin, run_rounds
from union_xl.merge.row_table import RowTable, build_row_table
from union_xl.model import Finding, FormPart, RunContext, Submission


@dataclass(frozen=True)
class DeferredRules:
    """Rules that can be looked at only when more is merged: (short title of the ledger, code) of each, and
    the short titles they wait for (`上期.会员登记` for one of another period)."""

    rules: frozenset[tuple[str, str]] = frozenset()
    needs: tuple[str, ...] = ()

    def __or__(self, other: DeferredRules) -> DeferredRules:
        return DeferredRules(self.rules | other.rules, tuple(dict.fromkeys((*self.needs, *other.needs))))

    @property
    def words(self) -> str:
        """`另有 3 条规则合并时再核对（需要：会员登记）`, '' where there is none."""
        needs = "、".join(one.replace(".", "的") for one in self.needs)
        return f"另有 {len(self.rules)} 条规则合并时再核对（需要：{needs}）" if self.rules else ""


def check_single_file(sent: Submission, context: RunContext) -> tuple[Submission, DeferredRules]:
    """A checked book with what its rows say of each other, and the rules that rest.  Rows that give way are
    held, as merging would hold them."""
    returns = [FormReturn(sent, part, part.unit) for part in sent.parts]
    forms = forms_of(context)
    to_join = {
        form.slug: RowsToJoin(build_row_table(form, own), (), ())
        for form in forms
        if (own := [one for one in returns if one.part.form == form.slug])
    }
    ledger_rules = CrossLedgerRules(forms, context)
    lacking = ledger_rules.resting(to_join)
    needs = dict.fromkeys(name for _, _, names in lacking for name in names)
    rests = DeferredRules(
        frozenset((form.short, query.rule.code) for form, query, _ in lacking), tuple(needs)
    )
    result = run_rounds(to_join, ledger_rules, context, ClerkState())
    if not result.findings:
        return sent, rests
    tables = {slug: one.table for slug, one in result.joined.items()}
    parts = tuple(_with_held(one, tables[one.part.form], result.gave_way[one.part.form]) for one in returns)
    return replace(sent, parts=parts, findings=_in_order((*sent.findings, *result.findings), sent)), rests


def _with_held(one: FormReturn, table: RowTable, gave_way: Mapping[int, str]) -> FormPart:
    """The part of a return whose rows that gave way are held."""
    rows = table.rows_of(one)
    gone = [index for index in rows if index in gave_way]
    if not gone:
        return one.part
    part = one.part
    stay = [index - one.start for index in rows if index not in gave_way]
    at = {old: new for new, old in enumerate(stay)}
    left = [table.held_row(index) for index in gone]
    beside = (
        (bisect_left(stay, first), bisect_left(stay, last), where) for first, last, where in part.beside
    )
    return replace(
        part,
        columns={
            title: [values[n] for n in stay] if values else values for title, values in part.columns.items()
        },
        sheets=[part.sheets[n] for n in stay],
        rows=[part.rows[n] for n in stay],
        held=tuple(sorted((*part.held, *left), key=lambda row: (row.sheet, row.row))),
        pending=frozenset(at[n] for n in part.pending if n in at),
        beside=tuple(beside),
    )


def _in_order(findings: Sequence[Finding], sent: Submission) -> tuple[Finding, ...]:
    """Findings by sheet as the book has them, row and column."""
    sheets = [sheet for part in sent.parts for sheet in part.where]
    order = {sheet: number for number, sheet in reversed(list(enumerate(sheets)))}
    return tuple(
        sorted(findings, key=lambda one: (order.get(one.place.sheet, -1), one.place.row, one.place.col))
    )
