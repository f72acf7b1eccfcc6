"""What Terraform's provider calls because of which arguments, read from its source (``carry_deployments``).

``resources(checkout)`` follows the functions that create, read, update and delete a resource, through the
functions of their package, and keeps for each operation the arguments that stand in the conditions around it.
Of an operation under a condition that isn't understood nothing is said. Only resources of the provider's
older kind (``schema.Resource``) are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import tree_sitter_go
from tree_sitter import Language, Node, Parser

from policywright.knowledge.generator.provider_walk import MORE, Guard, Walk, of_type, part, text_of, word
from policywright.knowledge.records import dataclass, field

_CRUD = re.compile(r"^(Create|Read|Update|Delete)(?:WithoutTimeout|Context|ContextFunc)?$")
_ANNOTATED = re.compile(r'@SDKResource\("(\w+)"')
_CONSTANT = re.compile(r'^\s*(\w+)\s*=\s*"([^"]*)"', re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A type: its arguments, and for its operations by phase those that bring them about (none: all do)."""

    arguments: frozenset[str]
    when: dict[str, dict[str, list[str]]]


def resources(checkout: Path) -> Iterator[tuple[str, Source]]:
    """Each resource type that is understood."""
    for package in _packages(checkout):
        for type, maker in sorted(package.resources.items()):
            yield type, package.resource(maker)


def _packages(checkout: Path) -> Iterator[_Package]:
    parser = Parser(Language(tree_sitter_go.language()))
    constants = {
        f"names.{name}": value
        for file in (checkout / "names").glob("*.go")
        for name, value in _CONSTANT.findall(file.read_text(encoding="utf-8"))
    }
    for folder in sorted((checkout / "internal" / "service").iterdir()):
        package = _Package(dict(constants))
        for file in sorted(folder.glob("*.go")):
            if not file.name.endswith("_test.go"):
                package.add(parser.parse(file.read_bytes()).root_node)
        yield package


@dataclass(slots=True)
class _Package:
    """The functions of one service's folder."""

    constants: dict[str, str]
    functions: dict[str, Node] = field(default_factory=dict)
    resources: dict[str, Node] = field(default_factory=dict)
    """By type, the function that describes it."""

    def add(self, root: Node) -> None:
        said = ""
        for node in root.named_children:
            if node.type == "comment":
                said += text_of(node)
                continue
            if node.type == "function_declaration":
                self.functions[text_of(part(node, "name"))] = node
                annotated = _ANNOTATED.search(said)
                if annotated is not None:
                    self.resources[annotated[1]] = node
            elif node.type == "const_declaration":
                self.constants.update(dict(_CONSTANT.findall(text_of(node).replace("const ", "", 1))))
            said = ""

    def resource(self, maker: Node) -> Source:
        """One type."""
        schema = self._schema(maker)
        found: dict[str, dict[str, list[Guard]]] = {}
        for element in of_type(maker, "keyed_element"):
            key, value = element.named_children[:2]
            phase = _CRUD.match(text_of(key))
            name = text_of(value)
            if phase is None or name not in self.functions:
                continue
            letter = phase[1][0].lower()
            for operation, guard in Walk(self.functions, self.constants, letter, schema).function(name, {}):
                found.setdefault(operation, {}).setdefault(letter, []).append(guard)
        when = {
            operation: {letter: one for letter, all in phases.items() if (one := _together(all)) is not None}
            for operation, phases in sorted(found.items())
        }
        return Source(arguments=frozenset(schema), when={name: told for name, told in when.items() if told})

    def _schema(self, maker: Node) -> dict[str, dict[str, str]]:
        """The arguments of a type with what is said of each."""
        found: dict[str, dict[str, str]] = {}
        for element in of_type(maker, "keyed_element"):
            key, value = (inner(one) for one in element.named_children[:2])
            name = word(key, self.constants) if depth(element, maker) == 1 else None
            if name is not None:
                told = [one for one in value.named_children if one.type == "keyed_element"]
                found[name] = {text_of(one.named_children[0]): text_of(one.named_children[1]) for one in told}
        return found


def _together(guards: list[Guard]) -> list[str] | None:
    """What all the places say in which a call is made; None where one of them can't be told."""
    if None in guards:
        return []
    if MORE in guards:
        return None
    return sorted({name for one in guards for name in one or ()} - MORE)


def inner(node: Node) -> Node:
    """What a literal's element holds."""
    while node.type == "literal_element":
        node = node.named_children[0]
    return node


def depth(element: Node, top: Node) -> int:
    """How many schemas stand around an argument's."""
    depth = 0
    node = element.parent
    while node is not None and node.id != top.id:
        if node.type == "keyed_element" and text_of(node.named_children[0]) in ("Schema", "SchemaFunc"):
            depth += 1
        node = node.parent
    return depth
