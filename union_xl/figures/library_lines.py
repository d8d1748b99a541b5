"""Indicators and relations as lines of text: of an indicator library's sheets, of ledgers' declarations."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from union_xl.ledgers.form import DeclaredCrossCheck, DeclaredIndicator, Form
from union_xl.model import TemplateError
from union_xl.model.grid import as_said, column_letters

INDICATORS = "指标"
RELATIONS = "审核关系"
OF_DECLARATIONS = "自带的指标"
"""What stands where the name of a library would, when there is none."""
TITLES = ("代码", "名称", "台账", "统计方式", "字段", "条件", "分母条件", "分组", "单位", "说明", "存量流量")
RELATION_TITLES = ("编号", "关系", "级别", "说明")
_NEEDED = {INDICATORS: ("名称", "统计方式"), RELATIONS: ("编号", "关系")}


@dataclass(frozen=True, slots=True)
class Line:
    """A filled line: the book and sheet it stands in, its row, {title: text}, {title: column number}.

    Of a declaration `cell` is where it stands; `shipped`: it came with the program.
    """

    book: str
    sheet: str
    row: int
    cells: Mapping[str, str]
    cols: Mapping[str, int]
    cell: str = ""
    shipped: bool = False

    def __getitem__(self, title: str) -> str:
        return self.cells[title]

    def place(self, title: str) -> str:
        """The cell of a title, as told: `指标库.xlsx › 指标!F7`."""
        return self.cell or f"{self.book} › {self.sheet}!{column_letters(self.cols.get(title, 1))}{self.row}"

    @property
    def origin(self) -> tuple[str, str, int]:
        """What tells lines apart: book, sheet, row."""
        return self.book, self.sheet, self.row

    @property
    def row_place(self) -> str:
        """Where the line stands, as told."""
        return self.cell or (self.book if self.shipped else f"{self.book} › {self.sheet}第{self.row}行")


@dataclass(frozen=True, slots=True)
class Lines:
    """The indicators and relations of one library, or of one declaration."""

    indicators: Sequence[Line]
    relations: Sequence[Line]
    declared: bool = False

    def without(self, unfit: Collection[tuple[str, str, int]]) -> Lines:
        """Without some of them, told by their origin."""
        return replace(
            self,
            indicators=[line for line in self.indicators if line.origin not in unfit],
            relations=[line for line in self.relations if line.origin not in unfit],
        )


def declared(form: Form, *, shipped: bool) -> Lines:
    """What a ledger's declaration counts; `shipped`: it is built in."""
    book = f"{OF_DECLARATIONS}·{form.short}" if shipped else form.where

    def line(sheet: str, number: int, cells: dict[str, str], cell: str) -> Line:
        return Line(book, sheet, number, cells, {}, cell or form.where, shipped)

    return Lines(
        [
            line(INDICATORS, number, dict(zip(TITLES, texts(form, one), strict=True)), one.cell)
            for number, one in enumerate(form.indicators, 1)
        ],
        [
            line(RELATIONS, number, dict(zip(RELATION_TITLES, relation_texts(one), strict=True)), one.cell)
            for number, one in enumerate(form.checks, 1)
        ],
        declared=True,
    )


def texts(form: Form, one: DeclaredIndicator) -> tuple[str, ...]:
    """An indicator of a ledger as its line of 指标 under TITLES."""
    ledger = "" if one.how == "公式" else form.short
    groups = "、".join(one.groups)
    cells = (one.code, one.name, ledger, one.how, one.field, one.where, one.base, groups, one.unit, one.about)
    return (*cells, one.over)


def relation_texts(one: DeclaredCrossCheck) -> tuple[str, ...]:
    """A relation as its line of 审核关系 under RELATION_TITLES."""
    return one.code, one.relation, one.level, one.about


def of_workbook(path: Path) -> Lines:
    """The lines of an indicator library.  Raises TemplateError where it is none."""
    sheets = sheets_of(path)
    found = {
        sheet: list(lines(path.name, sheets[sheet], sheet, titles, _NEEDED[sheet]))
        for sheet, titles in ((INDICATORS, TITLES), (RELATIONS, RELATION_TITLES))
        if sheet in sheets
    }
    return Lines(found[INDICATORS], found.get(RELATIONS, ()))


def sheets_of(path: Path) -> dict[str, list[list[str]]]:
    """The two sheets of a library as rows of text from A1."""
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))
        found = {
            name: [
                [as_said(cell) for cell in row]
                for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            ]
            for name in (INDICATORS, RELATIONS)
            if name in book.sheet_names
        }
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a Rust panic is no Exception
        raise TemplateError(f"读不了指标库 {path.name}，请确认它是 .xlsx 文件并且没有加密") from error
    if INDICATORS not in found:
        raise TemplateError(f"{path.name} 里没有工作表“{INDICATORS}”，请使用自带的指标库修改")
    return found


def lines(
    book: str, rows: list[list[str]], sheet: str, titles: Sequence[str], needed: Sequence[str]
) -> Iterator[Line]:
    """Every filled line below the titles."""
    top = next((at for at, row in enumerate(rows) if all(title in row for title in needed)), None)
    if top is None:
        raise TemplateError(f"{book} 的工作表“{sheet}”里找不到标题行（{'、'.join(titles)}）")
    cols = {title: rows[top].index(title) for title in titles if title in rows[top]}
    for at, row in enumerate(rows[top + 1 :], start=top + 2):
        cells = {title: row[cols[title]] if title in cols else "" for title in titles}
        if any(cells[title] for title in titles if title != "说明"):
            yield Line(book, sheet, at, cells, {title: col + 1 for title, col in cols.items()})
