"""The way home of a figure: the rows behind it, and the figures a row feeds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from union_xl.expressions import ROW, limited, nearest, quoted
from union_xl.figures.counting import Evaluator
from union_xl.figures.indicators import Indicator, Library
from union_xl.model import UsageError
from union_xl.model.rows import Rows


@dataclass(frozen=True, slots=True)
class SourceRows:
    """Rows behind a figure: `rows` are positions in the ledger (0 = first row), in order.

    `part` is 分子, 分母 or '' ; `name` the indicator they were counted for (another than the figure's own
    when that is a 公式).
    """

    name: str
    ledger: str
    form: str
    part: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FedFigure:
    """One figure a row feeds: the indicator, the groups it counts in, and how (分子, 分母, 经公式 …)."""

    code: str
    name: str
    part: str
    groups: tuple[tuple[str, str], ...] = ()


def indicator_named(library: Library, name: str) -> Indicator:
    """The indicator of this name or code; UsageError with the nearest names when there is none."""
    one = library.named(name)
    if one is None:
        near = nearest(name, [i.name for i in library.indicators])
        hint = f"，是否想查：{'、'.join(near)}" if near else ""
        raise UsageError(f"没有叫“{name}”的指标{hint}")
    return one


def source_rows(
    counting: Evaluator, name: str, group_by: str = "", group: str = ""
) -> tuple[SourceRows, ...]:
    """The rows behind a figure, by indicator name or code and group.

    For 占比 two entries (分子, 分母); for 公式 the rows of every indicator it stands on.  UsageError for an
    unknown name, with the nearest ones.
    """
    one = indicator_named(counting.library, name)
    groupable(one, group_by)
    return tuple(_behind(counting, one, group_by, group))


def groupable(one: Indicator, group_by: str) -> None:
    """UsageError when an indicator is not counted by these groups ('' is the whole)."""
    if group_by and group_by not in (*one.groups, *one.owners):
        can = "、".join((*one.groups, *one.owners)) or "（不分组）"
        raise UsageError(f"指标“{one.name}”不按{group_by}分组，可用的分组：{can}")


def _behind(counting: Evaluator, one: Indicator, group_by: str, group: str) -> Iterator[SourceRows]:
    if one.how == "公式":
        seen: set[str] = set()
        for qualifier, need in one.where.names:
            other = counting.library.named(need)
            if qualifier or other is None:
                continue
            for found in _behind(counting, other, group_by if group_by in other.groups else "", group):
                if (mark := f"{found.name}{found.part}") not in seen:
                    seen.add(mark)
                    yield found
        return
    form = counting.slugs.get(one.ledger, "")
    for part, condition in _parts(counting, one):
        yield SourceRows(one.name, one.ledger, form, part, _rows(counting, one, condition, group_by, group))


def _parts(counting: Evaluator, one: Indicator) -> list[tuple[str, str]]:
    """(name, condition): of a ratio what is counted and against what, else the one condition."""
    where, base = counting.column(one, one.where), counting.column(one, one.base)
    return [("分子", f"{where} AND {base}"), ("分母", base)] if one.how == "占比" else [("", where)]


def _rows(counting: Evaluator, one: Indicator, condition: str, group_by: str, group: str) -> tuple[int, ...]:
    text = f"SELECT list({ROW} - 1 ORDER BY {ROW}) FROM {quoted('*' + one.ledger)} WHERE {condition}"
    values = []
    if group_by:
        text += f" AND {counting.column(one, one.where, group_by)} = ?"
        values = [group]
    with limited(counting.data.connection):
        found = counting.data.connection.execute(text, values).fetchall()
    return tuple(found[0][0] or ()) if found else ()


def fed_by(counting: Evaluator, ledger: str, row: int) -> tuple[FedFigure, ...]:
    """Every figure that row `row` (0 = first) of a ledger (short title or slug) counts in.

    Formulas that stand on such a figure follow with part 经公式.
    """
    short = {slug: title for title, slug in counting.slugs.items()}.get(ledger, ledger)
    own = [one for one in counting.indicators if one.ledger == short]
    if not own:
        return ()
    if counting.single is not None:
        row = counting.single[1]
    found = counting.data.connection.execute(
        f"SELECT * FROM {quoted('*' + short)} WHERE {ROW} = ?", [row + 1]
    )
    names = [column[0] for column in found.description or ()]
    lines = found.fetchall()
    if not lines:
        raise UsageError(f"台账“{short}”里没有这一行数据，请核对行号")
    at: dict[str, Any] = {**dict(zip(names, lines[0], strict=True)), "true": True}
    fed = [one for indicator in own if (one := _fed(counting, indicator, at))]
    names_fed = {one.name for one in fed}
    for name in counting.library.order:
        formula = counting.library.named(name)
        if formula and any(not q and need in names_fed for q, need in formula.where.names):
            names_fed.add(name)
            fed.append(FedFigure(formula.code, name, "经公式"))
    return tuple(fed)


def _fed(counting: Evaluator, one: Indicator, cells: dict[str, Any]) -> FedFigure | None:
    counted = bool(cells[counting.column(one, one.where)])
    based = bool(cells[counting.column(one, one.base)])
    if one.how == "占比":
        if not based:
            return None
        part = "分子和分母" if counted else "分母"
    elif not counted:
        return None
    else:
        blank = bool(one.field) and cells[counting.column(one, one.field)] is None
        part = f"{one.how}（{one.field.text}为空，未计入）" if blank else one.how
    groups = tuple((label, str(cells[counting.column(one, one.where, label)])) for label in one.groups)
    return FedFigure(one.code, one.name, part, groups)


def row_references(ledger: Rows, positions: Sequence[int]) -> list[str]:
    """Where rows stand in the returned files, neighbours drawn together: `甲公司.xlsx › 会员登记!5-38`."""
    spans: list[tuple[str, str, int, int]] = []
    for book, sheet, line in ledger.sources(positions):
        number = int(line) if line is not None else 0
        if spans and spans[-1][:2] == (book, sheet) and spans[-1][3] + 1 == number:
            spans[-1] = (*spans[-1][:3], number)
        else:
            spans.append((book, sheet, number, number))
    return [
        f"{book} › {sheet}!{first}" + (f"-{last}" if last > first else "")
        for book, sheet, first, last in spans
    ]


def by_group(counting: Evaluator, name: str, group_by: str) -> dict[str, tuple[SourceRows, ...]]:
    """{group: the rows behind the figure} for every group at once; '' as `group_by` gives the whole."""
    one = counting.library.named(name)
    if one is None or one.how == "公式":
        return {}
    form = counting.slugs.get(one.ledger, "")
    group = counting.column(one, one.where, group_by) if group_by else "''"
    found: dict[str, list[SourceRows]] = {}
    for part, condition in _parts(counting, one):
        text = (
            f"SELECT {group}, list({ROW} - 1 ORDER BY {ROW}) FROM {quoted('*' + one.ledger)} "
            f"WHERE {condition} GROUP BY 1"
        )
        with limited(counting.data.connection):
            for value, rows in counting.data.connection.execute(text).fetchall():
                found.setdefault(value, []).append(SourceRows(one.name, one.ledger, form, part, tuple(rows)))
    return {value: tuple(members) for value, members in found.items()}
