"""What the screen shows of a check: everything of a few files, of many what matters first."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.merge.returns import member
from tests.merging.test_clerk import WRONG, give
from union_xl.cli import main
from union_xl.run.check import check


def test_many_files_take_no_more_than_a_screen(tmp_path: Path, capsys) -> None:
    """Files nobody can read, problems by kind, counts, next steps; every finding stands in 校验结果.xlsx."""
    folder = tmp_path / "收到"
    for number in range(30):
        unit = f"杭州第{number}样板有限公司"
        rows = [member(100 * number + n, unit) for n in range(1, 4)]
        wrong = [member(100 * number + n, unit, 证件号码=WRONG, 手机号码="139") for n in (4, 5)]
        give(folder, unit, [*rows, *wrong])
    (folder / "照片.jpg").write_bytes(b"\xff\xd8\xff\xe0" + b"0" * 99)
    with pytest.raises(SystemExit):
        main(["check", str(folder), "--out", str(tmp_path / "标记")])
    shown = capsys.readouterr()
    assert len((shown.out + shown.err).splitlines()) <= 40
    assert "照片.jpg" in shown.out and "校验码不符" in shown.out
    whole = openpyxl.load_workbook(tmp_path / "标记" / "校验结果.xlsx")
    made = check([folder])
    assert whole["问题清单"].max_row - 1 == sum(len(one.findings) for one in made.submissions)
    assert whole["校验结果"].max_row - 1 == 31
    assert WRONG not in str([[cell.value for cell in row] for row in whole["问题清单"].rows])


def test_each_sheet_of_a_file_has_its_own_count(tmp_path: Path) -> None:
    """Two ledgers in one book: the errors of one are not the other's."""
    unit = "杭州甲样板有限公司"
    path = give(tmp_path, unit, [member(1, unit), member(2, unit, 证件号码=WRONG)])
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("竞赛报名")
    sheet.append(("竞赛名称", "参赛项目", "单位名称", "姓名", "证件号码", "手机号码"))
    one = member(1, unit)
    sheet.append(("技能大赛", "养老护理", unit, one["姓名"], one["证件号码"], one["手机号码"]))
    book.save(path)
    lines = {line[1]: line[7] for line in check([path])._lines(check([path]).submissions[0])}
    assert lines == {"会员登记": 1, "竞赛报名": 0}
