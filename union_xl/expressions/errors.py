"""What a clerk types made plain, and what is said about names nobody knows."""

from __future__ import annotations

from collections.abc import Collection

_WIDE = {ord(a): b for a, b in zip("（），＝＞＜＋－＊／％；｜", "(),=><+-*/%;|", strict=True)} | {
    ord("≤"): "<=",
    ord("≥"): ">=",
    ord("≠"): "<>",
    ord("\u3000"): " ",
    ord("\xa0"): " ",
}


class ExpressionError(Exception):
    """Why an expression cannot be used; a Chinese sentence without the cell."""


class UnknownLedger(ExpressionError):
    """An expression looks at a ledger that is not at hand."""


def plain(text: str) -> str:
    """Full-width signs outside quoted text made half-width; ‘入会’ and “列名” become '入会' and "列名"."""
    out: list[str] = []
    closing = ""
    for char in text:
        if closing:
            out.append({"’": "'", "”": '"'}.get(char, char) if char in closing else char)
            if char in closing:
                closing = ""
            continue
        if char in "'‘’":
            closing = "'’" if char != "'" else "'"
            out.append("'")
        elif char in '"“”':
            closing = '"”' if char != '"' else '"'
            out.append('"')
        else:
            out.append(char.translate(_WIDE))
    return "".join(out).strip()


def nearest(name: str, known: Collection[str]) -> list[str]:
    """The known names most like `name`, best first; empty when none is near."""
    from rapidfuzz import fuzz, process

    found = process.extract(name, list(known), scorer=fuzz.ratio, limit=3, score_cutoff=34)
    return [match[0] for match in found]


def unknown(name: str, known: Collection[str], what: str) -> ExpressionError:
    """The sentence for a name nobody knows."""
    near = nearest(name, known)
    hint = f"，是否想写：{'、'.join(near)}" if near else ""
    return ExpressionError(f"没有叫“{name}”的{what}{hint}（文字内容请用单引号括起来）")
