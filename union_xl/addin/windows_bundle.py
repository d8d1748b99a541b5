"""A folder that runs without installing anything: for a USB stick, for locked-down desks, for WPS.

The embedded Windows Python is a zip the user gives; nothing is downloaded but wheels of the pinned
dependencies.  The same for Linux: `union_xl.addin.linux_bundle`.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from union_xl.addin.package import BESIDE, addin_bytes
from union_xl.addin.wheels import Download, Target, pip_download, requirements, right_platform, unpack
from union_xl.addin.windows_launchers import GUIDE, GUIDE_NAME, batch_files
from union_xl.model import UsageError
from union_xl.model.resources import resource

NAME = "UnionXL.xlam"
SAMPLE = "工作台（样例）.xlsx"
PACKAGE = Path(__file__).resolve().parent.parent
OLDEST = 11
"""The oldest minor version of Python 3 that runs this program."""
_PYTHON_DLL = re.compile(r"python3(\d+)\.dll$", re.I)


def bundle(python: Path, out: Path, download: Download = pip_download) -> Path:
    """Put Python, wheels, the program, the add-in, the batch files, a sample 工作台 and 使用说明 into `out`.

    `python` is an embeddable Windows package from python.org (`python-3.12.x-embed-amd64.zip`).
    UsageError when it is none, when `out` holds other things, or when wheels cannot be had; an earlier folder
    then stays as it was.
    """
    target = Target("Windows", "AMD64", _embedded_minor(python))
    with made_anew(out) as (home, wheels):
        unpack(python, home)
        site = home / "Lib" / "site-packages"
        site.mkdir(parents=True)
        _open_paths(home)
        for wheel in wheels_for(target, wheels, download):
            right_platform(wheel.name, target)
            unpack(wheel, site)
        copy_program(site)
    (out / NAME).write_bytes(addin_bytes(BESIDE))
    for name, text in batch_files().items():
        (out / name).write_bytes(text.replace("\n", "\r\n").encode("utf-8"))
    (out / GUIDE_NAME).write_bytes(GUIDE.replace("\n", "\r\n").encode("utf-8-sig"))  # for old editors
    copy_sample(out)
    return out


@contextmanager
def made_anew(out: Path) -> Iterator[tuple[Path, Path]]:
    """Two empty folders inside `out`: what is put into the first takes the place of `out/python` in the end,
    the second is for what is fetched and goes again, as both do where something fails.

    UsageError when `out` is a file or holds other things than a bundle.
    """
    fresh = not out.exists()
    if not fresh and (not out.is_dir() or (any(out.iterdir()) and not (out / "python").is_dir())):
        raise UsageError(f"{out} 里已有别的东西，请指定一个空文件夹")
    new = out / ".new"
    shutil.rmtree(new, ignore_errors=True)
    (new / "python").mkdir(parents=True)
    (new / "wheels").mkdir()
    try:
        yield new / "python", new / "wheels"
        shutil.rmtree(out / "python", ignore_errors=True)
        (new / "python").replace(out / "python")
    except BaseException:
        shutil.rmtree(out if fresh else new, ignore_errors=True)
        raise
    shutil.rmtree(new, ignore_errors=True)


def wheels_for(target: Target, folder: Path, download: Download) -> list[Path]:
    """The wheels of all that the program needs there, fetched into a folder below this one."""
    folder = folder / target.machine
    folder.mkdir()
    download(requirements(target), folder, target)
    return sorted(folder.glob("*.whl"))


def _embedded_minor(python: Path) -> int:
    wrong = UsageError(
        f"{python.name} 不是 Windows 嵌入版 Python（python-3.x-embed-amd64.zip），请从 python.org 下载；"
        "给 Linux 打包请加 --linux"
    )
    try:
        with zipfile.ZipFile(python) as package:
            names = package.namelist()
    except (OSError, zipfile.BadZipFile):
        raise wrong from None
    minors = [found[1] for name in names if (found := _PYTHON_DLL.match(name))]
    if not minors or "python.exe" not in names or not any(name.endswith("._pth") for name in names):
        raise wrong
    if int(minors[0]) < OLDEST:
        raise UsageError(f"{python.name} 太旧，请用 Python 3.11 或更新的嵌入版")
    return int(minors[0])


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


def copy_program(site: Path) -> None:
    """union_xl itself, with the templates and example that travel with it."""
    program = site / "union_xl"
    shutil.rmtree(program, ignore_errors=True)
    leave = shutil.ignore_patterns("__pycache__", "*.pyc")
    shutil.copytree(PACKAGE, program, ignore=leave)
    for part in ("templates", "workbooks"):
        own = PACKAGE.parent / part
        if own.is_dir() and not (program / "_data" / part).exists():
            shutil.copytree(own, program / "_data" / part, ignore=leave)


def copy_sample(out: Path) -> None:
    """A filled 工作台 to make one's own from."""
    shutil.copyfile(resource("workbooks", "2022H1", "工作台.xlsx"), out / SAMPLE)
