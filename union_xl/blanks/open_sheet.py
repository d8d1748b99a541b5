"""A worksheet whose spare columns, up to the last a sheet can have, are written as one element."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

LAST = 16_383


class OpenSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter says no types
    """`set_column` of the column `spare` (0-based) is meant for all that follow it as well: told of each of
    them, XlsxWriter looks at 16 384 columns for every row it writes, which is half the work of a blank."""

    spare: int | None = None

    def _write_col_info(self, col_min: int, col_max: int, col_info: Any) -> None:
        super()._write_col_info(col_min, LAST if col_max == self.spare else col_max, col_info)
