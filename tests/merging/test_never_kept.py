"""What a ledger never keeps is told by title and is in no byte of what is written."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from tests.declared.sheets import book
from tests.merge.returns import document
from tests.merging.test_clerk import typed
from union_xl import ledger_book
from union_xl.ledgers.form import Form, optional, required
from union_xl.model import FormError
from union_xl.run import check, merge
from union_xl.run.declarations import read_declarations
from union_xl.run.forms import forms

SECRETS = ("糖尿病合并高血压", "脂肪肝（中度）", "批注里的病情", "肺结节待复查", "说不得的旧疾")
HEAD = ("列名", "别名", "类型", "必填", "不留存")
COLUMNS = (
    ("单位名称", "", "单位名称", "是", ""),
    ("姓名", "", "姓名", "是", ""),
    ("证件号码", "身份证号", "证件号码", "是", ""),
    ("体检机构", "", "文本", "", ""),
    ("体检结果", "检查结果、病情", "文本", "", "是"),
    ("备注", "", "备注", "", ""),
)
FACTS = [("表名", "职工免费体检名册"), ("简称", "体检甲"), ("代号", "health-test"), ("唯一列", "证件号码")]


def office(path: Path, columns: Sequence[Sequence[str]] = COLUMNS) -> Path:
    settings = [["项目", "内容"], ["单位名称", "某某街道总工会"]]
    return book(path, 设置=settings, 自定义表·体检甲=[*map(list, FACTS), [], list(HEAD), *map(list, columns)])


def give(path: Path) -> None:
    """A list with two columns nobody may keep, faults beside them, a note, and a sheet that goes on without a
    header."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = xlsxwriter.Workbook(str(path))
    sheet = made.add_worksheet("名册")
    sheet.write_row(0, 0, ["职工免费体检名册（单位：杭州甲样板有限公司）"])
    heads = ("单位名称", "姓名", "身份证号", "体检机构", "体检结果", "具体病情说明", "备注")
    sheet.write_row(1, 0, heads)
    for number in range(1, 9):
        row = ["杭州甲样板有限公司", f"张{chr(0x4E00 + number)}", document(number), "区人民医院"]
        sheet.write_row(1 + number, 0, [*row, SECRETS[0], SECRETS[1], ""])
    sheet.write_string(2, 2, "330105199003072010")  # held: a wrong check digit
    sheet.write_row(10, 0, ["杭州甲样板有限公司", "张一", document(2), "区二院", SECRETS[4], "", ""])
    sheet.write_comment(4, 4, SECRETS[2])
    more = made.add_worksheet("续")
    for number in range(9, 15):
        row = ["杭州甲样板有限公司", f"张{chr(0x4E00 + number)}", document(number), "区人民医院"]
        more.write_row(number - 9, 0, [*row, SECRETS[3], "", ""])
    made.close()


def texts(path: Path) -> bytes:
    """Everything a file says, unpacked."""
    if path.suffix == ".parquet":
        return repr(duckdb.sql(f"select * from read_parquet('{path.as_posix()}')").fetchall()).encode()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as opened:
            return b"".join(opened.read(name) for name in opened.namelist())
    return path.read_bytes()


def holding(folder: Path, secrets: tuple[str, ...], besides: tuple[str, ...] = ()) -> list[str]:
    """The files below a folder that hold any of the secrets, in whatever spelling."""
    spelled = [
        one
        for word in secrets
        for one in (
            word.encode(),
            word.encode("gb18030"),
            word.encode("unicode_escape").replace(b"\\", b"\\"),
        )
    ]
    return [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not path.relative_to(folder).as_posix().startswith(besides)
        and any(word in texts(path) for word in spelled)
    ]


def test_what_is_never_kept_is_in_no_byte_written(tmp_path: Path) -> None:
    """Not in kept, joined and held rows, findings, the cache, the state; the filler's own copy keeps its own.
    Told once for the sheet, with both titles."""
    give(tmp_path / "in" / "甲.xlsx")
    out, workbook = tmp_path / "out", office(tmp_path / "office.xlsx")
    for limit in (ledger_book.EXCEL_ROWS, 3):
        made = merge.merge(
            tmp_path / "in", out, office=workbook, period="2022H1", jobs=1, row_limit=limit, fresh=True
        )
        assert made.accounts["health-test"]["read"] == 15 and made.accounts["health-test"]["held"] >= 1
        told = [one for one in made.ledger.findings if one.rule == "T-NOT-KEPT"]
        assert [(one.place.sheet, one.place.ref) for one in told] == [("名册", "E"), ("续", "E")]
        assert "体检结果" in told[0].facts["列"] and "具体病情说明" in told[0].facts["列"]
        assert holding(out, SECRETS, ("退回/",)) == []
        assert any("退回" in name for name in holding(out, SECRETS))
    assert (
        "体检结果"
        not in ledger_book.read(out / "汇总台账.xlsx", read_declarations(workbook)).frames["health-test"]
    )


def test_a_column_that_is_kept_no_longer_leaves_no_trace(tmp_path: Path) -> None:
    """What an older ledger holds of it, edited by the clerk too, is not carried on as the clerk's own column;
    only what lies in 历史 is as it was."""
    give(tmp_path / "in" / "甲.xlsx")
    once = [(*row[:4], "") for row in COLUMNS]
    for columns in (once, once, COLUMNS, COLUMNS):
        workbook, out = office(tmp_path / "office.xlsx", columns), tmp_path / "out"
        made = merge.merge(tmp_path / "in", out, office=workbook, period="2022H1", jobs=1)
        if columns is once:
            typed(out, "体检甲", {"证件号码": document(3)}, {"体检结果": SECRETS[4]})
    assert holding(out, SECRETS, ("退回/", "历史/")) == []
    assert made.accounts["health-test"]["read"] == 15


def test_check_and_its_marked_copy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`check` tells the column, too; only the filler's own file, marked, has what stood in it."""
    give(tmp_path / "in" / "甲.xlsx")
    made = check.check([tmp_path / "in"], office=office(tmp_path / "office.xlsx"), out=tmp_path / "out")
    assert "T-NOT-KEPT" in repr(made.document())
    assert not any(one in repr(made.document()) + repr(list(made.tables())) for one in SECRETS)


def test_the_declaration_says_it_and_is_read_back(tmp_path: Path) -> None:
    """`forms --out` writes the title with its aliases; no key may name it; it is no column of the ledger."""
    workbook = office(tmp_path / "office.xlsx")
    forms("health-test", office=workbook, out=tmp_path / "form.xlsx")
    (again,), (first,) = read_declarations(tmp_path / "form.xlsx"), read_declarations(workbook)
    assert [(one.title, one.aliases) for one in again.never_kept] == [("体检结果", ("检查结果", "病情"))]
    assert again.titles == first.titles and "体检结果" not in first.titles
    facts = [*FACTS[:3], ("唯一列", "体检结果")]
    with pytest.raises(FormError):
        read_declarations(
            book(tmp_path / "wrong.xlsx", 自定义表=[*map(list, facts), [], list(HEAD), *map(list, COLUMNS)])
        )
    form = Form(slug="x", title="x", short="x", columns=(required("甲"), optional("乙", never_kept=True)))
    assert form.titles == ("甲",) and form.never_kept[0].title == "乙"
