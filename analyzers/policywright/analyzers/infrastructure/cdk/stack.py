"""A CDK application that is not synthesised, as a stack: what its source says, as far as that is literal.

The constructs (``constructs``), their properties (``values``) and what their roles are given (``grants``) are
put together as the template that ``cdk synth`` would write, its nodes standing where the source has them;
``cloudformation.reader.stack_of`` reads that like any other. What is computed (ids, loops, helpers) is a
problem of the stack and leaves the roles that it may be about open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policywright.analyzers.infrastructure.cdk.application import MAX_SOURCES, Application
from policywright.analyzers.infrastructure.cdk.calls import camel, variable_of
from policywright.analyzers.infrastructure.cdk.constructs import (
    CLASSES,
    FUNCTION,
    MACHINE,
    POLICIES,
    ROLE,
    Constructs,
    Made,
    class_of,
    module_of,
    role_id,
)
from policywright.analyzers.infrastructure.cdk.functions import Functions, is_traced
from policywright.analyzers.infrastructure.cdk.grants import (
    Given,
    Grants,
    Holder,
    said,
)
from policywright.analyzers.infrastructure.cdk.nodes import Nodes
from policywright.analyzers.infrastructure.cdk.records import Argument, Call, Placed, Source
from policywright.analyzers.infrastructure.cdk.statements import AtMost, either
from policywright.analyzers.infrastructure.cdk.tasks import unread_tasks
from policywright.analyzers.infrastructure.cdk.unread import shown
from policywright.analyzers.infrastructure.cdk.values import (
    NAMES,
    Data,
    Values,
    own_key,
)
from policywright.analyzers.infrastructure.cloudformation.intrinsics import Scope
from policywright.analyzers.infrastructure.cloudformation.reader import stack_of
from policywright.analyzers.infrastructure.cloudformation.template import Template
from policywright.analyzers.infrastructure.model import (
    Alike,
    HeldPolicy,
    HeldStatement,
    Problem,
    ProblemCode,
    Role,
    Stack,
    Workload,
)
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.types import resource_type
from policywright.analyzers.infrastructure.yaml_nodes import Node, Tree
from policywright.analyzers.model import Span
from policywright.knowledge.records import replace
from policywright.knowledge.values import Const, Struct, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node as SyntaxNode

_BASIC, _VPC = "service-role/AWSLambdaBasicExecutionRole", "service-role/AWSLambdaVPCAccessExecutionRole"
_MAPPING = "AWS::Lambda::EventSourceMapping"
_UNTOLD: Data = {"Fn::Transform": {"Name": "source"}}
"""What a call does not say here."""
_STREAMED = ("AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable")
"""What has a stream beside itself."""
_TRACING = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
_SHOWN = 5
_NO_PEOPLE = frozenset(("Service", "Composite", "SessionTags"))
"""Principals of aws-iam that are services, or made of others."""
_OF_RESOURCES = frozenset(type for classes in POLICIES.values() for type in classes.values())
_POLICIES_OF = {
    "AWS::S3::Bucket": ("AWS::S3::BucketPolicy", "PolicyDocument", "Bucket"),
    "AWS::SQS::Queue": ("AWS::SQS::QueuePolicy", "PolicyDocument", "Queues"),
    "AWS::SNS::Topic": ("AWS::SNS::TopicPolicy", "PolicyDocument", "Topics"),
    "AWS::SecretsManager::Secret": ("AWS::SecretsManager::ResourcePolicy", "ResourcePolicy", "SecretId"),
    "AWS::Kinesis::Stream": ("AWS::Kinesis::ResourcePolicy", "ResourcePolicy", "ResourceArn"),
}
"""What the CDK makes of a statement for a resource's own policy: the type, its document, and what names the
resource. That of a key also says who may use it by policies of their own: that is not all in the source."""
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
        return replace(empty, problems=(problem, *made.tasks(), *shown(application)))
    stack = stack_of(Scope(template), files)
    detail = f"{problem.detail}; its source is read as far as constructs are literal"
    return replace(
        stack, synthesised=True, of_source=True,
        resources=tuple(
            replace(one, any_key=True) if one.id in made.any_key else one for one in stack.resources
        ),
        roles=tuple(made.role(role) for role in stack.roles),
        workloads=tuple(
            replace(one, environment=made.environment(one)) for one in stack.workloads if one.kind == "lambda"
        ),
        problems=(
            replace(problem, detail=detail), *made.problems, *made.tasks(), *made.open_grants(),
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
        self.functions = Functions(name, self.constructs, self.values)
        self.nodes = Nodes()
        self.problems: list[Problem] = []
        self.any_key: set[str] = set()
        """Resources of which it is not known whether a customer managed key encrypts them."""
        self.machines: set[Span] = set()

    def template(self) -> Template | None:
        """The template; None where no function of the application is read."""
        known = [one for one in self.constructs.all if one.id]
        functions = [one for one in known if one.type == FUNCTION and not one.construct.call.where.looped]
        self._unread()
        if not functions:
            return None
        self.grants.read()
        root = self.nodes.node({"Resources": {}}, (), self.application.sources[0], None)
        resources = root.mapping["Resources"].mapping
        for one in known:
            if one.type == FUNCTION and one not in functions:
                continue
            if one.type == MACHINE:
                # Its program is made by calls: only its name is known here.
                self.machines.add(self.nodes.span(one.source, one.construct.call.node))
            properties = self._properties(one)
            self._encrypted(resources, one, properties)
            resources[one.id] = self._resource(one.id, one.type, properties, one)
            holder = self.grants.holders.get(one.id)
            if holder is not None and not one.is_raw:
                self._role(resources, holder)
        self._resource_policies(resources)
        for number, (made, arn, source, call) in enumerate([*self._mapped(), *self._polled()]):
            id = f"{made.id}EventSourceMapping{number}"
            body: dict[str, Data] = {"FunctionName": {"Ref": made.id}, "EventSourceArn": arn}
            resources[id] = self.nodes.node(
                {"Type": _MAPPING, "Properties": body}, ("Resources", id), source, call.node
            )
        for number, (brought, source, call) in enumerate(self.grants.bringing):
            id = f"{brought.name}{number}"
            resources[id] = self.nodes.node(
                {"Type": brought.type, "Properties": {}}, ("Resources", id), source, call.node
            )
        root.mapping["Parameters"] = self.nodes.node(
            {name: {"Type": "String"} for name in self.values.parameters}, ("Parameters",),
            self.application.sources[0], None,
        )  # fmt: skip
        text = self.application.files.text(self.name) or ""
        return Template.of(Tree(self.name, text), root)

    def tasks(self) -> tuple[Problem, ...]:
        """Tasks of containers, of which nothing is read here."""
        return tuple(dict.fromkeys(unread_tasks(self.constructs, self.nodes)))

    def _polled(self) -> Iterator[tuple[Made, Data, Source, Call]]:
        """The functions that poll something by an event source."""
        for made, on, source, call in self.grants.polled:
            if on is None or on.type in _STREAMED:
                yield made, _UNTOLD if on is None else {"Fn::GetAtt": [on.id, "StreamArn"]}, source, call
            else:
                yield made, self.values.arn(on), source, call

    def _mapped(self) -> Iterator[tuple[Made, Data, Source, Call]]:
        """The functions that poll something by a mapping, for which no call grants anything."""
        for source, call in self.constructs.frames.calls:
            text = ""
            if camel(call.method) == "addEventSourceMapping":
                text = call.receiver
            elif call.method in ("EventSourceMapping", "CfnEventSourceMapping"):
                target = call.named("target", "function_name", "functionName")
                text = target.text if target is not None else ""
            made = self.constructs.at(variable_of(text), source, call.where) if text else None
            if made is not None and made.type == FUNCTION and made.id:
                polled = call.named("event_source_arn", "eventSourceArn")
                arn = self.values.data(polled.node, source, call.where) if polled is not None else _UNTOLD
                yield made, arn, source, call

    def _resource_policies(self, resources: dict[str, Node]) -> None:
        """What ``addToResourcePolicy`` says of whom; a statement that can't be told is left out."""
        number = 0
        for source, call in self.constructs.frames.calls:
            given = call.first("statement", "permission")
            if camel(call.method) != "addToResourcePolicy" or given is None or call.where.looped:
                continue
            on = self.constructs.at(call.receiver, source, call.where)
            row = _POLICIES_OF.get(on.type) if on is not None and on.id else None
            found = self.grants.statements.of(Placed(node=given.node, source=source, where=call.where))
            if on is None or row is None or found is None or "Principal" not in found[0]:
                continue
            type, document, of = row
            id = f"{on.id}ResourcePolicy{number}"
            number += 1
            body: dict[str, Data] = {of: {"Ref": on.id}, document: {"Statement": [found[0]]}}
            resources[id] = self.nodes.node(
                {"Type": type, "Properties": body}, ("Resources", id), found[1], found[2].node
            )

    def environment(self, workload: Workload) -> Struct:
        """A function's variables, those among them that only a run tells, and whether there may be more."""
        computed = self.functions.computed.get(workload.id, ())
        unknown = tuple((name, Unknown("template")) for name in computed)
        is_open = workload.environment.open or workload.id in self.functions.open
        maybe = workload.environment.maybe | self.functions.unsure.get(workload.id, frozenset())
        fields = (*workload.environment.fields, *unknown)
        return replace(workload.environment, fields=fields, open=is_open, maybe=maybe)

    def role(self, role: Role) -> Role:
        """A role with what can't be told of it."""
        holder = next((one for one in self.grants.holders.values() if role_id(one.made) == role.id), None)
        if holder is None:
            return role
        every = [*holder.unknown.items()]
        notes, more = every[:_SHOWN], [may for _, may in every[_SHOWN:]]
        if more:
            further = f"what {len(more)} further calls give can't be told before it is synthesised"
            notes.append((further, either(*more)))
        if self.grants.everywhere:
            first = self.nodes.span(self.grants.everywhere[0][0], self.grants.everywhere[0][1].node)
            further = f" and {len(self.grants.everywhere) - 1} more" if self.grants.everywhere[1:] else ""
            where = f"{first.file}:{first.line}{further}"
            untold = (
                f"{_some(len(self.grants.everywhere))} give something to roles that can't be told ({where})"
            )
            notes.append((untold, either(*(may for _, _, may in self.grants.everywhere))))
        opaque = (
            HeldPolicy(name=role.id, kind="inline", opaque=why, may=_allowing(may, role.span), span=role.span)
            for why, may in notes
        )
        policies = (_as_given(one, holder) for one in role.policies)
        return replace(role, policies=(*policies, *opaque), users=(*role.users, *holder.users))

    def open_grants(self) -> Iterator[Problem]:
        """The calls that give something to a role that can't be told."""
        for source, call, _ in self.grants.everywhere:
            span = self.nodes.span(source, call.node)
            yield Problem(code=ProblemCode.UNKNOWN_POLICY, span=span, detail=said(call))

    def _unread(self) -> None:
        """Functions whose ids are computed, or which are made in a loop."""
        read = {id(one.construct.call) for one in self.constructs.all}
        for source, call in self.constructs.frames.calls:
            kind = CLASSES.get(module_of(source, call), {}).get(class_of(source, call))
            if kind == FUNCTION and (id(call) not in read or call.where.looped):
                looped = id(call) in read
                what = "it is made in a loop or a callback" if looped else "its id is computed"
                several = "they are made in loops or callbacks" if looped else "their ids are computed"
                problem = Problem(
                    code=ProblemCode.NOT_SYNTHESISED,
                    span=self.nodes.span(source, call.node),
                    detail=f"{call.method}: {what}, so it is not read before the application is synthesised",
                    alike=Alike(
                        name=call.method,
                        said=f"{several}, so they are not read before the application is synthesised",
                    ),
                )
                self.problems.extend([problem] if problem not in self.problems else [])

    # --- what constructs make ---

    def _properties(self, made: Made) -> dict[str, Data]:
        given = self.values.given(made)[0]
        found: dict[str, Data] = {}
        row, name = resource_type(made.type), NAMES.get(made.type, "")
        if row is not None and row.property and name in given:
            found[row.property] = self.values.of(made, given[name])
        if made.type == FUNCTION:
            found |= self.functions.properties(made, given)
        elif made.type == "AWS::Lambda::LayerVersion":
            path = self.functions.code(made, given.get("code") or given.get("entry"))
            found |= {"Content": path} if path is not None else {}
        elif (made.type == ROLE and made.is_raw) or made.type in _OF_RESOURCES:
            found |= self.values.raw(made)
        elif made.type == ROLE:
            found |= {"AssumeRolePolicyDocument": self._trust(made, given.get("assumedBy"))}
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
            resources[id] = self.nodes.node(
                {"Type": _KEY, "Properties": {}}, ("Resources", id), made.source, at
            )

    def _role(self, resources: dict[str, Node], holder: Holder) -> None:
        """The role of a function, or one that stands by itself, with what it is given."""
        made, id = holder.made, role_id(holder.made)
        given = self.values.given(made)[0]
        managed = [f"arn:aws:iam::aws:policy/{name}" for name in holder.managed]
        if made.type == FUNCTION:
            managed[:0] = [f"arn:aws:iam::aws:policy/{_BASIC}"]
            managed[1:1] = [f"arn:aws:iam::aws:policy/{_VPC}"] if "vpc" in given else []
            properties: dict[str, Data] = {"AssumeRolePolicyDocument": _trusting("lambda.amazonaws.com")}
            # Not where the function is: a role at its place is one that a framework makes unseen.
            at = made.construct.call.method_node
            resources[id] = self.nodes.node(
                {"Type": ROLE, "Properties": properties}, ("Resources", id), made.source, at
            )
        role = resources[id]
        properties_node = role.mapping["Properties"]
        properties_node.mapping["ManagedPolicyArns"] = self.nodes.node(
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
            listed.items.append(self.nodes.node(one.statement, path, one.source, one.call.node))
        if any(is_traced(self.values.given(one)[0]) for one in self._run_by(holder)):
            traced: Data = {"Effect": "Allow", "Action": list(_TRACING), "Resource": ["*"]}
            path = (*listed.path, len(listed.items))
            listed.items.append(self.nodes.node(traced, path, made.source, made.construct.call.node))

    def _run_by(self, holder: Holder) -> list[Made]:
        """The functions that run under a role: its own, or all that are given it."""
        if holder.made.type == FUNCTION:
            return [holder.made]
        return [
            one
            for one in self.constructs.all
            if one.type == FUNCTION and self.functions.given_role(one) is holder.made
        ]

    def _trust(self, made: Made, given: Argument | None) -> Data:
        """A trust policy for the services that the source names, and for whom else it names."""
        node = (
            self.values.frames.followed(self.values.placed(made, given)).node if given is not None else None
        )
        text = (node.text or b"").decode("utf-8", "replace") if node is not None else ""
        services = re.findall(r"ServicePrincipal\(\s*[\"']([\w.-]+)[\"']", text)
        people = [one for one in re.findall(r"\b(\w+)Principal\(", text) if one not in _NO_PEOPLE]
        named = [f"{one}Principal" for one in people]
        if node is None or len(re.findall(r"\bServicePrincipal\(", text)) > len(services) or _is_untold(node):
            named.append("a principal that is computed")
        return _trusting(*services, people=named)

    # --- nodes ---

    def _resource(self, id: str, type: str, properties: dict[str, Data], made: Made) -> Node:
        data: dict[str, Data] = {"Type": type, "Properties": properties}
        if made.construct.kind == "DockerImageFunction" and type == FUNCTION:
            context = self.functions.context(made, self.values.given(made)[0].get("code"))
            data["Metadata"] = {"DockerContext": context} if context is not None else {}
        return self.nodes.node(data, ("Resources", id), made.source, made.construct.call.node)


def _is_untold(node: SyntaxNode) -> bool:
    """A principal that is no call of a constructor; of several, one of them."""
    text = (node.text or b"").decode("utf-8", "replace")
    if re.match(r"(?:new\s+)?(?:\w+\.)*CompositePrincipal\(", text) is None:
        return re.match(r"(?:new\s+)?(?:\w+\.)*\w+Principal\(", text) is None
    given = node.child_by_field_name("arguments")
    return given is None or any(map(_is_untold, given.named_children))


def _as_given(policy: HeldPolicy, holder: Holder) -> HeldPolicy:
    """A policy with what the source tells of each of its statements."""
    mark = next((one for name, one in holder.managed.items() if f"/{policy.name}".endswith(f"/{name}")), "")
    if mark and policy.kind == "aws-managed":
        return replace(policy, only_if=(*policy.only_if, mark))
    if not holder.given or policy.name != f"{role_id(holder.made)}DefaultPolicy":
        return policy
    by_place: dict[str | int, Given] = dict(enumerate(holder.given))
    given = [by_place.get(one.site.path[-1]) if one.site is not None else None for one in policy.statements]
    return replace(
        policy,
        statements=tuple(
            _stated(one, made) if made is not None else one
            for one, made in zip(policy.statements, given, strict=True)
        ),
    )


def _stated(held: HeldStatement, made: Given) -> HeldStatement:
    mark = (f"{made.source.name}:{made.call.line}",) if made.perhaps else ()
    return replace(held, only_if=(*held.only_if, *mark), written=made.written)


def _allowing(may: AtMost, span: Span) -> tuple[HeldStatement, ...] | None:
    """A statement of these actions on what can't be told."""
    if may is None:
        return None
    actions = tuple(Const(one) for one in may)
    made = HeldStatement(effect="Allow", actions=actions, resources=(Unknown("template"),), span=span)
    return (made,) if may else ()


def _some(calls: int) -> str:
    return "a call of the application's source may" if calls == 1 else f"{calls} calls of the source may"


def _trusting(*services: str, people: Sequence[str] = ()) -> Data:
    named = [*(("Service", one) for one in services), *(("AWS", one) for one in people)]
    statements: list[Data] = [
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {kind: one}} for kind, one in named
    ]
    return {"Statement": statements}
