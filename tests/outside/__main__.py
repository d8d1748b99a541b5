"""The judges' table: every kind of file against every judge and reader.

    python -m tests.outside [FOLDER]

Without a folder the files are made first.  `·` is clean, a number says how many faults, `-` that the judge
is not here or does not read such files.  Exit code 1 when anybody has something to say.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.outside import ooxml, readers, second
from tests.outside.made import chosen, everything, opened, written

_JUDGES = ("ECMA-376", "openxml-audit", *readers.READERS)


def seen(plain: Mapping[Path, Path], scratch: Path) -> dict[str, dict[Path, readers.Cells]]:
    """{reader: {file: its cells}} of the workbooks among the files ({file: where it lies unlocked}), each
    reader in one run."""
    books = [path for path in plain if path.suffix in (".xlsx", ".xlsm")]
    return {
        name: dict(zip(books, read([plain[path] for path in books], scratch / name), strict=True))
        for name, (there, read) in readers.READERS.items()
        if there
    }


def verdicts(
    path: Path, plain: Path, cells: Mapping[str, Mapping[Path, readers.Cells]], scratch: Path
) -> Iterator[str]:
    """One file before all judges."""
    data = plain.read_bytes()
    yield _told(len(ooxml.faults(data, path.suffix)))
    yield _told(len(second.findings(path.suffix, data))) if second.known() else "-"
    for name in readers.READERS:
        if name == "libreoffice" and name in cells and path.suffix == ".docx":
            yield _told(readers.words(plain) != readers.words_by_libreoffice(plain, scratch / "words"))
        elif path in cells.get(name, ()):
            yield _told(len(readers.differences(plain, cells[name][path])))
        else:
            yield "-"


def _told(count: int) -> str:
    return str(count) if count else "·"


def main() -> int:
    """Print the table."""
    bad = False
    with tempfile.TemporaryDirectory() as temporary:
        scratch = Path(temporary)
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else everything(scratch / "made", True)
        others = [path for path in written(folder).values() if path.suffix in (".docx", ".xlam")]
        plain = {}
        for number, path in enumerate([*chosen(folder, each=True).values(), *others]):
            plain[path] = scratch / f"{number}{path.suffix}"
            plain[path].write_bytes(opened(path))
        cells = seen(plain, scratch)
        print("\t".join(("file", *_JUDGES)))
        for path, copy in plain.items():
            line = list(verdicts(path, copy, cells, scratch))
            bad = bad or any(one not in "·-" for one in line)
            print("\t".join((path.relative_to(folder).as_posix(), *line)), flush=True)
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
