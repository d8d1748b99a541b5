"""Long lists: written at once, every row of them, as programs and sheets take them."""

from __future__ import annotations

import json

import pytest

from union_xl.cli import terminal

ROWS = [{"行": n, "名": f"甲\n{n}", "空": None, "比": 0.5} for n in range(terminal._LONG + 50)]


def test_a_long_table_is_lines_with_tabs(capsys: pytest.CaptureFixture[str]) -> None:
    """One line a row below its titles; a line break or tab inside a cell does not break the line."""
    rows = [[n, f"甲\t{n}", None, "a\nb"] for n in range(terminal._LONG + 1)]
    terminal.print_table("", ("行", "名", "空", "字"), rows)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split("\t") == ["行", "名", "空", "字"]
    assert [line.split("\t") for line in lines[1:]] == [[str(n), f"甲 {n}", "", "a b"] for n, *_ in rows]


def test_a_short_table_is_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    """What a person reads keeps its frame."""
    terminal.print_table("题", ("行",), [[n] for n in range(terminal._LONG)])
    assert "│" in capsys.readouterr().out


@pytest.mark.parametrize("odd", [None, {"行": [1]}, {"行": {"a": 1}}, {}, 7])
def test_a_long_document_is_the_same_document(odd: object, capsys: pytest.CaptureFixture[str]) -> None:
    """Rows of plain values take the short way, anything else among them the long one; both give the rows."""
    rows = [*ROWS, *([] if odd is None else [odd])]
    terminal.print_json({"标题": "t", "行": rows, "表": [rows]})
    out = capsys.readouterr().out
    assert json.loads(out) == {"标题": "t", "行": rows, "表": [rows]}
    assert out.count('{"行": 7, ') == 2


def test_a_cell_of_a_million_characters_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    """A hostile sheet name is drawn by its beginning."""
    terminal.print_table("问题", ["位置"], [["表" * 1_000_000]])
    shown = capsys.readouterr().out
    assert "…" in shown and len(shown) < 20_000
