"""Expressions of a CDK application's source as what a template would say, as far as they are literal.

``Values.data`` gives texts, lists and mappings with ``Ref``, ``Fn::GetAtt`` and ``Fn::Join``. What only a run
of the application tells (``props.stage``) becomes a parameter of that name, so that the same expression is the
same unknown wherever it stands.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import TypeAlias

from policywright.analyzers.infrastructure.cloudformation.source_constructs import Constructs, Made
from policywright.analyzers.infrastructure.editing.cdk_calls import camel
from policywright.analyzers.infrastructure.editing.cdk_source import (
    Source,
    Where,
    arguments_of,
    elements,
    literal,
)
from policywright.analyzers.infrastructure.editing.cdk_values import ARNS
from policywright.analyzers.infrastructure.types import resource_type

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

Data: TypeAlias = "str | list[Data] | dict[str, Data]"
NAMES = {
    "AWS::DynamoDB::Table": "tableName", "AWS::DynamoDB::GlobalTable": "tableName", "AWS::S3::Bucket":
    "bucketName", "AWS::SQS::Queue": "queueName", "AWS::SNS::Topic": "topicName", "AWS::Kinesis::Stream":
    "streamName", "AWS::Lambda::Function": "functionName", "AWS::Events::EventBus": "eventBusName",
    "AWS::SSM::Parameter": "parameterName", "AWS::Logs::LogGroup": "logGroupName", "AWS::ECR::Repository":
    "repositoryName", "AWS::StepFunctions::StateMachine": "stateMachineName", "AWS::IAM::Role": "roleName",
    "AWS::SecretsManager::Secret": "secretName", "AWS::KinesisFirehose::DeliveryStream": "deliveryStreamName",
    "AWS::KMS::Key": "keyId", "AWS::Cognito::UserPool": "userPoolId",
}  # fmt: skip
"""The property of a construct that is its resource's name, by the resource's type: what is read, and mostly
what is set. Source: the CDK API reference."""
_URLS = {"AWS::SQS::Queue": "queueUrl"}
_PLACES = {"region": "AWS::Region", "account": "AWS::AccountId", "partition": "AWS::Partition"}
_PLACE = re.compile(r"(?:self|this|(?:\w+\.)?(?:Stack\.of\(\s*(?:self|this)\s*\)|Aws))\.(\w+)\Z", re.IGNORECASE)
_AWS = {"account_id": "account"}
_LONGEST = 60
"""Longer expressions are cut where they name a parameter."""
_DEEPEST = 10
"""How far variables are followed."""
_SAME_PATH = ("resolve", "absolute", "as_posix", "str", "abspath", "realpath", "normpath", "Path", "normalize")


class Values:
    """The expressions of one application; ``parameters`` are those that only a run of it tells."""

    def __init__(self, constructs: Constructs) -> None:
        self.constructs = constructs
        self.parameters: dict[str, None] = {}

    def data(self, node: Node, source: Source, where: Where, depth: int = 0) -> Data:
        """What a template would say for an expression."""
        text = literal(node)
        if text is not None:
            return text
        listed = elements(node)
        if listed is not None:
            return [self.data(one, source, where, depth) for one in listed]
        match node.type:
            case "string" | "template_string":
                return self._joined(list(self._pieces(node, source, where, depth)))
            case "object" | "dictionary":
                return {key: self.data(one, source, where, depth) for key, one in self.entries(node) if key}
            case "true" | "false":
                return (node.text or b"").decode()
            case "number" | "integer":
                return (node.text or b"").decode()
            case "parenthesized_expression" | "as_expression" | "non_null_expression":
                return self.data(node.named_children[0], source, where, depth)
            case "identifier" if depth < _DEEPEST and (inner := self._value(node, source, where)) is not None:
                return self.data(inner, source, where, depth + 1)
            case "call" | "call_expression":
                return self._called(node, source, where, depth)
        return self._attribute(node, source, where)

    def _value(self, node: Node, source: Source, where: Where) -> Node | None:
        span = source.value_of((node.text or b"").decode("utf-8", "replace"), where)
        root = node
        while root.parent is not None:
            root = root.parent
        return root.descendant_for_byte_range(*span) if span is not None and span[0] >= 0 else None

    def _pieces(self, node: Node, source: Source, where: Where, depth: int) -> Iterator[Data]:
        """A text's pieces, and what is put into it."""
        for child in node.named_children:
            if child.type in ("string_fragment", "string_content"):
                yield (child.text or b"").decode("utf-8", "replace")
            elif child.type in ("template_substitution", "interpolation"):
                yield self.data(child.named_children[0], source, where, depth + 1)

    def _joined(self, pieces: list[Data]) -> Data:
        return {"Fn::Join": ["", pieces]} if pieces else ""

    def _called(self, node: Node, source: Source, where: Where, depth: int) -> Data:
        """``bucket.arnForObjects("x/*")``; anything else is not known before a run."""
        function = node.child_by_field_name("function")
        name = function.child_by_field_name(source.shape.property) if function is not None else None
        on = function.child_by_field_name(source.shape.object) if function is not None else None
        if name is not None and on is not None and camel((name.text or b"").decode()) == "arnForObjects":
            made = self.constructs.at((on.text or b"").decode(), source, where)
            given = list(arguments_of(node))
            if made is not None and made.id and given:
                below = self.data(given[0].node, source, where, depth + 1)
                return self._joined([self.arn(made), "/", below])
        return self._unknown(node)

    def _attribute(self, node: Node, source: Source, where: Where) -> Data:
        text = (node.text or b"").decode("utf-8", "replace").replace("!", "").replace("?.", ".")
        place = _PLACE.match(text)
        if place is not None:
            word = place[1].lower()
            found = _PLACES.get(_AWS.get(word, word))
            if found is not None:
                return {"Ref": found}
        base, _, name = text.rpartition(".")
        made = self.constructs.at(base, source, where) if base else None
        told = self._told(made, camel(name)) if made is not None else None
        return told if told is not None else self._unknown(node)

    def _told(self, made: Made, property: str) -> Data | None:
        """A property of a construct that is its name, ARN or URL."""
        row = resource_type(made.type)
        if row is None or not made.id:
            return None
        if property == ARNS.get(made.type):
            return self.arn(made)
        if property == _URLS.get(made.type):
            return {"Ref": made.id}
        if property == NAMES.get(made.type):
            attribute = row.name or row.arn_from
            return {"Ref": made.id} if attribute == "Ref" else {"Fn::GetAtt": [made.id, attribute]}
        return None

    def arn(self, made: Made) -> Data:
        """The ARN of a construct's resource."""
        row = resource_type(made.type)
        attribute = row.arn_from if row is not None else "Arn"
        return {"Ref": made.id} if attribute == "Ref" else {"Fn::GetAtt": [made.id, attribute or "Arn"]}

    def _unknown(self, node: Node) -> Data:
        name = " ".join((node.text or b"").decode("utf-8", "replace").split())[:_LONGEST]
        self.parameters[name] = None
        return {"Ref": name}

    # --- what an object is made of ---

    def entries(self, node: Node) -> Iterator[tuple[str, Node]]:
        """The entries of an object; an empty key stands for what is put in from elsewhere."""
        for one in node.named_children:
            if one.type == "pair":
                key, value = one.child_by_field_name("key"), one.child_by_field_name("value")
                if key is not None and value is not None:
                    plain = key.type == "property_identifier"
                    name = (key.text or b"").decode() if plain else literal(key)
                    yield name or "", value
            elif one.type == "shorthand_property_identifier":
                yield (one.text or b"").decode(), one
            elif one.type != "comment":
                yield "", one

    def object_of(self, node: Node, source: Source, where: Where, depth: int = 0) -> Node | None:
        """The object that an expression is, through variables."""
        if node.type in ("object", "dictionary"):
            return node
        if node.type in ("identifier", "shorthand_property_identifier", source.shape.member):
            inner = self._value(node, source, where) if depth < _DEEPEST else None
            return self.object_of(inner, source, where, depth + 1) if inner is not None else None
        return None

    # --- paths ---

    def path(self, node: Node, source: Source, where: Where) -> str | None:
        """The file or directory of the project that an expression names; None where that can't be told."""
        found = self._path(node, source, where, 0)
        if found is None:
            return None
        whole = found if found.startswith("/") else posixpath.join("/", self.constructs.root, found)
        return posixpath.normpath(whole).lstrip("/")

    def _path(self, node: Node, source: Source, where: Where, depth: int) -> str | None:
        """The path; from the root where it begins with a slash, from the application otherwise."""
        text = literal(node)
        if text is not None:
            return text if not text.startswith("/") else None
        words = (node.text or b"").decode("utf-8", "replace")
        if words in ("__dirname", "import.meta.dirname"):
            return f"/{posixpath.dirname(source.name)}"
        if words in ("__file__", "__filename", "import.meta.url"):
            return f"/{source.name}"
        if depth > _DEEPEST:
            return None
        match node.type:
            case "string" | "template_string":
                return self._text_path(node, source, where, depth)
            case "binary_operator":
                sides = [self._path(one, source, where, depth + 1) for one in node.named_children]
                return posixpath.join(*(one for one in sides if one is not None)) if None not in sides else None
            case "identifier":
                inner = self._value(node, source, where)
                return self._path(inner, source, where, depth + 1) if inner is not None else None
            case "attribute" | "member_expression":
                on = node.child_by_field_name(source.shape.object)
                if words.endswith(".parent") and on is not None:
                    found = self._path(on, source, where, depth + 1)
                    return posixpath.dirname(found) if found else None
            case "call" | "call_expression":
                return self._made_path(node, source, where, depth)
        return None

    def _text_path(self, node: Node, source: Source, where: Where, depth: int) -> str | None:
        whole = ""
        for child in node.named_children:
            if child.type in ("string_fragment", "string_content"):
                whole += (child.text or b"").decode("utf-8", "replace")
            elif child.type in ("template_substitution", "interpolation"):
                found = self._path(child.named_children[0], source, where, depth + 1)
                if found is None:
                    return None
                whole += found
        return whole

    def _made_path(self, node: Node, source: Source, where: Where, depth: int) -> str | None:
        """``path.join(__dirname, "..", "fn")`` and its like."""
        function = node.child_by_field_name("function")
        given = [self._path(one.node, source, where, depth + 1) for one in arguments_of(node)]
        name = (function.text or b"").decode().rpartition(".")[2] if function is not None else ""
        if name in ("join", "resolve", "joinpath") and given and None not in given:
            return posixpath.join(*(one for one in given if one is not None))
        if name in ("dirname", "fileURLToPath") and len(given) == 1 and given[0] is not None:
            return posixpath.dirname(given[0]) if name == "dirname" else given[0]
        if name in _SAME_PATH and len(given) == 1:
            return given[0]
        on = function.child_by_field_name(source.shape.object) if function is not None else None
        if name in _SAME_PATH and not given and on is not None:
            return self._path(on, source, where, depth + 1)
        return None
