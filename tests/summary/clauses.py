"""The thirty clauses of a real half-year paper: each is counted, from the settings, or left out.

`python -m tests.summary.clauses 报表/半年总结.docx` prints them for a filled summary.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

import docx

from union_xl import ledgers
from union_xl.summary import content_controls

COUNTED, SAID, LEFT_OUT = "统计", "设置", "未写"


class Clause(NamedTuple):
    """A clause: what it speaks of, the figures that can say it (codes), the settings that can, and words by
    which it is known where it comes from neither."""

    token: str
    about: str
    codes: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    words: str = ""


def _clause(token: str, about: str, codes: str = "", settings: str = "", words: str = "") -> Clause:
    return Clause(token, about, tuple(codes.split()), tuple(settings.split()), words)


CLAUSES: tuple[Clause, ...] = (
    _clause("T1", "年度、半年", words="上半年"),
    _clause("T2", "单位名称", settings="填报单位"),
    _clause("T3", "会议", settings="会议名称"),
    _clause("T4", "专项行动", settings="专项行动名称"),
    _clause("T5", "截至", words="截至"),
    _clause("T6", "新建工会", "A01"),
    _clause("T7", "发展会员", "B01"),
    _clause("T8", "互联网企业三年规划", "A05 A06 A07 A08 A09a A09b"),
    _clause("T9", "补录、实名", "B13 B06"),
    _clause("T10", "同步录入", "A01 B07"),
    _clause("T11", "平安管家示范点", "I01 I01b", "平安管家示范点"),
    _clause("T12", "场所、队伍、行动、机制", "I01 I01b I02 I03 I04 I05"),
    _clause("T13", "平安管家主题", settings="平安管家主题"),
    _clause("T14", "街道级竞赛", "C01 C01b"),
    _clause("T15", "计划的企业级竞赛", "C02 C02b"),
    _clause("T16", "计划竞赛名单", "C02b C02"),
    _clause("T17", "获评荣誉", "D01 D02 D03 D01c D08", "获评荣誉"),
    _clause("T18", "疗休养批次、人数、地点", "E01 E02 E03 E04a", "疗休养情况"),
    _clause("T19", "选送疗休养", "E05 E06", "疗休养情况"),
    _clause("T20", "免费体检", "F01 F02 F03", "免费体检情况"),
    _clause("T21", "困难职工", "G01 G20 G21", "帮扶情况"),
    _clause("T22", "医疗互助", "G10b G10 G12 G13"),
    _clause("T23", "送清凉、助学、送温暖", "G23 G24 G22 G22c G20 G21 G26 G27"),
    _clause("T24", "小候鸟、驿家、妈咪小屋、联谊", "J11 J12 J10 J13"),
    _clause("T25", "职工之家、书屋", "J01 J02"),
    _clause("T26", "集体协商试点单位", "H01 H01b"),
    _clause("T27", "集体合同、工资协议", "H00 H02 H03 H04 H05 H06"),
    _clause("T28", "五有职工之家", "J05 J06"),
    _clause("T29", "财务、资产、经审", "K01a K01b K01 K08 K09 K07"),
    _clause("T30", "宣传", "L01 L01b", "宣传情况 宣传平台名称"),
)


def verdicts(
    text: str, bound: Collection[str], settings: dict[str, str] | None = None
) -> Iterator[tuple[Clause, str]]:
    """Each clause and how the paper `text` has it; `bound` are the names of the figures that stand in it."""
    codes = {one.name: one.code for form in ledgers.BUILT_IN for one in form.indicators}
    there = {codes.get(name, name) for name in bound}
    for one in CLAUSES:
        said = [(settings or {}).get(name, "") for name in one.settings]
        if there & {*one.codes}:
            yield one, COUNTED
        elif any(words and words in text for words in (*said, one.words)):
            yield one, SAID
        else:
            yield one, LEFT_OUT


def read(data: bytes) -> tuple[str, list[str]]:
    """A filled summary: its text, the names of its figures."""
    document = docx.Document(io.BytesIO(data))
    paragraphs = [one for one in document.element.body.iter() if one.tag.endswith("}p")]
    text = "\n".join("".join(t.text or "" for t in one.iter() if t.tag.endswith("}t")) for one in paragraphs)
    return text, [one["name"] for one in content_controls.load_bindings(document).get("bound", {}).values()]


def main(path: str, office: str = "") -> None:
    """Print the table."""
    from union_xl.run.context import run_context

    settings: dict[str, str] = {}
    if office:
        context = run_context(office=Path(office))
        settings = {**context.settings.names, "填报单位": context.settings.office}
    found = list(verdicts(*read(Path(path).read_bytes()), settings))
    for clause, how in found:
        print(f"{clause.token:4} {how}  {clause.about}  {' '.join(clause.codes or clause.settings)}")
    print({how: sum(one == how for _, one in found) for how in (COUNTED, SAID, LEFT_OUT)})


if __name__ == "__main__":
    main(*sys.argv[1:])
