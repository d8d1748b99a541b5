"""A work folder with the demo's returns, and a page over it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("httpx2", reason="the page's test client needs it")
from starlette.testclient import TestClient

from union_xl.desk.access import Keys
from union_xl.desk.folder import WorkFolder
from union_xl.desk.routes import Desk, site
from union_xl.model.resources import resource

PORT = 41999
HOME = f"http://127.0.0.1:{PORT}"


class Page:
    """The page as its own window sees it; `opened` are the files it showed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.opened: list[Path] = []
        self.desk = Desk(WorkFolder.at(root), Keys(PORT), opened=self.opened.append)
        self.client = TestClient(site(self.desk), base_url=HOME, raise_server_exceptions=False)
        self.client.headers["origin"] = HOME
        self.client.get("/", params={"key": self.desk.keys.link})

    def done(self, path: str, **values: object) -> str:
        """Press a button and wait for its end: the page of its result."""
        answer = self.client.post(path, data=values)
        assert "/job/" in str(answer.url), answer.text
        until = time.monotonic() + 60
        while self.desk.jobs.running and time.monotonic() < until:
            time.sleep(0.02)
        return self.client.get(str(answer.url)).text


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    made = Page(tmp_path)
    with made.client:
        yield made


@pytest.fixture(scope="module")
def round_page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page whose folder holds 工作台.xlsx and the demo's returns."""
    root = tmp_path_factory.mktemp("desk")
    shutil.copytree(resource("workbooks", "2022H1"), root, dirs_exist_ok=True)
    made = Page(root)
    with made.client:
        yield made
