"""Returns saved again by LibreOffice in other containers: the same rows are read, the same problems told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.libreoffice import convert
from union_xl.model import RunContext, Source, Submission, period
from union_xl.run.workers.read_return import submission

RETURNS = sorted((Path(__file__).parents[2] / "workbooks" / "2022H1" / "上报").rglob("*.xlsx"))
CONTEXT = RunContext(period=period("2022H1"))
CHOSEN = {f"{at:03d}": path for at, path in enumerate(RETURNS) if at % 6 == 0 or "名册" in path.name}


@pytest.fixture(scope="module")
def resaved(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Mapping[str, Path]]:
    """{ending: {number: the file}} of the chosen returns."""
    root = tmp_path_factory.mktemp("resaved")
    (root / "in").mkdir()
    files = []
    for number, path in CHOSEN.items():
        files.append(root / "in" / f"{number}.xlsx")
        files[-1].write_bytes(path.read_bytes())
    return {kind: convert(files, kind, root / kind) for kind in ("ods", "xls", "fods")}


def read(path: Path, data: bytes) -> tuple[Counter[object], Counter[object]]:
    """What a file says: rows kept and held with their places, and what is told at which cell."""
    made: Submission = submission(Source(path.name, path, data), CONTEXT)
    rows = Counter[object]()
    for part in made.parts:
        for at, place in enumerate(zip(part.sheets, part.rows, strict=True)):
            rows[(part.form, place, *(str(cells[at]) for cells in part.columns.values() if cells))] += 1
        rows.update((part.form, one.sheet, one.row, one.key) for one in part.held)
    return rows, Counter((one.rule, one.place.sheet, one.place.row, one.place.col) for one in made.findings)


@pytest.mark.office
@pytest.mark.parametrize("kind", ["ods", "xls", "fods"])
def test_another_container_says_the_same(kind: str, resaved: Mapping[str, Mapping[str, Path]]) -> None:
    """Merges, hidden columns, dates, numbers with too many digits, several sheets."""
    assert len(resaved[kind]) >= 12
    for number, made in resaved[kind].items():
        path = CHOSEN[number]
        assert read(path.with_suffix(f".{kind}"), made.read_bytes()) == read(path, path.read_bytes()), (
            path.name
        )
