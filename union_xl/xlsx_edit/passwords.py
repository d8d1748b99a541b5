"""Opening passwords: lifted and set."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence

from union_xl.model import TemplateError

_SMALL = 8192
_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def decrypt(data: bytes, passwords: Sequence[str]) -> bytes:
    """Lift the opening password with the first one that fits; data without one comes back as it is.
    TemplateError when none fits."""
    import msoffcrypto
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError

    if not data.startswith(_CONTAINER):
        return data
    try:
        locked = msoffcrypto.OfficeFile(io.BytesIO(data))
        if not locked.is_encrypted():
            return data
    except (FileFormatError, ParseError, OSError, ValueError, KeyError) as why:
        raise TemplateError("文件已损坏或格式不对，无法打开，请重新保存后再试") from why
    for password in passwords:
        out = io.BytesIO()
        try:
            locked.load_key(password=password, verify_password=True)
            locked.decrypt(out)
        except (DecryptionError, InvalidKeyError, NotImplementedError, ValueError):
            continue
        return out.getvalue()
    raise TemplateError("文件有打开密码，所给的密码都不对，请核对密码后再试")


def encrypt(data: bytes, password: str) -> bytes:
    """The workbook behind an opening password (AES, as Excel does it)."""
    from msoffcrypto.format.ooxml import OOXMLFile

    out = io.BytesIO()
    if len(data) < _SMALL:  # msoffcrypto 6.1 writes such small streams so that nobody can open them
        end = data.rindex(b"PK\5\6")
        comment = data[end + 22 :] + b" " * (_SMALL - len(data))
        data = data[: end + 20] + struct.pack("<H", len(comment)) + comment
    OOXMLFile(io.BytesIO(data)).encrypt(password, out)
    return out.getvalue()
