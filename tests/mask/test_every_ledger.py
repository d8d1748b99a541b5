"""Every ledger's own list, masked: what its declaration calls private or never keeps is in no byte of it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.merge.returns import document
from union_xl import ledgers
from union_xl.ledgers.form import Column, Form
from union_xl.model import RunContext
from union_xl.run import mask

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫"


def _value(column: Column, number: int, row: int) -> str:
    """Something nobody else says, of the sort its privacy protects."""
    if column.privacy == "name":
        return f"{SURNAMES[row]}{chr(0x6900 + number * 4 + row)}{chr(0x7F00 + number)}"
    if column.privacy == "id":
        return document(100 + number * 4 + row)
    if column.privacy == "mobile":
        return f"139{number:04d}{row:04d}"
    if column.privacy == "bank":
        return f"62220202{number:04d}{row:07d}"
    if column.privacy == "birth":
        return f"19{50 + row}-{1 + number % 12:02d}-17"
    if column.privacy == "address":
        return f"某区某街道秘密路{number}弄{row}号"
    return f"不宜外传的内容{number}之{row}"


@pytest.mark.parametrize("form", ledgers.forms_of(RunContext()), ids=lambda form: form.slug)
def test_nothing_private_is_left(form: Form, tmp_path: Path) -> None:
    private = [one for one in (*form.columns, *form.never_kept) if one.privacy or one.never_kept]
    secrets = {one.title: [_value(one, n, row) for row in range(3)] for n, one in enumerate(private)}
    if not secrets:
        pytest.skip("nothing private in it")
    book = openpyxl.Workbook()
    page = book.active
    page.title = form.short
    page.append([form.title])
    titles = [one.title for one in (*form.columns, *form.never_kept)]
    page.append(titles)
    for row in range(3):
        page.append([secrets[title][row] if title in secrets else None for title in titles])
    book.save(tmp_path / "a.xlsx")
    mask.mask(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    with zipfile.ZipFile(tmp_path / "b.xlsx") as made:
        whole = b"".join(made.read(name) for name in made.namelist()).decode("utf-8", "replace")
    left = {title for title, values in secrets.items() for value in values if value in whole}
    assert left == set()


@pytest.mark.parametrize("form", ledgers.forms_of(RunContext()), ids=lambda form: form.slug)
def test_a_whole_list_is_masked_by_its_own_ledger(form: Form, tmp_path: Path) -> None:
    """What a ledger calls public stays under all its titles, whatever another ledger calls such a column
    (金额 of 固定资产, 走访对象 of 送清凉); in 暂缓, where ledgers stand side by side, the stricter wins."""
    public = [one for one in form.columns if not one.privacy]
    held = ("处理", "原因", "说明")
    for more, left in (((), public), (held, [])):
        book = openpyxl.Workbook()
        book.active.title = form.short
        titles = [*more, *(one.title for one in form.columns if one.title not in more)]
        book.active.append(titles)
        book.active.append([None if title in more else f"某处写的{n}" for n, title in enumerate(titles)])
        book.save(tmp_path / "a.xlsx")
        mask.mask(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
        shown = dict(
            zip(
                titles,
                [cell.value for cell in openpyxl.load_workbook(tmp_path / "b.xlsx").active[2]],
                strict=True,
            )
        )
        assert [one.title for one in left if not str(shown[one.title]).startswith("某处写的")] == []


def test_cells_of_a_whole_list_are_no_labels(tmp_path: Path) -> None:
    """收入 as the sort of an audited item is no label of what stands beside it; 填表人 below the list is."""
    form = next(one for one in ledgers.forms_of(RunContext()) if one.short == "审计检查")
    book = openpyxl.Workbook()
    titles = [one.title for one in form.columns]
    book.active.append(titles)
    row = {"项目类别": "收入", "序号项": "4", "项目": "收入合规"}
    book.active.append([row.get(title) for title in titles])
    book.active.append(["填表人", "张三"])
    book.save(tmp_path / "a.xlsx")
    mask.mask(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    shown = openpyxl.load_workbook(tmp_path / "b.xlsx").active
    assert [cell.value for cell in shown[2] if cell.value] == ["收入", "4", "收入合规"]
    assert shown["B3"].value == "张*"
