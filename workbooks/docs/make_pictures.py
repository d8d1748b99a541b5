"""Make the pictures of the README and of the guide anew, then the guide in Word:
`python workbooks/docs/make_pictures.py` (needs LibreOffice, poppler's pdftoppm and Pillow).

Runs the demo in a temporary folder, renders what it wrote and keeps the upper part of one page each.  Where
LibreOffice is missing the pictures stay as they are and only the Word file is made.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import make_word
from PIL import Image, ImageChops

DOCS = Path(__file__).parent
OFFICE = DOCS.parent / "2022H1" / "工作台.xlsx"
PICTURES = DOCS / "pictures"
WIDTH = 1400
HEAVIEST = 80_000
"""Bytes a picture of the guide may have: the Word file holds ten."""
MARGIN = 12


@dataclass(frozen=True)
class Shot:
    """One picture: the file below the demo's folder, words that all stand on the page, how much of the page's
    height and width is kept.  `light`: cut to what is printed, in few colours, under HEAVIEST."""

    name: str
    pattern: str
    words: tuple[str, ...]
    tall: float
    wide: float = 1.0
    light: bool = True


README = (
    Shot("ledger", "汇总台账.xlsx", ("级别", "单元格", "建议"), 0.42, light=False),
    Shot("charts", "汇总台账.xlsx", ("会员性别（人）",), 0.54, light=False),
    Shot("marked", "退回/杭州青腾物流有限公司/*.xlsx", ("姓名", "性别"), 0.62, light=False),
    Shot("report", "报表/表1*情况.xlsx", ("工会组建和会员发展情况",), 0.82, light=False),
    Shot("summary", "报表/半年总结.docx", ("工作总结",), 1.0, light=False),
)
GUIDE = (
    Shot("step01", "工作台.xlsx", ("统计期间", "报送截止日"), 0.5),
    Shot("step02", "空表/*会员登记*.xlsx", ("自动检查", "证件号码"), 0.5),
    Shot("step03", "退回/杭州青腾物流有限公司/*.xlsx", ("姓名", "性别"), 0.4, 0.65),
    Shot("step04", "汇总台账.xlsx", ("项目", "去看"), 0.45),
    Shot("step05", "催报/催报名单.xlsx", ("单位", "联系电话"), 0.4),
    Shot("step06", "汇总台账.xlsx", ("级别", "单元格", "建议"), 0.34, 0.85),
    Shot("step07", "汇总台账.xlsx", ("原因", "说明", "收下理由"), 0.34, 0.75),
    Shot("step08", "汇总台账.xlsx", ("逾期天数", "已催次数"), 0.3, 0.8),
    Shot("step09", "报表/表1*情况.xlsx", ("工会组建和会员发展情况",), 0.45),
    Shot("step10", "报表/表1*数据来源.xlsx", ("单元格", "指标"), 0.3, 0.8),
)


def pdf_of(path: Path, folder: Path) -> Path:
    """Render a file through LibreOffice, with a profile of its own."""
    command = [
        "soffice",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(path),
    ]
    subprocess.run(command, check=True, timeout=180, stdout=subprocess.DEVNULL)
    return folder / f"{path.stem}.pdf"


def page_with(pdf: Path, words: tuple[str, ...]) -> int:
    """The first page (1-based) on which all the words stand, broken over lines or not."""
    text = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True).stdout.decode()
    for number, page in enumerate(text.split("\f"), 1):
        if all(word in "".join(page.split()) for word in words):
            return number
    raise SystemExit(f"{pdf.name}: no page with {words}")


def shoot(pdf: Path, shot: Shot, target: Path) -> None:
    """Keep the upper left part of the shot's page as a PNG WIDTH pixels wide."""
    page = str(page_with(pdf, shot.words))
    told = subprocess.run(
        ["pdfinfo", "-f", page, "-l", page, str(pdf)], check=True, capture_output=True
    ).stdout.decode()
    size = next(line for line in told.splitlines() if "size:" in line).split(":")[1].split()
    width, height = float(size[0]), float(size[2])
    whole = WIDTH / shot.wide
    frame = ["-x", "0", "-y", "0", "-W", str(WIDTH), "-H", str(int(whole * height / width * shot.tall))]
    scale = ["-scale-to-x", str(int(whole)), "-scale-to-y", "-1"]
    command = ["pdftoppm", "-png", "-singlefile", "-f", page, *scale, *frame]
    subprocess.run([*command, str(pdf), str(target.with_suffix(""))], check=True)


def lighten(picture: Path) -> None:
    """Cut the white border away and use few colours; fewer rows where it is still heavier than HEAVIEST."""
    with Image.open(picture) as opened:
        page = opened.convert("RGB")
    printed = ImageChops.difference(page, Image.new("RGB", page.size, "white")).getbbox()
    left, top, right, bottom = printed or (0, 0, *page.size)
    while True:
        frame = (max(0, left - MARGIN), max(0, top - MARGIN), min(page.width, right + MARGIN), bottom)
        page.crop(frame).quantize(16, dither=Image.Dither.NONE).save(picture, optimize=True)
        if picture.stat().st_size < HEAVIEST or bottom - top < 200:
            return
        bottom -= (bottom - top) // 10


def prepare(folder: Path) -> None:
    """Run the demo, and make a blank by its office workbook."""
    program = [sys.executable, "-m", "union_xl"]
    subprocess.run([*program, "demo", "--out", str(folder)], check=True, stdout=subprocess.DEVNULL)
    shutil.copy(OFFICE, folder)
    blank = [*program, "blank", "会员登记", "--office", str(OFFICE), "--out", str(folder / "空表")]
    subprocess.run(blank, check=True, stdout=subprocess.DEVNULL)


def make_pictures() -> None:
    """All pictures, into PICTURES."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder / "demo")
        rendered: dict[Path, Path] = {}
        for shot in (*README, *GUIDE):
            source = sorted((folder / "demo").glob(shot.pattern))[0]
            if source not in rendered:
                rendered[source] = pdf_of(source, folder)
            target = PICTURES / f"{shot.name}.png"
            shoot(rendered[source], shot, target)
            if shot.light:
                lighten(target)


def main() -> None:
    if shutil.which("soffice") and shutil.which("pdftoppm"):
        make_pictures()
    else:
        print("没有找到 LibreOffice（soffice）或 pdftoppm：图片没有重做，照旧使用原来的图片")
    make_word.make(DOCS / "手册.zh-CN.md", DOCS / "手册.docx")


if __name__ == "__main__":
    main()
