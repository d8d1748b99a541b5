"""退回/ and 催报/: who gets what back, who is chased, in what words."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
from pathlib import Path

import openpyxl
import pytest

from tests.returns.desk import MOBILE, SHEET, UNIT, context_of, findings, ledger, source, submission, workbook
from union_xl import xlsx_edit
from union_xl.model import Finding, Receipt, RunContext, Settings, Submission, TemplateError
from union_xl.run.returning import write_returns

BOOK = "北星社区/甲公司 会员登记表.xlsx"


def unread(name: str = f"{UNIT}.jpg") -> Submission:
    place = type(findings()[0].place)(name)
    return Submission(name, "cd" * 32, "image", "未能读取", "F-IMAGE", findings=(Finding("F-IMAGE", place),))


def written(
    out: Path, *subs: Submission, context: RunContext | None = None, **more: object
) -> dict[str, str]:
    sources = [source(one.book) for one in subs]
    return write_returns.write(subs, ledger(*subs), context or context_of(), sources, out, **more)  # type: ignore[arg-type]


def text(path: Path) -> str:
    return path.read_text("utf-8-sig")


def test_a_faulty_file_goes_back_marked_with_a_receipt(tmp_path: Path) -> None:
    """One folder per unit: the marked copy under its own name and the receipt to paste."""
    made = written(tmp_path, submission())
    copy = f"退回/{UNIT}/甲公司 会员登记表（请修改）.xlsx"
    assert {name for name in made if name.startswith("退回/")} == {copy, f"退回/{UNIT}/回执.txt"}
    book = openpyxl.load_workbook(tmp_path / copy)
    assert book.sheetnames == ["问题清单", SHEET]
    receipt = text(tmp_path / f"退回/{UNIT}/回执.txt")
    assert "20220708-02-001" in receipt and "通过 1 行，要改正 2 处，请核对 3 处" in receipt
    assert "7月15日" in receipt and "0571-85000000" in receipt


def test_hashes_are_of_what_was_written_and_repeat(tmp_path: Path) -> None:
    """The answer names every file with its sha256; the same run gives the same bytes."""
    first = written(tmp_path / "a", submission(), unread())
    second = written(tmp_path / "b", submission(), unread())
    assert first == second
    on_disk = {
        p.relative_to(tmp_path / "a").as_posix(): p for p in (tmp_path / "a").rglob("*") if p.is_file()
    }
    assert first == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in on_disk.items()}


def test_clean_replaced_and_ignored_files_stay(tmp_path: Path) -> None:
    """Nothing goes back for a clean file, one with 提醒 only, one that was replaced, or a lock file."""
    quiet = submission(findings("b.xlsx")[1:3], name="b.xlsx")
    old = submission(name="c.xlsx")
    ignored = submission((), name="d.xlsx", fate="忽略", parts=())
    subs = [submission((), name="a.xlsx"), quiet, old, ignored]
    receipts = [
        Receipt(one.book, "", UNIT, "member", "被替代" if one is old else one.fate, read=2, kept=2)
        for one in subs
    ]
    made = write_returns.write(
        subs, ledger(*subs, receipts=receipts), context_of(), [source(one.book) for one in subs], tmp_path
    )
    assert not any(name.startswith("退回/") for name in made)


@pytest.mark.parametrize(
    "photo, told", [(None, False), (dt.date(2022, 7, 1), False), (dt.date(2022, 7, 7), True)]
)
def test_a_photo_is_not_asked_for_again_once_the_list_has_come(
    tmp_path: Path, photo: dt.date | None, told: bool
) -> None:
    """The list itself came after (or nobody knows when): no receipt; a photo of a later day is answered."""
    photo_sent, good = unread(), submission((), name="好.xlsx")
    receipts = [
        Receipt(photo_sent.book, photo_sent.sha256, UNIT, "", "未能读取", "F-IMAGE", received=photo),
        Receipt(good.book, good.sha256, UNIT, "member", "采用", read=2, kept=2, received=dt.date(2022, 7, 4)),
    ]
    sources = [source(photo_sent.book), source(good.book)]
    made = write_returns.write(
        [photo_sent, good], ledger(photo_sent, good, receipts=receipts), context_of(), sources, tmp_path
    )
    assert [name for name in made if name.startswith("退回/")] == [f"退回/{UNIT}/回执.txt"] * told


def test_an_unreadable_file_gets_a_polite_receipt(tmp_path: Path) -> None:
    """No copy, no 拒收; the unit is known by the file's name; the state is told in the chase list."""
    made = written(tmp_path, unread())
    assert [name for name in made if name.startswith("退回/")] == [f"退回/{UNIT}/回执.txt"]
    told = text(tmp_path / f"退回/{UNIT}/回执.txt")
    assert "未能读取，请重新报送" in told and "标红" not in told
    everything = "".join(text(path) for path in tmp_path.rglob("*.txt"))
    assert "拒收" not in everything


def test_nothing_outward_shows_a_private_number(tmp_path: Path) -> None:
    """Texts and chase list carry no ID and no mobile in full, but the contacts' that the office dials: in the
    list, and over each message, which goes out without that line."""
    written(tmp_path, submission(), unread())
    texts = [
        re.sub(r"(?m)^─+\n.*\n─+$", "", text(path).replace("\r", "")) for path in tmp_path.rglob("*.txt")
    ]
    for path in (tmp_path / "催报").glob("*.xlsx"):
        for sheet in openpyxl.load_workbook(path):
            dialled = 5 if sheet.title == "催报名单" else 0
            texts += [
                str(c.value) for row in sheet.iter_rows() for c in row if c.value and c.column != dialled
            ]
    for found in texts:
        assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", found)
        assert not re.search(r"\d{17}[\dX](?!\d)", found)
    assert not any(MOBILE in found for found in texts)
    assert "13912341234" in text(tmp_path / "催报" / "短信.txt").split("\n")[1]


def test_the_chase_list(tmp_path: Path) -> None:
    """Counts on top; one row per open line, the most overdue and the biggest first; exempt units absent."""
    written(tmp_path, submission())
    sheet = openpyxl.load_workbook(tmp_path / "催报/催报名单.xlsx")["催报名单"]
    rows = list(sheet.iter_rows(values_only=True))
    assert "第1次" in rows[0][0] and "应报：3 份" in rows[1][0] and "未报：2 份" in rows[1][0]
    listed = [(row[2], row[4], row[5], row[6], row[7]) for row in rows[3:]]
    assert listed == [
        (UNIT, "13912341234", "会员登记", "部分受理，待补正", 3),
        ("杭州乙有限公司", "13812341234", "会员登记", "尚未收到", 3),
        ("杭州乙有限公司", "13812341234", "竞赛总表", "尚未收到", 3),
    ]


def test_messages_and_letter(tmp_path: Path) -> None:
    """Group notice, a message and an SMS per unit, a letter; all name the deadline and whom to call."""
    written(tmp_path, submission())
    group = text(tmp_path / "催报/微信群通知.txt")
    assert "应报 3 份，已报 0 份，待补正 1 份，尚未收到 2 份" in group
    units = text(tmp_path / "催报/微信逐户.txt")
    assert units.count("您好") == 2 and units.count("已标明要改的地方") == 1
    assert units.count("零报告") == 1  # asked only of the unit that sent nothing
    short = text(tmp_path / "催报/短信.txt")
    assert "《会员登记》部分受理，待补正，请于7月15日（星期五）前修改后交回" in short
    assert "《会员登记》尚未收到；《竞赛总表》尚未收到，请于7月15日（星期五）前报送" in short
    for name in ("微信群通知", "微信逐户", "短信"):
        assert "7月15日（星期五）" in text(tmp_path / f"催报/{name}.txt")
        assert "0571-85000000" in text(tmp_path / f"催报/{name}.txt")
    import docx

    letter = docx.Document(str(tmp_path / "催报/公函.docx"))
    assert any("应报3份，已报0份，待补正1份，尚未收到2份" in one.text for one in letter.paragraphs)
    assert [row.cells[2].text for row in letter.tables[0].rows] == [
        "单位名称",
        UNIT,
        "杭州乙有限公司",
        "杭州乙有限公司",
    ]
    assert not any("{{" in one.text for one in letter.paragraphs)


def test_when_all_is_in_nobody_is_chased(tmp_path: Path) -> None:
    """The list says so, and there is neither message nor letter."""
    context = context_of()
    context = RunContext(settings=context.settings, period=context.period)
    made = written(tmp_path, submission(()), context=context, lines=())
    assert list(made) == ["催报/催报名单.xlsx"]


def test_encrypted_on_request(tmp_path: Path) -> None:
    """With a password every marked copy needs it; receipts stay readable."""
    made = written(tmp_path, submission(), encrypt="秘密1")
    (name,) = [one for one in made if one.endswith("（请修改）.xlsx")]
    data = (tmp_path / name).read_bytes()
    assert data[:4] == b"\xd0\xcf\x11\xe0"
    assert xlsx_edit.decrypt(data, ["秘密1"])[:2] == b"PK"


def test_a_file_that_came_encrypted_goes_back_encrypted(tmp_path: Path) -> None:
    """Under the password it came with, when it is one we know."""
    sealed = xlsx_edit.encrypt(workbook(), "1234")
    context = context_of(passwords=("0000", "1234"))
    one = submission(container="encrypted", encrypted=True)
    made = write_returns.write([one], ledger(one), context, [source(data=sealed)], tmp_path)
    (name,) = [one for one in made if one.endswith("（请修改）.xlsx")]
    assert xlsx_edit.decrypt((tmp_path / name).read_bytes(), ["1234"])[:2] == b"PK"


@pytest.mark.parametrize(
    ("name", "copy"),
    [
        ("甲.xlsx", "甲（请修改）.xlsx"),
        ("甲（请修改）.xlsx", "甲（请修改）.xlsx"),
        ("甲（请修改）(2).xlsx", "甲（请修改）.xlsx"),
        ("a.zip/内/乙:丙?.xlsx", "乙_丙_（请修改）.xlsx"),
        ("con.xlsx", "con（请修改）.xlsx"),
    ],
)
def test_names_of_copies(tmp_path: Path, name: str, copy: str) -> None:
    """Legal on Windows, and a copy that came back keeps its name."""
    made = written(tmp_path, submission(name=name))
    assert f"退回/{UNIT}/{copy}" in made


def test_two_files_of_one_name_get_two_names(tmp_path: Path) -> None:
    """Same unit, same file name in two folders: nothing is overwritten; numbers of receipts run per unit."""
    subs = [submission(name="一/甲.xlsx"), submission(name="二/甲.xlsx")]
    made = written(tmp_path, *subs)
    assert {f"退回/{UNIT}/甲（请修改）.xlsx", f"退回/{UNIT}/甲（请修改）(2).xlsx"} <= set(made)


def test_own_templates_are_used(tmp_path: Path) -> None:
    """The folder named as 通知模板 goes before ours; a name nobody knows is told with file and line."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "短信.txt").write_text("请报{{表名}}，{{单位名称}}。\r\n", encoding="gb18030")
    names = {"今日": "2022-07-08", "通知模板": str(own)}
    written(tmp_path / "a", submission(), context=context_of(names=names))
    assert f"请报会员登记，{UNIT}。" in text(tmp_path / "a/催报/短信.txt")
    (own / "短信.txt").write_text("一\n请报{{表明}}\n", encoding="utf-8")
    with pytest.raises(TemplateError, match=r"短信\.txt 第2行"):
        written(tmp_path / "b", submission(), context=context_of(names=names))
    (own / "短信.txt").unlink()
    (own / "公函.docx").write_bytes(b"no word file")
    with pytest.raises(TemplateError, match=r"公函\.docx"):
        written(tmp_path / "c", submission(), context=context_of(names=names))


def test_without_settings_the_notices_still_read_well(tmp_path: Path) -> None:
    """No deadline, no contact, no period: no empty brackets, no dangling half sentence."""
    context = RunContext(settings=Settings(names={"今日": "2022-07-08"}), roster=context_of().roster)
    written(tmp_path, submission(levels := findings()), context=context)
    assert levels
    for path in tmp_path.rglob("*.txt"):
        told = text(path)
        assert "请尽快" in told
        assert "None" not in told and "：\r\n\r\n" not in told and "联系：\n" not in told


def test_marked_copies_for_check(tmp_path: Path) -> None:
    """check --out: every file with a finding, flat, in the order of the files; clean ones not."""
    subs = [
        submission(name="b/甲.xlsx"),
        submission((), name="a/乙.xlsx"),
        submission(findings("c/甲.xlsx")[1:2], name="c/甲.xlsx"),
    ]
    paths = write_returns.marked([source(one.book) for one in subs], subs, context_of(), tmp_path)
    assert [path.name for path in paths] == ["甲（请修改）.xlsx", "甲（请修改）(2).xlsx"]
    assert all(
        openpyxl.load_workbook(io.BytesIO(path.read_bytes())).sheetnames[0] == "问题清单" for path in paths
    )


def test_a_sheet_of_that_name_that_is_not_ours_stays(tmp_path: Path) -> None:
    """The filler's own 问题清单 is left alone; ours gets another name."""
    book = openpyxl.load_workbook(io.BytesIO(workbook()))
    book.create_sheet("问题清单")["A1"] = "我们自己的清单"
    out = io.BytesIO()
    book.save(out)
    one = submission()
    made = write_returns.write([one], ledger(one), context_of(), [source(data=out.getvalue())], tmp_path)
    (name,) = [one for one in made if one.endswith("（请修改）.xlsx")]
    sheets = openpyxl.load_workbook(tmp_path / name)
    assert sheets.sheetnames == ["问题清单（审核）", SHEET, "问题清单"]
    assert sheets["问题清单"]["A1"].value == "我们自己的清单"


def test_one_file_that_cannot_be_marked_does_not_stop_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the surgery raises: the receipt goes out, without the words about coloured cells."""

    def fails(*_: object, **__: object) -> bytes:
        raise RuntimeError("never seen")

    monkeypatch.setattr(xlsx_edit, "apply", fails)
    made = written(tmp_path, submission())
    assert [name for name in made if name.startswith("退回/")] == [f"退回/{UNIT}/回执.txt"]
    assert "标红" not in text(tmp_path / f"退回/{UNIT}/回执.txt")
