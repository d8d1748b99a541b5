"""Installing for one user, on a registry that is a dictionary."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from union_xl import addin
from union_xl.addin import installing
from union_xl.model import UsageError

OPTIONS = r"Software\Microsoft\Office\16.0\Excel\Options"
TRUSTED = r"Software\Microsoft\Office\16.0\Excel\Security\Trusted Locations\union_xl"
THIS = Path(sys.executable)


class Dictionary:
    """HKEY_CURRENT_USER as a dictionary of keys."""

    def __init__(self, *versions: str) -> None:
        self.known = list(versions)
        self.keys: dict[str, dict[str, Any]] = {}

    def versions(self) -> list[str]:
        return self.known

    def values(self, key: str) -> dict[str, Any]:
        return dict(self.keys.get(key, {}))

    def machine(self, key: str) -> dict[str, Any]:
        return self.values(f"HKLM\\{key}")

    def put(self, key: str, name: str, value: Any) -> None:
        self.keys.setdefault(key, {})[name] = value

    def drop(self, key: str, name: str) -> None:
        self.keys.get(key, {}).pop(name, None)

    def drop_key(self, key: str) -> None:
        self.keys.pop(key, None)


def test_install_registers_after_what_is_there(tmp_path: Path) -> None:
    """Another add-in's OPEN stays; ours takes the next free one, once, however often installed."""
    registry = Dictionary("16.0")
    registry.put(OPTIONS, "OPEN", '/R "C:\\other.xlam"')
    for _ in range(2):
        addin.install(registry, str(tmp_path), THIS)
    path = tmp_path / "Microsoft" / "AddIns" / addin.NAME
    assert registry.values(OPTIONS) == {"OPEN": '/R "C:\\other.xlam"', "OPEN1": f'/R "{path}"'}
    assert registry.values(TRUSTED)["Path"].startswith(str(path.parent))
    assert str(THIS).encode() in path.read_bytes()


def test_uninstall_leaves_nothing_of_ours(tmp_path: Path) -> None:
    """File, OPEN entry and trusted location go; the other add-in stays."""
    registry = Dictionary("16.0", "15.0")
    registry.put(OPTIONS, "OPEN", '/R "C:\\other.xlam"')
    addin.install(registry, str(tmp_path), THIS)
    addin.uninstall(registry, str(tmp_path))
    assert registry.keys[OPTIONS] == {"OPEN": '/R "C:\\other.xlam"'}
    assert TRUSTED not in registry.keys
    assert not (tmp_path / "Microsoft" / "AddIns" / addin.NAME).exists()
    assert addin.uninstall(registry, str(tmp_path)) == ["没有安装过，什么也没做"]


def test_what_cannot_be_installed_is_said(tmp_path: Path) -> None:
    """No Excel, or a Python that cannot start the program by itself."""
    with pytest.raises(UsageError, match="WPS"):
        addin.install(Dictionary(), str(tmp_path), THIS)
    with pytest.raises(UsageError, match="不能独立运行"):
        addin.install(Dictionary("16.0"), str(tmp_path), tmp_path / "nothing.exe")
    assert not (tmp_path / "Microsoft").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has a registry")
def test_elsewhere_than_windows_it_says_so() -> None:
    """Linux has no Excel to install into."""
    for call in (addin.install, addin.uninstall):
        with pytest.raises(UsageError, match="Windows"):
            call()


def test_doctor_follows_an_installation(tmp_path: Path) -> None:
    """Not installed, well, then each way of being broken, each with its cure."""
    registry = Dictionary("16.0")

    def wrong() -> list[str]:
        found = addin.doctor(registry=registry, roaming=str(tmp_path), folder=tmp_path / "home")
        assert all(check.cure for check in found if not check.ok)
        return [check.what for check in found if not check.ok]

    assert wrong() == ["加载项没有安装"]
    addin.install(registry, str(tmp_path), THIS)
    assert wrong() == []
    path = tmp_path / "Microsoft" / "AddIns" / addin.NAME
    path.write_bytes(installing.addin_bytes(str(THIS), replaced={"UnionStart": "' older"}))
    assert len(wrong()) == 1 and "版本不一致" in wrong()[0]
    path.write_bytes(installing.addin_bytes(r"C:\gone\pythonw.exe"))
    assert any("不在了" in what for what in wrong())
    path.write_bytes(b"junk")
    assert len(wrong()) == 2
    addin.install(registry, str(tmp_path), THIS)
    registry.keys[OPTIONS].clear()
    assert wrong() == ["Excel 没有登记加载项"]


@pytest.mark.skipif(sys.platform == "win32", reason="told elsewhere")
def test_doctor_is_honest_off_windows(tmp_path: Path) -> None:
    """What was not checked is not said to be well."""
    found = addin.doctor(folder=tmp_path)
    assert any(not check.ok and "没有检查" in check.what for check in found)


def test_isolated_python_starts_the_runner() -> None:
    """This Python can start union_xl.excel.run with -I."""
    assert installing.starts(THIS) == ""


def test_a_python_of_the_microsoft_store_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it writes lands in a private copy of %APPDATA% and the registry: Excel would never see it."""
    monkeypatch.setattr(
        sys, "base_prefix", r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12_3.12_x64__qbz"
    )
    registry = Dictionary("16.0")
    with pytest.raises(UsageError, match=r"python\.org"):
        addin.install(registry, str(tmp_path), THIS)
    assert not registry.keys and not (tmp_path / "Microsoft").exists()


def test_an_addin_open_in_excel_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows does not let it be replaced: one sentence, nothing left beside it."""
    registry = Dictionary("16.0")
    addin.install(registry, str(tmp_path), THIS)
    path = tmp_path / "Microsoft" / "AddIns" / addin.NAME
    before = path.read_bytes()

    def refuse(here: Path, there: Path) -> None:
        raise PermissionError(13, "[WinError 32]", str(here), 32, str(there))

    monkeypatch.setattr(installing, "replace_file", refuse)
    with pytest.raises(UsageError, match="关闭 Excel"):
        addin.install(registry, str(tmp_path), THIS)
    assert path.read_bytes() == before and [one.name for one in path.parent.iterdir()] == [path.name]
