"""Folders of messy returns nobody has seen, with the truth about them; and the run that judges the product.

`make(folder, seed)` writes 工作台.xlsx and 上报/… and gives the Truth.  One seed, one folder.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.corpus import combined_files, containers, office_workbook, our_own_files, sheets
from tests.corpus.faults import CENSUS, CONTEST, ENTRY, MEMBER
from tests.corpus.generate_returns import AS_OF, PASSWORD, PLACES, Folder
from tests.corpus.truth import Truth
from tests.corpus.units import SUBDISTRICT

OWN = (28, 29)
SHARED = ((12, 13), (15, 16, 17), (24, 25))


def make(folder: Path, seed: int, units: int = 40) -> Truth:
    """Write a folder of messy returns and give the truth about it."""
    from tests.corpus.non_form_files import strays

    drawing = Folder(folder, seed, units)
    rng = drawing.rng
    _office(drawing)
    shared = {number for numbers in SHARED for number in numbers}
    for number, firm in enumerate(drawing.firms):
        if number % 11 == 10 or number in shared:
            continue
        if number in OWN:
            (our_own_files.filled_blank if number == OWN[0] else our_own_files.marked_copy)(drawing, firm)
            continue
        item = drawing.member_return(firm)
        drawing.spoil(item, MEMBER, rng.choice((0, 1, 2, 2, 3, 4)))
        drawing.place(item)
    for numbers, together in zip(
        SHARED,
        (combined_files.one_table, combined_files.blocks_below, combined_files.sheet_each),
        strict=True,
    ):
        item = together(drawing, [drawing.firms[n] for n in numbers])
        drawing.spoil(item, MEMBER, rng.choice((0, 1, 2)))
        drawing.place(item)
    for place in PLACES[:-1]:
        item = drawing.census_return(place, [f for f in drawing.firms if f.community == place])
        drawing.spoil(item, CENSUS, rng.choice((1, 2, 2)))
        drawing.place(item)
    for item in drawing.contest_returns():
        drawing.spoil(item, ENTRY if item.form == "contest-entry" else CONTEST, rng.choice((0, 1)))
        drawing.place(item)
    strays(drawing)
    _finish(drawing)
    return drawing.truth


def _office(drawing: Folder) -> None:
    drawing.truth.folder.mkdir(parents=True, exist_ok=True)
    settings = [
        ("填报单位", SUBDISTRICT, ""),
        ("统计期间", "2022H1", ""),
        ("截止日", AS_OF, ""),
        ("报送截止日", dt.date(2022, 7, 10), ""),
        ("打开密码", PASSWORD, ""),
    ]
    roster = [
        [f.name, "、".join(f.aliases), f.code, f.community, f.contact, f.phone, "会员登记", ""]
        for f in drawing.firms
    ]
    roster += [[f"{p}工会联合会", p, "", p, "", "", "单位台账", ""] for p in PLACES]
    drawing.truth.office.write_bytes(office_workbook.office_workbook(settings, roster))


def _finish(drawing: Folder) -> None:
    made = containers.converted(
        {name: sheets.xlsx(item.drawn.book) for name, (item, _) in drawing.waiting.items()}
    )
    for name, (item, _) in drawing.waiting.items():
        drawing.out[name] = made.get(name) or sheets.xlsx(item.drawn.book)
    for name, data in drawing.out.items():
        path = drawing.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


TAKES_OPTIONS = True


def run(options: Sequence[str] = ()) -> list[str]:
    """`--seeds N` (3), `--first N` (0), `--keep DIR`, `--notes`: merge that many folders and score each."""
    import subprocess
    import sys
    import tempfile

    from tests.corpus.scoring import MUST_BE_ZERO, score, seen_in

    given = dict(zip(options[::2], options[1::2], strict=False))
    first, count = int(given.get("--first", 0)), int(given.get("--seeds", 3))
    keep = given.get("--keep")
    total: Counter[str] = Counter()
    lines = []
    for seed in range(first, first + count):
        with tempfile.TemporaryDirectory() as scratch:
            home = Path(keep or scratch) / f"seed{seed}"
            home.mkdir(parents=True, exist_ok=True)
            truth = make(home, seed)
            command = [
                sys.executable,
                "-m",
                "union_xl",
                "merge",
                str(home / "上报"),
                "--out",
                str(home / "out"),
            ]
            command += ["--office", str(truth.office), "--json", "--fresh"]
            done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
            if done.returncode not in (0, 1):
                lines.append(f"seed {seed}: merge ended {done.returncode}: {done.stderr.strip()[-300:]}")
                total["failed runs"] += 1
                continue
            made = score(truth, seen_in(home / "out"))
        total.update(made.counts)
        bad = {k: v for k, v in made.counts.items() if k in MUST_BE_ZERO and v}
        lines.append(
            f"seed {seed}: {made.counts['rows']} rows, {made.counts['faults']} faults; {bad or 'clean'}"
        )
        lines += [f"    {note}" for note in made.notes] if "--notes" in options else []
    return lines + table(total)


def table(total: Mapping[str, int]) -> list[str]:
    """The totals as lines."""
    from tests.corpus.scoring import MUST_BE_ZERO

    faults, clean = total.get("faults", 0) or 1, total.get("clean rows", 0) or 1
    lines = [
        f"{name:24}{total.get(name, 0):8}" for name in ("files", "rows", "kept rows", "values", *MUST_BE_ZERO)
    ]
    lines.append(f"{'columns not read':24}{total.get('columns not read', 0):8} of {total.get('columns', 0)}")
    lines.append(f"{'recall of faults':24}{100 * total.get('faults found', 0) / faults:7.2f}% of {faults}")
    lines.append(
        f"{'noise on clean rows':24}{100 * total.get('warned clean rows', 0) / clean:7.2f}% of {clean}"
    )
    return lines
