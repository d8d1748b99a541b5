"""What the styles of an OOXML workbook say of its cells: which number format a style number stands for."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import lru_cache

from union_xl.readers.number_formats import BUILTIN, is_day, shown_beyond_value
from union_xl.readers.workbook import attributes

_NUMBER_FORMAT = re.compile(r"<(?:\w+:)?numFmt\s[^<>]*>")
_XF = re.compile(r"<(?:\w+:)?xf(?=[\s/>])[^<>]*>")
_FORMAT_OF = re.compile(r'\bnumFmtId="(\d{1,9})"')
_SHORT = 2**16


def format_codes(styles: bytes) -> tuple[str, ...]:
    """The number format of each style number, '' for General; `styles` is the part xl/styles.xml."""
    text = styles.decode("utf-8", "replace")
    given = [attributes(tag) for tag in _NUMBER_FORMAT.findall(text)]
    own = {one["numFmtId"]: one.get("formatCode", "") for one in given if "numFmtId" in one}
    start = text.find("cellXfs")
    formats = _XF.findall(text[start : text.find("/cellXfs", start + 1)]) if start >= 0 else []
    numbers = [found[1] if (found := _FORMAT_OF.search(tag)) else "0" for tag in formats]
    return tuple(own.get(number, BUILTIN.get(int(number), "")) for number in numbers)


def day_styles(styles: bytes) -> frozenset[str]:
    """The style numbers that show numbers as days or times."""
    return frozenset(str(number) for number, code in enumerate(format_codes(styles)) if is_day(code))


def special_formats(styles: bytes) -> Mapping[bytes, str]:
    """{style number: its format} of the formats that tell more than the value; mostly none."""
    return _known(styles) if len(styles) < _SHORT else _telling(styles)


@lru_cache(maxsize=16)
def _known(styles: bytes) -> Mapping[bytes, str]:
    """Returns made from one blank have the same styles."""
    return _telling(styles)


def _telling(styles: bytes) -> Mapping[bytes, str]:
    codes = enumerate(format_codes(styles))
    return {str(number).encode(): code for number, code in codes if code and shown_beyond_value(code)}


def day_of_serial(number: float, from_1904: bool) -> dt.date | dt.time:
    """The day, moment or time of day that a serial number stands for; Excel has a 29 February 1900.

    >>> day_of_serial(1, False), day_of_serial(61, False), day_of_serial(0.5, False)
    (datetime.date(1900, 1, 1), datetime.date(1900, 3, 1), datetime.time(12, 0))
    """
    epoch = dt.datetime(1904, 1, 1) if from_1904 else dt.datetime(1899, 12, 30)
    days = dt.timedelta(days=number + (not from_1904 and 1 <= number < 60))
    moment = (epoch + days).replace(microsecond=0)
    if number < 1:
        return moment.time()
    return moment.date() if number == int(number) else moment
