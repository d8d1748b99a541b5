"""Lists of people (trips, health checks, mutual aid, tuition, sign-ups) as units return them
(workbooks/2022H1), each laid out as its unit likes.

Deliberate faults stand where they are made, each after `# fault:`; every other row is meant to be kept.
"""

# ruff: noqa: E501

from __future__ import annotations

import datetime as dt

from tests.corpus.containers import csv_bytes
from tests.corpus.people_of_units import People
from tests.corpus.units import Row
from workbooks.laid_2022H1 import book, filled_by, person, table
from workbooks.town_2022H1 import Town


def returned(town: Town, people: People) -> dict[str, bytes]:
    """Every list of people, by file name under 上报."""
    files: dict[str, bytes] = {}
    for make in (recuperation, checkups, enrolment, tuition, friends):
        files |= make(town)
    return files | children(town, people)


def mistyped(identity: str, at: int = 15) -> str:
    """An identity number with one digit wrong."""
    return identity[:at] + str((int(identity[at]) + 3) % 10) + identity[at + 1 :]


def recuperation(town: Town) -> dict[str, bytes]:
    """疗休养人员 of three units; 年度, 组织单位 and 批次 name the batch of the office's own book."""
    firm = town.firms
    words = (
        "序号 年度 组织单位=主办单位 批次=第几批 单位名称=工作单位 姓名 性别 证件号码=身份证号码 手机号码=联系电话 "
        "人员类别=参加类别 是否工会会员=工会会员 身份=角色 是否成行=是否参加 未成行原因=未参加原因 使用天数=天数"
    )

    def going(number: int, at: int, batch: int, organiser: str = "街道", **more: object) -> Row:
        trip = {"年度": 2022, "组织单位": organiser, "批次": batch, "人员类别": "一线优秀职工"}
        went = {"是否工会会员": "是", "身份": "人员", "是否成行": "是", "使用天数": 5}
        return person(firm[number], at, **trip | went | more)

    def sheet(number: int, rows: list[Row], month: int) -> bytes:
        name = firm[number].name
        made, _ = table(
            "疗休养", f"{month}月职工疗休养人员名单", filled_by(name, f"2022年{month}月1日"), words, rows
        )
        return book(made)

    first = [going(0, at, 1) for at in (1, 2, 4, 6, 8)]
    first.append(going(0, 9, 1, 是否成行="否", 未成行原因="家中有事", 使用天数=None))
    second = [going(3, at, 2) for at in (12, 13, 14, 15, 16)]
    second.append(going(3, 17, 2, 身份="领队", 人员类别="其他"))
    district = [going(2, at, 1, "区总") for at in (6, 7, 8)]
    june = [going(6, at, 1) for at in (0, 1, 2)]
    # fault: the last one goes a second time this year, in July
    july = [going(6, at, 3, 是否成行=None, 使用天数=None) for at in (3, 4)]
    july.append(going(6, 2, 3))
    return {
        f"{firm[0].name}疗休养人员名单.xlsx": sheet(0, first, 6),
        f"长乐里社区/{firm[3].brand}物流疗休养报名表.xlsx": sheet(3, second, 6),
        f"塘河社区/{firm[2].brand}电商疗休养名单（区总）.xlsx": sheet(2, district, 5),
        f"柳浪社区/{firm[6].brand}建筑疗休养人员（6月）.xlsx": sheet(6, june, 6),
        f"柳浪社区/{firm[6].brand}建筑疗休养人员（7月）.xlsx": sheet(6, july, 7),
    }


def checkups(town: Town) -> dict[str, bytes]:
    """免费体检; one clinic's list carries results, which no ledger keeps."""
    firm = town.firms
    words = "序号 年度 单位名称=工作单位 姓名 性别 证件号码=身份证号 手机号码=手机 人员类别=类别 体检状态=是否体检 实检日期=体检日期 体检机构=体检医院"
    more = {"年度": 2022, "体检机构": "运河区第二医院"}
    cooks = [
        person(firm[7], at, 人员类别="民营一线", 体检状态="已体检", 实检日期=dt.date(2022, 6, 8 + at), **more)
        for at in range(6)
    ]
    cleaners = [
        person(firm[13], at, 人员类别="环卫", 体检状态="已体检", 实检日期=dt.date(2022, 6, 15), **more)
        | {"=体检结果": "详见体检报告"}
        for at in range(5)
    ]
    agency = [person(firm[9], at, 人员类别="外来务工", 体检状态="已安排", **more) for at in range(4)]
    agency[2]["证件号码"] = mistyped(agency[2]["证件号码"])  # fault: one digit of the number mistyped
    out = {}
    for name, number, rows, extra in (
        (f"桥北社区/{firm[7].brand}餐饮免费体检名单.xlsx", 7, cooks, ""),
        (f"{firm[13].brand}环境体检人员（医院返回）.xlsx", 13, cleaners, " =体检结果"),
        (f"{firm[9].name}职工体检报名.xlsx", 9, agency, ""),
    ):
        sheet, _ = table(
            "体检名单", "2022年职工免费体检名单", filled_by(firm[number].name), words + extra, rows
        )
        out[name] = book(sheet)
    return out


def enrolment(town: Town) -> dict[str, bytes]:
    """互助参保: rosters, one in pages with its header again; who is enrolled is in 会员登记, too."""
    firm = town.firms
    words = "序号 保障年度=互助周期 单位名称=参保单位 姓名 性别 证件号码=身份证号码 手机号码=手机 参加项目=参保项目 缴费金额=互助金 单位承担=单位缴纳 个人承担=个人缴纳"
    paid = {"保障年度": 2022, "缴费金额": 116, "单位承担": 80, "个人承担": 36}

    def enrolled(number: int, at: int) -> Row:
        parts = "住院门诊、重大疾病"
        women = firm[number].members[at]["性别"] == "女"
        return person(firm[number], at, 参加项目=parts + ("、女职工特殊疾病" if women else ""), **paid)

    nets = [enrolled(1, at) for at in range(12)]
    carers = [enrolled(10, at) for at in range(8)]
    men = next(row for row in carers if row["性别"] == "男")
    men["参加项目"] = "住院门诊、重大疾病、女职工特殊疾病"  # fault: a man in the women's part
    maps = [enrolled(15, at) for at in range(7)]
    # fault: enrolled by 星图, but no member (the number is somebody's of a unit without a member list)
    maps.append(person(firm[18], 3, 单位名称=firm[15].name, 参加项目="住院门诊", **paid))
    out = {}
    for name, number, rows, dress in (
        (
            f"{firm[1].brand}网络医疗互助参保名册.xlsx",
            1,
            nets,
            {"repeat": 6, "page": "职工医疗互助参保名册（续）"},
        ),
        (f"茶亭社区/{firm[10].brand}养老职工互助参保人员.xlsx", 10, carers, {"total": "合计"}),
        (f"长乐里社区/{firm[15].name}2022互助参保.xlsx", 15, maps, {}),
    ):
        sheet, _ = table(
            "参保名册", "职工医疗互助参保人员名册", filled_by(firm[number].name), words, rows, **dress
        )
        out[name] = book(sheet)
    return out


def tuition(town: Town) -> dict[str, bytes]:
    """金秋助学: student and parent side by side, both headed 身份证号 (bound by their neighbours)."""
    words = "序号 年度 学生姓名=子女姓名 学生证件号码=身份证号 家长姓名=职工姓名 家长证件号码=身份证号 与学生关系 单位名称=工作单位 学段=录取层次 就读学校=毕业学校 困难类别 是否建档 助学金额=资助金额"
    out = {}
    for number, parents, name in (
        (2, (5, 9), f"塘河社区/{town.firms[2].brand}电商金秋助学申请汇总表.xlsx"),
        (3, (19, 20), f"{town.firms[3].name}金秋助学.xlsx"),
    ):
        rows = []
        for turn, at in enumerate(parents):
            parent, child = person(town.firms[number], at), town.children[number, at]
            rows.append(
                {
                    "年度": 2022,
                    "学生姓名": child.name,
                    "学生证件号码": child.identity,
                    "家长姓名": parent["姓名"],
                    "家长证件号码": parent["证件号码"],
                    "与学生关系": "父亲" if parent["性别"] == "男" else "母亲",
                    "单位名称": parent["单位名称"],
                    "学段": "高中",
                    "就读学校": "运河区第一中学",
                    "困难类别": None if turn else "相对困难",
                    "是否建档": "否" if turn else "是",
                    "助学金额": 3000,
                }
            )
        sheet, _ = table(
            "金秋助学", "2022年金秋助学申请汇总表", filled_by(town.firms[number].name), words, rows
        )
        out[name] = book(sheet)
    return out


def children(town: Town, people: People) -> dict[str, bytes]:
    """小候鸟报名: children of members, as two communities collect them."""
    words = "序号 年度 期次=班次 儿童姓名=学生姓名 性别 出生日期 年级=就读年级 学校=就读学校 家长姓名=监护人 家长手机号码=家长电话 单位名称=家长单位 家长是否会员=是否会员 知情同意"
    out = {}
    for place, parents, name in (
        (1, ((1, 13), (1, 14), (13, 6), (19, 9)), "桥北社区/2022年小候鸟班报名表.xlsx"),
        (2, ((8, 2), (8, 3), (2, 11)), "塘河社区/小候鸟暑托班报名.xlsx"),
    ):
        rows = []
        for turn, (number, at) in enumerate(parents):
            parent = person(town.firms[number], at)
            gender = "男女"[turn % 2]
            row: Row = {
                "年度": 2022,
                "期次": 1,
                "儿童姓名": parent["姓名"][0] + people.name(gender)[-1],
                "性别": gender,
            }
            row |= {
                "出生日期": dt.date(2012 + turn % 3, 5, 6 + turn),
                "年级": ("三年级", "二年级", "一年级")[turn % 3],
            }
            row |= {
                "学校": "墅桥小学",
                "家长姓名": parent["姓名"],
                "家长手机号码": parent["手机号码"],
                "单位名称": parent["单位名称"],
            }
            rows.append(row | {"家长是否会员": "是", "知情同意": "是"})
        sheet, _ = table(
            "报名表",
            "2022年暑期小候鸟班报名表",
            filled_by(town.communities[place].name, "2022年6月30日"),
            words,
            rows,
        )
        out[name] = book(sheet)
    return out


def friends(town: Town) -> dict[str, bytes]:
    """青年联谊报名; one list asks for identity numbers, which this ledger does not keep."""
    words = "序号 活动名称 报名日期 姓名 性别 出生日期=出生年月 手机号码=联系方式 单位名称=工作单位 学历 单身承诺=是否单身"
    out = {}
    for number, name, extra in (
        (1, "{}网络青年交友活动报名表.xlsx", " =身份证号"),
        (15, "长乐里社区/{}科技青年联谊报名.csv", ""),
    ):
        firm = town.firms[number]
        rows = []
        young = [at for at, one in enumerate(firm.members) if one["出生日期"].year > 1985]
        for at in young[2:6]:
            member = firm.members[at]
            row = person(
                firm, at, 出生日期=member["出生日期"], 学历=member["学历"], 活动名称="“墅桥之约”青年联谊"
            )
            rows.append(
                row | {"报名日期": dt.date(2022, 5, 12), "单身承诺": "是", "=身份证号": row["证件号码"]}
            )
        sheet, _ = table(
            "报名", "“墅桥之约”青年联谊活动报名表", filled_by(firm.name, "2022年5月12日"), words + extra, rows
        )
        out[name.format(firm.brand)] = csv_bytes(sheet) if name.endswith("csv") else book(sheet)
    return out
