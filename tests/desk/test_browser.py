"""The round in a real browser: by clicks, by keyboard only, at 200 % zoom; axe-core finds nothing serious.

Needs Playwright (`pip install ".[browser]"`) and Chromium; skips where they are missing.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from union_xl.model.resources import resource

sync_api = pytest.importorskip("playwright.sync_api", reason="needs Playwright")
axe_core = pytest.importorskip("axe_core_python.sync_playwright", reason="needs axe-core")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not CHROMIUM, reason="needs Chromium")]
MINUTE = 60_000


class Window:
    """A browser window on a running `union-xl desk`."""

    def __init__(self, browser: Any, process: subprocess.Popen[str], link: str, root: Path) -> None:
        self.browser, self.process, self.root = browser, process, root
        self.home = link.split("/?")[0]
        self.page = browser.new_page(viewport={"width": 1200, "height": 800})
        self.faults: list[str] = []
        self.page.on("console", lambda one: self.faults.append(one.text) if one.type == "error" else None)
        self.page.on("pageerror", lambda one: self.faults.append(str(one)))
        self.page.goto(link)

    def serious(self) -> list[str]:
        """What axe-core finds serious or critical on the page that is shown."""
        found = axe_core.Axe().run(self.page)
        return [one["id"] for one in found["violations"] if one["impact"] in ("serious", "critical")]


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    root = tmp_path / "work"
    shutil.copytree(resource("workbooks", "2022H1"), root)
    process = subprocess.Popen(
        [sys.executable, "-m", "union_xl", "desk", "--no-browser", "--folder", str(root)],
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PATH": "/nowhere"},  # nothing is really opened
    )
    assert process.stderr is not None
    link = next(found[0] for line in process.stderr if (found := re.search(r"http://\S+", line)))
    try:
        with sync_api.sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            yield Window(browser, process, link, root)
            browser.close()
    finally:
        process.kill()
        process.wait(10)
        process.stderr.close()


def test_the_round_by_clicks(window: Window) -> None:
    page = window.page
    assert window.serious() == []
    page.click("main >> text=批量合并 >> nth=-1")
    page.fill("#f-folder", "上报")
    assert window.serious() == []
    page.click("button.go")
    page.wait_for_selector("text=接下来", timeout=2 * MINUTE)
    assert window.serious() == []
    page.click("text=看概览")
    assert window.serious() == []
    page.click(".tabs >> text=问题清单")
    assert page.locator("tbody tr").count() > 5
    assert window.serious() == []
    page.goto(f"{window.home}/do/summary")
    page.click("button.go")
    page.wait_for_selector("text=写出的文件", timeout=2 * MINUTE)
    page.click("text=看每个数的来源")
    assert window.serious() == []
    page.click("td.number a >> nth=0")
    assert "行" in page.inner_text("main")
    page.click("text=结束程序")
    page.wait_for_selector("text=可以关闭这个窗口了")
    assert window.process.wait(30) == 0
    assert window.faults == []


def test_merging_with_the_keyboard_only(window: Window) -> None:
    page = window.page
    for _ in range(40):
        page.keyboard.press("Tab")
        if "批量合并" in page.evaluate("document.activeElement.innerText"):
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("#f-folder")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "f-folder":
            break
    page.keyboard.type("上报")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=接下来", timeout=2 * MINUTE)
    assert (window.root / "结果" / "汇总台账.xlsx").exists()


def test_at_200_percent_nothing_is_cut(window: Window) -> None:
    window.page.set_viewport_size({"width": 600, "height": 400})  # what 1200 pixels are at 200 %
    for path in ("/", "/do/merge", "/do/check", "/help", "/settings"):
        window.page.goto(window.home + path)
        wide = window.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, path


def test_dropped_files_are_received_and_checked(window: Window) -> None:
    page = window.page
    page.goto(f"{window.home}/do/check")
    some = sorted(window.root.rglob("*.xlsx"))[0]
    page.set_input_files("#u-files", [str(some)])
    page.wait_for_selector("text=收下了 1 个文件")
    page.click("button.go")
    page.wait_for_selector("text=已完成", timeout=MINUTE)
    assert list((window.root / "收到").rglob(some.name))


def test_killed_in_mid_run_leaves_old_or_new(window: Window) -> None:
    page = window.page
    page.goto(f"{window.home}/do/merge")
    page.fill("#f-folder", "上报")
    page.click("button.go")
    page.wait_for_selector("[data-job]")
    window.process.kill()
    window.process.wait(10)
    results = window.root / "结果"
    assert not (results / "汇总台账.xlsx").exists() or (results / "run.json").exists()
