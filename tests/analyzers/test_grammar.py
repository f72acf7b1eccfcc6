"""Grammars are loaded without their packages, and are what those packages give."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace

import pytest

from policywright.analyzers import grammar

GRAMMARS = (
    ("tree_sitter_python", "language", b"a = 1\n", "module"),
    ("tree_sitter_go", "language", b"package a\n", "source_file"),
    ("tree_sitter_java", "language", b"class A {}\n", "program"),
    ("tree_sitter_typescript", "language_tsx", b"const a = <b/>;\n", "program"),
    ("tree_sitter_typescript", "language_typescript", b"const a = <b>c;\n", "program"),
)
SAME_TYPES = """
from policywright.analyzers.grammar import parser_of
made = parser_of("tree_sitter_go")
import tree_sitter, tree_sitter_go
assert isinstance(made, tree_sitter.Parser)
assert tree_sitter.Parser(tree_sitter.Language(tree_sitter_go.language())).parse(b"package a").root_node
"""
OTHER_MODULE = """
import sys
from policywright.analyzers.grammar import parser_of
first = parser_of("tree_sitter_go")
del sys.modules["tree_sitter._binding"]
import tree_sitter._binding
assert tree_sitter._binding.Parser is not type(first)
assert parser_of("tree_sitter_go").parse(b"package a").root_node
"""


@pytest.mark.parametrize(("package", "function", "text", "kind"), GRAMMARS)
def test_parsers_parse(package: str, function: str, text: bytes, kind: str) -> None:
    root = grammar.parser_of(package, function).parse(text).root_node
    assert (root.type, root.has_error) == (kind, False)


def test_an_import_afterwards_gives_the_same_types() -> None:
    subprocess.run([sys.executable, "-c", SAME_TYPES], check=True)


def test_another_thread_that_imports_at_the_same_time_changes_nothing() -> None:
    """The import system puts what it loads into the place of what was put there while it did."""
    subprocess.run([sys.executable, "-c", OTHER_MODULE], check=True)


def test_a_package_that_is_no_directory_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grammar, "PathFinder", SimpleNamespace(find_spec=lambda *_: None))
    monkeypatch.delitem(sys.modules, "tree_sitter_go._binding", raising=False)
    assert grammar._binding("tree_sitter_go").__name__ == "tree_sitter_go"


def test_a_missing_package_is_an_import_error() -> None:
    with pytest.raises(ModuleNotFoundError, match="tree_sitter_cobol"):
        grammar.parser_of("tree_sitter_cobol")
