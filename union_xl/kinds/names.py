"""Names of persons and of units.

A person's name is 2 to 30 Han or Latin letters; minority names carry `·`.  Two-character names are often
padded with blanks, and titles, stars or several people stand in one cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from union_xl.kinds.base import BLANK, Kind, Tidied, all_like, share
from union_xl.kinds.text import clean, is_empty_like, is_error
from union_xl.model import Raw, Suggestion
from union_xl.model.lazy_pattern import LazyPattern

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_NO_NAMES = frozenset(["没有", "暂无", "不详", "未填", "同上"])
_FEW_HAN = "[\u4e00-\u9fff]{2,4}"
_TIDY_NAME = LazyPattern(rf"{_FEW_HAN}\Z")
_GOOD = LazyPattern(
    rf"[{_HAN}]{{2,12}}(?:·[{_HAN}]{{1,12}}){{0,4}}\Z"
    r"|[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f .,'·-]{1,48}\Z"
)
_DOTS = LazyPattern(r"\s*[·•・․‧∙⋅●．。.･ᐧ]\s*(?=\S)")
_BETWEEN_HAN = LazyPattern(rf"(?<=[{_HAN}])\s+(?=[{_HAN}·])|(?<=·)\s+")
_BRACKETS = LazyPattern(r"[(\[【〔<《]([^()\[\]【】〔〕<>《》]*)[)\]】〕>》]")
_SEVERAL = LazyPattern(r"[、,，;；/&\n\r]+|\s和\s")
_UNSEEN = LazyPattern("[□■◇〓?？\ufffd\ue000-\uf8ff]")
_DITTO = LazyPattern('同上|同前|[〃″＂"]+')
"""Says that somebody stands above; nobody has the name of the row before."""
_DIGIT = LazyPattern(r"\d")
_HAN_NAME = LazyPattern(rf"[{_HAN}]{{2,4}}")
_DOUBLE_SURNAMES = frozenset(["欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "南宫", "端木", "长孙", "宇文", "轩辕", "百里", "东郭", "闻人", "澹台", "公冶", "宗政", "濮阳", "淳于", "单于", "太叔", "申屠", "仲孙", "钟离", "鲜于", "闾丘", "呼延"])  # fmt: skip  # noqa: E501
_MARKS = LazyPattern(r"[*＊★☆#△▲√✓✔※。.、,，;；:：!！~-]+")


def tidy_name(raw: Raw) -> Tidied:
    """One person's name.

    Source: union real-name register, domain §2.7 and defects 45, 46.

    >>> tidy_name("张　三").value, tidy_name("买买提．艾力").value
    ('张三', '买买提·艾力')
    >>> tidy_name("张三(班长)").rule, tidy_name("张三、李四").rule, tidy_name("张3").rule
    ('NAME-EXTRA', 'NAME-SEVERAL', 'NAME-DIGITS')
    """
    if isinstance(raw, str) and ("\n" in raw or "\r" in raw):
        raw = re.sub(r"[\r\n]+", "、", raw.strip())
    text = clean(raw)
    if is_error(text):
        return Tidied(None, "CELL-ERROR")
    if (is_empty_like(text) and text != "?") or _DITTO.fullmatch(text):
        return BLANK
    if _TIDY_NAME.match(text):  # most names: the expressions below take long to compile
        return Tidied(text)
    several = _two_names(text)
    if several:
        return several
    plain = _BETWEEN_HAN.sub("", _DOTS.sub("·", text) if not text.isascii() else text)
    if _GOOD.match(plain) and plain.count("·") < 5:
        return Tidied(plain)
    return _odd_name(plain.strip("·"))


def _two_names(text: str) -> Tidied | None:
    """`张三 李四` are two people, `张 三` and `欧阳 娜娜` one."""
    parts = text.split(" ")
    if len(parts) < 2 or parts[0] in _DOUBLE_SURNAMES or not all(_HAN_NAME.fullmatch(part) for part in parts):
        return None
    likely = Suggestion("、".join(parts[:6]), "每人单独填一行")
    return Tidied(text[:200], "NAME-SEVERAL", {"人数": len(parts)}, (likely,))


def _odd_name(text: str) -> Tidied:
    if _UNSEEN.search(text):
        return Tidied(text[:200], "NAME-RARE")
    people = [part.strip() for part in _SEVERAL.split(text) if part.strip()]
    if len(people) > 1 and all(_GOOD.match(one) for one in people) and not text.isascii():
        likely = Suggestion("、".join(people[:6]), "每人单独填一行")
        return Tidied(text[:200], "NAME-SEVERAL", {"人数": len(people)}, (likely,))
    if _DIGIT.search(text):
        found = _HAN_NAME.findall(_DIGIT.sub("", text)) if len(text) > 8 else []
        likely_names = tuple(Suggestion(name, "单元格里的姓名部分") for name in found[:1])
        return Tidied(text[:200], "NAME-DIGITS", {}, likely_names)
    bare = _MARKS.sub("", _BRACKETS.sub("", text)).strip()
    if "*" in text and len(bare) < 2:
        return Tidied(text[:200], "NAME-MASKED")
    if bare != text and _GOOD.match(bare):
        return Tidied(bare, "NAME-EXTRA", {"取值": bare}, changed=True, why="去掉姓名之外的内容")
    if len(bare) == 1:
        return Tidied(bare, "NAME-SHORT")
    return Tidied(text[:200], "NAME-FORM")


def is_tidy_name(raw: Raw) -> bool:
    """Two to four Han letters that are no word for `nothing`."""
    return type(raw) is str and _TIDY_NAME.match(raw) is not None and raw not in _NO_NAMES


_UNIT_WORDS = LazyPattern(
    "公司|工会|中心|社区|学校|医院|银行|酒店|商店|超市|委员会|事务所|合作社|经营部|工作室|集团|厂|店|院|所|局|办|部|站|会"
)


_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石"
    "金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷段龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔常汤康施洪赖柳庞牛凌俞章鲁葛倪申毕聂翟伍齐庄童"
    "关焦左柯欧阳司马上官诸葛慕容令狐皇甫尉迟温芦辛涂祝耿安祁管裴颜梅阎盛翁季骆卜苗尤费岳甘樊舒鲍向时纪房霍殷游解路巩冷褚蓝符单"
    "靳包宁娄尚冉景桂瞿宫边连佟亓仝郄逄禚昝仲査查应车竺楼金喻水杭屠虞章应励麻郎裘闻傅卓臧项蓝华詹池阮成滕饶宗牟候党曲覃占全米"
)


def _name_likeness(sample: Sequence[Raw]) -> float:
    """How many begin with a usual surname, or carry the dot of minority names."""
    return share(
        sum(isinstance(raw, str) and len(raw) <= 20 and _looks_a_name(clean(raw)) for raw in sample), sample
    )


def _looks_a_name(text: str) -> bool:
    plain = text
    if not _TIDY_NAME.match(text):
        plain = _BETWEEN_HAN.sub("", text)
        if not _GOOD.match(plain):
            return False
    return "·" in plain or (
        2 <= len(plain) <= 4 and plain[0] in _SURNAMES and plain[-1] not in "族区路厂部科"
    )


def tidy_names(raw: Raw) -> Tidied:
    """One or several names in a cell (普查人).

    >>> tidy_names("张三、李四").value
    '张三、李四'
    """
    tidied = tidy_name(raw)
    return Tidied(tidied.value) if tidied.rule == "NAME-SEVERAL" else tidied


_ORG_BLANKS = LazyPattern(rf"(?<=[{_HAN}()])\s+(?=[{_HAN}()])")
_MANY_HAN = "[\u4e00-\u9fff]{5,40}"
_ENDS_AS_UNIT = LazyPattern(
    r"(?:公司|集团|[厂店社院所站部]|中心|工会|委员会|学校|医院|银行|协会|合作社)(?:（[^（）]*）)?$"
)
_TIDY_ORG = LazyPattern(rf"{_MANY_HAN}\Z")


def tidy_org(raw: Raw) -> Tidied:
    """A unit's name: blanks between Han letters away, brackets as on the licence `（）`.

    >>> tidy_org("杭州 某某(集团)有限公司").value
    '杭州某某（集团）有限公司'
    """
    text = clean(raw)
    if is_error(text):
        return Tidied(None, "CELL-ERROR")
    if is_empty_like(text):
        return BLANK
    name = text if len(text.split()) < 2 else _ORG_BLANKS.sub("", text)
    name = name.replace("(", "（").replace(")", "）")
    if name.isascii() and name.replace(".", "").isdigit():
        return Tidied(name[:200], "ORG-DIGITS")
    if len(several := _organisations(name)) > 1:
        return Tidied(name[:200], "ORG-SEVERAL", {"数": len(several)})
    return Tidied(name[:200])


def _organisations(text: str) -> list[str]:
    """The units named in one cell, where each of several parts is a unit's name.

    >>> _organisations("杭州甲有限公司、杭州乙厂"), _organisations("甲、乙有限公司")
    (['杭州甲有限公司', '杭州乙厂'], [])
    """
    parts = [part.strip() for part in _SEVERAL.split(text) if part.strip()]
    return parts if len(parts) > 1 and all(map(_ENDS_AS_UNIT.search, parts)) else []


def _is_tidy_org(raw: Raw) -> bool:
    return type(raw) is str and _TIDY_ORG.match(raw) is not None


def _org_likeness(sample: Sequence[Raw]) -> float:
    return share(
        sum(isinstance(raw, str) and len(raw) >= 4 and bool(_UNIT_WORDS.search(raw)) for raw in sample),
        sample,
    )


_like_orgs = all_like(_MANY_HAN)


def _plain_orgs(cells: Sequence[Raw]) -> Sequence[Raw] | None:
    """A column of units mostly says the same name again and again."""
    return cells if _like_orgs(list(dict.fromkeys(cells))) else None


_plain_names = all_like(_FEW_HAN, _NO_NAMES)
NAME = Kind("姓名", tidy_name, is_tidy_name, _name_likeness, width=10, plain=_plain_names)
NAMES = Kind("多人姓名", tidy_names, is_tidy_name, None, width=14, plain=_plain_names)
ORG = Kind("单位名称", tidy_org, _is_tidy_org, _org_likeness, width=28, plain=_plain_orgs)
