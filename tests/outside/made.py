"""Every kind of file we write, made once into a folder, to be judged."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import openpyxl
import xlsxwriter

from tests.readers.test_docx import docx, tbl, tr
from union_xl import addin, ledgers, office, xlsx_edit
from union_xl.addin.vba_project import vba_project
from union_xl.model.resources import resource
from union_xl.run import blank, check, demo, diff, freeze, mask, print_list
from union_xl.run import forms as dictionary
from union_xl.run.freezing import frozen_record
from union_xl.run.reporting import changed_figures

_HOME = ".union_xl"

EVERY_KIND = (
    "汇总台账",
    "（请修改）",
    "（加密）",
    "（问题清单）",
    "卡片.docx",
    ".xlsm",
    "催报名单",
    "公函.docx",
    "表1",
    "数据来源",
    "半年总结.docx",
    "空表/",
    "变动",
    "脱敏",
    "填表说明",
    "工作台",
    "清单/",
    "到期一览",
    "目录",
    "与上报数差异",
    "预填/",
    "UnionXL.xlam",
)
"""Words of the paths."""


_LISTS = ("会员登记·签领表", "评先推荐·公示稿", "五有检查·整改单", "互助参保·参保比对", print_list.DUE)
"""One of each layout, of one sheet and of several; the table of `python -m tests.outside` has them all."""


def everything(folder: Path, every_list: bool = False) -> Path:
    """Fill a folder with every kind of file: the demo's round, copies of each container, blanks, the rest;
    with `every_list` all lists of all ledgers."""
    inputs = resource("workbooks", "2022H1")
    workbook = inputs / "工作台.xlsx"
    demo.demo(folder / "一轮")
    ledger = folder / "一轮" / "汇总台账.xlsx"
    returned = folder / "报来"
    shutil.copytree(inputs / "上报", returned)
    _more_containers(returned)
    check.check([returned], office=workbook, out=folder / "标记", passwords=("123456",))
    for form in ledgers.BUILT_IN:
        blank.blank(form.slug, folder / "空表" / form.slug, office=workbook)
        blank.blank(form.slug, folder / "空表" / form.slug / "一张")
        if form.card is not None:
            blank.blank(form.slug, folder / "空表" / form.slug / "卡片", card=True)
    _lists(ledger, workbook, folder / "清单", every_list)
    _frozen(folder / "一轮", folder / "定稿", workbook)
    prefilled = blank.blank("互助参保", folder / "预填", office=workbook, prefill=ledger).outputs
    for path in prefilled[1:]:  # one is enough: all have the same parts
        path.unlink()
    diff.diff(ledger, ledger, folder / "变动.xlsx")
    mask.mask(ledger, folder / "脱敏.xlsx")
    mask.mask(next((folder / "标记").rglob("*.xlsx")), folder / "脱敏副本.xlsx")
    dictionary.forms(out=folder / "填表说明.xlsx")
    (folder / "工作台.xlsx").write_bytes(office.make())
    addin.build(folder)
    shutil.rmtree(returned)
    return folder


def _lists(ledger: Path, workbook: Path, out: Path, every: bool) -> None:
    names: tuple[str, ...] = _LISTS
    if every:
        found = print_list.print_list(ledger, office=workbook).choices
        names = tuple(name if name == print_list.DUE else f"{short}·{name}" for short, name, _ in found)
    for name in names:
        print_list.print_list(ledger, name, out / f"{name.replace('·', '')}.xlsx", office=workbook)


def _frozen(results: Path, scratch: Path, workbook: Path) -> None:
    """What 定稿 writes itself: the archive's index, and what differs from it later on."""
    shutil.copytree(results, scratch)
    freeze.freeze(scratch, "已报", office=workbook)
    ledger = openpyxl.load_workbook(scratch / "汇总台账.xlsx")
    ledger["会员登记"].delete_rows(5, 3)
    ledger.save(scratch / "汇总台账.xlsx")
    freeze.check(scratch, office=workbook)
    for path in scratch.rglob("*"):
        if path.is_file() and path.name not in (frozen_record.INDEX, changed_figures.DIFFERENCES):
            path.unlink()


def _more_containers(folder: Path) -> None:
    """A faulty list as csv, macro workbook, and behind a password."""
    head, row = (
        ("单位名称", "姓名", "证件号码", "手机号码"),
        ("甲公司", "赵一", "330105198805062014", "1370000"),
    )
    made = openpyxl.Workbook()
    made.active.append(head)
    made.active.append(row)
    made.active["A3"] = "乙公司"
    made.save(folder / "会员登记.xlsx")
    with xlsxwriter.Workbook(folder / "会员登记.xlsm") as macros:
        macros.add_vba_project(io.BytesIO(vba_project({"M": 'Attribute VB_Name = "M"\n'}, "P")), True)
        sheet = macros.add_worksheet()
        sheet.write_row(0, 0, head)
        sheet.write_row(1, 0, row)
    word = docx(tbl(*(tr(*line) for line in (head, row))))
    (folder / "会员登记.docx").write_bytes(word)
    data = (folder / "会员登记.xlsx").read_bytes()
    (folder / "会员登记（加密）.xlsx").write_bytes(xlsx_edit.encrypt(data, "123456"))
    (folder / "会员登记.csv").write_text("\n".join(",".join(one) for one in (head, row)), "utf-8-sig")
    html = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in one) + "</tr>" for one in (head, row))
    (folder / "会员登记.xls").write_text(f"<html><body><table>{html}</table></body></html>", "utf-8")


def written(folder: Path) -> dict[str, Path]:
    """{path below the folder: file} of what an office program opens."""
    kinds = (".xlsx", ".xlsm", ".xlam", ".docx")
    files = [path for path in sorted(folder.rglob("*")) if path.suffix in kinds and _HOME not in path.parts]
    return {path.relative_to(folder).as_posix(): path for path in files}


def opened(path: Path) -> bytes:
    """The bytes of a file, without its password."""
    data = path.read_bytes()
    return data if data[:2] == b"PK" else xlsx_edit.decrypt(data, ["123456"])


def chosen(folder: Path, blanks: int = 1, each: bool = False) -> dict[str, Path]:
    """One file of each kind, so that slow readers come to an end; of the blanks every `blanks`-th; `each`
    report and list."""
    kinds: dict[str, Path] = {}
    for name, path in written(folder).items():
        if path.suffix in (".xlsx", ".xlsm") and path.read_bytes()[:2] == b"PK":
            parts = name.split("/")
            if each and ("报表" in parts or parts[0] == "清单"):
                kinds[name] = path
                continue
            kinds.setdefault("/".join(parts[:2]) if parts[0] == "空表" else parts[0] + parts[-1][-7:], path)
    of_ledgers = [name for name in kinds if name.startswith("空表/")]
    left_out = set(of_ledgers) - set(of_ledgers[::blanks])
    return {name: path for name, path in kinds.items() if name not in left_out}
