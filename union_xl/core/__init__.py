"""The types every room hands on, and the exceptions.

A returned workbook walks through the rooms in one direction; each room hands the next a finished,
frozen value from here.  Rows and columns are 1-based, as Excel shows them, everywhere.

Data problems are Findings, never exceptions.  The exceptions, with the exit code each carries::

    UnionXlError            2   one plain Chinese sentence, said once, at the door
     ├─ UsageError          2   a bad command line: no such folder, unknown form or period
     ├─ FormError           2   a broken form declaration
     ├─ OfficeError         2   unreadable settings or roster (工作台.xlsx)
     ├─ LedgerError         2   unreadable ledger, ledger open elsewhere, accounts that do not balance
     └─ TemplateError       2   unreadable template, unknown name in it, an edit that is not safe

This module uses the standard library only and imports nothing heavy.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from union_xl.core.errors import (
    FormError,
    LedgerError,
    OfficeError,
    TemplateError,
    UnionXlError,
    UsageError,
)

if TYPE_CHECKING:
    from union_xl.core.edits import (
        KEEP,
        AddSheet,
        Change,
        Edit,
        Edits,
        Grow,
        Keep,
        RemoveSheet,
        Reword,
        Stretch,
        Style,
    )
    from union_xl.core.grid import Area, Binding, Book, Grid, Place, Raw, Source, Table
    from union_xl.core.ledger import Conflict, Decision, Figure, Ledger, PastLedger, Receipt, Share
    from union_xl.core.office import Context, Limits, Roster, Settings, TemplateTag, Unit
    from union_xl.core.periods import Period, period
    from union_xl.core.submission import (
        EACH,
        ERROR,
        WARNING,
        Fate,
        Finding,
        HeldRow,
        Identified,
        Level,
        Mend,
        Part,
        Submission,
        Suggestion,
    )

__all__ = [
    "EACH",
    "ERROR",
    "KEEP",
    "WARNING",
    "AddSheet",
    "Area",
    "Binding",
    "Book",
    "Change",
    "Conflict",
    "Context",
    "Decision",
    "Edit",
    "Edits",
    "Fate",
    "Figure",
    "Finding",
    "FormError",
    "Grid",
    "Grow",
    "HeldRow",
    "Identified",
    "Keep",
    "Ledger",
    "LedgerError",
    "Level",
    "Limits",
    "Mend",
    "OfficeError",
    "Part",
    "PastLedger",
    "Period",
    "Place",
    "Raw",
    "Receipt",
    "RemoveSheet",
    "Reword",
    "Roster",
    "Settings",
    "Share",
    "Source",
    "Stretch",
    "Style",
    "Submission",
    "Suggestion",
    "Table",
    "TemplateError",
    "TemplateTag",
    "UnionXlError",
    "Unit",
    "UsageError",
    "period",
]

_HOMES = {
    name: home
    for home, names in (
        ("edits", "KEEP AddSheet Change Edit Edits Grow Keep RemoveSheet Reword Stretch Style"),
        ("grid", "Area Binding Book Grid Place Raw Source Table"),
        ("ledger", "Conflict Decision Figure Ledger PastLedger Receipt Share"),
        ("office", "Context Limits Roster Settings TemplateTag Unit"),
        ("periods", "Period period"),
        (
            "submission",
            "EACH ERROR WARNING Fate Finding HeldRow Identified Level Mend Part Submission Suggestion",
        ),
    )
    for name in names.split()
}

if not TYPE_CHECKING:

    def __getattr__(name):
        """A type from its module when it is first asked for: `--help` needs none, a worker not all."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        return found
