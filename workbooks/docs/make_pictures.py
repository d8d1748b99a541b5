"""Make the README's pictures anew: `python workbooks/docs/make_pictures.py` (needs LibreOffice and pdftoppm).

Runs the demo in a temporary folder, renders what it wrote and keeps the upper part of one page each.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

PICTURES = Path(__file__).parent / "pictures"
WIDTH = 1400

SHOTS = (
    # picture, file below the demo's folder, words that stand on the page, share of the page's height
    ("ledger", "汇总台账.xlsx", ("级别", "单元格", "建议"), 0.42),
    ("charts", "汇总台账.xlsx", ("各表报送情况（家）",), 1.0),
    ("marked", "退回/杭州青腾物流有限公司/*.xlsx", ("姓名", "性别"), 0.62),
    ("report", "报表/表1*情况.xlsx", ("工会组建和会员发展情况",), 0.82),
    ("summary", "报表/半年总结.docx", ("工作总结",), 1.0),
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
    """The first page (1-based) on which all the words stand."""
    text = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True).stdout.decode()
    for number, page in enumerate(text.split("\f"), 1):
        if all(word in page for word in words):
            return number
    raise SystemExit(f"{pdf.name}: no page with {words}")


def shoot(pdf: Path, page: int, share: float, target: Path) -> None:
    """Keep the upper `share` of a page as a PNG of WIDTH pixels."""
    told = subprocess.run(
        ["pdfinfo", "-f", str(page), "-l", str(page), str(pdf)], check=True, capture_output=True
    ).stdout.decode()
    size = next(line for line in told.splitlines() if "size:" in line).split(":")[1].split()
    width, height = float(size[0]), float(size[2])
    tall = str(int(WIDTH * height / width * share))
    frame = ["-x", "0", "-y", "0", "-W", str(WIDTH), "-H", tall]
    scale = ["-scale-to-x", str(WIDTH), "-scale-to-y", "-1"]
    command = ["pdftoppm", "-png", "-singlefile", "-f", str(page), *scale, *frame]
    subprocess.run([*command, str(pdf), str(target.with_suffix(""))], check=True)


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        demo = [sys.executable, "-m", "union_xl", "demo", "--out", str(folder / "demo")]
        subprocess.run(demo, check=True, stdout=subprocess.DEVNULL)
        rendered: dict[Path, Path] = {}
        for picture, pattern, words, share in SHOTS:
            source = sorted((folder / "demo").glob(pattern))[0]
            if source not in rendered:
                rendered[source] = pdf_of(source, folder)
            pdf = rendered[source]
            shoot(pdf, page_with(pdf, words), share, PICTURES / f"{picture}.png")


if __name__ == "__main__":
    main()
