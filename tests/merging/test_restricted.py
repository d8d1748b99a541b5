"""Restricted ledgers stand in a workbook of their own; elsewhere only that there is an entry."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.declared.sheets import book
from tests.merge.returns import document, member
from tests.merging.test_clerk import give, typed
from tests.merging.test_never_kept import holding
from union_xl import ledger_book, xlsx_edit
from union_xl.model import LedgerError
from union_xl.run import check, diff, merge, report, trace
from union_xl.run.declarations import read_declarations

pytestmark = pytest.mark.slow

A = "杭州甲样板有限公司"
BOOK, APART = "汇总台账.xlsx", "汇总台账·限阅.xlsx"
SECRETS = ("因病致困甲", "因灾致困乙", "王小难", "李二困", "赵三苦", "区二院住院", "330105199003072010")
HEAD = ("列名", "别名", "类型", "必填", "取值")
COLUMNS = (
    ("单位名称", "", "单位名称", "是", ""),
    ("姓名", "", "姓名", "是", ""),
    ("证件号码", "身份证号", "证件号码", "是", ""),
    ("致困原因", "", "文本", "应填", ""),
    ("年收入", "", "金额", "", ""),
    ("备注", "", "备注", "", ""),
)
FACTS = (
    ("表名", "困难职工摸底名册"),
    ("简称", "困难甲"),
    ("代号", "hard-test"),
    ("唯一列", "证件号码"),
    ("限阅", "是"),
)
ROWS = (
    (A, "王小难", document(41), "因病致困甲", "12000", ""),
    (A, "李二困", document(42), "因灾致困乙", "一万二", ""),
    (A, "赵三苦", "330105199003072010", "因病致困甲", "9000", ""),
    (A, "王小难", document(41), "因灾致困乙", "12000", ""),
    (A, "钱四", document(44), "因病致困甲", "１３０００", "区二院住院"),
)


def office(path: Path, password: str = "", older: str = "", facts=FACTS) -> Path:
    settings = [
        ["项目", "内容"],
        ["填报单位", "某某街道总工会"],
        ["限阅台账密码", password],
        ["打开密码", older],
    ]
    rules = [["编号", "关系", "级别", "说明"], ["HT-1", "年收入 < 12500", "提醒", "年收入{年收入}元偏高"]]
    figures = [
        ["代码", "名称", "统计方式", "字段"],
        ["HT1", "困难甲户数", "计数", ""],
        ["HT2", "困难甲名单", "名单", "姓名"],
    ]
    form = [*map(list, facts), [], list(HEAD), *map(list, COLUMNS), [], *rules, [], *figures]
    return book(path, 设置=settings, 自定义表·困难甲=form)


def hard(path: Path, rows=ROWS) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    made = xlsxwriter.Workbook(str(path))
    sheet = made.add_worksheet("名册")
    sheet.write_row(0, 0, ["困难职工摸底名册"])
    sheet.write_row(1, 0, ("单位名称", "姓名", "身份证号", "致困原因", "年收入", "备注"))
    for number, row in enumerate(rows, 2):
        sheet.write_row(number, 0, row)
    made.close()


@pytest.fixture
def desk(tmp_path: Path):
    give(tmp_path / "in", A, [member(n, A) for n in range(1, 4)])
    hard(tmp_path / "in" / "困难甲.xlsx")
    return tmp_path / "in", tmp_path / "out", office(tmp_path / "office.xlsx")


def run(desk, **more):
    folder, out, workbook = desk
    made = merge.merge(folder, out, office=workbook, period="2022H1", jobs=1, **more)
    passwords = more.get("passwords") or ledger_book.restricted.passwords_of(made.context)
    return made, ledger_book.read(out / BOOK, read_declarations(workbook), passwords=passwords)


def in_book(path: Path, sheet: str) -> list[dict[str, object]]:
    page = openpyxl.load_workbook(path)[sheet]
    heads, *rows = page.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def test_rows_findings_and_decisions_stand_in_a_workbook_of_their_own(desk) -> None:
    """Kept and held rows, findings, corrections and pairs there; in the ledger, its state, run.json, receipts
    and messages no value, only the counts and the cells."""
    made, ledger = run(desk)
    out = desk[1]
    assert made.accounts["hard-test"] == {"read": 5, "kept": 3, "joined": 0, "held": 2} or made.accounts[
        "hard-test"
    ] == {"read": 5, "kept": 3, "joined": 1, "held": 1}
    names = openpyxl.load_workbook(out / BOOK).sheetnames
    assert "困难甲" not in names and "会员登记" in names
    apart = openpyxl.load_workbook(out / APART).sheetnames
    assert {"概览", "困难甲", "暂缓", "问题清单", "修正记录", "重复与冲突"} <= set(apart)
    assert "会员登记" not in apart
    assert holding(out, SECRETS, (APART, "退回/")) == []
    receipt = next(out.glob("退回/*/回执.txt")).read_bytes()
    assert not any(one.encode() in receipt or one.encode("utf-16-le") in receipt for one in SECRETS)
    assert len(ledger.frames["hard-test"]) == 3 and len(ledger.frames["member"]) == 3
    lines = [one for one in in_book(out / BOOK, "问题清单") if one["文件"] == "困难甲.xlsx"]
    whole = [one for one in in_book(out / APART, "问题清单") if one["文件"] == "困难甲.xlsx"]
    assert {(one["规则"], one["单元格"]) for one in lines} == {(one["规则"], one["单元格"]) for one in whole}
    assert any("汇总台账·限阅.xlsx" in one["建议"] for one in lines)
    assert all(one["原值"] is None for one in lines) and any(one["原值"] for one in whole)
    told = json.loads((out / "run.json").read_text("utf-8"))
    assert APART in told["outputs"] and told["forms"]["hard-test"]["read"] == 5
    assert not list((out / "历史").glob("*限阅*")) if (out / "历史").exists() else True


def test_what_the_clerk_does_there_counts(desk) -> None:
    """An edited cell, a mended held row, a row typed, one deleted, a column added, a word in either list."""
    run(desk)
    out = desk[1]
    path = out / APART
    workbook = openpyxl.load_workbook(path)
    page = workbook["困难甲"]
    heads = {cell.value: cell.column for cell in page[1]}
    rows = {page.cell(row, heads["姓名"]).value: row for row in range(2, page.max_row + 1)}
    page.cell(rows["王小难"], heads["致困原因"]).value = "其他"
    page.cell(1, page.max_column + 1).value = "走访人"
    page.cell(rows["王小难"], page.max_column).value = "周八"
    fresh = page.max_row + 1
    new = {"单位名称": A, "姓名": "吴九", "证件号码": document(49), "致困原因": "补"}
    for title, value in new.items():
        page.cell(fresh, heads[title]).value = value
    page.delete_rows(rows["李二困"])
    held = workbook["暂缓"]
    titles = {cell.value: cell.column for cell in held[1]}
    for row in range(2, held.max_row + 1):
        if held.cell(row, titles["姓名"]).value == "赵三苦":
            held.cell(row, titles["证件号码"]).value = document(43)
    workbook.save(path)
    typed(out, "问题清单", {"规则": "HT-1"}, {"处理": "已核实"})
    for _ in range(2):
        made, ledger = run(desk)
        frame = ledger.frames["hard-test"]
        kept = dict(zip(frame["姓名"], frame["致困原因"], strict=True))
        assert kept["王小难"] == "其他" and kept["吴九"] == "补" and "赵三苦" in kept and "李二困" not in kept
        assert not any("吴九" in str(one.about) or "其他" in str(one.words) for one in made.ledger.decided)
        assert any(one.get("走访人") == "周八" for one in in_book(path, "困难甲"))
        lines = in_book(out / BOOK, "问题清单") + in_book(path, "问题清单")
        said = [one["处理"] for one in lines if one["规则"] == "HT-1"]
        assert said == ["已核实"] * 2
        assert holding(out, (*SECRETS, "吴九", "周八"), (APART, "退回/")) == []


def test_with_a_password(desk, tmp_path: Path) -> None:
    """Written with it; without it, or with a wrong one, nothing is merged and nothing lost; changed by naming
    the new one first; a password once set is not dropped silently."""
    folder, out, _ = desk
    locked = folder, out, office(tmp_path / "locked.xlsx", "先前的密码")
    run(locked)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert before[out / APART].startswith(b"\xd0\xcf\x11\xe0")
    for wrong in (desk, (folder, out, office(tmp_path / "wrong.xlsx", "不对的密码"))):
        with pytest.raises(LedgerError, match="密码"):
            run(wrong)
        for path, data in before.items():
            assert path.name == "lock" or path.read_bytes() == data
    assert holding(out, SECRETS, ("退回/",)) == []
    plain = xlsx_edit.decrypt(before[out / APART], ["先前的密码"])
    workbook = openpyxl.load_workbook(io.BytesIO(plain))
    workbook["困难甲"]["D2"].value = "改过"
    into = io.BytesIO()
    workbook.save(into)
    (out / APART).write_bytes(xlsx_edit.encrypt(into.getvalue(), "先前的密码"))
    _, ledger = run((folder, out, office(tmp_path / "new.xlsx", "后来的密码", "先前的密码")))
    assert "改过" in set(ledger.frames["hard-test"]["致困原因"])
    with pytest.raises(Exception, match="密码"):
        xlsx_edit.decrypt((out / APART).read_bytes(), ["先前的密码"])
    run(desk, passwords=["后来的密码"])
    assert (out / APART).read_bytes().startswith(b"\xd0\xcf\x11\xe0")


def test_it_is_carried_on_and_missed(desk, tmp_path: Path) -> None:
    """Without input now it is carried on; where its workbook is gone, nothing is merged until it is back or
    dropped by name."""
    folder, out, _ = desk
    run(desk)
    (folder / "困难甲.xlsx").unlink()
    for _ in range(2):
        made, ledger = run(desk)
        assert made.accounts["hard-test"]["read"] == 5 and len(ledger.frames["hard-test"]) == 3
    aside = tmp_path / "aside.xlsx"
    (out / APART).rename(aside)
    with pytest.raises(LedgerError, match=r"限阅.*--drop 困难甲"):
        run(desk)
    aside.rename(out / APART)
    made, _ = run(desk)
    assert made.accounts["hard-test"]["read"] == 5
    made, _ = run(desk, drop=["困难甲"])
    assert "hard-test" not in made.accounts and not (out / APART).exists()


def test_without_its_key_the_state_is_as_good_as_none(desk) -> None:
    """A workbook made anew from the sheets has lost the key: what the clerk changed is found by comparing."""
    out = desk[1]
    run(desk)
    typed_apart(out, {"姓名": "王小难"}, {"致困原因": "改过的"})
    workbook = openpyxl.load_workbook(out / APART)
    for name in list(workbook.custom_doc_props.names):
        if name == "key":
            del workbook.custom_doc_props[name]
    workbook.save(out / APART)
    made, ledger = run(desk)
    assert "改过的" in set(ledger.frames["hard-test"]["致困原因"])
    assert "L-STATE-LOST" in {one.rule for one in made.ledger.findings}


def typed_apart(out: Path, which: dict[str, str], what: dict[str, object]) -> None:
    path = out / APART
    workbook = openpyxl.load_workbook(path)
    page = workbook["困难甲"]
    heads = {cell.value: cell.column for cell in page[1]}
    for row in range(2, page.max_row + 1):
        if all(page.cell(row, heads[title]).value == value for title, value in which.items()):
            for title, value in what.items():
                page.cell(row, heads[title]).value = value
    workbook.save(path)


def test_the_screen_says_only_that_there_is_something(desk) -> None:
    """`check` on screen and as JSON, and what a merge prints, hold no value of it."""
    made = check.check([desk[0]], office=desk[2])
    shown = repr(made.document()) + repr(list(made.tables()))
    assert "HT-1" in shown and not any(one in shown for one in SECRETS)
    done, _ = run(desk)
    shown = repr(done.document()) + repr(list(done.tables()))
    assert not any(one in shown for one in SECRETS)


def test_counting_tracing_and_comparing_find_it_beside_the_ledger(desk, tmp_path: Path) -> None:
    """Figures count its rows; a trace names file, sheet and row and nothing else; a comparison only counts.
    Without the password a report is made all the same, with `—` and the reason."""
    folder, out, _ = desk
    locked = office(tmp_path / "locked.xlsx", "密码一二三")
    run((folder, out, locked))
    ledger = out / BOOK
    for name in ("困难甲户数", "困难甲名单"):
        made = trace.trace(ledger, name, office=locked)
        shown = repr(made.document()) + repr(list(made.tables()))
        assert len(made.rows) == 3 and "困难甲.xlsx" in shown
        assert not any(one in shown for one in (*SECRETS, "钱四"))
    assert not any(one in repr(trace.trace(ledger, office=locked).document()) for one in (*SECRETS, "钱四"))
    made = trace.trace(ledger, row="困难甲!2", office=locked)
    assert {line["指标"] for line in made.rows} == {"困难甲户数", "困难甲名单"}
    template = tmp_path / "表.xlsx"
    page = openpyxl.Workbook()
    page.active.append(["{{困难甲户数}}"])
    page.save(template)
    unlocked = office(tmp_path / "none.xlsx")
    for workbook, value in ((locked, 3), (unlocked, "—")):
        done = report.report(ledger, tmp_path / str(value), templates=[template], office=workbook)
        assert openpyxl.load_workbook(tmp_path / str(value) / "表.xlsx").active["A1"].value == value
        assert any("限阅" in line for line in done.remarks) is (workbook is unlocked)
    compared = diff.diff(ledger, ledger, tmp_path / "变动.xlsx", office=locked)
    assert ("困难甲", 0, 0, 0, 0) in compared.by_form
    assert holding(tmp_path, (*SECRETS, "钱四"), ("in/", "out/")) == []


def test_a_sheet_called_after_a_person_is_not_named(desk) -> None:
    """The sheet of one person's card: the ledger says that there is a finding; a word there counts."""
    folder, out, _ = desk
    (folder / "困难甲.xlsx").unlink()
    path = folder / "卡片.xlsx"
    hard(path, ROWS[:1])
    workbook = openpyxl.load_workbook(path)
    workbook["名册"].title = "王小难"
    workbook["王小难"]["E3"] = 99999
    workbook.save(path)
    run(desk)
    assert holding(out, ("王小难",), (APART, "退回/")) == []
    typed(out, "问题清单", {"规则": "HT-1"}, {"处理": "已核实"})
    made, _ = run(desk)
    assert [one["处理"] for one in in_book(out / APART, "问题清单") if one["规则"] == "HT-1"] == ["已核实"]
    assert made.ledger.decided and holding(out, ("王小难",), (APART, "退回/")) == []


def test_the_offices_own_book_is_marked_under_its_password(desk, tmp_path: Path) -> None:
    """What the office keeps goes back to nobody: its marked copy is as closed as the ledger."""
    folder, out, _ = desk
    workbook = office(tmp_path / "own.xlsx", "密码一二三", facts=(*FACTS, ("谁来报", "本级自存")))
    run((folder, out, workbook))
    copies = list(out.glob("退回/*/困难甲*.xlsx"))
    assert copies and all(path.read_bytes().startswith(b"\xd0\xcf\x11\xe0") for path in copies)
    assert holding(out, SECRETS) == []


def test_a_number_in_the_name_of_a_file_is_told(desk, tmp_path: Path) -> None:
    """The name of a file stands in every list of files: a person's number in it is told, the file counts."""
    folder = desk[0]
    (folder / "困难甲.xlsx").rename(folder / f"困难职工-{document(7)}.xlsx")
    run(desk)
    told = [row for row in in_book(desk[1] / "汇总台账.xlsx", "问题清单") if row["规则"] == "F-NAME-ID"]
    assert [row["文件"] for row in told] == [f"困难职工-{document(7)}.xlsx"]
    assert "去掉" in str(told[0]["建议"])  # of a whole file the cure is told in the open ledger, too


def test_a_persons_name_in_the_name_of_a_file_is_told(desk) -> None:
    """Of a restricted ledger only that there is an entry may be seen: its file is called after nobody."""
    folder = desk[0]
    (folder / "困难甲.xlsx").rename(folder / "困难职工档案（王小难）.xlsx")
    run(desk)
    told = [row for row in in_book(desk[1] / "汇总台账.xlsx", "问题清单") if row["规则"] == "F-NAME-PERSON"]
    assert [row["文件"] for row in told] == ["困难职工档案（王小难）.xlsx"]
