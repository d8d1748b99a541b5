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

from union_xl.model.errors import FormError, LedgerError, OfficeError, TemplateError, UnionXlError, UsageError

if TYPE_CHECKING:
    from union_xl.model.edits import (
        KEEP,
        AddSheet,
        Change,
        Edit,
        Edits,
        Keep,
        RemoveSheet,
        RepeatRows,
        ReplaceText,
        Style,
        TextSpan,
    )
    from union_xl.model.grid import Area, Binding, Book, Grid, Place, Raw, Source, Spot, Table
    from union_xl.model.ledger import Conflict, Decision, Figure, Ledger, PastLedger, Receipt, Share
    from union_xl.model.periods import Period, period
    from union_xl.model.run_context import Limits, Roster, RunContext, Settings, TemplateTag, Unit
    from union_xl.model.submission import (
        EACH,
        ERROR,
        WARNING,
        Correction,
        Fate,
        Finding,
        FormPart,
        HeldEntry,
        HeldRow,
        Identified,
        Level,
        PlaceKey,
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
    "Correction",
    "Decision",
    "Edit",
    "Edits",
    "Fate",
    "Figure",
    "Finding",
    "FormError",
    "FormPart",
    "Grid",
    "HeldEntry",
    "HeldRow",
    "Identified",
    "Keep",
    "Ledger",
    "LedgerError",
    "Level",
    "Limits",
    "OfficeError",
    "PastLedger",
    "Period",
    "Place",
    "PlaceKey",
    "Raw",
    "Receipt",
    "RemoveSheet",
    "RepeatRows",
    "ReplaceText",
    "Roster",
    "RunContext",
    "Settings",
    "Share",
    "Source",
    "Spot",
    "Style",
    "Submission",
    "Suggestion",
    "Table",
    "TemplateError",
    "TemplateTag",
    "TextSpan",
    "UnionXlError",
    "Unit",
    "UsageError",
    "period",
]

_HOMES = {
    name: home
    for home, names in (
        ("edits", "KEEP AddSheet Change Edit Edits Keep RemoveSheet RepeatRows ReplaceText Style TextSpan"),
        ("grid", "Area Binding Book Grid Place Raw Source Spot Table"),
        ("ledger", "Conflict Decision Figure Ledger PastLedger Receipt Share"),
        ("run_context", "Limits Roster RunContext Settings TemplateTag Unit"),
        ("periods", "Period period"),
        (
            "submission",
            "EACH ERROR WARNING Correction Fate Finding FormPart HeldEntry HeldRow "
            "Identified Level PlaceKey Submission Suggestion",
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
