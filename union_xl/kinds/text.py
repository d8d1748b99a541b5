"""Plain text: look-alike characters flattened, invisible ones removed, empty-like words blank."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata

from union_xl.kinds.base import BLANK, Kind, Tidied, all_like
from union_xl.model import Raw
from union_xl.model.lazy_pattern import LazyPattern

_ESCAPED = LazyPattern(r"_x([0-9A-Fa-f]{4})_")
_INVISIBLE = LazyPattern(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ud800-\udfff\U0001f000-\U0001faff]"
)
_SAYS_MORE = LazyPattern(
    "([\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2079\u2080-\u2089\u2100-\u215f\u2460-\u24ff\u3200-\u33ff]+)"
)
"""Characters whose plain form says something else: `①张三②李四` is no `1张三2李四`, `20㎡` no `20m2`."""
_POINTS = LazyPattern(
    "([（），：；！？\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2079\u2080-\u2089\u2100-\u215f\u2460-\u24ff\u3200-\u33ff]+)"
)
"""The same, and the signs of a Chinese sentence: `临时工（外包），转正` is no `临时工(外包),转正`."""
_BLANKS = LazyPattern(r"\s+")
_SCIENTIFIC = LazyPattern(r"\d(?:\.\d+)?E\+?\d{2,3}\Z", re.I)
_CUT = LazyPattern(r"\d\.\d+E\+0?(?:1[5-9]|2\d)\Z")
"""A long number as a csv has it from Excel, or (`E+017`) LibreOffice; `1E10` may be a code."""
_MOST_DIGITS = 1e15
"""A number from here on has more digits than Excel keeps."""
_DASHES = LazyPattern("[\u2010-\u2015\u2212\u2500\u30fc\ufe58\ufe63\uff0d]")
_PLAIN = LazyPattern(r"[\u4e00-\u9fff0-9A-Za-z()\-/.:,、，。（）；：《》“”·%+#&_]+\Z")
EMPTY_WORDS = frozenset(
    [
        "无",
        "没有",
        "暂无",
        "不详",
        "未填",
        "空",
        "/",
        "//",
        "\\",
        "-",
        "--",
        "---",
        "—",
        "——",
        "。",
        ".",
        "…",
        "N/A",
        "NULL",
        "NONE",
        "NIL",
        "NA",
        "NAN",
        "#N/A",
        "/无",
        "无。",
        "?",
        "？",
        "略",
    ]
)
"""What people write for `nothing here` (upper case); a cell holding only this is blank."""

LONGEST = 32_767
"""Characters a cell of a workbook takes."""
ERROR_VALUES = frozenset(
    ["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA"]
)


def cell_text(raw: Raw) -> str:
    """A cell as a person would read it: whole floats without `.0`, dates as 2021-06-01; never raises.

    >>> cell_text(12.0), cell_text(True), cell_text(None), cell_text(0.1 + 0.2)
    ('12', '是', '', '0.3')
    """
    if raw is None:
        return ""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, float):
        return _spelled_float(raw)
    if isinstance(raw, dt.datetime):
        return raw.date().isoformat() if raw.time() == dt.time() else raw.isoformat(" ")
    if isinstance(raw, (dt.date, dt.time)):
        return raw.isoformat()
    try:
        return str(raw)
    except ValueError:  # an integer beyond Python's own limit for digits
        return hex(raw) if isinstance(raw, int) else ""


def _spelled_float(raw: float) -> str:
    if not math.isfinite(raw):
        return ""
    if raw == int(raw) and abs(raw) < 1e22:
        return str(int(raw))
    seen = f"{raw:.15g}"  # Excel shows no more digits, a sum of amounts has noise behind them
    return repr(raw) if "e" in seen else seen


def clean(raw: Raw) -> str:
    """Full width to half width, invisible characters away, blanks to single spaces, trimmed.

    >>> clean("　张　三\\u200b "), clean("_x000D_ab")
    ('张 三', 'ab')
    """
    text = raw if isinstance(raw, str) else cell_text(raw)
    if text.isascii() and _PLAIN.match(text) and "_x" not in text:
        return text
    return _trimmed(unicodedata.normalize("NFKC", _unescaped(text)))


def _as_written(raw: Raw, stays: LazyPattern) -> str:
    """The same, but characters that say more than their plain form stay."""
    if not isinstance(raw, str) or not stays.search(raw):
        return clean(raw)
    parts = stays.split(_unescaped(raw))
    return _trimmed(
        "".join(
            part if number % 2 else unicodedata.normalize("NFKC", part) for number, part in enumerate(parts)
        )
    )


def _trimmed(text: str) -> str:
    text = _INVISIBLE.sub("", text)
    return _BLANKS.sub(" ", text).strip().lstrip("'`´‘").strip()


def _unescaped(text: str) -> str:
    """Excel writes control characters as `_x000D_`."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: _character(int(found[1], 16)), text)


def _character(number: int) -> str:
    return " " if number in (9, 10, 13) else "" if number < 32 or 0xD800 <= number < 0xE000 else chr(number)


def is_empty_like(text: str) -> bool:
    """True for '' and the words that mean it (`无`, `/`, `——`, `N/A`).

    >>> is_empty_like("——"), is_empty_like("无锡")
    (True, False)
    """
    return not text or text.upper() in EMPTY_WORDS or _DASHES.sub("-", text).strip("-") == ""


def is_error(text: str) -> bool:
    """True for what Excel shows in a broken cell (`#REF!`)."""
    return text.startswith("#") and text.upper() in ERROR_VALUES


def tidy_text(raw: Raw) -> Tidied:
    """Any text, cleaned; empty-like words are blank; Excel's error values are told.

    >>> tidy_text(" 杭州市 ").value, tidy_text("无").value, tidy_text("#REF!").rule
    ('杭州市', None, 'CELL-ERROR')
    >>> tidy_text("①布置（２０㎡）②走访").value
    '①布置(20㎡)②走访'
    """
    return _tidied(_as_written(raw, _SAYS_MORE), raw)


def written_text(raw: Raw) -> Tidied:
    """A text that names nothing: its punctuation stays as it was written.

    >>> written_text("临时工（外包），２月转正").value
    '临时工（外包），2月转正'
    """
    return _tidied(_as_written(raw, _POINTS), raw)


def _tidied(text: str, raw: Raw) -> Tidied:
    if is_error(text):
        return Tidied(None, "CELL-ERROR")
    if is_empty_like(text):
        return BLANK
    if len(text) > LONGEST:
        facts = {"字数": len(text), "上限": LONGEST}
        return Tidied(text[:LONGEST], "TEXT-LONG", facts, changed=True, why=f"超过{LONGEST}字的部分截去")
    if (type(raw) is float and abs(raw) >= _MOST_DIGITS) or _CUT.match(text):
        return Tidied(text, "TEXT-NUMBER-CELL")
    return Tidied(text)


def digits_text(raw: Raw, family: str) -> str | Tidied:
    """The text of a cell that holds a long number (ID, credit code, bank card), or what is to be told of it.

    Excel keeps 15 digits of a number: one with more has lost its last digits (`FAMILY-NUMBER-CELL`).

    >>> digits_text("'330105 ", "ID"), digits_text(3.3e17, "ID").rule, digits_text("", "ID") == BLANK
    ('330105', 'ID-NUMBER-CELL', True)
    """
    if isinstance(raw, float) and abs(raw) >= _MOST_DIGITS:
        return Tidied(cell_text(raw) or None, f"{family}-NUMBER-CELL")
    text = clean(raw)
    if is_error(text):
        return Tidied(None, "CELL-ERROR")
    if is_empty_like(text):
        return BLANK
    if _SCIENTIFIC.match(text):
        return Tidied(text, f"{family}-NUMBER-CELL")
    return text


def is_tidy_text(raw: Raw) -> bool:
    """True where `tidy_text` would give the value back."""
    return type(raw) is str and _TIDY.match(raw) is not None and raw not in _RISKY


_TIDY_TEXT = r"[\u4e00-\u9fff0-9A-Za-z][\u4e00-\u9fff0-9A-Za-z()\-/.]*"
_TIDY = LazyPattern(rf"{_TIDY_TEXT}\Z")
_RISKY = EMPTY_WORDS | frozenset(word.lower() for word in EMPTY_WORDS)

plain_text = all_like(_TIDY_TEXT, _RISKY)
TEXT = Kind("文本", tidy_text, is_tidy_text, width=16, plain=plain_text)
WRITTEN = Kind("文本", written_text, is_tidy_text, width=16, plain=plain_text)
"""A text by which no row is known: only the characters of names are made alike."""
