"""Days said by a festival: `2022年春节`, `2021年国庆前夕`; a month, no day, can be read from them."""

from __future__ import annotations

from union_xl.model.lazy_pattern import LazyPattern

_MONTHS = {
    **dict.fromkeys(("元旦",), 1),
    **dict.fromkeys(("三八", "三八节", "妇女节"), 3),
    **dict.fromkeys(("五一", "五一节", "劳动节"), 5),
    **dict.fromkeys(("六一", "儿童节"), 6),
    **dict.fromkeys(("七一", "建党节"), 7),
    **dict.fromkeys(("八一", "建军节"), 8),
    **dict.fromkeys(("教师节",), 9),
    **dict.fromkeys(("国庆", "国庆节"), 10),
}
_SPRING = ("春节", "新春", "元旦春节", "两节")
_IN_JANUARY = frozenset((2014, 2017, 2020, 2023, 2025, 2028))
"""Years between 2013 and 2030 whose lunar new year falls in January; else it is in February."""
_SAID = LazyPattern(r"((?:19|20)\d{2})\s*年?\s*(.{2,5}?)(?:假期|期间|前夕|前后|来临之际|前|后)*\Z")


def festival_month(text: str) -> str:
    """The month a cleaned text means by a festival, as `2022-02`; '' where it names none.

    >>> festival_month("2022年春节前夕"), festival_month("2021国庆"), festival_month("2022年上半年")
    ('2022-02', '2021-10', '')
    """
    found = _SAID.match(text)
    if not found:
        return ""
    year, name = int(found[1]), found[2].strip("“”\"'、 ")
    if name.replace("、", "") in _SPRING and 2013 <= year <= 2030:
        return f"{year}-{1 if year in _IN_JANUARY else 2:02d}"
    return f"{year}-{_MONTHS[name]:02d}" if name in _MONTHS else ""
