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

from union_xl.expressions.errors import ExpressionError, UnknownLedger, nearest, plain, unknown
from union_xl.expressions.names import EARLIER, SETTINGS

if TYPE_CHECKING:
    import duckdb

LONGEST = 4000
_AGGREGATE_WORDS = "count count_star sum min max avg arg_max arg_min bool_or bool_and"
_FUNCTION_WORDS = """
    + - * / // % || ~~ !~~ ~~* !~~* like_escape regexp_matches regexp_full_match regexp_extract starts_with
    ends_with contains
    prefix suffix length strlen substr substring left right trim ltrim rtrim lower upper replace concat instr
    year month day quarter week date_part datepart date_trunc date_diff datediff date_sub to_days to_months
    to_years last_day make_date strftime trunc abs round floor ceil ceiling greatest least nullif ifnull if
    isnan row list_value 简名"""
_CLASS_WORDS = "CONJUNCTION COMPARISON BETWEEN COLUMN_REF CONSTANT CAST TYPE CASE OPERATOR FUNCTION SUBQUERY"
_OPERATOR_WORDS = """
    OPERATOR_NOT OPERATOR_IS_NULL OPERATOR_IS_NOT_NULL COMPARE_IN COMPARE_NOT_IN OPERATOR_COALESCE
    OPERATOR_NULLIF ROW"""
_TYPE_WORDS = """
    date varchar text string integer int int4 bigint int8 smallint tinyint hugeint double float real
    decimal numeric boolean bool timestamp"""
_AGGREGATES = frozenset(_AGGREGATE_WORDS.split())
_FUNCTIONS = frozenset(_FUNCTION_WORDS.split())
_CLASSES = frozenset(_CLASS_WORDS.split())
_OPERATORS = frozenset(_OPERATOR_WORDS.split())
_TYPES = frozenset(_TYPE_WORDS.split())
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
            check = _Check(self._ledgers, [(ledger, ledger)])
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
        constants it may use, as `names.spoken` gives them; an indicator wins over one of its name."""
        tree = self._tree(text)
        check = _NameCheck(names, qualifiers, shared)
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
        _bare(node)
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


def _bare(node: Mapping[str, Any]) -> None:
    """Refuse what a plain select of the language never has."""
    if node["type"] != "SELECT_NODE":
        raise ExpressionError("这里不能用 union 等组合查询")
    if node.get("cte_map", {}).get("map") or node.get("qualify") or node.get("sample"):
        raise ExpressionError("这里不能用 with、qualify 或抽样")


class _Check:
    """Walks a tree and refuses every node that is not on the lists.

    `scopes` are (alias, ledger), the innermost last; `uses` collects {ledger: columns}.
    """

    def __init__(self, ledgers: Mapping[str, Collection[str]], scopes: list[tuple[str, str]]) -> None:
        self.ledgers = ledgers
        self.scopes = scopes
        self.uses: dict[str, set[str]] = {}
        self.depth = 0

    def node(self, node: Any) -> None:
        if isinstance(node, list):
            for one in node:
                self.node(one)
        elif isinstance(node, dict):
            if "class" in node:
                self._classed(node)
            else:
                for child in node.values():
                    self.node(child)

    def _classed(self, node: dict[str, Any]) -> None:
        kind = node["class"]
        if kind not in _CLASSES:
            raise ExpressionError(_REFUSED.get(kind, "用了这里不允许的写法"))
        if kind == "COLUMN_REF":
            self.column([str(part) for part in node["column_names"]])
            return
        if kind == "SUBQUERY":
            self.subquery(node)
            return
        if kind == "FUNCTION":
            self._function(node)
        elif kind == "OPERATOR" and node["type"] not in _OPERATORS:
            raise ExpressionError("用了这里不允许的运算")
        elif kind == "CAST":
            self._cast(node)
            return
        for key, child in node.items():
            if key not in ("literal", "value"):
                self.node(child)

    def _function(self, node: Mapping[str, Any]) -> None:
        name = str(node["function_name"]).lower()
        path = (node.get("qualified_name") or {}).get("path") or [name]
        if node.get("schema") or node.get("catalog") or len(path) > 1:
            raise ExpressionError(f"不能使用函数 {name}")
        if name in _AGGREGATES:
            if not self.depth:
                raise ExpressionError(f"条件里不能直接用 {name} 汇总，请改用统计方式，或写在子查询里")
        elif name not in _FUNCTIONS:
            near = nearest(name, _FUNCTIONS | _AGGREGATES)
            raise ExpressionError(f"不能使用函数 {name}" + (f"，可用的有：{'、'.join(near)}" if near else ""))

    def _cast(self, node: Mapping[str, Any]) -> None:
        asked = node.get("type_expr") or node.get("cast_type") or {}
        name = str(asked.get("type_name") or asked.get("id") or "").lower()
        if name not in _TYPES:
            raise ExpressionError(f"不能转换成 {name or '这种类型'}")
        self.node(node["child"])

    def column(self, parts: list[str]) -> None:
        """A column: in the innermost ledger that has it, as DuckDB looks names up."""
        if len(parts) == 1:
            for _, ledger in reversed(self.scopes):
                if parts[0] in self.ledgers[ledger]:
                    self.uses.setdefault(ledger, set()).add(parts[0])
                    return
            raise unknown(parts[0], self._plain_names(), "列")
        if len(parts) == 2 and parts[0] == SETTINGS:
            ledger, name = self.scopes[-1][1], ".".join(parts)
            if name not in self.ledgers[ledger]:
                known = {one.removeprefix(f"{SETTINGS}.") for one in self.ledgers[ledger] if "." in one}
                raise unknown(parts[1], known, "设置项目")
            self.uses.setdefault(ledger, set()).add(name)
            return
        if len(parts) == 2:
            for alias, ledger in reversed(self.scopes):
                if parts[0] == alias:
                    if parts[1] not in self.ledgers[ledger]:
                        raise unknown(parts[1], self._plain_names(), f"列（{ledger}）")
                    self.uses.setdefault(ledger, set()).add(parts[1])
                    return
            raise unknown(parts[0], {alias for alias, _ in self.scopes}, "台账")
        raise ExpressionError(f"看不懂“{'.'.join(parts)}”")

    def _plain_names(self) -> set[str]:
        return {name for _, ledger in self.scopes for name in self.ledgers[ledger] if "." not in name}

    def subquery(self, node: Mapping[str, Any]) -> None:
        """`(select … from 台账 where …)`: one ledger, no joins; `from 上期.台账` an earlier one."""
        if node.get("child") is not None:
            self.node(node["child"])
        inner = node["subquery"]["node"]
        _bare(inner)
        source = inner["from_table"]
        if source["type"] != "BASE_TABLE":
            raise ExpressionError("子查询里只能写 from 一个台账，如 from 会员登记")
        path = (source.get("qualified_name") or {}).get("path") or [
            part for part in (source.get("schema_name"), source.get("table_name", "")) if part
        ]
        if source.get("catalog_name") or len(path) > 2 or (len(path) == 2 and path[0] not in EARLIER):
            raise ExpressionError("子查询里只能写台账的名称")
        ledger = ".".join(map(str, path))
        if ledger not in self.ledgers:
            raise UnknownLedger(str(unknown(ledger, self.ledgers, "台账")))
        if source.get("sample") or source.get("at_clause") or source.get("column_name_alias"):
            raise ExpressionError("子查询里只能写 from 一个台账")
        if any(one.get("type") != "DISTINCT_MODIFIER" for one in inner["modifiers"]):
            raise ExpressionError("子查询里不能写 order by 或 limit")
        self.scopes.append((source.get("alias") or str(path[-1]), ledger))
        self.uses.setdefault(ledger, set())
        self.depth += 1
        for key in ("select_list", "where_clause", "group_expressions", "having", "modifiers"):
            self.node(inner[key])
        self.depth -= 1
        self.scopes.pop()


class _NameCheck(_Check):
    """The same walk for formulas: columns are indicators, `上期.会员数` has a qualifier."""

    def __init__(
        self, names: Collection[str], qualifiers: Collection[str], constants: Collection[str]
    ) -> None:
        super().__init__({}, [])
        self.known = names
        self.qualifiers = qualifiers
        self.constants = constants
        self.names: list[tuple[str, str]] = []
        self.shared: set[str] = set()

    def column(self, parts: list[str]) -> None:
        qualifier, name = ("", parts[0]) if len(parts) == 1 else (parts[0], parts[1])
        if len(parts) > 2:
            raise ExpressionError(f"看不懂“{'.'.join(parts)}”")
        if ".".join(parts) in self.constants and (qualifier or name not in self.known):
            self.shared.add(".".join(parts))
            return
        if qualifier and qualifier not in self.qualifiers:
            raise unknown(qualifier, self.qualifiers, "前缀")
        if name not in self.known:
            raise unknown(name, self.known, "指标")
        if (qualifier, name) not in self.names:
            self.names.append((qualifier, name))

    def subquery(self, node: Mapping[str, Any]) -> None:
        raise ExpressionError("公式和审核关系里只能用指标，不能查台账")


_REFUSED = {
    "STAR": "不能用 * 或 columns()，请写明列名",
    "WINDOW": "不能用 over 窗口函数",
    "PARAMETER": "不能用 ? 或 $ 参数",
    "POSITIONAL_REFERENCE": "不能用 # 序号引用列",
    "LAMBDA": "不能用 lambda",
    "COLLATE": "不能用 collate",
    "DEFAULT": "不能用 default",
}
