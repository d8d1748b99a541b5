"""The CRC-32 of texts that stand after one another, from the CRCs of each: nothing is read a second time.

A CRC is a remainder of polynomials over GF(2), the first bit the highest power, so a text of n bytes behind
another multiplies what was there before by x^8n (ISO 3309; `crc32_combine` of zlib, which Python leaves out).
"""

from __future__ import annotations

import zlib
from functools import lru_cache

_ONES, _DIVISOR = 0xFFFFFFFF, 0xEDB88320
_ONE, _HIGHEST = 0x80000000, 1 << 31
_STEP = bytes(4096)
"""zlib itself is quickest at so many zeros or fewer."""


def crc_of_both(first: int, second: int, length: int) -> int:
    """The CRC of two texts after one another; `length` are the bytes of the second."""
    steps, rest = divmod(length, len(_STEP))
    shifted = _behind(first, _STEP[:rest])
    return (_times(shifted, _far(steps)) if steps else shifted) ^ second


def _behind(crc: int, zeros: bytes) -> int:
    """What a CRC is worth so many bytes further on; zlib turns all bits round at both ends."""
    return zlib.crc32(zeros, crc ^ _ONES) ^ _ONES


@lru_cache(maxsize=1024)
def _far(steps: int) -> int:
    """x to the power of the bits of so many steps."""
    if not steps:
        return _ONE
    half = _far(steps // 2)
    even = _times(half, half)
    return _behind(even, _STEP) if steps % 2 else even


def _times(left: int, right: int) -> int:
    """The product of two polynomials, by the divisor of CRC-32."""
    made, at = 0, _HIGHEST
    while at:
        if left & at:
            made ^= right
        right = right >> 1 ^ _DIVISOR if right & 1 else right >> 1
        at >>= 1
    return made
