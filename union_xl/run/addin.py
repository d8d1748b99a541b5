"""The commands about the Excel add-in, as the command line shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from union_xl import addin
from union_xl.model import UsageError
from union_xl.run.result import Shown


@dataclass(frozen=True)
class AddinResult:
    """What was done or found: `lines` are (what, what to do) pairs."""

    command: str
    lines: tuple[tuple[bool, str, str], ...]
    outputs: tuple[Path, ...] = ()

    @property
    def exit_code(self) -> int:
        return 0 if all(ok for ok, _, _ in self.lines) else 1

    def document(self) -> dict[str, Any]:
        return {
            "command": f"addin {self.command}",
            "checks": [{"好": ok, "情况": what, "怎么办": cure} for ok, what, cure in self.lines],
            "outputs": [path.as_posix() for path in self.outputs],
        }

    def tables(self) -> Sequence[Shown]:
        rows = [("好" if ok else "请看", what, cure) for ok, what, cure in self.lines]
        return [("加载项", ("", "情况", "怎么办"), rows)]


def build(out: Path) -> AddinResult:
    """Make UnionXL.xlam in a folder."""
    path = addin.build(out)
    return AddinResult("build", ((True, f"已生成 {path}", ""),), (path,))


def install() -> AddinResult:
    """Install the add-in for the present Windows user."""
    return AddinResult("install", tuple((True, said, "") for said in addin.install()))


def uninstall() -> AddinResult:
    """Take the add-in away for the present Windows user."""
    return AddinResult("uninstall", tuple((True, said, "") for said in addin.uninstall()))


def doctor(restore: bool = False) -> AddinResult:
    """What is wrong with the add-in; with `restore` bring the last workbook back first."""
    found = addin.doctor(restore)
    return AddinResult("doctor", tuple((check.ok, check.what, check.cure) for check in found))


def bundle(pythons: Sequence[Path], out: Path, linux: bool = False) -> AddinResult:
    """The folder that runs without installing anything, for Windows or Linux.

    UsageError without the Python that goes in (Windows: just one; Linux: none, or one per machine).
    """
    if linux:
        path = addin.bundle_linux(pythons, out)
        how = "可整个复制到 Linux 电脑上；双击 本机页面、收表 等即可用，先看 使用说明.txt"
    elif len(pythons) == 1:
        path = addin.bundle(pythons[0], out)
        how = "可整个复制到 U 盘；双击 收表.bat 等即可用"
    else:
        raise UsageError(
            "打包要放进一份 Windows 的 Python：请到 python.org 下载 "
            "Windows embeddable package（64-bit）的 zip 文件，再用 --python 指明它在哪里；"
            "给 Linux 打包请加 --linux"
        )
    size = sum(one.stat().st_size for one in path.rglob("*") if one.is_file()) / 2**20
    return AddinResult("bundle", ((True, f"已生成 {path}（{size:.0f} MB），{how}", ""),), (path,))
