"""The kept half-year: its maker makes it anew, and it differs in as many ways as real returns do."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from union_xl.model.resources import resource


@pytest.fixture(scope="module")
def kept() -> Path:
    """The folder that travels with the program."""
    return resource("workbooks", "2022H1")


def test_the_folder_is_small_and_varied(kept: Path) -> None:
    """Eighty files of all ledgers below two megabytes: every container, a zip, a lock file, wrong ones."""
    files = [p for p in (kept / "上报").rglob("*") if p.is_file()]
    assert 60 <= len(files) <= 100
    assert sum(p.stat().st_size for p in files) < 2_000_000
    tails = {p.suffix for p in files}
    assert {".xlsx", ".xls", ".ods", ".csv", ".zip", ".docx", ".jpg"} <= tails
    heads = {p.read_bytes()[:4] for p in files if p.suffix in (".xlsx", ".xls")}
    assert b"PK\x03\x04" in heads and b"\xd0\xcf\x11\xe0" in heads and b"<htm" in heads


def test_its_maker_makes_the_same(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Running the kept script again gives the same sheets (encryption and LibreOffice's files aside)."""
    from workbooks import make_2022H1 as maker

    monkeypatch.setattr(maker, "HERE", tmp_path / "2022H1")
    maker.main()
    compared = 0
    for path in sorted((tmp_path / "2022H1" / "上报").rglob("*")):
        old = kept / "上报" / path.relative_to(tmp_path / "2022H1" / "上报")
        if path.suffix not in (".xlsx", ".csv", ".ods") or "加密" in path.name or path.name.startswith("~"):
            continue
        assert _content(path) == _content(old), path.name
        compared += 1
    assert compared >= 18


def _content(path: Path) -> object:
    if path.suffix == ".csv":
        return path.read_bytes()
    with zipfile.ZipFile(path) as parts:
        return {name: parts.read(name) for name in parts.namelist()}
