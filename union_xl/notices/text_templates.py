"""Texts a clerk can edit: templates with `{{names}}`, and the phrases that go into them.

A template is a plain text file of `templates/notices` (or of the folder named as 通知模板 in the settings).
A line whose names are all empty is left out, so that `请于{{补正截止日}}前补报。` disappears without a date.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path

from union_xl.merge import reporting_status
from union_xl.model import RunContext, TemplateError
from union_xl.model.resources import resource

UNKNOWN = "未识别单位"
"""The folder of files whose unit could not be told."""
SEVERAL = "多家单位合报"
"""The folder of files with rows of several units, when nobody knows who sent them."""
OWN = "本级台账"
"""The folder of what the office keeps itself, and mends itself."""

_NAME = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")


def template(name: str, context: RunContext) -> Path:
    """The file of a template: the office's own in its folder 通知模板, else ours."""
    own = str(context.settings.names.get("通知模板") or "").strip()
    if own and (Path(own) / name).is_file():
        return Path(own) / name
    return resource("templates", "notices", name)


def fill_template(name: str, values: Mapping[str, object], context: RunContext) -> str:
    """A text template with its names filled in.

    Raises TemplateError naming the file, the line and the unknown name.
    """
    path = template(name, context)
    return fill_in(_read(path, path.stat().st_mtime_ns), values, path.name)


@lru_cache(maxsize=32)
def _read(path: Path, changed: int) -> str:
    """A template's text; Windows' Notepad may have saved it with a mark in front or as GB18030."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def fill_in(text: str, values: Mapping[str, object], where: str = "模板") -> str:
    """Every `{{name}}` replaced; lines whose names are all empty left out, with a plain line ending in ：
    just above (a heading of nothing); blank lines never doubled."""
    lines: list[str] = []
    heading_named = False
    for number, (line, names) in enumerate(_lines(text), 1):
        for name in names:
            if name not in values:
                known = "、".join(values)
                raise TemplateError(f"{where} 第{number}行：没有“{name}”这个名称，可以用的有：{known}")
        if names and not any(_text(values[name]) for name in names):
            if lines and lines[-1].endswith("：") and not heading_named:
                lines.pop()
            continue
        heading_named = bool(names)
        made = (_NAME.sub(lambda found: _text(values[found[1]]), line) if names else line).rstrip()
        if made or (lines and lines[-1]):
            lines.append(made)
    return "\n".join(lines).strip("\n") + "\n"


@lru_cache(maxsize=32)
def _lines(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The lines of a template, each with the names it uses."""
    return tuple((line, tuple(_NAME.findall(line))) for line in text.splitlines())


def _text(value: object) -> str:
    return "" if value is None else str(value)


def long_date(day: dt.date | None) -> str:
    """2022-07-08 -> `2022年7月8日`; None -> ''."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def short_date(day: dt.date | None) -> str:
    """2022-07-08 -> `7月8日（星期五）`; None -> ''."""
    return f"{day.month}月{day.day}日（星期{'一二三四五六日'[day.weekday()]}）" if day else ""


def office_values(context: RunContext, forms: Collection[str] = ()) -> dict[str, object]:
    """What every template may use about the office and the run; all text, '' where not set.

    `forms` (slugs) are the ledgers it is about: of their days to mend the first that has not passed counts,
    of the days they were due the last, by which all should have come.
    """
    settings = context.settings
    today = reporting_status.today_of(context)
    days = [settings.mended_by(form) for form in forms or ("",)]
    until = min((day for day in days if day and day >= today), default=None)
    due = max((day for form in forms or ("",) if (day := settings.due(form))), default=None)
    names: dict[str, object] = {
        str(name): "" if value is None else str(value) for name, value in settings.names.items()
    }
    ask = " ".join(part for part in (settings.contact, settings.phone) if part)
    return names | {
        "填报单位": settings.office or names.get("填报单位", "") or "街道总工会",
        "统计期间": context.period.words if context.period else "",
        "报送截止日": long_date(due),
        "补正截止日": long_date(settings.correction_deadline),
        "补正期限": f"于{short_date(until)}前" if until else "尽快",
        "联系人": settings.contact,
        "联系电话": settings.phone,
        "咨询方式": ask,
        "今日": long_date(today),
    }


def addressed(unit: str) -> str:
    """A unit as it is written to: `某某公司工会`, `北星社区工会联合会`; others as 报送单位."""
    if unit in (UNKNOWN, SEVERAL, OWN):
        return "报送单位"
    return unit if unit.endswith(("工会", "工会委员会", "联合会", "总工会")) else f"{unit}工会"


def reminder_stage(context: RunContext, forms: Collection[str] = (), inside: str = "") -> str:
    """How firmly to write, by days after the first 报送截止日 of the ledgers `forms` (slugs): before it, then
    from the first, third, seventh day.

    `inside` parts the words where they stand in brackets already.
    """
    deadline = min((day for form in forms or ("",) if (day := context.settings.due(form))), default=None)
    days = (reporting_status.today_of(context) - deadline).days if deadline else 0
    if days <= 0:
        return "温馨提醒"
    if days < 3:
        return "催报通知"
    if days >= 7:
        return "情况通报"
    return f"催报通知{inside}抄送社区" if inside else "催报通知（抄送社区）"
