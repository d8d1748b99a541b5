"""What the clerk decided in an earlier ledger, read from its helper sheets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from union_xl import ledgers
from union_xl.ledger_book.reading import Helper, LedgerIn
from union_xl.ledger_book.sheets import EXCUSED_AT
from union_xl.ledgers.form import Form
from union_xl.merge import BY_CLERK, Accepted, Verdict, WrittenDecision, same, tag_of
from union_xl.merge.clerk_state import ACCEPTED, CHECKED, KEEP_WORDS, NO_MORE, decision_key, pair_key, row_key
from union_xl.merge.keys import naming
from union_xl.merge.reporting_status import EXEMPT, TYPED, status_and_note
from union_xl.model import WARNING, Finding, Place, PlaceKey
from union_xl.model.rows import FILE, ROW, SHEET
from union_xl.model.sheet_names import COLUMNS, DUPLICATES, EXPLAINED, FILES, FINDINGS, HANDLE, HELD, REASON


def cells(sheet: Helper, *titles: str) -> Iterable[tuple[Any, ...]]:
    """The rows of a helper sheet as tuples of these titles; None where there is no such column."""
    blank = [None] * len(next(iter(sheet.values()), ()))
    return zip(*(sheet.get(title, blank) for title in titles), strict=True)


def place_of(book: Any, sheet: Any, row: Any) -> PlaceKey | None:
    """Where a row comes from; None where that cannot be told."""
    try:
        return (str(book), str(sheet or ""), int(row)) if book is not None and row is not None else None
    except (TypeError, ValueError):
        return None


def rows_to_keep(now: LedgerIn) -> Iterable[PlaceKey]:
    """The held rows the clerk wants kept after all."""
    for words, *values in cells(now.held, HANDLE, FILE, SHEET, ROW):
        place = place_of(*values)
        if place is not None and str(words or "").strip() in KEEP_WORDS:
            yield place
    for column, why, book, sheet, cell in cells(now.corrections, "列名", "原因", "文件", "工作表", "单元格"):
        if column == HANDLE and why == BY_CLERK and str(cell or "").isdigit():
            yield str(book), str(sheet or ""), int(cell)


def accepted(now: LedgerIn, was: LedgerIn | None, known: Sequence[Form]) -> tuple[Accepted, ...]:
    """The held rows the clerk accepts as exceptions: those of 审核说明, then those decided since."""
    slugs = {form.short: form.slug for form in known}
    made: dict[tuple[str, str, PlaceKey], Accepted] = {}
    for line in now.explanations:
        place = place_of(*(line.get(title) for title in EXCUSED_AT))
        slug = slugs.get(str(line.get("表")))
        if str(line.get("编号") or "").strip() == ACCEPTED and place is not None and slug:
            codes = frozenset(str(line.get("规则") or "").split("、")) - {""}
            tag = str(line.get("标识") or "")
            made[slug, tag, place] = Accepted(slug, place, tag, codes, line)
    for one in _accepted_now(now, was, known):
        earlier = made.get((one.form, one.tag, one.place))
        if earlier is not None:
            line = {**one.line, **{title: v for title, v in earlier.line.items() if v not in (None, "")}}
            one = Accepted(one.form, one.place, one.tag, one.rules | earlier.rules, line)
        made[one.form, one.tag, one.place] = one
    return tuple(made.values())


def _accepted_now(now: LedgerIn, was: LedgerIn | None, known: Sequence[Form]) -> Iterator[Accepted]:
    """Held rows with 收下 beside them on 暂缓, or beside one of their lines in 问题清单."""
    forms_by = {form.short: form for form in known}
    codes = _codes_by_title(known)
    asked = {
        (str(book), str(sheet or ""), int(found[0])): _reason_in(words)
        for book, sheet, cell, words in cells(now.findings, "文件", "工作表", "单元格", HANDLE)
        if _word(words) == ACCEPTED and (found := _DIGITS.findall(str(cell or "")))
    }
    before = {place_of(*line[1:]): line[0] for line in cells((was or now).held, "说明", FILE, SHEET, ROW)}
    titles = [title for title in now.held if title]
    for values in cells(now.held, *titles):
        row = dict(zip(titles, values, strict=True))
        form, place = forms_by.get(str(row.get("表"))), place_of(row.get(FILE), row.get(SHEET), row.get(ROW))
        if form is None or place is None or (_word(row.get(HANDLE)) != ACCEPTED and place not in asked):
            continue
        said = row.get("说明")
        typed = None if same(said, before.get(place)) else said
        reason = row.get(REASON) or _reason_in(row.get(HANDLE)) or asked.get(place) or typed
        rules = frozenset(c for name in str(row.get("原因") or "").split("；") for c in codes.get(name, ()))
        tag = tag_of(form, row)
        line = {
            "编号": ACCEPTED, "单位": row.get(form.titled("unit")), "说明": reason, "表": form.short,
            "标识": tag or None, "规则": "、".join(sorted(rules)),
            **dict(zip(EXCUSED_AT, place, strict=True)),
        }  # fmt: skip
        yield Accepted(form.slug, place, tag, rules, line)


_DIGITS = re.compile(r"[0-9]+")


def _word(words: Any) -> str:
    """What is decided: the text up to the reason written behind it."""
    return _PARTING.split(str(words or "").strip(), maxsplit=1)[0]


def _reason_in(words: Any) -> str | None:
    parts = _PARTING.split(str(words or "").strip(), maxsplit=1)
    return parts[1].strip() or None if len(parts) > 1 else None


_PARTING = re.compile(r"[：:，,（(\s]")


def _codes_by_title(known: Sequence[Form]) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for code, title in ledgers.rule_titles(known).items():
        made.setdefault(title, []).append(code)
    return made


_FINDING_LINE = ("文件", "工作表", "单元格", "列名", "规则")


def _text(value: Any) -> str:
    return str(value or "")


def closed_findings(now: LedgerIn) -> frozenset[tuple[str, str, str]]:
    """The findings the clerk closed (`merge.ClerkState.closed`): 提醒 that were checked, and whatever is
    not to be followed up."""
    made = set()
    for book, sheet, cell, column, codes, level, said in cells(now.findings, *_FINDING_LINE, "级别", HANDLE):
        word = _word(said)
        if word == NO_MORE or (word == CHECKED and level == WARNING):
            where = _text(book), _text(sheet), _text(cell or column)
            made |= {decision_key(*where, code) for code in _text(codes).split("、")}
    for said, *values in cells(now.held, HANDLE, FILE, SHEET, ROW):
        place = place_of(*values)
        if place is not None and _word(said) == NO_MORE:
            made.add(row_key(place))
    return frozenset(made)


def written_decisions(now: LedgerIn, known: Sequence[Form]) -> tuple[WrittenDecision, ...]:
    """Every decision the ledger holds, for saying afterwards what became of it."""
    return tuple(one for one in _all_words(now, known) if one.words)


def _all_words(now: LedgerIn, known: Sequence[Form]) -> Iterator[WrittenDecision]:
    slugs = {form.short: form.slug for form in known}
    apart = {name for form in known if form.restricted for name in (form.short, form.slug)}
    closed = {book for book, short in cells(now.files, "文件", "表") if short in apart}
    titles = naming(known)
    for said, short, *values in cells(now.held, HANDLE, "表", FILE, SHEET, ROW, *titles):
        values, names = values[:3], values[3:]
        place = place_of(*values)
        who = short if short in apart else next(filter(None, names), "")
        sheet = "" if short in apart else values[1] or ""  # a card's is called after its person
        about = f"{who}（{values[0]} {sheet}第{values[2]}行）"
        if place is not None:
            yield WrittenDecision(HELD, _word(said), about, place=place, book=place[0])
    for one in accepted(now, None, known):
        if one.line.get("右值"):
            about = f"{one.place[0]} 第{one.place[2]}行" if one.form in apart else one.tag or str(one.place)
            yield WrittenDecision(EXPLAINED, ACCEPTED, about, place=one.place, book=one.place[0])
    for said, book, sheet, cell in cells(now.findings, HANDLE, "文件", "工作表", "单元格"):
        where = f"{'' if book in closed else sheet or ''}!{cell}" if cell else ""
        about = f"{book} {where}".strip()
        found = _DIGITS.findall(str(cell or ""))
        place = place_of(book, sheet, found[0]) if found and _word(said) == ACCEPTED else None
        yield WrittenDecision(FINDINGS, _word(said), about, place=place, book=str(book or ""))
    for said, short, tag in cells(now.conflicts, HANDLE, "表", "标识"):
        about = f"{short}（限阅）" if short in apart else str(tag or "")
        yield WrittenDecision(
            DUPLICATES, _word(said), about, pair=(slugs.get(str(short), str(short)), str(tag or ""))
        )
    for said, header, mark in cells(now.proposals, HANDLE, "原列名", "指纹"):
        text = str(said or "").strip()
        yield WrittenDecision(COLUMNS, text, f"列“{header}”", binding=(str(mark or ""), str(header or "")))


def verdicts(now: LedgerIn, known: Sequence[Form]) -> dict[tuple[str, ...], Verdict]:
    """What the clerk decided on lines of 重复与冲突."""
    slugs = {form.short: form.slug for form in known}
    made: dict[tuple[str, ...], Verdict] = {}
    for short, tag, left, right, here, there, words in cells(
        now.conflicts, "表", "标识", "甲单位", "乙单位", "甲文件", "乙文件", HANDLE
    ):
        if not words or not str(words).strip():
            continue
        sides = (str(left or ""), str(right or ""))
        verdict = Verdict(str(words).strip(), (sides[0], str(here or "")), (sides[1], str(there or "")))
        made[pair_key(slugs.get(str(short), str(short)), str(tag or ""), *sides)] = verdict
    return made


def words_by_key(now: LedgerIn, known: Sequence[Form]) -> dict[tuple[str, str, str], str]:
    """What the clerk wrote under 处理: of 问题清单 by `decision_key`, of 暂缓 by `row_key`; reasons for
    收下, too, which stay beside a row that could not be kept."""
    made = {}
    for book, sheet, cell, column, codes, said in cells(now.findings, *_FINDING_LINE, HANDLE):
        for code in str(codes or "").split("、") if said is not None else ():
            made[decision_key(_text(book), _text(sheet), _text(cell or column), code)] = str(said).strip()
    for title in (HANDLE, REASON):
        for words, *values in cells(now.held, title, FILE, SHEET, ROW):
            place = place_of(*values)
            if place is not None and words is not None:
                made[row_key(place, "" if title == HANDLE else title)] = str(words).strip()
    slugs = {form.short: form.slug for form in known}
    for short, header, mark, words in cells(now.proposals, "表", "原列名", "指纹", HANDLE):
        if words is not None:
            made[str(mark or ""), slugs.get(str(short), str(short)), str(header or "")] = str(words).strip()
    return made


def confirmed_bindings(now: LedgerIn, known: Sequence[Form]) -> dict[tuple[str, str], dict[str, str]]:
    """Confirmed bindings of 列对应: {(form, fingerprint): {header: title}}; 忽略 (不是 in older
    ledgers) binds to nothing.

    The clerk may also choose another standard title: in 建议列名 with 确认, or by writing it into 处理."""
    by_name = {form.short: form for form in known}
    made: dict[tuple[str, str], dict[str, str]] = {}
    for short, header, title, mark, words in cells(now.proposals, "表", "原列名", "建议列名", "指纹", HANDLE):
        form, word = by_name.get(str(short)), str(words or "").strip()
        titles = {column.title for column in form.columns} if form else set()
        wanted = str(title or "").strip() if word == "确认" else word if word in titles else ""
        if mark and (word in ("不是", "忽略") or (form and wanted in titles)):
            slug = form.slug if form else str(short)
            made.setdefault((slug, str(mark)), {})[str(header or "")] = wanted
    return made


def noted_values(now: LedgerIn, title: str, made_of: Callable[[Any], Any]) -> dict[tuple[str, str], Any]:
    """What the clerk noted in 报送情况, {(unit, short title): value}."""
    return {
        (str(unit), str(short)): made_of(value)
        for unit, short, value in cells(now.statuses, "单位", "表", title)
        if value not in (None, "") and unit
    }


def typed_statuses(now: LedgerIn, was: LedgerIn | None) -> dict[tuple[str, str], str]:
    """What the clerk typed over 状态 of 报送情况, {(unit, short title): the note, or 免报}."""
    before = {} if was is None else noted_values(was, "状态", status_and_note)
    made: dict[tuple[str, str], str] = {}
    for line, (status, note) in noted_values(now, "状态", status_and_note).items():
        fresh = was is not None and before.get(line, ("", ""))[0] not in ("", EXEMPT)
        if status == EXEMPT and (note == TYPED or (not note and fresh)):
            made[line] = EXEMPT
        elif note and note != TYPED:
            made[line] = note
    return made


def typed_into_files(now: LedgerIn, was: LedgerIn) -> tuple[Finding, ...]:
    """Units and ledgers typed over those of a file in 来源文件, which is only to be read."""
    written = set(cells(was.files, "文件", "sha256", "单位", "表"))
    digests = {digest for _, digest, *_ in written}
    return tuple(
        Finding("L-SLIP-FILE", Place(now.path.name, FILES), facts={"文件": book, "写法": "、".join(said)})
        for book, digest, unit, short in cells(now.files, "文件", "sha256", "单位", "表")
        if (book, digest, unit, short) not in written and digest in digests
        if (said := [str(one) for one in (unit, short) if one])
    )


def typed_into_held(now: LedgerIn) -> tuple[Finding, ...]:
    """Lines somebody wrote between the held rows: they belong to no ledger, and are not carried on."""
    lines = zip(*now.held.values(), strict=True) if now.held else ()
    places = zip(*(now.held.get(title, ()) for title in ("表", FILE)), strict=False)
    loose = sum(any(line) and not any(place) for line, place in zip(lines, places, strict=False))
    facts = {"内容": f"{loose} 行没有来源的内容（补报的行请写在台账的工作表里）"}
    return (Finding("L-KEPT-NOT", Place(now.path.name, HELD), facts=facts),) if loose else ()
