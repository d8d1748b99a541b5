"""Tables found in grids: header rows by evidence, columns bound, proposed or unknown, rows told apart.

The door is `find_tables`.
"""

from union_xl.find.asking import as_proposals
from union_xl.find.content_signature import fingerprint
from union_xl.find.header_texts import is_running_number
from union_xl.find.surrounding_lines import says_none
from union_xl.find.tables import FoundTables, find_tables

__all__ = ["FoundTables", "as_proposals", "find_tables", "fingerprint", "is_running_number", "says_none"]
