"""The cells of a workbook as other programs see them: {sheet: {(row, column): value}}.

Numbers, texts and truth values as such; days as Excel's serial numbers; blanks left out.  Python-calamine and
openpyxl are always there; LibreOffice, Gnumeric (`ssconvert`), and SheetJS (`xlsx`) and ExcelJS (`exceljs`)
under node where they are.  npm packages are looked for in the folder UNION_XL_NODE_MODULES, else in
`node_modules` of the working directory.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import shutil
import subprocess
import warnings
import zipfile
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl
import python_calamine
from lxml import etree

from tests.libreoffice import SOFFICE, convert

Cells = dict[str, dict[tuple[int, int], Any]]
MODULES = Path(os.environ.get("UNION_XL_NODE_MODULES") or "node_modules").absolute()
_EPOCH = dt.datetime(1899, 12, 30)
_SECONDS = 120
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def plain(value: Any) -> Any:
    """A value without what readers differ in: days are numbers, numbers floats, line ends `\\n`."""
    if isinstance(value, dt.datetime):
        return (value.replace(tzinfo=None) - _EPOCH).total_seconds() / 86_400
    if isinstance(value, dt.date):
        return float((dt.datetime(value.year, value.month, value.day) - _EPOCH).days)
    if isinstance(value, dt.time):
        return (value.hour * 3_600 + value.minute * 60 + value.second) / 86_400
    if isinstance(value, dt.timedelta):
        return value.total_seconds() / 86_400
    if isinstance(value, int | float) and not isinstance(value, bool):
        return round(float(value), 7)
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


def _gathered(rows: Any) -> dict[tuple[int, int], Any]:
    return {
        (row, col): plain(value)
        for row, cells in enumerate(rows, 1)
        for col, value in enumerate(cells, 1)
        if value is not None and value != ""
    }


@lru_cache(maxsize=64)
def measure(data: bytes) -> tuple[Cells, frozenset[tuple[str, int, int]]]:
    """openpyxl's cells, and which of them whoever opens the book works out: read once for all readers."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        values, typed = (openpyxl.load_workbook(io.BytesIO(data), data_only=only) for only in (True, False))
    cells = {sheet.title: _gathered(sheet.iter_rows(values_only=True)) for sheet in values.worksheets}
    formulas = (
        (sheet.title, cell.row, cell.column)
        for sheet in typed.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    )
    return cells, frozenset(formulas)


def by_calamine(path: Path) -> Cells:
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return {
        name: _gathered(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
        for name in book.sheet_names
    }


def by_libreoffice(paths: Sequence[Path], folder: Path) -> list[Cells]:
    """In one run: starting the program takes longer than most files."""
    given = folder / "in"
    given.mkdir(parents=True)
    copies = [Path(shutil.copyfile(path, given / f"{at}{path.suffix}")) for at, path in enumerate(paths)]
    made = convert(copies, "xlsx", folder / "lo")
    return [by_calamine(made[copy.stem]) for copy in copies]


def by_gnumeric(paths: Sequence[Path], folder: Path) -> list[Cells]:
    folder.mkdir(parents=True, exist_ok=True)
    out = folder / "gnumeric.xlsx"
    found = []
    for path in paths:
        subprocess.run(["ssconvert", str(path), str(out)], check=True, capture_output=True, timeout=_SECONDS)
        found.append(by_calamine(out))
    return found


_SHEETJS = """
const read = path => {
  const book = require('xlsx').readFile(path), found = {};
  for (const name of book.SheetNames) {
    const sheet = book.Sheets[name], cells = found[name] = {};
    for (const ref of Object.keys(sheet)) if (ref[0] !== '!') {
      const cell = sheet[ref];
      if (cell.t !== 'z' && cell.v !== undefined) cells[ref] = cell.t === 'e' ? cell.w : cell.v;
    }
  }
  return found;
};
"""
_EXCELJS = """
const read = async path => {
  const Excel = require('exceljs'), book = new Excel.Workbook(), found = {};
  await book.xlsx.readFile(path);
  book.eachSheet(sheet => {
    const cells = found[sheet.name] = {};
    sheet.eachRow(row => row.eachCell(cell => {
      if (cell.isMerged && cell.master !== cell) return;
      let v = cell.value;
      if (v && v.sharedFormula !== undefined || v && v.formula !== undefined) v = v.result;
      if (v && v.hyperlink !== undefined) v = v.text;
      if (v && v.richText) v = v.richText.map(one => one.text).join('');
      if (v && v.error) v = v.error;
      if (v instanceof Date) v = v.getTime() / 86400000 + 25569;
      if (v !== null && v !== undefined) cells[cell.address] = v;
    }));
  });
  return found;
};
"""
_EACH = """
(async () => {
  for (const path of process.argv.slice(1)) {
    try { console.log(JSON.stringify(await read(path))); }
    catch (error) { console.error(path, error); process.exitCode = 1; }
  }
})();
"""


def _by_node(script: str, paths: Sequence[Path]) -> list[Cells]:
    told = subprocess.run(
        ["node", "-e", script + _EACH, *map(str, paths)],
        capture_output=True,
        timeout=_SECONDS,
        env={**os.environ, "NODE_PATH": str(MODULES)},
    )
    if told.returncode:
        raise AssertionError(told.stderr.decode("utf-8", "replace")[-2_000:])
    return [
        {
            sheet: {
                tuple(openpyxl.utils.cell.coordinate_to_tuple(ref)): plain(value)
                for ref, value in cells.items()
                if value != ""
            }
            for sheet, cells in json.loads(line).items()
        }
        for line in told.stdout.splitlines()
    ]


def by_sheetjs(paths: Sequence[Path], folder: Path) -> list[Cells]:
    return _by_node(_SHEETJS, paths)


def by_exceljs(paths: Sequence[Path], folder: Path) -> list[Cells]:
    return _by_node(_EXCELJS, paths)


def _npm(name: str) -> bool:
    return shutil.which("node") is not None and (MODULES / name).is_dir()


READERS: dict[str, tuple[bool, Callable[[Sequence[Path], Path], list[Cells]]]] = {
    # The measure: that it opens them at all.
    "openpyxl": (True, lambda paths, folder: [measure(path.read_bytes())[0] for path in paths]),
    "calamine": (True, lambda paths, folder: [*map(by_calamine, paths)]),
    "libreoffice": (SOFFICE is not None, by_libreoffice),
    "gnumeric": (shutil.which("ssconvert") is not None, by_gnumeric),
    "sheetjs": (_npm("xlsx"), by_sheetjs),
    "exceljs": (_npm("exceljs"), by_exceljs),
}
"""{name: (whether it is here, how it reads files)}."""


def words(path: Path) -> str:
    """The text of a .docx, blanks aside: what every writer of one may lay out otherwise."""
    with zipfile.ZipFile(path) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    return "".join("".join(one.text or "" for one in root.iter(f"{{{_WORD}}}t")).split())


def words_by_libreoffice(path: Path, folder: Path) -> str:
    return words(convert([path], "docx", folder / "lo-docx")[path.stem])


def differences(path: Path, seen: Cells) -> list[str]:
    """Where a reader sees other cells than openpyxl does, formulas aside."""
    wanted, worked_out = measure(path.read_bytes())
    found = [f"no sheet {name}" for name in wanted if name not in seen]
    for name, cells in wanted.items():
        there = seen.get(name, {})
        found += [
            f"{name}!{spot}: {cells.get(spot)!r} is {there.get(spot)!r}"
            for spot in sorted({*cells, *there})
            if (name, *spot) not in worked_out and not _same(cells.get(spot), there.get(spot))
        ]
    return found


def _same(one: Any, two: Any) -> bool:
    if isinstance(one, float) and isinstance(two, float):
        return abs(one - two) <= 1e-6 * max(1.0, abs(one))
    return bool(one == two)
