"""What there is to tell about a found table: doubtful columns, hidden and struck rows, notes, totals."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator, Mapping, Sequence

from union_xl.find.binding import AGAINST, TWICE
from union_xl.find.data_rows import Body
from union_xl.find.header_texts import Words, key_titles, plain, words
from union_xl.find.heads import Head
from union_xl.find.own_sheets import own_note
from union_xl.find.reasons import BESIDE, LIKE_EXAMPLE, PREFILLED, SAMPLE
from union_xl.find.surrounding_lines import flat
from union_xl.find.totals import totals
from union_xl.findings.tables import COLUMN_CURES
from union_xl.ledgers.form import Form
from union_xl.model import Binding, Finding, Grid, Table
from union_xl.model.grid import column_letters
from union_xl.model.lazy_pattern import LazyPattern

_MOST_NOTES, _SHOWN = 50, 60
_PUT_AWAY = LazyPattern(
    r"^(?!.*(?:公司|厂|店|社区|中心|工会))(?:旧|.*(?:离职|退会|退出|转出|调出|注销|作废|废弃|不用|备份|往年|去年"
    r"|上年|上期|草稿|历史|[(（]旧|旧[表版]|旧$))"
)
"""In the name of a sheet that is no unit's."""
_TIMES = LazyPattern(
    r"(?:(?:19|20)\d{2}年?)?第?[一二三四1-4]季度|[上下]半年|(?:19|20)\d{2}年度?|[一二三四五六七八九十\d]{1,3}月份?|"
    r"第[一二三四五六七八九十\d]{1,3}[次期批轮]"
)
"""What a header says of when."""
_NUMBERED = ("证件号码", "统一社会信用代码")
"""Kinds of numbers that tell somebody real from a sample."""


def findings_of_table(table: Table, form: Form) -> tuple[Finding, ...]:
    """Findings about the table as a whole and its columns; cells are judged later."""
    return (
        *_columns(table, form),
        *_other_periods(table, form),
        *_hidden(table),
        *_put_away(table, form),
        *_struck(table),
        *_notes(table),
        *_examples(table),
        *totals(table, form),
    )


def findings_of_rows(table: Table, form: Form, body: Body) -> Iterator[Finding]:
    """Findings about rows that were left out, or kept, although they may be meant otherwise."""
    first = min(table.where.values(), default=1)
    if body.like_example:
        yield Finding("T-SAMPLE-KEPT", table.grid.place(body.like_example, first))
    for row in (
        row for row, why in table.aside.items() if why == SAMPLE and _has_own_number(table, row, form)
    ):
        yield Finding("T-SAMPLE-OWN", table.grid.place(row, first))
    for row in body.sums:
        yield Finding("T-SUMS", table.grid.place(row, first))
    prepared = [row for row, why in table.aside.items() if why == PREFILLED]
    if prepared:
        facts = {"行数": len(prepared), "首行": prepared[0], "末行": prepared[-1], "列": _names(table, form)}
        yield Finding("T-PREFILLED", table.grid.place(prepared[0], first), facts=facts)


def _has_own_number(table: Table, row: int, form: Form) -> bool:
    """A row marked as a sample names a person or a firm: its number is right and not that of our example."""
    columns = words(form).columns
    for title, col in table.where.items():
        column, raw = columns[title], table.grid.at(row, col)
        if column.kind.name in _NUMBERED and isinstance(raw, str) and raw.strip() != column.example:
            tidied = column.kind.tidy(raw)
            if tidied.value and not tidied.rule:
                return True
    return False


def side_table(grid: Grid, row: int, heads: Sequence[Head]) -> Finding:
    """That a small table beside the list was left out."""
    facts = {
        "表头": "、".join(" ".join(head.text.split()) for head in heads[:4]),
        "列": f"{column_letters(heads[0].col)}至{column_letters(heads[-1].col)}",
    }
    return Finding("T-SIDE", grid.place(row, heads[0].col), facts=facts)


def stray_cells(table: Table, left: int, right: int, headed: Container[int]) -> list[Finding]:
    """Cells beside the rows of a table in columns that belong to nothing: told once, by their range."""
    if left == 1 and max(map(len, table.grid.rows), default=0) <= right:
        return []
    listed = {one.col for one in table.bindings}
    cells = [
        (row, col)
        for row in sorted([*table.body, *(row for row, why in table.aside.items() if why == BESIDE)])
        for col, raw in enumerate(table.grid.rows[row - 1], 1)
        if raw is not None
        and not left <= col <= right
        and col not in headed
        and col not in listed
        and flat(raw)
    ]
    if not cells:
        return []
    cols = sorted({col for _, col in cells})
    facts = {"表头": "没有表头", "列": f"{column_letters(cols[0])}至{column_letters(cols[-1])}"}
    return [Finding("T-SIDE", table.grid.place(*cells[0]), facts=facts)]


def _names(table: Table, form: Form) -> str:
    """The titles of the columns that name a row."""
    return "、".join(key_titles(table.where, form))


def _columns(table: Table, form: Form) -> Iterator[Finding]:
    bound = set(table.where)
    for one in table.bindings:
        if one.state != "proposed":
            continue
        required = words(form).columns[one.title].need == "required" and one.title not in bound
        facts = {
            "表头": one.header,
            "列名": one.title,
            "理由": one.why or "标题相近",
            "办法": _cure(table, one),
        }
        place = table.grid.place(table.header[-1] if table.header else 0, one.col)
        yield Finding("T-COLUMN" if required else "T-COLUMN-OPT", place, one.title, one.header, facts)


def _other_periods(table: Table, form: Form) -> Iterator[Finding]:
    """Unknown columns that are a bound one of another quarter, year or time (`二季度 | 应缴`): told once."""
    own = {one.title: one for one in table.bindings if one.state == "bound"}
    found = [
        (one, like)
        for one in table.bindings
        if one.state == "unknown" and (like := _of_another_time(one, own, words(form)))
        if any(map(flat, table.grid.column(one.col, table.body)))
    ]
    if found:
        listed = "、".join(f"{column_letters(one.col)}列“{one.header}”" for one, _ in found)
        place = table.grid.place(table.header[-1] if table.header else 0, found[0][0].col)
        yield Finding("T-TIMES", place, facts={"列": listed, "已读": found[0][1].header})


def _of_another_time(one: Binding, own: Mapping[str, Binding], known: Words) -> Binding | None:
    """The bound column that a header, without what it says of when, names; or one under another time."""
    time = _TIMES.search(one.header)
    parts = [text for part in one.header.split("_") if (text := plain(_TIMES.sub("", part)))]
    if not time or not parts:
        return None
    title = known.named("".join(parts))[0] or known.named(parts[-1])[0]
    others = (
        other
        for other in own.values()
        if "_" in one.header
        and "_" in other.header
        and (when := _TIMES.search(other.header))
        and when[0] != time[0]
    )
    return own.get(title) or next(others, None)


def _cure(table: Table, one: Binding) -> str:
    """What makes a doubtful column a sure one: done in the file and read again, it is bound."""
    if one.why == TWICE:
        return COLUMN_CURES["twice"]
    rivals = [other for other in table.bindings if other.state == "proposed" and other.title == one.title]
    facts = {"列名": one.title, "列": "、".join(column_letters(other.col) for other in rivals)}
    if len(rivals) > 1:
        same = len({other.header for other in rivals}) < len(rivals)
        return COLUMN_CURES["same" if same else "several"].format_map(facts)
    return COLUMN_CURES["content" if AGAINST in one.why else "near"].format_map(facts)


def _hidden(table: Table) -> Iterator[Finding]:
    grid = table.grid
    if grid.hidden_rows:
        rows = [row for row in table.body if row in grid.hidden_rows]
        if rows:
            yield Finding("T-HIDDEN-ROWS", grid.place(rows[0]), facts={"行数": len(rows)})
    if grid.hidden_cols:
        ours = {one.col for one in table.bindings if one.state == "bound"}
        cols = sorted(grid.hidden_cols & ours)
        if cols:
            listed = "、".join(map(column_letters, cols))
            yield Finding("T-HIDDEN-COLS", grid.place(0, cols[0]), facts={"列": listed})


def _put_away(table: Table, form: Form) -> Iterator[Finding]:
    """A sheet that by its name holds who has left or what no longer counts, while its rows do not say so."""
    sheet, movement = table.grid.sheet, form.movement
    if not table.body or not _PUT_AWAY.search(sheet) or _PUT_AWAY.search(form.title):
        return
    col = table.where.get(movement.kind, 0) if movement else 0
    said = set(map(flat, table.grid.column(col, table.body))) if col else {""}
    if not (movement and said <= set(movement.left)):
        yield Finding("T-PUT-AWAY", table.grid.place(), facts={"工作表": sheet, "行数": len(table.body)})


def _struck(table: Table) -> Iterator[Finding]:
    """Rows of which most cells are struck through; else each such cell of a known column."""
    if not table.grid.struck:
        return
    titles = {col: title for title, col in table.where.items()}
    by_row: dict[int, list[int]] = {}
    for row, col in sorted(table.grid.struck):
        by_row.setdefault(row, []).append(col)
    for row in sorted(by_row.keys() & set(table.body)):
        filled = [cell for cell in table.grid.rows[row - 1] if cell is not None and cell != ""]
        if 2 * len(by_row[row]) > len(filled):
            yield Finding("T-STRUCK", table.grid.place(row))
            continue
        for col in by_row[row]:
            if col in titles:
                raw = table.grid.at(row, col)
                yield Finding("T-STRUCK-CELL", table.grid.place(row, col), titles[col], raw)


def _examples(table: Table) -> Iterator[Finding]:
    first = min(table.where.values(), default=1)
    for row in sorted(row for row, why in table.aside.items() if why == LIKE_EXAMPLE):
        yield Finding("T-SAMPLE", table.grid.place(row, first))


def _notes(table: Table) -> Iterator[Finding]:
    if not table.grid.notes:
        return
    titles = {col: title for title, col in table.where.items()}
    body = set(table.body)
    own = [(place, said) for place, text in sorted(table.grid.notes.items()) if (said := own_note(text))]
    own = [(place, said) for place, said in own if place[0] in body]
    for (row, col), said in own[:_MOST_NOTES]:
        shown = said if len(said) <= _SHOWN else f"{said[:_SHOWN]}…（共{len(said)}字）"
        yield Finding("T-NOTE", table.grid.place(row, col), titles.get(col, ""), None, {"批注": shown})
    if len(own) > _MOST_NOTES:
        facts = {"另有": len(own) - _MOST_NOTES, "上限": _MOST_NOTES}
        yield Finding("T-NOTES", table.grid.place(*own[_MOST_NOTES][0]), facts=facts)


def missing_columns(grid: Grid, form: Form, known: Collection[str], where: str) -> tuple[Finding, ...]:
    """One line for all that is expected and that a card or a matrix has no place for."""
    expected = [column.title for column in form.columns if column.need == "expected" and not column.derived]
    lacking = [title for title in expected if title not in known]
    facts = {"处": where, "列": "、".join(lacking)}
    return (Finding("T-LACKS", grid.place(), facts=facts),) if lacking else ()
