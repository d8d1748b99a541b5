"""The companion of a report: where every filled number comes from, without naming a person."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from union_xl.figures import WHOLE, FailedRelation, by_group, row_references
from union_xl.model import Figure
from union_xl.model.fileops import readable
from union_xl.run.reporting.evaluation import Evaluation

if TYPE_CHECKING:
    from union_xl.ledger_book import SheetContent

_FOLLOWED = 100
_LONGEST = 60
"""References listed for one figure; more are summed up in one line."""
_BESIDE = 8
"""References that stand in one line."""
CELLS = {
    "工作表": 8, "单元格": 11, "标签": 16, "代码": 6, "指标": 16, "分组": 10, "值": 10, "单位": 6,
    "统计方式": 7, "台账": 10, "口径": 27, "行数": 6, "备注": 17, "条件": 40,
}  # fmt: skip
ROWS = {"指标": 22, "分组": 24, "作用": 8, "行数": 8, "来源（文件 › 工作表!行）": 88}
VERSION = "程序版本"
CHECKS = {
    "编号": 7, "单位": 18, "左值": 9, "右值": 9, "级别": 6, "关系": 28, "涉及的数": 28, "说明": 16,
    "说明人": 8, "日期": 10, "情况": 11,
}  # fmt: skip
"""Columns and widths of the sheets: what is printed fits across a page."""
_NARROW = {"工作表", "单元格", "代码", "单位", "统计方式", "行数", "作用", "编号", "级别", "日期", "条件"}


def source_workbook(counted: Evaluation, cells: Sequence[Sequence[Any]], used: Iterable[Figure]) -> bytes:
    """The workbook `…-数据来源.xlsx`.

    `cells` are lines of (sheet, cell, tag, figure or None, value); `used` the figures whose rows are listed.
    """
    from union_xl import ledger_book

    out = io.BytesIO()
    shorts = {slug: short for short, slug in counted.counting.slugs.items()}
    about = {one.name: one.about for one in counted.library.indicators}
    keys = list(dict.fromkeys([*map(_key, used), *_in_question(counted)]))
    pages = [
        _page("填报单元格", CELLS, [cell_line(cell, shorts, about) for cell in _drawn_together(cells)]),
        _page("来源行", ROWS, list(_row_lines(counted, keys))),
        _page("审核关系", CHECKS, [check_line(one) for one in counted.checks]),
        _page("说明", {"项目": 14, "内容": 90}, _about(counted)),
    ]
    ledger_book.write_pages(pages, out, "数据来源")
    return out.getvalue()


def _page(name: str, widths: Mapping[str, float], lines: Sequence[Sequence[Any]]) -> SheetContent:
    from union_xl.ledger_book.sheets import sheet_of_rows

    rows = [[None if value == "" else value for value in line] for line in lines]
    wrapped, plain = widths.keys() - _NARROW, {"值": "General"}
    return sheet_of_rows(name, tuple(widths), rows, widths=widths, wrapped=wrapped, formats=plain)


def _drawn_together(cells: Sequence[Sequence[Any]]) -> Iterable[Sequence[Any]]:
    """Figures before texts; cells that merely repeat a ledger's own text, one line for each tag:
    `B2…B601（600格）`."""
    copied: dict[tuple[str, str], list[str]] = {}
    for sheet, spot, tag, figure, value in sorted(cells, key=lambda cell: cell[3] is None):
        if figure is None and "每" in tag:
            copied.setdefault((sheet, tag), []).append(spot)
        else:
            yield sheet, spot, tag, figure, value
    for (sheet, tag), spots in copied.items():
        shown = spots[0] if len(spots) == 1 else f"{spots[0]}…{spots[-1]}（{len(spots)}格）"
        yield sheet, shown, tag, None, ""


def _in_question(counted: Evaluation) -> list[tuple[str, str, str]]:
    """The figures of relations that do not hold and are not explained: their rows are listed too."""
    open_ones = [one for one in counted.checks if one.explanation is None][:_FOLLOWED]
    return [
        (name, *(("", "") if one.unit == WHOLE else ("单位", one.unit)))
        for one in open_ones
        for name in one.values
        if "." not in name
    ]


def _key(figure: Figure) -> tuple[str, str, str]:
    return figure.name, figure.group_by, figure.group


def cell_line(cell: Sequence[Any], shorts: Mapping[str, str], about: Mapping[str, str]) -> list[Any]:
    """A line of 填报单元格; texts from a ledger's rows are not repeated."""
    sheet, spot, tag, figure, value = cell
    if not isinstance(figure, Figure):
        shown, how = ("（台账原文）", "台账") if "每" in tag else (value, "设置")
        return [sheet, spot, tag, "", "", "", shown, "", how, "", "", "", "", ""]
    unit = "比率" if figure.unit == "%" else figure.unit
    return [
        sheet, spot, tag, figure.code, figure.name, figure.group, _shown(figure.value), unit, figure.how,
        shorts.get(figure.form, ""), about.get(figure.name, ""), figure.count, figure.note, figure.query,
    ]  # fmt: skip


def _shown(value: Any) -> Any:
    return "、".join(map(str, value)) if isinstance(value, list) else "—" if value is None else value


def check_line(one: FailedRelation) -> list[Any]:
    """A line of 审核关系; the first four columns are those of 审核说明 in the ledger, to be copied there."""
    given = one.explanation or one.stale
    state = "已说明" if one.explanation else "说明所对的数已变，请重新核对" if one.stale else "请更正或说明"
    words = (given.words, given.signer, given.date) if given else ("", "", "")
    return [one.code, one.unit, one.left, one.right, one.level, one.relation, one.words, *words, state]


def _row_lines(counted: Evaluation, keys: Sequence[tuple[str, str, str]]) -> Iterable[list[Any]]:
    """The rows behind every figure used; a 公式 points to what it stands on, which is listed too."""
    wanted: dict[tuple[str, str], list[str]] = {}
    formulas: list[list[Any]] = []
    todo = list(keys)
    seen: set[tuple[str, str, str]] = set()
    for name, label, group in todo:
        if (name, label, group) in seen:
            continue
        seen.add((name, label, group))
        one = counted.library.named(name)
        if one is not None and one.how == "公式":
            needs = [need for qualifier, need in one.where.names if not qualifier]
            formulas.append([name, group, "公式", "", f"由 {'、'.join(needs)} 计算：{one.where.text}"])
            todo += [(need, label, group) for need in needs]
        elif one is not None:
            wanted.setdefault((name, label), []).append(group)
    yield from formulas
    for (name, label), groups in wanted.items():
        found = by_group(counted.counting, name, label)
        for group in groups:
            for part in found.get(group, ()):
                rows = counted.ledger.rows.get(part.form)
                if rows is not None:
                    count: int | str = len(part.rows)
                    for places in _in_lines(row_references(rows, part.rows)):
                        yield [name, group, part.part, count, places]
                        count = ""


def _in_lines(places: Sequence[str]) -> Iterable[str]:
    """References joined so that each line can be read and printed."""
    listed = [*places[:_LONGEST], *([f"…共{len(places)}处"] if len(places) > _LONGEST else [])]
    return ["；".join(listed[at : at + _BESIDE]) for at in range(0, len(listed), _BESIDE)] or [""]


def _about(counted: Evaluation) -> list[list[Any]]:
    from union_xl import __version__

    return [
        *([["请注意", counted.incomplete]] if counted.incomplete else []),
        ["台账", readable(counted.path.name)],
        ["统计期间", counted.when.words if counted.when else ""],
        ["截止日", counted.as_of.isoformat() if counted.as_of else ""],
        ["指标库", counted.library.book],
        [VERSION, __version__],
        [
            "读法",
            "“填报单元格”逐格列出所填的数、指标和口径，条件在最右一列（不打印）；“来源行”列出数来自哪些报表的哪些行，只列位置，不列姓名和证件号码。",
        ],
        [
            "审核关系",
            "不成立的关系请更正台账；确属实际情况的，把“审核关系”那一行的前四栏抄到台账的“审核说明”，再填说明、说明人、日期。",
        ],
    ]
