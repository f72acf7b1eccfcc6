"""What the readers ask of the knowledge store, as one narrow protocol.

A text names operations, services by any of their names, and actions in any case. This module turns
them into what IAM calls them. The protocol keeps the grammar testable without a store.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from policywright.knowledge.authorization import Authorizer
    from policywright.knowledge.store import Store
    from policywright.knowledge.values import Hole, Value


class Facts(Protocol):
    """Knowledge about AWS that reading a denial needs."""

    def __hash__(self) -> int:
        """What was asked of the same facts before is remembered (``lru_cache``)."""

    def canonical(self, action: str) -> str | None:
        """The action as IAM spells it; ``None`` when there is no such action."""

    def is_beginning(self, action: str) -> bool:
        """Whether it is no action, and what is left of one that was cut."""

    def resource_types(self, action: str) -> tuple[str, ...] | None:
        """The resource types the action can be limited to; ``None`` when the action is not known."""

    def fits(self, action: str, arn: str) -> bool:
        """Whether an ARN is one of a type that the action can be limited to."""

    def on_everything(self, action: str) -> bool:
        """Whether a policy says ``*`` for a plain call: no resource types, or optional ones only."""

    def asked_on(
        self,
        service: str,
        operation: str,
        parameters: Mapping[str, Any],
        action: str,
        place: Mapping[str, str],
    ) -> tuple[str, ...]:
        """The ARNs an action is asked on by a call with these parameters, in any case, where all is known.

        ``place`` says which partition, region and account.
        """

    def actions_of(self, service: str, operation: str) -> tuple[str, ...]:
        """The actions that authorize the plain call of an operation, in AWS's order."""

    def needs_permission(self, action: str) -> bool:
        """Whether AWS checks the action at all; what it does not check can only be denied explicitly."""

    def operations_of(self, service: str) -> tuple[str, ...]:
        """The names of a service's operations."""

    def services_with(self, operation: str) -> tuple[str, ...]:
        """The services (botocore's names) that have an operation of this name."""

    def services_meant(self, operation: str) -> tuple[str, ...]:
        """The same, but one for those that ask for the same: Neptune and DocumentDB have RDS's."""

    def terraform_calls(self, type: str, phase: str) -> tuple[tuple[str, str], ...]:
        """What Terraform calls for any ``data.aws_ami`` (a type) in a phase, a letter of *crud*."""

    def cloudformation_calls(self, type: str, phase: str) -> tuple[str, ...]:
        """The one action that changes something for every resource of a type in a phase of *crud*."""

    def operations_on(self, service: str, thing: str) -> Mapping[str, str]:
        """The operations on a thing by their verbs: ``Create`` to ``CreateKeyPair`` for *keypair*."""

    def operations_about(self, service: str, thing: str) -> Mapping[str, str]:
        """The same for the one thing of a service whose name ends so: *resource record sets*."""

    def services_about(self, thing: str) -> tuple[str, ...]:
        """The services that have operations on a thing, whatever is done to it."""

    def service_named(self, label: str) -> str | None:
        """The service (botocore's name) behind a label such as ``Amazon S3`` or ``AWSKMS``."""

    def parts_of(self, service: str) -> tuple[str, ...]:
        """The services that go by the same first name: ``logs`` and ``events`` of ``cloudwatch``."""

    def prefix_of(self, service: str) -> str:
        """The prefix of a service's actions: ``states`` of ``stepfunctions``."""


_DECORATION = re.compile(r"^(?:amazon|aws)+|(?:client|service)$|v2$|\d{4}\d{4}$")
_READS = re.compile(r"(?:Describe|Get|List|BatchGet|Head|Tag|Untag)")
_ALIASES = {
    "simplesystemsmanagement": "ssm",
    "systemsmanager": "ssm",
    "simplenotification": "sns",
    "simplequeue": "sqs",
    "simplestorage": "s3",
    "simpleemail": "ses",
    "elasticcontainer": "ecs",
    "elasticcontainerregistry": "ecr",
    "elastickubernetes": "eks",
    "elasticcomputecloud": "ec2",
    "identityandaccessmanagement": "iam",
    "identitymanagement": "iam",
    "keymanagement": "kms",
    "cmk": "kms",
    "securitytoken": "sts",
    "cloudwatchlogs": "logs",
    "cloudwatchevents": "events",
    "eventbridge": "events",
    "stepfunctions": "stepfunctions",
    "states": "stepfunctions",
    "sfn": "stepfunctions",
    "monitoring": "cloudwatch",
    "email": "ses",
    "elasticmapreduce": "emr",
    "kinesisfirehose": "firehose",
    "cognitoidentityprovider": "cognito-idp",
    "relationaldatabase": "rds",
    "loggroups": "logs",
    "elasticfilesystem": "efs",
    "cognito": "cognito-idp",
    "tagging": "resourcegroupstaggingapi",
    "msk": "kafka",
    "mskconnect": "kafkaconnect",
    "documentdb": "docdb",
    "vpc": "ec2",
    "ebs": "ec2",
    "parameterstore": "ssm",
    "eventbridgescheduler": "scheduler",
    "eventbridgepipes": "pipes",
    "datafirehose": "firehose",
    "kinesisdatafirehose": "firehose",
    "kinesisdatastreams": "kinesis",
    "certificatemanager": "acm",
}


def _plain(label: str) -> str:
    return "".join(character for character in label.lower() if character.isalnum())


def squeeze(label: str) -> str:
    """A service label without case, punctuation and the vendor's decoration."""
    text = _plain(label)
    while (shorter := _DECORATION.sub("", text)) not in (text, ""):
        text = shorter
    return text


class ServiceNames:
    """The names that SDKs, consoles and logs give to a service."""

    def __init__(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Take (botocore's name, Smithy id, IAM prefix) of each service."""
        self._names: dict[str, str] = {}
        self._whole: dict[str, str] = {}
        for column in (0, 1, 2):
            for row in rows:
                self._names.setdefault(squeeze(row[column]), row[0])
                self._whole.setdefault(_plain(row[column]), row[0])

    def find(self, label: str) -> str | None:
        """``WAFV2`` is a service of its own; ``AmazonS3v2`` is none, and S3."""
        key = squeeze(label)
        return self._whole.get(_plain(label)) or _ALIASES.get(key) or self._names.get(key)

    def longer(self, service: str) -> tuple[str, ...]:
        """The services whose names begin with that of one: CloudWatch Logs are called *CloudWatch*, too."""
        key = squeeze(service)
        named = (*_ALIASES.items(), *self._names.items())
        found = (other for name, other in named if name.startswith(key) and other != service)
        return tuple(dict.fromkeys(found))


def on_everything(action: str, authorizer: Authorizer) -> bool:
    """Whether a policy says ``*`` for a plain call of the action, as it does for one found in code.

    Some actions can be limited to resources that a call need not name: a translation has a terminology or
    it has none. A limit to these would refuse the plain call.
    """
    from policywright.knowledge.values import Request, Struct, Unknown

    known = authorizer.catalog.action(action)
    if known is None or not known.resource_types:
        return known is not None
    if any(kind.required for kind in known.resource_types):
        return False
    prefix, _, name = known.full_name.partition(":")
    operations = authorizer.operations
    for service in operations.services_with_operation(name):
        operation = operations.get(service, name)
        if operation is not None and operations.prefix(service) == prefix:
            given = tuple((member.name, Unknown()) for member in operation.members if member.required)
            request = Request(service=service, operation=name, parameters=Struct(given))
            answer = authorizer.authorize(request)
            asked = [need for need in answer.needs if need.action == known.full_name]
            return bool(asked) and not any(need.resources for need in asked)
    return False


def _passed(value: Any) -> Value:
    """What a record holds of a parameter; what is made of several may be anything."""
    from policywright.knowledge.values import Const, Items, Unknown

    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return Items(tuple(map(Const, value)))
    return Const(value) if isinstance(value, str | int | bool) else Unknown()


def _placed(resource: Value, place: Mapping[str, str]) -> str | None:
    """The ARN in a place; None for one of which anything else is open."""
    from policywright.knowledge.values import Const, Text

    if isinstance(resource, Const):
        return str(resource.value)
    pieces: tuple[str | Hole | None, ...] = resource.parts if isinstance(resource, Text) else (None,)
    found = [piece if isinstance(piece, str | None) else place.get(piece.kind) for piece in pieces]
    arn = "".join(map(str, found))
    return arn if None not in found and not arn.endswith("/*") else None


_WORDS = re.compile(r"[A-Z][a-z]*|[A-Z]+(?![a-z])")
_VERSION = re.compile(r"(?:V2|\d{8})\Z")


_VARIABLE = re.compile(r"(\$\{\w+\})")


@lru_cache(maxsize=4096)
def _form(arn: str) -> re.Pattern[str]:
    """A published ARN as an expression; the name at its end may hold slashes, but for a bucket's."""
    pieces = _VARIABLE.split(arn)
    form = ""
    for index, piece in enumerate(pieces):
        if index % 2 == 0:
            form += re.escape(piece)
        elif piece == "${Partition}":
            form += r"aws[\w-]*"
        else:
            form += r"[^:/]*" if pieces[index + 1] or piece == "${BucketName}" else r".+"
    return re.compile(form)


def _by_thing(operations: Iterable[str]) -> dict[str, dict[str, str]]:
    """Operations by what they are about, without case and number, then by the verb; the plain name wins."""
    found: dict[str, dict[str, str]] = {}
    for name in sorted(operations, reverse=True):
        verb = _WORDS.match(name)
        if verb is not None and verb.end() < len(name):
            thing = _singular(_VERSION.sub("", name[verb.end() :]).lower())
            found.setdefault(thing, {})[verb[0]] = name
    return found


def _singular(thing: str) -> str:
    """A name for one of them: *policies*, *addresses*, *buckets*."""
    if thing.endswith("ies"):
        return f"{thing[:-3]}y"
    return thing[:-2] if thing.endswith("sses") else thing.removesuffix("s")


_ASKS_OTHERWISE = ("s3",)
"""Services whose actions are not called as their operations."""
_LABELS = 4096
"""So many labels are remembered: every word in capitals is asked about, by several readers."""


class StoreFacts:
    """The protocol over the embedded store."""

    def __init__(self, store: Store) -> None:
        # Imported here: a reader that is given its own facts needs none of these modules.
        from policywright.knowledge.authorization import Authorizer
        from policywright.knowledge.catalog import Catalog
        from policywright.knowledge.deployments import Deployments
        from policywright.knowledge.operations import Operations

        self._catalog = Catalog(store)
        self._operations = Operations(store)
        self._authorizer = Authorizer(store)
        self._deployments = Deployments(store)
        self._things: dict[str, dict[str, dict[str, str]]] = {}
        self._labels: dict[str, str | None] = {}
        self._asked: dict[tuple[str, str], tuple[str, ...]] = {}

    def canonical(self, action: str) -> str | None:
        found = self._catalog.action(action)
        return found.full_name if found else self._of_operation(action)

    def _of_operation(self, action: str) -> str | None:
        """The action that authorizes an operation, which people name as if it were one: ``s3:HeadObject``."""
        prefix, _, operation = action.partition(":")
        if not operation[:1].isupper() or prefix not in _ASKS_OTHERWISE:
            return None
        actions = self.actions_of(prefix, operation)
        return actions[0] if len(actions) == 1 else None

    def is_beginning(self, action: str) -> bool:
        prefix, _, name = action.lower().partition(":")
        if not name or self.canonical(action) is not None:
            return False
        return any(known.lower().startswith(name) for known in self._catalog.action_names(prefix))

    def resource_types(self, action: str) -> tuple[str, ...] | None:
        found = self._catalog.action(action)
        return tuple(kind.name for kind in found.resource_types) if found else None

    def fits(self, action: str, arn: str) -> bool:
        prefix = action.partition(":")[0]
        kinds = (self._catalog.resource_type(prefix, name) for name in self.resource_types(action) or ())
        return any(_form(form).fullmatch(arn) for kind in kinds if kind for form in kind.arns)

    def on_everything(self, action: str) -> bool:
        return on_everything(action, self._authorizer)

    def asked_on(
        self,
        service: str,
        operation: str,
        parameters: Mapping[str, Any],
        action: str,
        place: Mapping[str, str],
    ) -> tuple[str, ...]:
        from policywright.knowledge.values import Request, Struct

        name = self._spelt(service, operation)
        known = self._operations.get(service, name) if name is not None else None
        if name is None or known is None:
            return ()
        members = {member.name.lower(): member.name for member in known.members}
        given = tuple(
            (members[spelt.lower()], _passed(value))
            for spelt, value in parameters.items()
            if spelt.lower() in members
        )
        answer = self._authorizer.authorize(
            Request(service=service, operation=name, parameters=Struct(given))
        )
        needs = (need for need in answer.needs if need.action == action)
        arns = (_placed(resource, place) for need in needs for resource in need.resources)
        return tuple(arn for arn in arns if arn is not None)

    def actions_of(self, service: str, operation: str) -> tuple[str, ...]:
        found = self._asked.get((service, operation))
        if found is None:
            if len(self._asked) > _LABELS:
                self._asked.clear()
            found = self._asked[service, operation] = self._actions_of(service, operation)
        return found

    def _actions_of(self, service: str, operation: str) -> tuple[str, ...]:
        from policywright.knowledge.values import Request

        known = self._spelt(service, operation)
        if known is None:
            return ()
        answer = self._authorizer.authorize(Request(service=service, operation=known))
        always = [need.action for need in answer.needs if need.certainty == "always"]
        return tuple(dict.fromkeys(always or [need.action for need in answer.needs]))

    def needs_permission(self, action: str) -> bool:
        from policywright.knowledge.values import Request

        service, _, operation = action.partition(":")
        if self._operations.get(service, operation) is None:
            return True
        answer = self._authorizer.authorize(Request(service=service, operation=operation))
        return answer.outcome != "no-permission-needed"

    def operations_of(self, service: str) -> tuple[str, ...]:
        return tuple(self._operations.names(service))

    def services_with(self, operation: str) -> tuple[str, ...]:
        found = self._operations.services_with_operation(operation)
        return found or self._by_lowered.get(operation.lower(), ())

    def services_meant(self, operation: str) -> tuple[str, ...]:
        found = self.services_with(operation)
        asked = self.actions_of(found[0], operation) if len(found) > 1 else ()
        if not asked or any(self.actions_of(name, operation) != asked for name in found[1:]):
            return found
        prefix = asked[0].partition(":")[0]
        return (prefix if prefix in found else found[0],)

    @cached_property
    def _by_lowered(self) -> dict[str, tuple[str, ...]]:
        """For what people type from memory: the operations' names without case."""
        found: dict[str, tuple[str, ...]] = {}
        for service in self._operations.services():
            for name in self._operations.names(service):
                found[name.lower()] = (*found.get(name.lower(), ()), service)
        return found

    def terraform_calls(self, type: str, phase: str) -> tuple[tuple[str, str], ...]:
        handlers = self._deployments.terraform(type)
        steps = handlers.steps if handlers is not None else ()
        calls = [
            call
            for step in steps
            if phase in step.phases and not step.when and not step.optional
            for call in step.calls
        ]
        return tuple((service, name) for service, _, name in (call.partition(":") for call in calls))

    def cloudformation_calls(self, type: str, phase: str) -> tuple[str, ...]:
        handlers = self._deployments.cloudformation(type)
        steps = handlers.steps if handlers is not None else ()
        made = [
            (step.phases, action)
            for step in steps
            if phase in step.phases and not step.when and not step.optional
            for action in step.calls
            if not _READS.match(action.partition(":")[2])
        ]
        told = [action for phases, action in made if phases == phase] or [action for _, action in made]
        return tuple(told) if len(told) == 1 else ()

    def operations_on(self, service: str, thing: str) -> Mapping[str, str]:
        if service not in self._things:
            self._things[service] = _by_thing(self._operations.names(service))
        return self._things[service].get(_singular(thing.lower()), {})

    def operations_about(self, service: str, thing: str) -> Mapping[str, str]:
        exact, end = self.operations_on(service, thing), _singular(thing.lower())
        named = [name for name in self._things[service] if name.endswith(end)]
        return exact or (self._things[service][named[0]] if len(named) == 1 else {})

    def services_about(self, thing: str) -> tuple[str, ...]:
        return self._by_things.get(_singular(thing.lower()), ())

    @cached_property
    def _by_things(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for service in self._operations.services():
            for thing in _by_thing(self._operations.names(service)):
                found[thing] = (*found.get(thing, ()), service)
        return found

    def service_named(self, label: str) -> str | None:
        if label not in self._labels:
            if len(self._labels) > _LABELS:
                self._labels.clear()
            self._labels[label] = self._names.find(label)
        return self._labels[label]

    def parts_of(self, service: str) -> tuple[str, ...]:
        return self._names.longer(service)

    def prefix_of(self, service: str) -> str:
        return self._prefixes.get(service, service)

    @cached_property
    def _prefixes(self) -> dict[str, str]:
        return {name: self._operations.prefix(name) for name in self._operations.services()}

    @cached_property
    def _names(self) -> ServiceNames:
        known = self._operations
        return ServiceNames(
            [(name, known.service_id(name), prefix) for name, prefix in self._prefixes.items()]
        )

    def _spelt(self, service: str, operation: str) -> str | None:
        if self._operations.get(service, operation) is not None:
            return operation
        wanted = operation.lower()
        return next((name for name in self._operations.names(service) if name.lower() == wanted), None)
