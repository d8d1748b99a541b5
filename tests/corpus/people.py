"""Synthetic people for drawn files."""

from __future__ import annotations

from random import Random

_FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_GIVEN = "伟芳娜敏静强磊军洋勇艳杰娟涛明超霞平刚桂英华建国志远晓东海燕"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def name(draw: Random) -> str:
    return draw.choice(_FAMILY) + "".join(draw.choice(_GIVEN) for _ in range(draw.choice((1, 2, 2))))


def number(draw: Random, male: bool, year: int) -> str:
    """A valid identity number of nobody."""
    day = f"{year}{draw.randint(1, 12):02d}{draw.randint(1, 28):02d}"
    first = f"330105{day}{draw.randint(1, 99):02d}{draw.randrange(1 if male else 0, 10, 2)}"
    total = sum(int(digit) * weight for digit, weight in zip(first, _WEIGHTS, strict=True))
    return first + "10X98765432"[total % 11]


def mobile(draw: Random) -> str:
    return f"13{draw.randint(0, 9)}{draw.randint(10_000_000, 99_999_999)}"


def firm(draw: Random) -> str:
    place, trade = (
        draw.choice(("中泽", "甲木", "青腾", "北辰", "华源")),
        draw.choice(("科技", "机械", "物流")),
    )
    return f"杭州{place}{trade}有限公司"
