"""What the source writes in the journal is what the journal can say, and nothing else is offered to look for."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpline.audit.wording import VERBS
from tests.house.tree import modules, shown, tell

pytestmark = pytest.mark.house


def recordings(tree: ast.Module) -> Iterator[tuple[ast.Call, ast.expr]]:
    """The call and the verb of every `journal.record` and `journal.record_many`, as the source says it."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not ast.unparse(call.func).startswith("journal.record"):
            continue
        if call.func.attr == "record":  # type: ignore[attr-defined]
            yield call, call.args[0]
            continue
        changes = call.args[0]
        for value in assigned(tree, changes.id) if isinstance(changes, ast.Name) else [changes]:
            rows = [value.elt] if isinstance(value, ast.ListComp) else getattr(value, "elts", [])
            for row in rows or [value]:
                yield call, row.elts[0] if isinstance(row, ast.Tuple) else row


def assigned(tree: ast.Module, name: str) -> list[ast.expr]:
    """What `name` is set to anywhere in the module, also side by side with others."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            found += [node.value for target in node.targets if ast.unparse(target) == name]
    return found


def handed_over(tree: ast.Module, name: str, call: ast.Call) -> list[ast.expr]:
    """What the module gives for the parameter `name` of the function around `call`, or for a field `name`."""
    found = []
    for taker in ast.walk(tree):
        if isinstance(taker, ast.FunctionDef) and call in ast.walk(taker):
            takes = [argument.arg for argument in taker.args.args]
        elif isinstance(taker, ast.ClassDef):
            takes = [ast.unparse(part.target) for part in taker.body if isinstance(part, ast.AnnAssign)]
        else:
            continue
        if name not in takes:
            continue
        for use in ast.walk(tree):
            if isinstance(use, ast.Call) and ast.unparse(use.func) == taker.name:
                found += use.args[takes.index(name) : takes.index(name) + 1]
                found += [word.value for word in use.keywords if word.arg == name]
    return found


def spelled(tree: ast.Module, call: ast.Call, said: ast.expr) -> list[str | None]:
    """The verbs that `said` can be; None for one that cannot be read off the module."""
    match said:
        case ast.Constant(value=str(verb)):
            return [verb]
        case ast.IfExp(body=one, orelse=other):
            return spelled(tree, call, one) + spelled(tree, call, other)
        case ast.Name(id=name):
            sources = assigned(tree, name) or handed_over(tree, name, call)
        case ast.Attribute(attr=name):
            sources = handed_over(tree, name, call)
        case _:
            sources = []
    return [verb for source in sources for verb in spelled(tree, call, source)] or [None]


def recorded(path: Path) -> list[str | None]:
    """Every verb that a module records."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [verb for call, said in recordings(tree) for verb in spelled(tree, call, said)]


def test_every_verb_that_is_recorded_has_its_words() -> None:
    found = [
        f"{shown(path)} records {verb or 'a verb that cannot be read off the module'}"
        for path in modules()
        for verb in recorded(path)
        if verb not in VERBS
    ]
    assert not found, tell(found)


def test_every_verb_with_words_is_recorded_somewhere() -> None:
    never = set(VERBS) - {verb for path in modules() for verb in recorded(path)}
    assert not never, tell(sorted(never))
