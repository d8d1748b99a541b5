"""One-page cards: issued in Excel and Word, filled in, returned, read."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from tests.corpus.drawn_cards import CASE, FAMILY
from union_xl import blanks, ledgers
from union_xl.ledgers.form import Form
from union_xl.model import RunContext, Source, Submission, Unit, UsageError
from union_xl.run import blank
from union_xl.run.workers import read_return

CONTEXT = RunContext()
CARDS = [form for form in ledgers.BUILT_IN if form.card is not None]
CASE_VALUES = {
    "姓名": "张小明", "证件号码": "330105199003072013", "性别": "男", "困难类别": "相对困难", "家庭人口": 3,
    "婚姻状况": "已婚", "是否单亲": "否", "建档日期": "2022-03-10",
}  # fmt: skip
MEMBER = {"姓名": "张小红", "关系": "女", "证件号码": "330105200905062020", "成员月收入": 0}


def read(data: bytes, name: str) -> Submission:
    return read_return.submission(Source(name, Path(name), data), CONTEXT)


def row(one: Submission, form: Form) -> dict[str, Any]:
    """The only row of a form."""
    (part,) = (part for part in one.parts if part.form == form.slug)
    assert (part.read, part.kept) == (1, 1), [(f.rule, str(f.place), f.seen) for f in one.findings]
    return {title: str(values[0]) for title, values in part.columns.items() if values[0] is not None}


def filled_sheet(data: bytes) -> bytes:
    """The card with values right of their labels, a member below the header of the block."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    starts = {(area.min_row, area.min_col): area.max_col for area in sheet.merged_cells.ranges}
    block = 0
    for line in sheet.iter_rows():
        for cell in line:
            if cell.value == FAMILY.short:
                block = cell.row
            elif cell.value in CASE_VALUES and not block:
                sheet.cell(cell.row, starts[cell.row, cell.column] + 1, CASE_VALUES[cell.value])
            elif cell.value in MEMBER and cell.row == block + 1:
                sheet.cell(cell.row + 1, cell.column, MEMBER[cell.value])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def filled_document(data: bytes) -> bytes:
    """The same in Word; where a value is a list of boxes, one is ticked."""
    book = docx.Document(io.BytesIO(data))
    assert {one.get(qn("w:eastAsia")) for one in book.styles.element.iter(qn("w:lang"))} == {"zh-CN"}
    block = False
    for line, below in zip(book.tables[0].rows, [*book.tables[0].rows[1:], None], strict=True):
        cells = list(dict.fromkeys(cell._tc for cell in line.cells))
        texts = ["".join(t.text or "" for t in tc.iter(qn("w:t"))) for tc in cells]
        members = list(dict.fromkeys(cell._tc for cell in below.cells)) if below is not None else []
        for at, text in enumerate(texts):
            if text == FAMILY.short:
                block = True
            elif text in CASE_VALUES and not block:
                _write(cells[at + 1], str(CASE_VALUES[text]))
            elif text in MEMBER and block and "关系" in texts:
                _write(members[at], str(MEMBER[text]))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(tc: Any, value: str) -> None:
    boxes = list(tc.iter(qn("w:sdt")))
    for box in boxes:
        after = box.getnext()
        if "".join(t.text for t in after.iter(qn("w:t"))).strip() == value:
            checked = next(one for one in box.iter() if one.tag.endswith("}checked"))
            checked.set(checked.keys()[0], "1")
            return
    assert not boxes, value
    run = next(tc.iter(qn("w:p")))
    text = run.makeelement(qn("w:r"), {})
    text.append(text.makeelement(qn("w:t"), {}))
    text[0].text = value
    run.append(text)


@pytest.mark.parametrize("ending", [".xlsx", ".docx"])
def test_a_card_comes_back_with_its_rows(ending: str) -> None:
    """What was filled in stands in the row of the ledger and in that of its child."""
    data = blanks.card(CASE, [FAMILY])[ending]
    filled = filled_sheet(data) if ending == ".xlsx" else filled_document(data)
    one = read(filled, f"卡片{ending}")
    got = row(one, CASE)
    assert {title: got.get(title) for title in CASE_VALUES} == {t: str(v) for t, v in CASE_VALUES.items()}
    member = row(one, FAMILY)
    assert {title: member.get(title) for title in MEMBER} == {t: str(v) for t, v in MEMBER.items()}
    assert member[FAMILY.link[0]] == CASE_VALUES["证件号码"]


@pytest.mark.parametrize("form", CARDS, ids=lambda form: form.slug)
def test_an_unfilled_card_is_known_and_has_no_row(form: Form) -> None:
    """Nothing printed on a card is taken for a value."""
    blocks = [one for one in ledgers.BUILT_IN if form.card and one.slug in form.card.blocks]
    for ending, data in blanks.card(form, blocks, Unit("杭州甲木机械有限公司")).items():
        one = read(data, f"卡片{ending}")
        own = {part.form: part.read for part in one.parts}
        assert (own, one.reason) == ({form.slug: 0}, "T-EMPTY"), ending


def test_the_same_card_has_the_same_bytes() -> None:
    """Issued twice, nothing differs."""
    assert blanks.card(CASE, [FAMILY]) == blanks.card(CASE, [FAMILY])


def test_cards_are_issued_beside_each_other_or_refused(tmp_path: Path) -> None:
    """`blank --card` writes a workbook and a Word document; a ledger without a card says so."""
    with pytest.raises(UsageError, match="没有卡片"):
        blank.blank("互助参保", tmp_path, card=True)
