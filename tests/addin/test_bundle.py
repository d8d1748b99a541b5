"""The folder that runs without installing anything: layout, wheels' platforms, batch files."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from union_xl import addin
from union_xl.addin import wheels
from union_xl.addin.package import BESIDE, addin_bytes
from union_xl.addin.wheels import Target
from union_xl.addin.windows_bundle import BATCHES
from union_xl.model import UsageError


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """A small stand-in for python.org's embeddable package."""
    path = tmp_path / "python-3.12.4-embed-amd64.zip"
    with zipfile.ZipFile(path, "w") as package:
        for name in ("python.exe", "pythonw.exe", "python3.dll", "python312.dll", "python312.zip"):
            package.writestr(name, name)
        package.writestr("python312._pth", "python312.zip\n.\n\n# comment\n#import site\n")
    return path


def wheel(folder: Path, name: str, **files: str) -> None:
    with zipfile.ZipFile(folder / name, "w") as package:
        for path, text in files.items():
            package.writestr(path, text)


WINDOWS = Target("Windows", "AMD64", 12)
LINUX = Target("Linux", "x86_64", 12)


def two_wheels(wanted: Sequence[str], folder: Path, target: Target) -> None:
    assert target == WINDOWS
    assert {re.split("==", one)[0] for one in wanted} >= {"pydantic", "duckdb", "xlwings", "pywin32", "typer"}
    with zipfile.ZipFile(folder / "one-1.0-py3-none-any.whl", "w") as package:
        package.writestr("one/__init__.py", "")
        package.writestr("one-1.0.data/purelib/laid.py", "")
        package.writestr("one-1.0.data/scripts/one.exe", "")
    with zipfile.ZipFile(folder / "two-1.0-cp312-cp312-win_amd64.whl", "w") as package:
        package.writestr("two.cp312-win_amd64.pyd", "")


def test_layout(python: Path, tmp_path: Path) -> None:
    """Python, libraries, the program with its templates, the add-in, batch files, guide and sample."""
    out = addin.bundle(python, tmp_path / "工会 U盘", two_wheels)
    site = out / "python" / "Lib" / "site-packages"
    assert (out / "python" / "pythonw.exe").exists()
    assert (site / "one" / "__init__.py").exists() and (site / "laid.py").exists()
    assert not list(site.rglob("one.exe"))
    assert (site / "two.cp312-win_amd64.pyd").exists()
    assert (site / "union_xl" / "excel" / "run.py").exists()
    assert (site / "union_xl" / "addin" / "vba" / "UnionRun.bas").exists()
    assert (site / "union_xl" / "_data" / "templates").is_dir()
    assert not list(site.rglob("__pycache__"))
    assert (out / addin.NAME).read_bytes() == addin_bytes(BESIDE)
    assert {path.name for path in out.iterdir()} == {
        "python", addin.NAME, "使用说明.txt", "工作台（样例）.xlsx",
        "本机页面.bat", "发空表.bat", "收表.bat", "校验.bat", "填表.bat", "安装加载项.bat",
    }  # fmt: skip


def test_python_is_told_where_its_libraries_are(python: Path, tmp_path: Path) -> None:
    """The ._pth keeps what it had, opens site-packages and runs .pth files (pywin32 needs it)."""
    out = addin.bundle(python, tmp_path / "out", two_wheels)
    lines = (out / "python" / "python312._pth").read_bytes().decode().split("\r\n")
    assert lines[:2] == ["python312.zip", "."]
    assert r"Lib\site-packages" in lines and "import site" in lines and "#import site" not in lines


def test_bundling_twice_is_bundling_once(python: Path, tmp_path: Path) -> None:
    """A bundle is renewed; a folder with other things is left alone."""
    out = addin.bundle(python, tmp_path / "out", two_wheels)
    (out / "python" / "stale.txt").write_text("")
    addin.bundle(python, out, two_wheels)
    assert not (out / "python" / "stale.txt").exists()
    other = tmp_path / "mine"
    other.mkdir()
    (other / "letter.docx").write_text("")
    with pytest.raises(UsageError, match="空文件夹"):
        addin.bundle(python, other, two_wheels)


def test_what_fails_leaves_the_folder_as_it_was(python: Path, tmp_path: Path) -> None:
    """Wheels that cannot be had: no folder begun, an earlier one whole."""

    def none(wanted: Sequence[str], folder: Path, target: Target) -> None:
        raise UsageError("没有网络")

    with pytest.raises(UsageError, match="没有网络"):
        addin.bundle(python, tmp_path / "out", none)
    assert not (tmp_path / "out").exists()
    out = addin.bundle(python, tmp_path / "out", two_wheels)
    before = sorted(out.rglob("*"))
    with pytest.raises(UsageError, match="没有网络"):
        addin.bundle(python, out, none)
    assert sorted(out.rglob("*")) == before


@pytest.mark.parametrize(
    ("name", "windows", "linux"),
    [
        ("pandas-3.1.1-cp312-cp312-win_amd64.whl", True, None),
        ("pydantic-2.14-py3-none-any.whl", False, False),
        ("xlwings-0.37.8-py3-none-any.whl", False, False),
        ("python_calamine-0.9.1-cp310-abi3-win_amd64.whl", True, None),
        ("six-1.0-py2.py3-none-any.whl", False, False),
        ("pandas-3.1.1-cp311-cp311-win_amd64.whl", None, None),
        ("pandas-3.1.1-cp312-cp312-win32.whl", None, None),
        ("pandas-3.1.1-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl", None, True),
        ("pandas-3.1.1-cp312-cp312-manylinux_2_24_x86_64.manylinux_2_28_x86_64.whl", None, True),
        ("cryptography-48-cp311-abi3-manylinux_2_34_x86_64.whl", None, None),
        ("lxml-6.1-cp312-cp312-musllinux_1_2_x86_64.whl", None, None),
        ("lxml-6.1-cp312-cp312-manylinux_2_28_aarch64.whl", None, None),
        ("old-1.0-py2-none-any.whl", None, None),
    ],
)
def test_only_wheels_for_the_target(name: str, windows: bool | None, linux: bool | None) -> None:
    """The tags decide: for this platform only (True), for any (False), refused (None)."""
    for target, wanted in ((WINDOWS, windows), (LINUX, linux)):
        if wanted is None:
            with pytest.raises(UsageError, match=re.escape(name)):
                wheels.right_platform(name, target)
        else:
            assert wheels.right_platform(name, target) is wanted


def test_a_wrong_python_is_refused(tmp_path: Path) -> None:
    """No zip, an installer, a wheel, too old a Python."""
    junk = tmp_path / "a.zip"
    junk.write_bytes(b"MZ")
    empty = tmp_path / "b.zip"
    zipfile.ZipFile(empty, "w").close()
    old = tmp_path / "old.zip"
    with zipfile.ZipFile(old, "w") as package:
        for name in ("python.exe", "python39.dll", "python39._pth"):
            package.writestr(name, "")
    for path in (junk, empty, old, tmp_path / "missing.zip"):
        with pytest.raises(UsageError):
            addin.bundle(path, tmp_path / "out", two_wheels)
    assert not (tmp_path / "out").exists()


def test_a_wheel_that_climbs_out_is_refused(python: Path, tmp_path: Path) -> None:
    """Nothing is written outside the folder."""

    def climbing(wanted: Sequence[str], folder: Path, target: Target) -> None:
        wheel(folder, "bad-1.0-py3-none-any.whl", **{"../../../../evil.py": ""})

    with pytest.raises(UsageError, match="越出"):
        addin.bundle(python, tmp_path / "out", climbing)
    assert not list(tmp_path.rglob("evil.py"))


@pytest.mark.parametrize("target", [WINDOWS, LINUX])
def test_requirements_are_pinned_and_for_the_target(target: Target) -> None:
    """Every dependency once, at one version; what only another system needs is left out."""
    wanted = wheels.requirements(target)
    assert all(re.fullmatch(r"[a-z0-9-]+==[\w.]+", one) for one in wanted), wanted
    names = [one.partition("==")[0] for one in wanted]
    assert len(names) == len(set(names))
    assert "pytest" not in names and "distributed" not in names
    assert {"xlwings", "pywin32"} & set(names) == ({"xlwings", "pywin32"} if target is WINDOWS else set())


def test_batch_files_hand_on_what_explorer_said(python: Path, tmp_path: Path) -> None:
    """CRLF, UTF-8 with its code page, isolated; no name is looked at by cmd; the exit code ends all of it."""
    out = addin.bundle(python, tmp_path / "out", two_wheels)
    for name, what in BATCHES.items():
        data = (out / name).read_bytes()
        assert not data.startswith(b"\xef\xbb\xbf") and data.count(b"\n") == data.count(b"\r\n")
        lines = data.decode("utf-8").split("\r\n")
        assert lines[:2] == ["@echo off", "chcp 65001 >nul"]
        assert lines.count(f'"!UX_PY!" -I -X utf8 -m union_xl.cli.dropped {what}') == 1
        assert lines.index("setlocal EnableDelayedExpansion") > lines.index("set UX_ARGS=%*")
        assert 'set "UX_LINE=!cmdcmdline!"' in lines and "pause" in lines
        assert lines[-3:-1] == ['if not "!UX_LINE:/c =!"=="!UX_LINE!" exit !UX_CODE!', "exit /b !UX_CODE!"]
        first = next(at for at, line in enumerate(lines) if not line.isascii())
        assert first > lines.index("chcp 65001 >nul")
        assert "%1" not in data.decode() and "%~1" not in data.decode()


def test_the_bundle_has_a_guide_and_a_sample(python: Path, tmp_path: Path) -> None:
    """使用说明 names every batch file; the sample 工作台 is not taken for the office's own."""
    out = addin.bundle(python, tmp_path / "out", two_wheels)
    guide = (out / "使用说明.txt").read_bytes().decode("utf-8-sig")
    assert all(name in guide for name in BATCHES) and "\r\n" in guide
    assert (out / "工作台（样例）.xlsx").exists() and not (out / "工作台.xlsx").exists()
    assert "64 位" in guide and "解除锁定" in guide
