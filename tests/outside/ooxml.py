"""A judge of office files: everything a reader may rely on by ECMA-376 and by Excel's own limits.

`faults` looks at the zip, the content types, the relationships, the order of children in every part
(`schema`), and at what numbers and names in one part say about another: styles, shared strings, sheets,
tables, merges, validations, notes, charts.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any

from lxml import etree

from tests.outside import schema

X = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d*)\Z")
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d*)(?::\$?([A-Z]{1,3})\$?([1-9]\d*))?\Z")
_SHEET_OF = re.compile(r"(?:'((?:[^']|'')+)'|([\w.\u4e00-\u9fff（）·-]+))!")
_ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"}
_LONGEST = 32_767


class Package:
    """A zip of parts, opened for looking."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.zip = zipfile.ZipFile(io.BytesIO(data))
        self.names = self.zip.namelist()
        self.trees: dict[str, Any] = {}
        for name in self.names:
            if name.endswith((".xml", ".rels", ".vml")):
                self.trees[name] = etree.fromstring(self.zip.read(name))

    def rels(self, part: str) -> dict[str, tuple[str, str, bool]]:
        """{id: (last word of the type, target, external)}."""
        folder, base = posixpath.split(part)
        root = self.trees.get(posixpath.join(folder, "_rels", f"{base}.rels"))
        found = {}
        for one in root if root is not None else ():
            outside = one.get("TargetMode") == "External"
            target = one.get("Target") or ""
            if not outside and not target.startswith("#"):
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[one.get("Id")] = ((one.get("Type") or "").rpartition("/")[2], target, outside)
        return found

    def of_kind(self, part: str, kind: str) -> list[str]:
        return [target for one, target, _ in self.rels(part).values() if one == kind]


_ENDINGS = {
    "spreadsheetml.sheet.main": ".xlsx",
    "ms-excel.sheet.macroEnabled.main": ".xlsm",
    "ms-excel.addin.macroEnabled.main": ".xlam",
    "wordprocessingml.document.main": ".docx",
}
"""{words of the main part's content type: the only ending under which Office opens such a file}."""


def faults(data: bytes, suffix: str = "") -> list[str]:
    """Everything wrong with an xlsx, xlsm, xlam or docx; [] for a file that is well.

    `suffix` is the ending of its name, where that is to be judged, too.
    """
    try:
        package = Package(data)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, RuntimeError) as why:
        return [f"not readable: {why}"]
    found = [*_zip(package), *_types(package), *_relations(package)]
    types = package.zip.read("[Content_Types].xml").decode() if package.names else ""
    if suffix and not any(words in types and end == suffix for words, end in _ENDINGS.items()):
        found.append(f"types: not what {suffix} says")
    if schema.known():
        for name, root in package.trees.items():
            if not name.endswith((".rels", ".vml")) and name != "[Content_Types].xml":
                found += [f"{name}: {one}" for one in schema.faults(root)]
    main = package.of_kind("", "officeDocument")
    if len(main) != 1 or main[0] not in package.trees:
        return [*found, "no main part"]
    root = package.trees[main[0]]
    judge = _workbook if root.tag == f"{X}workbook" else _document
    return [*found, *judge(package, main[0], root)]


def _zip(package: Package) -> Iterator[str]:
    names = Counter(name.lower() for name in package.names)
    yield from (f"zip: {name} twice" for name, count in names.items() if count > 1)
    for info in package.zip.infolist():
        if "\\" in info.orig_filename or info.filename.startswith("/") or ".." in info.filename.split("/"):
            yield f"zip: name {info.orig_filename}"
        sizes = struct.unpack_from("<LL", package.data, info.header_offset + 18)
        if 0xFFFFFFFF in sizes and info.file_size < 2**32 - 1:
            yield f"zip: zip64 header of the small part {info.filename}"
    if package.zip.testzip():
        yield "zip: wrong checksum"


def _types(package: Package) -> Iterator[str]:
    root = package.trees.get("[Content_Types].xml")
    if root is None:
        yield "no content types"
        return
    defaults = {one.get("Extension", "").lower() for one in root if one.get("Extension")}
    overrides = Counter((one.get("PartName") or "").lstrip("/") for one in root if one.get("PartName"))
    yield from (f"types: {name} twice" for name, count in overrides.items() if count > 1)
    yield from (f"types: {name} is not there" for name in overrides if name not in package.names)
    for name in package.names:
        known = name in overrides or name.rpartition(".")[2].lower() in defaults
        if not known and name != "[Content_Types].xml" and not name.endswith("/"):
            yield f"types: none for {name}"


def _relations(package: Package) -> Iterator[str]:
    reached, waiting = set(), [""]
    while waiting:
        part = waiting.pop()
        for id_, (_, target, outside) in package.rels(part).items():
            if outside or target.startswith("#"):
                continue
            if target not in package.names:
                yield f"relations: {part or 'package'} {id_} leads to {target}, which is not there"
            elif target not in reached:
                reached.add(target)
                waiting.append(target)
    for name, root in package.trees.items():
        if name.endswith(".rels"):
            yield from _list_of_relations(package, name, root)
        elif name != "[Content_Types].xml":
            if name not in reached:
                yield f"relations: nothing leads to {name}"
            yield from _wanted_relations(package, name, root)


def _list_of_relations(package: Package, name: str, root: Any) -> Iterator[str]:
    ids = Counter(one.get("Id") for one in root)
    yield from (f"{name}: id {one} twice" for one, count in ids.items() if count > 1)
    folder, base = posixpath.split(name)
    source = posixpath.join(posixpath.dirname(folder), base.removesuffix(".rels"))
    if source and source not in package.names:
        yield f"{name}: of no part"


def _wanted_relations(package: Package, name: str, root: Any) -> Iterator[str]:
    known = package.rels(name)
    for one in root.iter():
        for key, value in one.attrib.items():
            if key.startswith(R) and value and value not in known:
                yield f"{name}: {etree.QName(one).localname} wants relation {value}"


def _number(letters: str) -> int:
    made = 0
    for letter in letters:
        made = made * 26 + ord(letter) - 64
    return made


def _area(text: str) -> tuple[int, int, int, int] | None:
    """(top, left, bottom, right) of `A1:B2`; None where it is none, or outside a sheet."""
    found = _AREA.match(text)
    if not found:
        return None
    top, left = int(found[2]), _number(found[1])
    bottom, right = (int(found[4]), _number(found[3])) if found[3] else (top, left)
    return (top, left, bottom, right) if top <= bottom <= 1_048_576 and left <= right <= 16_384 else None


def _meet(one: tuple[int, int, int, int], two: tuple[int, int, int, int]) -> bool:
    return one[0] <= two[2] and two[0] <= one[2] and one[1] <= two[3] and two[1] <= one[3]


class _Styles:
    """How many there are of each list of styles, and what is wrong with them."""

    def __init__(self, root: Any | None) -> None:
        self.root = root
        self.xfs = self._count("cellXfs") or 1
        self.dxfs = self._count("dxfs")

    def _count(self, name: str) -> int:
        found = None if self.root is None else self.root.find(f"{X}{name}")
        return 0 if found is None else len(found)

    def faults(self) -> Iterator[str]:
        root = self.root
        if root is None:
            return
        for one in root:
            if one.get("count") not in (None, str(len(one))):
                yield f"styles: {etree.QName(one).localname} count {one.get('count')}, {len(one)} there"
        lists = {"fontId": "fonts", "fillId": "fills", "borderId": "borders", "xfId": "cellStyleXfs"}
        for xf in [*root.iterfind(f"{X}cellXfs/{X}xf"), *root.iterfind(f"{X}cellStyleXfs/{X}xf")]:
            for key, name in lists.items():
                if int(xf.get(key) or 0) >= max(self._count(name), key == "xfId"):
                    yield f"styles: {key} {xf.get(key)} of {self._count(name)}"
        formats = [int(one.get("numFmtId")) for one in root.iterfind(f"{X}numFmts/{X}numFmt")]
        if len(formats) != len(set(formats)):
            yield "styles: a number format twice"
        for xf in root.iter(f"{X}xf"):
            number = int(xf.get("numFmtId") or 0)
            if number >= 164 and number not in formats:
                yield f"styles: number format {number} is not there"
        for one in root.iter(f"{X}numFmt"):
            if not 0 < len(one.get("formatCode") or "") <= 255:
                yield f"styles: format code of {len(one.get('formatCode') or '')}"
        names = Counter((one.get("name") or "").lower() for one in root.iter(f"{X}cellStyle"))
        yield from (f"styles: cell style {name} twice" for name, count in names.items() if count > 1)


def _workbook(package: Package, part: str, root: Any) -> Iterator[str]:
    rels = package.rels(part)
    styles = _Styles(next((package.trees.get(one) for one in package.of_kind(part, "styles")), None))
    yield from styles.faults()
    strings = next((package.trees.get(one) for one in package.of_kind(part, "sharedStrings")), None)
    texts = [] if strings is None else strings.findall(f"{X}si")
    if strings is not None and strings.get("uniqueCount") not in (None, str(len(texts))):
        yield f"strings: uniqueCount {strings.get('uniqueCount')}, {len(texts)} there"
    sheets = root.findall(f"{X}sheets/{X}sheet")
    names = [one.get("name") or "" for one in sheets]
    yield from _sheet_names(names, sheets)
    view = root.find(f"{X}bookViews/{X}workbookView")
    if view is not None and int(view.get("activeTab") or 0) >= len(sheets):
        yield "workbook: active tab is not there"
    yield from _defined_names(root, names)
    tables: list[tuple[str, Any]] = []
    for one in sheets:
        kind, target, _ = rels.get(one.get(f"{R}id") or "", ("", "", False))
        if kind not in ("worksheet", "chartsheet", "dialogsheet", "xlMacrosheet"):
            yield f"workbook: sheet {one.get('name')} leads to no sheet"
        elif kind == "worksheet" and target in package.trees:
            yield from _worksheet(package, target, styles, texts)
            tables += [(one, package.trees[one]) for one in package.of_kind(target, "table")]
    yield from _tables(tables)
    for name, tree in package.trees.items():
        if tree.tag == f"{C}chartSpace":
            yield from _chart(name, tree, names)


def _sheet_names(names: list[str], sheets: list[Any]) -> Iterator[str]:
    counted = Counter(name.casefold() for name in names)
    yield from (f"workbook: sheet {name} twice" for name, count in counted.items() if count > 1)
    for name in names:
        if not 0 < len(name) <= 31 or re.search(r"[\[\]:*?/\\]|^'|'$", name):
            yield f"workbook: sheet name {name!r}"
    ids = Counter(one.get("sheetId") for one in sheets)
    yield from (f"workbook: sheet id {one} twice" for one, count in ids.items() if count > 1)
    if not any(one.get("state") in (None, "visible") for one in sheets):
        yield "workbook: no visible sheet"


def _defined_names(root: Any, names: list[str]) -> Iterator[str]:
    seen: Counter[tuple[str, str | None]] = Counter()
    for one in root.iterfind(f"{X}definedNames/{X}definedName"):
        name, local = one.get("name") or "", one.get("localSheetId")
        seen[name.casefold(), local] += 1
        if not re.fullmatch(r"[^\W\d][\w.?\\]{0,254}|\\[\w.?\\]*", name):
            yield f"names: {name!r}"
        if local is not None and int(local) >= len(names):
            yield f"names: {name} of sheet {local}"
        yield from (f"names: {name} {fault}" for fault in _places(one.text or "", names))
    yield from (f"names: {name} twice" for (name, _), count in seen.items() if count > 1)


def _places(formula: str, names: list[str]) -> Iterator[str]:
    """Sheets a formula speaks of that are not there."""
    known = {name.casefold() for name in names}
    bare = re.sub(r'"[^"]*"', '""', formula)
    for found in _SHEET_OF.finditer(bare):
        sheet = (found[1] or found[2] or "").replace("''", "'")
        if sheet.casefold() not in known and not re.search(r"[\[\]:]", sheet) and sheet != "#REF":
            yield f"speaks of sheet {sheet}"


def _worksheet(package: Package, part: str, styles: _Styles, texts: list[Any]) -> Iterator[str]:
    root = package.trees[part]
    say = part.rpartition("/")[2]
    lengths = ["".join(one.text or "" for one in text.iter(f"{X}t")) for text in texts]
    yield from (f"strings: text of {len(one)}" for one in lengths if len(one) > _LONGEST)
    yield from (f"{say}: {one}" for one in _cells(root, styles, len(texts)))
    yield from (f"{say}: {one}" for one in _columns(root, styles))
    merges = [_area(one.get("ref") or "") for one in root.iterfind(f"{X}mergeCells/{X}mergeCell")]
    yield from (f"{say}: {one}" for one in _merges(merges))
    yield from (f"{say}: {one}" for one in _validations(root))
    for rule in root.iter(f"{X}cfRule"):
        if rule.get("dxfId") is not None and int(rule.get("dxfId")) >= styles.dxfs:
            yield f"{say}: dxf {rule.get('dxfId')} of {styles.dxfs}"
        if int(rule.get("priority") or 0) < 1:
            yield f"{say}: conditional format without priority"
    for one in root.iter(f"{X}conditionalFormatting", f"{X}dataValidation"):
        if not all(_area(place) for place in (one.get("sqref") or "?").split()):
            yield f"{say}: sqref {one.get('sqref')}"
    for one in root.iterfind(f"{X}headerFooter/*"):
        if len(one.text or "") > 255:
            yield f"{say}: header of {len(one.text)}"
    links = [one.get("ref") for one in root.iterfind(f"{X}hyperlinks/{X}hyperlink")]
    if len(links) > 65_530 or not all(_area(one or "") for one in links):
        yield f"{say}: hyperlinks"
    for one in package.of_kind(part, "comments"):
        yield from _notes(package, part, one)
    for one in package.of_kind(part, "drawing"):
        ids = Counter(
            shape.get("id") for shape in package.trees[one].iter() if str(shape.tag).endswith("}cNvPr")
        )
        yield from (f"{one}: shape id {id_} twice" for id_, count in ids.items() if count > 1)


def _cells(root: Any, styles: _Styles, texts: int) -> Iterator[str]:
    row_before = 0
    for row in root.iterfind(f"{X}sheetData/{X}row"):
        number = int(row.get("r") or row_before + 1)
        if not row_before < number <= 1_048_576:
            yield f"row {number} behind {row_before}"
        if int(row.get("s") or 0) >= styles.xfs:
            yield f"row {number} has style {row.get('s')}"
        row_before, col_before = number, 0
        for cell in row.iterfind(f"{X}c"):
            ref = cell.get("r")
            found = _CELL.match(ref) if ref else None
            col = _number(found[1]) if found else col_before + 1
            if ref and (not found or int(found[2]) != number):
                yield f"cell {ref} in row {number}"
            if not col_before < col <= 16_384:
                yield f"cell {ref or col} behind column {col_before}"
            col_before = col
            fault = _cell(cell, styles, texts)
            if fault:
                yield f"cell {ref or (number, col)}: {fault}"


def _cell(cell: Any, styles: _Styles, texts: int) -> str:
    kind, value = cell.get("t") or "n", cell.findtext(f"{X}v")
    formula = cell.find(f"{X}f")
    if int(cell.get("s") or 0) >= styles.xfs:
        return f"style {cell.get('s')} of {styles.xfs}"
    if formula is not None and len(formula.text or "") > 8_192:
        return "formula too long"
    if kind == "inlineStr":
        text = "".join(one.text or "" for one in cell.iter(f"{X}t"))
        return "" if len(text) <= _LONGEST and value is None else "inline text"
    if value is None:
        return ""
    if kind == "s" and not (value.isdecimal() and int(value) < texts):
        return f"text {value} of {texts}"
    if kind == "n" and not re.fullmatch(r"-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", value):
        return f"number {value[:30]!r}"
    wrong = {
        "b": value not in ("0", "1"),
        "e": value not in _ERRORS,
        "str": len(value) > _LONGEST,
        "d": not re.match(r"\d{4}-\d\d-\d\d", value),
    }
    return f"{kind} {value[:30]!r}" if wrong.get(kind, kind not in ("s", "n")) else ""


def _columns(root: Any, styles: _Styles) -> Iterator[str]:
    before = 0
    for one in root.iterfind(f"{X}cols/{X}col"):
        first, last = int(one.get("min")), int(one.get("max"))
        if not before < first <= last <= 16_384:
            yield f"columns {first} to {last} behind {before}"
        if int(one.get("style") or 0) >= styles.xfs:
            yield f"column {first} has style {one.get('style')}"
        before = last


def _merges(merges: list[tuple[int, int, int, int] | None]) -> Iterator[str]:
    whole = [one for one in merges if one]
    if len(whole) != len(merges):
        yield "a merge of no area"
    for one in whole:
        if one[:2] == one[2:]:
            yield f"a merge of one cell {one}"
    whole.sort()
    for number, one in enumerate(whole):
        for two in whole[number + 1 :]:
            if two[0] > one[2]:
                break
            if _meet(one, two):
                yield f"merges {one} and {two} meet"


def _validations(root: Any) -> Iterator[str]:
    limits = {"promptTitle": 32, "errorTitle": 32, "prompt": 255, "error": 255}
    for one in root.iterfind(f"{X}dataValidations/{X}dataValidation"):
        for key, most in limits.items():
            if len(one.get(key) or "") > most:
                yield f"validation {one.get('sqref')}: {key} of {len(one.get(key))}"
        for formula in one:
            text = formula.text or ""
            if len(text) > 8_192 or (text.startswith('"') and len(text) > 257):
                yield f"validation {one.get('sqref')}: list of {len(text)}"
    counted = root.find(f"{X}dataValidations")
    if counted is not None and counted.get("count") not in (None, str(len(counted))):
        yield "validations: count"


def _notes(package: Package, sheet: str, part: str) -> Iterator[str]:
    root = package.trees[part]
    authors = len(root.findall(f"{X}authors/{X}author"))
    refs: Counter[str] = Counter()
    for one in root.iterfind(f"{X}commentList/{X}comment"):
        refs[one.get("ref") or ""] += 1
        if int(one.get("authorId") or 0) >= authors:
            yield f"{part}: author {one.get('authorId')} of {authors}"
        if len("".join(text.text or "" for text in one.iter(f"{X}t"))) > _LONGEST:
            yield f"{part}: note of {one.get('ref')} too long"
    yield from (f"{part}: note {ref} twice" for ref, count in refs.items() if count > 1 or not _area(ref))
    if package.trees[sheet].find(f"{X}legacyDrawing") is None:
        yield f"{part}: notes without their drawing"


def _tables(tables: list[tuple[str, Any]]) -> Iterator[str]:
    ids = Counter(root.get("id") for _, root in tables)
    yield from (f"tables: id {one} twice" for one, count in ids.items() if count > 1)
    names = Counter((root.get("displayName") or "").casefold() for _, root in tables)
    yield from (f"tables: name {one} twice" for one, count in names.items() if count > 1)
    for part, root in tables:
        area = _area(root.get("ref") or "")
        columns = root.findall(f"{X}tableColumns/{X}tableColumn")
        if area is None or len(columns) != area[3] - area[1] + 1:
            yield f"{part}: {len(columns)} columns in {root.get('ref')}"
        counted = root.find(f"{X}tableColumns")
        if counted is not None and counted.get("count") not in (None, str(len(columns))):
            yield f"{part}: count of columns"
        titles = Counter((one.get("name") or "").casefold() for one in columns)
        yield from (f"{part}: column {one!r} twice" for one, count in titles.items() if count > 1 or not one)
        if len({one.get("id") for one in columns}) != len(columns):
            yield f"{part}: ids of columns"


def _chart(part: str, root: Any, names: list[str]) -> Iterator[str]:
    for one in root.iter(f"{C}dLbls", f"{C}dLbl"):
        if not len(one):
            yield f"{part}: empty {etree.QName(one).localname}"
    for one in root.iter(f"{C}f"):
        yield from (f"{part}: {fault}" for fault in _places(one.text or "", names))
    indices = Counter(one.get("val") for one in root.iterfind(f".//{C}ser/{C}idx"))
    yield from (f"{part}: series {one} twice" for one, count in indices.items() if count > 1)
    axes = {one.get("val") for kind in ("catAx", "valAx", "dateAx", "serAx")
            for one in root.iterfind(f".//{C}{kind}/{C}axId")}  # fmt: skip
    used = {one.get("val") for one in root.iterfind(f".//{C}plotArea/*/{C}axId")}
    if not used <= axes:
        yield f"{part}: axes {used - axes}"


def _document(package: Package, part: str, root: Any) -> Iterator[str]:
    if root.tag != f"{W}document":
        yield f"{part}: root {root.tag}"
        return
    for name in package.of_kind(part, "settings"):
        for one in package.trees[name].iter(f"{W}zoom"):
            if one.get(f"{W}percent") is None:
                yield f"{name}: zoom without percent"
    styles = {
        one.get(f"{W}styleId")
        for name in package.of_kind(part, "styles")
        for one in package.trees[name].iter(f"{W}style")
    }
    for one in root.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle"):
        if one.get(f"{W}val") not in styles:
            yield f"{part}: style {one.get(f'{W}val')}"
    marks = Counter(one.get(f"{W}id") for one in root.iter(f"{W}bookmarkStart"))
    yield from (f"{part}: bookmark {one} twice" for one, count in marks.items() if count > 1)
    for table in root.iter(f"{W}tbl"):
        grid = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        for row in table.iterfind(f"{W}tr"):
            spans = [one.find(f"{W}tcPr/{W}gridSpan") for one in row.iterfind(f"{W}tc")]
            wide = sum(1 if one is None else int(one.get(f"{W}val")) for one in spans)
            if wide > grid:
                yield f"{part}: a row of {wide} cells in a table of {grid}"
        for one in table.iter(f"{W}tc"):
            if not len(one) or one[-1].tag != f"{W}p":
                yield f"{part}: a cell that does not end with a paragraph"
