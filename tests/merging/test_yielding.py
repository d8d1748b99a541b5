"""A row that yields to another one, through the doors: held, accepted, corrected; and over the year."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from tests.merge.returns import document
from tests.merging.test_clerk import run, typed
from union_xl.run import check, merge

UNIT = "杭州甲样板有限公司"
TITLES = ("序号", "年度", "组织单位", "批次", "单位名称", "姓名", "证件号码", "使用天数", "是否成行")


def trips(path: Path, *rows: tuple[int, int, int], year: int = 2022) -> Path:
    """A list of people who went: (person, batch, days) each."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("疗休养人员")
    sheet.write_row(0, 0, ["职工疗休养人员名单"])
    sheet.write_row(1, 0, TITLES)
    for number, (who, batch, days) in enumerate(rows, 1):
        cells = (number, year, "街道", batch, UNIT, f"张{chr(0x4E00 + who)}", document(who), days, "是")
        sheet.write_row(number + 1, 0, cells)
    book.close()
    return path


def held(made: merge.MergeResult) -> list[tuple[str, int, tuple[str, ...]]]:
    return [(book, row.row, row.rules) for book, _, _, row in made.ledger.held]


def codes(made: merge.MergeResult, *wanted: str) -> list[tuple[str, str]]:
    return [(one.rule, str(one.place.row)) for one in made.ledger.findings if one.rule in wanted]


def test_the_later_trip_is_held_until_it_is_accepted(tmp_path: Path) -> None:
    """Run after run; 收下 keeps it, and a correction makes the exception needless."""
    desk = tmp_path / "收回", tmp_path / "out"
    trips(desk[0] / "名单.xlsx", (1, 1, 5), (2, 1, 5), (1, 2, 4))
    for _ in range(2):
        made, _ = run(desk)
        assert held(made) == [("名单.xlsx", 5, ("X30",))]
        assert codes(made, "X30") == [("X30", "5")] and made.exit_code == 1
    typed(desk[1], "暂缓", {"来源行": "5"}, {"处理": "收下", "收下理由": "经批准"})
    for _ in range(2):
        made, ledger = run(desk)
        assert not held(made) and codes(made, "X30") == []
        (line,) = ledger.explanations
        assert [line[t] for t in ("编号", "右值", "说明")] == ["收下", "已收下", "经批准"]
        assert made.run["decisions"] == {"honoured": 1, "not_honoured": []}
    trips(desk[0] / "名单.xlsx", (1, 1, 2), (2, 1, 5), (1, 2, 3))
    made, ledger = run(desk)
    assert not held(made) and ledger.explanations[0]["右值"] != "已收下"


def test_a_correction_on_the_held_rows_counts(tmp_path: Path) -> None:
    """What is typed over the days of the row that yielded lets it in."""
    desk = tmp_path / "收回", tmp_path / "out"
    trips(desk[0] / "名单.xlsx", (1, 1, 3), (1, 2, 4))
    run(desk)
    typed(desk[1], "暂缓", {"来源行": "4"}, {"使用天数": 2})
    for _ in range(2):
        made, ledger = run(desk)
        assert not held(made)
        assert ledger.frames["recup-person"]["使用天数"].tolist() == [3, 2]


def test_a_ledger_merged_once_more_holds_the_same(tmp_path: Path) -> None:
    """As the only return: what it held is held on, nobody else is."""
    desk = tmp_path / "收回", tmp_path / "out"
    trips(desk[0] / "名单.xlsx", (1, 1, 5), (1, 2, 4), (3, 1, 5))
    made, ledger = run(desk)
    (tmp_path / "再").mkdir()
    (tmp_path / "再" / "某街道.xlsx").write_bytes(made.ledger_path.read_bytes())
    again, other = run((tmp_path / "再", tmp_path / "再出"))
    assert [row.cells["批次"] for *_, row in again.ledger.held] == ["2"] or [
        row.cells["批次"] for *_, row in again.ledger.held
    ] == [2]
    columns = [title for title in ledger.frames["recup-person"].columns if title in TITLES]
    one, two = (each.frames["recup-person"][columns].values.tolist() for each in (ledger, other))
    assert one == two


def test_the_year_is_looked_at_in_the_earlier_ledger(tmp_path: Path) -> None:
    """June's ledger with --past: one finding for who went again, nothing of it is carried in."""
    trips(tmp_path / "六月" / "名单.xlsx", (1, 1, 2), (2, 1, 2))
    june = merge.merge(tmp_path / "六月", tmp_path / "六月台账", period="2022H1", jobs=1)
    trips(tmp_path / "九月" / "名单.xlsx", (1, 2, 2), (3, 2, 2))
    alone = merge.merge(tmp_path / "九月", tmp_path / "甲", period="2022H2", jobs=1)
    made = merge.merge(tmp_path / "九月", tmp_path / "乙", period="2022H2", jobs=1, past=[june.ledger_path])
    assert codes(alone, "X31") == [] and codes(made, "X31") == [("X31", "3")]
    assert made.accounts == alone.accounts and not made.ledger.conflicts


def test_check_runs_what_stands_in_the_book_and_says_what_rests(tmp_path: Path) -> None:
    """The same rule, level, cell and words as merging; the others are counted."""
    path = trips(tmp_path / "收回" / "名单.xlsx", (1, 1, 5), (1, 2, 4))
    told = check.check([path], period="2022H1")
    made = merge.merge(tmp_path / "收回", tmp_path / "out", period="2022H1", jobs=1)
    ours = [(one.rule, one.place, one.facts) for one in told.submissions[0].findings]
    assert ours and ours == [(one.rule, one.place, one.facts) for one in made.ledger.findings]
    assert [row.rules for row in told.submissions[0].parts[0].held] == [("X30",)]
    assert told.resting.words == "另有 2 条规则合并时再核对（需要：疗休养批次、会员登记）"
    assert told.document()["合并时再核对"] == {"规则数": 2, "需要": ["疗休养批次", "会员登记"]}
    assert any("另有 2 条规则" in str(rows) for _, _, rows in told.tables())
