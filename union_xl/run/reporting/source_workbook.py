"""The companion of a report: where every filled number comes from, without naming a person."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from union_xl.figures import WHOLE, FailedRelation, by_group, row_references
from union_xl.model import Figure
from union_xl.model.filenames import readable
from union_xl.run.reporting.evaluation import Evaluation

_FOLLOWED = 100
_LONGEST = 60
"""References listed for one figure; more are summed up in one line."""
CELLS = (
    "工作表",
    "单元格",
    "标签",
    "代码",
    "指标",
    "分组",
    "值",
    "单位",
    "统计方式",
    "台账",
    "条件",
    "行数",
    "备注",
)
ROWS = ("指标", "分组", "作用", "行数", "来源（文件 › 工作表!行）")
VERSION = "程序版本"
CHECKS = ("编号", "单位", "左值", "右值", "级别", "关系", "涉及的数", "说明", "说明人", "日期", "情况")


def source_workbook(counted: Evaluation, cells: Sequence[Sequence[Any]], used: Iterable[Figure]) -> bytes:
    """The workbook `…-数据来源.xlsx`.

    `cells` are lines of (sheet, cell, tag, figure or None, value); `used` the figures whose rows are listed.
    """
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    head = book.add_format(
        {"bold": True, "bg_color": "#DCE6F1", "border": 1, "font_name": "宋体", "font_size": 10}
    )
    body = book.add_format({"font_name": "宋体", "font_size": 10, "valign": "top", "text_wrap": True})
    looks = (head, body)
    shorts = {slug: short for short, slug in counted.counting.slugs.items()}
    _sheet(
        book,
        "填报单元格",
        CELLS,
        (11, 8, 22, 7, 18, 16, 12, 6, 8, 9, 40, 6, 26),
        (cell_line(cell, shorts) for cell in _drawn_together(cells)),
        looks,
    )
    _sheet(
        book,
        "来源行",
        ROWS,
        (22, 24, 8, 8, 90),
        _row_lines(counted, list(dict.fromkeys([*map(_key, used), *_in_question(counted)]))),
        looks,
    )
    lines = [check_line(one) for one in counted.checks]
    _sheet(book, "审核关系", CHECKS, (8, 24, 10, 10, 8, 44, 44, 30, 10, 12, 22), lines, looks)
    _sheet(book, "说明", ("项目", "内容"), (14, 90), _about(counted), looks)
    book.close()
    return out.getvalue()


def _drawn_together(cells: Sequence[Sequence[Any]]) -> Iterable[Sequence[Any]]:
    """Cells that merely repeat a ledger's own text, one line for each tag: `B2…B601（600格）`."""
    copied: dict[tuple[str, str], list[str]] = {}
    for sheet, spot, tag, figure, value in cells:
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


def cell_line(cell: Sequence[Any], shorts: Mapping[str, str]) -> list[Any]:
    """A line of 填报单元格; texts from a ledger's rows are not repeated."""
    sheet, spot, tag, figure, value = cell
    if not isinstance(figure, Figure):
        shown = "（台账原文，不重复列出）" if "每" in tag else value
        return [sheet, spot, tag, "", "", "", shown, "", "设置", "", "", "", ""]
    about = [figure.code, figure.name, figure.group, _shown(figure.value), figure.unit, figure.how]
    return [sheet, spot, tag, *about, shorts.get(figure.form, ""), figure.query, figure.count, figure.note]


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
                    yield [name, group, part.part, len(part.rows), _joined(row_references(rows, part.rows))]


def _joined(places: Sequence[str]) -> str:
    text = "；".join(places[:_LONGEST])
    return text if len(places) <= _LONGEST else f"{text}；…共{len(places)}处"


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
            "“填报单元格”逐格列出所填的数、指标和条件；“来源行”列出数来自哪些报表的哪些行，只列位置，不列姓名和证件号码。",
        ],
        [
            "审核关系",
            "不成立的关系请更正台账；确属实际情况的，把“审核关系”那一行的前四栏抄到台账的“审核说明”，再填说明、说明人、日期。",
        ],
    ]


def _sheet(
    book: Any,
    name: str,
    titles: Sequence[str],
    widths: Sequence[float],
    lines: Iterable[Sequence[Any]],
    looks: Any,
) -> None:
    sheet = book.add_worksheet(name)
    head, body = looks
    for col, (title, width) in enumerate(zip(titles, widths, strict=True)):
        sheet.write_string(0, col, title, head)
        sheet.set_column(col, col, width)
    last = 0
    for last, line in enumerate(lines, start=1):
        for col, value in enumerate(line):
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                sheet.write_number(last, col, value, body)
            elif value not in (None, ""):
                sheet.write_string(last, col, str(value)[:32000], body)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(last, 1), len(titles) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(0.4, 0.4, 0.5, 0.6)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A&C第 &P 页，共 &N 页")
    sheet.fit_to_pages(1, 0)
