"""What may keep the add-in from running, on a registry that is a dictionary."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.addin.test_installing import THIS, Dictionary
from union_xl import addin
from union_xl.addin import policies

POLICY = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"
OWN = r"Software\Microsoft\Office\16.0\Excel\Security"
DISABLED = r"Software\Microsoft\Office\16.0\Excel\Resiliency\DisabledItems"


def installed(tmp_path: Path, **values: Any) -> tuple[Dictionary, Path]:
    registry = Dictionary("16.0")
    addin.install(registry, str(tmp_path), THIS)
    return registry, tmp_path / "Microsoft" / "AddIns" / addin.NAME


def wrong(registry: Dictionary, tmp_path: Path) -> list[addin.DoctorCheck]:
    found = addin.doctor(registry=registry, roaming=str(tmp_path), folder=tmp_path / "home")
    bad = [check for check in found if not check.ok]
    assert all(check.cure for check in bad)
    return bad


@pytest.mark.parametrize(
    ("key", "name", "value"),
    [
        (POLICY, "RequireAddinSig", 1),
        (POLICY, "DisableAllAddins", 1),
        (POLICY, "AllTrustedLocationsDisabled", 1),
        (rf"{POLICY}\Trusted Locations", "AllLocationsDisabled", 1),
        (OWN, "RequireAddinSig", "1"),
    ],
)
def test_policies(tmp_path: Path, key: str, name: str, value: Any) -> None:
    """Each is told with its place in the registry and what to ask for."""
    registry, _ = installed(tmp_path)
    assert wrong(registry, tmp_path) == []
    registry.put(key, name, value)
    (told,) = wrong(registry, tmp_path)
    assert key.removesuffix(r"\Trusted Locations") in told.what
    assert ("信息人员" in told.cure) is (key.startswith(POLICY))


@pytest.mark.parametrize("warnings", [3, 4])
def test_macro_settings_do_not_reach_a_trusted_place(tmp_path: Path, warnings: int) -> None:
    """VBAWarnings alone is no fault; with trusted locations off it is one more."""
    registry, _ = installed(tmp_path)
    registry.put(POLICY, "VBAWarnings", warnings)
    assert wrong(registry, tmp_path) == []
    registry.put(POLICY, "AllLocationsDisabled", 1)
    assert len(wrong(registry, tmp_path)) == 2


def test_disabled_after_a_crash(tmp_path: Path) -> None:
    """Excel keeps what it put aside as bytes that hold the path in UTF-16."""
    registry, path = installed(tmp_path)
    registry.put(DISABLED, "a1b2", b"\x01\x00\x00\x00" + str(path).lower().encode("utf-16-le"))
    (told,) = wrong(registry, tmp_path)
    assert "停用" in told.what
    registry.put(DISABLED, "a1b2", "other.xlam".encode("utf-16-le"))
    assert wrong(registry, tmp_path) == []


def test_quarantine_and_no_installation_are_told_apart(tmp_path: Path) -> None:
    """The file gone while Excel lists it: an antivirus program; neither: never installed."""
    registry, path = installed(tmp_path)
    path.unlink()
    assert any("不见了" in one.what and "杀毒" in one.cure for one in wrong(registry, tmp_path))
    addin.uninstall(registry, str(tmp_path))
    assert any("没有安装" in one.what for one in wrong(registry, tmp_path))


def test_the_mark_of_the_web(tmp_path: Path) -> None:
    """Told by the doctor; taken off the bundle's own files, and of nothing else."""
    registry, path = installed(tmp_path)
    stream = Path(f"{path}:Zone.Identifier")
    stream.write_text("[ZoneTransfer]\nZoneId=3\n")
    assert any("解除锁定" in one.cure for one in wrong(registry, tmp_path))
    assert policies.unmark(path.parent) >= 1
    assert not stream.exists() and path.exists()
    assert wrong(registry, tmp_path) == []


def test_onedrive_and_bitness(tmp_path: Path) -> None:
    """A synced folder is told; Office of either bitness is fine."""
    registry = Dictionary("16.0")
    roaming = tmp_path / "OneDrive - 某某街道"
    addin.install(registry, str(roaming), THIS)
    registry.put(r"HKLM\Software\Microsoft\Office\ClickToRun\Configuration", "Platform", "x86")
    assert any("OneDrive" in one.what for one in wrong(registry, roaming))
    found = addin.doctor(registry=registry, roaming=str(roaming), folder=tmp_path / "home")
    assert any(one.ok and "32 位" in one.what for one in found)
