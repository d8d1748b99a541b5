"""Nothing private anywhere in the package of a masked copy, however the original hid it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from tests.declared import sheets
from tests.libreoffice import convert
from union_xl.run.mask import MaskResult, mask

NAME, OTHER, ID, MOBILE, LAND = "欧阳晓岚", "慕容秋水", "330105198805062015", "13700001234", "0571-85001234"
SECRETS = (NAME, OTHER, ID, MOBILE, LAND)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000000000200015e"
    "f32a3a0000000049454e44ae426082"
)
FACTS = (("表名", "荣誉登记表"), ("简称", "荣誉"), ("代号", "honour"), ("唯一列", "绰号"))
Change = Callable[[str, bytes], bytes]


def book(tmp_path: Path, more: Callable[[Any, Any], None] = lambda book, sheet: None) -> bytes:
    """A list of two members; `more` adds to the book and its sheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet("名册")
        sheet.write_row(0, 0, ("姓名", "身份证号", "手机号码", "办公电话", "说些什么"))
        sheet.write_row(1, 0, (NAME, ID, MOBILE, LAND, "甲"))
        sheet.write_row(2, 0, (OTHER, "33010519851120302X", "13800001234", "", "乙"))
        more(made, sheet)
    return out.getvalue()


def changed(data: bytes, change: Change, added: dict[str, bytes] | None = None) -> bytes:
    """The package with each part passed through `change`, and some added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, part in (added or {}).items():
            new.writestr(name, part)
        new.comment = NAME.encode()
    return out.getvalue()


def related(data: bytes, rels: str, kind: str, target: str, part: bytes, external: bool = False) -> bytes:
    """The package with a part more and a relationship to it."""
    mode = ' TargetMode="External"' if external else ""
    line = f'<Relationship Id="rId99" Type="{kind}" Target="{target}"{mode}/>'

    def change(name: str, old: bytes) -> bytes:
        return old.replace(b"</Relationships>", f"{line}</Relationships>".encode()) if name == rels else old

    folder = rels.replace("_rels/", "").rpartition("/")[0]
    place = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}".lstrip("/")
    return changed(data, change, {} if external else {place: part})


def said(made: bytes) -> dict[str, str]:
    """Every part and its name as text, decompressed, entities and runs undone, in UTF-8 and in UTF-16."""
    found = {"": made.decode("latin-1")}
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        for name in package.namelist():
            part = package.read(name)
            for code in ("utf-8", "utf-16-le", "utf-16-be"):
                found[f"{name} ({code})"] = name + part.decode(code, "replace")
            found[f"{name} (read)"] = re.sub(r"<[^>]*>", "", part.decode("utf-8", "replace"))
    return found


def masked(tmp_path: Path, data: bytes, **options: Any) -> tuple[bytes, MaskResult]:
    (tmp_path / "原件.xlsx").write_bytes(data)
    outcome = mask(tmp_path / "原件.xlsx", tmp_path / "脱敏.xlsx", **options)
    made = (tmp_path / "脱敏.xlsx").read_bytes()
    for part, text in said(made).items():
        for secret in SECRETS:
            assert secret not in text, (part, secret)
    openpyxl.load_workbook(io.BytesIO(made))
    return made, outcome


def test_the_seed_is_found() -> None:
    """The search of this test sees what it looks for."""
    assert any(NAME in text for text in said(book(Path())).values())


XL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def _with_sheet(more: Callable[[Any, Any], None]) -> Callable[[Path], bytes]:
    return lambda path: book(path, more)


def _properties(made: Any, sheet: Any) -> None:
    made.set_properties(
        {"title": NAME, "author": OTHER, "company": ID, "manager": NAME, "keywords": MOBILE, "comments": ID}
    )
    made.set_custom_property("经办", NAME)


def _chart(made: Any, sheet: Any) -> None:
    chart = made.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": f"{NAME}的",
            "categories": "=名册!$A$2:$A$3",
            "values": "=名册!$C$2:$C$3",
            "categories_data": [NAME, OTHER],
            "data_labels": {"custom": [{"value": MOBILE}, {"value": OTHER}]},
        }
    )
    chart.set_title({"name": f"{NAME}、{ID}"})
    chart.set_x_axis({"name": MOBILE})
    sheet.insert_chart("H2", chart, {"description": NAME})


def _validation(made: Any, sheet: Any) -> None:
    sheet.data_validation(
        "A5",
        {
            "validate": "list",
            "source": [NAME, OTHER],
            "input_title": NAME,
            "input_message": f"问{OTHER}，电话{MOBILE}",
            "error_title": OTHER,
            "error_message": ID,
        },
    )
    sheet.conditional_format("A2:A9", {"type": "cell", "criteria": "==", "value": f'"{NAME}"'})
    sheet.conditional_format("A2:A9", {"type": "cell", "criteria": "==", "value": int(MOBILE)})
    sheet.autofilter("A1:C9")
    sheet.filter_column_list("A", [ID, MOBILE])


def _links(made: Any, sheet: Any) -> None:
    sheet.write_url("G2", f"mailto:{MOBILE}@example.com", string="写信", tip=NAME)
    sheet.write_url("G3", "https://example.com/" + "%E6%AC%A7%E9%98%B3%E6%99%93%E5%B2%9A", string="主页")
    sheet.write_url("G4", f"external:C:\\Users\\{NAME}\\a.xlsx", string="文件")
    sheet.write_url("G5", "internal:名册!A1", string="回到顶部", tip=ID)


def _words(made: Any, sheet: Any) -> None:
    bold = made.add_format({"bold": True})
    sheet.write_rich_string("G7", "证件", bold, ID[:9], ID[9:], "在此")
    sheet.write_row(
        "G8", (" ".join(ID), "３３０１０５１９８８０５０６２０１５", "137-0000-1234", f"找{NAME}谈")
    )
    sheet.write_formula("G9", f'="{ID[:10]}"&"{ID[10:]}"&LEFT(A2,1)', value="x")
    sheet.write_formula("G10", f'=IF(A2="{NAME}",1,2)', value=1)
    sheet.write_number("G11", int(MOBILE))
    sheet.write_string("G12", "填表人：慕容秋水   联系电话：0571-85001234")
    sheet.write_comment("G13", f"{OTHER}：\n{ID[:6]} {ID[6:14]} {ID[14:]}", {"author": OTHER})


def _names(made: Any, sheet: Any) -> None:
    made.define_name("某人", f'="{NAME}"')
    sheet.set_header(f"&L{NAME}&C{ID}")
    sheet.set_footer(f"&R{OTHER} {MOBILE}")
    sheet.insert_textbox("H20", f"{NAME}，{MOBILE}")
    sheet.insert_image("H30", f"{NAME}.png", {"image_data": io.BytesIO(PIXEL), "description": NAME})


def _named_things(made: Any, sheet: Any) -> None:
    made.add_worksheet(f"{NAME}的登记卡").write("A1", "=名册!A2")


def _table(made: Any, sheet: Any) -> None:
    sheet.add_table("J1:K3", {"name": f"表_{NAME}", "columns": [{"header": "甲"}, {"header": OTHER}]})


SHEETS = {
    "properties": _properties,
    "charts": _chart,
    "validations": _validation,
    "links": _links,
    "texts": _words,
    "names, headers, boxes, pictures": _names,
    "sheet names": _named_things,
    "tables": _table,
}


@pytest.mark.parametrize("more", SHEETS.values(), ids=SHEETS)
def test_nothing_private_in_what_excel_writes(tmp_path: Path, more: Callable[[Any, Any], None]) -> None:
    """Properties, charts and their saved values, validations, links, runs, formulas, notes, names …"""
    made, _ = masked(tmp_path, book(tmp_path, more))
    rules = openpyxl.load_workbook(io.BytesIO(made)).worksheets[0].conditional_formatting
    assert all('"' in text for one in rules for rule in one.rules for text in rule.formula)


def test_all_of_it_together(tmp_path: Path) -> None:
    """What one asks for is not undone by another; looks that may stay do."""

    def more(made: Any, sheet: Any) -> None:
        for one in (_properties, _chart, _validation, _links, _words, _names):
            one(made, sheet)

    made, outcome = masked(tmp_path, book(tmp_path, more))
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        names = package.namelist()
        assert any("charts/chart" in name for name in names)
        assert not any("media" in name for name in names)
    assert any("图片" in remark for remark in outcome.remarks)


def test_hidden_parts_are_left_behind(tmp_path: Path) -> None:
    """Custom XML, thumbnails, macros, threaded comments and their persons, printer settings, parts nothing
    leads to, comments in the XML, the folder the book was saved in, the zip's own words."""
    data = book(tmp_path, _words)
    xml = f"<a who='{NAME}'>{ID}</a>".encode()
    data = related(
        data, "_rels/.rels", f"{PACKAGE}/metadata/thumbnail", "docProps/thumbnail.jpeg", NAME.encode()
    )
    data = related(data, "xl/_rels/workbook.xml.rels", f"{XL}/customXml", "../customXml/item1.xml", xml)
    data = related(
        data, "xl/_rels/workbook.xml.rels", f"{XL}/vbaProject", "vbaProject.bin", NAME.encode("utf-16-le")
    )
    data = related(
        data,
        "xl/_rels/workbook.xml.rels",
        "http://schemas.microsoft.com/office/2017/10/relationships/person",
        "persons/person.xml",
        xml,
    )
    data = changed(
        data,
        lambda name, part: (
            part.replace(b"<sheets>", f"<!-- {NAME} --><sheets>".encode())
            if name == "xl/workbook.xml"
            else part
        ),
        {"xl/left.xml": xml, f"{NAME}.txt": b"x", "customXml/item2.xml": NAME.encode("utf-16")},
    )
    made, _ = masked(tmp_path, data)
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert not [name for name in package.namelist() if re.search("left|custom|vba|person|thumb", name)]


@pytest.mark.parametrize(
    "kind", ["pivotCacheDefinition", "externalLink", "queryTable", "connections", "other"]
)
def test_second_copies_leave_the_cells_alone(tmp_path: Path, kind: str) -> None:
    """A book with pivot caches, values of other books or things nobody knows comes back as plain cells."""
    data = related(
        book(tmp_path),
        "xl/_rels/workbook.xml.rels",
        f"{XL}/{kind}",
        "second/copy1.xml",
        f"<a>{NAME}</a>".encode(),
    )
    made, outcome = masked(tmp_path, data)
    assert outcome.remarks
    sheet = openpyxl.load_workbook(io.BytesIO(made)).active
    assert [cell.value for cell in sheet[2]][:3] == ["欧***", "**************2015", "137****1234"]


def test_stacked_tables_cards_and_two_columns_of_one_title(tmp_path: Path) -> None:
    """Each table by its own header; values behind the labels of a card; both of two columns alike."""
    made = openpyxl.Workbook()
    sheet = made.active
    for row in [
        ("序号", "姓名", "联系电话", "联系电话"),
        (1, NAME, LAND, "0571-85005678"),
        (),
        ("证件号码（必填）", "单位名称", "1、您的姓名：", "配偶姓名"),
        ("E12345678", "甲公司", OTHER, "张三丰"),
        (),
        ("姓名", "李四光", "性别", "男", "", "联系电话", "85001234"),
    ]:
        sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    done, _ = masked(tmp_path, out.getvalue())
    rows = list(openpyxl.load_workbook(io.BytesIO(done)).active.values)
    assert rows[1][1:4] == ("欧***", "********1234", "********5678")
    assert rows[4][:4] == ("*****5678", "甲公司", "慕***", "张**")
    assert rows[6] == ("姓名", "李**", "性别", "男", None, "联系电话", "****1234")


def test_names_with_blanks_and_several_in_one_cell(tmp_path: Path) -> None:
    """`张 三`, `张三、李四` in their column are found again wherever they stand, with and without blanks."""
    made = openpyxl.Workbook()
    made.active.append(("姓 名", "子女姓名1", "说些什么"))
    made.active.append((f"{NAME[:2]} {NAME[2:]}", "王小明、钱多多", f"{NAME}与钱多多"))
    made.active.append(("赵一", None, "赵\u3000一说的"))
    made.properties.creator = NAME
    out = io.BytesIO()
    made.save(out)
    done, _ = masked(tmp_path, out.getvalue())
    rows = list(openpyxl.load_workbook(io.BytesIO(done)).active.values)
    assert rows[1][2] == "欧***与钱**" and "赵\u3000一" not in rows[2][2]


def test_measures_of_other_programs_stay(tmp_path: Path) -> None:
    """Widths and margins with fifteen digits are no card numbers."""

    def change(name: str, part: bytes) -> bytes:
        wide = b'<cols><col min="1" max="1" width="11.5703125123456" customWidth="1"/></cols><sheetData>'
        return part.replace(b"<sheetData>", wide) if name == "xl/worksheets/sheet1.xml" else part

    made, outcome = masked(tmp_path, changed(book(tmp_path), change))
    assert openpyxl.load_workbook(io.BytesIO(made)).active.column_dimensions["A"].width == 11.5703125123456
    assert outcome.remarks == ()


def test_columns_a_declared_ledger_calls_private(tmp_path: Path) -> None:
    """With --office the ledgers of the office workbook count."""
    data = io.BytesIO()
    made = openpyxl.Workbook()
    made.active.append(("荣誉", "绰号"))
    made.active.append(("先进", "小诸葛"))
    made.save(data)
    (tmp_path / "a.xlsx").write_bytes(data.getvalue())
    columns = [("单位名称", "单位名称", ""), ("绰号", "姓名", "姓名"), ("荣誉", "文本", "")]
    rows = sheets.sheet(columns=columns, rules=(), facts=FACTS, head=("列名", "类型", "保密"))
    office = sheets.book(tmp_path / "工作台.xlsx", 设置=[["项目", "值"]], 自定义表=rows)
    mask(tmp_path / "a.xlsx", tmp_path / "b.xlsx", office=office)
    assert list(openpyxl.load_workbook(tmp_path / "b.xlsx").active.values)[1] == ("先进", "小**")


@pytest.mark.office
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    """The masked copy of everything opens, with its cells."""

    def more(made: Any, sheet: Any) -> None:
        for one in (_properties, _chart, _validation, _links, _words, _names):
            one(made, sheet)

    masked(tmp_path, book(tmp_path, more))
    again = openpyxl.load_workbook(convert([tmp_path / "脱敏.xlsx"], "xlsx", tmp_path / "lo")["脱敏"])
    assert again.active["A2"].value == "欧***"
