"""Notes on cells: ours put on, replaced and taken off; nobody else's touched.

A note of ours carries our author.  Where a cell has a note already, our words follow below a line
of our own and can be cut off again.  Threaded comments are left whole: such a cell gets no note.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from union_xl.xlsx_edit.cells import Sheet
from union_xl.xlsx_edit.markup import Element, insert_in_order, local, namespace, put_text, sibling
from union_xl.xlsx_edit.references import cell, name_of
from union_xl.xlsx_edit.vml import VML_TYPE, add_notes, blocks_used, empty, has_shapes, remove_notes

NOTE_AUTHOR = "union_xl 核对"
NOTE_WORDS = "【工会审核】"
NOTE_LINE = "———— 核对意见 ————"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
SHEET_ORDER = (
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)


def put_notes(sheet: Sheet, notes: Mapping[tuple[int, int], str | None]) -> None:
    """Set our note on each cell (row, col); None takes it away."""
    part = _comments_part(sheet)
    if part is None and not any(notes.values()):
        return
    part = part or _create_comments(sheet)
    root = sheet.book.parts.tree(part)
    found = {cell(one.get("ref")): one for one in root.iterfind("{*}commentList/{*}comment")}
    added: list[tuple[int, int, int]] = []
    removed: set[tuple[int, int]] = set()
    for place, text in notes.items():
        if place in found and _is_threaded(root, found[place]):
            continue
        if place in found and not _is_ours(root, found[place]):
            _cut(found[place])
            if text:
                _append(found[place], text)
            continue
        if place in found:
            found[place].getparent().remove(found[place])
            removed.add(place)
        if text:
            _add(root, name_of(*place), text)
            added.append((*place, sum(1 + len(line) // 14 for line in text.split("\n"))))
    sheet.book.parts.touch(part)
    _redraw(sheet, added, removed)
    _tidy(sheet, part)


def our_notes(sheet: Sheet) -> dict[tuple[int, int], None]:
    """The cells that carry words of ours, as an order for `put_notes` to take them away."""
    part = _comments_part(sheet)
    if part is None:
        return {}
    raw = sheet.book.parts.raw(part)
    if not any(sign.encode() in raw for sign in (NOTE_AUTHOR, NOTE_LINE, NOTE_WORDS)):
        return {}
    root = sheet.book.parts.tree(part)
    return {
        cell(one.get("ref")): None
        for one in root.iterfind("{*}commentList/{*}comment")
        if _is_ours(root, one) or any(NOTE_LINE in (text.text or "") for text in one.iter("{*}t"))
    }


def _comments_part(sheet: Sheet) -> str | None:
    found = sheet.book.parts.related(sheet.part, "comments")
    return found[0] if found else None


def _authors(root: Element) -> list[Element]:
    return list(root.iterfind("{*}authors/{*}author"))


def _author(root: Element, comment: Element) -> str:
    names, index = _authors(root), int(comment.get("authorId") or 0)
    return (names[index].text or "") if index < len(names) else ""


def _is_ours(root: Element, comment: Element) -> bool:
    """By its author, or, should another program have changed that, by its first words."""
    words = "".join(one.text or "" for one in comment.iter("{*}t"))
    return _author(root, comment) == NOTE_AUTHOR or words.startswith(NOTE_WORDS)


def _is_threaded(root: Element, comment: Element) -> bool:
    return _author(root, comment).startswith("tc=")


def _our_author(root: Element) -> str:
    for index, one in enumerate(_authors(root)):
        if one.text == NOTE_AUTHOR:
            return str(index)
    authors = root.find("{*}authors")
    if authors is None:
        authors = etree.Element(sibling(root, "authors"))
        root.insert(0, authors)
    etree.SubElement(authors, sibling(root, "author")).text = NOTE_AUTHOR
    return str(len(_authors(root)) - 1)


def _add(root: Element, ref: str, text: str) -> None:
    author = _our_author(root)
    comments = root.find("{*}commentList")
    if comments is None:
        comments = etree.SubElement(root, sibling(root, "commentList"))
    one = etree.SubElement(comments, sibling(root, "comment"), ref=ref, authorId=author)
    put_text(etree.SubElement(etree.SubElement(one, sibling(root, "text")), sibling(root, "t")), text)


def _append(comment: Element, text: str) -> None:
    """Our words below somebody else's; a note of plain text becomes one of runs."""
    body = comment.find("{*}text")
    plain = body.find("{*}t")
    if plain is not None:
        run = etree.Element(sibling(body, "r"))
        plain.addprevious(run)
        run.append(plain)
    run = etree.Element(sibling(body, "r"))
    put_text(etree.SubElement(run, sibling(body, "t")), f"\n{NOTE_LINE}\n{text}")
    last = [one for one in body if local(one) == "r"]
    last[-1].addnext(run) if last else body.insert(0, run)


def _cut(comment: Element) -> None:
    """Take our words off a note of somebody else's, and leave it as it was."""
    body = comment.find("{*}text")
    for text in body.iter("{*}t"):
        before, line, _ = (text.text or "").partition(NOTE_LINE)
        if not line:
            continue
        run = text.getparent()
        for later in list(run.itersiblings()):
            if local(later) == "r":
                body.remove(later)
        before = before.removesuffix("\n")
        if before or run is body:
            text.text = before
        else:
            body.remove(run)
        break
    else:
        return
    runs = [one for one in body if local(one) == "r"]
    if len(runs) == 1 and [local(one) for one in runs[0]] == ["t"]:
        runs[0].addnext(runs[0][0])
        body.remove(runs[0])


def _create_comments(sheet: Sheet) -> str:
    parts = sheet.book.parts
    part = parts.free_name(f"{sheet.book.folder}comments{{}}.xml")
    space = namespace(sheet.root)
    data = f'<comments xmlns="{space}"><authors/><commentList/></comments>'
    parts.add(part, data.encode(), COMMENTS_TYPE)
    parts.relate(sheet.part, "comments", part, sheet.book.office)
    return part


def _drawing_part(sheet: Sheet) -> str | None:
    """The drawing named by legacyDrawing (another one may hold header pictures)."""
    element = sheet.root.find("{*}legacyDrawing")
    if element is None:
        return None
    wanted = element.get(f"{{{sheet.book.office}}}id")
    relations = sheet.book.parts.relations(sheet.part)
    return next((one.target for one in relations if one.id == wanted), None)


def _redraw(sheet: Sheet, added: list[tuple[int, int, int]], removed: set[tuple[int, int]]) -> None:
    parts, part = sheet.book.parts, _drawing_part(sheet)
    if part is None:
        if not added:
            return
        part = _create_drawing(sheet)
    data = parts.archive.read(part)
    changed = add_notes(remove_notes(data, removed) if removed else data, added)
    if changed != data:
        parts.replace(part, changed)


def _create_drawing(sheet: Sheet) -> str:
    parts = sheet.book.parts
    used = [
        block
        for name in parts.archive.names
        if name.lower().endswith(".vml")
        for block in blocks_used(parts.archive.read(name))
    ]
    part = parts.free_name(f"{sheet.book.folder}drawings/vmlDrawing{{}}.vml")
    parts.add(part, empty(max(used, default=0) + 1), VML_TYPE)
    element = etree.Element(sheet.tag("legacyDrawing"))
    element.set(f"{{{sheet.book.office}}}id", parts.relate(sheet.part, "vmlDrawing", part, sheet.book.office))
    insert_in_order(sheet.root, element, SHEET_ORDER)
    sheet.touch()
    return part


def _tidy(sheet: Sheet, part: str) -> None:
    """Without any note left, the parts that only notes need go; our author goes when unused."""
    parts = sheet.book.parts
    root = parts.tree(part)
    authors, comments = _authors(root), list(root.iterfind("{*}commentList/{*}comment"))
    if authors and authors[-1].text == NOTE_AUTHOR and not any(_is_ours(root, one) for one in comments):
        authors[-1].getparent().remove(authors[-1])
    if comments:
        return
    parts.unrelate(sheet.part, part)
    parts.drop(part)
    drawing, element = _drawing_part(sheet), sheet.root.find("{*}legacyDrawing")
    if drawing is not None and not has_shapes(parts.archive.read(drawing)):
        parts.unrelate(sheet.part, drawing)
        parts.drop(drawing)
        sheet.root.remove(element)
        sheet.touch()
