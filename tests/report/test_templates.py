"""The templates that come with the program: made by their script, official in look, charts that follow."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from tests.corpus.ledgers import ledger
from tests.report.conftest import write_ledger
from union_xl.model.resources import resource
from union_xl.run import report

SIGNED = ("单位负责人", "统计负责人", "填表人", "联系电话", "报出日期")
REPORTS = sorted(resource("templates").glob("表*.xlsx"))


def test_the_script_makes_these_very_files(tmp_path: Path) -> None:
    """Running the kept script again gives the same parts (another zlib packs them into other bytes)."""
    from templates.make_templates import main

    main(tmp_path)
    made = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    assert len(made) >= 8
    for path in made:
        kept = resource("templates") / path.relative_to(tmp_path)
        assert _parts(path) == _parts(kept), path.name


def _parts(path: Path) -> dict[str, bytes]:
    if not zipfile.is_zipfile(path):
        return {"": path.read_bytes().replace(b"\r\n", b"\n")}
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_each_looks_like_an_official_form(path: Path) -> None:
    """Merged title, line with unit and period, frozen header, signature line, print set-up, named totals."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    for word in (*"甲1", "填报单位", "统计期间", "计量单位：", *SIGNED, "{{批准文号", "注："):
        assert any(word in text for text in texts), word
    assert any(area.min_row == area.max_row == 2 for area in sheet.merged_cells.ranges)
    assert (
        sheet.print_title_rows
        and sheet.sheet_properties.pageSetUpPr.fitToPage
        and sheet.page_setup.paperSize == 9
    )
    assert (
        sheet.print_area and sheet.freeze_panes and sheet.page_setup.orientation in ("landscape", "portrait")
    )
    assert [name for name in book.defined_names if name.startswith("nr_")]


@pytest.mark.parametrize(
    "path", [one for one in REPORTS if "表0" not in one.name], ids=lambda path: path.stem
)
def test_each_has_a_native_chart_over_its_block(path: Path) -> None:
    """A chart part stands in the package and points to cells of the sheet; 表0 has many units, no chart."""
    with zipfile.ZipFile(path) as parts:
        charts = [name for name in parts.namelist() if "charts/chart" in name]
        assert charts and all(b"<c:f>" in parts.read(name) for name in charts)
        for name in charts:  # the names of the bars are shown, each bar has its number instead of an axis
            names = re.search(rb"<c:catAx>.*?</c:catAx>", parts.read(name), re.S)
            assert names and b'<c:delete val="1"/>' not in names[0] and b"showVal" in parts.read(name)


def test_charts_and_sums_follow_the_filled_rows(ledger_path: Path, tmp_path: Path) -> None:
    """With n communities the chart's ranges and the sums reach over n rows."""
    path = resource("templates", "表2 互联网企业建会进度.xlsx")
    report.report(ledger_path, tmp_path / "出", templates=[path], period="2022H1")
    made = tmp_path / "出" / path.name
    sheet = openpyxl.load_workbook(made).worksheets[0]
    labels = [sheet.cell(row, 1).value for row in range(1, 40)]
    rows = list(range(labels.index("全街道") + 2, labels.index("各社区合计") + 1))
    assert len(rows) >= 6
    total = rows[-1] + 1
    lines = f"C{rows[0]}:C{rows[-1]}"  # of an absent ledger all lines are —, and so is their sum, not 0
    assert sheet.cell(total, 3).value == f'=IF(COUNT({lines})=0,"—",SUM({lines}))'
    with zipfile.ZipFile(made) as parts:
        chart = next(parts.read(name).decode() for name in parts.namelist() if "charts/chart" in name)
    ranges = re.findall(r"<c:f>[^<]*\$(\d+):\$[A-Z]+\$(\d+)</c:f>", chart)
    assert ranges and set(ranges) == {(str(rows[0]), str(rows[-1]))}


def test_last_period_speaks_in_summary_and_relations(
    frames: dict[str, pd.DataFrame], ledger_path: Path, tmp_path: Path
) -> None:
    """--previous: the summary says growth, and the relations on 上期 are asked."""
    before = write_ledger(tmp_path / "上期台账.xlsx", ledger(members=300, units=25, contests=10, seed=9))
    path = resource("templates", "半年总结.docx")
    outcome = report.report(ledger_path, tmp_path / "出", templates=[path], previous=before, period="2022H1")
    import docx

    body = docx.Document(str(tmp_path / "出" / path.name)).element.body
    text = "".join(t.text or "" for t in body.iter() if t.tag.endswith("}t"))
    assert re.search(r"比上期(增长|下降)\d+\.\d%", text)
    assert {one.code for one in outcome.checks} & {"X7b", "X27a"}


@pytest.mark.parametrize("name", ["半年总结.docx", "notices/公函.docx"])
def test_word_knows_that_the_text_is_chinese(name: str) -> None:
    """Fonts, line breaks and spelling go by it: commas stood in the middle of their squares."""
    import docx
    from docx.oxml.ns import qn

    styles = docx.Document(str(resource("templates") / name)).styles.element
    languages = [one.get(qn("w:eastAsia")) for one in styles.iter(qn("w:lang"))]
    assert languages and set(languages) == {"zh-CN"}
