"""A ledger that stands in the output folder is never dropped because another month's folder lacks it."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.merge.returns import document, member
from tests.merging.test_clerk import give, typed, value
from union_xl import ledger_book
from union_xl.model import FormError, LedgerError
from union_xl.run import merge

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
    made = merge.merge(folder, out, period="2022H1", jobs=1, **more)
    return made, ledger_book.read(made.ledger_path)


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


def test_files_that_are_gone_are_told(tmp_path: Path):
    """A folder with the new returns of a ledger only: what the ledger before had from others is gone, and
    said; a file that was moved, and a ledger that is dropped, are not."""
    give(tmp_path / "六月", A, [member(n, A) for n in range(1, 5)])
    units(tmp_path / "单位")
    give(tmp_path / "七月", "杭州乙样板有限公司", [member(7, "杭州乙样板有限公司")])
    out = tmp_path / "out"
    run(tmp_path / "六月", out)
    (tmp_path / "六月" / f"{A}.xlsx").rename(tmp_path / "六月" / "改名.xlsx")
    assert run(tmp_path / "六月", out)[0].remarks == run(tmp_path / "单位", out)[0].remarks == ()
    assert run(tmp_path / "六月", out, drop=["单位台账"])[0].remarks == ()
    (said,) = run(tmp_path / "七月", out)[0].remarks
    assert "1 个文件（改名.xlsx）" in said and "少了 4 行" in said


def _nothing(out: Path) -> None:
    pass


def _no_state(out: Path) -> None:
    shutil.rmtree(out / ".union_xl")


def _no_run(out: Path) -> None:
    (out / "run.json").write_text("{", "utf-8")


def _neither(out: Path) -> None:
    _no_state(out)
    _no_run(out)


def _other_settings(out: Path) -> None:
    for file in (out / ".union_xl" / "read").iterdir():
        file.unlink()


@pytest.mark.parametrize("loss", [_nothing, _no_state, _no_run, _neither, _other_settings])
def test_whatever_is_lost_nothing_is_dropped(tmp_path: Path, loss):
    """Rows, held rows, 待核, the clerk's edits and what else the file of another form says; the edits live on
    in 修正记录, so that they count when the files come again."""
    people = [member(n, A) for n in range(1, 6)]
    people[4]["证件号码"] = "330105199003072010"
    people[3]["出生日期"] = "1985-05-05"
    give(tmp_path / "会员", A, people)
    units(tmp_path / "单位")
    out = tmp_path / "out"
    _, first = run(tmp_path / "会员", out)
    typed(out, "会员登记", {"证件号码": document(3)}, {"手机号码": "13700000003"})
    loss(out)
    for _ in range(2):
        made, ledger = run(tmp_path / "单位", out)
        assert made.accounts["member"] == {"read": 5, "kept": 4, "joined": 0, "held": 1}
        assert value(ledger, document(3), "手机号码") == "13700000003"
        assert sorted(ledger.frames["member"]["台账状态"]) == sorted(first.frames["member"]["台账状态"])
    again, ledger = run(tmp_path / "会员", out)
    assert again.accounts["member"] == {"read": 5, "kept": 4, "joined": 0, "held": 1}
    if loss is _nothing:
        assert value(ledger, document(3), "手机号码") == "13700000003"


def test_a_row_deleted_by_the_clerk_is_held_not_lost(tmp_path: Path):
    """Deleted in a ledger that is carried on in the same run."""
    give(tmp_path / "会员", A, [member(n, A) for n in range(1, 5)])
    units(tmp_path / "单位")
    out = tmp_path / "out"
    path = run(tmp_path / "会员", out)[0].ledger_path
    book = openpyxl.load_workbook(path)
    book["会员登记"].delete_rows(3)
    book.save(path)
    for _ in range(2):
        made, _ = run(tmp_path / "单位", out)
        assert made.accounts["member"] == {"read": 4, "kept": 3, "joined": 0, "held": 1}


def test_another_base_does_not_bring_its_rows(tmp_path: Path):
    """`base` gives edits and decisions; what stands in the folder itself is carried on with its own edits."""
    give(tmp_path / "会员", A, [member(n, A) for n in range(1, 5)])
    units(tmp_path / "单位")
    out = tmp_path / "out"
    run(tmp_path / "会员", tmp_path / "旧")
    units(tmp_path / "别")
    run(tmp_path / "会员", out)
    typed(out, "会员登记", {"证件号码": document(3)}, {"手机号码": "13700000003"})
    made, ledger = run(tmp_path / "单位", out, base=tmp_path / "旧" / "汇总台账.xlsx")
    assert made.accounts["member"]["kept"] == 4
    assert value(ledger, document(3), "手机号码") == "13700000003"
    made, _ = run(tmp_path / "单位", tmp_path / "新", base=tmp_path / "旧" / "汇总台账.xlsx")
    assert set(made.accounts) == {"unit-register"}


def test_what_cannot_be_read_or_is_unknown_is_told(tmp_path: Path):
    """A damaged ledger is never dropped without a word; a name that is no ledger's is refused."""
    give(tmp_path / "会员", A, [member(n, A) for n in range(1, 5)])
    units(tmp_path / "单位")
    out = tmp_path / "out"
    run(tmp_path / "会员", tmp_path / "旧")
    run(tmp_path / "会员", out)
    with pytest.raises(FormError):
        run(tmp_path / "单位", out, drop=["没有的台账"])
    (out / "汇总台账.xlsx").write_bytes(b"junk")
    base = tmp_path / "旧" / "汇总台账.xlsx"
    shutil.rmtree(out / ".union_xl")
    with pytest.raises(LedgerError, match="--drop"):
        run(tmp_path / "单位", out, base=base)
    made, _ = run(tmp_path / "单位", out, base=base, drop=["会员登记"])
    assert set(made.accounts) == {"unit-register"}


def test_marked_copies_of_what_is_carried_on_stay(tmp_path: Path):
    """The unit still has them to mend; they go when the ledger is dropped."""
    people = [member(n, A) for n in range(1, 5)]
    people[2]["证件号码"] = "330105199003072010"
    give(tmp_path / "会员", A, people)
    units(tmp_path / "单位")
    out = tmp_path / "out"
    run(tmp_path / "会员", out)
    (copy,) = (out / "退回").rglob(f"{A}（请修改）.xlsx")
    for _ in range(2):
        made, _ = run(tmp_path / "单位", out)
        assert copy.exists() and copy.relative_to(out).as_posix() in made.run["outputs"]
    run(tmp_path / "单位", out, drop=["member"])
    assert not copy.exists()
