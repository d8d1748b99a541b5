"""Excel refuses calls while a cell is being edited or a dialog is open: try again, but not for ever."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from union_xl.model import UnionXlError

T = TypeVar("T")

REFUSED = frozenset({-2147418111, -2147417846, -2146777998})
"""RPC_E_CALL_REJECTED, RPC_E_SERVERCALL_RETRYLATER, VBA_E_IGNORE."""
WAITS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3.0)


class BusyError(UnionXlError):
    """Excel did not answer for as long as we wait."""


def busy(error: BaseException) -> bool:
    """Does this error say that Excel is only busy?"""
    codes = {getattr(error, "hresult", None)}
    for one in error.args:
        codes.add(one if isinstance(one, int) else None)
        if isinstance(one, tuple):
            codes.update(part for part in one if isinstance(part, int))
    return not codes.isdisjoint(REFUSED)


def retry_while_busy(call: Callable[[], T], pause: Callable[[float], None] = time.sleep) -> T:
    """What `call` gives; tried again while Excel is busy, about six seconds in all, then BusyError."""
    for wait in WAITS:
        try:
            return call()
        except Exception as error:
            if not busy(error):
                raise
            pause(wait)
    try:
        return call()
    except Exception as error:
        if not busy(error):
            raise
        raise BusyError(
            "Excel 正忙（可能有单元格还在编辑中，或开着对话框），请按回车或 Esc 后再点一次"
        ) from None
