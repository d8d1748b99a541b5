"""Forms without code: read from a workbook, told by cell when broken, full citizens when right."""

from __future__ import annotations

import datetime as dt
import io
import pickle
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.blanks.seeding import filled
from tests.declared.sheets import COLUMNS, FACTS, RULES, book, sheet
from union_xl import blanks, find, ledgers, readers
from union_xl.ledgers import Form
from union_xl.ledgers.declaration_fields import LISTS
from union_xl.model import FormError, OfficeError, RunContext, Settings, Source, Unit, period
from union_xl.model.resources import resource
from union_xl.run import forms
from union_xl.run.declarations import read_declarations
from union_xl.run.workers import read_return


def test_a_declared_form_is_the_same_kind_of_form(tmp_path: Path) -> None:
    """Titles, needs, kinds, choices, key, privacy and rules arrive as in the four built-in forms."""
    (spec,) = read_declarations(book(tmp_path / "a.xlsx", 自定义表·送清凉=sheet()))
    form = spec
    assert (form.slug, form.title, form.short) == ("cool", "夏送清凉慰问登记表", "送清凉")
    assert form.keys == (("证件号码", "慰问类别"),)
    own = {column.title: column for column in form.columns}
    assert list(own) == [row[0] for row in COLUMNS]
    assert [own[title].need for title in ("姓名", "慰问日期", "慰问金额")] == [
        "required",
        "expected",
        "optional",
    ]
    assert own["慰问类别"].kind.choices == ("夏送清凉", "冬送温暖", "金秋助学")
    assert [own[title].privacy for title in ("姓名", "证件号码", "备注")] == ["name", "id", "free"]
    assert own["姓名"].aliases == ("受助人", "被慰问人")
    assert [one.code for one in form.rules] == ["SW-1", "SW-2"]
    assert ledgers.levels([spec]) == {"SW-1": "错误", "SW-2": "提醒"}


def test_a_declaration_pickles_and_gives_one_class(tmp_path: Path) -> None:
    """The plain value travels to a worker and makes the same form there."""
    (spec,) = read_declarations(book(tmp_path / "a.xlsx", 自定义表=sheet()))
    again = pickle.loads(pickle.dumps(spec))
    assert again == spec
    assert spec in ledgers.forms_of(RunContext(declared=(spec,)))
    assert ledgers.forms_of(RunContext(declared=(spec,), forms=("cool",))) == (spec,)


def test_a_declared_form_has_a_blank_that_is_read_back(tmp_path: Path) -> None:
    """Blank, stamp and header matching work as for the built-in forms."""
    (spec,) = read_declarations(book(tmp_path / "a.xlsx", 自定义表=sheet()))
    form = spec
    data = blanks.blank(form, Unit("甲公司"))
    opened = readers.open_book(Source("b.xlsx", Path("b"), data), RunContext(declared=(spec,)))
    (table,) = find.find_tables(opened, ledgers.forms_of(RunContext(declared=(spec,)))).tables
    assert table.form == "cool" and set(table.where) == {row[0] for row in COLUMNS}
    lists = openpyxl.load_workbook(io.BytesIO(data))["下拉选项"]
    assert [cell.value for cell in lists["B"][:4]] == ["慰问类别", "夏送清凉", "冬送温暖", "金秋助学"]


def test_loose_layouts_are_understood(tmp_path: Path) -> None:
    """Other sheet name, a title line for 表名, label and value in one cell, headings in other words."""
    head = ("字段名", "是否必填", "数据类型", "选项")
    rows = [
        ["职工疗休养报名表"],
        ["唯一列：证件号码"],
        list(head),
        ["姓名", "√", "姓名", ""],
        ["证件号码", "必填", "证件号码", ""],
    ]
    (spec,) = read_declarations(book(tmp_path / "a.xlsx", Sheet1=rows))
    assert (spec.title, spec.short, spec.keys[0]) == ("职工疗休养报名表", "职工疗休养报名", ("证件号码",))
    assert [column.need for column in spec.columns] == ["required", "required"]
    assert spec.slug.startswith("form-")


def test_rules_may_stand_on_a_sheet_of_their_own(tmp_path: Path) -> None:
    """自定义规则: by the column 表 where there are several forms."""
    rules = [
        ["编号", "表", "关系", "级别", "说明"],
        ["R1", "送清凉", "慰问金额 > 0", "提醒", ""],
        ["R2", "别的", "慰问金额 > 1", "", ""],
    ]
    other = [("表名", "别的登记表"), ("简称", "别的"), ("代号", "other")]
    specs = read_declarations(
        book(
            tmp_path / "a.xlsx",
            自定义表1=sheet(rules=()),
            自定义表2=sheet(facts=other, rules=()),
            自定义规则=rules,
        )
    )
    assert [[rule.code for rule in spec.rules] for spec in specs] == [["R1"], ["R2"]]


def test_other_sheets_of_the_workbook_are_left_alone(tmp_path: Path) -> None:
    """Where a sheet is named 自定义表, lists elsewhere are not forms; a hidden one neither."""
    path = book(tmp_path / "a.xlsx", 自定义表=sheet(), 草稿=sheet(facts=[("表名", "草稿")]))
    assert len(read_declarations(path)) == 1


BROKEN: list[tuple[str, list[list[Any]], str]] = [
    ("kind", sheet(columns=[*COLUMNS, ("天数", "", "天", "", "", "", "")]), "自定义表!C14"),
    ("need", sheet(columns=[*COLUMNS, ("天数", "", "整数", "也许", "", "", "")]), "自定义表!D14"),
    ("twice", sheet(columns=[*COLUMNS, ("姓名", "", "姓名", "", "", "", "")]), "姓名"),
    ("no title", sheet(columns=[*COLUMNS, ("", "", "整数", "", "", "", "")]), "自定义表!A14"),
    ("key", sheet(facts=[*FACTS[:3], ("唯一列", "身份证号")]), "身份证号"),
    ("slug", sheet(facts=[*FACTS[:2], ("代号", "送清凉 表")]), "代号"),
    ("no columns", sheet(columns=()), "列"),
    ("built-in", sheet(facts=[("表名", "工会会员实名制登记表"), ("简称", "另一个")]), "工会会员实名制登记表"),
    ("syntax", sheet(rules=[("R1", "慰问金额 <= ", "错误", "")]), "自定义表!B16"),
    ("column", sheet(rules=[("R1", "慰问全额 <= 5", "错误", "")]), "慰问金额"),
    ("function", sheet(rules=[("R1", "read_csv('x') = 1", "错误", "")]), "自定义表!B16"),
    ("type", sheet(rules=[("R1", "慰问日期 + 慰问日期 > 5", "错误", "")]), "自定义表!B16"),
    ("no column", sheet(rules=[("R1", "1 = 1", "错误", "")]), "自定义表!B16"),
    ("no code", sheet(rules=[("", "慰问金额 > 1", "错误", "")]), "自定义表!A16"),
    ("level", sheet(rules=[("R1", "慰问金额 > 1", "严重", "")]), "自定义表!C16"),
    ("code twice", sheet(rules=[RULES[0], RULES[0]]), "SW-1"),
    ("catalogue", sheet(rules=[("B-R2", "慰问金额 > 1", "错误", "")]), "B-R2"),
    ("statement", sheet(rules=[("R1", "慰问金额 > 1; drop table x", "错误", "")]), "自定义表!B16"),
]


@pytest.mark.parametrize(("rows", "named"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_a_broken_declaration_is_told_by_cell(tmp_path: Path, rows: list[list[Any]], named: str) -> None:
    """One sentence that names the cell or the name at fault; nothing else is raised."""
    with pytest.raises(FormError, match=named):
        read_declarations(book(tmp_path / "a.xlsx", 自定义表=rows))


def test_a_workbook_without_a_declaration_is_told(tmp_path: Path) -> None:
    """No list of columns anywhere, or no workbook at all."""
    with pytest.raises(FormError, match="列名"):
        read_declarations(book(tmp_path / "a.xlsx", Sheet1=[["甲", "乙"]]))
    (tmp_path / "b.xlsx").write_bytes(b"PK nothing")
    with pytest.raises(OfficeError):
        read_declarations(tmp_path / "b.xlsx")


def test_the_example_that_travels_with_the_program_is_right() -> None:
    """templates/自定义表样例.xlsx, which a clerk copies, is read without a word."""
    (spec,) = read_declarations(resource("templates", "自定义表样例.xlsx"))
    assert spec.short == "送清凉" and len(spec.rules) == 3
    assert [one.name for one in spec.lists] == ["公示稿", "发放签字表"] and len(spec.due) == 1


RULED: list[tuple[str, Any, str, list[tuple[str, str]]]] = [
    ("good", {}, "错误", []),
    ("dear", {"慰问金额": 2000}, "错误", [("SW-1", "慰问金额")]),
    ("last year", {"慰问日期": dt.date(2021, 7, 1)}, "提醒", [("SW-2", "慰问日期")]),
    ("blank where a rule looks", {"慰问金额": None}, "错误", []),
]


@pytest.mark.parametrize(
    ("more", "level", "told"), [case[1:] for case in RULED], ids=[case[0] for case in RULED]
)
def test_declared_rules_are_checked(
    tmp_path: Path, more: Any, level: str, told: list[tuple[str, str]]
) -> None:
    """A false relation is told at its column, with its level; an unknown one is not."""
    (spec,) = read_declarations(book(tmp_path / "a.xlsx", 自定义表=sheet()))
    row = {
        "单位名称": "甲公司",
        "姓名": "赵一",
        "证件号码": "330105198805062015",
        "慰问类别": "夏送清凉",
        "慰问日期": dt.date(2022, 6, 1),
        "慰问金额": 500,
    }
    data = filled(blanks.blank(spec), [row | more], unit="甲公司")
    context = RunContext(
        settings=Settings(levels=ledgers.levels([spec])),
        declared=(spec,),
        period=period("2022H1"),
        as_of=dt.date(2022, 6, 30),
    )
    one = read_return.submission(Source("a.xlsx", Path("a.xlsx"), data), context)
    assert [(found.rule, found.column) for found in one.findings if found.rule.startswith("SW")] == told
    held = bool(told) and level == "错误"
    assert [len(part.held) for part in one.parts] == [int(held)]


@pytest.mark.parametrize("form", ledgers.BUILT_IN, ids=lambda form: form.slug)
def test_a_ledger_written_as_a_workbook_reads_back_as_itself(tmp_path: Path, form: Form) -> None:
    """`union-xl forms X --out` gives a declaration to copy; unchanged, it declares the same ledger."""
    out = tmp_path / "a.xlsx"
    forms.forms(form.short, out=out)
    (again,) = read_declarations(out)
    lists = [one.attribute for one in LISTS] + ["never_kept"]
    places = {"where": True, **{one: {"__all__": {"cell"}} for one in lists}}
    assert again.model_dump(exclude=places) == form.model_dump(exclude=places)
