"""What the lines above and below a table say: 单位名称：…, 填报日期：…, 零报告 and the like."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence

from union_xl.kinds.measures import is_measure, money_unit, odd_money_unit, standard_money
from union_xl.model import Grid, Raw, Table
from union_xl.model.labels import unstamped
from union_xl.model.lazy_pattern import LazyPattern

KEYS: tuple[tuple[str, str], ...] = (
    ("单位名称", r"(?:填报|编制|编报|填表|制表|报送|报名|参赛|上报|申报|所属|工作|推荐|选送|代表|企业)?"
     r"单位(?:名称|全称)?|"
     r"(?:企业|公司)(?:名称|全称)|(?:参赛)?代表队(?:名称)?|参赛队伍?(?:名称)?|参赛企业"),
    ("工会名称", r"(?:基层)?工会(?:名称|全称|组织名称)"),
    ("统一社会信用代码", r"(?:单位|企业)?(?:统一)?(?:社会)?信用代码|组织机构代码"),
    ("填报日期", r"(?:填报|填表|报送|上报|制表|报名|报出|申报)(?:日期|时间)|统计日期|日期"),
    ("统计期间", r"统计(?:期间|时段|周期|年度|时间)|报告期|所属(?:期|时期|期间)|"
     r"填报(?:期间|周期)|报表期|期间|年度"),
    ("填表人", r"填(?:表|报)人|经办人|制表人?|联系人|填报人员"),
    ("填表电话", r"(?:联系|办公)?(?:电话|方式)|手机(?:号码?)?|联系人电话"),
    ("社区", r"(?:所属|所在)?社区(?:名称)?"),
    ("负责人", r"(?:单位)?负责人|审核人?|单位领导|工会主席|主席"),
    ("零报告", r"(?:是否)?零报告|(?:是否)?无数据"),
    ("计量单位", r"(?:金额|计量|货币|数据|数量)(?:计量)?单位"),
)  # fmt: skip
_SEAL = r"(?:[（(][^（）()]{0,8}[)）])?"
_ONE = "|".join(f"(?P<k{number}>{pattern})" for number, (_, pattern) in enumerate(KEYS))
_PAIR = LazyPattern(rf"(?:^|(?<=[\s，,；;。、|_\u3000）)(（\[【]))(?:{_ONE}){_SEAL}\s*[:：]\s*")
_LABEL = LazyPattern(rf"(?:{_ONE}){_SEAL}\s*[:：]?\Z")
_IN_MONEY = LazyPattern(
    r"[(\[【]\s*(?:单位\s*[:：]?\s*)?(?:人民币)?((?:亿|万|千|百)元)\s*[)\]】]\s*$|"
    r"(?:以|均为|按)\s*(?:人民币)?((?:亿|万|千|百)?元)\s*(?:为(?:计量|货币)?单位|计算?[。；;]?$)|"
    r"(?:金额|货币|计量|资金|经费)的?(?:计量)?单位(?:均|统一|一律)?[为是]\s*(?:人民币)?((?:亿|万|千|百)?元)|"
    r"(?:金额|资金|经费)\s*[:：]\s*(?:人民币)?((?:亿|万|千|百)?元)\s*[)\]】]?$"
)
_TICK = LazyPattern(r"(?:[√✓✔☑■▣Y1]|是|有|yes|true)\Z", re.I)
_TICKED_TEXT = LazyPattern(r"[√✓✔☑■]\s*(?:本(?:单位|期|月|季))?(?:是)?零报告|零报告\s*[(（]?\s*[√✓✔☑■]")
_ZERO_TEXT = LazyPattern(
    r"^(?:特此)?(?:本(?:单位|期|月|季度?|公司|次|年度?|企业)|我(?:单位|公司|司))?[^：:]{0,12}?"
    r"(?:无(?:新增|新发展|新入会|变动|变化|数据|报名|参赛|会员)?[^，。]{0,8}"
    r"[，,。 ]*(?:零报告|无报送|特此(?:说明|报告))|零报告|"
    r"无(?:新增|新发展|变动|变化|新入会)(?:会员|人员|情况)?|没有新增(?:会员)?)[。！!]?$|"
    r"^(?:(?:本|我)(?:单位|公司|企业|社区|街道|司|会)|本(?:期|月|季度?|年度?))(?:[^，。:：]{0,6}?(?:暂|均|尚|确|目前|今年|期|月|季度|年度?))?"
    r"(?:无(?!偿|锡|人[机驾])|没有)[^，。:：]{1,12}[。！!]?$"
)
_NONE = frozenset(["无", "暂无", "没有", "无数据"])
_BEFORE_BRACKET = LazyPattern(r"^([^:(\[【]{4,}?)\s*[(\[【]")
_UNTICKED = ("□", "○", "☐", "◇")
_LONGEST = 10_000
"""Characters of a cell within which a line says something; Excel holds 32,767, a hostile file millions."""
_BEHIND = LazyPattern(r"[\s\u3000]+((?:19|20)\d{2}\s*[年./-].*)$")
"""A period or a day behind a unit's name, without a label of its own."""
_NEXT = LazyPattern(r"[\s\u3000]+[^\s:：]{2,10}[:：]")
"""A label that no line is asked for begins behind a name (`参赛项目：焊工`)."""
_DAY = LazyPattern(r"((?:19|20)\d{2})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")
_PERIOD = LazyPattern(
    r"(?:19|20)\d{2}\s*年\s*(?:度?(?:[上下]半年)?|度?第?[一二三四1-4]季度|\d{1,2}\s*月份?)\Z"
)


def flat(raw: Raw) -> str:
    """A cell as one line of plain text; dates as 2022-07-01, whole numbers without `.0`.  Of a text longer
    than any line, its beginning."""
    if raw is None:
        return ""
    if isinstance(raw, str):
        if not raw:
            return ""
        return unicodedata.normalize("NFKC", raw[:_LONGEST].replace("_x000D_", "")).strip()
    if isinstance(raw, dt.datetime):
        return raw.date().isoformat()
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e16:
        return str(int(raw))
    return str(raw)


def read_lines(grid: Grid, rows: Iterable[int], left: int = 1, right: int = 2**20) -> dict[str, str]:
    """What the given rows say in columns left..right, as {standard key: text}; the first mention of a key
    counts.

    A text that stands alone is kept under 标题 (the longest one).
    """
    said: dict[str, str] = {}
    for row in rows:
        cells = [
            (col, text)
            for col, raw in enumerate(grid.rows[row - 1] if row <= len(grid.rows) else (), 1)
            if left <= col <= right and raw is not None and raw != "" and (text := flat(raw))
        ]
        _read_line(cells, said)
    return said


def _read_line(cells: Sequence[tuple[int, str]], said: dict[str, str]) -> None:
    skip = -1
    for at, (_, text) in enumerate(cells):
        if at == skip:
            continue
        if _TICKED_TEXT.search(text):
            said["零报告"] = "是"
            continue
        pairs = _pairs(text)
        label = _LABEL.match(text)
        if not pairs and label and at + 1 < len(cells) and not _is_label(cells[at + 1][1]):
            pairs, skip = [(_key(label), cells[at + 1][1])], at + 1
        elif pairs and not pairs[-1][1] and at + 1 < len(cells) and not _is_label(cells[at + 1][1]):
            pairs[-1], skip = (pairs[-1][0], cells[at + 1][1]), at + 1
        for key, value in pairs:
            _note(said, key, value)
        if pairs and text.endswith((")", "]", "】")) and (title := _BEFORE_BRACKET.match(text)):
            _title(said, title[1])
        if not said.get("计量单位") and (unit := _money_of(text)):
            said["计量单位"] = unit
        if not pairs and not label:
            _alone(said, text)


def _alone(said: dict[str, str], text: str) -> None:
    """A text without a label."""
    if is_zero_text(text):
        said["零报告"] = "是"
    elif _DAY.fullmatch(text) or text.startswith("填报日期"):
        said.setdefault("填报日期", text)
    elif _PERIOD.match(text):
        said.setdefault("统计期间", text)
    else:
        _title(said, text)


def _money_of(text: str) -> str:
    """What money is counted in, where a line says it without its label: `（万元）` alone or behind a title,
    `本表以万元为单位`."""
    if is_measure(text) and money_unit(text):
        return money_unit(text)
    found = _IN_MONEY.search(standard_money(text))
    return next(filter(None, found.groups()), "") if found else ""


def _title(said: dict[str, str], text: str) -> None:
    if len(said.get("标题", "")) < len(text) <= 80:
        said["标题"] = text


def _note(said: dict[str, str], key: str, value: str) -> None:
    value = value.strip(" \t\u3000_＿,，;；")
    if value[-1:] in (")", "]", "】") and not any(sign in value for sign in "([【"):
        value = value[:-1].rstrip()
    if key == "单位名称" and (behind := _BEHIND.search(value)):
        said.setdefault("填报日期" if _DAY.fullmatch(behind[1]) else "统计期间", behind[1])
        value = value[: behind.start()]
    if key in ("单位名称", "工会名称"):
        value = unstamped(_NEXT.split(value)[0])
    if key == "单位名称" and (is_measure(value) or odd_money_unit(value)):
        key = "计量单位"
    if key == "零报告":
        if _TICK.match(value):
            said[key] = "是"
        return
    if value and not (key == "填报日期" and not re.search(r"\d", value)):
        said.setdefault(key, value)


def _pairs(text: str) -> list[tuple[str, str]]:
    found = list(_PAIR.finditer(text))
    return [
        (_key(one), text[one.end() : (found[at + 1].start() if at + 1 < len(found) else len(text))].strip())
        for at, one in enumerate(found)
    ]


def _key(found: re.Match[str]) -> str:
    for number, (key, _) in enumerate(KEYS):
        if found[f"k{number}"] is not None:
            return key
    return ""


def _is_label(text: str) -> bool:
    return bool(_PAIR.match(text)) or (text.endswith((":", "：")) and len(text) < 14)


def is_label_text(text: str) -> bool:
    """A text that is nothing but the name of what stands beside it: 参赛单位, 填报日期：."""
    return len(text) < 20 and bool(_LABEL.match(flat(text)))


def is_zero_text(text: str) -> bool:
    """A sentence by which a unit says that it has nothing to report."""
    if text[:1] in _UNTICKED:
        return False
    return bool(_ZERO_TEXT.match(text) or _TICKED_TEXT.search(text))


def says_none(table: Table) -> bool:
    """A row below the header in which `无` is all that stands; a card has none."""
    below = table.grid.rows[max(table.header) :] if table.header else ()
    rows = ({text for cell in row if (text := flat(cell))} for row in below)
    return any(texts and texts <= _NONE for texts in rows)
