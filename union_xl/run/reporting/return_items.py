"""What came of each ledger in a round: returns owed and in, rows read, problems; the items of `每表`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from union_xl.merge.reporting_status import is_owed, status_and_note

if TYPE_CHECKING:
    from union_xl.ledgers.form import Form

LABEL = "表"
"""The label of the repeating row: `{{每表.应报}}`."""
_STATES: Mapping[str, str] = {
    "已报": "已报",
    "部分受理": "已报",
    "零报告": "已报",
    "退回": "退回",
    "待确认": "退回",
    "未报": "未报",
}
"""{state in 报送情况: the column it counts in}; who is 免报 owes nothing."""
_ROWS = {"行数": "读入", "保留": "保留", "合并": "合并", "暂缓": "暂缓"}
_PROBLEMS = ("错误", "提醒")
_Helper = Mapping[str, Sequence[Any]]


def by_ledger(standing: _Helper, files: _Helper, forms: Iterable[Form]) -> list[dict[str, Any]]:
    """One item for each ledger that is owed or came, in their order, from the columns of 报送情况 and
    来源文件: 应报, 已报, 退回, 未报 (returns that units owe), 读入, 保留, 合并, 暂缓 (rows), 错误, 提醒."""
    found: dict[str, Counter[str]] = {}
    for line in _lines(standing, ("表", "状态", *_PROBLEMS)):
        own = found.setdefault(str(line["表"]).strip(), Counter())
        column = _STATES.get(status_and_note(line["状态"])[0] or "未报") if is_owed(line["状态"]) else None
        own.update({column: 1, "应报": 1} if column else {})
        own.update({title: _number(line[title]) for title in _PROBLEMS})
    for line in _lines(files, ("表", *_ROWS)):
        own = found.setdefault(str(line["表"]).strip(), Counter())
        own.update({column: _number(line[title]) for title, column in _ROWS.items()})
    titles = ("应报", "已报", "退回", "未报", *_ROWS.values(), *_PROBLEMS)
    shorts = [form.short for form in forms if form.short in found]
    return [
        {"序号": at, LABEL: short, f"{LABEL}名称": short, **{title: found[short][title] for title in titles}}
        for at, short in enumerate(shorts, start=1)
    ]


def _lines(columns: _Helper, titles: Sequence[str]) -> list[dict[str, Any]]:
    if not {*titles} <= set(columns):
        return []
    return [
        dict(zip(titles, cells, strict=True))
        for cells in zip(*(columns[title] for title in titles), strict=True)
    ]


def _number(value: Any) -> int:
    return int(value) if isinstance(value, (int, float)) and value == value else 0
