"""What Windows and Office may forbid the add-in, from the registry: policies, disabled items, bitness."""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from union_xl.addin.installing import NAME, Registry

_OWN = r"Software\Microsoft\Office"
_POLICY = r"Software\Policies\Microsoft\Office"
_CLICK_TO_RUN = r"Software\Microsoft\Office\ClickToRun\Configuration"
_NO_TRUSTED = ("AllLocationsDisabled", "AllTrustedLocationsDisabled")
_OLDEST_WINDOWS = (6, 3)
_ZONE = ":Zone.Identifier"


@dataclass(frozen=True, slots=True)
class DoctorCheck:
    """One thing the doctor looked at: is it well, what was seen, what to do ('' when well)."""

    ok: bool
    what: str
    cure: str = ""


def forbidden(registry: Registry, addins: Path) -> Iterator[DoctorCheck]:
    """Each policy or setting that keeps Excel from loading the add-in, with what to ask IT for."""
    for version in registry.versions():
        yield from _security(registry, version, addins)
        yield from _disabled(registry, version)


def _security(registry: Registry, version: str, addins: Path) -> Iterator[DoctorCheck]:
    for root, whose in ((_POLICY, "公司策略"), (_OWN, "本机设置")):
        key = rf"{root}\{version}\Excel\Security"
        said = registry.values(key)
        trusted = {**registry.values(rf"{key}\Trusted Locations"), **said}
        off = any(_on(trusted, name) for name in _NO_TRUSTED)
        asked = "请把这句话发给信息人员" if root == _POLICY else "请在 Excel 的“信任中心”里改回来"
        if off:
            yield DoctorCheck(
                False,
                f"{whose}停用了受信任位置（{key}）",
                f"{asked}：允许受信任位置 {addins}，或给加载项签名",
            )
        if _on(said, "RequireAddinSig"):
            yield DoctorCheck(
                False,
                f"{whose}只允许签过名的加载项（RequireAddinSig，{key}）",
                f"{asked}：放行 {addins / NAME}，或给它签名",
            )
        if _on(said, "DisableAllAddins"):
            yield DoctorCheck(
                False, f"{whose}停用了全部加载项（DisableAllAddins，{key}）", f"{asked}：放行 {addins / NAME}"
            )
        warnings = said.get("VBAWarnings")
        if warnings in (3, 4):
            what = "只运行签过名的宏" if warnings == 3 else "禁用全部宏"
            yield DoctorCheck(
                not off,
                f"{whose}{what}（VBAWarnings={warnings}）"
                + ("" if off else "；加载项在受信任位置，不受影响"),
                f"{asked}：允许受信任位置 {addins}" if off else "",
            )


def _on(values: dict[str, Any], name: str) -> bool:
    return str(values.get(name, 0)) not in ("0", "")


def _disabled(registry: Registry, version: str) -> Iterator[DoctorCheck]:
    """Excel puts an add-in aside after a crash, and does not say so."""
    for root in (_OWN, _POLICY):
        for value in registry.values(rf"{root}\{version}\Excel\Resiliency\DisabledItems").values():
            text = value.decode("utf-16-le", "ignore") if isinstance(value, bytes) else str(value)
            if NAME.lower() in text.lower():
                yield DoctorCheck(
                    False,
                    f"Excel {version} 在一次异常退出之后停用了加载项",
                    "请在 Excel 里点 文件—选项—加载项，“管理”选“禁用项目”，转到，启用 UnionXL，再重开 Excel",
                )
                return


def gone(path: Path, entries: dict[str, str]) -> DoctorCheck | None:
    """The add-in's file is missing though Excel still has it listed: somebody else took it away."""
    if path.exists() or not entries:
        return None
    return DoctorCheck(
        False,
        f"加载项文件不见了，登记还在：{path}（多半是杀毒软件隔离了它）",
        "请信息人员在杀毒软件里恢复并放行这个文件，再关闭 Excel 运行 union-xl addin install",
    )


def marked(path: Path) -> DoctorCheck | None:
    """A file that came from elsewhere carries the Mark of the Web: Excel runs no macros in it."""
    if not Path(f"{path}{_ZONE}").exists():
        return None
    return DoctorCheck(
        False,
        f"{path.name} 带有“来自网络”的标记，Excel 会拦住它的宏",
        "请右键这个文件—属性—勾选“解除锁定”，或关闭 Excel 运行 union-xl addin install",
    )


def unmark(folder: Path) -> int:
    """Take the Mark of the Web off the files that lie in a folder; how many had it."""
    count = 0
    for path in folder.iterdir() if folder.is_dir() else ():
        try:
            Path(f"{path}{_ZONE}").unlink()
            count += 1
        except OSError:
            continue
    return count


def machine(registry: Registry, places: dict[str, Path]) -> Iterator[DoctorCheck]:
    """Windows, Python and Office as they bear on the add-in; `places` are {what: path} that matter to it."""
    bits = struct.calcsize("P") * 8
    yield DoctorCheck(
        bits == 64,
        f"Python 是 {bits} 位的",
        "" if bits == 64 else "请换 64 位的 Python：duckdb 和 pandas 没有 32 位的程序库",
    )
    version = getattr(sys, "getwindowsversion", lambda: None)()
    if version is not None and (version.major, version.minor) < _OLDEST_WINDOWS:
        yield DoctorCheck(
            False, "Windows 太旧", "Python 3.11、3.12 要 Windows 8.1 以上，3.13 起要 Windows 10 以上"
        )
    platform = str(registry.machine(_CLICK_TO_RUN).get("Platform", ""))
    if platform:
        yield DoctorCheck(True, f"Office 是 {'32' if platform.lower() == 'x86' else '64'} 位的（都可以用）")
    for what, path in places.items():
        if "onedrive" in str(path).lower():
            yield DoctorCheck(
                False,
                f"{what}在 OneDrive 同步文件夹里：{path}",
                "同步时文件会被占用或只留在云端；请放到本机的普通文件夹再安装",
            )
