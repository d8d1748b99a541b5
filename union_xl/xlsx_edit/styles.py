"""The styles part: a style laid over another, date formats, and the way back from our marks.

A marked cell's style remembers the one below it twice: exactly, in an extension of the style record, as long
as nobody else saved the file; and after Excel has renumbered everything, in the otherwise unused
background colour of our solid fill.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from functools import cached_property

from lxml import etree

from union_xl.model import Style
from union_xl.xlsx_edit.markup import Element, insert_in_order, local, sibling
from union_xl.xlsx_edit.references import whole
from union_xl.xlsx_edit.workbook import Workbook

MARK = "{7B1B0C52-6F0E-4B53-9C0B-5A1D2E7F3A10}"
MARK_SPACE = "urn:union-xl:marks"
NO_FILL = "FFFEFDFC"
PALETTE = "_union_xl.marks"
STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_ORDER = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
)
_MINIMAL = (
    '<styleSheet xmlns="{ns}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_BUILTIN = {"General": 0, "0": 1, "0.00": 2, "#,##0": 3, "#,##0.00": 4, "0%": 9, "0.00%": 10, "@": 49}
_DATE_IDS = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_NOT_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DATE_CODE = re.compile(r"[ymdhs年月日]", re.I)
_FONT_ORDER = (
    "b",
    "i",
    "strike",
    "condense",
    "extend",
    "outline",
    "shadow",
    "u",
    "vertAlign",
    "sz",
    "color",
    "name",
    "family",
    "charset",
    "scheme",
)


class Styles:
    """Style indexes of the workbook; new ones are appended, equal ones found again."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._known: dict[tuple[str, bytes], int] = {}
        self._indexed: set[str] = set()
        self._memo: dict[tuple[int, Style, bool, bool], int] = {}

    @cached_property
    def _part(self) -> str:
        found = self._book.parts.related(self._book.part, "styles")
        return found[0] if found else self._create()

    @cached_property
    def root(self) -> Element:
        """The styles part's root, made when a workbook has none and one is needed."""
        root = self._book.parts.tree(self._part)
        if root.find("{*}cellXfs") is None:
            self._complete(root)
        return root

    def _create(self) -> str:
        part = f"{self._book.folder}styles.xml"
        self._book.parts.add(part, _MINIMAL.format(ns=self._book.ns).encode(), STYLES_TYPE)
        self._book.parts.relate(self._book.part, "styles", part, self._book.office)
        return part

    def _complete(self, root: Element) -> None:
        """A styles part without cell styles gets the least there must be."""
        for one in etree.fromstring(_MINIMAL.format(ns=self._book.ns)):
            if root.find(f"{{*}}{local(one)}") is None:
                insert_in_order(root, copy.deepcopy(one), _ORDER)

    def _list(self, kind: str) -> Element:
        found = self.root.find(f"{{*}}{kind}")
        if found is None:
            found = etree.Element(sibling(self.root, kind), count="0")
            insert_in_order(self.root, found, _ORDER)
        return found

    def _intern(self, kind: str, item: Element) -> int:
        """The index of an equal item of a list, appended when there is none."""
        items = self._list(kind)
        if kind not in self._indexed:
            self._indexed.add(kind)
            for index, one in enumerate(items):
                self._known.setdefault(
                    (kind, etree.tostring(one, with_tail=False, method="c14n", exclusive=True)), index
                )
        items.append(item)  # only inside the tree it is written with the tree's own prefixes
        key = (kind, etree.tostring(item, with_tail=False, method="c14n", exclusive=True))
        if key in self._known:
            items.remove(item)
        else:
            self._known[key] = len(items) - 1
            items.set("count", str(len(items)))
            self._book.parts.touch(self._part)
        return self._known[key]

    def _xf(self, index: int) -> Element:
        records = self.root.find("{*}cellXfs")
        if not len(records):
            etree.SubElement(
                records, sibling(records, "xf"), numFmtId="0", fontId="0", fillId="0", borderId="0"
            )
        return records[index] if 0 <= index < len(records) else records[0]

    def format_code(self, index: int) -> str:
        """The number format of a style: its code, or `General`, or `#14` for a built-in number."""
        number = whole(self._xf(index).get("numFmtId") or 0)
        for one in self.root.iterfind("{*}numFmts/{*}numFmt"):
            if one.get("numFmtId") == str(number):
                return one.get("formatCode") or "General"
        return next((code for code, known in _BUILTIN.items() if known == number), f"#{number}")

    def is_date(self, index: int) -> bool:
        return is_date_code(self.format_code(index))

    def with_date(self, index: int, has_time: bool) -> int:
        """The style itself where it shows dates already, else the same with a date format."""
        if self.is_date(index):
            return index
        return self.overlay(
            index, Style(number_format="yyyy-mm-dd hh:mm" if has_time else "yyyy-mm-dd"), False
        )

    def overlay(self, index: int, style: Style, mark: bool = False, middle: bool = False) -> int:
        """`style` laid over a style; a `mark` remembers what it covers and never stacks; `middle` centres
        the cell's content between top and bottom."""
        key = (index, style, mark, middle)
        if key not in self._memo:
            below = self.original(index) if mark else index
            record = copy.deepcopy(self._xf(below))
            if mark:
                self._remember(record, below)
            self._lay(record, style, mark)
            if middle:
                self._align(record, Style()).set("vertical", "center")
            self._memo[key] = self._intern("cellXfs", record)
        return self._memo[key]

    def _lay(self, record: Element, style: Style, mark: bool) -> None:
        if style.fill:
            record.set("fillId", str(self._fill(record, style.fill, mark)))
            record.set("applyFill", "1")
        if style.color or style.bold is not None or style.underline is not None or style.size:
            record.set("fontId", str(self._font(record, style)))
            record.set("applyFont", "1")
        if style.border is not None:
            record.set("borderId", str(self._border(style.border)))
            record.set("applyBorder", "1")
        if style.number_format:
            record.set("numFmtId", str(self._format(style.number_format)))
            record.set("applyNumberFormat", "1")
        if style.wrap is not None or style.align:
            self._align(record, style)

    def adopted(self, other: Styles, index: int) -> int:
        """The style here that looks like one of another book."""
        record = copy.deepcopy(other._xf(index))
        for old in [one for one in record if local(one) == "extLst"]:
            record.remove(old)
        for kind, key in (("fonts", "fontId"), ("fills", "fillId"), ("borders", "borderId")):
            items = other._list(kind)
            at = int(record.get(key) or 0)
            record.set(key, str(self._intern(kind, copy.deepcopy(items[at])) if at < len(items) else 0))
        code = other.format_code(index)
        record.set("numFmtId", code[1:] if code.startswith("#") else str(self._format(code)))
        record.set("xfId", "0")
        return self._intern("cellXfs", record)

    def adopted_look(self, other: Styles, index: int) -> int:
        """The look of conditional formats here that is like one of another book."""
        items = other._list("dxfs")
        one = copy.deepcopy(items[index]) if index < len(items) else etree.Element(sibling(self.root, "dxf"))
        return self._intern("dxfs", one)

    def fill_of(self, index: int) -> Element | None:
        """The fill of a style; None where it has none."""
        items, at = self._list("fills"), int(self._xf(index).get("fillId") or 0)
        pattern = items[at].find("{*}patternFill") if at < len(items) else None
        bare = pattern is not None and pattern.get("patternType", "none") in ("none", "gray125")
        return None if at >= len(items) or bare or not len(items[at]) else items[at]

    def count(self) -> int:
        """How many styles there are."""
        return len(self._list("cellXfs"))

    def with_fill(self, index: int, fill: Element) -> int:
        """The same style with another fill."""
        record = copy.deepcopy(self._xf(index))
        record.set("fillId", str(self._intern("fills", fill)))
        return self._intern("cellXfs", record)

    def _fill(self, record: Element, colour: str, mark: bool) -> int:
        fill = etree.Element(sibling(self.root, "fill"))
        pattern = etree.SubElement(fill, sibling(self.root, "patternFill"), patternType="solid")
        etree.SubElement(pattern, sibling(self.root, "fgColor"), rgb=f"FF{colour.upper()}")
        back = etree.SubElement(pattern, sibling(self.root, "bgColor"))
        if mark:
            for name, value in self._covered_colour(record).items():
                back.set(name, value)
        else:
            back.set("indexed", "64")
        return self._intern("fills", fill)

    def _covered_colour(self, record: Element) -> dict[str, str]:
        fills = self._list("fills")
        index = int(record.get("fillId") or 0)
        below = fills[index].find("{*}patternFill") if index < len(fills) else None
        front = (
            below.find("{*}fgColor") if below is not None and below.get("patternType") == "solid" else None
        )
        return {"rgb": NO_FILL} if front is None else dict(front.attrib)

    def _font(self, record: Element, style: Style) -> int:
        fonts = self._list("fonts")
        index = int(record.get("fontId") or 0)
        font = (
            copy.deepcopy(fonts[index]) if index < len(fonts) else etree.Element(sibling(self.root, "font"))
        )
        wanted: Iterable[tuple[str, dict[str, str] | None, bool]] = (
            ("b", {}, style.bold is not None and style.bold),
            ("u", {}, style.underline is not None and style.underline),
            ("sz", {"val": f"{style.size or 0:g}"}, bool(style.size)),
            ("color", {"rgb": f"FF{style.color.upper()}"}, bool(style.color)),
        )
        off = {"b": style.bold is False, "u": style.underline is False}
        for name, attributes, on in wanted:
            if not on and not off.get(name):
                continue
            for old in font.findall(f"{{*}}{name}"):
                font.remove(old)
            if on:
                insert_in_order(font, etree.Element(sibling(font, name), attributes or {}), _FONT_ORDER)
        return self._intern("fonts", font)

    def _border(self, on: bool) -> int:
        border = etree.Element(sibling(self.root, "border"))
        for side in ("left", "right", "top", "bottom"):
            one = etree.SubElement(border, sibling(self.root, side))
            if on:
                one.set("style", "thin")
                etree.SubElement(one, sibling(self.root, "color"), auto="1")
        etree.SubElement(border, sibling(self.root, "diagonal"))
        return self._intern("borders", border)

    def _format(self, code: str) -> int:
        if code in _BUILTIN:
            return _BUILTIN[code]
        formats = self._list("numFmts")
        for one in formats:
            if one.get("formatCode") == code:
                return int(one.get("numFmtId"))
        number = max([163, *(int(one.get("numFmtId")) for one in formats)]) + 1
        etree.SubElement(formats, sibling(formats, "numFmt"), numFmtId=str(number), formatCode=code)
        formats.set("count", str(len(formats)))
        self._book.parts.touch(self._part)
        return number

    def _align(self, record: Element, style: Style) -> Element:
        align = record.find("{*}alignment")
        if align is None:
            align = etree.Element(sibling(record, "alignment"))
            record.insert(0, align)
        if style.wrap is not None:
            align.set("wrapText", "1" if style.wrap else "0")
            align.set("vertical", align.get("vertical") or ("top" if style.wrap else "center"))
        if style.align:
            align.set("horizontal", style.align)
        record.set("applyAlignment", "1")
        return align

    def _remember(self, record: Element, below: int) -> None:
        extensions = record.find("{*}extLst")
        if extensions is None:
            extensions = etree.SubElement(record, sibling(record, "extLst"))
        one = etree.SubElement(extensions, sibling(record, "ext"), {"uri": MARK})
        etree.SubElement(one, f"{{{MARK_SPACE}}}was", nsmap={"u": MARK_SPACE}).set("s", str(below))

    def original(self, index: int) -> int:
        """The style below a mark of ours as we wrote it; any other style is its own original."""
        for one in self._xf(index).iterfind("{*}extLst/{*}ext"):
            if one.get("uri") == MARK and len(one):
                return int(one[0].get("s") or 0)
        return index


def is_date_code(code: str) -> bool:
    """Does this number format (or `#14`, a built-in number) show a date or a time?"""
    if code.startswith("#") and code[1:].isdigit():
        return int(code[1:]) in _DATE_IDS
    return bool(_DATE_CODE.search(_NOT_FORMAT.sub("", code.replace("General", ""))))
