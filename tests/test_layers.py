"""The house stands: imports follow one list, and each outside library keeps to its rooms."""

from __future__ import annotations

import ast
import re
import sys
from graphlib import TopologicalSorter
from pathlib import Path

from tests import ledger_words

PACKAGE = Path(__file__).parent.parent / "union_xl"

ARROWS: dict[str, frozenset[str]] = {
    room: frozenset(below.split())
    for room, below in {
        "model": "",
        "kinds": "model",
        "findings": "model",
        "expressions": "model kinds",
        "ledgers": "model kinds findings expressions",
        "readers": "model",
        "xlsx_edit": "model",
        "store": "model",
        "office": "model findings ledgers",
        "find": "model kinds findings ledgers",
        "check": "model kinds findings expressions ledgers",
        "merge": "model kinds findings expressions ledgers",
        "figures": "model expressions ledgers",
        "fill": "model",
        "returns": "model findings ledgers",
        "summary": "model figures",
        "blanks": "model ledgers",
        "notices": "model findings ledgers merge returns",  # who has not reported
        "lists": "model expressions ledgers",  # declared lists are expressions over ledgers, as figures are
        "ledger_book": "model findings expressions ledgers readers xlsx_edit store merge",
        "addin": "model ledgers",  # the menu 名册 lists what each ledger prints
        "run": "model kinds findings expressions ledgers readers xlsx_edit store office find "
        "check merge figures fill returns summary blanks notices lists ledger_book addin",
        "desk": "model ledgers addin run",
        "cli": "model ledgers addin run desk",
        "excel": "model kinds findings ledgers readers xlsx_edit office figures returns addin run",
    }.items()
}
"""Which rooms a room may import: the whole list, imports inside functions included."""

LIBRARIES = {
    "pydantic": {"ledgers", "check"},
    "pydantic_core": {"ledgers", "check"},
    "python_calamine": {
        "readers",
        "office",
        "ledger_book",
        "figures",
    },  # the last two: single sheets of our own
    "msoffcrypto": {"readers", "xlsx_edit"},
    "cryptography": {"store"},
    "olefile": {"readers"},
    "lxml": {"xlsx_edit"},
    "formualizer": {"xlsx_edit"},
    "openpyxl": {"readers", "office", "xlsx_edit", "ledger_book", "lists"},
    "xlsxwriter": {"xlsx_edit", "office", "ledger_book", "blanks", "notices", "addin", "run"},
    "pandas": {"model"},  # Rows as frames, for who goes on with pandas
    "numpy": {"merge", "expressions", "store"},
    "duckdb": {"expressions", "figures", "run", "ledgers", "lists", "merge", "store"},
    "rapidfuzz": {"find", "kinds", "check", "expressions", "fill", "office"},
    "docxtpl": {"summary", "notices"},
    "docx": {"summary", "notices", "blanks"},  # blanks: the one-page card in Word
    "jinja2": {"desk", "summary", "notices"},
    "starlette": {"desk"},
    "uvicorn": {"desk"},
    "typer": {"cli"},
    "rich": {"cli"},
    "xlwings": {"excel"},
    "distributed": {"run"},
    "packaging": {"addin"},
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


def test_imports_follow_the_list() -> None:
    """A room imports itself and the rooms its list names; the list has no circle."""
    wrong = []
    for path in MODULES:
        room = room_of(path)
        for name, line in imports(path):
            other = name.split(".")[1] if name.startswith("union_xl.") else room
            if other not in ("__version__", room, *ARROWS.get(room, ())):
                wrong.append(f"{path.relative_to(PACKAGE)}:{line}: {name}")
    assert wrong == []
    TopologicalSorter(ARROWS).prepare()


def test_outside_libraries_stay_at_home() -> None:
    """An outside library is imported only in the rooms its list names."""
    wrong = []
    for path in MODULES:
        for name, line in imports(path, types=False):
            top = name.split(".")[0]
            if top in sys.stdlib_module_names or top in WINDOWS or top in ("union_xl", "__future__"):
                continue
            if room_of(path) not in LIBRARIES.get(top, set()):
                wrong.append(f"{path.relative_to(PACKAGE)}:{line}: {name}")
    assert wrong == []


def test_an_upward_import_would_be_seen(tmp_path: Path) -> None:
    """The import finder sees plain, from- and nested imports alike."""
    module = tmp_path / "module.py"
    module.write_text("import a.b\nfrom union_xl import run\ndef f():\n    from c import d\n", "utf-8")
    assert [name for name, _ in imports(module)] == ["a.b", "union_xl.run", "c"]


def test_no_door_bears_the_name_of_a_module() -> None:
    """A function of a package's `__init__` is not called as a module beside it: importing that module late
    would put it in the function's place."""
    wrong = []
    for path in PACKAGE.rglob("__init__.py"):
        beside = {one.stem for one in path.parent.glob("*.py")}
        made = [node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)]
        wrong += [f"{path.parent.name}.{node.name}" for node in made if node.name in beside]
    assert wrong == ["ledgers.form"], "of ledgers, the module is imported before anything is asked"


LONGER_MODULES = frozenset(
    [
        "cli/commands.py",
        "desk/routes.py",
        "figures/counting.py",
        "figures/library.py",
        "find/binding.py",
        "find/blocks.py",
        "find/displayed_values.py",
        "find/header_texts.py",
        "find/reasons.py",
        "find/tables.py",
        "find/units.py",
        "findings/cells.py",
        "findings/ledger.py",
        "findings/tables.py",
        "kinds/person_code_lists.py",
        "kinds/dates.py",
        "ledger_book/clerk_edits.py",
        "ledgers/declaration_fields.py",
        "ledgers/unit_register.py",
        "lists/layout.py",
        "merge/reporting_status.py",
        "readers/number_formats.py",
        "run/freeze.py",
        "run/masking/mask_cells.py",
        "run/merge.py",
        "run/print_list.py",
        "run/report.py",
        "run/reporting/evaluation.py",
        "run/workers/read_return.py",
        "xlsx_edit/clean_package.py",
        "xlsx_edit/styles.py",
    ]
)
"""Modules of 300 lines to 400: tables of data, single classes, and what nobody has found a seam in yet."""
LONGER_FUNCTIONS = frozenset(
    [
        "cli/commands.py blank",
        "cli/commands.py merge",
        "figures/counting.py __init__",
        "find/without_header.py continued",
        "find/header_candidates.py candidates",
        "find/tables.py _in_grid",
        "find/tables.py _tables",
        "kinds/choices.py code_list",
        "ledger_book/additions.py _on_sheet",
        "ledger_book/clerk_edits.py _of_form",
        "ledger_book/conflict_sheets.py duplicate_sheet",
        "ledger_book/restricted.py split",
        "ledger_book/sheets.py finding_sheet",
        "merge/__init__.py _close",
        "merge/reporting_status.py unit_statuses",
        "merge/newer_returns.py _resolve_group",
        "notices/receipts.py unit_receipt",
        "run/check.py check",
        "run/context.py run_context",
        "run/merge.py merge",
        "run/merging/merge_result.py run_document",
        "run/print_list.py _print",
        "run/report.py report",
        "run/reporting/evaluation.py evaluate",
        "run/reporting/pdf.py rendered",
        "run/reporting/template_figures.py _chosen",
        "run/returning/write_returns.py _to_return",
        "run/workers/submissions.py of_sources",
        "summary/updating.py updated",
    ]
)
"""Functions of 41 lines to 60: signatures of many parameters, dictionaries written out."""


def test_modules_and_functions_stay_readable() -> None:
    """No module passes 300 lines, no function 40; of those listed none passes 400 and 60."""
    long = []
    for path in MODULES:
        name, text = path.relative_to(PACKAGE).as_posix(), path.read_text("utf-8")
        lines = text.count("\n")
        if lines > (400 if name in LONGER_MODULES else 300):
            long.append(f"{name}: {lines} lines; split it where a part stands by itself")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > (60 if f"{name} {node.name}" in LONGER_FUNCTIONS else 40):
                    long.append(f"{name}:{node.lineno} {node.name}: {lines} lines; give a step a name")
    assert long == []


def test_the_lists_of_longer_ones_name_what_is_there() -> None:
    """What is listed exists; a module that has gone, or become short, leaves the list."""
    there = {path.relative_to(PACKAGE).as_posix() for path in MODULES}
    assert {*LONGER_MODULES, *(one.split()[0] for one in LONGER_FUNCTIONS)} <= there


def test_no_licensed_part_of_xlwings_is_imported() -> None:
    """xlwings.pro, xlwings.reports and xlwings.server need another licence."""
    wrong = re.compile(r"xlwings\.(pro|reports|server)|from xlwings import .*\b(pro|reports|server)\b")
    assert [path.name for path in MODULES if wrong.search(path.read_text("utf-8"))] == []


def test_no_ledger_is_named_outside_its_declaration() -> None:
    """What the program must know of a ledger is a role, a kind or a field of its declaration."""
    assert ledger_words.named_outside() == []


def test_of_names_only_a_setting_is_allowed() -> None:
    """A slug, a title or a short title of a ledger stands nowhere else."""
    words = {word for _, told in ledger_words.ALLOWED.values() for word in told.split()}
    assert words & ledger_words.NAMES == {"平安管家示范点"}
