"""Cards, financial statements and checklists of workbooks/2022H1.

Deliberate faults stand where they are made, each after `# fault:`; every other value is meant to be kept.
"""

# ruff: noqa: E501
# fmt: off
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.corpus.people_of_units import People
from tests.corpus.sheets import Sheet
from workbooks.laid_2022H1 import SIGNED, Line, book, card_document, card_sheet, filled_by
from workbooks.town_2022H1 import Town

FIVE = ("有场地", "有设施", "有制度", "有活动", "有经费")
STEWARD = (
    ("场所", ("平安管家工作室", "劳动争议调解室", "职工法律服务点", "心理咨询室", "职工书屋", "爱心驿家")),
    ("队伍", ("调解员队伍", "法律监督员队伍", "劳动保护监督员队伍")),
    ("行动", ("普法宣讲", "隐患排查", "欠薪预警", "走访谈心", "技能提升")),
    ("机制", ("工作保障机制",)),
)
AUDIT = (
    ("组织与制度", "设立经审组织"), ("组织与制度", "有财务管理制度"), ("预算", "年初编制预算"), ("收入", "经费及时足额拨缴"),
    ("支出", "支出手续齐全"), ("票据往来", "往来款及时清理"), ("资产", "固定资产登记入账"), ("公开", "收支定期公开"),
)


def cards(town: Town, people: People) -> dict[str, bytes]:
    """Every card, statement and checklist, by file name under 上报."""
    return hardship(town, people) | honour(town) | statements(town) | checklists(town)


def box(options: str, chosen: str) -> str:
    return " ".join(("☑" if one == chosen else "□") + one for one in options.split())


def household(town: Town, people: People, number: int, at: int, facts: dict[str, str], rest: Sequence[tuple[str, str, str]]) -> list[Line]:
    """The card of one household: its head, `facts`, its other members (name or '', relation, what they are)."""
    head = town.firms[number].members[at]
    lines: list[Line] = [
        ("档案编号", facts["档案编号"], "姓名", head["姓名"], "性别", box("男 女", head["性别"])),
        ("身份证号码", (head["证件号码"], 3), "民族", head["民族"]),
        ("工作单位", (head["单位名称"], 3), "联系电话", head["手机号码"]),
        ("困难类别", (box("深度困难 相对困难 意外致困", facts["困难类别"]), 3), "建档标准", facts["建档标准"]),
        ("家庭人口", facts["家庭人口"], "家庭年度总收入", facts["家庭年度总收入"], "刚性支出", facts["刚性支出"]),
        ("家庭月人均收入", facts["家庭月人均收入"], "主要致困原因", (facts["主要致困原因"], 3)),
        ("建档日期", facts["建档日期"], "档案状态", "在档", "最近更新日期", facts["最近更新日期"]),
        ("公示开始", facts["公示开始"], "公示结束", (facts["公示结束"], 3)),
        (("家庭成员情况", 6),),
        ("姓名", "与户主关系", "身份证号码", "成员身份", "月收入", "工作单位或学校"),
    ]
    for name, relation, what in rest:
        child = relation in ("子", "女")
        one = town.children.get((number, at)) if child else None
        if one is None:
            gender = "女" if relation in ("女", "母") or (relation == "配偶" and head["性别"] == "男") else "男"
            one = people.person(8, 12) if child else people.person(30, 45) if relation == "配偶" else people.person(60, 72)
            name, number_of = name or people.name(gender), people.identity(one.birth, gender)
        else:
            name, number_of = one.name, one.identity
        lines.append((name, relation, number_of, what, "0" if what == "学生" else "1200", "运河区第一中学" if what == "学生" else "无"))
    return [*lines, ("单位工会意见", ("（盖章）    年  月  日", 5)), ("街道总工会意见", ("（盖章）    年  月  日", 5))]


def hardship(town: Town, people: People) -> dict[str, bytes]:
    """困难职工档案: two cards in workbooks, one in Word, each with its family."""
    filed = {"建档标准": "区县级", "建档日期": "2021-11-20", "最近更新日期": "2022-03-15", "公示开始": "2021-11-08", "公示结束": "2021-11-12"}
    new = filed | {"建档日期": "2022-04-18", "最近更新日期": "2022-04-18", "公示开始": "2022-04-06", "公示结束": "2022-04-12"}
    first = household(town, people, 2, 5, filed | {"档案编号": "SQ-2021-003", "困难类别": "相对困难", "家庭人口": "3", "家庭年度总收入": "54000", "刚性支出": "12000", "家庭月人均收入": "1500", "主要致困原因": "子女上学"}, (("", "配偶", "无业"), ("", "子", "学生")))
    # fault: four in the household by its head, two others listed
    second = household(town, people, 3, 19, new | {"档案编号": "SQ-2022-001", "困难类别": "相对困难", "家庭人口": "4", "家庭年度总收入": "60000", "刚性支出": "9600", "家庭月人均收入": "1250", "主要致困原因": "子女上学"}, (("", "配偶", "在岗"), ("", "子", "学生")))
    third = household(town, people, 9, 7, new | {"档案编号": "SQ-2022-002", "困难类别": "深度困难", "家庭人口": "3", "家庭年度总收入": "48000", "刚性支出": "30000", "家庭月人均收入": "1333.33", "主要致困原因": "患重特大疾病"}, (("", "配偶", "无业"), ("", "母", "退休")))
    title = "困难职工档案表"
    return {
        f"塘河社区/困难职工档案表（{town.firms[2].members[5]['姓名']}）.xlsx": book(card_sheet("档案", title, first)),
        f"长乐里社区/困难职工档案表-{town.firms[3].brand}物流.xlsx": book(card_sheet("档案", title, second)),
        f"长乐里社区/困难职工档案表-{town.firms[9].brand}人力.docx": card_document(title, third),
    }


def honour(town: Town) -> dict[str, bytes]:
    """评先推荐: one card, of the winner of the programmers' contest."""
    firm = town.firms[0]
    winner = next(one for one in list(town.entries.values())[1] if one["身份"] == "选手")
    lines: list[Line] = [
        ("推荐对象", winner["姓名"], "性别", box("男 女", winner["性别"]), "对象类型", "个人"),
        ("荣誉名称", "五一劳动奖章", "级别", "区级", "年度", "2022"),
        ("所在单位", (firm.name, 3), "人员类别", "科技人员"),
        ("身份证号码", (winner["证件号码"], 3), "学历", winner["学历"]),
        ("是否工会会员", "是", "状态进度", "公示", "从业年限", "6"),
        ("公示开始", "2022-06-27", "公示结束", ("2022-07-01", 3)),
        ("简要事迹", ("解决生产系统难题，获街道程序设计技能比武第一名。", 5)),
        ("单位意见", ("（盖章）    年  月  日", 5)), ("街道总工会意见", ("（盖章）    年  月  日", 5)),
    ]
    return {f"柳浪社区/{firm.brand}科技先进个人推荐审批表.xlsx": book(card_sheet("审批表", "先进个人推荐审批表", lines))}


def rows_on(sheet: Sheet, rows: Sequence[Sequence[Any]], widths: Sequence[float]) -> Sheet:
    """Plain rows, the first a title over the whole width, then a line, then a header."""
    wide = max(len(row) for row in rows)
    for at, row in enumerate(rows, 1):
        look = "title" if at == 1 else "meta" if at == 2 else "body"
        for col, value in enumerate(row, 1):
            sheet.put(at, col, value, look)
        if at < 3:
            sheet.merges.append((at, 1, at, wide))
    sheet.widths = dict(enumerate(widths, 1))
    return sheet


def merged_down(sheet: Sheet, col: int = 1, first: int = 4) -> Sheet:
    """Blank cells of a column joined with what stands above them."""
    last, top = sheet.size[0], first
    for row in range(first + 1, last + 2):
        if row > last or sheet.cells[row, col].value:
            if row - 1 > top:
                sheet.merges.append((top, col, row - 1, col))
            top = row
    return sheet


def statements(town: Town) -> dict[str, bytes]:
    """经费收支: one union in 元, a community's in 万元; lines without a code are sums and balances."""
    out = {}
    for unit, name, scale, word in ((f"{town.firms[5].name}工会委员会", f"星桥社区/{town.firms[5].brand}机械工会经费收支预算表.xlsx", 1, "元"), (town.communities[3].name, "长乐里社区/工会联合会经费收支表.xlsx", 10_000, "万元")):
        accounts = (
            (401, "会费收入", 5000, 5200, 2600), (402, "拨缴经费收入", 46000, 48000, 25000), (403, "上级补助收入", 8000, 8000, 4000), (None, "本年收入合计", 59000, 61200, 31600),
            (501, "职工活动支出", 30000, 32000, 16200), ("50101", "　　职工教育费", 8000, 9000, 4200), ("50102", "　　文体活动费", 22000, 23000, 12000),
            (502, "维权支出", 9000, 10000, 4300), ("50205", "　　送温暖费", 9000, 10000, 4300), (503, "业务支出", 6000, 6500, 7000), (None, "本年支出合计", 45000, 48500, 27500))
        lines: list[Sequence[Any]] = [("2022年度工会经费收支预决算表",), (f"编制单位：{unit}          年度：2022          单位：{word}",), ("编号", "名称", "上年决算数", "本年预算数", "本年执行数", "说明")]
        # fault (both): 业务支出 spent more than planned, as one account of many
        lines += [(str(code) if code else "", what, *(number / scale for number in (last, plan, done)), "") for code, what, last, plan, done in accounts]
        out[name] = book(rows_on(Sheet("收支表"), [*lines, (SIGNED,)], (10, 26, 14, 14, 14, 24)))
    return out


def checklists(town: Town) -> dict[str, bytes]:
    """平安管家清单 as a list of one unit, 五有检查 as a matrix (items down, units across), 审计检查 as a list with
    what was found."""
    firm = town.firms
    steward: list[Sequence[Any]] = [("2022年平安管家建设清单",), (filled_by(firm[5].name),), ("年度", "类别", "序号项", "项目", "是否完成", "完成时间")]
    for kind, items in STEWARD:
        steward += [(2022, kind if at == 1 else "", at, item, "√", "2022-05-20") for at, item in enumerate(items, 1)]
    five: list[Sequence[Any]] = [("2022年“五有”职工之家检查表",), (filled_by("星桥社区工会联合会"),), ("检查内容", firm[5].name, firm[0].name, firm[17].name)]
    # fault: ○ is neither met nor not met
    five += [(item, "√", "√", third) for item, third in zip(FIVE, "√○√√×", strict=True)]
    audit: list[Sequence[Any]] = [("2022年工会经费审查（模板审计）检查表",), ("被审计单位：" + firm[5].name,), ("序号项", "类别", "审计内容", "年度", "被审计单位", "审计结论", "存在问题", "整改期限", "整改状态", "审计人")]
    for number in (5, 1):
        for at, (kind, item) in enumerate(AUDIT, 1):
            bad = (number, at) in ((5, 6), (1, 5), (1, 7))
            # fault: 青麦's asset register was to be mended by the middle of June, and is not
            found = ("附件不全" if at == 5 else "账物不符" if at == 7 else "往来挂账两年", "2022-06-15" if at == 7 else "2022-09-30", "整改中" if at == 7 else "已整改") if bad else ("", "", "")
            audit.append((at, kind, item, 2022, firm[number].name, "×" if bad else "√", *found, "孙倩"))
    audit[1] = (filled_by("墅桥街道总工会"),)
    return {
        f"星桥社区/{firm[5].brand}机械平安管家建设清单.xlsx": book(merged_down(rows_on(Sheet("清单"), steward, (8, 10, 8, 24, 10, 14)), 2)),
        "星桥社区/五有职工之家检查表.xlsx": book(rows_on(Sheet("五有"), five, (16, 28, 28, 28))),
        "街道机关/2022年工会经费审查检查表.xlsx": book(rows_on(Sheet("审计"), audit, (8, 14, 22, 8, 28, 10, 20, 14, 12, 10))),
    }
