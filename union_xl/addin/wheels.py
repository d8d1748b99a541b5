"""Libraries for another computer than this one: which, in what version, from which wheels."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from union_xl.model import UsageError

if TYPE_CHECKING:
    from packaging.requirements import Requirement

OLDEST_GLIBC = 28
"""Linux wheels may ask for glibc 2.28 at most: UOS 20 and Kylin V10 have it."""
_UNKNOWN_HERE = {"pywin32": "311", "colorama": "0.4.6"}
"""Needed on Windows only, so that another system cannot tell which version is installed."""


@dataclass(frozen=True, slots=True)
class Target:
    """The computer the libraries are for: `system` Windows or Linux, `machine` as it names itself (AMD64,
    x86_64, aarch64), `minor` of its Python 3."""

    system: str
    machine: str
    minor: int

    @property
    def markers(self) -> dict[str, str]:
        """The environment that requirements' markers are evaluated in (PEP 508)."""
        windows = self.system == "Windows"
        return {
            "extra": "",
            "os_name": "nt" if windows else "posix",
            "platform_machine": self.machine,
            "platform_system": self.system,
            "python_full_version": f"3.{self.minor}.0",
            "python_version": f"3.{self.minor}",
            "sys_platform": "win32" if windows else "linux",
        }

    @property
    def platforms(self) -> tuple[str, ...]:
        """The platform tags of wheels it takes, best first (PEP 600 for Linux), without `any`."""
        if self.system == "Windows":
            return ("win_amd64",)
        numbered = [f"manylinux_2_{one}_{self.machine}" for one in range(OLDEST_GLIBC, 16, -1)]
        return (*numbered, f"manylinux2014_{self.machine}")

    @property
    def told(self) -> str:
        """As the clerk reads it."""
        system = "64 位 Windows" if self.system == "Windows" else f"{self.machine} 的 Linux"
        return f"{system}、Python 3.{self.minor}"


Download = Callable[[Sequence[str], Path, Target], None]
"""(requirements, folder, target) -> wheels in the folder."""


def requirements(target: Target) -> tuple[str, ...]:
    """The dependencies as installed here, each pinned, with those that only the target needs.

    UsageError where this program is not installed, so that nobody can tell what it needs.
    """
    pinned: dict[str, str] = {}
    pending: list[tuple[str, frozenset[str]]] = [("union_xl", frozenset())]
    if target.system == "Windows":
        pending.append(("xlwings", frozenset()))
        pinned["xlwings"] = _version("xlwings")
    seen = set(pending)
    while pending:
        for wanted in _required(*pending.pop(), target):
            plain = re.sub(r"[-_.]+", "-", wanted.name).lower()
            pinned.setdefault(plain, _version(wanted.name) or _UNKNOWN_HERE.get(plain, ""))
            one = (plain, frozenset(wanted.extras))
            if one not in seen:
                seen.add(one)
                pending.append(one)
    if "pydantic" not in pinned:
        raise UsageError("不知道要带哪些程序库：请先用 pip install 安装 union_xl，再打包")
    return tuple(f"{name}=={version}" if version else name for name, version in sorted(pinned.items()))


def _required(name: str, extras: frozenset[str], target: Target) -> Iterator[Requirement]:
    from packaging.requirements import Requirement

    try:
        lines = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return
    for line in lines:
        wanted = Requirement(line)
        asked = [{**target.markers, "extra": extra} for extra in ("", *extras)]
        if wanted.marker is None or any(wanted.marker.evaluate(one) for one in asked):
            yield wanted


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def pip_download(wanted: Sequence[str], folder: Path, target: Target) -> None:
    """Wheels for the target through pip; UsageError when one is not to be had."""
    command = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--quiet"]
    command += ["--only-binary=:all:", "--implementation", "cp", "--python-version", f"3.{target.minor}"]
    command += [word for platform in target.platforms for word in ("--platform", platform)]
    command += ["--no-deps", "--dest", str(folder), *wanted]
    told = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if told.returncode != 0:
        last = (told.stderr.strip().splitlines() or ["没有说明"])[-1]
        raise UsageError(f"下载程序库（{target.told}）失败：{last}。请检查网络，或换一个 Python 版本再试")


def right_platform(name: str, target: Target) -> bool:
    """Is a wheel for this platform only (False: for any)?  UsageError unless its tags fit the target."""
    parts = name.removesuffix(".whl").split("-")
    platforms, abis, pythons = parts[-1].split("."), parts[-2].split("."), parts[-3].split(".")
    fits = {"any", *target.platforms}.intersection(platforms) and (
        {"none", "abi3", f"cp3{target.minor}"}.intersection(abis)
        and any(one.startswith(("py3", "cp3")) for one in pythons)
    )
    if not fits:
        raise UsageError(f"{name} 不是 {target.told}用的程序库")
    return "any" not in platforms


def unpack(archive: Path, folder: Path) -> None:
    """A wheel's or zip's files into a folder; scripts and headers of a wheel are left out: nobody calls them.

    UsageError for a path that climbs out.
    """
    root = folder.resolve()
    with zipfile.ZipFile(archive) as package:
        for member in package.infolist():
            target = (folder / member.filename).resolve()
            if not target.is_relative_to(root):
                raise UsageError(f"{archive.name} 里有越出文件夹的路径，不予解开")
            if ".data/" in member.filename:
                member.filename = _out_of_data(member.filename)
                if not member.filename:
                    continue
            package.extract(member, folder)


def _out_of_data(name: str) -> str:
    """Where a file of a wheel's `.data` folder belongs, '' for nowhere."""
    kind, _, rest = name.split(".data/", 1)[1].partition("/")
    return rest if kind in ("purelib", "platlib") else ""
