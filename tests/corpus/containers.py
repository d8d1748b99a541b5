"""The other containers a return may come in: csv, HTML and SpreadsheetML named .xls, ods, zip, encrypted,
and (through LibreOffice) BIFF .xls."""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.corpus.sheets import Cell, Sheet, Workbook


def shown(cell: Cell | None) -> str:
    """A cell as text, the way Excel would save it to a csv."""
    if cell is None or cell.value is None:
        return ""
    value = cell.value
    if isinstance(value, dt.date):
        if "年" in cell.shown:
            return f"{value.year}年{value.month}月{value.day}日"
        return f"{value.year}/{value.month}/{value.day}"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.2E}" if value >= 1e11 and not cell.shown else f"{value:g}"
    return str(value)


def _rows(sheet: Sheet) -> list[list[str]]:
    height, width = sheet.size
    hidden = {
        (r, c)
        for top, left, bottom, right in sheet.merges
        for r in range(top, bottom + 1)
        for c in range(left, right + 1)
        if (r, c) != (top, left)
    }
    return [
        ["" if (r, c) in hidden else shown(sheet.cells.get((r, c))) for c in range(1, width + 1)]
        for r in range(1, height + 1)
    ]


def csv_bytes(sheet: Sheet, encoding: str = "gb18030", delimiter: str = ",") -> bytes:
    """One sheet as csv (`utf-8-sig` and `utf-16` allowed)."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(_rows(sheet))
    return out.getvalue().encode(encoding, "replace")


def html_xls(sheet: Sheet, encoding: str = "utf-8") -> bytes:
    """One sheet as the HTML table many systems save under the name .xls."""
    height, width = sheet.size
    spans = {(t, left): (b - t + 1, r - left + 1) for t, left, b, r in sheet.merges}
    inside = {
        (r, c)
        for t, left, b, right in sheet.merges
        for r in range(t, b + 1)
        for c in range(left, right + 1)
        if (r, c) != (t, left)
    }
    lines = [
        f'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="{encoding}">'
        "<style>td{mso-number-format:'\\@';}</style></head><body><table border=1>"
    ]
    for r in range(1, height + 1):
        cells = []
        for c in range(1, width + 1):
            if (r, c) in inside:
                continue
            down, across = spans.get((r, c), (1, 1))
            span = (f" rowspan={down}" if down > 1 else "") + (f" colspan={across}" if across > 1 else "")
            text = html.escape(shown(sheet.cells.get((r, c)))).replace("\n", "<br>")
            cells.append(f"<td{span}>{text}</td>")
        lines.append("<tr>" + "".join(cells) + "</tr>")
    return ("\n".join(lines) + "</table></body></html>").encode(encoding, "xmlcharrefreplace")


def spreadsheetml(book: Workbook) -> bytes:
    """The workbook as SpreadsheetML 2003 (one XML file, usually named .xls)."""
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        '<Styles><Style ss:ID="d"><NumberFormat ss:Format="yyyy/m/d"/></Style></Styles>'
    ]
    for sheet in book.sheets:
        spans = {(t, left): (b - t, r - left) for t, left, b, r in sheet.merges}
        hide = (
            ""
            if sheet.visible
            else (
                '<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">'
                "<Visible>SheetHidden</Visible></WorksheetOptions>"
            )
        )
        out.append(f'<Worksheet ss:Name="{html.escape(sheet.name)}"><Table>')
        for r in range(1, sheet.size[0] + 1):
            here = sorted(c for (row, c) in sheet.cells if row == r)
            if not here:
                continue
            out.append(f'<Row ss:Index="{r}"' + (' ss:Hidden="1"' if r in sheet.hidden_rows else "") + ">")
            for c in here:
                value = sheet.cells[r, c].value
                if value is None or value == "":
                    continue
                down, across = spans.get((r, c), (0, 0))
                span = (f' ss:MergeAcross="{across}"' if across else "") + (
                    f' ss:MergeDown="{down}"' if down else ""
                )
                kind, text, style = "String", html.escape(str(value)), ""
                if isinstance(value, dt.date):
                    kind, text, style = "DateTime", f"{value:%Y-%m-%d}T00:00:00.000", ' ss:StyleID="d"'
                elif isinstance(value, int | float) and not isinstance(value, bool):
                    kind = "Number"
                text = text.replace("\n", "&#10;")
                out.append(f'<Cell ss:Index="{c}"{style}{span}><Data ss:Type="{kind}">{text}</Data></Cell>')
            out.append("</Row>")
        out.append(f"</Table>{hide}</Worksheet>")
    out.append("</Workbook>")
    return "".join(out).encode()


_ODS_NS = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)


def ods(book: Workbook) -> bytes:
    """The workbook as .ods (values, merges, hidden sheets)."""
    parts = [
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODS_NS} office:version="1.2">'
        '<office:automatic-styles><style:style style:name="hid" style:family="table">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
        "<office:body><office:spreadsheet>"
    ]
    for sheet in book.sheets:
        style = "" if sheet.visible else ' table:style-name="hid"'
        parts.append(f'<table:table table:name="{html.escape(sheet.name)}"{style}>')
        parts += _ods_rows(sheet)
        parts.append("</table:table>")
    parts.append("</office:spreadsheet></office:body></office:document-content>")
    meta = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-meta '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2"><office:meta>'
        f"<dc:date>{book.modified:%Y-%m-%dT%H:%M:%S}</dc:date></office:meta></office:document-meta>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        '<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    return packed(
        {
            "mimetype": kind.encode(),
            "content.xml": "".join(parts).encode(),
            "meta.xml": meta.encode(),
            "META-INF/manifest.xml": manifest.encode(),
        },
        stored=("mimetype",),
    )


def _ods_rows(sheet: Sheet) -> list[str]:
    height, width = sheet.size
    spans = {(t, left): (b - t + 1, r - left + 1) for t, left, b, r in sheet.merges}
    out = []
    for r in range(1, height + 1):
        row = ["<table:table-row>"]
        for c in range(1, width + 1):
            cell = sheet.cells.get((r, c))
            down, across = spans.get((r, c), (1, 1))
            span = ""
            if down > 1 or across > 1:
                span = f' table:number-columns-spanned="{across}" table:number-rows-spanned="{down}"'
            row.append(_ods_cell(cell, span))
        out.append("".join(row) + "</table:table-row>")
    return out


def _ods_cell(cell: Cell | None, span: str) -> str:
    value = None if cell is None else cell.value
    if value is None or value == "":
        return f"<table:table-cell{span}/>"
    if isinstance(value, dt.date):
        return (
            f'<table:table-cell office:value-type="date" office:date-value="{value:%Y-%m-%d}"{span}>'
            f"<text:p>{value:%Y-%m-%d}</text:p></table:table-cell>"
        )
    if isinstance(value, int | float) and not isinstance(value, bool):
        return (
            f'<table:table-cell office:value-type="float" office:value="{value!r}"{span}>'
            f"<text:p>{value:g}</text:p></table:table-cell>"
        )
    text = "".join(f"<text:p>{html.escape(line)}</text:p>" for line in str(value).split("\n"))
    return f'<table:table-cell office:value-type="string"{span}>{text}</table:table-cell>'


def packed(entries: Mapping[str, bytes], stored: Sequence[str] = (), gbk: bool = False) -> bytes:
    """A zip of the entries with fixed times; `gbk` writes the names as Windows zip programs do."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, data in entries.items():
            info = zipfile.ZipInfo(name, (2022, 7, 4, 9, 30, 0))
            info.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            if gbk:
                # GBK bytes read as cp437 keep the UTF-8 flag away, so the raw GBK bytes land in the archive
                info = _Raw(name, (2022, 7, 4, 9, 30, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, data)
    return out.getvalue()


class _Raw(zipfile.ZipInfo):
    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def encrypted(data: bytes, password: str) -> bytes:
    """An .xlsx locked with an opening password."""
    import msoffcrypto.format.ooxml as ooxml

    out = io.BytesIO()
    ooxml.OOXMLFile(io.BytesIO(data)).encrypt(password, out)
    return out.getvalue()


def converted(files: Mapping[str, bytes], to: str = "xls") -> dict[str, bytes]:
    """{stem: xlsx bytes} -> {stem: bytes of the other format}, by LibreOffice; {} where there is none."""
    program = shutil.which("soffice")
    if not program or not files:
        return {}
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        stems = {f"f{i}": stem for i, stem in enumerate(files)}
        for short, stem in stems.items():
            (home / f"{short}.xlsx").write_bytes(files[stem])
        command = [
            program,
            f"-env:UserInstallation=file://{home}/profile",
            "--headless",
            "--convert-to",
            {"xls": "xls:MS Excel 97"}.get(to, to),
            "--outdir",
            str(home / "out"),
            *(str(home / f"{short}.xlsx") for short in stems),
        ]
        subprocess.run(command, check=False, capture_output=True, timeout=240)
        return {
            stem: (home / "out" / f"{short}.{to}").read_bytes()
            for short, stem in stems.items()
            if (home / "out" / f"{short}.{to}").exists()
        }
