"""Reading the indicator library, and telling by cell what is wrong with it before anything runs."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from union_xl.core import TemplateError
from union_xl.core.grid import column_letters
from union_xl.figures.desk import Desk, limited
from union_xl.figures.language import Reader, Wrong, unknown
from union_xl.figures.loading import quoted
from union_xl.figures.terms import HOWS, NOTHING, CrossCheck, Expression, Indicator, Library

if TYPE_CHECKING:
    from union_xl.forms.base import Form

INDICATORS = "指标"
RELATIONS = "审核关系"
_TITLES = ("代码", "名称", "台账", "统计方式", "字段", "条件", "分母条件", "分组", "单位", "说明")
_NEEDED = ("名称", "统计方式")
_RELATION_TITLES = ("编号", "关系", "级别", "说明")
QUALIFIERS = ("上期", "单位合计", "社区合计", "行业合计")
_LIST = re.compile(r"[、，,;；/\s]+")
_MONTH = re.compile(r"月[（(](.+)[)）]$")
GROUPS: Mapping[str, tuple[str, ...]] = {
    "单位": ("单位名称", "参赛单位", "主办单位", "承办单位"),
    "社区": ("所属社区",),
    "行业": ("所属行业",),
    "竞赛": ("竞赛名称",),
}
"""What a group label stands for in a ledger: the first of these columns it has."""
_TOLD = 12


def group_column(label: str, columns: Collection[str]) -> str | None:
    """The column behind a group label in a ledger with these columns; None when it has none."""
    for title in (*GROUPS.get(label, ()), label):
        if title in columns:
            return title
    return None


def library(path: Path, forms: Sequence[type[Form]] = (), *, only: str = "", ledger: str = "") -> Library:
    """Read and check an indicator library (.xlsx).

    `forms` are the forms whose ledgers its conditions may name (default: all built in).  `only` is the name
    or code of the one indicator wanted: it and what it stands on are checked and given back (everything when
    there is no such indicator); `ledger` (short title) likewise, see Library.of_ledger.  Raises TemplateError
    naming every faulty cell, with the nearest names, before anything is counted.
    """
    if not forms:
        from union_xl import forms as known

        forms = known.ALL
    sheets = _sheets(path)
    book = path.name
    if INDICATORS not in sheets:
        raise TemplateError(f"{book} 里没有工作表“{INDICATORS}”，请使用自带的指标库修改")
    desk = Desk(forms, None, None)
    desk.empty()
    found = _Bench(book, desk).library(sheets, only, ledger)
    return found.only(only) if only else found.of_ledger(ledger) if ledger else found


def _sheets(path: Path) -> dict[str, list[list[str]]]:
    """The two sheets of a library as rows of text from A1."""
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))
        return {
            name: [[_cell(cell) for cell in row] for row in _grid(book, name)]
            for name in (INDICATORS, RELATIONS)
            if name in book.sheet_names
        }
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a Rust panic is no Exception
        raise TemplateError(f"读不了指标库 {path.name}，请确认它是 .xlsx 文件并且没有加密") from error


def _grid(book: Any, name: str) -> list[list[Any]]:
    rows: list[list[Any]] = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return rows


def _cell(value: Any) -> str:
    return str(int(value) if isinstance(value, float) and value.is_integer() else value).strip()


@dataclass(frozen=True, slots=True)
class _Try:
    """An expression still to be tried, and where it stands."""

    expression: Expression
    row: int
    col: int
    boolean: bool


_Line = tuple[int, dict[str, str], dict[str, int]]
"""(row number, {title: text}, {title: column number}) of a filled line."""


class _Bench:
    """Checks the lines of a library one by one and gathers what is wrong."""

    def __init__(self, book: str, desk: Desk) -> None:
        self.book = book
        self.desk = desk
        self.reader = Reader(desk.connection, desk.columns)
        self.wrong: list[tuple[str, int, int, str]] = []
        self.tries: dict[tuple[str, str], list[_Try]] = {}

    def library(self, sheets: Mapping[str, list[list[str]]], only: str = "", ledger: str = "") -> Library:
        lines = list(self._lines(sheets[INDICATORS], INDICATORS, _TITLES, _NEEDED))
        names = self._names(lines)
        related: list[_Line] = []
        if RELATIONS in sheets and not only and not ledger:
            found = self._lines(sheets[RELATIONS], RELATIONS, _RELATION_TITLES, ("编号", "关系"))
            related = [line for line in found if line[1]["关系"]]
        if only:
            lines = self._standing_on(lines, names, only)
        elif ledger:
            lines = [line for line in lines if line[1]["统计方式"] == "公式" or line[1]["台账"] == ledger]
        spelled = [cells[title] for _, cells, _ in lines for title in ("字段", "条件", "分母条件")]
        self.reader.prepare(filter(None, [*spelled, *(cells["关系"] for _, cells, _ in related)]))
        indicators = [one for row, cells, cols in lines if (one := self._indicator(row, cells, cols, names))]
        order = self._order(indicators, {cells["名称"]: (row, cols) for row, cells, cols in lines})
        checks = [rel for row, cells, cols in related if (rel := self._relation(row, cells, cols, names))]
        self._try_all()
        self._refuse()
        return Library(self.book, tuple(indicators), tuple(checks), tuple(order))

    def _standing_on(
        self, lines: Sequence[_Line], names: Mapping[str, Mapping[str, str]], asked: str
    ) -> list[_Line]:
        """The lines of one indicator and of those its formulas name; all when nothing has that name."""
        first = next((cells for _, cells, _ in lines if asked in (cells["名称"], cells["代码"])), None)
        if first is None:
            return list(lines)
        todo = [first["名称"]]
        for name in todo:
            cells = names[name]
            if cells["统计方式"] == "公式":
                with contextlib.suppress(Wrong):  # told when the line itself is checked
                    found, _ = self.reader.formula(cells["条件"], names, QUALIFIERS)
                    todo += [need for _, need in found.names if need not in todo]
        return [line for line in lines if line[1]["名称"] in todo]

    def _refuse(self) -> None:
        """TemplateError when anything is wrong."""
        if self.wrong:
            self.wrong.sort(key=lambda one: (one[0] != INDICATORS, one[1:3]))
            told = [
                f"{self.book} › {sheet}!{column_letters(col)}{row}：{why}"
                for sheet, row, col, why in self.wrong[:_TOLD]
            ]
            rest = len(self.wrong) - len(told)
            more = f"\n（还有 {rest} 处）" if rest > 0 else ""
            raise TemplateError("指标库有写错的地方，请改正后重试：\n" + "\n".join(told) + more)

    def _lines(
        self, rows: list[list[str]], sheet: str, titles: Sequence[str], needed: Sequence[str]
    ) -> Iterator[_Line]:
        """Every filled line below the titles."""
        top = next((at for at, row in enumerate(rows) if all(title in row for title in needed)), None)
        if top is None:
            raise TemplateError(f"{self.book} 的工作表“{sheet}”里找不到标题行（{'、'.join(titles)}）")
        cols = {title: rows[top].index(title) for title in titles if title in rows[top]}
        for at, row in enumerate(rows[top + 1 :], start=top + 2):
            cells = {title: row[cols[title]] if title in cols else "" for title in titles}
            if any(cells[title] for title in titles if title != "说明"):
                yield at, cells, {title: col + 1 for title, col in cols.items()}

    def _tell(self, sheet: str, row: int, col: int, why: object) -> None:
        self.wrong.append((sheet, row, col, str(why)))

    def _names(self, lines: Sequence[_Line]) -> dict[str, dict[str, str]]:
        """{name: cells}; a name or code used twice is told."""
        names: dict[str, dict[str, str]] = {}
        codes: set[str] = set()
        for row, cells, cols in lines:
            name, code = cells["名称"], cells["代码"]
            if not name:
                self._tell(INDICATORS, row, cols["名称"], "名称没有填")
            elif name in names:
                self._tell(INDICATORS, row, cols["名称"], f"名称“{name}”已经用过，请换一个")
            if code and code in codes:
                self._tell(INDICATORS, row, cols["代码"], f"代码“{code}”已经用过，请换一个")
            names.setdefault(name, cells)
            codes.add(code)
        return names

    def _indicator(
        self, row: int, cells: Mapping[str, str], cols: Mapping[str, int], names: Collection[str]
    ) -> Indicator | None:
        how, ledger = cells["统计方式"], cells["台账"]
        if how not in HOWS:
            self._tell(
                INDICATORS, row, cols["统计方式"], f"统计方式“{how}”不对，请从 {'、'.join(HOWS)} 中选一个"
            )
            return None
        if how != "公式" and ledger not in self.desk.columns:
            self._tell(INDICATORS, row, cols.get("台账", 1), unknown(ledger, self.desk.columns, "台账"))
            return None

        def read(title: str, needed: bool, boolean: bool) -> Expression:
            return self._expression(cells[title], ledger, row, cols.get(title, 1), needed, boolean)

        formula = how == "公式"
        where = (
            self._formula(cells["条件"], row, cols.get("条件", 1), names)
            if formula
            else read("条件", False, True)
        )
        groups, month_by = self._groups(cells["分组"], ledger, row, cols.get("分组", 1))
        return Indicator(
            code=cells["代码"],
            name=cells["名称"],
            how=how,
            row=row,
            ledger="" if formula else ledger,
            field=NOTHING if formula else read("字段", how in ("去重", "求和", "名单"), False),
            where=where,
            base=read("分母条件", how == "占比", True) if how == "占比" else NOTHING,
            groups=groups,
            month_by=month_by,
            unit=cells["单位"] or ("%" if how == "占比" else ""),
            about=cells["说明"],
        )

    def _expression(
        self, text: str, ledger: str, row: int, col: int, needed: bool, boolean: bool
    ) -> Expression:
        """A checked condition or field of one ledger; tried on an empty table."""
        if not text:
            if needed:
                self._tell(INDICATORS, row, col, "这一格没有填")
            return NOTHING
        try:
            found = self.reader.condition(text, ledger)
        except Wrong as why:
            self._tell(INDICATORS, row, col, why)
            return NOTHING
        self.tries.setdefault((INDICATORS, ledger), []).append(_Try(found, row, col, boolean))
        return found

    def _try_all(self) -> None:
        """Work every expression out on a blank row: all of a ledger at once, one by one only on an error."""
        for (sheet, ledger), tries in self.tries.items():
            if self._fails(ledger, tries):
                for one in tries:
                    if why := self._fails(ledger, [one]):
                        self._tell(sheet, one.row, one.col, why)

    def _fails(self, ledger: str, tries: Sequence[_Try]) -> str:
        """Why these expressions cannot be used, '' when they can.  Without a ledger they are formulas."""
        import duckdb

        spelled = {one.expression.sql: one.boolean for one in tries}
        names = dict.fromkeys(pair for one in tries for pair in one.expression.names)
        source = quoted(ledger) if ledger else f"({blank_row(list(names))})"
        try:
            with limited(self.desk.connection):
                found = self.desk.connection.execute(f"SELECT {', '.join(spelled)} FROM {source}")
                kinds = {
                    sql: str(line[1]) for sql, line in zip(spelled, found.description or (), strict=True)
                }
                found.fetchall()
        except duckdb.Error as error:
            return f"这个表达式算不出来：{_reason(error)}"
        if any(one.boolean and kinds[one.expression.sql] != "BOOLEAN" for one in tries):
            return "条件的结果要是“是”或“否”，请写成比较，如 会籍变化类型 = '入会'"
        return ""

    def _formula(self, text: str, row: int, col: int, names: Collection[str]) -> Expression:
        if not text:
            self._tell(INDICATORS, row, col, "公式没有填，请写在“条件”一栏，如 期末会员数 - 期初会员数")
            return NOTHING
        try:
            found, _ = self.reader.formula(text, names, QUALIFIERS)
        except Wrong as why:
            self._tell(INDICATORS, row, col, why)
            return NOTHING
        self.tries.setdefault((INDICATORS, ""), []).append(_Try(found, row, col, False))
        return found

    def _groups(self, text: str, ledger: str, row: int, col: int) -> tuple[tuple[str, ...], str]:
        """The group labels and the column of 月; for 公式 the labels stand as they are."""
        labels: list[str] = []
        month_by = ""
        columns = self.desk.types.get(ledger, {})
        for word in filter(None, _LIST.split(text)):
            month = _MONTH.match(word)
            label, column = ("月", month[1]) if month else (word, word)
            if ledger and month and columns.get(column) != "DATE":
                dates = [name for name, kind in columns.items() if kind == "DATE"]
                self._tell(INDICATORS, row, col, unknown(column, dates, "日期列"))
            elif ledger and not month and (word == "月" or group_column(word, columns) is None):
                hint = "月要写明按哪个日期，如 月(会籍变化日期)" if word == "月" else ""
                self._tell(INDICATORS, row, col, hint or unknown(word, [*GROUPS, *columns], "分组"))
            else:
                month_by = column if month else month_by
                labels.append(label)
        return tuple(dict.fromkeys(labels)), month_by

    def _relation(
        self, row: int, cells: Mapping[str, str], cols: Mapping[str, int], names: Collection[str]
    ) -> CrossCheck | None:
        level = cells["级别"] or "提醒"
        if level not in ("错误", "提醒"):
            self._tell(RELATIONS, row, cols.get("级别", 1), f"级别“{level}”不对，请写 错误 或 提醒")
        try:
            found, sides = self.reader.formula(cells["关系"], names, QUALIFIERS)
        except Wrong as why:
            self._tell(RELATIONS, row, cols["关系"], why)
            return None
        self.tries.setdefault((RELATIONS, ""), []).append(_Try(found, row, cols["关系"], False))
        left, right = sides or ["", ""]
        return CrossCheck(cells["编号"], found, level, row, cells["说明"], left, right)

    def _order(
        self, indicators: Sequence[Indicator], places: Mapping[str, tuple[int, Mapping[str, int]]]
    ) -> list[str]:
        """Formulas so that each comes after those it needs; a circle is told."""
        needs = {
            one.name: [name for qualifier, name in one.where.names if qualifier != "上期"]
            for one in indicators
            if one.how == "公式"
        }
        done: list[str] = []
        left = dict(needs)
        while left:
            ready = [name for name, wants in left.items() if not any(want in left for want in wants)]
            if not ready:
                for name in left:
                    row, cols = places[name]
                    circle = f"公式互相引用、绕成了圈：{'、'.join(left)}，请改掉其中一个"
                    self._tell(INDICATORS, row, cols.get("条件", 1), circle)
                break
            for name in ready:
                done.append(name)
                del left[name]
        return done


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
