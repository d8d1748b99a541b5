# ruff: noqa: E501
"""The report templates: the district's whole set 表0–表12, one workbook each, and the platform's import file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from templates.making import table_contests as contests
from templates.making import table_main as main
from templates.making import table_money as money
from templates.making import table_places as places
from templates.making import table_relations as relations
from templates.making import table_unions as unions
from templates.making import table_welfare as welfare
from templates.making.import_file import platform
from templates.making.layout import Table
from templates.making.official import Book

BOOKS: Mapping[str, tuple[Table, ...]] = MappingProxyType(
    {
        "表0 主要指标完成情况": (main.MAIN, main.TASKS, main.RETURNS),
        "表1 工会组建和会员发展情况": (unions.FORMATION,),
        "表1-2 会员结构统计": (unions.STRUCTURE,),
        "表2 互联网企业建会进度": (unions.INTERNET, unions.INTERNET_LIST),
        "表3 实名制录入进度": (unions.REALNAME, unions.REALNAME_PLACES),
        "表4 职工技能竞赛汇总": (contests.CONTESTS,),
        "表5 评先推荐汇总": (contests.HONOURS, contests.HONOURS_SUM),
        "表6 疗休养和体检": (welfare.RECUPERATION, welfare.HEALTH),
        "表7 帮扶救助和医疗互助": (welfare.CASES, welfare.AID, welfare.MUTUAL, welfare.COOLING),
        "表8 集体协商": (relations.CONTRACTS, relations.PILOTS, relations.EXPIRING),
        "表9 平安管家示范点": (relations.SITES, relations.GAPS),
        "表10 阵地和活动": (places.VENUES, places.EVENTS),
        "表11 经费资产经审": (money.DUES, money.ACCOUNTS, money.ASSETS, money.AUDIT),
        "表12 宣传信息": (places.NEWS,),
    }
)
"""{file name without ending: its tables}."""


def make_reports(folder: Path) -> None:
    """Write every report template into `folder`."""
    for name, tables in BOOKS.items():
        Book(folder / f"{name}.xlsx", tables[0].title).add(*tables).close()
    platform(folder / "市平台导入.xlsx")
