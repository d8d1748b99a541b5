"""Word files with lists, drawn at random: every value in its column, no row lost, nothing made up."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

from tests.corpus.drawn_lists import FORMS, Listed, drawn
from tests.corpus.pages import document
from union_xl.model import RunContext, Source
from union_xl.run.workers import read_return

CONTEXT = RunContext(declared=FORMS)
SUBSET = 25


def faults(listed: Listed) -> list[str]:
    data = document(listed.pages)
    one = read_return.submission(Source("名单.docx", Path("名单.docx"), data), CONTEXT)
    form = listed.form
    if [part.form for part in one.parts] != [form.slug]:
        return [f"{[part.form for part in one.parts]} for {form.slug}: {one.reason}"]
    (part,) = one.parts
    found: list[dict[str, Any]] = [
        {title: part.columns[title][at] for title in part.columns} for at in range(part.kept)
    ]
    told = (
        [] if len(found) == len(listed.rows) else [f"{len(found)} rows for {len(listed.rows)}: {part.held}"]
    )
    told += [] if part.unit == listed.unit else [f"unit {part.unit}"]
    for wanted, got in zip(listed.rows, found, strict=False):
        for title, value in wanted.items():
            tidy = form.by_title[title].kind.tidy(value).value
            if got.get(title) != tidy:
                told.append(f"{title}: {got.get(title)!r} for {tidy!r}")
    return told + [f"{text} taken for data" for text in listed.never if text in repr(found)]


def test_every_value_of_every_list_lies_in_its_column() -> None:
    """Titles, headers of two rows, broken tables, boxes, deletions, totals, signatures."""
    for seed in range(SUBSET):
        assert faults(drawn(Random(f"list {seed}"))) == [], seed


if __name__ == "__main__":
    import sys

    every = [(seed, faults(drawn(Random(f"list {seed}")))) for seed in range(int(sys.argv[1]))]
    wrong = [one for one in every if one[1]]
    print(len(every), "files,", len(wrong), "with faults", *wrong[:8], sep="\n")
