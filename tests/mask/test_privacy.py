"""How private values look outside the office."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from union_xl import ledgers
from union_xl.ledgers.masking import mask, mask_text


@pytest.mark.parametrize(
    ("value", "privacy", "shown"),
    [
        ("张三", "name", "张*"),
        ("330105199003072013", "id", "**************2013"),
        (330105199003072013, "id", "**************2013"),
        ("E12345678", "id", "*****5678"),
        ("13912341234", "mobile", "139****1234"),
        (13912341234.0, "mobile", "139****1234"),
        ("0571-85001234", "mobile", "********1234"),
        ("6222020200112233445", "bank", "**** 3445"),
        (dt.date(1990, 3, 7), "birth", "1990年"),
        ("1990-03", "birth", "1990年"),
        ("浙江省杭州市上城区北星社区3幢101室", "address", "浙江省杭州市上城区北星社区…"),
        ("家中困难", "free", ""),
        ("杭州某公司", "", "杭州某公司"),
        (None, "id", None),
        ("", "name", ""),
    ],
)
def test_masks(value: Any, privacy: Any, shown: Any) -> None:
    """Every kind of privacy has its mask; blank stays blank, public stays public."""
    assert mask(value, privacy) == shown


KINDS = ["name", "id", "mobile", "bank", "birth", "address", "free"]


@given(st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.dates()), st.sampled_from(KINDS))
def test_masking_never_fails(value: Any, privacy: Any) -> None:
    """Whatever stands in the cell, it can be masked."""
    mask(value, privacy)


@given(st.from_regex(r"[1-9]\d{16}[\dX]", fullmatch=True))
def test_no_more_than_the_last_four_are_shown(number: str) -> None:
    """An ID never shows birth date or district."""
    assert set(str(mask(number, "id"))[:-4]) == {"*"}


def test_text_loses_numbers_of_persons_only() -> None:
    """IDs, cards and mobiles inside a sentence are masked; dates, codes with letters and amounts stay."""
    told = mask_text(
        "330105199003072013、33010519900307201X、13912341234，2022-06-30，共1200000元，91330105MA2YJ1XR9G"
    )
    assert told == (
        "**************2013、**************201X、139****1234，2022-06-30，共1200000元，91330105MA2YJ1XR9G"
    )


def test_columns_of_persons_are_private_in_every_ledger() -> None:
    """Names, IDs, telephones and accounts: by their 类型, whatever the column is called."""
    kinds = ("姓名", "多人姓名", "证件号码", "手机号码", "联系电话", "银行账号")
    open_ones = [
        (form.short, column.title)
        for form in ledgers.BUILT_IN
        for column in form.columns
        if column.type in kinds and not column.privacy
    ]
    assert open_ones == []
