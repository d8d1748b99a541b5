"""The command line: exit codes, one sentence for every way to fail, one JSON document on stdout."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from union_xl.cli import commands
from union_xl.model.resources import resource

pytestmark = pytest.mark.slow

ROUND = resource("workbooks", "2022H1")
OFFICE = ROUND / "工作台.xlsx"


@dataclass(frozen=True)
class Done:
    """What a command left behind in the terminal."""

    returncode: int
    stdout: str
    stderr: str


def run(*words: object, cwd: Path | None = None) -> Done:
    """One command, in this process."""
    out, err = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(cwd or Path.cwd()),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = commands.run([str(word) for word in words])
    return Done(code, out.getvalue(), err.getvalue())


def refused(done: Done) -> str:
    """Assert exit 2 with exactly one sentence on stderr and nothing on stdout; the sentence."""
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1
    assert "程序内部出错" not in lines[0]
    return lines[0]


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's returns, merged once by command."""
    out = tmp_path_factory.mktemp("merged")
    done = run("merge", ROUND / "上报", "--office", OFFICE, "--out", out, "--json")
    assert done.returncode == 1, done.stderr
    return out


@pytest.fixture
def poor_office(tmp_path: Path) -> Path:
    """An office workbook whose 统计期间 cannot be understood."""
    path = tmp_path / "工作台.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "设置"
    sheet.append(["项目", "取值", "说明"])
    sheet.append(["统计期间", "去年冬天", ""])
    book.save(path)
    return path


@pytest.mark.parametrize(
    "words",
    [
        ("merge", "没有这个文件夹", "--out", "结果"),
        ("merge", "空", "--out", "结果"),
        ("check", "没有这个文件.xlsx"),
        ("check", "空"),
        ("check", "空", "--form", "没有这张表"),
        ("blank", "没有这张表", "--out", "结果"),
        ("blank", "会员登记", "--roster", "没有.xlsx", "--out", "结果"),
        ("forms", "没有这张表"),
        ("report", "没有.xlsx", "--out", "结果"),
        ("trace", "没有.xlsx"),
        ("diff", "没有.xlsx", "没有.xlsx", "--out", "结果.xlsx"),
        ("mask", "没有.xlsx", "--out", "结果.xlsx"),
        ("merge", "空", "--out", "结果", "--period", "去年"),
        ("merge", "空", "--out", "结果", "--as-of", "昨天"),
        ("merge", "空", "--out", "结果", "--office", "没有.xlsx"),
        ("merge",),
        ("没有这个命令",),
        ("check", "--没有这个选项"),
        ("addin", "bundle", "--python", "没有.zip", "--out", "结果"),
    ],
    ids=" ".join,
)
def test_what_cannot_run_says_one_sentence_and_writes_nothing(tmp_path: Path, words: tuple[str, ...]) -> None:
    """A bad command line ends with exit 2 and one sentence, and leaves the folder as it was."""
    (tmp_path / "空").mkdir()
    refused(run(*words, cwd=tmp_path))
    assert [path.name for path in tmp_path.rglob("*")] == ["空"]


def test_unreadable_settings_name_their_cell(tmp_path: Path, poor_office: Path) -> None:
    """A setting that cannot be understood is told with its cell, and nothing is written."""
    out = tmp_path / "结果"
    said = refused(run("merge", ROUND / "上报", "--office", poor_office, "--out", out))
    assert "设置!B2" in said
    assert not out.exists()


def test_an_office_workbook_that_is_none_is_told(tmp_path: Path) -> None:
    """Any file that is no workbook, given as 工作台, is one sentence."""
    path = tmp_path / "工作台.xlsx"
    path.write_bytes(b"not a workbook")
    refused(run("merge", ROUND / "上报", "--office", path, "--out", tmp_path / "结果"))


def test_a_template_with_an_unknown_name_is_refused_before_anything_is_saved(
    merged: Path, tmp_path: Path
) -> None:
    """The sentence names the cell and the nearest known name."""
    path = tmp_path / "上级模板.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "表"
    book.active["C4"] = "{{会员数量数}}"
    book.save(path)
    out = tmp_path / "报表"
    said = refused(
        run("report", merged / "汇总台账.xlsx", "--template", path, "--office", OFFICE, "--out", out)
    )
    assert "表!C4" in said
    assert "会员数量数" in said
    assert not out.exists()


def test_a_ledger_that_is_open_elsewhere_is_told(merged: Path, tmp_path: Path) -> None:
    """The lock file Excel leaves beside an open book is understood."""
    out = tmp_path / "结果"
    out.mkdir()
    (out / "汇总台账.xlsx").write_bytes((merged / "汇总台账.xlsx").read_bytes())
    (out / "~$汇总台账.xlsx").write_bytes(b"\x04user")
    before = sorted(path.name for path in out.rglob("*"))
    said = refused(run("merge", ROUND / "上报", "--office", OFFICE, "--out", out))
    assert said == "汇总台账.xlsx 正在 Excel/WPS 中打开，请关闭后重试"
    assert sorted(path.name for path in out.rglob("*") if ".union_xl" not in path.parts) == before


def test_json_is_one_document_and_carries_no_private_value(merged: Path) -> None:
    """check --json names cells and rules; IDs and mobiles in it are masked."""
    done = run("check", ROUND / "上报", "--office", OFFICE, "--json")
    assert done.returncode == 1
    document = json.loads(done.stdout)
    assert document["findings"]["错误"] > 0
    ledger = openpyxl.load_workbook(merged / "汇总台账.xlsx", read_only=True)
    rows = list(ledger["会员登记"].iter_rows(values_only=True))
    heads = next(index for index, row in enumerate(rows) if "证件号码" in row)
    column = rows[heads].index("证件号码")
    numbers = {str(row[column]) for row in rows[heads + 1 :] if row[column]}
    assert numbers
    assert not [number for number in numbers if number in done.stdout]


def test_check_writes_nothing_without_out(tmp_path: Path) -> None:
    """Checking leaves the folder and the file as they were."""
    source = next((ROUND / "上报").glob("*.xlsx"))
    path = tmp_path / source.name
    path.write_bytes(source.read_bytes())
    assert run("check", path, cwd=tmp_path).returncode in (0, 1)
    assert [one.name for one in tmp_path.iterdir()] == [source.name]
    assert path.read_bytes() == source.read_bytes()


@pytest.mark.parametrize(
    "command",
    ["demo", "blank", "check", "merge", "report", "trace", "diff", "mask", "forms", "addin", "purge"],
)
def test_every_command_has_help(command: str) -> None:
    """--help of every command of the contract ends with 0."""
    done = run(command, "--help")
    assert done.returncode == 0
    assert done.stdout


@pytest.mark.parametrize("command", ["forms", "addin doctor"])
def test_commands_without_input_answer_in_json(command: str) -> None:
    """One JSON document on stdout."""
    done = run(*command.split(), "--json")
    assert done.returncode in (0, 1), done.stderr
    assert isinstance(json.loads(done.stdout), dict)


def test_a_form_is_found_by_slug_title_and_short_title() -> None:
    """The three names of a form lead to the same dictionary."""
    told = [
        json.loads(run("forms", name, "--json").stdout)["forms"]
        for name in ("member", "会员登记", "工会会员实名制登记表")
    ]
    assert told[0] == told[1] == told[2]
    assert told[0][0]["columns"]


def test_the_rest_of_the_round_runs_on_the_ledger(merged: Path, tmp_path: Path) -> None:
    """trace, diff, mask and blank end well on the demo's ledger."""
    ledger = merged / "汇总台账.xlsx"
    for words in (
        ("trace", ledger),
        ("trace", ledger, "新建工会数"),
        ("trace", ledger, "--row", "会员登记!5"),
        ("diff", ledger, ledger, "--out", tmp_path / "变化.xlsx"),
        ("mask", ledger, "--out", tmp_path / "脱敏.xlsx"),
        ("blank", "会员登记", "--office", OFFICE, "--out", tmp_path / "空表"),
        ("addin", "build", "--out", tmp_path / "加载项"),
    ):
        done = run(*words, "--json")
        assert done.returncode in (0, 1), (words, done.stderr)
        json.loads(done.stdout)


@pytest.mark.parametrize(("words", "code"), [(("--version",), 0), (("check", "没有.xlsx"), 2)])
def test_the_process_itself_ends_with_the_exit_code(
    words: tuple[str, ...], code: int, tmp_path: Path
) -> None:
    """`python -m union_xl` in its own process, in UTF-8 where that is asked for."""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "union_xl", *words],
        capture_output=True,
        cwd=tmp_path,
        timeout=60,
        check=False,
    )
    assert done.returncode == code
    assert (done.stdout or done.stderr).decode("utf-8").strip()


def test_a_named_form_is_what_every_file_is_read_as(tmp_path: Path) -> None:
    """`--form` of check and merge, by short title or slug; an unknown name is one sentence."""
    book = openpyxl.Workbook()
    for row in (
        ["姓名", "身份证号", "手机", "工作单位"],
        ["王五", "330105199202293046", "13900001236", "甲公司"],
    ):
        book.active.append(row)
    folder = tmp_path / "收件"
    folder.mkdir()
    book.save(folder / "名单.xlsx")
    asked = run("merge", folder, "--out", tmp_path / "甲", "--json")
    assert [one["去向"] for one in json.loads(asked.stdout)["files"]] == ["待确认"]
    for name in ("会员登记", "member", "工会会员实名制登记表"):
        checked = json.loads(run("check", folder / "名单.xlsx", "--form", name, "--json").stdout)
        assert (checked["form"], list(checked["files"][0]["forms"])) == ("member", ["member"])
    taken = json.loads(run("merge", folder, "--form", "会员登记", "--out", tmp_path / "乙", "--json").stdout)
    assert (taken["form"], taken["forms"]["member"]["kept"]) == ("member", 1)
    assert json.loads((tmp_path / "乙" / "run.json").read_text("utf-8"))["forms"]["member"]["read"] == 1
    assert "没有名为" in refused(run("merge", folder, "--form", "没有这张表", "--out", tmp_path / "丙"))
