"""Results of formulas, worked out and saved beside them.

Excel works formulas out itself as soon as it may edit a file; its protected view, previews on a phone and
programs that read what was saved show nothing where no result was.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from lxml import etree

from union_xl.model.process_state import silence_stderr
from union_xl.xlsx_edit.markup import Element, put_text, sibling
from union_xl.xlsx_edit.references import cell
from union_xl.xlsx_edit.workbook import Workbook


def save_results(book: Workbook, sheets: Collection[str]) -> None:
    """Give each formula on these sheets without a saved result its own: a number, a text, true or false.

    One that the engine cannot work out, or whose result is an error or a date, stays without.
    """
    waiting = {
        one.name: _without_result(book, one.part) for one in book.sheets if one.part and one.name in sheets
    }
    if not any(waiting.values()):
        return
    with silence_stderr():
        engine = _engine(book.parts.to_bytes())
        for entry in book.sheets if engine is not None else ():
            for holder in waiting.get(entry.name, ()):
                result = _result(engine, entry.name, holder)
                if result is not None:
                    _put(holder, result)
                    book.parts.touch(entry.part)


def _without_result(book: Workbook, part: str) -> list[Element]:
    """The cells of a sheet with a formula and no result."""
    formulas = book.parts.tree(part).iterfind("{*}sheetData/{*}row/{*}c/{*}f")
    return [holder for one in formulas if (holder := one.getparent()).find("{*}v") is None]


def _engine(data: bytes) -> Any:
    """The workbook in an engine that works formulas out; None where that cannot read it."""
    import formualizer

    return _or_none(lambda: formualizer.load_workbook_bytes(data))


def _or_none(work: Callable[[], Any]) -> Any:
    """What the engine makes of something; None where it gives up."""
    try:
        return work()
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException:  # a Rust panic is no Exception
        return None


def _result(engine: Any, sheet: str, holder: Element) -> float | str | bool | None:
    found = _or_none(lambda: engine.evaluate_cell(sheet, *cell(holder.get("r") or "")))
    if isinstance(found, float) and found - found != 0:  # endless, or no number
        return None
    return found if isinstance(found, (bool, int, float, str)) else None


def _put(holder: Element, result: float | str | bool) -> None:
    saved = etree.SubElement(holder, sibling(holder, "v"))
    if isinstance(result, bool):
        holder.set("t", "b")
        saved.text = str(int(result))
    elif isinstance(result, str):
        holder.set("t", "str")
        put_text(saved, result)
    else:
        saved.text = f"{result:.15g}"
