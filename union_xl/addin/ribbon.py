"""Ribbon XML and VBA subs, generated from the table of buttons."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from union_xl.addin.buttons import BUTTONS, GROUPS, TAB, Button
from union_xl.ledgers import BUILT_IN

DUE, MORE = "到期一览", "别的清单…"
NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"


def ribbon_xml(buttons: Sequence[Button] = BUTTONS) -> str:
    """The customUI14 part: one tab, its groups, a button for each line of the table."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<customUI xmlns="{NAMESPACE}">',
        "  <ribbon>",
        "    <tabs>",
        f'      <tab id="uxTab" label={quoteattr(TAB)}>',
    ]
    for number, group in enumerate(GROUPS, start=1):
        lines.append(f'        <group id="uxGroup{number}" label={quoteattr(group)}>')
        lines += [f"          {_button(one)}" for one in buttons if one.group == group]
        lines.append("        </group>")
    return "\n".join([*lines, "      </tab>", "    </tabs>", "  </ribbon>", "</customUI>", ""])


def _button(one: Button) -> str:
    attributes = {
        "id": f"uxButton_{one.id}",
        "label": one.label,
        "size": "large" if one.large else "normal",
        "imageMso": one.icon,
        "getContent" if one.menu else "onAction": content_of(one) if one.menu else one.macro,
        "screentip": one.tip,
        "supertip": one.more,
    }
    kind = "dynamicMenu" if one.menu else "button"
    return f"<{kind} {' '.join(f'{key}={quoteattr(value)}' for key, value in attributes.items())}/>"


def ribbon_bas(buttons: Sequence[Button] = BUTTONS) -> str:
    """The VBA module UnionRibbon: one sub for each button, ASCII only."""
    lines = [
        'Attribute VB_Name = "UnionRibbon"',
        "Option Explicit",
        "' Generated from union_xl/addin/buttons.py; do not edit by hand.",
    ]
    for one in buttons:
        needs, writes = one.book, one.writes
        choice = ' & ":" & UxHex(UxTag(control))' if one.menu else ""
        lines += [
            "",
            f"Public Sub {one.macro}(control As Object)",
            f'    UxRun "{one.id}"{choice}, {needs}, {writes}',
            "End Sub",
        ]
        if one.menu:
            lines += _content(one)
    return "\n".join([*lines, ""])


def content_of(one: Button) -> str:
    """The VBA sub that says what stands in the menu of a button."""
    return f"{one.macro}_content"


def _content(one: Button) -> list[str]:
    """The menu: the lists of every ledger whose sheet the open workbook has, then those of all ledgers."""
    lines = ["", f"Public Sub {content_of(one)}(control As Object, ByRef content)", "    UxMenuBegin"]
    for form in sorted(BUILT_IN, key=lambda form: form.short):
        names = list(dict.fromkeys(item.name for item in form.lists))
        if names:
            entries = ", ".join(f'"{_hex(text)}"' for text in (form.short, "|".join(names)))
            lines.append(f'    UxMenuOf "{one.macro}", {entries}')
    return [*lines, f'    content = UxMenuEnd("{one.macro}", "{_hex(DUE)}", "{_hex(MORE)}")', "End Sub"]


def _hex(text: str) -> str:
    """Text as VBA's UxText reads it: four hex digits a UTF-16 unit."""
    return text.encode("utf-16-be").hex().upper()
