"""The filters and functions of a summary's template.  Its parts and items are numbered as they come, since
any of them may fall away."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from union_xl.model import Finding, Place, TemplateError
from union_xl.summary import content_controls, wording
from union_xl.summary.content_controls import Binder, unmarked

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


if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

COMPARED = 10
"""So many figures of a paper are compared at most."""


class Saying:
    """How figures are said while one template is filled; every number said is marked by the binder."""

    def __init__(self, binder: Binder, findings: list[Finding], book: str) -> None:
        self._binder, self._findings, self._book = binder, findings, book
        self._compared: set[str] = set()

    def shown(self, value: Any) -> Any:
        """What stands in the text for a value without a filter."""
        if isinstance(value, wording.Value):
            return self._binder.mark(value.figure, "", value.bases)
        if isinstance(value, dt.date):
            return wording.day(value)
        return (
            content_controls.bare(value)
            if type(value) is str and content_controls.OPEN not in value
            else value
        )

    def way(self, name: str) -> Callable[[Any], Any]:
        """The filter that says a value in this way."""

        def said(value: Any) -> Any:
            if isinstance(value, wording.Value):
                return self._binder.mark(value.figure, name, value.bases)
            if name in wording.BASES or name.startswith(wording.TASK):
                return ""
            return wording.WAYS[name](value)

        return said

    def both(self, items: Any, count: Any, said: str = "名单") -> Any:
        """A list beside its count; REPORT-LIST where they differ."""
        number = int(getattr(count, "amount", count))
        if isinstance(items, wording.Value) and len(items) != number:
            facts = {"名单": items.figure.name, "个数": len(items), "数": number}
            self._findings.append(Finding("REPORT-LIST", Place(self._book), items.figure.name, facts=facts))
        return self.way(said)(items)

    def against_task(self, value: Any, target: Any) -> Any:
        """Against the year's target, which the figure `target` has as the group of the figure's name."""
        known = isinstance(target, wording.Value)
        return self.way(f"{wording.TASK}{target.figure.name}")(value) if known else ""

    def compared(self, value: Any, target: Any = None) -> Any:
        """Against the year's task, the same period of last year, the last period: the first that is known."""
        if not isinstance(value, wording.Value):
            return ""
        name = value.figure.name
        before = wording.LAST_YEAR if value.bases.get(wording.LAST_YEAR) is not None else wording.PREVIOUS
        words = self.against_task(value, target) or self.way(before)(value)
        if not words or (name not in self._compared and len(self._compared) >= COMPARED):
            return ""
        self._compared.add(name)
        return words


def environment(
    binder: Binder, names: Mapping[str, Any], findings: list[Finding], book: str
) -> SandboxedEnvironment:
    """Where a template is filled: unknown names and anything that reaches out of it are errors."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    said = Saying(binder, findings, book)
    made = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True, finalize=said.shown)
    made.filters |= {name: said.way(name) for name in (*wording.WAYS, *wording.BASES) if name}
    made.filters |= {"约": said.way("余" if names.get("约数") == "余" else "")}
    made.filters |= {"比较": said.compared, "任务": said.against_task}
    made.filters["通顺"] = lambda text: type(text)(wording.punctuated(str(text)))
    made.globals |= numbering(names) | {
        "有": lambda name: names.get(name) not in (None, ""),
        "名单与数": said.both,
    }
    return made


def named(
    environment: SandboxedEnvironment, names: Mapping[str, Any], known: Mapping[str, Any], book: str
) -> Callable[[str], Any]:
    """名(name): what 设置 has under a name; figures named in it (`{{期末会员数}}`) are filled and bound."""

    def said(name: str) -> Any:
        text = names.get(name) or ""
        if not isinstance(text, str) or "{{" not in text:
            return text
        try:
            return environment.from_string(text).render(known)
        except Exception as error:
            raise TemplateError(f"设置“{name}”里的标签填不进去：{brief(error)}，请改正") from error

    return said


def brief(error: Exception) -> str:
    """An error of the template in a short line."""
    return " ".join(str(error).split())[:120]
