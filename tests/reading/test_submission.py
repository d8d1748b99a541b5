"""From a file to a Submission: fates, containment, nothing raised, nothing lost."""

from __future__ import annotations

import os
import pickle
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.find.test_defects import HEAD, PEOPLE, identity
from tests.readers import made
from union_xl import findings as catalogue
from union_xl import readers
from union_xl.model import Limits, Roster, RunContext, Source, Submission, Unit, period
from union_xl.run.workers.read_return import safe_submission, safe_submissions, submission
from union_xl.run.workers.sandbox import SandboxedWorker, WorkerDied

ROSTER = Roster((Unit("杭州甲木机械有限公司"),))
CONTEXT = RunContext(roster=ROSTER, period=period("2022H1"))
LINES = [["工会会员实名制登记表"], ["单位名称：杭州甲木机械有限公司"]]


def read(data: bytes, name: str = "a.xlsx", context: RunContext = CONTEXT) -> Submission:
    """Read bytes the safe way."""
    return safe_submission(Source(name, Path(name), data), context)


def form(people: Any = PEOPLE, head: Any = HEAD) -> bytes:
    """A member form."""
    return made.xlsx({"会员登记表": [*LINES, head, *people]})


def test_an_ordinary_form_is_taken_whole() -> None:
    """Every row kept, the unit the roster's."""
    got = read(form())
    assert (got.fate, got.reason) == ("采用", "")
    part = got.parts[0]
    assert (part.unit, part.read, part.read) == (
        ROSTER.units[0].name,
        6,
        part.kept + len(part.joined) + len(part.held),
    )


def test_a_submission_pickles_and_is_the_same_in_a_worker() -> None:
    """The unit of work may run anywhere."""
    source = Source("a.xlsx", Path("a.xlsx"), form())
    here = submission(source, CONTEXT)
    assert pickle.loads(pickle.dumps(here)) == here
    worker = SandboxedWorker(30)
    try:
        assert worker.run(submission, source, CONTEXT) == here
    finally:
        worker.close()


def test_an_empty_form_is_sent_back_and_a_zero_report_is_taken() -> None:
    """T-EMPTY, and zero without rows."""
    empty = read(form([]))
    assert (empty.fate, empty.reason) == ("未能读取", "T-EMPTY")
    zero = read(made.xlsx({"会员登记表": [*LINES, ["零报告", "√"], HEAD]}))
    assert (zero.fate, zero.parts[0].zero) == ("采用", True)
    for row in (["本单位暂无会员"], [None, "无"], ["无"] * len(HEAD)):
        zero = read(form([row]))
        assert (zero.fate, zero.parts[0].zero) == ("采用", True), row
    assert read(form([["本单位无偿献血人员"]])).fate == "未能读取"


def test_a_doubtful_required_column_makes_the_file_wait() -> None:
    """待确认 with the proposal; the clerk's word takes it."""
    head = tuple("身份信息" if title == "证件号码" else title for title in HEAD)
    got = read(form(head=head))
    assert (got.fate, got.reason) == ("待确认", "T-COLUMN")
    slug, mark, sheet, binding = got.proposals[0]
    assert (slug, sheet, binding.header, binding.title) == ("member", "会员登记表", "身份信息", "证件号码")
    word = RunContext(roster=ROSTER, confirmed={(slug, mark): {"身份信息": "证件号码"}})
    assert read(form(head=head), context=word).fate == "采用"


def test_defect_68_a_form_of_another_period_is_told() -> None:
    """U-PERIOD, both periods in words."""
    data = made.xlsx({"会员登记表": [["2021年下半年工会会员登记表"], LINES[1], HEAD, *PEOPLE]})
    (told,) = [one for one in read(data).findings if one.rule == "U-PERIOD"]
    assert "2021年下半年" in catalogue.say(told) and "2022年上半年" in catalogue.say(told)


def test_what_cannot_be_read_is_refused_with_its_rule() -> None:
    """未能读取 and the rule of the file."""
    got = read(b"%PDF-1.7", "扫描件.pdf")
    assert (got.fate, got.reason, [one.rule for one in got.findings]) == ("未能读取", "F-PDF", ["F-PDF"])


def _sleep(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def _eat(megabytes: int) -> int:
    kept = [bytearray(os.urandom(1) * 2**20) for _ in range(megabytes)]
    time.sleep(3)
    return len(kept)


def _die() -> None:
    os._exit(9)


class _Panic(BaseException):
    """What a parser in another language raises when it gives up."""


def _panic() -> None:
    raise _Panic("index out of bounds")


def _raise() -> None:
    raise ValueError("told")


def test_a_worker_is_kept_warm_and_replaced_when_it_dies() -> None:
    """Time, crash and exceptions; the next call works again."""
    worker = SandboxedWorker(seconds=5.0)
    try:
        first = worker.run(_sleep, 0)
        assert worker.run(_sleep, 0) == first
        for function, arguments, reason in (
            (_sleep, (30,), "time"),
            (_die, (), "crash"),
            (_panic, (), "crash"),
        ):
            with pytest.raises(WorkerDied) as died:
                worker.run(function, *arguments)
            assert died.value.reason == reason
        with pytest.raises(ValueError, match="told"):
            worker.run(_raise)
        assert worker.run(_sleep, 0) != first
    finally:
        worker.close()


def test_a_worker_that_eats_memory_is_ended() -> None:
    """By the parent's watch or by its own limit."""
    worker = SandboxedWorker(seconds=10.0, memory_bytes=250 * 2**20)
    try:
        with pytest.raises((WorkerDied, MemoryError)) as died:
            worker.run(_eat, 4000)
        assert getattr(died.value, "reason", "memory") in ("memory", "crash")
    finally:
        worker.close()


def test_zip_members_become_files_with_their_own_names(tmp_path: Path) -> None:
    """Defect 4: nested folders, GBK names, a zip inside; an xlsx is no zip of files."""
    inner = made.zipped({"乙.xlsx": form(), "__MACOSX/._乙.xlsx": b"x", "Thumbs.db": b"x"})
    (tmp_path / "上报").mkdir()
    (tmp_path / "上报" / "包.zip").write_bytes(made.gbk_zip({"一车间/甲.xlsx": form(), "里/套.zip": inner}))
    (tmp_path / "上报" / "单.xlsx").write_bytes(form())
    (tmp_path / "上报" / "旧.xls").write_bytes(made.xls({"表": made.ROWS}))
    (tmp_path / "上报" / "~$单.xlsx").write_bytes(b"lock")
    (tmp_path / "上报" / ".DS_Store").write_bytes(b"x")
    (tmp_path / "上报" / "desktop.ini").write_bytes(b"x")
    names = [one.name for one in readers.sources([tmp_path / "上报"])]
    assert names == ["包.zip/一车间/甲.xlsx", "包.zip/里/套.zip/乙.xlsx", "单.xlsx", "旧.xls"]


def test_bad_zips_are_listed_with_their_reason(tmp_path: Path) -> None:
    """Nesting, bombs, empty and broken ones; paths that climb are only names."""
    deep = made.zipped({"a.xlsx": form()})
    for _ in range(5):
        deep = made.zipped({"z.zip": deep})
    files = {
        "深.zip": deep,
        "空.zip": made.zipped({}),
        "坏.zip": b"PK\x03\x04" + b"x" * 100,
        "弹.zip": made.zipped({"a.csv": b"0" * 5_000_000}),
        "爬.zip": made.zipped({"../../etc/甲.xlsx": form(), "/根.xlsx": form()}),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    listed = readers.sources([tmp_path], Limits(unpacked_bytes=1_000_000))
    told = {one.name: readers.open_book(one, RunContext()).refused for one in listed}
    assert told["坏.zip"] == "F-CORRUPT"
    assert told["空.zip"] == "F-ZIP-EMPTY"
    assert told["弹.zip/a.csv"] == "F-ZIP-BOMB"
    assert [rule for name, rule in told.items() if name.startswith("深.zip/")] == ["F-ZIP-NEST"]
    assert {"爬.zip/etc/甲.xlsx", "爬.zip/根.xlsx"} <= set(told)


def test_the_output_folder_inside_the_input_is_no_input(tmp_path: Path) -> None:
    """`exclude` and all below it."""
    (tmp_path / "汇总").mkdir()
    (tmp_path / "汇总" / "汇总台账.xlsx").write_bytes(form())
    (tmp_path / "a.xlsx").write_bytes(form())
    assert [one.name for one in readers.sources([tmp_path], exclude=tmp_path / "汇总")] == ["a.xlsx"]


FAR = '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'  # noqa: E501


@pytest.mark.parametrize(
    ("data", "rules"),
    [
        pytest.param(made.raw_xlsx(FAR), {"T-NOFORM"}, id="a cell at XFD1048576"),
        pytest.param(made.raw_xlsx('<row r="1"><c r="A1"><v>1</v></c></row>', '<dimension ref="A1:XFD1048576"/>'), {"T-NOFORM"}, id="a lying dimension"),  # noqa: E501
        pytest.param(made.raw_xlsx('<row r="1"><c r="A1"><v>NaN</v></c><c r="B1"><v>-1e400</v></c></row>'), {"T-NOFORM"}, id="no numbers"),  # noqa: E501
        pytest.param(made.raw_xlsx('<row r="1"><c r="A1" t="s"><v>99999</v></c></row>'), {"T-NOFORM"}, id="no such string"),  # noqa: E501
        pytest.param(made.with_parts(form(), {"xl/sharedStrings.xml": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><sst/>'}), {"F-ENTITY"}, id="entity"),  # noqa: E501
        pytest.param(made.ods('<table:table table:name="a">' + made.ods_row("姓名", repeat=1_048_577) + "</table:table>"), {"F-CELLS"}, id="ods repeats"),  # noqa: E501
        pytest.param(made.xml2003(made.xml_row("a")).replace(b"<Workbook", b'<!DOCTYPE a [<!ENTITY b "c">]><Workbook'), {"F-ENTITY"}, id="xml entity"),  # noqa: E501
        pytest.param(made.with_parts(form(), {}, method=12), {"F-BOMB"}, id="bzip2 package"),
        pytest.param(b"<table><tr><td colspan=999999999 rowspan=999999999>a</td></tr></table>" * 2000, {"F-CELLS", "T-NOFORM"}, id="html spans"),  # noqa: E501
    ],
)  # fmt: skip
def test_traps_end_in_a_rule(data: bytes, rules: set[str]) -> None:
    """Never an exception, never a hang."""
    got = read(data)
    assert got.fate == "未能读取"
    assert got.reason in rules


def test_a_stray_far_cell_does_not_cost_the_form() -> None:
    """One blank-looking cell at the last corner: the people are still read."""
    data = form()
    sheet = made.part(data, "xl/worksheets/sheet1.xml").replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )
    got = read(made.with_parts(data, {"xl/worksheets/sheet1.xml": sheet}))
    assert (got.fate, got.parts[0].kept) == ("采用", 6)


def test_duplicate_entries_count_the_last() -> None:
    """As Excel does; a warning of zipfile is not ours."""
    data = form()
    other = made.part(form(PEOPLE[:2]), "xl/worksheets/sheet1.xml")
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = _appended(data, "xl/worksheets/sheet1.xml", other)
    assert read(twice).parts[0].read in (2, 6)


def _appended(data: bytes, name: str, content: bytes) -> bytes:
    import io
    import zipfile

    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as opened:
        opened.writestr(name, content)
    return out.getvalue()


def test_defect_08_thousands_of_formatted_blank_rows_cost_nothing() -> None:
    """Rows with styles only, down to 20,000, and a format on whole columns."""
    blank = "".join(
        f'<row r="{row}" s="1" customFormat="1"><c r="A{row}" s="1"/><c r="Z{row}" s="1"/></row>'
        for row in range(10, 20_000)
    )
    data = form()
    sheet = made.part(data, "xl/worksheets/sheet1.xml").replace(
        b"</sheetData>", blank.encode() + b"</sheetData>"
    )
    assert read(made.with_parts(data, {"xl/worksheets/sheet1.xml": sheet})).parts[0].read == 6


def test_defect_73_74_formula_signs_emoji_and_control_characters() -> None:
    """Values come through as text; nothing is computed and nothing breaks."""
    people = [
        [1, "=1+1", "男", identity(3), "13900000003", "", "入会"],
        [2, "张😀三", "女", identity(4), "+86 13900000004", "", "入会_x000D_"],
    ]
    part = read(form(people)).parts[0]
    assert part.read == 2
    assert part.kept + len(part.held) + len(part.joined) == 2


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from(
        [
            b"",
            b"PK\x03\x04",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            b"<table>",
            b"\xff\xfe",
            "姓名,性别\n".encode(),
        ]
    ),
)
def test_junk_never_raises(junk: bytes, head: bytes) -> None:
    """Whatever the bytes: a Submission."""
    assert submission(Source("x", Path("x"), head + junk), CONTEXT).fate in (
        "未能读取",
        "采用",
        "待确认",
        "忽略",
    )


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=8))
def test_damaged_workbooks_never_raise(at: int, junk: bytes) -> None:
    """A few bytes overwritten anywhere in an xlsx and an xls."""
    for data in (form(), made.xls({"表": made.ROWS})):
        spot = at % (len(data) - len(junk))
        damaged = data[:spot] + junk + data[spot + len(junk) :]
        assert read(damaged).fate in ("未能读取", "采用", "待确认")


def rules_of(people: Any, head: Any = HEAD, name: str = "a.xlsx") -> list[tuple[str, str]]:
    """(rule, cell) of what is told about a member form."""
    return [(one.rule, one.place.ref) for one in read(form(people, head), name).findings]


def test_defect_10_the_cell_counts_more_than_the_name_of_the_file() -> None:
    """Another roster unit in the file's name: told (U-FILE), the unit stays the sheet's."""
    other = Unit("杭州乙火商贸有限公司")
    context = RunContext(roster=Roster((*ROSTER.units, other)), period=period("2022H1"))
    got = read(form(), f"{other.name}.xlsx", context)
    assert got.parts[0].unit == ROSTER.units[0].name
    assert "U-FILE" in [one.rule for one in got.findings]
    assert "U-FILE" not in [
        one.rule for one in read(form(), f"{ROSTER.units[0].name}.xlsx", context).findings
    ]


def test_defect_34_the_same_person_twice_is_told_and_counted_once() -> None:
    """Nobody is lost, nobody counts twice."""
    got = read(form([*PEOPLE, [7.0, *PEOPLE[0][1:]]]))
    part = got.parts[0]
    assert (part.read, part.kept, len(part.joined)) == (7, 6, 1)
    assert [one.place.row for one in got.findings if one.column == "证件号码"] == [10]


def test_defect_35_people_who_may_not_be_members_are_told() -> None:
    """A child of eleven: one finding in that row."""
    child = "33010520110307" + "201"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    child += "10X98765432"[sum(int(a) * b for a, b in zip(child, weights, strict=True)) % 11]
    told = read(form([*PEOPLE, [7.0, "王小", "男", child, "13900000077", "2022-03-01", "入会"]])).findings
    assert {one.place.row for one in told if one.place.row} == {10}


def test_defect_75_cells_pasted_over_the_drop_downs_are_checked_again() -> None:
    """A choice the list never offered is told at its cell, whatever the workbook's own checks allowed."""
    odd = [7.0, "张天", "未知性别", identity(9), "13900000077", "2022-03-01", "入会"]
    assert "C10" in [ref for _, ref in rules_of([*PEOPLE, odd])]


def test_defect_76_an_unsigned_form_is_read_and_its_scan_is_listed() -> None:
    """The sheet counts without seal or signature lines; the stamped PDF beside it is told as what it is."""
    unsigned = read(made.xlsx({"会员登记表": [*LINES, HEAD, *PEOPLE, ["单位（盖章）："], ["填表人："]]}))
    assert (unsigned.fate, unsigned.parts[0].kept) == ("采用", 6)
    assert read(b"%PDF-1.7 scan", "盖章件.pdf").reason == "F-PDF"


def test_the_members_of_one_zip_share_the_time_of_one_file(tmp_path: Path) -> None:
    """F-ZIP-SLOW for what is left when it is up; files outside the zip are read as ever."""
    (tmp_path / "包.zip").write_bytes(made.zipped({f"{n}.xlsx": form() for n in range(3)}))
    (tmp_path / "单.xlsx").write_bytes(form())
    context = RunContext(roster=ROSTER, limits=Limits(seconds=1e-6))
    got = {one.book: one.reason for one in safe_submissions(readers.sources([tmp_path]), context)}
    assert got == {
        "包.zip/0.xlsx": "",
        "包.zip/1.xlsx": "F-ZIP-SLOW",
        "包.zip/2.xlsx": "F-ZIP-SLOW",
        "单.xlsx": "",
    }


def test_a_file_with_more_findings_than_anyone_could_mend_is_refused_as_such() -> None:
    """F-FINDINGS and the first of them beyond the limit; each finding, and the rows held, below it."""
    wrong = [[*row[:3], "12345", "999", "2022-13-45", "?"] for row in PEOPLE]
    told = read(form(wrong))
    assert (told.fate, len(told.parts[0].held)) == ("采用", len(PEOPLE))
    limits = Limits(findings=12)
    stopped = read(form(wrong), context=RunContext(limits=limits))
    assert (stopped.fate, stopped.reason, stopped.parts) == ("未能读取", "F-FINDINGS", ())
    assert len(stopped.findings) > 10 and {one.rule for one in stopped.findings[1:]} <= {
        one.rule for one in told.findings
    }
