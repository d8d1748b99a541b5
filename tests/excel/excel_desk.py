"""An Excel that is openpyxl underneath, and workbooks to open in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import openpyxl_engine
import pytest
import xlwings as xw

from union_xl.excel.button_frame import run_button
from union_xl.excel.host import CancelledError, HostServices

NOW = dt.datetime(2022, 7, 5, 9, 30, 12)
TITLES = (
    "序号", "姓名", "性别", "出生日期", "民族", "就业状况", "证件类型", "证件号码", "学历", "手机号码",
    "会籍变化类型", "会籍变化日期", "单位名称", "是否农民工", "入会日期", "是否知情同意", "备注",
)  # fmt: skip


def identity(number: int) -> str:
    """A synthetic 18-digit id with a right check digit, born 1990-03-07."""
    body = f"33010519900307{number % 1000:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


FIRM = "杭州某某科技有限公司"


def members(path: Path, rows: int = 20, faults: bool = True, firm: str = FIRM, start: int = 0) -> Path:
    """A member register; with faults: a broken id, a bad mobile, a date that does not exist, an odd text."""
    made = openpyxl.Workbook()
    page = made.active
    page.title = "会员登记"
    page.append(["工会会员实名制登记表"])
    page.append([f"单位名称：{firm}"])
    page.append(list(TITLES))
    for n in range(start + 1, start + rows + 1):
        who = identity(n)
        page.append(
            [
                n, "张" + "一二三四五六七八九十"[n % 10] + "天地玄黄"[n % 4],
                "男" if int(who[16]) % 2 else "女",
                dt.datetime(1990, 3, 7), "汉族", "在岗", "居民身份证", who, "大学本科", f"139{n:08d}", "入会",
                dt.datetime(2022, 3, 20), firm, "否", dt.datetime(2022, 3, 20), "是", None,
            ]
        )  # fmt: skip
    if faults:
        broken = identity(1)
        page["H4"] = broken[:-1] + ("1" if broken[-1] != "1" else "2")
        page["J5"] = "1390000"
        page["L6"] = "2022-06-31"
        page["F7"] = "在岗位"
    made.save(path)
    return path


@dataclass
class Office:
    """One running Excel with what a clerk would answer in dialogs."""

    app: xw.App
    home: Path
    files: list[Path] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    shown: list[Path] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def open(self, path: Path) -> xw.Book:
        return self.app.books.open(str(path))

    def press(self, name: str, book: xw.Book | None, **more: Any) -> bool:
        self.app.impl.calls.clear()
        return run_button(name, self.app, book, self.host, **more)

    @property
    def host(self) -> HostServices:
        def answer(answers: list[Path]) -> Callable[[Any, str], Path]:
            def ask(app: Any, title: str) -> Path:
                assert title
                if not answers:
                    raise CancelledError("没有选择")
                return answers.pop(0)

            return ask

        def typed(app: Any, title: str, text: str) -> str:
            if not self.texts and not text:
                raise CancelledError("没有填写")
            return self.texts.pop(0) if self.texts else text

        files, folders = answer(self.files), answer(self.folders)
        return HostServices(self.home, files, folders, self.shown.append, lambda: NOW, ask_text=typed)

    @property
    def said(self) -> str:
        return str(self.app.impl.alerts[-1][0])

    @property
    def mode(self) -> str:
        return str(self.app.impl.alerts[-1][3])

    @property
    def calls(self) -> dict[str, int]:
        return dict(self.app.impl.calls)


@pytest.fixture
def excel(tmp_path: Path) -> Iterator[Office]:
    openpyxl_engine.install()
    app = xw.App(impl=openpyxl_engine.engine.apps.add(add_book=False))
    yield Office(app, tmp_path / "home")
    app.impl.quit()


def look(book: xw.Book, ours: bool = True) -> dict[str, Any]:
    """Everything a person sees: {sheet: {cell: (value, fill, note)}}."""
    found: dict[str, Any] = {}
    for ws in book.impl.wb.worksheets:
        if not ours and ws.title in ("问题清单", "追溯"):
            continue
        found[ws.title] = {
            cell.coordinate: (
                cell.value,
                cell.fill.fgColor.rgb if cell.fill.fill_type else None,
                cell.comment.text if cell.comment else None,
                cell.number_format,
            )
            for row in ws.iter_rows()
            for cell in row
            if cell.value is not None or cell.fill.fill_type or cell.comment
        }
    return found
