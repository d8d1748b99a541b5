"""Ledgers the office keeps itself all year (workbooks/2022H1/上报/街道机关).

Deliberate faults stand where they are made, each after `# fault:`; every other row is meant to be kept.
"""

# ruff: noqa: E501
# fmt: off
from __future__ import annotations

import datetime as dt

from tests.corpus.people_of_units import People
from tests.corpus.units import SUBDISTRICT, Row
from workbooks.laid_2022H1 import book, filled_by, person, table
from workbooks.town_2022H1 import Town

HOME = "街道机关"
MADE = f"编制单位：{SUBDISTRICT}          2022年上半年          单位：元"


def kept(town: Town, people: People) -> dict[str, bytes]:
    """Every book of the office, by file name under 上报."""
    files: dict[str, bytes] = {}
    for make in (results, honours, batches, cooling, aid, claims, stewards, events, tasks, visits):
        files |= make(town)
    return files | models(town, people)


def day(month: int, of: int, year: int = 2022) -> dt.date:
    return dt.date(year, month, of)


def results(town: Town) -> dict[str, bytes]:
    """竞赛成绩, a book per contest; everybody in it is in 竞赛报名, winners are as many as 竞赛总表 gives."""
    words = "序号 竞赛名称 参赛项目=项目 参赛号=抽签号 单位名称=参赛单位 姓名=选手姓名 证件号码=身份证号 理论成绩=理论得分 实操成绩=实操得分 总成绩=综合成绩 名次=排名 成绩状态 奖项=获奖等次 晋级等级=晋升等级"
    out = {}
    for number, (contest, entered) in enumerate(town.entries.items()):
        players = [one for one in entered if one["身份"] == "选手"]
        rows: list[Row] = []
        for at, one in enumerate(players):
            theory, practice = 92 - 3 * at, 95 - 4 * at
            row: Row = {t: one[t] for t in ("竞赛名称", "参赛项目", "单位名称", "姓名", "证件号码")}
            row |= {"参赛号": f"{at + 1:02d}", "理论成绩": theory, "实操成绩": practice, "总成绩": round(0.3 * theory + 0.7 * practice, 2)}
            prize = "一等奖" if at == 0 else "二等奖" if at < 3 else "三等奖" if at < 6 else None
            rows.append(row | {"名次": at + 1, "成绩状态": "正常", "奖项": prize, "晋级等级": "四级(中级工)" if at < 2 and not number else None})
        if len(rows) > 6:
            rows[-1] |= {"理论成绩": None, "实操成绩": None, "总成绩": "缺考", "名次": "—", "成绩状态": "缺考"}
            rows[4]["总成绩"] = 78.0  # fault: neither the weighted sum of the two parts nor between its neighbours
        sheet, _ = table("成绩", f"{contest}成绩汇总表", "", words, rows)
        name = "养老护理职业技能大赛成绩汇总.xlsx" if not number else "程序设计技能比武成绩.xlsx"
        out[f"{HOME}/{name}"] = book(sheet)
    return out


def honours(town: Town) -> dict[str, bytes]:
    """评先推荐: the ranking list of the year (the card of one of them is in `cards_2022H1`)."""
    words = "序号 年度 荣誉名称=推荐类别 级别 推荐对象=推荐人选 对象类型=类型 所在单位 身份类别=人员类别 证件号码=身份证号码 从业年限 是否工会会员=工会会员 是否建会 是否缴纳经费 状态进度=进度 公示开始 公示结束 表彰日期 表彰文号"
    firm, place = town.firms, town.communities[4].name
    shown = {"公示开始": day(4, 6), "公示结束": day(4, 14)}
    won = {"年度": 2022, "状态进度": "获评", **shown, "表彰日期": day(4, 28)}

    def someone(number: int, at: int) -> Row:
        one = firm[number].members[at]
        return {"推荐对象": one["姓名"], "对象类型": "个人", "所在单位": firm[number].name, "证件号码": one["证件号码"], "是否工会会员": "是"}

    rows = [
        won | {"荣誉名称": "五一劳动奖状", "级别": "市级", "推荐对象": place.removesuffix("工会联合会"), "对象类型": "单位", "所在单位": place, "是否建会": "是", "是否缴纳经费": "是", "表彰文号": "杭工发〔2022〕12号"},
        won | someone(10, 3) | {"荣誉名称": "五一劳动奖章", "级别": "区级", "身份类别": "一线职工", "表彰文号": "运工〔2022〕9号"},
        won | {"荣誉名称": "工人先锋号", "级别": "区级", "推荐对象": f"{firm[3].brand}物流仓储班", "对象类型": "班组", "所在单位": firm[3].name, "表彰文号": "运工〔2022〕9号"},
        # fault: a craftsman of six years in the trade (ten are usual)
        {"年度": 2022, "荣誉名称": "工匠", "级别": "区级", "身份类别": "一线职工", "从业年限": 6, "状态进度": "已报", "公示开始": day(6, 13), "公示结束": day(6, 17)} | someone(5, 2),
    ]
    sheet, _ = table("推荐汇总", "2022年评先评优推荐汇总表", MADE, words, rows)
    return {f"{HOME}/2022年评先推荐汇总表.xlsx": book(sheet)}


def models(town: Town, people: People) -> dict[str, bytes]:
    """劳模工匠名册: one still at work, two retired."""
    words = "序号 姓名 性别 证件号码=身份证号码 荣誉称号=称号 荣誉级别=级别 授予日期=授予时间 单位名称=工作单位 就业情况=在岗情况 手机号码=手机 最近慰问日期=慰问时间 在册"
    firm = town.firms
    rows = [person(firm[10], 3, 荣誉称号="劳动模范", 荣誉级别="市", 授予日期=day(4, 28, 2018), 就业情况="在职", 最近慰问日期=day(1, 25), 在册="是")]
    for gender, born, level, name in (("男", day(3, 9, 1955), "省部", 5), ("女", day(8, 2, 1961), "市", 20)):
        row: Row = {"姓名": people.name(gender), "性别": gender, "证件号码": people.identity(born, gender), "手机号码": people.mobile(), "单位名称": firm[name].name}
        rows.append(row | {"荣誉称号": "劳动模范", "荣誉级别": level, "授予日期": day(4, 30, 1998), "就业情况": "离退休", "最近慰问日期": day(1, 25), "在册": "是"})
    sheet, _ = table("劳模", "劳模工匠名册", MADE, words, rows)
    return {f"{HOME}/劳模工匠名册.xlsx": book(sheet)}


def batches(town: Town) -> dict[str, bytes]:
    """疗休养批次; 时间 in one cell, as such lists have it."""
    words = "序号 年度 组织单位=主办单位 批次=期次 目的地=疗休养地 起止时间=时间 天数 名额=计划人数 承办单位=旅行社 意外险 每人每天标准=标准(元/人/天) 总费用 工会承担=工会补助 个人承担 领队"
    leader = town.firms[3].members[17]["姓名"]
    more = {"年度": 2022, "天数": 5, "名额": 12, "承办单位": "杭州运河旅行社有限公司", "意外险": "是", "每人每天标准": 500}
    rows: list[Row] = [
        more | {"组织单位": "街道", "批次": number, "目的地": where, "起止时间": when, "总费用": cost, "工会承担": cost - own, "个人承担": own, "领队": leader}
        for number, where, when, cost, own in ((1, "德清莫干山", "6月13日—17日", 20000, 4000), (2, "桐庐", "6.20-6.24", 15000, 3000), (3, "淳安千岛湖", "7.11-7.15", 10000, 2000))
    ]
    rows.append(more | {"组织单位": "区总", "批次": 1, "目的地": "安吉", "起止时间": "5月23日—27日", "总费用": 7500, "工会承担": 7500, "个人承担": 0})
    sheet, _ = table("批次", "2022年职工疗休养批次安排表", MADE, words, rows)
    return {f"{HOME}/2022年疗休养批次安排.xlsx": book(sheet)}


def cooling(town: Town) -> dict[str, bytes]:
    """送清凉; money in 万元, as its header says; sites are no units of the roster."""
    words = "序号 走访对象=慰问单位 对象类型 所属社区 走访日期=慰问日期 慰问人次=慰问职工 资金=慰问资金（万元） 物资折款=物资价值（元） 物资明细=慰问品 带队领导 资金来源"
    rows: list[Row] = [
        {"走访对象": where, "对象类型": kind, "所属社区": place, "走访日期": when, "慰问人次": people, "资金": money, "物资折款": people * 20, "物资明细": "饮料、毛巾、药品", "带队领导": "周明远", "资金来源": "街道"}
        for where, kind, place, when, people, money in (
            ("运河中央公园二期项目部", "工地", "塘河社区", day(6, 21), 120, 0.6), (town.firms[3].name, "企业", "长乐里社区", day(6, 22), 40, 0.2),
            ("墅桥环卫所", "环卫站点", "桥北社区", day(6, 24), 65, 0.33), (town.firms[5].name, "企业", "星桥社区", day(6, 28), 35, 0.18),
            ("登云路爱心驿家", "驿站", "桥北社区", day(6, 29), 15, 0.06))
    ]
    sheet, _ = table("送清凉", "2022年夏季送清凉走访慰问登记表", MADE.replace("          单位：元", ""), words, rows)
    return {f"{HOME}/2022年送清凉走访登记.xlsx": book(sheet)}


def aid(town: Town) -> dict[str, bytes]:
    """帮扶慰问: a sheet to sign, with 领款人签字 empty; those on file have a card in `cards_2022H1`."""
    words = "序号 姓名=困难职工姓名 证件号码=身份证号码 单位名称=工作单位 帮扶类别=救助类别 发放日期=慰问日期 金额=慰问金额(元) 资金来源 是否建档 签收方式 =领款人签字"
    rows: list[Row] = []
    for number, at, kind, when, money, filed in (
        (2, 5, "送温暖", day(1, 20), 1500, "是"), (9, 7, "送温暖", day(1, 20), 1000, "是"), (1, 20, "送温暖", day(1, 21), 800, "否"),
        (9, 7, "医疗救助", day(4, 15), 5000, "是"), (8, 6, "临时救助", day(3, 9), 1000, "否"), (0, 11, "春风行动", day(1, 18), 600, "否")):  # fmt: skip
        row = person(town.firms[number], at, 帮扶类别=kind, 发放日期=when, 金额=money)
        rows.append(row | {"资金来源": "街道", "是否建档": filed, "签收方式": "本人签字"})
    # fault: said to be on file, but there is no card
    rows.append(person(town.firms[6], 8, 帮扶类别="春风行动", 发放日期=day(1, 18), 金额=600, 资金来源="街道", 是否建档="是", 签收方式="本人签字"))
    sheet, _ = table("发放表", "2022年上半年帮扶慰问发放表", MADE, words, rows, total="合计")
    return {f"{HOME}/2022年上半年帮扶慰问发放表.xlsx": book(sheet)}


def claims(town: Town) -> dict[str, bytes]:
    """互助报销, with the column 患病名称 that no ledger keeps; the claim for 2021 needs last year's enrolment."""
    words = "序号 报销编号=编号 保障年度=互助年度 姓名 证件号码=身份证号码 单位名称=工作单位 补助项目=报销类别 受理日期=受理时间 受理渠道 医院=诊治医院 =患病名称 入院日期=入院时间 出院日期=出院时间 总费用 医保支付 自负金额=个人负担 申请金额 补助金额=给付金额 报销状态=办理状态 支付日期=到账日期 退回原因"
    rows: list[Row] = []
    for at, (number, who, year, left, cost, insured, paid) in enumerate((
        (1, 2, 2022, day(3, 12), 18000, 13000, day(4, 20)), (1, 5, 2022, day(4, 2), 9600, 7000, day(5, 16)),
        (10, 2, 2022, day(5, 8), 22000, 17500, day(6, 15)), (10, 4, 2021, day(12, 6, 2021), 7000, 5200, day(3, 2)),
        (1, 9, 2022, day(6, 1), 5200, 4000, None)), 1):  # fmt: skip
        row = person(town.firms[number], who, 报销编号=f"BX2022-{at:03d}", 保障年度=year, 补助项目="住院自负", 受理渠道="窗口", 医院="杭州市第二人民医院")
        row |= {"入院日期": left - dt.timedelta(days=6), "出院日期": left, "受理日期": left + dt.timedelta(days=20), "总费用": cost, "医保支付": insured, "自负金额": cost - insured}
        row |= {"申请金额": cost - insured, "补助金额": round((cost - insured) * 0.4), "报销状态": "已付", "支付日期": paid, "=患病名称": "（略）"}
        rows.append(row)
    rows[4] |= {"报销状态": "退回", "补助金额": None, "退回原因": "缺医保结算单"}
    rows[1]["自负金额"] = 3600  # fault: cost less insurance is 2600: held back
    sheet, _ = table("报销登记", "职工医疗互助报销登记表", MADE, words, rows)
    return {f"{HOME}/2022年医疗互助报销登记.xlsx": book(sheet)}


def stewards(town: Town) -> dict[str, bytes]:
    """平安管家示范点: three firms, one of them a site to show."""
    words = "序号 年度 单位名称=建设单位 示范级别=创建级别 启动日期=创建时间 主题 负责人 调解员数=调解队伍人数 受理纠纷数=矛盾纠纷数 调解数 调解成功数=化解数 隐患发现数 隐患整改数=已整改 宣讲场次=普法场次 参加人次 评分=得分 验收日期"
    rows: list[Row] = []
    for number, level, since, cases, solved, found, mended, score in ((5, "示范点", day(3, 1), 6, 6, 14, 13, 96), (3, "试点", day(4, 1), 9, 8, 10, 9, 88), (8, "一般", day(5, 1), 2, 2, 4, 4, 80)):
        firm = town.firms[number]
        row: Row = {"年度": 2022, "单位名称": firm.name, "示范级别": level, "启动日期": since, "主题": "和谐劳动", "负责人": firm.contact}
        row |= {"调解员数": 3, "受理纠纷数": cases, "调解数": cases, "调解成功数": solved, "隐患发现数": found, "隐患整改数": mended}
        rows.append(row | {"宣讲场次": 2, "参加人次": 60, "评分": score, "验收日期": day(6, 10) if level == "示范点" else None})
    sheet, _ = table("示范点", "2022年平安管家示范点台账", MADE.replace("          单位：元", ""), words, rows)
    return {f"{HOME}/平安管家示范点台账.xlsx": book(sheet)}


def events(town: Town) -> dict[str, bytes]:
    """活动 of the half-year, and one that is planned."""
    words = "序号 活动名称=活动主题 活动类型=活动类别 开始日期=活动时间 结束日期=结束时间 地点=活动地点 主办单位=举办单位 场次=活动场次 参加人数=参与人数 参加人次=参与人次 经费=活动经费 活动状态=开展情况"
    rows: list[Row] = [
        {"活动名称": name, "活动类型": kind, "开始日期": since, "结束日期": until or since, "地点": where, "主办单位": SUBDISTRICT, "场次": times, "参加人数": people, "参加人次": people * times, "经费": money, "活动状态": state}
        for name, kind, since, until, where, times, people, money, state in (
            ("三八女职工插花活动", "女职工", day(3, 8), None, "街道文化活动中心", 1, 45, 3600, "已完成"),
            ("工会干部业务培训", "培训", day(5, 18), None, "区工人文化宫", 2, 60, 4800, "已完成"),
            ("劳动法律宣讲进企业", "法律宣讲", day(4, 12), day(4, 28), "各企业", 4, 50, 2000, "已完成"),
            ("“墅桥之约”青年联谊", "青年联谊", day(5, 20), None, "街道文化活动中心", 1, 40, 6000, "已完成"),
            ("走访指导企业建会", "走访指导", day(6, 6), day(6, 10), "各企业", 8, 3, 0, "已完成"),
            ("2022年暑期小候鸟班", "小候鸟", day(7, 11), day(8, 12), "桥北社区", 1, 30, 15000, "计划"))
    ]
    sheet, _ = table("活动", "2022年工会活动台账", MADE, words, rows)
    return {f"{HOME}/2022年工会活动台账.xlsx": book(sheet)}


def tasks(town: Town) -> dict[str, bytes]:
    """年度任务: figures the program counts, the plan of three years, and a plain task."""
    words = "序号 年度 指标名称=工作项目 目标数=年度目标 计量单位 完成数=完成情况 截止日期=完成时限 责任人=牵头人 依据 任务说明=说明"
    rows: list[Row] = [
        {"年度": year, "指标名称": what, "目标数": goal, "计量单位": unit, "完成数": done, "截止日期": until, "责任人": "沈佳", "依据": "运工〔2022〕3号"}
        for year, what, goal, unit, done, until in (
            (2022, "新建工会数", 8, "家", None, day(12, 31)), (2022, "发展会员数", 300, "人", None, day(12, 31)), (2022, "疗休养参加人数", 30, "人", None, day(12, 31)),
            (2021, "互联网企业已建会数", 4, "家", 4, day(12, 31, 2021)), (2022, "互联网企业已建会数", 7, "家", None, day(12, 31)), (2023, "互联网企业已建会数", 8, "家", None, day(12, 31, 2023)),
            # fault: due at the end of May, and not done
            (2022, "编印劳动法律口袋书", 1000, "册", 600, day(5, 31)))
    ]
    sheet, _ = table("任务", "2022年度目标任务分解表", MADE.replace("          单位：元", ""), words, rows)
    return {f"{HOME}/2022年度目标任务分解表.xlsx": book(sheet)}


def visits(town: Town) -> dict[str, bytes]:
    """走访诉求: what people were asked, and what came of it."""
    words = "序号 走访日期=走访时间 单位名称=所在单位 走访对象=受访人 对象类型 走访人=走访干部 问题类别=诉求类别 问题=反映问题 责任部门 办理状态=办理情况 办理结果 办结日期=解决时间 是否回访 满意度"
    rows: list[Row] = []
    for number, at, when, kind, what, state, until in (
        (3, 21, day(3, 16), "子女教育", "暑期孩子没有人带，希望办班", "已办结", day(6, 20)), (7, 9, day(4, 8), "劳动安全", "后厨地面湿滑，希望铺防滑垫", "已办结", day(4, 20)),
        (9, 12, day(5, 17), "技能提升", "希望有晚上的培训班", "办理中", None), (5, 8, day(6, 9), "医疗", "想了解医疗互助怎么报销", "已办结", day(6, 9)),
        (2, 12, day(3, 22), "住房", "外地职工租房补贴如何申请", "待办", None)):  # fmt: skip  # fault: the last waits for more than sixty days
        one = town.firms[number].members[at]
        row: Row = {"走访日期": when, "单位名称": one["单位名称"], "走访对象": one["姓名"], "对象类型": "职工", "走访人": "沈佳", "问题类别": kind, "问题": what}
        rows.append(row | {"责任部门": "街道总工会", "办理状态": state, "办结日期": until, "办理结果": "已答复" if until else None, "是否回访": "是" if until else "否", "满意度": "满意" if until else None})
    sheet, _ = table("走访", "走访谈心与职工诉求台账", filled_by(SUBDISTRICT), words, rows)
    return {f"{HOME}/走访谈心与职工诉求台账.xlsx": book(sheet)}
