"""What in a filled template is to be looked at: shares, sums, odd values, names with a new meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from union_xl.figures import ODD_GROUP
from union_xl.fill.tags import Tag, split_text
from union_xl.model import Figure
from union_xl.run.reporting.source_workbook import VERSION
from union_xl.run.reporting.template_figures import NOWHERE

if TYPE_CHECKING:
    from union_xl.run.reporting.evaluation import Evaluation

_MOST = 12
_ROWS_OF = re.compile(r"(?:^|；)有(\d+)行的([^；]+)")
"""What figures.notes says of cells that could not be taken."""
Cells = Iterable[tuple[str, str, str, Figure | None, Any]]


def doubtful(output: str, cells: Cells) -> list[str]:
    """One sentence for each filled figure that is over 100 %, outside the closed list, or no sum of the lines
    beside it, at most `_MOST`; one for all shares of what is not complete and for each label with groups
    nothing speaks of; one for each ledger that is not there and each column whose cells could not be taken,
    with the figures that stand on it."""
    cells = [one for one in cells if one[3] is not None]
    split = {(one.name, one.group_by) for *_, one, _ in cells if one is not None and one.group_by}
    sentences = [
        f"{output} {sheet}!{spot}：{why}"
        for sheet, spot, _, figure, _ in cells
        if figure is not None and (why := _why(figure, split))
    ]
    sentences = list(dict.fromkeys(sentences))
    more = [f"{output}：还有 {len(sentences) - _MOST} 处，见数据来源的备注"] if len(sentences) > _MOST else []
    figures = [one for *_, one, _ in cells if one is not None]
    groups = [*_partial(output, cells), *_nowhere(output, cells)]
    return sentences[:_MOST] + more + groups + _absent(output, figures) + _unreadable(output, figures)


def _nowhere(output: str, cells: Cells) -> list[str]:
    """Of each label the groups nothing speaks of, and the cells that ask for them."""
    spots: dict[str, list[str]] = {}
    groups: dict[str, dict[str, None]] = {}
    for sheet, spot, _, figure, _ in cells:
        if figure is not None and figure.note.startswith(NOWHERE):
            shown = "“—”" if figure.value is None else figure.value
            spots.setdefault(figure.group_by, []).append(f"{sheet}!{spot}（{figure.name}，填的是 {shown}）")
            groups.setdefault(figure.group_by, {})[f"“{figure.group}”"] = None
    return [
        f"{output} {_first(spots[label])}：{NOWHERE}{label}{_listed([*named], '')}，请核对模板里的写法"
        for label, named in groups.items()
    ]


def _partial(output: str, cells: Cells) -> list[str]:
    """The shares of 100 % of what is not complete."""
    found = [(f"{sheet}!{spot}", one) for sheet, spot, _, one, _ in cells if one is not None and one.partial]
    if not found:
        return []
    spots = [*dict.fromkeys(spot for spot, _ in found)]
    names = [*dict.fromkeys(f"{one.group} {one.name}".strip() for _, one in found)]
    note = max((one.note for _, one in found), key=len)
    why = f"（{note}）" if note else ""
    return [f"{output} {_first(spots)}：{_listed(names)} 是100%，只是已报部分{why}"]


def _first(spots: list[str]) -> str:
    return f"{spots[0]} 等 {len(spots)} 格" if len(spots) > 1 else spots[0]


def _absent(output: str, filled: Iterable[Figure]) -> list[str]:
    """Of each ledger that is not there the figures that have no number for it."""
    found: dict[str, dict[str, None]] = {}
    for figure in filled:
        for note in figure.note.split("；"):
            if note.startswith("没有") and note.endswith("台账"):
                found.setdefault(note, {})[figure.name] = None
    return [f"{output}：{note}，填的是“—”：{_listed([*names])}" for note, names in found.items()]


def _unreadable(output: str, filled: Iterable[Figure]) -> list[str]:
    """Of each column the note that tells of most rows, and the figures that have one."""
    found: dict[str, tuple[int, str, dict[str, None]]] = {}
    for figure in filled:
        for rows, what in _ROWS_OF.findall(figure.note):
            most, note, names = found.get(what, (0, "", {}))
            if int(rows) > most:
                most, note = int(rows), f"有{rows}行的{what}"
            found[what] = most, note, names | {figure.name: None}
    return [
        f"{output}：{note}，请在台账里改正；靠它统计的有 {_listed([*names])}"
        for _, note, names in found.values()
    ]


def _listed(names: list[str], what: str = "指标") -> str:
    return "、".join(names[:3]) + (f" 等 {len(names)} 个{what}" if len(names) > 3 else "")


def _why(figure: Figure, split: set[tuple[str, str]]) -> str:
    name = f"{figure.group} {figure.name}".strip()
    if figure.unit == "%" and isinstance(figure.value, (int, float)) and figure.value > 1 + 1e-9:
        return f"{name} {figure.value * 100:.1f}%，超过100%，请核对"
    if figure.group == ODD_GROUP and figure.value:
        return f"{figure.name} {figure.value}{figure.unit}的{figure.group_by}不在可选值内，请在台账里规范写法"
    if not figure.group_by and "相加为" in figure.note:
        parts = [one for one in figure.note.split("；") if "相加为" in one]
        if any((figure.name, label) in split and parts[0].startswith(f"各{label}") for _, label in split):
            return f"{name} 合计 {figure.value}，{parts[0]}"
    return ""


def column_tags(run: Evaluation, path: Path, filled: Any, out: Path) -> Iterator[str]:
    """Tags that until 0.3.0 took a column of the ledger and now take the indicator of that name; told until a
    report of this version stands in `out`."""
    if path.suffix.lower() not in (".xlsx", ".xlsm") or _made_by_us(out, filled):
        return
    columns = run.row_columns()
    implied = {one.name for one in run.library.indicators if one.implied}
    seen: dict[str, tuple[str, str, Tag]] = {}
    for sheet, spot, tag, _, _ in filled.cells:
        for one in split_text(tag):
            if isinstance(one, Tag) and one.block and one.name in implied:
                label = one.block.removeprefix("每")
                if one.name in columns.get(label, {}):
                    seen.setdefault(one.text, (sheet, spot, one))
    for sheet, spot, one in seen.values():
        short = columns[one.block.removeprefix("每")][one.name]
        yield (
            f"{filled.template} {sheet}!{spot} 的 {one.text} 现在取指标“{one.name}”，"
            f"0.3.0 及以前取台账的列；要用台账的列请写 {{{{每{short}.{one.name}}}}}"
        )


def _made_by_us(out: Path, filled: Any) -> bool:
    """Does the companion in `out` say a version?  Those of 0.3.0 and before did not."""
    from union_xl import xlsx_edit

    found = [path for path in out.glob(f"{Path(filled.output).stem}*-数据来源.xlsx") if path.is_file()]
    for path in found:
        try:
            sheets = {one.name: one.cells for one in xlsx_edit.layout(path.read_bytes()).sheets}
        except Exception:
            return False
        if VERSION in sheets.get("说明", {}).values():
            return True
    return False
