"""The judges' table: every kind of file against every judge and reader.

    python -m tests.outside [FOLDER]

Without a folder the files are made first.  `·` is clean, a number says how many faults, `-` that the judge
is not here or does not read such files.  Exit code 1 when anybody has something to say.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.outside import ooxml, readers, second
from tests.outside.made import chosen, everything, opened, written

_JUDGES = ("ECMA-376", "openxml-audit", *readers.READERS)


def verdicts(path: Path, scratch: Path) -> Iterator[str]:
    """One file before all judges."""
    data = opened(path)
    yield _told(len(ooxml.faults(data, path.suffix)))
    yield _told(len(second.findings(path.suffix, data))) if second.known() else "-"
    plain = scratch / f"plain{path.suffix}"
    plain.write_bytes(data)
    for name, (there, read) in readers.READERS.items():
        if there and name == "libreoffice" and path.suffix == ".docx":
            yield _told(readers.words(plain) != readers.words_by_libreoffice(plain, scratch / name))
            continue
        if not there or path.suffix not in (".xlsx", ".xlsm"):
            yield "-"
            continue
        (cells,) = read([plain], scratch / name)
        yield _told(len(readers.differences(plain, cells)))


def _told(count: int) -> str:
    return str(count) if count else "·"


def main() -> int:
    """Print the table."""
    bad = False
    with tempfile.TemporaryDirectory() as temporary:
        scratch = Path(temporary)
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else everything(scratch / "made", True)
        others = [path for path in written(folder).values() if path.suffix in (".docx", ".xlam")]
        print("\t".join(("file", *_JUDGES)))
        for path in [*chosen(folder, each=True).values(), *others]:
            line = list(verdicts(path, scratch))
            bad = bad or any(one not in "·-" for one in line)
            print("\t".join((path.relative_to(folder).as_posix(), *line)), flush=True)
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
