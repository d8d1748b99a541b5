"""A small round, from returns to a report, ready to be frozen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import openpyxl

from tests.merge.returns import member
from tests.merging.test_clerk import give
from union_xl.run import merge, report

A, B = "杭州甲样板有限公司", "杭州乙样板有限公司"
LIBRARY = ("代码", "名称", "台账", "统计方式", "字段", "条件", "分母条件", "分组", "单位", "说明")


@dataclass(frozen=True)
class Round:
    """Where everything of a round lies."""

    home: Path

    @property
    def out(self) -> Path:
        return self.home / "结果"

    @property
    def ledger(self) -> Path:
        return self.out / "汇总台账.xlsx"

    @property
    def reports(self) -> Path:
        return self.home / "报表"

    @property
    def template(self) -> Path:
        return self.home / "月报.xlsx"

    @property
    def library(self) -> Path:
        return self.home / "指标.xlsx"

    def merge(self) -> merge.MergeResult:
        return merge.merge(self.home / "收件", self.out, period="2022H1", jobs=1)

    def report(self) -> report.ReportResult:
        return report.report(
            self.ledger, self.reports, templates=[self.template], indicators=self.library, period="2022H1"
        )

    def give(self, unit: str, people: range) -> None:
        """The return of a unit: these of the generated members."""
        give(self.home / "收件", unit, [member(number, unit) for number in people])


def saved(path: Path, **cells: object) -> None:
    """Cells of the first sheet changed (`A1=…`), the workbook saved again."""
    book = openpyxl.load_workbook(path)
    for place, value in cells.items():
        book.worksheets[0][place] = value
    book.save(path)


def reported(home: Path) -> Round:
    """Merged and reported: 甲 has five people, 乙 three."""
    made = Round(home)
    made.give(A, range(5))
    made.give(B, range(5, 8))
    template = openpyxl.Workbook()
    template.active.title = "月报"
    for row in (["会员数", "{{报送人数}}"], ["女", "{{女报送人数}}"]):
        template.active.append(row)
    template.save(made.template)
    library = openpyxl.Workbook()
    library.active.title = "指标"
    for line in (
        LIBRARY,
        ("M1", "报送人数", "会员登记", "计数"),
        ("M2", "女报送人数", "会员登记", "计数", "", "性别 = '女'"),
    ):
        library.active.append(line)
    library.save(made.library)
    made.merge()
    made.report()
    return made
