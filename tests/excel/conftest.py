"""The fixture `excel`, and the way to the modules beside the tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from excel_desk import excel

__all__ = ["excel"]
