"""The application's own classes: all that `--help` says is Chinese."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from union_xl.cli.options import OPTIONS


class _Chinese:
    """Usage line and help option in Chinese, for commands and groups."""

    def get_help_option(self, ctx: Any) -> Any:
        made = super().get_help_option(ctx)  # type: ignore[misc]
        if made is not None:
            made.help, made.rich_help_panel = "显示这份说明", OPTIONS
        return made

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        words = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 …"}
        return [words.get(one, one) for one in super().collect_usage_pieces(ctx)]  # type: ignore[misc]

    def get_usage(self, ctx: Any) -> str:
        said: str = super().get_usage(ctx)  # type: ignore[misc]
        return said.replace("Usage: ", "用法：", 1)


class Command(_Chinese, TyperCommand):
    """A command."""


class Group(_Chinese, TyperGroup):
    """A group of commands."""


class App(typer.Typer):
    """A group whose commands are `Command`s."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(cls=Group, **settings)

    def command(self, name: str | None = None, **settings: Any) -> Callable[[Any], Any]:
        return super().command(name, cls=Command, **{"rich_help_panel": "命令", **settings})
