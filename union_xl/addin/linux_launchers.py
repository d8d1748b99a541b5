r"""What is clicked in the Linux folder: a `.sh` and a `.desktop` for the page and for each dropper.

No name is looked at by the shell: what was dropped goes on as it came ("$@"), whatever stands in it.  A
`.desktop` file cannot name its own folder, but is told its own path (`%k`, Desktop Entry Specification 1.5).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from union_xl.addin.wheels import OLDEST_GLIBC

LAUNCHERS: Mapping[str, tuple[str, str]] = {
    "本机页面": ("desk", "在浏览器里点按钮，收表、校验、填表都在里面"),
    "发空表": ("blank", "每个应报单位的空表"),
    "收表": ("merge", "把报回来的文件夹合并成汇总台账"),
    "校验": ("check", "检查一个或几个文件，标出问题"),
    "填表": ("report", "用汇总台账填上级的报表和半年总结"),
}
"""{name: (what `union_xl.cli.dropped` is asked to do, what it does)}."""

RUNNER_NAME, STARTER_NAME = "run.sh", "start.py"
GUIDE_NAME = "使用说明.txt"

_SCRIPT = """#!/bin/sh
# {comment}
case $0 in */*) here=${{0%/*}} ;; *) here=. ;; esac
exec sh "$here/python/{runner}" {what} "$@"
"""

_ENTRY = r"""[Desktop Entry]
Type=Application
Name={name}
Comment={comment}
Exec=sh -c "{script}" %k %F
Icon=x-office-spreadsheet
Terminal=true
Categories=Office;
"""

_RUNNER = r"""#!/bin/sh
# Picks the Python and the libraries for this machine and does what a launcher asks for.
case $0 in */*) home=${0%/*} ;; *) home=. ;; esac
machine=$(uname -m)
case $machine in
  amd64) machine=x86_64 ;;
  arm64) machine=aarch64 ;;
esac
case $machine in
@MINORS@
  *) minor= ;;
esac
own=$home/$machine/bin/python3.$minor
[ -f "$own" ] && [ ! -x "$own" ] && chmod +x "$own" 2>/dev/null

python=
for one in "$own" "python3.$minor" python3; do
  if [ -n "$minor" ] && command -v "$one" >/dev/null 2>&1 &&
    [ "$("$one" -I -c 'import sys; print(sys.version_info.minor)' 2>/dev/null)" = "$minor" ]; then
    python=$one
    break
  fi
done

if [ -z "$minor" ]; then
  echo "这台电脑的处理器是 $machine，文件夹里没有它用的程序库（只有 x86_64 和 aarch64）。"
  echo "请在这台电脑上用 pip 安装 union_xl，再运行 union-xl desk。"
  code=2
elif [ -z "$python" ] && [ -f "$own" ] && [ ! -x "$own" ]; then
  echo "这个文件夹所在的盘不许运行程序（U 盘多半这样）。请把整个文件夹复制到本机，比如桌面，再试。"
  code=2
elif [ -z "$python" ] && [ -f "$own" ]; then
  echo "文件夹里的 Python 在这台电脑上运行不了：系统太旧，或文件没有复制完整。请把整个文件夹重新复制一遍；"
  echo "还不行，就把 uname -a 显示的那一行发给做这个文件夹的人。"
  code=2
elif [ -z "$python" ]; then
  echo "这台电脑上没有 Python 3.$minor。任选一种办法："
  echo "  1. 请管理员装上 Python 3.$minor（软件商店，或 sudo apt install python3.$minor）。"
  echo "  2. 请做这个文件夹的人放一份 Python 进来再复制一遍：union-xl addin bundle --linux --python"
  echo "     cpython-3.$minor…-$machine-unknown-linux-gnu-install_only.tar.gz"
  echo "     （在 python-build-standalone 项目的发布页下载）。"
  code=2
else
  "$python" -I -X utf8 "$home/@STARTER@" "$machine" "$@"
  code=$?
fi

if [ "$1" != desk ]; then
  echo
  case $code in
    0) echo "完成。" ;;
    1) echo "完成，有问题需要人看，请看上面的说明。" ;;
    *) echo "没有做成，原因见上面。" ;;
  esac
fi
if [ -t 0 ] && { [ "$1" != desk ] || [ "$code" -ne 0 ]; }; then
  printf '按回车键关闭这个窗口。'
  read -r answer
fi
exit "$code"
"""

STARTER = f'''"""Starts the program of this folder: start.py MACHINE WHAT [FILE…]."""

import os
import sys


def main() -> None:
    home = os.path.dirname(os.path.abspath(__file__))
    sys.path[:0] = [os.path.join(home, "lib", one) for one in ("any", sys.argv[1])]
    os.environ["UX_HERE"] = os.path.dirname(home)
    glibc = (os.confstr("CS_GNU_LIBC_VERSION") or "").rpartition(".")[2]
    if not glibc.isdigit() or int(glibc) < {OLDEST_GLIBC}:
        print("系统太旧：要 glibc 2.{OLDEST_GLIBC} 或更新（统信 UOS 20、银河麒麟 V10 起）。", file=sys.stderr)
        sys.exit(2)
    try:
        import pydantic_core  # noqa: F401 - one of those made for this machine
    except ImportError as why:
        print(f"程序库不能用，多半没有复制完整，请把整个文件夹重新复制一遍（{{why}}）。", file=sys.stderr)
        sys.exit(2)
    from union_xl.cli.dropped import main

    main(sys.argv[2:])


if __name__ == "__main__":
    main()
'''


_FROM_ENTRY = (
    r'here=\\${{0%%/*}}; [ -f \\"\\$here/{name}.sh\\" ] && exec sh \\"\\$here/{name}.sh\\" \\"\\$@\\"; '
    r"echo 这个桌面不能从图标启动：请在文件夹里打开终端，运行 sh {name}.sh; read answer"
)
"""Quoted for `Exec`: once for its arguments, once more as a value of the file."""


def launchers() -> dict[str, str]:
    """{file name: text} of what is clicked."""
    made = {}
    for name, (what, comment) in LAUNCHERS.items():
        made[f"{name}.sh"] = _SCRIPT.format(what=what, comment=comment, runner=RUNNER_NAME)
        made[f"{name}.desktop"] = _ENTRY.format(
            name=name, comment=comment, script=_FROM_ENTRY.format(name=name)
        )
    return made


def runner(minors: Mapping[str, int]) -> str:
    """The script behind the launchers, for {machine: minor version of its Python 3}."""
    cases = "\n".join(f"  {machine}) minor={minor} ;;" for machine, minor in minors.items())
    return _RUNNER.replace("@MINORS@", cases).replace("@STARTER@", STARTER_NAME)


def guide(minors: Mapping[str, int], with_python: Sequence[str]) -> str:
    """使用说明: what a desk needs (a Python of its own is in the folder for `with_python`), how to start."""
    named = {"x86_64": "x86_64（英特尔、兆芯、海光）", "aarch64": "aarch64（飞腾、鲲鹏）"}
    needs = "\n".join(
        f"  {named[machine]}："
        + ("不用装 Python。" if machine in with_python else f"要装有 Python 3.{minor}。")
        for machine, minor in minors.items()
    )
    return _GUIDE.format(needs=needs, glibc=OLDEST_GLIBC)


_GUIDE = """工会表格：免安装文件夹（Linux）

要什么样的电脑
  64 位的 Linux，glibc 2.{glibc} 或更新：统信 UOS 20、银河麒麟 V10、openKylin、deepin、Debian、Ubuntu 等。
  处理器：
{needs}
  龙芯（loongarch64）没有现成的程序库，要请人在那台电脑上用 pip 安装。
  有 WPS 就行，不上网，不改报来的文件。

第一次用
  1. 把整个文件夹复制到本机，比如桌面。U 盘上多半不许运行程序。
  2. 打开“工作台（样例）.xlsx”，改成自己的填报单位、统计期间和应报单位，
     另存为“工作台.xlsx”，放在这个文件夹里。
  3. 双击“本机页面”。问“是否信任、允许启动”时选允许；没有反应就右键—属性—权限，勾选“允许作为程序执行”。

怎么用
  本机页面  双击，浏览器里打开一页：发空表、收表、校验、填表都在里面点。关掉那一页，程序就结束。
  发空表    双击。每个应报单位的空表在“空表”文件夹里。
  收表      把报回来的文件都放进一个文件夹，把文件夹拖到它上面。结果在旁边的“……_汇总”里。
  校验      把一个或几个文件拖到它上面。标出问题的副本在旁边的“校验结果”里。
  填表      把“汇总台账.xlsx”（和上级的模板一起）拖到它上面。结果在旁边的“报表”里。
  有的桌面不能往图标上拖：双击图标，把文件拖进打开的窗口，再按回车。
  双击打不开的，在文件夹里打开终端，运行  sh 本机页面.sh  （其余同样，后面写文件名）。

出了问题
  窗口里最后几行写着原因和怎么办。文件夹里的 python 是运行用的，不要动。
"""
