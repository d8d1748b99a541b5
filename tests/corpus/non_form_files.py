"""What lies in a folder besides good returns: copies, old versions, last period's file, wrong files, zips."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.corpus import containers, shapes, sheets
from tests.corpus.header_variants import CONTEST_HEADS, ENTRY_HEADS, MEMBER_HEADS
from tests.corpus.layout_styles import Block, Dress, columns, lay
from tests.corpus.people_of_units import Person
from tests.corpus.sheets import Sheet, Workbook
from tests.corpus.truth import TrueFile
from tests.corpus.units import Firm, Row, contest, entries, member

if TYPE_CHECKING:
    from tests.corpus.generate_returns import Folder

ASKED = frozenset({"待确认"})
ASIDE = frozenset({"忽略", "未能读取", "待确认"})
REFUSED = frozenset({"未能读取"})


def strays(drawing: Folder) -> None:
    """Add them all."""
    _versions(drawing)
    _stale(drawing)
    _copies(drawing)
    _zipped(drawing)
    _several_forms(drawing)
    _wrong(drawing)
    _broken(drawing)


def _plain(
    drawing: Folder, firm: Firm, rows: int, filled: dt.date, title: str = "工会会员实名制登记表"
) -> Workbook:
    """A tidy return of the first `rows` members, filled in on a day."""
    sheet = Sheet("会员登记表")
    above = [
        (title, "title"),
        (f"填报单位：{firm.name}      填报日期：{filled.year}年{filled.month}月{filled.day}日", "meta"),
    ]
    lay(sheet, firm.members[:rows], Dress(columns(MEMBER_HEADS), above=above))
    return Workbook([sheet], dt.datetime(filled.year, filled.month, filled.day, 10))


def _file(
    drawing: Folder, name: str, data: bytes, fates: frozenset[str], what: str, unit: str = "", form: str = ""
) -> None:
    while name in drawing.truth.files:  # a return of that name came before
        name = name.replace(".", "（2）.", 1)
    drawing.out[name] = data
    drawing.truth.files[name] = TrueFile(name, fates, unit, form, 0, what)


def _versions(drawing: Folder) -> None:
    """The newest of two whole versions counts; a later part of the list is asked about."""
    left = [f for number, f in enumerate(drawing.firms) if number % 11 == 10]
    for number, firm in enumerate(left):
        early, late = dt.date(2022, 6, 21), dt.date(2022, 7, 3)
        total = len(firm.members)
        if number % 2 == 0:
            old = sheets.xlsx(_plain(drawing, firm, total - 2, early))
            _file(
                drawing,
                f"{firm.brand}会员名册v2.xlsx",
                old,
                frozenset({"被替代"}),
                "旧版本",
                firm.name,
                "member",
            )
            item = drawing.member_return(firm, told="meta")
            item.drawn = _drawn(_plain(drawing, firm, total, late), drawing, firm)
            item.what = "新版本"
            drawing.place(item)
        else:
            item = drawing.member_return(firm, told="meta")
            item.drawn = _drawn(_plain(drawing, firm, total, early), drawing, firm)
            drawing.place(item)
            part = sheets.xlsx(_plain(drawing, firm, total // 2, late))
            _file(
                drawing, f"补报/{firm.brand}补充名单.xlsx", part, ASKED, "后来的部分名单", firm.name, "member"
            )


def _drawn(book: Workbook, drawing: Folder, firm: Firm) -> shapes.Drawn:
    heads = columns(MEMBER_HEADS)
    cols = {c.title: i + 1 for i, c in enumerate(heads) if c.title}
    count = book.sheets[0].size[0] - 3
    block = Block(book.sheets[0], (3,), cols, list(range(4, 4 + count)))
    return shapes.Drawn(book, [(block, list(range(count)))], "整齐")


def _stale(drawing: Folder) -> None:
    """Last period's file of a unit that also sent this period's."""
    firm = drawing.firms[5]
    earlier = [m for m in firm.members if m["入会日期"] < dt.date(2022, 1, 1)]
    if len(earlier) < 3:
        return
    held, firm.members = firm.members, earlier
    book = _plain(drawing, firm, len(earlier), dt.date(2021, 12, 27), "2021年下半年工会会员实名制登记表")
    firm.members = held
    fates = frozenset({"待确认", "忽略", "被替代", "未能读取"})
    _file(
        drawing,
        f"{firm.brand}2021年下半年会员.xlsx",
        sheets.xlsx(book),
        fates,
        "上期文件",
        firm.name,
        "member",
    )


def _copies(drawing: Folder) -> None:
    """The same bytes twice, under another name."""
    taken = [n for n, f in drawing.truth.files.items() if f.fates == {"采用"} and n in drawing.out]
    for name in drawing.rng.sample(taken, 2):
        stem, _, tail = name.rpartition(".")
        copy = f"{stem} - 副本.{tail}"
        drawing.out[copy] = drawing.out[name]
        # which of the two is the copy is a matter of path order; `score` treats them as one
        both = frozenset({"采用", "重复"})
        first, second = drawing.truth.files[name], TrueFile(copy, both, what="副本", form="member")
        first.what = f"原件:{copy}"
        second.unit = first.unit
        drawing.truth.files[copy] = second


def _zipped(drawing: Folder) -> None:
    """Some of the good returns travel in a zip with Chinese names, one of them nested."""
    rng = drawing.rng
    good = [n for n, f in drawing.truth.files.items() if f.what == "正常" and n in drawing.out]
    for number, inside in enumerate((rng.sample(good, 3), [])):
        if not inside:
            continue
        outer = f"社区打包{number + 1}.zip"
        members = {}
        for name in inside:
            inner = f"上报材料/{name.rpartition('/')[2]}"
            if inner in members:
                continue
            renamed = f"{outer}/{inner}"
            members[inner] = drawing.out.pop(name)
            _rename(drawing, name, renamed)
        members["上报材料/.DS_Store"] = b"\x00\x00\x00\x01Bud1" + b"\x00" * 60
        drawing.out[outer] = containers.packed(members, gbk=rng.random() < 0.6)
        drawing.truth.files.setdefault(outer, TrueFile(outer, frozenset(), what="压缩包"))


def _rename(drawing: Folder, old: str, new: str) -> None:
    truth = drawing.truth
    entry = truth.files.pop(old)
    entry.name = new
    truth.files[new] = entry
    for row in truth.rows:
        if row.file == old:
            row.file = new
    truth.faults = [replace(f, file=new) if f.file == old else f for f in truth.faults]


def _several_forms(drawing: Folder) -> None:
    """竞赛总表 and 竞赛报名 of one unit in one workbook, and both on one sheet."""
    firm = drawing.firms[9]
    name = f"{firm.brand}安全知识技能竞赛"
    first = contest("2022-90", name, "企业级", firm.name, "电工", dt.date(2022, 5, 3), dt.date(2022, 5, 9))
    rows = entries(drawing.rng, firm, name, "电工", 3)
    pages, blocks = [], []
    for title, heads, lines in (("竞赛总表", CONTEST_HEADS, [first]), ("报名", ENTRY_HEADS, rows)):
        sheet = Sheet(title)
        above = [(title, "title"), (f"填报单位：{firm.name}", "meta")]
        blocks.append((lay(sheet, lines, Dress(columns(heads), above=above)), list(range(len(lines)))))
        pages.append(sheet)
    book = Workbook(pages, dt.datetime(2022, 7, 2, 9))
    file = f"{firm.brand}竞赛材料.xlsx"
    for form, (block, part), lines in zip(("contest", "contest-entry"), blocks, ([first], rows), strict=True):
        drawn = shapes.Drawn(book, [(block, part)], "一册多表")
        item = shapes.Return(file, form, firm.name, drawn, lines, [firm.name] * len(lines))
        drawing.note(file, item, bare=False, kind="xlsx")
    drawing.out[file] = sheets.xlsx(book)


def _wrong(drawing: Folder) -> None:
    """Files that are not returns."""
    import docx

    rng = drawing.rng
    letter = docx.Document()
    letter.add_paragraph("会员名单见附件")
    table = letter.add_table(3, 3)
    for c, text in enumerate(("姓名", "身份证号", "手机")):
        table.cell(0, c).text = text
    out = io.BytesIO()
    letter.save(out)
    firm = drawing.firms[7]
    # The same bytes come again below, under a name that sorts before.
    _file(drawing, f"{firm.brand}会员名单.docx", out.getvalue(), REFUSED | {"忽略", "重复"}, "Word")
    jpg = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + rng.randbytes(900) + b"\xff\xd9"
    _file(drawing, "微信图片_20220701.jpg", jpg, REFUSED | {"忽略"}, "照片")
    _file(
        drawing, "盖章扫描件.pdf", b"%PDF-1.4\n%\xe2\xe3\n" + rng.randbytes(400), REFUSED | {"忽略"}, "扫描件"
    )
    _file(drawing, "打包.rar", b"Rar!\x1a\x07\x01\x00" + rng.randbytes(300), REFUSED | {"忽略"}, "rar")
    _file(drawing, f"{firm.brand}会员.xlsx", out.getvalue(), REFUSED, "Word改名xlsx")
    _file(
        drawing,
        "值班安排.xlsx",
        _other("值班表", ("日期", "值班人"), (("7月2日", "甲某"), ("7月3日", "乙某"))),
        ASIDE,
        "无关表",
    )
    people = [(drawing.people.name("男"), drawing.people.mobile(), "办公室") for _ in range(8)]
    _file(drawing, "通讯录.xlsx", _other("通讯录", ("姓名", "手机", "科室"), people), ASIDE, "通讯录")
    wages = [(drawing.people.name("女"), 5000 + i * 10, 300) for i in range(8)]
    _file(drawing, "6月工资表.xls", _other("工资", ("姓名", "应发工资", "扣款"), wages), ASIDE, "工资表")
    empty = Sheet("会员登记表")
    lay(empty, [], Dress(columns(MEMBER_HEADS), above=[("工会会员实名制登记表", "title")]))
    _file(drawing, "空白表.xlsx", sheets.xlsx(Workbook([empty])), ASIDE | {"采用"}, "空白表")
    stranger = Firm("宁波查无此厂有限公司", drawing.people.code(), "", "", "")
    stranger.members = [dict(m, 单位名称=stranger.name) for m in drawing.firms[0].members[:0]]
    for _ in range(5):
        person = drawing.people.person()
        stranger.members.append(_joined(drawing, stranger, person))
    data = sheets.xlsx(_plain(drawing, stranger, 5, dt.date(2022, 7, 1)))
    _file(
        drawing,
        "外地厂会员.xlsx",
        data,
        frozenset({"待确认", "未能读取", "忽略", "采用"}),
        "名单外单位",
        stranger.name,
        "member",
    )


def _joined(drawing: Folder, firm: Firm, person: Person) -> Row:
    return member(drawing.rng, firm, person, dt.date(2022, 2, 1))


def _other(name: str, heads: tuple[str, ...], lines: object) -> bytes:
    sheet = Sheet(name)
    for row, line in enumerate((heads, *lines), 1):  # type: ignore[misc]
        for col, value in enumerate(line, 1):
            sheet.put(row, col, value)
    return sheets.xlsx(Workbook([sheet]))


def _broken(drawing: Folder) -> None:
    """Empty, cut and locked files, and what systems leave behind."""
    firm = drawing.firms[6]
    whole = sheets.xlsx(_plain(drawing, firm, len(firm.members), dt.date(2022, 7, 1)))
    _file(drawing, "空.xlsx", b"", REFUSED | {"忽略"}, "0字节")
    _file(drawing, "下载未完成.xlsx", whole[: len(whole) // 2], REFUSED, "截断")
    _file(drawing, "别的密码.xlsx", containers.encrypted(whole, "nobody-knows"), REFUSED, "密码不明")
    nothing = frozenset({"忽略"})
    for name in (f"~${firm.brand}会员.xlsx", "Thumbs.db", ".DS_Store", "desktop.ini"):
        _file(drawing, name, b"\x05lock" + b" " * 160, nothing, "系统文件")
