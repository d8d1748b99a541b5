"""The one expression language: DuckDB's, read as a syntax tree of which only known parts are allowed.

What a clerk types is parsed, every node of the tree is checked against a list, and the text that is run is
rebuilt from the checked tree.  Comments, second statements and file functions never get that far.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from union_xl.expressions.errors import ExpressionError, plain
from union_xl.expressions.names import SETTINGS

if TYPE_CHECKING:
    import duckdb
from union_xl.expressions.syntax_check import ConditionCheck, FormulaCheck, refuse_other_selects

LONGEST = 4000
_PLACE = re.compile(r'"query_location": \d+')


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked expression: `text` as the clerk typed it, `sql` what is run (rebuilt from the checked
    syntax tree, so nothing the check did not see can run).

    `uses` are {ledger short title: names} (`上期.会员登记` for an earlier one, `设置` for the constants of a
    formula); `names` the (qualifier, name) pairs of a formula; `all_of` the parts of a condition that must
    all hold (one: itself).
    """

    text: str = ""
    sql: str = ""
    uses: Mapping[str, frozenset[str]] = field(default_factory=dict)
    names: tuple[tuple[str, str], ...] = ()
    all_of: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sql)


NOTHING = Expression()


class ExpressionParser:
    """Reads expressions over ledgers.  `ledgers` are {short title: names its rows have}; earlier ones stand
    under `上期.会员登记`, settings among the names also as `设置.联系人`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, ledgers: Mapping[str, Collection[str]]) -> None:
        self._connection = connection
        self._ledgers = ledgers
        self._read: dict[tuple[str, str], Expression] = {}
        self._parts: dict[str, str] = {}
        self._trees: dict[str, dict[str, Any]] = {}
        self._spelled: dict[int, str] = {}
        # All lines are fetched, always: a result that is not at its end keeps the connection busy.
        ((shell,),) = connection.execute("SELECT json_serialize_sql('SELECT 1')").fetchall()
        self._shell: dict[str, Any] = json.loads(shell)

    def prepare(self, texts: Iterable[str]) -> None:
        """Have DuckDB take many expressions apart and spell them again at one go: one by one, asking would
        cost more than the answers.  Whether an expression may be used is looked at when it is read."""
        import duckdb

        asked = [text for text in dict.fromkeys(texts) if len(text) <= LONGEST]
        read = f"SELECT json_serialize_sql(t) {_EACH}"
        spell = f"SELECT json_deserialize_sql(CAST(t AS JSON)) {_EACH}"
        try:
            said = self._connection.execute(read, [[_select(text) for text in asked]]).fetchall()
            trees = {text: json.loads(answer[0]) for text, answer in zip(asked, said, strict=True)}
            single = [tree for tree in map(_only_item, trees.values()) if tree is not None]
            pieces = [piece for tree in single for piece in _pieces(tree)]
            lines = self._connection.execute(spell, [[self._document([one]) for one in pieces]]).fetchall()
        except duckdb.Error:
            return
        self._trees = trees  # keeps the pieces alive, which are known by their identity
        self._spelled = {id(one): line[0] for one, line in zip(pieces, lines, strict=True)}

    def condition(self, text: str, ledger: str) -> Expression:
        """An expression over the rows of one ledger; ExpressionError when it is not allowed or a name
        unknown."""
        if (text, ledger) not in self._read:
            tree = self._tree(text)
            check = ConditionCheck(self._ledgers, [(ledger, ledger)])
            check.node(tree)
            uses = {short: frozenset(columns) for short, columns in check.uses.items()}
            sql = self._sql([tree])
            parts = _all_of(tree)
            each = tuple(self._part(one) for one in parts) if len(parts) > 1 else (sql,)
            self._read[text, ledger] = Expression(text, sql, uses, all_of=each)
        return self._read[text, ledger]

    def formula(
        self,
        text: str,
        names: Collection[str],
        qualifiers: Collection[str],
        shared: Collection[str] = (),
    ) -> tuple[Expression, list[str]]:
        """An expression over other indicators, and the two sides when it is a comparison.  `shared` are the
        constants it may use, as `names.constants` gives them; an indicator wins over one of its name."""
        tree = self._tree(text)
        check = FormulaCheck(names, qualifiers, shared)
        check.node(tree)
        sides = (
            [self._sql([tree[side]]) for side in ("left", "right")] if tree["class"] == "COMPARISON" else []
        )
        uses = {SETTINGS: frozenset(check.shared)} if check.shared else {}
        return Expression(text, self._sql([tree]), uses, tuple(check.names)), sides

    def _tree(self, text: str) -> dict[str, Any]:
        """The syntax tree of the one expression in `text`."""
        if len(text) > LONGEST:
            raise ExpressionError(f"表达式太长（超过 {LONGEST} 字）")
        answer = self._trees.get(text)
        if answer is None:
            ((said,),) = self._connection.execute("SELECT json_serialize_sql(?)", [_select(text)]).fetchall()
            answer = json.loads(said)
        if answer.get("error"):
            raise ExpressionError(
                f"看不懂这个表达式，请检查括号、引号和运算符（{_brief(answer.get('error_message', ''))}）"
            )
        if len(answer["statements"]) != 1:
            raise ExpressionError("只能写一个表达式，不能有分号")
        node = answer["statements"][0]["node"]
        refuse_other_selects(node)
        items = node["select_list"]
        if len(items) != 1 or node["from_table"]["type"] != "EMPTY" or items[0].get("alias"):
            raise ExpressionError("这里只能写一个条件，不能写 from、where、as 或几个用逗号隔开的值")
        if node["where_clause"] or node["group_expressions"] or node["having"] or node["modifiers"]:
            raise ExpressionError("这里只能写一个条件，不能写 from、where、group by、order by")
        tree: dict[str, Any] = items[0]
        return tree

    def _part(self, tree: dict[str, Any]) -> str:
        """The text of a part of a condition; the same part of another condition is not spelled again."""
        mark = _PLACE.sub("", json.dumps(tree))
        if mark not in self._parts:
            self._parts[mark] = self._sql([tree])
        return self._parts[mark]

    def _sql(self, trees: Sequence[dict[str, Any]]) -> str:
        """The text of a checked tree, in brackets."""
        text = self._spelled.get(id(trees[0])) if len(trees) == 1 else None
        if text is None:
            asked = "SELECT json_deserialize_sql(?::JSON)"
            ((spelled,),) = self._connection.execute(asked, [self._document(trees)]).fetchall()
            text = str(spelled)
        if not text.startswith("SELECT "):
            raise ExpressionError("看不懂这个表达式")
        return f"({text.removeprefix('SELECT ')})"

    def _document(self, trees: Sequence[dict[str, Any]]) -> str:
        document = self._shell
        document["statements"][0]["node"]["select_list"] = list(trees)
        return json.dumps(document)


_EACH = "FROM (SELECT unnest(CAST(? AS VARCHAR[])) AS t)"


def _select(text: str) -> str:
    return f"SELECT {plain(text)}\n"


def _only_item(answer: Mapping[str, Any]) -> dict[str, Any] | None:
    """The one thing a parsed text selects; None when it is anything else."""
    if answer.get("error") or len(answer["statements"]) != 1:
        return None
    items = answer["statements"][0]["node"].get("select_list", ())
    return items[0] if len(items) == 1 else None


def _pieces(tree: dict[str, Any]) -> list[dict[str, Any]]:
    """The parts of an expression that are spelled on their own, itself first."""
    sides = [tree["left"], tree["right"]] if tree["class"] == "COMPARISON" else []
    parts = _all_of(tree)
    return [tree, *sides, *(parts if len(parts) > 1 else ())]


def _all_of(tree: dict[str, Any]) -> list[dict[str, Any]]:
    """What a tree says must all hold; the tree itself when it is no `and`."""
    if tree["type"] != "CONJUNCTION_AND":
        return [tree]
    return [part for child in tree["children"] for part in _all_of(child)]


def _brief(message: str) -> str:
    return " ".join(message.split())[:80]
