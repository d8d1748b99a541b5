"""The documents say what the program does: rules, commands and file names are compared with it.

`python -m tests.test_docs` writes the generated ones anew.
"""

from __future__ import annotations

import re
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from union_xl import __version__
from union_xl.cli import commands
from union_xl.findings import RULES
from union_xl.ledgers import BUILT_IN

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "union_xl"
RULES_DOC = ROOT / "workbooks" / "docs" / "rules.zh-CN.md"

HEAD = """# 问题对照表

每一种问题都有编号，写在 `问题清单` 的“规则”列和退回件的批注里。`错误`：这一行（或这份文件）先不收，
改好再合并；`提醒`：已经收下，请核对。级别可以在 `工作台.xlsx` 的 `设置` 里逐条调整（项目 `规则级别`）。
花括号里的内容在提示里会换成实际的列名、内容和单元格。

| 编号 | 级别 | 问题 | 提示 | 怎么办 |
|---|---|---|---|---|
"""


def rules_document() -> str:
    """The table of all rules, as it stands in the document."""
    cell = str.maketrans({"|": "／", "\n": " "})
    lines = []
    own = [rule for form in BUILT_IN for rule in form.rules]
    every = {(rule.code, rule.says): rule for rule in (*RULES.values(), *own)}
    for rule in sorted(every.values(), key=lambda rule: (rule.code, rule.says)):
        words = (rule.code, rule.level, rule.title, rule.says, rule.cure)
        lines.append("| " + " | ".join(word.translate(cell) for word in words) + " |")
    return HEAD + "\n".join(lines) + "\n"


def test_the_rules_document_is_the_catalogue() -> None:
    """Every rule, its level and its words stand in the document as in the program."""
    assert RULES_DOC.read_text("utf-8") == rules_document()


def test_paths_in_the_readme_exist() -> None:
    """Each `room/module.py` the README sends a reader to is there."""
    text = (ROOT / "README.md").read_text("utf-8")
    named = re.findall(r"`((?:[a-z_]+/)+[a-z_]+\.py)`", text)
    assert len(named) > 20
    assert [one for one in named if not any((top / one).is_file() for top in (ROOT, ROOT / "union_xl"))] == []


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_commands_in_the_readme_exist(readme: str) -> None:
    """Each `union-xl WORD` in a README is a command."""
    text = (ROOT / readme).read_text("utf-8")
    known = {one.name or one.callback.__name__ for one in commands.app.registered_commands if one.callback}
    known |= {group.name for group in commands.app.registered_groups}
    named = set(re.findall(r"`union-xl ([a-z]+)", text))
    assert named
    assert named <= known
    assert known - named <= {"demo", "forms", "diff", "mask"}


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_lists_in_the_readme_are_named_so_that_there_is_one(readme: str) -> None:
    """`union-xl list 台账 NAME` names one list of the shipped ledgers, no name that several have."""
    named = re.findall(r"`union-xl list \S+ (\S+)", (ROOT / readme).read_text("utf-8"))
    own = [(form.short, one.name) for form in BUILT_IN for one in form.lists]
    assert named
    for name in named:
        assert sum(name in (list_name, f"{short}·{list_name}") for short, list_name in own) == 1, name


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_links_and_pictures_in_the_readme_exist(readme: str) -> None:
    """Each relative link leads to a file."""
    text = (ROOT / readme).read_text("utf-8")
    links = re.findall(r"\]\(([^)#]+)\)", text)
    assert links
    assert [link for link in links if "://" not in link and not (ROOT / link).exists()] == []


def test_the_two_lines_work_in_bash_and_powershell() -> None:
    """Both one-line commands stand in the README, joined by `;`, the only joint both shells know."""
    text = (ROOT / "README.md").read_text("utf-8")
    lines = re.findall(r"(?m)^python -m pip install .+$", text)
    assert len(lines) == 2
    assert all("&&" not in line and ";" in line for line in lines)
    assert "demo" in lines[0]
    assert "pytest" in lines[1]


def test_ci_runs_the_same_test_line() -> None:
    """.ci/run takes its test line out of the README."""
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    taken = re.search(r"sed -n 's/(.+?)/\\1/p' README.md", script)
    assert taken
    pattern = taken[1].replace("\\(", "(").replace("\\)", ")")
    found = re.findall(pattern, (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert found == ['python -m pip install -e ".[test]"; python -m pytest -q -n auto --dist loadfile']


def test_the_changelog_knows_this_version() -> None:
    """The newest released entry of the changelog is the program's version."""
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    newest = re.search(r"(?m)^## (\d\S*)", text)
    assert newest
    assert newest[1] == __version__


def test_every_dependency_gives_its_reason() -> None:
    """Each dependency line in pyproject.toml carries a comment."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    runtime = tomllib.loads(text)["project"]["dependencies"]
    for dependency in runtime:
        line = next(line for line in text.splitlines() if f'"{dependency}"' in line)
        assert "#" in line, dependency


def test_every_benchmark_is_where_its_name_says() -> None:
    """A module that moved away was passed over as "not here"."""
    from importlib.util import find_spec

    from benchmarks.__main__ import NAMES, home

    assert [name for name in NAMES if find_spec(home(name)) is None] == []


def _is_there(name: str) -> bool:
    """Whether `room.module.thing.field` is something of the package."""
    parts = name.split(".")
    for at in range(len(parts), 0, -1):
        try:
            found: Any = import_module(".".join(["union_xl", *parts[:at]]))
        except ModuleNotFoundError:
            continue
        for part in parts[at:]:
            if part not in getattr(found, "__annotations__", {}) and not hasattr(found, part):
                return False
            found = getattr(found, part, None)
        return True
    return False


def test_docstrings_name_what_is_there() -> None:
    """`merge.reporting_status`, `fill.plan`: what a docstring or comment calls by its room exists."""
    rooms = "|".join(sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()))
    named = re.compile(rf"`((?:{rooms})(?:\.[A-Za-z_]+)+)(?:\(.*?\))?`")
    gone = [
        (path.relative_to(PACKAGE).as_posix(), name)
        for path in sorted(PACKAGE.rglob("*.py"))
        for name in named.findall(path.read_text("utf-8"))
        if name != "run.json" and not _is_there(name)
    ]
    assert gone == []


if __name__ == "__main__":
    RULES_DOC.write_text(rules_document(), "utf-8")
