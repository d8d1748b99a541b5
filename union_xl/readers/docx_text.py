"""The text of one cell or paragraph of a Word document, gathered from the elements of its runs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

TICKED, OPEN = "☑", "□"
_SYMBOLS: Mapping[str, Mapping[int, str]] = {
    "wingdings": {0x6F: OPEN, 0x71: OPEN, 0xA8: OPEN, 0xFC: "√", 0xFB: "×", 0xFD: "☒", 0xFE: TICKED},
    "wingdings 2": {
        0x2A: OPEN, 0x30: OPEN, 0xA3: OPEN, 0x4F: "×", 0x50: "√", 0x51: "☒", 0x52: TICKED, 0x53: "☒",
        0x54: "☒",
    },
    "wingdings 3": {},
    "symbol": {0xD6: "√", 0xB4: "×", 0xB7: "·"},
}  # fmt: skip
"""{font: {code: the sign it draws}} of the fonts in which boxes and ticks are set; codes lie at F000."""
_OVERLAID = re.compile(r"eq\s*\\o(?:\\a[clr])?\s*[(（]\s*([^,，;；]+)[,，;；]\s*([^)）]+)[)）]", re.I)
_BREAKS = {"br": "\n", "cr": "\n", "tab": " ", "ptab": " ", "noBreakHyphen": "-"}
_NESTED = 20
"""Fields inside each other that are followed."""
_OFF = ("0", "false", "off", "none")


class CellText:
    """Text as it is seen (`kept`) and with what is struck through (`whole`)."""

    def __init__(self) -> None:
        self._whole: list[str] = []
        self._kept: list[str] = []
        self._struck = self._hidden = False
        self._control: list[dict[str, bool]] = []
        self._fields: list[list[str]] = []
        self._code: list[bool] = []
        self._choices: list[str] = []
        self._chosen = 0
        self.picture = False

    @property
    def whole(self) -> str:
        return _tidied(self._whole)

    @property
    def kept(self) -> str:
        return _tidied(self._kept)

    def start(self, name: str, given: Mapping[str, str], path: Sequence[str]) -> None:
        """An element that is none of the table's begins; `path` ends with it."""
        value = given.get("val", "")
        inside = path[-2] if len(path) > 1 else ""
        if name == "r":
            self._struck = self._hidden = False
        elif inside == "rPr" and len(path) > 2 and path[-3] == "r":
            if name in ("strike", "dstrike"):
                self._struck = value not in _OFF
            elif name == "vanish":
                self._hidden = value not in _OFF
        elif name == "sdt":
            self._control.append({})
        elif inside == "checkbox" and name == "checked" and self._control:
            self._control[-1]["ticked"] = value not in _OFF
        elif name == "showingPlcHdr" and self._control:
            self._control[-1]["asks"] = value not in _OFF
        elif name == "sdtContent" and self._control and "ticked" in self._control[-1]:
            self._say(TICKED if self._control[-1]["ticked"] else OPEN)
            self._control[-1]["said"] = True
        elif name in _BREAKS and inside == "r":
            self._say(_BREAKS[name])
        elif name == "sym":
            self._say(_symbol(given))
        elif name in ("drawing", "pict", "object"):
            self.picture = True
        else:
            self._field(name, inside, given)

    def _field(self, name: str, inside: str, given: Mapping[str, str]) -> None:
        """Fields: their code is not seen, what they show is; boxes and lists of forms show their state."""
        value = given.get("val", "")
        if name == "fldChar":
            kind = given.get("fldCharType", "")
            if kind == "begin" and len(self._code) < _NESTED:
                self._fields.append([])
                self._code.append(True)
                self._choices, self._chosen = [], 0
            elif kind == "separate" and self._code:
                self._code[-1] = False
            elif kind == "end" and self._code:
                self._ended()
        elif name in ("checked", "default") and inside == "checkBox" and self._fields:
            self._fields[-1].append(f"\n{'off' if value in _OFF else 'on'}")
        elif inside == "ddList" and name == "listEntry":
            self._choices.append(value)
        elif inside == "ddList" and name == "result" and value.isdigit():
            self._chosen = int(value[:4])

    def _ended(self) -> None:
        code, unseen = "".join(self._fields.pop()), self._code.pop()
        overlaid = _OVERLAID.search(code)
        if "FORMCHECKBOX" in code:
            states = [line for line in code.split("\n") if line.startswith(("on", "off"))]
            self._say(TICKED if states and states[-1].startswith("on") else OPEN)
        elif "FORMDROPDOWN" in code:
            self._say(self._choices[self._chosen] if self._chosen < len(self._choices) else "")
        elif overlaid and unseen:
            signs = overlaid[1].strip() + overlaid[2].strip()
            box = any(sign in "□☐○〇口" for sign in signs)
            self._say(TICKED if box and any(sign in "√✓✔vV" for sign in signs) else signs)

    def end(self, name: str) -> None:
        """An element that is none of the table's ends."""
        if name == "p":
            self._whole.append("\n")
            self._kept.append("\n")
        elif name == "sdt" and self._control:
            self._control.pop()

    def text(self, text: str, path: Sequence[str]) -> None:
        """Characters inside the element that `path` ends with."""
        name = path[-1] if path else ""
        if name == "instrText" and self._fields:
            self._fields[-1].append(text)
        elif name == "t" and not any(one.get("said") or one.get("asks") for one in self._control):
            self._say(text)

    def _say(self, text: str) -> None:
        if self._hidden or any(self._code):
            return
        self._whole.append(text)
        if not self._struck:
            self._kept.append(text)


def _symbol(given: Mapping[str, str]) -> str:
    """The sign a symbol font draws; '' for one that is no box or tick."""
    try:
        code = int(given.get("char", ""), 16)
    except ValueError:
        return ""
    return (
        _SYMBOLS.get(given.get("font", "").lower(), {}).get(code & 0xFF, "") if code >= 0xF000 else chr(code)
    )


def _tidied(runs: Sequence[str]) -> str:
    """One text: blanks at the ends of lines, and blank lines, are none."""
    lines = (re.sub(r"[ \t\u00a0]+", " ", line).strip() for line in "".join(runs).split("\n"))
    return "\n".join(line for line in lines if line)
