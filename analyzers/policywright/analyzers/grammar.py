"""Tree-sitter's parsers and grammars, without the packages around them.

Those import ``importlib.resources`` (``tempfile``, ``shutil``, ``random``, ...) for query files that nobody
asks for here, and ``typing``: that takes ten times as long as what is needed of them. So their extension
modules are loaded by their places.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from importlib.machinery import PathFinder

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Any

    from tree_sitter import Parser, Tree


def parser_of(package: str, function: str = "language") -> Parser:
    """A parser of the grammar that a function of a package gives; ``ImportError`` without the package."""
    parser, grammar = _grammar(package, function)
    made: Parser = parser(grammar)
    return made


def extras(tree: Tree) -> list[tuple[int, int]]:
    """Where comments are, and whatever else may stand between any two words of the grammar."""
    found: list[tuple[int, int]] = []
    pending = [tree.root_node]
    while pending:
        node = pending.pop()
        if node.is_extra:
            found.append((node.start_byte, node.end_byte))
        else:
            pending += reversed(node.children)
    return found


def in_place(pattern: re.Pattern[bytes], data: bytes, instead: bytes = b"") -> bytes:
    """A text with something no longer in the place of each match, and blanks behind it: all else stays where
    it is. For what a grammar does not know."""
    return pattern.sub(lambda found: instead.ljust(len(found[0])), data)


@cache
def _grammar(package: str, function: str) -> tuple[Any, Any]:
    """A grammar, with the parser's type of the same module.

    Another thread that imports the package in the usual way at that moment puts a second one into its place,
    whose parsers take no grammar of the first.
    """
    binding = _binding("tree_sitter")
    return binding.Parser, binding.Language(getattr(_binding(package), function)())


def _binding(package: str) -> Any:
    """The compiled part of a package; the package, where it is not installed as files in directories."""
    name = f"{package}._binding"
    if name in sys.modules:
        return sys.modules[name]
    found = PathFinder.find_spec(package)
    places = found.submodule_search_locations if found is not None else None
    binding = PathFinder.find_spec(name, places) if places is not None else None
    if binding is None or binding.loader is None:
        return import_module(package)
    module = binding.loader.create_module(binding)
    if module is None:
        return import_module(package)
    binding.loader.exec_module(module)
    # Whoever imports the package later, or now in another thread, gets the same types.
    return sys.modules.setdefault(name, module)
