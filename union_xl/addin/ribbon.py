"""Ribbon XML and VBA subs, generated from the table of buttons."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from union_xl.addin.buttons import BUTTONS, GROUPS, TAB, Button

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
        "onAction": one.macro,
        "screentip": one.tip,
        "supertip": one.more,
    }
    return f"<button {' '.join(f'{key}={quoteattr(value)}' for key, value in attributes.items())}/>"


def ribbon_bas(buttons: Sequence[Button] = BUTTONS) -> str:
    """The VBA module UnionRibbon: one sub for each button, ASCII only."""
    lines = [
        'Attribute VB_Name = "UnionRibbon"',
        "Option Explicit",
        "' Generated from union_xl/addin/buttons.py; do not edit by hand.",
    ]
    for one in buttons:
        needs, writes = one.book, one.writes
        lines += [
            "",
            f"Public Sub {one.macro}(control As Object)",
            f'    UxRun "{one.id}", {needs}, {writes}',
            "End Sub",
        ]
    return "\n".join([*lines, ""])
