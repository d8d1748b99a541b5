"""A ledger merged beside the very files it was made of: nothing stands there twice, kept or held."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import xlsxwriter

from tests.merge.returns import member
from tests.merging.test_clerk import TITLES
from union_xl.run import merge

UNITS = ["杭州甲样板有限公司", "杭州乙样板有限公司"]


def sent(path: Path, people: list[dict], line: str) -> None:
    """A list of members under a line that says whose it is, or of when."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("会员登记表")
    sheet.write_row(0, 0, ["工会会员实名制登记表"])
    sheet.write_row(1, 0, [line])
    sheet.write_row(2, 0, TITLES)
    for at, row in enumerate(people, 3):
        sheet.write_row(at, 0, [None if row.get(title) is None else str(row[title]) for title in TITLES])
    book.close()


def sheets(ledger: Path) -> dict[str, list[tuple[str, ...]]]:
    """Kept and held rows without their sources."""
    found = {}
    for name in ("会员登记", "暂缓"):
        rows = list(openpyxl.load_workbook(ledger)[name].iter_rows(values_only=True))
        head = next(row for row in rows if "来源行" in row)
        wanted = [at for at, title in enumerate(head) if title in ("姓名", "证件号码", "单位名称", "原因")]
        found[name] = sorted(tuple(str(row[at]) for at in wanted) for row in rows if any(row))
    return found


def test_a_ledger_beside_its_own_files_gives_itself(tmp_path: Path) -> None:
    """Rows of a file that waits, of a list by a community, of an older list whose rows a newer one brings
    again: held once, or not at all."""
    folder, both = tmp_path / "收回", tmp_path / "又一次"
    folder.mkdir()
    people = [member(n, UNITS[0]) for n in range(12)]
    sent(folder / "甲.xlsx", people[:10], f"单位名称：{UNITS[0]}    填报日期：2022年6月1日")
    sent(folder / "甲（最终）.xlsx", people, f"单位名称：{UNITS[0]}    填报日期：2022年6月9日")
    broken = [{**member(20, UNITS[1]), "入会日期": "2022-02-30"}, member(21, UNITS[1])]
    sent(folder / "社区.xlsx", [*broken, member(30, "杭州丙样板有限公司")], "填报单位：北星社区")
    late = [
        member(n, "杭州丁样板有限公司", 入会日期="2020-03-01", 会籍变化日期="2020-03-01") for n in (40, 41)
    ]
    sent(folder / "丁.xlsx", late, "单位名称：杭州丁样板有限公司    统计期间：2020年上半年")
    first = merge.merge(folder, tmp_path / "一", period="2022H1", jobs=1)
    assert first.accounts["member"]["held"] > 1
    both.mkdir()
    for path in (*folder.iterdir(), first.ledger_path):
        (both / path.name).write_bytes(path.read_bytes())
    again = merge.merge(both, tmp_path / "二", period="2022H1", jobs=1)
    assert sheets(again.ledger_path) == sheets(first.ledger_path)
