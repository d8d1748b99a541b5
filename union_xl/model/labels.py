"""Words above and below a table, on the list of units and in the settings: whose a file is, whom to ask.

Reading a sheet gives what stands beside such a label under the label's standard name.
"""

from __future__ import annotations

from union_xl.model.lazy_pattern import LazyPattern

UNIT, UNION, CODE = "单位名称", "工会名称", "统一社会信用代码"
"""Whose a table is."""
CONTACT, PHONE = "联系人", "联系电话"
"""Whom to ask about it."""

_STAMP = LazyPattern(
    r"\s*[(（\[【]\s*(?:(?:单位|工会|企业)?(?:加?盖?[公签]?章|签字|签名)(?:处)?)?\s*[)）\]】]\s*$"
)


def unstamped(name: str) -> str:
    """A unit's name without the place of its seal behind it.

    >>> unstamped("杭州甲（滨江）有限公司（盖章）")
    '杭州甲（滨江）有限公司'
    """
    return _STAMP.sub("", name) or name
