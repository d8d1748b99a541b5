"""Putting the add-in in its place for the present Windows user; no administrator needed.

Excel loads what `HKCU\\Software\\Microsoft\\Office\\<version>\\Excel\\Options` names under OPEN, OPEN1, …
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from union_xl.addin.package import addin_bytes
from union_xl.model import UsageError
from union_xl.model.fileops import delete_file, replace_file

NAME = "UnionXL.xlam"
VERSIONS = ("16.0", "15.0", "14.0")
_OFFICE = r"Software\Microsoft\Office"
_LOCATION = "union_xl"
_MOST_OPEN = 60


class Registry(Protocol):
    """The few doors to HKEY_CURRENT_USER, and `machine` to HKEY_LOCAL_MACHINE; tests put a dictionary in
    place."""

    def versions(self) -> list[str]: ...
    def values(self, key: str) -> dict[str, Any]: ...
    def machine(self, key: str) -> dict[str, Any]: ...
    def put(self, key: str, name: str, value: Any) -> None: ...
    def drop(self, key: str, name: str) -> None: ...
    def drop_key(self, key: str) -> None: ...


class UserRegistry:
    """HKEY_CURRENT_USER of the running Windows."""

    def __init__(self) -> None:
        import importlib

        self.reg: Any = importlib.import_module("winreg")

    def versions(self) -> list[str]:
        """Office versions this user has used Excel of."""
        return [one for one in VERSIONS if self._exists(rf"{_OFFICE}\{one}\Excel")]

    def _exists(self, key: str) -> bool:
        try:
            self.reg.CloseKey(self.reg.OpenKey(self.reg.HKEY_CURRENT_USER, key))
        except OSError:
            return False
        return True

    def values(self, key: str) -> dict[str, Any]:
        return self._values(self.reg.HKEY_CURRENT_USER, key)

    def machine(self, key: str) -> dict[str, Any]:
        return self._values(self.reg.HKEY_LOCAL_MACHINE, key)

    def _values(self, root: Any, key: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        with suppress(OSError), self.reg.OpenKey(root, key) as opened:
            number = 0
            while True:
                name, value, _ = self.reg.EnumValue(opened, number)
                found[name] = value
                number += 1
        return found

    def put(self, key: str, name: str, value: Any) -> None:
        kind = self.reg.REG_DWORD if isinstance(value, int) else self.reg.REG_SZ
        with self.reg.CreateKey(self.reg.HKEY_CURRENT_USER, key) as opened:
            self.reg.SetValueEx(opened, name, 0, kind, value)

    def drop(self, key: str, name: str) -> None:
        access = self.reg.KEY_SET_VALUE
        with suppress(OSError), self.reg.OpenKey(self.reg.HKEY_CURRENT_USER, key, 0, access) as opened:
            self.reg.DeleteValue(opened, name)

    def drop_key(self, key: str) -> None:
        with suppress(OSError):
            self.reg.DeleteKey(self.reg.HKEY_CURRENT_USER, key)


def addins_folder(roaming: str) -> Path:
    """Where Excel looks for a user's add-ins, below %APPDATA%."""
    return Path(roaming) / "Microsoft" / "AddIns"


def interpreter() -> Path:
    """The windowless Python beside the running one."""
    running = Path(sys.executable)
    windowless = running.with_name("pythonw.exe")
    return windowless if windowless.exists() else running


def of_the_store(prefix: str) -> bool:
    """Is this a Python from the Microsoft Store?  What it writes to %APPDATA% and the registry goes into a
    private copy that no other program sees.

    >>> of_the_store(r"C:\\Program Files\\WindowsApps\\PythonSoftwareFoundation.Python.3.12_3.12.2032.0_x64")
    True
    """
    return "\\windowsapps\\pythonsoftwarefoundation." in prefix.lower()


def install(registry: Registry | None = None, roaming: str = "", python: Path | None = None) -> list[str]:
    """Install the add-in for this user; Chinese sentences on what was done.

    Copies it to %APPDATA%\\Microsoft\\AddIns with the present Python's path inside, has every Excel of this
    user load it and trusts its folder.  UsageError off Windows, without Excel, or when this Python cannot
    start the program by itself.
    """
    registry, roaming = _windows(registry, roaming)
    versions = registry.versions()
    if not versions:
        raise UsageError(
            "这台电脑上没有找到 Excel 的设置，请先打开一次 Excel 再安装；WPS 请用 收表.bat 等批处理"
        )
    if of_the_store(sys.base_prefix):
        raise UsageError(
            "微软商店版 Python 写的文件和设置 Excel 看不见，装不上加载项；"
            "请改用 python.org 的 Python，或免安装文件夹里的 安装加载项.bat"
        )
    python = python or interpreter()
    why = starts(python)
    if why:
        raise UsageError(f"{python} 不能独立运行 union_xl（{why}），请用安装包里的 Python 再试")
    path = addins_folder(roaming) / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{NAME}.part")
    try:
        beside.write_bytes(addin_bytes(str(python)))
        replace_file(beside, path)
    except PermissionError:
        with suppress(OSError):
            delete_file(beside)
        raise UsageError(f"{path} 正在 Excel 中使用，请关闭 Excel 后再安装") from None
    done = [f"加载项已放到 {path}"]
    for version in versions:
        _register(registry, version, path)
        done.append(f"Excel {version} 下次打开时加载“工会表格”选项卡")
    return done


def uninstall(registry: Registry | None = None, roaming: str = "") -> list[str]:
    """Take the add-in away again; Chinese sentences on what was done."""
    registry, roaming = _windows(registry, roaming)
    path = addins_folder(roaming) / NAME
    done = []
    for version in registry.versions():
        options = rf"{_OFFICE}\{version}\Excel\Options"
        for name in list(_opened(registry, options)):
            registry.drop(options, name)
            done.append(f"Excel {version} 不再加载")
        registry.drop_key(rf"{_trusted(version)}\{_LOCATION}")
    if path.exists():
        try:
            delete_file(path)
        except PermissionError:
            raise UsageError(f"{path} 正在 Excel 中使用，请关闭 Excel 后再卸载") from None
        done.append(f"已删除 {path}")
    return done or ["没有安装过，什么也没做"]


def starts(python: Path) -> str:
    """Why this Python cannot start the runner in isolated mode; '' when it can."""
    try:
        run = subprocess.run(
            [str(python), "-I", "-c", "import union_xl.excel.run, xlwings"],
            capture_output=True,
            timeout=120,  # a scanner looks at every library of the first start
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, subprocess.TimeoutExpired):
        return "启动失败"
    return "" if run.returncode == 0 else "缺少 union_xl 或 xlwings，或者导入时出错"


def registered(registry: Registry) -> dict[str, str]:
    """{Excel version: what its OPEN entry of ours says}."""
    found = {}
    for version in registry.versions():
        for value in _opened(registry, rf"{_OFFICE}\{version}\Excel\Options").values():
            found[version] = value
    return found


def _windows(registry: Registry | None, roaming: str) -> tuple[Registry, str]:
    if registry is None:
        if sys.platform != "win32":
            raise UsageError("加载项只能装在 Windows 的 Excel 里；本机请直接用 union-xl 命令")
        registry = UserRegistry()
    if not roaming:
        import os

        roaming = os.environ.get("APPDATA", "")
    return registry, roaming


def _opened(registry: Registry, options: str) -> dict[str, str]:
    return {
        name: str(value)
        for name, value in registry.values(options).items()
        if name.upper().startswith("OPEN") and NAME.lower() in str(value).lower()
    }


def _register(registry: Registry, version: str, path: Path) -> None:
    options = rf"{_OFFICE}\{version}\Excel\Options"
    present = registry.values(options)
    mine = list(_opened(registry, options))
    for extra in mine[1:]:
        registry.drop(options, extra)
    name = mine[0] if mine else next(one for one in _slots() if one not in present)
    registry.put(options, name, f'/R "{path}"')
    place = rf"{_trusted(version)}\{_LOCATION}"
    registry.put(place, "Path", f"{path.parent}\\")
    registry.put(place, "Description", "union_xl")


def _slots() -> Iterator[str]:
    yield "OPEN"
    for number in range(1, _MOST_OPEN):
        yield f"OPEN{number}"


def _trusted(version: str) -> str:
    return rf"{_OFFICE}\{version}\Excel\Security\Trusted Locations"
