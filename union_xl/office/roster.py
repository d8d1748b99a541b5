"""The sheet 应报单位, or a plain list of units -> Roster; the sheet 填报对应 -> tags."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from union_xl.ledgers import Form, named
from union_xl.model import OfficeError, Raw, Roster, TemplateTag, UnionXlError, Unit
from union_xl.office import setting_warnings
from union_xl.office.parse_values import parts, phone, plain, wording
from union_xl.office.sheets import Header, Sheet, find_header, normalise

TITLES = {
    "单位名称": (
        "企业名称",
        "公司名称",
        "单位全称",
        "工作单位",
        "所在单位",
        "单位",
        "报送单位",
        "应报单位",
        "工会名称",
        "单位(工会)名称",
        "name",
    ),
    "别名": ("简称", "曾用名", "单位简称", "单位别名", "其他名称", "又名", "别称", "原名称"),
    "统一社会信用代码": (
        "信用代码",
        "社会信用代码",
        "单位统一社会信用代码",
        "税号",
        "纳税人识别号",
        "组织机构代码",
        "代码",
    ),
    "社区": ("所属社区", "所在社区", "村社", "社区名称", "网格"),
    "联系人": ("经办人", "单位联系人", "填报人", "联络人", "联系人姓名"),
    "联系电话": ("联系方式", "电话", "手机", "手机号", "手机号码", "联系人电话", "联系人手机", "移动电话"),
    "应报表": ("应报", "应报送表", "应报台账", "应报报表", "报送内容", "报表"),
    "免报表": ("免报", "免报台账", "不报", "免报报表"),
}
_TAGS = {
    "模板": ("模板名称", "模板文件", "文件", "文件名"),
    "工作表": ("表", "表名", "工作表名", "sheet"),
    "单元格": ("位置", "单元格位置", "单元格地址", "cell"),
    "标签": ("指标", "名称", "指标名称", "填入", "内容", "tag"),
}
_PERSON = {
    "姓名": ("职工姓名", "会员姓名", "选手姓名"),
    "证件号码": ("身份证号", "身份证号码", "公民身份号码"),
}
_ROLE = re.compile("(?:(?:联系|联络|负责|经办|填报|责任|代表)[人员]|主席|主任|经理|法人|领导)$")
_NO_UNIT = re.compile(
    r"(?:合计|总计|小计|共计|备注|说明|注|例|示例|填表说明|填报说明)(?:[\s:：(（].*)?$|"
    r"共\s*\d+\s*[家个户]|(?:制表|填表|审核|经办|联系|负责)人[:：]|(?:以下|此页)(?:空白|无正文)|第\s*\d+\s*页"
)
_TICKS, _EXEMPT = ("√", "✓", "是", "1", "Y", "y", "应报"), ("免", "免报")
_ALL_FORMS = ("全部", "都报", "所有")
_CELL = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}$")


def roster(sheets: Sequence[Sheet], forms: Sequence[Form]) -> tuple[Roster, tuple[str, ...]]:
    """The units of these sheets in order, one Unit per name, and remarks on lines passed over."""
    units: dict[str, Unit] = {}
    cells: dict[str, str] = {}
    spelled: dict[str, str] = {}
    remarks: list[str] = []
    for sheet in sheets:
        header = units_header(sheet)
        if header is None:
            raise OfficeError(f"“{sheet.name}”里找不到表头“单位名称”，请在单位名称那一列的上方写上“单位名称”")
        for row, unit in _units(sheet, header, forms, remarks):
            known = spelled.setdefault(setting_warnings.compact(unit.name), unit.name)
            unit = unit if unit.name == known else replace(unit, name=known)
            cells.setdefault(unit.name, sheet.cell(row, header.col("单位名称")))
            before = units.get(unit.name)
            if before and before.code and unit.code and before.code != unit.code:
                remarks.append(
                    f"{sheet.cell(row, header.col('单位名称'))} 的“{unit.name}”前面已有，"
                    "信用代码不同，以前面的为准，请核对"
                )
            units[unit.name] = _joined(before, unit) if before else unit
    listed = Roster(tuple(units.values()))
    return listed, (*remarks, *setting_warnings.of_roster(listed, cells))


def units_header(sheet: Sheet) -> Header | None:
    """The header of a list of units, of one row or of two."""
    header = find_header(sheet, TITLES, ("单位名称",))
    return header and with_groups(sheet, header)


def lists_of_units(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The visible sheets that list units: they have 单位名称 and are no list of persons."""
    return [sheet for sheet in sheets if sheet.visible and units_header(sheet) and not _lists_persons(sheet)]


def _lists_persons(sheet: Sheet) -> bool:
    """姓名 or 证件号码 is a column of its own, not the name of a unit's chairman or contact."""
    for title in _PERSON:
        header = find_header(sheet, _PERSON, (title,))
        columns = header.where[title] if header else ()
        if header and not all(_ROLE.search(group_over(sheet, header.row, col)) for col in columns):
            return True
    return False


def _units(
    sheet: Sheet, header: Header, forms: Sequence[Form], remarks: list[str]
) -> Iterator[tuple[int, Unit]]:
    name_at = header.col("单位名称")
    ticked = _ticked(sheet, header, forms)
    for row in range(header.row + 1, len(sheet.rows) + 1):
        name = wording(sheet.at(row, name_at))
        units = [
            title
            for title, columns in header.where.items()
            if title != "单位名称" and any(plain(sheet.at(row, col)) for col in columns)
        ]
        if not name:
            if len(units) > 1:
                remarks.append(f"{sheet.cell(row, name_at)} 单位名称是空的，这一行没有计入，请补上")
            continue
        first = next((wording(raw) for raw in sheet.rows[row - 1] if wording(raw)), "")
        if _NO_UNIT.match(name) or _NO_UNIT.match(first) or name in TITLES["单位名称"] or name == "单位名称":
            continue
        unit = _unit(sheet, header, row, name, forms)
        if not ticked:
            yield row, unit
            continue
        marks = {slug: plain(sheet.at(row, col)) for col, slug in ticked.items()}
        owes = (*unit.owes, *(slug for slug, mark in marks.items() if mark in _TICKS))
        exempt = (*unit.exempt, *(slug for slug, mark in marks.items() if mark in _EXEMPT))
        yield row, replace(unit, owes=tuple(dict.fromkeys(owes)), exempt=tuple(dict.fromkeys(exempt)))


def _ticked(sheet: Sheet, header: Header, forms: Sequence[Form]) -> dict[int, str]:
    """{column: form} of columns headed by a form's name, to be ticked per unit instead of 应报表."""
    used = {col for columns in header.where.values() for col in columns}
    found = {}
    for col, raw in enumerate(sheet.rows[header.row - 1], start=1):
        if isinstance(raw, str) and raw.strip() and col not in used:
            with contextlib.suppress(UnionXlError):
                found[col] = named(wording(raw), forms).slug
    return found


def _unit(sheet: Sheet, header: Header, row: int, name: str, forms: Sequence[Form]) -> Unit:
    def text(title: str) -> str:
        return plain(sheet.at(row, header.col(title)))

    def every(title: str) -> tuple[str, ...]:
        return tuple(
            dict.fromkeys(one for col in header.where.get(title, ()) for one in parts(sheet.at(row, col)))
        )

    def slugs(title: str) -> tuple[str, ...]:
        return tuple(
            dict.fromkeys(
                slug for typed in every(title) for slug in _slugs(typed, forms, sheet, row, header.col(title))
            )
        )

    return Unit(
        name=name,
        aliases=tuple(alias for alias in every("别名") if alias != name),
        code=re.sub(r"[\s-]", "", text("统一社会信用代码")).upper(),
        community=wording(sheet.at(row, header.col("社区"))),
        contact=wording(sheet.at(row, header.col("联系人"))),
        phone=phone(sheet.at(row, header.col("联系电话"))),
        owes=slugs("应报表"),
        exempt=slugs("免报表"),
    )


def _slugs(typed: str, forms: Sequence[Form], sheet: Sheet, row: int, col: int) -> tuple[str, ...]:
    if typed in ("无", "-", "—"):
        return ()
    if typed in _ALL_FORMS:
        return tuple(form.slug for form in forms if form.owed in ("all", "quota"))
    try:
        return (named(typed, forms).slug,)
    except UnionXlError as why:
        several = [one for one in re.split(r"\s+|[和及与+＋]", typed) if one]
        if len(several) > 1:
            return tuple(slug for one in several for slug in _slugs(one, forms, sheet, row, col))
        raise OfficeError(f"{sheet.cell(row, col)} 的“{typed}”不是表名。{why}") from None


def _joined(one: Unit, other: Unit) -> Unit:
    """The same unit listed twice: what the first line leaves blank the second fills."""
    return replace(
        one,
        aliases=tuple(dict.fromkeys((*one.aliases, *other.aliases))),
        code=one.code or other.code,
        community=one.community or other.community,
        contact=one.contact or other.contact,
        phone=one.phone or other.phone,
        owes=tuple(dict.fromkeys((*one.owes, *other.owes))),
        exempt=tuple(dict.fromkeys((*one.exempt, *other.exempt))),
    )


def tags(sheet: Sheet | None) -> tuple[TemplateTag, ...]:
    """The lines of 填报对应.  A blank 模板 or 工作表 means: as in the line above."""
    if sheet is None:
        return ()
    header = find_header(sheet, _TAGS, ("模板", "工作表", "单元格", "标签"))
    if header is None:
        if any(plain(raw) for cells in sheet.rows for raw in cells):
            raise OfficeError(f"“{sheet.name}”里找不到表头，请写上“模板、工作表、单元格、标签”四列")
        return ()
    found = []
    template = on = ""
    for row in range(header.row + 1, len(sheet.rows) + 1):
        template = wording(sheet.at(row, header.col("模板"))) or template
        on = wording(sheet.at(row, header.col("工作表"))) or on
        cell = plain(sheet.at(row, header.col("单元格"))).upper().replace("$", "")
        cell = cell.partition(":")[0]  # of a merged area its first cell
        tag = wording(sheet.at(row, header.col("标签"))).replace("｛", "{").replace("｝", "}")
        if not cell and not tag:
            continue
        where = sheet.cell(row, header.col("单元格"))
        if not _CELL.match(cell):
            raise OfficeError(f"{where} 的单元格写的是“{cell}”，请写成 C5 这样的地址")
        if not (template and on and tag):
            raise OfficeError(f"{where} 这一行没有填全，请填上模板、工作表、单元格、标签四项")
        found.append(TemplateTag(template, on, cell, tag if "{{" in tag else f"{{{{{tag}}}}}"))
    return tuple(found)


_LONGEST = 16
_TICKED = {"应报表", "免报表"}
"""Groups over columns named by forms: each of those is ticked, none is the list of forms."""


def with_groups(sheet: Sheet, header: Header) -> Header:
    """The header together with the row below or above it, where these two make one; else as it is.

    A cell of the lower row counts with its group first (联系人 + 电话), then by itself, and a blank one takes
    what stands above it.  The lower row is part of the header when it says nothing else at 单位名称, holds
    nothing but short texts, and names a title.
    """
    known = {normalise(alias): title for title, aliases in TITLES.items() for alias in (title, *aliases)}
    for top in (header.row, header.row - 1):
        if top < 1 or top >= len(sheet.rows):
            continue
        where = _two_rows(sheet, top, known)
        if where and set(where) | _TICKED >= set(header.where):
            return Header(top + 1, where)
    return header


def group_over(sheet: Sheet, row: int, col: int) -> str:
    """The group a title of a lower header row stands under, '' for none."""
    above = [plain(raw) for raw in sheet.rows[row - 2][:col]] if row > 1 else []
    return next((text for text in reversed(above) if text), "")


def _two_rows(sheet: Sheet, top: int, known: Mapping[str, str]) -> dict[str, tuple[int, ...]]:
    """{title: columns} of the rows top and top + 1 read as one header; {} when they are none."""
    upper, lower = sheet.rows[top - 1], sheet.rows[top]
    grouped: dict[str, list[int]] = {}
    alone: dict[str, list[int]] = {}
    group, own = "", 0
    for col in range(1, max(len(upper), len(lower)) + 1):
        above, below = _text(sheet.at(top, col)), _text(sheet.at(top + 1, col))
        if above is None or below is None:
            return {}
        group = above or group
        if not below or below == above:
            if title := known.get(above):
                alone.setdefault(title, []).append(col)
        elif title := known.get(group + below) or known.get(known.get(group, group) + below):
            grouped.setdefault(title, []).append(col)
            own += 1
        elif title := known.get(below):
            alone.setdefault(title, []).append(col)
            own += 1
        elif known.get(above) == "单位名称":  # a row of the table: its unit stands there
            return {}
    if not own or "单位名称" not in (grouped | alone):
        return {}
    return {title: (*grouped.get(title, ()), *alone.get(title, ())) for title in (grouped | alone)}


def _text(raw: Raw) -> str | None:
    """A title as it is compared; None for what no header holds: numbers, dates, long texts."""
    if raw is None or raw == "":
        return ""
    if not isinstance(raw, str) or len(plain(raw)) > _LONGEST or unicodedata.normalize("NFKC", raw).isdigit():
        return None
    return normalise(raw)
