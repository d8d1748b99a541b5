"""The one room that changes existing workbooks, part by part: what is not concerned stays byte for byte.

Doors: `apply` writes Edits into a file, `strip` takes our marks out again, `layout` looks, `plain_copy` makes
a plain xlsx of cells read elsewhere, `clean` leaves only what cells and their looks need, every text masked,
`encrypt` and `decrypt` set and lift a password.  The XML library is loaded when a door is first used.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from union_xl.model import Edits, Grid, Limits, TemplateError
from union_xl.xlsx_edit.passwords import decrypt, encrypt

if TYPE_CHECKING:
    from union_xl.xlsx_edit.clean_package import CleanPackage, Hide
    from union_xl.xlsx_edit.sheet_layouts import Layout, SheetLayout

_ENDINGS = (
    (b"ms-excel.sheet.macroEnabled.main", ".xlsm"),
    (b"ms-excel.template.macroEnabled.main", ".xltm"),
    (b"spreadsheetml.template.main", ".xltx"),
)
__all__ = [
    "CleanPackage",
    "Layout",
    "SheetLayout",
    "apply",
    "clean",
    "decrypt",
    "encrypt",
    "ending",
    "layout",
    "plain_copy",
    "strip",
]


def apply(
    data: bytes, edits: Edits, *, remark: bool = False, results: bool = False, limits: Limits | None = None
) -> bytes:
    """A workbook's bytes (xlsx, xlsm) with the edits in it.

    Parts no edit concerns are copied byte for byte; without edits the very bytes come back.  The order in
    the list matters only among sheets: texts are replaced first, then rows repeated (their rows are the
    file's), then sheets, then cells as they stand after that.  `remark`, or a RemoveSheet in the list,
    takes all our earlier marks away first.  A cell's fill is a mark that can be taken away again.  Saved
    results of formulas that depend on changed values are dropped; `results`: those that can be worked out
    here are saved anew, for protected views and previews, which work nothing out.
    Raises TemplateError, with sheet and cell, for what cannot be done safely: array and shared formulas,
    covered cells of merged areas, impossible titles of tables, signed packages, anything but xlsx and xlsm.
    """
    from union_xl.xlsx_edit.edit_package import apply_edits

    try:
        return apply_edits(data, edits, remark, results, limits)
    except (ValueError, TypeError, AttributeError, LookupError) as why:  # XML that is well-formed nonsense
        raise TemplateError("文件内部已损坏，不能安全地修改，请用 Excel 打开修复并另存为 xlsx 再试") from why


def ending(data: bytes) -> str:
    """The ending Excel wants on a workbook's bytes (`.xlsx`; `.xlsm` with macros, `.xltx` for a template):
    under another it does not open them.  TemplateError when it is no package."""
    from union_xl.xlsx_edit.archive import Archive

    types = Archive(data).read("[Content_Types].xml")
    return next((end for kind, end in _ENDINGS if kind in types), ".xlsx")


def strip(data: bytes, limits: Limits | None = None) -> bytes:
    """The workbook without our marks: our sheets, notes and colours gone, each cell's own style back."""
    return apply(data, (), remark=True, limits=limits)


def layout(data: bytes, limits: Limits | None = None) -> Layout:
    """Look at a workbook: sheets in order, and per sheet (read when asked) texts, formulas, merged
    areas, row heights, notes.  TemplateError when it is no xlsx or xlsm."""
    from union_xl.xlsx_edit.sheet_layouts import Layout
    from union_xl.xlsx_edit.workbook import Workbook

    return Layout(Workbook(data, limits))


def plain_copy(grids: Sequence[Grid]) -> bytes:
    """Grids read from xls, ods or csv -> a plain xlsx with the same cells; text stays text."""
    from union_xl.xlsx_edit.plain_workbook import plain_workbook

    return plain_workbook(grids)


def clean(data: bytes, hide: Hide, digits: Hide) -> CleanPackage:
    """A plain xlsx whose parts hold nothing but what cells and their looks need, every text masked.

    `hide` masks a text outside cells, `digits` one in a cell.  TemplateError for a package that keeps data
    where that does not reach (pivot caches, values of other books, names that formulas refer to).
    """
    from union_xl.xlsx_edit.clean_package import clean_package

    try:
        return clean_package(data, hide, digits)
    except (ValueError, TypeError, AttributeError, LookupError) as why:  # XML that is well-formed nonsense
        raise TemplateError("文件内部已损坏，不能脱敏") from why
