"""What the clerk decided about single rows: it works beside other ledgers, and nobody is chased for it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.merge.returns import document, member
from tests.merging.test_clerk import WRONG, give, run, typed, value
from union_xl.run import merge

pytestmark = pytest.mark.slow

UNIT, OTHER = "杭州甲样板有限公司", "杭州乙样板有限公司"
REGISTER = ("单位名称", "统一社会信用代码", "职工总数", "女职工数", "是否建会", "普查人")


@pytest.fixture
def desk(tmp_path: Path):
    """A list of members with a wrong document, and a list of units with a row that is held."""
    folder = tmp_path / "收回"
    rows = [member(n, UNIT) for n in range(1, 9)]
    give(folder, UNIT, [*rows, member(20, UNIT, 性别="男", 证件号码=WRONG)])
    book = xlsxwriter.Workbook(str(folder / "普查.xlsx"))
    sheet = book.add_worksheet("普查")
    sheet.write_row(0, 0, REGISTER)
    sheet.write_row(1, 0, (UNIT, "91330105MA2YJ1X11R", 10, 4, "未建", "孙七"))
    sheet.write_row(2, 0, (OTHER, "91330105MA2YJ1X22X", 12, 14, "未建", "孙七"))
    book.close()
    return folder, tmp_path / "out"


def held(desk, title: str) -> list[object]:
    """A column of 暂缓."""
    page = openpyxl.load_workbook(desk[1] / "汇总台账.xlsx")["暂缓"]
    rows = list(page.iter_rows(values_only=True))
    return [row[rows[0].index(title)] for row in rows[1:]]


def statuses(made) -> dict[tuple[str, str], str]:
    return {(one["单位"], one["表"]): one["状态"] for one in made.run["units"]}


def test_a_row_is_accepted_beside_held_rows_of_another_ledger(desk):
    """暂缓 has the columns of both ledgers; each row is known by its own."""
    run(desk)
    typed(desk[1], "暂缓", {"单位名称": OTHER}, {"处理": "收下", "收下理由": "含劳务派遣"})
    typed(desk[1], "暂缓", {"证件号码": WRONG}, {"处理": "收下", "收下理由": "证件确如此"})
    for _ in range(2):
        made, ledger = run(desk)
        assert [made.accounts[slug]["held"] for slug in ("unit-register", "member")] == [0, 0]
        assert made.run["decisions"] == {"honoured": 2, "not_honoured": []}
        assert {line["说明"] for line in ledger.explanations} == {"含劳务派遣", "证件确如此"}


def test_the_reason_stays_beside_a_row_that_cannot_be_accepted(desk):
    """What the clerk wrote is there again, with the word."""
    give(desk[0], OTHER, [member(31, OTHER, 姓名=None)])
    run(desk)
    typed(desk[1], "暂缓", {"证件号码": document(31)}, {"处理": "收下", "收下理由": "确有其人"})
    for _ in range(2):
        run(desk)
        at = held(desk, "证件号码").index(document(31))
        assert [held(desk, title)[at] for title in ("处理", "收下理由")] == ["收下", "确有其人"]


def test_a_row_that_was_corrected_needs_no_exception(desk):
    """收下 left beside a correction: the row is kept as corrected; no reason is asked for."""
    run(desk)
    right = "330105199003072013"
    typed(desk[1], "暂缓", {"证件号码": WRONG}, {"处理": "收下", "证件号码": right})
    for _ in range(2):
        made, ledger = run(desk)
        assert value(ledger, right, "台账状态") == "正常"
        assert "L-NO-REASON" not in made.run["rules"] and not ledger.explanations


def test_an_edit_of_a_row_that_was_away_counts_when_it_is_back(desk):
    """A file taken out of the folder for a round: the edit waits in 修正记录."""
    run(desk)
    typed(desk[1], "会员登记", {"证件号码": document(3)}, {"手机号码": "13700000003"})
    run(desk)
    give(desk[0], OTHER, [member(n, OTHER) for n in range(11, 14)])
    away = (desk[0] / f"{UNIT}.xlsx").rename(desk[1].parent / "away.xlsx")
    for _ in range(2):
        made, _ = run(desk)
        assert made.run["rules"]["L-ORPHAN"] == 1
    away.rename(desk[0] / f"{UNIT}.xlsx")
    for _ in range(2):
        made, ledger = run(desk)
        assert value(ledger, document(3), "手机号码") == "13700000003"
        assert "L-ORPHAN" not in made.run["rules"]


def test_nobody_is_chased_for_a_row_the_clerk_decided_about(desk):
    """Rows deleted from the ledger, or wanted no more, do not leave their unit 部分受理."""
    made, _ = run(desk)
    assert statuses(made)[UNIT, "会员登记"] == "部分受理" and statuses(made)[OTHER, "单位台账"] == "退回"
    for which in ({"证件号码": WRONG}, {"单位名称": OTHER}):
        typed(desk[1], "暂缓", which, {"处理": "不再处理"})
    made, _ = run(desk)
    assert statuses(made)[UNIT, "会员登记"] == statuses(made)[OTHER, "单位台账"] == "已报"
    path = desk[1] / "汇总台账.xlsx"
    book = openpyxl.load_workbook(path)
    book["会员登记"].delete_rows(2)
    book.save(path)
    made, _ = run(desk)
    assert made.accounts["member"]["held"] == 2
    assert statuses(made)[UNIT, "会员登记"] == "已报"


def _gone(made) -> dict[str, tuple[int, int]]:
    told = [one for one in made.ledger.findings if one.rule == "L-GONE"]
    return {one.unit: (one.facts["缺少"], one.facts["原有"]) for one in told}


def test_rows_of_the_last_ledger_that_nobody_sends_any_more_are_told(desk):
    """A file taken away, a list in place of the old one that has somebody else instead: one line per unit,
    once."""
    give(desk[0], OTHER, [member(n, OTHER) for n in range(11, 21)])
    run(desk)
    (desk[0] / f"{UNIT}.xlsx").unlink()
    give(desk[0], OTHER, [member(n, OTHER) for n in (*range(11, 20), 41)])
    made, _ = run(desk)
    assert _gone(made) == {UNIT: (8, 8), OTHER: (1, 10)}
    made, _ = run(desk)
    assert _gone(made) == {}


def test_rows_that_another_months_folder_replaces_are_told(desk):
    """The results of May, and June merged into them: one line for all units of a ledger."""
    give(desk[0], OTHER, [member(n, OTHER) for n in range(11, 15)])
    merge.merge(desk[0], desk[1], period="2022-05", jobs=1)
    give(desk[0].parent / "六月", "丙公司", [member(n, "丙公司") for n in range(31, 34)])
    made = merge.merge(desk[0].parent / "六月", desk[1], period="2022-06", jobs=1)
    assert list(_gone(made).values()) == [(12, 12)]


def test_a_ledger_that_was_taken_away_is_told_once(desk):
    """What the clerk had changed in it is gone with it."""
    run(desk)
    (desk[1] / "汇总台账.xlsx").unlink()
    assert run(desk)[0].run["rules"]["L-STATE-LOST"] == 1
    assert "L-STATE-LOST" not in run(desk)[0].run["rules"]


def test_a_key_the_clerk_corrected_makes_no_list_shorter(desk):
    """The unit sends all of its rows again, the number as it was."""
    give(desk[0], OTHER, [member(n, OTHER) for n in range(11, 14)])
    run(desk)
    typed(desk[1], "会员登记", {"证件号码": document(11)}, {"证件号码": document(51)})
    made, ledger = run(desk)
    assert value(ledger, document(51), "单位名称") == OTHER
    give(desk[0], OTHER, [member(n, OTHER, 手机号码=f"139000000{n}") for n in range(11, 14)], "新")
    made, ledger = run(desk)
    assert "L-SHRUNK" not in made.run["rules"]
    assert value(ledger, document(51), "手机号码") == "13900000011"


def test_a_corrected_document_or_a_row_the_clerk_took_out_is_not_missing(desk):
    """Another key is no missing row; nor is what the clerk edited, deleted or typed and took out again."""
    give(desk[0], OTHER, [member(n, OTHER) for n in range(11, 21)])
    run(desk)
    typed(desk[1], "会员登记", {"证件号码": document(12)}, {"证件号码": document(40)})
    path = desk[1] / "汇总台账.xlsx"
    book = openpyxl.load_workbook(path)
    book["会员登记"].delete_rows(2)
    book.save(path)
    rows = [member(n, OTHER) for n in range(11, 21)]
    give(desk[0], OTHER, [*rows[:5], member(856, OTHER), *rows[6:]])  # born the same day as 16
    for _ in range(3):
        made, _ = run(desk)
        assert _gone(made) == {}


def test_a_file_the_clerk_wants_no_more_of_is_asked_for_nowhere(desk):
    """A file nobody can read, 不再处理: no receipt, no line of the chase list, nothing to be done; sent anew
    with other content it is open again."""
    (desk[0] / f"{OTHER}说明.pdf").write_bytes(b"%PDF-1.4\n%%EOF")
    made, _ = run(desk)
    assert (desk[1] / "退回" / OTHER).exists() and made.files["未能读取"] == 1
    typed(desk[1], "问题清单", {"规则": "F-PDF"}, {"处理": "不再处理"})
    for _ in range(2):
        made, _ = run(desk)
        assert made.files["忽略"] == 1 and "未能读取" not in made.files
        slip = desk[1] / "退回" / OTHER / "回执.txt"
        assert not slip.exists() or "PDF" not in slip.read_text("utf-8-sig")
        assert (OTHER, "（未能识别）") not in statuses(made)
    (desk[0] / f"{OTHER}说明.pdf").write_bytes(b"%PDF-1.5\n%%EOF")
    assert run(desk)[0].files["未能读取"] == 1


def test_which_ledger_a_list_is_may_be_confirmed(tmp_path: Path):
    """A list that may be one of several: one 确认 in 列对应 and its rows are read, there and next time."""
    folder = tmp_path / "收回"
    folder.mkdir()
    book = xlsxwriter.Workbook(str(folder / "名单.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ("序号", "姓名", "身份证号", "手机", "工作单位"))
    for number in range(1, 6):
        one = member(number, UNIT)
        sheet.write_row(number, 0, (number, one["姓名"], one["证件号码"], one["手机号码"], UNIT))
    book.close()
    desk = folder, tmp_path / "out"
    made, ledger = run(desk)
    assert made.files["待确认"] == 1 and "会员登记" in ledger.proposals["表"]
    typed(desk[1], "列对应", {"表": "会员登记"}, {"处理": "确认"})
    for _ in range(2):
        made, _ = run(desk)
        assert made.accounts["member"]["read"] == 5 and made.files["采用"] == 1


def test_a_reason_without_the_word_is_told(desk):
    """收下理由 alone accepts nothing, and is not passed over in silence."""
    run(desk)
    typed(desk[1], "暂缓", {"证件号码": WRONG}, {"收下理由": "证件确如此"})
    made, _ = run(desk)
    assert made.accounts["member"]["held"] == 1 and made.run["rules"]["L-NO-WORD"] == 1
    typed(desk[1], "暂缓", {"证件号码": WRONG}, {"处理": "收下"})
    made, _ = run(desk)
    assert made.accounts["member"]["held"] == 0 and "L-NO-WORD" not in made.run["rules"]


def test_a_text_that_explains_is_no_return(desk):
    """说明.txt beside the tables is passed over, told as 提醒, and nobody is chased for it."""
    (desk[0] / f"{OTHER}填表说明.txt").write_text("请查收，谢谢", "utf-8")
    made, _ = run(desk)
    assert made.files["忽略"] == 1 and made.run["rules"]["F-NOTE"] == 1
    slip = desk[1] / "退回" / OTHER / "回执.txt"
    assert not slip.exists() or "填表说明" not in slip.read_text("utf-8-sig")
