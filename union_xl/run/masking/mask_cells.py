"""Which cells of a sheet are private, and what they are replaced by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise
from typing import Any

from union_xl import kinds, ledgers
from union_xl.find.header_texts import plain, unlatin, unmodified
from union_xl.ledger_book.account_sheets import TITLES as OVERVIEW_TITLES
from union_xl.ledgers.form import Privacy
from union_xl.ledgers.masking import mask, mask_text
from union_xl.model import Grid, Raw, RunContext
from union_xl.model.sheet_names import ACCOUNTS, CHARTS, COLUMNS, FILES, HANDLE, OVERVIEW
from union_xl.returns.problems import display_rules_of
from union_xl.run.masking.mask_texts import Secrets

HEADER_ROWS = 40
OTHER = "其他文字"
_ABOVE = "表头上方"
_PERSONS = frozenset({"填表人", "填报人", "联系人", "经办人", "负责人", "单位负责人", "审核人", "制表人"})
_VALUES = frozenset({"原值", "新值", "修正前", "修正后", "修改前", "修改后", "更正值"})
_NAMES = frozenset({"标识", "不同之处"})
_SAID = "说明"
_OF_HELD = frozenset({HANDLE, "原因", _SAID})
"""Titles of 暂缓: there 说明 is our own sentence about the row, no remark of the filler."""
_PART = re.compile(r"([^：；／]+)：([^；]*)")
_HAN = r"\u4e00-\u9fff·"
_PERSON = re.compile(
    rf"(?<![{_HAN}])(?:[\u4e00-\u9fff]{{2,4}}|[\u4e00-\u9fff]+(?:·[\u4e00-\u9fff]+)+)(?![{_HAN}])"
)
_LABELLED = re.compile(r"([\u4e00-\u9fff]{2,12})(\s*[：:]\s*)([^\s：:；;，,。、／/|（）()]+)")
SAMPLE = 500
_MOSTLY = 0.8
"""How many cells of a column are names for it to be one of names."""
_PERSON_ENDINGS = "人员者名"
_LARGE = 1e10
"""Numbers from here on may be a telephone or an ID."""

Treated = tuple[str, Privacy]
"""(standard title, how it is masked)."""
_PUBLIC: Treated = ("", "")


class Titles:
    """Column titles of every ledger of a run, and how their columns are treated.

    `known` is {title or alias, plain: (standard title, how it is masked)}; where ledgers differ, masked wins,
    but for a header with all titles of one ledger.  What a ledger never keeps is dropped.  `ledgers` are the
    short titles of the ledgers: an alias may be one.
    """

    def __init__(self, context: RunContext) -> None:
        privacy = display_rules_of(context).privacy
        self.known: dict[str, Treated] = {}
        for public in (False, True):
            for form in ledgers.forms_of(context):
                for column in form.columns:
                    treated = privacy[column.title]
                    if (treated == "") is public:
                        for title in (column.title, *column.aliases):
                            self.known.setdefault(plain(title), (column.title, treated))
        for form in ledgers.forms_of(context):
            for title in form.titles:  # a title is called as it is, whose alias it may be elsewhere
                self.known[plain(title)] = (title, self.known[plain(title)][1])
            for title in form.never_kept_titles:  # dropped, unless another ledger keeps such a column
                self.known.setdefault(plain(title), (title, "free"))
        private = [
            title for title, one in self.known.items() if one[1] not in ("", "free") and len(title) > 1
        ]
        self._endings = sorted(private, key=len, reverse=True)
        self.ledgers = frozenset(form.short for form in ledgers.forms_of(context))
        self._whole: dict[str, dict[str, Treated]] = {
            form.short: {one.title: (one.title, one.privacy) for one in form.columns}
            for form in ledgers.forms_of(context)
        }
        self._of: dict[str, Treated | None] = {}

    def of(self, title: Raw) -> Treated | None:
        """How a column of this title is treated; None for a title nobody knows.  `配偶姓名` is a name as
        `姓名` is."""
        if not isinstance(title, str) or len(title) > 60:
            return None
        if title not in self._of:
            self._of[title] = self._found(title)
        return self._of[title]

    def under(self, header: Set[str], sheet: str) -> Mapping[str, Treated]:
        """How the ledger treats its columns whose titles stand in a header all together: the one the sheet is
        called by, else the one with most; none where it is no ledger's."""
        fitting = {short: titles for short, titles in self._whole.items() if titles.keys() <= header}
        if sheet in fitting:
            return fitting[sheet]
        most = max(map(len, fitting.values()), default=0)
        longest = [titles for titles in fitting.values() if len(titles) == most]
        return {
            title: max(each[title] for each in longest if title in each) for one in longest for title in one
        }

    def exact(self, title: Raw) -> Treated | None:
        """The same for a title as a ledger says it."""
        return self.known.get(plain(title)) if isinstance(title, str) and len(title) <= 60 else None

    def _found(self, title: str) -> Treated | None:
        text = unmodified(unlatin(plain(title))).rstrip("0123456789一二三四五")
        for said in (plain(title), text):
            if said in self.known:
                return self.known[said]
        return next((self.known[one] for one in self._endings if text.endswith(one)), None)


@dataclass(frozen=True, slots=True)
class _View:
    """How the rows below a header are looked at.

    Rows below `head` are data, `columns` are treated by their titles, public ones too.  In a list of cells
    (问题清单, 修正记录) `named` holds a title per row and `values` repeat that column's value; `told` are
    columns of our own sentences about persons.  `ours`: a sheet of a merge's own counts and words, where
    no title is a person's.  `whole`: all titles of one ledger, so that its cells are no labels.
    """

    head: int = 0
    columns: Mapping[int, Treated] = field(default_factory=dict)
    named: int = 0
    values: frozenset[int] = frozenset()
    told: frozenset[int] = frozenset()
    ours: bool = False
    whole: bool = False


Shown = dict[tuple[int, int, int], Raw]
"""{(number of the grid, row, column): what the cell shows instead}."""


def masked(
    grids: Sequence[Grid], titles: Titles, secrets: Secrets, counted: dict[tuple[str, str], int]
) -> Shown:
    """The cells of a book that are masked: columns by their titles, values behind a label, numbers of
    persons within texts; then what was masked, wherever a column nobody knows repeats it.

    `secrets` gathers what was masked, `counted` {(sheet, column title): cells}.
    """
    own = {id(grid) for grid in _own_words(grids)}
    views = [
        [_View(ours=True)] if id(grid) in own else [_with_names(grid, view) for view in _views(grid, titles)]
        for grid in grids
    ]
    made: dict[tuple[int, int, int], tuple[str, Raw]] = {}
    for number, (grid, seen) in enumerate(zip(grids, views, strict=True)):
        for row, col, value, view in _cells(grid, seen):
            title, privacy = _treated(grid, view, titles, row, col, value)
            shown = _masked(value, privacy, titles, row > view.head and col in view.told)
            if privacy:
                secrets.add(value, privacy)
            if shown != value:
                made[number, row, col] = (title, shown)
    for number, (grid, seen) in enumerate(zip(grids, views, strict=True)):
        for row, col, value, view in _cells(grid, seen):
            title, shown = made.get((number, row, col), ("", value))
            if isinstance(shown, str) and (col not in view.columns or row == view.head):
                hidden = secrets.hide(shown)
                if hidden != value:
                    made[number, row, col] = (title, hidden)
    for (number, _, _), (title, _) in made.items():
        key = (grids[number].sheet, title or OTHER)
        counted[key] = counted.get(key, 0) + 1
    return {spot: shown or None for spot, (_, shown) in made.items()}


def _own_words(grids: Sequence[Grid]) -> list[Grid]:
    """The sheets of a ledger that only count, and name files and columns: known by its 概览, whose titles
    are ours."""
    first = next((grid for grid in grids if grid.sheet == OVERVIEW), None)
    if first is None or tuple(first.rows[0][: len(OVERVIEW_TITLES)] if first.rows else ()) != OVERVIEW_TITLES:
        return []
    return [grid for grid in grids if grid.sheet in (OVERVIEW, COLUMNS, FILES, ACCOUNTS, CHARTS)]


def _cells(grid: Grid, views: Sequence[_View]) -> Iterator[tuple[int, int, Any, _View]]:
    """Every cell with content, and the view it belongs to."""
    view, later = views[0], list(views[1:])
    for row, cells in enumerate(grid.rows, 1):
        while later and later[0].head <= row:
            view = later.pop(0)
        for col, value in enumerate(cells, 1):
            if value is not None and value != "":
                yield row, col, value, view


def _treated(grid: Grid, view: _View, titles: Titles, row: int, col: int, value: Raw) -> Treated:
    if view.ours:
        return _PUBLIC
    if row > view.head and col in view.values:
        return titles.exact(grid.at(row, view.named)) or _PUBLIC
    if isinstance(value, str) and titles.exact(value) is not None:
        return _PUBLIC
    whole = view.whole and row > view.head
    labelled = None if view.named or row == view.head else _labelled(grid, titles, row, col, value, whole)
    if labelled is not None:
        return labelled
    return view.columns.get(col, _PUBLIC) if row > view.head else _PUBLIC


def _labelled(grid: Grid, titles: Titles, row: int, col: int, value: Raw, whole: bool) -> Treated | None:
    """By the label to the left (`姓名 | 张三` of a card, `填表人： | 张三` below a table; in a `whole` list
    only the latter)."""
    if plain(value) in _PERSONS:
        return _PUBLIC
    for before in range(col - 1, max(col - 7, 0), -1):
        label = grid.at(row, before)
        if label in (None, ""):
            continue
        if plain(label) in _PERSONS:
            return _ABOVE, "name"
        return None if whole or label in titles.ledgers else titles.exact(label)
    return None


def _masked(value: Any, privacy: Privacy, titles: Titles, named: bool) -> Raw:
    made = mask(value, privacy) if privacy else value
    if named and isinstance(made, str):
        made = _of_sentence(made, titles)
    if isinstance(made, str):
        made = mask_text(_of_labels(made, titles) if not privacy and not named else made)
    elif isinstance(made, int | float) and not isinstance(made, bool) and made >= _LARGE:
        told_text = str(int(made))
        made = hidden if (hidden := mask_text(told_text)) != told_text else made
    return made  # type: ignore[no-any-return]


def _of_labels(text: str, titles: Titles) -> str:
    """`填表人：张三  联系电话：0571-85001234` in one cell: what stands behind the labels masked."""
    if "：" not in text and ":" not in text:
        return text

    def one(found: re.Match[str]) -> str:
        label = plain(found[1])
        privacy: Privacy = "name" if label in _PERSONS else (titles.of(label) or _PUBLIC)[1]
        return f"{found[1]}{found[2]}{mask(found[3], privacy)}"

    return _LABELLED.sub(one, text)


def _of_sentence(text: str, titles: Titles) -> str:
    """`姓名：张三 ／ 张叁；民族：汉族` and `张三 139…`: the private parts masked."""
    if not _PART.search(text):
        return _PERSON.sub(lambda found: str(mask(found[0], "name")), text) if len(text) <= 40 else text

    def one(found: re.Match[str]) -> str:
        privacy = (titles.exact(found[1]) or _PUBLIC)[1]
        sides = (side.strip() for side in found[2].split("／"))
        shown = (side if side == "空" else str(mask(side, privacy)) for side in sides)
        return f"{found[1]}：{' ／ '.join(shown)}"

    return _PART.sub(one, text)


def _views(grid: Grid, titles: Titles) -> list[_View]:
    """One view per header of a sheet, from the top; the first row that says what a list of cells holds makes
    the whole sheet one.  A sheet without a header is one view."""
    best, most = _View(), 0
    found: list[_View] = []
    for row, cells in enumerate(grid.rows, 1):
        if row > HEADER_ROWS and sum(cell in titles.known for cell in cells if isinstance(cell, str)) < 2:
            continue
        texts = {col: value for col, value in enumerate(cells, 1) if isinstance(value, str) and value}
        if row <= HEADER_ROWS and (view := _list_of_cells(row, texts, titles)):
            return [view]
        exact = {col: one for col, text in texts.items() if (one := titles.exact(text))}
        private = {texts[col] for col, (_, privacy) in exact.items() if privacy}
        if not private or (private <= titles.ledgers and _has_numbers(cells)):
            continue
        header = set(texts.values())
        held = header >= _OF_HELD
        own = {} if held else titles.under(header, grid.sheet)
        columns = {
            col: one
            for col, text in texts.items()
            if not (held and text == _SAID) and (one := own.get(text) or titles.of(text))
        }
        if len(exact) > most and row <= HEADER_ROWS:
            best, most = _View(row, columns, whole=bool(own)), len(exact)
        if 2 * len(exact) >= len(texts) and _side_by_side(texts, exact):
            found.append(replace(_joined(found, row, columns), whole=bool(own)))
    heads = {view.head for view in found}
    if best.head and best.head not in heads:
        found.append(best)
    return sorted(found, key=lambda view: view.head) or [_View()]


def _has_numbers(cells: Sequence[Raw]) -> bool:
    """Whether a row counts something: beside the name of a ledger it is a row of data, not a header."""
    return any(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in cells)


def _side_by_side(texts: Mapping[int, str], exact: Mapping[int, Treated]) -> bool:
    """Whether titles stand next to each other, as in a header; in a card their values stand between."""
    cols = list(texts)
    return any(left in exact and right in exact for left, right in pairwise(cols))


def _joined(found: list[_View], row: int, columns: dict[int, Treated]) -> _View:
    """A header of two rows is one: the upper titles stand where the lower row has none."""
    if found and found[-1].head == row - 1:
        return _View(row, {**found.pop().columns, **columns})
    return _View(row, columns)


def _with_names(grid: Grid, view: _View) -> _View:
    """The view with columns nobody knows (值班员, 经手) that hold names of persons, told by what stands in
    them: masking a word too many costs less than showing a person."""
    likeness = kinds.NAME.likeness
    if likeness is None or not view.head or view.named or view.told:
        return view
    treated: dict[int, Treated] = {}
    for col, title in enumerate(grid.rows[view.head - 1], 1):
        if isinstance(title, str) and title and col not in view.columns:
            below = (grid.at(row, col) for row in range(view.head + 1, len(grid.rows) + 1))
            sample = [value for value in islice(below, SAMPLE) if value not in (None, "")]
            varied = len(set(sample)) > len(sample) / 2 and (len(sample) > 2 or title[-1] in _PERSON_ENDINGS)
            if varied and likeness(sample) >= _MOSTLY:
                treated[col] = (title, "name")
    return replace(view, columns={**view.columns, **treated}) if treated else view


def _list_of_cells(row: int, texts: Mapping[int, str], titles: Titles) -> _View | None:
    named = {plain(text): col for col, text in texts.items()}
    values, told = _cols(named, _VALUES), _cols(named, _NAMES)
    if "列名" not in named and not told:
        return None
    # Here 说明 and the like are our own words, not remarks of the filler.
    seen = {col: titles.known[title] for title, col in named.items() if title in titles.known}
    private = {col: one for col, one in seen.items() if one[1] != "free"}
    return _View(row, private, named.get("列名", 0), values, told)


def _cols(named: Mapping[str, int], wanted: frozenset[str]) -> frozenset[int]:
    return frozenset(col for title, col in named.items() if title in wanted)
