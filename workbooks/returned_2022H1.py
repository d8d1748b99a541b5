"""Lists of the further ledgers as units return them (workbooks/2022H1), each laid out as its unit likes.

Deliberate faults stand where they are made, each after `# fault:`; every other row is meant to be kept.
"""

# ruff: noqa: E501

from __future__ import annotations

import datetime as dt

from benchmarks.containers import csv_bytes
from benchmarks.firms import SUBDISTRICT, Row
from benchmarks.people import People
from workbooks.laid_2022H1 import book, filled_by, person, table
from workbooks.town_2022H1 import Town

CONTRACT = "墅集〔2022〕1号"
WAGES = "墅工资〔2022〕2号"


def mistyped(identity: str, at: int = 15) -> str:
    """An identity number with one digit wrong."""
    return identity[:at] + str((int(identity[at]) + 3) % 10) + identity[at + 1 :]


def returned(town: Town, people: People) -> dict[str, bytes]:
    """Every list that units return, by file name under 上报."""
    makers = (recuperation, checkups, enrolment, tuition, contracts, venues, cadres, assets)
    files: dict[str, bytes] = {}
    for make in makers:
        files |= make(town)
    return files | children(town, people) | friends(town) | publicity(town) | funds(town)


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
    carers[5] |= {"性别": "男", "参加项目": "住院门诊、女职工特殊疾病"} if carers[5]["性别"] == "男" else {}
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


def contracts(town: Town) -> dict[str, bytes]:
    """集体合同 of two firms and a community, and the list of firms the community's contract covers."""
    firm = town.firms
    words = "序号 合同编号=合同号 签订单位=企业名称 合同类型=合同种类 签订形式=层级 签订日期 合同期限=期限 覆盖企业数 覆盖职工数=涉及职工数 合同状态 是否试点 台账齐全"

    def contract(code: str, unit: str, kind: str, term: str, day: dt.date, staff: int, **more: object) -> Row:
        row: Row = {
            "合同编号": code,
            "签订单位": unit,
            "合同类型": kind,
            "签订形式": "企业单独",
            "合同状态": "有效",
        }
        own = {"签订日期": day, "合同期限": term, "覆盖企业数": 1, "覆盖职工数": staff, "是否试点": "否"}
        return row | own | more

    start, year = dt.date(2022, 4, 20), "2022.5.1—2023.4.30"
    tech, plant, place = firm[0].name, firm[5].name, town.communities[3].name
    own = [
        contract(
            "中泽集〔2022〕1号",
            tech,
            "综合集体合同",
            "2022.5.1—2025.4.30",
            start,
            16,
            是否试点="是",
            台账齐全="是",
        ),
        contract("中泽工资〔2022〕1号", tech, "工资专项", year, start, 16, 是否试点="是", 台账齐全="是"),
    ]
    old = [
        # fault: expired in March, still called 有效
        contract("新信集〔2019〕1号", plant, "综合集体合同", "2019.4.1—2022.3.31", dt.date(2019, 3, 20), 14),
        contract("新信工资〔2022〕1号", plant, "工资专项", year, start, 14, 是否试点="是", 台账齐全="是"),
        contract("新信女〔2021〕1号", plant, "女职工专项", "2021.9.1—2022.8.31", dt.date(2021, 8, 25), 5),
    ]
    wide = {"签订形式": "区域性", "覆盖企业数": 4}
    area = [
        contract(CONTRACT, place, "综合集体合同", "2022.5.1—2024.4.30", start, 114, **wide),
        contract(WAGES, place, "工资专项", year, start, 114, **wide),
    ]
    out = {}
    for name, unit, rows in (
        (f"柳浪社区/{firm[0].brand}科技集体合同台账.xlsx", tech, own),
        (f"星桥社区/{firm[5].brand}机械集体合同、工资协议.xlsx", plant, old),
        ("长乐里社区/区域性集体合同台账.xlsx", place, area),
    ):
        sheet, _ = table("集体合同", "集体合同（工资专项集体合同）签订台账", filled_by(unit), words, rows)
        out[name] = book(sheet)
    covered = [
        {
            "合同编号": CONTRACT,
            "单位名称": firm[n].name,
            "统一社会信用代码": firm[n].code,
            "职工数": len(firm[n].members),
            "授权盖章": "是",
        }
        for n in (3, 9, 15, 21)
    ]
    sheet, _ = table(
        "覆盖企业",
        "区域性集体合同覆盖企业名册",
        filled_by(place),
        "序号 合同编号 单位名称=覆盖企业 统一社会信用代码 职工数=职工人数 授权盖章=盖章",
        covered,
    )
    out["长乐里社区/集体合同覆盖企业名册.xlsx"] = book(sheet)
    return out


def venues(town: Town) -> dict[str, bytes]:
    """职工阵地: stations, rooms and houses as communities and a firm list them."""
    words = "序号 阵地类型=站点类型 名称=站点名称 单位名称=建设单位 地址 面积=使用面积 启用日期=揭牌时间 开放时间=服务时间 管理员=站长 联系电话=站长电话 设施=设备配置 藏书册数=图书数量 服务人次 复验日期 运行补贴 阵地状态"
    firm, place = town.firms, town.communities
    house = "周一至周五 8:30-17:00"

    def site(
        kind: str, name: str, unit: str, street: str, size: object, since: dt.date, **more: object
    ) -> Row:
        keeper = town.people_of(unit)
        row: Row = {
            "阵地类型": kind,
            "名称": name,
            "单位名称": unit,
            "地址": street,
            "面积": size,
            "启用日期": since,
        }
        return (
            row | {"开放时间": house, "管理员": keeper[0], "联系电话": keeper[1], "阵地状态": "在用"} | more
        )

    north, west, plant = place[1].name, place[0].name, firm[5].name
    gear = "空调、冰箱、微波炉、饮水机、药箱、充电"
    bridge = [
        site(
            "户外劳动者驿站",
            "桥北广场爱心驿家",
            north,
            "通云路18号一楼",
            22,
            dt.date(2021, 9, 10),
            设施=gear,
            服务人次=860,
            运行补贴=3000,
            复验日期=dt.date(2022, 5, 20),
        ),
        site(
            "户外劳动者驿站",
            "登云路爱心驿家",
            north,
            "登云路206号",
            "20㎡左右",
            dt.date(2022, 4, 26),
            设施=gear,
            服务人次=240,
        ),
        site(
            "妈咪小屋", "桥北社区妈咪暖心小屋", north, "通云路20号二楼", 12, dt.date(2020, 8, 1), 服务人次=95
        ),
    ]
    willow = [
        # fault: open for more than a year and not looked at again
        site(
            "爱心驿家",
            "柳浪爱心驿家",
            west,
            "小江路5号",
            25,
            dt.date(2020, 6, 1),
            设施=gear,
            服务人次=700,
            运行补贴=3000,
        ),
        site("职工书屋", "柳浪职工书屋", west, "小江路7号二楼", 60, dt.date(2019, 5, 1), 藏书册数=1600),
    ]
    works = [
        site(
            "职工之家",
            f"{firm[5].brand}机械职工之家",
            plant,
            "长山路66号厂区一号楼",
            120,
            dt.date(2021, 5, 1),
        ),
        site(
            "职工书屋",
            f"{firm[5].brand}机械职工书屋",
            plant,
            "长山路66号厂区二号楼",
            40,
            dt.date(2022, 3, 8),
            藏书册数=800,
        ),
    ]
    out = {}
    for name, unit, rows in (
        ("桥北社区/桥北社区驿站、妈咪小屋台账.xlsx", north, bridge),
        ("柳浪社区/职工阵地台账（柳浪）.xlsx", west, willow),
        (f"星桥社区/{firm[5].brand}机械职工之家台账.xlsx", plant, works),
    ):
        sheet, _ = table("阵地", "职工服务阵地台账", filled_by(unit), words, rows)
        out[name] = book(sheet)
    return out


def cadres(town: Town) -> dict[str, bytes]:
    """工会干部; the chairs are those of 单位台账."""
    words = "序号 单位名称=所在单位 姓名 工会职务=职务 手机号码=手机 专兼职=任职形式 任职日期=当选时间 任期截止=届满日期 产生方式=选举方式 持证=上岗证 最近培训日期=培训日期"
    out = {}
    for number, name in ((4, "茶亭社区/{}医疗工会干部名册.xlsx"), (13, "{}环境工会委员名册.xlsx")):
        firm = town.firms[number]
        seat = town.census[firm.name]
        term: Row = {
            "单位名称": firm.name,
            "专兼职": "兼职",
            "任职日期": firm.formed,
            "任期截止": seat["届满日期"],
            "产生方式": "选举",
            "持证": "是",
        }
        rows = [term | {"姓名": seat["工会主席"], "手机号码": seat["主席电话"], "工会职务": "主席"}]
        for at, office in enumerate(("委员", "经审主任", "女职工主任", "财务")):
            member = firm.members[at]
            rows.append(term | {"姓名": member["姓名"], "手机号码": member["手机号码"], "工会职务": office})
        rows[0]["最近培训日期"] = rows[4]["最近培训日期"] = dt.date(2022, 5, 18)
        sheet, _ = table("工会干部", "工会干部名册", filled_by(firm.name), words, rows)
        out[name.format(firm.brand)] = book(sheet)
    return out


def assets(town: Town) -> dict[str, bytes]:
    """固定资产 of two unions."""
    words = "序号 单位名称=使用单位 资产编号=卡片号 资产名称 资产类别 规格型号 数量 单价 金额=原值 购置日期=取得日期 存放地点 保管人=使用人 资产状态=使用状态 盘点数=实盘数"
    out = {}
    for number, name, goods in (
        (5, "星桥社区/{}机械工会固定资产.xlsx", (("投影仪", "一般设备", 1, 4200, 2021), ("书柜", "家具", 4, 1200, 2022), ("乒乓球台", "其他", 2, 2600, 2020))),
        (1, "{}网络工会固定资产盘点表.xlsx", (("笔记本电脑", "一般设备", 2, 5200, 2021), ("空调", "一般设备", 1, 3999, 2019), ("健身器材", "其他", 3, 1800, 2022))),
    ):  # fmt: skip
        firm = town.firms[number]
        rows: list[Row] = []
        for at, (thing, kind, count, price, year) in enumerate(goods, 1):
            row: Row = {
                "单位名称": firm.name,
                "资产编号": f"{firm.brand}-{at:03d}",
                "资产名称": thing,
                "资产类别": kind,
                "数量": count,
            }
            row |= {"单价": price, "金额": count * price, "购置日期": dt.date(year, 3, 15), "盘点数": count}
            rows.append(row | {"存放地点": "职工之家", "保管人": firm.members[3]["姓名"], "资产状态": "在用"})
        if number == 1:
            rows[2]["盘点数"] = 2  # fault: three on the books, two in the room
        sheet, _ = table("固定资产", "工会固定资产台账", filled_by(firm.name), words, rows)
        out[name.format(firm.brand)] = book(sheet)
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


def publicity(town: Town) -> dict[str, bytes]:
    """宣传信息 of a community and a firm."""
    words = "序号 标题=信息标题 发布日期=刊发日期 渠道=刊发媒体 媒体级别=采用级别 单位名称=报送单位 作者 信息类型 阅读量=浏览量"
    place, firm = town.communities[3].name, town.firms[0]
    out = {}
    for name, unit, news in (
        ("长乐里社区/宣传信息报送统计.xlsx", place, (
            ("长乐里社区签订区域性集体合同", dt.date(2022, 4, 22), "微信", "街道", "1.2万"),
            ("新就业形态劳动者集中入会", dt.date(2022, 3, 10), "杭工e家", "市", 3400),
            ("爱心驿家开到家门口", dt.date(2022, 5, 6), "报刊", "区", 900))),
        (f"{firm.brand}科技工会信息采用情况.xlsx", firm.name, (
            ("程序员比武赛出真本领", dt.date(2022, 4, 18), "微信", "街道", 860),
            ("工资集体协商谈出好光景", dt.date(2022, 4, 25), "网站", "区", 1500))),
    ):  # fmt: skip
        rows = [
            dict(zip(("标题", "发布日期", "渠道", "媒体级别", "阅读量"), line, strict=True))
            | {"单位名称": unit, "作者": town.people_of(unit)[0], "信息类型": "信息"}
            for line in news
        ]
        sheet, _ = table("宣传信息", "工会宣传信息报送采用统计表", filled_by(unit), words, rows)
        out[name] = book(sheet)
    return out


def funds(town: Town) -> dict[str, bytes]:
    """工会经费: the tax office's list over units, and one union's own."""
    words = "序号 单位名称=缴费单位 所属期=费款所属期 工资总额=计提基数 应拨缴=应缴经费 实拨缴=入库金额 收缴方式=征收方式 留成 上解=上缴"
    rows: list[Row] = []
    for number in (0, 1, 2, 3, 5, 6, 8, 10):
        for quarter in ("2022年第一季度", "2022年第二季度"):
            pay = len(town.firms[number].members) * 18_000
            row: Row = {
                "单位名称": town.firms[number].name,
                "所属期": quarter,
                "工资总额": pay,
                "应拨缴": pay * 0.02,
            }
            rows.append(
                row | {"实拨缴": pay * 0.02, "留成": pay * 0.012, "上解": pay * 0.008, "收缴方式": "税务代收"}
            )
    rows[13] |= {"实拨缴": 0, "留成": 0, "上解": 0}  # fault: nothing paid for the second quarter
    sheet, _ = table(
        "代收明细", "工会经费代收明细台账", f"编制单位：{SUBDISTRICT}          单位：元", words, rows
    )
    firm = town.firms[13]
    pay = len(firm.members) * 18_000
    own: list[Row] = [
        {
            "单位名称": firm.name,
            "所属期": q,
            "工资总额": pay,
            "应拨缴": pay * 0.02,
            "实拨缴": pay * 0.02,
            "收缴方式": "自行拨缴",
        }
        for q in ("2022年第一季度", "2022年第二季度")
    ]
    own[1] |= {"工资总额": pay / 10_000}  # fault: this one cell in 万元, the others in 元
    mine, _ = table("经费", "工会经费拨缴台账", filled_by(firm.name), words, own)
    return {
        "街道机关/2022年上半年工会经费代收台账.xlsx": book(sheet),
        f"桥北社区/{firm.brand}环境工会经费拨缴.xlsx": book(mine),
    }
