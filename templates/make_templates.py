"""Makes everything in this folder: the indicator library, the report templates and the Word summary.

Run it from the repository: `python templates/make_templates.py`.  The same input gives the same files.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from templates.making.declaration import make_declaration  # noqa: E402
from templates.making.letter import make_letter  # noqa: E402
from templates.making.library_book import make_library  # noqa: E402
from templates.making.list_layouts import make_lists  # noqa: E402
from templates.making.reports import make_reports  # noqa: E402
from templates.making.summary_text import make_summary  # noqa: E402


def main(folder: Path = HERE) -> None:
    """Write every template into `folder`."""
    (folder / "notices").mkdir(parents=True, exist_ok=True)
    make_library(folder / "指标库.xlsx")
    make_reports(folder)
    make_summary(folder / "半年总结.docx")
    make_declaration(folder / "自定义表样例.xlsx")
    make_letter(folder / "notices" / "公函.docx")
    make_lists(folder / "lists")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
