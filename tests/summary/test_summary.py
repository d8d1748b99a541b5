"""The half-year summary: wording, branches, leftovers, every number bound and followed home."""

from __future__ import annotations

import datetime as dt
import io
import random
import re
import zipfile
from dataclasses import replace
from typing import Any

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from union_xl import figures, summary
from union_xl import findings as catalogue
from union_xl.model import Figure, TemplateError, period
from union_xl.model.resources import resource
from union_xl.summary import wording

pytestmark = pytest.mark.slow

HALF = period("2022H1")
NAMES = {"填报单位": "墅桥街道总工会", "上级单位": "运河区总工会", "报出日期": dt.date(2022, 7, 8)}


@pytest.fixture(scope="module")
def template() -> bytes:
    return resource("templates", "半年总结.docx").read_bytes()


@pytest.fixture(scope="module")
def every() -> list[Figure]:
    """A figure for each indicator of the library, all with plausible values."""
    found = []
    for at, one in enumerate(figures.read_library(resource("templates", "指标库.xlsx")).indicators):
        value: Any = 0.5 if one.unit == "%" else ["甲竞赛", "乙竞赛"] if one.how == "名单" else 30 + at
        value = 2 if one.name.endswith(("场次", "示范点数", "试点家数")) else value
        found.append(Figure(one.code, one.name, value, one.unit, how=one.how, query=one.where.text, count=at))
    return found


def changed(every: list[Figure], **values: Any) -> list[Figure]:
    return [replace(one, value=values.get(one.name, one.value)) for one in every]


def text_of(data: bytes) -> str:
    """The text, controls included."""
    body = docx.Document(io.BytesIO(data)).element.body
    lines = [
        "".join(t.text or "" for t in p.iter() if t.tag.endswith("}t")) for p in body if p.tag.endswith("}p")
    ]
    return "\n".join(lines)


def made(template: bytes, found: list[Figure], **more: Any) -> summary.Rendered:
    return summary.render(template, found, NAMES, when=HALF, as_of=HALF.end, **more)


def test_no_tag_no_placeholder_no_other_year(template: bytes, every: list[Figure]) -> None:
    """The filled summary has no leftover, says the one as-of date, and lists what it counts."""
    done = made(template, every)
    text = text_of(done.data)
    assert {one.rule for one in done.findings} == {"REPORT-SHORT"}, "no plans of the office's own"
    assert not re.search(r"[{}XＸ\ue0f0-\ue0f2]|待定", text)
    assert set(re.findall(r"(\d{4})年", text)) == {"2022"}
    assert "截至2022年6月底" in text and "“甲竞赛”、“乙竞赛”" in text and "2022年7月8日" in text
    for heading in ("一、", "二、", "三、", "（一）", "（二）", "一是", "二是", "三是", "下半年工作思路"):
        assert heading in text
    assert "附件" not in text, "no table was filled beside it"


def nothing(every: list[Figure]) -> list[Figure]:
    """Every figure as it is when nothing was done."""
    return [replace(one, value=[] if one.how == "名单" else None if one.unit == "%" else 0) for one in every]


def test_zero_clauses_go_away(template: bytes, every: list[Figure]) -> None:
    """Nothing founded, nothing held, nothing open: no `0家`, no heading, no promise, no second half."""
    done = made(template, nothing(every))
    text = text_of(done.data)
    assert not re.search(r"(?<!\d)0(家|名|场|人)", text) and "—" not in text and not done.findings
    assert text.split() == [
        "墅桥街道总工会",
        "2022年上半年工作总结",
        "2022年上半年，墅桥街道总工会依法开展工会各项工作。现将工作情况报告如下。",
        "墅桥街道总工会",
        "2022年7月8日",
    ]


def test_what_a_setting_says_is_said(template: bytes, every: list[Figure]) -> None:
    """A sentence of 设置 stands in the text though no ledger counts anything; headings count as they come."""
    names = {**NAMES, "帮扶情况": "帮扶困难职工3户", "下阶段工作要点": "办好小候鸟班"}
    done = summary.render(template, nothing(every), names, when=HALF, as_of=HALF.end)
    text = text_of(done.data)
    assert "一、落实服务保障，增进职工福祉" in text and "\n帮扶救助。帮扶困难职工3户。" in text
    assert "下半年工作思路" in text and "办好小候鸟班。" in text and "一是" not in text


def test_all_of_what_is_not_complete_is_said_to_be_that(template: bytes, every: list[Figure]) -> None:
    """100 % while rows are missing: our paper says so once, another beside each such rate."""
    partly = [replace(one, value=1, partial=True) if one.name == "建会率" else one for one in every]
    done = made(template, partly)
    text = text_of(done.data)
    assert "建会率100%" in text and text.count("已报") == 1 and "（文中比率按已报数据计算）" in text
    assert summary.differences(done.data, partly) == ()
    assert "已报" not in text_of(made(template, every).data)
    own = made(document_with("建会率{{建会率}}"), partly)
    assert "建会率100%（已报部分）" in text_of(own.data)


def with_target(every: list[Figure], name: str, target: float) -> list[Figure]:
    """The figures, and the year's target of one of them."""
    return [*every, Figure("N03", "年度目标数", target, group=name, group_by="指标名称")]


def test_the_year_s_task_is_told(template: bytes, every: list[Figure]) -> None:
    """Part of it, all of it, more than it; a rate by points; it goes before the year before."""
    before = [Figure("A01", "新建工会数", 20)]
    for now, target, said in (
        (4, 8, "新建工会4家，完成年度任务的50%"),
        (8, 8, "新建工会8家，已完成年度任务"),
        (9, 8, "新建工会9家，超额完成年度任务1家"),
    ):
        figures = with_target(changed(every, 新建工会数=now, 新建联合工会数=0), "新建工会数", target)
        done = made(template, figures, last_year=before)
        assert said in text_of(done.data), text_of(done.data)[:600]
        assert summary.differences(done.data, figures, last_year=before) == ()
        moved = with_target(changed(every, 新建工会数=now, 新建联合工会数=0), "新建工会数", 100)
        assert "新建工会数" in [one.name for one in summary.differences(done.data, moved, last_year=before)]
    rate = with_target(changed(every, 实名录入率=0.9), "实名录入率", 0.95)
    assert "实名录入率90%，距年度目标5个百分点" in text_of(made(template, rate).data)
    assert "年度任务的" not in text_of(made(template, changed(every, 新建工会数=0)).data)


def test_every_figure_can_be_compared(every: list[Figure]) -> None:
    """With the period before, the year before and the task; from zero, from nothing, to zero."""
    numbers = [one for one in every if one.how != "名单"]
    for now, base in ((30, 20), (30, 0), (0, 20), (0, 0), (None, 20), (30, None), (0.5, 0.25)):
        for one in changed(numbers, **{figure.name: now for figure in numbers}):
            for way in (*wording.BASES, f"{wording.TASK}年度目标数"):
                said = wording.worded(one, way, {way: base, "年度目标数": base})
                assert not re.search("nan|inf|None|—", said), (one.name, way, said)
                assert bool(said) or not now or not base, (one.name, way, now, base)


def test_ten_comparisons_are_enough(template: bytes, every: list[Figure]) -> None:
    before = [Figure(one.code, one.name, 20, one.unit) for one in every if one.how != "名单"]
    text = text_of(made(template, every, last_year=before).data)
    assert 5 <= len(re.findall("去年同期", text)) <= 10


def test_problems_and_guidance_come_from_settings(template: bytes, every: list[Figure]) -> None:
    """Parts of their own, numbered with the others, only where the office wrote them; names of figures in its
    sentences are filled and bound."""
    assert "存在的主要问题" not in text_of(made(template, every).data)
    names = NAMES | {
        "存在问题·一": "有{{期末会员数}}名会员待核",
        "存在问题·二": "台账不全",
        "思想引领·二": "开展主题宣传",
    }
    done = summary.render(template, every, names, when=HALF, as_of=HALF.end)
    text = text_of(done.data)
    number = next(str(one.value) for one in every if one.name == "期末会员数")
    assert f"七、存在的主要问题\n一是有{number}名会员待核。\n二是台账不全。\n八、下半年" in text
    assert "一、强化思想引领，凝聚职工力量\n宣传教育。开展主题宣传。\n二、推进组织建设" in text
    assert "\n一是做实职工服务。" in text, "the plans are counted anew"
    now = changed(every, 期末会员数=8888)
    assert "期末会员数" in [one.name for one in summary.differences(done.data, now)]
    with pytest.raises(TemplateError, match="存在问题·二"):
        summary.render(template, every, names | {"存在问题·二": "{{没有这个}}"}, when=HALF)


def test_a_rate_over_100_percent_is_told_and_not_written(template: bytes, every: list[Figure]) -> None:
    """Its clause falls, what stands beside it stays."""
    done = made(template, changed(every, 实名录入率=1.352, 经费收缴率=1.2))
    text = text_of(done.data)
    assert "实名录入率" not in text and "135.2" not in text and "收缴率" not in text
    assert "实拨缴" in text and "补录会员" in text
    told = [one for one in done.findings if one.rule == "REPORT-RATE"]
    assert [one.column for one in told] == ["实名录入率", "经费收缴率"]
    assert "135.2%" in catalogue.say(told[0])


def test_a_short_second_half_is_told(template: bytes, every: list[Figure]) -> None:
    """Below three tenths of the first half the clerk is asked for 下半年要点; else not."""
    assert [one.rule for one in made(template, every).findings] == ["REPORT-SHORT"]
    plans = {f"下半年要点·{one}": "做好各项工作" * 20 for one in "一二三四"}
    assert not summary.render(template, every, NAMES | plans, when=HALF, as_of=HALF.end).findings


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"上半年字数": 900}, ["REPORT-LENGTH"]),
        ({"上半年字数": 2500}, ["REPORT-LENGTH"]),
        ({"上半年字数": 1550}, []),
    ],
)
def test_a_summary_of_odd_length_is_told(
    template: bytes, every: list[Figure], words: dict[str, Any], told: list[str]
) -> None:
    """The whole has 250 to 850 characters more than 上半年字数; a short one is told with all ledgers only."""
    names = NAMES | words | {f"下半年要点·{one}": "做好各项工作" * 20 for one in "一二三四"}

    def rules(found: list[Figure]) -> list[str]:
        done = summary.render(template, found, names, when=HALF, as_of=HALF.end)
        return [one.rule for one in done.findings]

    assert rules(every) == told
    lacking = [replace(every[0], note="没有某某台账"), *every[1:]]
    assert rules(lacking) == (told if words["上半年字数"] == 900 else [])


def test_headings_and_signature_stay_with_their_text(template: bytes, every: list[Figure]) -> None:
    """No heading at the foot of a page, no signature alone on one."""
    lines = [f"附件{at}" for at in range(4)]
    done = summary.render(template, every, NAMES | {"附件": lines}, when=HALF, as_of=HALF.end)
    paragraphs = docx.Document(io.BytesIO(done.data)).paragraphs
    kept = [one.text for one in paragraphs if one.paragraph_format.keep_with_next]
    assert [one for one in kept if re.match("[一二三四五六七八]、", one)] == [
        one.text for one in paragraphs if re.match("[一二三四五六七八]、", one.text)
    ]
    assert kept[-4:] == ["附件2", "附件3", "", "墅桥街道总工会"]


def test_many_names_are_cut(every: list[Figure]) -> None:
    """Five are all said, of six three."""
    for count, said in ((5, "甲、乙、丙、丁、戊"), (6, "甲、乙、丙等")):
        done = made(
            document_with("{{名单与数(竞赛名单, 数, '列举')}}"),
            [Figure("C", "竞赛名单", [*"甲乙丙丁戊己"[:count]], how="名单"), Figure("D", "数", count)],
        )
        assert text_of(done.data) == said and not done.findings


def test_growth_is_told_against_last_period(template: bytes, every: list[Figure]) -> None:
    """Up, down, level, a small base, and nothing without an earlier period; last year goes before the last
    period."""
    for now, before, said in (
        (90, 80, "增长12.5%"),
        (8, 16, "下降50%"),
        (8, 8, "持平"),
        (3, 0, "增加3家"),
        (1000, 1001, "基本持平"),
    ):
        last = [Figure("A01", "新建工会数", before)]
        text = text_of(made(template, changed(every, 新建工会数=now), previous=last).data)
        assert said in text and "上期" in text
        both = made(template, changed(every, 新建工会数=now), previous=last, last_year=last).data
        assert said in text_of(both) and "上期" not in text_of(both) and "去年同期" in text_of(both)
    assert "上期" not in text_of(made(template, every).data)


def test_every_number_is_bound(template: bytes, every: list[Figure]) -> None:
    """Each number of the text stands in a control that names its indicator; no condition is printed."""
    done = made(template, every)
    assert summary.differences(done.data, every) == ()
    assert len(done.numbers) > 60
    assert "between 期初" not in text_of(done.data)


def test_names_of_the_period_and_of_persons_follow_the_settings(template: bytes, every: list[Figure]) -> None:
    """称谓, 文种词, 层次, headings and 约数 are the office's."""
    names = NAMES | {
        "称谓": "名",
        "文种词": "打算",
        "层次": "两级",
        "标题·一": "广建会，扩覆盖",
        "约数": "余",
    }
    text = text_of(summary.render(template, every, names, when=HALF, as_of=HALF.end).data)
    assert "下半年工作打算" in text and "一、广建会，扩覆盖" in text and "\n一是新建工会" in text
    assert "（一）" not in text and "余名" in text
    year = period("2022")
    text = text_of(summary.render(template, every, NAMES, when=year, as_of=year.end).data)
    assert "2022年工作总结和2023年工作思路" in text.replace("\n", "") and "下半年" not in text


def test_what_grows_too_long_loses_its_third_rank(template: bytes, every: list[Figure]) -> None:
    """上半年字数 counts the first half; what stands first stays."""
    long = text_of(summary.render(template, every, NAMES | {"上半年字数": "9999"}, when=HALF).data)
    short = text_of(summary.render(template, every, NAMES | {"上半年字数": "500"}, when=HALF).data)
    assert "深度困难" in long and "深度困难" not in short
    assert "新建工会" in short and len(short) < len(long)


def test_the_attachments_are_listed(template: bytes, every: list[Figure]) -> None:
    """附件：1.… 2.…, one line each."""
    lines = ["附件：1.主要指标完成情况", "　　　2.会员结构"]
    text = text_of(summary.render(template, every, NAMES | {"附件": lines}, when=HALF).data)
    assert "\n".join(lines) in text


def test_words_of_the_office_survive_new_numbers(template: bytes, every: list[Figure]) -> None:
    """An edited summary: its numbers are those of now, its words stay; what fell to nothing is named."""
    document = docx.Document(io.BytesIO(made(template, every).data))
    document.paragraphs[4].add_run("工作得到职工好评。")
    out = io.BytesIO()
    document.save(out)
    now = changed(every, 新建工会数=7777, 发展会员数=0)
    again = summary.updated(out.getvalue(), now, HALF.label)
    assert again is not None
    assert "新建工会7777家" in text_of(again.data) and "工作得到职工好评。" in text_of(again.data)
    assert "发展会员数" in again.gone and set(again.changed) >= {"新建工会数", "发展会员数"}
    assert summary.differences(again.data, now) == ()
    assert summary.updated(out.getvalue(), now, "2023H1") is None
    then = summary.render(template, every, NAMES, when=HALF, last_year=changed(every, 期末会员数=5))
    edited = docx.Document(io.BytesIO(then.data))
    edited.paragraphs[4].add_run("工作得到职工好评。")
    edited.save(out := io.BytesIO())
    alone = summary.updated(out.getvalue(), every, HALF.label)
    assert alone is not None and "期末会员数" not in alone.gone
    assert any(one.startswith("期末会员数的比较数") for one in alone.gone)
    assert summary.updated(document_with("别人的文件"), now, HALF.label) is None


def test_a_hundred_changed_digits_are_found(template: bytes, every: list[Figure]) -> None:
    """One digit changed by hand, a hundred times: each is found, with its indicator."""
    chance = random.Random(1)
    done = made(template, every)
    with zipfile.ZipFile(io.BytesIO(done.data)) as source:
        parts = {info.filename: source.read(info) for info in source.infolist()}
    xml = parts["word/document.xml"].decode()
    spots = [
        match.start(1) + at
        for match in re.finditer(r'w:val="ux:.*?preserve">([^<]*)<', xml)
        for at, char in enumerate(match[1])
        if char.isdigit()
    ]
    for spot in chance.choices(spots, k=100):
        digit = str((int(xml[spot]) + chance.randrange(1, 10)) % 10)
        parts["word/document.xml"] = (xml[:spot] + digit + xml[spot + 1 :]).encode()
        assert [one.kind for one in summary.differences(zipped(parts), every)] == ["数字不一致"]


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return out.getvalue()


def test_a_number_typed_in_and_a_control_taken_out_are_found(template: bytes, every: list[Figure]) -> None:
    """A number no indicator stands behind, and one whose control is gone, are listed."""
    document = docx.Document(io.BytesIO(made(template, every).data))
    document.paragraphs[3].add_run("另有企业77家。")
    control = next(one for one in document.element.body.iter() if one.tag.endswith("}sdt"))
    control.getparent().remove(control)
    out = io.BytesIO()
    document.save(out)
    found = summary.differences(out.getvalue(), every)
    assert ("未绑定的数字", "77") in [(one.kind, one.written) for one in found]
    assert "已不在文中" in [one.kind for one in found]


def test_human_text_is_left_alone(template: bytes, every: list[Figure]) -> None:
    """Words the office adds to a filled summary are nobody's business."""
    document = docx.Document(io.BytesIO(made(template, every).data))
    document.paragraphs[3].add_run("工作得到职工好评。")
    out = io.BytesIO()
    document.save(out)
    assert summary.differences(out.getvalue(), every) == ()


def test_a_list_that_does_not_match_its_count_is_told(template: bytes, every: list[Figure]) -> None:
    """Three named, two counted."""
    wrong = changed(every, 企业级计划竞赛名单=["甲", "乙", "丙"])
    assert "REPORT-LIST" in [one.rule for one in made(template, wrong).findings]


def document_with(text: str) -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("新建工会X家", "REPORT-LEFTOVER"),
        ("XX街道", "REPORT-LEFTOVER"),
        ("截止到2021年6月", "REPORT-YEAR"),
        ("开展竞赛（）", "REPORT-EMPTY"),
        ("时间待定", "REPORT-PENDING"),
        ("新建{{新建工会数}}家", "REPORT-ZERO"),
    ],
)
def test_leftovers_are_told(text: str, rule: str) -> None:
    """What the office forgot to fill in or to change from last year is told."""
    done = made(document_with(text), [Figure("A01", "新建工会数", 0, "家")])
    assert rule in [one.rule for one in done.findings]


def test_unknown_names_and_broken_tags_are_told() -> None:
    """The sentence names the paragraph and the nearest indicator."""
    found = [Figure("A01", "新建工会数", 1, "家")]
    with pytest.raises(TemplateError, match="新建工会数"):
        made(document_with("{{新建工会}}"), found)
    with pytest.raises(TemplateError):
        made(document_with("{% if 新建工会数 %}没有结束"), found)
    with pytest.raises(TemplateError, match=r"\.docx"):
        summary.render(b"not a document", found, {})


def test_ledger_text_is_never_a_tag() -> None:
    """A contest called like a tag, like XML, or with our own marks stays text."""
    nasty = ["{{新建工会数}}", "<w:p/>&", "\ue0f00\ue0f1x\ue0f2"]
    done = made(document_with("{{竞赛名单}}"), [Figure("C", "竞赛名单", nasty, how="名单")])
    text = text_of(done.data)
    assert "{{新建工会数}}" in text and "<w:p/>&" in text and "\ue0f0" not in text


@given(st.integers(min_value=0, max_value=10**7))
def test_roughly_never_says_more_than_there_is(number: int) -> None:
    """余 only where something was cut off, and never above the number."""
    said = wording.roughly(number)
    shown = int(said.removesuffix("余"))
    assert shown <= number and said.endswith("余") == (shown < number)
    assert number - shown < (10 if number >= 100 else 5 if number >= 20 else 1)


@given(st.floats(0, 1e9), st.floats(0, 1e9))
def test_growth_never_prints_nonsense(now: float, before: float) -> None:
    """No infinity, no nan, whatever the numbers."""
    assert not re.search("inf|nan", wording.change(now, before))
