"""What came of each ledger in a round: returns owed and in, rows read, problems; the items of `每表`.

And the figures of each row whose rows other ledgers hold: of a batch those of its people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from union_xl import ledgers
from union_xl.figures import Library
from union_xl.ledgers.shapes import owner_name, owner_titles
from union_xl.merge.reporting_status import is_owed, status_and_note
from union_xl.model import Figure, RunContext

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


def add_figures(
    slug: str,
    items: Sequence[dict[str, Any]],
    context: RunContext,
    whole: Library,
    count: Callable[[Library], Sequence[Figure]],
) -> None:
    """Add to the rows of a ledger ({column: value}) the figures of each, by name and code, and their columns
    by other titles (疗休养地 for 目的地); a column of that name stays.  Nothing where no rows of other
    ledgers belong to them."""
    forms = ledgers.forms_of(context)
    form = next(one for one in forms if one.slug == slug)
    titles, library = owner_titles(form, forms), whole.grouped_by([form.short])
    counted = [one for one in library.indicators if form.short in one.groups]
    if not titles or not counted:
        return
    made = count(library.only(*(one.name for one in counted)))
    found = {(one.name, one.group): one for one in made if one.group_by == form.short}
    of_all = {one.name: one for one in made if not one.group_by}
    keys = [name for title in titles for name in (title, *form.by_title[title].aliases)]
    for item in items:
        row = owner_name(item, titles)
        for one in counted:
            figure = found.get((one.name, row)) or _none_of(of_all[one.name], form.short, row)
            for name in filter(None, (one.name, one.code, *(f"{key}.{one.name}" for key in keys))):
                item.setdefault(name, figure)
        for column in form.columns:
            for alias in column.aliases:
                item.setdefault(alias, item.get(column.title))


def _none_of(whole: Figure, group_by: str, group: str) -> Figure:
    """The figure of a row that owns no row: a number of nothing is 0, a share or an extreme is not there."""
    known = whole.value is not None and whole.how in ("计数", "去重", "求和")
    return replace(whole, value=0 if known else None, group_by=group_by, group=group, count=0)
