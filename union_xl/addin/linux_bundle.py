"""The folder that runs without installing anything, for Linux desks (UOS, Kylin and others) with WPS.

It serves x86_64 and aarch64.  A Python for each may go in: a relocatable CPython, as the project
python-build-standalone packs it (`cpython-3.x…-‹machine›-unknown-linux-gnu-install_only.tar.gz`); where none
is given, the desk's own Python of the same minor version is used.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from union_xl.addin import linux_launchers
from union_xl.addin.wheels import Download, Target, pip_download, right_platform, unpack
from union_xl.addin.windows_bundle import OLDEST, copy_program, copy_sample, made_anew, wheels_for
from union_xl.model import UsageError

MACHINES = ("x86_64", "aarch64")
LIBRARIES = "lib"
_ELF = {62: "x86_64", 183: "aarch64"}
"""e_machine of an ELF file."""
_BINARY = re.compile(r"python/bin/python3\.(\d+)")
_NEEDLESS = re.compile(
    r"(?:include|share)/|lib/(?:pkgconfig|itcl|tcl|tk|thread)|"
    r"lib/python3\.\d+/(?:config-|ensurepip|idlelib|lib2to3|site-packages|test|tkinter|turtledemo)"
)
"""What a desk has no use for: headers, manuals, Tk, the tests, pip."""


@dataclass(frozen=True, slots=True)
class Archive:
    """A Python to put in: its file, for which machine, which minor version."""

    path: Path
    machine: str
    minor: int


def bundle_linux(pythons: Sequence[Path], out: Path, download: Download = pip_download) -> Path:
    """Put launchers, libraries for each machine, the program, a sample 工作台 and 使用说明 into `out`.

    `pythons`: at most one archive per machine.  UsageError when one is none, when `out` holds other things,
    or when wheels cannot be had; an earlier folder then stays as it was.
    """
    given: dict[str, Archive] = {}
    for path in pythons:
        one = archive(path)
        if one.machine in given:
            raise UsageError(f"{path.name} 和 {given[one.machine].path.name} 都是 {one.machine} 的，只要一个")
        given[one.machine] = one
    ours = next(iter(given.values())).minor if given else sys.version_info.minor
    minors = {machine: given[machine].minor if machine in given else ours for machine in MACHINES}
    with made_anew(out) as (home, wheels):
        for one in given.values():
            unpack_python(one, home / one.machine)
        common = home / LIBRARIES / "any"
        common.mkdir(parents=True)
        for machine, minor in minors.items():
            target = Target("Linux", machine, minor)
            for wheel in wheels_for(target, wheels, download):
                own = right_platform(wheel.name, target)
                unpack(wheel, home / LIBRARIES / machine if own else common)
        copy_program(common)
        (home / linux_launchers.STARTER_NAME).write_text(linux_launchers.STARTER, "utf-8")
        (home / linux_launchers.RUNNER_NAME).write_text(linux_launchers.runner(minors), "utf-8", newline="\n")
    for name, text in linux_launchers.launchers().items():
        (out / name).write_text(text, "utf-8", newline="\n")
        (out / name).chmod(0o755)
    (out / linux_launchers.GUIDE_NAME).write_text(
        linux_launchers.guide(minors, sorted(given)), "utf-8", newline="\n"
    )
    copy_sample(out)
    return out


def archive(path: Path) -> Archive:
    """What a file given as Python is.  UsageError when it is not one that can go in."""
    wrong = UsageError(
        f"{path.name} 不是 Linux 的免安装 Python：请到 python-build-standalone 项目的发布页下载 "
        f"cpython-3.12…-x86_64-unknown-linux-gnu-install_only.tar.gz（飞腾、鲲鹏的电脑选 aarch64）"
    )
    try:
        with tarfile.open(path) as package:
            for member in package:
                found = _BINARY.fullmatch(PurePosixPath(member.name).as_posix())
                if found and member.isreg():
                    stream = package.extractfile(member)
                    start = stream.read(4096) if stream else b""
                    break
            else:
                raise wrong
    except (OSError, tarfile.TarError, EOFError):
        raise wrong from None
    machine = _ELF.get(int.from_bytes(start[18:20], "little"), "") if start[:6] == b"\x7fELF\x02\x01" else ""
    if not machine or b"ld-musl" in start:
        raise wrong
    if int(found[1]) < OLDEST:
        raise UsageError(f"{path.name} 太旧，请用 Python 3.{OLDEST} 或更新的")
    return Archive(path, machine, int(found[1]))


def unpack_python(python: Archive, home: Path) -> None:
    """The archive's regular files that a desk needs, exec bits kept.  Links are left out: a USB stick cannot
    hold them, and nothing climbs out through them."""
    root = home.resolve()
    try:
        with tarfile.open(python.path) as package:
            for member in package:
                inside = member.name.removeprefix("./").removeprefix("python/")
                stream = package.extractfile(member) if member.isreg() else None
                if stream is None or _NEEDLESS.match(inside):
                    continue
                path = home / inside
                if not path.resolve().is_relative_to(root):
                    raise UsageError(f"{python.path.name} 里有越出文件夹的路径，不予解开")
                path.parent.mkdir(parents=True, exist_ok=True)
                with stream, path.open("wb") as file:
                    shutil.copyfileobj(stream, file)
                os.chmod(path, 0o755 if member.mode & 0o100 else 0o644)
    except (tarfile.TarError, EOFError) as error:
        raise UsageError(f"{python.path.name} 已损坏，请重新下载") from error
