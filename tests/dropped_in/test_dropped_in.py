"""Three declarations are dropped in, and everything follows; no file of the program changes.

Once as modules of data beside the others, once as the clerk's sheets 自定义表 in the office workbook.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.declared.sheets import with_declaration
from tests.dropped_in import night_class, night_grant, night_student
from tests.dropped_in.walk import desk, walk
from union_xl.model import TemplateError, UsageError
from union_xl.run import diff, find, print_list, report, trace

ROOT = Path(__file__).parent.parent.parent
DECLARED = """from union_xl.ledgers.form import Form, required

FACTS = dict(slug="night-class", title="夜校班次表", short="夜校班次", columns=(required("班名"),))
FORM = Form(**FACTS | dict({}))
"""
DATA = ("night_class.py", "night_student.py", "night_grant.py")


def test_as_sheets_of_the_clerk(tmp_path: Path) -> None:
    forms = (night_class.FORM, night_student.FORM, night_grant.FORM)
    walk(tmp_path, with_declaration(desk(tmp_path), *forms))
    _without_the_declaration(tmp_path)


def _without_the_declaration(folder: Path) -> None:
    """Whoever forgets the office workbook is told which ledgers were not read, and what to add."""
    ledger, names = folder / "出" / "汇总台账.xlsx", ("夜校班次", "夜校学员", "夜校助学金")
    told = [
        find.find([ledger], "赵一鸣").remarks,
        diff.diff(ledger, ledger, folder / "无.xlsx").remarks,
        print_list.print_list(ledger).remarks,
    ]
    with pytest.raises(UsageError) as unknown:
        trace.trace(ledger, "夜校学员人数")
    with pytest.raises(TemplateError) as tags:
        report.report(ledger, folder / "无", templates=[folder / "夜校表.xlsx"])
    for one in (*map(str, told), str(unknown.value), str(tags.value)):
        assert all(name in one for name in names) and "--office" in one


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


def test_a_module_that_says_what_no_declaration_can_is_named(tmp_path: Path) -> None:
    """The file, the field and what is wrong with it; not a fault of the program."""
    shutil.copytree(ROOT / "union_xl", tmp_path / "union_xl", ignore=shutil.ignore_patterns("__pycache__"))
    wrong = tmp_path / "union_xl" / "ledgers" / "night_class.py"
    for text, words in (("name_hint=1", "name_hint"), ('columns=(required("名额", "没有的"),)', "没有的")):
        wrong.write_text(DECLARED.format(text), "utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "union_xl", "forms"],
            env=os.environ | {"PYTHONPATH": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        assert done.returncode == 2 and "ledgers/night_class.py" in done.stderr and words in done.stderr
