"""与上报数差异: reported figures against those of today's ledger, with the rows behind each difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from union_xl.fill.tags import EARLIER, plain
from union_xl.model import Figure, UnionXlError
from union_xl.run.freezing import frozen_record as records
from union_xl.run.freezing.frozen_record import Frozen
from union_xl.run.reporting import report_record
from union_xl.run.reporting.evaluation import Evaluation, evaluate
from union_xl.run.reporting.report_record import Reported, value_of

if TYPE_CHECKING:
    from union_xl.ledger_book import SheetContent

DIFFERENCES = "与上报数差异.xlsx"
_MOST_ROWS = 200
"""Rows told behind one figure."""
Place = tuple[str, str, Any]


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """A reported figure that is another one now: `now` its value (None: cannot be counted), `why` where it is
    not the rows, `rows` (change, ledger row, source)."""

    period: str
    figure: Reported
    now: Any
    why: str = ""
    rows: tuple[tuple[str, str, str], ...] = ()

    @property
    def cells(self) -> tuple[Any, ...]:
        one = self.figure
        return (
            self.period,
            one.code,
            one.name,
            one.group or "合计",
            one.value,
            self.now,
            _less(self.now, one.value),
            len(self.rows) or "",
            "；".join(one.places),
            self.why,
        )


HEADS = ("期间", "代码", "指标", "分组", "上报数", "现在", "相差", "变动的行", "见于", "说明")


def _less(now: Any, before: Any) -> Any:
    if isinstance(now, int | float) and isinstance(before, int | float):
        return round(now - before, 6)
    return ""


def changed_figures(one: Frozen, run: Evaluation) -> list[ChangedFigure]:
    """The reported figures that differ from those of a counted ledger, without the rows behind.  What had
    nothing to count then and has none now (a group, a period before) is none."""
    figures = _as_reported(run)
    found = []
    for figure in one.figures:
        now = figures.get(_spelled(*figure.key))
        if now is None:
            known = run.library.named(figure.name.partition("|")[0])
            why = "这一组现在没有了" if known else "指标库里没有这个指标了"
            if figure.value or not known:
                found.append(ChangedFigure(one.period, figure, None, why))
        elif not same(value_of(now), figure.value):
            why = "" if now.query == figure.query else "口径（条件）变了"
            found.append(ChangedFigure(one.period, figure, value_of(now), why))
    return found


def _as_reported(run: Evaluation) -> dict[tuple[str, str, str], Figure]:
    """All figures by the names they are reported under, those of the periods before as `会员数|上期`."""
    periods = zip(("", *EARLIER), (run.figures, run.previous, run.last_year), strict=True)
    return {
        _spelled(f"{one.name}|{when}" if when else one.name, one.group_by, one.group): one
        for when, figures in periods
        for one in figures or ()
    }


def _spelled(name: str, label: str, group: str) -> tuple[str, str, str]:
    return name, label, plain(group)


def same(now: Any, before: Any) -> bool:
    """Whether two values are one figure."""
    if isinstance(now, int | float) and isinstance(before, int | float):
        return abs(now - before) <= 1e-9 * max(1.0, abs(float(before)))
    return bool(now == before)


def with_rows(
    found: Sequence[ChangedFigure], then: Evaluation | None, now: Evaluation
) -> list[ChangedFigure]:
    """The same with the rows that came, went or changed between two counted ledgers."""
    if then is None:
        return list(found)
    return [
        ChangedFigure(one.period, one.figure, one.now, one.why, tuple(_rows(one.figure, then, now)))
        for one in found
    ]


def _rows(figure: Reported, then: Evaluation, now: Evaluation) -> list[tuple[str, str, str]]:
    before, after = _behind(then, figure), _behind(now, figure)
    lines = []
    for key in dict.fromkeys((*before, *after)):
        if key not in after:
            lines.append(("不再计入", *_told(then, key, before[key])))
        elif key not in before:
            lines.append(("新计入", *_told(now, key, after[key])))
        elif _cells(then, key[0], before[key]) != _cells(now, key[0], after[key]):
            lines.append(("内容变了", *_told(now, key, after[key])))
    return lines[:_MOST_ROWS]


_Key = tuple[str, str, str, str]


def _behind(run: Evaluation, figure: Reported) -> dict[_Key, int]:
    """{(form, file, sheet, row): position} of the rows behind a figure."""
    from union_xl.figures import source_rows

    try:
        parts = source_rows(run.counting, figure.name, figure.group_by, figure.group)
    except UnionXlError:
        return {}
    found: dict[_Key, int] = {}
    for part in parts:
        rows = run.ledger.rows.get(part.form)
        if rows is None:
            continue
        for at, (book, sheet, line) in zip(part.rows, rows.sources(part.rows), strict=True):
            found[part.form, str(book), str(sheet), _whole(line)] = at
    return found


def _whole(value: Any) -> str:
    try:
        return str(int(value))
    except (TypeError, ValueError):
        return ""


def _cells(run: Evaluation, form: str, at: int) -> list[str]:
    rows = run.ledger.rows[form]
    cells = (rows.cell(title, at) for title in rows.titles)
    return ["" if value is None or value != value else str(value) for value in cells]


def _told(run: Evaluation, key: _Key, at: int) -> tuple[str, str]:
    form, book, sheet, row = key
    short = next((short for short, slug in run.counting.slugs.items() if slug == form), form)
    return f"{short}!{run.ledger.sheet_rows[form][at]}", f"{book} › {sheet}!{row}"


def changed_since_freeze(
    ledger: Path, run: Evaluation | None = None, office: Path | None = None
) -> list[ChangedFigure]:
    """What has moved since each 定稿 beside a ledger; `run` is the ledger counted, where it is at hand for
    the period of a 定稿.  A 定稿 that cannot be counted again is left out (--check tells it)."""
    home = ledger.parent
    found: list[ChangedFigure] = []
    for one in records.in_force(home):
        try:
            now = run if run is not None and _period_of(run) == one.period else counted_now(home, one, office)
            moved = changed_figures(one, now)
            if moved:
                found += with_rows(moved, counted_then(home, one), now)
        except (UnionXlError, OSError):
            continue
    return found


def has_frozen(out: Path) -> bool:
    """Whether a folder has a 定稿, so that a workbook of differences in it is ours."""
    return (out / DIFFERENCES).is_file() and bool(records.records(out))


def _period_of(run: Evaluation) -> str:
    return run.when.label if run.when else ""


def counted_now(home: Path, one: Frozen, office: Path | None = None) -> Evaluation:
    """The ledger of today counted as it was for a 定稿, with what lies where its files lay."""
    return _counted(home, one, lambda role: _there(home, one, role), office)


def counted_then(home: Path, one: Frozen) -> Evaluation | None:
    """The ledger of a 定稿 counted again from the archive; None when that cannot be done."""
    folder = records.folder(home, one.period)
    try:
        return _counted(home, one, lambda role: next((folder / f.copy for f in one.of(role)), None), None)
    except UnionXlError:
        return None


def _counted(home: Path, one: Frozen, path_of: Any, office: Path | None) -> Evaluation:
    ledger = path_of(report_record.LEDGER)
    if ledger is None:
        raise UnionXlError(f"{home}：定稿里没有台账")
    return evaluate(
        ledger,
        office=office or path_of(report_record.OFFICE),
        previous=path_of(report_record.PREVIOUS),
        last_year=path_of(report_record.LAST_YEAR),
        indicators=path_of(report_record.LIBRARY),
        period=one.period,
        as_of=one.as_of,
    )


def _there(home: Path, one: Frozen, role: str) -> Path | None:
    """The file of a role where it lay; its copy where it is gone."""
    file = next(iter(one.of(role)), None)
    if file is None:
        return None
    path = home / file.path
    return path if path.exists() else records.folder(home, one.period) / file.copy


def pages(found: Sequence[ChangedFigure]) -> list[SheetContent]:
    """与上报数差异 as sheets: the figures, the rows behind them."""
    from union_xl.ledger_book.sheets import sheet_of_rows

    figures = [one.cells for one in found]
    rows = [
        (one.period, one.figure.name, one.figure.group or "合计", *row) for one in found for row in one.rows
    ]
    widths: Mapping[str, float] = {"指标": 26, "分组": 22, "见于": 44, "说明": 30, "来源": 60, "台账行": 20}
    return [
        sheet_of_rows("差异", HEADS, figures, widths=widths),
        sheet_of_rows("变动的行", ("期间", "指标", "分组", "变动", "台账行", "来源"), rows, widths=widths),
    ]


def workbook(found: Sequence[ChangedFigure]) -> bytes:
    """与上报数差异.xlsx."""
    import tempfile

    from union_xl import ledger_book

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / DIFFERENCES
        ledger_book.write_pages(pages(found), path, "与上报数差异")
        return path.read_bytes()


def document(found: Sequence[ChangedFigure]) -> list[dict[str, Any]]:
    """The same as JSON."""
    return [
        {
            **dict(zip(HEADS, one.cells, strict=True)),
            "行": [dict(zip(("变动", "台账行", "来源"), row, strict=True)) for row in one.rows],
        }
        for one in found
    ]


def sentence(found: Sequence[ChangedFigure]) -> str:
    """One line on what has moved; '' for nothing."""
    if not found:
        return ""
    periods = "、".join(dict.fromkeys(one.period for one in found))
    names = list(dict.fromkeys(one.figure.name for one in found))
    more = " 等" if len(names) > 5 else ""
    text = f"{'、'.join(names[:5])}{more}"
    return f"与上报数差异：{periods} 定稿的数有 {len(found)} 个变了（{text}），见 {DIFFERENCES}"
