"""What is wrong with the add-in and what to do about it, told plainly; on any system."""

from __future__ import annotations

import datetime as dt
import importlib.util
import os
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from union_xl import __version__
from union_xl.addin import policies, undo_log
from union_xl.addin.installing import (
    NAME,
    Registry,
    UserRegistry,
    addins_folder,
    interpreter,
    registered,
    starts,
)
from union_xl.addin.package import addin_bytes
from union_xl.addin.policies import DoctorCheck
from union_xl.model import resources


def doctor(
    restore: bool = False,
    *,
    registry: Registry | None = None,
    roaming: str = "",
    folder: Path | None = None,
    now: dt.datetime | None = None,
) -> list[DoctorCheck]:
    """Look at everything the buttons need; with `restore` first bring back the last workbook.

    What only Windows can show is said to be not checked elsewhere, never taken for well.
    """
    folder = folder or resources.user_folder()
    found = [_restored(folder, now)] if restore else []
    found += [_program(), _libraries(), _writable(folder)]
    if registry is None and sys.platform == "win32":
        registry = UserRegistry()
    if registry is None:
        found.append(
            DoctorCheck(
                False,
                "本机不是 Windows，Excel 加载项没有检查",
                "请在装有 Excel 的电脑上运行；这里可以用 union-xl 命令",
            )
        )
    else:
        roaming = roaming or os.environ.get("APPDATA", "")
        found += _installed(registry, roaming)
        found += policies.forbidden(registry, addins_folder(roaming))
        found += policies.machine(registry, {"加载项": addins_folder(roaming), "留底": folder})
    found.append(_journal(folder))
    return found


def _restored(folder: Path, now: dt.datetime | None) -> DoctorCheck:
    done = undo_log.restore(folder, now=now)
    if done is None:
        return DoctorCheck(False, "没有可以恢复的工作簿", "每次点按钮改动工作簿之前才会留底")
    step, path = done
    return DoctorCheck(True, f"已恢复“{step.book}”在 {step.when.replace('T', ' ')} 点按钮之前的样子：{path}")


def _program() -> DoctorCheck:
    version = ".".join(str(part) for part in sys.version_info[:3])
    return DoctorCheck(True, f"union_xl {__version__}，Python {version}（{sys.executable}）")


def _libraries() -> DoctorCheck:
    wanted = ("pydantic", "python_calamine", "lxml", "openpyxl", "pandas", "duckdb", "xlwings")
    missing = [name for name in wanted if importlib.util.find_spec(name) is None]
    if missing:
        return DoctorCheck(
            False,
            f"缺少程序库：{'、'.join(missing)}",
            '请在本程序的文件夹里运行 python -m pip install ".[excel]"',
        )
    return DoctorCheck(True, "需要的程序库都在")


def _writable(folder: Path) -> DoctorCheck:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".probe"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError:
        return DoctorCheck(
            False, f"写不进 {folder}", "请检查磁盘空间和权限，或用环境变量 UNION_XL_HOME 指定别的文件夹"
        )
    return DoctorCheck(True, f"留底和日志在 {folder}")


def _installed(registry: Registry, roaming: str) -> Iterator[DoctorCheck]:
    again = "请关闭 Excel，运行 union-xl addin install"
    path = addins_folder(roaming) / NAME
    entries = registered(registry)
    if not path.exists():
        yield policies.gone(path, entries) or DoctorCheck(False, "加载项没有安装", again)
        return
    if stained := policies.marked(path):
        yield stained
    python = _interpreter_in(path)
    if path.read_bytes() == addin_bytes(python):
        yield DoctorCheck(True, f"加载项是本版本的：{path}")
    else:
        yield DoctorCheck(False, f"加载项和程序的版本不一致：{path}", again)
    if not python or not Path(python).exists():
        yield DoctorCheck(False, f"加载项要启动的 Python 不在了：{python}", again)
    else:
        why = starts(Path(python))
        cure = (
            f"{again}；仍不行多半是杀毒软件或“阻止 Office 创建子进程”的策略，请信息人员放行这个程序"
            if why
            else ""
        )
        yield DoctorCheck(not why, f"加载项启动 {python}" + (f"：{why}" if why else ""), cure)
    if not entries:
        yield DoctorCheck(False, "Excel 没有登记加载项", again)
    for version, value in entries.items():
        right = str(path).lower() in value.lower()
        yield DoctorCheck(right, f"Excel {version} 登记的是 {value}", "" if right else again)


def _interpreter_in(path: Path) -> str:
    """The interpreter that an add-in on disk names; '' when it cannot be read."""
    import re

    try:
        with zipfile.ZipFile(path) as package:
            sheet = package.read("xl/worksheets/sheet1.xml").decode("utf-8")
    except (OSError, KeyError, zipfile.BadZipFile, UnicodeDecodeError):
        return ""
    found = re.search(r'r="B1"[^>]*><is><t>([^<]*)</t>', sheet)
    return found[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") if found else ""


def _journal(folder: Path) -> DoctorCheck:
    steps = undo_log.steps(folder)
    unfinished = [step for step in steps if not step.finished]
    if unfinished:
        return DoctorCheck(
            False,
            f"有 {len(unfinished)} 次点击没有做完（最近一次：{unfinished[0].book}）",
            "需要的话运行 union-xl addin doctor --restore 恢复点击之前的样子",
        )
    return DoctorCheck(True, f"留底 {len(steps)} 份")


__all__ = ["DoctorCheck", "doctor", "interpreter"]
