"""Forms declared without code: the sheets 自定义表… of a workbook -> plain declarations.

A sheet declares one form.  Above the list stand 表名, 简称, 代号, 唯一列, 版本, label and value side by side.
The list has the headings 列名, 别名, 类型, 必填, 取值, 说明, 示例.  Rules stand below it, or on a sheet of
their own (自定义规则…), under the headings 编号, 关系, 级别, 说明.  Whatever is wrong is told by cell.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from union_xl.core import ERROR, WARNING, FormError, Level
from union_xl.forms.base import Need, Privacy
from union_xl.forms.declared import ColumnSpec, FormSpec, RuleSpec, form_of, kind_of
from union_xl.office.expressions import checked
from union_xl.office.kept import kept
from union_xl.office.sheets import Header, Sheet, find_header, open_sheets, tight
from union_xl.office.values import parts, plain, wording

FORM_SHEET, RULE_SHEET = "自定义表", "自定义规则"

_COLUMN_TITLES: Mapping[str, tuple[str, ...]] = {
    "列名": ("字段", "字段名", "栏目", "标题"),
    "别名": ("其他叫法", "同义词"),
    "类型": ("数据类型", "格式"),
    "必填": ("是否必填", "要求", "必填否"),
    "取值": ("可选值", "选项", "取值范围", "下拉"),
    "说明": ("填写说明", "备注", "提示"),
    "示例": ("例", "样例", "例子"),
    "保密": ("隐私", "脱敏"),
    "同上": ("允许同上",),
}
_RULE_TITLES: Mapping[str, tuple[str, ...]] = {
    "编号": ("规则编号", "代码", "规则"),
    "关系": ("条件", "表达式", "应满足", "公式"),
    "级别": ("等级",),
    "说明": ("提示", "提示语", "意思"),
    "表": ("表名", "简称", "所属表"),
    "列": ("列名", "标在", "所在列"),
}
_LABELS: Mapping[str, tuple[str, ...]] = {
    "表名": ("表名", "标题", "名称", "表单名称", "表题"),
    "简称": ("简称", "短名", "台账名"),
    "代号": ("代号", "英文名", "slug"),
    "唯一列": ("唯一列", "主键", "关键列", "不重复列", "key"),
    "版本": ("版本", "版本号"),
}
_NEEDS: Mapping[str, Need] = {
    "是": "required",
    "必填": "required",
    "√": "required",
    "y": "required",
    "应填": "expected",
    "建议": "expected",
    "尽量": "expected",
    "否": "optional",
    "选填": "optional",
    "可选": "optional",
    "×": "optional",
    "n": "optional",
    "": "optional",
}
_PRIVACY: Mapping[str, Privacy] = {
    "": "",
    "否": "",
    "姓名": "name",
    "证件": "id",
    "证件号码": "id",
    "身份证": "id",
    "电话": "mobile",
    "手机": "mobile",
    "银行": "bank",
    "银行卡": "bank",
    "出生日期": "birth",
    "生日": "birth",
    "地址": "address",
    "是": "free",
    "不外传": "free",
}
_LEVELS: Mapping[str, Level] = {
    "": ERROR,
    "错误": ERROR,
    "e": ERROR,
    "提醒": WARNING,
    "w": WARNING,
    "警告": WARNING,
}


def read_declarations(
    path: Path, names: Mapping[str, Any] | None = None, strict: bool = True
) -> tuple[FormSpec, ...]:
    """All forms a workbook declares, each checked to the last expression.  `names` are those of
    core.Settings, which rules may use.

    In a workbook with sheets named 自定义表… only these count, else every sheet with a list of columns.
    Raises FormError naming the cell, OfficeError when the file cannot be opened.  Not `strict`, a wrong rule
    stops its own form only, see FormSpec.fault.
    """
    found = kept(path, names, lambda: _read(path, names))
    for spec in found if strict else ():
        if spec.fault:
            raise FormError(spec.fault)
    return found


def _read(path: Path, names: Mapping[str, Any] | None) -> tuple[FormSpec, ...]:
    sheets = [sheet for sheet in open_sheets(path) if sheet.visible]
    named = [sheet for sheet in sheets if tight(sheet.name).startswith(FORM_SHEET)]
    chosen = named or [sheet for sheet in sheets if _columns_header(sheet)]
    if not chosen:
        raise FormError(f"{path.name} 里没有自定义表：请在工作表里写上“列名、类型、必填、取值、说明”一行表头")
    specs = [_form(sheet) for sheet in chosen]
    loose = [sheet for sheet in sheets if sheet not in chosen and _is_rules(sheet)]
    made = tuple(_with_rules(spec, specs, loose) for spec in specs)
    _all_different(made)
    return checked(made, names)


def _form(sheet: Sheet) -> FormSpec:
    header = _columns_header(sheet)
    if header is None:
        raise FormError(f"{sheet.name}：找不到“列名”和“类型”一行表头，请照样表写上")
    facts = _facts(sheet, header.row)
    columns: list[ColumnSpec] = []
    last = header.row
    for row in range(header.row + 1, len(sheet.rows) + 1):
        if tight(sheet.at(row, header.col("列名"))) in ("编号", "规则编号") or _rules_header(sheet, row):
            break
        last = row
        if wording(sheet.at(row, header.col("列名"))):
            columns.append(_column(sheet, header, row))
        elif any(plain(cell) for cell in sheet.rows[row - 1]):
            raise FormError(f"{sheet.cell(row, header.col('列名'))}：这一行没有列名，请补上列名或删去整行")
    title = facts.get("表名") or _title(sheet, header.row)
    short = facts.get("简称") or _short(sheet, title)
    spec = FormSpec(
        slug=_slug(sheet, facts.get("代号", ""), short),
        title=title,
        short=short,
        columns=tuple(columns),
        key=parts(facts.get("唯一列", "")),
        rules=_rules(sheet, last, ""),
        version=_version(sheet, facts.get("版本", "")),
        where=sheet.name,
    )
    form_of(spec)
    return spec


def _columns_header(sheet: Sheet) -> Header | None:
    return find_header(sheet, _COLUMN_TITLES, ("列名", "类型"))


def _facts(sheet: Sheet, until: int) -> dict[str, str]:
    """The labels above the list with what stands right of them (or behind a colon in the same cell)."""
    known = {alias: name for name, aliases in _LABELS.items() for alias in aliases}
    facts: dict[str, str] = {}
    for row in range(1, until):
        cells = sheet.rows[row - 1]
        for col, raw in enumerate(cells, 1):
            text = wording(raw)
            label, colon, rest = re.sub("：", ":", text).partition(":")
            name = known.get(tight(label))
            if not name:
                continue
            value = rest.strip() if colon and rest.strip() else ""
            value = value or next((wording(one) for one in cells[col:] if wording(one)), "")
            facts.setdefault(name, value)
    return facts


def _title(sheet: Sheet, until: int) -> str:
    """Without 表名: the sheet's own name behind 自定义表, else the first line above the list."""
    named = re.sub(rf"^{FORM_SHEET}[\s·:：\-_（(]*", "", sheet.name).strip(" )）")
    if named and named != sheet.name:
        return named
    above = [wording(cell) for row in sheet.rows[: until - 1] for cell in row if wording(cell)]
    title = above[0] if above else sheet.name
    if not title:
        raise FormError(f"{sheet.name}!A1：没有写表名，请在“表名”右边写上")
    return title


def _short(sheet: Sheet, title: str) -> str:
    named = re.sub(rf"^{FORM_SHEET}[\s·:：\-_（(]*", "", sheet.name).strip(" )）")
    short = (
        named if named and named != sheet.name else re.sub(r"(?:登记|统计|明细|汇总)?(?:表|台账)$", "", title)
    )
    return (re.sub(r"[\[\]:*?/\\']", "", short) or title)[:20]


def _slug(sheet: Sheet, typed: str, short: str) -> str:
    """The 代号 as typed; else one made from the short title, always the same."""
    if not typed:
        return f"form-{zlib.crc32(short.encode()):08x}"
    slug = typed.strip().lower()
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,39}", slug):
        raise FormError(f"{sheet.name}：代号“{typed}”只能用小写字母、数字和减号，请改正")
    return slug


def _version(sheet: Sheet, typed: str) -> int:
    found = re.fullmatch(r"v?(\d{1,6})(?:\.0)?", typed.strip().lower() or "1")
    if not found:
        raise FormError(f"{sheet.name}：版本“{typed}”请写成数字，如 1")
    return int(found[1])


def _column(sheet: Sheet, header: Header, row: int) -> ColumnSpec:
    def cell(title: str) -> str:
        return wording(sheet.at(row, header.col(title))) if header.col(title) else ""

    def where(title: str) -> str:
        return sheet.cell(row, header.col(title) or header.col("列名"))

    need = _NEEDS.get(tight(cell("必填")))
    if need is None:
        raise FormError(f"{where('必填')}：看不懂“{cell('必填')}”，必填一栏请写 是、应填 或 否")
    privacy = _PRIVACY.get(tight(cell("保密")))
    if privacy is None:
        raise FormError(
            f"{where('保密')}：看不懂“{cell('保密')}”，请写 姓名、证件、电话、银行、地址、不外传 或 否"
        )
    made = ColumnSpec(
        title=wording(cell("列名")).strip("*＊※﹡"),
        kind=cell("类型") or "文本",
        aliases=parts(cell("别名")),
        need=need,
        choices=parts(cell("取值")),
        hint=cell("说明"),
        example=plain(sheet.at(row, header.col("示例"))) if header.col("示例") else "",
        privacy=privacy,
        ditto=_NEEDS.get(tight(cell("同上"))) == "required",
        cell=where("类型"),
    )
    kind_of(made)
    return made


def _rules_header(sheet: Sheet, row: int) -> Header | None:
    """The heading of a list of rules, if `row` is one."""
    known = {tight(alias): title for title, aliases in _RULE_TITLES.items() for alias in (title, *aliases)}
    where: dict[str, tuple[int, ...]] = {}
    for col, raw in enumerate(sheet.rows[row - 1], 1):
        title = known.get(tight(raw)) if isinstance(raw, str) else None
        if title:
            where.setdefault(title, (col,))
    return Header(row, where) if {"编号", "关系"} <= where.keys() else None


def _is_rules(sheet: Sheet) -> bool:
    named = tight(sheet.name).startswith(RULE_SHEET)
    return any(_rules_header(sheet, row) for row in range(1, min(len(sheet.rows), 30) + 1)) and (
        named or "规则" in sheet.name or "审核关系" in sheet.name
    )


def _rules(sheet: Sheet, after: int, short: str) -> tuple[RuleSpec, ...]:
    """The rules below row `after`; with `short` only those whose 表 is blank or names it."""
    header = next(
        (h for row in range(after, len(sheet.rows) + 1) if row and (h := _rules_header(sheet, row))), None
    )
    if header is None:
        return ()
    made = []
    for row in range(header.row + 1, len(sheet.rows) + 1):
        texts = {title: wording(sheet.at(row, header.col(title))) for title in header.where}
        if not any(texts.values()):
            continue
        if not texts["编号"] or not texts["关系"]:
            lacking = "编号" if not texts["编号"] else "关系"
            raise FormError(f"{sheet.cell(row, header.col(lacking))}：这条规则没有写{lacking}，请补上")
        if short and texts.get("表") and texts["表"] != short:
            continue
        level = _LEVELS.get(tight(texts.get("级别", "")))
        if level is None:
            cell = sheet.cell(row, header.col("级别"))
            raise FormError(f"{cell}：看不懂“{texts['级别']}”，级别请写 错误 或 提醒")
        made.append(
            RuleSpec(
                code=texts["编号"],
                expression=texts["关系"],
                level=level,
                says=texts.get("说明") or f"不符合：{texts['关系']}",
                at=texts.get("列", ""),
                cell=sheet.cell(row, header.col("关系")),
            )
        )
    return tuple(made)


def _with_rules(spec: FormSpec, specs: Sequence[FormSpec], sheets: Sequence[Sheet]) -> FormSpec:
    """Rules of sheets of their own: by the column 表, by the sheet's name, or the only form there is."""
    further: list[RuleSpec] = []
    for sheet in sheets:
        header = next((h for row in range(1, len(sheet.rows) + 1) if (h := _rules_header(sheet, row))), None)
        named = header is not None and "表" in header.where
        if named or spec.short in sheet.name or spec.title in sheet.name or len(specs) == 1:
            further += _rules(sheet, 1, spec.short if named else "")
    return replace(spec, rules=spec.rules + tuple(further)) if further else spec


def _all_different(specs: Sequence[FormSpec]) -> None:
    from union_xl import forms
    from union_xl.rules import RULES

    for number, spec in enumerate(specs):
        others: list[tuple[str, str, str]] = [(f.slug, f.title, f.short) for f in forms.ALL]
        others += [(one.slug, one.title, one.short) for one in specs[:number]]
        for what, mine, theirs in (
            (what, mine, theirs)
            for other in others
            for what, mine, theirs in zip(
                ("代号", "表名", "简称"), (spec.slug, spec.title, spec.short), other, strict=True
            )
        ):
            if mine == theirs:
                raise FormError(f"{spec.where}：{what}“{mine}”已经有别的表在用，请改成不同的{what}")
    codes: set[str] = set()
    for rule in (rule for spec in specs for rule in spec.rules):
        if rule.code in codes or rule.code in RULES:
            raise FormError(f"{rule.cell}：规则编号“{rule.code}”重复，请改成不同的编号")
        codes.add(rule.code)
