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

TITLE = "{{填报单位}}\n{{统计期间}}工作总结和下{% if 期间.label.endswith('H1') %}半年{% else %}阶段{% endif %}工作思路"

TEXT: tuple[tuple[str, str], ...] = (
    ("lead", "{{统计期间}}，{{填报单位}}在{{ 上级单位 or '上级工会' }}的指导和街道党工委、办事处的领导下，"
     "{% if 有('会议名称') %}深入贯彻落实{{名('会议名称')}}精神，{% endif %}"
     "{% if 有('专项行动名称') %}紧扣{{名('专项行动名称')}}，{% endif %}"
     "坚持全会全员全力全年全域，聚焦新领域新业态新阶层新群体，各项工作稳步推进。"
     "{% if 期末基层工会数 %}{{截至}}，全街道共有基层工会{{期末基层工会数}}家，涵盖单位{{涵盖单位数}}家。{% endif %}"
     "{% if 期末会员数 %}在册会员{{期末会员数|余}}名"
     "{% if 女会员数 %}，其中女会员{{女会员数|余}}名{% endif %}"
     "{% if 农民工会员数 %}，农民工会员{{农民工会员数|余}}名{% endif %}。{% endif %}"),
    ("h1", "一、聚力组建攻坚，扩大工会组织覆盖"),
    ("p", "（一）抓新建。{% if 新建工会数 %}{{截至}}，新建工会{{新建工会数}}家"
     "{% if 新建联合工会数 %}（其中联合工会{{新建联合工会数}}家，新增涵盖单位{{新增涵盖单位数}}家）{% endif %}"
     "{% if 新建工会数|较上期 %}，{{新建工会数|较上期}}{% endif %}；{% else %}本期暂未新建工会；{% endif %}"
     "{% if 发展会员数 %}发展会员{{发展会员数|余}}名{% if 发展会员数|较上期 %}，{{发展会员数|较上期}}{% endif %}。"
     "{% else %}本期暂未发展新会员。{% endif %}"
     "{% if 建会率.figure.value is not none %}在营单位建会率{{建会率|百分比}}。{% endif %}"),
    ("p", "（二）抓重点。{% if 互联网企业数 %}按照互联网企业建会三年规划，摸清互联网企业{{互联网企业数}}家，"
     "{% if 互联网企业应建会数 %}应建会{{互联网企业应建会数}}家、已建会"
     "{% if 互联网企业已建会数 %}{{互联网企业已建会数}}家，建会率{{互联网企业建会率|百分比}}"
     "{% else %}工作正在推进{% endif %}{% endif %}"
     "{% if 三年规划本年目标数 %}；本年度规划建会{{三年规划本年目标数}}家"
     "{% if 三年规划本年完成数 %}，已完成{{三年规划本年完成数}}家{% endif %}{% endif %}。"
     "{% else %}互联网企业建会三年规划有序推进。{% endif %}"),
    ("p", "（三）抓实名。{% if 已建未实名工会数 %}对已建会尚未实名录入的{{已建未实名工会数}}家工会逐一督促补录"
     "{% if 补录会员数 %}，本期补录会员{{补录会员数|余}}名{% endif %}。"
     "{% else %}已建会单位均报告完成会员实名录入。{% endif %}"
     "{% if 新建工会数 and 同步录入工会数 %}新建工会做到同步建立、同步录入，同步录入率{{新建工会同步录入率|百分比}}。{% endif %}"
     "{% if 应换届工会数 %}对到期的{{应换届工会数}}家工会督促换届。{% endif %}"),
    ("h1", "二、深化法治工会，打造平安管家"),
    ("p", "{% if 有('平安管家示范点') %}（一）建强示范点。以{{名('平安管家示范点')}}为示范，"
     "推进场所、队伍、行动和保障机制建设。{% else %}（一）推进平安管家建设。整合调解、法律援助、心理关爱等力量，"
     "把服务送到企业和职工身边。{% endif %}"),
    ("p", "（二）规范民主管理。{% if 建职代会制度单位数 %}建立职代会制度的单位{{建职代会制度单位数}}家"
     "{% if 厂务公开单位数 %}、实行厂务公开的单位{{厂务公开单位数}}家{% endif %}。{% endif %}"
     "{% if 法人资格工会数 %}取得工会法人资格的工会{{法人资格工会数}}家，登记率{{法人资格登记率|百分比}}；{% endif %}"
     "{% if 建经审会工会数 %}建立经审组织的工会{{建经审会工会数}}家"
     "{% if 建女职委工会数 %}、女职工委员会{{建女职委工会数}}家{% endif %}。{% endif %}"),
    ("h1", "三、搭建竞赛平台，弘扬劳模工匠精神"),
    ("p", "（一）技能竞赛。{% if 街道级完成场次 %}完成街道级竞赛{{街道级完成场次}}场：{{名单与数(街道级完成竞赛名单, 街道级完成场次)}}。"
     "{% else %}街道级竞赛暂未开展。{% endif %}"
     "{% if 企业级完成场次 %}完成企业级竞赛{{企业级完成场次}}场：{{名单与数(企业级完成竞赛名单, 企业级完成场次)}}。{% endif %}"
     "{% if 参赛职工人数 %}共有{{参赛企业数}}家企业的{{参赛职工人数|余}}名职工参赛"
     "{% if 女选手人数 %}，其中女职工{{女选手人数|余}}名{% endif %}。{% endif %}"
     "{% if 竞赛投入经费 %}投入竞赛经费{{竞赛投入经费|万元}}。{% endif %}"
     "{% if 企业级计划场次 %}下半年还将陆续开展{{企业级计划场次}}场企业级竞赛："
     "{{名单与数(企业级计划竞赛名单, 企业级计划场次)}}。{% endif %}"),
    ("p", "（二）劳模工匠。{% if 有('获评荣誉') %}{{名('获评荣誉')}}。{% else %}"
     "广泛宣传劳模工匠事迹，做好各级先进的培育和推荐。{% endif %}"),
    ("h1", "四、做实宣教及保障，增强职工获得感"),
    ("p", "{% if 有('疗休养情况') %}（一）职工疗休养。{{名('疗休养情况')}}。{% else %}（一）职工疗休养。有序组织一线职工疗休养。{% endif %}"),
    ("p", "{% if 有('免费体检情况') %}（二）免费体检。{{名('免费体检情况')}}。{% else %}（二）免费体检。做好一线职工免费体检的组织工作。{% endif %}"),
    ("p", "{% if 有('帮扶情况') %}（三）帮扶救助。{{名('帮扶情况')}}。{% else %}（三）帮扶救助。做好困难职工建档帮扶和职工医疗互助工作。{% endif %}"),
    ("p", "{% if 有('宣传情况') %}（四）宣传阵地。{{名('宣传情况')}}。{% else %}（四）宣传阵地。用好微信公众号等平台，讲好职工故事。{% endif %}"),
    ("title2", "下半年工作思路"),
    ("p", "一是持续推进组建攻坚。{% if 应建未建单位数 %}对应建未建的{{应建未建单位数}}家单位建立清单、逐家上门，"
     "{% endif %}推动新就业形态群体入会{% if 已建未实名工会数 %}，完成{{已建未实名工会数}}家工会的实名补录{% endif %}。"),
    ("p", "二是持续深化法治工会。推进平安管家和“五有职工之家”规范化建设，推动区域性集体合同、工资协议普遍签订。"),
    ("p", "三是持续办好技能竞赛。{% if 企业级计划场次 %}办好已计划的{{企业级计划场次}}场企业级竞赛，{% endif %}"
     "以赛促学、以赛提技，培育更多劳模工匠。"),
    ("p", "四是持续做好服务保障。做好夏送清凉、金秋助学、冬送温暖和困难职工帮扶，办好小候鸟班、青年联谊等活动，"
     "加强工会经费、资产和经审规范管理。"),
    ("sign", "{{填报单位}}"),
    ("sign", "{{报出日期}}"),
)  # fmt: skip


def make_summary(path: Path) -> None:
    """Write the Word template."""
    document = Document()
    _page(document)
    for part in TITLE.split("\n"):
        _line(document, part, "方正小标宋简体", 22, align=WD_ALIGN_PARAGRAPH.CENTER)
    document.add_paragraph()
    for kind, text in TEXT:
        if kind == "h1":
            _line(document, text, "黑体", 16, indent=True)
        elif kind == "title2":
            _line(document, text, "方正小标宋简体", 18, align=WD_ALIGN_PARAGRAPH.CENTER)
        elif kind == "sign":
            _line(document, text, "仿宋", 16, align=WD_ALIGN_PARAGRAPH.RIGHT)
        else:
            _line(document, text, "仿宋", 16, indent=True)
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
