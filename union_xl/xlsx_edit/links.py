"""Links inside the book: from a cell to a cell."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from union_xl.xlsx_edit.cells import Sheet
from union_xl.xlsx_edit.markup import clean_text, insert_in_order
from union_xl.xlsx_edit.notes import SHEET_ORDER
from union_xl.xlsx_edit.references import name_of


def put_links(sheet: Sheet, links: Mapping[tuple[int, int], str | None]) -> None:
    """Set the link of each cell (row, col); None takes an inner link away, never an outer one."""
    holder = sheet.root.find("{*}hyperlinks")
    if holder is None:
        if not any(links.values()):
            return
        holder = etree.Element(sheet.tag("hyperlinks"))
        insert_in_order(sheet.root, holder, SHEET_ORDER)
    there = {one.get("ref"): one for one in holder if one.get("ref")}
    for place, target in links.items():
        ref = name_of(*place)
        old = there.get(ref)
        if old is not None and (target or old.get("location")):
            holder.remove(old)
        if target:
            etree.SubElement(holder, sheet.tag("hyperlink"), ref=ref, location=clean_text(target))
    if not len(holder):
        sheet.root.remove(holder)
    sheet.touch()
