"""The demo's round, which several tests look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from union_xl.run import demo


@pytest.fixture(scope="session")
def demo_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the demo wrote; run once, and only looked at."""
    out = tmp_path_factory.mktemp("demo")
    demo.demo(out)
    return out
