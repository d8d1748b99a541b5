"""Which parts of DuckDB's language an expression may have: the lists, and the walk that refuses all else."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from union_xl.expressions.errors import ExpressionError, UnknownLedger, nearest, unknown
from union_xl.expressions.names import EARLIER, SETTINGS

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


def refuse_other_selects(node: Mapping[str, Any]) -> None:
    """Refuse what a plain select of the language never has."""
    if node["type"] != "SELECT_NODE":
        raise ExpressionError("这里不能用 union 等组合查询")
    if node.get("cte_map", {}).get("map") or node.get("qualify") or node.get("sample"):
        raise ExpressionError("这里不能用 with、qualify 或抽样")


class ConditionCheck:
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
        refuse_other_selects(inner)
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


class FormulaCheck(ConditionCheck):
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
