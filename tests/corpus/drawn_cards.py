"""Cards of a household drawn at random (ledgers.md 2.3, 7): layout, wording, boxes, blocks, stamps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from tests.corpus import people
from tests.corpus.pages import Page
from union_xl.ledgers import hardship_case, hardship_family
from union_xl.ledgers.form import Column, Form

CASE, FAMILY = hardship_case.FORM, hardship_family.FORM
TICKS: tuple[Callable[[Sequence[str], str], str], ...] = (
    lambda options, chosen: "  ".join(("☑" if one == chosen else "□") + one for one in options),
    lambda options, chosen: " ".join(one + ("☑" if one == chosen else "□") for one in options),
    lambda options, chosen: "\n".join(("■" if one == chosen else "□") + one for one in options),
    lambda options, chosen: " ".join(("（√）" if one == chosen else "（  ）") + one for one in options),
    lambda options, chosen: " ".join(("□√" if one == chosen else "□") + one for one in options),
    lambda options, chosen: " ".join(("√" if one == chosen else "□") + one for one in options),
    lambda options, chosen: " ".join("□" + one + ("√" if one == chosen else "") for one in options),
)
_UNFILLED = (["特长", ""], ["宗教信仰", ""], ["退档日期", "    年  月  日"], ["刚性支出", "        元"])


@dataclass
class Drawn:
    """A card, what must be read of it: the parent's cells by title, one dict for each member; and texts that
    are no data."""

    page: Page
    case: dict[str, object]
    family: list[dict[str, object]]
    never: list[str] = field(default_factory=list)


def values(draw: Random) -> tuple[dict[str, object], list[dict[str, object]]]:
    """A household."""
    male = draw.random() < 0.5
    case: dict[str, object] = {
        "姓名": people.name(draw),
        "证件号码": people.number(draw, male, draw.randint(1965, 1998)),
        "性别": "男" if male else "女",
        "手机号码": people.mobile(draw),
        "单位名称": people.firm(draw),
        "民族": "汉族",
        "婚姻状况": draw.choice(("已婚", "未婚", "离婚")),
        "困难类别": draw.choice(("深度困难", "相对困难", "意外致困")),
        "建档标准": draw.choice(("全国级", "省级", "区县级")),
        "职工身份": draw.choice(("在岗", "退休", "农民工")),
        "家庭人口": draw.randint(1, 6),
        "家庭年度总收入": draw.randint(10, 90) * 1000,
        "主要致困原因": draw.choice(("无劳动能力", "下岗失业", "子女上学", "遭受意外事故")),
        "健康状况": draw.choice(("健康", "一般", "残疾")),
        "建档日期": f"2022-0{draw.randint(1, 6)}-1{draw.randint(0, 9)}",
        "档案状态": "在档",
        "是否单亲": draw.choice(("是", "否")),
        "建筑面积": draw.randint(30, 120),
    }
    kept = {"姓名", "证件号码", "困难类别"}
    case = {title: value for title, value in case.items() if title in kept or draw.random() < 0.8}
    return case, [_member(draw) for _ in range(draw.choice((0, 1, 2, 2, 3, 4)))]


def _member(draw: Random) -> dict[str, object]:
    relation, male, year = draw.choice(
        (("配偶", draw.random() < 0.5, 1975), ("子", True, 2010), ("女", False, 2008), ("父", True, 1945))
    )
    return {
        "姓名": people.name(draw),
        "关系": relation,
        "证件号码": people.number(draw, male, year),
        "成员月收入": draw.choice((0, 1200, 3500)),
        "成员身份": draw.choice(("学生", "退休", "无业", "在岗")),
    }


def spelled(draw: Random, form: Form, title: str) -> str:
    """A label as somebody might write it."""
    column = form.by_title[title]
    text = draw.choice((title, title, *column.aliases[:4]))
    if any(
        form.by_title[other].title != title and text in form.by_title[other].aliases for other in form.titles
    ):
        text = title
    if len(text) == 2 and draw.random() < 0.4:
        text = draw.choice(("  ", "　　", " ")).join(text)
    return text + draw.choice(("", "", "", "：", "*"))


def shown(draw: Random, column: Column, value: object, ticks: float) -> object:
    """A value as it stands in its cell: plain, or as boxes."""
    options = column.kind.choices
    if options and value in options and len(options) <= 8 and draw.random() < ticks:
        return draw.choice(TICKS)(options, str(value))
    return value


def card(draw: Random, title: str = "困难职工档案表", household: Random | None = None) -> Drawn:
    """One card; its layout is drawn by `draw`, what stands in it by `household` where that is given."""
    case, family = values(household or draw)
    pairs = draw.choice((2, 3))
    spans = [1, draw.choice((1, 2))] * pairs
    width = sum(spans) + 1
    page = Page(width, above=[draw.choice((title, f"杭州市{title}", f"{title}（2022年度）"))])
    drawn = Drawn(page, case, family)
    if draw.random() < 0.5:
        page.above.append(
            draw.choice(("填表日期：2022年6月1日", "编号：", "填报单位：　　　　　填报日期：  年  月  日"))
        )
    side = draw.random() < 0.4
    _labels(draw, drawn, pairs, spans, side)
    _household(draw, drawn, side)
    if draw.random() < 0.4:
        _career(draw, drawn)
    _closing(draw, drawn)
    return drawn


def _labels(draw: Random, drawn: Drawn, pairs: int, spans: list[int], side: bool) -> None:
    """Labels with their values; a side heading or a photograph hangs down beside them."""
    page, case = drawn.page, drawn.case
    todo = [title for title in case if title not in ("姓名", "证件号码")]
    draw.shuffle(todo)
    todo = ["姓名", *todo[: pairs - 1], "证件号码", *todo[pairs - 1 :]]
    wanted = -(-len(todo) // pairs)
    photo = not side and draw.random() < 0.4
    if side:
        page.hang(1, 1, draw.choice(("基本情况", "基\n本\n情\n况")), wanted)
    elif photo:
        page.hang(1, page.width, "照片", min(wanted, 4))
    ticks = draw.choice((0.0, 0.5, 1.0))
    for at in range(0, len(todo), pairs):
        cells: list[object] = []
        for title in todo[at : at + pairs]:
            cells += [spelled(draw, CASE, title), shown(draw, CASE.by_title[title], case[title], ticks)]
        if len(cells) < 2 * pairs and draw.random() < 0.5:
            cells += draw.choice(
                (["特长", ""], ["宗教信仰", ""], ["退档日期", "    年  月  日"], ["刚性支出", "        元"])
            )
        page.row(*cells, spans=spans)


def _household(draw: Random, drawn: Drawn, side: bool) -> None:
    """The block of the family."""
    page, family = drawn.page, drawn.family
    if not family and draw.random() < 0.5:
        return
    titles = ["姓名", "关系", "证件号码", "成员月收入", "成员身份"]
    if page.width - side < 5:
        titles = titles[: page.width - side]
    for member in family:
        for title in set(member) - set(titles):
            del member[title]
    others = draw.sample(titles[1:], len(titles) - 1)
    titles = ["姓名", *others]
    numbered = not side and page.width > len(titles) and draw.random() < 0.4
    blank = draw.choice((0, 0, 1, 2))
    if side:
        page.hang(
            page.rows + 1,
            1,
            draw.choice(("家庭成员", "家\n庭\n成\n员", "家庭成员情况")),
            len(family) + blank + 1,
        )
    else:
        page.row(draw.choice(("家庭成员", "家庭成员情况", "二、家庭成员情况")), spans=[page.width])
    heads = [spelled(draw, FAMILY, title) for title in titles]
    if side and len(family) + blank == 0:
        pass
    page.row(*(["序号"] if numbered else []), *heads)
    for number, member in enumerate(family, 1):
        cells = [member[title] for title in titles]
        page.row(*([number] if numbered else []), *cells)
    for number in range(blank):
        page.row(*([len(family) + number + 1] if numbered else [""]))


def _career(draw: Random, drawn: Drawn) -> None:
    """A block that belongs to no ledger."""
    page = drawn.page
    page.row("工作简历", spans=[page.width])
    half = page.width // 2
    page.row("起止年月", "单位及职务", "证明人", spans=[1, max(half, 1), 1])
    for _ in range(draw.randint(1, 2)):
        page.row("2010.1-2015.6", "某厂 职工", "老周", spans=[1, max(half, 1), 1])


def _closing(draw: Random, drawn: Drawn) -> None:
    """Opinions, stamps, signatures, explanations."""
    page = drawn.page
    for label in draw.sample(
        ("单位意见", "基层工会意见", "街道总工会审核意见", "本人承诺"), draw.randint(0, 3)
    ):
        text = draw.choice(("情况属实。\n（盖章）\n2022年6月3日", "同意  （公章）   年  月  日", ""))
        page.row(label, text, spans=[1, page.width - 1])
    sign = draw.choice(
        (
            "填表人：周八        负责人：吴九",
            "经办人签字：          联系电话：88881234",
            "单位（盖章）      2022年6月5日",
        )
    )
    if draw.random() < 0.6:
        page.row(sign, spans=[page.width])
    else:
        page.below.append(sign)
    if draw.random() < 0.3:
        page.below.append("填表说明：1.本表一式三份；2.家庭成员不含本人。")
        page.below.append("1. 姓名：须与身份证上的姓名一致，不得使用别名。")
    drawn.never += ["周八", "吴九", "老周", "别名", "情况属实"]
