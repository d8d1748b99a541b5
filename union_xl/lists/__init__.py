"""Lists a ledger prints, and what of a ledger expires.

Declared lists (`Form.lists`) -> `ListQuery` -> `Listed` (heads and rows, masked as the audience demands)
-> `workbook` (a template of `templates/lists` filled) ; `Form.due` -> `expiring` -> `model.ledger.DueLine`s.
"""

from union_xl.lists.expiring import expiring, needed
from union_xl.lists.layout import Facts, workbook
from union_xl.lists.questions import ListDatabase
from union_xl.lists.rows import Listed, ListQuery, Table

__all__ = ["Facts", "ListDatabase", "ListQuery", "Listed", "Table", "expiring", "needed", "workbook"]
