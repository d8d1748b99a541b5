"""Free text: kept as written, but identity numbers do not belong there."""

from __future__ import annotations

from union_xl.kinds.base import Kind, Tidied
from union_xl.kinds.identity_documents import contains_id
from union_xl.kinds.text import is_tidy_text, plain_text, tidy_text, written_text
from union_xl.model import Raw
from union_xl.model.grid import PICTURE


def tidy_remark(raw: Raw) -> Tidied:
    """A remark; one that carries an identity number is told (privacy, domain §9).

    >>> tidy_remark("配偶330105199003072013").rule
    'PRIVACY-ID'
    """
    tidied = written_text(raw)
    if isinstance(tidied.value, str) and len(tidied.value) >= 18 and contains_id(tidied.value):
        return Tidied(tidied.value, "PRIVACY-ID")
    return tidied


def _is_tidy(raw: Raw) -> bool:
    return is_tidy_text(raw) and isinstance(raw, str) and len(raw) < 18


def _tidy_photo(raw: Raw) -> Tidied:
    """A picture in the cell is what is asked for."""
    if isinstance(raw, str) and raw.lstrip().startswith(PICTURE):
        return Tidied("已附照片")
    return tidy_text(raw)


PHOTO = Kind("照片", _tidy_photo, is_tidy_text, width=12, plain=plain_text)
REMARK = Kind("备注", tidy_remark, _is_tidy, width=18)
