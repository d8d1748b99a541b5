"""The folder for Linux: layout, launchers with any name, what is said where it cannot run; the real thing."""

from __future__ import annotations

import configparser
import io
import json
import os
import shlex
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from union_xl import addin
from union_xl.addin import linux_bundle, linux_launchers
from union_xl.addin.wheels import Target, pip_download
from union_xl.cli.dropped import done, typed
from union_xl.model import UsageError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
MINOR = sys.version_info.minor
HARD = [
    "甲 公司&乙$HOME`x`.xlsx",
    'it\'s "quoted".xlsx',
    "两\n行.xlsx",
    "-rf.xlsx",
    "a;b|c*?[x].xlsx",
    "%E8 100%.xlsx",
]


def wheels(wanted: Sequence[str], folder: Path, target: Target) -> None:
    """A wheel for any machine and one for this one."""
    assert not {"xlwings", "pywin32"} & {one.partition("==")[0] for one in wanted}
    tag = (
        f"cp3{target.minor}-cp3{target.minor}-manylinux_2_17_{target.machine}.manylinux2014_{target.machine}"
    )
    for name, file in (("one-1.0-py3-none-any.whl", "one.py"), (f"two-1.0-{tag}.whl", "two.so")):
        with zipfile.ZipFile(folder / name, "w") as package:
            package.writestr(file, "")


def python(path: Path, machine: int = 62, minor: int = 12, loader: bytes = b"/lib64/ld-linux-x86-64.so.2",
           extra: Sequence[tuple[tarfile.TarInfo, bytes]] = ()) -> Path:  # fmt: skip
    """A small stand-in for a relocatable CPython."""
    binary = b"\x7fELF\x02\x01" + bytes(12) + machine.to_bytes(2, "little") + bytes(100) + loader
    with tarfile.open(path, "w:gz") as package:
        for name, data, mode in (
            (f"python/bin/python3.{minor}", binary, 0o755),
            (f"python/lib/python3.{minor}/os.py", b"", 0o644),
            (f"python/lib/python3.{minor}/test/test_os.py", b"", 0o644),
            ("python/include/Python.h", b"", 0o644),
        ):
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(data), mode
            package.addfile(member, io.BytesIO(data))
        link = tarfile.TarInfo("python/bin/python3")
        link.type, link.linkname = tarfile.SYMTYPE, f"python3.{minor}"
        package.addfile(link)
        for member, data in extra:
            member.size = len(data)
            package.addfile(member, io.BytesIO(data))
    return path


def run(script: Path, *words: str, path: str, before: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
    """A launcher as a bare desk starts it."""
    return subprocess.run(
        [*before, "env", "-i", f"PATH={path}", "sh", str(script), *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=300,
    )


@pytest.fixture
def tools(tmp_path: Path) -> str:
    """A PATH whose `python3.x` is this one and whose `uname` says x86_64."""
    folder = tmp_path / "tools"
    folder.mkdir()
    (folder / f"python3.{MINOR}").symlink_to(sys.executable)
    machine(folder, "x86_64")
    return f"{folder}:/usr/bin:/bin"


def machine(folder: Path, name: str) -> None:
    (folder / "uname").write_text(f"#!/bin/sh\necho {name}\n")
    (folder / "uname").chmod(0o755)


def listening(out: Path) -> Path:
    """A bundle that only tells what its program would be given."""
    (out / "python" / linux_launchers.STARTER_NAME).write_text(
        "import json, sys; print(json.dumps(sys.argv[1:]))"
    )
    return out


def test_layout(tmp_path: Path) -> None:
    """A Python for each machine, common libraries once, launchers that may be started, guide and sample."""
    given = [python(tmp_path / "x.tar.gz"), python(tmp_path / "a.tar.gz", 183, 13)]
    out = addin.bundle_linux(given, tmp_path / "工会 工具", wheels)
    assert {path.name for path in out.iterdir()} == {
        "python", "使用说明.txt", "工作台（样例）.xlsx",
        *(f"{name}{tail}" for name in linux_launchers.LAUNCHERS for tail in (".sh", ".desktop")),
    }  # fmt: skip
    home = out / "python"
    assert {path.name for path in home.iterdir()} == {"x86_64", "aarch64", "lib", "run.sh", "start.py"}
    assert os.access(home / "x86_64" / "bin" / "python3.12", os.X_OK)
    assert (home / "aarch64" / "bin" / "python3.13").exists() and not list(home.rglob("test_os.py"))
    assert not [path for path in out.rglob("*") if path.is_symlink()]
    assert (home / "lib" / "any" / "one.py").exists() and (home / "lib" / "aarch64" / "two.so").exists()
    assert (home / "lib" / "any" / "union_xl" / "_data" / "templates").is_dir()
    assert all(os.access(path, os.X_OK) for tail in ("sh", "desktop") for path in out.glob(f"*.{tail}"))
    guide = (out / "使用说明.txt").read_text("utf-8")
    assert all(name in guide for name in linux_launchers.LAUNCHERS) and guide.count("不用装 Python") == 2
    assert {what for what, _ in linux_launchers.LAUNCHERS.values()} | {"install"} == set(addin_batches())


def addin_batches() -> set[str]:
    from union_xl.addin.windows_bundle import BATCHES

    return set(BATCHES.values())


def test_launchers_hand_on_any_name(tmp_path: Path, tools: str) -> None:
    """Blanks, &, $, quotes, line ends, wild cards: in the folder's name and in the files'."""
    out = listening(addin.bundle_linux([], tmp_path / "工会 $工具&'\"\n二", wheels))
    for name, (what, _) in linux_launchers.LAUNCHERS.items():
        told = run(out / f"{name}.sh", *HARD, path=tools)
        assert told.returncode == 0, told
        assert json.loads(told.stdout.splitlines()[0]) == ["x86_64", what, *HARD]


def test_icons_start_the_launchers(tmp_path: Path, tools: str) -> None:
    """The Exec line, read as the Desktop Entry Specification says, ends in the script with every name."""
    out = listening(addin.bundle_linux([], tmp_path / "工会 $工具&'二", wheels))
    for name, (what, _) in linux_launchers.LAUNCHERS.items():
        path = out / f"{name}.desktop"
        entry = configparser.RawConfigParser()
        entry.read(path, "utf-8")
        line = entry["Desktop Entry"]["exec"].replace("\\\\", "\\").replace("\\$", "$")
        words: list[str] = []
        for word in shlex.split(line):
            codes = {"%k": [str(path)], "%F": HARD}
            words += codes.get(word, [word.replace("%%", "%")])
        told = subprocess.run(
            ["env", "-i", f"PATH={tools}", *words], capture_output=True, text=True, check=False
        )
        assert json.loads(told.stdout.splitlines()[0]) == ["x86_64", what, *HARD], told
    if validate := shutil.which("desktop-file-validate"):
        subprocess.run([validate, *map(str, out.glob("*.desktop"))], check=True)


def test_where_it_cannot_run_it_says_what_to_get(tmp_path: Path) -> None:
    """No Python, another processor, a Python that does not start: Chinese, exit code 2."""
    bare = tmp_path / "bare"
    bare.mkdir()
    machine(bare, "x86_64")
    for tool in ("sh", "chmod"):
        (bare / tool).symlink_to(shutil.which(tool) or "/bin/sh")
    own = addin.bundle_linux([], tmp_path / "own", wheels)
    told = run(own / "校验.sh", "a.xlsx", path=str(bare))
    assert (
        told.returncode == 2
        and f"没有 Python 3.{MINOR}" in told.stdout
        and "install_only.tar.gz" in told.stdout
    )
    out = addin.bundle_linux([python(tmp_path / "x.tar.gz")], tmp_path / "out", wheels)
    told = run(out / "校验.sh", "a.xlsx", path=str(bare))
    assert told.returncode == 2 and "运行不了" in told.stdout
    (out / "python" / "x86_64" / "bin" / "python3.12").write_bytes(b"")
    assert run(out / "校验.sh", "a.xlsx", path=str(bare)).returncode == 2
    machine(bare, "loongarch64")
    told = run(out / "校验.sh", "a.xlsx", path=str(bare))
    assert told.returncode == 2 and "loongarch64" in told.stdout and "pip" in told.stdout


def test_an_exec_bit_lost_on_a_stick_is_set_again(tmp_path: Path, tools: str) -> None:
    """FAT keeps no modes: scripts run through sh, the Python is made executable."""
    out = listening(
        addin.bundle_linux([python(tmp_path / "x.tar.gz", minor=MINOR)], tmp_path / "out", wheels)
    )
    binary = out / "python" / "x86_64" / "bin" / f"python3.{MINOR}"
    binary.unlink()
    binary.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    for path in (binary, *out.glob("*.sh")):
        path.chmod(0o644)
    told = run(out / "校验.sh", "a.xlsx", path=tools)
    assert told.returncode == 0 and os.access(binary, os.X_OK)


def test_a_wrong_python_is_refused(tmp_path: Path) -> None:
    """Junk, the Windows zip, musl, another processor, too old, a machine twice, one that climbs out."""
    (tmp_path / "junk.tar.gz").write_bytes(b"MZ")
    zipfile.ZipFile(tmp_path / "w.zip", "w").close()
    climbing = python(tmp_path / "c.tar.gz", extra=[(tarfile.TarInfo("python/../../../evil.py"), b"x")])
    good = python(tmp_path / "x.tar.gz")
    for given in (
        [tmp_path / "junk.tar.gz"],
        [tmp_path / "w.zip"],
        [tmp_path / "missing.tar.gz"],
        [python(tmp_path / "m.tar.gz", loader=b"/lib/ld-musl-x86_64.so.1")],
        [python(tmp_path / "r.tar.gz", machine=243)],
        [python(tmp_path / "o.tar.gz", minor=9)],
        [good, good],
        [climbing],
    ):
        with pytest.raises(UsageError):
            addin.bundle_linux(given, tmp_path / "out", wheels)
        assert not (tmp_path / "out").exists() and not list(tmp_path.rglob("evil.py"))


def test_what_a_terminal_types_for_dropped_files(tmp_path: Path) -> None:
    """Quoted as shells do, or as addresses; a lone quote is a name typed by hand."""
    assert typed(" ".join(shlex.quote(one) for one in HARD)) == HARD
    assert typed("it's.xlsx") == ["it's.xlsx"] and typed("") == []
    asked: list[list[str]] = []

    def note(words: list[str]) -> int:
        asked.append(words)
        return 0

    here = {"UX_HERE": str(tmp_path)}
    assert done("check", here, note, lambda question: "'/tmp/甲 乙.xlsx'") == 0
    assert done("check", here, note, lambda question: "", ["-x.xlsx"]) == 0
    assert done("desk", here, note, lambda question: "") == 0
    assert asked[0][:2] == ["check", "/tmp/甲 乙.xlsx"]
    assert asked[1][1] == os.path.abspath("-x.xlsx")
    assert asked[2] == ["desk", "--folder", str(tmp_path)]


def here_only(wanted: Sequence[str], folder: Path, target: Target) -> None:
    """The real wheels, of this machine only."""
    if target.machine == os.uname().machine:
        pip_download(wanted, folder, target)


@pytest.mark.slow
@pytest.mark.skipif(
    sys.platform != "linux" or os.uname().machine not in linux_bundle.MACHINES, reason="other machine"
)
def test_a_round_without_network_and_environment(tmp_path: Path) -> None:
    """Real wheels, this Python as the desk's own, `env -i`, no network: merging, checking, a report."""
    try:
        out = addin.bundle_linux([], tmp_path / "工会 &工具", here_only)
    except UsageError as why:
        pytest.skip(str(why))
    shutil.copyfile(out / "工作台（样例）.xlsx", out / "工作台.xlsx")
    returned = tmp_path / "报来 $x"
    returned.mkdir()
    source = Path(__file__).parents[2] / "workbooks" / "2022H1" / "上报"
    for path in sorted(source.rglob("*.xlsx"))[:4]:
        shutil.copyfile(path, returned / path.name)
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / f"python3.{MINOR}").symlink_to(os.path.realpath(sys.executable))
    before = set(tmp_path.iterdir())
    blocked = ["unshare", "-r", "-n"]
    if subprocess.run([*blocked, "true"], check=False, stderr=subprocess.DEVNULL).returncode:
        blocked = []

    def click(name: str, *words: Path) -> int:
        path = f"{tools}:/usr/bin:/bin"
        told = run(out / f"{name}.sh", *map(str, words), path=path, before=blocked)
        assert "Traceback" not in told.stderr and "程序内部出错" not in told.stderr, told.stderr
        return told.returncode

    assert click("收表", returned) in (0, 1)
    ledger = tmp_path / "报来 $x_汇总" / "汇总台账.xlsx"
    assert ledger.exists()
    assert click("校验", *sorted(returned.glob("*.xlsx"))[:2]) in (0, 1)
    assert click("填表", ledger) in (0, 1)
    assert (ledger.parent / "报表").is_dir()
    assert set(tmp_path.iterdir()) - before == {ledger.parent}
