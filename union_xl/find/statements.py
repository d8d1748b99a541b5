"""Financial statements: one line per account; lines without a code are sums and balances, no accounts.

What a statement says of its year is told where a column does not: by its title, or by its headers
(`2021年决算数 | 2022年预算数`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from union_xl.find.header_candidates import Candidate
from union_xl.find.header_texts import plain, words
from union_xl.find.heads import Head
from union_xl.find.surrounding_lines import flat
from union_xl.find.totals import totals
from union_xl.ledgers.form import Form
from union_xl.model import Finding, Grid, Table
from union_xl.model.lazy_pattern import LazyPattern

NO_CODE = "无编号"
"""Why a line of a statement is no row."""
_CODED = LazyPattern(r"^(\d{3,8})\s*[、.．:：\-—]?\s*(?=[^\d\s])(.+)$")
_CODE = LazyPattern(r"\d{3,8}")
_DIGIT = LazyPattern(r"\d")
_ORDINAL = LazyPattern(r"[(（]?[一二三四五六七八九十]{1,3}[)）、.]?\Z")
_YEARLY = LazyPattern(r"^(?:((?:19|20)\d{2})年?度?)(?=\S*(?:预算|决算|执行|实际|金额|数))")
_YEAR = LazyPattern(r"((?:19|20)\d{2})\s*年")
_SHOWN = 6
"""Names of lines that are listed."""


def split_halves(spots: Sequence[Candidate], forms: Sequence[Form]) -> list[Candidate]:
    """Income and expenses side by side under a heading each (收入 | 支出) are two tables, not one."""
    wanted = [form for form in forms if form.statement]
    return [half for spot in spots for half in (_halves(spot, wanted) or [spot])] if wanted else list(spots)


def _halves(spot: Candidate, forms: Sequence[Form]) -> list[Candidate]:
    groups: dict[str, list[Head]] = {}
    for head in spot.heads:
        groups.setdefault(head.parts[0] if len(head.parts) == 2 else "", []).append(head)
    names = [tuple(head.parts[-1] for head in heads) for heads in groups.values()]
    if len(groups) < 2 or "" in groups or len(set(names)) > 1 or spot.beside:
        return []
    for form in forms:
        titles = {words(form).named(text)[0] for text in names[0]}
        if form.statement and form.statement.name in titles and len(titles - {""}) > 1:
            return [replace(spot, heads=tuple(map(_without_group, heads))) for heads in groups.values()]
    return []


def _without_group(head: Head) -> Head:
    return replace(head, text=head.parts[-1], parts=head.parts[-1:])


def by_year(heads: Sequence[Head], forms: Sequence[Form], said: str) -> tuple[Head, ...]:
    """Headers that name a year (`2022年预算数`) with 本年, 上年 in its stead: the year that the lines above
    name, else the latest of the headers."""
    if not any(form.statement for form in forms):
        return tuple(heads)
    years = {head.col: int(found[1]) for head in heads if (found := _YEARLY.match(head.parts[-1]))}
    if not years or (len(years) == 1 and len(heads) > 6):
        return tuple(heads)
    named = [int(year) for year in _YEAR.findall(said)]
    now = next((year for year in named if year in years.values()), max(years.values()))
    words = {now: "本年", now - 1: "上年"}
    return tuple(
        _renamed(head, words[years[head.col]]) if years.get(head.col) in words else head for head in heads
    )


def _renamed(head: Head, word: str) -> Head:
    last = _YEARLY.sub(word, head.parts[-1])
    return replace(head, text="_".join((*head.parts[:-1], last)), parts=(*head.parts[:-1], last))


def account_rows(table: Table, form: Form) -> Table:
    """The table of a statement without the lines that are no accounts, which are told."""
    statement = form.statement
    if statement is None or statement.name not in table.where:
        return table
    coded = _split(_bound(table, form, statement.code), statement.code, statement.name)
    if coded is not table:  # only now its totals know which lines are accounts
        others = [one for one in table.findings if one.rule != "T-TOTAL"]
        coded = replace(coded, findings=(*others, *totals(coded, form)))
    table = _dated(coded, statement.year)
    code, name = table.where.get(statement.code, 0), table.where[statement.name]
    if not code:
        return table
    grid = table.grid
    figures = [col for title, col in table.where.items() if form.by_title[title].kind.name == "金额"]
    gone = [row for row in table.body if _is_no_account(grid, row, code, name, figures)]
    if not gone or len(gone) == len(table.body):
        return table
    with_figures = [row for row in gone if any(flat(grid.at(row, col)) for col in figures)]
    names = list(dict.fromkeys(flat(grid.at(row, name)) for row in with_figures))
    listed = "、".join(names[:_SHOWN]) + ("等" if len(names) > _SHOWN else "")
    facts = {"行数": len(with_figures), "名称": listed}
    findings = [Finding("T-NO-CODE", grid.place(with_figures[0], code), facts=facts)] if with_figures else []
    left = frozenset(gone)
    return replace(
        table,
        body=tuple(row for row in table.body if row not in left),
        aside={**table.aside, **dict.fromkeys(gone, NO_CODE)},
        findings=(*table.findings, *findings),
    )


def _is_no_account(grid: Grid, row: int, code: int, name: int, figures: Sequence[int]) -> bool:
    """A line without a code, or a heading written where codes stand (`一、收入` or `一、 | 收入`, nothing
    else)."""
    coded, named = flat(grid.at(row, code)), flat(grid.at(row, name))
    if coded and not _DIGIT.search(coded) and (not named or _ORDINAL.match(coded)):
        return not any(flat(grid.at(row, col)) for col in figures)
    return bool(named) and not coded


def _bound(table: Table, form: Form, code: str) -> Table:
    """The column of codes where it was taken for running numbers (401, 402)."""
    if code in table.where:
        return table
    for at, one in enumerate(table.bindings):
        if one.state != "bound" and words(form).named(plain(one.header))[0] == code:
            texts = [text for row in table.body if (text := flat(table.grid.at(row, one.col)))]
            if texts and all(map(_CODE.fullmatch, texts)):
                bindings = list(table.bindings)
                bindings[at] = replace(one, title=code, state="bound")
                return replace(table, bindings=tuple(bindings), where={**table.where, code: one.col})
    return table


def _dated(table: Table, year: str) -> Table:
    """The year that the title names, where neither a column nor a line does."""
    if not year or year in table.where or table.above.get(year):
        return table
    found = _YEAR.search(table.above.get("标题", "")) or _YEAR.search(table.grid.sheet)
    return replace(table, above={**table.above, year: found[1]}) if found else table


def _split(table: Table, code: str, name: str) -> Table:
    """`401 会费收入` in one cell is a code and a name, where the codes have no column, or none in the row."""
    grid, col = table.grid, table.where[name]
    at = table.where.get(code, 0)
    found = {
        row: parts
        for row in table.body
        if not (at and flat(grid.at(row, at))) and (parts := _CODED.match(flat(grid.at(row, col))))
    }
    if not found:
        return table
    width = max(map(len, grid.rows), default=0)
    codes = at or width + 1
    rows = list(grid.rows)
    for row, parts in found.items():
        cells = list(rows[row - 1])
        cells.extend([None] * (max(codes, col) - len(cells)))
        cells[codes - 1], cells[col - 1] = parts[1], parts[2]
        rows[row - 1] = cells
    made = replace(grid, rows=rows) if at else _beside(replace(grid, rows=rows), codes, col, table.body)
    return replace(table, grid=made, where={**table.where, code: codes})


def _beside(grid: Grid, codes: int, col: int, body: Sequence[int]) -> Grid:
    """A column of codes that is none of the sheet's: its cells are those of the names."""
    origin = {(row, at): (row - grid.lead, at) for row in body for at in range(codes)}
    origin |= {(row, codes): (row - grid.lead, col) for row in body}
    return replace(grid, origin=origin)
