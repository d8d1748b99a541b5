"""Rows repeated as if a person had copied and inserted them."""

from __future__ import annotations

from union_xl.core import Grow, TemplateError
from union_xl.package.cells import Sheet


def grow(sheet: Sheet, order: Grow) -> bool:
    raise TemplateError("尚不能重复行")
