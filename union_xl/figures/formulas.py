"""Formulas and relations: expressions over indicators, worked out for the whole and every group at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from union_xl.core import Figure, TemplateError
from union_xl.figures.desk import limited, quoted
from union_xl.figures.terms import Expression, Library

if TYPE_CHECKING:
    import duckdb

Answers = dict[tuple[str, str, str], tuple[Any, int, int]]
_SUMS = {"单位合计": "单位", "社区合计": "社区", "行业合计": "行业"}


class Formulas:
    """Works on a locked desk; `universe` are {group label: values}, `previous` last period's figures."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        library: Library,
        universe: Mapping[str, Sequence[str]],
        previous: Sequence[Figure] | None = None,
    ) -> None:
        self.connection = connection
        self.library = library
        self.universe = universe
        self.previous = {(f.name, f.group_by, f.group): f.value for f in previous or ()}

    def work_out(self, answers: Answers) -> None:
        """Add the value of every 公式 to `answers`, (value, rows of what it stands on, 0)."""
        for name in self.library.order:
            one = self.library.named(name)
            if one is None:
                continue
            for label in ("", *one.groups):
                groups = self.universe.get(label, ()) if label else ("",)
                values = self.ask([one.where.sql], one.where, label, groups, answers)
                for group, (value,) in zip(groups, values, strict=True):
                    rows = sum(
                        answers.get((need, label, group), (None, 0, 0))[1]
                        for qualifier, need in one.where.names
                        if not qualifier
                    )
                    answers[name, label, group] = (_number(value), rows, 0)

    def ask(
        self, sqls: Sequence[str], names: Expression, label: str, groups: Sequence[str], answers: Answers
    ) -> list[tuple[Any, ...]]:
        """The values of `sqls` for each group, in order."""
        import duckdb
        import pandas as pd

        if not groups:
            return []
        block: dict[str, list[float | None]] = {}
        picks = []
        structs: dict[str, list[str]] = {}
        for at, (qualifier, name) in enumerate(names.names):
            block[f"v{at}"] = [self.value(qualifier, name, label, group, answers) for group in groups]
            if qualifier:
                structs.setdefault(qualifier, []).append(f"{quoted(name)} := v{at}")
            else:
                picks.append(f"v{at} AS {quoted(name)}")
        picks += [f"struct_pack({', '.join(fields)}) AS {quoted(q)}" for q, fields in structs.items()]
        block["_at"] = [float(at) for at in range(len(groups))]
        self.connection.register("_values", pd.DataFrame(block, dtype="float64"))
        nan = ", ".join(f"CASE WHEN isnan({col}) THEN NULL ELSE {col} END AS {col}" for col in block)
        inner = f"SELECT {', '.join([*picks, '_at'])} FROM (SELECT {nan} FROM _values)"
        try:
            with limited(self.connection):
                text = f"SELECT {', '.join(sqls)} FROM ({inner}) ORDER BY _at"
                return [tuple(row) for row in self.connection.execute(text).fetchall()]
        except duckdb.Error as error:
            reason = str(error).splitlines()[0][:100]
            raise TemplateError(
                f"{self.library.book} 里的公式 {names.text} 算不出来：{reason}，请改写"
            ) from None
        finally:
            self.connection.unregister("_values")

    def value(self, qualifier: str, name: str, label: str, group: str, answers: Answers) -> float | None:
        if qualifier in _SUMS:
            over = _SUMS[qualifier]
            parts = [value[0] for (n, by, _), value in answers.items() if n == name and by == over]
            numbers = [float(one) for one in parts if isinstance(one, (int, float))]
            return sum(numbers) if label == "" and numbers else None
        if qualifier == "上期":
            value = self.previous.get((name, label, group))
        else:
            value = answers.get((name, label, group), (None, 0, 0))[0]
        if isinstance(value, list):
            return float(len(value))
        return float(value) if isinstance(value, (int, float)) else None


def _number(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    if value is None or value != value:
        return None
    number = float(value)
    return int(number) if number.is_integer() else number
