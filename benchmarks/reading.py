"""Reading 500 ordinary forms (200 rows x 20 columns) through books and tables, against python-calamine's bare
reading of the same files in the same run."""

from __future__ import annotations

import datetime as dt
import gc
import io
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import python_calamine
import xlsxwriter

from tests.corpus.people_of_units import id_check
from union_xl import find, ledgers, readers
from union_xl.model import RunContext, Source

TAKES_OPTIONS = True
GOAL = 2.0
"""Calamine reads every value; our own faster reader of plain sheets made 1.3 of it, and 5-14 % of a merge."""
_HEADS = ("序号", "姓名", "性别", "出生日期", "民族", "就业状况", "证件类型", "证件号码", "学历", "技能等级", "手机号码",  # noqa: E501
          "户籍类型",
          "户籍所在地", "会籍变化类型", "会籍变化日期", "入会日期", "政治面貌", "单位名称",
          "籍贯", "是否农民工")  # fmt: skip
_SURNAMES, _GIVEN = "王李张刘陈杨赵黄周吴徐孙", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华"


def form(seed: int, rows: int = 200) -> bytes:
    """One filled-in member form."""
    rng = random.Random(seed)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("会员登记表")
    sheet.write(0, 0, "工会会员实名制登记表")
    sheet.write(1, 0, f"填报单位：杭州第{seed}机械有限公司    填报日期：2022年7月1日")
    sheet.write_row(2, 0, _HEADS)
    for row in range(3, rows + 3):
        born = dt.date(1965, 1, 1) + dt.timedelta(days=rng.randrange(14_000))
        body = f"330105{born:%Y%m%d}{rng.randrange(1000):03d}"
        joined = dt.datetime(2020, 1, 1) + dt.timedelta(days=rng.randrange(900))
        name = rng.choice(_SURNAMES) + "".join(rng.sample(_GIVEN, 2))
        cells = [row - 2, name, "男女"[row % 2], dt.datetime.combine(born, dt.time()), "汉族", "在岗", "居民身份证",  # noqa: E501
                 body + id_check(body), rng.choice(("大学本科", "大专", "高中")), "四级", f"139{rng.randrange(10**8):08d}",  # noqa: E501
                 "非农业", "浙江杭州", "入会", joined, joined, "群众", f"杭州第{seed}机械有限公司",
                 "浙江", "否"]  # fmt: skip
        for col, cell in enumerate(cells):
            if isinstance(cell, dt.datetime):
                sheet.write_datetime(row, col, cell, day)
            else:
                sheet.write(row, col, cell)
    book.close()
    return out.getvalue()


def bare(path: Path) -> int:
    """What python-calamine alone does: every cell of every sheet."""
    opened = python_calamine.CalamineWorkbook.from_path(str(path))
    return sum(len(opened.get_sheet_by_index(at).to_python()) for at in range(len(opened.sheet_names)))


def ours(path: Path) -> int:
    """books and tables: opened, scanned, every table found and its columns bound."""
    book = readers.open_book(Source(path.name, path), RunContext())
    found = find.find_tables(book, ledgers.BUILT_IN)
    return sum(len(table.body) for table in found.tables)


def timed(work: Callable[[Path], int], paths: Sequence[Path], threads: int) -> float:
    """Seconds for all files."""
    began = time.perf_counter()
    if threads == 1:
        total = sum(map(work, paths))
    else:
        with ThreadPoolExecutor(threads) as pool:
            total = sum(pool.map(work, paths))
    seconds = time.perf_counter() - began
    assert total >= 200 * len(paths), total
    return seconds


def in_processes(paths: Sequence[Path], processes: int, rounds: int) -> float:
    """Median seconds for all files in warm worker processes, as a merge reads them: the tables stay there."""
    seconds = []
    with ProcessPoolExecutor(processes, get_context("spawn"), initializer=gc.freeze) as pool:
        list(pool.map(ours, paths[: 20 * processes], chunksize=10))
        for _ in range(rounds):
            began = time.perf_counter()
            total = sum(pool.map(ours, paths, chunksize=25))
            seconds.append(time.perf_counter() - began)
            assert total >= 200 * len(paths), total
    return statistics.median(seconds)


def run(options: Sequence[str] = ()) -> list[str]:
    """`--files N` (500), `--rounds N` (3): medians of the rounds, both sides in turn."""
    given = dict(zip(options[::2], options[1::2], strict=False))
    count, rounds = int(given.get("--files", 500)), int(given.get("--rounds", 3))
    lines = []
    with tempfile.TemporaryDirectory() as scratch:
        paths = [Path(scratch) / f"{number:03d}.xlsx" for number in range(count)]
        for number, path in enumerate(paths):
            path.write_bytes(form(number))
        ours(paths[0])
        gc.collect()
        gc.freeze()  # as every bulk run does: the modules' own objects need not be walked again and again
        for threads in (1, 2):
            pairs = [(timed(bare, paths, 1), timed(ours, paths, threads)) for _ in range(rounds)]
            floor = statistics.median(one for one, _ in pairs)
            mine = statistics.median(two for _, two in pairs)
            lines.append(
                f"{threads} thread{'s' if threads > 1 else ' '}: calamine alone {floor:.2f} s, "
                f"books + tables {mine:.2f} s, ratio {mine / floor:.2f} (goal {GOAL})"
            )
        floor = statistics.median(timed(bare, paths, 1) for _ in range(rounds))
        mine = in_processes(paths, 2, rounds)
        lines.append(
            f"2 processes, as a merge reads: calamine alone {floor:.2f} s, "
            f"books + tables {mine:.2f} s, ratio {mine / floor:.2f} (goal {GOAL})"
        )
    return lines
