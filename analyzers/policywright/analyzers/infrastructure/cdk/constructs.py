"""The constructs that a CDK application's source makes, and which of them an expression is.

``Constructs.at`` follows variables, fields of classes that the application makes once, and what it hands to
such a class (``props.table``). A class that is made several times has other constructs each time: what it is
given can't be told.
"""

from __future__ import annotations

import re

from policywright.analyzers.infrastructure.cdk.application import Application
from policywright.analyzers.infrastructure.cdk.calls import camel
from policywright.analyzers.infrastructure.cdk.source import (
    Argument,
    Call,
    Construct,
    Source,
    Where,
)
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
FUNCTION = "AWS::Lambda::Function"
ROLE = "AWS::IAM::Role"
MACHINE = "AWS::StepFunctions::StateMachine"
_MODULE = re.compile(r"aws[-_]([a-z0-9]+(?:[-_][a-z0-9]+)*)")
_CDK = re.compile(r"(?:aws-cdk-lib|@aws-cdk|aws_cdk|constructs|monocdk)(?:[./].*)?\Z")
_ALPHA = re.compile(r"-alpha\Z")
_NAME = re.compile(rb"[A-Za-z_$][\w$]*(?:[?!]?\.[A-Za-z_$][\w$]*)*\Z")
_DEEPEST = 8
"""How far a construct is looked for through classes."""


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


def module_of(source: Source, call: Call) -> str:
    """The CDK's module that a class comes from (``dynamodb``); empty for a class of somebody else."""
    name = call.receiver or call.method
    first, _, rest = name.partition(".")
    imported = next((one for one in source.imports if one.local == first), None)
    if imported is None or not _CDK.match(imported.module):
        return ""
    path = f"{imported.module.removeprefix('@aws-cdk').removeprefix('aws-cdk-lib').removeprefix('aws_cdk')}"
    words = _MODULE.findall(f"{path} {'' if imported.local == call.method else imported.name} {rest}")
    return _ALPHA.sub("", words[-1].replace("_", "-")) if words else "core"


class Constructs:
    """The constructs of one application."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.root = application.root
        self.all: list[Made] = []
        self.classes: set[str] = set()
        """The classes that the application declares."""
        self._of: dict[int, Made] = {}
        for source in application.sources:
            self.classes.update(source.bases)
            for one in source.constructs:
                type = CLASSES.get(module_of(source, one.call), {}).get(one.kind, "")
                self._of[id(one)] = made = Made(source=source, construct=one, type=type)
                self.all.append(made)
        self._name()

    def _name(self) -> None:
        """Gives each resource a name of the template's kind: its id, with its class where two have one."""
        known = [one for one in self.all if one.type]
        plain = [_logical(one.construct.id) for one in known]
        taken: set[str] = set()
        for one, alone in zip(known, plain, strict=True):
            name = alone if plain.count(alone) == 1 else f"{_logical(one.construct.owner)}{alone}"
            one.id = name if name not in taken else f"{name}{len(taken)}"
            taken.add(one.id)

    def of(self, construct: Construct) -> Made | None:
        return self._of.get(id(construct))

    def at(self, text: str, source: Source, where: Where, depth: int = 0) -> Made | None:
        """The construct that an expression is at a place."""
        text = text.replace("!", "").replace("?.", ".")
        made = source.made_by(text, where)
        if made is not None:
            return self.of(made)
        if depth > _DEEPEST:
            return None
        other = _other_name(source, text, where)
        if other:
            return self.at(other, source, where, depth + 1)
        base, _, last = text.rpartition(".")
        own = source.shape.own.rstrip(".")
        if base and base != own:
            holder = self.at(base, source, where, depth + 1)
            if holder is not None:
                return self._field(holder, last, depth)
        handed = self.handed(text, source, where)
        return self.at(handed[1].text, handed[0].source, handed[2], depth + 1) if handed is not None else None

    def handed(self, text: str, source: Source, where: Where) -> tuple[Made, Argument, Where] | None:
        """What the one place that makes a class hands to it as what an expression is there."""
        base, _, name = text.rpartition(".")
        if base not in ("", "props", f"{source.shape.own}props"):
            return None
        makers = [one for one in self.all if where.owner and one.construct.kind == where.owner]
        if len(makers) != 1:
            return None
        call = makers[0].construct.call
        given = next((one for one in call.arguments if camel(one.name) == camel(name)), None)
        return (makers[0], given, call.where) if given is not None else None

    def _field(self, holder: Made, name: str, depth: int) -> Made | None:
        """A field of a class of the application."""
        for source in self.application.sources:
            kind = holder.construct.kind
            found = source.assigned.get((kind, f"{source.shape.own}{name}"), ())
            made = [one for _, one, _ in found]
            if len(made) == 1 and made[0] is not None:
                return self.of(made[0])
        return None


def _other_name(source: Source, text: str, where: Where) -> str:
    """What a variable or field is set to by the one statement that sets it, if that is a name."""
    span = source.value_at(text, where)
    found = source.text.encode("utf-8", "surrogatepass")[slice(*span)] if span and span[0] >= 0 else b""
    return found.decode("utf-8", "replace") if _NAME.match(found) else ""


def _logical(id: str) -> str:
    """An id as CloudFormation takes it."""
    return re.sub(r"[^A-Za-z0-9]", "", id) or "Resource"
