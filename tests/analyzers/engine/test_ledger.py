"""Where our own code makes something unknown, or gives nothing: each place is decided.

Nothing of a program is dropped outside of the ledger of holes. What is unknown is one by itself: a call of it, an operator,
a store into it say what it gets (``test_given_to_unknown.py``, ``test_ways_to_unknown.py``). So a function of ours may
make something unknown if nothing of the program goes in, or if it says what does, or for a reason that is a row of
``unknowns.toml``. These are read off the sources: a new place without a decision fails, as does a row for none.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import policywright.analyzers

ROOT = Path(policywright.analyzers.__file__).parent
PARTS = ("engine", "sdk", "languages", "commands")
SAYS = frozenset((
    "unresolved", "give_away", "handed", "note", "note_arguments", "note_decorated", "note_assigned", "hand", "send",
    "unknown_function", "missing_call", "unknown_call", "ambiguous", "computed", "lacking", "emit", "escaped",
))  # fmt: skip
"""What puts something into the ledger, or makes a request."""
GOING_IN = ("Args", "Value", "Handle", "Obj", "Ext")
"""How annotations say that a parameter is of the program that is analysed."""
NOTHING = frozenset(("BOTTOM", "NONE"))
REASONS = {
    "absent": "it stands for an argument, a receiver or a setting that the call lacks",
    "answer": "a number, a truth value, an error or a text's part, which the language's own functions give of data",
    "calls": "what it gets is called with it: the function of the program, or a rule of the engine for what is none",
    "kept": "what it gets is in a cell or a container; this is a key, an item or a member that is not told",
    "part": "a part of a value that is not told, which others ask something of",
    "request": "what a request gives back, or what is made of its input",
    "declared": "a value of a type or a place of which nothing else is known",
}


def functions(tree: ast.AST, names: tuple[str, ...] = ()) -> Iterator[tuple[str, ast.FunctionDef]]:
    """The functions of a module by their whole names; what is in one is a part of it."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef):
            yield from functions(node, (*names, node.name))
        elif isinstance(node, ast.FunctionDef):
            yield ".".join((*names, node.name)), node


def makes_unknown(function: ast.FunctionDef) -> bool:
    return any(isinstance(one, ast.Call) and _name(one.func) == "Unknown" for one in ast.walk(function))


def gives_nothing(function: ast.FunctionDef) -> bool:
    """Some way through it gives the engine no value, though it has one to give."""
    given = [one.value for one in ast.walk(function) if isinstance(one, ast.Return) and one.value is not None]
    return any(isinstance(one, ast.Name) and one.id in NOTHING for one in given)


def takes_values(function: ast.FunctionDef) -> bool:
    given = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    return any(word in ast.unparse(one.annotation) for one in given if one.annotation for word in GOING_IN)


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _called(function: ast.FunctionDef, own: dict[str, ast.FunctionDef]) -> set[str]:
    """What it calls by name, by way of functions of the same file as well."""
    found: set[str] = set()
    pending = [function]
    while pending:
        names = {_name(one.func) for one in ast.walk(pending.pop()) if isinstance(one, ast.Call)} - found
        found |= names
        pending.extend(own[name] for name in names if name in own)
    return found


def undecided() -> dict[str, list[str]]:
    """By file, the functions for which a row has to say why they let nothing go."""
    found: dict[str, list[str]] = {}
    for path in sorted(path for part in PARTS for path in (ROOT / part).rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        every = dict(functions(tree))
        own = {name.rpartition(".")[2]: function for name, function in every.items()}
        for name, function in every.items():
            lets_go = makes_unknown(function) or gives_nothing(function)
            if lets_go and takes_values(function) and SAYS.isdisjoint(_called(function, own)):
                found.setdefault(path.relative_to(ROOT).as_posix(), []).append(name)
    return found


def decisions() -> dict[str, dict[str, list[str]]]:
    with (Path(__file__).parent / "unknowns.toml").open("rb") as file:
        return tomllib.load(file)


def test_every_place_is_decided() -> None:
    decided = {
        file: sorted(name for names in rows.values() for name in names) for file, rows in decisions().items()
    }
    assert {file: sorted(names) for file, names in undecided().items()} == decided


def test_reasons_are_those_that_there_are() -> None:
    assert {reason for rows in decisions().values() for reason in rows} == set(REASONS)
