"""Every figure can be followed to its rows, and every row to its figures."""

from __future__ import annotations

import random
from typing import Any

import pandas as pd
import pytest

from tests.figures.recount import blank
from union_xl import figures
from union_xl.figures import Evaluator, SourceRows
from union_xl.model import Figure, UsageError
from union_xl.model.rows import Rows

SEED = 20220630


@pytest.fixture(scope="module")
def found(counting: Evaluator) -> tuple[Figure, ...]:
    return counting.figures()


def again(
    figure: Figure, parts: tuple[SourceRows, ...], frames: dict[str, pd.DataFrame], counting: Evaluator
) -> Any:
    """The figure once more, from nothing but its traced rows, in plain Python."""
    one = counting.library.named(figure.name)
    assert one is not None
    rows = [frames[parts[0].form].iloc[list(part.rows)].to_dict("records") for part in parts]
    what = one.field.text
    if figure.how == "计数":
        return len(rows[0])
    if figure.how == "占比":
        top, bottom = (len({key(row, what) for row in part} if what else part) for part in rows)
        return top / bottom if bottom else None
    keys = [key(row, what) for row in rows[0]]
    keys = [one for one in keys if not blank(one)]
    if figure.how == "求和":
        return sum(keys) if keys or not rows[0] else None
    distinct = list(dict.fromkeys(keys))
    return distinct if figure.how == "名单" else len(distinct)


def key(row: dict[str, Any], what: str) -> Any:
    """The field of a row; the few fields that are more than a column are spelled out here."""
    if what == "coalesce(证件号码, 姓名 || 单位名称)":
        return row["姓名"] + row["单位名称"] if blank(row["证件号码"]) else row["证件号码"]
    if what == "coalesce(决算, 预算)":
        return row["预算"] if blank(row["决算"]) else row["决算"]
    if what.startswith("case when 基层工会类型"):
        joint = row["基层工会类型"] in ("联合", "联合会")
        return max(1, 0 if blank(row["涵盖单位数"]) else row["涵盖单位数"]) if joint else 1
    return row[what]


def test_two_hundred_figures_recomputed_from_their_rows(
    frames: dict[str, pd.DataFrame], counting: Evaluator, found: tuple[Figure, ...]
) -> None:
    """200 figures drawn by chance, each equal to what its traced rows give."""
    elsewhere = {"未录入会员数"}  # what is added up stands in another ledger: see the recount
    countable = [
        one for one in found if one.how != "公式" and one.form in frames and one.name not in elsewhere
    ]
    drawn = random.Random(SEED).sample(countable, 200)
    wrong = []
    for figure in drawn:
        parts = figures.source_rows(counting, figure.name, figure.group_by, figure.group)
        value = again(figure, parts, frames, counting)
        unreported = figure.how == "求和" and figure.value is None and not parts[0].rows
        if not unreported and value != pytest.approx(figure.value):
            wrong.append((figure.name, figure.group, figure.value, value))
    assert not wrong
    assert len({one.name for one in drawn}) > 40 and sum(bool(one.value) for one in drawn) > 100


def test_formulas_lead_to_the_rows_of_what_they_stand_on(counting: Evaluator) -> None:
    """净增会员数 is followed into both of its numbers."""
    assert {part.name for part in figures.source_rows(counting, "净增会员数")} == {"增加会员数", "减少会员数"}


def test_both_ways_agree(counting: Evaluator, found: tuple[Figure, ...]) -> None:
    """A row feeds an indicator exactly when it is among that indicator's rows."""
    chance = random.Random(SEED)
    for row in chance.sample(range(4_000), 25):
        fed = {one.name for one in figures.fed_by(counting, "member", row) if one.part != "经公式"}
        for name in ("发展会员数", "期末会员数", "女会员数", "减少会员数", "手机号码完整率"):
            inside = any(row in part.rows for part in figures.source_rows(counting, name))
            assert inside == (name in fed), (row, name)


def test_formulas_are_fed_too(counting: Evaluator) -> None:
    """A row that joined feeds the formulas above it, to any height."""
    row = figures.source_rows(counting, "发展会员数")[0].rows[0]
    fed = {one.name: one.part for one in figures.fed_by(counting, "会员登记", row)}
    assert fed["期内发展会员"] == "经公式" and fed["净增会员数"] == "经公式"


def test_all_groups_at_once_equal_one_by_one(counting: Evaluator) -> None:
    """The companion's bulk question gives the same rows as the single one."""
    every = figures.by_group(counting, "建会率", "社区")
    assert every
    for group, parts in every.items():
        single = figures.source_rows(counting, "建会率", "社区", group)
        assert {p.part: p.rows for p in parts if p.rows} == {p.part: p.rows for p in single if p.rows}


def test_unknown_figures_and_groups_are_told(counting: Evaluator) -> None:
    """A misspelt indicator is told with the nearest; a group it has not is told with those it has."""
    with pytest.raises(UsageError, match="新建工会数"):
        figures.source_rows(counting, "新建工会")
    with pytest.raises(UsageError, match="社区"):
        figures.source_rows(counting, "建会率", "单位", "甲")


def test_references_draw_neighbours_together() -> None:
    """Rows next to each other in one sheet become one reference."""
    frame = pd.DataFrame(
        {
            "来源文件": ["a.xlsx"] * 3 + ["b.xlsx"],
            "来源工作表": ["S"] * 4,
            "来源行": [5, 6, 9, 10],
        }
    )
    assert figures.row_references(Rows.of(frame), [0, 1, 2, 3]) == [
        "a.xlsx › S!5-6",
        "a.xlsx › S!9",
        "b.xlsx › S!10",
    ]
