"""The sources of a configuration that is a program: names, imports, exports, and places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

import yaml

from policywright.analyzers.grammar import parser_of
from policywright.analyzers.infrastructure.yaml_nodes import Tree
from policywright.knowledge.records import dataclass, field

if TYPE_CHECKING:
    from tree_sitter import Node as Syntax

WHOLE = "*"
DEFAULT = "default"
"""The names of what ``import *`` and ``import x`` mean."""
_TYPED = (".ts", ".mts", ".cts")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}

Imported: TypeAlias = "tuple[str, str]"
"""The specifier, and the name there."""


@dataclass(slots=True, eq=False)
class Module:
    """A source, with what its names are."""

    tree: Tree
    data: bytes
    names: dict[str, Syntax] = field(default_factory=dict)
    imports: dict[str, Imported] = field(default_factory=dict)
    exports: dict[str, Syntax | Imported] = field(default_factory=dict)
    stars: list[str] = field(default_factory=list)

    def text(self, node: Syntax) -> str:
        return self.data[node.start_byte : node.end_byte].decode("utf-8", "replace")


def read(name: str, text: str) -> Module:
    """A source with its names, imports and exports."""
    module = Module(Tree(name, text), text.encode("utf-8", "replace"))
    parser = parser_of(
        "tree_sitter_typescript", f"language_{'typescript' if name.endswith(_TYPED) else 'tsx'}"
    )
    for one in parser.parse(module.data).root_node.named_children:
        _statement(module, one)
    return module


def _statement(module: Module, one: Syntax) -> None:
    match one.type:
        case "lexical_declaration" | "variable_declaration" | "function_declaration":
            module.names.update(_declared(module, one))
        case "import_statement":
            module.imports.update(_imports(module, one))
        case "export_statement":
            _exports(module, one)
        case "expression_statement" if one.named_children:
            inner = one.named_children[0]
            left, right = inner.child_by_field_name("left"), inner.child_by_field_name("right")
            if inner.type == "assignment_expression" and left is not None and right is not None:
                said = module.text(left)
                if said == "module.exports":
                    module.exports[DEFAULT] = right
                elif said.startswith(("module.exports.", "exports.")):
                    module.exports[said.rpartition(".")[2]] = right


def _declared(module: Module, one: Syntax) -> Iterator[tuple[str, Syntax]]:
    """The names of a declaration, and what they are."""
    if one.type == "function_declaration":
        name = one.child_by_field_name("name")
        if name is not None:
            yield module.text(name), one
        return
    for declared in one.named_children:
        name, value = declared.child_by_field_name("name"), declared.child_by_field_name("value")
        if name is None or value is None:
            continue
        required = _required(module, value)
        if required is not None:
            _bind_required(module, name, required)
        elif name.type == "identifier":
            yield module.text(name), value


def _required(module: Module, value: Syntax) -> str | None:
    """The specifier of ``require("./functions")``."""
    called, given = value.child_by_field_name("function"), value.child_by_field_name("arguments")
    if value.type != "call_expression" or called is None or module.text(called) != "require" or given is None:
        return None
    first = given.named_children[0] if given.named_children else None
    return plain(module, first) if first is not None and first.type == "string" else None


def _bind_required(module: Module, name: Syntax, specifier: str) -> None:
    if name.type == "identifier":
        module.imports[module.text(name)] = specifier, DEFAULT
    for one in name.named_children if name.type == "object_pattern" else ():
        if one.type == "shorthand_property_identifier_pattern":
            module.imports[module.text(one)] = specifier, module.text(one)


def _imports(module: Module, one: Syntax) -> Iterator[tuple[str, Imported]]:
    source = one.child_by_field_name("source")
    clause = next((inner for inner in one.named_children if inner.type == "import_clause"), None)
    if source is None or clause is None:
        return
    specifier = plain(module, source)
    for inner in clause.named_children:
        if inner.type == "identifier":
            yield module.text(inner), (specifier, DEFAULT)
        elif inner.type == "namespace_import" and inner.named_children:
            yield module.text(inner.named_children[0]), (specifier, WHOLE)
        elif inner.type == "named_imports":
            for name, known_as in _specifiers(module, inner):
                yield known_as, (specifier, name)


def _specifiers(module: Module, clause: Syntax) -> Iterator[tuple[str, str]]:
    """The names of a clause, and what they are called afterwards."""
    for one in clause.named_children:
        name, alias = one.child_by_field_name("name"), one.child_by_field_name("alias")
        if name is not None:
            yield module.text(name), module.text(alias if alias is not None else name)


def _exports(module: Module, one: Syntax) -> None:
    source, value = one.child_by_field_name("source"), one.child_by_field_name("value")
    declaration = one.child_by_field_name("declaration")
    specifier = plain(module, source) if source is not None else None
    if value is not None:
        module.exports[DEFAULT] = value
    elif declaration is not None:
        found = dict(_declared(module, declaration))
        module.names.update(found)
        module.exports.update(found)
    clause = next((inner for inner in one.named_children if inner.type == "export_clause"), None)
    if clause is not None:
        for name, known_as in _specifiers(module, clause):
            if specifier is not None:
                module.exports[known_as] = specifier, name
            elif name in module.names:
                module.exports[known_as] = module.names[name]
            elif name in module.imports:
                module.exports[known_as] = module.imports[name]
    elif specifier is not None and any(inner.type == "*" for inner in one.children):
        module.stars.append(specifier)
    elif value is None and any(inner.type == "=" for inner in one.children) and one.named_children:
        # ``export = configuration``
        module.exports[DEFAULT] = one.named_children[0]


def plain(module: Module, syntax: Syntax) -> str:
    """A text in quotes."""
    return "".join(escaped(module.text(one)) for one in syntax.named_children)


def escaped(text: str) -> str:
    if not text.startswith("\\"):
        return text
    return _ESCAPES.get(text[1:], text[1:])


def number(text: str) -> int | float | str:
    try:
        return int(text.replace("_", ""), 0)
    except ValueError:
        return float(text) if re.fullmatch(r"[\d.]+(?:e[+-]?\d+)?", text) else text


def index(module: Module, member: Syntax) -> str | int | None:
    if member.type == "string":
        return plain(module, member)
    return int(module.text(member)) if member.type == "number" and module.text(member).isdigit() else None


def at(module: Module, byte: int) -> int:
    """The offset in characters of an offset in bytes."""
    return byte if module.tree.text.isascii() else len(module.data[:byte].decode("utf-8", "replace"))


def mark(module: Module, syntax: Syntax | None) -> yaml.Node:
    """The place of an expression, as the trees of YAML have places."""
    start, end = (
        (at(module, syntax.start_byte), at(module, syntax.end_byte)) if syntax is not None else (0, 0)
    )
    first, last = (yaml.Mark(module.tree.file, one, 0, 0, "", 0) for one in (start, end))
    return yaml.ScalarNode("tag:yaml.org,2002:str", "", first, last)
