"""A small ledger in which every ledger has rows, made at random from the declarations."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import numpy as np
import pandas as pd

from tests.corpus.ledgers import frame, ledger
from union_xl import ledgers
from union_xl.ledgers.form import Column, Form
from union_xl.ledgers.shapes import shape_of

ROWS = 24
_TEXTS = {
    "科目编号": ("401", "402", "403", "408", "501", "502", "503", "505", "508"),
    "所属期": ("2022-01", "2022-03", "2022Q1", "2022Q2", "2021Q4"),
}


def every_ledger(seed: int = 3, rows: int = ROWS) -> dict[str, pd.DataFrame]:
    """{form slug: frame}, the same for the same seed."""
    chance = random.Random(seed)
    found = ledger(members=240, units=12, contests=6, entries=60, seed=seed)
    units = [str(one) for one in found["unit-register"]["单位名称"]]
    places = sorted({str(one) for one in found["unit-register"]["所属社区"].dropna()})
    forms = sorted(ledgers.BUILT_IN, key=lambda one: (bool(one.parent), one.slug == "contest-result"))
    for form in forms:
        if form.slug not in found:
            found[form.slug] = _frame(form, found, units, places, chance, rows)
    return found


def _frame(
    form: Form,
    found: dict[str, pd.DataFrame],
    units: list[str],
    places: list[str],
    chance: random.Random,
    rows: int,
) -> pd.DataFrame:
    types = shape_of(form).types
    block: dict[str, Any] = {
        column.title: np.array(
            [_value(column, types[column.title], units, places, chance, at) for at in range(rows)],
            dtype=object,
        )
        for column in form.columns
    }
    contests = [str(one) for one in found["contest"]["竞赛名称"]]
    if "竞赛名称" in block:
        block["竞赛名称"] = np.array([chance.choice(contests) for _ in range(rows)], dtype=object)
    parent = found.get(form.parent)
    if parent is not None and form.link:
        own = ledgers.form(form.parent)
        keys = next(key for key in own.keys if len(key) == len(form.link))
        picked = [chance.randrange(len(parent)) for _ in range(rows)]
        for title, key in zip(form.link, keys, strict=True):
            title, key = (title, title) if title in own.titles else (title, key)
            block[title] = np.array([parent[key].iloc[at] for at in picked], dtype=object)
    if form.slug == "task":
        names = ["新建工会数", "发展会员数", "帮扶金额", "建会率", "整理档案"]
        targets = [5, 40, 5, 0.9, 3]
        block = {title: values[: len(names)] for title, values in block.items()}
        block |= {"指标名称": np.array(names, dtype=object), "目标数": np.array(targets, dtype=object)}
        block |= {title: np.full(len(names), None, dtype=object) for title in ("单位名称", "所属社区")}
        block["年度"] = np.full(len(names), 2022, dtype=object)
        rows = len(names)
    return frame(form, block, rows)


def _value(
    column: Column, kind: str, units: list[str], places: list[str], chance: random.Random, at: int
) -> Any:
    if column.role == "unit":
        return chance.choice(units)
    if column.role == "community":
        return chance.choice(places)
    if column.title in _TEXTS:
        return chance.choice(_TEXTS[column.title])
    if chance.random() < 0.1 and column.need != "required":
        return None
    if column.kind.choices:
        return chance.choice(column.kind.choices)
    if kind == "DATE":
        return dt.datetime(2021, 11, 1) + dt.timedelta(days=chance.randrange(300))
    if "年" in column.title and kind == "BIGINT":
        return 2022 if chance.random() < 0.9 else 2021
    if kind in ("BIGINT", "DOUBLE"):
        return chance.randrange(1, 40) * (100 if kind == "DOUBLE" else 1)
    if column.privacy == "id":
        return f"33010519{1960 + chance.randrange(40)}01{10 + at % 20:02d}{100 + at:03d}X"
    if column.privacy == "name":
        return "某" + chance.choice("甲乙丙丁戊己庚辛") + chance.choice("一二三四五")
    return f"{column.title}{at % 9 + 1}"
