"""Parts and items of the summary: numbered as they come, since any of them may fall away."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from union_xl.summary.content_controls import unmarked

FIRST_HALF = 1_550
"""Characters the first half has at most where 设置 does not say otherwise."""
PLAN_WORDS = ("思路", "计划", "打算", "安排", "要点")
"""Words the heading of the second half may end with (设置 文种词)."""
_NUMERALS = (*"一二三四五六七八九十", *(f"十{one}" for one in "一二三四五六七八九"), "二十")
_PART = re.compile(r"[一二三四五六七八九十]+、")
_FIRST, _SECOND = re.compile(r"（一）|一是"), re.compile(r"（二）|二是")


def numbering(names: Mapping[str, Any]) -> dict[str, Any]:
    """Functions of a template: 章() 一、, 条() （一） or 一是 (设置 层次), 是() 一是."""
    counts = {"章": 0, "条": 0, "是": 0}
    items = "{}是" if names.get("层次") == "两级" else "（{}）"

    def count(kind: str, pattern: str) -> Any:
        def said() -> str:
            counts[kind] += 1
            if kind == "章":
                counts["条"] = counts["是"] = 0
            return pattern.format(_NUMERALS[counts[kind] - 1])

        return said

    return {"章": count("章", "{}、"), "条": count("条", items), "是": count("是", "{}是")}


def longest(names: Mapping[str, Any]) -> int:
    """Characters the first half may have (设置 上半年字数)."""
    text = str(names.get("上半年字数") or "")
    return int(text) if text.isdigit() else FIRST_HALF


def halves(document: Any) -> tuple[int, int]:
    """Characters before the plans, and of the plans; the attachments and the signature belong to neither."""
    counts, half = [0, 0], 0
    for paragraph in document.paragraphs:
        text = unmarked(_text(paragraph))
        if _PART.match(text) and text.endswith(PLAN_WORDS):
            half = 1
        if half and (not text or text.startswith("附件：")):
            break
        counts[half] += len(text)
    return counts[0], counts[1]


def _text(paragraph: Any) -> str:
    """A paragraph's text, what stands in controls too."""
    return "".join(one.text or "" for one in paragraph._p.iter() if one.tag.endswith("}t"))


def single_items(document: Any) -> None:
    """A part with one item has no number before it."""
    paragraphs = document.paragraphs
    for at, paragraph in enumerate(paragraphs):
        after = paragraphs[at + 1].text if at + 1 < len(paragraphs) else ""
        found = _FIRST.match(paragraph.text)
        if found and not _SECOND.match(after):
            run = next(run for run in paragraph.runs if run.text)
            run.text = run.text.removeprefix(found[0])
