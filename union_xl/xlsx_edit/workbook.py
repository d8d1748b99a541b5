"""The workbook part: which sheets there are, its names, the date system, what marks a sheet as ours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from union_xl.model import Limits, TemplateError
from union_xl.xlsx_edit.markup import (
    MAIN_STRICT,
    OFFICE,
    OFFICE_STRICT,
    Element,
    insert_in_order,
    local,
    namespace,
    sibling,
)
from union_xl.xlsx_edit.parts import Parts

ORDER = (
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
    "calcPr",
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "webPublishObjects",
    "extLst",
)
_MAIN_TYPES = ("officeDocument",)
_RUN = re.compile(rb"<(?:\w+:)?r[\s>]")


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One sheet as the workbook lists it; `part` is '' for chart and dialog sheets."""

    name: str
    part: str
    state: str
    element: Element


class Workbook:
    """The workbook of a package, opened for looking and for changes.

    Raises TemplateError for what is no changeable workbook (xlsb, ods, Word …, digitally signed).
    """

    def __init__(self, data: bytes, limits: Limits | None = None) -> None:
        self.parts = Parts(data, limits)
        main = [one for one in self.parts.relations("") if one.kind in _MAIN_TYPES]
        if not main or main[0].target.lower().endswith(".bin") or main[0].target not in self.parts.archive:
            raise TemplateError("这不是 xlsx 文件，请用 Excel 或 WPS 打开后另存为 xlsx 再试")
        self.part = main[0].target
        self.root = self.parts.tree(self.part)
        if local(self.root) != "workbook":
            raise TemplateError("这不是 Excel 工作簿，请用 Excel 或 WPS 打开后另存为 xlsx 再试")
        self.ns = namespace(self.root)
        self.office = OFFICE_STRICT if self.ns == MAIN_STRICT else OFFICE
        self.sheets = self._list_sheets()

    def refuse_signed(self) -> None:
        """TemplateError when the package carries digital signatures: any change would break them."""
        if any("digital-signature" in one.target or one.kind == "origin" for one in self.parts.relations("")):
            raise TemplateError("文件带有数字签名，修改会使签名失效，请另存一份不带签名的 xlsx 再试")

    def _list_sheets(self) -> list[SheetEntry]:
        where = {one.id: one for one in self.parts.relations(self.part)}
        found = []
        for one in self.root.iterfind("{*}sheets/*"):
            if local(one) != "sheet":
                continue
            relation = where.get(one.get(f"{{{self.office}}}id") or "")
            inside = (
                relation is not None
                and relation.kind == "worksheet"
                and relation.target in self.parts.archive
            )
            part = relation.target if relation is not None and inside else ""
            found.append(SheetEntry(one.get("name") or "", part, one.get("state") or "visible", one))
        return found

    def reload(self) -> None:
        """After sheets were added or removed."""
        self.sheets = self._list_sheets()

    @property
    def folder(self) -> str:
        """Where new parts go: `xl/`, or '' where the workbook lies at the top."""
        return self.part[: self.part.rfind("/") + 1]

    def touch(self) -> None:
        self.parts.touch(self.part)

    def entry(self, name: str) -> SheetEntry | None:
        """The sheet of that name; names are compared as Excel does, without case."""
        wanted = name.casefold()
        return next((one for one in self.sheets if one.name.casefold() == wanted), None)

    def sheet_part(self, name: str) -> str:
        """The worksheet part of a sheet; TemplateError when there is none."""
        found = self.entry(name)
        if found is None:
            known = "、".join(one.name for one in self.sheets if one.part)
            raise TemplateError(f"没有名为“{name}”的工作表，现有：{known}，请核对工作表名称")
        if not found.part:
            raise TemplateError(f"“{name}”是图表工作表，没有单元格可以填写，请改填普通工作表")
        return found.part

    @property
    def date1904(self) -> bool:
        setting = self.root.find("{*}workbookPr")
        return setting is not None and setting.get("date1904") in ("1", "true", "on")

    @cached_property
    def rich_strings(self) -> list[Element]:
        """The shared strings; [] when none of them has several looks."""
        for part in self.parts.related(self.part, "sharedStrings"):
            if _RUN.search(self.parts.raw(part)):
                return self.parts.tree(part).findall("{*}si")  # type: ignore[no-any-return]
        return []

    def defined_names(self) -> list[Element]:
        names = self.root.find("{*}definedNames")
        return [] if names is None else [one for one in names if local(one) == "definedName"]

    def home_of(self, name: Element) -> str:
        """The sheet a local name belongs to, '' for names of the whole book."""
        index = name.get("localSheetId")
        known = bool(index) and index.isdigit() and int(index) < len(self.sheets)
        return self.sheets[int(index)].name if known else ""

    def add_name(self, name: str, text: str, sheet: int | None = None) -> None:
        """A hidden defined name of ours, for the book or for the sheet at an index."""
        names = self.root.find("{*}definedNames")
        if names is None:
            names = etree.Element(sibling(self.root, "definedNames"))
            insert_in_order(self.root, names, ORDER)
        one = etree.Element(sibling(self.root, "definedName"), name=name)
        if sheet is not None:
            one.set("localSheetId", str(sheet))
        one.set("hidden", "1")
        one.text = text
        key = (name.lower(), -1 if sheet is None else sheet)
        for other in names:
            if local(other) == "definedName" and _name_key(other) > key:
                other.addprevious(one)
                break
        else:
            names.append(one)
        self.touch()

    def remove_name(self, one: Element) -> None:
        names = one.getparent()
        names.remove(one)
        if not len(names):
            names.getparent().remove(names)
        self.touch()


def _name_key(one: Element) -> tuple[str, int]:
    return (one.get("name") or "").lower(), int(one.get("localSheetId") or -1)
