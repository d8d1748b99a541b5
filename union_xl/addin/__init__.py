"""The add-in UnionXL.xlam: building it, installing it for one user, telling what is wrong, and folders that
run without installing anything.
"""

from __future__ import annotations

from pathlib import Path

from union_xl.addin.doctor import doctor
from union_xl.addin.installing import install, uninstall
from union_xl.addin.linux_bundle import bundle_linux
from union_xl.addin.package import addin_bytes
from union_xl.addin.policies import DoctorCheck
from union_xl.addin.windows_bundle import bundle

NAME = "UnionXL.xlam"

__all__ = ["NAME", "DoctorCheck", "build", "bundle", "bundle_linux", "doctor", "install", "uninstall"]


def build(out: Path) -> Path:
    """Write the add-in into a folder (or to a path ending in .xlam); the same bytes on every system."""
    path = out if out.suffix.lower() == ".xlam" else out / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(addin_bytes())
    return path
