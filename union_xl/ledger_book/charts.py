"""Sheet 图表: native charts over small tables counted from the ledger."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from calendar import isleap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from union_xl import findings as catalogue
from union_xl import ledgers
from union_xl.ledgers.form import Chart, Column, Form
from union_xl.ledgers.shapes import shape_of
from union_xl.merge.reporting_status import STATUSES, UnitStatus
from union_xl.model import Ledger, RunContext
from union_xl.model.rows import Rows
from union_xl.model.sheet_names import CHARTS

Tally = tuple[str, str, tuple[str, ...], list[tuple[Any, ...]]]
"""Title, chart type, headings, rows (the first cell is the category)."""
LISTED = 15
DATA_COLUMN = 20
FEW = 12
"""Labels that fit beside the bars of one chart in ordinary size."""
ROW_HEIGHT, PAGE_ROWS = 20, 80
"""Pixels of a sheet's row; rows on a printed page."""
AGES = ((0, "30岁以下"), (30, "30–39岁"), (40, "40–49岁"), (50, "50–59岁"), (60, "60岁以上"))
"""From which age on, and the words."""


_IN_FRONT = 2
"""Charts that stand in front, too: what came in, what is wrong."""


def tallies(ledger: Ledger, lines: Sequence[UnitStatus], context: RunContext) -> list[Tally]:
    """The tables behind the charts; empty ones are left out."""
    made: list[Tally] = [_standing(lines), _problems(ledger)]
    for form in ledgers.forms_of(context):
        if form.charts and form.slug in ledger.kept and not form.restricted:
            made += _declared(form, ledger.kept[form.slug], context)
    return [one for one in made if one[3]]


def _standing(lines: Sequence[UnitStatus]) -> Tally:
    forms = list(dict.fromkeys(line.title for line in lines))
    counts = Counter((line.status, line.title) for line in lines)
    used = [status for status in STATUSES if any(counts[status, form] for form in forms)]
    rows = [(form, *(counts[status, form] for status in used)) for form in forms]
    return "各表报送情况（家）", "stacked", ("表", *used), rows


def _problems(ledger: Ledger) -> Tally:
    counts = Counter(catalogue.name(one) for one in {one.line: one for one in ledger.findings}.values())
    return "问题种类（处）", "bar", ("问题", "处数"), [(name, n) for name, n in counts.most_common(LISTED)]


def _declared(form: Form, rows: Rows, context: RunContext) -> Iterator[Tally]:
    """What a ledger's own charts show."""
    chosen = _chosen(form, rows, context)
    what = "人数" if form.titled("person") else "行数"
    for chart in form.charts:
        if chart.where in chosen:
            yield _of_chart(form.by_title[chart.column], chart, chosen[chart.where], rows, what, context)


def _of_chart(
    column: Column, chart: Chart, chosen: Sequence[int] | None, rows: Rows, what: str, context: RunContext
) -> Tally:
    """How many of the `chosen` rows (None: all) have each value: by age, by month, or as it stands."""
    if chosen is None:
        counts = rows.tally(column.title)
    else:
        values = rows.column(column.title)
        counts = Counter(map(values.__getitem__, chosen))
    shape = "doughnut" if chart.shape == "pie" else chart.shape
    if column.role == "birth":
        ages = _by_age(counts, context.as_of or dt.date.today())
        return chart.title, shape, ("年龄", what), [(band, ages[band]) for _, band in AGES if ages[band]]
    if "y" in column.kind.number_format.lower():
        return chart.title, shape, ("月份", what), _by_month(counts)
    return chart.title, shape, (column.title, what), _most(counts)


def _chosen(form: Form, rows: Rows, context: RunContext) -> dict[str, Sequence[int] | None]:
    """{condition: the rows (0-based) that fulfil it}, None for all; conditions that cannot be worked out are
    left out, and their charts with them."""
    found: dict[str, Sequence[int] | None] = {"": None}
    asked = [one for one in dict.fromkeys(chart.where for chart in form.charts) if one]
    if not asked or not len(rows):
        return found
    from union_xl.expressions import (
        ExpressionError,
        ExpressionParser,
        RowRule,
        RowRules,
        broken_rows,
        constant_names,
        constants,
        kept_connection,
        names_of,
    )

    shape, settings = shape_of(form), context.settings
    as_of = context.as_of or settings.as_of
    shared = constants(settings.params, settings.names, context.period, as_of)
    read, names = {}, {form.short: names_of(shape) | constant_names(shared)}
    reader = ExpressionParser(kept_connection(), names)
    for text in asked:
        with suppress(ExpressionError):
            read[text] = reader.condition(text, form.short)
    used = frozenset(name for one in read.values() for name in one.uses.get(form.short, ()))
    columns = {title: rows.column(title) for title in shape.stood_on(used) if title in form.by_title}
    rules = tuple(RowRule(f"coalesce(CAST(({one.sql}) AS BOOLEAN), FALSE)") for one in read.values())
    others = broken_rows(RowRules(shape, rules, used), columns, len(rows), shared)
    return found | {
        text: [at for at in range(len(rows)) if at not in left_out]
        for text, left_out in zip(read, others, strict=True)
        if left_out is not None
    }


def _by_month(counts: Mapping[Any, int]) -> list[tuple[Any, ...]]:
    """How many in each month, the last two years of them."""
    months = Counter[str]()
    for value, n in counts.items():
        if isinstance(value, dt.date):
            months[f"{value.year}-{value.month:02d}"] += n
    return sorted(months.items())[-24:]


def _day(value: dt.date) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value


def _most(counts: Counter[Any]) -> list[tuple[Any, ...]]:
    named = (("未填" if value is None else value, n) for value, n in counts.items())
    most = sorted(named, key=lambda item: (-item[1], str(item[0])))
    return [(str(name), n) for name, n in most[:LISTED]]


def _years_before(day: dt.date, years: int) -> dt.date:
    """The last birthday of those who are so many years old on a day."""
    year = day.year - years
    no_such_day = (day.month, day.day) == (2, 29) and not isleap(year)
    return day.replace(year=year, day=28 if no_such_day else day.day)


def _by_age(births: Mapping[Any, int], day: dt.date) -> dict[str, int]:
    """{age band: how many}; `births` are how many were born on each day."""
    turned = [_years_before(day, low) for low, _ in reversed(AGES)]
    counts = [0] * (len(AGES) + 1)  # the last: not born yet
    for born, n in births.items():
        if isinstance(born, dt.date):
            counts[bisect_left(turned, born if type(born) is dt.date else _day(born))] += n
    return {name: n for (_, name), n in zip(reversed(AGES), counts, strict=False)}


def draw(book: Any, formats: Any, made: Sequence[Tally], front: Any, below: int) -> None:
    """Write the tables (to the right) and the charts over them; the first two stand once more on the sheet
    `front`, below its row `below`."""
    sheet = book.add_worksheet(CHARTS)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(DATA_COLUMN, DATA_COLUMN, 26)
    if not made:
        sheet.write_string(0, 0, "本次没有可作图的数据")
    row = below_here = page_end = 0
    breaks: list[int] = []
    for number, (title, kind, headings, rows) in enumerate(made):
        sheet.write_row(row, DATA_COLUMN, (title,), formats["head"])
        sheet.write_row(row + 1, DATA_COLUMN, headings, formats["head"])
        for offset, values in enumerate(rows, row + 2):
            sheet.write_string(offset, DATA_COLUMN, str(values[0]))
            sheet.write_row(offset, DATA_COLUMN + 1, values[1:])
        if number % 2 == 0:
            top = below_here
            below_here += _rows_taken(made[number : number + 2])
            if below_here - page_end > PAGE_ROWS:
                breaks.append(top)
                page_end = top
        chart = _chart(book, title, kind, headings, row + 2, rows)
        sheet.insert_chart(top, (number % 2) * 9, chart, {"object_position": 2, "y_offset": 4})
        if number < _IN_FRONT:
            again = _chart(book, title, kind, headings, row + 2, rows)
            again.set_size({"width": 420, "height": _height(rows)})
            front.insert_chart(below + 1, 0, again, {"x_offset": 4 + number * 424, "object_position": 3})
        row += len(rows) + 4
    if made:
        sheet.print_area(0, 0, below_here, 17)
        sheet.set_h_pagebreaks(breaks)
        front.print_area(0, 0, below + _rows_taken(made[:_IN_FRONT]), 2)


def _height(rows: Sequence[Any]) -> int:
    """Pixels of a chart that shows so many labels below each other."""
    return max(320, 100 + 16 * len(rows))


def _rows_taken(beside: Sequence[Tally]) -> int:
    """Rows of the sheet that charts beside each other take."""
    return max(_height(rows) for *_, rows in beside) // ROW_HEIGHT + 2


def _chart(
    book: Any, title: str, kind: str, headings: Sequence[str], first: int, rows: Sequence[tuple[Any, ...]]
) -> Any:
    shapes = {
        "stacked": ("bar", "stacked"),
        "bar": ("bar", ""),
        "column": ("column", ""),
        "doughnut": ("doughnut", ""),
    }
    name, subtype = shapes[kind]
    chart = book.add_chart({"type": name, "subtype": subtype} if subtype else {"type": name})
    last = first + len(rows) - 1
    for offset in range(1, len(headings)):
        col = DATA_COLUMN + offset
        series: dict[str, Any] = {
            "name": headings[offset],  # a text: where the cell cannot be read it would be `Column D`
            "categories": [CHARTS, first, DATA_COLUMN, last, DATA_COLUMN],
            "values": [CHARTS, first, col, last, col],
            "gap": 60,
        }
        if kind != "stacked":
            series["data_labels"] = {"value": True}
        chart.add_series(series)
    chart.set_title({"name": title, "name_font": {"size": 12}, "overlay": False})
    if kind != "stacked" and kind != "doughnut":
        chart.set_legend({"none": True})
    else:
        chart.set_legend({"position": "bottom"})
    if name == "bar":
        size = 9 if len(rows) <= FEW else 7  # so that no label is left out
        chart.set_y_axis({"reverse": True, "interval_unit": 1, "num_font": {"size": size}})
    if name != "doughnut":
        axis: dict[str, Any] = {"visible": False, "major_gridlines": {"visible": False}, "min": 0}
        if kind == "stacked":
            axis = {"major_gridlines": {"visible": True, "line": {"color": "#E5E5E5"}}, "min": 0}
            if max(sum(counts) for _, *counts in rows) <= FEW:
                axis["major_unit"] = 1  # nobody is half a unit
        (chart.set_x_axis if name == "bar" else chart.set_y_axis)(axis)
    chart.set_size({"width": 560, "height": _height(rows)})
    return chart
