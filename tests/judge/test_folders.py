"""The generator of messy folders keeps its own truth."""

from __future__ import annotations

import io

import openpyxl
import pytest

from tests.corpus.folders import make
from tests.corpus.scoring import MUST_BE_ZERO, Seen, score, tidy
from tests.corpus.truth import Truth


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Truth:
    """One folder, drawn once."""
    return make(tmp_path_factory.mktemp("folder"), 1)


def test_size_and_variety(truth: Truth) -> None:
    """A folder has the size of a subdistrict's half-year and many kinds of files and faults."""
    assert 700 <= len(truth.rows) <= 1500
    assert 30 <= len(truth.faults) <= 110
    assert {r.form for r in truth.rows} == {"member", "unit-register", "contest", "contest-entry"}
    assert len({f.shape for f in truth.files.values()}) >= 12
    assert len({f.family for f in truth.faults}) >= 20


def test_every_file_is_there(truth: Truth) -> None:
    """Each file of the truth lies in the folder, or in a zip there, and nothing else does."""
    named = {n for n in truth.files if ".zip/" not in n}
    lying = {
        p.relative_to(truth.folder / "上报").as_posix()
        for p in (truth.folder / "上报").rglob("*")
        if p.is_file()
    }
    assert lying == named


def test_cells_say_what_the_truth_says(truth: Truth) -> None:
    """In plain .xlsx files the name stands in the row the truth gives, unless it was spoiled."""
    seen = 0
    for file in truth.files.values():
        path = truth.folder / "上报" / file.name
        if not file.shape.endswith("/xlsx") or "严格" in file.shape or not path.exists():
            continue
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
        for row in (r for r in truth.rows if r.file == file.name and r.form == "member" and r.clean):
            texts = {str(c.value).replace(" ", "").replace("　", "") for c in book[row.sheet][row.row]}
            assert row.values["姓名"][:2] in {t[:2] for t in texts}, (file.name, row.sheet, row.row)
            seen += 1
    assert seen > 50


def test_a_perfect_reader_scores_perfectly(truth: Truth) -> None:
    """Output made from the truth itself has nothing wrong and finds every fault."""
    made = score(truth, _perfect(truth))
    assert {k: v for k, v in made.counts.items() if k in MUST_BE_ZERO and v} == {}
    assert made.counts["faults found"] == made.counts["faults"] > 0
    assert made.counts["warned clean rows"] == 0


def test_the_judge_is_not_asleep(truth: Truth) -> None:
    """A lost row, a wrong value, a wrong 去向 and an error on a clean row are each seen."""
    seen = _perfect(truth)
    clean = [r for r in truth.live() if r.clean and r.sheet][:3]
    del seen.kept[clean[0].file, clean[0].sheet, clean[0].row]
    seen.kept[clean[1].file, clean[1].sheet, clean[1].row][0]["姓名"] = "某人"
    seen.findings.append(("错误", "X", clean[2].file, clean[2].sheet, f"A{clean[2].row}"))
    seen.fates["值班安排.xlsx"] = ("采用", "")
    made = score(truth, seen)
    for what in ("lost rows", "wrong values", "errors on clean rows", "wrong fates"):
        assert made.counts[what] >= 1, what


def _perfect(truth: Truth) -> Seen:
    seen = Seen()
    for row in truth.live():
        spot = (row.file, row.sheet or "Sheet1", row.row)
        if row.held:
            seen.held[spot].append("X")
        else:
            seen.kept[spot].append({"form": row.form, **row.values, "单位名称": row.unit})
    for fault in truth.faults:
        seen.findings.append((min(fault.levels), "X", fault.file, fault.sheet, min(fault.cells)))
    for file in truth.files.values():
        if file.fates:
            seen.fates[file.name] = (min(file.fates), "")
    for file in truth.files.values():
        if file.what.startswith("原件:"):
            seen.fates[file.what.removeprefix("原件:")] = ("重复", "")
    return seen


def test_values_compare_as_people_would() -> None:
    """Whole floats are counts, blanks are blank, dates are days."""
    assert tidy(3.0) == 3 and tidy("  ") is None
