"""What is our own: sheets this product adds to a workbook, lists that only serve drop-downs, and columns of
older versions of our blanks under the names they have today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from union_xl.find.header_texts import plain
from union_xl.find.heads import Head
from union_xl.ledgers.form import Form
from union_xl.model import Binding, Book, Finding, Grid
from union_xl.model.grid import FORMER
from union_xl.model.sheet_names import HELPERS

NOTE_MARK = "【工会审核】"
"""How the notes of our marked copies begin."""
NOTE_LINE = "———— 核对意见 ————"
"""What parts a filler's own note from what we appended to it."""

_GUIDES = (
    "填表说明",
    "填写说明",
    "填报说明",
    "下拉选项",
    "填报对应",
    "应报单位",
    "数据字典",
    "问题清单（审核）",
)
_OURS = frozenset((*HELPERS, *_GUIDES))
_LISTS = ("码表", "字典", "代码", "下拉", "选项", "数据源", "参数", "枚举", "数据有效性", "字段说明", "序列")


def is_ours(grid: Grid) -> bool:
    """A helper sheet of ours, or a filling guide: never a return."""
    return grid.sheet.strip() in _OURS


def is_code_list(grid: Grid) -> bool:
    """A sheet that by its name only holds lists for drop-downs."""
    return any(word in grid.sheet for word in _LISTS)


def own_note(text: str) -> str:
    """What the filler's own note says, without what we appended to it."""
    said = text.split(NOTE_LINE)[0].strip()
    return "" if NOTE_MARK in said else said


@dataclass(frozen=True)
class OlderBlank:
    """The form an older blank is of, the blank's version, and {header as found: today's title} of the columns
    that were renamed since."""

    form: Form
    version: int
    renamed: Mapping[str, str] = field(default_factory=dict)

    def confirmed(self, chosen: Mapping[str, Mapping[str, str]]) -> dict[str, Mapping[str, str]]:
        """{slug: {header: title}} with the renamed columns; what the clerk confirmed goes before."""
        own = {**self.renamed, **chosen.get(self.form.slug, {})}
        return {**chosen, self.form.slug: own} if own else dict(chosen)

    def marked(self, bindings: Sequence[Binding]) -> tuple[Binding, ...]:
        """The bindings, those of renamed columns saying why."""
        return tuple(
            replace(one, why=f"{FORMER}（第{self.version}版）")
            if self.renamed.get(one.header) == one.title and one.title
            else one
            for one in bindings
        )

    def finding(self, grid: Grid, row: int, bindings: Sequence[Binding]) -> Finding:
        """That it is an older blank: which columns moved where, which are new since."""
        moved = [f"“{one.header}”→“{one.title}”" for one in bindings if one.why.startswith(FORMER)]
        bound = {one.title for one in bindings if one.state != "unknown"}
        new = [one.title for one in self.form.columns if one.need != "optional" and one.title not in bound]
        facts = {
            "表": self.form.short,
            "版本": self.version,
            "现版": self.form.version,
            "移动": "，列名改过的已移到新列：" + "、".join(moved) if moved else "",
            "新列": f"；新版才有的列没有值：{'、'.join(new)}" if new else "",
        }
        return Finding("T-OLD-FORM", grid.place(row), facts=facts)


def older_blank(book: Book, heads: Sequence[Head], forms: Sequence[Form]) -> OlderBlank | None:
    """The older blank a book was made with; None for today's version, or none of ours."""
    form = next((one for one in forms if one.slug == book.stamp.get("form", "")), None)
    stated = book.stamp.get("version", "")
    if form is None or not stated.isdigit() or int(stated) >= form.version:
        return None
    titles = {plain(text): column.title for column in form.columns for text in column.former}
    found = {head.text: titles[plain(head.text)] for head in heads if plain(head.text) in titles}
    return OlderBlank(form, int(stated), found)
