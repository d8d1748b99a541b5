"""How people type tidy values: every way here must be read back as the very same value.

`Habits` is one filler: for each kind of cell one way of writing, kept through the file, now and then
with a slip of the hand (spaces, full width).  Ways that a reader may rightly ask about live in `faults`.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping
from typing import Any


def _titles(text: str) -> frozenset[str]:
    return frozenset(text.split())


FLAGS = _titles(
    "是否农民工 是否互联网企业 是否取得法人资格 公章 经审会 女职委 职代会 是否实名制 是否工会会员"
    " 是否知情同意"
)
COUNTS = _titles(
    "职工总数 女职工数 农民工数 劳务派遣人数 会员数 女会员数 农民工会员数 已录入会员数 名额 每单位限报 预算"
)
CODES = frozenset(("统一社会信用代码", "工会统一社会信用代码"))
PHONES = frozenset(("手机号码", "联系电话", "主席电话"))
NAMES = frozenset(("姓名", "法定代表人", "工会主席", "联系人", "普查人"))

Way = Callable[[random.Random, Any], tuple[Any, str]]


def _date_text(pattern: str) -> Way:
    return lambda rng, d: (pattern.format(y=d.year, m=d.month, d=d.day), "")


def _date_shown(code: str) -> Way:
    return lambda rng, d: (d, code)


DATE_WAYS: tuple[Way, ...] = (
    _date_shown("yyyy-mm-dd"),
    _date_shown("yyyy/m/d"),
    _date_shown('yyyy"年"m"月"d"日"'),
    _date_shown("yyyy.mm.dd"),
    _date_text("{y}-{m:02d}-{d:02d}"),
    _date_text("{y}/{m}/{d}"),
    _date_text("{y}.{m}.{d}"),
    _date_text("{y}.{m:02d}.{d:02d}"),
    _date_text("{y}年{m}月{d}日"),
    _date_text("{y}年{m:02d}月{d:02d}日"),
    _date_text("{y}{m:02d}{d:02d}"),
    lambda rng, d: (d.year * 10000 + d.month * 100 + d.day, "General"),
    lambda rng, d: ((d - dt.date(1899, 12, 30)).days, "General"),
    _date_text(" {y}-{m}-{d} "),
)
FLAG_WAYS: tuple[Mapping[str, Any], ...] = (
    {"是": "是", "否": "否"},
    {"是": "√", "否": "×"},
    {"是": "Y", "否": "N"},
    {"是": "✓", "否": "✗"},
    {"是": "是 ", "否": " 否"},
    {"是": 1, "否": 0},
    {"是": "有", "否": "无"},
)
COUNT_WAYS: tuple[Way, ...] = (
    lambda rng, n: (n, ""),
    lambda rng, n: (n, ""),
    lambda rng, n: (float(n), "0"),
    lambda rng, n: (str(n), ""),
    lambda rng, n: (wide(str(n)), ""),
    lambda rng, n: (f"{n:,}", ""),
)
ID_WAYS: tuple[Way, ...] = (
    lambda rng, t: (t, "@"),
    lambda rng, t: (t, "@"),
    lambda rng, t: (f"{t[:6]} {t[6:14]} {t[14:]}", "@"),
    lambda rng, t: (t.replace("X", "x"), "@"),
    lambda rng, t: (t + " ", "@"),
    lambda rng, t: ("'" + t, "@"),
    lambda rng, t: (t.replace("X", "Ｘ"), "@"),
    lambda rng, t: (wide(t) if rng.random() < 0.2 else t, "@"),
    lambda rng, t: ("\t" + t if rng.random() < 0.5 else t, "@"),
    lambda rng, t: (t.replace("X", "Х"), "@"),
    lambda rng, t: ("\u200b" + t if rng.random() < 0.3 else t, "@"),
)
PHONE_WAYS: tuple[Way, ...] = (
    lambda rng, t: (t, "@"),
    lambda rng, t: (int(t), "0") if t.isdigit() else (t, "@"),
    lambda rng, t: (int(t), "General") if t.isdigit() else (t, "@"),
    lambda rng, t: (f"{t[:3]} {t[3:7]} {t[7:]}" if t.isdigit() else t, "@"),
    lambda rng, t: (f"{t[:3]}-{t[3:7]}-{t[7:]}" if t.isdigit() else t, "@"),
    lambda rng, t: (f"+86 {t}" if t.isdigit() else t, "@"),
    lambda rng, t: (f"+86{t}" if t.isdigit() and rng.random() < 0.2 else t, "@"),
    lambda rng, t: (wide(t) if rng.random() < 0.2 else t, "@"),
)
CODE_WAYS: tuple[Way, ...] = (
    lambda rng, t: (t, "@"),
    lambda rng, t: (t, "@"),
    lambda rng, t: (t.lower(), "@"),
    lambda rng, t: (f"{t[:2]} {t[2:8]} {t[8:17]} {t[17:]}", "@"),
    lambda rng, t: (wide(t), "@"),
)
WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "性别": {"男": ("男", "男", "男性", "M", "1", "男 "), "女": ("女", "女", "女性", "F", "2", "女 ")},
    "证件类型": {"居民身份证": ("居民身份证", "身份证", "居民身份证", "身份证", "居民身份证", "身份证")},
    "学历": {
        "大学本科": ("大学本科", "本科", "大学本科", "本科", "大学", "本科 "),
        "大学专科": ("大学专科", "大专", "大专", "大专", "高职", "大学专科"),
        "普通高中": ("普通高中", "高中", "高中", "高 中", "高中", "普通高中"),
        "中等职业": ("中等职业", "中专", "中专", "中技", "职高", "中专"),
        "硕士研究生": ("硕士研究生", "硕士", "硕士", "硕士", "硕士", "硕士"),
    },
    "政治面貌": {
        "中共党员": ("中共党员", "党员", "中共党员", "中共党员", "党员", "党员"),
        "共青团员": ("共青团员", "团员", "共青团员", "团员", "团员", "共青团员"),
        "群众": ("群众", "群众", "群 众", "群众 ", "公民", "群众"),
    },
}


def wide(text: str) -> str:
    """ASCII as full-width characters."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


class Habits:
    """One filler's ways, drawn from `rng`; `wild` 0..1 is the chance that a way is not the plain one."""

    def __init__(self, rng: random.Random, wild: float = 0.7) -> None:
        def draw(ways: tuple[Any, ...]) -> Any:
            return rng.choice(ways) if rng.random() < wild else ways[0]

        self.rng = rng
        self.date, self.flag = draw(DATE_WAYS), draw(FLAG_WAYS)
        self.count, self.identity = draw(COUNT_WAYS), draw(ID_WAYS)
        self.phone, self.code = draw(PHONE_WAYS), draw(CODE_WAYS)
        self.word = rng.randrange(6) if rng.random() < wild else 0
        self.clan = rng.random() < wild / 2
        self.counted = rng.random() < wild / 6
        self.month = (
            rng.choice(("{y}.{m:02d}", "{y}年{m}月", "{y}-{m:02d}")) if rng.random() < wild / 6 else ""
        )
        self.padded = rng.random() < wild / 3
        self.dot = rng.choice("··•・．") if rng.random() < wild else "·"
        self.empty = draw(("", "", "", "/", "无", "—"))

    def __call__(self, title: str, value: Any) -> tuple[Any, str]:
        """What this filler types for the value of a column, and the cell's number format."""
        if value is None:
            return (self.empty if title in ("备注", "职称", "技能等级", "未建会原因") else ""), ""
        if title == "出生日期" and self.month:
            return self.month.format(y=value.year, m=value.month), "@"
        if title in COUNTS and self.counted:
            return f"{value}{'元' if title == '预算' else '人'}", ""
        if isinstance(value, dt.date):
            return self.date(self.rng, value)  # type: ignore[no-any-return]
        for titles, way in ((COUNTS, self.count), (PHONES, self.phone), (CODES, self.code)):
            if title in titles:
                return way(self.rng, value)  # type: ignore[no-any-return]
        if title == "证件号码":
            return self.identity(self.rng, value)  # type: ignore[no-any-return]
        if title in FLAGS:
            return self.flag.get(value, value), ""
        if title in NAMES:
            return self._name(value), ""
        if title == "民族":
            return (
                value.removesuffix("族") if self.clan and len(value) > 2 - (value == "汉族") else value
            ), ""
        ways = WORDS.get(title, {}).get(value)
        return (ways[self.word] if ways else value), ""

    def _name(self, name: str) -> str:
        name = name.replace("·", self.dot)
        if self.padded and len(name) == 2:
            return name[0] + self.rng.choice(("　", " ", "  ")) + name[1]
        return name + " " if self.rng.random() < 0.02 else name
