"""Every kind of file we write is valid, and every reader that is here sees the same cells in it."""

from __future__ import annotations

import shutil
import warnings
from pathlib import Path

import openpyxl
import pytest

from tests.outside import ooxml, readers
from union_xl import addin, forms, office, package
from union_xl.core.resources import resource
from union_xl.flow import blank, check, demo, diff, mask
from union_xl.flow import forms as dictionary

_HOME = ".union_xl"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every kind of file: the demo's round, copies of each container, blanks, the rest."""
    folder = tmp_path_factory.mktemp("made")
    inputs = resource("workbooks", "2022H1")
    workbook = inputs / "工作台.xlsx"
    demo.demo(folder / "一轮")
    ledger = folder / "一轮" / "汇总台账.xlsx"
    returned = folder / "报来"
    shutil.copytree(inputs / "上报", returned)
    _more_containers(returned)
    check.check([returned], office=workbook, out=folder / "标记", passwords=("123456",))
    for form in forms.ALL:
        blank.blank(form.slug, folder / "空表" / form.slug, office=workbook)
        blank.blank(form.slug, folder / "空表" / form.slug / "一张")
    diff.diff(ledger, ledger, folder / "变动.xlsx")
    mask.mask(ledger, folder / "脱敏.xlsx")
    mask.mask(next((folder / "标记").rglob("*.xlsx")), folder / "脱敏副本.xlsx")
    dictionary.forms(out=folder / "填表说明.xlsx")
    (folder / "工作台.xlsx").write_bytes(office.make())
    addin.build(folder)
    shutil.rmtree(returned)
    return folder


EVERY_KIND = (
    "汇总台账",
    "（请修改）",
    "（加密）",
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
    "UnionXL.xlam",
)
"""Words of the paths."""


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
    data = (folder / "会员登记.xlsx").read_bytes()
    (folder / "会员登记（加密）.xlsx").write_bytes(package.encrypt(data, "123456"))
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
    return data if data[:2] == b"PK" else package.decrypt(data, ["123456"])


def test_every_kind_is_there(made: Path) -> None:
    """What the judge is to see: nothing was left out because a path had changed."""
    names = "\n".join(written(made))
    for part in EVERY_KIND:
        assert part in names, part


def test_all_of_it_is_valid(made: Path) -> None:
    """The judge has nothing to say."""
    found = {}
    for name, path in written(made).items():
        faults = ooxml.faults(opened(path))
        if faults:
            found[name] = faults[:5]
    assert found == {}


def chosen(folder: Path) -> dict[str, Path]:
    """One file of each kind, so that slow readers come to an end."""
    kinds: dict[str, Path] = {}
    for name, path in written(folder).items():
        if path.suffix in (".xlsx", ".xlsm") and path.read_bytes()[:2] == b"PK":
            parts = name.split("/")
            kinds.setdefault("/".join(parts[:2]) if parts[0] == "空表" else parts[0] + parts[-1][-7:], path)
    return kinds


@pytest.mark.slow
@pytest.mark.office
@pytest.mark.parametrize("reader", readers.READERS)
def test_readers_see_the_same_cells(made: Path, tmp_path: Path, reader: str) -> None:
    """openpyxl's cells are everybody's cells."""
    there, read = readers.READERS[reader]
    if not there:
        pytest.skip(f"{reader} is not here")
    found = {}
    for number, path in enumerate(chosen(made).values()):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            differences = readers.differences(path, read(path, tmp_path / str(number)))
        if differences:
            found[path.name] = differences[:5]
    assert found == {}


FALSE_ALARMS = (
    ("tblHeader", "`true` is a value of ST_OnOff (ISO/IEC 29500-1, 22.9.2.7)"),
    ("/font[", "children of CT_Font come in any order (18.8.22); so openpyxl wrote the file that came back"),
    ("inline-string cell", "advice: inline strings are valid, and Excel reads them"),
    ("relationships/theme", "a workbook need have no theme part (12.3.24 is optional)"),
    ("stylesWithEffects", "a part of Word 2010's that python-docx's template carries and Word passes over"),
    ("customXmlProps", "properties of custom XML are optional (15.2.4)"),
)
"""(words of a finding, why it is none)."""


@pytest.mark.slow
def test_openxml_audit(made: Path, tmp_path: Path) -> None:
    """A judge of somebody else's, its false alarms aside."""
    audit = pytest.importorskip("openxml_audit")
    found = {}
    for name, path in written(made).items():
        copy = tmp_path / f"a{path.suffix}"
        copy.write_bytes(opened(path))
        result = audit.OpenXmlValidator().validate(copy)
        told = [str(one) for one in result.errors]
        told = [one for one in told if not any(words in one for words, _ in FALSE_ALARMS)]
        if told:
            found[name] = told[:5]
    assert found == {}
