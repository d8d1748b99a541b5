"""A package with only what its cells and their looks need, and every text in it passed through a mask.

For copies that leave the office: what cells do not show goes (properties, custom XML, thumbnails, pictures,
macros, threaded comments, printer settings, parts nothing leads to), what is shown elsewhere than in cells
(notes, text boxes, charts, headers, links, names, hints of validations) is masked.  A package that keeps data
a second time (pivot caches, other books' values, queries) is refused: its cells alone are safe.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from union_xl.model import TemplateError
from union_xl.xlsx_edit.markup import Element, local, sibling
from union_xl.xlsx_edit.parts import Parts, rels_part
from union_xl.xlsx_edit.workbook import Workbook

Hide = Callable[[str], str]

_CELLS = frozenset({"worksheet", "sharedStrings"})
_KEPT = _CELLS | {
    "officeDocument",
    "core-properties",
    "chartsheet",
    "styles",
    "theme",
    "themeOverride",
    "comments",
    "vmlDrawing",
    "drawing",
    "chart",
    "chartUserShapes",
    "chartStyle",
    "chartColorStyle",
    "table",
    "hyperlink",
}
_DROPPED = frozenset(
    {
        "extended-properties",
        "extendedProperties",
        "custom-properties",
        "customProperties",
        "classificationlabels",
        "thumbnail",
        "customXml",
        "customXmlProps",
        "customProperty",
        "printerSettings",
        "calcChain",
        "vbaProject",
        "vbaProjectSignature",
        "wordVbaData",
        "threadedComment",
        "person",
        "image",
    }
)
_NEEDLESS = (
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "customProperties",
    "webPublishItems",
    "webPublishing",
    "scenarios",
    "customSheetViews",
    "customWorkbookViews",
    "fileSharing",
    "rPh",
    "phoneticPr",
    "externalData",
    "buBlip",
    "contentPart",
)
_MOBILE = 11
_MEASURES = frozenset({"x", "y", "cx", "cy", "w", "h", "id", "val", "count", "uniqueCount"})
_CONDITIONS = frozenset({"formula", "formula1", "formula2", "definedName"})
_LONG = re.compile(r"""(?<![\w."'])\d{11,}(?![\w."'])""")
_FILTERS = frozenset({"filter", "customFilter"})
"""What a column was filtered by is what stands in its cells."""
_RUN_PARENTS = frozenset({"si", "is", "text", "p"})
_LINE = re.compile(r"(?<=>)[^<>]+(?=<)")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?\s*")
_FRACTION = re.compile(r"""(?<=[>"'])-?[0-9]+\.[0-9]*(?:[eE][-+]?[0-9]+)?(?=[<"'])""")
_SHORT = re.compile(r"""(?<==["'])-?[0-9]{1,10}(?=["'])""")
"""An attribute of so few digits measures or counts: a colour stop, a width."""
_LITERALS = re.compile(r'"\s*&\s*"')
_WEB = ("http://", "https://", "#")
_BLANK = "about:blank"
_AUTHOR = "批注人"
_CORE_KEPT = frozenset({"created", "modified"})
_PLAIN_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


@dataclass(frozen=True, slots=True)
class CleanPackage:
    """The cleaned package, and how many pictures it lost."""

    data: bytes
    pictures: int


def clean_package(data: bytes, hide: Hide, digits: Hide) -> CleanPackage:
    """See the module.  `hide` masks a text anywhere but in cells; `digits` the same in cells, whose names of
    persons were masked by their columns.  TemplateError for what cannot be answered for."""
    cleaning = _Cleaning(Workbook(data).parts, hide, digits)
    return CleanPackage(cleaning.run(), cleaning.pictures)


class _Cleaning:
    """One package under way: parts are cleaned as they are reached from the root."""

    def __init__(self, parts: Parts, hide: Hide, digits: Hide) -> None:
        self.parts, self._hide, self._digits = parts, hide, digits
        self.pictures = 0
        self._kinds: dict[str, str] = {}

    def run(self) -> bytes:
        waiting = [("", "")]
        while waiting:
            part, kind = waiting.pop()
            if part:
                self._kinds[part] = kind
                self._clean(part, kind)
            waiting += [one for one in self._relations(part) if one[0] not in self._kinds]
        self._unused_texts()
        self._content_types()
        return self._packed()

    def _relations(self, part: str) -> Iterator[tuple[str, str]]:
        """(target, kind) of what is kept; the rest is taken out of the relationships."""
        path = rels_part(part)
        if path not in self.parts.archive:
            return
        relations = self.parts.relations(part)
        for one, relation in zip(self._elements(path), relations, strict=True):
            if (one.get("Target") or "").startswith("#"):
                continue
            if relation.kind in _DROPPED or (
                not relation.external and relation.target not in self.parts.archive
            ):
                one.getparent().remove(one)
            elif relation.kind not in _KEPT or (relation.external and relation.kind != "hyperlink"):
                raise TemplateError(f"文件里有脱敏不到的部分（{relation.kind}）")
            elif relation.external:
                one.set("Target", self._link(relation.target))
            else:
                if self._hide(unquote(relation.target)) != unquote(relation.target):
                    raise TemplateError("部件的名称含有个人信息")
                yield relation.target, relation.kind
        self._kinds[path] = "relationships"
        self._texts(path)

    def _elements(self, path: str) -> list[Element]:
        return [one for one in self.parts.tree(path) if isinstance(one.tag, str)]

    def _link(self, target: str) -> str:
        """A link to the web that tells nothing; any other leads nowhere."""
        plain = unquote(target)
        return target if target.lower().startswith(_WEB) and self._hide(plain) == plain else _BLANK

    def _clean(self, part: str, kind: str) -> None:
        if kind == "vmlDrawing":
            self.parts.replace(part, self._vml(self.parts.archive.read(part)))
            return
        root = self.parts.tree(part)
        for one in [one for one in root.iter() if not isinstance(one.tag, str)]:
            _remove(one)
        for one in list(root.iter(*(f"{{*}}{name}" for name in _NEEDLESS))):
            _remove(one)
        if kind == "core-properties":
            for one in [one for one in root if local(one) not in _CORE_KEPT]:
                root.remove(one)
            self.parts.touch(part)  # two points in time, no words
            return
        if kind == "officeDocument":
            for one in root.findall("{*}AlternateContent"):  # the folder the book was last saved in
                root.remove(one)
        if kind == "comments":
            self._authors(root)
        self._pictures(root)
        if kind == "worksheet":
            self._formulas(root)
        for one in root.iterfind("{*}pageSetup"):
            for key in [key for key in one.attrib if key.endswith("}id")]:
                del one.attrib[key]
        self._texts(part, kind in _CELLS)

    def _pictures(self, root: Element) -> None:
        for one in list(root.iter("{*}pic")):
            self.pictures += 1
            anchor = one
            while anchor.getparent() is not None and not local(anchor).endswith("Anchor"):
                anchor = anchor.getparent()
            group = any(local(up) == "grpSp" for up in one.iterancestors())
            _remove(one if group or anchor.getparent() is None else anchor)
        for one in list(root.iter("{*}blipFill")):
            one.addprevious(one.makeelement(one.tag.rpartition("}")[0] + "}noFill"))
            _remove(one)
        for one in root.iter("{*}cNvPr", "{*}docPr"):
            for name in ("descr", "title"):
                one.attrib.pop(name, None)

    def _authors(self, root: Element) -> None:
        """Who wrote notes: the words of a note often begin with it."""
        names = {(one.text or "").strip() for one in root.iterfind("{*}authors/{*}author")}
        for one in root.iterfind("{*}authors/{*}author"):
            one.text = _AUTHOR
        for text in root.iter("{*}t"):
            for name in names:
                if len(name) > 1:
                    text.text = (text.text or "").replace(name, _AUTHOR)

    def _formulas(self, root: Element) -> None:
        """A formula that says something private becomes the value it shows."""
        for one in list(root.iterfind("{*}sheetData/{*}row/{*}c/{*}f")):
            said = _LITERALS.sub("", one.text or "")
            if self._hide(said) == said:
                continue
            if one.get("t") in ("shared", "dataTable"):
                raise TemplateError("共用的公式含有个人信息")
            _remove(one)

    def _texts(self, part: str, cells: bool = False) -> None:
        """Every text and every attribute of a part, runs of one text together."""
        root = self.parts.tree(part)
        for one in root.iter():
            name = local(one)
            if cells and name in ("c", "row", "f"):
                continue
            hide = self._digits if cells and name in ("si", "is", "t", "v", "r") else self._hide
            if name in _RUN_PARENTS:
                _over_runs(one, hide)
            elif one.text and name == "v" and _NUMBER.fullmatch(one.text):
                self._saved_number(one, cells)
            elif one.text and name != "t":
                one.text = hide(_quoted(one.text, hide) if name in _CONDITIONS else one.text)
            for key, value in one.attrib.items():
                if not _measure(name, key, value) and (made := self._hide(value)) != value:
                    _refuse_identifier(one, key)
                    one.set(key, made)
        self.parts.touch(part)

    def _saved_number(self, one: Element, cells: bool) -> None:
        """A number of a cell was masked with the cell; one a chart has saved goes."""
        if cells or "." in one.text or (made := self._hide(one.text)) == one.text:
            return
        if any(local(up) in ("numCache", "numLit") for up in one.iterancestors()):
            one.text = "0"
        else:
            one.text = made

    def _vml(self, data: bytes) -> bytes:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as why:
            raise TemplateError("批注的图形不能脱敏") from why
        text = re.sub(r"<!--.*?-->", "", text, flags=re.S)
        text = re.sub(r"""\so:(?:relid|href|title)\s*=\s*("[^"]*"|'[^']*')""", "", text)
        text = re.sub(r"<v:imagedata\b[^>]*?/>", "", text)
        text = re.sub(r"""\b(alt|title|href)\s*=\s*("[^"]*"|'[^']*')""", lambda found: f'{found[1]}=""', text)
        return _LINE.sub(lambda found: self._hide(found[0]), text).encode()

    def _unused_texts(self) -> None:
        """Shared texts that no cell shows any more."""
        used: set[int] = set()
        for part in [part for part, kind in self._kinds.items() if kind == "worksheet"]:
            for one in self.parts.tree(part).iterfind("{*}sheetData/{*}row/{*}c[@t='s']"):
                index = (one.findtext("{*}v") or "").strip()
                used |= {int(index)} if index.isdecimal() else set()
        for part in [part for part, kind in self._kinds.items() if kind == "sharedStrings"]:
            texts = self.parts.tree(part).findall("{*}si")
            if used and max(used) >= len(texts):
                raise TemplateError("共享文字对不上")
            for number, one in enumerate(texts):
                if number not in used:
                    one.clear()
                    one.append(one.makeelement(sibling(one, "t")))

    def _content_types(self) -> None:
        path = "[Content_Types].xml"
        for one in self._elements(path):
            name = one.get("PartName")
            if name is not None and name.lstrip("/") not in self._kinds:
                _remove(one)
            elif name is not None and self._kinds[name.lstrip("/")] == "officeDocument":
                one.set("ContentType", _PLAIN_BOOK)
        self.parts.touch(path)
        self._kinds = {path: "types", **self._kinds}

    def _packed(self) -> bytes:
        """A new zip: what lies between the entries of the old one, and its own words, stay behind."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            for part, kind in self._kinds.items():
                data = self.parts.raw(part)
                if kind not in _CELLS and kind != "core-properties":
                    said = _SHORT.sub("", _FRACTION.sub("", data.decode("utf-8")))
                    if self._hide(said) != said:
                        raise TemplateError(f"{part} 不能脱敏")
                made.writestr(zipfile.ZipInfo(part), data, zipfile.ZIP_DEFLATED)
        return out.getvalue()


def _over_runs(parent: Element, hide: Hide) -> None:
    """The texts of one paragraph or cell, masked as they read together."""
    pieces = [one for one in parent.iter("{*}t") if one.text]
    said = "".join(one.text for one in pieces)
    made = hide(said)
    if made == said:
        return
    for one in pieces:
        one.text = ""
    pieces[0].text = made


def _quoted(formula: str, hide: Hide) -> str:
    """A formula in which a number that will be masked is a text: `139****0007` alone cannot be said."""
    return _LONG.sub(lambda found: found[0] if hide(found[0]) == found[0] else f'"{found[0]}"', formula)


def _measure(name: str, key: str, value: str) -> bool:
    """A number that places, measures or counts something; a telephone has no fraction, and eleven digits."""
    counted = key in _MEASURES and name not in _FILTERS
    return _NUMBER.fullmatch(value) is not None and ("." in value or counted or len(value.strip()) < _MOBILE)


def _refuse_identifier(one: Element, key: str) -> None:
    """Names that formulas refer to cannot just be changed."""
    name = local(one)
    if (name, key) in {
        ("sheet", "name"),
        ("definedName", "name"),
        ("tableColumn", "name"),
    } or name == "table":
        raise TemplateError("名称里含有个人信息")


def _remove(one: Element) -> None:
    """Take an element away, keeping the text behind it."""
    parent = one.getparent()
    if parent is None:
        return
    if one.tail and one.tail.strip():
        before = one.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + one.tail
        else:
            parent.text = (parent.text or "") + one.tail
    parent.remove(one)
