"""One rule of a ledger, and how a declaration writes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from union_xl.ledgers.outputs import Declared
from union_xl.model import ERROR, WARNING, Level

Row = Mapping[str, Any]
"""{standard title: tidy value}."""


class Rule(Declared):
    """A condition that good rows fulfil.

    `holds` is an expression; where it is false, `says` is told at `column` (default: the one it names last),
    where it is null nothing.  `says` and `cure` may name columns and `let`s in braces.  `let` are named
    sub-results (name, expression), in order.  `needs` are columns the sheet must have, else the rule rests.
    `once_above`: told once for a sheet, where more than this share of its rows break it, and
    never at one row.  `ordinary`: what it tells is often simply so (an older worker): told at each row where
    few of a unit's rows in a sheet break it, else once.  `suggest` is an expression for the likely value,
    `because` why it is likely.  `test` is a function in the stead of `holds` for what the language cannot
    say: it gets the columns `over` and `Facts` and gives {row index: its values for the sentence}.

    A rule whose expressions look at other rows or ledgers (they hold a sub-select) runs when the ledgers are
    merged.  It is 提醒 and its row 待核, unless `yields` says which row gives way: an expression over the same
    rows, true for the row that is held (the later trip, never the first):

        error("E-DAYS", "超过天数", f"{sum_of_the_year} <= 疗休养天数上限", …,
            yields="(select count(*) from 疗休养人员 别 where 别.证件号码 = 疗休养人员.证件号码 "
                   "and 别.年度 = 疗休养人员.年度 and 别.批次 < 疗休养人员.批次) > 0")

    Rows that break such a rule and do not give way are kept, 待核, as long as it is broken.  Sub-selects may
    look `from 会员登记` (the kept rows of this run; for what must exist, waiting rows count as well), `from
    本年.会员登记` (those of this year, here and in the ledgers of `--past`), `from 上期.会员登记`, `from
    去年同期.会员登记`.  A rule whose ledger is not there rests.  No OR inside a correlated sub-select: it
    takes minutes; write two sub-selects.
    A rule rests where one of the ledgers `without` (short titles) is there: that knows better.
    `fires` and `rests` are example rows the tests run: {title: value}, and other ledgers' rows under
    `(short title, …)` keys.
    """

    code: str
    level: Level
    title: str
    holds: str = ""
    says: str
    cure: str = ""
    column: str = ""
    let: tuple[tuple[str, str], ...] = ()
    needs: tuple[str, ...] = ()
    once_above: float | None = None
    ordinary: bool = False
    suggest: str = ""
    because: str = ""
    yields: str = ""
    without: tuple[str, ...] = ()
    test: str = ""
    over: tuple[str, ...] = ()
    fires: tuple[Any, ...] = ()
    rests: tuple[Any, ...] = ()
    cell: str = ""

    def __hash__(self) -> int:
        return hash((self.code, self.column))


def error(code: str, title: str, holds: str, says: str, cure: str = "", **more: Any) -> Rule:
    """A rule that holds the row back."""
    return Rule(code=code, level=ERROR, title=title, holds=holds, says=says, cure=cure, **more)


def warn(code: str, title: str, holds: str, says: str, cure: str = "", **more: Any) -> Rule:
    """A rule that keeps the row and asks."""
    return Rule(code=code, level=WARNING, title=title, holds=holds, says=says, cure=cure, **more)


def lets(**named: str) -> tuple[tuple[str, str], ...]:
    """Named sub-results of a rule.

    >>> lets(年龄="date_sub('year', 出生, 截止日)")
    (('年龄', "date_sub('year', 出生, 截止日)"),)
    """
    return tuple(named.items())


def at_most(code: str, part: str, whole: str, level: Level = ERROR, **more: Any) -> Rule:
    """A count that cannot exceed another one of its row."""
    given: dict[str, Any] = {
        "title": "部分大于总数",
        "says": f"{part} {{{part}}} 大于{whole} {{{whole}}}",
        "cure": "请核对这两个数",
        "needs": (part, whole),
        "fires": ({part: 5, whole: 3},),
        "rests": ({part: 3, whole: 3}, {part: 5}),
    }
    return Rule(code=code, level=level, holds=f"{part} <= {whole}", column=part, **(given | more))


def needed_if(condition: str, words: str, column: str, fires: Row, rests: Row) -> Rule:
    """NEED-IF: a cell expected where another says so; `words` say the condition."""
    return warn(
        "NEED-IF",
        "应填项为空",
        f"not ({condition}) or {column} is not null",
        f"{words}，应填写“{column}”{{多行}}",
        f"请补填{column}",
        column=column,
        needs=(column,),
        fires=(fires,),
        rests=(rests, {}),
    )


def not_later(code: str, title: str, first: str, second: str, level: Level = WARNING, **more: Any) -> Rule:
    """Two dates of a row in their order, as far as partial dates tell."""
    given: dict[str, Any] = {"holds": f"{second}末 >= {first}", "column": second, "needs": (first, second)}
    says = f"{second} {{{second}}} 早于{first} {{{first}}}{{多行}}"
    return Rule(code=code, level=level, title=title, says=says, cure="请核对两个日期", **(given | more))
