"""The office's ledgers, each declared in one module of this package, and which of them a run knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from pathlib import Path

from pydantic import ValidationError

from union_xl import findings as catalogue
from union_xl.ledgers import (
    asset,
    audit_item,
    cadre,
    contest,
    contest_entry,
    contest_result,
    contract,
    contract_cover,
    cooling_visit,
    event,
    five_haves_item,
    fund,
    fund_budget,
    hardship_aid,
    hardship_case,
    hardship_family,
    health_check,
    honour,
    kids_entry,
    member,
    model_worker,
    mutual_claim,
    mutual_enrol,
    publicity,
    recup_batch,
    recup_person,
    steward_item,
    steward_site,
    task,
    tuition_aid,
    unit_register,
    venue,
    visit,
    youth_entry,
)
from union_xl.ledgers.declaration_layouts import with_layouts
from union_xl.ledgers.form import Column, Form, Rule
from union_xl.model import FormError, RunContext

_MODULES = (
    unit_register,
    member,
    cadre,
    contest,
    contest_entry,
    contest_result,
    honour,
    model_worker,
    recup_batch,
    recup_person,
    health_check,
    hardship_case,
    hardship_family,
    hardship_aid,
    tuition_aid,
    cooling_visit,
    mutual_enrol,
    mutual_claim,
    contract,
    contract_cover,
    steward_site,
    steward_item,
    five_haves_item,
    venue,
    event,
    kids_entry,
    youth_entry,
    fund,
    fund_budget,
    asset,
    audit_item,
    publicity,
    task,
    visit,
)
"""The declarations in the order of the ledger workbook: group by group."""


def _dropped_in() -> Iterator[Form]:
    """The ledgers of declarations that lie beside these and are not listed: a new one need only be there.

    Raises FormError where one says something a declaration cannot say."""
    listed = {module.__name__.rpartition(".")[2] for module in _MODULES}
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if path.stem not in listed and "\nFORM = " in path.read_text("utf-8"):
            try:
                form = import_module(f"{__name__}.{path.stem}").FORM
                for column in form.columns:
                    _ = column.kind  # raises FormError where there is no such kind
            except ValidationError as wrong:
                fields = "；".join(
                    f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in wrong.errors()
                )
                raise FormError(
                    f"台账声明 ledgers/{path.name} 写得不对（{fields}），请改正这个文件"
                ) from wrong
            except FormError as wrong:
                raise FormError(f"台账声明 ledgers/{path.name}：{wrong}") from wrong
            yield form


BUILT_IN: tuple[Form, ...] = (*(module.FORM for module in _MODULES), *_dropped_in())
"""The ledgers that need no declaration of the office, in the order of the ledger workbook."""

__all__ = [
    "BUILT_IN",
    "Column",
    "Form",
    "Rule",
    "cell_formats",
    "form",
    "forms_of",
    "known",
    "levels",
    "named",
    "replaced",
]


def known(declared: Sequence[Form] = ()) -> tuple[Form, ...]:
    """Every ledger: the built-in ones and the office's own; an own one takes the place of the built-in one of
    its slug, else of its short title (there can be but one sheet of a name)."""
    return _known(tuple(declared))


@lru_cache(maxsize=8)
def _known(declared: tuple[Form, ...]) -> tuple[Form, ...]:
    own = {replaced(one) or one.slug: one for one in declared}
    built_in = tuple(with_layouts(own.pop(one.slug, one), one) for one in BUILT_IN)
    return (*built_in, *own.values())


def replaced(own: Form) -> str:
    """The slug of the built-in ledger whose place an own one takes: that of its slug, else of its short title;
    '' where there is none."""
    alike = [one.slug for one in BUILT_IN if own.slug == one.slug or own.short == one.short]
    return own.slug if own.slug in alike else next(iter(alike), "")


def form(name: str, declared: Sequence[Form] = ()) -> Form:
    """The form of a slug, title or short title; FormError with the known names otherwise."""
    return named(name, known(declared))


def named(name: str, every: Sequence[Form]) -> Form:
    """The one of some forms with this slug, title or short title; FormError with their names otherwise."""
    wanted = name.strip().casefold()
    for one in every:
        if wanted in (one.slug.casefold(), one.title.casefold(), one.short.casefold()):
            return one
    names = "、".join(f"{one.short}（{one.slug}）" for one in every)
    raise FormError(f"没有名为“{name}”的表，可用的表：{names}")


def levels(forms: Sequence[Form]) -> dict[str, str]:
    """{rule code: level} of all rules of the ledgers; the office's own 规则级别 is laid over it."""
    return {rule.code: rule.level for form in forms for rule in form.rules}


def rule_titles(forms: Sequence[Form]) -> dict[str, str]:
    """{rule code: its short name} of the catalogue and of the ledgers' own rules; of several rules with one
    code that of the first."""
    own = {rule.code: rule.title for form in reversed(forms) for rule in reversed(form.rules)}
    return {code: catalogue.title(code) for code in catalogue.RULES} | own


def forms_of(context: RunContext) -> tuple[Form, ...]:
    """Every form of a run, narrowed to `context.forms`."""
    if context.forms:
        return tuple(form(name, context.declared) for name in context.forms)
    return known(context.declared)


def cell_formats(form: Form) -> dict[str, str]:
    """{title: number format of its cells in a ledger}; `@` where text stands, '' where anything may."""
    return {one.title: one.kind.number_format or ("@" if one.kind.text else "") for one in form.columns}
