"""The zip container: what is not rewritten stays byte for byte; broken and hostile ones are refused."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from tests.xlsx_edit.makers import handmade, parts_of, raw_entries, sheet_xml, text_cell
from union_xl import xlsx_edit
from union_xl.model import Edit, Limits, TemplateError
from union_xl.xlsx_edit.archive import Archive


class _Unseekable(io.RawIOBase):
    """A stream that cannot go back, so that zipfile writes data descriptors."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.data += bytes(data)
        return len(bytes(data))


def _plain() -> bytes:
    return handmade({"年报": sheet_xml(f'<row r="1">{text_cell("A1", "甲")}</row>')})


def _with_oddities() -> bytes:
    """Extra fields, comments, zip64 entry, stored entry, directory entry, archive comment."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts_of(_plain()).items():
            target.writestr(name, data)
        info = zipfile.ZipInfo("xl/media/图.bin", (2020, 5, 17, 8, 30, 12))
        info.extra, info.comment = struct.pack("<2H4s", 0x9999, 4, b"data"), "注".encode()
        target.writestr(info, b"\0\1" * 500, zipfile.ZIP_STORED)
        with target.open("xl/media/big.bin", "w", force_zip64=True) as big:
            big.write(b"zip64" * 100)
        target.writestr(zipfile.ZipInfo("empty/"), b"")
        target.comment = b"archive comment"
    return out.getvalue()


def test_untouched_entries_keep_headers_order_and_oddities() -> None:
    """Local entries, order, extra fields, comments and time stamps of untouched parts stay."""
    data = _with_oddities()
    done = xlsx_edit.apply(data, [Edit("年报", "A1", "乙")])
    before, after = raw_entries(data), raw_entries(done)
    assert list(before) == list(after)
    # No formula, so nothing has to be worked out again and the workbook part stays as it is.
    assert {name for name in before if before[name] != after[name]} == {"xl/worksheets/sheet1.xml"}
    with zipfile.ZipFile(io.BytesIO(done)) as archive:
        assert archive.testzip() is None
        assert archive.comment == b"archive comment"
        info = archive.getinfo("xl/media/图.bin")
        assert (info.date_time, info.comment, info.extra) == (
            (2020, 5, 17, 8, 30, 12),
            "注".encode(),
            struct.pack("<2H4s", 0x9999, 4, b"data"),
        )


def test_data_descriptors_travel_along() -> None:
    """Entries written to a stream (sizes after the data) are copied with their descriptors."""
    stream = _Unseekable()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts_of(_plain()).items():
            target.writestr(name, content)
    data = bytes(stream.data)
    done = xlsx_edit.apply(data, [Edit("年报", "A1", 5)])
    before, after = raw_entries(data), raw_entries(done)
    assert before["_rels/.rels"] == after["_rels/.rels"]
    assert before["_rels/.rels"][6] & 8
    assert zipfile.ZipFile(io.BytesIO(done)).testzip() is None


def test_bytes_before_the_zip_do_not_matter() -> None:
    """A file with something in front of the zip can be changed and read again."""
    archive = Archive(b"junk" * 10 + _plain())
    archive.write("xl/new.xml", b"<a/>")
    assert zipfile.ZipFile(io.BytesIO(archive.to_bytes())).testzip() is None


def test_zip64_offsets_are_patched() -> None:
    """An entry whose offset stands in a zip64 field of the directory is found after the move."""
    data = bytearray(_with_oddities())
    end = data.rindex(b"PK\5\6")
    start = struct.unpack_from("<L", data, end + 16)[0]
    at = bytes(data).index(b"PK\1\2", start)
    name_length, extra_length = struct.unpack_from("<2H", data, at + 28)
    offset = struct.unpack_from("<L", data, at + 42)[0]
    struct.pack_into("<L", data, at + 42, 0xFFFFFFFF)
    struct.pack_into("<H", data, at + 30, extra_length + 12)
    data[at + 46 + name_length : at + 46 + name_length] = struct.pack("<2HQ", 1, 8, offset)
    end = data.rindex(b"PK\5\6")
    struct.pack_into("<L", data, end + 12, struct.unpack_from("<L", data, end + 12)[0] + 12)
    archive = Archive(bytes(data))
    archive.write("xl/workbook.xml", b"<longer/>" * 99)
    again = zipfile.ZipFile(io.BytesIO(archive.to_bytes()))
    assert again.testzip() is None


def test_no_change_gives_the_very_bytes() -> None:
    """Without edits the bytes that came in go out."""
    data = _with_oddities()
    assert xlsx_edit.apply(data, []) is data
    assert Archive(data).to_bytes() is data


@pytest.mark.parametrize(
    "limits",
    [Limits(entries=3), Limits(unpacked_bytes=100)],
    ids=["entries", "size"],
)
def test_beyond_limits_is_refused(limits: Limits) -> None:
    """Too many entries or too much to unpack is refused before parsing."""
    with pytest.raises(TemplateError, match="超出限制"):
        xlsx_edit.apply(_plain(), [Edit("年报", "A1", 1)], limits=limits)


def test_bomb_is_refused() -> None:
    """An absurd compression ratio is refused."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts_of(_plain()).items():
            target.writestr(name, data)
        target.writestr("xl/media/zero.bin", b"\0" * 20_000_000)
    with pytest.raises(TemplateError, match="压缩比"):
        xlsx_edit.apply(out.getvalue(), [Edit("年报", "A1", 1)])


def test_lying_sizes_and_damage_are_refused() -> None:
    """A part whose bytes do not match its directory entry is refused, never half read."""
    data = bytearray(_plain())
    at = data.index(b"xl/workbook.xml") + len(b"xl/workbook.xml") + 5
    data[at : at + 4] = b"\xff\xff\xff\xff"
    with pytest.raises(TemplateError, match="损坏"):
        xlsx_edit.apply(bytes(data), [Edit("年报", "A1", 1)])


def test_doubled_names_are_refused() -> None:
    """Two parts of one name: nobody knows which one Excel reads."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, data in parts_of(_plain()).items():
            target.writestr(name, data)
        target.writestr("xl/Workbook.xml", b"<other/>")
    with pytest.raises(TemplateError, match="重名"):
        xlsx_edit.apply(out.getvalue(), [Edit("年报", "A1", 1)])


@pytest.mark.parametrize("cut", [0, 10, 400])
def test_truncated_file_is_refused(cut: int) -> None:
    """Half a file is told as damaged, not raised as a programming error."""
    with pytest.raises(TemplateError):
        xlsx_edit.apply(_plain()[:cut], [Edit("年报", "A1", 1)])


@pytest.mark.parametrize(
    "name",
    [
        "../evil.exe",
        "xl/../../evil.exe",
        "/etc/evil",
        "C:evil.exe",
        "c:/windows/evil.exe",
        "..\\evil.exe",
        "xl\\..\\..\\evil.exe",
        "\\\\server\\share\\evil",
        "windows\\evil.dll",
    ],
)
def test_entries_that_climb_out_are_left_behind(name: str) -> None:
    """What would be unpacked outside the folder does not go back to the sender."""
    out = io.BytesIO(_plain())
    with zipfile.ZipFile(out, "a") as target:
        info = zipfile.ZipInfo("evil")
        info.filename = info.orig_filename = name
        target.writestr(info, b"evil")
    done = xlsx_edit.apply(out.getvalue(), [Edit("年报", "A1", "乙")])
    with zipfile.ZipFile(io.BytesIO(done)) as opened:
        assert opened.testzip() is None
        assert not any("evil" in one for one in opened.namelist())
        assert set(opened.namelist()) == set(parts_of(_plain()))


def test_parts_with_backslashes_get_plain_names() -> None:
    """A workbook whose writer put backslashes, or a slash in front, stays one."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, data in parts_of(_plain()).items():
            info = zipfile.ZipInfo("x")
            info.filename = name.replace("/", "\\") if "rels" not in name else f"/{name}"
            target.writestr(info, data)
    done = xlsx_edit.apply(out.getvalue(), [Edit("年报", "A1", "乙")])
    assert set(parts_of(done)) == set(parts_of(_plain()))
    assert b"\xe4\xb9\x99" in parts_of(done)["xl/worksheets/sheet1.xml"]
