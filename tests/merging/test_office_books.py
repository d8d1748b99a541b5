"""Ledgers the office keeps itself: put in again, a book takes its own place; it lies there all year."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.declared.sheets import book
from tests.merge.returns import document
from tests.merging.test_clerk import typed
from union_xl import ledger_book
from union_xl.run import blank, merge
from union_xl.run.declarations import read_declarations

FACTS = [
    ("表名", "样板走访台账"),
    ("简称", "走访台账"),
    ("代号", "visit-test"),
    ("唯一列", "证件号码"),
    ("谁来报", "本级自存"),
]
COLUMNS = [
    ("姓名", "", "姓名", "是"), ("证件号码", "", "证件号码", "是"),
    ("走访日期", "", "日期", ""), ("事由", "", "文本", ""),
]  # fmt: skip


def office(path: Path, facts=FACTS) -> Path:
    units = [["单位名称", "社区"], ["杭州甲样板有限公司", "东社区"], ["杭州乙样板有限公司", "东社区"]]
    settings = [["项目", "内容"], ["填报单位", "某某街道总工会"]]
    form = [*map(list, facts), [], ["列名", "别名", "类型", "必填"], *map(list, COLUMNS)]
    return book(path, 设置=settings, 应报单位=units, 自定义表·走访=form)


def keep(
    path: Path, numbers, why: str = "慰问", title: str = "样板走访台账（2022年上半年）", day: int = 1
) -> None:
    """A book of the office, saved on a day of July 2022."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = xlsxwriter.Workbook(str(path))
    made.set_properties({"created": dt.datetime(2022, 7, day)})
    sheet = made.add_worksheet("走访")
    sheet.write_string(0, 0, title)
    sheet.write_row(1, 0, [column[0] for column in COLUMNS])
    for row, number in enumerate(numbers, 2):
        sheet.write_row(row, 0, [f"张{chr(0x4E00 + number)}", document(number), "2022-03-01", why])
    made.close()


@pytest.fixture
def desk(tmp_path: Path):
    return tmp_path / "in", tmp_path / "out", office(tmp_path / "office.xlsx")


def run(desk, period: str = "2022H1", **more):
    folder, out, workbook = desk
    made = merge.merge(folder, out, office=workbook, period=period, jobs=1, **more)
    ledger = ledger_book.read(out / "汇总台账.xlsx", read_declarations(workbook))
    return made, ledger.frames["visit-test"]


def told(made) -> set[str]:
    return {one.rule for one in made.ledger.findings}


def test_put_in_again_it_replaces_and_what_is_deleted_is_told(desk) -> None:
    """Changed and added rows count once, rows deleted in the book are gone and told, the clerk's edits stay;
    nobody is chased."""
    folder, out, _ = desk
    keep(folder / "走访.xlsx", range(1, 7))
    run(desk)
    typed(out, "走访台账", {"证件号码": document(2)}, {"事由": "改过"})
    keep(folder / "走访.xlsx", [1, 2, 3, 4, 7], why="走访")
    made, frame = run(desk)
    assert sorted(frame["证件号码"]) == sorted(map(document, [1, 2, 3, 4, 7]))
    (gone,) = [one for one in made.ledger.findings if one.rule == "L-GONE"]
    assert (gone.facts["缺少"], gone.facts["原有"]) == (
        2,
        6,
    )
    assert made.missing == ()
    keep(folder / "走访 (2).xlsx", [1, 2, 3, 4, 7, 8], why="再走访", day=2)
    made, frame = run(desk)
    assert sorted(frame["证件号码"]) == sorted(map(document, [1, 2, 3, 4, 7, 8]))
    changed = [one for one in made.ledger.findings if one.rule == "L-NEWER"]
    assert {(one.column, one.facts["另一文件"]) for one in changed} == {("事由", "走访.xlsx")}
    assert len(changed) == 5 and "事由：走访 → 再走访" in changed[0].facts["不同"]


def test_it_lies_in_the_folder_all_year(desk) -> None:
    """In the next half year the same file, titled by the first, is taken as it is: neither an old list nor
    another period's."""
    folder, _, _ = desk
    keep(folder / "走访.xlsx", range(1, 4))
    run(desk)
    made, frame = run(desk, "2022H2")
    assert len(frame) == 3 and not told(made) & {"L-LAST", "L-PERIOD", "L-WAITING"}
    assert made.accounts["visit-test"]["held"] == 0


def test_what_units_return_is_still_asked_about(desk, tmp_path: Path) -> None:
    """The same book as a return of units: last period's file waits."""
    folder, out, _ = desk
    returned = office(tmp_path / "units.xlsx", [*FACTS[:4], ("谁来报", "自愿")])
    keep(folder / "走访.xlsx", range(1, 4))
    run((folder, out, returned))
    made, frame = run((folder, out, returned), "2022H2")
    assert len(frame) == 0 and told(made) & {"L-LAST", "L-PERIOD"}


def test_a_template_to_keep_it_in(desk, tmp_path: Path) -> None:
    """One blank, for no unit and no period; filled, it is merged."""
    folder, _, workbook = desk
    made = blank.blank("走访台账", out=tmp_path / "空", office=workbook, period="2022H1")
    (path,) = made.outputs
    assert path.name == "走访台账空表.xlsx"
    filled = openpyxl.load_workbook(path)
    page = next(one for one in filled if any(c.value == "证件号码" for row in one.iter_rows() for c in row))
    head = next(row for row in page.iter_rows() if any(c.value == "证件号码" for c in row))
    values = {"姓名": "张三", "证件号码": document(3), "走访日期": "2022-03-01", "事由": "慰问"}
    for cell in head:
        if cell.value in values:
            page.cell(head[0].row + 2, cell.column).value = values[cell.value]
    folder.mkdir()
    filled.save(folder / "走访.xlsx")
    _, frame = run(desk)
    assert frame["姓名"].tolist() == ["张三"]


def test_what_the_office_heads_is_no_unit_s(tmp_path: Path) -> None:
    """A list of the year's tasks under 编制单位 names no unit; one a unit heads is that unit's."""
    lines = ("编制单位：某某街道总工会", "编制单位：杭州甲样板有限公司")
    for number, said in enumerate(lines):
        made = xlsxwriter.Workbook(str(tmp_path / f"{number}.xlsx"))
        sheet = made.add_worksheet("任务")
        sheet.write_string(0, 0, "2022年度目标任务分解表")
        sheet.write_string(1, 0, said)
        sheet.write_row(2, 0, ["年度", "工作项目", "年度目标", "计量单位", "完成时限", "牵头人"])
        sheet.write_row(3, 0, [2022, "新建工会数", 8, "家", "2022-12-31", "张三"])
        made.close()
    own, out = office(tmp_path / "工作台.xlsx"), tmp_path / "out"
    for number, wanted in enumerate((None, "杭州甲样板有限公司")):
        folder = tmp_path / f"in{number}"
        folder.mkdir()
        (tmp_path / f"{number}.xlsx").rename(folder / "任务.xlsx")
        merge.merge(folder, out / str(number), office=own, period="2022H1", jobs=1)
        frame = ledger_book.read(out / str(number) / "汇总台账.xlsx", read_declarations(own)).frames["task"]
        assert [one if isinstance(one, str) else None for one in frame["单位名称"]] == [wanted]
