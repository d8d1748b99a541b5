"""Hand-made returns of made-up people, for the tests of merging."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from union_xl import ledgers
from union_xl.model import FormPart, HeldRow, Submission

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def document(number: int) -> str:
    """A synthetic resident id with a true checksum."""
    body = f"330105{1960 + number % 40}{1 + number % 12:02d}{1 + number % 28:02d}{number % 1000:03d}"
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]


def member(number: int, unit: str, **more: Any) -> dict[str, Any]:
    """One tidy member row."""
    return {
        "姓名": f"张{chr(0x4E00 + number % 2000)}",
        "性别": "男" if int(document(number)[16]) % 2 else "女",
        "证件类型": "居民身份证",
        "证件号码": document(number),
        "手机号码": f"139{number:08d}",
        "单位名称": unit,
        "会籍变化类型": "入会",
        "会籍变化日期": dt.date(2022, 3, 20),
        "入会日期": dt.date(2022, 3, 20),
    } | more


def part(
    rows: Sequence[Mapping[str, Any]],
    unit: str,
    held: Sequence[Mapping[str, Any]] = (),
    form: str = "member",
    **more: Any,
) -> FormPart:
    """A part of tidy rows from row 2 on; held rows stand below them."""
    titles = [column.title for column in ledgers.form(form).columns]
    return FormPart(
        form,
        unit,
        {title: [row.get(title) for row in rows] for title in titles},
        ["会员"] * len(rows),
        list(range(2, 2 + len(rows))),
        held=tuple(
            HeldRow("会员", 2 + len(rows) + n, dict(cells), ("ID-CHECK",)) for n, cells in enumerate(held)
        ),
        read=len(rows) + len(held),
        **more,
    )


def sent(book: str, *parts: FormPart, **more: Any) -> Submission:
    """A submission whose sha256 comes from what it says."""
    digest = hashlib.sha256(repr(parts).encode()).hexdigest()
    return Submission(book, more.pop("sha256", digest), "xlsx", more.pop("fate", "采用"), parts=parts, **more)
