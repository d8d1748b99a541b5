"""Killed at any moment of a freeze, the archive is whole as before or as after."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.freeze.rounds import Round, reported
from union_xl.model import UsageError
from union_xl.run import freeze, staging

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="fork")]


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("轮")
    reported(home)
    return home


def dies_at(moment: int) -> Callable[[Any], Any]:
    """Wraps a step so that the process is gone before step number `moment`, counted over all wrapped."""
    count = [0]

    def wrap(step: Any) -> Any:
        def stepping(*args: Any, **more: Any) -> Any:
            count[0] += 1
            if count[0] == moment:
                os._exit(9)
            return step(*args, **more)

        return stepping

    return wrap


MOMENTS = 12


def steps_of(out: Path) -> int:
    """How many of the wrapped steps a freeze takes."""
    count = [0]

    def wrap(step: Any) -> Any:
        def stepping(*args: Any, **more: Any) -> Any:
            count[0] += 1
            return step(*args, **more)

        return stepping

    with pytest.MonkeyPatch.context() as patch:
        for room, name in STEPS:
            patch.setattr(room, name, wrap(getattr(room, name)))
        freeze.freeze(out, "报出")
    return count[0]


STEPS = (
    (staging, "replace_file"),
    (shutil, "copyfile"),
    (freeze, "fsync_file"),
    (staging, "delete_file"),
)


def freeze_until(out: Path, moment: int) -> bool:
    """Freeze in a process that dies at a moment; whether it came to its end."""
    child = os.fork()
    if child == 0:
        wrap = dies_at(moment)
        for room, name in STEPS:
            setattr(room, name, wrap(getattr(room, name)))
        try:
            freeze.freeze(out, "报出")
        except BaseException:
            os._exit(8)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_killed_at_any_moment_it_is_whole(ready: Path, tmp_path: Path) -> None:
    """Twelve moments from the first step to past the last."""
    shutil.copytree(ready, tmp_path / "量")
    steps = steps_of(Round(tmp_path / "量").out)
    moments = sorted({round(1 + at * steps / (MOMENTS - 1)) for at in range(MOMENTS)})
    assert len(moments) == MOMENTS
    before = after = 0
    for moment in moments:
        home = tmp_path / str(moment)
        shutil.copytree(ready, home)
        ended = freeze_until(Round(home).out, moment)
        record = Round(home).out / "档案" / "2022H1" / "定稿.json"
        try:
            found = freeze.check(Round(home).out)
            assert found.exit_code == 0 and found.frozen[0].state == "定稿"
            after += 1
        except UsageError:  # nothing was frozen
            assert not record.exists()
            before += 1
            if before % 4 == 1:  # whatever the dead one left is in nobody's way
                freeze.freeze(Round(home).out)
                assert freeze.check(Round(home).out).exit_code == 0
    assert ended and before > 1 and after > 1
