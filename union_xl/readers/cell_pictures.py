"""Pictures that Excel keeps inside a cell: to older programs such a cell is the error #VALUE!."""

from __future__ import annotations

import re
from collections.abc import Mapping

_VALUES = re.compile(rb"<valueMetadata\b.*?</valueMetadata>", re.S)
_RICH = re.compile(rb'<futureMetadata\b[^<>]*name="XLRICHVALUE".*?</futureMetadata>', re.S)
_RECORD = re.compile(rb'<rc\b[^<>]*\bv="(\d{1,9})"')
_RICH_VALUE = re.compile(rb'<(?:\w+:)?rvb\b[^<>]*\bi="(\d{1,9})"')
_STRUCTURE_OF = re.compile(rb'<(?:\w+:)?rv\b[^<>]*\bs="(\d{1,9})"')
_TYPE = re.compile(rb'<(?:\w+:)?s\b[^<>]*\bt="([^"]*)"')
_PICTURES = frozenset([b"_localImage", b"_webimage", b"_imageurl"])


def picture_metadata(parts: Mapping[str, bytes]) -> frozenset[bytes]:
    """The numbers (attribute `vm` of a cell, 1-based) that stand for pictures; empty in most workbooks.

    Source: MS-XLSX 2.3.11 (rich values): cell -> value metadata -> rich value -> its structure's type.
    """
    metadata = parts.get("xl/metadata.xml", b"")
    types = _TYPE.findall(_part(parts, "rdrichvaluestructure.xml"))
    if not types or not _PICTURES.intersection(types):
        return frozenset()
    structures = [int(one) for one in _STRUCTURE_OF.findall(_part(parts, "rdrichvalue.xml"))]
    rich = [int(one) for one in _RICH_VALUE.findall(_matched(_RICH, metadata))]
    records = [int(one) for one in _RECORD.findall(_matched(_VALUES, metadata))]
    found = set()
    for number, record in enumerate(records, 1):
        value = rich[record] if record < len(rich) else len(structures)
        structure = structures[value] if value < len(structures) else len(types)
        if structure < len(types) and types[structure] in _PICTURES:
            found.add(str(number).encode())
    return frozenset(found)


def _matched(pattern: re.Pattern[bytes], content: bytes) -> bytes:
    found = pattern.search(content)
    return found[0] if found else b""


def _part(parts: Mapping[str, bytes], name: str) -> bytes:
    wanted = f"richdata/{name}"
    return next((content for path, content in parts.items() if path.lower().endswith(wanted)), b"")
