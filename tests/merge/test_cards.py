"""Cards put together: each file is one row more of its unit, never the whole; a corrected card is its row."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.pages import Page, document, workbook
from union_xl import merge
from union_xl.ledgers import cadre
from union_xl.model import Ledger, RunContext, Source, Submission
from union_xl.run.workers import read_return

CONTEXT = RunContext(declared=(cadre.FORM,))
PHONES = {"张三": "13712341234", "李四": "13900200061", "王五": "13900200062"}


def card(name: str, phone: str) -> Page:
    page = Page(4, above=["工会干部登记表"])
    page.row("姓 名", name, "性 别", "男")
    page.row("联系电话", phone, "单位名称", "杭州甲木机械有限公司")
    page.row("工会职务", "主席", "任职时间", "2021-05-01")
    page.row("单位意见", "同意（盖章）", spans=[1, 3])
    return page


def sent(book: str, data: bytes) -> Submission:
    return read_return.submission(Source(book, Path(book), data), CONTEXT)


def people(ledger: Ledger) -> dict[str, str]:
    frame = ledger.frames[cadre.FORM.slug]
    (phone,) = (title for title in cadre.FORM.titles if cadre.FORM.by_title[title].kind.name == "手机号码")
    return dict(zip(frame["姓名"], frame[phone], strict=True))


@pytest.mark.parametrize("order", [1, -1])
def test_each_card_of_a_unit_is_a_row_more(order: int) -> None:
    """Though a newer list of the ledger takes the place of the older, cards add up, in any order."""
    assert cadre.FORM.replaces == "全量"
    files = [
        sent("1.xlsx", workbook({"干部": [card("张三", PHONES["张三"]), card("李四", PHONES["李四"])]})),
        sent("2.docx", document([card("王五", PHONES["王五"])])),
    ]
    ledger = merge.merge(files[::order], CONTEXT)
    assert people(ledger) == PHONES
    assert not ledger.unbalanced and {one.fate for one in ledger.receipts} == {"采用"}


def test_a_card_sent_again_is_the_same_row() -> None:
    """The same person on a newer card takes the place of the older one; nobody stands twice."""
    first = sent("1.xlsx", workbook({"干部": [card("张三", PHONES["张三"])]}))
    again = sent("2.xlsx", workbook({"干部": [card("张三", "13700009999")]}))
    ledger = merge.merge([first, again], CONTEXT)
    assert list(people(ledger)) == ["张三"] and not ledger.unbalanced
