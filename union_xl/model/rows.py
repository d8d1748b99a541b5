"""A ledger's rows as plain columns, one column made at a time, and what their last columns are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")
STATE, FILE, SHEET, ROW = "台账状态", "来源文件", "来源工作表", "来源行"
OLD_STATE = "状态"
"""What STATE was called up to 0.3.0, in ledgers without a column of that name."""
PLACE_TITLES = (FILE, SHEET, ROW)
SOURCE_TITLES = (STATE, *PLACE_TITLES)
"""What every sheet of kept rows ends with."""
NORMAL, PENDING = "正常", "待核"
SOURCE_FORMATS = {STATE: "", FILE: "@", SHEET: "@", ROW: ""}


def now_called(titles: Sequence[str], own: Collection[str]) -> tuple[str, ...]:
    """The titles of a sheet or file of kept rows as they are called today; `own` are the ledger's columns."""
    if STATE in titles or OLD_STATE in own:
        return tuple(titles)
    return tuple(STATE if title == OLD_STATE else title for title in titles)


class Rows:
    """Rows as {title: cells}, all of one length; blanks are None.

    A row is called by its position, 0 for the first.
    """

    def __init__(self, columns: Mapping[str, list[Any]]) -> None:
        self._columns = columns
        self.titles = tuple(columns)

    @classmethod
    def of(cls, given: Rows | pd.DataFrame) -> Rows:
        """Rows as they are, or those of a frame, in which NaN and NaT are blanks."""
        if isinstance(given, Rows):
            return given
        columns = {str(title): given[title].tolist() for title in given}
        return cls(
            {title: [None if one != one else one for one in cells] for title, cells in columns.items()}
        )

    def __len__(self) -> int:
        return len(next(iter(self._columns.values()), ()))

    def column(self, title: str) -> list[Any]:
        """A column's values; all None when there is no such title."""
        return self._columns[title] if title in self._columns else [None] * len(self)

    def cells(self, title: str, start: int, stop: int) -> list[Any]:
        """The values of some rows (`stop` not among them)."""
        return self.column(title)[start:stop]

    def cell(self, title: str, row: int) -> Any:
        """One cell."""
        return self.cells(title, row, row + 1)[0]

    def picked(self, title: str, positions: Sequence[int]) -> list[Any]:
        """The values at some positions."""
        values = self.column(title)
        return [values[at] for at in positions]

    def row(self, at: int) -> Rows:
        """One row alone."""
        return Rows({title: self.picked(title, (at,)) for title in self.titles})

    def with_column(self, title: str, values: list[Any]) -> Rows:
        """The rows with other values in one column."""
        return Rows({**{one: self.column(one) for one in self.titles}, title: values})

    def records(self) -> Iterator[dict[str, Any]]:
        """Each row as {title: cell}."""
        for cells in zip(*map(self.column, self.titles), strict=True):
            yield dict(zip(self.titles, cells, strict=True))

    def sources(self, positions: Sequence[int] | None = None) -> Iterator[tuple[Any, Any, Any]]:
        """File, sheet and row each row comes from, or each of some rows."""
        columns = map(self.column, (FILE, SHEET, ROW))
        if positions is not None:
            columns = ([values[at] for at in positions] for values in columns)  # type: ignore[assignment]
        return zip(*columns, strict=True)

    def keys(self) -> list[str | None]:
        """What names each row; None where nobody has named them."""
        return [None] * len(self)

    def tally(self, title: str) -> Counter[Any]:
        """How often each value of a column occurs."""
        return Counter(self.column(title))

    def places(self, books: Collection[str]) -> Mapping[tuple[str, str, int], int]:
        """{(file, sheet, row): position} of the rows of these files."""
        return {place: number for number, place in enumerate(self.sources()) if place[0] in books}

    def frame(self) -> pd.DataFrame:
        """The rows as a pandas frame."""
        import pandas as pd

        columns = {title: self.column(title) for title in self.titles}
        return pd.DataFrame({title: pd.Series(cells, dtype=object) for title, cells in columns.items()})


class Lazy(Mapping[str, T]):
    """{form slug: what is made of a ledger}, each made at the first look."""

    def __init__(self, makers: Mapping[str, Callable[[], T]]) -> None:
        self._makers = makers
        self._made: dict[str, T] = {}

    def __getitem__(self, slug: str) -> T:
        if slug not in self._made:
            self._made[slug] = self._makers[slug]()
        return self._made[slug]

    def __contains__(self, slug: object) -> bool:
        return slug in self._makers

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def frames_of(ledgers: Mapping[str, Rows]) -> Mapping[str, pd.DataFrame]:
    """Each ledger as a pandas frame."""
    return Lazy({slug: partial(_frame_in, ledgers, slug) for slug in ledgers})


def _frame_in(ledgers: Mapping[str, Rows], slug: str) -> pd.DataFrame:
    return ledgers[slug].frame()
