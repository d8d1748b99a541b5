"""公函.docx, the Word template of the chasing letter.

It may be edited in Word afterwards: names in `{{ }}` are filled in, the table row between the two `{%tr %}`
rows repeats.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

RED = RGBColor(0xC0, 0x00, 0x00)


def _document() -> Any:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3.2), Cm(3.0)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    style = document.styles["Normal"]
    _font(style, "仿宋", 16)
    style.paragraph_format.line_spacing = Pt(27)
    style.paragraph_format.space_after = Pt(0)
    return document


def _font(thing: Any, name: str, size: float) -> None:
    thing.font.name, thing.font.size = name, Pt(size)
    thing.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _line(document: Any, text: str, *, font: str = "仿宋", size: float = 16, **look: Any) -> Any:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    _font(run, font, size)
    run.bold = look.get("bold", False)
    if look.get("red"):
        run.font.color.rgb = RED
    paragraph.alignment = look.get("align")
    if look.get("indent", True) and look.get("align") is None:
        paragraph.paragraph_format.first_line_indent = Pt(2 * size)
    return paragraph


def _rule(paragraph: Any) -> None:
    """A red line under a paragraph, as official letters have."""
    borders = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "18"), ("space", "6"), ("color", "C00000")):
        bottom.set(qn(f"w:{key}"), value)
    borders.append(bottom)
    behind = ("shd", "tabs", "spacing", "ind", "jc", "rPr")  # Word reads them in the order of ECMA-376
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *(f"w:{name}" for name in behind))


def _table(document: Any, heads: list[str], cells: list[str], widths: list[float]) -> None:
    table = document.add_table(rows=4, cols=len(heads))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    opening = ["{%tr for 行 in 明细 %}"] + [""] * (len(heads) - 1)
    closing = ["{%tr endfor %}"] + [""] * (len(heads) - 1)
    for row, texts in zip(table.rows, (heads, opening, cells, closing), strict=True):
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = Cm(width)
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.line_spacing = Pt(18)
            run = paragraph.add_run(text)
            _font(run, "黑体" if texts is heads else "仿宋", 10.5)
            if texts is heads:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for row in table.rows:
        whole = OxmlElement("w:cantSplit")  # a unit's line stays on one page
        row._tr.get_or_add_trPr().append(whole)
    heading = table.rows[0]._tr.get_or_add_trPr()
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    heading.append(repeated)


def make_letter(path: Path) -> None:
    """Write the letter to all units that still owe something."""
    document = _document()
    centre, right = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
    head = _line(document, "{{ 填报单位 }}", font="宋体", size=28, bold=True, red=True, align=centre)
    head.paragraph_format.line_spacing = Pt(44)
    _rule(head)
    _line(document, "", align=centre)
    title = _line(document, "{{ 标题 }}", font="宋体", size=18, bold=True, align=centre)
    title.paragraph_format.line_spacing = Pt(34)
    _line(document, "", align=centre)
    _line(document, "各有关单位工会：", indent=False)
    _line(
        document,
        "{% if 统计期间 %}{{ 统计期间 }}{% endif %}报表"
        "{% if 报送截止日 %}按规定应于{{ 报送截止日 }}前报送{% else %}正在报送{% endif %}。"
        "截至{{ 今日 }}，应报{{ 应报数 }}份，已报{{ 已报数 }}份，"
        "{% if 退回数 %}待补正{{ 退回数 }}份，{% endif %}{% if 未报数 %}尚未收到{{ 未报数 }}份，{% endif %}"
        "报送率{{ 报送率 }}。现将有关事项通知如下：",
    )
    _line(
        document,
        "一、附表所列单位，请{{ 补正期限 }}报送。状态为“尚未收到”的，请尽快填报；"
        "状态为“未能读取”的，请重新报送；状态为“待修改”“待补正”“待确认”的，请按退回文件中的标注修改后交回。",
    )
    _line(document, "二、本期确实没有数据的，请在表上“零报告”处打√后交回，不要不报。")
    _line(
        document,
        "三、报送的数据请与证件、批复等原始材料核对一致，并注意保护职工个人信息，不通过公开群组传送。",
    )
    _line(document, "{%p if 咨询方式 %}")
    _line(document, "四、填报中有疑问，请与{{ 咨询方式 }}联系。")
    _line(document, "{%p endif %}")
    _line(document, "附件：报送情况明细表", indent=True)
    _line(document, "")
    _line(document, "{{ 填报单位 }}", align=right)
    _line(document, "{{ 今日 }}", align=right)
    document.add_page_break()
    _line(document, "附件", font="黑体", indent=False)
    _line(document, "报送情况明细表", font="宋体", size=18, bold=True, align=centre)
    heads = ["序号", "社区", "单位名称", "应报表", "状态", "逾期天数", "主要问题"]
    _table(
        document,
        heads,
        [f"{{{{ 行.{name} }}}}" for name in heads],
        [1.1, 2.0, 4.4, 2.0, 2.2, 1.3, 3.6],
    )  # fmt: skip
    _properties(document, "催报公函")
    saved = io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():  # fixed times: making it again changes nothing
            fixed = zipfile.ZipInfo(name, (2022, 6, 30, 0, 0, 0))
            target.writestr(fixed, source.read(name), zipfile.ZIP_DEFLATED)


def of_china(document: Any) -> None:
    """What the library's own template has otherwise: the text is Chinese (for fonts, line breaks, spelling),
    and the zoom has its percentage (ECMA-376)."""
    document.settings.element.find(qn("w:zoom")).set(qn("w:percent"), "100")
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def _properties(document: Any, title: str) -> None:
    of_china(document)
    document.core_properties.title = title
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = dt.datetime(2022, 6, 30)
