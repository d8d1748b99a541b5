"""How the layouts of a ledger (card, matrix, statement) are written in a cell of its declaration, and read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from union_xl.ledgers.column import Column
from union_xl.ledgers.form import Form
from union_xl.ledgers.layouts import Card, Matrix, Statement

CARD_HELP = "也有一户（人、单位）一张的卡片：是；卡片上的别的叫法写成 标签 = 列名，一行一个；卡片里附的表写成 附表 = 代号"
MATRIX_HELP = "也有单位和项目纵横相对的表：项目列 × 内容列（× 类别列）"
_CODES = ("科目编号", "科目代码", "科目编码")
_NAMES = ("科目名称", "科目")
"""How the columns of accounts are called."""
BLOCK = "附表"
"""The label under which a line names a ledger that has a block on the card."""
STATEMENT_HELP = "一行一个科目的收支表：编号列 × 名称列（× 年度列）"


def card(text: str) -> Card | None:
    """`是`, or `标签 = 列名`, one a line; `否`.  Raises ValueError.

    >>> card("是"), card("职工编号 = 档案编号").labels, card("否")
    (Card(labels=(), blocks=()), (('职工编号', '档案编号'),), None)
    """
    told = text.strip()
    if told in ("是", "√", "否", "×"):
        return Card() if told in ("是", "√") else None
    pairs = [line.partition("=") for line in told.split("\n") if line.strip()]
    blocks = [slug.strip() for label, _, slug in pairs if label.strip() == BLOCK]
    pairs = [one for one in pairs if one[0].strip() != BLOCK]
    wrong = next((line for line, sign, _ in pairs if not sign), None)
    if wrong is not None:
        raise ValueError(f"看不懂“{wrong}”，请写 是、否，或 标签 = 列名，一行一个")
    labels = tuple((label.strip(), title.strip()) for label, _, title in pairs)
    return Card(labels=labels, blocks=tuple(blocks))


def card_text(value: Card) -> str:
    lines = [*value.labels, *((BLOCK, slug) for slug in value.blocks)]
    return "\n".join(f"{label} = {title}" for label, title in lines) or "是"


def _parts(text: str) -> list[str]:
    pieces = [piece.strip() for piece in re.split(r"[×、，,;；/]", text) if piece.strip()]
    if not 2 <= len(pieces) <= 3:
        raise ValueError(f"看不懂“{text}”，请写成 列名 × 列名，最多三个")
    return pieces


def parts_text(value: Matrix | Statement) -> str:
    return " × ".join(filter(None, value.model_dump().values()))


def matrix(text: str) -> Matrix:
    """Raises ValueError.

    >>> matrix("项目 × 是否达标")
    Matrix(item='项目', value='是否达标', kind='')
    """
    return Matrix(**dict(zip(("item", "value", "kind"), _parts(text), strict=False)))


def usual_statement(columns: Sequence[Column]) -> Statement | None:
    """The statement that columns named after accounts make, where the sheet does not say."""
    titles = {column.title: column for column in columns}
    code = next((title for title in _CODES if title in titles), "")
    name = next((title for title in _NAMES if title in titles), "")
    year = next((column.title for column in columns if column.type == "年份"), "")
    return Statement(code=code, name=name, year=year) if code and name else None


def statement(text: str) -> Statement:
    """Raises ValueError."""
    return Statement(**dict(zip(("code", "name", "year"), _parts(text), strict=False)))


@lru_cache(maxsize=128)
def with_layouts(own: Form, shipped: Form) -> Form:
    """A form that takes a shipped one's place, with the layouts (card, matrix, statement) of the latter that it
    does not declare itself and has the columns for: an older declaration knows none of them."""
    if own is shipped:
        return own
    titles = set(own.titles)
    changes: dict[str, object] = {}
    if own.card is None and shipped.card is not None:
        labels = tuple((label, title) for label, title in shipped.card.labels if title in titles)
        changes["card"] = shipped.card.but(labels=labels)
    for name in ("matrix", "statement"):
        layout: Matrix | Statement | None = getattr(shipped, name)
        if (
            getattr(own, name) is None
            and layout
            and titles.issuperset(filter(None, layout.model_dump().values()))
        ):
            changes[name] = layout
    return own.but(**changes) if changes else own
