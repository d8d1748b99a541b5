"""A VBA project from source text, as [MS-OVBA] prescribes for writers: source only, no compiled code.

`_VBA_PROJECT` is the 7-byte header with version 0xFFFF and every module stream just its compressed source;
Excel compiles on load.  The same sources give the same bytes.
"""

from __future__ import annotations

import hashlib
import re
import struct
import uuid
from collections.abc import Mapping

from union_xl.addin.compound_file import compound_file

_CHUNK = 4096
_CODEPAGE = 936
_DOCUMENTS = {
    "ThisWorkbook": "{00020819-0000-0000-C000-000000000046}",
    "Sheet1": "{00020820-0000-0000-C000-000000000046}",
}
_DOCUMENT_ATTRIBUTES = (
    ("GlobalNameSpace", "False"),
    ("Creatable", "False"),
    ("PredeclaredId", "True"),
    ("Exposed", "True"),
    ("TemplateDerived", "False"),
    ("Customizable", "True"),
)
_REFERENCES = (
    (
        "stdole",
        r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation",
    ),
    (
        "Office",
        r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#C:\Program Files\Common Files\Microsoft Shared"
        r"\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library",
    ),
)


def compress(data: bytes) -> bytes:
    """[MS-OVBA] 2.4.1: runs already seen in the same 4096-byte chunk become (offset, length) tokens."""
    out = bytearray(b"\x01")
    for start in range(0, len(data), _CHUNK):
        chunk = data[start : start + _CHUNK]
        body = _chunk(chunk)
        if len(body) > _CHUNK:
            body, head = chunk.ljust(_CHUNK, b"\0"), 0x3FFF  # stored as it is
        else:
            head = 0xB000 | (len(body) - 1)
        out += struct.pack("<H", head) + body
    return bytes(out)


def _chunk(chunk: bytes) -> bytes:
    position, body = 0, bytearray()
    while position < len(chunk):
        flags, tokens = 0, bytearray()
        for bit in range(8):
            if position >= len(chunk):
                break
            at, length = _longest(chunk, position)
            if length >= 3:
                flags |= 1 << bit
                shift = 16 - _offset_bits(position)
                tokens += struct.pack("<H", (position - at - 1) << shift | (length - 3))
                position += length
            else:
                tokens.append(chunk[position])
                position += 1
        body.append(flags)
        body += tokens
    return bytes(body)


def _offset_bits(position: int) -> int:
    return max(4, (position - 1).bit_length()) if position else 4


def _longest(chunk: bytes, position: int) -> tuple[int, int]:
    """Where the longest earlier run equal to what follows begins, and its length (0: none of 3)."""
    limit = min((0xFFFF >> _offset_bits(position)) + 3, len(chunk) - position)
    at, length = 0, 0
    while length < limit:
        wanted = max(length + 1, 3)
        if position + wanted > len(chunk):
            break
        hit = chunk.rfind(chunk[position : position + wanted], 0, position + wanted - 1)
        if hit < 0:
            break
        at, length = hit, wanted
    return at, length


def _hide(data: bytes, project_id: str) -> str:
    """[MS-OVBA] 2.4.3: the so-called encryption of three settings, with seed 0."""
    key = sum(project_id.encode()) & 0xFF
    out = [0, 2, key]
    clear, one, two = key, key, 2
    for byte in struct.pack("<I", len(data)) + data:
        hidden = byte ^ ((two + clear) & 0xFF)
        out.append(hidden)
        two, one, clear = one, hidden, byte
    return "".join(f"{byte:02X}" for byte in out)


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HI", kind, len(data)) + data


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def vba_project(modules: Mapping[str, str], name: str) -> bytes:
    """The bytes of vbaProject.bin for {module name: source text}.

    Sources must be ASCII (UnicodeEncodeError otherwise): what the VBA editor shows on a Chinese and on an
    English Windows is then the same.
    """
    sources = {document: _document(document, base) for document, base in _DOCUMENTS.items()}
    for module, text in modules.items():
        text = re.sub(r"\r\n|\r|\n", "\r\n", text.lstrip("\ufeff"))
        own = text.startswith("Attribute VB_Name")
        sources[module] = text if own else f'Attribute VB_Name = "{module}"\r\n{text}'
    streams: dict[tuple[str, ...], bytes] = {
        ("VBA", module): compress(text.encode("ascii")) for module, text in sources.items()
    }
    streams[("VBA", "_VBA_PROJECT")] = bytes.fromhex("CC61FFFF000000")
    streams[("VBA", "dir")] = compress(_directory(sources, name))
    streams[("PROJECT",)] = _project_text(sources, name).encode("ascii")
    streams[("PROJECTwm",)] = (
        b"".join(module.encode() + b"\0" + _wide(module) + b"\0\0" for module in sources) + b"\0\0"
    )
    return compound_file(streams)


def _document(name: str, base: str) -> str:
    lines = [("Name", f'"{name}"'), ("Base", f'"0{base}"'), *_DOCUMENT_ATTRIBUTES]
    return "".join(f"Attribute VB_{key} = {value}\r\n" for key, value in lines)


def _directory(sources: Mapping[str, str], name: str) -> bytes:
    """The `dir` stream: project information, references, modules."""
    out = [
        _record(1, struct.pack("<I", 1)),
        _record(2, struct.pack("<I", 0x409)),
        _record(0x14, struct.pack("<I", 0x409)),
        _record(3, struct.pack("<H", _CODEPAGE)),
        _record(4, name.encode()),
        *(_record(kind) for kind in (5, 0x40, 6, 0x3D)),
        _record(7, bytes(4)),
        _record(8, bytes(4)),
        struct.pack("<HIIH", 9, 4, 1, 1),
        _record(0xC),
        _record(0x3C),
    ]
    for reference, library in _REFERENCES:
        out += [_record(0x16, reference.encode()), _record(0x3E, _wide(reference))]
        out.append(_record(0xD, struct.pack("<I", len(library)) + library.encode() + bytes(6)))
    out += [_record(0xF, struct.pack("<H", len(sources))), _record(0x13, b"\xff\xff")]
    for module in sources:
        out += [_record(0x19, module.encode()), _record(0x47, _wide(module))]
        out += [_record(0x1A, module.encode()), _record(0x32, _wide(module))]
        out += [_record(0x1C), _record(0x48), _record(0x31, bytes(4)), _record(0x1E, bytes(4))]
        out += [_record(0x2C, b"\xff\xff"), _record(0x22 if module in _DOCUMENTS else 0x21), _record(0x2B)]
    out.append(_record(0x10))
    return b"".join(out)


def _project_text(sources: Mapping[str, str], name: str) -> str:
    digest = hashlib.md5(name.encode(), usedforsecurity=False).digest()
    project_id = "{" + str(uuid.UUID(bytes=digest)).upper() + "}"
    lines = [f'ID="{project_id}"']
    lines += [
        f"Document={module}/&H00000000" if module in _DOCUMENTS else f"Module={module}" for module in sources
    ]
    lines += [
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{_hide(bytes(4), project_id)}"',
        f'DPB="{_hide(bytes(1), project_id)}"',
        f'GC="{_hide(bytes([255]), project_id)}"',
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
    ]
    lines += [f"{module}=0, 0, 0, 0, C" for module in sources]
    return "\r\n".join(lines) + "\r\n"
