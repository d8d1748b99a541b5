"""Report: a ledger counted, official templates filled, the summary written, every number followed home."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from union_xl.figures import FailedRelation
from union_xl.fill.tags import may_hold_tags
from union_xl.model import Figure, TemplateError, UsageError
from union_xl.model.resources import resource
from union_xl.run.context import Progress, naming_unknown_ledgers, no_progress, require_file, unknown_ledgers
from union_xl.run.reporting import changed_figures, report_record, save_reports, template_figures
from union_xl.run.reporting.doubtful_figures import column_tags, doubtful
from union_xl.run.reporting.evaluation import Evaluation, evaluate
from union_xl.run.reporting.report_result import Filled, ReportResult
from union_xl.run.reporting.save_reports import save
from union_xl.run.reporting.source_workbook import source_workbook

SUMMARY = "半年总结.docx"
_OTHER = "；请用 Excel 或 WPS 另存为 .xlsx 后重试"


def report(
    ledger_path: Path,
    out: Path,
    *,
    templates: Sequence[Path] = (),
    indicators: Path | None = None,
    previous: Path | None = None,
    last_year: Path | None = None,
    office: Path | None = None,
    period: str = "",
    as_of: str = "",
    plan: bool = False,
    pdf: bool = False,
    progress: Progress = no_progress,
) -> ReportResult:
    """Count a ledger and fill templates into `out`, each with its companion `…-数据来源.xlsx`.

    Without `templates`, the report templates and the summary that come with the program.  With `plan`
    nothing is written.  An unknown name in any template stops the run (TemplateError) before anything is
    saved; `pdf` adds PDFs where LibreOffice is installed.
    """
    progress("统计", 0, 0)
    run = evaluate(
        ledger_path,
        office=office,
        previous=previous,
        last_year=last_year,
        indicators=indicators,
        period=period,
        as_of=as_of,
    )
    chosen = [require_file(path, "模板") for path in templates] or _own_templates()
    _no_clash(chosen, out, plan)
    filled = []
    for at, path in enumerate(chosen, start=1):
        progress("填报", at, len(chosen))
        with naming_unknown_ledgers(run.context, run.path), _naming(path):
            word = path.suffix.lower() == ".docx"
            filled.append((fill_summary if word else fill_book)(run, path, plan, chosen))
    remarks = [*([run.locked] if run.locked else []), *unknown_ledgers(run.context, run.path)]
    if not plan:
        filled, kept = save_reports.keep_edited_words(run, filled, out)
        remarks += kept
    remarks += [line for one in filled for line in doubtful(one.output, one.cells)]
    for one, path in zip(filled, chosen, strict=True):
        remarks += column_tags(run, path, one, out)
    outputs: tuple[Path, ...] = ()
    if not plan:
        files, without = _files(run, filled, pdf, progress)
        moved_on = changed_figures.changed_since_freeze(run.path, run, office)
        if moved_on:
            files[changed_figures.DIFFERENCES] = changed_figures.workbook(moved_on)
            remarks.append(changed_figures.sentence(moved_on))
        saved = save(out, files)
        outputs, remarks = saved.outputs, [*saved.remarks, *remarks, *without, *_earlier_pages(out, files)]
        made_of = _made_of(run, chosen, out, files, office, indicators, previous, last_year)
        period = run.when.label if run.when else ""
        report_record.save_record(out, made_of, period, _iso(run), report_record.reported_figures(filled))
    all_remarks = tuple(remarks)
    return ReportResult(tuple(filled), run.checks, outputs, plan, run.figures, all_remarks, run.incomplete)


def _iso(run: Evaluation) -> str:
    return run.as_of.isoformat() if run.as_of else ""


def _made_of(
    run: Evaluation,
    templates: Sequence[Path],
    out: Path,
    files: Mapping[str, bytes],
    office: Path | None,
    indicators: Path | None,
    previous: Path | None,
    last_year: Path | None,
) -> dict[str, list[Path]]:
    """{role: the files of a report}, for the 定稿."""
    from union_xl import ledger_book

    apart = ledger_book.restricted.restricted_path(run.path)
    found: dict[str, list[Path | None]] = {
        report_record.LEDGER: [run.path],
        report_record.RESTRICTED: [apart if apart.exists() else None],
        report_record.OFFICE: [office],
        report_record.LIBRARY: [indicators],
        report_record.PREVIOUS: [previous],
        report_record.LAST_YEAR: [last_year],
        report_record.TEMPLATE: list(templates),
        report_record.OUTPUT: [out / name for name in files if name != changed_figures.DIFFERENCES],
    }
    return {role: [path for path in paths if path is not None] for role, paths in found.items()}


def _files(
    run: Evaluation, filled: Sequence[Filled], pdf: bool, progress: Progress
) -> tuple[dict[str, bytes], list[str]]:
    """{name: content} of the filled templates, their companions and PDFs; what became no PDF, and why."""
    files: dict[str, bytes] = {}
    without: list[str] = []
    for one in filled:
        if one.data:
            used = [figure for *_, figure, _ in one.cells if figure is not None]
            files[one.output] = one.data
            files[_companion_name(one.output, filled)] = source_workbook(run, one.cells, used)
    if pdf:
        from union_xl.run.reporting.pdf import rendered

        progress("生成PDF", 0, len(filled))
        pages, without = rendered({one.output: one.data for one in filled})
        files |= {name: data for name, data in pages.items() if data}
    return files, without


def _earlier_pages(out: Path, files: Mapping[str, bytes]) -> list[str]:
    """Of PDFs beside the reports that this run does not write: they show earlier figures."""
    pages = {f"{Path(name).stem}.pdf" for name in files} - files.keys()
    left = sorted(name for name in pages if (out / name).exists())
    if not left:
        return []
    named = "、".join(left[:2]) + (f" 等 {len(left)} 个" if len(left) > 2 else "")
    return [f"{named}是上次填报时生成的，这次没有更新：加 --pdf 再填一次，或删去"]


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
    tables = sorted(
        folder.glob("表*.xlsx"), key=lambda one: [int(part) for part in re.findall(r"\d+", one.stem)]
    )
    return [*tables, *sorted(folder.glob(SUMMARY))]


def _no_clash(chosen: Sequence[Path], out: Path, plan: bool) -> None:
    names = [path.name for path in chosen]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise UsageError(f"有两个同名的模板：{'、'.join(sorted(twice))}，请改名后重试")
    if not plan and any(path.resolve().parent == out.resolve() for path in chosen):
        raise UsageError("输出文件夹里就放着模板，填报会把模板盖掉，请另选一个 --out 文件夹")


def fill_book(run: Evaluation, path: Path, plan: bool = False, beside: Sequence[Path] = ()) -> Filled:
    """One workbook template planned and, unless `plan`, filled.  TemplateError on unknown names.  It is an
    attachment of the summary among the templates `beside`."""
    from union_xl import xlsx_edit

    planned = plan_of(run, path, beside)
    if not plan:
        planned.refuse()
    chosen = template_figures.chosen_figures(
        run, template_figures.tags_in(c.tag for c in planned.cells)
    ).values()
    figures = {**{(one.name, one.group_by, one.group): one for one in chosen}, **run.figure_of}
    cells = tuple(
        (c.sheet, c.cell, c.tag, figures.get((c.name, c.group_by, c.group)), c.value) for c in planned.cells
    )
    missing = tuple((one.cell, one.name, tuple(one.nearest)) for one in planned.missing)
    data = b"" if plan else xlsx_edit.apply(path.read_bytes(), planned.edits, results=True)
    if data:
        _read_back(data, cells, path.name)
    return Filled(path.name, path.name, data, cells, missing, tuple(planned.unused))


def _read_back(data: bytes, cells: Sequence[tuple[str, str, str, Figure | None, Any]], name: str) -> None:
    """Look once more: every plain number stands in its cell as it was counted (relation X28)."""
    from union_xl import xlsx_edit

    layout = xlsx_edit.layout(data)
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


def plan_of(run: Evaluation, path: Path, beside: Sequence[Path] = ()) -> Any:
    """fill.Plan of one workbook template for a counted ledger."""
    from union_xl import fill, xlsx_edit

    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        raise TemplateError(f"模板 {path.name} 不是 .xlsx{_OTHER}")
    layout = xlsx_edit.layout(path.read_bytes())
    tags = [one for one in run.context.tags if Path(one.template).name.casefold() == path.name.casefold()]
    texts = [str(value) for sheet in layout.sheets for value in sheet.cells.values()]
    texts += [one.tag if may_hold_tags(one.tag) else f"{{{{{one.tag}}}}}" for one in tags]
    texts += [one.text for one in layout.outside]
    said = template_figures.tags_in(texts)
    kinds = {template_figures.kind_of(tag) for tag in said}
    blocks = template_figures.chosen_items(
        run, run.blocks([one for one in run.people() if one in kinds]), said
    )
    values = run.values() | {"附件号": save_reports.annex(path, beside)}
    return _with_columns(
        run, fill.plan(layout, values | template_figures.chosen_figures(run, said), blocks, tags)
    )


def _with_columns(run: Evaluation, planned: Any) -> Any:
    """A missing `每单位.会员数` whose name is an indicator that is not split so: the column of that name is
    what may have been meant, and how it is written is told."""
    columns = run.row_columns()
    missing = []
    for one in planned.missing:
        block, _, name = one.name.removeprefix("每").partition(".")
        short = columns.get(block, {}).get(name)
        missing.append(one._replace(nearest=(f"每{short}.{name}",)) if short else one)
    return replace(planned, missing=tuple(missing))


def planned(
    ledger_path: Path,
    template: Path,
    *,
    office: Path | None = None,
    progress: Progress = no_progress,
) -> Any:
    """fill.Plan of one template, for filling a workbook that is open in Excel; writes nothing."""
    progress("统计", 0, 0)
    run = evaluate(ledger_path, office=office)
    return plan_of(run, require_file(template, "模板"))


def checks(ledger_path: Path, **more: Any) -> tuple[FailedRelation, ...]:
    """The 审核关系 of a ledger that do not hold; `more` as in `evaluate`."""
    return evaluate(ledger_path, **more).checks


def fill_summary(run: Evaluation, path: Path, plan: bool = False, beside: Sequence[Path] = ()) -> Filled:
    """The Word summary filled; or, when it was filled before, its numbers compared with the ledger.  The
    tables among the templates `beside` are its attachments."""
    from union_xl import summary

    data = path.read_bytes()
    if not summary.is_template(data, path.name):
        differs = summary.differences(
            data, run.figures, previous=run.previous, last_year=run.last_year, book=path.name
        )
        if not plan:
            raise UsageError(f"{path.name} 是填好的总结，不是模板；加上 --plan 可核对其中的数字")
        return Filled(path.name, path.name, differences=differs)
    made = summary.render(
        data,
        run.figures,
        {**run.names(), "附件": save_reports.attachments(beside)},
        blocks=run.blocks(),
        previous=run.previous,
        last_year=run.last_year,
        when=run.when,
        as_of=run.as_of,
        book=path.name,
    )
    cells = tuple(
        ("正文", f"第{at}处", f"{bound.name}{'|' if bound.way else ''}{bound.way}", figure, bound.text)
        for at, (bound, figure) in enumerate(made.numbers, start=1)
    )
    return Filled(path.name, path.name, made.data, cells, findings=made.findings)
