"""Binding: every number in the summary stands in a content control that says which indicator it is.

While the template is filled a number is wrapped in private marks; afterwards the marked text becomes a
content control (`w:sdt`) with the run's own look.  What each stands for is kept twice: in the control's
tag, and whole in a small XML part of the package.
"""

from __future__ import annotations

import copy
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from union_xl.model import Figure
from union_xl.summary.wording import worded

if TYPE_CHECKING:
    from docx.document import Document

OPEN, MIDDLE, CLOSE = "\ue0f0", "\ue0f1", "\ue0f2"
_MARK = re.compile(f"{OPEN}(\\d+){MIDDLE}([^{CLOSE}]*){CLOSE}")
_ANY = re.compile(f"{OPEN}\\d+{MIDDLE}|{CLOSE}")
TAG = "ux:"
PART = "/customXml/unionxl1.xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*%?")


@dataclass(frozen=True, slots=True)
class ContentControl:
    """One number in the text: which figure, said in which way, and how it read when it was written."""

    name: str
    way: str = ""
    group_by: str = ""
    group: str = ""
    text: str = ""


class Binder:
    """Hands out marked texts while a template is filled; `bound` is what was handed out, in order."""

    def __init__(self) -> None:
        self.bound: list[ContentControl] = []
        self.figures: list[Figure] = []

    def mark(self, figure: Figure, way: str, bases: Mapping[str, Any] | None = None) -> str:
        """The figure as marked text; '' stays ''."""
        text = bare(worded(figure, way, bases))
        if not text:
            return ""
        self.bound.append(ContentControl(figure.name, way, figure.group_by, figure.group, text))
        self.figures.append(figure)
        return f"{OPEN}{len(self.bound) - 1}{MIDDLE}{text}{CLOSE}"


def bare(text: str) -> str:
    """Text without our private marks and control characters, whatever a ledger holds."""
    return "".join(c for c in text if not "\ue0f0" <= c <= "\ue0f2" and (c >= " " or c in "\t\n"))


def unmarked(text: str) -> str:
    """A text as it will stand, while its numbers are still marked."""
    return bare(_ANY.sub("", text))


def bind(document: Document, binder: Binder) -> list[int]:
    """Turn marked text in the body into content controls; the indexes that really stand in the text."""
    from docx.oxml.ns import qn

    standing: list[int] = []
    for text in list(document.element.body.iter(qn("w:t"))):
        if text.text and OPEN in text.text:
            standing += _split(text, binder)
    return standing


def _split(text: Any, binder: Binder) -> list[int]:
    """One run with marks -> runs and content controls side by side."""
    from docx.oxml.ns import qn

    run = text.getparent()
    look = run.find(qn("w:rPr"))
    pieces: list[Any] = []
    standing: list[int] = []
    # What else the run holds (tabs, breaks) stays before or after, in its order.
    before, after = list(run[: run.index(text)]), list(run[run.index(text) + 1 :])
    lead = [one for one in before if one is not look]
    if lead:
        pieces.append(_run(look, lead))
    last = 0
    content = text.text
    for found in _MARK.finditer(content):
        if found.start() > last:
            pieces.append(_run(look, [_text(content[last : found.start()])]))
        index = int(found[1])
        standing.append(index)
        pieces.append(_control(index, binder.bound[index], binder.figures[index].code, look, found[2]))
        last = found.end()
    if last < len(content):
        pieces.append(_run(look, [_text(_ANY.sub("", content[last:]))]))
    if after:
        pieces.append(_run(look, after))
    parent = run.getparent()
    at = parent.index(run)
    parent.remove(run)
    for offset, piece in enumerate(pieces):
        parent.insert(at + offset, piece)
    return standing


def _run(look: Any, content: list[Any]) -> Any:
    from docx.oxml import OxmlElement

    run = OxmlElement("w:r")
    if look is not None:
        run.append(copy.deepcopy(look))
    for one in content:
        run.append(one)
    return run


def _text(text: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement("w:t")
    element.text = text
    element.set(qn("xml:space"), "preserve")
    return element


def _control(index: int, bound: ContentControl, code: str, look: Any, text: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    control, about, inside = OxmlElement("w:sdt"), OxmlElement("w:sdtPr"), OxmlElement("w:sdtContent")
    for name, value in (
        ("w:alias", f"{code} {bound.name}".strip()[:60]),
        ("w:tag", f"{TAG}{index}:{bound.name}|{bound.way}"[:64]),
        ("w:id", str(710_000_000 + index)),
    ):
        element = OxmlElement(name)
        element.set(qn("w:val"), value)
        about.append(element)
    inside.append(_run(look, [_text(text)]))
    control.append(about)
    control.append(inside)
    return control


def clean_other_parts(document: Document) -> None:
    """Headers, footers and notes are not bound: only our marks are taken out of them."""
    for part in document.part.package.iter_parts():
        element = getattr(part, "_element", None)
        if part is not document.part and element is not None:
            for one in element.iter():
                if isinstance(one.text, str) and OPEN in one.text:
                    one.text = _ANY.sub("", one.text)
        elif element is None and isinstance(part.blob, bytes) and OPEN.encode() in part.blob:
            part._blob = _ANY.sub("", part.blob.decode("utf-8")).encode("utf-8")


def save_bindings(document: Document, binder: Binder, standing: list[int], about: Mapping[str, str]) -> None:
    """Write what every control stands for, and the numbers that are the template's own, into the package."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    blob = _trace(document, {index: binder.bound[index] for index in standing}, about)
    part = Part(PackURI(PART), "application/xml", blob, document.part.package)
    document.part.relate_to(part, _RELATION)


def load_bindings(document: Document) -> dict[str, Any]:
    """What `save_bindings` wrote; {} when it is not there or not readable."""
    for relation in document.part.rels.values():
        if relation.is_external or b"urn:union_xl:trace" not in getattr(relation.target_part, "blob", b""):
            continue
        text = relation.target_part.blob.decode("utf-8", "replace")
        inner = text[text.index(">", text.index("<trace")) + 1 : text.rindex("</trace>")]
        try:
            found = json.loads(inner.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}
    return {}


def replace_texts(document: Document, texts: Mapping[int, str]) -> None:
    """Put new texts into our controls, {index: text}; the look of each stays."""
    from docx.oxml.ns import qn

    for control in document.element.body.iter(qn("w:sdt")):
        index, _, rest = _said(control).partition(":")
        if not rest or not index.isdigit() or int(index) not in texts:
            continue
        first, *others = list(control.iter(qn("w:t")))
        first.text = texts[int(index)]
        for one in others:
            one.text = ""


def update_bindings(
    document: Document, bound: Mapping[int, ContentControl], about: Mapping[str, str]
) -> None:
    """Write anew what the controls stand for: in the part that is there."""
    for relation in document.part.rels.values():
        part = None if relation.is_external else relation.target_part
        if part is not None and b"urn:union_xl:trace" in getattr(part, "blob", b""):
            part._blob = _trace(document, bound, about)


def _trace(document: Document, bound: Mapping[int, ContentControl], about: Mapping[str, str]) -> bytes:
    own = {
        "about": dict(about),
        "bound": {str(index): asdict(one) for index, one in bound.items()},
        "free": free_numbers(document),
    }
    escaped = (
        json.dumps(own, ensure_ascii=False).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><trace xmlns="urn:union_xl:trace">{escaped}</trace>'.encode()
    )


def controls(document: Document) -> Iterator[tuple[int, ContentControl, str, str]]:
    """(index, what the tag says, text as it stands now, paragraph) of every control of ours."""
    from docx.oxml.ns import qn

    for control in document.element.body.iter(qn("w:sdt")):
        index, _, rest = _said(control).partition(":")
        if not index and not rest:
            continue
        name, _, way = rest.partition("|")
        text = "".join(one.text or "" for one in control.iter(qn("w:t")))
        paragraph = next(control.iterancestors(qn("w:p")), None)
        around = (
            "".join(one.text or "" for one in paragraph.iter(qn("w:t"))) if paragraph is not None else text
        )
        yield int(index) if index.isdigit() else -1, ContentControl(name, way), text, around


def _said(control: Any) -> str:
    """What the tag of a control of ours says (`3:会员数|余`); '' of any other."""
    from docx.oxml.ns import qn

    tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
    said: str = tag.get(qn("w:val"), "") if tag is not None else ""
    return said.removeprefix(TAG) if said.startswith(TAG) else ""


def words_digest(document: Document) -> str:
    """A digest of the text that stands in no control of ours: it tells whether somebody wrote in it."""
    from docx.oxml.ns import qn

    words = (free_text(paragraph) for paragraph in document.element.body.iter(qn("w:p")))
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def free_numbers(document: Document) -> list[str]:
    """Numbers of the text that stand in no control of ours, in order."""
    from docx.oxml.ns import qn

    found: list[str] = []
    for paragraph in document.element.body.findall(qn("w:p")):
        found += _NUMBER.findall(free_text(paragraph))
    return found


def free_text(paragraph: Any) -> str:
    """A paragraph's text without what stands in our controls."""
    from docx.oxml.ns import qn

    words = []
    for text in paragraph.iter(qn("w:t")):
        ours = any(_said(one) for one in text.iterancestors(qn("w:sdt")))
        words.append(" " if ours else text.text or "")
    return "".join(words)
