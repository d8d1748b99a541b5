"""Three declarations are dropped in, and everything follows; no file of the program changes.

Once as modules of data beside the others, once as the clerk's sheets 自定义表 in the office workbook.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.declared.sheets import with_declaration
from tests.dropped_in import night_class, night_grant, night_student
from tests.dropped_in.walk import desk, walk

ROOT = Path(__file__).parent.parent.parent
DATA = ("night_class.py", "night_student.py", "night_grant.py")


def test_as_sheets_of_the_clerk(tmp_path: Path) -> None:
    forms = (night_class.FORM, night_student.FORM, night_grant.FORM)
    walk(tmp_path, with_declaration(desk(tmp_path), *forms))


def test_as_modules_of_data(tmp_path: Path) -> None:
    program, work = tmp_path / "program", tmp_path / "work"
    shutil.copytree(ROOT / "union_xl", program / "union_xl", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("templates", "workbooks"):
        (program / name).symlink_to(ROOT / name)
    for name in DATA:
        shutil.copyfile(Path(__file__).parent / name, program / "union_xl" / "ledgers" / name)
    shutil.copyfile(Path(__file__).parent / "walk.py", program / "walk.py")
    done = subprocess.run(
        [sys.executable, str(program / "walk.py"), str(work)],
        env=os.environ | {"PYTHONPATH": str(program), "UNION_XL_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
