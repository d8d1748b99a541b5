"""Sheets of one workbook taken over into another, with everything that belongs to them.

Drawings, charts, comments, pictures, tables and printer settings are copied byte for byte; in the sheet
itself only the numbers of styles and texts change.  Pivot tables leave their cells as values, and so do
formulas that lead to other files; macros stay behind.
"""

from __future__ import annotations

import copy
import posixpath
import re
from collections.abc import Collection, Sequence

from lxml import etree

from union_xl.xlsx_edit.markup import Element, insert_in_order, local, parse, serialise, sibling
from union_xl.xlsx_edit.notes import COMMENTS_TYPE
from union_xl.xlsx_edit.parts import Parts, rels_part
from union_xl.xlsx_edit.references import cell, name_of
from union_xl.xlsx_edit.styles import Styles
from union_xl.xlsx_edit.vml import VML_TYPE, add_notes, blocks_used, empty
from union_xl.xlsx_edit.workbook import ORDER, SheetEntry, Workbook

PIVOTS, LINKED = "数据透视表", "引用其他文件的公式"
"""What is not taken over, as the clerk calls it."""
_LEFT_BEHIND = frozenset({"pivotTable", "slicer", "timeline"})
_NUMBER = re.compile(r"\d*(\.\w+)$")
_TYPES = "[Content_Types].xml"


class AdoptedSheets:
    """Takes sheets out of `old` into `new`; `left` says of which sheet what was not taken over."""

    def __init__(self, old: Workbook, new: Workbook) -> None:
        self.old, self.new = old, new
        self.styles = Styles(new)
        self._from = Styles(old)
        self._parts: dict[str, str] = {}
        self._styles: dict[int, int] = {}
        self._looks: dict[int, int] = {}
        self._texts: list[Element] | None = None
        self.left: list[tuple[str, str]] = []

    def style(self, index: int) -> int:
        """The style of the new book that looks like one of the old."""
        if index not in self._styles:
            self._styles[index] = self.styles.adopted(self._from, index)
        return self._styles[index]

    def fill(self, index: int) -> Element | None:
        """The fill of a style of the old book, to be laid over another."""
        found = self._from.fill_of(index)
        return None if found is None else copy.deepcopy(found)

    def text(self, index: int) -> Element | None:
        """A shared text of the old book."""
        if self._texts is None:
            found = self.old.parts.related(self.old.part, "sharedStrings")
            self._texts = self.old.parts.tree(found[0]).findall("{*}si") if found else []
        return self._texts[index] if 0 <= index < len(self._texts) else None

    def words(self, index: int) -> str:
        """What a shared text says, without its looks and its phonetic signs."""
        one = self.text(index)
        if one is None:
            return ""
        runs = [*one.iterfind("{*}t"), *one.iterfind("{*}r/{*}t")]
        return "".join(run.text or "" for run in runs)

    def sheet(self, entry: SheetEntry) -> None:
        """Take over one sheet, last in the book."""
        relation = next(
            one
            for one in self.old.parts.relations(self.old.part)
            if one.id == entry.element.get(f"{{{self.old.office}}}id")
        )
        root = parse(self.old.parts.raw(relation.target), relation.target)
        self._renumber(root, entry.name)
        name = self._copied(relation.target, serialise(root))
        at = self.new.parts.relate(self.new.part, relation.kind, name, self.new.office)
        sheets = self.new.root.find("{*}sheets")
        number = max([0, *(int(one.get("sheetId") or 0) for one in sheets)]) + 1
        element = etree.SubElement(sheets, sibling(sheets, "sheet"), name=entry.name, sheetId=str(number))
        if entry.state != "visible":
            element.set("state", entry.state)
        element.set(f"{{{self.new.office}}}id", at)
        self.new.touch()
        self.new.reload()

    def names(self, sheets: Collection[str]) -> None:
        """Take over the defined names of these sheets, and those of the whole book the new one lacks."""
        known = {(one.get("name") or "").casefold() for one in self.new.defined_names()}
        homes = {one.name: number for number, one in enumerate(self.new.sheets)}
        for one in self.old.defined_names():
            home = self.old.home_of(one)
            name = one.get("name") or ""
            mine = home in sheets if home else name.casefold() not in known and not name.startswith("_xlnm.")
            if not mine or "[" in (one.text or "") or "#REF!" in (one.text or ""):
                continue
            added = copy.deepcopy(one)
            if home:
                added.set("localSheetId", str(homes[home]))
            holder = self.new.root.find("{*}definedNames")
            if holder is None:
                holder = etree.Element(sibling(self.new.root, "definedNames"))
                insert_in_order(self.new.root, holder, ORDER)
            holder.append(added)
            self.new.touch()

    def _renumber(self, root: Element, sheet: str) -> None:
        """Styles and texts by their numbers in the new book; no sheet beside another is selected."""
        linked = self._unlink(root)
        for one in root.iter("{*}c", "{*}row", "{*}col", "{*}cfRule", "{*}sheetView"):
            kind = local(one)
            key = {"c": "s", "row": "s", "col": "style"}.get(kind, "")
            if key and one.get(key):
                one.set(key, str(self.style(int(one.get(key)))))
            elif kind == "cfRule" and one.get("dxfId"):
                one.set("dxfId", str(self._look(int(one.get("dxfId")))))
            elif kind == "sheetView":
                one.attrib.pop("tabSelected", None)
            if kind == "c":
                self._cell(one)
        if linked:
            self.left.append((sheet, LINKED))

    def _unlink(self, root: Element) -> bool:
        """Formulas that lead to other files become values, those that share one of them, too."""
        formulas = list(root.iter("{*}f"))
        out = [one for one in formulas if re.search(r"\[\d+\]", one.text or "")]
        shared = {one.get("si") for one in out if one.get("t") == "shared"}
        alike = [one for one in formulas if one.get("t") == "shared" and one.get("si") in shared]
        out += [one for one in alike if one not in out]
        for one in out:
            one.getparent().remove(one)
        return bool(out)

    def _cell(self, one: Element) -> None:
        """A shared text becomes the cell's own."""
        value = one.find("{*}v")
        if one.get("t") != "s" or value is None:
            return
        text = self.text(int(value.text)) if (value.text or "").strip().isdigit() else None
        one.remove(value)
        one.attrib.pop("t")
        if text is not None:
            one.set("t", "inlineStr")
            etree.SubElement(one, sibling(one, "is")).extend(copy.deepcopy(list(text)))

    def notes(self, part: str) -> list[tuple[int, int, Element, str]]:
        """The notes of a sheet of the old book: row, column, the note, its author."""
        found: list[tuple[int, int, Element, str]] = []
        for name in self.old.parts.related(part, "comments"):
            root = self.old.parts.tree(name)
            authors = [one.text or "" for one in root.iterfind("{*}authors/{*}author")]
            for one in root.iterfind("{*}commentList/{*}comment"):
                at = int(one.get("authorId") or 0)
                found.append((*cell(one.get("ref")), one, authors[at] if at < len(authors) else ""))
        return found

    def put_notes(self, part: str, notes: Sequence[tuple[int, int, Element, str]]) -> None:
        """Put notes of the old book on a sheet of the new one that has none."""
        parts, space = self.new.parts, self.new.ns
        root = etree.fromstring(f'<comments xmlns="{space}"><authors/><commentList/></comments>'.encode())
        authors: dict[str, int] = {}
        shapes: list[tuple[int, int, int]] = []
        for row, col, note, author in sorted(notes, key=lambda one: one[:2]):
            one = copy.deepcopy(note)
            one.attrib.pop("shapeId", None)
            one.set("ref", name_of(row, col))
            one.set("authorId", str(authors.setdefault(author, len(authors))))
            root[1].append(one)
            words = "".join(text.text or "" for text in one.iter("{*}t"))
            shapes.append((row, col, sum(1 + len(line) // 14 for line in words.split("\n"))))
        for author in authors:
            etree.SubElement(root[0], f"{{{space}}}author").text = author
        name = parts.free_name(f"{self.new.folder}comments{{}}.xml")
        parts.add(name, serialise(root), COMMENTS_TYPE)
        parts.relate(part, "comments", name, self.new.office)
        blocks = [
            block
            for one in parts.archive.names
            if one.lower().endswith(".vml")
            for block in blocks_used(parts.archive.read(one))
        ]
        drawing = parts.free_name(f"{self.new.folder}drawings/vmlDrawing{{}}.vml")
        parts.add(drawing, add_notes(empty(max(blocks, default=0) + 1), shapes), VML_TYPE)
        at = parts.relate(part, "vmlDrawing", drawing, self.new.office)
        element = f'<legacyDrawing xmlns:r="{self.new.office}" r:id="{at}"/></worksheet>'
        parts.replace(part, parts.raw(part).replace(b"</worksheet>", element.encode()))

    def _look(self, index: int) -> int:
        """A look of conditional formats, by its number in the new book."""
        if index not in self._looks:
            self._looks[index] = self.styles.adopted_look(self._from, index)
        return self._looks[index]

    def _copied(self, part: str, data: bytes | None = None) -> str:
        """A part and what it leads to, under names that are free in the new book."""
        if part in self._parts:
            return self._parts[part]
        name = part
        if name in self.new.parts.archive:
            name = self.new.parts.free_name(_NUMBER.sub(r"{}\1", part))
        self._parts[part] = name
        self.new.parts.add(
            name, self.old.parts.raw(part) if data is None else data, _type(self.old.parts, part)
        )
        self._relations(part, name)
        return name

    def _relations(self, part: str, name: str) -> None:
        path = rels_part(part)
        if path not in self.old.parts.archive:
            return
        raw = self.old.parts.raw(path)
        root = parse(raw, path)
        changed = False
        for one, known in zip(list(root), self.old.parts.relations(part), strict=True):
            if known.external:
                continue
            if known.kind in _LEFT_BEHIND or known.target not in self.old.parts.archive:
                root.remove(one)
                changed = True
                if known.kind == "pivotTable":
                    self.left.append((part, PIVOTS))
                continue
            target = self._copied(known.target)
            if target != known.target or posixpath.dirname(part) != posixpath.dirname(name):
                one.set("Target", posixpath.relpath(target, posixpath.dirname(name) or "."))
                changed = True
        if len(root):
            self.new.parts.archive.write(rels_part(name), serialise(root) if changed else raw)


def _type(parts: Parts, part: str) -> str:
    """The content type a part has."""
    extension = part.rpartition(".")[2].lower()
    default = ""
    for one in parts.tree(_TYPES):
        if (one.get("PartName") or "").lstrip("/").casefold() == part.casefold():
            return one.get("ContentType") or ""
        if (one.get("Extension") or "").lower() == extension:
            default = one.get("ContentType") or ""
    return default
