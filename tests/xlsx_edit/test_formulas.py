"""References in formulas: what moves, what stretches, what stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from union_xl.model import Area
from union_xl.xlsx_edit.formulas import Ref, Shift, join, parse, translate
from union_xl.xlsx_edit.repeat_on_sheet import moved, moved_list

FOUR_TO_SEVEN = Shift("年报", 4, 4, 4)  # row 4 stands four times: everything below moves by 3
PAIRS = Shift("年报", 4, 5, 3)  # rows 4 and 5 stand three times: everything below moves by 4


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("D5", "D8"),
        ("D3", "D3"),
        ("D4", "D4"),
        ("SUM(D4:D4)", "SUM(D4:D7)"),
        ("SUM(D4)", "SUM(D4:D7)"),
        ("sum( $D$4 )", "sum( $D$4:$D$7 )"),
        ("SUBTOTAL(9,D4)", "SUBTOTAL(9,D4:D7)"),
        ("SUM(D4,D9)", "SUM(D4:D7,D12)"),
        ("SUM(D9, D4,E4:E4)", "SUM(D12, D4:D7,E4:E7)"),
        ("SUM(D9:D9,2,D4)", "SUM(D12:D12,2,D4)"),
        ("IF(D4,D9)+MAX(D9,D4)", "IF(D4,D12)+MAX(D12,D4:D7)"),
        ('COUNTIF(D4,">5")', 'COUNTIF(D4:D7,">5")'),
        ('SUMIF($B$4,"男",D4)', 'SUMIF($B$4:$B$7,"男",D4)'),
        ("ROUND(D4,2)+MYSUM(D4)", "ROUND(D4,2)+MYSUM(D4)"),
        ("D4*2", "D4*2"),
        ("SUM(D3:D5)", "SUM(D3:D8)"),
        ("SUM(D1:D3)", "SUM(D1:D3)"),
        ("SUM($D$4:$D$5)+$E$9", "SUM($D$4:$D$8)+$E$12"),
        ("SUM(4:4)", "SUM(4:7)"),
        ("SUM($6:$6)", "SUM($9:$9)"),
        ("SUM(D:D)", "SUM(D:D)"),
        ("年报!D9", "年报!D12"),
        ("'年报'!D9", "'年报'!D12"),
        ("别的!D9", "别的!D9"),
        ("[1]年报!D9", "[1]年报!D9"),
        ("'[书.xlsx]年报'!D9", "'[书.xlsx]年报'!D9"),
        ("年报:汇总!D9", "年报:汇总!D9"),
        ('"D9"&D9', '"D9"&D12'),
        ('"他说""D9"""&D9', '"他说""D9"""&D12'),
        ("LOG10(D9)+DATA1+A1B9+_D9", "LOG10(D12)+DATA1+A1B9+_D9"),
        ("1E5+D9", "1E5+D12"),
        ("表1[[#This Row],[D9]]+D9", "表1[[#This Row],[D9]]+D12"),
        ("表1[D9]", "表1[D9]"),
        ("会员D9+D9", "会员D9+D12"),
        ("XFE9+D9", "XFE9+D12"),
        ("D1048577", "D1048577"),
        ("IF(D9>5,{1,2;3,4},D9)", "IF(D12>5,{1,2;3,4},D12)"),
        ("D9%", "D12%"),
        ("-D9:E10", "-D12:E13"),
    ],
)
def test_a_formula_outside_follows(before: str, after: str) -> None:
    """Outside the repeated row: cells below move, ranges over the row stretch, words stay words."""
    assert FOUR_TO_SEVEN.formula(before, "年报") == after


def test_quotes_in_sheet_names_are_understood() -> None:
    """A doubled quote in a sheet's name is one quote; names are compared without case."""
    assert Shift("It's", 4, 4, 2).formula("'It''s'!A9+'it''S'!A9", "x") == "'It''s'!A10+'it''S'!A10"


def test_a_formula_of_another_sheet_only_follows_when_it_names_the_sheet() -> None:
    """On another sheet a bare reference is that sheet's own."""
    assert FOUR_TO_SEVEN.formula("D9+年报!D9", "汇总") == "D9+年报!D12"


@pytest.mark.parametrize(
    ("formula", "copies"),
    [
        ("B4+C4", ["B4+C4", "B5+C5", "B6+C6"]),
        ("SUM(B4:C4)", ["SUM(B4:C4)", "SUM(B5:C5)", "SUM(B6:C6)"]),
        ("D4/SUM(D$4:D$4)", ["D4/SUM(D$4:D$7)", "D5/SUM(D$4:D$7)", "D6/SUM(D$4:D$7)"]),
        ("SUM(D$4:D4)", ["SUM(D$4:D4)", "SUM(D$4:D5)", "SUM(D$4:D6)"]),
        ("D4*B$1", ["D4*B$1", "D5*B$1", "D6*B$1"]),
        ("E3+D4", ["E3+D4", "E4+D5", "E5+D6"]),
        ("D4/D5", ["D4/D8", "D5/D8", "D6/D8"]),
        ("汇总!A4+汇总!$A$4", ["汇总!A4+汇总!$A$4", "汇总!A5+汇总!$A$4", "汇总!A6+汇总!$A$4"]),
    ],
)
def test_a_formula_in_the_repeated_row_is_copied(formula: str, copies: list[str]) -> None:
    """Inside: relative references go with the copy, fixed ones stay, totals below stay the totals."""
    write = FOUR_TO_SEVEN.repeated(formula)
    assert [write(step) for step in range(3)] == copies


def test_a_chart_keeps_its_rows_and_stretches_its_columns() -> None:
    """A series over one row stays that row; a series of one cell or column follows the copies."""
    wanted = {
        "年报!$B$4:$E$4": "年报!$B$4:$E$4",
        "年报!$B$4": "年报!$B$4:$B$7",
        "年报!$B$4:$B$4": "年报!$B$4:$B$7",
    }
    assert {text: FOUR_TO_SEVEN.formula(text, "", series=True) for text in wanted} == wanted


def test_a_sum_over_one_cell_of_a_taller_block_stretches_only_where_nothing_else_stands() -> None:
    """`SUM(D4)` over two-row blocks stretches when the block's other row is empty in that column."""
    assert Shift("年报", 4, 5, 3, frozenset("D")).formula("SUM(D4)", "年报") == "SUM(D4:D8)"
    assert PAIRS.formula("SUM(D4)", "年报") == "SUM(D4)"


def test_lists_of_areas_stretch_move_and_repeat() -> None:
    """Rules over the block stretch, below it move, over a part of it they are in every copy."""
    assert moved_list(FOUR_TO_SEVEN, "A4:F4 A9 A1:F3") == "A4:F7 A12 A1:F3"
    assert moved_list(PAIRS, "A4:F4") == "A4:F4 A6:F6 A8:F8"
    assert moved_list(PAIRS, "A4:F5") == "A4:F9"
    assert moved(PAIRS, Area(3, 1, 4, 1)) == [Area(3, 1, 4, 1), Area(6, 1, 6, 1), Area(8, 1, 8, 1)]
    assert moved(PAIRS, Area(5, 1, 7, 1))[-1] == Area(9, 1, 11, 1)


def test_a_shared_formula_is_written_out_in_both_directions() -> None:
    """Rows and columns of relative references move, fixed parts stay, what falls off is #REF!."""
    assert translate("A1+$B1+C$1+$D$1", 2, 3) == "D3+$B3+F$1+$D$1"
    assert translate("A1:B2+表!C3", 1, 0) == "A2:B3+表!C4"
    assert translate("A1+B5", -1, 0) == "#REF!+B4"
    assert translate("A5", 0, -1) == "#REF!"
    assert translate("5:6", 1, 4) == "6:7"


@given(st.text(alphabet="AB$:!'\"()[]+-*/,;{} 149年报#%_.E\n", max_size=40))
def test_cutting_and_joining_loses_nothing(text: str) -> None:
    """Whatever the text, its pieces joined are the text, and a shift of one copy changes nothing."""
    assert join(parse(text)) == text
    assert Shift("年报", 3, 5, 1).formula(text, "年报") == text


cells = st.tuples(st.sampled_from(["A", "$B", "AA"]), st.booleans(), st.integers(1, 60)).map(
    lambda one: f"{one[0]}{'$' if one[1] else ''}{one[2]}"
)
sheets = st.sampled_from(["", "年报!", "'别 的'!"])
blocks = st.tuples(st.integers(1, 30), st.integers(0, 3), st.integers(1, 6)).map(
    lambda one: Shift("年报", one[0], one[0] + one[1], one[2])
)


@given(sheets, cells, blocks)
def test_a_single_cell_moves_exactly_when_it_lies_below(prefix: str, cell: str, shift: Shift) -> None:
    """A reference to one cell keeps pointing at the same content."""
    (ref,) = [one for one in parse(prefix + cell) if isinstance(one, Ref)]
    after = shift.formula(prefix + cell, "年报")
    own = prefix != "'别 的'!"
    wanted = ref.row1 + shift.extra if own and ref.row1 > shift.last else ref.row1
    assert after == str(ref._replace(row1=wanted))


@given(st.integers(1, 60), st.integers(0, 40), blocks)
def test_a_range_never_loses_a_row_it_held(top: int, more: int, shift: Shift) -> None:
    """Every row a range held is held where it has gone; rows above never come in."""
    after = shift.formula(f"A{top}:A{top + more}", "年报")
    (ref,) = [one for one in parse(after) if isinstance(one, Ref)]
    held = {shift.row(row) for row in range(top, top + more + 1)}
    assert ref.row1 == shift.row(top)
    assert held <= set(range(ref.row1, ref.row2 + 1))
    if top <= shift.first and top + more >= shift.last:
        assert ref.row2 - ref.row1 == more + shift.extra


@given(st.integers(1, 60), st.integers(0, 40), blocks)
def test_an_area_list_covers_each_copy_of_what_it_covered(top: int, more: int, shift: Shift) -> None:
    """A rule that lay on a repeated row lies on every copy of it, and on nothing new elsewhere."""
    covered = {
        row for one in moved(shift, Area(top, 1, top + more, 1)) for row in range(one.top, one.bottom + 1)
    }
    wanted = set()
    for row in range(top, top + more + 1):
        wanted |= {shift.row(row), *shift.copies(row)}
    assert covered == wanted


@given(cells, st.integers(0, 9), st.integers(0, 9))
def test_copying_twice_is_copying_once_as_far(cell: str, one: int, two: int) -> None:
    """Moving by a and then by b is moving by a + b."""
    assert translate(translate(cell, one, 0), two, 0) == translate(cell, one + two, 0)
