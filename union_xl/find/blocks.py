"""Blocks of one form on a sheet: where each ends, and what the lines above and between them say.

A block has a header of its own, or begins at a line among the rows (`代表队：…`, a unit's name by itself).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from union_xl.find import data_rows, reasons
from union_xl.find.column_labels import column_labels, pairs
from union_xl.find.content_signature import class_of
from union_xl.find.header_candidates import Candidate
from union_xl.find.header_texts import Known, words
from union_xl.find.row_words import is_total
from union_xl.find.surrounding_lines import flat, is_label_text, read_lines
from union_xl.find.totals import totals
from union_xl.ledgers.form import Form
from union_xl.model import Grid, Raw, Table
from union_xl.model.lazy_pattern import LazyPattern

WHOSE = ("单位名称", "工会名称", "统一社会信用代码")
_NAMED = "\n单位名称"
"""Said by a name alone, without a label."""
_OWN = frozenset((*WHOSE, "填表人", "填表电话", "负责人", "联系人", "联系电话", "零报告", "队名"))
"""What speaks for one unit and never for the blocks of others."""
_PAGE = LazyPattern(r"[(（]?(?:第\s*\d+\s*页|共\s*\d+\s*页|续表?\d*)[)）]?|[\s,，、/]+")
_TITLE = LazyPattern(r"(?:表|名单|册|台账|一览)(?:[(（].*[)）])?$|公司|厂|工会|中心|医院|学校|银行|集团|队$")
_LABELLED = r"(?:名称)?(?:[(（][^)）]*[)）])?\s*(?::|$)"
_TEAM = LazyPattern(r"(?:^|\s)(?:(?:参赛)?代表队|参赛(?:单位|企业|队伍?))" + _LABELLED)
_SENDER = LazyPattern(r"(?:^|\s)(?:填报|填表|报送|上报|申报|编制|编报|制表|推荐)单位" + _LABELLED)
_UNION = LazyPattern(r"(?:基层)?工会(?:委员会|联合会)?$")
_NUMBERED = LazyPattern(r"^(?:\d{1,3}[、.．)]|[(（]?[一二三四五六七八九十]{1,3}[)）、.])\s*")
_COUNTED = LazyPattern(r"\s*[:：]?\s*[(（]?(?:共|计)?\s*\d+\s*(?:人|名)[)）]?$|[:：]$")


def extent(
    grid: Grid, spots: Sequence[Candidate], at: int, used: set[int], known: Known
) -> tuple[int, list[tuple[int, int]]]:
    """Last row of a table, and the spans of headers repeated within it (these spots are used up).

    A header with the same texts is only repeated where the lines above it say nothing new.
    """
    spot = spots[at]
    texts = [(head.col, head.joined) for head in spot.heads]
    repeats: list[tuple[int, int]] = []
    current: Mapping[str, str] | None = None
    for number in range(at + 1, len(spots)):
        later = spots[number]
        if later.top <= spot.bottom or later.right < spot.left or later.left > spot.right:
            continue
        lines = lines_above(grid, spots, number)
        if [(head.col, head.joined) for head in later.heads] == texts:
            if current is None:
                current = _told(grid, lines_above(grid, spots, at), spot, known)
            if not _news(current, _told(grid, lines, later, known)):
                repeats.append((min([later.top, *lines]), later.bottom))
                used.add(number)
                continue
        return min([later.top, *lines]) - 1, repeats
    return len(grid.rows), repeats


def _told(grid: Grid, rows: Sequence[int], spot: Candidate, known: Known) -> dict[str, str]:
    """Everything some lines say about the rows below them."""
    return dict(pairs(grid, rows, known)) | lines_of_table(grid, rows, spot.left, spot.right)


def _news(before: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Whether lines between two equal headers say anything that the lines above the first did not."""
    for key, value in now.items():
        if key == "标题":
            title = _PAGE.sub("", value)
            if title and _TITLE.search(title) and title not in _PAGE.sub("", before.get(key, "")):
                return True
        elif before.get(key) != value and key not in ("填报日期", "填表人", "填表电话", "负责人"):
            return True
    return False


def lines_of_table(grid: Grid, rows: Sequence[int], left: int, right: int) -> dict[str, str]:
    """What lines say, what stands over the table's own columns before what stands beside them; whose the rows
    are (代表队：…, 单位：…) before who sends them (填报单位：…)."""
    own = read_lines(grid, rows, left, right)
    texts = read_lines(grid, rows) | own if own else read_lines(grid, rows)
    if texts.get("单位名称"):
        units = [(_rank(grid, row), unit) for row in rows if (unit := _unit(grid, row, left, right))]
        texts["单位名称"] = max(units, key=lambda one: one[0], default=(0, texts["单位名称"]))[1]
    return texts


def _unit(grid: Grid, row: int, left: int = 1, right: int = 2**20) -> str:
    return read_lines(grid, [row], left, right).get("单位名称", "")


def _rank(grid: Grid, row: int) -> int:
    """How surely the unit a line names is that of the rows: a team, a unit, who fills in or sends a form."""
    texts = [flat(raw) for raw in grid.rows[row - 1] if isinstance(raw, str)]
    if any(map(_TEAM.search, texts)):
        return 2
    return int(not any(map(_SENDER.search, texts)))


def lines_above(grid: Grid, spots: Sequence[Candidate], at: int) -> list[int]:
    """The rows above a header that speak about it: titles and `名称：值` lines."""
    spot = spots[at]
    while at and spots[at - 1].bottom >= spot.top:
        at -= 1
    floor = spots[at - 1].bottom if at else 0
    if not floor:
        return list(range(1, spot.top))
    rows: list[int] = []
    for row in range(spot.top - 1, floor, -1):
        cells = [(col, text) for col, raw in enumerate(grid.rows[row - 1], 1) if (text := flat(raw))]
        if cells and (is_total(cells[0][1]) or not reasons.is_line(grid, row, cells)):
            break
        rows.append(row)
    return _without_feet(grid, rows[::-1])


def _without_feet(grid: Grid, rows: list[int]) -> list[int]:
    """Lines between two blocks without those that close the upper one: what names another unit than the line
    nearest to the header, signatures right below the rows with a blank row behind them."""
    units = [(row, unit) for row in rows if (unit := _unit(grid, row))]
    others = [row for row, unit in units if _differs(unit, units[-1][1])]
    rows = [row for row in rows if not others or row > others[-1]]
    blank = [not any(map(flat, grid.rows[row - 1])) for row in rows]
    if True not in blank or not rows or blank[0]:
        return rows
    cut = blank.index(True)
    first = [text for row in rows[:cut] for raw in grid.rows[row - 1] if (text := flat(raw))]
    closes = any(reasons.is_foot(text) for text in first)
    return rows[cut:] if closes and not all(blank[cut:]) else rows


def inherited(table: Table, before: Sequence[Table]) -> Table:
    """A block with what the lines above the earlier blocks of its header say for all of them.

    Whose it is comes along only on the same sheet, and only where the block says nothing of its own.
    """
    alike = [one for one in before if one.form == table.form and one.fingerprint == table.fingerprint]
    here = [one for one in alike if one.grid.sheet == table.grid.sheet]
    if not alike:
        return table
    source = (here[-1] if here else alike[0]).above
    given = source if here and not _speaks_for_itself(table) else for_all(source)
    return replace(table, above={**given, **table.above})


def for_all(above: Mapping[str, str]) -> dict[str, str]:
    """What lines say for the blocks of other units, too."""
    return {key: value for key, value in above.items() if key not in _OWN}


def _speaks_for_itself(table: Table) -> bool:
    title = _PAGE.sub("", table.above.get("标题", ""))
    return any(table.above.get(key) for key in WHOSE) or bool(_TITLE.search(title))


def _differs(value: str, before: str) -> bool:
    """Another thing, not the same name with or without 工会 behind it."""
    return _UNION.sub("", value) != _UNION.sub("", before)


def split_table(table: Table, form: Form) -> list[Table]:
    """A table cut at the lines among its rows that say whose the rows below are, or what they are about.

    `table.body` holds no such line any more.
    """
    lines = {row: texts for row, texts in _lines_within(table, form) if table.body and row < table.body[-1]}
    above: dict[str, str] = dict(table.above)
    starts: list[tuple[int, dict[str, str]]] = []
    for row, texts in lines.items():
        if texts.get(_NAMED, "").startswith(above.get("单位名称", "\n")):
            continue  # a branch of the unit the rows stand under
        texts = {"单位名称": texts[_NAMED]} if _NAMED in texts else texts
        if any(_differs(value, above.get(key, "")) for key, value in texts.items()):
            kept = above if texts.keys().isdisjoint(WHOSE) else for_all(above)
            above = {**kept, **texts}
            starts.append((row, above))
    if not starts:
        return [table]
    bounds = [0, *(row for row, _ in starts), len(table.grid.rows) + 1]
    says = [dict(table.above), *(above for _, above in starts)]
    pieces = []
    for (start, end), above in zip(pairwise(bounds), says, strict=True):
        pieces.append(_piece(table, range(start, end), above))
    first, *rest = (one for one in pieces if one.body)
    return [replace(first, findings=table.findings, corrections=table.corrections), *rest]


def _piece(table: Table, rows: range, above: dict[str, str]) -> Table:
    """The part of a table that stands in these rows of the sheet."""
    return replace(
        table,
        body=tuple(row for row in table.body if row in rows),
        aside={row: why for row, why in table.aside.items() if row in rows},
        above=above,
        findings=(),
        corrections=(),
        questions=tuple(one for one in table.questions if one.place.row in rows),
        continued={row: first for row, first in table.continued.items() if row in rows},
    )


def set_aside(body: data_rows.Body, grid: Grid, bound: Mapping[str, int], form: Form, left: int) -> None:
    """Take the lines that say whose the rows below are from among the data rows."""
    lines = [row for row in _suspects(body.rows, grid, bound, left) if line_says(grid, row, bound, form)]
    if lines:
        gone = frozenset(lines)
        body.rows = [row for row in body.rows if row not in gone]
        body.aside.update((row, reasons.LINE) for row in lines)


def _suspects(rows: Sequence[int], grid: Grid, bound: Mapping[str, int], left: int) -> Iterator[int]:
    """Rows that name nobody, begin with a label, or have a firm where a person's name should be."""
    at, named = left - 1, (bound.get("姓名") or bound.get("单位名称") or left) - 1
    people = "姓名" in bound
    if people and at != named and _all_persons([grid.rows[row - 1] for row in rows], at, named):
        return
    for row in rows:
        cells = grid.rows[row - 1]
        first = cells[at] if len(cells) > at else None
        name = cells[named] if len(cells) > named else None
        strange = name in (None, "") or _has_colon(name) or (at != named and _opens(first))
        if strange or (people and _is_firm(name)):
            yield row


def _all_persons(rows: Sequence[Sequence[Raw]], number: int, name: int) -> bool:
    """Every row has a number, or nothing, and a short name without a colon; told column by column."""
    if min(map(len, rows), default=0) <= max(number, name):
        return False
    names = [cell for cells in rows if type(cell := cells[name]) is str and cell]
    if len(names) < len(rows) or max(map(len, names)) > _PERSON:
        return False
    first = {cells[number] for cells in rows}
    if any(type(cell) is str and not cell.isdigit() for cell in first):
        return False
    joined = "".join(names)
    return ":" not in joined and "：" not in joined


_PERSON = 4
"""Longer names may be a firm's."""


def _is_firm(raw: Raw) -> bool:
    return type(raw) is str and len(raw) > _PERSON and class_of(raw) == "org"


def _has_colon(raw: Raw) -> bool:
    return type(raw) is str and (":" in raw or "：" in raw)


def _opens(raw: Raw) -> bool:
    """A first cell that is a label, with or without its colon."""
    return type(raw) is str and not raw.isdigit() and (_has_colon(raw) or is_label_text(raw))


def _lines_within(table: Table, form: Form) -> Iterator[tuple[int, dict[str, str]]]:
    for row, why in sorted(table.aside.items()):
        if why in (reasons.LINE, reasons.FOOTER, reasons.REMARK, reasons.HINT):
            texts = line_says(table.grid, row, table.where, form)
            if texts:
                yield row, texts


def line_says(grid: Grid, row: int, bound: Mapping[str, int], form: Form) -> dict[str, str]:
    """What a line among the rows says for the rows below it: their unit, or a column the table lacks that
    is the same for many rows."""
    texts = [text for raw in grid.rows[row - 1] if (text := flat(raw))]
    if not texts or len(texts) > 8 or any(class_of(text) in ("id", "code", "mobile") for text in texts[1:]):
        return {}
    whose = () if ("单位名称",) in form.keys else WHOSE
    lasting = {title for title, column in words(form).columns.items() if column.ditto and title not in bound}
    labels = column_labels(grid, [row], read_lines(grid, [row]), form)
    labels = {
        key: one for key, one in labels.items() if key in whose or (key in lasting and key not in WHOSE)
    }
    if any(key in labels for key in WHOSE) or (labels and not reasons.is_foot(texts[0])):
        return labels
    people = any(form.by_title[title].type == "姓名" or title == form.titled("person") for title in bound)
    alone = people and len(texts) == 1 and not _next_says(grid, row, bound.get("单位名称"))
    return _heading(texts[0]) if alone else {}


def _next_says(grid: Grid, row: int, col: int | None) -> bool:
    """The next row that is filled says itself whose it is."""
    below = (number for number in range(row + 1, len(grid.rows) + 1) if any(grid.rows[number - 1]))
    return bool(col and flat(grid.at(next(below, 0), col)))


def _heading(text: str) -> dict[str, str]:
    """A unit's name by itself, above people: `二、杭州甲木机械有限公司（5人）`."""
    name = _COUNTED.sub("", _NUMBERED.sub("", text))
    return {_NAMED: name} if class_of(name) == "org" else {}


def without_agreed_totals(tables: Sequence[Table], forms: Mapping[str, Form]) -> list[Table]:
    """The tables of one sheet without T-TOTAL where a total agrees with all blocks of its header together."""
    return [_agreeing(table, tables, forms[table.form]) for table in tables]


def _agreeing(table: Table, tables: Sequence[Table], form: Form) -> Table:
    blocks = [one for one in tables if one.fingerprint == table.fingerprint and one.where == table.where]
    if len(blocks) < 2 or all(one.rule != "T-TOTAL" for one in table.findings):
        return table
    body = sorted({row for one in blocks for row in one.body})
    aside = {row: why for one in blocks for row, why in one.aside.items()}
    wrong = {one.place for one in totals(replace(table, body=tuple(body), aside=aside), form)}
    findings = [one for one in table.findings if one.rule != "T-TOTAL" or one.place in wrong]
    return replace(table, findings=tuple(findings))
