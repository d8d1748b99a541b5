"""Findings, receipts, 报送情况 and what goes back follow the unit of the row, whoever sent it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from tests.merge.returns import document
from union_xl.run import merge

A, B, C, D = "杭州星渚商贸有限公司", "杭州云栈物流有限公司", "杭州钱湾机械有限公司", "杭州河埠纺织有限公司"
HOME, AWAY = "北星社区", "南苑社区"


def words(text: str) -> list[str]:
    return text.split()


CENSUS = words(
    "单位名称 统一社会信用代码 所属社区 所属行业 单位性质 经济类型 经营地址 经营状态 是否互联网企业 职工总数 "
    "女职工数 是否建会 未建会原因 是否取得法人资格 是否实名制 普查日期 普查人"
)
PEOPLE = words(
    "姓名 性别 出生日期 民族 证件号码 手机号码 学历 政治面貌 是否农民工 就业状况 入会日期 会籍变化类型 "
    "是否知情同意 单位名称"
)
ENTRIES = words(
    "竞赛名称 参赛项目 参赛单位 姓名 性别 身份证号 手机号码 从事本工种年限 是否工会会员 参赛身份 队名"
)
CONTESTS = words(
    "竞赛编号 竞赛名称 级别 主办单位 承办单位 工种 形式 计划日期 完成情况 奖项设置 每单位限报 最小年龄 "
    "最大年龄 最低从业年限 理论权重 实操权重 每队人数"
)
NAME = "第四届养老护理员职业技能大赛"


def gender(number: str) -> str:
    return "男" if int(number[16]) % 2 else "女"


def firm(unit: str, **more: Any) -> dict[str, Any]:
    """One good line of 单位台账."""
    codes = {A: "91330105MA2YJ1X11R", B: "91330105MA2YJ1X22X", C: "91330105MA2YJ1X332"}
    kind = words(f"{HOME} 制造业 私营 私有 登云路1号 在营 否")
    more = {"未建会原因": "人数少"} | more
    line = (codes.get(unit), *kind, 10, 4, "未建", None, "否", "否", "2022-04-02", "孙七")
    return dict(zip(CENSUS, (unit, *line), strict=True)) | more


def person(number: int, unit: str, **more: Any) -> dict[str, Any]:
    """One good line of 会员登记."""
    own = document(number)
    birth = f"{own[6:10]}-{own[10:12]}-{own[12:14]}"
    rest = ["大学本科", "群众", "否", "在岗", "2022-03-03", "入会", "是"]
    line = (f"张{chr(0x4E00 + number)}", gender(own), birth, "汉族", own, f"139{number:08d}", *rest, unit)
    return dict(zip(PEOPLE, line, strict=True)) | more


def entry(number: int, unit: str, **more: Any) -> dict[str, Any]:
    """One good line of 竞赛报名: somebody of 41 or a little less."""
    own = document(20 + number)
    who = (f"张{chr(0x4E00 + number)}", gender(own), own, f"138{number:08d}")
    line = (NAME, "养老护理", unit, *who, 20, "是", "选手", None)
    return dict(zip(ENTRIES, line, strict=True)) | more


def contest(**more: Any) -> dict[str, Any]:
    rest = ["养老护理员", "个人赛", "2022-05", "计划", "一等奖1"]
    line = ("2022-01", NAME, "街道级", "某街道总工会", A, *rest, 3, 16, 70, 2, 0.3, 0.7, None)
    return dict(zip(CONTESTS, line, strict=True)) | more


def book(path: Path, sheets: Mapping[str, tuple[str, Sequence[Mapping[str, Any]]]]) -> None:
    """{sheet: (a line above the table, its rows)}."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = xlsxwriter.Workbook(str(path))
    for name, (above, rows) in sheets.items():
        sheet = made.add_worksheet(name)
        sheet.write_string(0, 0, above)
        sheet.write_row(1, 0, list(rows[0]))
        for number, row in enumerate(rows, 2):
            for col, value in enumerate(row.values()):
                if value is not None:
                    sheet.write(number, col, value)
    made.close()


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    roster = openpyxl.Workbook()
    for line in [("单位名称", "统一社会信用代码", "社区"), (A, "91330105MA2YJ1X11R", HOME),
                 (B, "91330105MA2YJ1X22X", HOME), (C, "91330105MA2YJ1X332", AWAY)]:  # fmt: skip
        roster.active.append(line)
    roster.save(tmp_path / "应报.xlsx")
    (tmp_path / "收回").mkdir()
    return tmp_path


def run(desk: Path) -> merge.MergeResult:
    return merge.merge(
        desk / "收回", desk / "out", roster=desk / "应报.xlsx", period="2022H1", as_of="2022-06-30", jobs=1
    )


def standing(made: merge.MergeResult, form: str) -> dict[str, str]:
    return {line.unit: line.status for line in made.lines if line.form == form}


def told(made: merge.MergeResult, *codes: str) -> list[tuple[str, str, str, str]]:
    """(rule, unit, sheet, cell) of 问题清单, as written."""
    sheet = openpyxl.load_workbook(made.ledger_path)["问题清单"]
    head, *lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    at = [head.index(title) for title in ("规则", "单位", "工作表", "单元格")]
    return [tuple(line[n] for n in at) for line in lines if not codes or line[at[0]] in codes]  # type: ignore[misc]


def agree(made: merge.MergeResult) -> None:
    """问题清单, 报送情况, run.json and 来源文件 count the same lines."""
    sheet = openpyxl.load_workbook(made.ledger_path)["问题清单"]
    head, *lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    level, unit = head.index("级别"), head.index("单位")
    listed = Counter((line[unit], line[level]) for line in lines)
    for line in made.lines:
        own = [other for other in made.lines if other.unit == line.unit]
        assert sum(one.errors for one in own) == listed[line.unit, "错误"], line.unit
        assert sum(one.warnings for one in own) == listed[line.unit, "提醒"], line.unit
    assert made.levels == {level: sum(line[0] == level for line in lines) for level in ("错误", "提醒")}
    receipts = made.ledger.receipts
    assert made.levels["错误"] == sum(one.errors for one in receipts)
    assert made.levels["提醒"] == sum(one.warnings for one in receipts)


def test_a_communitys_list_counts_for_the_units_in_its_rows(desk: Path) -> None:
    book(desk / "收回/北星社区普查.xlsx", {"普查": ("填报单位：北星社区", [firm(A), firm(B)])})
    made = run(desk)
    status = standing(made, "unit-register")
    assert (status[A], status[B], status[C]) == ("已报", "已报", "未报")
    assert sum(line.rows for line in made.lines) == 2
    chased = openpyxl.load_workbook(desk / "out/催报/催报名单.xlsx")["催报名单"]
    assert [row[2].value for row in chased.iter_rows(min_row=4)] == [C]
    agree(made)


def test_a_held_row_of_a_list_is_its_own_units(desk: Path) -> None:
    """B mends; A is not troubled; the file goes back to who sent it, B reads of its own row only."""
    rows = [firm(A, 女职工数=14), firm(B, 女职工数=15)]
    book(desk / "收回/北星社区普查.xlsx", {"普查": ("填报单位：北星社区", [*rows, firm(C)])})
    made = run(desk)
    assert told(made, "A-R2") == [("A-R2", A, "普查", "K3"), ("A-R2", B, "普查", "K4")]
    assert standing(made, "unit-register") == {A: "退回", B: "退回", C: "已报", HOME: "部分受理"}
    back = {path.relative_to(desk / "out/退回").as_posix() for path in (desk / "out/退回").rglob("*.*")}
    assert back == {
        "北星社区/北星社区普查（请修改）.xlsx",
        "北星社区/回执.txt",
        f"{A}/回执.txt",
        f"{B}/回执.txt",
    }
    receipt = (desk / f"out/退回/{B}/回执.txt").read_text("utf-8-sig")
    assert "通过 0 行，要改正 1 处" in receipt and "普查!K4" in receipt
    assert A not in receipt and "K3" not in receipt
    issues = openpyxl.load_workbook(desk / "out/催报/催报名单.xlsx")["各单位问题"]
    assert [(r[0].value, r[3].value) for r in issues.iter_rows(min_row=2) if r[5].value == "错误"] == [
        (A, "K3"), (B, "K4")]  # fmt: skip
    agree(made)


def test_a_sheet_per_company(desk: Path) -> None:
    """The same row number in every sheet: each company has its own findings, status and receipt."""
    sheets = {
        unit[2:6]: (f"单位名称：{unit}", [firm(unit, 女职工数=women)]) for unit, women in ((A, 4), (B, 14))
    }
    book(desk / "收回/各企业.xlsx", sheets)
    made = run(desk)
    assert told(made, "A-R2") == [("A-R2", B, "云栈物流", "K3")]
    assert standing(made, "unit-register") == {A: "已报", B: "退回", C: "未报"}
    folders = {path.name for path in (desk / "out/退回").iterdir()}
    assert folders == {HOME, B}
    assert [path.name for path in (desk / f"out/退回/{B}").iterdir()] == ["回执.txt"]
    agree(made)


def test_two_hits_of_a_rule_are_two_lines_in_two_sheets(desk: Path) -> None:
    sheets = {name: ("普查表", [firm(unit, 职工总数=66)]) for name, unit in (("乙", A), ("甲", B))}
    book(desk / "收回/合订.xlsx", sheets)
    made = run(desk)
    assert told(made, "A-R5") == [("A-R5", A, "乙", "L3"), ("A-R5", B, "甲", "L3")]
    agree(made)


def test_two_of_three_units_also_sent_their_own(desk: Path) -> None:
    """Nobody is missing, the third counts through the list; equal rows are one."""
    book(desk / "收回/北星社区普查.xlsx", {"普查": ("填报单位：北星社区", [firm(A), firm(B), firm(C)])})
    book(desk / "收回/甲.xlsx", {"普查": (f"填报单位：{A}", [firm(A)])})
    book(desk / "收回/乙.xlsx", {"普查": (f"填报单位：{B}", [firm(B, 职工总数=12)])})
    made = run(desk)
    status = standing(made, "unit-register")
    assert {status[unit] for unit in (A, B, C)} == {"已报"}
    assert len(made.ledger.frames["unit-register"]) == 3
    assert Counter(unit for _, unit, *_ in told(made, "L-SAME")) == {B: 2}  # both sides of the pair
    agree(made)


def test_a_unit_all_of_whose_rows_are_joined_has_reported(desk: Path) -> None:
    """Faults of a joined row are told, too, and both sides of the pair."""
    book(desk / "收回/甲.xlsx", {"会员": (f"单位名称：{A}", [person(1, A), person(2, A)])})
    book(desk / "收回/乙.xlsx", {"会员": (f"单位名称：{B}", [person(1, B, 学历="很高")])})
    made = run(desk)
    assert standing(made, "member") == {A: "已报", B: "已报", C: "未报"}
    assert told(made, "B-R10", "B-R2") == [
        ("B-R2", B, "会员", "E3"), ("B-R10", B, "会员", "G3"), ("B-R2", A, "会员", "E3")]  # fmt: skip
    agree(made)


def test_a_held_row_of_the_same_person_is_told_as_such(desk: Path) -> None:
    book(desk / "收回/甲.xlsx", {"会员": (f"单位名称：{A}", [person(1, A, 入会日期="2022-02-30")])})
    book(desk / "收回/乙.xlsx", {"会员": (f"单位名称：{B}", [person(1, B)])})
    made = run(desk)
    assert told(made, "B-R2", "L-MAYBE") == [("B-R2", A, "会员", "E3"), ("B-R2", B, "会员", "E3")]
    assert standing(made, "member") == {A: "退回", B: "已报", C: "未报"}
    agree(made)


def test_what_the_clerk_corrects_counts_for_the_unit_it_now_has(desk: Path) -> None:
    """A row given to another unit in the ledger takes its findings along, and that unit has reported."""
    book(desk / "收回/甲.xlsx", {"会员": (f"单位名称：{A}", [person(1, A), person(2, A, 学历="很高")])})
    run(desk)
    path = desk / "out/汇总台账.xlsx"
    ledger = openpyxl.load_workbook(path)
    sheet = ledger["会员登记"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    row = next(n for n in (2, 3) if sheet.cell(n, heads["证件号码"]).value == document(2))
    sheet.cell(row, heads["单位名称"]).value = C
    ledger.save(path)
    made = run(desk)
    assert standing(made, "member") == {A: "已报", B: "未报", C: "已报"}
    assert told(made, "B-R10") == [("B-R10", C, "会员", "G4")]
    agree(made)


def test_a_finding_of_a_table_at_the_right_names_its_own_cells(desk: Path) -> None:
    """Two tables side by side, each of its own unit: the right one's faults stand in its columns."""
    made = xlsxwriter.Workbook(str(desk / "收回/并排.xlsx"))
    sheet = made.add_worksheet("报名表")
    left = [entry(1, A), entry(2, A, 竞赛名称="宇航员飞天大赛")]
    right = [entry(3, B, 从事本工种年限=1), entry(4, B, 竞赛名称="深海潜水大赛")]
    for first, rows in ((0, left), (len(ENTRIES) + 1, right)):
        sheet.write_row(0, first, ENTRIES)
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, first, list(row.values()))
    made.close()
    book(desk / "收回/总表.xlsx", {"竞赛总表": ("", [contest()])})
    found = run(desk)
    assert sorted(told(found, "C-R10", "C-R4-MIN")) == sorted(
        [
            ("C-R10", A, "报名表", "A3"),
            ("C-R10", B, "报名表", "M3"),
            ("C-R4-MIN", B, "报名表", "T2"),
        ]
    )
    agree(found)


@pytest.mark.parametrize(
    ("asked", "rows", "expected"),
    [
        ({"最大年龄": 35}, [entry(1, A)], [("C-R2-LIMIT", "F3")]),
        ({"最大年龄": 35}, [entry(1, A, 参赛身份="领队")], []),
        ({"最小年龄": 65}, [entry(1, A)], [("C-R2-LIMIT", "F3")]),
        ({"最低从业年限": 21}, [entry(1, A)], [("C-R4-MIN", "H3")]),
        ({"最低从业年限": 20}, [entry(1, A)], []),
        ({"每单位限报": 1}, [entry(1, A), entry(2, A)], [("C-R3", "A4")]),
        ({"每单位限报": 4}, [entry(n, A) for n in range(1, 5)], []),
        ({"每队人数": 3}, [entry(1, A, 队名="一队"), entry(2, A, 队名="一队"), entry(3, A, 参赛身份="领队")],
         [("C-R3-TEAM", "K3")]),
        ({"每队人数": 2}, [entry(1, A), entry(2, A), entry(3, A, 参赛身份="领队")], []),
        ({"每队人数": 2}, [entry(1, A), entry(2, A)], [("C-R3-NOLEAD", "J3")]),
    ],
)  # fmt: skip
def test_entries_are_checked_against_the_contest(
    desk: Path, asked: Mapping[str, Any], rows: list[dict[str, Any]], expected: list[tuple[str, str]]
) -> None:
    book(desk / "收回/总表.xlsx", {"竞赛总表": ("", [contest(**asked)])})
    book(desk / "收回/甲.xlsx", {"报名表": ("", rows)})
    made = run(desk)
    found = [
        (rule, cell) for rule, _, sheet, cell in told(made) if sheet == "报名表" and rule.startswith("C-R")
    ]
    assert found == expected
    assert made.ledger.held == ()


def test_two_leaders_in_two_files(desk: Path) -> None:
    book(desk / "收回/总表.xlsx", {"竞赛总表": ("", [contest()])})
    for name, number in (("甲", 1), ("乙", 2)):
        book(desk / f"收回/{name}.xlsx", {"报名表": (name, [entry(number, A, 参赛身份="领队")])})
    assert [cell for _, _, _, cell in told(run(desk), "C-R3-LEAD")] == ["J3", "J3"]


def ledgers(desk: Path) -> list[bytes]:
    """The ledgers of three communities, each merged from its own returns."""
    made = []
    for number, units in enumerate(((A, B), (C,), (D, A))):
        folder = desk / f"社区{number}/收回"
        rows = [
            person(10 * number + n, unit, 学历="很高" if n == 1 else "大学本科")
            for n, unit in enumerate(units)
        ]
        held = [person(90 + number, units[0], 入会日期="2022-02-30")]
        book(folder / "会员.xlsx", {"会员": (f"填报单位：{HOME}", [*rows, *held])})
        out = merge.merge(
            folder, desk / f"社区{number}/out", roster=desk / "应报.xlsx", period="2022H1", jobs=1
        )
        made.append(out.ledger_path.read_bytes())
    return made


def test_merged_ledgers_speak_for_their_own_units(desk: Path) -> None:
    """In any order, and once more: every unit has reported with its own rows, no row is lost."""
    seen = []
    for order in ((0, 1, 2), (2, 0, 1)):
        books = ledgers(desk)
        for name, number in zip("abc", order, strict=True):
            (desk / f"收回/{name}.xlsx").write_bytes(books[number])
        made = run(desk)
        assert standing(made, "member") == {
            A: "部分受理",
            B: "已报",
            C: "部分受理",
            D: "部分受理",
            HOME: "已报",
        }
        frame = made.ledger.frames["member"]
        seen.append(sorted(zip(frame["单位名称"], frame["证件号码"], strict=True)))
        assert made.accounts["member"] == {"read": 8, "kept": 5, "joined": 0, "held": 3}
        agree(made)
        faulty = [one for one in made.run["units"] if one["错误"]]
        assert sorted(one["单位"] for one in faulty) == sorted([A, C, D]) and made.levels["错误"] == 3
    once_more = desk / "收回/汇总.xlsx"
    whole = made.ledger_path.read_bytes()
    for path in (desk / "收回").iterdir():
        path.unlink()
    once_more.write_bytes(whole)
    made = run(desk)
    frame = made.ledger.frames["member"]
    seen.append(sorted(zip(frame["单位名称"], frame["证件号码"], strict=True)))
    assert seen[0] == seen[1] == seen[2] and len(made.ledger.held) == 3


def test_held_rows_of_two_offices_with_the_same_file_name_are_both_carried_on(desk: Path) -> None:
    """The place of a held row names it only within its own office."""
    rows = [person(1, A), person(2, A, 入会日期="2022-02-30")]
    book(desk / "别处/收回/会员.xlsx", {"会员": (f"单位名称：{A}", rows)})
    made = merge.merge(desk / "别处/收回", desk / "别处/out", period="2022H1", jobs=1)
    (desk / "收回/别处.xlsx").write_bytes(made.ledger_path.read_bytes())
    others = [person(3, B), person(4, B)]
    book(desk / "收回/会员.xlsx", {"会员": (f"单位名称：{B}", others)})
    assert len(run(desk).ledger.held) == 1
    book(desk / "收回/会员.xlsx", {"会员": (f"单位名称：{A}", rows)})
    assert run(desk).accounts["member"] == {"read": 3, "kept": 1, "joined": 1, "held": 1}


def test_a_word_in_handle_counts_for_its_own_rule(desk: Path) -> None:
    """Two rules at one cell are two lines; what the clerk writes beside one stays there."""
    twins = [person(1, A, 手机号码="13900000009", 学历="很高"), person(2, A, 手机号码="13900000009")]
    book(desk / "收回/甲.xlsx", {"会员": (f"单位名称：{A}", [*twins, person(3, A, 学历="很高")])})
    run(desk)
    path = desk / "out/汇总台账.xlsx"
    ledger = openpyxl.load_workbook(path)
    sheet = ledger["问题清单"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    first, second = (sheet.cell(row, heads["规则"]).value for row in (2, 3))
    sheet.cell(2, heads["处理"]).value = "已核实"
    place = tuple(sheet.cell(2, heads[title]).value for title in ("文件", "工作表", "单元格"))
    ledger.save(path)
    made = run(desk)
    words = openpyxl.load_workbook(made.ledger_path)["问题清单"]
    lines = [[cell.value for cell in row] for row in words.iter_rows(min_row=2)]
    at = [heads[title] - 1 for title in ("文件", "工作表", "单元格", "规则", "处理")]
    kept = [tuple(line[n] for n in at) for line in lines]
    assert [one for one in kept if one[4]] == [(*place, first, "已核实")] and second


def test_a_list_of_several_units_from_nobody_known_goes_to_none_of_them(desk: Path) -> None:
    """The whole file lies apart; the unit that has to mend reads of its own row only."""
    rows = [person(1, A, 入会日期="2022-02-30"), person(2, B), person(3, C)]
    book(desk / "收回/名册.xlsx", {"会员": ("会员登记表", rows)})
    made = run(desk)
    back = {path.relative_to(desk / "out/退回").as_posix() for path in (desk / "out/退回").rglob("*.*")}
    assert back == {"多家单位合报/名册（请修改）.xlsx", "多家单位合报/回执.txt", f"{A}/回执.txt"}
    assert standing(made, "member") == {A: "退回", B: "已报", C: "已报"}
    agree(made)


def test_an_undecided_list_is_put_to_the_unit_its_title_names(desk: Path) -> None:
    """It has a receipt, and stands in 报送情况 as waiting; nobody says that nothing came."""
    columns = ("姓名", "证件号码", "手机号码", "单位名称")
    rows = [{title: one[title] for title in columns} for one in (person(1, A), person(2, A), person(3, A))]
    book(desk / "收回/名单.xlsx", {"名单": (f"人员名单（{A}）", rows)})
    book(desk / "收回/乙.xlsx", {"普查": (f"填报单位：{B}", [firm(B)])})
    visits = [{"走访日期": "2022-05-12", "单位名称": unit, "走访人": "孙七"} for unit in (A, C)]
    book(desk / "收回/走访.xlsx", {"走访诉求": ("走访谈心记录", visits)})
    made = run(desk)
    assert [(one.unit, one.form) for one in made.ledger.receipts if one.fate == "待确认"] == [(A, "")]
    assert (desk / "out/退回/本级台账/走访（请修改）.xlsx").is_file()
    assert {unit for _, unit, *_ in told(made, "T-LIKE")} == {A}
