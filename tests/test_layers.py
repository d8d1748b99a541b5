"""The house stands: imports point only down, and each outside library keeps to its rooms."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "union_xl"

FLOORS = [
    {"core"},
    {"kinds"},
    {"rules", "expressions"},
    {"forms"},
    {"tables", "units", "standing", "validate", "merge", "figures", "returns", "fill"},
    {"books", "package", "office", "store"},
    {"ledgerbook", "blanks", "notices", "summary", "addin"},
    {"flow"},
    {"cli", "excel"},
]
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}

LIBRARIES = {
    "pydantic": {"forms", "validate"},
    "pydantic_core": {"forms", "validate"},
    "python_calamine": {"books", "office", "ledgerbook", "figures"},  # the last two: single sheets of our own
    "msoffcrypto": {"books", "package"},
    "olefile": {"books"},
    "lxml": {"package"},
    "openpyxl": {"books", "office", "package", "ledgerbook"},
    "xlsxwriter": {"package", "office", "ledgerbook", "blanks", "notices", "addin", "flow"},
    "pandas": {"merge", "expressions", "figures", "ledgerbook", "flow", "excel"},
    "numpy": {"merge", "expressions", "store"},
    "duckdb": {"expressions", "figures", "merge", "flow", "office", "store"},
    "rapidfuzz": {"tables", "units", "kinds", "validate", "expressions", "fill", "office", "forms"},
    "docxtpl": {"summary", "notices"},
    "docx": {"summary", "notices"},
    "jinja2": {"summary", "notices"},
    "typer": {"cli"},
    "rich": {"cli"},
    "xlwings": {"excel"},
    "distributed": {"flow"},
}
WINDOWS = {"winreg", "pythoncom", "win32com", "win32gui", "win32api"}


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def for_types_only(tree: ast.Module) -> set[ast.AST]:
    """What stands under `if TYPE_CHECKING`: never imported when the program runs."""
    return {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }


def imports(path: Path, types: bool = True) -> list[tuple[str, int]]:
    """Every imported dotted name of a module with its line; without `types` only what runs."""
    found: list[tuple[str, int]] = []
    tree = ast.parse(path.read_text("utf-8"))
    left_out = set() if types else for_types_only(tree)
    for node in ast.walk(tree):
        if node in left_out:
            continue
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports relatively"
            if node.module == "union_xl":
                found += [(f"union_xl.{alias.name}", node.lineno) for alias in node.names]
            else:
                found.append((node.module or "", node.lineno))
    return found


MODULES = sorted(
    path
    for path in PACKAGE.rglob("*.py")
    if "_data" not in path.parts and room_of(path) not in ("__init__", "__main__")
)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_down(path: Path) -> None:
    """A room imports itself and lower floors, never a neighbour or a higher floor."""
    room = room_of(path)
    wrong = []
    for name, line in imports(path):
        if not name.startswith("union_xl."):
            continue
        other = name.split(".")[1]
        if other in ("__version__", room):
            continue
        if FLOOR[other] >= FLOOR[room]:
            wrong.append(f"line {line}: {name}")
    assert wrong == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_outside_libraries_stay_at_home(path: Path) -> None:
    """An outside library is imported only in the rooms its list names."""
    room = room_of(path)
    wrong = []
    for name, line in imports(path, types=False):
        top = name.split(".")[0]
        if top in sys.stdlib_module_names or top in WINDOWS or top in ("union_xl", "__future__"):
            continue
        if room not in LIBRARIES.get(top, set()):
            wrong.append(f"line {line}: {name}")
    assert wrong == []


def test_every_room_stands_on_a_floor() -> None:
    """A new room must be given its floor here."""
    rooms = {room_of(path) for path in MODULES}
    assert rooms <= set(FLOOR)


def test_an_upward_import_would_be_seen(tmp_path: Path) -> None:
    """The import finder sees plain, from- and nested imports alike."""
    module = tmp_path / "module.py"
    module.write_text("import a.b\nfrom union_xl import flow\ndef f():\n    from c import d\n", "utf-8")
    assert [name for name, _ in imports(module)] == ["a.b", "union_xl.flow", "c"]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_modules_and_functions_stay_readable(path: Path) -> None:
    """No module passes 400 lines, no function 60."""
    text = path.read_text("utf-8")
    assert text.count("\n") <= 400
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= 60
    ]
    assert long == []


def test_no_licensed_part_of_xlwings_is_imported() -> None:
    """xlwings.pro, xlwings.reports and xlwings.server need another licence."""
    wrong = re.compile(r"xlwings\.(pro|reports|server)|from xlwings import .*\b(pro|reports|server)\b")
    assert [path.name for path in MODULES if wrong.search(path.read_text("utf-8"))] == []
