"""Tables found in grids: header rows by evidence, columns bound, proposed or unknown, rows told apart.

The door is `find`.
"""

from union_xl.find.asking import as_proposals
from union_xl.find.finding import Found, find
from union_xl.find.headings import is_running_number
from union_xl.find.marks import fingerprint

__all__ = ["Found", "as_proposals", "find", "fingerprint", "is_running_number"]
