"""Formulas and relations: expressions over indicators, worked out for the whole and every group at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from union_xl.expressions import SETTINGS, Constant, Expression, constants, limited, quoted, select_list
from union_xl.figures.indicators import Indicator, Library
from union_xl.model import Figure, TemplateError

if TYPE_CHECKING:
    import duckdb

Answers = dict[tuple[str, str, str], tuple[Any, int, int]]
_SUMS = {"单位合计": "单位", "社区合计": "社区", "行业合计": "行业"}


class Formulas:
    """Works in a locked database; `universe` are {group label: values}, `previous` and `last_year` the
    figures of the periods before, `shared` the constants a formula may name."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        library: Library,
        universe: Mapping[str, Sequence[str]],
        previous: Sequence[Figure] | None = None,
        last_year: Sequence[Figure] | None = None,
        shared: Mapping[str, Constant] | None = None,
    ) -> None:
        self.connection = connection
        self.library = library
        self.universe = universe
        self.shared = constants() if shared is None else shared
        self.earlier = {
            when: {(f.name, f.group_by, f.group): f.value for f in found or ()}
            for when, found in (("上期", previous), ("去年同期", last_year))
        }

    def work_out(self, answers: Answers) -> None:
        """Add the value of every 公式 to `answers`, (value, rows of what it stands on, 0)."""
        for level in self._levels():
            for label in ("", *self.universe):
                members = [one for one in level if not label or label in one.groups]
                groups = self.universe.get(label, ()) if label else ("",)
                asked = [((one.where.sql,), one.where) for one in members]
                for one, lines in zip(members, self.ask(asked, label, groups, answers), strict=True):
                    for group, (value,) in zip(groups, lines, strict=True):
                        rows = sum(
                            answers.get((need, label, group), (None, 0, 0))[1]
                            for qualifier, need in one.where.names
                            if not qualifier
                        )
                        answers[one.name, label, group] = (_number(value), rows, 0)

    def _levels(self) -> list[list[Indicator]]:
        """The formulas in steps: each step stands on indicators and earlier steps only."""
        step: dict[str, int] = {}
        levels: list[list[Indicator]] = []
        for name in self.library.order:
            one = self.library.named(name)
            if one is None:
                continue
            at = max(
                (step[need] + 1 for q, need in one.where.names if q not in self.earlier and need in step),
                default=0,
            )
            step[name] = at
            levels += [[]] if at == len(levels) else []
            levels[at].append(one)
        return levels

    def ask(
        self,
        asked: Sequence[tuple[Sequence[str], Expression]],
        label: str,
        groups: Sequence[str],
        answers: Answers,
    ) -> list[list[tuple[Any, ...]]]:
        """For each of `asked` (what to select, over the indicators its expression names): a tuple for
        each group, in order.  TemplateError names the one that cannot be worked out."""
        import duckdb

        if not groups or not asked:
            return [[] for _ in asked]
        names = list(dict.fromkeys(pair for _, expression in asked for pair in expression.names))
        try:
            used = {name for _, one in asked for name in one.uses.get(SETTINGS, ())}
            wanted = [sql for each, _ in asked for sql in each]
            rows = self._select(wanted, names, select_list(used, (), self.shared), label, groups, answers)
        except duckdb.Error as error:
            if len(asked) > 1:
                return [self.ask([one], label, groups, answers)[0] for one in asked]
            reason = str(error).splitlines()[0][:100]
            text = asked[0][1].text
            raise TemplateError(f"{self.library.book} 里的公式 {text} 算不出来：{reason}，请改写") from None
        found = []
        first = 0
        for sqls, _ in asked:
            found.append([row[first : first + len(sqls)] for row in rows])
            first += len(sqls)
        return found

    def _select(
        self,
        sqls: Sequence[str],
        names: Sequence[tuple[str, str]],
        more: str,
        label: str,
        groups: Sequence[str],
        answers: Answers,
    ) -> list[tuple[Any, ...]]:
        block = [[str(at) for at in range(len(groups))]]
        picks = ["v0 AS _at"]
        structs: dict[str, list[str]] = {}
        for at, (qualifier, name) in enumerate(names, start=1):
            given = [self.value(qualifier, name, label, group, answers) for group in groups]
            block.append(["" if one is None or one != one else repr(one) for one in given])
            if qualifier:
                structs.setdefault(qualifier, []).append(f"{quoted(name)} := v{at}")
            else:
                picks.append(f"v{at} AS {quoted(name)}")
        picks += [f"struct_pack({', '.join(fields)}) AS {quoted(q)}" for q, fields in structs.items()]
        split = ", ".join(f"unnest(string_split(?, ' ')) AS v{at}" for at in range(len(block)))
        cast = ", ".join(f"TRY_CAST(nullif(v{at}, '') AS DOUBLE) AS v{at}" for at in range(len(block)))
        inner = f"SELECT {', '.join(picks)}{more} FROM (SELECT {cast} FROM (SELECT {split}))"
        with limited(self.connection):
            text = f"SELECT {', '.join(sqls)} FROM ({inner}) ORDER BY _at"
            return self.connection.execute(text, [" ".join(one) for one in block]).fetchall()

    def value(self, qualifier: str, name: str, label: str, group: str, answers: Answers) -> float | None:
        if qualifier in _SUMS:
            over = _SUMS[qualifier]
            parts = [value[0] for (n, by, _), value in answers.items() if n == name and by == over]
            numbers = [float(one) for one in parts if isinstance(one, (int, float))]
            return sum(numbers) if label == "" and numbers else None
        if qualifier in self.earlier:
            value = self.earlier[qualifier].get((name, label, group))
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
