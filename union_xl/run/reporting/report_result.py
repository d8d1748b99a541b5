"""What a report brought: filled templates, what they lack, relations that fail, as tables and JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from union_xl.figures import FailedRelation
from union_xl.model import Figure, Finding
from union_xl.run.advice import after_report
from union_xl.run.reporting.source_workbook import check_line


@dataclass(frozen=True)
class Filled:
    """One template and what becomes of it: `cells` (sheet, cell, tag, figure, value), names missing in
    it (cell, name, nearest), for a summary its findings and, when it was edited, the numbers that differ."""

    template: str
    output: str
    data: bytes = b""
    cells: tuple[tuple[str, str, str, Figure | None, Any], ...] = ()
    missing: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    unused: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    differences: tuple[Any, ...] = ()


@dataclass(frozen=True)
class ReportResult:
    """The result of `report`: what was filled or would be, what is missing, the relations that fail;
    `incomplete` is what the ledger still lacks, in one sentence."""

    filled: tuple[Filled, ...]
    checks: tuple[FailedRelation, ...]
    outputs: tuple[Path, ...] = ()
    plan: bool = False
    figures: tuple[Figure, ...] = field(default=(), repr=False)
    remarks: tuple[str, ...] = ()
    incomplete: str = ""

    @property
    def missing(self) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
        return tuple(line for one in self.filled for line in one.missing)

    @property
    def unused(self) -> tuple[str, ...]:
        """Indicators that no template asks for."""
        lists = [set(one.unused) for one in self.filled if one.cells]
        return tuple(sorted(set.intersection(*lists))) if lists else ()

    @property
    def exit_code(self) -> int:
        from union_xl import findings as catalogue

        wrong = any(one.level == "错误" and one.explanation is None for one in self.checks)
        said = any(catalogue.level(f.rule) == "错误" for one in self.filled for f in one.findings)
        return int(wrong or said or bool(self.missing) or any(one.differences for one in self.filled))

    @property
    def advice(self) -> tuple[str, ...]:
        """What to do next."""
        failing = {one.code for one in self.checks if one.level == "错误" and one.explanation is None}
        return after_report(bool(self.incomplete), len(failing), self.outputs)

    def document(self) -> dict[str, Any]:
        return {
            "未完整": self.incomplete,
            "填报": [_document(one) for one in self.filled],
            "审核关系": [dict(zip(_CHECK_KEYS, check_line(one), strict=True)) for one in self.checks],
            "未用到的指标": list(self.unused) if self.plan else [],
            "输出": [str(path) for path in self.outputs],
            "说明": list(self.remarks),
        }

    def tables(self) -> list[tuple[str, Sequence[str], Sequence[Sequence[Any]]]]:
        lines = [
            [one.template, len(one.cells), one.output if not self.plan else "（未写）"] for one in self.filled
        ]
        shown: list[tuple[str, Sequence[str], Sequence[Sequence[Any]]]] = [
            ("请注意", ("",), [[self.incomplete]] if self.incomplete else []),
            ("填报", ("模板", "填入", "输出"), lines),
        ]
        shown.append(
            (
                "模板里不认识的名称",
                ("位置", "名称", "相近的"),
                [[c, n, "、".join(k)] for c, n, k in self.missing],
            )
        )
        differs = [
            [d.kind, d.name, d.written, d.expected, d.paragraph[:40]]
            for one in self.filled
            for d in one.differences
        ]
        shown.append(("总结里与台账不一致的数字", ("情况", "指标", "文中", "应为", "段落"), differs))
        shown.append(
            ("不成立的审核关系", ("编号", "级别", "关系", "单位", "例"), _checks_in_short(self.checks))
        )
        said = [line for one in self.filled for line in _said(one.findings)]
        shown.append(("总结请核对", ("位置", "说明", "办法"), said))
        if self.plan:
            cells = [[one.output, s, c, t, _plain(v)] for one in self.filled for s, c, t, _, v in one.cells]
            shown.append(("将要填入", ("文件", "工作表", "单元格", "标签", "值"), cells))
            shown.append(("没有用到的指标", ("指标",), [[name] for name in self.unused]))
        shown.append(("说明", ("",), [[one] for one in self.remarks]))
        return [one for one in shown if one[2]]


def _checks_in_short(checks: Sequence[FailedRelation]) -> list[list[Any]]:
    """One line for each relation: where it fails, one example; the companions have every unit."""
    lines: dict[str, list[FailedRelation]] = {}
    for one in checks:
        lines.setdefault(one.code, []).append(one)
    sentences = []
    for code, failing in lines.items():
        first, open_ones = failing[0], [one for one in failing if one.explanation is None]
        where = f"{first.unit}等{len(failing)}处" if len(failing) > 1 else first.unit
        state = "已说明" if not open_ones else f"{first.words}；请更正或在“审核说明”里说明"
        sentences.append([code, first.level, first.relation, where, state])
    return sentences


_CHECK_KEYS = ("编号", "单位", "左值", "右值", "级别", "关系", "涉及的数", "说明", "说明人", "日期", "情况")


def _document(one: Filled) -> dict[str, Any]:
    from union_xl import findings as catalogue

    return {
        "模板": one.template,
        "输出": one.output,
        "单元格": [
            {
                "工作表": s,
                "单元格": c,
                "标签": t,
                "指标": f.name if f else "",
                "值": _plain(v) if f else _safe(t, v),
            }
            for s, c, t, f, v in one.cells
        ],
        "不认识的名称": [{"位置": c, "名称": n, "相近": list(k)} for c, n, k in one.missing],
        "请核对": [{"规则": f.rule, "位置": f.place.sheet, "说明": catalogue.say(f)} for f in one.findings],
        "不一致": [
            {"情况": d.kind, "指标": d.name, "文中": d.written, "应为": d.expected, "段落": d.paragraph}
            for d in one.differences
        ],
    }


def _safe(tag: str, value: Any) -> Any:
    """Texts of ledger rows stay out of what leaves the office."""
    return "（台账原文）" if "每" in tag else _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return "、".join(map(str, value))
    return value if value is None or isinstance(value, (int, float, str)) else str(value)


def _said(findings: Sequence[Finding]) -> list[list[str]]:
    from union_xl import findings as catalogue

    return [[f"{f.place.book} {f.place.sheet}", catalogue.say(f), catalogue.advice(f)] for f in findings]
