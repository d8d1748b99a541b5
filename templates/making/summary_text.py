# ruff: noqa: E501
"""半年总结.docx: the office's half-year summary with tags where it had blanks."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from templates.making.letter import whole_zoom

PLANS = (
    "应建未建单位数 or 已建未实名工会数 or 应换届工会数 or 企业级计划场次 "
    "or 三年规划本年目标数 > 三年规划本年完成数 or 有('下阶段工作要点')"
)
"""Open items the ledgers show, or what the office itself says: without any there is no second half."""

TITLE = (
    "{{填报单位}}\n{{统计期间}}工作总结{% if 有思路 %}和{% if 期间.label.endswith('H1') %}下半年{% else %}下一阶段"
    "{% endif %}工作思路{% endif %}"
)

TEXT: tuple[tuple[str, str], ...] = (
    ("p", "{{填报单位}}{% if 有('会议名称') %}贯彻落实{{名('会议名称')}}精神，{% endif %}"
     "{% if 有('专项行动名称') %}紧扣{{名('专项行动名称')}}，{% endif %}现将{{统计期间}}工作情况报告如下。"
     "{% if 期末基层工会数 %}{{截至}}，共有基层工会{{期末基层工会数}}家，涵盖单位{{涵盖单位数}}家。{% endif %}"
     "{% if 期末会员数 %}在册会员{{期末会员数|余}}名"
     "{% if 女会员数 %}，其中女会员{{女会员数|余}}名{% endif %}"
     "{% if 农民工会员数 %}，农民工会员{{农民工会员数|余}}名{% endif %}。{% endif %}"),
    ("if", "新建工会数 or 发展会员数 or 建会率.figure.value is not none or 互联网企业数 or 补录会员数 or 同步录入工会数"),
    ("h1", "{{章()}}组织建设和会员发展"),
    ("if", "新建工会数 or 发展会员数 or 建会率.figure.value is not none"),
    ("p", "{{条()}}建会入会。{% if 新建工会数 %}{{截至}}，新建工会{{新建工会数}}家"
     "{% if 新建联合工会数 %}（其中联合工会{{新建联合工会数}}家，新增涵盖单位{{新增涵盖单位数}}家）{% endif %}"
     "{% if 新建工会数|较上期 %}，{{新建工会数|较上期}}{% endif %}{% if 发展会员数 %}；{% else %}。{% endif %}{% endif %}"
     "{% if 发展会员数 %}发展会员{{发展会员数|余}}名{% if 发展会员数|较上期 %}，{{发展会员数|较上期}}{% endif %}。{% endif %}"
     "{% if 建会率.figure.value is not none %}在营单位建会率{{建会率|百分比}}。{% endif %}"),
    ("end", ""),
    ("if", "互联网企业数"),
    ("p", "{{条()}}互联网企业建会。有互联网企业{{互联网企业数}}家"
     "{% if 互联网企业应建会数 %}，其中应建会{{互联网企业应建会数}}家"
     "{% if 互联网企业已建会数 %}、已建会{{互联网企业已建会数}}家，建会率{{互联网企业建会率|百分比}}{% endif %}{% endif %}"
     "{% if 三年规划本年目标数 %}；三年规划本年目标{{三年规划本年目标数}}家"
     "{% if 三年规划本年完成数 %}，已完成{{三年规划本年完成数}}家{% endif %}{% endif %}。"),
    ("end", ""),
    ("if", "补录会员数 or (新建工会数 and 同步录入工会数)"),
    ("p", "{{条()}}会员实名。{% if 补录会员数 %}本期补录会员{{补录会员数|余}}名。{% endif %}"
     "{% if 新建工会数 and 同步录入工会数 %}新建工会同步录入率{{新建工会同步录入率|百分比}}。{% endif %}"),
    ("end", ""),
    ("end", ""),
    ("if", "有('平安管家示范点') or 建职代会制度单位数 or 法人资格工会数 or 建经审会工会数"),
    ("h1", "{{章()}}民主管理和规范化建设"),
    ("if", "有('平安管家示范点')"),
    ("p", "{{条()}}平安管家。示范点：{{名('平安管家示范点')}}。"),
    ("end", ""),
    ("if", "建职代会制度单位数 or 法人资格工会数 or 建经审会工会数"),
    ("p", "{{条()}}规范建设。{% if 建职代会制度单位数 %}建立职代会制度的单位{{建职代会制度单位数}}家"
     "{% if 厂务公开单位数 %}、实行厂务公开的单位{{厂务公开单位数}}家{% endif %}。{% endif %}"
     "{% if 法人资格工会数 %}取得工会法人资格的工会{{法人资格工会数}}家，登记率{{法人资格登记率|百分比}}。{% endif %}"
     "{% if 建经审会工会数 %}建立经审组织的工会{{建经审会工会数}}家"
     "{% if 建女职委工会数 %}、女职工委员会{{建女职委工会数}}家{% endif %}。{% endif %}"),
    ("end", ""),
    ("end", ""),
    ("if", "街道级完成场次 or 企业级完成场次 or 参赛职工人数 or 竞赛投入经费 or 有('获评荣誉')"),
    ("h1", "{{章()}}技能竞赛和先进选树"),
    ("if", "街道级完成场次 or 企业级完成场次 or 参赛职工人数 or 竞赛投入经费"),
    ("p", "{{条()}}技能竞赛。{% if 街道级完成场次 %}完成街道级竞赛{{街道级完成场次}}场：{{名单与数(街道级完成竞赛名单, 街道级完成场次)}}。{% endif %}"
     "{% if 企业级完成场次 %}完成企业级竞赛{{企业级完成场次}}场：{{名单与数(企业级完成竞赛名单, 企业级完成场次)}}。{% endif %}"
     "{% if 参赛职工人数 %}共有{{参赛企业数}}家企业的{{参赛职工人数|余}}名职工参赛"
     "{% if 女选手人数 %}，其中女职工{{女选手人数|余}}名{% endif %}。{% endif %}"
     "{% if 竞赛投入经费 %}投入竞赛经费{{竞赛投入经费|万元}}。{% endif %}"),
    ("end", ""),
    ("if", "有('获评荣誉')"),
    ("p", "{{条()}}先进选树。{{名('获评荣誉')}}。"),
    ("end", ""),
    ("end", ""),
    ("if", "有('疗休养情况') or 有('免费体检情况') or 有('帮扶情况') or 有('宣传情况')"),
    ("h1", "{{章()}}服务保障和宣传"),
    *(
        line
        for name, words in (("疗休养情况", "职工疗休养"), ("免费体检情况", "免费体检"), ("帮扶情况", "帮扶救助"), ("宣传情况", "宣传阵地"))
        for line in (("if", f"有('{name}')"), ("p", f"{{{{条()}}}}{words}。{{{{名('{name}')}}}}。"), ("end", ""))
    ),
    ("end", ""),
    ("if", "有思路"),
    ("title2", "{% if 期间.label.endswith('H1') %}下半年{% else %}下一阶段{% endif %}工作思路"),
    ("if", "应建未建单位数 or 三年规划本年目标数 > 三年规划本年完成数"),
    ("p", "{{是()}}推进组建。{% if 应建未建单位数 %}做好应建未建的{{应建未建单位数}}家单位的建会工作。{% endif %}"
     "{% if 三年规划本年目标数 > 三年规划本年完成数 %}继续落实三年规划本年{{三年规划本年目标数}}家的建会目标。{% endif %}"),
    ("end", ""),
    ("if", "已建未实名工会数 or 应换届工会数"),
    ("p", "{{是()}}规范管理。{% if 已建未实名工会数 %}督促{{已建未实名工会数}}家已建会单位补齐会员实名录入。{% endif %}"
     "{% if 应换届工会数 %}督促{{应换届工会数}}家到期工会换届。{% endif %}"),
    ("end", ""),
    ("if", "企业级计划场次"),
    ("p", "{{是()}}办好竞赛。办好已计划的{{企业级计划场次}}场企业级竞赛：{{名单与数(企业级计划竞赛名单, 企业级计划场次)}}。"),
    ("end", ""),
    ("if", "有('下阶段工作要点')"),
    ("p", "{% if 应建未建单位数 or 三年规划本年目标数 > 三年规划本年完成数 or 已建未实名工会数 or 应换届工会数 or 企业级计划场次 %}"
     "{{是()}}{% endif %}{{名('下阶段工作要点')}}。"),
    ("end", ""),
    ("end", ""),
    ("sign", "{{填报单位}}"),
    ("sign", "{{报出日期}}"),
)  # fmt: skip


def make_summary(path: Path) -> None:
    """Write the Word template."""
    document = Document()
    _page(document)
    document.add_paragraph("{%p set 有思路 = " + PLANS + " %}")
    for part in TITLE.split("\n"):
        _line(document, part, "方正小标宋简体", 22, align=WD_ALIGN_PARAGRAPH.CENTER)
    document.add_paragraph()
    for kind, text in TEXT:
        if kind in ("if", "end"):
            document.add_paragraph(f"{{%p if {text} %}}" if kind == "if" else "{%p endif %}")
        elif kind == "h1":
            _line(document, text, "黑体", 16, indent=True)
        elif kind == "title2":
            _line(document, text, "方正小标宋简体", 18, align=WD_ALIGN_PARAGRAPH.CENTER)
        elif kind == "sign":
            _line(document, text, "仿宋", 16, align=WD_ALIGN_PARAGRAPH.RIGHT)
        else:
            _line(document, text, "仿宋", 16, indent=True)
    whole_zoom(document)
    properties = document.core_properties
    properties.title, properties.author = "半年工作总结", ""
    properties.created = properties.modified = dt.datetime(2022, 6, 30)
    out = io.BytesIO()
    document.save(out)
    _same_every_time(out.getvalue(), path)


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


def _line(document, text: str, font: str, size: float, *, indent: bool = False, align=None) -> None:
    paragraph = document.add_paragraph()
    form = paragraph.paragraph_format
    form.line_spacing = Pt(28)
    form.space_after = form.space_before = Pt(0)
    if indent:
        form.first_line_indent = Pt(size * 2)
    if align is not None:
        paragraph.alignment = align
    run = paragraph.add_run(text)
    run.font.name = "Times New Roman"
    run.font.size = Pt(size)
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
