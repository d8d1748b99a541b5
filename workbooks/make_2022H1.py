"""Makes workbooks/2022H1: the office workbook of a made-up subdistrict and what its units returned.

Run from the repository's root: `python -m workbooks.make_2022H1`.  Everybody and every unit in it is
invented; the same script gives the same people.  LibreOffice makes the .xls files.
"""

from __future__ import annotations

import datetime as dt
import io
import random
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.corpus.containers import converted, csv_bytes, encrypted, html_xls, ods, packed
from tests.corpus.header_variants import CENSUS_HEADS, CONTEST_HEADS, ENTRY_HEADS, MEMBER_HEADS, SHORT_HEADS
from tests.corpus.layout_styles import Block, Column, Dress, columns, lay
from tests.corpus.people_of_units import People
from tests.corpus.sheets import Sheet, Workbook, xlsx
from tests.corpus.units import COMMUNITIES, SUBDISTRICT, Firm, Row, census, contest, entries
from tests.corpus.untidy import Habits
from workbooks.affairs_2022H1 import affairs
from workbooks.cards_2022H1 import cards
from workbooks.kept_2022H1 import kept
from workbooks.returned_2022H1 import returned
from workbooks.town_2022H1 import AS_OF, PASSWORD, Town, office_workbook

HERE = Path(__file__).resolve().parent / "2022H1"
CUP = "第三届“墅桥杯”养老护理职业技能大赛"


def title_lines(
    title: str, unit: str, annex: str = "附件1", filled: str = "2022年7月1日"
) -> list[tuple[str, str]]:
    return [
        (annex, "annex"),
        (title, "title"),
        (f"填报单位（盖章）：{unit}          填报日期：{filled}", "meta"),
    ]


FOOT = [
    "填表人：        审核人：        负责人（签字）：",
    "说明：1.本表由基层工会填写；2.证件号码请按文本格式录入。",
]


def book(*sheets: Sheet, modified: dt.datetime = dt.datetime(2022, 7, 1, 15, 20)) -> Workbook:
    return Workbook(list(sheets), modified)


def member_sheet(
    town: Town, firm: Firm, rows: list[Row], *, heads: Any = None, habits: Habits | None = None, **more: Any
) -> tuple[Sheet, Block]:
    """A sheet of 会员登记 as this unit lays it out."""
    sheet = Sheet(more.pop("name", "会员登记表"))
    dress = Dress(
        columns(heads or MEMBER_HEADS), **{"above": title_lines("工会会员实名制登记表", firm.name)} | more
    )
    if habits:
        dress.write = habits
    block = lay(sheet, rows, dress)
    sheet.freeze = block.header[-1]
    return sheet, block


def spoil(block: Block, faults: dict[tuple[int, str], Any]) -> None:
    """Write faulty cells: {(row index, title): what is typed instead}."""
    for (index, title), value in faults.items():
        cell = block.sheet.cells[block.cell(index, title)]
        cell.value, cell.shown = value, ""


def flipped(identity: str, at: int = 15) -> str:
    """An identity number with one digit wrong."""
    return identity[:at] + str((int(identity[at]) + 3) % 10) + identity[at + 1 :]


def census_returns(town: Town) -> dict[str, bytes]:
    """单位台账, one workbook per community, each in another container; 星桥社区 does not report."""
    rows = {
        c: [census(town.rng, town.people, f, AS_OF) for f in town.firms if f.community == c]
        for c in COMMUNITIES
    }
    town.census = {line["单位名称"]: line for lines in rows.values() for line in lines}
    out: dict[str, bytes] = {}
    made: dict[str, Workbook] = {}
    foot = ["合计", "填表人：        联系电话：        日期：2022年6月28日"]
    for place, lines in rows.items():
        sheet = Sheet("单位台账")
        above = [("附件2", "annex"), ("单位普查与建会台账", "title")]
        above.append(
            (f"填报单位：{place}工会联合会      统计时间：2022年上半年      填报日期：2022年6月28日", "meta")
        )
        dress = Dress(columns(CENSUS_HEADS), above=above, below=foot[1:], total="合计")
        if place != "柳浪社区":
            dress.write = Habits(town.rng, 0.5)
            dress.columns = [Column(c.title, c.head[-1:]) for c in dress.columns]
        block = lay(sheet, lines, dress)
        sheet.freeze = block.header[-1]
        if place == "柳浪社区":
            spoil(block, {(1, "女职工数"): lines[1]["职工总数"] + 4, (2, "建会日期"): "2021-02-30"})
        if place == "塘河社区":
            code = lines[3]["统一社会信用代码"]
            spoil(block, {(3, "统一社会信用代码"): code[:-1] + ("A" if code[-1] != "A" else "B")})
        made[place] = book(sheet)
    out["柳浪社区/单位普查与建会台账（柳浪社区）.xlsx"] = xlsx(made["柳浪社区"])
    out["桥北社区/桥北社区单位台账2022.xls"] = converted({"a": xlsx(made["桥北社区"])}).get("a", b"")
    out["塘河社区单位普查.ods"] = ods(made["塘河社区"])
    out["长乐里社区_单位台账.csv"] = csv_bytes(made["长乐里社区"].sheets[0])
    out["茶亭社区/台账导出.xls"] = html_xls(made["茶亭社区"].sheets[0])
    return {name: data for name, data in out.items() if data}


def member_returns(town: Town) -> dict[str, bytes]:
    """会员登记: one way of filling it in after another."""
    firm, rng = town.firms, town.rng
    out: dict[str, bytes] = {}

    sheet, _ = member_sheet(town, firm[0], firm[0].members, below=FOOT)
    out[f"{firm[0].name}-会员登记表.xlsx"] = xlsx(book(sheet))

    rows = firm[1].members
    first, _ = member_sheet(town, firm[1], rows[:9], heads=SHORT_HEADS, habits=Habits(rng), name="行政部")
    second, _ = member_sheet(town, firm[1], rows[9:], heads=SHORT_HEADS, habits=Habits(rng), name="生产部")
    out[f"{firm[1].brand}会员花名册（按部门）.xlsx"] = xlsx(book(first, second))

    sheet, block = member_sheet(
        town,
        firm[2],
        firm[2].members,
        below=FOOT,
        ditto={"工作单位": "同上", "单位名称": "同上", "民族": "〃"},
        sample=firm[0].members[0]
        | {"姓名": "张三", "证件号码": "330105199003072013", "手机号码": "13800000000"},
    )
    old = Sheet("2021年旧名单", visible=False)
    lay(old, firm[2].members[:6], Dress(columns(SHORT_HEADS)))
    sheet.hidden_rows = {block.rows[3], block.rows[4]}
    out[f"柳浪社区/{firm[2].name}.xlsx"] = xlsx(book(sheet, old))

    out[f"{firm[3].aliases[0]}会员信息.xlsx"] = faulty_members(town)

    sheet, _ = member_sheet(town, firm[4], firm[4].members, repeat=15, habits=Habits(rng, 0.4), below=FOOT)
    sheet.hidden_cols = {3}
    joined = xlsx(book(sheet))
    out["茶亭社区/新建会会员名册.xlsx"] = joined
    out["茶亭社区/新建会会员名册 - 副本.xlsx"] = joined

    sheet, _ = member_sheet(town, firm[5], firm[5].members, heads=SHORT_HEADS, subtotal=8, total="合计")
    out[f"星桥社区/{firm[5].name}会员表.xls"] = converted({"a": xlsx(book(sheet))}).get("a", b"")

    sheet, _ = member_sheet(town, firm[6], firm[6].members, habits=Habits(rng, 0.6))
    out[f"{firm[6].name}（会员登记）.ods"] = ods(book(sheet))

    rows = [dict(r) for r in firm[7].members]
    rows[2] = rows[2] | {"籍贯": "=cmd|' /C calc'!A0"}
    sheet, _ = member_sheet(town, firm[7], rows, above=[(firm[7].name, "title")])
    out["桥北社区/会员名册导出.csv"] = csv_bytes(sheet)

    out["长乐里社区汇总.zip"] = bundle(town)

    sheet, _ = member_sheet(town, firm[10], firm[10].members, below=FOOT)
    out[f"茶亭社区/{firm[10].name}（加密）.xlsx"] = encrypted(xlsx(book(sheet)), PASSWORD)

    above = title_lines("工会会员实名制登记表（2021年下半年）", firm[12].name, filled="2021年12月28日")
    sheet, _ = member_sheet(
        town, firm[12], [m for m in firm[12].members if m["入会日期"].year < 2022], above=above
    )
    out[f"{firm[12].name}2021下半年会员表.xlsx"] = xlsx(book(sheet, modified=dt.datetime(2021, 12, 28, 10)))

    above = title_lines("工会会员实名制登记表", firm[13].name, filled="2022年6月20日")
    early, _ = member_sheet(town, firm[13], firm[13].members[:-3], above=above)
    late, _ = member_sheet(town, firm[13], firm[13].members)
    out[f"{firm[13].name}会员登记表.xlsx"] = xlsx(book(early, modified=dt.datetime(2022, 6, 20, 9)))
    out[f"{firm[13].name}会员登记表（最终版2）.xlsx"] = xlsx(book(late))

    sheet, block = member_sheet(town, firm[14], firm[14].members, top=3, left=3, habits=Habits(rng, 0.3))
    spoil(block, {(4, "证件号码"): float(firm[14].members[4]["证件号码"][:15] + "000")})
    out["长乐里社区/宏图会员(最新).xlsx".replace("宏图", firm[14].brand)] = xlsx(book(sheet))

    sheet, _ = member_sheet(town, firm[15], firm[15].members, heads=SHORT_HEADS, above=[])
    out[f"塘河社区/{firm[15].name}.csv"] = csv_bytes(sheet, "utf-8-sig")

    sheet, _ = member_sheet(town, firm[19], firm[19].members, below=FOOT, habits=Habits(rng, 0.5))
    sheet.protect = True
    out[f"桥北社区/{firm[19].name}会员采集表.xlsx"] = xlsx(book(sheet))
    return {name: data for name, data in out.items() if data}


def faulty_members(town: Town) -> bytes:
    """The return with a bit of everything wrong."""
    firm = town.firms[3]
    rows = firm.members
    sheet, block = member_sheet(
        town, firm, rows, above=title_lines("工会会员实名制登记表", firm.aliases[0]), below=FOOT
    )
    spoil(
        block,
        {
            (0, "证件号码"): flipped(rows[0]["证件号码"]),
            (1, "性别"): "男" if rows[1]["性别"] == "女" else "女",
            (2, "会籍变化日期"): "2022-06-31",
            (3, "手机号码"): rows[3]["手机号码"][:10],
            (4, "学历"): "大砖",
            (5, "证件号码"): "",
            (6, "民族"): "汉名族",
            (7, "手机号码"): rows[6]["手机号码"],
            (8, "证件号码"): rows[8]["证件号码"][:6] + "********" + rows[8]["证件号码"][14:],
            (9, "入会日期"): dt.date(2023, 3, 1),
        },
    )
    return xlsx(book(sheet))


def bundle(town: Town) -> bytes:
    """A zip from a community, with Chinese names as Windows writes them and a folder inside."""
    firm, rng = town.firms, town.rng
    a, _ = member_sheet(town, firm[8], firm[8].members, habits=Habits(rng, 0.5))
    b, _ = member_sheet(town, firm[9], firm[9].members, heads=SHORT_HEADS, below=FOOT)
    return packed(
        {
            f"长乐里社区/{firm[8].name}.xlsx": xlsx(book(a)),
            f"长乐里社区/新建/{firm[9].name}会员.xlsx": xlsx(book(b)),
            "长乐里社区/Thumbs.db": b"\x00" * 64,
        },
        gbk=True,
    )


def contest_returns(town: Town) -> dict[str, bytes]:
    """竞赛总表 and 竞赛报名, apart and in one workbook."""
    firm, rng = town.firms, town.rng
    street = [
        contest(
            "2022-01", CUP, "街道级", SUBDISTRICT, "养老护理员", dt.date(2022, 5, 1), dt.date(2022, 5, 20)
        )
    ]
    own = {
        0: (
            "2022-02",
            f"{firm[0].brand}科技程序设计技能比武",
            "计算机程序设计员",
            dt.date(2022, 4, 10),
            dt.date(2022, 4, 16),
        ),
        3: ("2022-03", f"{firm[3].brand}物流叉车操作技能竞赛", "叉车司机", dt.date(2022, 9, 8), None),
        5: ("2022-04", f"{firm[5].brand}机械车工技能竞赛", "车工", dt.date(2022, 10, 12), None),
        7: ("2022-05", f"{firm[7].brand}餐饮中式烹调技能竞赛", "中式烹调师", dt.date(2022, 8, 18), None),
    }
    made = {
        number: contest(code, name, "企业级", firm[number].name, job, plan, done)
        for number, (code, name, job, plan, done) in own.items()
    }
    sheet = Sheet("竞赛总表")
    rows = [*street, made[3], made[7]]
    above = title_lines("职工技能竞赛总表", town.office.name, "附件3")
    lay(sheet, rows, Dress(columns(CONTEST_HEADS), above=above, below=FOOT[:1]))
    out = {"街道机关/2022年职工技能竞赛总表.xlsx": xlsx(book(sheet))}

    both, both_entries = [], entries(rng, firm[0], own[0][1], own[0][2], 3)
    for title, heads, lines in (
        ("职工技能竞赛总表", CONTEST_HEADS, [made[0]]),
        ("职工技能竞赛报名表", ENTRY_HEADS, both_entries),
    ):
        sheet = Sheet(title)
        lay(sheet, lines, Dress(columns(heads), above=title_lines(title, firm[0].name, "附件3")))
        both.append(sheet)
    out[f"{firm[0].name}竞赛材料.xlsx"] = xlsx(book(*both))

    joint: list[Row] = []
    for number in (10, 8, 6):
        joint += entries(rng, firm[number], CUP, "养老护理员", 3)
    town.entries = {CUP: joint, own[0][1]: both_entries}
    sheet = Sheet("报名表")
    above = [
        (f"{CUP}报名表", "title"),
        ("填报单位：长乐里社区工会联合会        填报日期：2022年5月6日", "meta"),
    ]
    lay(sheet, joint, Dress(columns(ENTRY_HEADS), above=above, down=("单位名称", "竞赛名称"), below=FOOT[:1]))
    out["长乐里社区/养老护理大赛报名表.xlsx"] = xlsx(book(sheet))
    return out


def wrong_returns(town: Town) -> dict[str, bytes]:
    """What should not have been sent: a Word file, a photo, an empty form, junk of the system."""
    import docx

    firm = town.firms
    letter = docx.Document()
    letter.add_heading("会员情况说明", 1)
    letter.add_paragraph(f"{firm[16].name}现有会员{len(firm[16].members)}名，名册见附件照片。")
    letter.core_properties.modified = dt.datetime(2022, 7, 1)
    out = io.BytesIO()
    letter.save(out)
    with zipfile.ZipFile(out) as parts:
        again = packed({name: parts.read(name) for name in parts.namelist()})
    photo = (
        bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb004300")
        + bytes(range(64)) * 20
        + b"\xff\xd9"
    )
    sheet, _ = member_sheet(town, firm[17], [], below=FOOT)
    holiday = Sheet("值班表")
    for r, line in enumerate((("日期", "值班人"), ("7月2日", "甲"), ("7月3日", "乙")), 1):
        for c, text in enumerate(line, 1):
            holiday.put(r, c, text)
    return {
        f"{firm[16].name}情况说明.docx": again,
        "塘河社区/IMG_20220701_103522.jpg": photo,
        f"{firm[17].name}会员登记表.xlsx": xlsx(book(sheet)),
        "值班安排.xlsx": xlsx(book(holiday)),
        f"~${firm[0].name}-会员登记表.xlsx": b"\x05clerk" + b" " * 159,
    }


def further_ledgers(town: Town) -> dict[str, bytes]:
    """The other 30 ledgers; who stands in them only is drawn by a chance of their own."""
    people = People(random.Random(20220630), town.people.used)
    for number, at in ((2, 5), (2, 9), (3, 19), (3, 20)):
        parent = town.firms[number].members[at]
        child = people.person(15, 17, AS_OF)
        name = parent["姓名"][0] + child.name[-1]
        town.children[number, at] = replace(child, name=name)
    return returned(town, people) | affairs(town) | kept(town, people) | cards(town, people)


def main() -> None:
    """Make the folder anew."""
    town = Town()
    if HERE.exists():
        shutil.rmtree(HERE)
    files = census_returns(town) | member_returns(town) | contest_returns(town) | wrong_returns(town)
    files |= further_ledgers(town)
    for name, data in files.items():
        path = HERE / "上报" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (HERE / "工作台.xlsx").write_bytes(office_workbook(town))


if __name__ == "__main__":
    main()
