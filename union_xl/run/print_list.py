"""The command `list`: a list a ledger prints, laid out, with what it lacks and whom it may reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from union_xl.expressions import Constant, constants
from union_xl.expressions.errors import nearest
from union_xl.ledgers.form import Form, PrintList
from union_xl.model import RunContext, TemplateError, UsageError
from union_xl.model.labels import CONTACT, PHONE
from union_xl.model.ledger import DueLine
from union_xl.model.resources import resource
from union_xl.model.rows import Rows
from union_xl.run import due_list as due_command
from union_xl.run.context import ledger_at, naming_unknown_ledgers, run_context, unknown_ledgers
from union_xl.run.reporting.count_ledger import bounds
from union_xl.run.reporting.outstanding import held
from union_xl.run.result import Shown
from union_xl.run.staging import atomic_write

if TYPE_CHECKING:
    from union_xl.ledger_book import LedgerIn
    from union_xl.lists import Listed

DUE = "到期一览"
OWN_LAYOUTS = "清单模板"
"""Folder beside the office workbook whose templates take the place of those that come with the program."""
_LAYOUTS: Mapping[str, str] = {"公示": "公示", "对外": "名册", "对内": "名册"}


@dataclass(frozen=True)
class ListResult:
    """What was printed: the list, its audience, its rows; without a name, which lists there are."""

    name: str = ""
    audience: str = ""
    tables_made: tuple[tuple[str, int], ...] = ()
    due: tuple[DueLine, ...] = ()
    choices: tuple[tuple[str, str, str], ...] = ()
    remarks: tuple[str, ...] = ()
    outputs: tuple[Path, ...] = ()
    exit_code: int = 0

    def document(self) -> dict[str, Any]:
        if not self.name:
            keys = ("台账", "清单", "给谁看")
            return {"command": "list", "清单": [dict(zip(keys, one, strict=True)) for one in self.choices]}
        return {
            "command": "list",
            "清单": self.name,
            "给谁看": self.audience,
            "行数": sum(count for _, count in self.tables_made),
            "分表": [{"名称": name, "行数": count} for name, count in self.tables_made],
            "到期": [due_command.document(one) for one in self.due],
            "说明": list(self.remarks),
            "outputs": [path.as_posix() for path in self.outputs],
        }

    def tables(self) -> Sequence[Shown]:
        if not self.name:
            return [("可以打印的清单", ("台账", "清单", "给谁看"), self.choices)]
        rows: list[tuple[str, Any]] = [("给谁看", self.audience)]
        rows += [(name or "行数", f"{count} 行") for name, count in self.tables_made]
        rows += [("写到", path.as_posix()) for path in self.outputs]
        return [(self.name, ("", ""), rows)]


def print_list(
    ledger: Path,
    name: str = "",
    out: Path | None = None,
    *,
    where: str = "",
    office: Path | None = None,
    as_of: str = "",
) -> ListResult:
    """Print the list `name` of a ledger to `out`: `公示稿`, or with the ledger before it (`评先推荐·公示稿`)
    where several ledgers have one.

    `where` is a further condition on its rows.  Without a name the lists there are.  Kept rows only; what is
    held is said.  Raises UsageError for an unknown name or format, FormError for a condition or a column that
    is not allowed, LedgerError, OfficeError, TemplateError.
    """
    context = run_context(office=office, as_of=as_of)
    from union_xl import ledgers

    all_forms = ledgers.forms_of(context)
    path = ledger_at(ledger)
    if not name:
        return ListResult(choices=_choices(all_forms, path, context), remarks=unknown_ledgers(context, path))
    if out is None:
        raise UsageError("请用 --out 写明清单存到哪个文件，如 --out 公示稿.xlsx")
    if out.suffix.lower() != ".xlsx":
        raise UsageError(f"清单存成 .xlsx 文件，请把 {out.name} 改成 {out.stem or '清单'}.xlsx")
    if out.resolve() == path.resolve():
        raise UsageError("--out 写的是台账自己，请换一个文件名")
    if name.strip() == DUE:
        return _print_due(path, all_forms, context, office, out)
    with naming_unknown_ledgers(context, path):
        wanted = _wanted(name, all_forms, path, context)
    return _print(path, all_forms, context, office, wanted, where, out)


def _choices(all_forms: Sequence[Form], path: Path, context: RunContext) -> tuple[tuple[str, str, str], ...]:
    there = _present(all_forms, path, context)
    made = dict.fromkeys(
        (form.short, one.name, one.audience)
        for form in all_forms
        if form.short in there
        for one in form.lists
    )
    return (*made, ("全部台账", DUE, "对内"))


def _present(all_forms: Sequence[Form], path: Path, context: RunContext) -> set[str]:
    from union_xl import ledger_book

    return ledger_book.shorts_in(path, all_forms, ledger_book.restricted.passwords_of(context))


def _wanted(
    name: str, all_forms: Sequence[Form], path: Path, context: RunContext
) -> list[tuple[Form, PrintList]]:
    """The parts of the list asked for.  UsageError for a name no ledger has, or several have."""
    asked = name.strip().replace("/", "·").replace("!", "·")
    short, _, own = asked.rpartition("·")
    found = [
        (form, one)
        for form in all_forms
        for one in form.lists
        if (one.name == own and (not short or short in (form.short, form.slug, form.title)))
        or asked == form.short + one.name
    ]
    if not found:
        names = sorted({one.name for form in all_forms for one in form.lists} | {DUE})
        near = nearest(own, names)
        known = "、".join(near or names)
        raise UsageError(f"没有名为“{name}”的清单，{'是否想要' if near else '可用的'}：{known}")
    owners = list(dict.fromkeys(form.short for form, _ in found))
    if len(owners) > 1:
        there = _present(all_forms, path, context)
        owners = [one for one in owners if one in there]
        if len(owners) != 1:
            several = "、".join(f"{one}·{own}" for one in owners or dict.fromkeys(f.short for f, _ in found))
            raise UsageError(f"好几张台账都有“{own}”，请写明是哪一张：{several}")
        found = [(form, one) for form, one in found if form.short in owners]
    return found


def _print(
    path: Path,
    all_forms: Sequence[Form],
    context: RunContext,
    office: Path | None,
    wanted: Sequence[tuple[Form, PrintList]],
    where: str,
    out: Path,
) -> ListResult:
    from union_xl import lists

    form, first = wanted[0]
    opened = ListLedger(path, all_forms, context)
    asking = lists.ListDatabase(all_forms, opened.shared)
    queries = [lists.ListQuery(asking, of, one, where) for of, one in wanted]
    needed = asking.columns()
    for query in queries:
        needed.setdefault(query.short, set()).update(query.titles())
    rows, ledger = opened.rows(needed)
    asking.load(rows, opened.homes)
    made: list[Listed] = []
    for query in queries:
        if query.short not in rows:
            raise UsageError(f"{path.name} 里没有“{query.short}”，列不出“{first.name}”；请先合并这张表")
        if absent := asking.absent(query.expressions()):
            raise UsageError(f"“{first.name}”要看{'、'.join(absent)}，{path.name} 里没有，请先合并这张表")
        made.append(query.listed(rows[query.short]))
    asking.close()
    remarks = _lacking(made, ledger, opened)
    title = first.heading or list_heading(form.short, first.name)
    facts = lists.Facts(title, opened.named(), "；".join(remarks))
    layout = _layout(first, office)
    _write(out, lists.workbook(made, layout, facts))
    hidden = sum(one.hidden for one in made)
    if hidden:
        remarks.append(f"文字里有 {hidden} 处证件号码、电话或卡号，已遮住；请到台账里看看该不该写在那里")
    tables = tuple(
        (" ".join(part for part in (one.ask.part, table.group) if part), len(table.rows))
        for one in made
        for table in one.tables
    )
    return ListResult(first.name, first.audience, tables, remarks=tuple(remarks), outputs=(out,))


def list_heading(short: str, name: str) -> str:
    """What stands above a list: the ledger's name and the list's, what they share said once.

    >>> list_heading("评先推荐", "推荐汇总表"), list_heading("单位台账", "应换届名单")
    ('评先推荐汇总表', '单位应换届名单')
    """
    stem = short.removesuffix("台账")
    shared = next((at for at in range(min(len(stem), len(name)), 0, -1) if stem.endswith(name[:at])), 0)
    return stem + name[shared:]


def _lacking(made: Sequence[Listed], ledger: LedgerIn, opened: ListLedger) -> list[str]:
    """Sentences on what the list lacks: held rows, returns still to come."""
    waiting = held(ledger.held, ledger.files, ledger.statuses, opened.every)
    counts = {short: sum(waiting.get(short, {}).values()) for short in dict.fromkeys(m.ledger for m in made)}
    return [f"{short}另有 {rows} 行暂缓，没有列入" for short, rows in counts.items() if rows]


def _layout(one: PrintList, office: Path | None) -> Path:
    """The template: the office's own by the list's name or the layout's, else the one that comes along."""
    layout = one.layout or _LAYOUTS[one.audience]
    if office is not None:
        for stem in (one.name, layout):
            own = office.parent / OWN_LAYOUTS / f"{stem}.xlsx"
            if own.is_file():
                return own
    try:
        return resource("templates", "lists", f"{layout}.xlsx")
    except UsageError:
        raise TemplateError(f"清单“{one.name}”写的模板“{layout}”不存在，请改正") from None


def _write(out: Path, data: bytes) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    with atomic_write(out) as part:
        part.write_bytes(data)


class ListLedger:
    """A ledger for lists: its period, the constants of expressions, its rows as far as they are needed."""

    def __init__(self, path: Path, all_forms: Sequence[Form], context: RunContext) -> None:
        from union_xl import ledger_book

        self.path, self.every, self.context = path, all_forms, context
        label, stamp = ledger_book.period_of(path)
        self.when, self.until = bounds(context, "", "", label, stamp)
        settings = context.settings
        self.shared: dict[str, Constant] = constants(settings.params, settings.names, self.when, self.until)
        self.homes = {unit.name: unit.community for unit in context.roster.units if unit.community}

    def rows(self, needed: Mapping[str, set[str]]) -> tuple[dict[str, Rows], LedgerIn]:
        """{short title: Rows} of the needed columns {short title: titles}, and the ledger they are from."""
        from union_xl.ledger_book.restricted import passwords_of
        from union_xl.run import ledger_rows

        shorts = {form.short: form.slug for form in self.every}
        units = {form.short: {form.titled("unit")} - {""} for form in self.every}
        wanted = {shorts[short]: titles | units[short] for short, titles in needed.items()}
        ledger = ledger_rows.read_rows(self.path, self.every, wanted, passwords_of(self.context))
        slugs = {form.slug: form.short for form in self.every}
        return {slugs[slug]: rows for slug, rows in ledger.rows.items()}, ledger

    def named(self) -> dict[str, Any]:
        """What a template may name besides the list: settings, period and days."""
        settings = self.context.settings
        named: dict[str, Any] = {
            "填报单位": settings.office,
            CONTACT: settings.contact,
            PHONE: settings.phone,
        }
        named |= {name: value for name, value in settings.names.items() if value not in (None, "")}
        named["统计期间"] = self.when.words if self.when else ""
        named["截止日"] = self.until
        return named


def _whose(one: DueLine) -> str:
    several = f"共 {one.rows} 条" if one.rows > 1 or (one.rows and not one.whose) else ""
    return "，".join(part for part in (one.whose, several) if part)


def _print_due(
    path: Path, all_forms: Sequence[Form], context: RunContext, office: Path | None, out: Path
) -> ListResult:
    from union_xl import lists

    opened = ListLedger(path, all_forms, context)
    found, failed = due_command.of_ledger(opened)
    heads = ("到期日", "剩余", "事项", "台账", "谁的", "行", "怎么办")
    ask = PrintList(name=DUE, columns=heads)
    rows = tuple(
        (
            at,
            one.day,
            one.state,
            one.what,
            one.ledger,
            _whose(one),
            one.row or "",
            one.cure,
        )
        for at, one in enumerate(found, 1)
    )
    made = lists.Listed(
        ask,
        "",
        ("序号", *heads),
        (lists.Table("", rows),),
        (6.0, 12.0, 10.0, 16.0, 12.0, 26.0, 6.0, 24.0),
        ("", "yyyy-mm-dd", "", "", "", "", "", ""),
    )
    facts = lists.Facts(DUE, opened.named(), "；".join(failed))
    _write(out, lists.workbook([made], _layout(ask, office), facts))
    return ListResult(DUE, "对内", (("", len(found)),), tuple(found), remarks=tuple(failed), outputs=(out,))
