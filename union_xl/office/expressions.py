"""The rules of declared forms checked before anything runs: syntax, allowed functions, columns, types.

Expressions are written in the one expression language of the product and run in a locked database; what is
handed on is rebuilt from the checked syntax tree.  One database serves all forms of a workbook.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from union_xl.core import FormError
from union_xl.forms.declared import FormSpec, RuleSpec, form_of

if TYPE_CHECKING:
    from union_xl.expressions import Expression, Ledgers, Shape

T = TypeVar("T")


def checked(specs: Sequence[FormSpec], names: Mapping[str, Any] | None = None) -> tuple[FormSpec, ...]:
    """The declarations with `sql`, `columns`, `names` and `at` of every rule filled in; one with a rule that
    cannot be used says so as its `fault`.  `names` are those of core.Settings."""
    if not any(spec.rules for spec in specs):
        return tuple(specs)
    from union_xl.expressions import Ledgers, Reader, constants
    from union_xl.forms.shapes import shape_of

    shapes = [shape_of(form_of(replace(spec, rules=()))) for spec in specs]
    data = Ledgers(shapes, constants(names=names))
    try:
        reader = Reader(data.connection, data.names)
        reader.prepare(rule.expression for spec in specs for rule in spec.rules)
        both = list(zip(specs, shapes, strict=True))
        read = [_sound(spec, partial(_read_all, reader, shape)) for spec, shape in both]
        used: dict[str, set[str]] = {}
        for found in (one for _, lines in read for one in lines):
            for ledger, named in found.uses.items():
                used.setdefault(ledger, set()).update(named)
        data.empty(used)
        tried = [
            _sound(spec, partial(_try_all, data, shape, lines))
            for (spec, lines), shape in zip(read, shapes, strict=True)
        ]
        return tuple(replace(spec, rules=tuple(rules)) for spec, rules in tried)
    finally:
        data.connection.close()


def _sound(spec: FormSpec, look: Callable[[Sequence[RuleSpec]], list[T]]) -> tuple[FormSpec, list[T]]:
    """The declaration and what `look` makes of its rules; a fault it finds stops this declaration alone."""
    if spec.fault:
        return spec, []
    try:
        return spec, look(spec.rules)
    except FormError as error:
        return replace(spec, rules=(), fault=str(error)), []


def _read_all(reader: Any, shape: Shape, rules: Sequence[RuleSpec]) -> list[Expression]:
    return [_read(reader, rule, shape) for rule in rules]


def _try_all(
    data: Ledgers, shape: Shape, lines: Sequence[Expression], rules: Sequence[RuleSpec]
) -> list[RuleSpec]:
    return [_tried(data, rule, one, shape) for rule, one in zip(rules, lines, strict=True)]


def _read(reader: Any, rule: RuleSpec, shape: Shape) -> Expression:
    """A rule's condition as a checked expression over its own rows."""
    from union_xl.expressions import Wrong

    try:
        found: Expression = reader.condition(rule.expression, shape.short)
    except Wrong as reason:
        raise FormError(f"{rule.cell}：{str(reason).rstrip('。，')}，请改正这条关系") from None
    others = [ledger for ledger in found.uses if ledger != shape.short]
    if others or "(SELECT" in found.sql.upper():
        raise FormError(f"{rule.cell}：这条关系查了台账的其他行，一条关系只能看本行，请改写")
    if not any(title in shape.types for title in found.uses.get(shape.short, ())):
        raise FormError(f"{rule.cell}：这条关系没有用到任何列，请写上列名")
    return found


def _tried(data: Ledgers, rule: RuleSpec, found: Expression, shape: Shape) -> RuleSpec:
    """The rule with its condition worked out on a blank row."""
    import duckdb

    from union_xl.expressions import limited, quoted

    try:
        with limited(data.connection, 10.0):
            data.connection.execute(f"SELECT CAST({found.sql} AS BOOLEAN) FROM {quoted(shape.short)}")
    except duckdb.Error as reason:
        said = (str(reason).strip().splitlines() or [""])[0][:80]
        raise FormError(f"{rule.cell}：这条关系算不出“是”或“否”（{said}），请改正这条关系") from None
    used = found.uses[shape.short]
    named = tuple(title for title in shape.types if title in used)
    at = rule.at or max(named, key=lambda title: rule.expression.rfind(title))
    return replace(rule, sql=found.sql, columns=named, names=tuple(sorted(used)), at=at)
