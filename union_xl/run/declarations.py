"""Ledgers declared in a workbook: the sheets 自定义表… -> Forms, each checked to the last expression.

A sheet declares one ledger.  Above the lists stand labels (表名, 简称 …), label and value side by side; the
lists have their own headings (`ledgers.declaration`).  Rules may also stand on a sheet of their own
(自定义规则…).  Whatever is wrong is told by cell.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from union_xl.findings import RULES
from union_xl.ledgers import BUILT_IN, Form, Rule, replaced
from union_xl.ledgers.checking import checked
from union_xl.ledgers.declaration import form_of
from union_xl.ledgers.declaration_fields import FORM, LISTS, Field, List
from union_xl.model import FormError, Settings
from union_xl.office.parse_values import plain
from union_xl.office.sheets import Sheet, normalise, open_sheets
from union_xl.run.declaration_cache import cached_declarations

FORM_SHEET, RULE_SHEET = "自定义表", "自定义规则"
_OWN_NAME = re.compile(rf"^{FORM_SHEET}[\s·:：\-_（(]*")
_RULES = next(one for one in LISTS if one.attribute == "rules")
_FOR_FORM = Field("表", "", str, str, ("表名", "简称", "所属表"))
"""On a sheet of rules: which ledger a rule is for."""


@dataclass(frozen=True, slots=True)
class _Found:
    """One list on a sheet: its header row, the column of each field, its data rows."""

    list: List
    header: int
    columns: Mapping[str, int]
    rows: tuple[int, ...]


def office_declarations(path: Path, sheets: Sequence[Sheet], settings: Settings) -> tuple[Form, ...]:
    """The ledgers an office workbook declares: none where no sheet says it declares one.  A wrong rule stops
    its own ledger only (`Form.fault`).

    Raises FormError naming the cell, OfficeError when the file cannot be opened.
    """
    if not any(normalise(one.name).startswith(FORM_SHEET) for one in sheets):
        return ()
    return cached_declarations(path, settings.names, lambda: _read(path, sheets, settings.names))


def read_declarations(path: Path, names: Mapping[str, Any] | None = None) -> tuple[Form, ...]:
    """All ledgers a workbook declares; `names` are those of model.Settings, which rules may use.

    In a workbook with sheets named 自定义表… only these count, else every sheet with a list of columns.
    Raises FormError naming the cell, OfficeError when the file cannot be opened.
    """
    found = cached_declarations(path, names, lambda: _read(path, open_sheets(path), names))
    if wrong := next((form for form in found if form.fault), None):
        raise FormError(wrong.fault)
    return found


def _read(path: Path, every: Sequence[Sheet], names: Mapping[str, Any] | None) -> tuple[Form, ...]:
    sheets = [sheet for sheet in every if sheet.visible]
    named = [sheet for sheet in sheets if normalise(sheet.name).startswith(FORM_SHEET)]
    chosen = named or [sheet for sheet in sheets if "columns" in _lists(sheet)]
    if not chosen:
        raise FormError(f"{path.name} 里没有自定义表：请在工作表里写上“列名、类型、必填、取值、说明”一行表头")
    made = [_form(sheet) for sheet in chosen]
    loose = [sheet for sheet in sheets if sheet not in chosen and _holds_rules(sheet)]
    made = [_with_loose_rules(form, made, loose) for form in made]
    _all_different(made)
    return checked(made, names)


def _form(sheet: Sheet) -> Form:
    found = _lists(sheet)
    if "columns" not in found:
        raise FormError(f"{sheet.name}：找不到“列名”和“类型”一行表头，请照样表写上")
    first = min(one.header for one in found.values())
    labels = _labels(sheet, first)
    labels.setdefault("表名", _title(sheet, first))
    labels.setdefault("简称", _short(sheet, labels["表名"]))
    labels.setdefault("代号", f"form-{zlib.crc32(labels['简称'].encode()):08x}")
    return form_of(
        labels, {key: _lines(sheet, one) for key, one in found.items()}, _namer(sheet, found), sheet.name
    )


def _lists(sheet: Sheet) -> dict[str, _Found]:
    """The lists of a sheet by attribute; each ends where the next begins."""
    heads: list[tuple[int, List, dict[str, int]]] = []
    for row in range(1, len(sheet.rows) + 1):
        for one in LISTS:
            columns = _header(sheet, row, one.fields)
            if all(title in columns for title in one.marks):
                heads.append((row, one, columns))
                break
    found: dict[str, _Found] = {}
    for number, (row, one, columns) in enumerate(heads):
        end = heads[number + 1][0] if number + 1 < len(heads) else len(sheet.rows) + 1
        rows = tuple(r for r in range(row + 1, end) if any(plain(cell) for cell in sheet.rows[r - 1]))
        found.setdefault(one.attribute, _Found(one, row, columns, rows))
    return found


def _header(sheet: Sheet, row: int, fields: Sequence[Field]) -> dict[str, int]:
    """{title of a field: its column} of a row of headings."""
    known = {normalise(alias): field.title for field in fields for alias in (field.title, *field.aliases)}
    columns: dict[str, int] = {}
    for col, raw in enumerate(sheet.rows[row - 1], 1):
        title = known.get(normalise(raw)) if isinstance(raw, str) else None
        if title:
            columns.setdefault(title, col)
    return columns


def _lines(sheet: Sheet, found: _Found) -> list[dict[str, str]]:
    """The cells of a list as texts, one dict a line."""
    first = found.list.fields[0].title
    lines = []
    for row in found.rows:
        line = {title: _text(sheet.at(row, col)) for title, col in found.columns.items()}
        by_function = found.list is _RULES and line.get("核对函数")
        for title in found.list.needed:
            if line.get(title) or (title == "关系" and by_function):
                continue
            what = (
                "这一行没有列名，请补上列名或删去整行" if title == "列名" else f"这一行没有写{title}，请补上"
            )
            raise FormError(f"{sheet.cell(row, found.columns.get(title, 1))}：{what}")
        line[first] = line[first].strip("*＊※﹡")
        lines.append(line)
    return lines


def _text(raw: object) -> str:
    """A cell as text; line breaks stay, they separate the words of a list."""
    return raw.strip() if isinstance(raw, str) else plain(raw)  # type: ignore[arg-type]


def _namer(sheet: Sheet, found: Mapping[str, _Found]):  # type: ignore[no-untyped-def]
    def place(attribute: str, line: int, title: str) -> str:
        if attribute not in found:
            return sheet.name
        one = found[attribute]
        row = one.rows[line] if line < len(one.rows) else one.header
        return sheet.cell(row, one.columns.get(title, next(iter(one.columns.values()))))

    return place


def _labels(sheet: Sheet, until: int) -> dict[str, str]:
    """The labels above the lists with what stands right of them (or behind a colon in the same cell)."""
    known = {normalise(alias): field.title for field in FORM for alias in (field.title, *field.aliases)}
    labels: dict[str, str] = {}
    for row in range(1, until):
        cells = sheet.rows[row - 1]
        for col, raw in enumerate(cells, 1):
            label, colon, rest = _text(raw).replace("：", ":").partition(":")
            title = known.get(normalise(label))
            if not title:
                continue
            value = rest.strip() if colon and rest.strip() else ""
            value = value or next((text for one in cells[col:] if (text := _text(one))), "")
            if value and normalise(value) not in known:
                labels.setdefault(title, value)
    return labels


def _title(sheet: Sheet, until: int) -> str:
    """Without 表名: the sheet's own name behind 自定义表, else the first line above the list."""
    named = _OWN_NAME.sub("", sheet.name).strip(" )）")
    if named and named != sheet.name:
        return named
    above = [text for row in sheet.rows[: until - 1] for cell in row if (text := _text(cell))]
    title = above[0] if above else sheet.name
    if not title:
        raise FormError(f"{sheet.name}!A1：没有写表名，请在“表名”右边写上")
    return title


def _short(sheet: Sheet, title: str) -> str:
    named = _OWN_NAME.sub("", sheet.name).strip(" )）")
    own = (
        named if named and named != sheet.name else re.sub(r"(?:登记|统计|明细|汇总)?(?:表|台账)$", "", title)
    )
    return (re.sub(r"[\[\]:*?/\\']", "", own) or title)[:20]


def _holds_rules(sheet: Sheet) -> bool:
    named = normalise(sheet.name).startswith(RULE_SHEET) or "规则" in sheet.name or "审核关系" in sheet.name
    return named and "rules" in _lists(sheet)


def _with_loose_rules(form: Form, forms: Sequence[Form], sheets: Sequence[Sheet]) -> Form:
    """Rules of sheets of their own: by the column 表, by the sheet's name, or the only form there is."""
    further: list[Rule] = []
    for sheet in sheets:
        found = _lists(sheet)["rules"]
        column = _header(sheet, found.header, (_FOR_FORM,)).get("表", 0)
        mine = column or form.short in sheet.name or form.title in sheet.name or len(forms) == 1
        if not mine:
            continue
        rows = [row for row in found.rows if not column or _text(sheet.at(row, column)) in ("", form.short)]
        chosen = _Found(found.list, found.header, found.columns, tuple(rows))
        place = _namer(sheet, {"rules": chosen, "columns": chosen})
        labels = {"表名": form.title, "简称": form.short, "代号": form.slug}
        bare = {"列名": "-", "类型": "文本"}
        columns = [bare | {"列名": title} for title in form.titles]
        further += form_of(
            labels, {"columns": columns, "rules": _lines(sheet, chosen)}, place, sheet.name
        ).rules
    return form.but(rules=form.rules + tuple(further)) if further else form


def _all_different(forms: Sequence[Form]) -> None:
    """No slug, title or short title twice; one that has the slug or short title of a built-in ledger takes
    its place (`ledgers.replaced`)."""
    for number, form in enumerate(forms):
        others = [one for one in BUILT_IN if one.slug != replaced(form)] + list(forms[:number])
        for other in others:
            for what, mine, theirs in (
                ("代号", form.slug, other.slug),
                ("表名", form.title, other.title),
                ("简称", form.short, other.short),
            ):
                if mine == theirs:
                    raise FormError(f"{form.where}：{what}“{mine}”已经有别的表在用，请改成不同的{what}")
    built_in = {one.slug: {rule.code for rule in one.rules} for one in BUILT_IN}
    taken = {*RULES}.union(*built_in.values())
    for form in forms:
        different = {(rule.code, rule.column, rule.holds) for rule in form.rules}
        for rule in form.rules:
            strange = rule.code in taken - built_in.get(replaced(form), set())
            if strange or len(different) < len(form.rules):
                raise FormError(f"{rule.cell}：规则编号“{rule.code}”重复，请改成不同的编号")
        taken |= {rule.code for rule in form.rules}
