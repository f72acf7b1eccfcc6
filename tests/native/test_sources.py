"""What plain Python allows and the compiler (mypyc 2.4) gets wrong is not in the modules that it gets.

Each rule is a mistake that was met: the compiled program failed, or the compiler did. That the rest is right is
what ``make compiled`` is for.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from native.build import modules

PROJECT = Path(__file__).parent.parent.parent
PATHS = [path for group in modules(PROJECT).values() for path in group]


@pytest.fixture(scope="module")
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse((PROJECT / path).read_text("utf-8")) for path in PATHS}


def every(trees: dict[Path, ast.Module]) -> Iterator[tuple[Path, ast.AST]]:
    for path, tree in trees.items():
        for node in ast.walk(tree):
            yield path, node


def own(function: ast.AST) -> Iterator[ast.AST]:
    """What is in a function, but not in one inside of it or in a comprehension."""
    for child in ast.iter_child_nodes(function):
        scopes = (
            ast.FunctionDef,
            ast.Lambda,
            ast.ClassDef,
            ast.ListComp,
            ast.SetComp,
            ast.DictComp,
            ast.GeneratorExp,
        )
        if not isinstance(child, scopes):
            yield child
            yield from own(child)


def test_no_star_in_patterns_takes_items(trees: dict[Path, ast.Module]) -> None:
    """``case Handle(data=(_, *rest))``: a tuple would be bound where a list is expected."""
    found = [
        f"{path}:{node.lineno}"
        for path, node in every(trees)
        if isinstance(node, ast.MatchStar) and node.name is not None
    ]
    assert not found


def test_no_name_is_both_captured_and_assigned(trees: dict[Path, ast.Module]) -> None:
    """``key = f(items)`` in one case and ``key=key`` in the next: one variable, of the first one's type."""
    found = []
    for path, function in every(trees):
        if isinstance(function, ast.FunctionDef):
            inside = list(own(function))
            captured = {
                node.name: node.lineno for node in inside if isinstance(node, ast.MatchAs) and node.name
            }
            assigned = {
                node.id for node in inside if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
            }
            found += [f"{path}:{captured[name]}: {name}" for name in captured.keys() & assigned]
    assert not found


def test_no_method_has_a_second_name(trees: dict[Path, ast.Module]) -> None:
    """``_s_continue = _s_break`` in a class: no method of instances."""
    found = []
    for path, node in every(trees):
        if isinstance(node, ast.ClassDef):
            methods = {item.name for item in node.body if isinstance(item, ast.FunctionDef)}
            found += [
                f"{path}:{item.lineno}"
                for item in node.body
                if isinstance(item, ast.Assign)
                and isinstance(item.value, ast.Name)
                and item.value.id in methods
            ]
    assert not found


def test_no_membership_in_what_is_unpacked(trees: dict[Path, ast.Module]) -> None:
    """``x in (*KINDS, "other")``: the compiler ends."""
    found = [
        f"{path}:{node.lineno}"
        for path, node in every(trees)
        if isinstance(node, ast.Compare)
        and isinstance(node.ops[0], ast.In | ast.NotIn)
        and isinstance(node.comparators[0], ast.Tuple | ast.List | ast.Set)
        and any(isinstance(item, ast.Starred) for item in node.comparators[0].elts)
    ]
    assert not found


def test_no_membership_in_what_a_generator_gives(trees: dict[Path, ast.Module]) -> None:
    """``name in targets(node)``: a compiled generator has no ``__contains__``, and is not gone through."""
    generators = {
        (path if node.name.startswith("_") else None, node.name)
        for path, node in every(trees)
        if isinstance(node, ast.FunctionDef)
        and any(isinstance(one, ast.Yield | ast.YieldFrom) for one in own(node))
    }
    found = []
    for path, node in every(trees):
        if isinstance(node, ast.Compare) and any(isinstance(op, ast.In | ast.NotIn) for op in node.ops):
            for one in node.comparators:
                called = one.func if isinstance(one, ast.Call) else None
                name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
                if (path, name) in generators or (None, name) in generators:
                    found.append(f"{path}:{node.lineno}: {name}")
    assert not found


def test_no_instance_is_looked_into(trees: dict[Path, ast.Module]) -> None:
    """Compiled instances have no ``__dict__``, and nothing can refer to them weakly."""
    found = [
        f"{path}:{node.lineno}"
        for path, node in every(trees)
        if (isinstance(node, ast.Attribute) and node.attr == "__dict__")
        or (isinstance(node, ast.ImportFrom) and node.module == "weakref")
    ]
    assert not found


def test_no_set_is_cut_with_the_keys_of_a_dict(trees: dict[Path, ast.Module]) -> None:
    """``frozen & table.keys()`` is a set, where the compiler expects the frozenset that mypy sees; what only
    sorts it takes either."""
    found = []
    for path, tree in trees.items():
        sorted_ = {
            id(node.args[0]) for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "sorted"
            and node.args
        }  # fmt: skip
        found += [
            f"{path}:{node.lineno}" for node in ast.walk(tree)
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd) and id(node) not in sorted_
            and isinstance(node.right, ast.Call) and isinstance(node.right.func, ast.Attribute)
            and node.right.func.attr == "keys"
        ]  # fmt: skip
    assert not found


def test_no_property_is_meant_to_be_cached(trees: dict[Path, ast.Module]) -> None:
    """``cached_property`` caches nothing there: what is read in a loop is found out each time."""
    found = [
        f"{path}:{node.lineno}"
        for path, node in every(trees)
        if isinstance(node, ast.FunctionDef)
        and any(
            getattr(one, "id", getattr(one, "attr", "")) == "cached_property" for one in node.decorator_list
        )
    ]
    assert not found


def test_no_singleton_in_a_pattern_is_given_a_name(trees: dict[Path, ast.Module]) -> None:
    # ``case None | "" as value``: where it is None, the name has nothing.
    found = [
        (path, node.lineno)
        for path, node in every(trees)
        if isinstance(node, ast.MatchAs) and node.pattern is not None
        and any(isinstance(one, ast.MatchSingleton) for one in _alternatives(node.pattern))
    ]  # fmt: skip
    assert not found


def _alternatives(pattern: ast.pattern) -> list[ast.pattern]:
    return pattern.patterns if isinstance(pattern, ast.MatchOr) else [pattern]
