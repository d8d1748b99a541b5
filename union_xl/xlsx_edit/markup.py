"""XML parts: hardened parsing, writing back, and the two namespace families.

A document in Strict OOXML uses other namespaces than the usual Transitional one; a tree knows its own, and
elements are looked up with any namespace (`{*}row`), so both kinds are served alike.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from union_xl.model import TemplateError

Element = Any  # lxml's element class is private; the stubs name it differently from release to release

MAIN_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_HUGE = 8 * 2**20
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def parse(data: bytes, name: str) -> Element:
    """The root element of a part.  No entities, no DTD, no network; TemplateError when it is not XML."""
    head = data[:4096]
    if b"<!DOCTYPE" in head or b"<\0!\0D\0" in head or b"\0<\0!\0D" in head:
        raise TemplateError(f"文件内部的 {name} 含有不允许的声明，可能是恶意文件，已拒绝")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=len(data) > _HUGE,  # above this libxml2 refuses ordinary big sheets
        remove_blank_text=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as why:
        raise TemplateError(f"文件内部的 {name} 已损坏，请用 Excel 打开修复并另存为 xlsx 再试") from why
    if root.getroottree().docinfo.internalDTD is not None:
        raise TemplateError(f"文件内部的 {name} 含有不允许的声明，可能是恶意文件，已拒绝")
    return root


def serialise(root: Element) -> bytes:
    """The bytes of a part: UTF-8, with declaration, everything before and after the root kept."""
    data: bytes = etree.tostring(root.getroottree(), xml_declaration=False, encoding="UTF-8")
    return _DECLARATION + data


def namespace(element: Element) -> str:
    """The namespace of an element ('' for none)."""
    return element.tag[1:].partition("}")[0] if element.tag[0] == "{" else ""


def local(element: Element) -> str:
    """The tag without namespace; '' for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def sibling(element: Element, name: str) -> str:
    """The qualified tag `name` in the namespace of `element`."""
    return element.tag.rpartition("}")[0] + "}" + name if element.tag[0] == "{" else name


def insert_in_order(parent: Element, child: Element, order: tuple[str, ...]) -> None:
    """Put `child` where the schema's `order` of names wants it among its siblings."""
    later = set(order[order.index(local(child)) + 1 :])
    for one in parent:
        if local(one) in later or (local(one) == "AlternateContent" and _wraps(one, later)):
            one.addprevious(child)
            return
    parent.append(child)


def _wraps(alternate: Element, names: set[str]) -> bool:
    return any(local(inner) in names for choice in alternate for inner in choice)


def clean_text(text: str) -> str:
    """Text that XML can carry: control characters dropped, line ends as Excel has them, at most 32,767
    characters, and `_x000D_` lookalikes escaped so that Excel shows them as typed."""
    if text.isprintable() and "_x" not in text and len(text) <= 32767:
        return text
    return _ESCAPED.sub("_x005F_", legal_text(text))


def legal_text(text: str) -> str:
    """The same without escaping, for parts where `_x000D_` is nothing but these seven characters."""
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))[:32767]


def shown_text(text: str) -> str:
    """Text as Excel shows it: `_x005F_` and the like undone."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def put_text(element: Element, text: str) -> None:
    """Set an element's text; xml:space is set where white space would be lost."""
    element.text = clean_text(text)
    if text != text.strip() or "\n" in text or "  " in text:
        element.set(SPACE, "preserve")
