"""A CDK application that is not synthesised, as a stack: what its source says, as far as that is literal.

The constructs (``constructs``), their properties (``values``) and what their roles are given (``grants``) are
put together as the template that ``cdk synth`` would write, its nodes standing where the source has them;
``cloudformation.reader.stack_of`` reads that like any other. What is computed (ids, loops, helpers) is a
problem of the stack and leaves the roles that it may be about open.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

import yaml

from policywright.analyzers.infrastructure.cdk.application import MAX_SOURCES, Application
from policywright.analyzers.infrastructure.cdk.calls import camel
from policywright.analyzers.infrastructure.cdk.constructs import (
    CLASSES,
    FUNCTION,
    MACHINE,
    ROLE,
    Constructs,
    Made,
    module_of,
)
from policywright.analyzers.infrastructure.cdk.grants import (
    Grants,
    Holder,
    said,
)
from policywright.analyzers.infrastructure.cdk.source import Argument, Source, elements, literal
from policywright.analyzers.infrastructure.cdk.values import (
    NAMES,
    Data,
    Values,
    is_known,
    own_key,
)
from policywright.analyzers.infrastructure.cloudformation.intrinsics import Scope
from policywright.analyzers.infrastructure.cloudformation.reader import stack_of
from policywright.analyzers.infrastructure.cloudformation.template import Template
from policywright.analyzers.infrastructure.model import HeldPolicy, Path, Problem, ProblemCode, Role, Stack
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.types import resource_type
from policywright.analyzers.infrastructure.yaml_nodes import Node, Tree
from policywright.analyzers.model import Span
from policywright.knowledge.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node as Syntax

_RUNTIME = re.compile(r"Runtime\.([A-Z]+)_([0-9A-Z_]+)\Z")
_BASIC, _VPC = "service-role/AWSLambdaBasicExecutionRole", "service-role/AWSLambdaVPCAccessExecutionRole"
_TRACING = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
_SUFFIXES = (".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".jsx")
_SHOWN = 5
_KEY = "AWS::KMS::Key"
_ENCRYPTED = frozenset((
    "AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::SNS::Topic", "AWS::DynamoDB::Table",
    "AWS::DynamoDB::GlobalTable", "AWS::Kinesis::Stream", "AWS::SecretsManager::Secret",
    "AWS::Logs::LogGroup",
))  # fmt: skip
"""What a key may be given for by one property of the construct."""


def stack_from_source(files: ProjectFiles, name: str, problem: Problem) -> Stack:
    """The stack of the application of a ``cdk.json``; of problems alone where its source has no function."""
    application = Application(files, name)
    empty = Stack(name=name, dialect="cloudformation", files=(name,), problems=(problem,))
    if len(application.names) >= MAX_SOURCES:
        # What is in the others may grant anything.
        detail = f"{problem.detail}; it has {MAX_SOURCES} sources or more, which are not read"
        return replace(empty, problems=(replace(problem, detail=detail),))
    made = _Made(application, name)
    template = made.template()
    if template is None:
        return empty
    stack = stack_of(Scope(template), files)
    detail = f"{problem.detail}; its source is read as far as constructs are literal"
    return replace(
        stack, synthesised=True,
        resources=tuple(
            replace(one, any_key=True) if one.id in made.any_key else one for one in stack.resources
        ),
        roles=tuple(made.role(role) for role in stack.roles),
        workloads=tuple(
            replace(one, environment=replace(one.environment, open=True)) if one.id in made.open else one
            for one in stack.workloads
            if one.kind == "lambda"
        ),
        problems=(
            replace(problem, detail=detail), *made.problems, *made.open_grants(),
            *(one for one in stack.problems if one.span not in made.machines),
        ),
    )  # fmt: skip


class _Made:
    """The template of one application."""

    def __init__(self, application: Application, name: str) -> None:
        self.application, self.name = application, name
        self.constructs = Constructs(application)
        self.values = Values(self.constructs)
        self.grants = Grants(self.constructs, self.values)
        self.open: set[str] = set()
        """Functions whose variables are not all known."""
        self.problems: list[Problem] = []
        self.any_key: set[str] = set()
        """Resources of which it is not known whether a customer managed key encrypts them."""
        self.machines: set[Span] = set()
        self._trees: dict[str, Tree] = {}
        self._places: dict[str, tuple[Source, Syntax]] = {}

    def template(self) -> Template | None:
        """The template; None where no function of the application is read."""
        known = [one for one in self.constructs.all if one.id]
        functions = [one for one in known if one.type == FUNCTION and not one.construct.call.where.looped]
        self._unread()
        if not functions:
            return None
        self.grants.read()
        root = self._node({"Resources": {}}, (), self.application.sources[0], None)
        resources = root.mapping["Resources"].mapping
        for one in known:
            if one.type == FUNCTION and one not in functions:
                continue
            if one.type == MACHINE:
                # Its program is made by calls: only its name is known here.
                self.machines.add(self._span(one.source, one.construct.call.node))
            properties = self._properties(one)
            self._encrypted(resources, one, properties)
            resources[one.id] = self._resource(one.id, one.type, properties, one)
            holder = self.grants.holders.get(one.id)
            if holder is not None:
                self._role(resources, holder)
        root.mapping["Parameters"] = self._node(
            {name: {"Type": "String"} for name in self.values.parameters}, ("Parameters",),
            self.application.sources[0], None,
        )  # fmt: skip
        text = self.application.files.text(self.name) or ""
        return Template.of(Tree(self.name, text), root)

    def role(self, role: Role) -> Role:
        """A role with what can't be told of it."""
        holder = next((one for one in self.grants.holders.values() if _role_id(one.made) == role.id), None)
        if holder is None:
            return role
        notes = list(dict.fromkeys(holder.unknown))[:_SHOWN]
        if self.grants.everywhere:
            notes.append(f"{_some(len(self.grants.everywhere))} give something to roles that can't be told")
        opaque = (HeldPolicy(name=role.id, kind="inline", opaque=why, span=role.span) for why in notes)
        return replace(role, policies=(*role.policies, *opaque))

    def open_grants(self) -> Iterator[Problem]:
        """The calls that give something to a role that can't be told."""
        for source, call in self.grants.everywhere:
            span = self._span(source, call.node)
            yield Problem(code=ProblemCode.UNKNOWN_POLICY, span=span, detail=said(call))

    def _unread(self) -> None:
        """Functions whose ids are computed, or which are made in a loop."""
        read = {id(one.construct.call) for one in self.constructs.all}
        for source in self.application.sources:
            for call in source.calls:
                kind = CLASSES.get(module_of(source, call), {}).get(call.method)
                if kind == FUNCTION and (id(call) not in read or call.where.looped):
                    what = "it is made in a loop or a callback" if id(call) in read else "its id is computed"
                    detail = f"{call.method}: {what}, so it is not read before the application is synthesised"
                    span = self._span(source, call.node)
                    self.problems.append(Problem(code=ProblemCode.NOT_SYNTHESISED, span=span, detail=detail))

    # --- what constructs make ---

    def _properties(self, made: Made) -> dict[str, Data]:
        call, source = made.construct.call, made.source
        given = self.values.given(made)[0]
        found: dict[str, Data] = {}
        row, name = resource_type(made.type), NAMES.get(made.type, "")
        if row is not None and row.property and name in given:
            found[row.property] = self.values.data(given[name].node, source, call.where)
        if made.type == FUNCTION:
            found |= self._function(made, given)
        elif made.type == "AWS::Lambda::LayerVersion":
            path = self._code(made, given.get("code") or given.get("entry"))
            found |= {"Content": path} if path is not None else {}
        elif made.type == ROLE:
            found |= {"AssumeRolePolicyDocument": self._trust(given.get("assumedBy"))}
        return found

    def _encrypted(self, resources: dict[str, Node], made: Made, properties: dict[str, Data]) -> None:
        """The key of a resource, where the template says it; the construct's own is a resource, too."""
        row = resource_type(made.type)
        try:
            key = self.values.key(made) if row is not None and row.key and made.type in _ENCRYPTED else None
        except LookupError:
            self.any_key.add(made.id)
            return
        if key is None or row is None:
            return
        *steps, last = row.key.split(".")
        inner: Data = {last: key}
        for step in reversed(steps):
            inner = [inner] if step.isdigit() else {step: inner}
        if isinstance(inner, dict):
            properties.update(inner)
        id = own_key(made)
        if key == {"Fn::GetAtt": [id, "Arn"]}:
            at = made.construct.call.method_node
            resources[id] = self._node({"Type": _KEY, "Properties": {}}, ("Resources", id), made.source, at)

    def _function(self, made: Made, given: dict[str, Argument]) -> dict[str, Data]:
        """What a template says of a function."""
        source, where = made.source, made.construct.call.where
        found: dict[str, Data] = {"Role": {"Fn::GetAtt": [_role_id(made), "Arn"]}}
        if "role" in given:
            role = self.constructs.at(given["role"].text, source, where)
            known = role is not None and role.type == ROLE
            found["Role"] = (
                {"Fn::GetAtt": [role.id, "Arn"]} if known and role is not None
                else self.values.data(given["role"].node, source, where)
            )  # fmt: skip
        found |= self._program(made, given)
        found["Environment"] = {"Variables": self._environment(made, given.get("environment"))}
        if "vpc" in given:
            found["VpcConfig"] = {"SubnetIds": [self.values.data(given["vpc"].node, source, where)]}
        if _is_traced(given):
            found["TracingConfig"] = {"Mode": "Active"}
        layers = elements(given["layers"].node) if "layers" in given else None
        made_layers = [self.constructs.at((one.text or b"").decode(), source, where) for one in layers or ()]
        found["Layers"] = [{"Ref": one.id} for one in made_layers if one is not None and one.id]
        return found

    def _program(self, made: Made, given: dict[str, Argument]) -> dict[str, Data]:
        """Its code, handler and runtime, by the construct's class."""
        kind, source, where = made.construct.kind, made.source, made.construct.call.where
        runtime = _runtime(given.get("runtime"))
        handler = literal(given["handler"].node) if "handler" in given else None
        entry = self.values.path(given["entry"].node, source, where) if "entry" in given else None
        if kind == "NodejsFunction":
            if "entry" not in given:
                entry = self._beside(made)
            stem, _ = posixpath.splitext(entry or "")
            return self._placed(posixpath.dirname(stem), entry) | {
                "Handler": f"{posixpath.basename(stem)}.{handler or 'handler'}",
                "Runtime": runtime or "nodejs20.x",
            }
        if kind == "PythonFunction":
            index = literal(given["index"].node) if "index" in given else "index.py"
            module = (index or "").removesuffix(".py")
            return self._placed(entry, entry) | {
                "Handler": f"{module}.{handler or 'handler'}", "Runtime": runtime or "python3.12"
            }  # fmt: skip
        if kind == "GoFunction":
            return self._placed(entry, entry) | {"Handler": "bootstrap", "Runtime": "provided.al2023"}
        inline = _inline(given.get("code"))
        code: Data | None = {"ZipFile": inline} if inline is not None else self._code(made, given.get("code"))
        found: dict[str, Data] = {} if code is None else {"Code": code}
        if kind == "DockerImageFunction":
            found = {"PackageType": "Image", "Code": {"ImageUri": "image"}}
        return found | {
            key: value for key, value in (("Handler", handler), ("Runtime", runtime)) if value is not None
        }  # fmt: skip

    def _placed(self, directory: str | None, entry: str | None) -> dict[str, Data]:
        return {"Code": self._local(directory)} if entry is not None and directory is not None else {}

    def _local(self, path: str) -> str:
        """A path of the project as the template's own place says it."""
        return posixpath.relpath(f"/{path}", f"/{posixpath.dirname(self.name)}")

    def _code(self, made: Made, given: Argument | None) -> str | None:
        """The directory of ``Code.fromAsset(...)``, or of an entry."""
        if given is None:
            return None
        node: Syntax | None = given.node
        if given.node.type in ("call", "call_expression"):
            function = given.node.child_by_field_name("function")
            name = camel((function.text or b"").decode().rpartition(".")[2]) if function is not None else ""
            if name not in ("fromAsset", "asset", "fromImageAsset", "fromDockerBuild"):
                return None
            arguments = given.node.child_by_field_name("arguments")
            named = arguments.named_children if arguments is not None else []
            first = named[0] if named else None
            is_named = first is not None and first.type == "keyword_argument"
            node = first.child_by_field_name("value") if is_named and first is not None else first
        found = self.values.path(node, made.source, made.construct.call.where) if node is not None else None
        return self._local(found) if found is not None else None

    def _beside(self, made: Made) -> str | None:
        """The entry of a ``NodejsFunction`` that names none: ``orders-stack.Reader.ts`` beside the source."""
        stem, _ = posixpath.splitext(made.source.name)
        names = (f"{stem}.{made.construct.id}{suffix}" for suffix in _SUFFIXES)
        return next((name for name in names if self.application.files.has(name)), None)

    def _environment(self, made: Made, given: Argument | None) -> dict[str, Data]:
        """Its variables: of the construct, and those that are set later."""
        found: dict[str, Data] = {}
        where = made.construct.call.where
        if not self.values.given(made)[1]:
            self.open.add(made.id)
        if given is not None:
            self._variables(given.node, made, found, 0)
        for source in self.application.sources:
            for call in source.calls:
                if camel(call.method) != "addEnvironment":
                    continue
                on = self.constructs.at(call.receiver, source, call.where)
                if on is None or on is not made:
                    if on is None:
                        self.open.add(made.id)
                    continue
                key = literal(call.positional[0].node) if call.positional else None
                if key is None or len(call.positional) < 2 or call.where.branched:
                    self.open.add(made.id)
                    found.pop(key or "", None)
                else:
                    found[key] = self.values.data(call.positional[1].node, source, call.where)
        computed = [key for key, value in found.items() if not is_known(value)]
        if where.looped or computed:
            # What a run of the application gives may be a resource of its own.
            self.open.add(made.id)
        return {key: value for key, value in found.items() if key not in computed}

    def _variables(self, node: Syntax, made: Made, found: dict[str, Data], depth: int) -> None:
        source, where = made.source, made.construct.call.where
        whole = self.values.object_of(node, source, where)
        if whole is None or depth > _SHOWN:
            self.open.add(made.id)
            return
        for key, value in self.values.entries(whole):
            if key:
                found[key] = self.values.data(value, source, where)
            else:
                inner = value.named_children[0] if value.named_children else value
                self._variables(inner, made, found, depth + 1)

    def _role(self, resources: dict[str, Node], holder: Holder) -> None:
        """The role of a function, or one that stands by itself, with what it is given."""
        made, id = holder.made, _role_id(holder.made)
        given = self.values.given(made)[0]
        managed = [f"arn:aws:iam::aws:policy/{name}" for name in holder.managed]
        if made.type == FUNCTION:
            managed[:0] = [f"arn:aws:iam::aws:policy/{_BASIC}"]
            managed[1:1] = [f"arn:aws:iam::aws:policy/{_VPC}"] if "vpc" in given else []
            properties: dict[str, Data] = {"AssumeRolePolicyDocument": _trusting("lambda.amazonaws.com")}
            # Not where the function is: a role at its place is one that a framework makes unseen.
            at = made.construct.call.method_node
            resources[id] = self._node(
                {"Type": ROLE, "Properties": properties}, ("Resources", id), made.source, at
            )
        role = resources[id]
        properties_node = role.mapping["Properties"]
        properties_node.mapping["ManagedPolicyArns"] = self._node(
            list(managed), (*properties_node.path, "ManagedPolicyArns"), made.source, made.construct.call.node
        )
        policy = f"{id}DefaultPolicy"
        document: dict[str, Data] = {"Version": "2012-10-17", "Statement": []}
        body: dict[str, Data] = {"PolicyName": policy, "Roles": [{"Ref": id}], "PolicyDocument": document}
        resources[policy] = node = self._resource(policy, "AWS::IAM::Policy", body, made)
        listed = node.get("Properties", "PolicyDocument", "Statement")
        assert listed is not None
        for one in holder.given:
            path = (*listed.path, len(listed.items))
            listed.items.append(self._node(one.statement, path, one.source, one.call.node))
        if made.type == FUNCTION and _is_traced(given):
            traced: Data = {"Effect": "Allow", "Action": list(_TRACING), "Resource": ["*"]}
            path = (*listed.path, len(listed.items))
            listed.items.append(self._node(traced, path, made.source, made.construct.call.node))

    def _trust(self, given: Argument | None) -> Data:
        """A trust policy for the services that the source names."""
        text = given.text if given is not None else ""
        return _trusting(*re.findall(r"ServicePrincipal\(\s*[\"']([\w.-]+)[\"']", text))

    # --- nodes ---

    def _resource(self, id: str, type: str, properties: dict[str, Data], made: Made) -> Node:
        data: dict[str, Data] = {"Type": type, "Properties": properties}
        if made.construct.kind == "DockerImageFunction" and type == FUNCTION:
            context = self._code(made, self.values.given(made)[0].get("code"))
            data["Metadata"] = {"DockerContext": context} if context is not None else {}
        return self._node(data, ("Resources", id), made.source, made.construct.call.node)

    def _node(self, data: Data, path: Path, source: Source, place: Syntax | None) -> Node:
        """Data as a template's node that stands at a place of the source."""
        tree = self._tree(source)
        start, end = self._offsets(source, place)
        begins, ends = (yaml.Mark(source.name, one, 0, 0, None, 0) for one in (start, end))
        raw = yaml.ScalarNode("", "", begins, ends)
        value: dict[str, Node] | list[Node] | str
        if isinstance(data, dict):
            value = {key: self._node(one, (*path, key), source, place) for key, one in data.items()}
        elif isinstance(data, list):
            value = [self._node(one, (*path, index), source, place) for index, one in enumerate(data)]
        else:
            value = data
        return Node(tree, path, value, raw, raw)

    def _tree(self, source: Source) -> Tree:
        if source.name not in self._trees:
            self._trees[source.name] = Tree(source.name, source.text)
        return self._trees[source.name]

    def _offsets(self, source: Source, place: Syntax | None) -> tuple[int, int]:
        """Where a place begins and ends, in characters."""
        if place is None:
            return 0, 0
        if source.text.isascii():
            return place.start_byte, place.end_byte
        whole = source.text.encode("utf-8", "surrogatepass")
        start = len(whole[: place.start_byte].decode("utf-8", "replace"))
        return start, start + len(whole[place.start_byte : place.end_byte].decode("utf-8", "replace"))

    def _span(self, source: Source, place: Syntax) -> Span:
        return self._tree(source).span_between(*self._offsets(source, place))


def _some(calls: int) -> str:
    return "a call of the application's source may" if calls == 1 else f"{calls} calls of the source may"


def _role_id(made: Made) -> str:
    return made.id if made.type == ROLE else f"{made.id}ServiceRole"


def _trusting(*services: str) -> Data:
    statements: list[Data] = [
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": one}} for one in services
    ]
    return {"Statement": statements}


def _is_traced(given: dict[str, Argument]) -> bool:
    return "tracing" in given and given["tracing"].text.upper().endswith("ACTIVE")


def _runtime(given: Argument | None) -> str | None:
    """``Runtime.PYTHON_3_12`` as Lambda calls it."""
    found = _RUNTIME.search(given.text) if given is not None else None
    if found is None:
        return None
    name, version = found[1].lower(), found[2].lower()
    if name == "nodejs":
        return f"nodejs{version.replace('_x', '.x')}"
    if name == "provided":
        return f"provided.{version}"
    return f"{name}{version.replace('_', '.')}"


def _inline(given: Argument | None) -> str | None:
    """The text of ``Code.fromInline("...")``."""
    node = given.node if given is not None else None
    function = node.child_by_field_name("function") if node is not None else None
    arguments = node.child_by_field_name("arguments") if node is not None else None
    if function is None or arguments is None or not arguments.named_children:
        return None
    name = camel((function.text or b"").decode().rpartition(".")[2])
    return literal(arguments.named_children[0]) if name in ("fromInline", "inline") else None
