"""Picture the local page at each step of a round on the demo's returns:
`python workbooks/docs/make_desk_pictures.py FOLDER` (needs Chromium and `pip install ".[browser]"`).

Clicks through a round as a clerk does and keeps what the window shows after each step; then the first pages
again at 200 % zoom and in dark colours.  Tells of each page that is wider than its window, and ends with 1
when there is one.  Without FOLDER the pictures of the README are made anew.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from make_pictures import PICTURES
from PIL import Image
from playwright.sync_api import sync_playwright

RETURNS = Path(__file__).parents[1] / "2022H1"
WINDOW = {"width": 1366, "height": 768}
ZOOMED = {"width": 683, "height": 384}
"""What a window of 1366 × 768 pixels holds at 200 %."""
MOST = 1600
"""Pixels of a page's height that a picture keeps."""
RUN = 180_000
README = {"首页": "desk", "汇总台账 问题清单": "desk-problems"}
"""{name of a step: its picture in the README}."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A running page over a folder: its one-time link."""
    process = subprocess.Popen(
        [sys.executable, "-m", "union_xl", "desk", "--no-browser", "--folder", str(folder)],
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PATH": "/nowhere"},  # nothing is really opened
    )
    assert process.stderr is not None
    try:
        yield next(found[0] for line in process.stderr if (found := re.search(r"http://\S+", line)))
    finally:
        process.kill()
        process.wait(10)


class Album:
    """The pictures: numbered in the order they are taken."""

    def __init__(self, page: Any, home: str, folder: Path) -> None:
        self.page, self.home, self.folder = page, home, folder
        self.taken = 0
        self.readme = False
        self.wide: list[str] = []

    def go(self, path: str) -> None:
        self.page.goto(self.home + path)

    def take(self, name: str) -> None:
        """Keep the page that is shown, from its top."""
        self.taken += 1
        path = self.folder / f"{self.taken:02d} {name}.png"
        if self.page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0:
            self.wide.append(path.name)
        tall = min(MOST, self.page.evaluate("document.documentElement.scrollHeight"))
        width = self.page.viewport_size["width"]
        self.page.screenshot(path=path, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": tall})
        if self.readme and name in README:  # without the last line, which names the folder
            kept = PICTURES / f"{README[name]}.png"
            tall = min(780, self.page.evaluate("document.querySelector('footer').offsetTop"))
            self.page.screenshot(
                path=kept, clip={"x": 0, "y": 0, "width": width, "height": tall}, full_page=True
            )
            with Image.open(kept) as opened:
                few = opened.convert("RGB").quantize(96, dither=Image.Dither.NONE)
            few.save(kept, optimize=True)

    def done(self, path: str, name: str, **values: str) -> None:
        """A button's questions, answered; then its result."""
        self.go(path)
        for field, value in values.items():
            at = self.page.locator(f"#f-{field}")
            if at.evaluate("one => one.tagName") == "SELECT":
                at.select_option(value)
            else:
                at.fill(value)
        self.take(f"{name} 填写")
        self.page.click("button.go")
        self.page.wait_for_selector("main .good, main .look, main .bad", timeout=RUN)
        self.take(f"{name} 结果")


def a_round(album: Album, folder: Path) -> None:
    """Every button, in the order of the year."""
    page = album.page
    album.take("首页 新的文件夹")
    album.go("/settings")
    album.take("设置 还没有工作台")
    album.go("/ledger")
    album.take("汇总台账 还没有")
    shutil.copytree(RETURNS, folder, dirs_exist_ok=True)
    album.done("/do/blank", "生成空表")
    album.done("/do/check", "校验文件", files="上报/杭州佳元电子商务有限公司会员登记表.xlsx")
    album.go("/do/merge")
    page.fill("#f-folder", "上报")
    page.click("button.go")
    page.wait_for_selector("#bar[value]:not([value='0'])")
    album.take("批量合并 进行中")
    page.wait_for_selector("text=接下来", timeout=RUN)
    album.take("批量合并 结果")
    for sheet in ("概览", "问题清单", "暂缓", "报送情况", "来源文件", "会员登记"):
        album.go(f"/ledger?file=结果/汇总台账.xlsx&sheet={sheet}")
        album.take(f"汇总台账 {sheet}")
    page.click("tbody th a >> nth=0")
    album.take("一行计入哪些数")
    album.done("/do/verify", "审核关系")
    album.done("/do/summary", "半年总结")
    album.go("/figures?file=结果/汇总台账.xlsx")
    album.take("统计数")
    page.click("td.number a >> nth=0")
    album.take("一个数的来源")
    album.done("/do/lists", "名册", list="评先推荐·公示稿")
    album.done("/do/due", "到期一览")
    album.done("/do/find", "查人", asked="杭州青腾物流有限公司")
    album.done("/do/mask", "脱敏副本", file="结果/汇总台账.xlsx")
    album.done("/do/freeze", "定稿", results="结果", note="已报区总工会")
    album.done("/do/moved", "与上报数差异", results="结果")
    for path, name in (("/", "首页"), ("/settings", "设置"), ("/help", "帮助"), ("/none", "没有的页面")):
        album.go(path)
        album.take(name)


def zoomed(album: Album) -> None:
    """The pages of a round once more at 200 %."""
    album.page.set_viewport_size(ZOOMED)
    for path, name in (
        ("/", "首页"),
        ("/do/merge", "批量合并"),
        ("/do/check", "校验文件"),
        ("/ledger?file=结果/汇总台账.xlsx&sheet=问题清单", "问题清单"),
        ("/figures?file=结果/汇总台账.xlsx", "统计数"),
        ("/help", "帮助"),
    ):
        album.go(path)
        album.take(f"两倍 {name}")


def dark(album: Album) -> None:
    """Two pages as a desk with dark colours shows them."""
    album.page.set_viewport_size(WINDOW)
    album.page.emulate_media(color_scheme="dark")
    for path, name in (("/", "首页"), ("/ledger?file=结果/汇总台账.xlsx&sheet=问题清单", "问题清单")):
        album.go(path)
        album.take(f"深色 {name}")


def main() -> int:
    """Make the pictures."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        pictures = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(name) / "pictures"
        pictures.mkdir(parents=True, exist_ok=True)
        folder = Path(name) / "工会"
        folder.mkdir()
        with served(folder) as link:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"),
                args=["--no-sandbox", "--lang=zh-CN"],
                env={**os.environ, "LANGUAGE": "zh_CN"},
            )
            page = browser.new_page(viewport=WINDOW)
            page.goto(link)
            album = Album(page, link.split("/?")[0], pictures)
            album.readme = len(sys.argv) == 1
            a_round(album, folder)
            zoomed(album)
            dark(album)
            browser.close()
    for one in album.wide:
        print(f"wider than its window: {one}")
    print(f"{album.taken} pictures in {pictures}")
    return int(bool(album.wide))


if __name__ == "__main__":
    sys.exit(main())
