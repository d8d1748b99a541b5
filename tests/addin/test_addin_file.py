"""The add-in as a file: same bytes everywhere, macros as written, every button connected both ways."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from union_xl import addin
from union_xl.addin import package
from union_xl.addin.buttons import BUTTONS, GROUPS, TAB, button, in_group
from union_xl.addin.compound_file import compound_file
from union_xl.addin.package import NAMESPACE, ribbon_bas, ribbon_xml
from union_xl.addin.vba_project import compress

ICONS = frozenset(
    {
        "AutoSum",
        "CalendarInsert",
        "Consolidate",
        "ControlProperties",
        "DataValidation",
        "ErrorChecking",
        "ExportWord",
        "FileDocumentInspect",
        "FileMarkAsFinal",
        "FileNewDefault",
        "FilePrintPreview",
        "FileSendAsAttachment",
        "FindDialog",
        "Help",
        "ReviewAcceptChange",
        "ReviewDeleteComment",
        "ReviewShareWorkbook",
        "TableInsert",
        "TracePrecedents",
        "Undo",
    }
)
"""Names of built-in Office icons (imageMso) that Excel 2010 and later know."""

ROOT = Path(__file__).parent.parent.parent
SPACE = f"{{{NAMESPACE}}}"


@pytest.fixture(scope="module")
def ribbon() -> etree._Element:
    return etree.fromstring(ribbon_xml().encode())


@pytest.fixture(scope="module")
def read_back(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """{module: source} as an outside reader sees the built add-in."""
    from oletools.olevba import VBA_Parser

    path = addin.build(tmp_path_factory.mktemp("addin"))
    parser = VBA_Parser(str(path))
    found = {name.rpartition(".")[0]: source for _, _, name, source in parser.extract_macros()}
    parser.close()
    return found


def test_the_committed_addin_is_rebuilt_byte_for_byte(tmp_path: Path) -> None:
    """workbooks/UnionXL.xlam is what the sources make."""
    built = addin.build(tmp_path)
    assert built.read_bytes() == (ROOT / "workbooks" / "UnionXL.xlam").read_bytes()


def test_two_builds_are_equal_and_nothing_is_deflated(tmp_path: Path) -> None:
    """Deflating would give other bytes with another zlib."""
    one, two = addin.build(tmp_path / "a"), addin.build(tmp_path / "b.xlam")
    assert one.read_bytes() == two.read_bytes()
    with zipfile.ZipFile(one) as opened:
        assert {info.compress_type for info in opened.infolist()} == {zipfile.ZIP_STORED}
        assert {info.date_time for info in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_macros_read_back_are_the_sources(read_back: dict[str, str]) -> None:
    """olevba finds exactly the three modules, line for line."""
    for name, source in package.modules().items():
        assert read_back[name].replace("\r\n", "\n") == source
    assert set(read_back) == {*package.modules(), "ThisWorkbook", "Sheet1"}


def test_sources_are_ascii_and_call_no_shell_of_others() -> None:
    """What antivirus products complain about is not there: cmd.exe, DLLs, downloads, xlwings.bas."""
    whole = "\n".join(package.modules().values())
    assert whole.isascii()
    for word in ("cmd", "Declare", "Lib ", ".dll", "URLDownload", "ADODB", "xlwings", 'Environ("PATH'):
        assert word.lower() not in whole.lower()


def test_every_callback_has_its_sub_and_back(ribbon: etree._Element, read_back: dict[str, str]) -> None:
    """onAction and subs name each other."""
    callbacks = [element.get("onAction") for element in ribbon.iter(f"{SPACE}button")]
    subs = re.findall(r"^Public Sub (\w+)\(control As Object\)", read_back["UnionRibbon"], re.M)
    assert sorted(subs) == sorted(one.macro for one in BUTTONS)
    assert sorted(callbacks) == sorted(one.macro for one in BUTTONS if not one.menu)
    menus = [element.get("getContent") for element in ribbon.iter(f"{SPACE}dynamicMenu")]
    told = re.findall(
        r"^Public Sub (\w+)\(control As Object, ByRef content\)", read_back["UnionRibbon"], re.M
    )
    assert menus == told == [f"{one.macro}_content" for one in BUTTONS if one.menu]


def test_every_sub_runs_a_handler_and_every_handler_has_its_sub(read_back: dict[str, str]) -> None:
    """UxRun names exactly the registered handlers."""
    from union_xl.excel.handlers import HANDLERS

    run = re.findall(r'^    UxRun "(\w+)"[^,]*, (True|False)', read_back["UnionRibbon"], re.M)
    assert [name for name, _ in run] == [one.id for one in BUTTONS]
    assert {name for name, _ in run} == set(HANDLERS)
    assert {name: needs == "True" for name, needs in run} == {one.id: one.book for one in BUTTONS}
    assert all(callable(handler) for handler in HANDLERS.values())


def test_ribbon_is_wellformed_for_excel(ribbon: etree._Element) -> None:
    """Namespace, ids, sizes, labels and attributes that Excel insists on."""
    assert ribbon.tag == f"{SPACE}customUI"
    ids = [element.get("id") for element in ribbon.iter(etree.Element) if element.get("id")]
    assert len(ids) == len(set(ids)) == 1 + len(GROUPS) + len(BUTTONS)
    assert all(re.fullmatch(r"[A-Za-z_][\w.]{0,1023}", one) for one in ids)
    for element in ribbon.iter(f"{SPACE}button", f"{SPACE}dynamicMenu"):
        does = "onAction" if element.tag == f"{SPACE}button" else "getContent"
        assert set(element.attrib) == {
            "id", "label", "size", "imageMso", does, "screentip", "supertip",
        }  # fmt: skip
        assert element.get("size") in ("normal", "large")
        assert element.get("imageMso") in ICONS
        assert all(0 < len(value) <= 1024 for value in element.attrib.values())
    assert [group.get("label") for group in ribbon.iter(f"{SPACE}group")] == list(GROUPS)
    assert next(ribbon.iter(f"{SPACE}tab")).get("label") == TAB


def test_table_of_buttons_is_whole() -> None:
    """Every button stands in a group, has its words, its icon and its command."""
    labels = "生成空表 校验本表 清除标记 批量合并 催报清单 填写报表 审核关系"
    labels += " 半年总结 追溯 采纳建议 脱敏副本 撤销上一步 设置 帮助"
    labels += " 名册 到期一览 查人 定稿 与上报数差异"
    assert sorted(one.label for one in BUTTONS) == sorted(labels.split())
    assert sum(len(in_group(group)) for group in GROUPS) == len(BUTTONS)
    assert len({one.id for one in BUTTONS}) == len(BUTTONS)
    for one in BUTTONS:
        assert one.tip and one.more and one.command.startswith("union-xl ") and one.icon in ICONS
        assert button(one.id) is one
    assert button("nothing") is None


def test_every_command_of_a_button_exists() -> None:
    """The command named beside a button is one the command line knows."""
    from union_xl.cli.commands import addin_app, app

    known = {command.name or command.callback.__name__ for command in app.registered_commands}
    below = {command.name for command in addin_app.registered_commands}
    for one in BUTTONS:
        words = one.command.split()
        assert words[1] in known or words[1] == "--help" or (words[1] == "addin" and words[2] in below)


def test_generated_module_is_what_the_table_says() -> None:
    """A further button needs nothing but its line in the table."""
    extra = BUTTONS[0].__class__("extra", "另一个", "工具", "Help", "一句", "多句", "union-xl --help")
    assert 'Public Sub ux_extra(control As Object)\n    UxRun "extra", True' in ribbon_bas((*BUTTONS, extra))
    assert 'onAction="ux_extra"' in ribbon_xml((*BUTTONS, extra))


def test_the_menu_has_every_list_of_every_ledger() -> None:
    """What VBA reads are the very names, in hex; decoded they are the declared lists."""
    from union_xl.ledgers import BUILT_IN

    coded = re.findall(r'UxMenuOf "ux_lists", "(\w+)", "(\w+)"', ribbon_bas())
    told = {bytes.fromhex(a).decode("utf-16-be"): bytes.fromhex(b).decode("utf-16-be") for a, b in coded}
    wanted = {form.short: "|".join(dict.fromkeys(x.name for x in form.lists)) for form in BUILT_IN}
    assert told == {short: names for short, names in wanted.items() if names}


def test_package_names_its_parts(tmp_path: Path) -> None:
    """Content types: an add-in, hidden; the twin for LibreOffice: a workbook with macros."""
    for twin, kind in ((False, "addin"), (True, "sheet")):
        path = tmp_path / "a.zip"
        path.write_bytes(package.addin_bytes(twin=twin))
        with zipfile.ZipFile(path) as opened:
            types = opened.read("[Content_Types].xml").decode()
            assert f"ms-excel.{kind}.macroEnabled.main+xml" in types
            assert (b"hidden" in opened.read("xl/workbook.xml")) is not twin
            for name in opened.namelist():
                if name.endswith((".xml", ".rels")):
                    etree.fromstring(opened.read(name))
            assert package.INTERPRETER in opened.read("xl/worksheets/sheet1.xml").decode()


@settings(deadline=None, max_examples=60)
@given(st.one_of(st.binary(max_size=9000), st.text("ab \r\n", max_size=9000).map(str.encode)))
def test_compression_is_undone_by_an_outside_reader(data: bytes) -> None:
    """oletools' decompression gives the input back, whatever it is."""
    from oletools.olevba import decompress_stream

    if data:
        packed = compress(data)
        plain = bytes(decompress_stream(bytearray(packed)))
        padded = -len(data) % 4096 if len(plain) != len(data) else 0
        assert plain == data + bytes(padded if len(plain) > len(data) else 0)


@settings(deadline=None, max_examples=40)
@given(st.dictionaries(st.text("abcdefghij", min_size=1, max_size=12), st.binary(max_size=9000), max_size=12))
def test_container_is_read_by_an_outside_reader(streams: dict[str, bytes]) -> None:
    """olefile finds every stream with its bytes, small and large, at the root and in a storage."""
    import io

    import olefile

    wanted = {(name,): data for name, data in streams.items()} | {
        ("Store", name): data[::-1] for name, data in streams.items()
    }
    with olefile.OleFileIO(io.BytesIO(compound_file(wanted))) as opened:
        for path, data in wanted.items():
            assert opened.openstream(list(path)).read() == data
        assert len(opened.listdir()) == len(wanted)


def test_non_ascii_source_is_refused() -> None:
    """A Chinese literal in VBA would be garbled on another code page."""
    with pytest.raises(UnicodeEncodeError):
        package.addin_bytes(replaced={"UnionStart": "' 中文"})
