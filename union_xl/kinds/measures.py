"""Units of measure in lines and headers (`单位：万元`, `预算（万元）`): never anybody's name."""

from __future__ import annotations

import re

from union_xl.model.lazy_pattern import LazyPattern

_ONE = (
    r"(?:(?:人民币)?(?:亿|万|千|百)?元(?:/[\u4e00-\u9fff]{1,2})?|万?人次?|名|个|家|户|件|次|场|份|条|台|只|套|张|本|间|座|辆|"
    r"支|瓶|箱|批|届|期|组|队|%|‰|岁|年|月|天|日|小时|平方米|㎡|m2|亩|吨|公斤|千克|kg)"
)
_MEASURES = LazyPattern(rf"{_ONE}(?:[、,，/／和及;；\s]+{_ONE})*\Z")
_MONEY = LazyPattern(r"(?<![美欧日港])(亿元|万元|千元|百元|元)(?!/)")
_OWN = LazyPattern(
    r"(?:[(（\[【</／:：_-]\s*(?:单位\s*[:：]?\s*)?(?:人民币)?(?:亿|万|千|百)?元)|(?:(?:亿|万|千|百)元|[额金费资]元)[)）\]】]?$"
)


_SPELT = LazyPattern(
    r"(?:(?:人民币|RMB|CNY|[¥￥])\s*)?(?P<one>[亿万千百])(?:圆|\s*[¥￥])|(?:人民币|RMB|CNY|[¥￥])\s*(?P<two>[亿万千百])(?!元)|"
    r"(?:(?<=[(（\[【<:：])|^)\s*(?:10,?000\s*[元圆]|(?P<bare>[亿万])|圆)\s*(?=[)）\]】>]|$)"
)
_ODD = LazyPattern(
    r"(?:^|[(（\[【<:：_])\s*([亿万千百]?(?:美元|美金|港元|港币|欧元|日元|USD|HKD|EUR)|[WwKkＷｗ])\s*(?:[)）\]】>_]|$)"
)


def standard_money(text: str) -> str:
    """A text with its units of money as they are read: 元, 万元 ….

    >>> [standard_money(one) for one in ("工资（万圆）", "￥万", "人民币万", "（10000元）", "单位：万")]
    ['工资（万元）', '万元', '万元', '（万元）', '单位：万元']
    """

    def standard(found: re.Match[str]) -> str:
        scale = found["one"] or found["two"] or found["bare"]
        return f"{scale or ('' if found[0].strip() == '圆' else '万')}元"

    return _SPELT.sub(standard, text)


def odd_money_unit(text: str) -> str:
    """A unit that may be 万元 or no yuan at all (`工资总额（W）`, `万美元`); '' for none.

    >>> odd_money_unit("工资总额（W）"), odd_money_unit("投资（万美元）"), odd_money_unit("资金（元）")
    ('W', '万美元', '')
    """
    found = _ODD.search(text)
    return found[1] if found else ""


def is_measure(text: str) -> bool:
    """A text of units of measure only.

    >>> [is_measure(one) for one in ("万元", "元、人", "家、万元", "元", "甲公司", "元宇宙公司", "")]
    [True, True, True, True, False, False, False]
    """
    return bool(_MEASURES.match(standard_money(text.strip(" ()（）[]【】。."))))


def money_unit(text: str) -> str:
    """Which of the units is money; '' for none.

    >>> money_unit("家、万元"), money_unit("元、人"), money_unit("人")
    ('万元', '元', '')
    """
    found = _MONEY.search(standard_money(text))
    return found[1] if found else ""


def names_money_unit(header: str) -> bool:
    """A header that says itself what its money is counted in, or its group does (`经费（万元）_预算`).

    >>> names_money_unit("资金（元）"), names_money_unit("经费（万元）_预算"), names_money_unit("资金")
    (True, True, False)
    """
    return any(map(_OWN.search, standard_money(header).split("_")))
