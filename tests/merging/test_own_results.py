"""What we wrote ourselves is no return: older results among the returns, another office's, changed files."""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from tests.merge.returns import member
from tests.merging.test_clerk import give
from tests.merging.test_whole import fill
from union_xl import ledgers
from union_xl.model import Source, UsageError
from union_xl.returns.mark_edits import ReceiptHeader
from union_xl.run import merge
from union_xl.run.returning import marked_copy
from union_xl.run.workers import read_return, submissions

A = "杭州甲样板有限公司"


def merged(home: Path, folder: str = "收回", out: str = "out", **more) -> merge.MergeResult:
    return merge.merge(home / folder, home / out, period="2022H1", jobs=1, **more)


def settings(path: Path, office: str) -> Path:
    """An office workbook that says whose it is."""
    book = openpyxl.Workbook()
    book.active.title = "设置"
    for row in (("项目", "值"), ("填报单位", office)):
        book.active.append(row)
    book.save(path)
    return path


def fates(made: merge.MergeResult) -> dict[str, str]:
    return {one.book: one.fate for one in made.ledger.receipts}


@pytest.mark.parametrize("place", ["收回/上次", "收回/以前/六月"])
def test_an_older_result_of_ours_is_left_out_and_named(tmp_path: Path, place: str):
    """Its ledger, marked copies, archive and lists; what somebody put beside them is read."""
    fill(tmp_path / "收回", 3)
    merged(tmp_path, out="once")
    merged(tmp_path, out="once")
    first = merged(tmp_path, out="first")
    shutil.copytree(tmp_path / "once", tmp_path / place)
    give(tmp_path / place, "杭州补样板有限公司", [member(900, "杭州补样板有限公司")], "补报")
    made = merged(tmp_path)
    name = place.removeprefix("收回/")
    assert made.accounts["member"]["read"] == first.accounts["member"]["read"] + 1
    assert fates(made) == {**fates(first), f"{name}/补报.xlsx": "采用", f"{name}/": "忽略"}
    (finding,) = [one for one in made.ledger.findings if one.rule == "F-RESULT"]
    assert finding.place.book == f"{name}/" and finding.facts["个数"] > 4 and not finding.facts["读"]


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("zipped", [True, False])
def test_of_another_offices_result_only_the_ledger_is_read(tmp_path: Path, known: bool, zipped: bool):
    """A subdistrict sends its whole result folder: its marked copies and archives are no second returns."""
    give(tmp_path / "街道", A, [member(n, A) for n in range(1, 4)] + [member(9, A, 证件号码="1")])
    more = {"office": settings(tmp_path / "南门.xlsx", "南门<街道>总工会")} if known else {}
    merged(tmp_path, "街道", "街道结果", **more)
    merged(tmp_path, "街道", "街道结果", **more)
    fill(tmp_path / "收回", 1, seed=7)
    if zipped:
        with zipfile.ZipFile(tmp_path / "收回" / "南门.zip", "w") as packed:
            for file in sorted((tmp_path / "街道结果").rglob("*")):
                packed.write(file, file.relative_to(tmp_path / "街道结果").as_posix())
    else:
        shutil.copytree(tmp_path / "街道结果", tmp_path / "收回" / "南门.zip")
    made = merged(tmp_path)
    assert {book: fate for book, fate in fates(made).items() if book.startswith("南门")} == {
        "南门.zip/汇总台账.xlsx": "采用",
        "南门.zip/": "忽略",
    }
    assert made.accounts["member"]["kept"] == 9 and made.accounts["member"]["held"] == 1


def test_the_offices_name_tells_whose_a_result_is(tmp_path: Path):
    """The same returns may lie at the district and in a subdistrict's result: still another office's."""
    fill(tmp_path / "收回", 2)
    ours, theirs = (settings(tmp_path / f"{name}.xlsx", f"{name}街道总工会") for name in ("东门", "南门"))
    merged(tmp_path, out="收回/结果", office=ours)
    for office, read in ((ours, False), (theirs, True)):
        made = merged(tmp_path, office=office)
        assert ("结果/汇总台账.xlsx" in fates(made)) is read


def test_loose_folders_of_ours_are_left_out(tmp_path: Path):
    """退回 and 历史 without the run.json beside them; folders that only have such a name are read."""
    fill(tmp_path / "收回", 3)
    merged(tmp_path, out="once")
    first = merged(tmp_path, out="once")
    for name in ("退回", "历史"):
        shutil.copytree(tmp_path / "once" / name, tmp_path / "收回" / "旧" / name)
    give(
        tmp_path / "收回" / "退回" / "重报", "杭州补样板有限公司", [member(900, "杭州补样板有限公司")], "补报"
    )
    made = merged(tmp_path)
    assert fates(made) == {
        **fates(first), "退回/重报/补报.xlsx": "采用", "旧/退回/": "忽略", "旧/历史/": "忽略"
    }  # fmt: skip


def test_the_output_folder_among_the_returns_is_named(tmp_path: Path):
    """It is never looked into, first time or not."""
    fill(tmp_path / "收回", 2)
    for _ in range(2):
        assert fates(merged(tmp_path, out="收回/结果"))["结果/"] == "忽略"


def test_nothing_but_results_is_told(tmp_path: Path):
    """A folder that holds nothing else is refused, and the old output stays as it is."""
    fill(tmp_path / "收回", 2)
    merged(tmp_path, out="once")
    merged(tmp_path, out="once")
    shutil.copytree(tmp_path / "once" / "历史", tmp_path / "空" / "历史")
    with pytest.raises(UsageError, match="以前合并的结果"):
        merged(tmp_path, "空")


def test_a_json_that_is_no_run_is_no_sign(tmp_path: Path):
    """Junk under that name: the folder is read, the file is told as any other."""
    for junk in ("", "[]", '{"outputs": 1}', '{"files": [], "outputs": {}}', '{"files": [1], "outputs": {}}'):
        fill(tmp_path / "收回" / "甲", 1)
        (tmp_path / "收回" / "甲" / "run.json").write_text(junk, "utf-8")
        made = merged(tmp_path)
        assert made.accounts["member"]["read"] == 6 and "甲/" not in fates(made)


def test_a_row_of_a_ledger_is_never_the_blanks_example(tmp_path: Path):
    """A ledger's first row that says what the example says, a name 合计, a name 如：张三: all are rows."""
    example = {one.title: one.example for one in ledgers.form("member").columns if one.example}
    give(tmp_path / "街道", A, [member(n, A) for n in range(1, 4)])
    path = merged(tmp_path, "街道", "街道结果").ledger_path
    book = openpyxl.load_workbook(path)
    sheet = book["会员登记"]
    titles = {cell.value: cell.column for cell in sheet[1]}
    for title, value in example.items():
        sheet.cell(2, titles[title], value)
    sheet.cell(3, titles["姓名"], "合计")
    (tmp_path / "收回").mkdir()
    book.save(tmp_path / "收回" / "南门街道台账.xlsx")
    made = merged(tmp_path)
    assert made.accounts["member"]["read"] == 3


def test_a_file_that_changes_while_it_is_read_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Nothing is kept under a content that was not read; the next run reads the file again."""
    give(tmp_path / "收回", A, [member(n, A) for n in range(1, 4)], "a")
    give(tmp_path / "新", A, [member(n, A) for n in range(1, 6)], "a")
    real = read_return.safe_together

    def changing(sources: list[Source], context):
        shutil.copyfile(tmp_path / "新" / "a.xlsx", tmp_path / "收回" / "a.xlsx")
        return real(sources, context)

    with monkeypatch.context() as during:
        during.setattr(read_return, "safe_together", changing)
        assert merged(tmp_path).accounts["member"]["read"] == 5
    assert not list((tmp_path / "out" / ".union_xl" / "read").glob("*"))
    give(tmp_path / "收回", A, [member(n, A) for n in range(1, 4)], "a")
    assert merged(tmp_path).accounts["member"]["read"] == 3
    assert len(list((tmp_path / "out" / ".union_xl" / "read").glob("*"))) == 1


def test_marks_are_not_put_on_another_content(tmp_path: Path):
    """A file changed after it was checked goes back without a copy."""
    give(tmp_path / "收回", A, [member(1, A), member(2, A, 证件号码="1")], "a")
    source = Source("a.xlsx", tmp_path / "收回" / "a.xlsx")
    context = merged(tmp_path).context
    checked = replace(read_return.submission(source, context), parts=())
    task = marked_copy.Task(checked, source, ReceiptHeader("问题清单", (), ""))
    assert marked_copy.marked_copy(task, context) is not None
    give(tmp_path / "收回", A, [member(n, A) for n in range(1, 6)], "a")
    assert marked_copy.marked_copy(task, context) is None


def test_a_ledger_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A ledger among the returns that is replaced meanwhile is the one that was looked at."""
    give(tmp_path / "街道", A, [member(n, A) for n in range(1, 4)])
    path = merged(tmp_path, "街道", "街道结果").ledger_path
    (tmp_path / "收回").mkdir()
    shutil.copyfile(path, tmp_path / "收回" / "台账.xlsx")
    real = submissions.read_all

    def changing(*args, **more):
        (tmp_path / "收回" / "台账.xlsx").write_bytes(b"gone")
        return real(*args, **more)

    monkeypatch.setattr(submissions, "read_all", changing)
    assert merged(tmp_path).accounts["member"]["read"] == 3
