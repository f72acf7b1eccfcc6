"""One CloudFormation template: what it declares, before anything is evaluated.

``Template.of(tree)`` finds the sections below the top (or below ``root``, for a template that stands inside
another document). SAM's ``Globals`` are looked up through ``Declared.nodes``; loops (``Fn::ForEach``) are
unrolled where their collection is written out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policywright.analyzers.infrastructure.conditions import UNLESS
from policywright.analyzers.infrastructure.documents import entries
from policywright.analyzers.infrastructure.model import Problem, ProblemCode, Site
from policywright.analyzers.infrastructure.yaml_nodes import Node, Scalar, Tree
from policywright.analyzers.model import Span
from policywright.knowledge.records import dataclass, field

SAM_TYPES = {
    "AWS::Serverless::Function": "AWS::Lambda::Function",
    "AWS::Serverless::SimpleTable": "AWS::DynamoDB::Table",
    "AWS::Serverless::Api": "AWS::ApiGateway::RestApi",
    "AWS::Serverless::HttpApi": "AWS::ApiGatewayV2::Api",
    "AWS::Serverless::WebSocketApi": "AWS::ApiGatewayV2::Api",
    "AWS::Serverless::LayerVersion": "AWS::Lambda::LayerVersion",
    "AWS::Serverless::StateMachine": "AWS::StepFunctions::StateMachine",
    "AWS::Serverless::Application": "AWS::CloudFormation::Stack",
    "AWS::Serverless::GraphQLApi": "AWS::AppSync::GraphQLApi",
    "AWS::Serverless::CapacityProvider": "AWS::Lambda::CapacityProvider",
}
"""What SAM's types become."""
_GLOBALS = {
    "AWS::Serverless::Function": "Function",
    "AWS::Serverless::Api": "Api",
    "AWS::Serverless::HttpApi": "HttpApi",
    "AWS::Serverless::CapacityProvider": "CapacityProvider",
    "AWS::Serverless::StateMachine": "StateMachine",
    "AWS::Serverless::SimpleTable": "SimpleTable",
    "AWS::Serverless::LayerVersion": "LayerVersion",
}
_COMPUTED = frozenset(
    ("Fn::Transform", "Fn::FindInMap", "Fn::ImportValue", "Fn::Select", "Fn::GetAtt", "Ref")
)
_LOOP = "Fn::ForEach::"
_OTHER = 2
"""The place in ``Fn::If`` of what is there where the condition does not hold."""
MAX_LOOP = 1_000
"""Resources that the loops of one template may unroll to."""
_TYPE = re.compile(r"(AWS|Alexa|Custom)::\w|.+::MODULE\Z")


@dataclass(frozen=True, slots=True, eq=False)
class Declared:
    """A resource as the template has it. ``type`` is as written, ``kind`` with SAM's types translated."""

    id: str
    type: str
    node: Node
    globals: Node | None = None
    ignored: tuple[str, ...] = ()
    """Properties that the resource does not take from the globals (``IgnoreGlobals``)."""

    @property
    def kind(self) -> str:
        return SAM_TYPES.get(self.type, self.type)

    @property
    def properties(self) -> Node | None:
        return self.node.get("Properties")

    @property
    def span(self) -> Span:
        return self.node.key_span

    def get(self, *path: str | int) -> Node | None:
        """A property; SAM's global one where the resource has none."""
        found = self.nodes(*path)
        return found[-1] if found else None

    def nodes(self, *path: str | int) -> list[Node]:
        """A property as the globals and then as the resource itself have it; what it is in, where only AWS
        knows what that comes to.
        """
        shared = None if path and path[0] in self.ignored else self.globals
        found = [self._inside(start, path) for start in (shared, self.properties) if start is not None]
        return [node for node in found if node is not None]

    def may_have_more(self, *path: str | int) -> bool:
        """Whether what only AWS expands may set a property anew, from beside it or what it is in."""
        starts = (self.globals, self.node, self.properties)
        ways = [
            start.get(*path[:count]) for start in starts if start is not None for count in range(len(path))
        ]
        return any(one is not None and "Fn::Transform" in one.mapping for one in ways)

    def _inside(self, start: Node, path: tuple[str | int, ...]) -> Node | None:
        node: Node | None = start
        for step in path:
            single = node.single if node is not None else None
            if node is None or (single is not None and single[0] in _COMPUTED):
                return node
            node = node.get(step)
        return node


@dataclass(slots=True, eq=False)
class Template:
    """The sections of a template; see the module's docstring."""

    tree: Tree
    root: Node
    resources: dict[str, Declared] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    from_several: bool = False
    """Variables of the Serverless Framework put it together of several files."""
    unread: list[str] = field(default_factory=list)
    """What makes resources that are not seen here, as a person would name it."""
    key: str = ""
    """What it is called where CDK uploads it to."""

    @property
    def file(self) -> str:
        return self.tree.file

    @property
    def serverless(self) -> bool:
        """Whether SAM transforms it."""
        stated = self.root.get("Transform")
        named = () if stated is None else (stated, *stated.items)
        return any((one.text or "").startswith("AWS::Serverless-") for one in named) or any(
            one.type.startswith("AWS::Serverless::") for one in self.resources.values()
        )

    def section(self, name: str) -> dict[str, Node]:
        node = self.root.get(name)
        return {} if node is None else node.mapping

    def of_kind(self, *kinds: str) -> Iterator[Declared]:
        for one in self.resources.values():
            if one.kind in kinds:
                yield one

    def site(self, node: Node) -> Site:
        """Where a node stands, in the file that it came from."""
        file = node.tree.file if self.from_several else self.file
        return Site(file=file, dialect="cloudformation", path=node.path)

    def entries(self, listed: Node | None) -> dict[int, Site]:
        """The elements of a list that stand elsewhere, each with what names it (``documents.entries``)."""
        return entries(listed, "cloudformation") if self.from_several else {}

    def only_if(self, node: Node) -> tuple[str, ...]:
        """The conditions under which what a node says is made: of its resource, and of ``Fn::If``.

        What stands second there is made where the condition does not hold.
        """
        if self.root.get("Conditions") is None:
            return ()
        path, tree = node.path, node.tree if self.from_several else self.tree
        found: list[str] = []
        for index in range(1, len(path)):
            named: Node | None = None
            unless = ""
            if path[index - 1] == "Resources":
                named = tree.at((*path[: index + 1], "Condition"))
            elif path[index - 1] == "Fn::If" and path[index] in (1, 2):
                named = tree.at((*path[:index], 0))
                unless = UNLESS if path[index] == _OTHER else ""
            if named is not None and named.text is not None:
                found.append(unless + named.text)
        return tuple(dict.fromkeys(found))

    def problem(self, code: ProblemCode, node: Node | Span, detail: str) -> None:
        """Reports something once."""
        span = node if isinstance(node, Span) else node.span
        found = Problem(code=code, span=span, detail=detail)
        if found not in self.problems:
            self.problems.append(found)

    @classmethod
    def of(cls, tree: Tree, root: Node | None = None) -> Template | None:
        """The template below a node (the top by default); None when there is none."""
        root = root or tree.root
        resources = None if root is None else root.get("Resources")
        if root is None or resources is None or not isinstance(resources.value, dict):
            return None
        made = cls(tree, root)
        made.problems.extend(tree.problems)
        for id, node in _unrolled(made, resources):
            type_node = node.get("Type")
            if type_node is None or not isinstance(type_node.value, str):
                continue
            shared = root.get("Globals", _GLOBALS.get(type_node.value, ""))
            ignored = node.get("IgnoreGlobals")
            names = () if ignored is None else tuple(one.text or "" for one in (ignored, *ignored.items))
            shared = None if "*" in names else shared
            made.resources[id] = Declared(id, type_node.value, node, shared, names)
        return made if any(_TYPE.match(one.type) for one in made.resources.values()) else None


def _unrolled(template: Template, resources: Node) -> Iterator[tuple[str, Node]]:
    """The resources with their loops unrolled."""
    room = MAX_LOOP
    for id, node in resources.mapping.items():
        if id == "Fn::Transform":
            detail = "Fn::Transform adds resources that are not seen here; expand it first"
            template.problem(ProblemCode.UNSUPPORTED, node, detail)
            template.unread.append(f"what Fn::Transform adds ({template.file}:{node.span.line})")
        elif not id.startswith(_LOOP):
            yield id, node
        else:
            for made in _loop(template, node, {}):
                room -= 1
                if room < 0:
                    detail = f"loops make more than {MAX_LOOP:,} resources; the rest is not read"
                    template.problem(ProblemCode.UNSUPPORTED, node, detail)
                    return
                yield made


def _loop(template: Template, node: Node, outer: dict[str, str]) -> Iterator[tuple[str, Node]]:
    variable, collection, body = node.get(0), node.get(1), node.get(2)
    values = _collection(template, collection)
    if variable is None or variable.text is None or values is None or body is None:
        detail = "a loop (Fn::ForEach) whose collection is not written out; its resources are not read"
        template.problem(ProblemCode.UNSUPPORTED, node, detail)
        template.unread.append(f"what a loop makes ({template.file}:{node.span.line})")
        return
    for value in values:
        names = {**outer, variable.text: value}
        for id, inner in body.mapping.items():
            if id.startswith(_LOOP):
                yield from _loop(template, inner, names)
            else:
                yield _replaced(id, names), substituted(inner, names)


def _collection(template: Template, node: Node | None) -> list[str] | None:
    """The words a loop runs over: written out, or a parameter's default (which AWS takes too)."""
    if node is None:
        return None
    if isinstance(node.value, list):
        return [one.text for one in node.value if one.text is not None]
    if node.single is not None and node.single[0] == "Ref" and node.single[1].text:
        default = template.section("Parameters").get(node.single[1].text)
        found = None if default is None else default.get("Default")
        if found is not None and found.text is not None:
            return [word.strip() for word in found.text.split(",")]
    return None


def substituted(node: Node, names: dict[str, str]) -> Node:
    """A copy of a node with the loop's variables filled in; the positions are those of the loop's text."""
    single = node.single
    value: dict[str, Node] | list[Node] | Scalar
    if single is not None and single[0] == "Ref" and single[1].text in names:
        value = names[str(single[1].text)]
    elif isinstance(node.value, dict):
        value = {_replaced(key, names): substituted(inner, names) for key, inner in node.value.items()}
    elif isinstance(node.value, list):
        value = [substituted(inner, names) for inner in node.value]
    else:
        value = _replaced(node.value, names) if isinstance(node.value, str) else node.value
    return Node(node.tree, node.path, value, node.raw, node.key_raw, True, node.synthetic, node.alias)


def _replaced(text: str, names: dict[str, str]) -> str:
    for name, value in names.items():
        text = text.replace(f"${{{name}}}", value).replace(
            f"&{{{name}}}", "".join(filter(str.isalnum, value))
        )
    return text
