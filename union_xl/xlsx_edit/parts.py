"""The package: parts, their relationships and content types, over the raw zip."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from typing import NamedTuple

from lxml import etree

from union_xl.model import Limits, TemplateError
from union_xl.xlsx_edit.archive import Archive, part_key
from union_xl.xlsx_edit.markup import OFFICE, PACKAGE, Element, parse, serialise

_TYPES = "[Content_Types].xml"
_RELS = f"{{{PACKAGE}/relationships}}Relationship"


class Relation(NamedTuple):
    """One relationship: its id, the last word of its type (`worksheet`) and the part it leads to."""

    id: str
    kind: str
    target: str
    external: bool


class Parts:
    """Parts as parsed trees; what was touched is written back, all else stays as it was packed."""

    def __init__(self, data: bytes, limits: Limits | None = None) -> None:
        refuse_other_formats(data)
        self.archive = Archive(data, limits)
        self._trees: dict[str, Element] = {}
        self._dirty: dict[str, str] = {}
        self._relations: dict[str, list[Relation]] = {}
        if _TYPES not in self.archive:
            raise TemplateError("这不是 xlsx 文件，请用 Excel 或 WPS 打开后另存为 xlsx 再试")

    def tree(self, part: str) -> Element:
        """The root element of a part, parsed once."""
        key = part_key(part)
        if key not in self._trees:
            self._trees[key] = parse(self.archive.read(part), part)
        return self._trees[key]

    def parsed(self, part: str) -> bool:
        return part_key(part) in self._trees

    def touched(self, part: str) -> bool:
        return part_key(part) in self._dirty

    def touch(self, part: str) -> None:
        """This part's tree was changed and has to be written."""
        self._dirty[part_key(part)] = part

    def raw(self, part: str) -> bytes:
        """The bytes of a part as they would be written now."""
        return (
            serialise(self._trees[part_key(part)])
            if part_key(part) in self._dirty
            else self.archive.read(part)
        )

    def replace(self, part: str, data: bytes) -> None:
        """New bytes for a part; a tree parsed before is forgotten."""
        self._trees.pop(part_key(part), None)
        self._dirty.pop(part_key(part), None)
        self.archive.write(part, data)

    def to_bytes(self) -> bytes:
        for key, part in self._dirty.items():
            self.archive.write(part, serialise(self._trees[key]))
        return self.archive.to_bytes()

    def relations(self, part: str) -> list[Relation]:
        """Where a part leads; '' is the package itself.  Targets are part names without leading slash."""
        if part not in self._relations:
            path, found = rels_part(part), list[Relation]()
            if path in self.archive:
                found = [_relation(part, one) for one in self.tree(path) if isinstance(one.tag, str)]
            self._relations[part] = found
        return self._relations[part]

    def related(self, part: str, kind: str) -> list[str]:
        """The existing parts of a kind (`drawing`, `comments`, `table` …) a part leads to."""
        return [
            one.target
            for one in self.relations(part)
            if one.kind == kind and not one.external and one.target in self.archive
        ]

    def relink(self, part: str, change: Callable[[str], str]) -> None:
        """Links of a part to places in the book (`#年报!A5`) as `change` says them, without the `#`."""
        path = rels_part(part)
        for one in self.tree(path) if path in self.archive else ():
            target = one.get("Target") or ""
            if target.startswith("#") and target[1:] != (new := change(target[1:])):
                one.set("Target", f"#{new}")
                self.touch(path)
                self._relations.pop(part, None)

    def relate(self, part: str, kind: str, target: str, base: str = OFFICE) -> str:
        """A new relationship from `part` to part `target`; gives its id."""
        path = rels_part(part)
        if path not in self.archive:
            self.archive.write(path, f'<Relationships xmlns="{PACKAGE}/relationships"/>'.encode())
        root = self.tree(path)
        taken = {one.get("Id") for one in root}
        number = len(taken) + 1
        while f"rId{number}" in taken:
            number += 1
        relative = posixpath.relpath(target, posixpath.dirname(part) or ".")
        etree.SubElement(root, _RELS, Id=f"rId{number}", Type=f"{base}/{kind}", Target=relative)
        self.touch(path)
        self._relations.pop(part, None)
        return f"rId{number}"

    def unrelate(self, part: str, target: str) -> None:
        """Take away the relationships from `part` to part `target`."""
        path = rels_part(part)
        root = self.tree(path)
        gone = {one.id for one in self.relations(part) if part_key(one.target) == part_key(target)}
        for one in [one for one in root if one.get("Id") in gone]:
            root.remove(one)
        self._relations.pop(part, None)
        self.touch(path)
        if not len(root):
            self._forget(path)

    def add(self, part: str, data: bytes, content_type: str) -> None:
        """A new part; `content_type` of an extension that has a default is stated as default."""
        self._trees.pop(part_key(part), None)
        self.archive.write(part, data)
        root = self.tree(_TYPES)
        space = root.tag.rpartition("}")[0] + "}"
        extension = part.rpartition(".")[2].lower()
        if extension == "xml":
            etree.SubElement(root, f"{space}Override", PartName=f"/{part}", ContentType=content_type)
        elif not any((one.get("Extension") or "").lower() == extension for one in root):
            root.insert(0, etree.Element(f"{space}Default", Extension=extension, ContentType=content_type))
        else:
            return
        self.touch(_TYPES)

    def drop(self, part: str) -> None:
        """Take a part out, with its content type and its own relationships (not those to it)."""
        self._forget(part)
        if rels_part(part) in self.archive:
            self._forget(rels_part(part))
        root = self.tree(_TYPES)
        for one in list(root):
            if part_key(one.get("PartName") or "") == part_key(part):
                root.remove(one)
                self.touch(_TYPES)
        self._relations.pop(part, None)

    def _forget(self, part: str) -> None:
        self._trees.pop(part_key(part), None)
        self._dirty.pop(part_key(part), None)
        self.archive.drop(part)

    def free_name(self, pattern: str) -> str:
        """The first unused part name of a pattern like `xl/comments{}.xml`."""
        number = 1
        while pattern.format(number) in self.archive:
            number += 1
        return pattern.format(number)


def refuse_other_formats(data: bytes) -> None:
    """TemplateError with the cure for what is no xlsx: xls, et, protected with a password, anything else."""
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise TemplateError("文件有打开密码，不能修改，请取消密码或提供密码后再试")
        raise TemplateError("这是 xls/et 格式的旧文件，请另存为 xlsx 后再试")
    if data[:2] != b"PK":
        raise TemplateError("这不是 xlsx 文件，请用 Excel 或 WPS 打开后另存为 xlsx 再试")


def rels_part(part: str) -> str:
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def _relation(part: str, one: Element) -> Relation:
    target, external = one.get("Target") or "", one.get("TargetMode") == "External"
    if not external:
        target = target.replace("\\", "/")
        joined = target if target.startswith("/") else posixpath.join("/", posixpath.dirname(part), target)
        target = posixpath.normpath(joined).lstrip("/")
    return Relation(one.get("Id") or "", (one.get("Type") or "").rpartition("/")[2], target, external)
