# ruff: noqa: E501
"""半年总结.docx: the layout of the summary (GB/T 9704-2012) around what `summary_words` can say."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from templates.making.clauses import condition, tags
from templates.making.letter import of_china
from templates.making.summary_words import (
    LEAD,
    PLANS,
    PLANS_HEADING,
    PLANS_LEAD,
    PROBLEMS,
    PROBLEMS_HEADING,
    TOPICS,
    Item,
    Topic,
)

TITLE = ("{{填报单位}}", "{{统计期间}}工作总结{% if 有下文 %}和{{下期}}工作{{文种词}}{% endif %}")
BODY, SONG, HEI, KAI = "仿宋", "方正小标宋简体", "黑体", "楷体"
SIZE = 16.0
"""Points of 三号, in which everything but the title is set."""


def make_summary(path: Path) -> None:
    """Write the Word template."""
    document = Document()
    _page(document)
    document.add_paragraph("{%p set 有下文 = " + _any(PLANS) + " %}")
    for part in TITLE:
        _line(document, part, SONG, 22, align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(document, "", BODY)
    _line(document, _clean(LEAD), BODY, indent=True)
    for topic in TOPICS:
        _topic(document, topic)
    _tag(document, f"if {_any(PROBLEMS)}")
    _line(document, "{{章()}}" + PROBLEMS_HEADING, HEI, indent=True, keep=True)
    for item in PROBLEMS:
        _item(document, item, "是()")
    _tag(document, "endif")
    _tag(document, "if 有下文")
    _line(document, "{{章()}}" + PLANS_HEADING, HEI, indent=True, keep=True)
    _line(document, _clean(PLANS_LEAD), BODY, indent=True)
    for item in PLANS:
        _item(document, item, "是()")
    _tag(document, "endif")
    _tag(document, "if 附件")
    _line(document, "", BODY)
    for some, keep in (
        ("附件[:-2]", False),
        ("附件[-2:]", True),
    ):  # the signature never stands alone on a page
        _tag(document, f"for 行 in {some}")
        _line(document, "{{行}}", BODY, indent=True, keep=keep)
        _tag(document, "endfor")
    _tag(document, "endif")
    _line(document, "", BODY, keep=True)
    _line(document, "{{填报单位}}", BODY, align=WD_ALIGN_PARAGRAPH.RIGHT, right=2, keep=True)
    _line(document, "{{报出日期}}", BODY, align=WD_ALIGN_PARAGRAPH.RIGHT, right=2)
    _numbers(document)
    of_china(document)
    properties = document.core_properties
    properties.title, properties.author = "半年工作总结", ""
    properties.created = properties.modified = dt.datetime(2022, 6, 30)
    out = io.BytesIO()
    document.save(out)
    _same_every_time(out.getvalue(), path)


def _topic(document, topic: Topic) -> None:
    _tag(document, f"if {_any(topic.items)}")
    heading = f"{{% if 有('{topic.setting}') %}}{{{{名('{topic.setting}')}}}}{{% else %}}{topic.heading}{{% endif %}}"
    _line(document, "{{章()}}" + heading, HEI, indent=True, keep=True)
    for item in topic.items:
        _item(document, item, "条()")
    _tag(document, "endif")


def _item(document, item: Item, counter: str) -> None:
    """A run-in head in 楷体 and the text behind it; both fall away together."""
    _tag(document, f"if {condition(item.text)}")
    head = "{% if 小标题 %}" + item.head + "。{% endif %}" if item.head else ""
    paragraph = _line(document, "{{" + counter + "}}" + head, KAI, indent=True)
    _run(paragraph, _clean(item.text), BODY, SIZE)
    _tag(document, "endif")


def _any(items: tuple[Item, ...]) -> str:
    return " or ".join(f"({condition(item.text)})" for item in items)


def _clean(text: str) -> str:
    """The tags of a sentence; what clauses that fell away leave of its marks is put right."""
    return "{% filter 通顺 %}" + tags(text) + "{% endfilter %}"


def _tag(document, text: str) -> None:
    document.add_paragraph(f"{{%p {text} %}}")


def _same_every_time(data: bytes, path: Path) -> None:
    """The same package with fixed times, so that making it again changes nothing."""
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for info in source.infolist():
            fixed = zipfile.ZipInfo(info.filename, (2022, 6, 30, 0, 0, 0))
            fixed.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(fixed, source.read(info.filename))


def _page(document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)


def _line(
    document,
    text: str,
    font: str,
    size: float = SIZE,
    *,
    indent: bool = False,
    align=None,
    right: int = 0,
    keep: bool = False,
):
    """A paragraph of fixed 28 points; `indent` its first line by two characters, `right` characters from the right,
    with `keep` on the page of the next."""
    paragraph = document.add_paragraph()
    form = paragraph.paragraph_format
    form.line_spacing = Pt(28)
    form.space_after = form.space_before = Pt(0)
    form.keep_with_next = keep or None
    if indent:
        form.first_line_indent = Pt(size * 2)
    if right:
        form.right_indent = Pt(size * right)
    if align is not None:
        paragraph.alignment = align
    if text:
        _run(paragraph, text, font, size)
    return paragraph


def _run(paragraph, text: str, font: str, size: float) -> None:
    run = paragraph.add_run(text)
    run.font.name = "Times New Roman"
    run.font.size = Pt(size)
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)


def _numbers(document) -> None:
    """Page numbers as the standard asks: 四号, between dashes, odd pages right, even ones left."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    section.footer_distance = Cm(2.8)
    for footer, align, right in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT, True),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, False),
    ):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = align
        if right:
            paragraph.paragraph_format.right_indent = Pt(14)
        else:
            paragraph.paragraph_format.left_indent = Pt(14)
        _run(paragraph, "— ", "宋体", 14)
        _field(paragraph)
        _run(paragraph, " —", "宋体", 14)


def _field(paragraph) -> None:
    run = paragraph.add_run()
    run.font.size = Pt(14)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._element.append(mark)
