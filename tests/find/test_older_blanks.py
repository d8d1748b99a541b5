"""A return made with an older version of our blank is read, moved to the new columns, and told per cell."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from pathlib import Path

import openpyxl

from tests.blanks.seeding import MAN, WOMAN, filled
from union_xl import blanks, ledgers
from union_xl.ledgers.form import Form
from union_xl.model import Roster, RunContext, Settings, Source, Submission, Unit, period
from union_xl.run.workers import read_return

UNIT = Unit("杭州和润天成科技有限公司", code="91350200MA2YJ1XR9G")
PERIOD = period("2022H1")
OLD = ledgers.form("member")
CONTEXT = RunContext(
    settings=Settings(period=PERIOD), roster=Roster((UNIT,)), period=PERIOD, as_of=PERIOD.end
)


def today(form: Form = OLD) -> Form:
    """The form as it is after two columns got other names: one new, and one that another column had."""
    names = {"就业状况": "在岗与否", "民族": "就业状况"}
    columns = []
    for column in form.columns:
        if column.title in names:
            column = column.but(title=names[column.title], former=(column.title,), aliases=())
        columns.append(column)
    return form.but(columns=tuple(columns), rules=(), version=form.version + 1)


def read(tmp_path: Path, made: Form, version: int | None = None) -> Submission:
    """The blank of the old form, filled by two people, read where the form is `made`."""
    data = filled(blanks.blank(OLD, UNIT, CONTEXT.settings, PERIOD), [MAN, WOMAN])
    if version is not None:
        book = openpyxl.load_workbook(io.BytesIO(data))
        book.defined_names["UX_VERSION"].attr_text = f'"{version}"'
        book.save(tmp_path / "a.xlsx")
    else:
        (tmp_path / "a.xlsx").write_bytes(data)
    return read_return.submission(Source("a.xlsx", tmp_path / "a.xlsx"), replace(CONTEXT, declared=(made,)))


def test_the_values_of_an_older_blank_stand_under_todays_names(tmp_path: Path) -> None:
    found = read(tmp_path, today())
    (part,) = found.parts
    assert part.columns["在岗与否"] == ["在岗", "在岗"]
    assert part.columns["就业状况"] == ["汉族", "汉族"]
    assert part.columns["姓名"] == ["赵一", "钱二"] and part.read == 2 and not part.held
    assert part.columns["入会日期"] == [dt.date(2022, 3, 20)] * 2


def test_every_moved_cell_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, today())
    moved = [one for one in found.corrections if "旧版表样" in one.why]
    assert sorted((one.column, one.before, one.after) for one in moved) == [
        ("在岗与否", "在岗", "在岗"),
        ("在岗与否", "在岗", "在岗"),
        ("就业状况", "汉族", "汉族"),
        ("就业状况", "汉族", "汉族"),
    ]
    assert len({one.place for one in moved}) == 4
    (finding,) = [one for one in found.findings if one.rule == "T-OLD-FORM"]
    assert "“就业状况”→“在岗与否”" in str(finding.facts["移动"])


def test_todays_blank_is_no_older_one(tmp_path: Path) -> None:
    """The same headers in a blank of today's version mean today's columns."""
    made = today()
    found = read(tmp_path, made, version=made.version)
    assert not [one for one in found.findings if one.rule == "T-OLD-FORM"]
    assert not [one for one in found.corrections if "旧版表样" in one.why]
