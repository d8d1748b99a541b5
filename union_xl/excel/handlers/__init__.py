"""What each button does: {button id: handler}."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from union_xl.excel.button_frame import Handler
from union_xl.excel.handlers import check_buttons, folder_buttons, keep_buttons, report_buttons, tools_buttons

HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        "blank": folder_buttons.blank,
        "check": check_buttons.check,
        "clear": check_buttons.clear,
        "accept": check_buttons.accept,
        "merge": folder_buttons.merge,
        "chase": folder_buttons.chase,
        "fill": report_buttons.fill,
        "verify": report_buttons.verify,
        "summary": report_buttons.summary,
        "trace": report_buttons.trace,
        "lists": keep_buttons.lists,
        "due": keep_buttons.due,
        "find": keep_buttons.find,
        "freeze": keep_buttons.freeze,
        "moved": keep_buttons.moved,
        "mask": tools_buttons.mask,
        "undo": tools_buttons.undo,
        "settings": tools_buttons.settings,
        "help": tools_buttons.help_,
    }
)
