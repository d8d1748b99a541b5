"""From a ledger to filled templates: numbers equal a recount, sources are kept, nothing half-written."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
import xlsxwriter

from tests.figures.recount import is_member, persons, recount
from tests.figures.test_library import write as write_library
from tests.report.conftest import write_ledger
from union_xl.model import TemplateError, UsageError
from union_xl.model.resources import resource
from union_xl.run import report

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("counted_once")]
HALF = {"period": "2022H1"}
ROOT = Path(__file__).parents[2]


def template(path: Path, cells: dict[str, Any]) -> Path:
    """A small template with these cells."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("表")
    for spot, value in cells.items():
        sheet.write(spot, value)
    book.close()
    return path


def filled(out: Path, name: str) -> Any:
    return openpyxl.load_workbook(out / name).worksheets[0]


@pytest.fixture(scope="module")
def made(ledger_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The templates that come with the program, filled."""
    out = tmp_path_factory.mktemp("报表")
    report.report(ledger_path, out, **HALF)
    return out


def test_the_built_in_templates_are_all_filled(made: Path) -> None:
    """Every template and its companion is there, and no tag is left anywhere."""
    names = {path.name for path in made.iterdir()}
    assert len([name for name in names if name.startswith("表") and "数据来源" not in name]) == 14
    assert "半年总结.docx" in names and "半年总结-数据来源.xlsx" in names
    for name in names:
        if name.endswith(".xlsx"):
            for sheet in openpyxl.load_workbook(made / name):
                texts = [str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None]
                assert "数据来源" in name or not [text for text in texts if "{{" in text], name


def test_totals_in_the_sheet_equal_the_recount(made: Path, frames: dict[str, pd.DataFrame]) -> None:
    """The row 全街道（去重） of 表1 holds the recounted numbers."""
    sheet = filled(made, "表1 工会组建和会员发展情况.xlsx")
    row = next(row for row in sheet.iter_rows(min_row=6) if row[0].value == "全街道（去重）")
    mine = recount(frames)
    names = {
        3: "新建工会数",
        6: "期末基层工会数",
        7: "涵盖单位数",
        9: "职工人数",
        13: "发展会员数",
        16: "期末会员数",
    }
    assert {name: row[at].value for at, name in names.items()} == pytest.approx(
        {name: mine[name] for name in names.values()}
    )


def test_each_unit_row_equals_the_recount(made: Path, frames: dict[str, pd.DataFrame]) -> None:
    """Every unit's row of 表3 holds its own members, recounted apart."""
    sheet = filled(made, "表3 实名制录入进度.xlsx")
    people = frames["member"].to_dict("records")
    rows = [row for row in sheet.iter_rows(min_row=6, values_only=True) if isinstance(row[0], int)]
    assert len(rows) == 25
    for row in rows:
        assert row[4] == persons([one for one in people if one["单位名称"] == row[1] and is_member(one)])


def test_every_filled_number_stands_in_the_companion(made: Path) -> None:
    """The companion lists each filled cell with the same value, condition and row count."""
    sheet = filled(made, "表3 实名制录入进度.xlsx")
    companion = openpyxl.load_workbook(made / "表3 实名制录入进度-数据来源.xlsx")
    lines = list(companion["填报单元格"].iter_rows(values_only=True))
    heads = lines[0]
    checked = 0
    for values in lines[1:]:
        line = dict(zip(heads, values, strict=True))
        if line["工作表"] == "表3" and line["统计方式"] and isinstance(line["值"], (int, float)):
            there = sheet[line["单元格"]].value
            if isinstance(there, (int, float)):
                assert there == pytest.approx(line["值"])
                checked += 1
    assert checked > 100
    assert companion["来源行"].max_row > 25
    assert heads.index("口径") < heads.index("条件") == len(heads) - 1
    assert {line[heads.index("统计方式")] for line in lines[1:]} >= {"台账", "设置"}
    printed, long = companion["填报单元格"], companion["来源行"]
    assert printed.print_area.endswith(f"${'ABCDEFGHIJKLMNOP'[len(heads) - 2]}${printed.max_row}")
    assert all(one.page_setup.paperSize == 9 for one in companion)
    for at, row in enumerate(long.iter_rows(min_row=2, values_only=True), 2):
        assert len(row[4]) < 88 or long.row_dimensions[at].height > 20


def test_the_companion_names_nobody(made: Path, frames: dict[str, pd.DataFrame]) -> None:
    """No name and no identity number of a member stands in any companion."""
    private = {str(one) for one in frames["member"]["证件号码"]} | {
        str(one) for one in frames["member"]["姓名"]
    }
    for path in made.glob("*数据来源.xlsx"):
        for sheet in openpyxl.load_workbook(path):
            for row in sheet.iter_rows(values_only=True):
                assert not [cell for cell in row if str(cell) in private], path.name


def test_an_unknown_name_stops_everything(ledger_path: Path, tmp_path: Path) -> None:
    """One bad tag in the second template: cell and nearest name told, nothing written at all."""
    good = template(tmp_path / "好.xlsx", {"A1": "{{期末会员数}}"})
    bad = template(tmp_path / "坏.xlsx", {"B3": "{{期末会员}}"})
    with pytest.raises(TemplateError) as told:
        report.report(ledger_path, tmp_path / "出", templates=[good, bad], **HALF)
    assert "B3" in str(told.value) and "期末会员数" in str(told.value)
    assert not (tmp_path / "出").exists()


def test_a_group_nothing_speaks_of_is_told(ledger_path: Path, frames: Any, tmp_path: Path) -> None:
    """A unit mistyped in a template has no members; that is not said silently."""
    unit = str(frames["member"]["单位名称"].dropna().iloc[0])
    absent, blank = "{{会员数|单位=没有这家}}", "{{会员数|民族=(未填)}}"
    path = template(
        tmp_path / "一家.xlsx", {"A1": f"{{{{会员数|单位={unit}}}}}", "A2": absent, "A3": absent, "A4": blank}
    )
    told = report.report(ledger_path, tmp_path / "out", templates=[path], **HALF).remarks
    (line,) = [one for one in told if "没有这家" in one]
    assert "!A2" in line and "等 2 格" in line
    assert not [one for one in told if "!A1" in one or "未填）”" in one or "(未填)" in one]


def test_plan_tells_and_writes_nothing(ledger_path: Path, tmp_path: Path) -> None:
    """--plan lists what goes where, what is missing with its neighbours, and what nobody uses."""
    path = template(tmp_path / "表.xlsx", {"A1": "{{期末会员数}}", "B2": "{{没有这个}}"})
    outcome = report.report(ledger_path, tmp_path / "出", templates=[path], plan=True, **HALF)
    assert [(cell[1], cell[3].name) for cell in outcome.filled[0].cells if cell[3]] == [("A1", "期末会员数")]
    assert outcome.missing[0][0].endswith("B2") and outcome.exit_code == 1
    assert "发展会员数" in outcome.unused and "期末会员数" not in outcome.unused
    assert not (tmp_path / "出").exists() and outcome.document()["填报"][0]["单元格"]


def test_lists_ratios_and_settings(
    ledger_path: Path, tmp_path: Path, frames: dict[str, pd.DataFrame]
) -> None:
    """A ratio is a number that formats as per cent, 余 cuts, the period is said in words."""
    cells = {"A1": "{{建会率}}", "A2": "共{{期末会员数|余}}名", "A3": "{{统计期间}}", "A4": "{{A10}}"}
    path = template(tmp_path / "表.xlsx", cells)
    report.report(ledger_path, tmp_path / "出", templates=[path], **HALF)
    sheet = filled(tmp_path / "出", "表.xlsx")
    mine = recount(frames)
    assert sheet["A1"].value == pytest.approx(mine["建会率"])
    cut = mine["期末会员数"] // 10 * 10
    assert sheet["A2"].value == (f"共{cut}余名" if cut < mine["期末会员数"] else f"共{cut}名")
    assert sheet["A3"].value == "2022年上半年" and sheet["A4"].value == 25


def test_member_rows_for_the_platform(
    ledger_path: Path, tmp_path: Path, frames: dict[str, pd.DataFrame]
) -> None:
    """The import file of the city platform has one row for each kept member, identities as text."""
    from union_xl.model.resources import resource

    name = "市平台导入.xlsx"
    report.report(ledger_path, tmp_path / "出", templates=[resource("templates", name)], **HALF)
    rows = list(filled(tmp_path / "出", name).iter_rows(min_row=2, values_only=True))
    assert [row[7] for row in rows] == frames["member"]["证件号码"].tolist()
    assert [row[0] for row in rows] == list(range(1, 601))
    companion = openpyxl.load_workbook(tmp_path / "出" / "市平台导入-数据来源.xlsx")
    shown = {row[6] for row in companion["填报单元格"].iter_rows(min_row=2, values_only=True)}
    assert not shown & set(frames["member"]["证件号码"])


def test_wrong_templates_are_told(ledger_path: Path, tmp_path: Path) -> None:
    """An .xls template: save it as .xlsx; a folder holding the template: choose another --out."""
    old = tmp_path / "旧.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0" * 200)
    with pytest.raises(TemplateError, match="另存为"):
        report.report(ledger_path, tmp_path / "出", templates=[old], **HALF)
    here = template(tmp_path / "表.xlsx", {"A1": "{{期末会员数}}"})
    with pytest.raises(UsageError, match="另选"):
        report.report(ledger_path, tmp_path, templates=[here], **HALF)
    with pytest.raises(UsageError, match="找不到"):
        report.report(ledger_path, tmp_path / "出", templates=[tmp_path / "无.xlsx"], **HALF)
    with pytest.raises(UsageError, match="是文件夹"):
        report.report(ledger_path, tmp_path / "出", templates=[tmp_path], **HALF)


def test_an_explained_relation_is_printed_and_does_not_alarm(
    frames: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    """A line of 审核说明 with the same numbers stands in the companion; with others it is stale."""
    path = write_ledger(tmp_path / "汇总台账.xlsx", frames)
    failing = next(one for one in report.checks(path, **HALF) if one.unit == "合计")
    line = {
        "编号": failing.code, "单位": "合计", "左值": failing.left, "右值": failing.right,
        "说明": "已逐一核对", "说明人": "沈佳", "日期": dt.date(2022, 7, 8),
    }  # fmt: skip
    write_ledger(path, frames, [line])
    outcome = report.report(path, tmp_path / "出", **HALF)
    mine = next(one for one in outcome.checks if (one.code, one.unit) == (failing.code, "合计"))
    assert mine.explanation is not None and mine.explanation.date == "2022-07-08"
    sheet = openpyxl.load_workbook(tmp_path / "出" / "半年总结-数据来源.xlsx")["审核关系"]
    assert "已说明" in [row[-1] for row in sheet.iter_rows(values_only=True) if row[0] == failing.code]
    assert any("已逐一核对" in str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    write_ledger(path, frames, [line | {"左值": (failing.left or 0) + 1}])
    again = next(one for one in report.checks(path, **HALF) if (one.code, one.unit) == (failing.code, "合计"))
    assert again.explanation is None and again.stale is not None


def test_one_digit_changed_by_hand_is_found(made: Path, ledger_path: Path, tmp_path: Path) -> None:
    """--plan on an edited summary lists the number that no longer equals its indicator, and only it."""
    import zipfile

    before = (made / "半年总结.docx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(before)) as source:
        parts = {info.filename: source.read(info) for info in source.infolist()}
    text = parts["word/document.xml"].decode("utf-8")
    at = text.index("期末基层工会数|")
    start = text.index('xml:space="preserve">', at) + len('xml:space="preserve">')
    digit = text[start]
    changed = text[:start] + str((int(digit) + 1) % 10) + text[start + 1 :]
    parts["word/document.xml"] = changed.encode("utf-8")
    edited = tmp_path / "半年总结.docx"
    with zipfile.ZipFile(edited, "w") as target:
        for name, data in parts.items():
            target.writestr(name, data)
    clean = report.report(ledger_path, tmp_path / "出", templates=[made / "半年总结.docx"], plan=True, **HALF)
    assert clean.filled[0].differences == ()
    outcome = report.report(ledger_path, tmp_path / "出", templates=[edited], plan=True, **HALF)
    assert [(d.kind, d.name) for d in outcome.filled[0].differences] == [("数字不一致", "期末基层工会数")]
    assert outcome.exit_code == 1
    with pytest.raises(UsageError, match="--plan"):
        report.report(ledger_path, tmp_path / "出", templates=[edited], **HALF)


def test_texts_outside_the_cells_are_filled_and_told(ledger_path: Path, tmp_path: Path) -> None:
    """A figure in a header and a text box: planned, filled, and named in the companion by its place."""
    path = tmp_path / "上级表.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("表")
    sheet.set_header("&C&14{{期末会员数}}")
    sheet.insert_textbox("B2", "{{统计期间}}共{{期末会员数}}人")
    book.close()
    planned = report.report(ledger_path, tmp_path / "出", templates=[path], plan=True, **HALF)
    (_, _, lines) = next(one for one in planned.tables() if one[0] == "将要填入")
    assert [line[2] for line in lines] == ["页眉", "文本框 TextBox 1", "文本框 TextBox 1"]
    report.report(ledger_path, tmp_path / "出", templates=[path], **HALF)
    number = lines[0][4]
    assert filled(tmp_path / "出", path.name).oddHeader.center.text == str(number)
    companion = openpyxl.load_workbook(tmp_path / "出" / "上级表-数据来源.xlsx")
    told = [row[:7] for row in companion["填报单元格"].iter_rows(min_row=2, values_only=True)]
    assert [(row[1], row[4], row[6]) for row in told if row[4]] == [
        ("页眉", "期末会员数", number),
        ("文本框 TextBox 1", "期末会员数", number),
    ]
    rows = [row[0] for row in companion["来源行"].iter_rows(min_row=2, values_only=True)]
    assert "期末会员数" in rows


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04garbage" * 9, b"", None], ids=["broken", "empty", "unknown tag"]
)
def test_of_several_templates_the_wrong_one_is_named(
    ledger_path: Path, tmp_path: Path, content: bytes | None
) -> None:
    """Which file cannot be filled stands in the sentence; nothing is written, not even the good ones."""
    good = template(tmp_path / "好的.xlsx", {"A1": "{{期末会员数}}"})
    wrong = template(tmp_path / "错的.xlsx", {"B2": "{{期末会员人数}}"})
    if content is not None:
        wrong.write_bytes(content)
    with pytest.raises(TemplateError, match=r"模板 错的\.xlsx："):
        report.report(ledger_path, tmp_path / "出", templates=[good, wrong], **HALF)
    assert not (tmp_path / "出").exists() or not list((tmp_path / "出").iterdir())


def _edited(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["C9"] = "手工补的一句"
    book.save(path)


def test_what_somebody_edited_goes_to_history_first(ledger_path: Path, tmp_path: Path) -> None:
    """An edited file is kept and told; an untouched one is not.  One saved again is kept, too, and not said
    to be edited: a colour is no cell, and was lost."""
    path = template(tmp_path / "表.xlsx", {"A1": "{{期末会员数}}", "B1": "=A1*2"})
    out = tmp_path / "出"

    def again() -> tuple[str, ...]:
        return report.report(ledger_path, out, templates=[path], **HALF).remarks

    again()
    assert again() == () and not (out / "历史").exists()
    book = openpyxl.load_workbook(out / "表.xlsx")
    book.worksheets[0]["A1"].fill = openpyxl.styles.PatternFill("solid", "FFFF00")
    book.save(out / "表.xlsx")
    told = again()
    (kept,) = (out / "历史").iterdir()
    assert f"历史/{kept.name}" in told[0] and "改动" not in told[0]
    assert openpyxl.load_workbook(kept).worksheets[0]["A1"].fill.fgColor.rgb.endswith("FFFF00")
    assert again() == ()
    _edited(out / "表.xlsx")
    told = again()
    kept = [one for one in (out / "历史").iterdir() if one != kept]
    assert len(kept) == 1 and f"历史/{kept[0].name}" in told[0] and told[0].startswith("表.xlsx 被人改动过")
    assert openpyxl.load_workbook(kept[0]).worksheets[0]["C9"].value == "手工补的一句"
    assert filled(out, "表.xlsx")["C9"].value is None
    _edited(out / "表-数据来源.xlsx")
    assert again()[0].startswith("表-数据来源.xlsx")


def test_without_a_record_what_differs_is_kept(ledger_path: Path, tmp_path: Path) -> None:
    """A report of an older version left no record: only what is the same may be overwritten."""
    path = template(tmp_path / "表.xlsx", {"A1": "{{期末会员数}}"})
    out = tmp_path / "出"
    report.report(ledger_path, out, templates=[path], **HALF)
    (out / ".union_xl" / "report.json").unlink()
    report.report(ledger_path, out, templates=[path], **HALF)
    assert not (out / "历史").exists()
    _edited(out / "表.xlsx")
    (out / ".union_xl" / "report.json").unlink()
    report.report(ledger_path, out, templates=[path], **HALF)
    assert len(list((out / "历史").iterdir())) == 1


def test_an_edited_summary_is_kept(
    ledger_path: Path, tmp_path: Path, frames: dict[str, pd.DataFrame]
) -> None:
    """Words added to the summary stay over the next report, which has nothing else to change; a number
    that moved is put right, and it is said."""
    import docx

    out = tmp_path / "出"
    chosen = [resource("templates", "半年总结.docx")]
    report.report(ledger_path, out, templates=chosen, **HALF)
    document = docx.Document(str(out / "半年总结.docx"))
    document.save(str(out / "半年总结.docx"))
    told = report.report(ledger_path, out, templates=chosen, **HALF).remarks
    assert "又保存过" in told[0]
    document.paragraphs[3].add_run("本段经领导改定。")
    document.save(str(out / "半年总结.docx"))
    told = report.report(ledger_path, out, templates=chosen, **HALF).remarks
    assert "改过的文字保留了" in "".join(told) and len(list((out / "历史").iterdir())) == 1
    assert "本段经领导改定。" in docx.Document(str(out / "半年总结.docx")).paragraphs[3].text
    fewer = {name: one.iloc[:-2] for name, one in frames.items()}
    told = report.report(write_ledger(tmp_path / "少.xlsx", fewer), out, templates=chosen, **HALF).remarks
    assert "更新了" in "".join(told)
    assert "本段经领导改定。" in docx.Document(str(out / "半年总结.docx")).paragraphs[3].text


def _own(path: Path, *lines: list[str]) -> Path:
    return write_library(path / "库.xlsx", list(lines))


def test_a_name_that_is_a_column_and_a_figure_means_the_figure(
    ledger_path: Path, tmp_path: Path, frames: dict[str, pd.DataFrame]
) -> None:
    """Per unit and in the total; the column is reached by the ledger's name; told once after an upgrade."""
    cells = {
        "A1": "{{每单位.单位名称}}",
        "B1": "{{每单位.会员数}}",
        "A2": "合计",
        "B2": "{{会员数}}",
        "A4": "{{每单位台账.单位名称}}",
        "B4": "{{每单位台账.会员数}}",
        "A6": "{{每单位.单位名称}}",
        "B6": "{{每单位台账.会员数}}",
        "C6": "{{每单位.会员数}}",
    }
    path = template(tmp_path / "表.xlsx", cells)
    own = _own(tmp_path, ["M1", "会员数", "会员登记", "计数"])
    outcome = report.report(ledger_path, tmp_path / "出", templates=[path], indicators=own, **HALF)
    rows = list(filled(tmp_path / "出", "表.xlsx").iter_rows(values_only=True))
    total = next(at for at, row in enumerate(rows) if row[0] == "合计")
    assert rows[total][1] == sum(row[1] for row in rows[:total]) == len(frames["member"])
    register = frames["unit-register"]
    given = dict(zip(register["单位名称"], register["会员数"], strict=True))
    side = {row[0]: row[1:3] for row in rows if row[2] is not None}
    assert {unit: number for unit, (_, number) in side.items()} == {row[0]: row[1] for row in rows[:total]}
    assert all(side[unit][0] == number for unit, number in given.items() if number == number and number)
    below = {row[0]: row[1] for row in rows[total + 2 :]}
    assert all(below[unit] == number for unit, number in given.items() if number == number and number)
    told = [one for one in outcome.remarks if "每单位.会员数" in one]
    assert len(told) == 1 and "{{每单位台账.会员数}}" in told[0] and "B1" in told[0]
    again = report.report(ledger_path, tmp_path / "出", templates=[path], indicators=own, **HALF)
    assert not [one for one in again.remarks if "每单位.会员数" in one]


def test_a_figure_that_is_not_split_so_never_becomes_the_column(ledger_path: Path, tmp_path: Path) -> None:
    """分组 says 社区 only: the tag per unit is refused, not filled with the register's own number."""
    path = template(tmp_path / "表.xlsx", {"B1": "{{每单位.会员数}}"})
    own = _own(tmp_path, ["M1", "会员数", "会员登记", "计数", "", "", "", "社区"])
    with pytest.raises(TemplateError, match=r"每单位\.会员数.*每单位台账\.会员数"):
        report.report(ledger_path, tmp_path / "出", templates=[path], indicators=own, **HALF)


def test_every_tag_the_documents_name_is_there(ledger_path: Path, tmp_path: Path) -> None:
    """README, help texts, sheets: whoever copies a tag from there gets a number."""
    sources = [ROOT / "README.md", ROOT / "README.zh-CN.md", *(ROOT / "workbooks").rglob("*.md")]
    package = ROOT / "union_xl"
    apart = ("package", "ledgers", "lists")  # names of parts, and tags of layouts of their own
    sources += [path for path in package.rglob("*.py") if path.relative_to(package).parts[0] not in apart]
    found = {tag for path in sources for tag in re.findall(r"\{\{[^{}\n]+\}\}", path.read_text("utf-8"))}
    named = {tag for tag in found if re.fullmatch(r"\{\{[\u4e00-\u9fff.|．｜]+\}\}", tag)}
    named -= {"{{指标名}}", "{{项目}}", "{{期间}}", "{{补正截止日}}"}  # placeholders, and the notices' own
    assert {"{{会员数}}", "{{每单位.单位名称}}"} <= named
    path = template(tmp_path / "表.xlsx", {f"A{at}": tag for at, tag in enumerate(sorted(named), start=1)})
    assert report.report(ledger_path, tmp_path / "出", templates=[path], plan=True, **HALF).missing == ()


def test_what_is_not_in_yet_is_said_first(tmp_path: Path, frames: dict[str, pd.DataFrame]) -> None:
    """Returns still to come and held rows: at the top of the run, and of each companion."""
    book = write_ledger(tmp_path / "汇总台账.xlsx", frames)
    with pd.ExcelWriter(book, engine="openpyxl", mode="a") as writer:
        standing = {"单位": ["甲", "乙"], "表": ["会员登记", "会员登记"], "状态": ["未报", "已报"]}
        pd.DataFrame(standing).to_excel(writer, sheet_name="报送情况", index=False)
        held = {
            "表": ["会员登记"],
            "原因": ["缺证件号码"],
            "来源文件": ["甲.xlsx"],
            "来源行": [4],
            "单位名称": ["甲"],
        }
        pd.DataFrame(held).to_excel(writer, sheet_name="暂缓", index=False)
    out = tmp_path / "出"
    chosen = [resource("templates", name) for name in ("半年总结.docx", "表1-2 会员结构统计.xlsx")]
    outcome = report.report(book, out, templates=chosen, **HALF)
    said = "尚有 1 份未报、1 行暂缓，数字不完整"
    assert outcome.tables()[0][2] == [[said]] and outcome.document()["未完整"] == said
    for name in ("表1-2 会员结构统计", "半年总结"):
        about = openpyxl.load_workbook(out / f"{name}-数据来源.xlsx")["说明"]
        assert [cell.value for cell in about[2]] == ["请注意", said]
