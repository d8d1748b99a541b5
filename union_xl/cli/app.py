"""The application's own classes: all that `--help` says is Chinese."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

_WIDTH, _LEFT = 100, 24
"""Characters (a Chinese one is two) of a line of help, and of the names on its left."""


class _Chinese:
    """The whole of `--help` in Chinese, for commands and groups: every text whole, none cut."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write("\n".join(_help_lines(self, ctx)) + "\n")

    def get_help_option(self, ctx: Any) -> Any:
        made = super().get_help_option(ctx)  # type: ignore[misc]
        if made is not None:
            made.help = "显示这份说明"
        return made

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        words = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 …"}
        pieces = super().collect_usage_pieces(ctx)  # type: ignore[misc]
        return [words.get(one, one.removesuffix("...").strip("{}")) for one in pieces]

    def get_usage(self, ctx: Any) -> str:
        said: str = super().get_usage(ctx)  # type: ignore[misc]
        return said.replace("Usage: ", "用法：", 1)


def _help_lines(command: Any, ctx: Any) -> Iterator[str]:
    """Usage, what it does, then arguments, options and commands, each name with what it means."""
    yield from (command.get_usage(ctx), "", *(command.help or "").strip().splitlines())
    given: dict[str, list[tuple[str, str]]] = {"参数": [], "选项": []}
    for param in command.get_params(ctx):
        is_option = param.param_type_name == "option"
        name = f"{max(param.opts, key=len)} {param.metavar or ''}" if is_option else param.metavar
        left_out = "（必填）" if param.required else "（默认当前文件夹）" if str(param.default) == "." else ""
        given["选项" if is_option else "参数"].append((name.strip(), f"{param.help}{left_out}"))
    names = command.list_commands(ctx) if isinstance(command, TyperGroup) else ()
    given["命令"] = [(name, _first_line(command.get_command(ctx, name))) for name in names]
    for title, rows in given.items():
        if rows:
            yield from ("", f"{title}：", *_two_columns(rows))


def _first_line(command: Any) -> str:
    return next(iter((command.help or "").strip().splitlines()), "")


def _two_columns(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, said in rows:
        left = "  " + name + " " * max(1, _LEFT - 2 - _wide(name))
        for part in _wrapped(said, _WIDTH - _LEFT):
            yield left + part
            left = " " * _LEFT


def _wrapped(text: str, room: int) -> Iterator[str]:
    """A text in pieces of at most so many characters, at least one."""
    line = ""
    for char in text:
        if line and _wide(line + char) > room and char not in "，。；：、）”":
            yield line.rstrip()
            line = ""
        line += char
    yield line


def _wide(text: str) -> int:
    return sum(2 if ord(char) > 255 else 1 for char in text)


class Command(_Chinese, TyperCommand):
    """A command."""


class Group(_Chinese, TyperGroup):
    """A group of commands."""


class App(typer.Typer):
    """A group whose commands are `Command`s."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(cls=Group, **settings)

    def command(self, name: str | None = None, **settings: Any) -> Callable[[Any], Any]:
        return super().command(name, cls=Command, **settings)
