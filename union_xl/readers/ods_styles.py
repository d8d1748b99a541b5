"""The styles of an ods that matter: number formats, as the codes Excel would write, and struck text."""

from __future__ import annotations

from functools import cached_property

from union_xl.readers.number_formats import shown_beyond_value

_DATA_STYLES = frozenset(
    ["number-style", "percentage-style", "currency-style", "date-style", "time-style", "text-style"]
)
_DAY_PARTS = {"year": "y", "month": "m", "day": "d", "hours": "h", "minutes": "m", "seconds": "s"}


class OdsStyles:
    """Collects `number:*-style` and `style:style` elements as they come.

    `struck` are the names of styles whose text is struck through.
    """

    def __init__(self) -> None:
        self.struck: set[str] = set()
        self._codes: dict[str, str] = {}
        self._maps: dict[str, str] = {}
        self._data_style: dict[str, str] = {}
        self._style = self._number = ""
        self._in_text = False
        self._position = 0

    def start(self, name: str, given: dict[str, str]) -> bool:
        """Take an element; True for a `style:style`."""
        if name == "style":
            self._style = given.get("name", "")
            self._data_style[self._style] = given.get("data-style-name", "")
            return True
        if name == "text-properties" and self._style and _struck(given):
            self.struck.add(self._style)
        elif name in _DATA_STYLES:
            self._number = given.get("name", "")
            self._codes[self._number] = ""
        elif self._number:
            self._part(name, given)
        return False

    def _part(self, name: str, given: dict[str, str]) -> None:
        """One part of a number format."""
        if name == "number":
            whole = max(_number(given, "min-integer-digits", 1), 0)
            places = _number(given, "decimal-places", 0)
            factor = len(given.get("display-factor", "1")) // 3
            code = "0" * min(whole, 30) + ("." + "0" * min(places, 30) if places > 0 else "") or "#"
            self._codes[self._number] += code + "," * factor
        elif name == "fraction":
            mixed = "# " if "min-integer-digits" in given else ""
            places = max(_number(given, "min-denominator-digits", 1), 1)
            below = given.get("denominator-value") or "?" * places
            self._codes[self._number] += f"{mixed}?/{below}"
        elif name == "text-content":
            self._codes[self._number] += "@"
        elif name in _DAY_PARTS:
            double = name != "year" or given.get("style") == "long"
            letters = _DAY_PARTS[name] * (2 if given.get("style") == "long" else 1)
            self._codes[self._number] += letters * 2 if name == "year" and double else letters
        elif name in ("text", "embedded-text"):
            self._in_text, self._position = True, _number(given, "position", 0)
        elif name == "map":
            self._maps.setdefault(self._number, given.get("apply-style-name", ""))

    def text(self, run: str) -> None:
        """A run of text: of a number format while one is open."""
        if not self._in_text:
            return
        code, part = self._codes[self._number], "%" if run.strip() == "%" else f'"{run}"'
        at = len(code) - self._position if self._position else len(code)
        self._codes[self._number] = code[:at] + part + code[at:]

    def end(self, name: str) -> bool:
        """The end of an element; True when it belongs to a number format."""
        if name in _DATA_STYLES:
            self._number = ""
            return True
        if name == "style":
            self._style = ""
            return True
        if name in ("text", "embedded-text") and self._in_text:
            self._in_text = False
            return True
        return bool(self._number)

    @cached_property
    def telling(self) -> dict[str, str]:
        """{cell style: number format} of those that tell something; asked for when all styles are known."""
        found = {}
        for style, data in self._data_style.items():
            code = self._codes.get(self._maps.get(data, data), "")
            if code and shown_beyond_value(code):
                found[style] = code
        return found


def _struck(given: dict[str, str]) -> bool:
    return given.get("text-line-through-style", "none") != "none" or given.get(
        "text-line-through-type", "none"
    ) not in ("none", "")


def _number(given: dict[str, str], name: str, otherwise: int) -> int:
    try:
        return int(given.get(name, otherwise))
    except ValueError:
        return otherwise
