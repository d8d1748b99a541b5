"""The marked copy: findings of one returned file -> Edits for the filler's own workbook.

submission (+ the opened book) -> `marks` -> Edits -> `xlsx_edit.apply` writes them, `excel` shows them live.
Faulty cells are coloured and carry a note; a first sheet 问题清单 says what to do and links to the cells.
Nothing is read from or written to files here.
"""

from union_xl.returns.mark_edits import NOTE_MARK, marks
from union_xl.returns.problems import SHEET, Problem, problems, shown_findings

__all__ = ["NOTE_MARK", "SHEET", "Problem", "marks", "problems", "shown_findings"]
