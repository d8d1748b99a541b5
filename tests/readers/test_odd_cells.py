"""Cells written as no office program writes them: the workbook is still read, or refused by a rule."""

from __future__ import annotations

import pytest

from tests.readers import made
from tests.readers.test_containers import opened


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="A1" t="inlineStr"></c></row>',
        '<row r="1"><c r="A1" t="i"><is/></c></row>',
        '<row r="1"><c><v>1</v></c></row>',
        '<row><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1.2.3</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>7</v></c></row>',
        '<row r="1"><c r="A1" s="99"><v>1</v></c></row>',
        '<row r="1"><x:c r="A1"><v>1</v></x:c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        f'<row r="1"><c r="A1"><v>{"9" * 400}</v></c></row>',
        '<row r="0"><c r="A0"><v>1</v></c></row>',
    ],
)
def test_odd_cells_never_raise(cells: str) -> None:
    """A book comes back, with grids or with the rule that refuses it."""
    book = opened(made.raw_xlsx(cells))
    assert book.grids or book.refused
