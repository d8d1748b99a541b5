"""The batch files of the folder that runs without installing: double-click, or drop files on them."""

from __future__ import annotations

_HEAD = """@echo off
chcp 65001 >nul
setlocal DisableDelayedExpansion
set "HERE=%~dp0"
set "PY=%HERE%python\\python.exe"
if not exist "%PY%" (
  echo 找不到 "%PY%"，请把整个文件夹一起复制过来再试。
  pause
  exit /b 2
)
"""
_TAIL = """set "CODE=%ERRORLEVEL%"
echo.
if "%CODE%"=="0" echo 完成。
if "%CODE%"=="1" echo 完成，有问题需要人看，请看上面的说明。
if "%CODE%"=="2" echo 没有做成，原因见上面一行。
pause
exit /b %CODE%
"""
_ASK = """if "%~1"=="" (
  echo {ask}
  set /p "ONE={prompt}"
) else (
  set "ONE=%~1"
)
if not defined ONE exit /b 2
set "ONE=%ONE:"=%"
"""
_OFFICE = """set "OFFICE="
if exist "%HERE%工作台.xlsx" set OFFICE=--office "%HERE%工作台.xlsx"
"""

_COLLECT = (
    _HEAD
    + _ASK.format(ask="请把报回来的文件夹拖到这个窗口里，再按回车。", prompt="文件夹：")
    + _OFFICE
    + 'if "%ONE:~-1%"=="\\" set "ONE=%ONE:~0,-1%"\n'
    + '"%PY%" -I -X utf8 -m union_xl merge "%ONE%" --out "%ONE%_汇总" %OFFICE%\n'
    + _TAIL
)
_CHECK = (
    _HEAD
    + """if "%~1"=="" (
  echo 请把要校验的文件或文件夹拖到 校验.bat 的图标上；可以一次拖几个。
  pause
  exit /b 2
)
"""
    + _OFFICE
    + '"%PY%" -I -X utf8 -m union_xl check %* --out "%~dp1校验结果" %OFFICE%\n'
    + _TAIL
)
_FILL = (
    _HEAD
    + _ASK.format(ask="请把 汇总台账.xlsx 拖到这个窗口里，再按回车。", prompt="汇总台账：")
    + _OFFICE
    + """set "TEMPLATES="
:more
if "%~2"=="" goto ready
set TEMPLATES=%TEMPLATES% --template "%~2"
shift /2
goto more
:ready
for %%F in ("%ONE%") do set "OUT=%%~dpF报表"
"""
    + '"%PY%" -I -X utf8 -m union_xl report "%ONE%" %TEMPLATES% --out "%OUT%" %OFFICE%\n'
    + _TAIL
)
_INSTALL = _HEAD + '"%PY%" -I -X utf8 -m union_xl addin install\n' + _TAIL


def batch_files() -> dict[str, str]:
    """{file name: text}, lines ending in \\n; written with CRLF and UTF-8."""
    return {"收表.bat": _COLLECT, "校验.bat": _CHECK, "填表.bat": _FILL, "安装加载项.bat": _INSTALL}
