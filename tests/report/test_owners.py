"""One repeating row for each row of a ledger: its columns, and the figures of the rows that belong to it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import xlsxwriter

from tests.declared.sheets import book
from tests.merge.returns import document
from union_xl.run import merge, report, trace

A = "杭州甲样板有限公司"


def _form(
    facts: dict[str, str], columns: list[tuple[str, ...]], figures: list[tuple[str, ...]]
) -> list[list[str]]:
    heads = ("列名", "别名", "类型", "必填")
    listed = ("代码", "名称", "统计方式", "字段", "条件", "单位")
    rows = [[], list(listed), *map(list, figures)]
    return [*map(list, facts.items()), [], list(heads), *map(list, columns), *rows]


BATCHES = _form(
    {
        "表名": "样板疗养批次表",
        "简称": "疗养批次",
        "代号": "batch-test",
        "唯一列": "年度+批次",
        "谁来报": "本级自存",
    },
    [
        ("年度", "", "年份", "是"),
        ("批次", "", "整数", "是"),
        ("线路", "", "文本", ""),
        ("名额", "", "整数", ""),
    ],
    [("BT1", "疗养批次数", "计数", "", "", "批"), ("BT2", "批次名额", "求和", "名额", "", "人")],
)
PEOPLE = _form(
    {
        "表名": "样板疗养人员表", "简称": "疗养人员", "代号": "trip-test", "唯一列": "证件号码+年度",
        "上级台账": "batch-test", "关联列": "年度、批次",
    },
    [
        ("年度", "", "年份", "是"), ("批次", "", "整数", "是"), ("姓名", "", "姓名", "是"),
        ("证件号码", "", "证件号码", "是"), ("单位名称", "", "单位名称", "是"), ("费用", "", "金额", ""),
    ],
    [
        ("TT1", "样板人次", "计数", "", "", "人次"), ("TT2", "样板费用", "求和", "费用", "", "元"),
        ("TT3", "样板人均费用", "公式", "", "样板费用 / 样板人次", "元"),
        ("TT4", "样板最高费用", "最大", "费用", "", "元"),
    ],
)  # fmt: skip


def _sheet(path: Path, title: str, rows: list[tuple[object, ...]]) -> None:
    path.parent.mkdir(exist_ok=True)
    made = xlsxwriter.Workbook(str(path))
    page = made.add_worksheet(title)
    page.write_string(0, 0, title)
    for number, row in enumerate(rows, 1):
        page.write_row(number, 0, row)
    made.close()


def _merged(folder: Path) -> tuple[Path, Path]:
    _sheet(
        folder / "in" / "批次.xlsx",
        "样板疗养批次表",
        [
            ("年度", "批次", "线路", "名额"),
            (2022, 1, "淳安", 40),
            (2022, 2, "桐庐", 30),
            (2022, 3, "建德", 20),
        ],
    )
    heads = ("年度", "批次", "姓名", "证件号码", "单位名称", "费用")
    people = [(2022, 1 + n % 2, f"张{chr(0x4E00 + n)}", document(n), A, 1000 + n) for n in range(5)]
    stray = (2022, 7, "张七", document(9), A, 1)
    _sheet(folder / "in" / "人员.xlsx", "样板疗养人员表", [heads, *people, stray])
    settings = [["项目", "内容"], ["填报单位", "某某街道总工会"]]
    office = book(folder / "office.xlsx", 设置=settings, 自定义表·批次=BATCHES, 自定义表·人员=PEOPLE)
    made = merge.merge(folder / "in", folder / "out", office=office, period="2022H1", jobs=1)
    assert [
        (one.place.sheet, one.place.ref) for one in made.ledger.findings if one.rule == "L-NO-PARENT"
    ] == [("样板疗养人员表", "A8")]
    return made.ledger_path, office


def test_columns_and_figures_of_one_row_stand_in_one_repeating_row(tmp_path: Path) -> None:
    """Those without people have 0 and no share; whoever belongs to no batch is in none of them."""
    ledger, office = _merged(tmp_path)
    template = tmp_path / "表6.xlsx"
    made = openpyxl.Workbook()
    page = made.active
    page.append(["线路", "名额", "人次", "费用", "人均", "最高", "批"])
    tags = "线路 名额 样板人次 样板费用 样板人均费用 样板最高费用 疗养批次数"
    page.append([f"{{{{每疗养批次.{tag}}}}}" for tag in tags.split()])
    page.append(["合计", "{{批次名额}}", "{{样板人次}}", "{{样板费用}}"])
    made.save(template)
    report.report(ledger, tmp_path / "报表", templates=[template], office=office, period="2022H1")
    rows = list(openpyxl.load_workbook(tmp_path / "报表" / "表6.xlsx").active.values)
    assert rows[1:5] == [
        ("淳安", 40, 3, 3006, 1002, 1004, 1),
        ("桐庐", 30, 2, 2004, 1002, 1003, 1),
        ("建德", 20, 0, 0, rows[3][4], rows[3][5], 1),
        ("合计", 90, 6, 5011, None, None, None),
    ]
    assert rows[3][4] in (None, "—") and rows[3][5] in (None, "—")


def test_a_figure_of_one_row_is_followed_home(tmp_path: Path) -> None:
    """`trace` splits by the owning ledger as by a unit."""
    ledger, office = _merged(tmp_path)
    made = trace.trace(ledger, "样板人次", group=("疗养批次", "2022·2"), office=office, period="2022H1")
    assert len(made.rows) == 2
