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
_ANNOTATED = re.compile(r'@SDK(Resource|DataSource)\("(\w+)"')
_CONSTANT = re.compile(r'^\s*(\w+)\s*=\s*"([^"]*)"', re.MULTILINE)
_ELSEWHERE = re.compile(
    r"\btf(?!resource)\w+\.(?:Find|List|Describe|Get)\w*\(|AWSClient\)\.\w+(?:Client|Conn)\("
)
"""What another package of the provider does, and getting a client."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A type: its arguments, and for its operations by phase those that bring them about (none: all do)."""

    arguments: frozenset[str]
    when: dict[str, dict[str, list[str]]]


def resources(checkout: Path) -> Iterator[tuple[str, Source]]:
    """Each resource type that is understood."""
    for _, package in _packages(checkout):
        for type, maker in sorted(package.resources.items()):
            yield type, package.resource(maker)


def data_sources(checkout: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Each data source that is understood, the provider's name of its service, and its operations."""
    for service, package in _packages(checkout):
        for type, (maker, said) in sorted(package.looked_up.items()):
            operations = package.data_source(maker, said)
            if operations is not None:
                yield type, service, operations


def _packages(checkout: Path) -> Iterator[tuple[str, _Package]]:
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
        yield folder.name, package


@dataclass(slots=True)
class _Package:
    """The functions of one service's folder."""

    constants: dict[str, str]
    functions: dict[str, Node] = field(default_factory=dict)
    resources: dict[str, Node] = field(default_factory=dict)
    """By type, the function that describes it."""
    looked_up: dict[str, tuple[Node, str]] = field(default_factory=dict)
    """The same of data sources, with the comment above it."""

    def add(self, root: Node) -> None:
        said = ""
        for node in root.named_children:
            if node.type == "comment":
                said += text_of(node)
                continue
            if node.type == "function_declaration":
                self.functions[text_of(part(node, "name"))] = node
                annotated = _ANNOTATED.search(said)
                if annotated is not None and annotated[1] == "Resource":
                    self.resources[annotated[2]] = node
                elif annotated is not None:
                    self.looked_up[annotated[2]] = (node, said)
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

    def data_source(self, maker: Node, said: str) -> list[str] | None:
        """The operations of a data source; None where it asks in a way that isn't followed."""
        read = next(
            (
                text_of(value)
                for key, value in (one.named_children[:2] for one in of_type(maker, "keyed_element"))
                if text_of(key) in ("ReadWithoutTimeout", "ReadContext") and text_of(value) in self.functions
            ),
            None,
        )
        if read is None:
            return None
        walk = Walk(self.functions, self.constants, "r", {})
        operations = {operation for operation, _ in walk.function(read, {})}
        if "@Tags(" in said:
            listing = next(
                (one for one in ("listTags", "ListTags", "listTagsV2") if one in self.functions), None
            )
            operations |= {operation for operation, _ in walk.function(listing, {})} if listing else set()
        elsewhere = {
            one for name, _ in walk.known for one in _ELSEWHERE.findall(text_of(self.functions[name]))
        }
        if any(one.startswith("tf") for one in elsewhere) or (elsewhere and not operations):
            return None
        return sorted(operations)


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
