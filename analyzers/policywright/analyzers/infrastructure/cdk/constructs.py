"""The constructs that a CDK application's source makes, and which of them an expression is.

What a class or function of the application makes is made once for each run of it (``frames``), and is another
construct each time.
"""

from __future__ import annotations

import re

from policywright.analyzers.infrastructure.cdk.application import Application
from policywright.analyzers.infrastructure.cdk.frames import Frames
from policywright.analyzers.infrastructure.cdk.names import is_of_base
from policywright.analyzers.infrastructure.cdk.records import Call, Construct, Frame, Placed, Source, Where
from policywright.analyzers.infrastructure.cdk.source import made_with
from policywright.knowledge.records import dataclass

CLASSES = {
    "lambda": {"Function": "AWS::Lambda::Function", "DockerImageFunction": "AWS::Lambda::Function",
               "SingletonFunction": "AWS::Lambda::Function", "LayerVersion": "AWS::Lambda::LayerVersion"},
    "lambda-nodejs": {"NodejsFunction": "AWS::Lambda::Function"},
    "lambda-python": {"PythonFunction": "AWS::Lambda::Function",
                      "PythonLayerVersion": "AWS::Lambda::LayerVersion"},
    "lambda-go": {"GoFunction": "AWS::Lambda::Function"},
    "dynamodb": {"Table": "AWS::DynamoDB::Table", "TableV2": "AWS::DynamoDB::GlobalTable"},
    "s3": {"Bucket": "AWS::S3::Bucket"},
    "sqs": {"Queue": "AWS::SQS::Queue"},
    "sns": {"Topic": "AWS::SNS::Topic"},
    "kinesis": {"Stream": "AWS::Kinesis::Stream"},
    "kinesisfirehose": {"DeliveryStream": "AWS::KinesisFirehose::DeliveryStream"},
    "secretsmanager": {"Secret": "AWS::SecretsManager::Secret"},
    "ssm": {"StringParameter": "AWS::SSM::Parameter", "StringListParameter": "AWS::SSM::Parameter"},
    "kms": {"Key": "AWS::KMS::Key"},
    "events": {"EventBus": "AWS::Events::EventBus"},
    "logs": {"LogGroup": "AWS::Logs::LogGroup"},
    "ecr": {"Repository": "AWS::ECR::Repository"},
    "stepfunctions": {"StateMachine": "AWS::StepFunctions::StateMachine"},
    "cognito": {"UserPool": "AWS::Cognito::UserPool"},
    "iam": {"Role": "AWS::IAM::Role"},
}  # fmt: skip
"""The constructs whose resources are known here, by their module. Source: the CDK API reference."""
_SETTING = ("assignment", "assignment_expression", "variable_declarator")
_RAW = {
    module: {f"Cfn{type.rpartition('::')[2]}": type for type in classes.values()}
    for module, classes in CLASSES.items() if not module.startswith("lambda-")
}  # fmt: skip
"""The classes of resources as CloudFormation has them."""
POLICIES = {
    "s3": {"CfnBucketPolicy": "AWS::S3::BucketPolicy"},
    "sqs": {"CfnQueuePolicy": "AWS::SQS::QueuePolicy"},
    "sns": {"CfnTopicPolicy": "AWS::SNS::TopicPolicy"},
    "kinesis": {"CfnResourcePolicy": "AWS::Kinesis::ResourcePolicy"},
    "secretsmanager": {"CfnResourcePolicy": "AWS::SecretsManager::ResourcePolicy"},
}
"""Policies of resources, as CloudFormation has them."""
FUNCTION = "AWS::Lambda::Function"
ROLE = "AWS::IAM::Role"
MACHINE = "AWS::StepFunctions::StateMachine"
_MODULE = re.compile(r"aws[-_]([a-z0-9]+(?:[-_][a-z0-9]+)*)")
_CDK = re.compile(r"(?:aws-cdk-lib|@aws-cdk|aws_cdk|constructs|monocdk)(?:[./].*)?\Z")
_BASE = re.compile(r"(?:\bextends\s+|\(\s*)([\w.]+)")
"""What a class extends."""
_ALPHA = re.compile(r"-alpha\Z")


@dataclass(slots=True, eq=False, kw_only=True)
class Made:
    """A construct of the application. ``id`` is what the stack calls its resource, if it has one."""

    source: Source
    construct: Construct
    type: str = ""
    id: str = ""

    @property
    def place(self) -> str:
        return f"{self.source.name}:{self.construct.call.line}"

    @property
    def is_raw(self) -> bool:
        """It is a resource as CloudFormation has it, with the properties that that has."""
        return self.construct.kind.startswith("Cfn")


def role_id(made: Made) -> str:
    """What the stack calls the role of a function, or a role."""
    return made.id if made.type == ROLE else f"{made.id}ServiceRole"


def module_of(source: Source, call: Call) -> str:
    """The CDK's module that a class comes from (``dynamodb``); empty for a class of somebody else."""
    return _module(source, *_class(source, call))


def _class(source: Source, call: Call) -> tuple[str, str]:
    """The class that a call makes an object of, as it is written; where a constructor hands on, the base."""
    if not is_of_base(source, call):
        return call.receiver, call.method
    return _base(source, call.where.owner)


def _base(source: Source, owner: str) -> tuple[str, str]:
    """What a class of the application is made from, as module and name."""
    base = _BASE.search(source.bases.get(owner, ""))
    receiver, _, name = base[1].rpartition(".") if base is not None else ("", "", "")
    return receiver, name


def _module(source: Source, receiver: str, method: str) -> str:
    first, _, rest = (receiver or method).partition(".")
    imported = next((one for one in source.imports if one.local == first), None)
    if imported is None or not _CDK.match(imported.module):
        return ""
    path = f"{imported.module.removeprefix('@aws-cdk').removeprefix('aws-cdk-lib').removeprefix('aws_cdk')}"
    words = _MODULE.findall(f"{path} {'' if imported.local == method else imported.name} {rest}")
    return _ALPHA.sub("", words[-1].replace("_", "-")) if words else "core"


def class_of(source: Source, call: Call) -> str:
    """The class's own name, where it is imported under another one."""
    return source.called(*_class(source, call))


def type_of(source: Source, call: Call) -> str | None:
    """The type of the resource that a class of the CDK makes."""
    module, name = module_of(source, call), class_of(source, call)
    known = (CLASSES, _RAW, POLICIES)
    return next((found for one in known if (found := one.get(module, {}).get(name)) is not None), None)


class Constructs:
    """The constructs of one application."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.root = application.root
        self.frames = Frames(application)
        self.all: list[Made] = []
        self.classes: set[str] = set()
        """The classes that the application declares."""
        self._at: dict[tuple[str, int, int, Frame | None], Made] = {}
        self._itself: dict[int, Made] = {}
        """The constructs that objects of the application's classes are, by those."""
        kept = {id(one.call): one for source in self.frames.sources for one in source.constructs}
        for source in self.frames.sources:
            self.classes.update(source.bases)
        for source, call in self.frames.calls:
            construct = self._construct(source, call, kept.get(id(call.origin)))
            if construct is not None:
                type = type_of(source, call) or ""
                made = Made(source=source, construct=construct, type=type)
                self._at[_key(source, call)] = made
                self.all.append(made)
        for source, call in self.frames.calls:
            self._derived(source, call)
        self._name()

    def _derived(self, source: Source, call: Call) -> None:
        """The construct that an object of a class of the application is itself, by what its base is given."""
        frame = call.where.frame
        made = self.frames.instance_at(source, call)
        instance = made or (frame.instance if frame is not None else None)
        if instance is None or frame is None:
            return
        if is_of_base(source, call) and (frame.source, frame.owner) in instance.classes:
            above = instance.classes[instance.classes.index((frame.source, frame.owner)) + 1 :]
        elif made is not None:
            above = instance.classes
        else:
            return
        if any(self.frames.has_constructor(one) for one in above):
            return
        last, owner = instance.classes[-1]
        receiver, name = _base(last, owner)
        kind = last.called(receiver, name)
        type = CLASSES.get(_module(last, receiver, name), {}).get(kind)
        if type is not None:
            construct = Construct(id=instance.label, kind=kind, scope="", variable=None, call=call)
            self._itself[id(instance)] = found = Made(source=source, construct=construct, type=type)
            self._at.setdefault(_key(source, call), found)
            self.all.append(found)

    def _construct(self, source: Source, call: Call, literal: Construct | None) -> Construct | None:
        """The construct that a call makes, under the id that it has in that run."""
        found = made_with(call, source)
        if found is None or (self.frames.is_function(source, call)):
            return None
        id = literal.id if literal is not None else self.frames.text(
            Placed(node=found[1].node, source=source, where=call.where)
        )  # fmt: skip
        if id is None and type_of(source, call):
            # Which id it has only a run tells, and nothing that is said of it depends on that.
            id = _called(call)
        if id is None:
            return None
        variable = literal.variable if literal is not None else None
        return Construct(
            id=id, kind=class_of(source, call), scope=found[0].text, variable=variable, call=call
        )

    def _name(self) -> None:
        """Gives each resource a name of the template's kind: its id, or that with what it is in."""
        known = [one for one in self.all if one.type]
        plain = [_logical(one.construct.id) for one in known]
        taken: set[str] = set()
        for one, alone in zip(known, plain, strict=True):
            frame = one.construct.call.where.frame
            around = frame.instance.label if frame is not None and frame.instance is not None else ""
            owner = _logical(around) if around else _logical(one.construct.owner)
            name = alone if plain.count(alone) == 1 else f"{owner}{alone}"
            one.id = name if name not in taken else f"{name}{len(taken)}"
            taken.add(one.id)

    def at(self, text: str, source: Source, where: Where) -> Made | None:
        """The construct that an expression is at a place."""
        if text == source.shape.own.rstrip("."):
            instance = where.frame.instance if where.frame is not None else None
            return self._itself.get(id(instance))
        placed = self.frames.dotted(text, source, where)
        return self.of(placed) if placed is not None else None

    def of(self, placed: Placed) -> Made | None:
        """The construct that an expression makes."""
        end = self.frames.followed(placed)
        itself = self._itself.get(id(self.frames.instance(end)))
        if itself is not None:
            return itself
        return self._at.get((end.source.name, end.node.start_byte, end.node.end_byte, end.where.frame))

    def made_at(self, source: Source, call: Call) -> Made | None:
        """The construct that a call makes."""
        return self._at.get(_key(source, call))

    def call_of(self, placed: Placed) -> tuple[Source, Call] | None:
        """The call that an expression is, in the run that makes it."""
        end = self.frames.followed(placed)
        call = self.frames.call_at(end.source, end.node, end.where.frame)
        return (end.source, call) if call is not None else None

    def call_on(self, source: Source, call: Call) -> tuple[Source, Call] | None:
        """The call that makes what a method is called on."""
        function = call.node.child_by_field_name("function")
        on = function.child_by_field_name(source.shape.object) if function is not None else None
        return self.call_of(Placed(node=on, source=source, where=call.where)) if on is not None else None


def _called(call: Call) -> str:
    """What the source calls a construct whose id is computed: its variable, or its class and line."""
    parent = call.node.parent
    target = (
        parent.child_by_field_name("left") or parent.child_by_field_name("name")
        if parent is not None and parent.type in _SETTING
        else None
    )  # fmt: skip
    text = (target.text or b"").decode("utf-8", "replace") if target is not None else ""
    return text.rpartition(".")[2] or f"{call.method}{call.line}"


def _key(source: Source, call: Call) -> tuple[str, int, int, Frame | None]:
    return source.name, call.node.start_byte, call.node.end_byte, call.where.frame


def _logical(id: str) -> str:
    """An id as CloudFormation takes it."""
    return re.sub(r"[^A-Za-z0-9]", "", id) or "Resource"
