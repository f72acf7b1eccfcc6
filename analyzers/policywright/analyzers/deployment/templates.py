"""The resources of a CloudFormation template as they will be: SAM's expanded, named, with what each asks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from policywright.analyzers.deployment import connecting, sam
from policywright.analyzers.deployment.model import ALL_PHASES, Asked, Made
from policywright.analyzers.deployment.naming import (
    OPEN,
    arn_in,
    arns_of,
    generated,
    in_other_regions,
    is_within,
    objects_of,
    open_arns,
    receivers,
)
from policywright.analyzers.deployment.passing import roles_of, written_roles
from policywright.analyzers.deployment.references import Names
from policywright.analyzers.deployment.resources import Placing
from policywright.analyzers.deployment.running import secret_arns
from policywright.analyzers.deployment.sections import DYNAMIC, parameter_arn
from policywright.analyzers.infrastructure.cloudformation.intrinsics import Scope
from policywright.analyzers.infrastructure.cloudformation.nesting import STACK
from policywright.analyzers.infrastructure.cloudformation.template import Declared
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.types import arn_value, parts_of, physical_name, resource_type
from policywright.analyzers.infrastructure.yaml_nodes import Node
from policywright.analyzers.model import Span, Unresolved, UnresolvedCode
from policywright.knowledge import texts
from policywright.knowledge.deployments import UPDATE_POLICY, Deployments, Handlers
from policywright.knowledge.records import dataclass, replace
from policywright.knowledge.texts import Parts
from policywright.knowledge.values import Const, Hole, Items, Struct, Text, Value, alternatives, one_of

_RESOLVE = re.compile(r"\{\{resolve:(ssm|ssm-secure|secretsmanager):([^{}]*)\}\}")
_MACRO = "AWS::CloudFormation::Macro"
_CUSTOM = ("AWS::CloudFormation::CustomResource", "Custom::")
_CUSTOM_SOURCE = (
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-custom-resources.html"
)
_NOTIFICATION = "NotificationConfiguration"
_STACK_SET = "AWS::CloudFormation::StackSet"
PACKAGED = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-cli-package.html"
"""Why something is in the bucket that the tool uploads to."""
_APPLICATION = (
    "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/"
    "serverless-sam-template-nested-applications.html"
)
_NESTED = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-nested-stacks.html"
_PROFILE = "AWS::IAM::InstanceProfile"
_LOCAL = {
    "AWS::Lambda::Function": "Code",
    "AWS::Lambda::LayerVersion": "Content",
    "AWS::ApiGateway::RestApi": "BodyS3Location",
    "AWS::ApiGatewayV2::Api": "BodyS3Location",
    "AWS::StepFunctions::StateMachine": "DefinitionS3Location",
    "AWS::AppSync::GraphQLSchema": "DefinitionS3Location",
}
"""Properties that packaging replaces where they are local files.

https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html"""
_VERSION = "AWS::Lambda::Version"
_PARTS = {"AWS::Lambda::Alias": "Name", _VERSION: ""}
"""Types whose reference is the ARN of a part of a function, and the property that says which part."""
_OF_PARTS = {"AWS::Lambda::Url": "TargetFunctionArn", "AWS::Lambda::EventInvokeConfig": "FunctionName"}
"""Types that are about a part of a function, as their qualifier says, and whose: making it is asked on that
part."""
_LATEST = "$LATEST"
_NO_HANDLER = frozenset((
    "AWS::CloudFormation::WaitConditionHandle", "AWS::CloudFormation::WaitCondition", "AWS::CDK::Metadata",
    "AWS::CloudFormation::Interface", "AWS::CloudFormation::Macro", "AWS::CloudFormation::Init",
))  # fmt: skip
"""Types that CloudFormation handles by itself, or with nothing of the caller's but what is asked anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What all templates of a project have in common."""

    files: ProjectFiles
    knowledge: Deployments
    placing: Placing


class OfTemplate:
    """The resources of one template, SAM's expanded, with their names known to each other."""

    def __init__(
        self, scope: Scope, stack: Parts, known: Known, extra: Iterable[tuple[sam.Expanded, Span]] = (),
        restored: Callable[[Struct], Struct] = lambda one: one, *, tagged: bool = False,
        buckets: tuple[Parts, ...] = (OPEN,),
    ) -> None:  # fmt: skip
        self.scope = scope
        self.buckets = buckets
        """Where the tool uploads to."""
        self.extra = tuple(extra)
        self.restored = restored
        self.stack = stack
        self.known = known
        self.tagged = tagged
        """SAM gives everything tags of its own, and whoever deploys a stack may."""
        self.names = Names()
        self.unresolved: list[Unresolved] = []
        self._several: dict[str, list[Parts]] = {}
        """The names of a resource that may have one of several."""
        self._spans: dict[str, Span] = {}
        self._raw: list[sam.Expanded] = []

    def named(self) -> None:
        """Finds out what everything is called; again, when nested stacks have given something back."""
        self._raw = self._raw or self.expanded()
        left = {one.id: one for one in self._raw}
        while left:
            self._call(next(iter(left.values())), left)
        for one in self._raw:
            if one.type in _PARTS:
                self.names.qualified |= self._as_part(one)
        # ARNs of what is named by another's name come out once that is known.
        for one in self._raw:
            self.names.arns[one.id] = self._own(one, self.names.settled(one.properties))
        # So do those of what is in something else that is made, and of what is in that.
        within = [one for one in self._raw if is_within(one.type)]
        for _ in within:
            before = {one.id: self.names.arns[one.id] for one in within}
            for one in within:
                self.names.arns[one.id] = self._own(one, self.names.as_arns(one.properties))
            if all(self.names.arns[id] == arns for id, arns in before.items()):
                break
        self.names.profiles = _profiles(self._raw, self.names)

    def all(self) -> list[Made]:
        """Everything that the template makes."""
        if not self._raw:
            self.named()
        raw = self._raw
        trusted = {one.id: _trusted(one) for one in raw}
        for one in raw:
            if one.type == _PROFILE:
                trusted[one.id] = _all_of(trusted.get(id, ()) for id in _mentioned(one.properties))
        found: list[Made] = []
        for one in raw:
            placed = self._uploaded(one)
            properties = self.names.settled(placed)
            given = self.names.as_arns(placed)
            assert isinstance(properties, Struct) and isinstance(given, Struct)
            if one.type in (STACK, _STACK_SET):
                # A role among them is passed on by what is made inside.
                given = replace(given, fields=tuple(each for each in given.fields if each[0] != "Parameters"))
            handlers = self.known.knowledge.cloudformation(one.type)
            mentioned = [*_mentioned(one.properties)]
            services = _all_of(trusted.get(id, ()) for id in mentioned) or ()
            known = [arn for id in mentioned if trusted.get(id) for arn in self._roles_of(id)]
            found.append(Made(
                id=one.id, type=one.type, span=self._spans[one.id], properties=properties, given=given,
                own=self.names.arns.get(one.id, ()), phases=self._phases(one), tagged=self.tagged,
                handlers=handlers, services=services, trusting=tuple(known),
                needs=tuple(self._needs(one, properties, handlers)),
            ))  # fmt: skip
        return found

    def _roles_of(self, id: str) -> Iterable[Value]:
        """The ARNs of a role, or of the roles of a profile."""
        return self.names.profiles.get(id) or self.names.arns.get(id, ())

    def expanded(self) -> list[sam.Expanded]:
        found: dict[str, sam.Expanded] = {}
        notifying: list[str] = []
        template = self.scope.template
        for id, declared in template.resources.items():
            if not self.is_there(declared):
                continue
            properties = self.restored(_properties(self.scope, declared))
            notifying += sam.notifying(declared.type, properties)
            for one in sam.expanded(id, declared.type, properties):
                if one.id not in found or one.id == id:
                    found[one.id] = one
                    self._spans[one.id] = declared.span
        self._implicit(found)
        for id in connecting.told(self.scope):
            found.pop(id, None)
        for one, span in list(connecting.connecting(self.scope, found)):
            found[one.id] = one
            self._spans[one.id] = span
        for id in notifying:
            if id in found and found[id].properties.get(_NOTIFICATION) is None:
                fields = (*found[id].properties.fields, (_NOTIFICATION, Const("true")))
                found[id] = replace(found[id], properties=replace(found[id].properties, fields=fields))
        for one, span in self.extra:
            if one.id not in template.resources or template.resources[one.id].properties is None:
                found[one.id] = one
                self._spans[one.id] = span
        return list(found.values())

    def _implicit(self, found: dict[str, sam.Expanded]) -> None:
        """What ``Globals`` say of the APIs that events alone make."""
        for id, type in sam.IMPLICIT.items():
            shared = self.scope.template.root.get("Globals", type.rpartition(":")[2])
            if id not in found or shared is None:
                continue
            mine = {one.type: one for one in found.values() if one.id.startswith(id)}
            for one in sam.expanded(id, type, _evaluated(self.scope, shared)):
                there = mine.get(one.type, one)
                fields = dict(one.properties.fields) | dict(there.properties.fields)
                found[there.id] = replace(one, id=there.id, properties=Struct(tuple(fields.items())))
                self._spans.setdefault(there.id, self._spans[id])

    def is_there(self, declared: Declared) -> bool:
        """Whether no condition that is decided keeps a resource out of the stack."""
        named = declared.node.get("Condition")
        return named is None or self.scope.decided.get(named.text or "", True)

    def deployment_bucket(self) -> Value:
        """The bucket that the framework uploads to, as the functions' code says."""
        for one in self.expanded():
            code = one.properties.get("Code")
            bucket = code.get("S3Bucket") if isinstance(code, Struct) else None
            if one.type == "AWS::Lambda::Function" and bucket is not None:
                return self.names.settled(bucket)
        return texts.join(OPEN)

    def _phases(self, one: sam.Expanded) -> str:
        """What is retained is never deleted."""
        declared = self.scope.template.resources.get(one.id)
        policy = None if declared is None else declared.node.get("DeletionPolicy")
        retained = policy is not None and policy.text in ("Retain", "RetainExceptOnCreate")
        return "cru" if retained or one.retained else ALL_PHASES

    def _call(self, one: sam.Expanded, left: dict[str, sam.Expanded]) -> None:
        """Notes a resource's physical name, after those that it is made of; ``left`` have none yet.

        A log group that is called after its function may stand before that.
        """
        del left[one.id]
        row = resource_type(one.type)
        if row is not None:
            self.names.whole[arn_value(row, physical_name(one.id))] = one.id
        handlers = self.known.knowledge.cloudformation(one.type)
        property = row.property if row is not None else ""
        if not property and handlers is not None and len(handlers.id) == 1:
            property = handlers.id[0]
        given = one.properties.get(property) if property and "." not in property else None
        name = generated(one.type, self.stack, one.id)
        if given is not None and any(isinstance(option, Const | Text) for option in alternatives(given)):
            for id in _mentioned(Struct(((property, given),))):
                if id in left:
                    self._call(left[id], left)
            settled = self.names.settled(given)
            several = [parts_of(option) for option in alternatives(settled)]
            if property in one.properties.maybe:
                several.append(name)
            name = OPEN if len(several) > 1 else several[0]
            self._several[one.id] = several
        elif not property and not (handlers is not None and handlers.fill) and one.type != STACK:
            # What has no name of its own is called by an id that its service makes.
            name = OPEN
        self.names.names[one.id] = name

    def _own(self, one: sam.Expanded, properties: Value) -> tuple[Value, ...]:
        assert isinstance(properties, Struct)
        names = self._several.get(one.id, [self.names.names[one.id]])
        known = tuple(dict.fromkeys(arn for name in names for arn in arns_of(one.type, name, properties)))
        known = known or tuple(_versions_of(one.type, properties))
        handlers = self.known.knowledge.cloudformation(one.type)
        if not known and handlers is not None:
            known = self.known.placing.own_of(handlers, properties, names[-1])
        known = known or _part_of(one.type, properties) or open_arns(one.type)
        return in_other_regions(one.type, known, properties)

    def _as_part(self, one: sam.Expanded) -> dict[str, Value]:
        """What a reference to a version or an alias comes to, by its id."""
        function = one.properties.get("FunctionName")
        named = one.properties.get(_PARTS[one.type])
        if function is None:
            return {}
        whole = _function(self.names.settled(function))
        name = OPEN if named is None else texts.parts(self.names.settled(named))
        return {one.id: texts.join((*whole, ":", *name))}

    def _needs(self, one: sam.Expanded, properties: Struct, handlers: Handlers | None) -> Iterator[Asked]:
        span = self._spans[one.id]
        if one.type.startswith(_CUSTOM):
            yield from self._custom(one, properties)
        elif handlers is None and one.type not in _NO_HANDLER:
            self.unresolved.append(_unknown(one, span))
        for service, reference in _resolved(one.properties):
            yield _dynamic(service, reference, one.id, span)
        if one.type in _LOCAL:
            yield from self._packaged(one, span)
        if one.type == _MACRO and properties.get("LogRoleARN") is not None:
            yield _logs(self.names.as_arns(one.properties), span)
        if one.type in (STACK, _STACK_SET):
            yield from self._template(one, properties, span)

    def _template(self, one: sam.Expanded, properties: Struct, span: Span) -> Iterator[Asked]:
        """The template of a nested stack is read from where it is uploaded to, before or by packaging."""
        url = properties.get("TemplateURL")
        if isinstance(url, Struct):
            yield _published(one.id, url, span)
        if url is None or isinstance(url, Struct):
            return
        local = any(isinstance(one, Const) and "://" not in str(one.value) for one in alternatives(url))
        where = self._artifacts() if local else objects_of(url)
        yield Asked(
            actions=("s3:GetObject",), resources=where, why=f"the template of {one.id} is read", span=span,
            operation=one.type, phases="cu", source=PACKAGED if local else _NESTED,
        )  # fmt: skip

    def _artifacts(self) -> tuple[Value, ...]:
        """What is in the buckets that the tool uploads to."""
        return tuple(arn_in("s3", *one, "/*", region="", account="") for one in self.buckets)

    def _uploaded(self, one: sam.Expanded) -> Struct:
        """Properties, where a local file that is to be an object is in the buckets that are uploaded to."""
        name = _LOCAL.get(one.type, "")
        file = one.properties.get(name) if name.endswith("S3Location") else None
        if not isinstance(file, Const) or str(file.value).startswith("s3://") or not self.buckets:
            return one.properties
        key = ("Key", Text((Hole(kind="unknown"),)))
        objects = one_of([Struct((("Bucket", texts.join(bucket)), key)) for bucket in self.buckets])
        fields = tuple((each, objects if each == name else value) for each, value in one.properties.fields)
        return replace(one.properties, fields=fields)

    def _packaged(self, one: sam.Expanded, span: Span) -> Iterator[Asked]:
        """Code in a local folder is uploaded before, and read from the bucket by the execution role."""
        code = one.properties.get(_LOCAL[one.type])
        if not isinstance(code, Const) or not isinstance(code.value, str) or code.value.startswith("s3://"):
            return
        yield Asked(
            actions=("s3:GetObject",),
            resources=self._artifacts(),
            why=f"its code is read from the artifact bucket to create, update {one.id}",
            span=span,
            operation=one.type,
            source=PACKAGED,
        )

    def _custom(self, one: sam.Expanded, properties: Struct) -> Iterator[Asked]:
        """A custom resource is a message to a function or a topic."""
        token = properties.get("ServiceToken")
        resources = tuple(
            option for option in (alternatives(token) if token is not None else ())
            if texts.starts_with(texts.parts(option), "arn:")
        )  # fmt: skip
        topic = any(":sns:" in texts.glob(texts.parts(option)) for option in resources)
        function = (arn_in("lambda", "function:", *OPEN),)
        yield Asked(
            actions=("sns:Publish",) if topic else ("lambda:InvokeFunction",),
            resources=resources or function, why="a custom resource is answered by its ServiceToken",
            # Nothing is asked of it by who only looks.
            span=self._spans[one.id], source=_CUSTOM_SOURCE, operation=one.type, phases="cud",
        )  # fmt: skip


def _properties(scope: Scope, declared: Declared) -> Struct:
    """Evaluated properties, SAM's globals under the resource's own."""
    shared = _evaluated(scope, declared.globals)
    if declared.ignored:
        kept = tuple(one for one in shared.fields if one[0] not in declared.ignored)
        shared = replace(shared, fields=kept)
    found = sam.merged(shared, _evaluated(scope, declared.properties))
    assert isinstance(found, Struct)
    policy = declared.node.get("UpdatePolicy")
    if policy is None:
        return found
    return replace(found, fields=(*found.fields, (UPDATE_POLICY, _evaluated(scope, policy))))


def _evaluated(scope: Scope, node: Node | None) -> Struct:
    fields: dict[str, Value] = {}
    open = False
    maybe: frozenset[str] = frozenset()
    value = scope.evaluate(node) if node is not None else None
    for option in alternatives(value) if value is not None else ():
        if isinstance(option, Struct):
            fields |= dict(option.fields)
            open = open or option.open
            maybe |= option.maybe
        elif not isinstance(option, Const):
            open = True
    return Struct(tuple(fields.items()), open, maybe)


def _logs(properties: Value, span: Span) -> Asked:
    """A macro is no resource of a service; the role of its logs is given to CloudFormation."""
    assert isinstance(properties, Struct)
    to = ("StringEquals", "iam:PassedToService", (Const("cloudformation.amazonaws.com"),))
    return Asked(
        actions=("iam:PassRole",), resources=roles_of(properties, ("LogRoleARN",)), conditions=(to,),
        why="CloudFormation writes the macro's logs by this role", span=span, operation=_MACRO, phases="cu",
        source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-macro.html",
    )  # fmt: skip


def _versions_of(type: str, properties: Struct) -> Iterator[Value]:
    """What a version is asked of: the function that it is of, and itself, by a number that AWS gives it."""
    function = properties.get("FunctionName") if type == _VERSION else None
    for option in alternatives(function) if function is not None else ():
        whole = _function(option)
        yield texts.join(whole)
        yield texts.join((*whole, ":", *OPEN))


def _part_of(type: str, properties: Struct) -> tuple[Value, ...]:
    """The version or alias that something is about; nothing where no qualifier says that it is one."""
    function, qualifier = properties.get(_OF_PARTS.get(type, "")), properties.get("Qualifier")
    if function is None or qualifier is None:
        return ()
    whole = _function(function)
    part = texts.join((*whole, ":", *texts.parts(qualifier)))
    return (texts.join(whole), part) if qualifier == Const(_LATEST) else (part,)


def _function(named: Value) -> Parts:
    """The ARN of a function, by what a property says of it."""
    parts = texts.parts(named)
    return parts if texts.starts_with(parts, "arn:") else texts.parts(arn_in("lambda", "function:", *parts))


def _profiles(raw: Iterable[sam.Expanded], names: Names) -> dict[str, tuple[Value, ...]]:
    """The ARNs of the roles of each instance profile of the template."""
    roles = {one.id: names.arns.get(one.id, ()) for one in raw if one.type == "AWS::IAM::Role"}
    return {
        one.id: (
            *(arn for id in _mentioned(one.properties) for arn in roles.get(id, ())),
            *written_roles(one.properties, "Roles"),
        )
        for one in raw
        if one.type == _PROFILE
    }


def _trusted(one: sam.Expanded) -> tuple[str, ...] | None:
    """The services that may assume a role of the template; None where one is not known."""
    if one.type != "AWS::IAM::Role":
        return ()
    document = one.properties.get("AssumeRolePolicyDocument")
    return _all_of((one.services, receivers(document) if document is not None else ()))


def _all_of(several: Iterable[tuple[str, ...] | None]) -> tuple[str, ...] | None:
    found: dict[str, None] = {}
    for services in several:
        if services is None:
            return None
        found |= dict.fromkeys(services)
    return tuple(found)


def _walk(value: Value) -> Iterator[Value]:
    for option in alternatives(value):
        yield option
        if isinstance(option, Struct):
            for _, inner in option.fields:
                yield from _walk(inner)
        elif isinstance(option, Items):
            for inner in option.values:
                yield from _walk(inner)


def _mentioned(properties: Struct) -> Iterator[str]:
    """Ids of the resources that properties refer to."""
    for value in _walk(properties):
        if isinstance(value, Text):
            for part in value.parts:
                if isinstance(part, Hole) and part.kind == "reference" and part.name:
                    yield part.name.removesuffix(".Arn")


def _resolved(properties: Struct) -> Iterator[tuple[str, str]]:
    """Dynamic references among the properties: the service and what is asked of it."""
    for value in _walk(properties):
        for part in value.parts if isinstance(value, Text) else ():
            found = _RESOLVE.fullmatch(part.name or "") if isinstance(part, Hole) else None
            if found is not None:
                yield found.group(1), found.group(2)


def _dynamic(service: str, reference: str, id: str, span: Span) -> Asked:
    reference = re.sub(r"\$\{[^}]*\}", "*", reference)
    if service == "secretsmanager":
        secret = reference.split(":SecretString")[0].split(":SecretBinary")[0]
        arns = secret_arns(secret)
        actions: tuple[str, ...] = ("secretsmanager:GetSecretValue",)
    else:
        arns = (parameter_arn(reference.partition(":")[0]),)
        actions = ("ssm:GetParameters",) if service == "ssm" else ("ssm:GetParameters", "ssm:GetParameter")
    return Asked(
        actions=actions,
        resources=arns,
        why=f"{id} has a dynamic reference to it",
        span=span,
        source=DYNAMIC,
        operation=actions[0],
    )


def _published(id: str, location: Struct, span: Span) -> Asked:
    """What SAM's transform asks for an application of the Serverless Application Repository."""
    named = location.get("ApplicationId")
    whole = [
        option
        for option in (alternatives(named) if named is not None else ())
        if texts.starts_with(texts.parts(option), "arn:")
    ]
    return Asked(
        actions=("serverlessrepo:CreateCloudFormationTemplate", "serverlessrepo:GetCloudFormationTemplate"),
        resources=tuple(whole)
        or (arn_in("serverlessrepo", "applications/", *OPEN, region=OPEN[0], account=OPEN[0]),),
        why=f"the application {id} is turned into a template", span=span, phases="cu", source=_APPLICATION,
        operation="AWS::Serverless::Application",
    )  # fmt: skip


def _unknown(one: sam.Expanded, span: Span) -> Unresolved:
    third = not one.type.startswith(("AWS::", "Alexa::"))
    kind = (
        "a private or third-party type" if third else "a type that is newer than the data, or has no handlers"
    )
    detail = (
        f"{one.id}: {one.type} is {kind}; what its handlers call is in `aws cloudformation describe-type`"
    )
    return Unresolved(code=UnresolvedCode.UNKNOWN_RESOURCE, span=span, detail=detail, name=one.type)
