"""Reading the indicator library, and telling by cell what is wrong with it before anything runs."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from union_xl.expressions import (
    EARLIER,
    NOTHING,
    SETTINGS,
    Expression,
    ExpressionError,
    ExpressionParser,
    LedgerTables,
    constant_names,
    constants,
    limited,
    quoted,
    select_list,
    unknown,
)
from union_xl.figures.dependencies import group_column, keys_of, labels_of
from union_xl.figures.indicators import HOWS, WITH_FIELD, CrossCheck, Indicator, Library
from union_xl.figures.library_lines import (
    INDICATORS,
    OF_DECLARATIONS,
    RELATIONS,
    Line,
    Lines,
    declared,
    of_workbook,
)
from union_xl.ledgers.shapes import shapes_of
from union_xl.model import TemplateError

if TYPE_CHECKING:
    from union_xl.ledgers.form import Form

QUALIFIERS = ("上期", "去年同期", "单位合计", "社区合计", "行业合计")
_LIST = re.compile(r"[、，,;；/\s]+")
_MONTH = re.compile(r"月[（(](.+)[)）]$")
_TOLD = 12


def read_library(
    path: Path | None,
    forms: Sequence[Form] = (),
    *,
    only: str = "",
    ledger: str = "",
    base: Sequence[Form] = (),
    names: Mapping[str, Any] | None = None,
) -> Library:
    """Read and check indicators: those of an indicator library (.xlsx), of ledgers' declarations, or both.

    `forms` are the forms whose ledgers its conditions may name (default: all built in).  `only` is the name
    or code of the one indicator wanted: it and what it stands on are checked and given back (everything when
    there is no such indicator); `ledger` (short title) likewise, see Library.of_ledger.  `base` are the
    ledgers to whose own indicators the library adds: they stay, except those it has under the same name
    (relations: 编号).  What a built-in ledger says of another that the office has declared anew, and that no
    longer fits, is left out.  `names` are those of model.Settings: further settings a condition may name.
    Raises TemplateError naming every faulty cell, with the nearest names, before anything is counted.
    """
    from union_xl import ledgers

    forms = forms or ledgers.BUILT_IN
    book = path.name if path else OF_DECLARATIONS
    groups = [declared(form, shipped=form in ledgers.BUILT_IN) for form in base]
    groups += [of_workbook(path)] if path else []
    while True:
        bench = _LibraryChecker(book, LedgerTables(shapes_of(tuple(forms)), constants(names=names)))
        found = bench.library(groups, only, ledger)
        if not bench.unfit:
            return found.only(only) if only else found.of_ledger(ledger) if ledger else found
        groups = [one.without(bench.unfit) for one in groups]


@dataclass(frozen=True, slots=True)
class _PendingExpression:
    """An expression still to be tried, and where it stands."""

    expression: Expression
    line: Line
    title: str
    boolean: bool


class _LibraryChecker:
    """Checks the lines of a library one by one and gathers what is wrong."""

    def __init__(self, book: str, data: LedgerTables) -> None:
        self.book = book
        self.data = data
        self.reader = ExpressionParser(data.connection, data.names)
        self.shared = constant_names(data.constants)
        self.wrong: list[tuple[Line, str, str]] = []
        self.unfit: set[tuple[str, str, int]] = set()
        self.tries: dict[tuple[str, str], list[_PendingExpression]] = {}

    def library(self, groups: Sequence[Lines], only: str = "", ledger: str = "") -> Library:
        for group in groups:
            if not group.declared:
                self._twice(group.indicators)
        lines = _together([one.indicators for one in groups], "名称")
        names = {line["名称"]: line for line in lines}
        related: list[Line] = []
        if not only and not ledger:
            found = _together([one.relations for one in groups], "编号")
            related = [line for line in found if line["关系"]]
        if only:
            lines = self._standing_on(lines, names, only)
        elif ledger:
            lines = [line for line in lines if line["统计方式"] == "公式" or line["台账"] == ledger]
        spelled = [line[title] for line in lines for title in ("字段", "条件", "分母条件")]
        self.reader.prepare(filter(None, [*spelled, *(line["关系"] for line in related)]))
        indicators = [one for line in lines if (one := self._indicator(line, names))]
        order = self._order(indicators, names)
        checks = [relation for line in related if (relation := self._relation(line, names))]
        self._try_all()
        self._refuse()
        return Library(self.book, _with_implied(indicators, order), tuple(checks), tuple(order))

    def _twice(self, lines: Sequence[Line]) -> None:
        """Tell a line of 指标 without a name, and a name or code used twice in one book."""
        names: set[str] = set()
        codes: set[str] = set()
        for line in lines:
            name, code = line["名称"], line["代码"]
            if not name:
                self._tell(line, "名称", "名称没有填")
            elif name in names:
                self._tell(line, "名称", f"名称“{name}”已经用过，请换一个")
            if code and code in codes:
                self._tell(line, "代码", f"代码“{code}”已经用过，请换一个")
            names.add(name)
            codes.add(code)

    def _standing_on(self, lines: Sequence[Line], names: Mapping[str, Line], asked: str) -> list[Line]:
        """The lines of one indicator and of those its formulas name; all when nothing has that name."""
        first = next((line for line in lines if asked in (line["名称"], line["代码"])), None)
        if first is None:
            return list(lines)
        todo = [first["名称"]]
        for name in todo:
            line = names[name]
            if line["统计方式"] == "公式":
                with contextlib.suppress(ExpressionError):  # told when the line itself is checked
                    found, _ = self.reader.formula(line["条件"], names, QUALIFIERS, self.shared)
                    todo += [need for _, need in found.names if need not in todo]
        return [line for line in lines if line["名称"] in todo]

    def _refuse(self) -> None:
        """TemplateError when anything is wrong."""
        if self.wrong:
            self.wrong.sort(
                key=lambda one: (one[0].sheet != INDICATORS, one[0].row, one[0].cols.get(one[1], 1))
            )
            sentences = [f"{line.place(title)}：{why}" for line, title, why in self.wrong[:_TOLD]]
            rest = len(self.wrong) - len(sentences)
            more = f"\n（还有 {rest} 处）" if rest > 0 else ""
            raise TemplateError("指标库有写错的地方，请改正后重试：\n" + "\n".join(sentences) + more)

    def _tell(self, line: Line, title: str, why: object) -> None:
        if line.shipped:
            self.unfit.add(line.origin)
        else:
            self.wrong.append((line, title, str(why)))

    def _indicator(self, line: Line, names: Collection[str]) -> Indicator | None:
        how, ledger = line["统计方式"], line["台账"]
        if how not in HOWS:
            self._tell(line, "统计方式", f"统计方式“{how}”不对，请从 {'、'.join(HOWS)} 中选一个")
            return None
        if how != "公式" and ledger not in self.data.types:
            self._tell(line, "台账", unknown(ledger, self.data.types, "台账"))
            return None
        formula = how == "公式"
        where = self._formula(line, names) if formula else self._expression(line, "条件", False, True)
        field = NOTHING if formula else self._expression(line, "字段", how in WITH_FIELD, False)
        base = self._expression(line, "分母条件", True, True) if how == "占比" else NOTHING
        groups, month_by = self._groups(line, ledger)
        implied = not line["分组"]
        if implied and not formula:
            groups, month_by = keys_of(self.data.shapes[ledger], where)
        return Indicator(
            code=line["代码"],
            name=line["名称"],
            how=how,
            row=line.row,
            ledger="" if formula else ledger,
            field=field,
            where=where,
            base=base,
            groups=groups,
            month_by=month_by,
            unit=line["单位"] or ("%" if how == "占比" else ""),
            about=line["说明"],
            implied=implied,
            owners=() if formula else tuple(self.data.shapes[ledger].owners),
            over=line["存量流量"],
            place=line.row_place,
        )

    def _expression(self, line: Line, title: str, needed: bool, boolean: bool) -> Expression:
        """A checked condition or field of one ledger; tried on an empty table."""
        text = line[title]
        if not text:
            if needed:
                self._tell(line, title, "这一格没有填")
            return NOTHING
        try:
            found = self.reader.condition(text, line["台账"])
        except ExpressionError as why:
            self._tell(line, title, why)
            return NOTHING
        self.tries.setdefault((INDICATORS, line["台账"]), []).append(
            _PendingExpression(found, line, title, boolean)
        )
        return found

    def _try_all(self) -> None:
        """Work every expression out on a blank row: all of a ledger at once, one by one only on an error."""
        used: dict[str, set[str]] = {}
        for tries in self.tries.values():
            for one in tries:
                for ledger, names in one.expression.uses.items():
                    used.setdefault(ledger, set()).update(names)
        used.pop(SETTINGS, None)
        self.data.empty({**dict.fromkeys((ledger for _, ledger in self.tries if ledger), ()), **used})
        for (_, ledger), tries in self.tries.items():
            if self._fails(ledger, tries):
                for one in tries:
                    if why := self._fails(ledger, [one]):
                        self._tell(one.line, one.title, why)

    def _fails(self, ledger: str, tries: Sequence[_PendingExpression]) -> str:
        """Why these expressions cannot be used, '' when they can.  Without a ledger they are formulas."""
        import duckdb

        spelled = {one.expression.sql: one.boolean for one in tries}
        names = dict.fromkeys(pair for one in tries for pair in one.expression.names)
        used = {name for one in tries for name in one.expression.uses.get(SETTINGS, ())}
        more = select_list(used, (), self.data.constants)
        source = quoted(ledger) if ledger else f"(SELECT *{more} FROM ({blank_row(list(names))}))"
        try:
            with limited(self.data.connection):
                found = self.data.connection.execute(f"SELECT {', '.join(spelled)} FROM {source}")
                kinds = {
                    sql: str(line[1]) for sql, line in zip(spelled, found.description or (), strict=True)
                }
                found.fetchall()
        except duckdb.Error as error:
            return f"这个表达式算不出来：{_reason(error)}"
        if any(one.boolean and kinds[one.expression.sql] != "BOOLEAN" for one in tries):
            return "条件的结果要是“是”或“否”，请写成比较，如 会籍变化类型 = '入会'"
        return ""

    def _formula(self, line: Line, names: Collection[str]) -> Expression:
        if not line["条件"]:
            self._tell(line, "条件", "公式没有填，请写在“条件”一栏，如 期末会员数 - 期初会员数")
            return NOTHING
        try:
            found, _ = self.reader.formula(line["条件"], names, QUALIFIERS, self.shared)
        except ExpressionError as why:
            self._tell(line, "条件", why)
            return NOTHING
        self.tries.setdefault((INDICATORS, ""), []).append(_PendingExpression(found, line, "条件", False))
        return found

    def _groups(self, line: Line, ledger: str) -> tuple[tuple[str, ...], str]:
        """The group labels and the column of 月; for 公式 the labels stand as they are."""
        labels: list[str] = []
        month_by = ""
        columns, shape = self.data.types.get(ledger, {}), self.data.shapes.get(ledger)
        for word in filter(None, _LIST.split(line["分组"])):
            month = _MONTH.match(word)
            label, column = ("月", month[1]) if month else (word, word)
            if ledger and month and columns.get(column) != "DATE":
                dates = [name for name, kind in columns.items() if kind == "DATE"]
                self._tell(line, "分组", unknown(column, dates, "日期列"))
            elif shape and not month and (word == "月" or group_column(word, shape) is None):
                hint = "月要写明按哪个日期，如 月(会籍变化日期)" if word == "月" else ""
                self._tell(
                    line,
                    "分组",
                    hint or unknown(word, [*labels_of(shape), *columns] if shape else columns, "分组"),
                )
            else:
                month_by = column if month else month_by
                labels.append(label)
        return tuple(dict.fromkeys(labels)), month_by

    def _relation(self, line: Line, names: Collection[str]) -> CrossCheck | None:
        level = line["级别"] or "提醒"
        if level not in ("错误", "提醒"):
            self._tell(line, "级别", f"级别“{level}”不对，请写 错误 或 提醒")
        try:
            found, sides = self.reader.formula(line["关系"], names, QUALIFIERS, self.shared)
        except ExpressionError as why:
            self._tell(line, "关系", why)
            return None
        self.tries.setdefault((RELATIONS, ""), []).append(_PendingExpression(found, line, "关系", False))
        left, right = sides or ["", ""]
        return CrossCheck(line["编号"], found, level, line.row, line["说明"], left, right)

    def _order(self, indicators: Sequence[Indicator], places: Mapping[str, Line]) -> list[str]:
        """Formulas so that each comes after those it needs; a circle is told."""
        needs = {
            one.name: [name for qualifier, name in one.where.names if qualifier not in EARLIER]
            for one in indicators
            if one.how == "公式"
        }
        done: list[str] = []
        left = dict(needs)
        while left:
            ready = [name for name, wants in left.items() if not any(want in left for want in wants)]
            if not ready:
                for name in left:
                    circle = f"公式互相引用、绕成了圈：{'、'.join(left)}，请改掉其中一个"
                    self._tell(places[name], "条件", circle)
                break
            for name in ready:
                done.append(name)
                del left[name]
        return done


def _together(groups: Sequence[Sequence[Line]], key: str) -> list[Line]:
    """The lines of all groups; of those with the same `key` the last group's stands in the first's place, and
    a code of its own is taken from the line that had it."""
    found: dict[str, Line] = {}
    for own in groups:
        codes = {line.cells.get("代码") for line in own} - {"", None}
        for name, line in found.items():
            if line.cells.get("代码") in codes:
                found[name] = replace(line, cells={**line.cells, "代码": ""})
        by_key: dict[str, Line] = {}
        for line in own:
            taken = not line[key] or line[key] in by_key
            by_key[f"{line[key]}\0{line.row}" if taken else line[key]] = line
        found |= by_key
    return list(found.values())


def _with_implied(indicators: Sequence[Indicator], order: Sequence[str]) -> tuple[Indicator, ...]:
    """A formula without 分组 can be split by whatever all indicators it stands on can be split by."""
    known = {one.name: one for one in indicators}
    for name in order:
        one = known.get(name)
        if one is None:
            continue
        parts = [known[need] for qualifier, need in one.where.names if not qualifier and need in known]
        groups = _in_all([part.groups for part in parts]) if one.implied else one.groups
        known[name] = replace(one, groups=groups, owners=_in_all([part.owners for part in parts]))
    return tuple(known[one.name] for one in indicators)


def _in_all(lists: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """What stands in every list, in the order of the first."""
    return tuple(one for one in lists[0] if all(one in other for other in lists)) if lists else ()


def blank_row(names: Sequence[tuple[str, str]]) -> str:
    """A select of one row with every named indicator NULL, for trying a formula."""
    plain = [f"CAST(NULL AS DOUBLE) AS {quoted(name)}" for qualifier, name in names if not qualifier]
    for qualifier in dict.fromkeys(q for q, _ in names if q):
        fields = ", ".join(f"{quoted(name)} := CAST(NULL AS DOUBLE)" for q, name in names if q == qualifier)
        plain.append(f"struct_pack({fields}) AS {quoted(qualifier)}")
    return "SELECT " + (", ".join(plain) or "1")


def _reason(error: Any) -> str:
    """The useful line of a DuckDB message."""
    lines = [line for line in str(error).splitlines() if line.strip()]
    return " ".join(lines[0].split())[:120] if lines else "类型不合"
