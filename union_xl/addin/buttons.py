"""The buttons of the ribbon tab 工会表格: the only place that names one.

Ribbon XML and VBA subs are generated from this table; the handlers, the tests and the README are checked
against it.
"""

from __future__ import annotations

from dataclasses import dataclass

TAB = "工会表格"
COLLECT, VERIFY, COUNT, KEEP, TOOLS = GROUPS = ("收表", "核对", "统计", "台账", "工具")


@dataclass(frozen=True, slots=True)
class Button:
    """One button.

    `id` is the key of its handler in `excel.handlers`; `tip` one line, `more` what happens and what does not;
    `command` does the same without Excel; `writes` says that the open workbook is changed, so that a copy
    is kept first.  `menu`: it opens a menu of what the open workbook has, each item with its own choice.
    """

    id: str
    label: str
    group: str
    icon: str
    tip: str
    more: str
    command: str
    writes: bool = False
    large: bool = False
    book: bool = True
    menu: bool = False

    @property
    def macro(self) -> str:
        """The VBA sub the ribbon calls."""
        return f"ux_{self.id}"


BUTTONS: tuple[Button, ...] = (
    Button(
        "blank",
        "生成空表",
        COLLECT,
        "FileNewDefault",
        "给每个应报单位生成空表",
        "按打开的工作台里的应报单位，每单位一份带下拉和提示的空表。没有打开工作台时生成一份通用空表。",
        "union-xl blank 会员登记 --office 工作台.xlsx --out 空表",
        large=True,
        book=False,
    ),
    Button(
        "merge",
        "批量合并",
        COLLECT,
        "Consolidate",
        "选一个文件夹，合并成汇总台账",
        "生成汇总台账、退回和催报。报来的文件不改动，每一行都有着落。",
        "union-xl merge 收到 --office 工作台.xlsx --out 结果",
        large=True,
        book=False,
    ),
    Button(
        "chase",
        "催报清单",
        COLLECT,
        "FileSendAsAttachment",
        "看谁没报、谁被退回",
        "打开上次合并得到的催报材料所在的文件夹，并报出数目。",
        "union-xl merge 收到 --office 工作台.xlsx --out 结果",
        book=False,
    ),
    Button(
        "check",
        "校验本表",
        VERIFY,
        "DataValidation",
        "检查当前工作簿，标出有问题的单元格",
        "红色要改，黄色请核对；批注说明原因，“问题清单”列出全部。只加标记，不改数据，可撤销。",
        "union-xl check 收到 --office 工作台.xlsx --out 校验结果",
        writes=True,
        large=True,
    ),
    Button(
        "clear",
        "清除标记",
        VERIFY,
        "ReviewDeleteComment",
        "去掉本程序加的颜色、批注和问题清单",
        "只去掉本程序加的，单位自己的颜色和批注不动。",
        "union-xl check 收到 --office 工作台.xlsx --out 校验结果",
        writes=True,
    ),
    Button(
        "accept",
        "采纳建议",
        VERIFY,
        "ReviewAcceptChange",
        "把选中单元格改成建议的值",
        "只改选中的、且建议唯一的单元格，改完去掉标记；可撤销。",
        "union-xl merge 收到 --office 工作台.xlsx --out 结果",
        writes=True,
    ),
    Button(
        "fill",
        "填写报表",
        COUNT,
        "TableInsert",
        "把统计数填进当前打开的模板",
        "选汇总台账后，当前模板里的 {{会员数}} 等标签就地填成数字；其余内容不动，可撤销。",
        "union-xl report 结果/汇总台账.xlsx --template 上级模板.xlsx --out 报表",
        writes=True,
        large=True,
    ),
    Button(
        "verify",
        "审核关系",
        COUNT,
        "ErrorChecking",
        "核对指标之间的审核关系",
        "如女会员数不应大于会员数；不符的列出来，不改任何数。",
        "union-xl report 结果/汇总台账.xlsx --plan --out 报表",
        book=False,
    ),
    Button(
        "summary",
        "半年总结",
        COUNT,
        "ExportWord",
        "生成半年总结 Word 稿和报表",
        "选汇总台账，再选放结果的文件夹。",
        "union-xl report 结果/汇总台账.xlsx --office 工作台.xlsx --out 报表",
        book=False,
    ),
    Button(
        "trace",
        "追溯",
        COUNT,
        "TracePrecedents",
        "看一个数由哪些行得来，或一行进了哪些数",
        "选中报表里的一个数，列出来源行；选中台账里的一行，列出它进了哪些指标。",
        "union-xl trace 结果/汇总台账.xlsx 期末会员数",
        writes=True,
    ),
    Button(
        "lists",
        "名册",
        KEEP,
        "FilePrintPreview",
        "打印打开的台账里的清单：签到表、公示稿、发放表等",
        "按打开的汇总台账列出能打印的清单，选一张，排好版存成新工作簿并打开。按已保存的台账列；公示的自动遮住隐私。",
        "union-xl list 结果/汇总台账.xlsx 评先推荐·公示稿 --out 公示稿.xlsx",
        large=True,
        menu=True,
    ),
    Button(
        "due",
        "到期一览",
        KEEP,
        "CalendarInsert",
        "换届、合同、复验、整改等，什么快到期了",
        "按打开的（或选的）汇总台账列出快到期和已过期的事项，存成新工作簿并打开。",
        "union-xl list 结果/汇总台账.xlsx 到期一览 --out 到期一览.xlsx",
        book=False,
    ),
    Button(
        "find",
        "查人",
        KEEP,
        "FindDialog",
        "一个人或一个单位在各台账里有哪些记录",
        "选中一个姓名、证件号码或单位名称再点，没有选中就问。隐私遮住，限阅台账只说有。",
        "union-xl find 结果/汇总台账.xlsx 张三",
        book=False,
    ),
    Button(
        "freeze",
        "定稿",
        KEEP,
        "FileMarkAsFinal",
        "上报以后封存台账、指标、模板和报表",
        "选合并的结果文件夹，存进其中的“档案”。已经定稿的，可以写明理由解封。",
        "union-xl freeze 结果 --note 已报区总",
        book=False,
    ),
    Button(
        "moved",
        "与上报数差异",
        KEEP,
        "ReviewShareWorkbook",
        "定稿以后有没有东西变了，影响哪个数",
        "选合并的结果文件夹，核对定稿的每个文件和每个数；有差异的列成工作簿并打开。",
        "union-xl freeze 结果 --check",
        book=False,
    ),
    Button(
        "mask",
        "脱敏副本",
        TOOLS,
        "FileDocumentInspect",
        "另存一份遮住证件号和手机号的副本",
        "当前工作簿不变。",
        "union-xl mask 结果/汇总台账.xlsx --out 脱敏.xlsx",
    ),
    Button(
        "undo",
        "撤销上一步",
        TOOLS,
        "Undo",
        "撤销本程序对当前工作簿的上一次改动",
        "关过 Excel 也能撤销；更早的留底用 union-xl addin doctor --restore 取回。",
        "union-xl addin doctor --restore",
    ),
    Button(
        "settings",
        "设置",
        TOOLS,
        "ControlProperties",
        "打开工作台的设置；没有就新建一份",
        "统计期间、截止日、应报单位都在工作台里。",
        "union-xl blank 工作台",
        book=False,
    ),
    Button(
        "help",
        "帮助",
        TOOLS,
        "Help",
        "每个按钮做什么",
        "显示版本、日志位置和各按钮说明。",
        "union-xl --help",
        book=False,
    ),
)


def button(id_: str) -> Button | None:
    """The button of an id, None when there is no such button."""
    return next((one for one in BUTTONS if one.id == id_), None)


def in_group(group: str) -> tuple[Button, ...]:
    """The buttons of a group, in the order of the table."""
    return tuple(one for one in BUTTONS if one.group == group)
