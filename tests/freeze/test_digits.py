"""A digit changed in any text a reader of a report can see is found by a check of the 定稿."""

from __future__ import annotations

import io
import random
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
import xlsxwriter

from tests.freeze.rounds import Round, reported
from tests.libreoffice import convert
from union_xl.run import freeze, report
from union_xl.run.freezing import content_digest

pytestmark = pytest.mark.slow

_VISIBLE = re.compile(
    r"xl/(?:worksheets|charts|drawings)/\w+\.xml|xl/sharedStrings\.xml|xl/comments\d*\.xml|word/(?:document|header\d|footer\d)\.xml"
)
_TEXT = re.compile(r"<(?:\w+:)?(t|v|f|oddHeader|oddFooter)(?: [^>]*)?>([^<]*)</")
_CHANGED = 200


def template(path: Path) -> Path:
    """A workbook with a text in every place that can hold one, a hidden sheet among them."""
    book = xlsxwriter.Workbook(str(path))
    for name in ("表", "隐"):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["会员数", "{{报送人数}}", "注2022"])
        sheet.write_row(1, 0, ["女", "{{女报送人数}}"])
        sheet.write_formula(2, 1, "=B1+B2*10")
        sheet.write_comment(0, 1, "见附件12")
        sheet.set_header("&C表号17 {{统计期间}}")
        sheet.set_footer("&C第33号")
        sheet.insert_textbox(5, 1, "共{{报送人数}}人，3类")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"name": "系列24", "values": [name, 0, 1, 1, 1], "categories": [name, 0, 0, 1, 0]})
        chart.set_title({"name": "图5：{{报送人数}}人"})
        sheet.insert_chart(8, 1, chart)
    sheet.hide()
    book.close()
    return path


def words(path: Path) -> Path:
    """A summary with a table, a header and a footer."""
    document = docx.Document()
    document.add_paragraph("发展会员{{报送人数}}人，其中女会员{{女报送人数}}人，另有12人。")
    document.add_table(1, 2).rows[0].cells[1].text = "第6行"
    document.sections[0].header.paragraphs[0].text = "编号41"
    document.sections[0].footer.paragraphs[0].text = "印数700份"
    document.save(str(path))
    return path


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Round:
    made = reported(tmp_path_factory.mktemp("定稿"))
    report.report(
        made.ledger,
        made.reports,
        templates=[template(made.home / "全.xlsx"), words(made.home / "总结.docx")],
        indicators=made.library,
        period="2022H1",
    )
    freeze.freeze(made.out, "报出")
    return made


def digits(data: bytes) -> Iterator[tuple[str, int]]:
    """(part, offset) of every digit a reader can see."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in filter(_VISIBLE.fullmatch, archive.namelist()):
            xml = archive.read(name).decode()
            for hit in _TEXT.finditer(xml):
                if 't="s"' not in xml[xml.rfind("<c ", 0, hit.start()) : hit.start()]:
                    yield from ((name, hit.start(2) + at) for at, char in enumerate(hit[2]) if char.isdigit())


def changed(data: bytes, part: str, at: int, by: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name == part:
                xml = text.decode()
                text = f"{xml[:at]}{(int(xml[at]) + by) % 10}{xml[at + 1 :]}".encode()
            target.writestr(name, text)
    return out.getvalue()


def test_two_hundred_changed_digits_are_found(frozen: Round) -> None:
    """In cells, formulas, notes, charts, boxes, headers, footers, hidden sheets, tables of a document."""
    chance = random.Random(7)
    files = {name: (frozen.reports / name).read_bytes() for name in ("全.xlsx", "总结.docx")}
    spots = [(name, *one) for name, data in files.items() for one in digits(data)]
    parts = {re.sub(r"\d", "", part) for _, part, _ in spots}
    assert len(parts) >= 8 and len(spots) > 60
    for name, part, at in [*spots, *chance.choices(spots, k=_CHANGED)][:_CHANGED]:
        now = changed(files[name], part, at, chance.randrange(1, 10))
        assert content_digest.changes(files[name], now), (name, part, at)


def test_the_check_names_the_place(frozen: Round, tmp_path: Path) -> None:
    """One digit of a chart's title, a note, a footer: told where; put back, all is well."""
    shutil.copytree(frozen.home, tmp_path / "轮")
    made = Round(tmp_path / "轮")
    path = made.reports / "全.xlsx"
    before = path.read_bytes()
    for part, said, which in (
        ("charts/chart1", "图表", 0),
        ("comments", "批注", 0),
        ("sheet2", "页", -1),
    ):
        spots = [one for one in digits(before) if part in one[0]]
        path.write_bytes(changed(before, *spots[which], 1))
        found = freeze.check(made.out)
        assert found.exit_code == 1 and any(said in one.place for one in found.found), (part, found.found)
    path.write_bytes(before)
    assert freeze.check(made.out).exit_code == 0


@pytest.mark.office
def test_saved_by_another_program_it_says_the_same(frozen: Round, tmp_path: Path) -> None:
    """LibreOffice names series otherwise, rounds at the fifteenth digit, puts the page into its field: no
    difference."""
    for name in ("全.xlsx", "总结.docx"):
        path = frozen.reports / name
        (again,) = convert([path], path.suffix[1:], tmp_path / path.suffix[1:]).values()
        assert content_digest.changes(path.read_bytes(), again.read_bytes()) == []


def test_pages_and_days_of_fields_are_not_the_document_s(frozen: Round) -> None:
    """The result of PAGE may be anything; that of another field is text."""
    data = (frozen.reports / "总结.docx").read_bytes()

    def with_field(asks: str, result: str) -> bytes:
        field = "".join(
            f"<w:r>{one}</w:r>"
            for one in (
                '<w:fldChar w:fldCharType="begin"/>',
                f"<w:instrText>{asks}</w:instrText>",
                '<w:fldChar w:fldCharType="separate"/>',
                f"<w:t>{result}</w:t>",
                '<w:fldChar w:fldCharType="end"/>',
            )
        )
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
            for name in source.namelist():
                part = source.read(name)
                if name.startswith("word/footer"):
                    part = part.replace(b"</w:p>", f"{field}</w:p>".encode(), 1)
                target.writestr(name, part)
        return out.getvalue()

    assert content_digest.changes(with_field(" PAGE ", "1"), with_field(" PAGE ", "22")) == []
    assert content_digest.changes(with_field(" REF 甲 ", "1"), with_field(" REF 甲 ", "22"))
