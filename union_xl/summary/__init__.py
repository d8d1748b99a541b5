"""The half-year summary in Word: filled from figures, every number bound to its indicator."""

from union_xl.summary.content_controls import ContentControl
from union_xl.summary.render import Difference, Rendered, differences, is_template, render
from union_xl.summary.updating import Updated, updated

__all__ = [
    "ContentControl",
    "Difference",
    "Rendered",
    "Updated",
    "differences",
    "is_template",
    "render",
    "updated",
]
