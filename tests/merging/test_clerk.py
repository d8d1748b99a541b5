"""What a clerk writes into the ledger counts at the next merge, and is never overwritten silently."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.merge.returns import document, member
from union_xl import ledger_book
from union_xl.run import merge

pytestmark = pytest.mark.slow

TITLES = (
    "姓名",
    "性别",
    "证件类型",
    "证件号码",
    "手机号码",
    "单位名称",
    "会籍变化类型",
    "会籍变化日期",
    "入会日期",
)


def give(folder: Path, unit: str, rows, name: str = "", filled: str = "2022-06-20") -> Path:
    """A return as a unit would send it."""
    path = folder / f"{name or unit}.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("会员登记表")
    sheet.write_row(0, 0, ["工会会员实名制登记表"])
    sheet.write_row(1, 0, [f"单位名称：{unit}", "", f"填报日期：{filled}"])
    sheet.write_row(2, 0, TITLES)
    for number, row in enumerate(rows, 3):
        sheet.write_row(number, 0, [None if row.get(t) is None else str(row[t]) for t in TITLES])
    book.close()
    return path


@pytest.fixture
def desk(tmp_path: Path):
    """A folder with two returns, and a place for the output."""
    folder = tmp_path / "收回"
    give(folder, "杭州甲样板有限公司", [member(n, "杭州甲样板有限公司") for n in range(1, 9)])
    rows = [member(n, "杭州乙样板有限公司", 会籍变化日期="2022-05-01") for n in range(11, 19)]
    give(
        folder,
        "杭州乙样板有限公司",
        [*rows, member(20, "杭州乙样板有限公司", 性别="男", 证件号码="330105199003072010")],
    )
    return folder, tmp_path / "out"


def run(desk) -> tuple[merge.MergeResult, ledger_book.LedgerIn]:
    """Merge, and read what was written."""
    made = merge.merge(desk[0], desk[1], period="2022H1", jobs=1)
    return made, ledger_book.read(made.ledger_path)


def typed(out: Path, sheet: str, which: dict[str, str], what: dict[str, object]) -> None:
    """Do as a clerk does: find a row by some of its cells and type into others."""
    path = out / "汇总台账.xlsx"
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    heads = {cell.value: cell.column for cell in page[1]}
    for row in range(2, page.max_row + 1):
        if all(str(page.cell(row, heads[title]).value) == value for title, value in which.items()):
            for title, value in what.items():
                page.cell(row, heads[title]).value = value
            break
    else:
        raise AssertionError(f"{sheet}: no row {which}")
    book.save(path)


def value(ledger: ledger_book.LedgerIn, document_number: str, title: str):
    frame = ledger.frames["member"]
    (found,) = frame[frame["证件号码"] == document_number][title].tolist()
    return found


def test_an_edit_lives_on_through_many_runs(desk):
    """A cell the clerk changed keeps the clerk's value, run after run, and stands in 修正记录."""
    run(desk)
    typed(desk[1], "会员登记", {"证件号码": document(3)}, {"手机号码": "13700000003"})
    for _ in range(3):
        made, ledger = run(desk)
        assert value(ledger, document(3), "手机号码") == "13700000003"
        assert [m.after for m in made.ledger.corrections if m.why == "经办人修改"] == ["13700000003"]
    assert made.accounts["member"]["kept"] == 16


def test_an_edit_is_judged_with_its_row(tmp_path: Path) -> None:
    """What the return's cell was told for is over; what is worked out follows; a contradiction is refused."""
    desk, unit = (tmp_path / "收回", tmp_path / "out"), "杭州甲样板有限公司"
    give(desk[0], unit, [member(1, unit, 手机号码="0571-88001234"), *(member(n, unit) for n in (2, 4))])
    made, _ = run(desk)
    assert "PHONE-LANDLINE" in {one.rule for one in made.ledger.findings}
    typed(desk[1], "会员登记", {"证件号码": document(1)}, {"手机号码": "13900001234"})
    typed(desk[1], "会员登记", {"证件号码": document(2)}, {"证件号码": document(62)})
    typed(desk[1], "会员登记", {"证件号码": document(4)}, {"性别": "男", "备注": "改过"})
    made, ledger = run(desk)
    told = [(one.rule, one.column) for one in made.ledger.findings if one.place.row]
    assert told == [("L-EDIT-RULE", "性别"), ("L-EDIT-RULE", "备注")]
    assert value(ledger, document(4), "性别") == "女" and value(ledger, document(1), "手机号码")[0] == "1"
    assert str(value(ledger, document(62), "出生日期"))[:10] == "1982-03-07"
    _, again = run(desk)
    assert again.frames["member"].equals(ledger.frames["member"])


@pytest.mark.parametrize(("word", "stands"), [("保留甲", "13700000003"), ("保留乙", "13611112222")])
def test_a_new_return_and_an_edit_of_the_same_cell_are_both_shown(desk, word: str, stands: str):
    """The clerk's value stays until the clerk decides; 保留乙 takes the unit's new value.  What was done as
    decided is not told as undone later."""
    run(desk)
    typed(desk[1], "会员登记", {"证件号码": document(3)}, {"手机号码": "13700000003"})
    rows = [member(n, "杭州甲样板有限公司") for n in range(1, 9)]
    rows[2]["手机号码"] = "13611112222"
    give(desk[0], "杭州甲样板有限公司", rows)
    made, ledger = run(desk)
    assert value(ledger, document(3), "手机号码") == "13700000003"
    assert value(ledger, document(3), "台账状态") == "待核"
    assert [one.kind for one in made.ledger.conflicts] == ["L-EDIT"]
    made, ledger = run(desk)
    assert [one.kind for one in made.ledger.conflicts] == ["L-EDIT"]
    typed(desk[1], "重复与冲突", {"规则": "L-EDIT"}, {"处理": word})
    for _ in range(3):
        made, ledger = run(desk)
        assert value(ledger, document(3), "手机号码") == stands
        assert not made.run["decisions"]["not_honoured"]


def test_a_new_return_elsewhere_keeps_the_edit(desk):
    """A newer return that does not touch the edited cell leaves the edit in force, wherever the row is."""
    run(desk)
    typed(desk[1], "会员登记", {"证件号码": document(3)}, {"手机号码": "13700000003"})
    rows = [member(n, "杭州甲样板有限公司") for n in range(8, 0, -1)]
    rows[0]["姓名"] = "欧阳新"
    give(desk[0], "杭州甲样板有限公司", rows)
    for _ in range(2):
        made, ledger = run(desk)
        assert value(ledger, document(3), "手机号码") == "13700000003"
        assert value(ledger, document(8), "姓名") == "欧阳新"
        assert not made.ledger.conflicts


def test_a_corrected_held_row_counts(desk):
    """A correction typed into 暂缓 is checked, kept, and stays kept."""
    made, ledger = run(desk)
    assert made.accounts["member"]["held"] == 1
    typed(desk[1], "暂缓", {"证件号码": "330105199003072010"}, {"证件号码": "330105199003072013"})
    for _ in range(3):
        made, ledger = run(desk)
        assert made.accounts["member"] == {"read": 17, "kept": 17, "joined": 0, "held": 0}
        assert value(ledger, "330105199003072013", "手机号码") == "13900000020"


def test_a_new_return_and_a_correction_of_a_held_row_are_both_shown(desk):
    """A row mended in 暂缓 is like any other: where the unit then sends something else, the clerk decides."""
    run(desk)
    mended = "330105199003072013"
    typed(
        desk[1], "暂缓", {"证件号码": "330105199003072010"}, {"证件号码": mended, "手机号码": "13700000003"}
    )
    run(desk)
    rows = [member(n, "杭州乙样板有限公司", 会籍变化日期="2022-05-01") for n in range(11, 19)]
    rows.append(member(20, "杭州乙样板有限公司", 性别="男", 证件号码=mended, 手机号码="13611112222"))
    give(desk[0], "杭州乙样板有限公司", rows, "新", "2022-06-25")
    for _ in range(2):
        made, ledger = run(desk)
        assert value(ledger, mended, "手机号码") == "13700000003"
        assert [one.kind for one in made.ledger.conflicts] == ["L-EDIT"]
    typed(desk[1], "重复与冲突", {"规则": "L-EDIT"}, {"处理": "保留乙"})
    assert value(run(desk)[1], mended, "手机号码") == "13611112222"


def test_a_wrong_correction_stays_held(desk):
    """A correction that is no better leaves the row held, with the clerk's value."""
    run(desk)
    typed(desk[1], "暂缓", {"证件号码": "330105199003072010"}, {"证件号码": "330105199003072011"})
    made, ledger = run(desk)
    assert made.accounts["member"]["held"] == 1
    assert ledger.held["证件号码"] == ["330105199003072011"]


def test_a_held_cell_is_corrected_again_and_again(desk):
    """Each correction follows the one before; what the file says put back is no correction."""
    run(desk)
    before = "330105199003072010"
    for after in ("330105199003072011", "330105199003072012", "330105199003072010", "330105199003072013"):
        typed(desk[1], "暂缓", {"证件号码": before}, {"证件号码": after})
        made, ledger = run(desk)
        told = [(line["原值"], line["新值"]) for line in _corrections(ledger) if line["列名"] == "证件号码"]
        assert told == ([] if after.endswith("0") else [("330105199003072010", after)])
        assert "L-ORPHAN" not in made.run["rules"] and not made.run["decisions"]["not_honoured"]
        before = after
    assert value(ledger, before, "手机号码") == "13900000020"


def _corrections(ledger) -> list[dict[str, object]]:
    columns = ledger.corrections
    return [dict(zip(columns, line, strict=True)) for line in zip(*columns.values(), strict=True)]


def test_what_was_decided_is_known_again_from_what_was_kept(desk):
    """A row deleted and brought back: the ledger as it was written is still at hand, and compared with."""
    run(desk)
    path = desk[1] / "汇总台账.xlsx"
    book = openpyxl.load_workbook(path)
    book["会员登记"].delete_rows(4)
    book.save(path)
    run(desk)
    typed(desk[1], "暂缓", {"原因": "经办人已从台账删除"}, {"处理": "保留"})
    for phone in ("13911112222", "13911113333"):
        made, _ = run(desk)
        typed(desk[1], "会员登记", {"证件号码": document(2)}, {"手机号码": phone})
        assert "L-STATE-LOST" not in made.run["rules"]


def test_a_deleted_row_is_held_not_lost(desk):
    """A row deleted from the ledger stays away, but whole in 暂缓; 保留 brings it back for good."""
    run(desk)
    path = desk[1] / "汇总台账.xlsx"
    book = openpyxl.load_workbook(path)
    book["会员登记"].delete_rows(4)
    book.save(path)
    for _ in range(2):
        made, _ = run(desk)
        assert made.accounts["member"] == {"read": 17, "kept": 15, "joined": 0, "held": 2}
        assert "L-DELETED" in {rule for *_, row in made.ledger.held for rule in row.rules}
    typed(desk[1], "暂缓", {"原因": "经办人已从台账删除"}, {"处理": "保留"})
    for _ in range(3):
        made, _ = run(desk)
        assert made.accounts["member"]["kept"] == 16


def test_a_typed_row_is_checked_and_kept(desk):
    """A row the clerk adds below the others counts from the next run on; the accounts include it."""
    run(desk)
    path = desk[1] / "汇总台账.xlsx"
    book = openpyxl.load_workbook(path)
    page = book["会员登记"]
    heads = {cell.value: cell.column for cell in page[1]}
    row = page.max_row + 1
    for title, cell in member(40, "杭州甲样板有限公司").items():
        page.cell(row, heads[title]).value = cell
    book.save(path)
    for _ in range(3):
        made, ledger = run(desk)
        assert made.accounts["member"] == {"read": 18, "kept": 17, "joined": 0, "held": 1}
        assert value(ledger, document(40), "来源文件") == "（经办人补录）"


def test_a_total_typed_below_the_rows_is_no_row(desk):
    """Told, and left out."""
    run(desk)
    path = desk[1] / "汇总台账.xlsx"
    book = openpyxl.load_workbook(path)
    book["会员登记"].append(["合计", 16])
    book.save(path)
    made, ledger = run(desk)
    assert made.accounts["member"] == {"read": 17, "kept": 16, "joined": 0, "held": 1}
    assert [one.facts["内容"] for one in made.ledger.findings if one.rule == "L-KEPT-NOT"] == ["合计行"]
    assert len(ledger.frames["member"]) == 16


def test_a_unit_typed_by_its_short_name_is_that_of_the_roster(desk, tmp_path: Path):
    """As in a return: it would be a unit of its own in every figure."""
    roster = tmp_path / "名册.xlsx"
    listed = openpyxl.Workbook()
    listed.active.append(["单位名称"])
    for unit in ("杭州甲样板有限公司", "杭州乙样板有限公司"):
        listed.active.append([unit])
    listed.save(roster)
    again = {"period": "2022H1", "jobs": 1, "roster": roster}
    merge.merge(*desk, **again)
    typed(desk[1], "会员登记", {"证件号码": document(3)}, {"单位名称": "乙样板"})
    made = merge.merge(*desk, **again)
    row = ledger_book.read(made.ledger_path).frames["member"].set_index("证件号码").loc[document(3)]
    assert row["单位名称"] == "杭州乙样板有限公司"


@pytest.mark.parametrize(
    ("words", "kept"), [("保留甲", 16), ("保留乙", 16), ("不是同一人", 17), ("转会", 16)]
)
def test_the_same_person_in_two_units(desk, words, kept):
    """Counted once by the stated rule until decided; the decision holds from then on."""
    twin = member(3, "杭州丙样板有限公司", 会籍变化日期="2022-06-01", 入会日期="2022-06-01")
    give(desk[0], "杭州丙样板有限公司", [twin])
    made, ledger = run(desk)
    (conflict,) = made.ledger.conflicts
    assert conflict.kind == "B-R2"
    assert made.accounts["member"]["kept"] == 16
    assert value(ledger, document(3), "单位名称") == "杭州丙样板有限公司"
    assert value(ledger, document(3), "台账状态") == "待核"
    typed(desk[1], "重复与冲突", {"规则": "B-R2"}, {"处理": words})
    for _ in range(2):
        made, ledger = run(desk)
        assert made.accounts["member"]["kept"] == kept
        assert [one.verdict for one in made.ledger.conflicts] == [words]
        if words in ("保留甲", "保留乙"):
            side = made.ledger.conflicts[0].left if words == "保留甲" else made.ledger.conflicts[0].right
            assert value(ledger, document(3), "单位名称") == side["单位"]
        if words == "转会":
            assert value(ledger, document(3), "会籍变化类型") == "转入"
        assert "待核" not in set(ledger.frames["member"]["台账状态"])


@pytest.mark.parametrize("words", ["保留甲", "不是同一人"])
def test_a_decided_pair_of_a_ledger_that_is_carried_on_stays_decided(desk, tmp_path, words):
    """Other ledgers come alone and nothing is known of the files read before: only the row that counts is
    left, and the next merge of all files still obeys."""
    twin = member(3, "杭州丙样板有限公司", 会籍变化日期="2022-06-01", 入会日期="2022-06-01")
    give(desk[0], "杭州丙样板有限公司", [twin])
    run(desk)
    typed(desk[1], "重复与冲突", {"规则": "B-R2"}, {"处理": words})
    before, ledger = run(desk)
    stands = _units_of(ledger, document(3))
    (other := tmp_path / "别的").mkdir()
    contest = [["职工技能竞赛总表"], ["竞赛名称", "级别", "实际日期"], ["甲赛", "街道级", "2022-05-01"]]
    book = openpyxl.Workbook()
    for line in contest:
        book.active.append(line)  # type: ignore[union-attr]
    book.save(other / "竞赛.xlsx")
    for _ in range(2):
        for file in (desk[1] / ".union_xl" / "read").iterdir():
            file.unlink()
        made, ledger = run((other, desk[1]))
        assert [one.verdict for one in made.ledger.conflicts] == [words]
        assert made.accounts["member"]["kept"] == before.accounts["member"]["kept"]
    made, ledger = run(desk)
    assert [one.verdict for one in made.ledger.conflicts] == [words]
    assert made.accounts["member"] == before.accounts["member"]
    assert _units_of(ledger, document(3)) == stands


def _units_of(ledger: ledger_book.LedgerIn, number: str) -> list[str]:
    frame = ledger.frames["member"]
    return sorted(frame[frame["证件号码"] == number]["单位名称"])


@pytest.mark.parametrize(("words", "fates"), [
    ("按全量采用", {"被替代", "采用"}), ("按补充合并", {"采用"}), ("不采用", {"采用", "待确认"})
])  # fmt: skip
def test_a_decision_about_a_whole_file_holds(desk, words, fates):
    """A list that looks incomplete waits; what the clerk picks in 问题清单 holds from then on."""
    give(
        desk[0],
        "杭州甲样板有限公司",
        [member(n, "杭州甲样板有限公司") for n in (1, 2, 30)],
        "新/甲",
        "2022-06-28",
    )
    made, _ = run(desk)
    assert {one.fate for one in made.ledger.receipts} == {"采用", "待确认"}
    assert made.exit_code == 1
    typed(desk[1], "问题清单", {"规则": "L-PARTIAL"}, {"处理": words})
    for _ in range(3):
        made, _ = run(desk)
        found = {one.fate for one in made.ledger.receipts if "甲" in one.book}
        assert found == fates


def test_a_ledger_open_elsewhere_is_refused(desk):
    """With the lock file of Excel beside it nothing is written, and the sentence says what to do."""
    from union_xl.model import LedgerError

    run(desk)
    before = (desk[1] / "run.json").read_bytes()
    (desk[1] / "~$汇总台账.xlsx").write_bytes(b"x")
    with pytest.raises(LedgerError, match=r"汇总台账.xlsx 正在 Excel/WPS 中打开，请关闭后重试"):
        run(desk)
    assert (desk[1] / "run.json").read_bytes() == before


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ({"建议列名": "籍贯", "处理": "确认"}, "浙江杭州"),
        ({"处理": "籍贯"}, "浙江杭州"),
        ({"处理": "忽略"}, None),
        ({"建议列名": "没有这一列", "处理": "确认"}, None),
    ],
)
def test_an_unknown_column_is_what_the_clerk_says(desk, what: dict[str, object], said: str | None):
    """列对应 shows a column nobody knows; a standard title chosen there is its meaning, run after run."""
    unit = "杭州丙样板有限公司"
    rows = [member(30 + n, unit) for n in range(4)]
    path = desk[0] / f"{unit}.xlsx"
    give(desk[0], unit, rows)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for row, text in enumerate(("自编一栏", *["浙江杭州"] * 4), 3):
        sheet.cell(row, len(TITLES) + 1).value = text
    book.save(path)
    _, ledger = run(desk)
    assert value(ledger, document(31), "籍贯") is None
    assert ledger.proposals["原列名"] == ["自编一栏"]
    typed(desk[1], "列对应", {"原列名": "自编一栏"}, what)
    for _ in range(2):
        _, ledger = run(desk)
        assert value(ledger, document(31), "籍贯") == said


def test_a_correction_is_laid_over_its_own_row_whatever_other_sheets_call_their_columns(tmp_path: Path):
    """Two sheets of one form under different headers: the held row of the second keeps its own unit."""
    folder, out = tmp_path / "收回", tmp_path / "out"
    folder.mkdir()
    book = xlsxwriter.Workbook(str(folder / "合订.xlsx"))
    heads = ("单位名称", "统一社会信用代码", "职工总数", "女职工数", "是否建会", "普查人")
    other = ("企业名称", "统一社会信用代码", "员工数", "女职工数", "是否建会", "普查人")
    rows = (
        (heads, ("杭州甲样板有限公司", "91330105MA2YJ1X11R", 10, 4, "未建", "孙七")),
        (other, ("杭州乙样板有限公司", "91330105MA2YJ1X22X", 12, 14, "未建", "孙七")),
    )
    for name, (titles, row) in zip(("北星社区", "南苑社区"), rows, strict=True):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, titles)
        sheet.write_row(1, 0, row)
    book.close()
    made = merge.merge(folder, out, period="2022H1", jobs=1)
    assert [row.cells["单位名称"] for *_, row in made.ledger.held] == ["杭州乙样板有限公司"]
    typed(out, "暂缓", {"单位名称": "杭州乙样板有限公司"}, {"女职工数": 4})
    for _ in range(2):
        made = merge.merge(folder, out, period="2022H1", jobs=1)
        frame = ledger_book.read(made.ledger_path).frames["unit-register"]
        found = frame[frame["单位名称"] == "杭州乙样板有限公司"]
        assert found[["职工总数", "女职工数"]].values.tolist() == [[12, 4]]


WRONG = "330105199003072010"
"""The document of the held row: its check digit does not fit."""


@pytest.mark.parametrize(
    "what",
    [
        {"处理": "收下", "收下理由": "证件确如此"},
        {"处理": "收下：证件确如此"},
        {"处理": "收下", "说明": "证件确如此"},
    ],
)
def test_a_held_row_is_accepted_as_an_exception(desk, what):
    """收下 keeps the row as it is, with its reason in 审核说明; its finding is closed."""
    run(desk)
    typed(desk[1], "暂缓", {"证件号码": WRONG}, what)
    for _ in range(3):
        made, ledger = run(desk)
        assert made.accounts["member"] == {"read": 17, "kept": 17, "joined": 0, "held": 0}
        assert value(ledger, WRONG, "台账状态") == "正常"
        assert made.levels["错误"] == made.exit_code == 0
        (line,) = ledger.explanations
        assert [line[t] for t in ("编号", "右值", "说明", "行")] == ["收下", "已收下", "证件确如此", 12]
        assert made.run["decisions"] == {"honoured": 1, "not_honoured": []}


def test_an_exception_without_a_reason_is_asked_for_one(desk):
    """收下 alone keeps the row and asks for the reason, until it stands in 审核说明."""
    run(desk)
    typed(desk[1], "暂缓", {"证件号码": WRONG}, {"处理": "收下"})
    for _ in range(2):
        made, _ = run(desk)
        assert made.accounts["member"]["held"] == 0
        assert made.run["rules"]["L-NO-REASON"] == 1
    typed(desk[1], "审核说明", {"编号": "收下"}, {"说明": "已核对身份证"})
    made, _ = run(desk)
    assert "L-NO-REASON" not in made.run["rules"] and made.accounts["member"]["held"] == 0


def test_an_exception_is_for_the_row_that_was_looked_at(desk):
    """Another person's row at the same place is held again; the decision stays in 审核说明, as not met."""
    run(desk)
    typed(desk[1], "暂缓", {"证件号码": WRONG}, {"处理": "收下", "收下理由": "证件确如此"})
    run(desk)
    unit = "杭州乙样板有限公司"
    rows = [member(n, unit, 会籍变化日期="2022-05-01") for n in range(11, 19)]
    give(desk[0], unit, [*rows, member(21, unit, 姓名="另一人", 证件号码="330105199003072011")])
    made, ledger = run(desk)
    assert made.accounts["member"]["held"] == 1
    assert ledger.explanations[0]["右值"] != "已收下"
    assert [one["处理"] for one in made.run["decisions"]["not_honoured"]] == ["收下"]


def test_an_exception_given_then_the_row_corrected(desk):
    """A row that was accepted and is then corrected by its unit is kept as it is sent; nothing is held."""
    run(desk)
    typed(desk[1], "暂缓", {"证件号码": WRONG}, {"处理": "收下", "收下理由": "证件确如此"})
    run(desk)
    unit = "杭州乙样板有限公司"
    rows = [member(n, unit, 会籍变化日期="2022-05-01") for n in range(11, 19)]
    give(desk[0], unit, [*rows, member(20, unit, 性别="男", 证件号码="330105199003072013")])
    for _ in range(2):
        made, ledger = run(desk)
        assert made.accounts["member"] == {"read": 17, "kept": 17, "joined": 0, "held": 0}
        assert value(ledger, "330105199003072013", "台账状态") == "正常"


def test_words_are_offered_only_where_they_work(desk):
    """收下 stands in the drop-down of a row it would keep, not of one that lacks its name."""
    unit = "杭州丙样板有限公司"
    give(desk[0], unit, [member(30, unit), member(31, unit, 姓名=None)])
    run(desk)
    book = openpyxl.load_workbook(desk[1] / "汇总台账.xlsx")
    offered = {
        row: one.formula1.strip('"').split(",")
        for one in book["暂缓"].data_validations.dataValidation
        for span in one.sqref.ranges
        for row in range(span.min_row, span.max_row + 1)
    }
    heads = {cell.value: cell.column for cell in book["暂缓"][1]}
    by_document = {book["暂缓"].cell(row, heads["证件号码"]).value: words for row, words in offered.items()}
    assert by_document == {
        WRONG: ["收下", "待单位更正", "不再处理"],
        document(31): ["待单位更正", "不再处理"],
    }


def test_a_decision_that_cannot_be_honoured_is_told_with_the_reason(desk):
    """收下 on a row without its name is not obeyed; the screen, run.json and 概览 say so."""
    unit = "杭州丙样板有限公司"
    give(desk[0], unit, [member(30, unit), member(31, unit, 姓名=None)])
    run(desk)
    typed(desk[1], "暂缓", {"证件号码": document(31)}, {"处理": "收下", "收下理由": "确有其人"})
    made, _ = run(desk)
    assert made.accounts["member"]["held"] == 2
    assert [one["处理"] for one in made.run["decisions"]["not_honoured"]] == ["收下"]
    (said,) = [row[1] for row in made.tables()[-1][2] if row[0] == "经办人的决定"]
    page = openpyxl.load_workbook(desk[1] / "汇总台账.xlsx")["概览"]
    assert said in [row[1] for row in page.iter_rows(values_only=True)]


def test_a_finding_that_was_checked_is_closed(desk):
    """已核实 takes a 提醒 out of the counts, run after run; a new file at its place opens it again."""
    unit = "杭州乙样板有限公司"
    made, _ = run(desk)
    before = made.levels["提醒"]
    typed(desk[1], "问题清单", {"规则": "COLUMN-EXPECTED", "列名": "民族", "单位": unit}, {"处理": "已核实"})
    for _ in range(2):
        made, ledger = run(desk)
        assert made.levels["提醒"] == before - 1
        assert "已核实" in ledger.findings["处理"]
    give(desk[0], unit, [member(n, unit, 会籍变化日期="2022-05-01") for n in range(11, 19)])
    made, ledger = run(desk)
    assert made.levels["提醒"] == before
    assert "已核实" not in ledger.findings["处理"]
