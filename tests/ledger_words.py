"""Everything about a ledger stands in its declaration: elsewhere no text is a ledger's name or column title.

What the program must know is a role, a kind or a field of the declaration.  A word may be allowed in a room,
with the reason why it is not the ledger's there.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from union_xl.ledgers import BUILT_IN

PACKAGE = Path(__file__).parent.parent / "union_xl"
EXEMPT = {
    "ledgers": "the declarations",
    "kinds": "names of kinds: 性别, 民族, 证件号码 … are kinds of values first",
    "_data": "files that travel with the package",
}
NAMES = {word for form in BUILT_IN for word in (form.slug, form.short, form.title)}
TITLES = {column.title for form in BUILT_IN for column in (*form.columns, *form.never_kept)}

ALLOWED: dict[str, tuple[str, str]] = {
    "": (
        "ordinary words of our own sheets: headings of 问题清单, 指标库, 来源文件, 设置",
        "级别 名称 关系 问题 项目 年度 份数 标题 依据 备注 数量 说明 日期 地点 编号 状态",
    ),
    "blanks": (
        "kinds by their names, the heads of blanks and of lists of them, names a filler types (=性别)",
        "联系人 证件号码 手机号码 联系电话 统一社会信用代码 工会统一社会信用代码 截止日期 金额 姓名 性别 "
        "出生日期 单位意见",
    ),
    "cli": ("what an address of the cluster is called", "地址"),
    "model": (
        "labels beside a table, and items of 设置 with their other spellings",
        "单位名称 工会名称 统一社会信用代码 联系人 联系电话 上级工会 负责人 截止日期 "
        "每单位限报 理论权重 实操权重 平安管家示范点",
    ),
    "expressions": ("names the language gives every ledger", "所属社区 所属行业"),
    "run": ("items of 设置, signers, words that are no names", "联系人 联系电话 负责人 审核人 姓名"),
    "ledger_book": ("headings of 报送情况 and of a chart by age", "联系电话 年龄"),
    "notices": ("headings of the chase list, names of letters", "单位名称 联系人 联系电话"),
    "office": (
        "headings of 应报单位 and 填报对应, as offices write them",
        "单位名称 工会名称 统一社会信用代码 所属社区 联系人 联系电话 手机号码 姓名 证件号码 所在单位 "
        "指标名称",
    ),
    "findings": ("what a cell holds is called", "起止时间"),
    "merge": ("headings of 报送情况", "联系人 联系电话"),
    "find": (
        "labels, footers and groups as people write them above, below and beside a table",
        "单位名称 工会名称 统一社会信用代码 工会统一社会信用代码 姓名 证件号码 手机号码 联系电话 联系人 "
        "负责人 工会主席 公章 审核人 领队 队名 年龄 出生日期 入会日期 银行账号 竞赛编号 竞赛名称 工种 "
        "职务/岗位 技能等级 职称 届次 批次 计量单位 金额 地址 截止日期",
    ),
    "check": ("the unit named above a table", "计量单位"),
}


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """The texts of a module with their lines, docstrings aside."""
    tree = ast.parse(path.read_text("utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


def allowed(room: str) -> set[str]:
    return {word for key in ("", room) for word in ALLOWED.get(key, ("", ""))[1].split()}


def named_outside() -> list[str]:
    """Where a ledger or its column is named outside the declarations: `run/diff.py:30: 会籍变化类型`."""
    wrong = []
    for path in sorted(PACKAGE.rglob("*.py")):
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if room not in EXEMPT:
            known = (NAMES | TITLES) - allowed(room)
            found = ((line, text) for line, text in texts(path) if text in known)
            wrong += [f"{path.relative_to(PACKAGE)}:{line}: {text}" for line, text in found]
    return wrong
