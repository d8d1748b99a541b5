"""Report: a ledger counted, official templates filled, the summary written, every number followed home."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from union_xl.core import Figure, Finding, TemplateError, UsageError
from union_xl.core.replacing import held, put
from union_xl.core.resources import resource
from union_xl.figures import Failing
from union_xl.flow.companion import check_line, companion
from union_xl.flow.context import Progress, existing, quiet
from union_xl.flow.counted import Counted, counted

SUMMARY = "半年总结.docx"
_OTHER = "；请用 Excel 或 WPS 另存为 .xlsx 后重试"


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
class Outcome:
    """The result of `report`: what was filled or would be, what is missing, the relations that fail."""

    filled: tuple[Filled, ...]
    checks: tuple[Failing, ...]
    outputs: tuple[Path, ...] = ()
    plan: bool = False
    figures: tuple[Figure, ...] = field(default=(), repr=False)
    remarks: tuple[str, ...] = ()

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
        from union_xl import rules

        wrong = any(one.level == "错误" and one.explanation is None for one in self.checks)
        said = any(rules.level(f.rule) == "错误" for one in self.filled for f in one.findings)
        return int(wrong or said or bool(self.missing) or any(one.differences for one in self.filled))

    def document(self) -> dict[str, Any]:
        return {
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
            ("填报", ("模板", "填入", "输出"), lines)
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


def _checks_in_short(checks: Sequence[Failing]) -> list[list[Any]]:
    """One line for each relation: where it fails, one example; the companions have every unit."""
    lines: dict[str, list[Failing]] = {}
    for one in checks:
        lines.setdefault(one.code, []).append(one)
    told = []
    for code, failing in lines.items():
        first, open_ones = failing[0], [one for one in failing if one.explanation is None]
        where = f"{first.unit}等{len(failing)}处" if len(failing) > 1 else first.unit
        state = "已说明" if not open_ones else f"{first.words}；请更正或在“审核说明”里说明"
        told.append([code, first.level, first.relation, where, state])
    return told


_CHECK_KEYS = ("编号", "单位", "左值", "右值", "级别", "关系", "涉及的数", "说明", "说明人", "日期", "情况")


def _document(one: Filled) -> dict[str, Any]:
    from union_xl import rules

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
        "请核对": [{"规则": f.rule, "位置": f.place.sheet, "说明": rules.say(f)} for f in one.findings],
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
    from union_xl import rules

    return [[f"{f.place.book} {f.place.sheet}", rules.say(f), rules.cure(f)] for f in findings]


def report(
    ledger_path: Path,
    out: Path,
    *,
    templates: Sequence[Path] = (),
    indicators: Path | None = None,
    previous: Path | None = None,
    office: Path | None = None,
    period: str = "",
    as_of: str = "",
    plan: bool = False,
    pdf: bool = False,
    progress: Progress = quiet,
) -> Outcome:
    """Count a ledger and fill templates into `out`, each with its companion `…-数据来源.xlsx`.

    Without `templates`, the report templates and the summary that come with the program.  With `plan`
    nothing is written.  An unknown name in any template stops the run (TemplateError) before anything is
    saved; `pdf` adds PDFs where LibreOffice is installed.
    """
    progress("统计", 0, 0)
    run = counted(
        ledger_path, office=office, previous=previous, indicators=indicators, period=period, as_of=as_of
    )
    chosen = [existing(path, "模板") for path in templates] or _own_templates()
    _no_clash(chosen, out, plan)
    filled = []
    for at, path in enumerate(chosen, start=1):
        progress("填报", at, len(chosen))
        with _naming(path):
            word = path.suffix.lower() == ".docx"
            filled.append(fill_summary(run, path, plan) if word else fill_book(run, path, plan))
    if plan:
        return Outcome(tuple(filled), run.checks, plan=True, figures=run.figures)
    files: dict[str, bytes] = {}
    for one in filled:
        files[one.output] = one.data
        if one.data:
            used = [figure for *_, figure, _ in one.cells if figure is not None]
            files[_companion_name(one.output, filled)] = companion(run, one.cells, used)
    remarks: list[str] = []
    if pdf:
        from union_xl.flow.pdf import rendered

        progress("生成PDF", 0, len(filled))
        pages, remarks = rendered({one.output: one.data for one in filled})
        files |= pages
    outputs = save(out, {name: data for name, data in files.items() if data})
    return Outcome(tuple(filled), run.checks, outputs, figures=run.figures, remarks=tuple(remarks))


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Of several templates the one that cannot be filled is named."""
    try:
        yield
    except TemplateError as why:
        raise TemplateError(str(why) if path.name in str(why) else f"模板 {path.name}：{why}") from why


def _companion_name(output: str, filled: Sequence[Filled]) -> str:
    """`表1-数据来源.xlsx`; with the ending where two outputs differ in nothing else."""
    stem = Path(output).stem
    alike = [one for one in filled if Path(one.output).stem.casefold() == stem.casefold()]
    return f"{stem if len(alike) == 1 else output}-数据来源.xlsx"


def _own_templates() -> list[Path]:
    """The report templates that come with the program and name nobody, then the summary."""
    folder = resource("templates")
    return [*sorted(folder.glob("表*.xlsx")), *sorted(folder.glob(SUMMARY))]


def _no_clash(chosen: Sequence[Path], out: Path, plan: bool) -> None:
    names = [path.name for path in chosen]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise UsageError(f"有两个同名的模板：{'、'.join(sorted(twice))}，请改名后重试")
    if not plan and any(path.resolve().parent == out.resolve() for path in chosen):
        raise UsageError("输出文件夹里就放着模板，填报会把模板盖掉，请另选一个 --out 文件夹")


def fill_book(run: Counted, path: Path, plan: bool = False) -> Filled:
    """One workbook template planned and, unless `plan`, filled.  TemplateError on unknown names."""
    from union_xl import package

    planned = plan_of(run, path)
    if not plan:
        planned.refuse()
    figures = {(f.name, f.group): f for f in run.figures}
    cells = tuple(
        (
            c.sheet,
            c.cell,
            c.tag,
            figures.get((c.name, c.group)) if c.code or (c.name, c.group) in figures else None,
            c.value,
        )
        for c in planned.cells
    )
    missing = tuple((one.cell, one.name, tuple(one.nearest)) for one in planned.missing)
    data = b"" if plan else package.apply(path.read_bytes(), planned.edits)
    if data:
        _read_back(data, cells, path.name)
    return Filled(path.name, path.name, data, cells, missing, tuple(planned.unused))


def _read_back(data: bytes, cells: Sequence[tuple[str, str, str, Figure | None, Any]], name: str) -> None:
    """Look once more: every plain number stands in its cell as it was counted (relation X28)."""
    from union_xl import package

    layout = package.layout(data)
    sheets = {sheet.name: sheet.cells for sheet in layout.sheets}
    for sheet, spot, tag, figure, value in cells:
        if figure is None or "|" in tag or not isinstance(value, (int, float)) or not spot.isascii():
            continue  # in a text box or header (`页眉`) it is part of a text
        letters = spot.rstrip("0123456789")
        col = 0
        for letter in letters:
            col = col * 26 + ord(letter) - 64
        there = sheets.get(sheet, {}).get((int(spot[len(letters) :]), col))
        if isinstance(there, (int, float)) and abs(there - value) > 1e-9 * max(1.0, abs(value)):
            raise TemplateError(
                f"{name} 的 {sheet}!{spot} 填写后与统计不符，没有写入任何文件；请把模板发给维护人员"
            )


def plan_of(run: Counted, path: Path) -> Any:
    """fill.Plan of one workbook template for a counted ledger."""
    from union_xl import fill, package

    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        raise TemplateError(f"模板 {path.name} 不是 .xlsx{_OTHER}")
    layout = package.layout(path.read_bytes())
    tags = [one for one in run.tags if Path(one.template).name.casefold() == path.name.casefold()]
    texts = [str(value) for sheet in layout.sheets for value in sheet.cells.values()] + [
        one.tag for one in tags
    ]
    people = [label for label in run.people() if any(f"每{label}." in text for text in texts)]
    return fill.plan(layout, run.values(), run.blocks(people), tags)


def planned(
    ledger_path: Path,
    template: Path,
    *,
    office: Path | None = None,
    previous: Path | None = None,
    indicators: Path | None = None,
    period: str = "",
    as_of: str = "",
    progress: Progress = quiet,
) -> Any:
    """fill.Plan of one template, for filling a workbook that is open in Excel; writes nothing."""
    progress("统计", 0, 0)
    run = counted(
        ledger_path, office=office, previous=previous, indicators=indicators, period=period, as_of=as_of
    )
    return plan_of(run, existing(template, "模板"))


def checks(ledger_path: Path, **more: Any) -> tuple[Failing, ...]:
    """The 审核关系 of a ledger that do not hold; `more` as in `planned`."""
    return counted(ledger_path, **more).checks


def fill_summary(run: Counted, path: Path, plan: bool = False) -> Filled:
    """The Word summary filled; or, when it was filled before, its numbers compared with the ledger."""
    from union_xl import summary

    data = path.read_bytes()
    if not summary.is_template(data, path.name):
        differs = summary.differences(data, run.figures, previous=run.previous, book=path.name)
        if not plan:
            raise UsageError(f"{path.name} 是填好的总结，不是模板；加上 --plan 可核对其中的数字")
        return Filled(path.name, path.name, differences=differs)
    made = summary.render(
        data,
        run.figures,
        run.names(),
        blocks=run.blocks(),
        previous=run.previous,
        when=run.when,
        as_of=run.as_of,
        explained=run.checks,
        book=path.name,
    )
    cells = tuple(
        ("正文", f"第{at}处", f"{bound.name}{'|' if bound.way else ''}{bound.way}", figure, bound.text)
        for at, (bound, figure) in enumerate(made.numbers, start=1)
    )
    return Filled(path.name, path.name, made.data, cells, findings=made.findings)


def save(out: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """All files or none: written beside their places first, then put there."""
    import tempfile

    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".union_xl_", dir=out, ignore_cleanup_errors=True) as waiting:
            for name, data in files.items():
                (Path(waiting) / name).write_bytes(data)
            for name in files:
                if held(out / name):
                    raise PermissionError(13, "", str(out / name))
            for name in files:
                put(Path(waiting) / name, out / name)
    except PermissionError as error:
        name = Path(error.filename2 or error.filename or out).name
        raise UsageError(f"{name} 正在 Excel/WPS 中打开或没有写入权限，请关闭后重试") from error
    except OSError as error:
        raise UsageError(f"写不进文件夹 {out}，请检查路径和剩余空间") from error
    return tuple(out / name for name in files)
