"""Modules are small, named for what they do, say what they promise, and the pure ones do not look at the clock."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, committed, lines_of, modules, shown, tell

pytestmark = pytest.mark.house

NAMES_THAT_SAY_NOTHING = {
    "util", "utils", "helper", "helpers", "service", "services", "manager", "managers", "common", "misc",
}  # fmt: skip
LONGEST = 300
PURE = (
    "routing/known.py",
    "routing/rules/comparing.py",
    "routing/rules/language.py",
    "routing/router.py",
    "routing/clock.py",
    "routing/deadlines/rungs.py",
    "routing/deadlines/counting.py",
    "routing/trials/truth_table.py",
    "routing/trials/truth_cells.py",
    "routing/trials/truth_csv.py",
    "routing/trials/tally.py",
    "routing/checks/coverage.py",
    "routing/checks/situations.py",
    "routing/checks/examples.py",
    "routing/checks/finding.py",
    "routing/checks/written.py",
)
CLOCKS = re.compile(
    r"\bdatetime\.(?:now|utcnow|today)\(|\bdate\.today\(|\btimezone\.(?:now|localtime|localdate)\(|\btime\.time\("
)
NAIVE = re.compile(r"\bdatetime\.(?:utcnow|today)\(|\bdatetime\.now\(\)|\bdate\.today\(")
# What a framework calls by this name: the name is its promise.
HOOKS = {
    "ready", "handle", "add_arguments", "clean", "save", "as_sql", "__init__", "get_queryset", "has_permission",
    "authenticate", "authenticate_header", "filter", "emit", "format", "to_python", "to_url", "to_representation",
    "to_internal_value", "validate", "validate_empty_values", "get", "post", "get_context", "value_from_datadict",
    "prepare_value", "run_validation", "is_valid", "full_clean", "add_fields", "get_default_prefix", "media",
    "bound_data", "has_changed", "decompress", "compress", "parse", "render", "run",
}  # fmt: skip


def test_names_say_something() -> None:
    found = [
        f"{shown(path)} is named for nothing in particular"
        for path in committed()
        if path.suffix == ".py" and NAMES_THAT_SAY_NOTHING & {path.stem, *path.relative_to(ROOT).parts[:-1]}
    ]
    assert not found, tell(found)


def test_no_module_is_too_long() -> None:
    sizes = {shown(path): len(lines_of(path)) for path in modules()}
    found = [
        f"{name} has {size} lines; above {LONGEST} it asks for a second name"
        for name, size in sizes.items()
        if size > LONGEST
    ]
    assert not found, tell(found)


def promises(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    """A docstring, or the `help` line of a command, which people read."""
    helps = any(isinstance(part, ast.Assign) and ast.unparse(part.targets[0]) == "help" for part in node.body)
    return bool(ast.get_docstring(node)) or (isinstance(node, ast.ClassDef) and helps)


def undocumented(path: Path) -> list[str]:
    """The public things of a module that promise nothing."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    public = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
    ]
    found = []
    one_thing_says_it = len(public) == 1 and promises(public[0])
    if tree.body and not ast.get_docstring(tree) and not one_thing_says_it:
        found.append(f"{shown(path)}:1 the module")
    for node in public:
        if not promises(node):
            found.append(f"{shown(path)}:{node.lineno} {node.name}")
        if isinstance(node, ast.ClassDef):
            found += [
                f"{shown(path)}:{method.lineno} {node.name}.{method.name}"
                for method in node.body
                if isinstance(method, ast.FunctionDef)
                and not method.name.startswith("_")
                and method.name not in HOOKS
                and not method.name.startswith(("clean_", "get_", "validate_"))
                and not ast.get_docstring(method)
            ]
    return found


def test_everything_public_promises_something() -> None:
    found = [line for path in modules() for line in undocumented(path)]
    assert not found, tell([f"{line} has no docstring" for line in found])


@pytest.mark.parametrize("name", PURE)
def test_the_router_and_the_clock_are_told_the_time(name: str) -> None:
    found = [
        f"{name}:{number} {line.strip()}" for number, line in lines_of(ROOT / name) if CLOCKS.search(line)
    ]
    assert not found, tell(found)


def test_times_are_aware() -> None:
    found = [
        f"{shown(path)}:{number} {line.strip()}"
        for path in modules()
        for number, line in lines_of(path)
        if NAIVE.search(line)
    ]
    assert not found, tell(found)


def test_migrations_are_named_for_what_they_do() -> None:
    found = [
        shown(path)
        for path in committed()
        if "migrations" in path.parts
        and path.suffix == ".py"
        and re.search(r"_auto_|_and_more|^\d{4}_initial", path.stem)
    ]
    assert not found, tell(found)
