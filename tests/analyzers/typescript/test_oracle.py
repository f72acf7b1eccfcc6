"""esprima as the oracle: on every plain JavaScript file of the golden cases and examples, our view of calls,
string literals and imports is the same as that of a parser that shares nothing with ours.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import esprima
import pytest
from tests.analyzers.typescript.lowered import nodes

from policywright.analyzers import ir
from policywright.analyzers.languages.typescript.lower import lower
from policywright.analyzers.languages.typescript.specifiers import normalised

ROOT = Path(__file__).parents[3]
_APART = {"node_modules", "awaits_made_into_machines", "required_by_another_name"}
"""Not ours, what is read as the source that a compiler made it of, and a call that is read as ``require``."""
FILES = sorted(
    path
    for folder in ("tests/golden", "examples")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in (".js", ".mjs", ".cjs") and not _APART.intersection(path.parts)
)
_CALLS = ("CallExpression", "NewExpression")


def parsed(text: str) -> Any:
    try:
        return esprima.parseModule(text, range=True)
    except esprima.Error:
        return esprima.parseScript(text, range=True)


def walk(root: Any) -> Any:
    pending = [root]
    while pending:
        node = pending.pop()
        if isinstance(node, list):
            pending.extend(node)
        elif hasattr(node, "type"):
            yield node
            pending.extend(value for key, value in vars(node).items() if key != "range")


def theirs(text: str) -> tuple[set[tuple[int, int]], set[str], set[str]]:
    """Ranges of calls, string literals, imported modules."""
    calls: set[tuple[int, int]] = set()
    strings: set[str] = set()
    imports: set[str] = set()
    joined: set[tuple[int, int]] = set()
    for node in walk(parsed(text)):
        if node.type in _CALLS:
            calls.add(tuple(node.range))
            if node.callee.type == "Identifier" and node.callee.name == "require":
                if node.arguments[0].type == "Literal":
                    imports.add(node.arguments[0].value)
                else:
                    # Of a path that is put together only what it means is left.
                    inside = list(walk(node.arguments[0]))
                    joined.update(tuple(one.range) for one in inside if one.type in _CALLS)
                    # What is added to a text may be anything.
                    computed = node.arguments[0].type == "BinaryExpression" and any(
                        one.type == "MemberExpression" for one in inside
                    )
                    imports.update(one.value for one in inside if one.type == "Literal" and not computed)
        elif node.type == "ImportExpression" or (
            node.type in ("ImportDeclaration", "ExportAllDeclaration", "ExportNamedDeclaration")
            and node.source
        ):
            # A computed import has no value.
            imports.update({node.source.value} - {None})
        if node.type == "Literal" and isinstance(node.value, str):
            strings.add(node.value)
    return calls - joined, strings, imports


def ours(text: str, name: str) -> tuple[set[tuple[int, int]], set[str], set[tuple[str, int]]]:
    data = text.encode()
    module = lower(data, name)
    calls: set[tuple[int, int]] = set()
    strings: set[str] = set()
    for node in nodes(module):
        synthetic = isinstance(node, ir.Call) and isinstance(node.fn, ir.Name) and node.fn.name in _MADE
        if isinstance(node, ir.ImportExpr) or (isinstance(node, ir.Call) and not synthetic):
            calls.add((_characters(data, node.pos[0]), _characters(data, node.pos[1])))
        if isinstance(node, ir.Const) and isinstance(node.value, str):
            strings.add(node.value)
        elif isinstance(node, ir.Attr):
            strings.add(node.name)
    return calls, strings, set(module.imports)


_MADE = ("%class", "%items", "%keys", "%super", "%implements")
"""Calls that the front end makes up for other syntax."""


def _characters(data: bytes, offset: int) -> int:
    return len(data[:offset].decode())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_agrees_with_esprima(path: Path) -> None:
    text = path.read_text("utf-8")
    calls, strings, imports = theirs(text)
    our_calls, our_strings, our_imports = ours(text, path.name)
    assert calls <= our_calls
    # What we have beyond their calls: `import(...)` and `delete` are no calls there, nor is a made constructor.
    beyond = {text[start:end] for start, end in our_calls - calls if start != end}
    assert all(one.startswith(("import(", "delete ")) for one in beyond), beyond
    sources = {name for name in imports}
    assert len(sources) == len(our_imports)
    assert "__dirname" in text or {normalised(name) for name in sources} == our_imports
    assert strings - sources - {"use strict"} <= our_strings


def test_there_are_files() -> None:
    assert len(FILES) > 10
