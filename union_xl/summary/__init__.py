"""The half-year summary in Word: filled from figures, every number bound to its indicator."""

from union_xl.summary.binding import Bound
from union_xl.summary.render import Difference, Rendered, differences, is_template, render

__all__ = ["Bound", "Difference", "Rendered", "differences", "is_template", "render"]
