"""A ledger declared in a workbook comes as a card with a block, as a matrix, as a statement: no code."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.corpus.pages import Page, document, workbook
from union_xl.ledgers.form import Form
from union_xl.model import FormError, RunContext, Source
from union_xl.run.declarations import read_declarations
from union_xl.run.workers import read_return

_VISIT = [
    ["表名", "走访慰问登记卡"],
    ["简称", "走访户"],
    ["代号", "visited"],
    ["唯一列", "证件号码"],
    ["名称用词", "走访慰问"],
    ["卡片", "困难描述 = 情况\n附表 = visited-kin"],
    ["列名", "别名", "类型", "必填", "取值"],
    ["姓名", "", "姓名", "是", ""],
    ["证件号码", "身份证号", "证件号码", "是", ""],
    ["住址", "", "文本", "", ""],
    ["走访日期", "", "日期", "", ""],
    ["慰问方式", "", "单选", "", "现金、实物"],
    ["情况", "", "文本", "", ""],
]
_KIN = [
    ["表名", "走访户成员表"],
    ["简称", "走访户成员"],
    ["代号", "visited-kin"],
    ["唯一列", "户主证件号码+姓名"],
    ["上级台账", "visited"],
    ["关联列", "户主证件号码"],
    ["列名", "别名", "类型", "必填", "取值"],
    ["户主证件号码", "", "证件号码", "是", ""],
    ["姓名", "", "姓名", "是", ""],
    ["称谓", "", "文本", "是", ""],
    ["年龄", "", "整数", "", ""],
]
_CHECK = [
    ["表名", "食堂检查表"],
    ["简称", "食堂检查"],
    ["代号", "canteen"],
    ["唯一列", "单位名称+项目"],
    ["名称用词", "食堂 检查"],
    ["矩阵", "项目 × 结论"],
    ["列名", "别名", "类型", "必填", "取值"],
    ["单位名称", "", "单位名称", "是", ""],
    ["项目", "检查项目", "文本", "是", ""],
    ["结论", "", "单选", "是", "合格←√\n不合格←×"],
]


def declared(path: Path, **sheets: list[list[str]]) -> tuple[Form, ...]:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(path)
    return tuple(read_declarations(path))


def test_a_declared_card_with_its_block(tmp_path: Path) -> None:
    """Each card is a row of its ledger, each line of the block one of the child, linked."""
    forms = declared(tmp_path / "a.xlsx", 自定义表·走访户=_VISIT, 自定义表·走访户成员=_KIN)
    context = RunContext(declared=forms)
    page = Page(4, above=["走访慰问登记卡"])
    page.row("姓 名", "张小明", "身份证号", "330105199003072013")
    page.row("住址", "和睦新村1幢", "走访日期", "2022-01-20")
    page.row("慰问方式", "□现金 ☑实物", "困难描述", "大病")
    page.row("姓名", "称谓", "年龄")
    page.row("张小红", "女儿", 12)
    page.row("经办人：周八", spans=[4])
    for name, data in (("卡.xlsx", workbook({"卡": [page]})), ("卡.docx", document([page]))):
        one = read_return.submission(Source(name, Path(name), data), context)
        parts = {part.form: part for part in one.parts}
        assert {slug: part.kept for slug, part in parts.items()} == {"visited": 1, "visited-kin": 1}
        card, kin = parts["visited"].columns, parts["visited-kin"].columns
        assert (card["姓名"], card["慰问方式"], card["情况"]) == (["张小明"], ["实物"], ["大病"])
        assert (kin["户主证件号码"], kin["姓名"], kin["年龄"]) == (["330105199003072013"], ["张小红"], [12])


def test_a_declared_matrix(tmp_path: Path) -> None:
    """Units across, items down."""
    context = RunContext(declared=declared(tmp_path / "a.xlsx", 自定义表·食堂检查=_CHECK))
    page = Page(3, above=["2022年食堂检查表"])
    page.row("检查项目", "杭州甲木机械有限公司", "杭州青腾物流有限公司")
    page.row("证照齐全", "√", "×")
    page.row("台账完整", "√", "√")
    one = read_return.submission(Source("检查.docx", Path("检查.docx"), document([page])), context)
    (part,) = one.parts
    assert (part.form, part.kept, part.columns["结论"]) == ("canteen", 4, ["合格", "合格", "不合格", "合格"])


@pytest.mark.parametrize(
    ("label", "text"),
    [("卡片", "标签 = 没有这列"), ("矩阵", "只写一列"), ("科目表", "甲 × 乙"), ("卡片", "看不懂")],
)
def test_a_wrong_layout_is_told_by_its_cell(tmp_path: Path, label: str, text: str) -> None:
    """What names no column, or cannot be read, is refused with the sheet's name."""
    rows = [[label, text] if row[0] == "矩阵" else row for row in _CHECK]
    with pytest.raises(FormError, match="自定义表·食堂检查"):
        found = declared(tmp_path / "a.xlsx", 自定义表·食堂检查=rows)
        raise FormError(found[0].fault) if found[0].fault else AssertionError(found)
