"""The add-in as a file: ribbon, VBA, and one sheet with the interpreter path and the texts VBA shows.

Parts are stored, not deflated: zlib's output differs between systems, and the committed file must be
rebuilt byte for byte anywhere.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from union_xl.addin.buttons import BUTTONS, GROUPS, TAB, Button
from union_xl.addin.vba_project import vba_project
from union_xl.ledgers import BUILT_IN

PROJECT = "UnionXL"
INTERPRETER = r"%LOCALAPPDATA%\union_xl\python\pythonw.exe"
BESIDE = r".\python\pythonw.exe"
_TEXTS = (
    ("没有打开的工作簿", "请先打开要处理的工作簿，再点这个按钮。"),
    ("没有启动", "没能启动 Python。请运行 安装加载项.bat，或请信息人员执行 union-xl addin doctor 查看原因。"),
    ("异常结束", "处理没有完成，工作簿没有被保存。请运行 union-xl addin doctor 查看日志的位置。"),
    ("受保护的视图", "这个文件是在“受保护的视图”里打开的。请先点上方黄条里的“启用编辑”，再点这个按钮。"),
    ("撤销", "撤销“工会表格”上一步"),
)
_VBA = Path(__file__).parent / "vba"
_OPEN = "http://schemas.openxmlformats.org/"
_DOCUMENT = f"{_OPEN}officeDocument/2006/relationships"
_MICROSOFT = "http://schemas.microsoft.com/office"
_SHEET = f"{_OPEN}spreadsheetml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_SHEET}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font>'
    '</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill>'
    '<patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/>'
    '<bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" '
    'borderId="0"/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" '
    'xfId="0"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


def modules() -> dict[str, str]:
    """{module name: source} of the add-in's VBA: two kept by hand, one generated from the buttons."""
    own = {name: (_VBA / f"{name}.bas").read_text("utf-8") for name in ("UnionRun", "UnionStart")}
    return {"UnionRibbon": ribbon_bas(), **own}


def addin_bytes(
    interpreter: str = INTERPRETER, *, twin: bool = False, replaced: dict[str, str] | None = None
) -> bytes:
    """The bytes of UnionXL.xlam; the same on every system.

    `interpreter` is what VBA starts (`.\\` means: beside the add-in).  `twin` makes an .xlsm for
    LibreOffice, which opens no .xlam; `replaced` puts other sources in place of modules (tests).
    """
    sources = modules() | (replaced or {})
    kind = "sheet" if twin else "addin"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(kind),
        "_rels/.rels": _relations(
            (f"{_DOCUMENT}/officeDocument", "xl/workbook.xml"),
            (f"{_MICROSOFT}/2007/relationships/ui/extensibility", "customUI/customUI14.xml"),
        ),
        "customUI/customUI14.xml": ribbon_xml(),
        "xl/_rels/workbook.xml.rels": _relations(
            (f"{_DOCUMENT}/worksheet", "worksheets/sheet1.xml"),
            (f"{_DOCUMENT}/styles", "styles.xml"),
            (f"{_MICROSOFT}/2006/relationships/vbaProject", "vbaProject.bin"),
        ),
        "xl/styles.xml": _STYLES,
        "xl/vbaProject.bin": vba_project(sources, PROJECT),
        "xl/workbook.xml": _workbook(hidden=not twin),
        "xl/worksheets/sheet1.xml": _sheet((("解释器", interpreter), *_TEXTS)),
    }
    return _zipped(parts)


def _zipped(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system = 0
            package.writestr(info, data)
    return out.getvalue()


def _content_types(kind: str) -> str:
    def part(name: str, content: str) -> str:
        return f'<Override PartName="{name}" ContentType="application/vnd.{content}"/>'

    sheet = "openxmlformats-officedocument.spreadsheetml"
    return (
        f'{_HEAD}<Types xmlns="{_OPEN}package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + part("/xl/workbook.xml", f"ms-excel.{kind}.macroEnabled.main+xml")
        + part("/xl/worksheets/sheet1.xml", f"{sheet}.worksheet+xml")
        + part("/xl/styles.xml", f"{sheet}.styles+xml")
        + part("/xl/vbaProject.bin", "ms-office.vbaProject")
        + "</Types>"
    )


def _relations(*items: tuple[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(items, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_OPEN}package/2006/relationships">{inner}</Relationships>'


def _workbook(*, hidden: bool) -> str:
    view = ' visibility="hidden"' if hidden else ""
    return (
        f'{_HEAD}<workbook xmlns="{_SHEET}" xmlns:r="{_DOCUMENT}"><workbookPr codeName="ThisWorkbook"/>'
        f'<bookViews><workbookView{view}/></bookViews><sheets><sheet name="{PROJECT}" sheetId="1" '
        'r:id="rId1"/></sheets></workbook>'
    )


def _sheet(lines: tuple[tuple[str, str], ...]) -> str:
    rows = "".join(
        f'<row r="{row}">'
        + "".join(
            f'<c r="{col}{row}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
            for col, text in zip("AB", line, strict=True)
        )
        + "</row>"
        for row, line in enumerate(lines, start=1)
    )
    return (
        f'{_HEAD}<worksheet xmlns="{_SHEET}"><sheetPr codeName="Sheet1"/><sheetData>{rows}</sheetData>'
        "</worksheet>"
    )


DUE, MORE = "到期一览", "别的清单…"
NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"


def ribbon_xml(buttons: Sequence[Button] = BUTTONS) -> str:
    """The customUI14 part: one tab, its groups, a button for each line of the table."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<customUI xmlns="{NAMESPACE}">',
        "  <ribbon>",
        "    <tabs>",
        f'      <tab id="uxTab" label={quoteattr(TAB)}>',
    ]
    for number, group in enumerate(GROUPS, start=1):
        lines.append(f'        <group id="uxGroup{number}" label={quoteattr(group)}>')
        lines += [f"          {_button(one)}" for one in buttons if one.group == group]
        lines.append("        </group>")
    return "\n".join([*lines, "      </tab>", "    </tabs>", "  </ribbon>", "</customUI>", ""])


def _button(one: Button) -> str:
    attributes = {
        "id": f"uxButton_{one.id}",
        "label": one.label,
        "size": "large" if one.large else "normal",
        "imageMso": one.icon,
        "getContent" if one.menu else "onAction": content_of(one) if one.menu else one.macro,
        "screentip": one.tip,
        "supertip": one.more,
    }
    kind = "dynamicMenu" if one.menu else "button"
    return f"<{kind} {' '.join(f'{key}={quoteattr(value)}' for key, value in attributes.items())}/>"


def ribbon_bas(buttons: Sequence[Button] = BUTTONS) -> str:
    """The VBA module UnionRibbon: one sub for each button, ASCII only."""
    lines = [
        'Attribute VB_Name = "UnionRibbon"',
        "Option Explicit",
        "' Generated from union_xl/addin/buttons.py; do not edit by hand.",
    ]
    for one in buttons:
        needs, writes = one.book, one.writes
        choice = ' & ":" & UxHex(UxTag(control))' if one.menu else ""
        lines += [
            "",
            f"Public Sub {one.macro}(control As Object)",
            f'    UxRun "{one.id}"{choice}, {needs}, {writes}',
            "End Sub",
        ]
        if one.menu:
            lines += _content(one)
    return "\n".join([*lines, ""])


def content_of(one: Button) -> str:
    """The VBA sub that says what stands in the menu of a button."""
    return f"{one.macro}_content"


def _content(one: Button) -> list[str]:
    """The menu: the lists of every ledger whose sheet the open workbook has, then those of all ledgers."""
    lines = ["", f"Public Sub {content_of(one)}(control As Object, ByRef content)", "    UxMenuBegin"]
    for form in sorted(BUILT_IN, key=lambda form: form.short):
        names = list(dict.fromkeys(item.name for item in form.lists))
        if names:
            entries = ", ".join(f'"{_hex(text)}"' for text in (form.short, "|".join(names)))
            lines.append(f'    UxMenuOf "{one.macro}", {entries}')
    return [*lines, f'    content = UxMenuEnd("{one.macro}", "{_hex(DUE)}", "{_hex(MORE)}")', "End Sub"]


def _hex(text: str) -> str:
    """Text as VBA's UxText reads it: four hex digits a UTF-16 unit."""
    return text.encode("utf-16-be").hex().upper()
