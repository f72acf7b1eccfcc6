"""One service: its sections without variables, and the CloudFormation template that they make.

Logical ids of what the framework adds:
https://www.serverless.com/framework/docs/providers/aws/guide/resources
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from policywright.analyzers.infrastructure.cloudformation.intrinsics import Scope
from policywright.analyzers.infrastructure.cloudformation.template import Declared, Template
from policywright.analyzers.infrastructure.model import Problem, ProblemCode, Resource
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.serverless.variables import STAGE, Variables
from policywright.analyzers.infrastructure.types import resource_type
from policywright.analyzers.infrastructure.yaml_nodes import Node, Tree
from policywright.analyzers.model import Span
from policywright.knowledge.records import dataclass, field
from policywright.knowledge.values import Const, Value

DEFAULT_RUNTIME = "nodejs20.x"
"""What the framework takes when neither the function nor the provider names one."""
DEFAULT_ROLE = "IamRoleLambdaExecution"
_ADDED = {
    DEFAULT_ROLE: "AWS::IAM::Role",
    "ServerlessDeploymentBucket": "AWS::S3::Bucket",
    "ApiGatewayRestApi": "AWS::ApiGateway::RestApi",
    "HttpApi": "AWS::ApiGatewayV2::Api",
    "WebsocketsApi": "AWS::ApiGatewayV2::Api",
}
"""Resources that every service may refer to."""
_SECTIONS = ("Parameters", "Mappings", "Conditions", "Outputs")


def logical(name: str) -> str:
    """The framework's part of a logical id for a name of the user's."""
    return (name[:1].upper() + name[1:]).replace("-", "Dash").replace("_", "Underscore")


def function_id(name: str) -> str:
    """Logical id of a function."""
    return f"{logical(name)}LambdaFunction"


@dataclass(slots=True, eq=False)
class Service:
    """See the module's docstring; made by ``of``."""

    files: ProjectFiles
    tree: Tree
    root: Node
    variables: Variables
    template: Template
    scope: Scope
    functions: dict[str, Node]
    machines: dict[str, Node]
    layers: dict[str, Node]
    problems: list[Problem] = field(default_factory=list)
    added: dict[str, Resource] = field(default_factory=dict)
    """Resources that the framework and its plugins make."""
    set_on: dict[str, Node] = field(default_factory=dict)
    """What ``resources`` sets on functions of the framework, by their logical ids."""

    @classmethod
    def of(cls, files: ProjectFiles, tree: Tree, root: Node) -> Service:
        """A service out of the tree of its configuration."""
        parent = PurePosixPath(tree.file).parent.as_posix()
        variables = Variables(files, tree, root, "" if parent == "." else parent)
        root = variables.expanded(root)
        functions = {**_functions(root.get("functions"), variables), **_workers(root)}
        machines = _merged(root.get("stepFunctions", "stateMachines"))
        layers = _merged(root.get("layers"))
        template = _template(tree, root)
        # What `resources` attaches to the framework's role finds it there.
        template.resources.setdefault(DEFAULT_ROLE, Declared(DEFAULT_ROLE, _ADDED[DEFAULT_ROLE], bare(root)))
        made = cls(files, tree, root, variables, template, Scope(template), functions, machines, layers)
        made._add()
        return made

    def _add(self) -> None:
        """What the framework and its plugins make, so that references to it mean something."""
        kinds = dict(_ADDED)
        spans: dict[str, Span] = {}
        for nodes, suffix, kind in (
            (self.functions, "LambdaFunction", "AWS::Lambda::Function"),
            (self.layers, "LambdaLayer", "AWS::Lambda::LayerVersion"),
        ):
            for name, node in nodes.items():
                kinds[f"{logical(name)}{suffix}"] = kind
                spans[f"{logical(name)}{suffix}"] = node.key_span
        for name in self.functions:
            id = function_id(name)
            # The framework merges what stands there into the resource that it makes.
            declared = self.template.resources.pop(id, None)
            found = declared.node if declared is not None else extensions(self.root).get(id)
            if found is not None:
                self.set_on[id] = found
        for name, node in self.machines.items():
            kinds[machine_id(name, node)] = "AWS::StepFunctions::StateMachine"
            spans[machine_id(name, node)] = node.key_span
        for id, kind in kinds.items():
            self.scope.types.setdefault(id, resource_type(kind))
            if id not in self.template.resources:
                span = spans.get(id, self.provider.key_span)
                self.added[id] = Resource(id=id, type=kind, span=span)

    def merged(self, name: str, *path: str) -> Node | None:
        """A property that ``resources`` sets on a function of the framework."""
        node = self.set_on.get(function_id(name))
        return node.get("Properties", *path) if node is not None else None

    @property
    def directory(self) -> str:
        return self.variables.directory

    @property
    def provider(self) -> Node:
        return self.root.get("provider") or bare(self.root)

    @property
    def name(self) -> str:
        """The service's name, perhaps with marks."""
        node = self.root.get("service")
        named = node.get("name") if node is not None and node.mapping else node
        return (named.text if named is not None else None) or PurePosixPath(self.directory or "service").name

    @property
    def prefix(self) -> str:
        """What physical names start with: ``service-stage``."""
        return f"{self.name}-{self.variables.mark(STAGE)}"

    @property
    def plugins(self) -> tuple[str, ...]:
        node = self.root.get("plugins")
        listed = node.get("modules") if node is not None and node.mapping else node
        if listed is None:
            return ()
        return tuple(one.text for one in listed.items or [listed] if one.text)

    def value(self, node: Node | None) -> Value:
        """A node as CloudFormation evaluates it, marks replaced."""
        restored: Value = self.variables.restored(self.scope.evaluate(node))
        return restored

    def text(self, node: Node | None) -> str | None:
        """A node that is one known text."""
        text = node.text if node is not None else None
        return text if text is not None and self.variables.is_known(text) else None

    def problem(self, code: ProblemCode, span: Span, detail: str) -> None:
        found = Problem(code=code, span=span, detail=self.variables.written(detail))
        if found not in self.problems:
            self.problems.append(found)

    def all_problems(self) -> tuple[Problem, ...]:
        every = (*self.tree.problems, *self.variables.problems, *self.template.problems, *self.problems)
        restored: tuple[Problem, ...] = self.variables.restored(every)
        return tuple(dict.fromkeys(restored))


def machine_id(name: str, node: Node) -> str:
    """Logical id that the plugin serverless-step-functions gives a state machine."""
    given, own = node.get("id"), node.get("name")
    if given is not None and given.text:
        return given.text
    named = own.text if own is not None and own.text and own.text.isalnum() else name
    return f"{logical(named)}StepFunctionsStateMachine"


def _merged(node: Node | None) -> dict[str, Node]:
    """A section that is a mapping, or a list of mappings (one per file)."""
    found: dict[str, Node] = {}
    for part in _parts(node):
        found.update((name, inner) for name, inner in part.mapping.items() if inner.mapping)
    return found


def _functions(node: Node | None, variables: Variables) -> dict[str, Node]:
    """The functions, those that are written where it is not read among them: they have the role."""
    found = _merged(node)
    for part in _parts(node):
        unread = {variables.written(part.text or ""): part} if part.is_scalar else part.mapping
        for name, inner in unread.items():
            if inner.is_scalar and inner.value is not None:
                found.setdefault(name, bare(inner))
    for part in _parts(node):
        for other in variables.alike(part)[1:]:
            found |= _elsewhere(other, found, bare(part))
    for name, one in [*found.items()]:
        if any(_runs_other_code(other, one) for other in variables.alike(one)[1:]):
            found.setdefault(f"{name}, by stage", bare(one))
    return found


def _elsewhere(other: Node | Value, here: dict[str, Node], place: Node) -> dict[str, Node]:
    """Functions that only other stages have, and what stands for those that can't be read."""
    if other == Const(None):
        return {}
    if not isinstance(other, Node) or other.is_scalar:
        return {} if isinstance(other, Node) and other.value is None else {"functions, by stage": place}
    return {name: one for name, one in _merged(other).items() if name not in here}


def _runs_other_code(other: Node | Value, function: Node) -> bool:
    if not isinstance(other, Node):
        return other != Const(None)
    handlers = [one.get("handler") for one in (other, function)]
    return bool(other.mapping) and len({one.text if one is not None else None for one in handlers}) > 1


def _workers(root: Node) -> dict[str, Node]:
    """Functions inside the constructs of the plugin serverless-lift (``queue`` has a worker)."""
    constructs = root.get("constructs")
    found: dict[str, Node] = {}
    for name, node in constructs.mapping.items() if constructs is not None else ():
        worker = node.get("worker")
        if worker is not None and worker.mapping:
            found[f"{name}Worker"] = worker
    return found


def _parts(node: Node | None) -> Iterator[Node]:
    if node is None:
        return
    if isinstance(node.value, list):
        for inner in node.value:
            yield from _parts(inner)
    else:
        yield node


def _template(tree: Tree, root: Node) -> Template:
    """The template of the section ``resources``."""
    sections: dict[str, dict[str, Node]] = {name: {} for name in ("Resources", *_SECTIONS)}
    for part in _parts(root.get("resources")):
        for name, found in sections.items():
            # A section may itself be a list of mappings, each from a file of its own.
            for inner in _parts(part.get(name)):
                found.update(inner.mapping)
    made = {name: _copy(root, dict(found)) for name, found in sections.items() if found}
    template = Template(tree, _copy(root, dict(made)), from_several=True)
    for id, node in sections["Resources"].items():
        kind = node.get("Type")
        if kind is not None and isinstance(kind.value, str):
            template.resources[id] = Declared(id, kind.value, node)
    return template


def extensions(root: Node) -> dict[str, Node]:
    """``resources.extensions``: properties that are merged into resources which the framework makes."""
    found: dict[str, Node] = {}
    for part in _parts(root.get("resources")):
        node = part.get("extensions")
        found.update(node.mapping if node is not None else {})
    return found


def _copy(node: Node, value: dict[str, Node]) -> Node:
    return Node(node.tree, node.path, value, node.raw, node.key_raw, node.shared, True, None)


def bare(node: Node) -> Node:
    """The place of a node, without what it says."""
    return _copy(node, {})
