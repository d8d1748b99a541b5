"""Filling the Word summary, and checking an edited one against the ledger."""

from __future__ import annotations

import datetime as dt
import functools
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from union_xl.model import Figure, Finding, Period, Place, TemplateError
from union_xl.summary import content_controls, template_names, wording
from union_xl.summary.content_controls import Binder, ContentControl
from union_xl.summary.environment import brief, environment, halves, longest, named, single_items
from union_xl.summary.template_names import Bases, bases_of

if TYPE_CHECKING:
    from docxtpl import DocxTemplate
    from jinja2.sandbox import SandboxedEnvironment


WORDS = "文字"
"""Under this name the package keeps a digest of the words as they were written, numbers left out."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """The filled summary: its bytes, what to look at, and every number with the figure behind it."""

    data: bytes
    findings: tuple[Finding, ...]
    numbers: tuple[tuple[ContentControl, Figure], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A number in an edited summary that is not, or no longer, what its indicator says.

    `kind` is 数字不一致, 已不在文中 or 未绑定的数字; `paragraph` the text around it.
    """

    kind: str
    name: str
    code: str
    written: str
    expected: str
    paragraph: str


def render(
    template: bytes,
    figures: Sequence[Figure],
    names: Mapping[str, Any],
    *,
    blocks: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    previous: Sequence[Figure] | None = None,
    last_year: Sequence[Figure] | None = None,
    when: Period | None = None,
    as_of: dt.date | None = None,
    book: str = "总结.docx",
) -> Rendered:
    """Fill a Word template (docxtpl tags, Chinese names).

    Names are the figures' names and codes, `names` (settings), 每竞赛 and the like as lists, and what
    `said.standing` gives; filters 余 约 百分比 率 万 万元 款 名单 列举 较上期 同比 比较 任务(target) 通顺;
    functions 有(name), 名(name), 名单与数(list, count); 章(), 条(), 是() for headings counted as they come.
    Figures may be named in 设置's own sentences, too.  Where the first half grows over 设置 上半年字数,
    clauses of the third rank are left out.  Raises TemplateError for a broken template or an unknown name,
    with the paragraph and the nearest names.
    """
    made = functools.partial(
        _filled, template, figures, names, blocks or {}, (previous, last_year), when, as_of, book
    )
    doc, binder, findings = made(detailed=True)
    if halves(doc.docx)[0] > longest(names):
        doc, binder, findings = made(detailed=False)
    document = doc.docx
    single_items(document)
    standing = content_controls.bind(document, binder)
    content_controls.clean_other_parts(document)
    findings += [*_lints(document, book, when, as_of), *_length(document, book, longest(names), figures)]
    about = {"期间": when.label if when else "", "截止日": as_of.isoformat() if as_of else ""}
    about[WORDS] = content_controls.words_digest(document)
    content_controls.save_bindings(document, binder, standing, about)
    numbers = tuple((binder.bound[index], binder.figures[index]) for index in standing)
    out = io.BytesIO()
    document.save(out)
    return Rendered(out.getvalue(), tuple(findings), numbers)


def _filled(
    template: bytes,
    figures: Sequence[Figure],
    names: Mapping[str, Any],
    blocks: Mapping[str, Sequence[Mapping[str, Any]]],
    earlier: tuple[Sequence[Figure] | None, Sequence[Figure] | None],
    when: Period | None,
    as_of: dt.date | None,
    book: str,
    *,
    detailed: bool,
) -> tuple[DocxTemplate, Binder, list[Finding]]:
    """The template filled, its numbers still marked; without `detailed` those of the third rank fall."""
    binder = Binder()
    findings: list[Finding] = []
    before = bases_of(figures, *earlier)
    doc = open_document(template, book)
    ready = environment(binder, names, findings, book)
    known = {
        **template_names.period_words(names, when, as_of),
        **_values(figures, before),
        **_blocks(blocks, before),
    }
    known["详写"] = detailed
    known["已报部分"] = any(one.partial for one in figures if not one.group_by)
    ready.globals["名"] = named(ready, names, known, book)
    asked = _checked_names(doc, ready, known, book)
    over = [one for name in asked if isinstance(one := known[name], wording.Value) and one.over]
    findings += [_rate_over(one.figure, book) for one in over]
    try:
        doc.render(known, ready, autoescape=True)
    except Exception as error:
        raise TemplateError(f"{book} 填不进去：{brief(error)}，请检查模板里的标签") from error
    return doc, binder, findings


def is_template(data: bytes, book: str = "总结.docx") -> bool:
    """Whether a .docx still has tags to fill (else it is a filled, perhaps edited, summary)."""
    return bool(re.search(r"\{\{|\{%", "".join(_paragraphs(open_document(data, book)))))


def open_document(data: bytes, book: str) -> DocxTemplate:
    """A Word template or document; TemplateError where it cannot be read."""
    from docxtpl import DocxTemplate

    try:
        doc = DocxTemplate(io.BytesIO(data))
        doc.init_docx()
    except Exception as error:
        raise TemplateError(f"读不了 Word 模板 {book}，请用 Word 或 WPS 另存为 .docx 后重试") from error
    return doc


def _paragraphs(doc: DocxTemplate) -> list[str]:
    from docx.oxml.ns import qn

    body = doc.get_docx().element.body
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))]


def _values(figures: Sequence[Figure], bases: Bases) -> dict[str, wording.Value]:
    found: dict[str, wording.Value] = {}
    for figure in figures:
        if not figure.group_by:
            value = wording.Value(figure, bases.get((figure.name, "", ""), {}))
            found[figure.name] = value
            found.setdefault(figure.code, value)
    return found


def _blocks(
    blocks: Mapping[str, Sequence[Mapping[str, Any]]], bases: Bases
) -> dict[str, list[dict[str, Any]]]:
    """{每竞赛: [{竞赛名称: …, 参赛职工人数: Value}]}"""

    def cell(value: Any) -> Any:
        if isinstance(value, Figure):
            return wording.Value(value, bases.get((value.name, value.group_by, value.group), {}))
        return "" if value is None or value != value else value

    return {
        f"每{label}": [{k: cell(v) for k, v in row.items()} for row in rows] for label, rows in blocks.items()
    }


def _rate_over(figure: Figure, book: str) -> Finding:
    facts = {"指标": figure.name, "数": wording.percent(figure.value)}
    return Finding("REPORT-RATE", Place(book), figure.name, facts=facts)


def _checked_names(
    doc: DocxTemplate, environment: SandboxedEnvironment, known: Mapping[str, Any], book: str
) -> list[str]:
    """The figures and settings a template names; unknown names are told all at once, each with its
    paragraph."""
    from jinja2 import TemplateSyntaxError

    from union_xl.figures import nearest

    try:
        asked = doc.get_undeclared_template_variables(environment)
    except TemplateSyntaxError as error:
        raise TemplateError(
            f"{book} 的标签写得不对：{brief(error)}，请检查 {{{{ }}}} 和 {{% %}} 是否成对"
        ) from error
    wrong = sorted(set(asked) - set(known) - set(environment.globals))
    if not wrong:
        return sorted(set(asked) & set(known))
    findings = []
    for name in wrong:
        around = next((text for text in _paragraphs(doc) if name in text), "")
        near = nearest(name, [one for one in known if not re.fullmatch(r"[A-Z]\d+\w?", one)])
        hint = f"，是否想写：{'、'.join(near)}" if near else ""
        findings.append(f"{book} “{around[:30]}…”：没有叫“{name}”的指标或设置{hint}")
    raise TemplateError("Word 模板里有不认识的名称，没有写入任何文件：\n" + "\n".join(findings))


_SHORT, _LEAST = 0.3, 500
"""A second half below this share of the first is told, where the first has so many characters."""
_LESS, _MORE = 250, 850
"""The whole has so many characters more than its first half may have, at least and at most."""


def _length(document: Any, book: str, first_half: int, figures: Sequence[Figure]) -> list[Finding]:
    """Whether the second half, or the whole, is too short or too long; a short one is no wonder where
    ledgers are missing."""
    first, second = halves(document)
    if first < _LEAST:
        return []
    if second and second < _SHORT * first:
        return [Finding("REPORT-SHORT", Place(book, "后半部分"), facts={"字数": second, "前半": first})]
    least, most = first_half + _LESS, first_half + _MORE
    missing = any(one.note.startswith("没有") and one.note.endswith("台账") for one in figures)
    if first + second > most or (first + second < least and not missing):
        facts = {"字数": first + second, "最少": least, "最多": most}
        return [Finding("REPORT-LENGTH", Place(book, "全文"), facts=facts)]
    return []


def _lints(document: Any, book: str, when: Period | None, as_of: dt.date | None) -> list[Finding]:
    years = [when.start.year, when.end.year] if when else [as_of.year] if as_of else []
    found = []
    for number, paragraph in enumerate(document.paragraphs, start=1):
        text = "".join(one.text or "" for one in paragraph._p.iter() if one.tag.endswith("}t"))
        for rule, seen in wording.check_wording(text, years):
            place = Place(book, f"第{number}段")
            found.append(Finding(rule, place, seen=seen, facts={"段落": text[:40]}))
    return found


def differences(
    data: bytes,
    figures: Sequence[Figure],
    *,
    previous: Sequence[Figure] | None = None,
    last_year: Sequence[Figure] | None = None,
    book: str = "总结.docx",
) -> tuple[Difference, ...]:
    """What in a filled (and perhaps edited) summary does not equal its indicator now.

    Also numbers whose control was taken out, and numbers typed in that no indicator stands behind.
    """
    document = open_document(data, book).get_docx()
    kept = content_controls.load_bindings(document)
    bound = {int(index): ContentControl(**one) for index, one in kept.get("bound", {}).items()}
    now = {(f.name, f.group_by, f.group): f for f in figures}
    bases = bases_of(figures, previous, last_year)
    found: list[Difference] = []
    seen: set[int] = set()
    for index, tagged, text, around in content_controls.controls(document):
        seen.add(index)
        one = bound.get(index, tagged)
        key = (one.name, one.group_by, one.group)
        figure = now.get(key)
        expected = content_controls.bare(wording.worded(figure, one.way, bases.get(key))) if figure else ""
        if text.strip() != expected.strip():
            code = figure.code if figure else ""
            found.append(Difference("数字不一致", one.name, code, text, expected, around))
    for index, one in bound.items():
        if index not in seen:
            found.append(Difference("已不在文中", one.name, "", "", one.text, ""))
    if kept:
        found += _typed_in(document, kept.get("free", []))
    return tuple(found)


def _typed_in(document: Any, free: Sequence[str]) -> list[Difference]:
    """Numbers that stand in no control and were not there when the summary was made."""
    from docx.oxml.ns import qn

    left = list(free)
    found = []
    for paragraph in document.element.body.findall(qn("w:p")):
        text = content_controls.free_text(paragraph)
        for number in content_controls._NUMBER.findall(text):
            if number in left:
                left.remove(number)
            else:
                found.append(Difference("未绑定的数字", "", "", number, "", " ".join(text.split())[:60]))
    return found
