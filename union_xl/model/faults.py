"""A fault of ours while a file is read: told as ours, with the place, and never as the file's.

Where UNION_XL_DEBUG is set (tests, benchmarks, developers) the exception goes through instead.
"""

from __future__ import annotations

import os
import traceback
from pathlib import Path

from union_xl.model.grid import Place
from union_xl.model.submission import Finding

RULE = "F-INTERNAL"
DECLARED = "F-DECLARED"
"""The office's declaration of the ledger is wrong."""
OURS = frozenset((RULE, DECLARED))
"""What the sender of a file cannot mend."""
DEBUG = "UNION_XL_DEBUG"
_PACKAGE = Path(__file__).resolve().parent.parent


def spot(error: BaseException) -> str:
    """Kind of the exception and where it was raised: `IndexError，candidates.py:101`."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"，{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"


def outside(error: BaseException) -> bool:
    """Whether a library raised it, not a line of this program: a parser that gave up on what it was given."""
    frames = traceback.extract_tb(error.__traceback__)
    return bool(frames) and _PACKAGE not in Path(frames[-1].filename).resolve().parents


def finding(error: Exception, place: Place) -> Finding:
    """What to tell of an exception of ours that costs what stands at `place`.

    Raises the exception again where UNION_XL_DEBUG is set, and whenever memory ran out: that is no fault.
    """
    if os.environ.get(DEBUG) or isinstance(error, MemoryError):
        raise error
    return Finding(
        RULE, place, facts={"错": spot(error), "处": f"工作表“{place.sheet}”" if place.sheet else "文件"}
    )
