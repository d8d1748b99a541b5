"""Workbooks for the tests, made by code: by XlsxWriter, and by hand where a feature has no other maker."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import xlsxwriter

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def written(build: Callable[[Any], None]) -> bytes:
    """A workbook made by XlsxWriter; `build` gets the open workbook."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        build(book)
    return out.getvalue()


def rels(*targets: tuple[str, str], base: str = RELATIONS) -> str:
    """A relationships part: (kind, target) get rId1, rId2 …"""
    inner = "".join(
        f'<Relationship Id="rId{number}" Type="{kind if "://" in kind else f"{base}/{kind}"}" '
        f'Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}">{inner}</Relationships>'


def handmade(
    sheets: Mapping[str, str | bytes],
    parts: Mapping[str, tuple[str | bytes, str]] | None = None,
    sheet_rels: Mapping[int, str] | None = None,
    workbook: str = "",
    workbook_rels: tuple[tuple[str, str], ...] = (),
    strict: bool = False,
    absolute: bool = False,
    package_rels: tuple[tuple[str, str], ...] = (),
    macro: bool = False,
) -> bytes:
    """A package written by hand: `sheets` name -> worksheet XML; `parts` name -> (data, content type)."""
    main, office = (STRICT, RELATIONS_STRICT) if strict else (MAIN, RELATIONS)
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(sheets, 1)
    )
    book = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<workbook xmlns="{main}" xmlns:r="{office}">'
        f"<sheets>{listed}</sheets>{workbook}</workbook>"
    )
    prefix = "/xl/" if absolute else ""
    main_type = "application/vnd.ms-excel.sheet.macroEnabled.main+xml" if macro else f"{_TYPE}.sheet.main+xml"
    overrides = {"/xl/workbook.xml": main_type}
    files: dict[str, str | bytes] = {
        "_rels/.rels": rels(("officeDocument", "xl/workbook.xml"), *package_rels, base=office),
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": rels(
            *(("worksheet", f"{prefix}worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)),
            *workbook_rels,
            base=office,
        ),
    }
    for number, xml in enumerate(sheets.values(), 1):
        files[f"xl/worksheets/sheet{number}.xml"] = xml
        overrides[f"/xl/worksheets/sheet{number}.xml"] = f"{_TYPE}.worksheet+xml"
    for number, xml in (sheet_rels or {}).items():
        files[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = xml
    for name, (data, kind) in (parts or {}).items():
        files[name] = data
        if kind:
            overrides[f"/{name}"] = kind
    types = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
            '<Default Extension="vml" '
            'ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
            f"{types}</Types>",
        )
        for name, data in files.items():
            package.writestr(name, data)
    return out.getvalue()


def sheet_xml(rows: str, after: str = "", before: str = "", main: str = MAIN, spaces: str = "") -> str:
    """A worksheet; `rows` the inside of sheetData."""
    office = RELATIONS_STRICT if main == STRICT else RELATIONS
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="{main}" xmlns:r="{office}"{spaces}>'
        f"{before}<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def text_cell(ref: str, text: str, more: str = "") -> str:
    return f'<c r="{ref}" t="inlineStr"{more}><is><t>{text}</t></is></c>'


def parts_of(data: bytes) -> dict[str, bytes]:
    """Part name -> unpacked bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def repacked(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The package with some parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, old in (parts_of(data) | dict(parts)).items():
            package.writestr(name, old)
    return out.getvalue()


def changed_parts(before: bytes, after: bytes) -> set[str]:
    """Names of parts that differ, came or went; an entry XlsxWriter names `/xl/…` is the part `xl/…`."""
    old, new = ({name.lstrip("/"): part for name, part in parts_of(d).items()} for d in (before, after))
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def raw_entries(data: bytes) -> dict[str, bytes]:
    """Part name -> the local zip entry as it lies in the file, header included."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        infos = sorted(package.infolist(), key=lambda one: one.header_offset)
        ends = [one.header_offset for one in infos[1:]] + [package.start_dir]
        return {one.filename: data[one.header_offset : end] for one, end in zip(infos, ends, strict=True)}
