"""The plan: what lands where, what is missing, what is unused; nothing is touched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.xlsx_edit.makers import written
from union_xl import fill, xlsx_edit
from union_xl.model import KEEP, Edit, Figure, RepeatRows, TemplateError, TemplateTag

MEMBERS = Figure("B07", "会员数", 36, "人")


def template(write: Callable[[Any, Any], None], *names: str) -> bytes:
    def build(book: Any) -> None:
        sheets = [book.add_worksheet(name) for name in names or ("年报",)]
        write(sheets[0], book)

    return written(build)


def plan(
    write: Callable[[Any, Any], None], values: Any = None, blocks: Any = None, tags: Any = ()
) -> fill.Plan:
    return fill.plan(xlsx_edit.layout(template(write)), values or {}, blocks or {}, tags)


def edits(found: fill.Plan) -> dict[str, Any]:
    return {one.cell: one.value for one in found.edits if isinstance(one, Edit)}


def test_each_cell_is_told_with_its_origin() -> None:
    """The companion workbook gets sheet, final cell, tag, code, name, value and group."""
    found = plan(
        lambda sheet, _: (sheet.write("A1", "{{每单位.会员数}}"), sheet.write("A2", "共{{会员数}}人")),
        {"会员数": MEMBERS},
        {"单位": [{"会员数": Figure("B07", "会员数", n, "人", f"单位{n}", "单位")} for n in (1, 2)]},
    )
    assert found.cells == (
        ("年报", "A1", "{{每单位.会员数}}", "B07", "会员数", 1, "单位1", "单位"),
        ("年报", "A2", "{{每单位.会员数}}", "B07", "会员数", 2, "单位2", "单位"),
        ("年报", "A3", "{{会员数}}", "B07", "会员数", 36, "", ""),
    )
    assert edits(found) == {"A1": 1, "A2": 2, "A3": "共36人"}


def test_unknown_names_are_told_with_cell_and_nearest() -> None:
    """Nothing may be saved: the sentence names the cells and the likely names."""
    found = plan(
        lambda sheet, _: (
            sheet.write("B4", "{{会员书}}"),
            sheet.write("C4", "{{会员数|万元整}}"),
            sheet.write("D4", "{{每单元.名称}}"),
            sheet.write("E4", "{{会员数"),
            sheet.write("A6", "{{每单位.单位名}}"),
        ),
        {"会员数": MEMBERS, "填报单位": "甲"},
        {"单位": [{"单位名称": "甲"}]},
    )
    told = {one.cell: (one.name, one.nearest[:1]) for one in found.missing}
    assert told["年报!B4"] == ("会员书", ("会员数",))
    assert told["年报!C4"][1] == ("万元",)
    assert told["年报!D4"] == ("每单元", ("每单位",))
    assert told["年报!E4"][0] == "{{会员数"
    assert told["年报!A6"] == ("每单位.单位名", ("单位名称",))
    with pytest.raises(TemplateError, match="年报!B4 的“会员书”（是不是“会员数”"):
        found.refuse()


def test_unused_names_are_told_once() -> None:
    """A figure known by name and by code is one name."""
    found = plan(
        lambda sheet, _: sheet.write("A1", "{{ b07 }}"),
        {
            "会员数": MEMBERS,
            "B07": MEMBERS,
            "女会员数": Figure("B08", "女会员数", 1),
            "B08": 1,
            "填表人": "李",
        },
    )
    assert found.unused == ("女会员数", "B08", "填表人")
    found.refuse()


def test_an_empty_block_leaves_its_row_once_and_blank() -> None:
    """No items: the tags go, the row and the sums below stay."""
    found = plan(
        lambda sheet, _: (
            sheet.write("A2", "{{每单位.单位名称}}（{{填报单位}}）"),
            sheet.write("B2", "{{每单位.会员数}}"),
        ),
        {"填报单位": "甲"},
        {"每单位": []},
    )
    assert not [one for one in found.edits if isinstance(one, RepeatRows)]
    assert edits(found) == {"A2": None, "B2": None}
    found.refuse()


def test_an_empty_block_says_what_stands_instead() -> None:
    """`|空=无` is what the one row left says; with items it is for blanks only."""

    def write(sheet: Any, _: Any) -> None:
        sheet.write("A1", "{{每单位.序号}}")
        sheet.write("B1", "{{每单位.名称|空=无}}")

    assert edits(plan(write, {}, {"单位": []})) == {"A1": None, "B1": "无"}
    assert edits(plan(write, {}, {"单位": [{"名称": "甲"}]})) == {"A1": 1, "B1": "甲"}


def test_blocks_on_one_sheet_push_each_other_down() -> None:
    """Grows name the file's rows, edits the final ones."""
    found = plan(
        lambda sheet, _: (
            sheet.write("A2", "{{每单位.单位名称}}"),
            sheet.merge_range("A4:A5", "{{每竞赛.竞赛名称}}"),
            sheet.write("B5", "{{每竞赛.序号}}"),
            sheet.write("A7", "{{填报单位}}"),
        ),
        {"填报单位": "甲"},
        {
            "单位": [{"单位名称": one} for one in "甲乙丙"],
            "竞赛": [{"竞赛名称": one} for one in ("焊", "护")],
        },
    )
    assert [one for one in found.edits if isinstance(one, RepeatRows)] == [
        RepeatRows("年报", 2, 2, 3),
        RepeatRows("年报", 4, 5, 2),
    ]
    assert edits(found) == {
        "A2": "甲",
        "A3": "乙",
        "A4": "丙",
        "A6": "焊",
        "A8": "护",
        "B7": 1,
        "B9": 2,
        "A11": "甲",
    }


def test_two_kinds_in_one_row_are_refused() -> None:
    """Nobody can say how often such a row repeats."""
    with pytest.raises(TemplateError, match="年报!B2 同一行里既有“每单位”又有“每竞赛”"):
        plan(
            lambda sheet, _: (sheet.write("A2", "{{每单位.名}}"), sheet.write("B2", "{{每竞赛.名}}")),
            {},
            {"单位": [], "竞赛": []},
        )


def test_a_cell_of_its_own_gets_a_number_and_keeps_its_style() -> None:
    """A format is added only where the cell has none."""

    def write(sheet: Any, book: Any) -> None:
        sheet.write("A1", "{{建会率}}")
        sheet.write("A2", "{{建会率}}", book.add_format({"num_format": "0.000%"}))
        sheet.write("A3", "{{会员数}}")

    found = plan(write, {"建会率": Figure("A13", "建会率", 0.5, "%"), "会员数": MEMBERS})
    styles = {one.cell: one.style for one in found.edits if isinstance(one, Edit)}
    assert styles["A1"] is not KEEP and styles["A1"].number_format == "0.0%"
    assert (styles["A2"], styles["A3"]) == (KEEP, KEEP)
    assert edits(found) == {"A1": 0.5, "A2": 0.5, "A3": 36}


def test_values_are_never_taken_for_tags_or_formulas() -> None:
    """A unit called `{{会员数}}` or `=1+1` is shown as that."""
    data = template(lambda sheet, _: sheet.write("A1", "{{每单位.单位名称}}"))
    found = fill.plan(
        xlsx_edit.layout(data), {"会员数": 5}, {"单位": [{"单位名称": "{{会员数}}"}, {"单位名称": "=1+1"}]}
    )
    sheet = xlsx_edit.layout(xlsx_edit.apply(data, found.edits)).sheets[0]
    assert dict(sheet.cells) == {(1, 1): "{{会员数}}", (2, 1): "=1+1"}
    assert not sheet.formulas


TAG = TemplateTag("年报.xlsx", "年报", "B2", "会员数")


@pytest.mark.parametrize(
    ("tag", "word"),
    [
        (TemplateTag("年报.xlsx", "年抱", "B2", "会员数"), "没有工作表“年抱”，是不是“年报”"),
        (TemplateTag("年报.xlsx", "年报", "2B", "会员数"), "“2B”不是单元格地址"),
        (TemplateTag("年报.xlsx", "年报", "C1", "会员数"), "年报!C1 里是公式"),
    ],
)
def test_bindings_that_lead_nowhere_are_refused(tag: TemplateTag, word: str) -> None:
    """A line of 填报对应 that cannot be followed is told before anything is written."""
    with pytest.raises(TemplateError, match=word):
        plan(lambda sheet, _: sheet.write_formula("C1", "=1+1"), {"会员数": 1}, {}, [tag])


def test_bindings_take_the_place_of_what_stands_there() -> None:
    """Bound from outside: the cell's own words go, a merged area is filled at its corner."""
    found = plan(
        lambda sheet, _: (sheet.write("B2", "（填数）"), sheet.merge_range("B3:C4", "")),
        {"会员数": 5, "填报单位": "甲"},
        {},
        [TAG, TemplateTag("年报.xlsx", " 年报 ", "C4", "{{填报单位}}：共{{会员数}}人")],
    )
    assert edits(found) == {"B2": 5, "B3": "甲：共5人"}


def test_a_text_that_only_looks_like_a_tag_stays() -> None:
    """Single braces, arrays and a formula's result are nobody's tag."""
    found = plan(
        lambda sheet, _: (
            sheet.write("A1", "{会员数}"),
            sheet.write_formula("A2", '="共"&A1&SUM({1,2;3,4})', None, "{{x}}"),
        )
    )
    assert (found.edits, found.missing) == ((), ())


def test_tags_that_cannot_be_filled_are_told() -> None:
    """In a formula's text or a sheet's name a tag would go out as it is."""
    data = template(lambda sheet, _: sheet.write_formula("A2", '="截至"&"{{统计期间}}"'), "表{{统计期间}}")
    found = fill.plan(xlsx_edit.layout(data), {"统计期间": "2022年"}, {})
    assert [one.cell for one in found.missing] == ["表{{统计期间}}", "表{{统计期间}}!A2"]
    with pytest.raises(TemplateError, match="公式里的标签"):
        found.refuse()


def test_every_sheet_is_filled() -> None:
    """Tags on hidden and later sheets are found too."""

    def build(book: Any) -> None:
        for name in ("一", "二"):
            book.add_worksheet(name).write("A1", "{{会员数}}")
        book.get_worksheet_by_name("二").hide()

    found = fill.plan(xlsx_edit.layout(written(build)), {"会员数": 5}, {})
    assert [(one.sheet, one.cell) for one in found.cells] == [("一", "A1"), ("二", "A1")]
