"""A card: one person per sheet, each label with its value beside it (入会申请表); never read as a table."""

from __future__ import annotations

from union_xl.core import Grid
from union_xl.tables.around import flat
from union_xl.tables.headings import Known, plain
from union_xl.tables.signature import class_of

_MOST_ROWS = 80
_PAIRS = 4
_PROOF = {"证件号码": "id", "身份证号码": "id", "身份证号": "id", "手机号码": "mobile", "手机号": "mobile",
          "联系电话": "mobile", "出生日期": "date", "出生年月": "date", "入会日期": "date",
          "入会时间": "date"}  # fmt: skip
"""Labels and the class of the value that must stand beside one of them."""


def is_card(grid: Grid, known: Known) -> bool:
    """Four labels or more, in two rows or more, each with a value right of it; one value proves its label;
    no row that is a header (`known` are the texts that name a column of any form)."""
    if len(grid.rows) > _MOST_ROWS:
        return False
    pairs = rows = 0
    proven = False
    for cells in grid.rows:
        texts = [text for cell in cells if (text := flat(cell))]
        if len(texts) < 2:
            continue
        labels = [plain(text) in known for text in texts]
        if sum(labels) >= _PAIRS and sum(labels) >= 0.6 * len(texts):
            return False
        beside = [
            (plain(text), texts[at + 1])
            for at, text in enumerate(texts[:-1])
            if labels[at] and not labels[at + 1] and not texts[at + 1].endswith(":")
        ]
        pairs += len(beside)
        rows += bool(beside)
        proven = proven or any(class_of(value) == _PROOF.get(label, "") for label, value in beside)
    return pairs >= _PAIRS and rows >= 2 and proven
