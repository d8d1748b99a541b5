"""The command `forms`: which forms there are, how each column is to be filled, a form as a declaration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from union_xl import ledgers
from union_xl.ledgers.declaration import cells_of
from union_xl.ledgers.declaration_fields import FORM, LISTS
from union_xl.ledgers.form import Column, Form
from union_xl.model.row_height import row_height
from union_xl.run.context import run_context
from union_xl.run.result import Shown
from union_xl.run.staging import atomic_write

NEEDS = {"required": "必填", "expected": "应填", "optional": "选填"}
HEADINGS = ("列名", "填写要求", "类型", "可选内容", "示例", "说明", "也认得的列名")


@dataclass(frozen=True)
class FormsResult:
    """The forms asked for, as declared."""

    forms: tuple[Form, ...]
    outputs: tuple[Path, ...] = ()
    exit_code: int = 0
    detailed: bool = False

    def document(self) -> dict[str, Any]:
        return {
            "command": "forms",
            "forms": [
                {
                    "slug": form.slug,
                    "title": form.title,
                    "short": form.short,
                    "version": form.version,
                    "key": list(form.keys[0]) if form.keys else [],
                    "columns": [dict(zip(HEADINGS, line(one), strict=True)) for one in _columns(form)],
                }
                for form in self.forms
            ],
            "outputs": [path.as_posix() for path in self.outputs],
        }

    def tables(self) -> Sequence[Shown]:
        written: list[Shown] = [("", ("", ""), [("填表说明", str(path)) for path in self.outputs])]
        written = written if self.outputs else []
        if not self.detailed:
            rows = [(form.short, form.title, form.slug, len(_columns(form))) for form in self.forms]
            return [("表样", ("简称", "表名", "代号", "列数"), rows), *written]
        shown: list[Shown] = [
            (
                f"{form.title}（{form.slug}，第{form.version}版）",
                HEADINGS,
                [line(one) for one in _columns(form)],
            )
            for form in self.forms
        ]
        return [*shown, *written]


def _columns(form: Form) -> tuple[Column, ...]:
    return (*form.columns, *form.never_kept)


def line(column: Column) -> tuple[str, ...]:
    """One column of a form as a line of the data dictionary."""
    choices = column.kind.choices
    listed = "、".join(choices[:12]) + (f" 等{len(choices)}项" if len(choices) > 12 else "")
    need = "不留存" if column.never_kept else NEEDS[column.need]
    return (
        column.title,
        need,
        column.kind.name,
        listed,
        column.example,
        column.hint,
        "、".join(column.aliases),
    )


def forms(form: str = "", *, office: Path | None = None, out: Path | None = None) -> FormsResult:
    """The data dictionary of one form, or of all.  With `out` also as a workbook; that of one form begins
    with its declaration, to be copied and changed.

    Raises FormError for an unknown name, OfficeError for an unreadable office workbook.
    """
    context = run_context(office=office, forms=(form,) if form else ())
    wanted = ledgers.forms_of(context)
    outputs: tuple[Path, ...] = ()
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        with atomic_write(out) as part:
            _write(wanted, part)
        outputs = (out,)
    return FormsResult(tuple(wanted), outputs, detailed=bool(form))


_WIDTHS = (18, 9, 12, 40, 20, 44, 40)


def _write(wanted: Sequence[Form], out: Path) -> None:
    """One form: its declaration to copy and change, then its dictionary; several: their dictionaries."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(out), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        title = book.add_format({"bold": True, "font_size": 14})
        head = book.add_format({"bold": True, "bg_color": "#D9E1F2", "border": 1, "valign": "vcenter"})
        cell = book.add_format({"text_wrap": True, "border": 1, "valign": "top", "num_format": "@"})
        if len(wanted) == 1:
            _write_declaration(book, wanted[0], title, head, cell)
        for form in wanted:
            sheet = book.add_worksheet(form.short)
            sheet.write_string(0, 0, f"{form.title} 填表说明", title)
            sheet.write_row(1, 0, HEADINGS, head)
            for row, column in enumerate(_columns(form), 2):
                texts = line(column)
                sheet.write_row(row, 0, texts, cell)
                sheet.set_row(row, row_height(zip(map(str, texts), _WIDTHS, strict=True)))
            for col, width in enumerate(_WIDTHS):
                sheet.set_column(col, col, width)
            sheet.freeze_panes(2, 1)
            sheet.autofilter(1, 0, len(_columns(form)) + 1, len(HEADINGS) - 1)
            sheet.set_landscape()
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(1)


def _write_declaration(book: Any, form: Form, title: Any, head: Any, cell: Any) -> None:
    """The form as a sheet 自定义表, which read back gives the same form.

    Labels with their values on top (a note says what to type), the lists below.
    """
    labels, lists = cells_of(form)
    sheet = book.add_worksheet(f"自定义表·{form.short}"[:31])
    sheet.write_string(0, 0, f"{form.title} 表样声明：改好后放进工作台.xlsx", title)
    for row, field in enumerate(FORM, 1):
        sheet.write_string(row, 0, field.title, head)
        sheet.write_string(row, 1, labels[field.title], cell)
        if field.help:
            sheet.write_comment(row, 0, field.help)
    row = len(FORM) + 2
    for one in LISTS:
        lines = lists[one.attribute]
        if not lines and one.attribute != "rules":
            continue
        sheet.write_row(row, 0, [field.title for field in one.fields], head)
        for line in lines:
            row += 1
            for col, field in enumerate(one.fields):
                sheet.write_string(row, col, line[field.title], cell)
        row += 2
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 4, 24)
    sheet.set_column(5, max(len(one.fields) for one in LISTS), 14)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
