"""`python -m benchmarks [name …]`: runs the named benchmarks (all, without a name) in this one process."""

from __future__ import annotations

import importlib
import os
import platform
import sys
import time
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

NAMES = (
    *("folders", "hostile", "reading", "recognition"),
    *("checking", "merging", "filling", "reporting", "bounds", "excel"),
)
DRAWN = ("folders", "hostile")
"""Those that judge what is made of files drawn at random: they live with what draws them."""
LIBRARIES = ("python-calamine", "openpyxl", "pandas", "duckdb", "pydantic", "XlsxWriter", "lxml")


def home(name: str) -> str:
    """The module of a benchmark."""
    return f"{'tests.corpus' if name in DRAWN else 'benchmarks'}.{name}"


def machine() -> str:
    """Where and with what the numbers were made."""
    where = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    parts = [f"{where}, Python {platform.python_version()}"]
    for name in LIBRARIES:
        try:
            parts.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            parts.append(f"{name} -")
    return "; ".join(parts)


def main(arguments: Sequence[str]) -> int:
    """Run; options (`--seeds 20`) go to every named benchmark that takes them."""
    names = [a for a in arguments if a in NAMES]
    rest = [a for a in arguments if a not in NAMES]
    print(machine(), flush=True)
    failed = 0
    for name in names or NAMES:
        module = importlib.import_module(home(name))
        print(f"\n== {name}", flush=True)
        began = time.perf_counter()
        options = rest if getattr(module, "TAKES_OPTIONS", False) else []
        lines = module.run(options) if options else module.run()
        for line in lines or ():
            print(line if isinstance(line, str) else "  ".join(str(part) for part in line), flush=True)
        print(f"   ({time.perf_counter() - began:.1f} s)", flush=True)
        failed += bool(getattr(module, "failed", lambda: False)())
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
