"""自定义表样例.xlsx: how a clerk declares a form without code, ready to be copied and changed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import xlsxwriter

from union_xl import kinds

HEADS = ("列名", "别名", "类型", "必填", "取值", "说明", "示例", "保密", "公示")
FACTS = (
    ("表名", "夏送清凉慰问登记表", "写在空表最上面的名称"),
    ("简称", "送清凉", "汇总台账里的工作表名称，不超过20字"),
    ("代号", "cool-drinks", "命令里用的小写英文，可不填"),
    ("唯一列", "证件号码、慰问类别", "合起来不能重复的列"),
    ("版本", "1", "改了列就加1"),
)
# fmt: off
COLUMNS = (
    (
        "单位名称",
        "工作单位、所在单位",
        "单位名称",
        "是",
        "",
        "与营业执照一致",
        "杭州某某科技有限公司",
        "",
        "是",
    ),
    ("姓名", "被慰问人、职工姓名", "姓名", "是", "", "与身份证一致", "张三", "姓名", "是"),
    (
        "证件号码",
        "身份证号、身份证号码",
        "证件号码",
        "是",
        "",
        "18位身份证号",
        "330105199003072013",
        "证件",
        "",
    ),
    ("手机号码", "联系电话", "手机号码", "应填", "", "11位", "13912341234", "电话", ""),
    (
        "慰问类别",
        "类别",
        "文本",
        "是",
        "夏送清凉、冬送温暖、金秋助学",
        "从下拉列表中选",
        "夏送清凉",
        "",
        "是",
    ),
    ("慰问日期", "日期", "日期", "是", "", "如 2022-07-01", "2022-07-01", "", ""),
    ("慰问金额", "金额、慰问金额(元)", "金额", "应填", "", "元", "500", "", ""),
    ("备注", "", "备注", "否", "", "", "", "不外传", ""),
)
# fmt: on
RULES = (
    ("QL-1", "慰问金额 <= 1000", "错误", "慰问金额每人不超过1000元"),
    ("QL-2", "慰问日期 between 期初 and 期末", "提醒", "慰问日期不在本统计期间内"),
    ("QL-3", "慰问类别 <> '夏送清凉' or month(慰问日期) between 6 and 9", "提醒", "夏送清凉一般在6至9月"),
)
LISTS = (
    ("清单名", "清单的列", "给谁看", "清单条件", "排序", "分开打印", "合计列", "清单模板"),
    ("公示稿", "姓名\n单位名称\n慰问类别", "公示", "", "单位名称", "", "", ""),
    (
        "发放签字表",
        "姓名\n单位名称\n慰问金额\n签名 =",
        "对内",
        "慰问金额 > 0",
        "单位名称",
        "慰问类别",
        "慰问金额",
        "签名表",
    ),
)
DUE = (
    ("到期事项", "到期日", "提前天数", "已了结", "对象列", "怎么办"),
    ("下次慰问", "慰问日期 + to_years(1)", "30", "", "单位名称、姓名", "安排慰问"),
)
HELP = (
    "一张工作表声明一张表，工作表名以“自定义表”开头；把它放进工作台.xlsx，或用 --form 指定本文件。",
    "列名一行一个，从上到下就是空表从左到右；别名写别人可能用的叫法，用顿号隔开。",
    "必填：是＝空着这一行不收；应填＝空着只提醒；否＝可空。取值写了就成为下拉列表，用顿号隔开。",
    "类型从下拉列表中选；证件号码、手机号码、日期、金额等类型会自动检查。保密的列在通知和回执里会遮住。",
    "关系里直接写列名，成立才算对；可用 期初、期末、截止日，and、or、between、in ('甲', '乙')、is null。",
    "清单是这张表能打印的名册：给谁看写 对内、对外 或 公示；公示只能用“公示”填了“是”的列，姓名自动遮住。",
    "清单的列一行一列：列名；或 标题 = 表达式；签名这样空着的列写 签名 =。到期事项会列进到期一览。",
    "关系里的文字内容用单引号括起来，如 慰问类别 = '夏送清凉'；列名不用括。",
    "写错了运行时会指出是哪个单元格；改好再运行即可。",
)


def make_declaration(path: Path) -> None:
    """Write the example."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": "自定义表样例", "created": dt.datetime(2020, 1, 1)})
        _sheet(book)
        _lists(book)


def _sheet(book: Any) -> None:
    base = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter"}
    head = book.add_format(base | {"bold": True, "bg_color": "#1F4E78", "font_color": "#FFFFFF", "border": 1})
    label = book.add_format(base | {"bold": True, "bg_color": "#DDEBF7", "border": 1})
    cell = book.add_format(
        base | {"border": 1, "border_color": "#BFBFBF", "text_wrap": True, "num_format": "@"}
    )
    hint = book.add_format(base | {"font_color": "#7F7F7F", "italic": True})
    sheet = book.add_worksheet("自定义表·送清凉")
    for col, width in enumerate((16, 34, 16, 16, 32, 26, 24, 12, 8)):
        sheet.set_column(col, col, width)
    row = 0
    for name, value, told in FACTS:
        sheet.write_string(row, 0, name, label)
        sheet.write_string(row, 1, value, cell)
        sheet.write_string(row, 2, told, hint)
        row += 1
    row += 1
    sheet.write_row(row, 0, HEADS, head)
    first = row + 1
    for values in COLUMNS:
        row += 1
        sheet.write_row(row, 0, values, cell)
    kind_list = f"=类型!$A$2:$A${len(kinds.KINDS) + 1}"
    sheet.data_validation(
        first, 2, first + 60, 2, {"validate": "list", "source": kind_list, "error_type": "warning"}
    )
    sheet.data_validation(first, 3, row, 3, {"validate": "list", "source": ["是", "应填", "否"]})
    row += 2
    sheet.write_row(row, 0, ("编号", "关系", "级别", "说明"), head)
    first = row + 1
    for values in RULES:
        row += 1
        sheet.write_row(row, 0, values, cell)
    sheet.data_validation(
        first, 2, first + 30, 2, {"validate": "list", "source": ["错误", "提醒"], "error_type": "warning"}
    )
    for lines in (LISTS, DUE):
        row += 2
        for at, values in enumerate(lines):
            sheet.write_row(row + at, 0, values, head if at == 0 else cell)
        row += len(lines) - 1
    guide = book.add_worksheet("说明")
    guide.set_column(0, 0, 110)
    guide.write_string(0, 0, "怎样自己声明一张表", book.add_format(base | {"bold": True, "font_size": 14}))
    for number, told in enumerate(HELP, 1):
        guide.write_string(number, 0, f"{number}. {told}", book.add_format(base | {"text_wrap": True}))
    for page in (sheet, guide):
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)


def _lists(book: Any) -> None:
    page = book.add_worksheet("类型")
    page.write_column(0, 0, ["类型", *kinds.KINDS])
    page.hide()
