"""Every kind of file we write is valid, and every reader that is here sees the same cells in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.outside import ooxml, readers
from tests.outside.made import EVERY_KIND, chosen, everything, opened, written
from tests.outside.second import findings, known


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All the files."""
    return everything(tmp_path_factory.mktemp("made"))


def test_every_kind_is_there(made: Path) -> None:
    """What the judge is to see: nothing was left out because a path had changed."""
    names = "\n".join(written(made))
    for part in EVERY_KIND:
        assert part in names, part


def test_all_of_it_is_valid(made: Path) -> None:
    """The judge has nothing to say."""
    found = {}
    for name, path in written(made).items():
        faults = ooxml.faults(opened(path), path.suffix)
        if faults:
            found[name] = faults[:5]
    assert found == {}


@pytest.mark.slow
@pytest.mark.office
@pytest.mark.parametrize("reader", readers.READERS)
def test_readers_see_the_same_cells(made: Path, tmp_path: Path, reader: str) -> None:
    """openpyxl's cells are everybody's cells.  Each kind of file is seen; of the blanks, made alike for every
    ledger, a part (`python -m tests.outside` judges all of them)."""
    there, read = readers.READERS[reader]
    if not there:
        pytest.skip(f"{reader} is not here")
    files = list(chosen(made, 12 if reader in ("libreoffice", "gnumeric") else 4).values())
    seen = read(files, tmp_path / "all")
    told = {path.name: readers.differences(path, cells) for path, cells in zip(files, seen, strict=True)}
    assert {name: differences[:5] for name, differences in told.items() if differences} == {}


@pytest.mark.slow
@pytest.mark.skipif(not known(), reason="openxml-audit is missing")
def test_openxml_audit(made: Path) -> None:
    """A judge of somebody else's has nothing to say either, its false alarms aside; of the blanks it sees a
    part, too."""
    every = written(made)
    blanks = sorted(name for name in every if name.startswith("空表/"))
    looked_at = every.keys() - (set(blanks) - set(blanks[::4]))
    told = {name: findings(every[name].suffix, opened(every[name])) for name in looked_at}
    assert {name: found[:5] for name, found in told.items() if found} == {}
