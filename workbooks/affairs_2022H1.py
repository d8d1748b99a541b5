"""Lists of units' affairs (contracts, venues, officers, assets, news, money) as units return them
(workbooks/2022H1), each laid out as its unit likes.

Deliberate faults stand where they are made, each after `# fault:`; every other row is meant to be kept.
"""

# ruff: noqa: E501

from __future__ import annotations

import datetime as dt

from tests.corpus.units import SUBDISTRICT, Row
from workbooks.laid_2022H1 import book, filled_by, table
from workbooks.town_2022H1 import Town

CONTRACT = "墅集〔2022〕1号"
WAGES = "墅工资〔2022〕2号"


def affairs(town: Town) -> dict[str, bytes]:
    """Every list of units' affairs, by file name under 上报."""
    files: dict[str, bytes] = {}
    for make in (contracts, venues, cadres, assets, publicity, funds):
        files |= make(town)
    return files


def contracts(town: Town) -> dict[str, bytes]:
    """集体合同 of two firms and a community, and the list of firms the community's contract covers."""
    firm = town.firms
    words = "序号 合同编号=编号 签订单位=企业名称 合同类型=合同种类 签订形式=层级 签订日期 合同期限=期限 覆盖企业数 覆盖职工数=涉及职工数 合同状态 是否试点 台账齐全 送审日期"

    def contract(code: str, unit: str, kind: str, term: str, day: dt.date, staff: int, **more: object) -> Row:
        row: Row = {
            "合同编号": code,
            "签订单位": unit,
            "合同类型": kind,
            "签订形式": "企业单独",
            "合同状态": "有效",
        }
        own = {"签订日期": day, "合同期限": term, "覆盖企业数": 1, "覆盖职工数": staff, "是否试点": "否"}
        return row | own | {"送审日期": day + dt.timedelta(days=6)} | more

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
    gear, again = "空调、冰箱、微波炉、饮水机、药箱、充电", dt.date(2022, 5, 20)
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
            复验日期=again,
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
            "妈咪小屋",
            "桥北社区妈咪暖心小屋",
            north,
            "通云路20号二楼",
            12,
            dt.date(2020, 8, 1),
            服务人次=95,
            复验日期=again,
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
        site(
            "职工书屋",
            "柳浪职工书屋",
            west,
            "小江路7号二楼",
            60,
            dt.date(2019, 5, 1),
            藏书册数=1600,
            复验日期=again,
        ),
    ]
    works = [
        site(
            "职工之家",
            f"{firm[5].brand}机械职工之家",
            plant,
            "长山路66号厂区一号楼",
            120,
            dt.date(2021, 5, 1),
            复验日期=again,
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
