"""Figures picked at random, each followed to its rows and back; seeded.

`python -m tests.trace.followed 汇总台账.xlsx 300 1` does it for 300 figures of a ledger.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

from union_xl.figures import fed_by, source_rows
from union_xl.model import Figure
from union_xl.run.reporting.evaluation import Evaluation, evaluate


def follow(run: Evaluation, count: int, seed: int) -> Iterator[tuple[Figure, str]]:
    """`count` random figures that stand on rows, whole ones and groups, and what is wrong with each: its rows
    are not as many as it says, or one of them does not name it among the figures it feeds."""
    chance = random.Random(seed)
    standing = [one for one in run.figures if one.count and one.how != "公式"]
    formulas = [one for one in run.figures if one.how == "公式" and one.value]
    picked = chance.choices(standing, k=count * 9 // 10)
    for one in [*picked, *chance.choices(formulas, k=count - len(picked))]:
        yield one, _wrong(run, one, chance)


def _wrong(run: Evaluation, one: Figure, chance: random.Random) -> str:
    parts = source_rows(run.counting, one.name, one.group_by, one.group)
    filled = [part for part in parts if part.rows]
    if not filled:
        return "没有行"
    if one.how != "公式":
        told = {part.part: len(part.rows) for part in parts}
        if one.count not in told.values():
            return f"说有 {one.count} 行，追到 {told}"
        if one.how == "计数" and one.value != told[""]:
            return f"数是 {one.value}，追到 {told} 行"
    part = chance.choice(filled)
    row = chance.choice(part.rows)
    fed = [back for back in fed_by(run.counting, part.ledger, row) if back.name == one.name]
    if not fed:
        return f"{part.ledger} 第 {row} 行不认它"
    groups = {group for back in fed for group in back.groups}
    if one.group_by and one.how != "公式" and (one.group_by, one.group) not in groups:
        return f"{part.ledger} 第 {row} 行不在 {one.group_by}={one.group}"
    return ""


def main(path: str, count: str = "300", seed: str = "1") -> int:
    """Follow them; the number of those that did not come back."""
    found = list(follow(evaluate(Path(path)), int(count), int(seed)))
    for one, why in found:
        if why:
            print(one.code, one.name, one.group_by, one.group, why)
    lost = sum(bool(why) for _, why in found)
    print(f"{len(found)} 个数，追到行再追回来 {len(found) - lost} 个")
    return lost


if __name__ == "__main__":
    sys.exit(min(1, main(*sys.argv[1:])))
