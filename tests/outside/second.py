"""`openxml-audit`, a judge of somebody else's, with its false alarms and why they are none."""

from __future__ import annotations

import tempfile
from importlib.util import find_spec
from pathlib import Path

FALSE_ALARMS = (
    ("tblHeader", "`true` is a value of ST_OnOff (ISO/IEC 29500-1, 22.9.2.7)"),
    ("/font[", "children of CT_Font come in any order (18.8.22); so openpyxl wrote the file that came back"),
    ("inline-string cell", "advice: inline strings are valid, and Excel reads them"),
    ("relationships/theme", "a workbook need have no theme part (12.3.24 is optional)"),
    ("stylesWithEffects", "a part of Word 2010's that python-docx's template carries and Word passes over"),
    ("customXmlProps", "properties of custom XML are optional (15.2.4)"),
)
"""(words of a finding, why it is none)."""


def known() -> bool:
    """Whether it is installed (the extra `test`)."""
    return find_spec("openxml_audit") is not None


def findings(suffix: str, data: bytes) -> list[str]:
    """What it says of a file, false alarms left out."""
    from openxml_audit import OpenXmlValidator

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file{suffix}"
        path.write_bytes(data)
        told = [str(one) for one in OpenXmlValidator().validate(path).errors]
    return [one for one in told if not any(words in one for words, _ in FALSE_ALARMS)]
