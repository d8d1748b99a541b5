# ruff: noqa: E501
"""The report templates: what each sheet asks for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xlsxwriter.utility import xl_col_to_name

from templates.making.official import Form, ratio, sum_of_lines, sums

COUNT = "#,##0;-#,##0;0"
RATE = "0.0%"
OVER = {"bg_color": "#FFF2CC", "font_color": "#7F6000"}
"""A rate over 100 %, to be looked at."""
BODY = 5
"""The row (0-based) of the repeating block, below title, line and two header rows."""


def make_reports(folder: Path) -> None:
    """Write every report template into `folder`."""
    formation(folder / "表1 工会组建和会员发展情况.xlsx")
    internet(folder / "表2 互联网企业建会进度.xlsx")
    realname(folder / "表3 实名制录入进度.xlsx")
    contests(folder / "表4 职工技能竞赛汇总.xlsx")
    structure(folder / "表5 会员结构统计.xlsx")
    platform(folder / "市平台导入.xlsx")


def _rate(top: int, bottom: int, row: int) -> str:
    """A ratio of two cells of the same row, — on a zero base."""
    over, under = f"{xl_col_to_name(top)}{row + 1}", f"{xl_col_to_name(bottom)}{row + 1}"
    return ratio(over, under)


def _total(
    form: Form, row: int, columns: Sequence[int], rates: dict[int, tuple[int, int]], count: int
) -> list[str]:
    summed = sums(columns, BODY)
    texts = ["" for _ in range(count)]
    texts[1] = "合计"
    for col, text in summed.items():
        texts[col] = text
    for col, (top, bottom) in rates.items():
        texts[col] = _rate(top, bottom, row)
    return texts


def _chart(
    form: Form, kind: str, title: str, series: Sequence[tuple[int, str]], row: int, names: int = 1
) -> None:
    """A native chart over the block; it stretches with the block's row."""
    chart = form.book.add_chart({"type": kind})
    for col, color in series:
        chart.add_series(
            {
                "name": [form.name, 4, col],
                "categories": [form.name, BODY, names, BODY, names],
                "values": [form.name, BODY, col, BODY, col],
                "fill": {"color": color},
                "data_labels": {"value": True, "font": {"size": 8}},
            }
        )
    chart.set_title({"name": title, "name_font": {"name": "黑体", "size": 12}, "overlay": False})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": form.pixels, "height": 300})
    form.sheet.insert_chart(row, 0, chart, {"object_position": 2, "x_offset": 6, "y_offset": 6})
    form.sheet.print_area(0, 0, row + 16, form.last)


def formation(path: Path) -> None:
    """表1: by community."""
    heads = [
        ("序号",), ("社区",),
        ("基层工会（家）", "期初数"), ("基层工会（家）", "本期新建"), ("基层工会（家）", "本期撤并"),
        ("基层工会（家）", "期末数"), ("涵盖单位\n（家）",), ("职工人数\n（人）",),
        ("会员（人）", "期初数"), ("会员（人）", "本期增加"), ("会员（人）", "其中：\n发展会员"), ("会员（人）", "本期减少"),
        ("会员（人）", "期末数"), ("期末会员中（人）", "女会员"), ("期末会员中（人）", "农民工会员"), ("入会率",),
    ]  # fmt: skip
    names = [
        "序号", "社区名称", "期初基层工会数", "新建工会数", "撤并工会数", "期末基层工会数", "涵盖单位数", "职工人数",
        "期初会员数", "增加会员数", "发展会员数", "减少会员数", "期末会员数", "女会员数", "农民工会员数", "",
    ]  # fmt: skip
    form = Form(path, "表1", "工会组建和会员发展情况", "附件1", [6, 16, *[9.5] * 14])
    form.one_page()
    form.line("家、人")
    form.heads(heads)
    texts = [f"{{{{每社区.{name}}}}}" if name else "" for name in names]
    texts[15] = _rate(12, 7, BODY)
    numbers = ["0", "", *[COUNT] * 13, RATE]
    form.cells(BODY, texts, numbers)
    total = BODY + 1
    form.cells(total, _total(form, total, range(2, 15), {15: (12, 7)}, 16), numbers, bold=True)
    form.cells(
        total + 1,
        [
            "",
            "全街道（去重）",
            *[f"{{{{{name}}}}}" if name else "" for name in names[2:15]],
            _rate(12, 7, total + 1),
        ],
        numbers,
        bold=True,
    )
    for col, code in ((3, "A01"), (5, "A15"), (10, "B01"), (12, "B08")):
        form.named(code, total + 1, col)
    form.foot(
        total + 2,
        [
            "注：1. 联合工会按一家计，所涵盖的单位另列“涵盖单位”。2. 期初＋新建－撤并＝期末；期初＋增加－减少＝期末。",
            "　　3. “合计”为各社区相加；“全街道（去重）”中同一人只计一次，两行不同说明有人同时在两处，见数据来源。",
        ],
    )
    _chart(form, "column", "各社区本期发展会员与期末会员", [(10, "#C00000"), (12, "#2F5597")], total + 7)
    form.close()


def internet(path: Path) -> None:
    """表2: by community."""
    heads = [
        ("序号",), ("社区",), ("互联网企业\n（家）",), ("应建会\n（家）",), ("已建会\n（家）",), ("建会率",),
        ("三年规划（家）", "本年目标"), ("三年规划（家）", "本年完成"), ("三年规划（家）", "完成率"),
    ]  # fmt: skip
    names = [
        "序号",
        "社区名称",
        "互联网企业数",
        "互联网企业应建会数",
        "互联网企业已建会数",
        "",
        "三年规划本年目标数",
        "三年规划本年完成数",
        "",
    ]
    form = Form(path, "表2", "互联网企业建会三年规划进度", "附件2", [6, 20, *[13] * 7])
    form.one_page()
    form.line("家")
    form.heads(heads)
    texts = [f"{{{{每社区.{name}}}}}" if name else "" for name in names]
    texts[5], texts[8] = _rate(4, 3, BODY), _rate(7, 6, BODY)
    numbers = ["0", "", COUNT, COUNT, COUNT, RATE, COUNT, COUNT, RATE]
    form.cells(BODY, texts, numbers)
    total = BODY + 1
    form.cells(total, _total(form, total, (2, 3, 4, 6, 7), {5: (4, 3), 8: (7, 6)}, 9), numbers, bold=True)
    for col, code in ((2, "A05"), (3, "A06"), (4, "A07")):
        form.named(code, total, col)
    form.foot(total + 1, ["注：应建会指在营且达到建会人数线、已建会或已列入三年规划的互联网企业。"])
    _chart(form, "column", "互联网企业应建与已建", [(3, "#A6A6A6"), (4, "#2F5597")], total + 5)
    form.close()


def realname(path: Path) -> None:
    """表3: by unit."""
    heads = [
        ("序号",), ("单位名称",), ("所属社区",), ("会员（人）", "单位自报"), ("会员（人）", "已实名录入"),
        ("会员（人）", "未录入"), ("录入率",), ("本期（人）", "发展会员"), ("本期（人）", "补录会员"), ("手机号码\n完整率",),
    ]  # fmt: skip
    names = [
        "序号",
        "单位名称",
        "所属社区",
        "台账会员数",
        "期末会员数",
        "未录入会员数",
        "",
        "发展会员数",
        "补录会员数",
        "手机号码完整率",
    ]
    form = Form(path, "表3", "会员实名制录入进度", "附件3", [6, 36, 16, *[12] * 7])
    form.line("人")
    form.heads(heads)
    texts = [f"{{{{每单位.{name}}}}}" if name else "" for name in names]
    texts[6] = _rate(4, 3, BODY)
    numbers = ["0", "", "", COUNT, COUNT, COUNT, RATE, COUNT, COUNT, RATE]
    form.cells(BODY, texts, numbers)
    total = BODY + 1
    texts = _total(form, total, (3, 4, 5, 7, 8), {6: (4, 3)}, 10)
    texts[9] = "{{手机号码完整率}}"
    form.cells(total, texts, numbers, bold=True)
    form.named("B08", total, 4)
    bad = form.book.add_format({"bg_color": "#FFE7E7", "font_color": "#9C0006"})
    low = {"type": "cell", "criteria": "<", "value": 0.8, "format": bad}
    # Not `cell > 1`: to Excel a text (—) is greater than any number.
    high = {"type": "formula", "criteria": f"=N(G{BODY + 1})>1", "format": form.book.add_format(OVER)}
    for rule in (low, high):
        form.sheet.conditional_format(BODY, 6, BODY, 6, rule)
    form.foot(
        total + 1,
        [
            "注：1. 已建会尚未实名录入（或录入不到达标比例）的工会 {{已建未实名工会数}} 家：{{已建未实名单位名单|名单}}。",
            "　　2. 新建工会同步录入率 {{新建工会同步录入率|百分比}}；录入率低于80%的以红底标出，超过100%的以黄底标出、请核对单位自报数。",
        ],
    )
    _realname_by_community(form)
    form.close()


def _realname_by_community(form: Form) -> None:
    """A second sheet: the same by community, with the chart."""
    sheet = form.book.add_worksheet("分社区")
    head = form.look(bold=True, align="center", border=True, wrap=True, fill="#DCE6F1")
    sheet.merge_range(
        0, 0, 0, 4, "各社区会员实名制录入进度", form.look(font="黑体", size=16, align="center", bold=True)
    )
    sheet.set_row(0, 32)
    sheet.write_row(1, 0, ("社区", "单位自报（人）", "已实名录入（人）", "未录入（人）", "录入率"), head)
    names = ("社区名称", "台账会员数", "期末会员数", "未录入会员数")
    for col, name in enumerate(names):
        number = COUNT if col else ""
        sheet.write_string(
            2,
            col,
            f"{{{{每社区.{name}}}}}",
            form.look(border=True, number=number, align="right" if col else "left"),
        )
    sheet.write_formula(2, 4, ratio("C3", "B3"), form.look(border=True, number=RATE, align="right"))
    rule = {"type": "formula", "criteria": "=N(E3)>1", "format": form.book.add_format(OVER)}
    sheet.conditional_format(2, 4, 2, 4, rule)
    sheet.write_string(3, 0, "合计", form.look(border=True, bold=True, align="center", fill="#F2F2F2"))
    for col in (1, 2, 3):
        letter = xl_col_to_name(col)
        sheet.write_formula(
            3,
            col,
            sum_of_lines(letter, 3),
            form.look(border=True, bold=True, number=COUNT, align="right", fill="#F2F2F2"),
        )
    sheet.write_formula(
        3,
        4,
        ratio("C4", "B4"),
        form.look(border=True, bold=True, number=RATE, align="right", fill="#F2F2F2"),
    )
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 4, 17)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    chart = form.book.add_chart({"type": "bar", "subtype": "stacked"})
    for col, color in ((2, "#2F5597"), (3, "#C00000")):
        chart.add_series(
            {
                "name": ["分社区", 1, col],
                "categories": ["分社区", 2, 0, 2, 0],
                "values": ["分社区", 2, col, 2, col],
                "fill": {"color": color},
            }
        )
    chart.set_title({"name": "已实名录入与未录入会员", "name_font": {"name": "黑体", "size": 12}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 760, "height": 320})
    sheet.insert_chart(5, 0, chart, {"object_position": 2, "x_offset": 6, "y_offset": 6})


def contests(path: Path) -> None:
    """表4: by contest."""
    heads = [
        ("序号",), ("竞赛名称",), ("级别",), ("工种",), ("主办单位",), ("完成情况",), ("实际日期",), ("参赛企业\n（家）",),
        ("参赛职工", "人数"), ("参赛职工", "人次"), ("参赛人数中（人）", "女选手"), ("参赛人数中（人）", "会员"), ("投入经费\n（元）",),
    ]  # fmt: skip
    names = [
        "序号", "竞赛名称", "级别", "工种", "主办单位", "完成情况", "实际日期", "参赛企业数", "参赛职工人数", "参赛职工人次",
        "女选手人数", "会员选手人数", "竞赛投入经费",
    ]  # fmt: skip
    form = Form(path, "表4", "职工技能竞赛汇总表", "附件4", [6, 38, 9, 14, 26, 10, 13, *[10] * 5, 13])
    form.line("场、家、人、元")
    form.heads(heads)
    texts = [f"{{{{每竞赛.{name}}}}}" for name in names]
    numbers = ["0", "", "", "", "", "", "yyyy-mm-dd", *[COUNT] * 5, "#,##0.00"]
    form.cells(BODY, texts, numbers)
    total = BODY + 1
    summed = _total(form, total, (8, 9, 10, 11, 12), {}, 13)
    summed[7] = "{{参赛企业数}}"
    summed[2] = "{{完成竞赛场次}} 场完成"
    form.cells(total, summed, ["", "", "", "", "", "", "", *[COUNT] * 5, "#,##0.00"], bold=True)
    form.named("C05a", total, 9)
    form.foot(
        total + 1,
        [
            "注：1. 本期街道级完成 {{街道级完成场次}} 场，企业级完成 {{企业级完成场次}} 场、计划 {{企业级计划场次}} 场。",
            "　　2. 参赛数只统计本期已完成的竞赛；合计行的参赛企业去重，不等于各场相加。",
        ],
    )
    _chart(form, "column", "各场竞赛参赛人数", [(8, "#2F5597"), (10, "#C55A11")], total + 6)
    form.close()


def structure(path: Path) -> None:
    """表5: three blocks one below the other, each with its own total."""
    form = Form(path, "表5", "会员结构统计", "附件5", [22, 26, 14, 14, 14, 14])
    form.one_page()
    form.line("人")
    form.heads(
        [("项目",), ("类别",), ("会员数",), ("其中", "女会员"), ("其中", "农民工会员"), ("占全部会员",)]
    )
    row = BODY
    numbers = ["", "", COUNT, COUNT, COUNT, RATE]
    for label, word in (("学历", "学历"), ("政治面貌", "政治面貌"), ("技能等级", "技能等级")):
        names = (f"{label}名称", "期末会员数", "女会员数", "农民工会员数")
        texts = [
            word,
            *[f"{{{{每{label}.{name}}}}}" for name in names],
            ratio(f"C{row + 1}", f"C${row + 2}"),
        ]
        form.cells(row, texts, numbers)
        total = ["", "小计", *[sum_of_lines(c, row + 1) for c in "CDE"], ""]
        form.cells(row + 1, total, numbers, bold=True)
        row += 2
    for name, label in (
        ("35岁及以下会员数", "35岁及以下"), ("36至50岁会员数", "36—50岁"), ("51岁及以上会员数", "51岁及以上"),
    ):  # fmt: skip
        texts = ["年龄", label, f"{{{{{name}}}}}", "", "", ""]
        texts[5] = ratio(f"C{row + 1}", "$C$15")
        form.cells(row, texts, numbers)
        row += 1
    form.cells(
        row,
        ["合计", "期末会员（去重）", "{{期末会员数}}", "{{女会员数}}", "{{农民工会员数}}", ""],
        numbers,
        bold=True,
    )
    form.named("B08", row, 2)
    form.foot(
        row + 1,
        [
            "注：学历、政治面貌、技能等级未填的会员列在“（未填）”一行，不在可选值内的列在“（写法待规范）”一行；"
            "各块小计等于期末会员数（一人在两处时除外）。"
        ],
    )
    chart = form.book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": "会员数",
            "categories": [form.name, BODY, 1, BODY, 1],
            "values": [form.name, BODY, 2, BODY, 2],
            "fill": {"color": "#2F5597"},
            "data_labels": {"value": True},
        }
    )
    chart.set_title({"name": "会员学历构成", "name_font": {"name": "黑体", "size": 12}})
    chart.set_legend({"none": True})
    chart.set_size({"width": form.pixels, "height": 300})
    form.sheet.insert_chart(row + 5, 0, chart, {"object_position": 2, "x_offset": 6, "y_offset": 6})
    form.sheet.print_area(0, 0, row + 21, form.last)
    form.close()


PLATFORM = (
    ("序号", "序号"), ("姓名", "姓名"), ("性别", "性别"), ("出生日期", "出生日期"), ("民族", "民族"), ("就业状况", "就业状况"),
    ("有效证件类别", "证件类型"), ("证件号码", "证件号码"), ("学历", "学历"), ("技能等级", "技能等级"), ("移动电话", "手机号码"),
    ("户籍类型", "户籍类型"), ("户籍所在地", "户籍所在地"), ("会籍变化类型", "会籍变化类型"), ("会籍变化日期", "会籍变化日期"),
    ("会籍变化原因", "会籍变化原因"), ("政治面貌", "政治面貌"), ("工作单位", "单位名称"), ("籍贯", "籍贯"), ("是否农民工", "是否农民工"),
)  # fmt: skip
"""The columns of the platform's import file, and the ledger column behind each."""


def platform(path: Path) -> None:
    """市平台导入: one row per member, plain header in row 1 as importers want it."""
    import xlsxwriter

    from templates.making.official import MADE

    book = xlsxwriter.Workbook(str(path), {"in_memory": True})
    book.set_properties({"title": "市平台导入", "created": MADE})
    sheet = book.add_worksheet("会员导入")
    head = book.add_format(
        {"font_name": "宋体", "font_size": 11, "bold": True, "border": 1, "align": "center"}
    )
    text = book.add_format({"font_name": "宋体", "font_size": 11, "num_format": "@", "border": 1})
    day = book.add_format({"font_name": "宋体", "font_size": 11, "num_format": "yyyy-mm-dd", "border": 1})
    number = book.add_format({"font_name": "宋体", "font_size": 11, "num_format": "0", "border": 1})
    for col, (title, source) in enumerate(PLATFORM):
        sheet.write_string(0, col, title, head)
        look = day if title.endswith("日期") else number if title == "序号" else text
        sheet.write_string(1, col, f"{{{{每会员.{source}}}}}", look)
        sheet.set_column(col, col, 22 if title in ("证件号码", "工作单位", "户籍所在地") else 13)
    sheet.freeze_panes(1, 2)
    book.close()
