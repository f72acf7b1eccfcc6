"""Expressions of a CDK application's source as what a template would say, as far as they are literal.

``Values.data`` gives texts, lists and mappings with ``Ref``, ``Fn::GetAtt`` and ``Fn::Join``. What only a run
of the application tells (``props.stage``) becomes a parameter of that name, so that the same expression is
the same unknown wherever it stands.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import TypeAlias

from policywright.analyzers.infrastructure.cdk.calls import camel
from policywright.analyzers.infrastructure.cdk.constructs import FUNCTION, ROLE, Constructs, Made, role_id
from policywright.analyzers.infrastructure.cdk.names import or_else
from policywright.analyzers.infrastructure.cdk.records import Argument, Call, Placed, Source, Where
from policywright.analyzers.infrastructure.cdk.source import arguments_of, elements, literal, plain
from policywright.analyzers.infrastructure.types import resource_type
from policywright.knowledge.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

Data: TypeAlias = "str | list[Data] | dict[str, Data]"
ARNS = {
    "AWS::DynamoDB::Table": "tableArn", "AWS::DynamoDB::GlobalTable": "tableArn", "AWS::SQS::Queue":
    "queueArn", "AWS::SNS::Topic": "topicArn", "AWS::S3::Bucket": "bucketArn", "AWS::Lambda::Function":
    "functionArn", "AWS::SecretsManager::Secret": "secretArn", "AWS::KMS::Key": "keyArn",
    "AWS::Kinesis::Stream": "streamArn", "AWS::StepFunctions::StateMachine": "stateMachineArn",
    "AWS::Events::EventBus": "eventBusArn", "AWS::SSM::Parameter": "parameterArn", "AWS::Logs::LogGroup":
    "logGroupArn", "AWS::IAM::Role": "roleArn", "AWS::ECR::Repository": "repositoryArn",
    "AWS::ECS::Cluster": "clusterArn", "AWS::KinesisFirehose::DeliveryStream": "deliveryStreamArn",
    "AWS::Cognito::UserPool": "userPoolArn",
}  # fmt: skip
"""The property of a construct that is the ARN, by the type of its resource. Source: the CDK API reference."""
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
_ATTRIBUTE = "attr"
"""How classes of resources as CloudFormation has them call their attributes."""
_PARTS = "Property"
"""How the classes end that Python has for parts of a property."""
_FUNCTIONS = frozenset(("Ref", "Fn::GetAtt", "Fn::Join"))
_FREE = ("policyDocument", "assumeRolePolicyDocument", "variables")
"""Properties whose keys are no properties."""
_URLS = {"AWS::SQS::Queue": "queueUrl"}
_KEYS = ("encryptionKey", "encryptionMasterKey", "masterKey")
_OWN_KEY = ("KMS", "DSSE", "CUSTOMER_MANAGED")
_NO_KEY = ("UNENCRYPTED", "S3_MANAGED", "KMS_MANAGED", "DSSE_MANAGED", "SQS_MANAGED", "MANAGED", "DEFAULT",
           "AWS_MANAGED")  # fmt: skip
"""Members of the classes of encryption. Source: the CDK API reference."""
_PLACES = {"region": "AWS::Region", "account": "AWS::AccountId", "partition": "AWS::Partition"}
_PLACE = re.compile(
    r"(?:self|this|(?:\w+\.)?(?:Stack\.of\(\s*(?:self|this)\s*\)|Aws))\.(\w+)\Z", re.IGNORECASE
)
_AWS = {"account_id": "account"}
_OF_ROLE = re.compile(r"(?:grant_?principal|role)\Z", re.IGNORECASE)
"""What of a construct is its role."""
_TOLD = re.compile(r"[A-Za-z0-9]+\Z|AWS::")
"""What ``Ref`` names that is no expression of the source: its names have a point."""
_LONGEST = 60
"""Longer expressions are cut where they name a parameter."""
_SCOPE_AND_ID = 2
"""What a construct is given by place before its properties."""
_DEEPEST = 10
"""How far variables are followed."""
_SAME_PATH = (
    "resolve",
    "absolute",
    "as_posix",
    "str",
    "abspath",
    "realpath",
    "normpath",
    "Path",
    "normalize",
)


class Values:
    """The expressions of one application; ``parameters`` are those that only a run of it tells."""

    def __init__(self, constructs: Constructs) -> None:
        self.constructs, self.frames = constructs, constructs.frames
        self.parameters: dict[str, None] = {}
        self._given: dict[int, tuple[dict[str, Argument], bool]] = {}

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
                return _text(node)
            case "number" | "integer":
                return _text(node)
            case "call" | "call_expression":
                return self._called(node, source, where, depth)
            case "binary_expression" | "boolean_operator" if (first := or_else(node)) is not None:
                # What stands in for nothing is not needed where something is known.
                data = self.data(first, source, where, depth + 1)
                return data if is_known(data) and data else self._unknown(node, where)
        return self._attribute(node, source, where, depth)

    def _further(self, node: Node, source: Source, where: Where, depth: int) -> Data:
        """What a name, a field or a call of the application's own code stands for."""
        further = (
            self.frames.step(Placed(node=node, source=source, where=where)) if depth < _DEEPEST else None
        )
        if further is None:
            return self._unknown(node, where)
        return self.data(further.node, further.source, further.where, depth + 1)

    def _pieces(self, node: Node, source: Source, where: Where, depth: int) -> Iterator[Data]:
        """A text's pieces, and what is put into it."""
        for child in node.named_children:
            if child.type in ("string_fragment", "string_content"):
                yield _text(child)
            elif child.type in ("template_substitution", "interpolation"):
                yield self.data(child.named_children[0], source, where, depth + 1)

    def _joined(self, pieces: list[Data]) -> Data:
        return {"Fn::Join": ["", pieces]} if pieces else ""

    def _called(self, node: Node, source: Source, where: Where, depth: int) -> Data:
        """``bucket.arnForObjects("x/*")``; anything else is not known before a run."""
        function = node.child_by_field_name("function")
        name = function.child_by_field_name(source.shape.property) if function is not None else None
        on = function.child_by_field_name(source.shape.object) if function is not None else None
        if name is not None and on is not None and camel(_text(name)) == "arnForObjects":
            made = self.constructs.of(Placed(node=on, source=source, where=where))
            given = list(arguments_of(node))
            if made is not None and made.id and given:
                below = self.data(given[0].node, source, where, depth + 1)
                return self._joined([self.arn(made), "/", below])
        if source.python and _text(name or function or node).endswith(_PARTS):
            return {
                camel(one.name): self.data(one.node, source, where, depth + 1)
                for one in arguments_of(node) if one.name
            }  # fmt: skip
        return self._further(node, source, where, depth)

    def _attribute(self, node: Node, source: Source, where: Where, depth: int) -> Data:
        place = self._place(node, source, where)
        if place is not None:
            return {"Ref": place}
        on, name = (node.child_by_field_name(one) for one in (source.shape.object, source.shape.property))
        if on is not None and name is not None:
            made = self.constructs.of(Placed(node=on, source=source, where=where))
            told = self._told(made, camel(_text(name))) if made is not None else None
            if made is None and camel(_text(name)) == "roleArn":
                told = self.role_arn(Placed(node=on, source=source, where=where))
            told = self._of_key(on, _text(name), source, where) if told is None else told
            if told is not None:
                return told
        return self._further(node, source, where, depth)

    def _place(self, node: Node, source: Source, where: Where) -> str | None:
        """The parameter of CloudFormation that says where a stack is: ``this.region``, ``Aws.ACCOUNT_ID``."""
        said = _PLACE.match(plain(node))
        if said is None:
            on, key = (node.child_by_field_name(one) for one in (source.shape.object, source.shape.property))
            placed = Placed(node=node, source=source, where=where)
            taken = self.frames.taken_from(placed)
            if taken is None and on is not None and key is not None:
                taken = replace(placed, node=on), _text(key)
            whole = plain(self.frames.followed(taken[0]).node) if taken is not None else ""
            said = _PLACE.match(f"{whole}.{taken[1]}") if taken is not None else None
        word = said[1].lower() if said is not None else ""
        return _PLACES.get(_AWS.get(word, word))

    def _of_key(self, on: Node, property: str, source: Source, where: Where) -> Data | None:
        """``bucket.encryptionKey!.keyArn``: the key that a construct is given, or makes for itself."""
        while on.type == "non_null_expression":
            on = on.named_children[0]
        keeper = on.child_by_field_name(source.shape.object)
        name = on.child_by_field_name(source.shape.property)
        if camel(property) not in ("keyArn", "keyId") or keeper is None or name is None:
            return None
        if camel(_text(name)) not in _KEYS:
            return None
        made = self.constructs.of(Placed(node=keeper, source=source, where=where))
        try:
            return self.key(made) if made is not None and made.id else None
        except LookupError:
            return None

    def role_arn(self, placed: Placed) -> Data | None:
        """The ARN of the role that an expression is, or of that of the function which it is."""
        node, shape = placed.node, placed.source.shape
        made = self.constructs.of(placed)
        while made is None and node.type in ("non_null_expression", shape.member):
            name = node.child_by_field_name(shape.property)
            if name is not None and not _OF_ROLE.match(_text(name)):
                return None
            node = node.named_children[0]
            made = self.constructs.of(replace(placed, node=node))
        if made is None or not made.id or made.type not in (ROLE, FUNCTION):
            return None
        given = self.given(made)[0].get("role") if made.type == FUNCTION else None
        if given is None:
            return {"Fn::GetAtt": [role_id(made), "Arn"]}
        role = self.constructs.of(self.placed(made, given))
        return self.arn(role) if role is not None and role.type == ROLE and role.id else None

    def _told(self, made: Made, property: str) -> Data | None:
        """A property of a construct that is its name, ARN or URL."""
        row = resource_type(made.type)
        if row is None or not made.id:
            return None
        if made.is_raw:
            raw = property.removeprefix(_ATTRIBUTE)
            return (
                {"Ref": made.id} if property == "ref"
                else {"Fn::GetAtt": [made.id, raw]} if property.startswith(_ATTRIBUTE) and raw
                else None
            )  # fmt: skip
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

    def _unknown(self, node: Node, where: Where) -> Data:
        name = " ".join(_text(node).split())[:_LONGEST]
        # What runs several times has another value each time.
        label = self.frames.label(where.frame)
        name = f"{name}.{label}" if label else name
        # A logical id has no point: no construct is taken for the expression.
        name = name if "." in name else f"source.{name}"
        self.parameters[name] = None
        return {"Ref": name}

    # --- what an object is made of ---

    def given(self, made: Made) -> tuple[dict[str, Argument], bool]:
        """A construct's properties, in TypeScript's spelling, and whether these are all that it is given."""
        key = id(made)
        if key not in self._given:
            self._given[key] = self.properties(made.source, made.construct.call, _SCOPE_AND_ID)
        return self._given[key]

    def properties(self, source: Source, call: Call, plain: int) -> tuple[dict[str, Argument], bool]:
        """The same of any call, which is given so many others by place before them."""
        found: dict[str, Argument] = {}
        listed = call.node.child_by_field_name("arguments")
        whole = True
        for number, one in enumerate(listed.named_children if listed is not None else ()):
            if one.type == "keyword_argument":
                name, value = one.child_by_field_name("name"), one.child_by_field_name("value")
                if name is not None and value is not None:
                    found[camel(_text(name))] = Argument(
                        name=_text(name), node=value, text=_text(value), at=(source, call.where)
                    )
            elif one.type in ("dictionary_splat", "object") or number >= plain:
                inner = one.named_children[0] if one.type == "dictionary_splat" else one
                placed = Placed(node=inner, source=source, where=call.where)
                whole = self._merged(placed, found, 0) and whole
        return found, whole

    def _merged(self, placed: Placed, found: dict[str, Argument], depth: int) -> bool:
        """Puts an object's entries among the properties; False where some of it is not known."""
        object = self.object_of(placed)
        if object is None or depth > _DEEPEST:
            rest = self.frames.rest_of(placed)
            for key, one in (rest or {}).items():
                found[camel(key)] = Argument(
                    name=key, node=one.node, text=_text(one.node), at=(one.source, one.where)
                )
            return rest is not None or placed.node.type == "comment"
        whole = True
        for key, value in self.entries(object.node):
            if key:
                found[camel(key)] = Argument(
                    name=key, node=value, text=_text(value), at=(object.source, object.where)
                )
            elif value.named_children:
                inner = Placed(node=value.named_children[0], source=object.source, where=object.where)
                whole = self._merged(inner, found, depth + 1) and whole
        return whole

    def placed(self, made: Made, given: Argument) -> Placed:
        """A property of a construct, at the place where it is written."""
        source, where = given.at or (made.source, made.construct.call.where)
        return Placed(node=given.node, source=source, where=where)

    def of(self, made: Made, given: Argument) -> Data:
        """What a template would say for a property of a construct."""
        placed = self.placed(made, given)
        return self.data(placed.node, placed.source, placed.where)

    def raw(self, made: Made) -> dict[str, Data]:
        """The properties of a resource as CloudFormation has it."""
        given = self.given(made)[0]
        return {key[:1].upper() + key[1:]: _raw(key, self.of(made, one)) for key, one in given.items()}

    def text_of(self, made: Made, given: Argument | None) -> str | None:
        """The text that a property is."""
        return self.frames.text(self.placed(made, given)) if given is not None else None

    def entries(self, node: Node) -> Iterator[tuple[str, Node]]:
        """The entries of an object; an empty key stands for what is put in from elsewhere."""
        for one in node.named_children:
            if one.type in ("pair", "keyword_argument"):
                key = one.child_by_field_name("key" if one.type == "pair" else "name")
                value = one.child_by_field_name("value")
                if key is not None and value is not None:
                    plain = one.type == "keyword_argument" or key.type == "property_identifier"
                    name = _text(key) if plain else literal(key)
                    yield name or "", value
            elif one.type == "shorthand_property_identifier":
                yield _text(one), one
            elif one.type != "comment":
                yield "", one

    def object_of(self, placed: Placed) -> Placed | None:
        """The object that an expression is, through names."""
        end = self.frames.followed(placed)
        if end.source.python and end.node.type == "call":
            function, arguments = map(end.node.child_by_field_name, ("function", "arguments"))
            if function is not None and _text(function) == "dict" and arguments is not None:
                return replace(end, node=arguments)
        return end if end.node.type in ("object", "dictionary") else None

    def key(self, made: Made) -> Data | None:
        """The ARN of the customer managed key that encrypts what a construct makes, if one does.

        Without ``encryptionKey`` it makes one itself, which the stack calls like it. Raises ``LookupError``
        where the source leaves that open.
        """
        if made.is_raw:
            raise LookupError(made.construct.kind)
        given, whole = self.given(made)
        named = next((given[name] for name in _KEYS if name in given), None)
        if named is not None:
            keeper = self.constructs.of(self.placed(made, named))
            if keeper is None or not keeper.id:
                raise LookupError(named.text)
            return self.arn(keeper)
        kind = "UNENCRYPTED"
        if "encryption" in given:
            kind = _text(self.frames.followed(self.placed(made, given["encryption"])).node).rpartition(".")[2]
        if not whole or not (kind in _OWN_KEY or kind in _NO_KEY):
            raise LookupError(kind)
        return {"Fn::GetAtt": [own_key(made), "Arn"]} if kind in _OWN_KEY else None

    # --- paths ---

    def path(self, placed: Placed) -> str | None:
        """The file or directory of the project that an expression names; None where that can't be told."""
        found = self._path(placed.node, placed.source, placed.where, 0)
        if found is None:
            return None
        whole = found if found.startswith("/") else posixpath.join("/", self.constructs.root, found)
        return posixpath.normpath(whole).lstrip("/")

    def _path(
        self, node: Node, source: Source, where: Where, depth: int, *, below: bool = False
    ) -> str | None:
        """The path; from the root where it begins with a slash, from the application otherwise.

        ``below``: it follows another one, so that its slash is no root.
        """
        text = literal(node)
        if text is not None:
            return text.lstrip("/") if below else text if not text.startswith("/") else None
        words = _text(node)
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
                return (
                    posixpath.join(*(one for one in sides if one is not None)) if None not in sides else None
                )
            case "binary_expression":
                whole = [self._path(one, source, where, depth + 1) for one in node.named_children]
                joined = "".join(one for one in whole if one is not None)
                return joined if None not in whole and "+" in [_text(one) for one in node.children] else None
            case "attribute" | "member_expression":
                on = node.child_by_field_name(source.shape.object)
                if words.endswith(".parent") and on is not None:
                    found = self._path(on, source, where, depth + 1)
                    return posixpath.dirname(found) if found else None
            case "call" | "call_expression":
                made = self._made_path(node, source, where, depth)
                if made is not None:
                    return made
        further = self.frames.step(Placed(node=node, source=source, where=where))
        return (
            self._path(further.node, further.source, further.where, depth + 1)
            if further is not None
            else None
        )

    def _text_path(self, node: Node, source: Source, where: Where, depth: int) -> str | None:
        whole = ""
        for child in node.named_children:
            if child.type in ("string_fragment", "string_content"):
                whole += _text(child)
            elif child.type in ("template_substitution", "interpolation"):
                found = self._path(child.named_children[0], source, where, depth + 1)
                if found is None:
                    return None
                whole += found
        return whole

    def _made_path(self, node: Node, source: Source, where: Where, depth: int) -> str | None:
        """``path.join(__dirname, "..", "fn")`` and its like."""
        function = node.child_by_field_name("function")
        name = _text(function).rpartition(".")[2] if function is not None else ""
        # Python's begins anew with what begins with a slash, as ``resolve`` does.
        joins = name == "join" and not source.python
        given = [
            self._path(one.node, source, where, depth + 1, below=joins and number > 0)
            for number, one in enumerate(arguments_of(node))
        ]
        if name in ("cwd", "getcwd") and not given:
            # The toolkit runs the application where its cdk.json is.
            return f"/{self.constructs.root}"
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


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")


def _raw(key: str, data: Data) -> Data:
    """A property's parts by CloudFormation's names."""
    if isinstance(data, list):
        return [_raw(key, one) for one in data]
    if not isinstance(data, dict) or key in _FREE or not is_known(data) or set(data) & _FUNCTIONS:
        return data
    return {name[:1].upper() + name[1:]: _raw(name, one) for name, one in data.items()}


def own_key(made: Made) -> str:
    """What the stack calls the key that a construct makes for itself."""
    return f"{made.id}Key"


def is_known(data: Data) -> bool:
    """No part of it waits for a run of the application."""
    if isinstance(data, dict):
        named = data.get("Ref")
        return not (isinstance(named, str) and not _TOLD.match(named)) and all(map(is_known, data.values()))
    return not isinstance(data, list) or all(map(is_known, data))
