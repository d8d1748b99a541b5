"""Broken and hostile packages: one plain sentence, never a programming error."""

from __future__ import annotations

import re
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fill.everything import crowded, strict_drawing
from tests.fill.templates import BLOCKS, VALUES, careless, one_row, picture, with_controls
from tests.xlsx_edit.makers import parts_of
from union_xl import fill, xlsx_edit
from union_xl.model import AddSheet, Edit, RepeatRows, Style, TemplateError
from union_xl.xlsx_edit.archive import Archive

BOOKS = (one_row(), with_controls(), crowded(picture()), strict_drawing(), careless())
ORDERS = (
    RepeatRows("年报", 4, 4, 3),
    Edit("年报", "A1", "甲", note="注"),
    Edit("年报", "D9", 5, style=Style(fill="FFC7CE")),
    AddSheet("问题清单", [Edit("问题清单", "A1", "一")]),
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(BOOKS), st.randoms(use_true_random=False))
def test_nonsense_in_any_part_is_survived_or_refused(data: bytes, dice: Random) -> None:
    """An attribute or a piece of a part replaced by junk: done, or TemplateError."""
    names = sorted(parts_of(data))
    name = dice.choice(names)
    content = parts_of(data)[name]
    found = list(re.finditer(rb'"[^"]*"|<[^>]*>', content))
    if not found:
        return
    spot = dice.choice(found)
    junk = dice.choice([b'""', b'"-1"', b'"x"', b'"99999999999"', b"", b"<a/>", b"\0", b'"A1:"'])
    archive = Archive(data)
    archive.write(name, content[: spot.start()] + junk + content[spot.end() :])
    broken = archive.to_bytes()
    for work in (
        lambda: xlsx_edit.apply(broken, ORDERS),
        lambda: xlsx_edit.strip(broken),
        lambda: xlsx_edit.apply(broken, fill.plan(xlsx_edit.layout(broken), VALUES, BLOCKS).edits),
    ):
        try:
            work()
        except TemplateError as told:
            assert re.search("[一-鿿]", str(told))


def test_an_encoding_nobody_knows_is_refused() -> None:
    """A nonsense encoding in the XML declaration is told as damage."""
    archive = Archive(BOOKS[1])
    name = "xl/worksheets/sheet1.xml"
    archive.write(name, parts_of(BOOKS[1])[name].replace(b"UTF-8", b"UTF-1e400"))
    with pytest.raises(TemplateError, match="损坏"):
        xlsx_edit.apply(archive.to_bytes(), ORDERS)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(BOOKS[0]) - 1), st.binary(min_size=1, max_size=8))
def test_flipped_bytes_are_survived_or_refused(at: int, junk: bytes) -> None:
    """Damage anywhere in the zip."""
    broken = BOOKS[0][:at] + junk + BOOKS[0][at + len(junk) :]
    try:
        xlsx_edit.apply(broken, ORDERS)
    except TemplateError:
        return
