"""What each button does: {button id: handler}."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from union_xl.excel.clicks import Handler
from union_xl.excel.handlers import counting, keeping, marking, rounds, tools

HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        "blank": rounds.blank,
        "check": marking.check,
        "clear": marking.clear,
        "accept": marking.accept,
        "merge": rounds.merge,
        "chase": rounds.chase,
        "fill": counting.fill,
        "verify": counting.verify,
        "summary": counting.summary,
        "trace": counting.trace,
        "lists": keeping.lists,
        "due": keeping.due,
        "find": keeping.find,
        "freeze": keeping.freeze,
        "moved": keeping.moved,
        "mask": tools.mask,
        "undo": tools.undo,
        "settings": tools.settings,
        "help": tools.help_,
    }
)
