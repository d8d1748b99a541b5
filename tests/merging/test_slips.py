"""Slips in the ledger are seen and not obeyed; edits survive the loss of what the program kept."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.merge.returns import document, member
from tests.merging.test_clerk import give, run, typed, value
from union_xl import ledger_book

pytestmark = pytest.mark.slow

SOURCE = ("台账状态", "来源文件", "来源工作表", "来源行")
A, B = "杭州甲样板有限公司", "杭州乙样板有限公司"
WRONG, RIGHT = "330105199003072010", "330105199003072013"


@pytest.fixture(scope="module")
def merged(tmp_path_factory):
    """Two returns, merged once."""
    home = tmp_path_factory.mktemp("desk")
    give(home / "收回", A, [member(n, A) for n in range(1, 6)])
    held = [member(n, B, 性别="男", 证件号码=d) for n, d in ((20, WRONG), (21, "330105199003072011"))]
    give(home / "收回", B, [*(member(n, B) for n in range(11, 15)), *held])
    _, ledger = run((home / "收回", home / "out"))
    return home, ledger.frames["member"]


@pytest.fixture(params=["state", "no state"])
def desk(merged, tmp_path, request):
    """A copy of it, with or without what the program keeps."""
    shutil.copytree(merged[0] / "out", tmp_path / "out")
    if request.param == "no state":
        shutil.rmtree(tmp_path / "out" / ".union_xl")
    return merged[0] / "收回", tmp_path / "out"


def changed(desk, sheet: str, do: Callable[[object, dict[str, int], list[int]], None]) -> None:
    """Do something to a sheet: given the page, {title: column} and its filled rows."""
    path = desk[1] / "汇总台账.xlsx"
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    heads = {cell.value: cell.column for cell in page[1]}
    do(page, heads, [row for row in range(2, page.max_row + 1) if page.cell(row, 1).value])
    book.save(path)


def sorted_by(*titles: str):
    """Sort some columns (all but 来源 without titles) by the first one, backwards."""

    def do(page, heads, rows):
        cols = [heads[title] for title in titles] or [c for t, c in heads.items() if t not in SOURCE]
        lines = [[page.cell(row, col).value for col in cols] for row in rows]
        lines.sort(key=lambda line: str(line[0])[::-1], reverse=True)
        for row, line in zip(rows, lines, strict=True):
            for col, cell in zip(cols, line, strict=True):
                page.cell(row, col).value = cell

    return do


def emptied(*titles: str):
    def do(page, heads, rows):
        for row in rows:
            for title in titles:
                page.cell(row, heads[title]).value = None

    return do


def without(title: str):
    return lambda page, heads, rows: page.delete_cols(heads[title])


def called(title: str, name: str):
    def do(page, heads, rows):
        page.cell(1, heads[title]).value = name

    return do


def as_numbers(page, heads, rows):
    for row in rows:
        for title in ("证件号码", "手机号码"):
            page.cell(row, heads[title]).value = int(page.cell(row, heads[title]).value.replace("X", "0"))


def formula(page, heads, rows):
    page.cell(rows[0], heads["手机号码"]).value = '="1370000"&"0003"'


@pytest.mark.parametrize(
    ("do", "slips"),
    [
        (sorted_by(), {("L-SLIP-SORT", "")}),
        (sorted_by("手机号码"), {("L-SLIP-SORT", "手机号码")}),
        (without("手机号码"), {("L-SLIP-COLUMN", "手机号码")}),
        (without("证件号码"), {("L-SLIP-COLUMN", "证件号码")}),
        (emptied("手机号码"), {("L-SLIP-EMPTY", "手机号码")}),
        (called("手机号码", "电话"), {("L-SLIP-COLUMN", "手机号码")}),
        (without("来源文件"), {("L-SLIP-SOURCE", "")}),
        (without("来源行"), {("L-SLIP-SOURCE", "")}),
        (called("来源工作表", "表名"), {("L-SLIP-SOURCE", "")}),
        (emptied("来源文件", "来源工作表", "来源行"), {("L-SLIP-SOURCE", "")}),
        (without("台账状态"), {("L-SLIP-COLUMN", "台账状态")}),
        (as_numbers, {("L-SLIP-NUMBER", "证件号码")}),
        (formula, {("L-SLIP-FORMULA", "手机号码")}),
    ],
)
def test_a_slip_is_told_and_not_obeyed(merged, desk, do, slips):
    """Each slip is one sentence; values, rows and accounts stay as they were."""
    changed(desk, "会员登记", do)
    made, ledger = run(desk)
    assert {(one.rule, one.column) for one in made.ledger.findings if "SLIP" in one.rule} == slips
    assert made.accounts["member"] == {"read": 11, "kept": 9, "joined": 0, "held": 2}
    assert ledger.frames["member"].equals(merged[1])


def test_an_edit_beside_a_slip_still_counts(desk):
    """Rows sorted without their 来源 are known by their document; a phone changed there is an edit."""

    def do(page, heads, rows):
        sorted_by()(page, heads, rows)
        for row in rows:
            if page.cell(row, heads["证件号码"]).value == document(3):
                page.cell(row, heads["手机号码"]).value = "13700000003"

    changed(desk, "会员登记", do)
    for _ in range(2):
        made, ledger = run(desk)
        assert value(ledger, document(3), "手机号码") == "13700000003"
        assert [one.after for one in made.ledger.corrections if one.why == "经办人修改"] == ["13700000003"]


def test_edits_survive_the_loss_of_what_was_kept(desk):
    """A cell edited, a held row corrected, a row deleted, a row typed: all of it lasts, run after run."""
    typed(desk[1], "会员登记", {"证件号码": document(3)}, {"手机号码": "13700000003"})
    typed(desk[1], "暂缓", {"证件号码": WRONG}, {"证件号码": RIGHT})

    def do(page, heads, rows):
        for title, cell in member(40, A).items():
            page.cell(rows[-1] + 1, heads[title]).value = cell
        page.delete_rows(next(row for row in rows if page.cell(row, heads["证件号码"]).value == document(12)))

    changed(desk, "会员登记", do)
    for _ in range(3):
        made, ledger = run(desk)
        assert made.accounts["member"] == {"read": 12, "kept": 10, "joined": 0, "held": 2}
        assert value(ledger, document(3), "手机号码") == "13700000003"
        assert {RIGHT, document(40)} <= set(ledger.frames["member"]["证件号码"])
        assert document(12) not in set(ledger.frames["member"]["证件号码"])


def test_without_state_a_changed_return_is_shown_beside_the_edit(merged, tmp_path):
    """Nobody knows whether the ledger's value was typed: both are shown, nothing is undone."""
    shutil.copytree(merged[0], tmp_path / "desk")
    desk = tmp_path / "desk" / "收回", tmp_path / "desk" / "out"
    shutil.rmtree(desk[1] / ".union_xl")
    typed(desk[1], "会员登记", {"证件号码": document(3)}, {"手机号码": "13700000003"})
    rows = [member(n, A) for n in range(1, 6)]
    give(desk[0], A, [member(6, A), *rows])
    for _ in range(2):
        made, ledger = run(desk)
        assert value(ledger, document(3), "手机号码") == "13700000003"
        assert [one.kind for one in made.ledger.conflicts] == ["L-EDIT"]
        assert made.accounts["member"]["kept"] == 10


@pytest.mark.parametrize("number", [330105199003072000, 3.30105199003072e17])
def test_a_long_number_is_never_a_document(desk, number):
    """An ID of more than 15 digits in a number cell is not taken, typed or corrected."""
    typed(desk[1], "暂缓", {"证件号码": WRONG}, {"证件号码": number})

    def do(page, heads, rows):
        for title, cell in member(40, A, 证件号码=number).items():
            page.cell(rows[-1] + 1, heads[title]).value = cell

    changed(desk, "会员登记", do)
    for _ in range(2):
        made, ledger = run(desk)
        assert made.accounts["member"] == {"read": 12, "kept": 9, "joined": 0, "held": 3}
        assert WRONG in ledger.held["证件号码"]


def test_a_renamed_sheet_and_lines_above_it(merged, desk):
    """A sheet of another name, with a title above its header and blank rows within, is read as it is."""

    def do(page, heads, rows):
        page.cell(rows[2], heads["手机号码"]).value = "13700000003"
        page.insert_rows(1, 3)
        page["A1"] = "2022年会员台账"
        page.insert_rows(8)
        page.title = "会员（已核）"

    changed(desk, "会员登记", do)
    made, ledger = run(desk)
    assert [one.rule for one in made.ledger.findings if "SLIP" in one.rule] == ["L-SLIP-SHEET"]
    assert list(ledger.frames["member"]["手机号码"]).count("13700000003") == 1
    assert made.accounts["member"] == {"read": 11, "kept": 9, "joined": 0, "held": 2}


def test_a_line_written_between_the_held_rows_is_told(merged, desk):
    """It has no ledger and no source, and is not carried on."""

    def do(page, heads, rows):
        page.insert_rows(rows[0])
        page.cell(rows[0], heads["姓名"]).value = "张三，待核"

    changed(desk, "暂缓", do)
    made, _ = run(desk)
    (told,) = [one.facts["内容"] for one in made.ledger.findings if one.rule == "L-KEPT-NOT"]
    assert told.startswith("1 行") and made.accounts["member"]["held"] == 2


def test_a_part_of_the_held_rows_sorted_is_no_correction(merged, desk):
    """Names, numbers and phones of 暂缓 in another order than their 来源: told, every row stays itself."""
    changed(desk, "暂缓", sorted_by("证件号码", "姓名", "手机号码"))
    made, ledger = run(desk)
    told = [one.column for one in made.ledger.findings if one.rule == "L-SLIP-SORT"]
    assert sorted(told) == ["姓名", "手机号码", "证件号码"]
    before = ledger_book.read(merged[0] / "out" / "汇总台账.xlsx").held
    assert (ledger.held["姓名"], ledger.held["证件号码"]) == (before["姓名"], before["证件号码"])


def test_a_unit_written_into_the_list_of_files_is_told(merged, desk):
    """来源文件 is only to be read: what is typed there is told, with where it belongs."""

    def do(page, heads, rows):
        page.cell(rows[0], heads["单位"]).value = "杭州丙样板有限公司"

    changed(desk, "来源文件", do)
    made, _ = run(desk)
    told = [one.facts["写法"] for one in made.ledger.findings if one.rule == "L-SLIP-FILE"]
    assert told == ["杭州丙样板有限公司、会员登记"]


def test_a_helper_sheet_taken_away_undoes_nothing(merged, tmp_path):
    """Edits and decisions live on without 修正记录 and 暂缓."""
    shutil.copytree(merged[0], tmp_path / "desk")
    desk = tmp_path / "desk" / "收回", tmp_path / "desk" / "out"
    typed(desk[1], "会员登记", {"证件号码": document(3)}, {"手机号码": "13700000003"})
    run(desk)
    path = desk[1] / "汇总台账.xlsx"
    book = openpyxl.load_workbook(Path(path))
    for name in ("修正记录", "暂缓"):
        del book[name]
    book.save(path)
    for _ in range(2):
        _, ledger = run(desk)
        assert value(ledger, document(3), "手机号码") == "13700000003"


def _no_rows(page, heads, rows) -> None:
    page.delete_rows(2, page.max_row)


def _blank_rows(page, heads, rows) -> None:
    for row in rows:
        for column in range(1, page.max_column + 1):
            page.cell(row, column).value = None


@pytest.mark.parametrize("slip", [_no_rows, _blank_rows])
def test_a_sheet_that_lost_all_its_rows_keeps_them(desk, slip):
    """Nobody empties a ledger on purpose; a typed row stays, too."""

    def more(page, heads, rows):
        for title, cell in member(40, A).items():
            page.cell(rows[-1] + 1, heads[title]).value = cell

    changed(desk, "会员登记", more)
    before, _ = run(desk)
    changed(desk, "会员登记", slip)
    made, ledger = run(desk)
    assert made.accounts["member"] == before.accounts["member"]
    assert [one.rule for one in made.ledger.findings if "SLIP" in one.rule] == ["L-SLIP-ROWS"]
    assert document(40) in set(ledger.frames["member"]["证件号码"])


def _away(page, heads, rows) -> None:
    page.delete_rows(2, page.max_row)


def _no_place(page, heads, rows) -> None:
    for row in rows:
        page.cell(row, heads["来源行"]).value = None


@pytest.mark.parametrize(("slip", "told"), [(_away, "L-SLIP-HELD"), (_no_place, "L-SLIP-SOURCE")])
def test_what_was_decided_about_held_rows_outlasts_their_lines(desk, slip, told):
    """Lines of 暂缓 taken away, or without their place: a deleted row stays deleted, a word stays."""

    def gone(page, heads, rows):
        page.delete_rows(next(row for row in rows if page.cell(row, heads["证件号码"]).value == document(12)))

    changed(desk, "会员登记", gone)
    typed(desk[1], "暂缓", {"证件号码": WRONG}, {"处理": "不再处理"})
    before, _ = run(desk)
    changed(desk, "暂缓", slip)
    for again in range(2):
        made, ledger = run(desk)
        assert made.accounts["member"] == before.accounts["member"]
        assert "不再处理" in ledger.held["处理"]
        assert made.run["rules"].get(told, 0) == (0 if again else 1)
