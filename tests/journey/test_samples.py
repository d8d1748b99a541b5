"""What the demo makes of the further ledgers: every file goes where it is meant to go, the faults that were
put in are told, and nothing else is held."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from union_xl.ledgers import BUILT_IN

FIRST = ("会员登记", "单位台账", "竞赛总表", "竞赛报名")
MEANT = """
互助参保 | 采用 | 8 | 0 | 茶亭社区/禾通养老职工互助参保人员.xlsx
互助参保 | 采用 | 8 | 0 | 长乐里社区/杭州星图科技有限公司2022互助参保.xlsx
互助参保 | 采用 | 12 | 0 | 青麦网络医疗互助参保名册.xlsx
互助报销 | 采用 | 5 | 1 | 街道机关/2022年医疗互助报销登记.xlsx
五有检查 | 采用 | 15 | 0 | 星桥社区/五有职工之家检查表.xlsx
免费体检 | 采用 | 5 | 0 | 和元环境体检人员（医院返回）.xlsx
免费体检 | 采用 | 4 | 1 | 杭州远创人力资源服务有限公司职工体检报名.xlsx
免费体检 | 采用 | 6 | 0 | 桥北社区/雅硕餐饮免费体检名单.xlsx
劳模工匠名册 | 采用 | 3 | 0 | 街道机关/劳模工匠名册.xlsx
合同覆盖企业 | 采用 | 4 | 0 | 长乐里社区/集体合同覆盖企业名册.xlsx
困难家庭成员 | 采用 | 2 | 0 | 塘河社区/困难职工档案表（孟林勇）.xlsx
困难家庭成员 | 采用 | 2 | 0 | 长乐里社区/困难职工档案表-远创人力.docx
困难家庭成员 | 采用 | 2 | 0 | 长乐里社区/困难职工档案表-青腾物流.xlsx
困难职工档案 | 采用 | 1 | 0 | 塘河社区/困难职工档案表（孟林勇）.xlsx
困难职工档案 | 采用 | 1 | 0 | 长乐里社区/困难职工档案表-远创人力.docx
困难职工档案 | 采用 | 1 | 0 | 长乐里社区/困难职工档案表-青腾物流.xlsx
固定资产 | 采用 | 3 | 0 | 星桥社区/新信机械工会固定资产.xlsx
固定资产 | 采用 | 3 | 0 | 青麦网络工会固定资产盘点表.xlsx
审计检查 | 采用 | 16 | 0 | 街道机关/2022年工会经费审查检查表.xlsx
宣传信息 | 采用 | 2 | 0 | 中泽科技工会信息采用情况.xlsx
宣传信息 | 采用 | 3 | 0 | 长乐里社区/宣传信息报送统计.xlsx
小候鸟报名 | 采用 | 3 | 0 | 塘河社区/小候鸟暑托班报名.xlsx
小候鸟报名 | 采用 | 4 | 0 | 桥北社区/2022年小候鸟班报名表.xlsx
工会干部 | 采用 | 5 | 0 | 和元环境工会委员名册.xlsx
工会干部 | 采用 | 5 | 0 | 茶亭社区/新泽医疗工会干部名册.xlsx
工会经费 | 采用 | 2 | 0 | 桥北社区/和元环境工会经费拨缴.xlsx
工会经费 | 采用 | 16 | 0 | 街道机关/2022年上半年工会经费代收台账.xlsx
帮扶慰问 | 采用 | 7 | 0 | 街道机关/2022年上半年帮扶慰问发放表.xlsx
平安管家清单 | 采用 | 15 | 0 | 星桥社区/新信机械平安管家建设清单.xlsx
平安管家示范点 | 采用 | 3 | 0 | 街道机关/平安管家示范点台账.xlsx
年度任务 | 采用 | 7 | 0 | 街道机关/2022年度目标任务分解表.xlsx
活动 | 采用 | 6 | 0 | 街道机关/2022年工会活动台账.xlsx
疗休养人员 | 采用 | 3 | 0 | 塘河社区/蓝辰电商疗休养名单（区总）.xlsx
疗休养人员 | 采用 | 6 | 0 | 杭州中泽科技有限公司疗休养人员名单.xlsx
疗休养人员 | 采用 | 3 | 0 | 柳浪社区/禾舟建筑疗休养人员（6月）.xlsx
疗休养人员 | 采用 | 3 | 1 | 柳浪社区/禾舟建筑疗休养人员（7月）.xlsx
疗休养人员 | 采用 | 6 | 0 | 长乐里社区/青腾物流疗休养报名表.xlsx
疗休养批次 | 采用 | 4 | 0 | 街道机关/2022年疗休养批次安排.xlsx
竞赛成绩 | 采用 | 9 | 0 | 街道机关/养老护理职业技能大赛成绩汇总.xlsx
竞赛成绩 | 采用 | 3 | 0 | 街道机关/程序设计技能比武成绩.xlsx
经费收支 | 采用 | 9 | 0 | 星桥社区/新信机械工会经费收支预算表.xlsx
经费收支 | 采用 | 9 | 0 | 长乐里社区/工会联合会经费收支表.xlsx
职工阵地 | 采用 | 2 | 0 | 星桥社区/新信机械职工之家台账.xlsx
职工阵地 | 采用 | 2 | 0 | 柳浪社区/职工阵地台账（柳浪）.xlsx
职工阵地 | 采用 | 3 | 0 | 桥北社区/桥北社区驿站、妈咪小屋台账.xlsx
评先推荐 | 采用 | 1 | 0 | 柳浪社区/中泽科技先进个人推荐审批表.xlsx
评先推荐 | 采用 | 4 | 0 | 街道机关/2022年评先推荐汇总表.xlsx
走访诉求 | 采用 | 5 | 0 | 街道机关/走访谈心与职工诉求台账.xlsx
送清凉 | 采用 | 5 | 0 | 街道机关/2022年送清凉走访登记.xlsx
金秋助学 | 采用 | 2 | 0 | 塘河社区/蓝辰电商金秋助学申请汇总表.xlsx
金秋助学 | 采用 | 2 | 0 | 杭州青腾物流有限公司金秋助学.xlsx
集体合同 | 采用 | 3 | 0 | 星桥社区/新信机械集体合同、工资协议.xlsx
集体合同 | 采用 | 2 | 0 | 柳浪社区/中泽科技集体合同台账.xlsx
集体合同 | 采用 | 2 | 0 | 长乐里社区/区域性集体合同台账.xlsx
青年联谊报名 | 采用 | 4 | 0 | 长乐里社区/星图科技青年联谊报名.csv
青年联谊报名 | 采用 | 4 | 0 | 青麦网络青年交友活动报名表.xlsx
"""
"""Ledger | fate | rows | of these held | file."""
FAULTS = """
D-R4a | 街道机关/2022年评先推荐汇总表.xlsx
F-NAME-PERSON | 塘河社区/困难职工档案表（孟林勇）.xlsx
CHOICE-UNKNOWN | 星桥社区/五有职工之家检查表.xlsx
G-R17a | 街道机关/2022年医疗互助报销登记.xlsx
G-R28 | 茶亭社区/禾通养老职工互助参保人员.xlsx
H-R15 | 星桥社区/新信机械集体合同、工资协议.xlsx
ID-CHECK | 杭州远创人力资源服务有限公司职工体检报名.xlsx
J-R2 | 柳浪社区/职工阵地台账（柳浪）.xlsx
K-R1 | 桥北社区/和元环境工会经费拨缴.xlsx
K-R13 | 街道机关/2022年工会经费审查检查表.xlsx
K-R18 | 青麦网络工会固定资产盘点表.xlsx
K-R4 | 星桥社区/新信机械工会经费收支预算表.xlsx
K-R4 | 长乐里社区/工会联合会经费收支表.xlsx
K-R6 | 街道机关/2022年上半年工会经费代收台账.xlsx
V-R4 | 街道机关/走访谈心与职工诉求台账.xlsx
X30 | 柳浪社区/禾舟建筑疗休养人员（7月）.xlsx
X38 | 长乐里社区/困难职工档案表-青腾物流.xlsx
X40 | 街道机关/2022年上半年帮扶慰问发放表.xlsx
X44 | 长乐里社区/杭州星图科技有限公司2022互助参保.xlsx
X50 | 街道机关/养老护理职业技能大赛成绩汇总.xlsx
"""
"""Rule | file, each once: what was put in on purpose (`# fault:` in the scripts that make the folder)."""
FORMAL = ("BLANK-", "COLUMN-EXPECTED", "T-LACKS", "T-NOT-KEPT", "NUM-ABOUT", "SCORE-NONE")
"""Columns that a layout does not have, cells that are empty by nature, and what no ledger keeps."""


def lines(text: str) -> list[tuple[str, ...]]:
    return [tuple(line.split(" | ")) for line in text.strip().splitlines()]


def sheet(path: Path, name: str) -> list[dict[str, object]]:
    rows = list(openpyxl.load_workbook(path)[name].iter_rows(values_only=True))
    at = next(number for number, row in enumerate(rows) if "文件" in row)
    return [dict(zip(map(str, rows[at]), row, strict=True)) for row in rows[at + 1 :] if any(row)]


@pytest.fixture
def ledger(demo_out: Path) -> Path:
    return demo_out / "汇总台账.xlsx"


def test_every_file_goes_where_it_is_meant_to_go(ledger: Path) -> None:
    said = sorted(
        tuple(str(row[title] or 0) for title in ("表", "去向", "行数", "暂缓", "文件"))
        for row in sheet(ledger, "来源文件")
        if row["表"] and row["表"] not in FIRST
    )
    assert said == sorted(lines(MEANT))


def test_every_ledger_has_rows() -> None:
    assert {form.short for form in BUILT_IN} == {line[0] for line in lines(MEANT)} | set(FIRST)


def test_the_faults_put_in_are_told_and_no_other(ledger: Path) -> None:
    files = {line[-1] for line in lines(MEANT)}
    told = sorted(
        (str(row["规则"]), str(row["文件"]))
        for row in sheet(ledger, "问题清单")
        if row["文件"] in files and not str(row["规则"]).startswith(FORMAL)
    )
    assert told == sorted(lines(FAULTS))


def test_the_overview_names_the_ledgers_still_to_be_returned(ledger: Path) -> None:
    """One line for all days that are still to come, with the ledgers, not one nameless line for each."""
    rows = openpyxl.load_workbook(ledger)["概览"].iter_rows(values_only=True)
    (told,) = (str(row[1]) for row in rows if row[0] == "报送截止")
    assert told == "2 项；最近 2022-06-30：集体合同、互助参保"  # no unit owes 小候鸟报名 and 宣传信息


def test_the_tables_come_in_the_order_of_their_numbers(demo_out: Path) -> None:
    """表2 before 表10."""
    document = docx.Document(str(demo_out / "报表" / "半年总结.docx")).element.body
    text = "".join(one.text or "" for one in document.iter(qn("w:t")))
    assert text.index("互联网企业建会进度") < text.rindex("阵地和活动") < text.rindex("宣传信息")
