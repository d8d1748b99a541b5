"""The change list between two ledgers."""

from __future__ import annotations

import openpyxl

from tests.declared.sheets import with_declaration
from tests.merge.returns import document, member
from tests.merging.test_clerk import give
from union_xl.ledgers.form import Form, optional, required
from union_xl.office import make
from union_xl.run import diff, merge


def test_joined_left_moved_changed(tmp_path):
    """Each kind of change stands on its own sheet, with before and after."""
    old, new = tmp_path / "旧", tmp_path / "新"
    give(old, "杭州甲样板有限公司", [member(n, "杭州甲样板有限公司") for n in range(1, 6)])
    rows = [member(n, "杭州甲样板有限公司") for n in (1, 2, 6)]
    rows[1]["手机号码"] = "13600000000"
    rows.append(member(3, "杭州甲样板有限公司", 会籍变化类型="转出", 会籍变化日期="2022-08-01"))
    give(new, "杭州甲样板有限公司", rows)
    give(new, "杭州乙样板有限公司", [member(4, "杭州乙样板有限公司")])
    one = merge.merge(old, tmp_path / "a", period="2022H1", jobs=1)
    two = merge.merge(new, tmp_path / "b", period="2022H2", jobs=1)
    made = diff.diff(one.ledger_path, two.ledger_path, tmp_path / "变动.xlsx")
    assert made.by_form == (("会员登记", 1, 2, 1, 1),)
    book = openpyxl.load_workbook(tmp_path / "变动.xlsx")
    said = {
        name: [[c.value for c in row] for row in book[name].iter_rows(min_row=2)] for name in book.sheetnames
    }
    assert document(6) in said["新增"][0][3]
    assert {line[4] for line in said["减少"]} == {"转出", "台账中已没有"}
    assert said["转移"][0][3:5] == ["杭州甲样板有限公司", "杭州乙样板有限公司"]
    assert said["变更"][0][4:] == ["手机号码", "13900000002", "13600000000"]
    assert not list(tmp_path.glob(".*"))


def test_the_units_it_names_are_those_the_reports_name(tmp_path):
    """A unit that says its members are entered, and has none in the ledger; the report's list has it, too."""
    from union_xl.run import trace

    register = {"单位名称": "杭州甲样板有限公司", "是否建会": "已建", "职工总数": 40, "会员数": 30}
    path = _book(
        tmp_path / "甲.xlsx",
        register | {"是否实名制": "是", "已录入会员数": 30},
        [member(1, "杭州乙样板有限公司")],
    )
    made = diff.diff(path, path, tmp_path / "变动.xlsx")
    listed = trace.trace(path, "已建未实名单位名单", period="2022H1", as_of="2022-06-30")
    assert made.counts["已建会未实名制"] == 1 and "杭州甲样板有限公司" in str(dict(listed.facts)["值"])


def test_a_ledger_only_one_of_them_has_is_not_compared(tmp_path):
    """An absent ledger is absent: nobody has left, and that it was not compared is said."""
    register = {"单位名称": "杭州甲样板有限公司", "是否建会": "未建"}
    both = _book(tmp_path / "甲.xlsx", register, [member(1, "杭州甲样板有限公司")])
    one = _book(tmp_path / "乙.xlsx", register, [])
    made = diff.diff(both, one, tmp_path / "变动.xlsx")
    assert made.counts["减少"] == 0 and [line[0] for line in made.by_form] == ["单位台账"]
    assert "新台账里没有“会员登记”" in made.remarks[0] and "已建会未实名制" not in made.counts


def test_a_ledger_of_the_office_is_compared_by_its_own_columns(tmp_path):
    """--office declares it; only the columns it names under 比对列 are told as changed."""
    visits = Form(
        slug="visits",
        title="走访登记表",
        short="走访",
        columns=(
            required("单位名称", "单位名称", role="unit"),
            optional("走访人", "文本"),
            optional("走访次数", "整数"),
        ),
        keys=(("单位名称",),),
        compared=("走访次数",),
    )
    office = tmp_path / "工作台.xlsx"
    office.write_bytes(make())
    with_declaration(office, visits)
    before = {"单位名称": "杭州甲样板有限公司", "走访人": "张三", "走访次数": 1}
    paths = []
    for name, row in (("旧", before), ("新", before | {"走访人": "李四", "走访次数": 2})):
        paths.append(tmp_path / f"{name}.xlsx")
        book = openpyxl.Workbook()
        book.active.title = "走访"
        book.active.append([*row, "台账状态", "来源文件", "来源工作表", "来源行"])
        book.active.append([*row.values(), "正常", "a.xlsx", "走访", 2])
        book.save(paths[-1])
    made = diff.diff(*paths, tmp_path / "变动.xlsx", office=office)
    assert made.by_form == (("走访", 0, 0, 0, 1),)
    said = [cell.value for cell in openpyxl.load_workbook(tmp_path / "变动.xlsx")["变更"][2]]
    assert said[4:] == ["走访次数", 1, 2]


def _book(path, register, members):
    """A ledger with one unit, and with 会员登记 where there are members."""
    book = openpyxl.Workbook()
    for name, rows in (("单位台账", [register]), ("会员登记", members)):
        if rows:
            sheet = book.create_sheet(name)
            heads = [*rows[0], "台账状态", "来源文件", "来源工作表", "来源行"]
            sheet.append(heads)
            for at, row in enumerate(rows, start=2):
                sheet.append([*row.values(), "正常", "a.xlsx", name, at])
    del book["Sheet"]
    book.save(path)
    return path
