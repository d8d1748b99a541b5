"""The guide as a Word file: headings, paragraphs, lists, tables and pictures of a Markdown file, no more."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

FONT, HEADS, CODE = "仿宋", "黑体", "Consolas"
TEXT_WIDTH = Cm(16)
MADE = dt.datetime(2022, 7, 15)
"""The date inside the file: the same guide makes the same Word file whenever it is made."""
_SPAN = re.compile(r"(\*\*.+?\*\*|`[^`]+`|\[[^\]]+\]\([^)]+\))")
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
_LIST = re.compile(r"(- |\d+\. )(.*)")


def make(source: Path, target: Path) -> None:
    """Write the Markdown file `source` as the Word file `target`; pictures are sought beside `source`."""
    document = docx.Document()
    _dress(document)
    lines = source.read_text("utf-8").splitlines()
    at = 0
    while at < len(lines):
        at = _block(document, lines, at, source.parent)
    document.core_properties.title = lines[0].lstrip("# ")
    document.core_properties.author = "union_xl"
    document.core_properties.created = document.core_properties.modified = MADE
    document.save(str(target))


def _dress(document: Any) -> None:
    """A4, and Chinese fonts for the text and the headings."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    page.top_margin = page.bottom_margin = Cm(2.2)
    for name, font, size in (
        ("Normal", FONT, 12),
        ("Title", HEADS, 22),
        ("Heading 1", HEADS, 16),
        ("Heading 2", HEADS, 14),
    ):
        style = document.styles[name]
        style.font.name, style.font.size = "Times New Roman", Pt(size)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _block(document: Any, lines: list[str], at: int, folder: Path) -> int:
    """One block from line `at` on (0-based) into the document; the line after it."""
    line = lines[at].strip()
    if not line:
        return at + 1
    if line.startswith("#"):
        level = len(line) - len(line.lstrip("#"))
        document.add_heading(plain(line.lstrip("# ")), level - 1)
    elif line.startswith("```"):
        end = lines.index("```", at + 1)
        for code in lines[at + 1 : end]:
            document.add_paragraph(code).paragraph_format.left_indent = Cm(1)
        return end + 1
    elif picture := _PICTURE.fullmatch(line):
        document.add_picture(str(folder / picture[2]), width=TEXT_WIDTH)
        document.paragraphs[-1].paragraph_format.keep_with_next = True
        document.add_paragraph(picture[1], style="Caption")
    elif line.startswith("|"):
        end = at
        while end < len(lines) and lines[end].startswith("|"):
            end += 1
        _table(document, [_cells(one) for one in lines[at:end]])
        return end
    elif listed := _LIST.fullmatch(line):
        style = "List Bullet" if listed[1] == "- " else None
        text = listed[2] if style else line
        _spans(document.add_paragraph(style=style), text)
    else:
        _spans(document.add_paragraph(), line)
    return at + 1


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _table(document: Any, rows: list[list[str]]) -> None:
    """A ruled table; the first row is repeated on every page, the row of dashes is none."""
    kept = [row for row in rows if not all(set(cell) <= set("-: ") for cell in row)]
    table = document.add_table(0, len(kept[0]), style="Table Grid")
    lengths = [max(sum(len(row[n]) for row in kept), 1) ** 0.5 for n in range(len(kept[0]))]
    for n, row in enumerate(kept):
        added = table.add_row()
        unsplit = added._tr.get_or_add_trPr()
        unsplit.append(unsplit.makeelement(qn("w:cantSplit"), {}))
        for cell, text, length in zip(added.cells, row, lengths, strict=True):
            cell.width = int(TEXT_WIDTH * length / sum(lengths))
            _spans(cell.paragraphs[0], f"**{text}**" if n == 0 and text else text)
    mark = table.rows[0]._tr.get_or_add_trPr()
    mark.append(mark.makeelement(qn("w:tblHeader"), {}))
    document.add_paragraph()


def _spans(paragraph: Any, text: str) -> None:
    """Bold as bold; code in the font of headings; links as their words."""
    for part in _SPAN.split(text):
        run = paragraph.add_run(plain(part))
        run.bold = part.startswith("**") or None
        if part.startswith("`"):
            run.font.name = CODE
            run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HEADS)


def plain(text: str) -> str:
    """Text without Markdown's marks."""
    text = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", text)
    return text.replace("**", "").replace("`", "")
