"""Merging 500 ordinary returns: against bare reading, against the script a user would write, and again.

`python -m benchmarks merging`: 500 files of 200 rows x 20 columns, every tenth with faults; everything is
written.  `--big` adds 2,000 files of 500 rows, `--quick` leaves the slow script out.  Each measurement runs
in a fresh process, so that peak memory is its own; the short ones are the middle of three; ratios are taken
within the run.
"""

from __future__ import annotations

import compileall
import datetime as dt
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

TAKES_OPTIONS = True
FILES, ROWS = 500, 200
CHANGED = 5
TITLES = (
    "序号", "姓名", "性别", "出生日期", "民族", "证件类型", "证件号码", "手机号码", "学历", "政治面貌",
    "技能等级", "就业状况", "是否农民工", "户籍类型", "户籍所在地", "籍贯", "单位名称",
    "会籍变化类型", "会籍变化日期", "入会日期",
)  # fmt: skip
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林郑"
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂"


def document(born: dt.date, order: int, woman: bool) -> str:
    """A made-up resident number with a true checksum; `order` 0–249 among those born that day."""
    body = f"330105{born:%Y%m%d}{order // 5:02d}{order % 5 * 2 + (0 if woman else 1)}"
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]


DAYS, ORDERS = 13_499, 250


def person(rng: random.Random, number: int, unit: str, who: int) -> list[object]:
    """One correct row, the `number`th of its list; `who` names a person nobody else is."""
    woman = rng.random() < 0.5
    day, order = divmod(who * 7919 % (DAYS * ORDERS), ORDERS)
    born = dt.date(1965, 1, 1) + dt.timedelta(days=day)
    joined = dt.date(2022, 1, 4) + dt.timedelta(days=rng.randrange(170))
    name = rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=2))
    number_of = document(born, order, woman)
    home = f"杭州市文晖路{rng.randrange(900)}号"
    return [
        number, name, "女" if woman else "男", f"{born:%Y-%m-%d}", "汉族", "居民身份证", number_of,
        f"13{rng.randrange(10**9):09d}", rng.choice(["大学本科", "大学专科", "普通高中"]),
        rng.choice(["群众", "中共党员", "共青团员"]), rng.choice(["四级（中级工）", None]), "在岗",
        rng.choice(["是", "否"]), rng.choice(["非农业户口", "农业户口"]), home, "浙江杭州",
        unit, "入会", f"{joined:%Y-%m-%d}", f"{joined:%Y-%m-%d}",
    ]  # fmt: skip


def spoil(rng: random.Random, row: list[object], other: Sequence[object]) -> None:
    """One of the usual faults; `other` is a row of another file."""
    kind = rng.randrange(6)
    text = str(row[6])
    if kind == 0:
        row[6] = text[:16] + str((int(text[16]) + 1) % 10) + text[17]
    elif kind == 1:
        row[18] = "2022-06-31"
    elif kind == 2:
        row[7] = "1380000"
    elif kind == 3:
        row[1] = None
    elif kind == 4:
        row[1:8] = other[1:8]
    else:
        row[2] = "女" if row[2] == "男" else "男"


def make(folder: Path, files: int, rows: int) -> None:
    """Write the returns: a title line, a header, the rows; every tenth file has faults in 5 % of its rows."""
    folder.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor() as pool:
        list(pool.map(_written, [folder] * files, range(files), [rows] * files, chunksize=10))


def _written(folder: Path, number: int, rows: int) -> None:
    import xlsxwriter

    rng = random.Random(number)
    unit = f"杭州第{number + 1:04d}样板有限公司"
    book = xlsxwriter.Workbook(str(folder / f"{unit}.xlsx"))
    book.set_properties({"created": dt.datetime(2022, 7, 1)})
    sheet = book.add_worksheet("会员登记表")
    sheet.write_row(0, 0, ["工会会员实名制登记表"])
    sheet.write_row(1, 0, [f"单位名称：{unit}"])
    sheet.write_row(2, 0, TITLES)
    for line in range(rows):
        cells = person(rng, line + 1, unit, number * rows + line)
        if number % 10 == 0 and rng.random() < 0.05:
            spoil(rng, cells, person(rng, 1, unit, rng.randrange(FILES * ROWS)))
        sheet.write_row(3 + line, 0, cells)
    book.close()


def roster(path: Path, files: int) -> None:
    """The plain list of the units."""
    names = "\n".join(["单位名称", *(f"杭州第{n + 1:04d}样板有限公司" for n in range(files))])
    path.write_text(names, encoding="utf-8-sig")


def floor(folder: Path) -> int:
    """python-calamine, every cell, one thread."""
    from python_calamine import CalamineWorkbook

    cells = 0
    for file in sorted(folder.glob("*.xlsx")):
        for row in CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python():
            cells += len(row)
    return cells


def naive(folder: Path, out: Path) -> int:
    """What a user would write: read, concat, drop duplicates, write; no checks."""
    import pandas as pd

    frames = [pd.read_excel(file, header=2, dtype=str) for file in sorted(folder.glob("*.xlsx"))]
    whole = pd.concat(frames).drop_duplicates("证件号码")
    whole.to_excel(out / "naive.xlsx", index=False)
    return len(whole)


def ours(folder: Path, out: Path) -> dict[str, object]:
    """The whole command, everything written."""
    from union_xl.run import merge

    listed = folder.parent / "名单.csv"
    made = merge.merge(folder, out / "台账", roster=listed if listed.exists() else None, period="2022H1")
    return {"accounts": made.accounts, "seconds": dict(made.run["seconds"]), "outputs": len(made.outputs)}


TASKS: dict[str, Callable[[Path, Path], object]] = {
    "floor": lambda folder, out: floor(folder),
    "naive": naive,
    "ours": ours,
}


def measured(task: str, folder: Path, out: Path) -> dict[str, object]:
    """Seconds and peak memory (MB: the process, its largest child) of a task in a fresh process.

    The program is compiled beforehand, as pip compiles what it installs.
    """
    code = f"from benchmarks.merging import child; child({task!r}, {str(folder)!r}, {str(out)!r})"
    compileall.compile_dir(Path(__file__).resolve().parent.parent / "union_xl", quiet=1)
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    found: dict[str, object] = json.loads(told.stdout.splitlines()[-1])
    return found


def middle(task: str, folder: Path, out: Path, before: Path | None = None) -> dict[str, object]:
    """The middle one of three measurements by time, each with `out` as it is `before` (None: empty)."""
    made = []
    for _ in range(3):
        shutil.rmtree(out, ignore_errors=True)
        if before:
            shutil.copytree(before, out)
        out.mkdir(exist_ok=True)
        made.append(measured(task, folder, out))
    return sorted(made, key=lambda one: float(str(one["s"])))[1]


def child(task: str, folder: str, out: str) -> None:
    """Runs in the fresh process: imports first, untimed."""
    import pandas  # noqa: F401
    import python_calamine  # noqa: F401

    if task == "ours":
        import union_xl.run.merge  # noqa: F401
    start, before = time.perf_counter(), _worked()
    result = TASKS[task](Path(folder), Path(out))
    seconds, worked = time.perf_counter() - start, _worked() - before
    try:
        import resource

        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    except ImportError:
        own = children = 0.0
    print(
        json.dumps(
            {"s": seconds, "cpu": worked, "mb": round(own), "child_mb": round(children), "result": result}
        )
    )


def _worked() -> float:
    """Processor seconds of this process and its ended children: steady even where others load the machine."""
    told = os.times()
    return told.user + told.system + told.children_user + told.children_system


def change(folder: Path, count: int) -> None:
    """Another row in `count` files."""
    import openpyxl

    rng = random.Random(11)
    for place, file in enumerate(sorted(folder.glob("*.xlsx"))[3 : 3 + count * 7 : 7]):
        book = openpyxl.load_workbook(file)
        sheet = book.worksheets[0]
        sheet.append(person(rng, sheet.max_row - 2, str(sheet["Q4"].value), 2_500_000 + place))
        book.save(file)


def run(options: Sequence[str] = ()) -> Iterator[str]:
    """The lines of the report."""
    home = Path(tempfile.mkdtemp(prefix="merging-"))
    try:
        folder, out = home / "收回", home / "out"
        make(folder, FILES, ROWS)
        roster(home / "名单.csv", FILES)
        bare, whole = middle("floor", folder, out), middle("ours", folder, out)
        yield f"{FILES} files x {ROWS} rows x {len(TITLES)} columns, every tenth with faults"
        yield _line("floor: calamine, one thread", bare, bare)
        yield _line("union-xl merge, all written", whole, bare)
        yield f"   stages {json.dumps(whole['result'], ensure_ascii=False)}"
        shutil.copytree(out, home / "before")
        change(folder, CHANGED)
        again = middle("ours", folder, out, home / "before")
        share = float(str(again["s"])) / float(str(whole["s"]))
        yield _line(f"again, {CHANGED} files changed", again, bare) + f"  {share:.0%} of the full run"
        yield f"   stages {json.dumps(again['result'], ensure_ascii=False)}"
        if "--quick" not in options:
            slow = measured("naive", folder, out)
            times = float(str(slow["s"])) / float(str(whole["s"]))
            yield _line("pandas + openpyxl, no checks", slow, bare) + f"  {times:.1f} x our time"
        if "--big" in options:
            yield from _big(home, whole)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _big(home: Path, small: dict[str, object]) -> Iterator[str]:
    folder, out = home / "大" / "收回", home / "大" / "out"
    out.mkdir(parents=True)
    make(folder, 2000, 500)
    roster(home / "大" / "名单.csv", 2000)
    bare, whole = measured("floor", folder, out), measured("ours", folder, out)
    rows = 2000 * 500 / (FILES * ROWS)
    linear = float(str(whole["s"])) / (float(str(small["s"])) * rows)
    yield _line("2,000 files x 500 rows: floor", bare, bare)
    yield _line("2,000 files x 500 rows: merge", whole, bare) + f"  {linear:.2f} x linear"
    yield f"   stages {json.dumps(whole['result'], ensure_ascii=False)}"


def _line(name: str, got: dict[str, object], bare: dict[str, object]) -> str:
    seconds = float(str(got["s"]))
    memory = f"{got['mb']} MB (+{got['child_mb']} a worker)"
    times = f"{seconds:7.2f} s {seconds / float(str(bare['s'])):6.2f} x floor"
    worked = f"cpu {float(str(got['cpu'])):6.2f} s {float(str(got['cpu'])) / float(str(bare['cpu'])):6.2f} x"
    return f"{name:34} {times}  {worked}  {memory}"
