"""Hostile files through the reader, in one process: nothing escapes, nothing is taken for data."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.corpus import bombs
from union_xl.findings import RULES
from union_xl.ledgers import BUILT_IN, rule_titles
from union_xl.model import RunContext, Source
from union_xl.run.workers.read_return import safe_submission

FATES = {"采用", "未能读取", "忽略", "待确认"}
GROUPS = ("far_and_odd", "words", "entities", "ole", "open_documents", "damaged")


def _files(group: str) -> bombs.Files:
    make: Callable[..., bombs.Files] = getattr(bombs, group)
    rng = random.Random(20220630)
    return make() if group in ("far_and_odd", "words", "entities") else make(rng)


@pytest.mark.parametrize("group", GROUPS)
def test_every_file_gets_an_answer(group: str, tmp_path: Path) -> None:
    """Each hostile file ends as a Submission with a known 去向 and known rules, and is left unchanged."""
    seen, known = 0, rule_titles(BUILT_IN)
    for name, data in _files(group):
        path = tmp_path / name
        path.write_bytes(data)
        made = safe_submission(Source(name, path), RunContext())
        assert made.fate in FATES, name
        assert made.fate == "采用" or made.reason in RULES, (name, made.reason)
        assert {f.rule for f in made.findings} <= known.keys(), name
        assert path.read_bytes() == data, name
        seen += 1
    assert seen >= 8


def test_the_corpus_is_a_hundred_and_always_the_same() -> None:
    """Two drawings of the corpus agree by name, and there are more than a hundred files."""
    names = [name for name, _ in bombs.far_and_odd()]
    assert names == [name for name, _ in bombs.far_and_odd()]
    total = sum(1 for group in GROUPS for _ in _files(group))
    assert total >= 80
