"""Words by which a row below a header says that it is no data: samples, hints, totals, footers, remarks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from union_xl.model.lazy_pattern import LazyPattern

SAMPLE_WORDS = LazyPattern(
    r"^[(（【\[]?(?:例|示例|样例|范例|举例|填写示例|填写样例|示范|样表|参考)(?:[)）】\]:：.、\d一二三]|$)|"
    r"[(（【\[](?:例|示例|样例|范例)[)）】\]]|^(?:例如|如|譬如)\s*[:：]"
)
FOOT = LazyPattern(
    r"^(?:填表人|填报人|填表|审核人?|审批|复核|负责人|单位负责人|单位领导|经办人?|制表人?|工会主席|主席|签字|签名|盖章|单位[(（]?(?:盖|公|签)章[)）]?|"
    r"单位公章|公章|填报日期|填表日期|报送日期|制表日期|日期|联系电话|联系人|电话|填报单位|填报时间|打印日期|第\s*\d+\s*页)"
    r"(?:签字|签名|签章|盖章)?(?:\s*[(（][^)）]*[)）])?\s*[:：]|^[(（]?(?:单位)?(?:盖章|公章|签章|签字)[)）]?$|^\s*年\s*月\s*日$|^第\s*\d+\s*页|^[(（]?以下(?:空白|无正文)[)）]?$"
)
REMARK_WORDS = LazyPattern(
    r"^(?:注|备注|说明|填表说明|填写说明|注意|附注|要求|提示|温馨提示|填报说明|填报要求|备注说明)(?:\d|[一二三])?\s*[:：、.]|^(?:填写|填表|填报)(?:说明|要求)|^※|^\*{1,3}\s*\S"
)
_SUMMED = r"(?:合\s*计|小\s*计|总\s*计|累\s*计|共\s*计|汇\s*总|计\s*数)"
_WHOLE = r"(?:本页|本表|部门|本单位|总|以上|上述|全部|全体|女职工|会员|职工|人员|参赛|报名)?"
_COUNTED = r"(?:人次|人|家|名|条|行|项|个|户|件|元|场|次|届|批|期|所|份|笔)"
_TOTAL = LazyPattern(
    rf"^{_WHOLE}(?:{_SUMMED}(?:人数|数|额|金额)?|人数{_SUMMED})(?:\s*[:：(（\d].*)?$|"
    rf"^{_WHOLE}(?:会员|职工|人员)?共\s*(?:计|有)?\s*[:：]?\s*\d+\s*{_COUNTED}|"
    r"^[Σ∑]$|^(?:grand|sub)?[\s-]?totals?(?:\s*[:：]?\s*\d+)?$|^sum(?:\s*[:：]\s*\d+)?$|"
    r"^其\s*中\s*[:：]?$|^(?:平\s*均|最\s*[高低大小])(?:总?成绩|总?分数?|值|数|年龄|金额)?(?:\s*[:：(（\d].*)?$|"
    r"^(?:合计|总计|金额|人民币|[(（:：])*大写(?:[)）]|金额|人民币|合计)*(?:\s*[:：].*)?$",
    re.I,
)
_FIGURE = LazyPattern(rf"^{_WHOLE}(?:总\s*人\s*数|总\s*数|人\s*数)(?:\s*[:：]?\s*\d+\s*人?)?\s*[:：]?$")
_PART_TOTAL = LazyPattern(
    r"^(?P<of>\S.{0,19}?)\s*(?P<word>合\s*计|小\s*计|总\s*计|共\s*计|计\s*数|汇\s*总|总\s*数|平均值|"
    r"(?<![a-z])(?:sub)?total|(?<![a-z])count|(?<![a-z])sum)\s*(?:[(:：]?\s*(?:共|计)?\s*\d+\s*\D{0,4})?$",
    re.I,
)
_COUNTED_GROUP = LazyPattern(rf"^\S.{{0,19}}?\s*\(\s*(?:共|计)?\s*\d+\s*{_COUNTED}\D{{0,4}}\)$")
_AMONG = LazyPattern(r"^(?P<of>其\s*中\s*:?.{0,20})(?P<word>)$")
_COUNT = LazyPattern(rf"^\d+\s*{_COUNTED}(?:单位|企业|会员|职工|人员)?$")
_GROUP_NAME = LazyPattern(r"^(?:男|女|党员|团员|农民工|在职|退休)(?:职工|会员|员工|性|工)?(?:人数|数)?$")
_WEAK = ("总数", "平均值")
_LEADING = frozenset({"栏次", "栏目", "行次", "列号", "列次", "序号", "—", "-", "--"})
_STEMS, _LETTERS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FEWEST = 3
"""Cells of a row that numbers columns."""
LABELS = frozenset([
    "填表", "填报", "填表人", "填报人", "制表", "制表人", "审核", "审核人", "复核", "复核人", "经办人",
    "联系人", "联系电话", "电话", "手机", "负责人", "单位负责人", "单位领导", "工会主席", "填表日期",
    "填报日期", "报送日期", "制表日期", "填表时间", "填报时间", "日期", "签字", "签名", "盖章", "单位盖章",
    "公章", "备注", "说明", "注",
    "领队", "带队", "教练", "指导老师",
])  # fmt: skip
"""Words that label the cell beside them in a footer."""
_HINT = LazyPattern(
    r"^(?:(?:非)?必[填选录]项?|选填项?|可不填|可空|可填|不填|勿填|无需填写|不[用必]填写?)(?:[(（,，;；].*)?$|"
    r"^(?:自动|系统)(?:生成|计算|填充|带出|识别)|^(?:请)?(?:下拉|点击|点选|单选|多选)|^(?:请)?选择|"
    r"^请(?:填|写|输|按|选|如实|准确|注明|核对)|^(?:填写|填入|输入|写明|注明)\S|"
    r"^(?:如|例|例如|比如|示例|格式)\s*[:：]|格式|[yY]{4}|[xX×]{4,}|"
    r"\d+\s*位(?:数|数字|字符|号码|手机号?码?|身份证号?码?|[,，;；、]|$)|字以内|\d+字|"
    r"(?:一致|全称|填写|填报|填列|为准|精确到.{1,2}|保留.{1,2}位小数|不限|相同)$|^(?:详见|参照|按照)|"
    r"^(?:数字|文本|日期|整数|小数|数值|字符|汉字|百分比)(?:型|类型|格式)?$|"
    r"^(?:不得|不能|不要|不可|切勿|禁止|避免|必须|务必)\S{2}"
)
_CHOICES = LazyPattern(
    r"^(?![一二三四五六七八九十]{1,3}、)"
    r"[^\d/、|;；,，或]{1,8}(?:\s*(?:[/、|;；]|或)\s*[^\d/、|;；,，或]{1,8})+$"
)
"""`男/女`, no heading `一、某某公司`."""


HINTS = 0.6
"""Share of a row's cells that must be hints for it to be a row of hints."""


def is_total(text: str) -> bool:
    """A whole text that stands in a total row and nowhere else.

    >>> [is_total(one) for one in ("合　计", "本单位共2人", "Total", "合计餐饮有限公司", "总建国")]
    [True, True, True, False, False]
    >>> [is_total(one) for one in ("平均分", "其中：", "合计（大写）", "平均每人", "大写字")]
    [True, True, True, False, False]
    """
    return bool(_TOTAL.match(text))


def is_figure(text: str) -> bool:
    """A text that heads a total, or names a figure that is data itself.

    >>> is_figure("总人数"), is_figure("职工总数"), is_figure("合计")
    (True, True, False)
    """
    return bool(_FIGURE.match(text))


def part_total(text: str) -> tuple[str, bool]:
    """What a partial total is the total of, and whether its word may end the name of a figure as well.

    >>> part_total("女 计数"), part_total("本年收入合计"), part_total("甲社区合计(2家)"), part_total("张三")
    (('女', False), ('本年收入', False), ('甲社区', False), ('', False))
    >>> part_total("职工总数"), part_total("其中:规上企业")
    (('职工', True), ('其中:规上企业', False))
    """
    if len(text) > 40:
        return "", False
    found = _PART_TOTAL.match(text) or _AMONG.match(text)
    return (found["of"].strip(), found["word"].replace(" ", "") in _WEAK) if found else ("", False)


def is_count(text: str) -> bool:
    """How many there are, where a name should stand.

    >>> [is_count(one) for one in ("2家", "4人", "12 家单位", "2", "7天酒店")]
    [True, True, True, False, False]
    """
    return bool(_COUNT.match(text))


def is_counted_group(text: str) -> bool:
    """A group with how many it has; above its rows a heading, beside figures their total.

    >>> [is_counted_group(one) for one in ("甲社区(2家)", "张三(班长)")]
    [True, False]
    """
    return len(text) <= 40 and bool(_COUNTED_GROUP.match(text))


def is_group(text: str) -> bool:
    """Part of the people, where a name should stand: what a small table of figures is about.

    >>> [is_group(one) for one in ("女", "男职工", "农民工数", "女娲")]
    [True, True, True, False]
    """
    return bool(_GROUP_NAME.match(text))


def counts_columns(texts: Sequence[str]) -> bool:
    """The row below an official form's header that numbers its columns.

    >>> [counts_columns(one.split()) for one in ("1 2 3 4", "栏次 (1) (2) (3)", "甲 乙 1 2 3", "1 张三 男 3")]
    [True, True, True, False]
    >>> [counts_columns(one.split()) for one in ("A B C D", "栏1 栏2 栏3 栏4", "A B 张三 男")]
    [True, True, False]
    """
    rest = [text.strip("()[]【】〔〕") for text in texts]
    rest = [number if (number := text.strip("栏第列")).isdecimal() else text for text in rest]
    series = _LETTERS if rest[:1] == ["A"] else _STEMS
    lead = 0
    while lead < len(rest) and (rest[lead] in _LEADING or rest[lead] == series[lead : lead + 1]):
        lead += 1
    if lead == len(rest):
        return lead >= _FEWEST and not _LEADING.issuperset(rest)
    numbers = [int(text) for text in rest[lead:] if text.isdecimal() and len(text) < 4]
    first = numbers[0] if numbers else 0
    return (
        len(rest) >= _FEWEST
        and len(numbers) == len(rest) - lead
        and first in (1, lead + 1)
        and numbers == list(range(first, first + len(numbers)))
    )


@lru_cache(maxsize=8_192)
def is_hint(text: str) -> bool:
    """What a form's maker writes below a header for whoever fills it in.

    >>> [is_hint(one) for one in ("必填", "18位，文本格式", "男/女", "与身份证一致", "张三", "13900001234")]
    [True, True, True, True, False, False]
    """
    if not text or len(text) > 200:
        return False
    bare = text.strip("()[]【】*※ ")
    return bool(_HINT.search(bare) or _CHOICES.match(bare))
