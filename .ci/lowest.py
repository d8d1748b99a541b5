"""Print `name==lowest` for every direct dependency of pyproject.toml, a line each.

    python .ci/lowest.py [EXTRA…]

The lowest is the version behind `>=`; `.ci/run` installs these and runs the demo with them, so that no
bound promises what was never tried.  Needs Python 3.11 (tomllib); exits with a sentence when a dependency
has no lower bound.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

_BOUND = re.compile(r"\s*([A-Za-z0-9._-]+)\s*(?:\[[^\]]*\])?\s*>=\s*([0-9][0-9A-Za-z.]*)")


def lowest(project: dict[str, object], extras: list[str]) -> list[str]:
    """The lines for the project's own dependencies, and for those of some extras."""
    wanted = list(project["dependencies"])  # type: ignore[call-overload]
    for extra in extras:
        wanted += project["optional-dependencies"][extra]  # type: ignore[index]
    lines = []
    for one in wanted:
        found = _BOUND.match(one)
        if not found:
            sys.exit(f"{one} has no lower bound")
        lines.append(f"{found[1]}=={found[2]}")
    return lines


if __name__ == "__main__":
    text = (Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8")
    print("\n".join(lowest(tomllib.loads(text)["project"], sys.argv[1:])))
