"""A folder that runs without installing anything: for a USB stick, for locked-down desks, for WPS.

The embedded Windows Python is a zip the user gives; nothing is downloaded but wheels of the pinned
dependencies.  The same for Linux: `union_xl.addin.linux_bundle`.

Explorer quotes only names with blanks, and cmd acts on `&`, `^`, `%` and `!` in the others.  So a batch file
looks at no name itself: it hands the very command line (`cmdcmdline`) on to `union_xl.cli.dropped`, and
ends the whole cmd with `exit`, which would else run what stands behind an `&`.
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


_TEXT = r"""@echo off
chcp 65001 >nul
setlocal EnableExtensions DisableDelayedExpansion
set "UX_HERE=%~dp0"
set "UX_BATCH=%~nx0"
set "UX_PY=%~dp0python\python.exe"
set UX_ARGS=%*
setlocal EnableDelayedExpansion
set "UX_LINE=!cmdcmdline!"
if not exist "!UX_PY!" goto missing
"!UX_PY!" -I -X utf8 -m union_xl.cli.dropped {what}
set "UX_CODE=!ERRORLEVEL!"
if "{what}!UX_CODE!"=="desk0" goto close
echo.
if "!UX_CODE!"=="0" echo 完成。
if "!UX_CODE!"=="1" echo 完成，有问题需要人看，请看上面的说明。
if "!UX_CODE!"=="2" echo 没有做成，原因见上面一行。
goto end
:missing
echo 找不到 "!UX_PY!"，请把整个文件夹一起复制过来再试。
set "UX_CODE=2"
:end
pause
:close
if not "!UX_LINE:/c =!"=="!UX_LINE!" exit !UX_CODE!
exit /b !UX_CODE!
"""

BATCHES = {
    "本机页面.bat": "desk",
    "发空表.bat": "blank",
    "收表.bat": "merge",
    "校验.bat": "check",
    "填表.bat": "report",
    "安装加载项.bat": "install",
}
"""{file name: what `union_xl.cli.dropped` is asked to do}."""


def batch_files() -> dict[str, str]:
    """{file name: text}, lines ending in \\n; written with CRLF and UTF-8."""
    return {name: _TEXT.format(what=what) for name, what in BATCHES.items()}


GUIDE_NAME = "使用说明.txt"
GUIDE = """工会表格：免安装文件夹

要什么样的电脑
  64 位的 Windows 10 或 11。Windows 8.1 只有里面的 Python 是 3.11 或 3.12 时才行；
  Windows 7 和 32 位的 Windows 不行。
  不用装 Python，不用装 Excel，WPS 也行。不上网，不改报来的文件。

第一次用
  1. 压缩包请先右键—属性—勾选“解除锁定”，再解压；整个文件夹放到本机、U 盘或共享盘都可以，
     不要放在 OneDrive 里。
  2. 打开“工作台（样例）.xlsx”，改成自己的填报单位、统计期间和应报单位，
     另存为“工作台.xlsx”，放在这个文件夹里。
  3. 双击“本机页面.bat”，或用下面的图标。

怎么用（Excel、WPS 都行）
  本机页面.bat    双击，浏览器里打开一页：发空表、收表、校验、填表、看台账都在里面点。关掉那一页，程序就结束。
  发空表.bat      双击。每个应报单位的空表在“空表”文件夹里。
  收表.bat        把报回来的文件都放进一个文件夹，把文件夹拖到它上面。结果在旁边的“……_汇总”里。
  校验.bat        把一个或几个文件（很多时放进一个文件夹）拖到它上面。标出问题的副本在旁边的“校验结果”里。
  填表.bat        把“汇总台账.xlsx”（和上级的模板一起）拖到它上面。结果在旁边的“报表”里。
  安装加载项.bat  电脑上有 Excel（2010 或更新）时双击，Excel 里就有“工会表格”选项卡。换了盘符要重新双击一次。

出了问题
  窗口里最后几行写着原因和怎么办。文件夹里的 python 是运行用的，不要动。
  加载项不出现：在 python 文件夹里打开命令行，运行 python.exe -m union_xl addin doctor。
"""
