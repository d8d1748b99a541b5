"""The expression language lets through what a clerk needs and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from union_xl import ledgers
from union_xl.expressions import ExpressionError, ExpressionParser, LedgerTables, plain
from union_xl.ledgers.shapes import shape_of


@pytest.fixture(scope="module")
def reader() -> ExpressionParser:
    data = LedgerTables([shape_of(form) for form in ledgers.BUILT_IN])
    data.empty(dict.fromkeys(data.types, ()))
    return ExpressionParser(data.connection, data.names)


GOOD = (
    "会籍变化类型 = '入会' and 会籍变化日期 between 期初 and 期末",
    "会籍变化类型 in ('入会', '转入') or 会籍变化类型 is null",
    "单位名称 in (select 单位名称 from 单位台账 where 是否建会 = '已建')",
    "exists (select 1 from 单位台账 u where u.单位名称 = 会员登记.单位名称 and u.职工总数 >= 25)",
    "not (姓名 like '张%') and length(证件号码) = 18",
    "case when 性别 = '女' then 出生日期 > 截止日 - to_years(50) else false end",
    '"职务/岗位" is not null',
    "会籍变化类型＝‘入会’　and （性别＝“性别”）",
)


@pytest.mark.parametrize("text", GOOD)
def test_useful_conditions_are_understood(reader: ExpressionParser, text: str) -> None:
    """What the design promises a clerk can write is accepted and runs on the ledger's columns."""
    assert reader.condition(text, "会员登记").sql.startswith("(")


HOSTILE = (
    "1=1; drop table x",
    "1=1; select 2",
    "姓名 in (select * from read_csv('/etc/passwd'))",
    "姓名 in (select content from read_text('/etc/passwd'))",
    "姓名 in (select file from glob('/*'))",
    "姓名 = (select 1 from '/etc/passwd')",
    "姓名 in (select 姓名 from query('select 1'))",
    "姓名 in (select x from query_table('会员登记'))",
    "getenv('HOME') = 'x'",
    "read_text('/etc/passwd') is not null",
    "姓名 in (select name from duckdb_settings())",
    "姓名 in (select table_name from information_schema.tables)",
    "姓名 in (select 姓名 from _会员登记)",
    "姓名 in (select 姓名 from main.会员登记)",
    "姓名 in (with a as (select 1) select * from a)",
    "姓名 in (select 姓名 from 会员登记, 单位台账)",
    "姓名 in (select 姓名 from 会员登记 union select 单位名称 from 单位台账)",
    "姓名 in (values ('a'))",
    "姓名 in (pragma version)",
    "attach 'x.db'",
    "copy 会员登记 to 'x.csv'",
    "install httpfs",
    "load httpfs",
    "set memory_limit = '1TB'",
    "current_setting('memory_limit') = 'x'",
    "姓名 = ?",
    "姓名 = $1",
    "columns('.*') = 1",
    "repeat('a', 1000000000) = 姓名",
    "range(1000000000) is not null",
    "list_transform([1], x -> x) is not null",
    "sum(会费) > 1",
    "row_number() over () > 1",
    "姓名 as x",
    "姓名, 性别",
    "1=1 from 会员登记",
    "1=1 where 1=1",
    "姓名 in (select 姓名 from 会员登记 limit 1)",
    "nextval('x') > 1",
    "姓名::json is not null",
    "pg_sleep(10) is null",
    "姓名 = current_user",
    "会员登记.来源文件.x = 1",
    "txid_current() > 1",
    "姓名 in (select 姓名 from 会员登记 tablesample 10%)",
    "1=1) or (1=1",
    "1=1 /* ",
    "'",
    "",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_everything_else_is_refused(reader: ExpressionParser, text: str) -> None:
    """Files, settings, other tables, second statements and half sentences never reach the database."""
    with pytest.raises(ExpressionError):
        reader.condition(text, "会员登记")


def test_comments_never_run(reader: ExpressionParser) -> None:
    """What is run is rebuilt from the syntax tree: a comment is gone."""
    found = reader.condition("性别 = '女' -- '; drop table x", "会员登记")
    assert "--" not in found.sql and "drop" not in found.sql


def test_the_nearest_columns_are_named(reader: ExpressionParser) -> None:
    """A misspelt column is told with the one that was meant."""
    with pytest.raises(ExpressionError, match="会籍变化类型"):
        reader.condition("会籍类型 = '入会'", "会员登记")


def test_text_in_quotes_stays_as_typed() -> None:
    """Full-width signs change outside quoted text only."""
    assert plain("竞赛名称＝‘第四届（上）’") == "竞赛名称='第四届（上）'"
    assert plain("a = 'x''（'") == "a = 'x''（'"


def test_the_database_is_locked() -> None:
    """Even a statement that got past the check finds no files and no settings."""
    import duckdb

    data = LedgerTables([shape_of(form) for form in ledgers.BUILT_IN])
    data.empty(dict.fromkeys(data.types, ()))
    for text in (
        "SELECT * FROM read_csv('/etc/passwd')",
        "SET enable_external_access = true",
        "ATTACH '/tmp/x.db'",
        "COPY (SELECT 1) TO '/tmp/union_xl_copy.csv'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET threads = 64",
    ):
        with pytest.raises(duckdb.Error):
            data.connection.execute(text)


def test_reading_an_expression_leaves_the_connection_free() -> None:
    """Rows are handed over right behind it: an answer that was not taken to its end would forbid that."""
    data = LedgerTables([shape_of(form) for form in ledgers.BUILT_IN])
    reader = ExpressionParser(data.connection, data.names)
    reader.condition("职工总数 > 10", "单位台账")
    data.connection.register("_incoming", {"a": np.zeros(3)})
    assert data.connection.execute("select count(*) from _incoming").fetchall() == [(3,)]
