"""The worksheet functions: off Windows the decorators leave plain functions, whose help is complete."""

from __future__ import annotations

import ast
import datetime as dt
import inspect
from pathlib import Path
from typing import Any

import pytest

from union_xl.excel import functions
from union_xl.kinds import CODE, ID_NUMBER

OFFERED = {
    name: one for name, one in vars(functions).items() if name.startswith("ux_") and inspect.isfunction(one)
}


@pytest.mark.parametrize(
    "raw", [None, "", "330105199003072014", 330105199003072013.0, "E12345678", "无", "X" * 40, 0.5]
)
def test_they_say_what_checking_says(raw: Any) -> None:
    """A cell is passed exactly where its kind has nothing to tell; nothing raises."""
    for function, kind in ((functions.ux_id, ID_NUMBER), (functions.ux_code, CODE)):
        made = kind.tidy(raw)
        said = function(raw)
        assert (said == functions.GOOD) == (not made.rule and made.value is not None)
        assert bool(said) == bool(made.rule or made.value is not None)
    assert functions.ux_birth(raw) == functions.ux_gender(raw) == functions.ux_age(raw) == ""


def test_the_day_an_age_counts_to() -> None:
    """The day before the birthday and the birthday; a number as text with blanks is the same number."""
    days = (dt.datetime(2022, 3, 6), dt.datetime(2022, 3, 7))
    assert [functions.ux_age("3301 0519 9003 072013", day) for day in days] == [31, 32]
    assert functions.ux_age("330105199003072013") >= 32


def test_every_argument_has_chinese_help() -> None:
    """Each function names its arguments to `_offered`, and says in Chinese what it is for."""
    tree = ast.parse(Path(functions.__file__).read_text("utf-8"))
    helped = {
        one.name: {
            word.arg for call in one.decorator_list if isinstance(call, ast.Call) for word in call.keywords
        }
        for one in tree.body
        if isinstance(one, ast.FunctionDef) and one.name in OFFERED
    }
    assert len(OFFERED) == 5
    for name, one in OFFERED.items():
        assert helped[name] == set(inspect.signature(one).parameters)
        assert one.__doc__ and ord(one.__doc__[0]) > 255
