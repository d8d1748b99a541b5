"""What a file name says besides copy marks, form titles and dates: perhaps a unit."""

from __future__ import annotations

import re
import unicodedata

from union_xl.model.lazy_pattern import LazyPattern

_COPY = LazyPattern(
    r"(?:[（(\[【]?(?:副本|最终版?|终稿|定稿|修改版?|更新版?|新版?|改|补报|更正|正式版?|盖章版?|v?\d{1,3}|第?\d版|\d{4,14}|填好|已填)[）)\]】]?|"
    r"20\d{2}年?(?:上半年|下半年|第?[一二三四1-4]季度?|H[12]|Q[1-4]|\d{1,2}月)?(?:度|份)?)",
    re.I,
)
_FORM_WORDS = LazyPattern(
    r"(?:工会)?会员(?:实名制)?(?:登记|采集|信息)*(?:表|台账|名单|名册)?|(?:职工)?(?:技能)?竞赛(?:报名|总)表|"
    r"单位(?:普查)?(?:与|和)?(?:建会)?台账|报名表|登记表|台账|汇总表|附件\d*|上报|报送|填报"
)


def unit_from_filename(name: str) -> str:
    """The part of a file name that may be a unit: without extension, copy marks, form titles and dates.

    >>> unit_from_filename("会员登记表-杭州甲有限公司(最终版2).xlsx")
    '杭州甲有限公司'
    """
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name.rsplit("/", 1)[-1])
    stem = _COPY.sub(" ", unicodedata.normalize("NFKC", stem))
    stem = _FORM_WORDS.sub(" ", stem)
    parts = [part for part in re.split(r"[\s_\-—+.()（）\[\]【】,，、]+", stem) if part]
    return max(parts, key=len, default="")
