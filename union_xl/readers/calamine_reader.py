"""python-calamine, wrapped: whatever it raises becomes a rule."""

from __future__ import annotations

import io
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from union_xl.model import Area, Raw
from union_xl.readers.unzip import FileRefused


@dataclass(frozen=True, slots=True)
class SheetValues:
    """One sheet as calamine gives it: rows from A1."""

    name: str
    visible: bool
    rows: list[list[Raw]]
    merged: tuple[Area, ...] = ()


def sheet_values(
    package: io.BytesIO, *, merges: bool = False, without: Collection[str] = ()
) -> list[SheetValues]:
    """Every worksheet's values.  `merges`: ask for merged ranges too (reads the sheet once more); the sheets
    named in `without` come with no rows.

    Refused(F-PANIC) when calamine panics, F-MEMORY, F-PASSWORD or F-CORRUPT when it cannot go on.
    """
    import python_calamine as calamine

    try:
        opened = calamine.CalamineWorkbook.from_filelike(package)
        return [
            _one(opened, number, about, merges, about.name in without)
            for number, about in enumerate(opened.sheets_metadata)
            if about.typ in (calamine.SheetTypeEnum.WorkSheet, calamine.SheetTypeEnum.MacroSheet)
        ]
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except MemoryError as error:
        raise FileRefused("F-MEMORY") from error
    except calamine.PasswordError as error:
        raise FileRefused("F-PASSWORD") from error
    except Exception as error:
        raise FileRefused("F-CORRUPT") from error
    except BaseException as error:  # a Rust panic is no Exception
        raise FileRefused("F-PANIC") from error


def _one(opened: Any, number: int, about: Any, merges: bool, without: bool) -> SheetValues:
    visible = str(about.visible).endswith(".Visible")
    if without:
        return SheetValues(about.name, visible, [])
    sheet = opened.get_sheet_by_index(number)
    ranges = (sheet.merged_cell_ranges or ()) if merges else ()
    merged = tuple(Area(a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in ranges)
    return SheetValues(about.name, visible, sheet.to_python(skip_empty_area=False), merged)
