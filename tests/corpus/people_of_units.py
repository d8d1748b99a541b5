"""Synthetic people: identity numbers by checksum, credit codes, mobiles and names.

Everything is drawn from the random generator given, so one seed always gives the same people.
Nobody here exists: names are drawn by chance, numbers are built with the checksums of
GB 11643-1999 and GB 32100-2015.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)

# fmt: off
AREAS = (
    "330102", "330105", "330106", "330108", "330109", "330110", "330122", "330182", "330281", "330327",
    "330381", "330424", "330522", "330681", "330782", "330825", "331081", "332501", "340102", "340822",
    "341181", "360428", "362329", "410122", "411525", "420528", "430181", "510722", "522121", "610113",
    "320621", "370124", "130102", "650102", "540102",
)
# fmt: on
RETIRED_AREAS = ("330103", "330104", "330125", "330184")

SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余"
    "潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
RARE_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "逄", "亓", "郄", "仝", "禚", "昝")
MALE = "伟强磊军洋勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯健俊帆帅旭宁龙林东成建国志海云峰毅"
FEMALE = "芳娜敏静丽艳娟霞燕玲红梅雪琳晶洁莉萍婷颖慧丹蓉怡欣悦倩璐佳雯菲瑶彤琴秀英"
RARE = "喆垚淼昇珺赟烜玥堃翀晗澍䶮㛃"
MINORITY = {
    "维吾尔族": ("艾克拜尔·买买提", "古丽娜尔·艾力", "阿依努尔·吐尔逊", "帕尔哈提·卡德尔"),
    "藏族": ("扎西·次仁", "卓玛·央金", "次旦·多吉"),
    "哈萨克族": ("叶尔江·巴合提", "阿依古丽·哈不力"),
}
FEMALE_MINORITY = frozenset({"古丽娜尔·艾力", "阿依努尔·吐尔逊", "卓玛·央金", "阿依古丽·哈不力"})
PLAIN_ETHNICITIES = ("土家族", "苗族", "回族", "满族", "畲族", "侗族", "壮族", "布依族", "彝族", "蒙古族")
# fmt: off
MOBILE_HEADS = (
    "130", "131", "135", "136", "137", "138", "139", "150", "151", "152", "157", "158", "159", "166",
    "173", "177", "180", "182", "187", "188", "191", "198",
)
# fmt: on


def id_check(body: str) -> str:
    """The 18th character of a resident identity number, from its first 17 digits (GB 11643-1999).

    >>> id_check("11010519491231002")
    'X'
    """
    return "10X98765432"[sum(int(d) * w for d, w in zip(body, ID_WEIGHTS, strict=True)) % 11]


def code_check(body: str) -> str:
    """The 18th character of a credit code, from its first 17 (GB 32100-2015).

    >>> code_check("81330105MC0000434")
    '0'
    """
    total = sum(CODE_ALPHABET.index(c) * w for c, w in zip(body, CODE_WEIGHTS, strict=True))
    return CODE_ALPHABET[(31 - total % 31) % 31]


@dataclass(frozen=True, slots=True)
class Person:
    """One synthetic person; every value as the ledger should hold it."""

    name: str
    gender: str
    birth: dt.date
    ethnicity: str
    identity: str
    mobile: str


@dataclass
class People:
    """A source of people, codes and numbers that never repeats a person or a number."""

    rng: random.Random
    used: set[str] = field(default_factory=set)

    def _fresh(self, make: object, *args: object) -> str:
        while True:
            value = make(*args)  # type: ignore[operator]
            if value not in self.used:
                self.used.add(value)
                return value  # type: ignore[no-any-return]

    def identity(self, birth: dt.date, gender: str, area: str = "") -> str:
        """A fresh resident identity number."""

        def draw() -> str:
            where = area or self.rng.choice(AREAS if self.rng.random() > 0.06 else RETIRED_AREAS)
            serial = self.rng.randrange(0, 500) * 2 + (gender == "男")
            body = f"{where}{birth:%Y%m%d}{serial % 1000:03d}"
            return body + id_check(body)

        return self._fresh(draw)

    def mobile(self) -> str:
        """A fresh mobile number of 11 digits."""
        rng = self.rng
        return self._fresh(lambda: rng.choice(MOBILE_HEADS) + f"{rng.randrange(10**8):08d}")

    def landline(self) -> str:
        """A landline of Hangzhou."""
        return f"0571-8{self.rng.randrange(10**7):07d}"

    def code(self, head: str = "91", area: str = "330105") -> str:
        """A fresh credit code; `head` is registrar and class (91 enterprise, 81 union, 55 community)."""

        def draw() -> str:
            stem = "MC" if head == "81" else "MA"
            tail = "".join(self.rng.choice(CODE_ALPHABET) for _ in range(7))
            body = f"{head}{area}{stem}{tail}"
            return body + code_check(body)

        return self._fresh(draw)

    def bank_card(self) -> str:
        """A bank card number of 19 digits that passes Luhn."""
        body = "622848" + f"{self.rng.randrange(10**12):012d}"
        total = sum(int(d) if i % 2 else sum(divmod(2 * int(d), 10)) for i, d in enumerate(reversed(body)))
        return body + str(-total % 10)

    def name(self, gender: str) -> str:
        """A name of two to four characters, now and then with a rare one."""
        rng = self.rng
        surname = rng.choice(RARE_SURNAMES) if rng.random() < 0.03 else rng.choice(SURNAMES)
        pool = MALE if gender == "男" else FEMALE
        given = rng.choice(pool) + (rng.choice(pool) if rng.random() < 0.7 else "")
        if rng.random() < 0.03:
            given = rng.choice(RARE) + given[:1]
        return surname + given

    def person(self, youngest: int = 19, oldest: int = 48, as_of: dt.date = dt.date(2022, 6, 30)) -> Person:
        """A fresh person of working age (whole years on `as_of`)."""
        rng = self.rng
        gender = rng.choice("男女")
        days = rng.randrange((youngest + 1) * 366, oldest * 365)
        birth = as_of - dt.timedelta(days=days)
        ethnicity, name = "汉族", self.name(gender)
        draw = rng.random()
        if draw < 0.02:
            ethnicity = rng.choice(list(MINORITY))
            name = rng.choice(MINORITY[ethnicity])
            gender = "女" if name in FEMALE_MINORITY else "男"
        elif draw < 0.09:
            ethnicity = rng.choice(PLAIN_ETHNICITIES)
        return Person(name, gender, birth, ethnicity, self.identity(birth, gender), self.mobile())
