"""The commands `union-xl addin …`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from union_xl.cli.app import App
from union_xl.cli.options import Json, Out, option, show

addin_app = App(help="Excel 加载项：生成、安装、卸载、检查、打包。", no_args_is_help=True)


@addin_app.command("build")
def addin_build(
    out: Annotated[Path, option("--out", help="放到这个文件夹", metavar="文件夹")] = Path(),
    as_json: Json = False,
) -> int:
    """生成加载项 UnionXL.xlam。"""
    from union_xl.run import addin as command

    return show(command.build(out), as_json)


@addin_app.command("install")
def addin_install(as_json: Json = False) -> int:
    """为当前用户安装加载项（不需要管理员权限）。"""
    from union_xl.run import addin as command

    return show(command.install(), as_json)


@addin_app.command("uninstall")
def addin_uninstall(as_json: Json = False) -> int:
    """卸载加载项。"""
    from union_xl.run import addin as command

    return show(command.uninstall(), as_json)


@addin_app.command("doctor")
def addin_doctor(
    restore: Annotated[bool, option("--restore", help="恢复上一次点击按钮之前的工作簿")] = False,
    as_json: Json = False,
) -> int:
    """检查加载项：哪里不对，怎么办。"""
    from union_xl.run import addin as command

    return show(command.doctor(restore=restore), as_json)


@addin_app.command("bundle")
def addin_bundle(
    out: Out,
    linux: Annotated[bool, option("--linux", help="给 Linux（统信、麒麟等，x86_64 和 aarch64）打包")] = False,
    python: Annotated[
        list[Path] | None,
        option(
            "--python",
            help="放进去的 Python：Windows 是嵌入版的 zip；Linux 是免安装版的 tar.gz，可不写，可写两个",
            metavar="文件",
        ),
    ] = None,
    as_json: Json = False,
) -> int:
    """打包成免安装文件夹（供 WPS 用户、不让装软件的电脑和 Linux 使用）。"""
    from union_xl.run import addin as command

    return show(command.bundle(python or (), out, linux), as_json)
