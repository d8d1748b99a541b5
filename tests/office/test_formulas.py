"""The plain formulas of the office workbook, computed by LibreOffice."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from tests.libreoffice import convert
from union_xl import office
from union_xl.model import Roster, Unit
from union_xl.office.new_workbook import CODE_NAME

pytestmark = pytest.mark.office
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def code(body: str) -> str:
    """A synthetic credit code with the right check character (GB 32100-2015)."""
    total = sum(ALPHABET.index(one) * weight for one, weight in zip(body, WEIGHTS, strict=True))
    return body + ALPHABET[-total % 31]


def test_doubtful_credit_codes_turn_red(tmp_path: Path) -> None:
    """The defined name behind the colour says True for wrong codes only, in every row, blank ones aside."""
    good = [code(body) for body in ("91330105MA2AAAAA1", "92330106MA2BBBBB2", "81330105MC3CCCCC3")]
    zero = next(one for n in range(1000) if (one := code(f"9133010500000{n:04d}")).endswith("0"))
    codes = [
        *good,
        zero,
        good[0][:-1] + ("1" if good[0][-1] != "1" else "2"),
        good[1][:17],
        "91330105IOZSV00001",
        "",
    ]
    units = Roster(tuple(Unit(f"单位{n}", code=one) for n, one in enumerate(codes)))
    made = openpyxl.load_workbook(io.BytesIO(office.make(roster=units)))
    page = made["应报单位"]
    for row in range(4, 4 + len(codes)):
        page.cell(row, 10).value = f"=IF({CODE_NAME},1,0)"
        page.cell(row, 11).value = "=信用代码校验"
    for name in [name for name in made.sheetnames if name != "应报单位"]:
        del made[name]
    made.save(tmp_path / "a.xlsx")
    made = convert([tmp_path / "a.xlsx"], "csv:Text - txt - csv (StarCalc):44,34,76", tmp_path / "out")
    rows = list(csv.reader(made["a"].read_text("utf-8").splitlines()))
    assert [row[10] for row in rows[3 : 3 + len(codes)]] == ["通过"] * 4 + ["有误"] * 3 + [""]
    assert [row[9] for row in rows[3 : 3 + len(codes)]] == ["0", "0", "0", "0", "1", "1", "1", "0"]
