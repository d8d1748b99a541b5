"""脱敏副本: private columns masked, nothing private left anywhere in the package, all else as it was."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from tests.returns.desk import SHEET, context_of, submission, workbook
from union_xl import returns, xlsx_edit
from union_xl.model import RunContext, UsageError
from union_xl.run.mask import mask
from union_xl.run.masking.mask_cells import Titles

PRIVATE = (
    "330105198805062015",
    "33010519851120302X",
    "13700001234",
    "13800001234",
    "赵一",
    "钱二",
    "家属代填",
)


def masked(tmp_path: Path, data: bytes, name: str = "a.xlsx") -> tuple[Any, bytes]:
    source, out = tmp_path / name, tmp_path / "out" / "脱敏.xlsx"
    source.write_bytes(data)
    before = source.read_bytes()
    outcome = mask(source, out)
    assert outcome.outputs == (out,) and outcome.exit_code == 0
    assert source.read_bytes() == before
    return openpyxl.load_workbook(out), out.read_bytes()


def shared() -> bytes:
    """The same rows in a workbook with shared strings, a note that names an ID, a title that is an alias."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("名册")
        sheet.write_row(0, 0, ("职工姓名", "身份证号", "联系电话", "单位名称", "填写说明"))
        sheet.write_row(1, 0, ("赵一", "330105198805062015", "13700001234", "甲公司", "已核对"))
        sheet.write_row(2, 0, ("钱二", "33010519851120302X", "13800001234", "甲公司", "电话13700001234"))
        sheet.write_comment(1, 0, "本人 330105198805062015")
    return out.getvalue()


def test_private_columns_are_masked_and_others_are_not(tmp_path: Path) -> None:
    """Names, IDs, mobiles by their column; 备注 dropped; titles, numbers and gender stay."""
    book, _ = masked(tmp_path, workbook())
    rows = [list(row) for row in book[SHEET].iter_rows(min_row=3, values_only=True)]
    assert rows == [
        ["序号", "姓名", "性别", "证件号码", "手机号码", "备注"],
        [1, "赵*", "男", "**************2015", "137****1234", None],
        [2, "钱*", "女", "**************302X", "138****1234", None],
    ]


@pytest.mark.parametrize("data", [workbook(), shared()], ids=["inline", "shared"])
def test_nothing_private_is_left_in_the_package(tmp_path: Path, data: bytes) -> None:
    """Not in shared strings, notes or any other part."""
    _, made = masked(tmp_path, data)
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        for name in parts.namelist():
            for value in PRIVATE:
                assert value.encode() not in parts.read(name), (name, value)


def test_aliases_and_texts(tmp_path: Path) -> None:
    """Known by alias; a mobile inside another text is masked within it; public texts stay."""
    book, _ = masked(tmp_path, shared())
    rows = [list(row) for row in book["名册"].iter_rows(values_only=True)]
    assert rows[1] == ["赵*", "**************2015", "137****1234", "甲公司", "已核对"]
    assert rows[2][4] == "电话137****1234"


def test_a_list_of_problems_is_masked_by_its_column_names(tmp_path: Path) -> None:
    """原值 beside 列名 is masked as that column is."""
    made = openpyxl.Workbook()
    made.active.append(["级别", "列名", "原值", "说明"])
    made.active.append(["错误", "姓名", "赵一二", "有误"])
    made.active.append(["错误", "单位名称", "甲公司", "有误"])
    out = io.BytesIO()
    made.save(out)
    book, _ = masked(tmp_path, out.getvalue())
    assert [row[2] for row in book.active.iter_rows(min_row=2, values_only=True)] == ["赵**", "甲公司"]


def test_a_marked_copy_loses_our_marks(tmp_path: Path) -> None:
    """Our notes carry suggestions: they go."""
    marked = xlsx_edit.apply(workbook(), returns.marks(submission(), context=context_of()), remark=True)
    book, made = masked(tmp_path, marked)
    assert book.sheetnames == [SHEET]
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert not any(b"330105198805062031" in parts.read(name) for name in parts.namelist())


def test_masking_twice_changes_nothing(tmp_path: Path) -> None:
    """A masked copy masked again shows the same."""
    first, made = masked(tmp_path, workbook())
    second, _ = masked(tmp_path, made)
    assert list(second[SHEET].values) == list(first[SHEET].values)


def test_csv_comes_out_as_xlsx(tmp_path: Path) -> None:
    """Any container that can be read can be masked."""
    book, _ = masked(tmp_path, "姓名,证件号码\n赵一,330105198805062015\n".encode("gb18030"), "a.csv")
    assert list(book.active.values)[1] == ("赵*", "**************2015")


def test_what_cannot_be_masked_is_said(tmp_path: Path) -> None:
    """No such file, no workbook, or the file itself as target."""
    with pytest.raises(UsageError):
        mask(tmp_path / "no.xlsx", tmp_path / "out.xlsx")
    (tmp_path / "a.xlsx").write_bytes(b"not a workbook at all")
    with pytest.raises(UsageError):
        mask(tmp_path / "a.xlsx", tmp_path / "out.xlsx")
    (tmp_path / "b.xlsx").write_bytes(workbook())
    with pytest.raises(UsageError, match="覆盖"):
        mask(tmp_path / "b.xlsx", tmp_path / "b.xlsx")


def test_lists_of_a_ledger_keep_their_own_words(tmp_path: Path) -> None:
    """说明 of 问题清单 is ours and stays; 标识 and 不同之处 lose names and numbers, units and titles stay."""
    made = openpyxl.Workbook()
    made.active.title = "问题清单"
    made.active.append(["级别", "单位", "列名", "原值", "说明", "建议"])
    made.active.append(
        ["错误", "甲公司", "出生日期", "1988-05-06", "与证件号码330105198805062015不符", "请核对"]
    )
    page = made.create_sheet("重复与冲突")
    page.append(["类型", "表", "标识", "甲单位", "不同之处"])
    page.append(
        ["可能是同一人", "会员登记", "赵一 13700001234", "甲公司", "姓名：赵一 ／ 赵壹；民族：空 ／ 汉族"]
    )
    out = io.BytesIO()
    made.save(out)
    book, _ = masked(tmp_path, out.getvalue())
    assert list(book["问题清单"].values)[1] == (
        "错误",
        "甲公司",
        "出生日期",
        "1988年",
        "与证件号码**************2015不符",
        "请核对",
    )
    assert list(book["重复与冲突"].values)[1][2:] == (
        "赵* 137****1234",
        "甲公司",
        "姓名：赵* ／ 赵*；民族：空 ／ 汉族",
    )


@pytest.mark.parametrize(
    ("title", "cells", "hidden"),
    [
        ("值班员", ["赵铁柱", "钱多多", None], True),
        ("经手", ["赵铁柱", "钱多多", "孙大有", "阿依古丽·哈不力"], True),
        ("经手", ["赵铁柱", "钱多多"], False),
        ("岗位", ["高级工", "高级工", "高级工", "安全员"], False),
        ("班组", ["一班", "二班", "三班", "金工班组"], False),
    ],
)
def test_a_column_nobody_knows_is_looked_into_for_names(
    tmp_path: Path, title: str, cells: list[str | None], hidden: bool
) -> None:
    """Names under a title of the office's own are masked, there and where a text repeats them."""
    book = openpyxl.Workbook()
    book.active.append([title, "手机号码"])
    for number, cell in enumerate(cells):
        book.active.append([cell, f"1381234567{number}"])
    book.create_sheet("说明")["A1"] = f"今天由{cells[0]}负责"
    book.save(tmp_path / "甲.xlsx")
    mask(tmp_path / "甲.xlsx", tmp_path / "乙.xlsx")
    made = openpyxl.load_workbook(tmp_path / "乙.xlsx")
    shown = [row[0].value for row in made.worksheets[0].iter_rows(min_row=2)]
    assert (shown != cells) is hidden and (str(cells[0]) not in made["说明"]["A1"].value) is hidden


def test_the_name_of_a_ledger_beside_numbers_is_no_title(tmp_path: Path) -> None:
    """`疗休养人员` may head a column of names; in a list of ledgers it names one, and nothing beside it or
    below is a person."""
    made = openpyxl.Workbook()
    made.active.title = "对账"
    rows = [
        ["表", "文件", "读入", "说明"],
        ["疗休养人员", "名单.xlsx", 3, None],
        ["固定资产", "盘点.xlsx", 2, None],
        ["疗休养人员", "采用", None, None],
    ]
    for row in rows:
        made.active.append(row)
    made.create_sheet("固定资产").append(["疗休养人员", "单位", "批次"])
    made["固定资产"].append(["赵铁柱", "甲公司", 1])
    out = io.BytesIO()
    made.save(out)
    book, _ = masked(tmp_path, out.getvalue())
    assert book.sheetnames == ["对账", "固定资产"]
    assert [list(row) for row in book["对账"].values] == rows
    assert book["固定资产"]["A2"].value == "赵**"


def test_a_masked_ledger_keeps_its_own_words(tmp_path: Path) -> None:
    """概览, 来源文件, 列对应 and 图表 count, and name files and columns: nothing of theirs is a person's, nor
    hidden elsewhere; an ID stored as a number is hidden as any other where it was corrected; the times of the
    file stay times; a short number of somebody is no colour stop of the theme."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        pages = {
            "概览": [("项目", "说明", "去看"), ("问题", "错误 9 处，最近 2022-06-30", "问题清单")],
            "帮扶慰问": [
                ("姓名", "证件号码", "金额", "备注"),
                ("赵一", "330105198805062015", 12000, "2022-06"),
            ],
            "暂缓": [
                ("表", "姓名", "处理", "原因", "说明", "备注"),
                (
                    "会员登记",
                    "赵一",
                    "收下",
                    "不满最低年龄",
                    "入会日期：赵一 2022-06-01 不满16周岁",
                    "体弱多病",
                ),
            ],
            "修正记录": [
                ("表", "文件", "列名", "原值", "新值", "原因"),
                ("会员登记", "甲.xlsx", "证件号码", 3.301051982081203e17, "330105198805062015", "经办人修改"),
            ],
            "列对应": [
                ("表", "文件", "原列名", "建议列名", "把握"),
                ("互助参保", "甲.xlsx", "姓名", "姓名", 0.0),
                ("会员登记", "乙.xlsx", "在职状态", "就业状况", 0.8),
                ("工会干部", "乙.xlsx", "职工代号", None, 0.0),
            ],
            "来源文件": [("文件", "原因"), ("北星社区/甲.rar", "rar 压缩包")],
            "图表": [("问题", "行数"), ("校验码不符", 3)],
        }
        for name, rows in pages.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    made, _ = masked(tmp_path, out.getvalue())
    shown = {sheet.title: list(sheet.values)[1] for sheet in made}
    assert shown["概览"] == ("问题", "错误 9 处，最近 2022-06-30", "问题清单")
    assert [*made["列对应"].values][2:] == pages["列对应"][2:] and shown["暂缓"][0] == "会员登记"
    assert not re.search(r"33010519|\d{9}", " ".join(map(str, shown["修正记录"])))
    assert shown["来源文件"] == ("北星社区/甲.rar", "rar 压缩包") and shown["图表"] == ("校验码不符", 3)
    assert shown["暂缓"][4:] == ("入会日期：赵* 2022-06-01 不满16周岁", None)
    assert made.properties.created.year > 2000


def test_a_title_is_told_as_it_is() -> None:
    """`走访人` of 走访诉求 is a spelling of 普查人 elsewhere."""
    titles = Titles(RunContext())
    assert [titles.of(one)[0] for one in ("走访人", "职工姓名")] == ["走访人", "姓名"]
