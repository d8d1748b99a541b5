"""Habits of other programs that write .xlsx: wrong dimensions, phonetic and rich text, strict names."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable

MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
Part = Callable[[str, bytes], bytes]


def _sheets(change: Callable[[bytes], bytes]) -> Part:
    return lambda name, data: change(data) if name.startswith("xl/worksheets/sheet") else data


def _strings(change: Callable[[bytes], bytes]) -> Part:
    return lambda name, data: change(data) if name == "xl/sharedStrings.xml" else data


def _rich(data: bytes) -> bytes:
    """Texts split into runs, as after colouring a part of a cell."""
    runs = r'<si><r><t>\1</t></r><r><rPr><sz val="11"/></rPr><t xml:space="preserve">\2</t></r></si>'
    return re.sub(r"<si><t>([^<]{2})([^<]+)</t></si>", runs, data.decode()).encode()


def _phonetic(data: bytes) -> bytes:
    """Readings above the characters, which are no part of the text."""
    return re.sub(
        rb"</t></si>", rb'</t><rPh sb="0" eb="1"><t>ZHANG</t></rPh><phoneticPr fontId="1"/></si>', data
    )


def _strict(name: str, data: bytes) -> bytes:
    return data.replace(MAIN, b"http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    )


def _prefixed(data: bytes) -> bytes:
    """Every element with a prefix, as some report generators write."""
    data = re.sub(rb"<(/?)([a-zA-Z])", rb"<\1x:\2", data)
    return data.replace(b'xmlns="' + MAIN, b'xmlns:x="' + MAIN, 1)


QUIRKS: dict[str, Part] = {
    "尺寸写小": _sheets(lambda d: re.sub(rb'<dimension ref="[^"]*"/>', b'<dimension ref="A1"/>', d)),
    "尺寸写大": _sheets(
        lambda d: re.sub(rb'<dimension ref="[^"]*"/>', b'<dimension ref="A1:XFD1048576"/>', d)
    ),
    "无尺寸": _sheets(lambda d: re.sub(rb'<dimension ref="[^"]*"/>', b"", d)),
    "富文本": _strings(_rich),
    "注音": _strings(_phonetic),
    "严格": _strict,
    "前缀": _sheets(_prefixed),
    "回车符": _strings(lambda d: d.replace(b"</t></si>", b"_x000D_\n</t></si>")),
}


def quirky(rng: random.Random, data: bytes) -> tuple[bytes, str]:
    """The .xlsx as another program would have written it, and the name of the quirk."""
    name = rng.choice(list(QUIRKS))
    change = QUIRKS[name]
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for info in source.infolist():
            made = change(info.filename, source.read(info.filename))
            target.writestr(zipfile.ZipInfo(info.filename, (2022, 7, 4, 9, 0, 0)), made, zipfile.ZIP_DEFLATED)
    return out.getvalue(), name
