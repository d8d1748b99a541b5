# ruff: noqa: E501 (a line of XML reads better unbroken)
"""Bare parts of an .xlsx, for files no program would write."""

from __future__ import annotations

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACK = "http://schemas.openxmlformats.org/package/2006"


def package(
    sheet: str, extra: dict[str, bytes] | None = None, shared: str = "", compress: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A minimal .xlsx around the XML of one sheet; `extra` parts are added or replaced."""
    parts: dict[str, bytes] = {
        "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{PACK}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.'
        'openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'.encode(),
        "_rels/.rels": f'<?xml version="1.0"?><Relationships xmlns="{PACK}/relationships"><Relationship Id="r1" '
        f'Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>'.encode(),
        "xl/workbook.xml": f'<?xml version="1.0"?><workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": f'<?xml version="1.0"?><Relationships xmlns="{PACK}/relationships">'
        f'<Relationship Id="r1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'.encode(),
        "xl/worksheets/sheet1.xml": sheet.encode(),
        "xl/sharedStrings.xml": (shared or f'<?xml version="1.0"?><sst xmlns="{MAIN}"/>').encode(),
    }
    parts |= extra or {}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compress) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return out.getvalue()


def sheet_xml(rows: str, dimension: str = "", after: str = "") -> str:
    """The XML of a sheet around its rows."""
    size = f'<dimension ref="{dimension}"/>' if dimension else ""
    return f'<?xml version="1.0"?><worksheet xmlns="{MAIN}">{size}<sheetData>{rows}</sheetData>{after}</worksheet>'


def cell_xml(ref: str, value: str) -> str:
    return f'<c r="{ref}" t="inlineStr"><is><t>{value}</t></is></c>'


HEAD = (
    '<row r="1">'
    + cell_xml("A1", "姓名")
    + cell_xml("B1", "身份证号")
    + cell_xml("C1", "单位名称")
    + "</row>"
)


def row_xml(number: int, cells: str) -> str:
    return f'<row r="{number}">{cells}</row>'
