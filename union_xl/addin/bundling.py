"""A folder that runs without installing anything: for a USB stick, for locked-down desks, for WPS.

The embedded Windows Python is a zip the user gives; nothing is downloaded but wheels of the pinned
dependencies.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

from union_xl.addin.batch import GUIDE, GUIDE_NAME, batch_files
from union_xl.addin.package import BESIDE, addin_bytes
from union_xl.core import UsageError
from union_xl.core.resources import resource

NAME = "UnionXL.xlam"
SAMPLE = "工作台（样例）.xlsx"
PACKAGE = Path(__file__).resolve().parent.parent
_PYTHON_DLL = re.compile(r"python3(\d+)\.dll$", re.I)
_ON_WINDOWS = {"pywin32": "311", "colorama": "0.4.6"}
"""Needed only there, so that this system cannot tell which version is installed."""
_WINDOWS = {
    "extra": "",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_system": "Windows",
    "sys_platform": "win32",
}

Download = Callable[[Sequence[str], Path, str], None]
"""(requirements, folder, minor version of Python 3) -> wheels in the folder."""


def bundle(python: Path, out: Path, download: Download | None = None) -> Path:
    """Put Python, wheels, the program, the add-in, the batch files, a sample 工作台 and 使用说明 into `out`.

    `python` is an embeddable Windows package from python.org (`python-3.12.x-embed-amd64.zip`).
    UsageError when it is none, when `out` holds other things, or when wheels cannot be had.
    """
    minor = _embedded_minor(python)
    if out.exists() and any(out.iterdir()) and not (out / "python").is_dir():
        raise UsageError(f"{out} 里已有别的东西，请指定一个空文件夹")
    home = out / "python"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    _unpack(python, home)
    site = home / "Lib" / "site-packages"
    site.mkdir(parents=True)
    _open_paths(home)
    wheels = out / ".wheels"
    shutil.rmtree(wheels, ignore_errors=True)
    wheels.mkdir()
    (download or pip_download)(requirements(), wheels, minor)
    for wheel in sorted(wheels.glob("*.whl")):
        right_platform(wheel.name, minor)
        _unpack(wheel, site)
    shutil.rmtree(wheels)
    _copy_program(site)
    (out / NAME).write_bytes(addin_bytes(BESIDE))
    for name, text in batch_files().items():
        (out / name).write_bytes(text.replace("\n", "\r\n").encode("utf-8"))
    (out / GUIDE_NAME).write_bytes(GUIDE.replace("\n", "\r\n").encode("utf-8-sig"))  # for old editors
    shutil.copyfile(resource("workbooks", "2022H1", "工作台.xlsx"), out / SAMPLE)
    return out


def requirements() -> tuple[str, ...]:
    """The dependencies as installed here, each pinned, with those that only Windows needs."""
    pinned: dict[str, str] = {}
    pending = ["union_xl", "xlwings"]
    while pending:
        name = pending.pop()
        for line in _requires(name):
            wanted = Requirement(line).name
            plain = re.sub(r"[-_.]+", "-", wanted).lower()
            if plain not in pinned and _applies(line):
                pending.append(wanted)
                pinned[plain] = _version(wanted) or _ON_WINDOWS.get(plain, "")
    pinned["xlwings"] = _version("xlwings")
    return tuple(f"{name}=={version}" if version else name for name, version in sorted(pinned.items()))


def _requires(name: str) -> list[str]:
    try:
        return metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return []


def _applies(line: str) -> bool:
    """Is this a requirement on Windows, without an extra?"""
    marker = Requirement(line).marker
    return marker is None or marker.evaluate({**_WINDOWS, "python_version": f"3.{sys.version_info.minor}"})


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def pip_download(wanted: Sequence[str], folder: Path, minor: str) -> None:
    """Wheels for 64-bit Windows through pip; UsageError when one is not to be had."""
    command = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--quiet"]
    command += ["--only-binary=:all:", "--platform", "win_amd64", "--implementation", "cp"]
    command += ["--python-version", f"3.{minor}", "--no-deps", "--dest", str(folder), *wanted]
    told = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if told.returncode != 0:
        last = (told.stderr.strip().splitlines() or ["没有说明"])[-1]
        raise UsageError(f"下载程序库失败：{last}。请检查网络，或换一个 Python 版本再试")


def right_platform(name: str, minor: str) -> None:
    """UsageError unless a wheel's tags fit 64-bit Windows and this Python."""
    parts = name.removesuffix(".whl").split("-")
    platforms, abis, pythons = parts[-1].split("."), parts[-2].split("."), parts[-3].split(".")
    fits = {"any", "win_amd64"}.intersection(platforms) and (
        {"none", "abi3", f"cp3{minor}"}.intersection(abis)
        and any(one.startswith("py3") or one.startswith("cp3") for one in pythons)
    )
    if not fits:
        raise UsageError(f"{name} 不是 64 位 Windows、Python 3.{minor} 用的程序库")


def _embedded_minor(python: Path) -> str:
    wrong = UsageError(
        f"{python.name} 不是 Windows 嵌入版 Python（python-3.x-embed-amd64.zip），请从 python.org 下载"
    )
    try:
        with zipfile.ZipFile(python) as package:
            names = package.namelist()
    except (OSError, zipfile.BadZipFile):
        raise wrong from None
    minors = [found[1] for name in names if (found := _PYTHON_DLL.match(name))]
    if not minors or "python.exe" not in names or not any(name.endswith("._pth") for name in names):
        raise wrong
    if int(minors[0]) < 11:
        raise UsageError(f"{python.name} 太旧，请用 Python 3.11 或更新的嵌入版")
    return minors[0]


def _unpack(archive: Path, folder: Path) -> None:
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
    """Where a file of a wheel's `.data` folder belongs; '' for scripts and headers: nobody calls them."""
    kind, _, rest = name.split(".data/", 1)[1].partition("/")
    return rest if kind in ("purelib", "platlib") else ""


def _open_paths(home: Path) -> None:
    """An embedded Python sees nothing but its own library until its ._pth says otherwise."""
    for path in home.glob("python*._pth"):
        lines = [
            line
            for line in path.read_text("utf-8").splitlines()
            if line.strip() not in ("import site", "#import site")
        ]
        lines += [r"Lib\site-packages", r"Lib\site-packages\win32", r"Lib\site-packages\win32\lib"]
        path.write_bytes(("\r\n".join([*dict.fromkeys(lines), "import site"]) + "\r\n").encode())


def _copy_program(site: Path) -> None:
    """union_xl itself, with the templates and example that travel with it."""
    program = site / "union_xl"
    shutil.rmtree(program, ignore_errors=True)
    leave = shutil.ignore_patterns("__pycache__", "*.pyc")
    shutil.copytree(PACKAGE, program, ignore=leave)
    for part in ("templates", "workbooks"):
        own = PACKAGE.parent / part
        if own.is_dir() and not (program / "_data" / part).exists():
            shutil.copytree(own, program / "_data" / part, ignore=leave)
