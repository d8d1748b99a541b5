"""What goes out: receipts for returned files, the chase list, messages ready to paste, the formal letter.

lines of `merge.reporting_status` + problems of `returns` -> texts and workbooks as bytes; `run.returning`
writes them into 退回/ and 催报/.  Texts come from templates a clerk can edit (`templates/notices`); private
data is masked.

The receipt stands at the head of the marked copy's 问题清单, with every field a formal 回执 has, and in
回执.txt for pasting.  There is none in Word: filling a Word template takes longer than reading and checking
the file itself, and a unit would get the same words three times.
"""

from union_xl.notices.chase import workbook
from union_xl.notices.letter import letter
from union_xl.notices.messages import group_notice, receipt_text, unit_messages
from union_xl.notices.overdue import OpenLine, open_lines, tally
from union_xl.notices.receipts import UnitReceipt, reasons, unit_receipt
from union_xl.notices.text_templates import OWN, SEVERAL, UNKNOWN

__all__ = [
    "OWN",
    "SEVERAL",
    "UNKNOWN",
    "OpenLine",
    "UnitReceipt",
    "group_notice",
    "letter",
    "open_lines",
    "reasons",
    "receipt_text",
    "tally",
    "unit_messages",
    "unit_receipt",
    "workbook",
]
