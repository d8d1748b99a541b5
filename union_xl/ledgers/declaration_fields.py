"""The fields of a declaration sheet: how each part of a ledger is written in a cell and read from one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from union_xl.ledgers.declaration_layouts import (
    CARD_HELP,
    MATRIX_HELP,
    STATEMENT_HELP,
    card,
    card_text,
    matrix,
    parts_text,
    statement,
)
from union_xl.ledgers.form import (
    Chart,
    Column,
    DeclaredCrossCheck,
    DeclaredIndicator,
    Derivation,
    Due,
    How,
    ListInDiff,
    PrintList,
    Rule,
)
from union_xl.ledgers.movement import HELP as MOVEMENT_HELP
from union_xl.ledgers.movement import movement, movement_text
from union_xl.model import ERROR, WARNING


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a declaration: its `title` on the sheet, the attribute's `name`, and how a value is
    written and read.  `aliases` are other titles; `help` says what to type."""

    title: str
    name: str
    write: Callable[[Any], str]
    read: Callable[[str], Any]
    aliases: tuple[str, ...] = ()
    help: str = ""
    none: str = ""
    """What stands in the cell for an empty value."""


def _field(title: str, name: str, aliases: str = "", help: str = "") -> Field:
    return Field(title, name, str, str, tuple(aliases.split()), help)


def _words(title: str, name: str, aliases: str = "", help: str = "") -> Field:
    return Field(title, name, "\n".join, words, tuple(aliases.split()), help)


def _yes(title: str, name: str, aliases: str = "", help: str = "") -> Field:
    return Field(title, name, lambda value: "是" if value else "", _is_yes, tuple(aliases.split()), help)


def _one_of(title: str, name: str, choices: Mapping[str, Any], aliases: str = "", help: str = "") -> Field:
    """A field with a closed list {what stands in the cell: value}; a value's first spelling is written."""
    spelled: dict[Any, str] = {}
    for text, value in choices.items():
        spelled.setdefault(value, text)

    def read(text: str) -> Any:
        key = _squeezed(text)
        if key not in choices:
            raise ValueError(f"看不懂“{text}”，请写 {'、'.join(one for one in spelled.values() if one)}")
        return choices[key]

    none = spelled.get("", "")
    return Field(title, name, spelled.__getitem__, read, tuple(aliases.split()), help, none)


def words(text: str) -> tuple[str, ...]:
    """A list inside one cell: by line breaks where it has any, else by 、，,;；/.

    >>> words("身份证、证件号"), words("楼宇/园区\\n社区")
    (('身份证', '证件号'), ('楼宇/园区', '社区'))
    """
    pieces = text.split("\n") if "\n" in text.strip() else re.split(r"[、，,;；/]", text)
    return tuple(dict.fromkeys(piece.strip() for piece in pieces if piece.strip()))


def _patterns(text: str) -> tuple[str, ...]:
    """Regular expressions, one a line."""
    lines = tuple(line.strip() for line in text.split("\n") if line.strip())
    for line in lines:
        try:
            re.compile(line)
        except re.error as wrong:
            raise ValueError(f"“{line}”不是正则表达式（{wrong}）") from None
    return lines


def _lined(title: str, name: str, help: str) -> Field:
    """A list of which each line is one: expressions hold commas."""
    return Field(title, name, "\n".join, _lines, (), help)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text).lower()


def _is_yes(text: str) -> bool:
    key = _squeezed(text)
    if key not in ("是", "√", "y", "yes", "1", "否", "×", "n", "no", "0", ""):
        raise ValueError(f"看不懂“{text}”，请写 是 或 否")
    return key in ("是", "√", "y", "yes", "1")


def _whole(text: str) -> int:
    found = re.fullmatch(r"v?(\d{1,6})(?:\.0)?", _squeezed(text))
    if not found:
        raise ValueError(f"“{text}”请写成数字，如 1")
    return int(found[1])


def _slug(text: str) -> str:
    slug = text.strip().lower()
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,39}", slug):
        raise ValueError(f"代号“{text}”只能用小写字母、数字和减号，请改正")
    return slug


def _keys(text: str) -> tuple[tuple[str, ...], ...]:
    """Alternatives one a line (or behind 或), the columns of each joined with +.

    >>> _keys("证件类型+证件号码\\n姓名+手机号码"), _keys("证件号码、年度")
    ((('证件类型', '证件号码'), ('姓名', '手机号码')), (('证件号码', '年度'),))
    """
    lines = [line for line in re.split(r"\n|\s或\s", text) if line.strip()]
    return tuple(tuple(one.strip() for one in re.split(r"[+＋、，,]", line) if one.strip()) for line in lines)


def _named(text: str) -> tuple[tuple[str, str], ...]:
    """`名 = 式`, one a line."""
    pairs = [line.partition("=") for line in text.split("\n") if line.strip()]
    wrong = next((line for line, sign, _ in pairs if not sign), None)
    if wrong is not None:
        raise ValueError(f"看不懂“{wrong}”，中间量请写成 名称=表达式，一行一个")
    return tuple((name.strip(), expression.strip()) for name, _, expression in pairs)


def _derivation(text: str) -> Derivation:
    """`证件性别(证件号码)`, or `照抄(入会日期) 当 会籍变化类型=入会`."""
    found = re.fullmatch(r"(\w+)[(（](.+?)[)）](?:\s*当\s*(.+?)\s*=\s*(.+))?", text.strip())
    if not found or found[1] not in get_args(Derivation.model_fields["how"].annotation):
        raise ValueError(f"看不懂“{text}”，请写 证件性别(证件号码) 或 照抄(入会日期) 当 会籍变化类型=入会")
    how, source, title, value = found.groups()
    when = (title, value) if title else None
    return Derivation.model_validate(
        {"source": source, "how": how, "why": _why(how, source, when), "when": when}
    )


def _why(how: str, source: str, when: tuple[str, str] | None) -> str:
    if when:
        return f"{when[0]}为{when[1]}，取{source}"
    return f"由{source}得出"


def _derivation_text(value: Derivation) -> str:
    told = f" 当 {value.when[0]}={value.when[1]}" if value.when else ""
    return f"{value.how}({value.source}){told}"


def _examples(text: str) -> tuple[Any, ...]:
    return tuple(_frozen(one) for one in json.loads(text))


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_frozen(one) for one in value)
    return {key: _frozen(one) for key, one in value.items()} if isinstance(value, dict) else value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


NEEDS = {
    **dict.fromkeys(("必填", "是", "√", "y"), "required"),
    **dict.fromkeys(("应填", "建议", "尽量"), "expected"),
    **dict.fromkeys(("选填", "否", "可选", "×", "n", ""), "optional"),
}
PRIVACIES = {
    "否": "",
    "姓名": "name",
    **dict.fromkeys(("证件", "证件号码", "身份证"), "id"),
    **dict.fromkeys(("电话", "手机"), "mobile"),
    **dict.fromkeys(("银行", "银行卡"), "bank"),
    **dict.fromkeys(("出生日期", "生日"), "birth"),
    "地址": "address",
    **dict.fromkeys(("不外传", "是"), "free"),
}
ROLES = {
    "否": "", "单位": "unit", "单位代码": "unit_code", "工会": "union", "工会代码": "union_code",
    "社区": "community", "行业": "trade", "主办": "host", "人": "person", "证件号码": "id", "证件类型": "id_type",
    "性别": "gender", "出生日期": "birth", "年龄": "age", "手机": "mobile", "电话": "phone",
    "联系人": "contact", "备注": "remark", "事项": "subject",
}  # fmt: skip
LEVELS = {**dict.fromkeys(("错误", "e", ""), ERROR), **dict.fromkeys(("提醒", "w", "警告"), WARNING)}
OWED = {
    "全部单位": "all", "名额单位": "quota", "自愿": "voluntary", "": "voluntary", "本级自存": "office",
    "系统导出": "export",
}  # fmt: skip

FORM: tuple[Field, ...] = (
    _field("表名", "title", "标题 名称 表单名称 表题", "印在表上的全称"),
    _field("简称", "short", "短名 台账名", "台账里工作表的名称"),
    _field("分组", "group", "类别 板块", "同一方面工作的台账写同一个名称"),
    Field("代号", "slug", str, _slug, ("英文名", "slug"), "小写字母、数字和减号"),
    Field(
        "唯一列",
        "keys",
        lambda keys: "\n".join("+".join(key) for key in keys),
        _keys,
        ("主键", "关键列", "不重复列", "key"),
        "几列合起来认一行，用 + 相连；有几种认法的一行一种，先写好的",
    ),
    Field("版本", "version", str, _whole, ("版本号",), "改了列名、类型就加 1"),
    _words("名称用词", "hints", "认表用词", "标题、工作表名、文件名里认这张表的词"),
    _words("对象用词", "whom", "", "表里列的是谁；别的表的标题里也有这些词时，以别的表的名称用词为准"),
    _words("排除用词", "against", "", "标题、工作表名、文件名里有这些词的，是别的表"),
    _words("列名用词", "marks", "", "只有这张表的列名里才有的词"),
    _one_of("谁来报", "owed", OWED, "报送范围 应报", "全部单位、名额单位、自愿、本级自存 或 系统导出"),
    _one_of(
        "更新方式",
        "replaces",
        {"增量": "增量", "": "增量", "全量": "全量"},
        "",
        "同一单位再报：全量替换或增量",
    ),
    _yes("一表一单位", "one_unit", "", "一份表只有一个单位的行"),
    _yes("限阅", "restricted", "", "单独存放在 汇总台账·限阅.xlsx"),
    Field("保存月数", "keep_until", str, _whole, ("保存期限",), "期末以后保存几个月，0 不限"),
    _field("上级台账", "parent", "所属台账 父台账", "这些行属于哪张台账的行（代号）"),
    _words("关联列", "link", "", "指明属于哪一行的列"),
    _field("无上级规则", "orphan", "", "上级台账里没有那一行时报的规则编号"),
    Field("卡片", "card", card_text, card, ("登记卡",), CARD_HELP),
    Field("矩阵", "matrix", parts_text, matrix, (), MATRIX_HELP),
    Field("科目表", "statement", parts_text, statement, (), STATEMENT_HELP),
    _field("截止日设置", "deadline", "报送截止", "设置里哪一项是本表的报送截止日"),
    _field("重复行规则", "same_row", "", "同一唯一列内容不同时报的规则编号"),
    _field("两单位规则", "two_units", "", "两个单位报同一唯一列时报的规则编号"),
    _yes("单位名录", "unit_register", "", "各单位在哪个社区、哪个行业，以本表为准"),
    _field("分组名", "item", "", "指标按本表的事项（指代为“事项”的列）分组时叫什么，如 竞赛"),
    _words("每行叫法", "each", "", "模板里 {{每…}} 除简称以外的叫法，如 会员"),
    Field("增减", "movement", movement_text, movement, ("变动",), MOVEMENT_HELP),
    _words("比对列", "compared", "", "两次台账比对时看哪些列，不写就全看"),
    Field("另有名称", "worked_out", _json, _examples, (), "规则和指标里另外可用的名称"),
)
COLUMN: tuple[Field, ...] = (
    _field("列名", "title", "字段 字段名 栏目 标题"),
    _words("别名", "aliases", "其他叫法 同义词"),
    _words("曾用列名", "former", "旧列名", "本表旧版空表里的叫法"),
    _field("类型", "type", "数据类型 格式"),
    _one_of("必填", "need", NEEDS, "是否必填 要求 必填否"),
    _words(
        "取值",
        "choices",
        "可选值 选项 取值范围 下拉",
        "别的写法写在 ← 后面：达标←√←符合；只看结尾的前面加 *：区总←*区总工会",
    ),
    _field("说明", "hint", "填写说明 备注 提示"),
    _field("示例", "example", "例 样例 例子"),
    _one_of("保密", "privacy", PRIVACIES, "隐私 脱敏"),
    _yes("同上", "ditto", "允许同上"),
    _yes("公示", "public", "可公示"),
    _yes("不留存", "never_kept", "不存"),
    _one_of("指代", "role", ROLES, "", "单位、人、证件号码 等"),
    _field("预填", "prefill", "预填来源"),
    Field("问法", "phrases", "\n".join, _patterns, (), "问句一样的列名（正则表达式），一行一个"),
    Field("推得", "derived", _derivation_text, _derivation, (), "空着时由别的列得出"),
    _field("列表外规则", "unknown", "", "不在代码表里时报的规则编号"),
    Field("列宽", "width", lambda value: f"{value:g}", float, ("宽",)),
)
RULE: tuple[Field, ...] = (
    _field("编号", "code", "规则编号 规则"),
    _one_of("级别", "level", LEVELS, "等级"),
    _field("名称", "title", "规则名称"),
    _field("关系", "holds", "条件 表达式 应满足 公式"),
    _field("说明", "says", "提示 提示语 意思"),
    _field("改法", "cure", "怎么改"),
    _field("列", "column", "列名 标在 所在列"),
    _field("核对函数", "test"),
    _words("函数的列", "over"),
    Field("中间量", "let", lambda pairs: "\n".join(f"{a} = {b}" for a, b in pairs), _named),
    _words("需有列", "needs"),
    Field("超过几成才报", "once_above", lambda value: f"{value:g}", float),
    _yes("常见", "ordinary", "", "说的常属正常：行数多时并成一条提醒"),
    _field("建议值", "suggest"),
    _field("理由", "because"),
    _field("让行", "yields", "哪行让 暂缓哪行", "要看别的行的错误：写出哪一行暂缓，如后一次"),
    _words("有台账就不核对", "without"),
    Field("应报的例子", "fires", _json, _examples),
    Field("不应报的例子", "rests", _json, _examples),
)
INDICATOR: tuple[Field, ...] = (
    _field("代码", "code"),
    _field("名称", "name"),
    _one_of("统计方式", "how", {how: how for how in get_args(How)}),
    _field("字段", "field"),
    _field("条件", "where"),
    _field("分母条件", "base"),
    _words("分组", "groups"),
    _field("单位", "unit"),
    _field("说明", "about"),
    _one_of("存量流量", "over", {"存量": "存量", "流量": "流量", "": ""}),
)
CHECK: tuple[Field, ...] = (
    _field("关系编号", "code"),
    _field("关系式", "relation"),
    _one_of("关系级别", "level", LEVELS),
    _field("关系说明", "about"),
)
CHART: tuple[Field, ...] = (
    _field("图名", "title"),
    _field("图的列", "column"),
    _one_of("图形", "shape", {"条形": "bar", "": "bar", "柱形": "column", "饼图": "pie"}),
    _field("图的条件", "where", "", "哪些行算在图里"),
)
PRINT: tuple[Field, ...] = (
    _field("清单名", "name", "名册名"),
    _one_of("给谁看", "audience", {"对内": "对内", "": "对内", "对外": "对外", "公示": "公示"}, "保密级别"),
    _lined("清单的列", "columns", "一行一列：列名；或 标题 = 表达式；签名等空着的列写 签名 ="),
    _field("清单条件", "where"),
    _lined("排序", "order", "一行一项，倒序的写 总成绩 降"),
    _words("分开打印", "per", "", "每个值单独一张的列"),
    _words("合计列", "sums"),
    _field("列哪张台账", "of", "", "不写就是本台账"),
    _field("分表名", "part"),
    _field("清单标题", "heading"),
    _field("表下说明", "note"),
    _field("清单模板", "layout"),
    _yes("显示全名", "full_names"),
)
DUE: tuple[Field, ...] = (
    _field("到期事项", "what"),
    _field("到期日", "on", "", "算出日期的表达式"),
    Field("提前天数", "ahead", str, _whole, ()),
    _field("已了结", "unless", "", "办妥了的条件"),
    _words("对象列", "whose"),
    _field("怎么办", "cure"),
)

IN_DIFF: tuple[Field, ...] = (
    _field("变动清单", "title"),
    _field("名单指标", "indicator"),
    _words("列出的列", "columns"),
)


@dataclass(frozen=True, slots=True)
class List:
    """One list of a declaration sheet: the attribute of the form it fills, its model and fields; a header row
    holds both titles `marks`.  `needed` must be filled in every line; `told` is the title under whose cell a
    line's faults are told."""

    attribute: str
    model: (
        type[Column]
        | type[Rule]
        | type[DeclaredIndicator]
        | type[DeclaredCrossCheck]
        | type[Chart]
        | type[PrintList]
        | type[Due]
        | type[ListInDiff]
    )
    fields: tuple[Field, ...]
    marks: tuple[str, str]
    needed: tuple[str, ...]
    told: str


LISTS: tuple[List, ...] = (
    List("columns", Column, COLUMN, ("列名", "类型"), ("列名",), "类型"),
    List("rules", Rule, RULE, ("编号", "关系"), ("编号", "关系"), "关系"),
    List("indicators", DeclaredIndicator, INDICATOR, ("代码", "统计方式"), ("名称", "统计方式"), "条件"),
    List("checks", DeclaredCrossCheck, CHECK, ("关系编号", "关系式"), ("关系编号", "关系式"), "关系式"),
    List("charts", Chart, CHART, ("图名", "图的列"), ("图名", "图的列"), "图的列"),
    List("lists", PrintList, PRINT, ("清单名", "清单的列"), ("清单名", "清单的列"), "清单的列"),
    List("due", Due, DUE, ("到期事项", "到期日"), ("到期事项", "到期日"), "到期日"),
    List("diff_lists", ListInDiff, IN_DIFF, ("变动清单", "名单指标"), ("变动清单", "名单指标"), "列出的列"),
)
