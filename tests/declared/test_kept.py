"""Checked declarations are kept by the workbook's contents, and only what was found right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.declared.sheets import book, sheet
from union_xl.model import FormError
from union_xl.run import declarations as declared


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UNION_XL_HOME", str(tmp_path / "home"))
    return tmp_path / "home" / "declarations"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The workbooks that were read and checked again."""
    found: list[Path] = []
    real = declared._read

    def counted(path: Path, *rest: Any) -> object:
        found.append(path)
        return real(path, *rest)

    monkeypatch.setattr(declared, "_read", counted)
    return found


def test_the_same_workbook_is_checked_once(tmp_path: Path, home: Path, asked: list[Path]) -> None:
    """Wherever it lies; another content, or further settings of another type, are checked again."""
    path = book(tmp_path / "a.xlsx", 自定义表·送清凉=sheet())
    first = declared.read_declarations(path)
    (tmp_path / "b.xlsx").write_bytes(path.read_bytes())
    assert declared.read_declarations(tmp_path / "b.xlsx") == first and len(asked) == 1
    declared.read_declarations(path, {"补贴": 3})
    declared.read_declarations(path, {"补贴": 4})
    declared.read_declarations(path, {"补贴": "三"})
    assert len(asked) == 3


def test_damaged_and_unwritable_ones_are_as_good_as_none(
    tmp_path: Path, home: Path, asked: list[Path]
) -> None:
    path = book(tmp_path / "a.xlsx", 自定义表·送清凉=sheet())
    first = declared.read_declarations(path)
    (kept,) = home.iterdir()
    for data in (b"", b"[", b'[{"slug": 1}]', b"\xff"):
        kept.write_bytes(data)
        assert declared.read_declarations(path) == first
    assert len(asked) == 5
    kept.unlink()
    home.rmdir()
    home.write_bytes(b"a file in the way")
    assert declared.read_declarations(path) == first


def test_a_faulty_declaration_is_told_every_time(tmp_path: Path, home: Path) -> None:
    rows = [["表名", "送清凉"], ["列名", "类型"], ["期初", "日期"]]
    path = book(tmp_path / "a.xlsx", 自定义表=rows)
    for _ in range(2):
        with pytest.raises(FormError, match="专用名称"):
            declared.read_declarations(path)
    assert not home.exists()
