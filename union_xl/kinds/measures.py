"""Units of measure in lines and headers (`单位：万元`, `预算（万元）`): never anybody's name."""

from __future__ import annotations

from union_xl.model.lazy_pattern import LazyPattern

_ONE = (
    r"(?:(?:人民币)?(?:亿|万|千|百)?元(?:/[\u4e00-\u9fff]{1,2})?|万?人次?|名|个|家|户|件|次|场|份|条|台|只|套|张|本|间|座|辆|"
    r"支|瓶|箱|批|届|期|组|队|%|‰|岁|年|月|天|日|小时|平方米|㎡|m2|亩|吨|公斤|千克|kg)"
)
_MEASURES = LazyPattern(rf"{_ONE}(?:[、,，/／和及;；\s]+{_ONE})*\Z")
_MONEY = LazyPattern(r"(亿元|万元|千元|百元|元)(?!/)")
_OWN = LazyPattern(
    r"(?:[(（\[【</／:：_-]\s*(?:单位\s*[:：]?\s*)?(?:人民币)?(?:亿|万|千|百)?元)|(?:(?:亿|万|千|百)元|[额金费资]元)[)）\]】]?$"
)


def is_measure(text: str) -> bool:
    """A text of units of measure only.

    >>> [is_measure(one) for one in ("万元", "元、人", "家、万元", "元", "甲公司", "元宇宙公司", "")]
    [True, True, True, True, False, False, False]
    """
    return bool(_MEASURES.match(text.strip(" ()（）[]【】。.")))


def money_unit(text: str) -> str:
    """Which of the units is money; '' for none.

    >>> money_unit("家、万元"), money_unit("元、人"), money_unit("人")
    ('万元', '元', '')
    """
    found = _MONEY.search(text)
    return found[1] if found else ""


def names_money_unit(header: str) -> bool:
    """A header that says itself what its money is counted in, or its group does (`经费（万元）_预算`).

    >>> names_money_unit("资金（元）"), names_money_unit("经费（万元）_预算"), names_money_unit("资金")
    (True, True, False)
    """
    return any(map(_OWN.search, header.split("_")))
