"""The batch files of the folder that runs without installing: double-click, or drop files on them.

Explorer quotes only names with blanks, and cmd acts on `&`, `^`, `%` and `!` in the others.  So a batch file
looks at no name itself: it hands the very command line (`cmdcmdline`) on to `union_xl.cli.dropped`, and
ends the whole cmd with `exit`, which would else run what stands behind an `&`.
"""

from __future__ import annotations

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
