"""A ledger that stands in the output folder is never dropped because another month's folder lacks it."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from tests.merge.returns import document, member
from tests.merging.test_clerk import give, typed, value
from union_xl import ledgerbook
from union_xl.flow import merging

A = "杭州甲样板有限公司"


def units(folder: Path) -> None:
    """A register of units with one row that is held."""
    folder.mkdir(parents=True)
    book = xlsxwriter.Workbook(str(folder / "单位台账.xlsx"))
    sheet = book.add_worksheet("单位台账")
    sheet.write_row(0, 0, ("单位名称", "统一社会信用代码", "职工总数", "女职工数", "是否建会", "普查人"))
    sheet.write_row(1, 0, (A, "91330105MA2YJ1X11R", 10, 4, "未建", "孙七"))
    sheet.write_row(2, 0, ("杭州乙样板有限公司", "91330105MA2YJ1X22X", 12, 14, "未建", "孙七"))
    book.close()


def run(folder: Path, out: Path, **more):
    made = merging.merge(folder, out, period="2022H1", jobs=1, **more)
    return made, ledgerbook.read(made.ledger_path)


def test_a_ledger_without_input_is_carried_on(tmp_path: Path):
    """Kept and held rows stay, edits made in it too, and it is told; `drop` leaves it out."""
    give(tmp_path / "会员", A, [member(n, A) for n in range(1, 5)])
    units(tmp_path / "单位")
    out = tmp_path / "out"
    run(tmp_path / "会员", out)
    typed(out, "会员登记", {"证件号码": document(3)}, {"手机号码": "13700000003"})
    for _ in range(3):
        made, ledger = run(tmp_path / "单位", out)
        assert made.accounts["member"] == {"read": 4, "kept": 4, "joined": 0, "held": 0}
        assert made.accounts["unit-register"] == {"read": 2, "kept": 1, "joined": 0, "held": 1}
        assert value(ledger, document(3), "手机号码") == "13700000003"
        assert ledger.frames["member"]["来源文件"].tolist() == [f"{A}.xlsx"] * 4
        assert [one.facts["台账"] for one in made.ledger.findings if one.rule == "L-CARRIED"] == ["会员登记"]
    made, ledger = run(tmp_path / "会员", out)
    assert made.accounts["unit-register"] == {"read": 2, "kept": 1, "joined": 0, "held": 1}
    made, ledger = run(tmp_path / "会员", out, drop=["单位台账"])
    assert set(made.accounts) == {"member"}
