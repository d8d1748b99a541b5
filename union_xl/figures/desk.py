"""The locked desk: a DuckDB in memory that sees the ledgers and nothing else."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, get_args

from union_xl.core import Period
from union_xl.figures.laying import laid
from union_xl.figures.loading import PLACES, ROW, block, home_of, quoted, with_whole_births
from union_xl.figures.rows import Rows

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

    from union_xl.forms.base import Form

SECONDS = 60.0
MEMORY = "2GB"
BOUNDS = ("期初", "期末", "截止日")
PARAMETERS: Mapping[str, tuple[str, float | bool]] = {
    "建会人数线": ("union_min_members", 25),
    "女职工委员会人数线": ("women_committee_threshold", 10),
    "同步录入天数": ("sync_days", 30),
    "实名制达标比例": ("realname_rate", 0.8),
    "最低入会年龄": ("join_min_age", 16),
    "会员数不含保留会籍": ("member_count_excludes_retained", True),
    "发展会员含转入": ("new_members_include_transfers", False),
    "联合工会按一家计": ("joint_union_counts_once", True),
}
"""Settings a condition may name: {项目: (key in Settings.params, default)}."""

UNITS = "单位台账"
REPRESENTS = "工会代表行"
_UNION = "coalesce(所属联合工会, 工会名称, 单位名称)"
_UNION_COLUMNS = ("是否建会", "所属联合工会", "工会名称", "单位名称", "涵盖单位数")
_REPRESENTATIVE = f"""行号 IN (SELECT arg_max(行号, coalesce(涵盖单位数, 0) * 1e8 - 行号)
    FROM "_单位台账" WHERE 是否建会 = '已建' GROUP BY {_UNION})"""
"""One row for each union: a joint union's is the row that names how many units it covers."""

TRACKS = ("状态", "来源文件", "来源工作表", "来源行")


def connect() -> duckdb.DuckDBPyConnection:
    """A DuckDB in memory without files, network and extensions; not locked yet, and of one thread until then:
    taking over Python's texts, two would only wait for each other."""
    import duckdb

    return duckdb.connect(
        ":memory:",
        config={
            "enable_external_access": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            "temp_directory": "",
            "memory_limit": MEMORY,
            "threads": 1,
            "python_enable_replacements": "false",
            "pandas_analyze_sample": 0,
        },
    )


def lock(connection: duckdb.DuckDBPyConnection, threads: int = 2) -> None:
    """From here on no setting can be changed."""
    connection.execute(f"SET threads = {threads}")
    connection.execute("SET lock_configuration = true")


@contextmanager
def limited(connection: duckdb.DuckDBPyConnection, seconds: float = SECONDS) -> Iterator[None]:
    """What runs inside is interrupted after `seconds`.

    The clock has stopped before this ends: it must never be the last to hold the connection."""
    clock = threading.Timer(seconds, connection.interrupt)
    clock.daemon = True
    clock.start()
    try:
        yield
    finally:
        clock.cancel()
        clock.join()


def column_types(form: type[Form]) -> dict[str, str]:
    """{standard title: DATE, DOUBLE or VARCHAR}, from the form's annotations."""
    from union_xl.forms.base import field_names

    types = {}
    for title, name in field_names(form).items():
        parts = _leaves(form.model_fields[name].annotation)
        if dt.date in parts:
            types[title] = "DATE"
        elif (int in parts or float in parts) and str not in parts:
            types[title] = "DOUBLE"
        else:
            types[title] = "VARCHAR"
    return types


def _leaves(annotation: Any) -> set[Any]:
    arguments = get_args(annotation)
    return {leaf for one in arguments for leaf in _leaves(one)} if arguments else {annotation}


def ledger_types(forms: Sequence[type[Form]]) -> dict[str, dict[str, str]]:
    """{short title: {column: type}} of the ledgers: a form's titles, where a row comes from, its place."""
    return {
        form.short: dict.fromkeys(PLACES, "VARCHAR")
        | column_types(form)
        | dict.fromkeys(TRACKS, "VARCHAR")
        | {"来源行": "DOUBLE", ROW: "BIGINT"}
        for form in forms
    }


def closed_lists(form: type[Form]) -> dict[str, tuple[str, ...]]:
    """{standard title: its choices} of the columns with a closed list."""
    from union_xl.forms import columns

    return {one.title: one.kind.choices for one in columns(form) if one.kind.choices}


def births_and_ids(form: type[Form]) -> tuple[str, str]:
    """The titles of a form's day of birth and of the ID that says it, too; '' where there is none."""
    from union_xl.forms import columns

    private = {one.privacy: one.title for one in reversed(columns(form))}
    return private.get("birth", ""), private.get("id", "")


def stood_on(columns: Collection[str], form: type[Form] | None = None) -> set[str]:
    """The columns together with those that derived ones among them are worked out from."""
    birth, number = births_and_ids(form) if form else ("", "")
    with_id = (number,) if birth in columns and number else ()
    return {*columns, *with_id, *(_UNION_COLUMNS if REPRESENTS in columns else ())}


class Desk:
    """The ledgers of a run, typed, with 期初, 期末, 截止日 and the parameters on every row.

    `columns` are {short title: all columns a condition may name}.  Only columns asked for are loaded.
    A ledger that did not occur stands there empty; `present` tells which did.
    """

    def __init__(
        self,
        forms: Sequence[type[Form]],
        when: Period | None,
        as_of: dt.date | None,
        params: Mapping[str, Any] | None = None,
    ) -> None:
        self.connection = connect()
        self.types = ledger_types(forms)
        self.own = {form.short: frozenset(column_types(form)) for form in forms}
        self.choices = {form.short: closed_lists(form) for form in forms}
        self._births = {form.short: births_and_ids(form) for form in forms}
        self._derived = {UNITS: REPRESENTS} if UNITS in self.types else {}
        self.columns = {
            short: frozenset(types) | set(BOUNDS) | set(PARAMETERS) for short, types in self.types.items()
        }
        for short, name in self._derived.items():
            self.columns[short] |= {name}
        self.present: set[str] = set()
        self._constants = _constants(when, as_of, params or {})

    def empty(self) -> None:
        """Typed tables for trying expressions: one blank row each, so that constants are worked out."""
        for short, types in self.types.items():
            spelled = ", ".join(f"{quoted(name)} {kind}" for name, kind in types.items())
            self.connection.execute(f"CREATE TABLE {quoted('_' + short)} ({spelled})")
            blanks = ", ".join("NULL" for _ in types)
            self.connection.execute(f"INSERT INTO {quoted('_' + short)} VALUES ({blanks})")
            self._view(short)
        lock(self.connection)

    def load(
        self,
        frames: Mapping[str, pd.DataFrame | Rows],
        needed: Mapping[str, Collection[str]],
        homes: Mapping[str, str] | None = None,
    ) -> None:
        """The rows: `frames` {short title: frame or Rows}, `needed` {title: columns}, `homes` {unit:
        community}.

        Locks the desk."""
        places = home_of(frames.get(UNITS))
        places["所属社区"] = {**(homes or {}), **places.get("所属社区", {})}
        for short, types in self.types.items():
            frame = frames.get(short)
            asked = {ROW, *stood_on(needed.get(short, ()))}
            wanted = [name for name in types if name in asked]
            if frame is None:
                spelled = ", ".join(f"{quoted(name)} {types[name]}" for name in wanted)
                self.connection.execute(f"CREATE TABLE {quoted('_' + short)} ({spelled})")
            else:
                self.present.add(short)
                self._fill(short, frame, wanted, places)
            self._view(short, derived=self._derived.get(short) in asked)
        lock(self.connection)

    def _fill(
        self,
        short: str,
        frame: pd.DataFrame | Rows,
        wanted: Sequence[str],
        homes: Mapping[str, Mapping[str, Any]],
    ) -> None:
        types = self.types[short]
        birth, number = self._births[short]
        if birth in wanted and number:
            frame = with_whole_births(frame, birth, number)
        if isinstance(frame, Rows):
            picked, values = laid(frame, {name: types[name] for name in wanted}, homes)
            self.connection.execute(f"CREATE TABLE {quoted('_' + short)} AS {picked}", values)
            return
        self.connection.register("_incoming", block(frame, {name: types[name] for name in wanted}, homes))
        picks = ", ".join(
            f"nullif(TRY_CAST({quoted(name)} AS VARCHAR), '') AS {quoted(name)}"
            if types[name] == "VARCHAR"
            else f"TRY_CAST({quoted(name)} AS {types[name]}) AS {quoted(name)}"
            for name in wanted
        )
        self.connection.execute(f"CREATE TABLE {quoted('_' + short)} AS SELECT {picks} FROM _incoming")
        self.connection.unregister("_incoming")

    def _view(self, short: str, derived: bool = True) -> None:
        """The ledger as conditions see it: its rows and the constants."""
        if derived and short in self._derived:
            self.connection.execute(
                f"CREATE TABLE {quoted('+' + short)} AS SELECT *, {_REPRESENTATIVE} AS {REPRESENTS} "
                f"FROM {quoted('_' + short)}"
            )
        source = "+" + short if derived and short in self._derived else "_" + short
        self.connection.execute(
            f"CREATE VIEW {quoted(short)} AS SELECT *, {self._constants} FROM {quoted(source)}"
        )


def _constants(when: Period | None, as_of: dt.date | None, params: Mapping[str, Any]) -> str:
    """期初, 期末, 截止日 and the parameters as constant columns."""
    last = as_of or (when.end if when else None)
    days = {"期初": when.start if when else None, "期末": when.end if when else last, "截止日": last}
    parts = [f"{_day(value)} AS {quoted(name)}" for name, value in days.items()]
    for name, (key, default) in PARAMETERS.items():
        parts.append(f"{_setting(params.get(key), default)} AS {quoted(name)}")
    return ", ".join(parts)


def _day(value: dt.date | None) -> str:
    return f"DATE '{value.isoformat()}'" if value else "CAST(NULL AS DATE)"


def _setting(value: Any, default: float | bool) -> str:
    """A parameter as a constant; what cannot be read as one is the default."""
    if isinstance(default, bool):
        yes = {"是": True, "否": False, True: True, False: False}.get(value, default)
        return "true" if yes else "false"
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = float(default)
    return str(int(number)) if number.is_integer() else repr(number)
