"""The live checks of a blank, as formulas that Excel 2010, WPS and LibreOffice all have.

Each check is stated twice from the same parts: `count` counts the faulty cells of a whole column (the line on
top adds these up; a range formula survives pasting), `cell` tells whether one cell is faulty (it colours).
No LET, FILTER or other newer function; array constants only where Excel allows them (not in `cell`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from union_xl.blanks.layout import Layout
from union_xl.ledgers.form import Column
from union_xl.model import ERROR, WARNING, Level

RESIDENT = ("居民身份证", "港澳台居民居住证")
DATES = frozenset({"日期", "截止日期"})
IDS = frozenset({"证件号码", "身份证号"})
CODES = frozenset({"统一社会信用代码", "工会统一社会信用代码"})
_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


ACCEPTED = "_ALL"
"""Behind a drop-down's name: the name of the range of all spellings that checking takes silently."""


def spelled(column: Column) -> tuple[str, ...]:
    """The choices of a column, then their other spellings."""
    kind = column.kind
    return tuple(dict.fromkeys((*kind.choices, *(other for other, _ in kind.spellings))))


@dataclass(frozen=True, slots=True)
class Check:
    """One live check.

    `title` is the standard title of its column ('' for the whole sheet), `name` what it is called in the
    overview, `says` what to do; an empty `count` is counted elsewhere, an empty `cell` colours nothing.
    """

    name: str
    title: str
    level: Level
    says: str
    count: str
    cell: str = ""


def checks(layout: Layout, lists: dict[str, str], ones: str, unit_known: bool) -> tuple[Check, ...]:
    """All checks of a blank.

    Args:
        lists: {title: its drop-down's name}.  ones: a range of as many 1s as the table has columns.
        unit_known: the head names the unit, so that a blank 单位名称 is no fault.
    """
    found = list(_filled_in(layout, ones, unit_known))
    for number, column in enumerate(layout.columns, 2):
        found += _of_column(layout, column, number, lists)
    found += _against_id(layout)
    found += _twice(layout)
    return tuple(found)


def _filled_in(layout: Layout, ones: str, unit_known: bool) -> Iterator[Check]:
    """Blank cells in rows that hold something, and error values."""
    table = layout.area(2, layout.width)
    started = f'(MMULT(--({table}<>""),{ones})>0)'
    row = f"COUNTA({layout.cell(2)}:{layout.cell(layout.width)})>0"
    yield Check(
        "错误值", "", ERROR, "单元格里有 #N/A、#REF! 之类的错误值，请改成实际内容",
        f"SUMPRODUCT(--ISERROR({table}))", "",
    )  # fmt: skip
    for need, name, level in (("required", "必填未填", ERROR), ("expected", "建议补填", WARNING)):
        wanted = [
            number
            for number, column in enumerate(layout.columns, 2)
            if column.need == need
            and not (column.title == layout.unit_title and unit_known)
            and not _derived(layout, column)
        ]
        if wanted:
            blanks = "+".join(f'({layout.area(number)}="")' for number in wanted)
            yield Check(name, "", level, "这些列每人（每行）都要填", f"SUMPRODUCT({started}*({blanks}))")
        for number in wanted:
            title = layout.columns[number - 2].title
            yield Check(name, title, level, "", "", f'AND({layout.cell(number)}="",{row})')


def _derived(layout: Layout, column: Column) -> bool:
    """What checking works out itself: blank is no fault."""
    return column.derived is not None and layout.of("id") > 0


def _of_column(layout: Layout, column: Column, number: int, lists: dict[str, str]) -> Iterator[Check]:
    area, cell, kind = layout.area(number), layout.cell(number), column.kind.name
    if column.title in lists:
        choices = lists[column.title] + ACCEPTED
        yield _check(
            column, "不在可选范围", "请从下拉列表中选一项",
            area, cell, lambda x: f"COUNTIF({choices},{x})>0",
        )  # fmt: skip
    elif kind in IDS and column.role == "id":
        resident = _resident(layout)
        yield Check(
            "证件号码有误", column.title, ERROR, "身份证号应为18位且校验位正确，请对照证件重填",
            f'SUMPRODUCT(({area}<>"")*{resident(True)}*(1-{id_valid(area, True)}))',
            f'AND({cell}<>"",{resident(False)},ISERROR(1/({id_valid(cell, False)})))',
        )  # fmt: skip
    elif kind in DATES:
        forever = kind == "截止日期"
        yield _check(
            column, "日期有误", "请写成 2022-03-20 这样的真实日期", area, cell, lambda x: date_ok(x, forever)
        )
    elif kind == "手机号码":
        yield _check(column, "手机号码有误", "应为1开头的11位数字", area, cell, mobile_ok)
    elif kind in ("联系电话", "电话"):
        yield _check(column, "电话有误", "请填手机号或带区号的座机号", area, cell, phone_ok)
    elif kind in CODES:
        yield _check(
            column, "信用代码位数不对", "应为18位数字和大写字母", area, cell, lambda x: f"LEN({tight(x)})=18"
        )
        yield Check(
            "信用代码校验位不对", column.title, WARNING, "请对照营业执照（登记证书）核对",
            f'SUMPRODUCT((LEN({tight(area)})=18)*(1-{code_valid(area, True)}))',
            f'AND(LEN({tight(cell)})=18,ISERROR(1/({code_valid(cell, False)})))',
        )  # fmt: skip
    elif not column.kind.text:
        yield _check(column, "不是数字", "请只填数字，单位写在表头", area, cell, number_ok)


def _check(column: Column, name: str, says: str, area: str, cell: str, ok: Callable[[str], str]) -> Check:
    """A check of one column by itself: what `ok` says for a cell, it says for the whole range."""
    return Check(
        name, column.title, ERROR, says,
        f'SUMPRODUCT(({area}<>"")*(1-({ok(area)})))',
        f'AND({cell}<>"",1-IFERROR(--({ok(cell)}),0))',
    )  # fmt: skip


def _against_id(layout: Layout) -> Iterator[Check]:
    """Gender and birth date must agree with the ID; an ID that is wrong itself silences both."""
    person = layout.of("id")
    if not person:
        return
    area, cell, resident = layout.area(person), layout.cell(person), _resident(layout)
    gender, birth = layout.of("gender"), layout.of("birth")
    if gender:
        a, c = layout.area(gender), layout.cell(gender)
        one = f"MID({padded(area)},17,1)"
        digit = f'FIND({one},"0123456789"&{one})-1'
        yield Check(
            "性别与身份证不符", layout.form.titled("gender"), ERROR,
            "身份证第17位单数为男、双数为女，请核对性别和证件号码",
            f'SUMPRODUCT((({a}="男")+({a}="女"))*{resident(True)}*{id_valid(area, True)}'
            f'*(MID("女男",MOD({digit},2)+1,1)<>{a}))',
            f'AND(OR({c}="男",{c}="女"),{resident(False)},{id_valid(cell, False)},'
            f'MID("女男",MOD(MID({tight(cell)},17,1),2)+1,1)<>{c})',
        )  # fmt: skip
    if birth:
        a, c = layout.area(birth), layout.cell(birth)
        yield Check(
            "出生日期与身份证不符", layout.form.titled("birth"), ERROR, "身份证第7至14位是出生日期，请核对",
            f'SUMPRODUCT(ISNUMBER({a})*{resident(True)}*{id_valid(area, True)}'
            f'*(TEXT({a},"yyyymmdd")<>MID({tight(area)},7,8)))',
            f'AND(ISNUMBER({c}),{resident(False)},{id_valid(cell, False)},'
            f'TEXT({c},"yyyymmdd")<>MID({tight(cell)},7,8))',
        )  # fmt: skip


def _twice(layout: Layout) -> Iterator[Check]:
    """The same key twice in the sheet; the first one stands."""
    for key in layout.form.keys[:1]:
        kind = layout.form.titled("id_type")
        cols = [layout.col(title) for title in key if title != kind]
        if not cols or not all(cols):
            continue
        areas, cells = [layout.area(col) for col in cols], [layout.cell(col) for col in cols]
        joined = '&"|"&'.join(f"TRIM({one})" for one in areas)
        filled = "*".join(f'({one}<>"")' for one in areas)
        first = areas[0]
        own = layout.area(cols[0], sheet=False)
        above = "*".join(
            f"(TRIM({layout.area(col, sheet=False)})=TRIM({cell}))"
            for col, cell in zip(cols, cells, strict=True)
        )
        yield Check(
            "重复", key[-1], ERROR, "同一人（单位、竞赛）只填一行，请删去重复的一行",
            f"SUMPRODUCT({filled}*(MATCH({joined},{joined},0)<>ROW({first})-MIN(ROW({first}))+1))",
            f'AND({cells[-1]}<>"",SUMPRODUCT({above}*(ROW({own})<=ROW({cells[0]})))>1)',
        )  # fmt: skip


def _resident(layout: Layout) -> Callable[[bool], str]:
    """Whether a row's document is one that carries a resident number (a blank type counts as ID card)."""
    col = layout.of("id_type")
    if not col:
        return lambda whole: "1"
    others = layout.columns[col - 2].kind.spellings
    names = (*RESIDENT, *(other for other, one in others if one in RESIDENT))

    def test(whole: bool) -> str:
        kind = layout.area(col) if whole else layout.cell(col)
        equal = [f'({kind}="")', *(f'({kind}="{one}")' for one in names)]
        return "(" + "+".join(equal) + ">0)"

    return test


def tight(x: str) -> str:
    """Text without blanks and hyphens, in capitals."""
    return f'SUBSTITUTE(SUBSTITUTE(UPPER({x})," ",""),"-","")'


def padded(x: str) -> str:
    """The same, long enough that every character looked for is there (programs differ on finding nothing)."""
    return f'{tight(x)}&"#################"'


def id_valid(x: str, whole: bool) -> str:
    """1 for a valid 18-digit number (GB 11643): length, digits, checksum, a real birth date.

    For a single cell an invalid one may also be an error value: wrap it in ISERROR(1/…).
    """
    t = tight(x)
    if whole:
        at = "{1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17}"
        one = f"MID({padded(x)},{at},1)"
        digits = f'FIND({one},"0123456789"&{one})-1'
        total = f"MMULT({digits},{{7;9;10;5;8;4;2;1;6;3;7;9;10;5;8;4;2}})"
    else:
        # The weights are 2^(18-k) mod 11; array constants are not allowed in conditional formats.
        total = f"SUMPRODUCT(MID({t},COLUMN($A:$Q),1)*MOD(2^(18-COLUMN($A:$Q)),11))"
    born = f"MONTH(DATE(MID({t},7,4),MID({t},11,2),MID({t},13,2)))=--MID({t},11,2)"
    return (
        f"((LEN({t})=18)*ISNUMBER(--LEFT({t},17))"
        f'*(MID("10X98765432",MOD({total},11)+1,1)=MID({t},18,1))*ISNUMBER(1/({born})))'
    )


def code_valid(x: str, whole: bool) -> str:
    """1 for a unified social credit code whose check character is right (GB 32100)."""
    t = tight(x)
    at = "{1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17}" if whole else "COLUMN($A:$Q)"
    one = f"MID({padded(x)},{at},1)"
    values = f'FIND({one},"{_LETTERS}"&{one})-1'
    if whole:
        total = f"MMULT({values},{{1;3;9;27;19;26;16;17;20;29;25;13;8;24;10;30;28}})"
    else:
        # 3^(k-1) mod 31; 3^16 is well within a number's 15 digits.
        total = f"SUMPRODUCT(({values})*MOD(3^(COLUMN($A:$Q)-1),31))"
    return f'(MID("{_LETTERS}",MOD(31-MOD({total},31),31)+1,1)=MID({t},18,1))'


def date_ok(x: str, forever: bool = False) -> str:
    """A real date (1927 to 2099), or text that reads as a day or a month."""
    spelled = x
    for found, put in ((".", "-"), ("/", "-"), ("年", "-"), ("月", "-"), ("日", "")):
        spelled = f'SUBSTITUTE({spelled},"{found}","{put}")'
    text = f'((ISNUMBER(--({spelled}))+ISNUMBER(--({spelled}&"-1"))+ISNUMBER(--({spelled}&"1")))>0)'
    number = f"ISNUMBER({x})*({x}>=10000)*({x}<=73050)"
    more = f'+({x}="长期")+({x}="至今")' if forever else ""
    return f"({number}+ISTEXT({x})*{text}{more})>0"


def mobile_ok(x: str) -> str:
    t = tight(x)
    return f'(LEN({t})=11)*(LEFT({t},1)="1")*(MID({t},2,1)>="3")*ISNUMBER(--{t})'


def phone_ok(x: str) -> str:
    t = tight(x)
    return f"ISNUMBER(--{t})*(LEN({t})>=7)*(LEN({t})<=12)"


def number_ok(x: str) -> str:
    return f"ISNUMBER(--{x})*(1-ISNUMBER({x})*({x}<0))"
