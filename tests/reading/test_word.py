"""Lists in Word documents: read as they are in Excel, told by row and column, answered with a list."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl

from tests.readers import made
from tests.readers.test_docx import docx, p, tbl, tc, tr
from union_xl.model import RunContext, Source, Submission
from union_xl.run import merge
from union_xl.run.workers import read_return

ROWS = (
    tr("序号", "姓名", "证件号码", "手机号码"),
    tr("1", "张三", "330105199003072013", "13712341234"),
    tr("2", "李四", "33010519851120302X", "13900200061"),
)
WRONG = tr("3", "王五", "330105198511203021", "13900200062")
LINES = p("工会会员登记表") + p("填报单位：杭州甲木机械有限公司")


def read(data: bytes, name: str = "甲.docx") -> Submission:
    return read_return.submission(Source(name, Path(name), data), RunContext())


def names(one: Submission) -> list[str]:
    return [name for part in one.parts for name in part.columns["姓名"]]


def test_a_list_in_word_is_read_with_its_unit_and_places() -> None:
    """The title paragraph is the list's; rows are the table's own, as are the places of findings."""
    one = read(docx(LINES + tbl(*ROWS, WRONG)))
    (part,) = one.parts
    assert (part.form, part.unit, names(one), part.rows) == (
        "member",
        "杭州甲木机械有限公司",
        ["张三", "李四"],
        [2, 3],
    )
    assert [str(f.place) for f in one.findings if f.place.row] == ["甲.docx › 第1个表格第4行第3列"]


def test_a_table_broken_over_pages_goes_on() -> None:
    """A repeated header inside the table and a second table without header are the same list."""
    body = LINES + tbl(*ROWS, ROWS[0], tr("3", "赵六", "330105199301014016", "13900200063")) + p("")
    more = tbl(
        tr("4", "孙七", "330105199401014017", "13900200064"),
        tr("5", "周八", "330105199501014018", "13900200065"),
    )
    one = read(docx(body + more))
    read_rows = [*names(one), *(str(row.cells["姓名"]) for part in one.parts for row in part.held)]
    assert sorted(read_rows) == sorted(["张三", "李四", "赵六", "孙七", "周八"])


def test_the_signature_row_is_no_person() -> None:
    """Signature rows and paragraphs below the list are no data."""
    foot = tr(tc("填表人：王某 　审核人：", '<w:gridSpan w:val="4"/>'))
    one = read(docx(LINES + tbl(*ROWS, foot) + p("（盖章） 2022年7月1日")))
    assert (names(one), one.parts[0].read) == (["张三", "李四"], 2)


def test_an_old_word_file_says_what_to_do() -> None:
    """.doc is refused."""
    one = read(made.ole({"WordDocument": b"\xec\xa5"}), "旧.doc")
    assert (one.fate, one.reason) == ("未能读取", "F-WORD")


def test_with_a_word_return_goes_the_list_alone(tmp_path: Path) -> None:
    """退回 holds the receipt and 问题清单, whose places name the Word table; also from inside a zip."""
    (tmp_path / "上报").mkdir()
    data = docx(LINES + tbl(*ROWS, WRONG))
    (tmp_path / "上报" / "一包.zip").write_bytes(made.zipped({"甲.docx": data}))
    merge.merge(tmp_path / "上报", out=tmp_path / "结果")
    back = tmp_path / "结果" / "退回" / "杭州甲木机械有限公司"
    assert sorted(one.name for one in back.iterdir()) == ["回执.txt", "甲（问题清单）.xlsx"]
    assert "第1个表格第4行第3列" in (back / "回执.txt").read_text("utf-8-sig")
    sheet = openpyxl.load_workbook(io.BytesIO((back / "甲（问题清单）.xlsx").read_bytes()))["问题清单"]
    assert "第1个表格第4行第3列" in [cell.value for cell in sheet["C"]]
