"""What a clerk types into 设置, made tidy.  Every function raises ValueError with the end of a Chinese
sentence (`看不懂日期，请写成 2022-06-30`); the caller puts sheet and cell before it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Any

from union_xl.model import ERROR, WARNING, Period, Raw, UnionXlError, period
from union_xl.model.setting_items import MEGABYTES, Item

_SEPARATORS = re.compile(r"[、，,;；/／|｜\t\n\r]+|(?<=\S)\u3000+(?=\S)")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")
_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?前?$"
)
_NUMERALS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})$")
_LEVELS = {"错误": ERROR, "提醒": WARNING, "E": ERROR, "W": WARNING, "警告": WARNING, "提示": WARNING}
_LEVEL_ENDS = re.compile(r"、|(?<=[错误提醒警告示])\s+")
_YES = {
    "是": True,
    "否": False,
    "√": True,
    "✓": True,
    "Y": True,
    "N": False,
    "×": False,
    "YES": True,
    "NO": False,
}
_EXCEL_EPOCH = dt.date(1899, 12, 30)


def plain(raw: Raw) -> str:
    """The text of a cell as a person reads it: 13812345678.0 -> '13812345678', full-width -> half."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        raw = int(raw)
    if isinstance(raw, dt.datetime) and raw.time() == dt.time():
        raw = raw.date()
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", str(raw)).replace("\u00a0", " ")).strip()


def wording(raw: Raw) -> str:
    """Text that stays as written (a title, a name): only edges and invisible characters go."""
    if not isinstance(raw, str):
        return plain(raw)
    return _INVISIBLE.sub("", raw.replace("\u00a0", " ").replace("\u3000", " ")).strip()


def parts(raw: Raw) -> tuple[str, ...]:
    """A list inside one cell, separated by 、，,;；/ or a line break; repeats go."""
    text = raw if isinstance(raw, str) else plain(raw)
    return tuple(dict.fromkeys(one for part in _SEPARATORS.split(text) if (one := wording(part))))


def phone(raw: Raw) -> str:
    """A telephone number; a landline stored as a number gets the 0 of its area code back."""
    text = plain(raw)
    lost = isinstance(raw, int | float) and re.fullmatch(r"(?!400|800|1[3-9]\d{9}$)[1-9]\d{9,10}", text)
    return f"0{text}" if lost else text


def date(raw: Raw) -> dt.date:
    """A date cell, its serial number, or its text; a whole day."""
    if isinstance(raw, dt.datetime):
        return raw.date()
    if isinstance(raw, dt.date):
        return raw
    text = plain(raw)
    found = _DATE.match(text) or _PACKED.match(text) or _DATE.match(_in_digits(text))
    if found:
        try:
            return dt.date(*(int(one) for one in found.groups()))
        except ValueError:
            raise ValueError(f"写的是“{text}”，没有这一天，请改正") from None
    if isinstance(raw, int | float) and not isinstance(raw, bool) and 30_000 <= raw <= 80_000:
        return _EXCEL_EPOCH + dt.timedelta(days=int(raw))
    raise ValueError(f"写的是“{text}”，看不懂日期，请写成 2022-06-30")


def _in_digits(text: str) -> str:
    """A day written out: `二〇二二年六月三十日` -> `2022年6月30日`."""
    text = re.sub(r"([二三])?十([一二三四五六七八九])?", _tens, text)
    return text.translate(_NUMERALS)


def _tens(found: re.Match[str]) -> str:
    return f"{found[1] or '一'}{found[2] or '〇'}"


def term(raw: Raw) -> Period:
    """`2022H1`, `2022年上半年`, `2022年第一季度`, `2022-03`, `2022` … as a Period."""
    # Excel makes a date of a typed 2022-03
    text = f"{raw.year}-{raw.month:02d}" if isinstance(raw, dt.date) else plain(raw)
    try:
        return period(text)
    except UnionXlError as error:
        raise ValueError(f"写的是“{text}”，{error}") from None


def number(raw: Raw, item: Item) -> float | int:
    """A number within the item's bounds; `20%`, `1,000`, `600元` are understood."""
    text = plain(raw)
    bare = re.sub(r"[,，\s]|(?:元|人|天|岁|周岁|年|平方米|㎡|家|MB|秒|兆)+$", "", text, flags=re.I)
    try:
        value = float(bare[:-1]) / 100 if bare.endswith("%") else float(bare)
    except ValueError:
        raise ValueError(f"写的是“{text}”，这里要填数字，请改正") from None
    if item.shape == "rate" and value > 1 and not bare.endswith("%"):
        value /= 100
    most = 1 if item.shape == "rate" else item.most
    if not item.least <= value <= most:
        raise ValueError(f"写的是“{text}”，应在 {item.least:g} 到 {most:g} 之间，请改正")
    if item.shape == "count" and not value.is_integer():
        raise ValueError(f"写的是“{text}”，这里要填整数，请改正")
    value = round(value, 10)
    return int(value) if value.is_integer() and item.shape != "rate" else value


def levels(raw: Raw) -> dict[str, str]:
    """`B-R3=提醒、X2=错误` -> {code: level}."""
    found: dict[str, str] = {}
    for part in _LEVEL_ENDS.split(unicodedata.normalize("NFKC", "、".join(parts(raw)))):
        pieces = re.match(r"([A-Za-z0-9][\w.-]*)\s*[=: ]\s*(\S+)$", part.strip())
        if not pieces or pieces[2].upper() not in _LEVELS:
            raise ValueError(f"里“{part}”看不懂，请写成 B-R3=提醒 或 B-R3=错误，几条用顿号隔开")
        found[pieces[1].upper()] = _LEVELS[pieces[2].upper()]
    return found


def passwords(raw: Raw) -> tuple[str, ...]:
    """The whole cell first, then its parts: a password may hold a separator itself."""
    text = str(raw).strip() if isinstance(raw, str) else plain(raw)
    return tuple(dict.fromkeys((text, *parts(text))))


def _choice(raw: Raw, item: Item) -> str:
    text = plain(raw).replace(" ", "")
    for choice in item.choices:
        if plain(choice) == text.replace("–", "-"):
            return choice
    raise ValueError(f"写的是“{text}”，请从 {'、'.join(item.choices)} 中选一个")


def _yes(raw: Raw) -> bool:
    text = plain(raw).upper()
    if text not in _YES:
        raise ValueError(f"写的是“{text}”，请填 是 或 否")
    return _YES[text]


def tidy(raw: Raw, item: Item) -> Any:
    """The value of one line of 设置, by its shape."""
    if item.shape == "period":
        return term(raw)
    if item.shape == "date":
        return date(raw)
    if item.shape in ("count", "number", "rate"):
        value = number(raw, item)
        return round(value * 2**20) if item.key in MEGABYTES else value
    if item.shape == "levels":
        return levels(raw)
    if item.shape == "list":
        return passwords(raw)
    if item.shape == "password":
        return passwords(raw)[0]
    if item.shape == "words":
        return parts(raw)
    if item.shape == "whole":
        return _choice(raw, item) == "全量"
    if item.shape == "choice":
        return _choice(raw, item)
    if item.shape == "yes":
        return _yes(raw)
    return phone(raw) if item.shape == "phone" else wording(raw)
