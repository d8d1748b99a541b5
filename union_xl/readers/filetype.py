"""What a file is, told by its content and never by its name."""

from __future__ import annotations

import io
import struct
import zipfile

from union_xl.readers.ole import OLE, Ole

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "pdf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "gzip"),
    (b"\xfd7zXZ\x00", "gzip"),
    (b"\xff\xd8\xff", "image"),
    (b"\x89PNG\r\n", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"{\\rtf", "word"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
)
_BOMS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8"))


def kind_of(data: bytes) -> str:
    """`xlsx` (also xlsm), `xlsb`, `ods`, `xls`, `docx`, `csv`, `xml2003`, `html`, `encrypted`, `zip`, or what
    cannot be read: `empty`, `pdf`, `word` (any but docx), `slides`, `image`, `rar`, `7z`, `gzip`, `program`,
    `text`, `old`, `ole`, `broken-ole`, `broken-zip`, `unknown`."""
    if not data.strip(b"\x00 \r\n\t"):
        return "empty"
    if data.startswith(OLE):
        return _ole_kind(data)
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return _zip_kind(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image"
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc"):
        return "image"
    if data[:2] == b"\x09\x08" or data[:4] in (b"\x09\x04\x06\x00", b"\x09\x02\x06\x00", b"\x09\x00\x04\x00"):
        return "old"
    for magic, name in _MAGIC:
        if data.startswith(magic) and not (magic in (b"BM", b"MZ") and _is_text(data[:512])):
            return name
    return _text_kind(data)


def directory(data: bytes) -> zipfile.ZipFile | None:
    """The central directory of a zip, None when it is broken."""
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, EOFError, OSError):
        return None
    except Exception:  # a hostile directory may break the parser in any way
        return None


def _lists(data: bytes, name: bytes) -> bool:
    """The central directory holds an entry of exactly this name, told without reading all of it."""
    end = data.rfind(b"PK\x05\x06")
    if end < 0 or end + 22 > len(data):
        return False
    size, start = struct.unpack_from("<II", data, end + 12)
    at = data.find(name, start, start + size)
    return (
        at >= start + 46
        and data[at - 46 : at - 42] == b"PK\x01\x02"
        and (struct.unpack_from("<H", data, at - 18)[0] == len(name))
    )


def _zip_kind(data: bytes) -> str:
    if _lists(data, b"xl/workbook.xml"):
        return "xlsx"
    found = directory(data)
    if found is None:
        return "broken-zip"
    names = {name.replace("\\", "/").lower().lstrip("/") for name in found.NameToInfo}
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "xl/workbook.xml" in names or ("[content_types].xml" in names and _has(names, "xl/")):
        return "xlsx"
    if "[content_types].xml" in names:
        for folder, name in (("word/", "docx"), ("ppt/", "slides"), ("visio/", "unknown")):
            if _has(names, folder):
                return name
        return "xlsx" if _has(names, "", "workbook.xml") else "unknown"
    if "content.xml" in names:
        return _odf_kind(found)
    return "zip"


def _has(names: set[str], start: str, end: str = "") -> bool:
    return any(name.startswith(start) and name.endswith(end) for name in names)


def _odf_kind(found: zipfile.ZipFile) -> str:
    try:
        info = found.getinfo("mimetype")
        mime = found.read(info) if info.file_size < 200 and info.compress_type in (0, 8) else b""
    except Exception:
        mime = b""
    if b"opendocument.text" in mime or b"sun.xml.writer" in mime:
        return "word"
    if b"sun.xml.calc" in mime:
        return "old"
    if b"opendocument.presentation" in mime:
        return "slides"
    return "ods"


def _ole_kind(data: bytes) -> str:
    """Told by the top-level streams; an embedded document does not count."""
    try:
        names = Ole(data).entries
    except (ValueError, struct.error, IndexError):
        return "broken-ole"
    for name, kind in (
        ("EncryptedPackage", "encrypted"),
        ("Workbook", "xls"),
        ("Book", "xls"),
        ("WORKBOOK", "xls"),
        ("BOOK", "xls"),
        ("WordDocument", "word"),
        ("PowerPoint Document", "slides"),
    ):
        if name in names:
            return kind
    return "ole"


def _is_text(head: bytes) -> bool:
    return not any(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in head)


def _text_kind(data: bytes) -> str:
    head = data[:4096]
    for bom, coding in _BOMS:
        if head.startswith(bom):
            return _markup_kind(head[len(bom) :].decode(coding, "replace")) or "csv"
    if b"\x00" in head[:64]:
        for coding in ("utf-16-le", "utf-16-be"):
            text = head[: len(head) // 2 * 2].decode(coding, "replace")
            if text.isprintable() or "<" in text[:10] or "," in text or "\t" in text:
                shown = sum(one.isprintable() or one in "\r\n\t" for one in text)
                if shown > 0.95 * len(text):
                    return _markup_kind(text) or "csv"
        return "unknown"
    if not _is_text(head):
        return "unknown"
    return _markup_kind(head.decode("latin-1")) or "csv"


def _markup_kind(text: str) -> str:
    low = text.lstrip("\ufeff \r\n\t").lower()
    if not low.startswith("<"):
        return "html" if low.startswith("mime-version:") else ""
    if "urn:schemas-microsoft-com:office:spreadsheet" in low and "<html" not in low[:500]:
        return "xml2003"
    if "<office:document" in low and "opendocument" in low:
        flat = (("opendocument.spreadsheet", "ods"), ("opendocument.text", "word"))
        return next((kind for mime, kind in flat if mime in low), "unknown")
    if any(
        tag in low for tag in ("<html", "<table", "<!doctype html", "<head", "<body", "<meta", "<div", "<tr")
    ):
        return "html"
    return "unknown" if low.startswith(("<?xml", "<svg")) else ""
