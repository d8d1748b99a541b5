"""How the rows of a ledger come and go."""

from __future__ import annotations

from union_xl.ledgers.outputs import Declared

_LINES = (("类型列", "kind"), ("日期列", "day"), ("新增", "joined"), ("转来", "moved"), ("状态", "standing"))
_LEFT = "离开"
HELP = "一行一项：类型列=会籍变化类型、日期列=会籍变化日期、新增=入会、转来=转入、离开=转出、退会"


class Movement(Declared):
    """The column `kind` says how a row came or went, the column `day` when.

    `joined` is its word for a row that is new, `moved` for one that came from elsewhere, `left` are those
    for rows that no longer count here; `standing` says what a row that counts has (`有效会籍`).
    """

    kind: str
    day: str
    left: tuple[str, ...]
    joined: str = ""
    moved: str = ""
    standing: str = ""


def movement_text(given: Movement) -> str:
    """A movement as a cell of a declaration sheet."""
    lines = [f"{label}={getattr(given, name)}" for label, name in _LINES if getattr(given, name)]
    return "\n".join([*lines, f"{_LEFT}={'、'.join(given.left)}"])


def movement(text: str) -> Movement:
    """A movement from a cell.  ValueError, for the end of a sentence, when it cannot be read."""
    pairs = [line.partition("=") for line in text.replace("＝", "=").split("\n") if line.strip()]
    said = {label.strip(): value.strip() for label, _, value in pairs}
    known = dict(_LINES)
    strange = next((label for label in said if label not in (*known, _LEFT)), None)
    if strange is not None or not {"类型列", "日期列", _LEFT} <= said.keys():
        raise ValueError(f"看不懂“{strange or text}”，请照样写：{HELP}")
    left = tuple(one for one in said.pop(_LEFT).split("、") if one)
    return Movement(left=left, **{known[label]: value for label, value in said.items()})
