"""What `check` shows on a screen holds no ID or telephone in full; the marked copy may."""

from __future__ import annotations

import json
import re
from pathlib import Path

import openpyxl

from union_xl.run.check import check

FULL = re.compile(r"(?<!\*)\d{17}[\dX]|1[3-9]\d{9}")


def test_no_suggested_id_in_full(tmp_path: Path) -> None:
    """A wrong check digit, a short ID, a phone with a digit too many: named, suggested, but masked."""
    made = openpyxl.Workbook()
    made.active.append(("单位名称", "姓名", "证件号码", "手机号码"))
    for row in [
        ("甲公司", "赵一", "330105198805062014", "137000012341"),
        ("甲公司", "钱二", "33010519880506201", "13700001234"),
        ("甲公司", "孙三", "33010519880506201O", "13700001235"),
        ("甲公司", "李四", "330105199003072013", "13700001236"),
    ]:
        made.active.append(row)
    made.save(tmp_path / "会员登记.xlsx")
    outcome = check([tmp_path / "会员登记.xlsx"], form="会员登记", out=tmp_path / "标记")
    shown = json.dumps([outcome.tables(), outcome.document()], ensure_ascii=False, default=str)
    assert "ID-" in shown
    assert FULL.findall(shown.replace(outcome.submissions[0].sha256, "")) == []
