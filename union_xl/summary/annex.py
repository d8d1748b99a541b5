"""The annex of sources: every number of the text with its indicator, condition and row count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from union_xl.core import Figure

if TYPE_CHECKING:
    from docx.document import Document

    from union_xl.summary.binding import Bound

_HEADINGS = ("序号", "文中写法", "指标", "条件", "行数", "备注")
_WIDTHS = (1.0, 2.2, 3.2, 5.8, 1.2, 2.2)


class Explained(Protocol):
    """A cross-check that does not hold and was explained (figures.Failing)."""

    @property
    def code(self) -> str: ...
    @property
    def relation(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def explanation(self) -> Any: ...


def append_annex(
    document: Document,
    title: str,
    numbers: Sequence[tuple[Bound, Figure]],
    explained: Sequence[Explained],
    incomplete: str = "",
) -> None:
    """Add the annex at the end, on a page of its own, first what is not in yet; nothing when there is nothing
    to tell."""
    if not numbers and not explained and not incomplete:
        return
    page_break: Any = document.add_page_break
    page_break()
    _paragraph(document, title, 15, bold=True)
    if incomplete:
        _paragraph(document, incomplete, 12, bold=True)
    if numbers:
        _numbers(document, numbers)
    covered = [one for one in explained if one.explanation is not None]
    if covered:
        _paragraph(document, "审核关系的说明", 12, bold=True)
        for one in covered:
            given = one.explanation
            signed = "，".join(part for part in (given.signer, given.date) if part)
            words = f"{one.code}（{one.unit}）{one.relation}：{one.words}。说明：{given.words}"
            _paragraph(document, words + (f"（{signed}）" if signed else ""), 9)


def _numbers(document: Document, numbers: Sequence[tuple[Bound, Figure]]) -> None:
    from docx.shared import Cm

    lines = list(
        dict.fromkeys((b.text, f.code, f.name, b.group, f.query, f.count, f.note) for b, f in numbers)
    )
    table = document.add_table(rows=1, cols=len(_HEADINGS))
    if "Table Grid" in [style.name for style in document.styles]:
        table.style = "Table Grid"
    table.autofit = False
    for cell, text in zip(table.rows[0].cells, _HEADINGS, strict=True):
        _fill(cell, text, bold=True)
    for at, (text, code, name, group, query, count, note) in enumerate(lines, start=1):
        shown = f"{code} {name}" + (f"（{group}）" if group else "")
        cells = table.add_row().cells
        short = query if len(query) <= 160 else query[:159] + "…"
        for cell, words in zip(cells, (str(at), text, shown, short or "全部", str(count), note), strict=True):
            _fill(cell, words)
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def _fill(cell: Any, text: str, bold: bool = False) -> None:
    from docx.shared import Pt

    run = cell.paragraphs[0].add_run(text)
    run.font.size = Pt(7.5)
    run.bold = bold


def _paragraph(document: Document, text: str, size: float, bold: bool = False) -> None:
    from docx.shared import Pt

    run = document.add_paragraph().add_run(text)
    run.font.size = Pt(size)
    run.bold = bold
