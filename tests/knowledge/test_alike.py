"""Checks of an answer against what is like it: the operations about the same type, the same request for another
account, what is made beside what it is made from.

Exceptions have reasons, as in ``checked.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from botocore.model import Shape

from policywright.knowledge import generic, naming, texts
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.catalog import ResourceType
from policywright.knowledge.generator.identities import last_name
from policywright.knowledge.generator.operations_source import ClientSource
from policywright.knowledge.operations import Operation
from policywright.knowledge.plans import Plan
from policywright.knowledge.store import Document
from policywright.knowledge.values import Const, Items, Request, Struct, Unknown, Value

from .calls import model
from .checked import compared, compared_in_part, fits, operations
from .requests_ import hole

_ABOUT = re.compile(r"(Get|Describe|Delete|Update|Modify|Put)(?=[A-Z])")
_MAKING = re.compile(r"(Create|Allocate|Copy|Restore|Import|Start|Associate)(?=[A-Z])")
_ELSEWHERE = {
    "Partition": "aws",
    "Region": "eu-west-9",
    "Account": "999999999999",
    "AccountId": "999999999999",
    "VpcOwnerAccount": "999999999999",
}


def _text(resource: Value) -> str:
    return "".join(piece if isinstance(piece, str) else hole(piece) for piece in texts.parts(resource))


def _arn(kind: ResourceType) -> str:
    return re.sub(
        r"\$\{([^}]*)\}", lambda match: _ELSEWHERE.get(match[1], f"some{match[1].lower()}"), kind.arns[0]
    )


# --- What the reference lists for one operation is not what it lists for those that are about the same.

_APART = {
    "the type's own kind of the same form": ["bedrock:DeleteInferenceProfile"],
    "a newer bus has sources of its own": ["eventbridgev2:*EventSource"],
    "the bot's versions have no ids of their own": ["lexv2-models:DescribeBotVersion"],
}
APART = {one: why for why, several in _APART.items() for one in several}
"""Operation -> why it is on another type than its siblings."""


def test_an_operation_is_on_the_type_that_its_siblings_are_on(authorizer: Authorizer) -> None:
    """``DeleteDeliverySource`` is about a delivery source, as ``GetDeliverySource`` is, whatever is listed."""
    listed: dict[tuple[str, str], set[str]] = {}
    unlisted: list[tuple[Operation, ResourceType]] = []
    for operation, kind in _about_types(authorizer):
        action = authorizer.catalog.action(f"{operation.prefix}:{operation.name}")
        if action is not None and action.resource_types:
            if kind.name.lower() in {one.name.lower() for one in action.resource_types}:
                listed.setdefault((kind.prefix, kind.name), set()).add(operation.name)
            else:
                unlisted.append((operation, kind))
    found = set()
    for operation, kind in unlisted:
        if (kind.prefix, kind.name) not in listed:
            continue
        values = [(member.name, Const("x")) for member in operation.members if member.type == "string"]
        values = [(name, Const(_arn(kind)) if name.lower().endswith("arn") else one) for name, one in values]
        request = Request(
            service=operation.service, operation=operation.name, parameters=Struct(tuple(values))
        )
        base = authorizer.planner.plan(operation).base
        needs = [
            need for need in authorizer.authorize(request).needs if need.action in base and need.resources
        ]
        if needs and not any(fits(kind, one) for need in needs for one in need.resources):
            found.add(f"{operation.service}:{operation.name}")
    patterns = {one: next((pattern for pattern in APART if fnmatchcase(one, pattern)), one) for one in found}
    compared(set(patterns.values()), APART)


def _about_types(authorizer: Authorizer) -> Iterator[tuple[Operation, ResourceType]]:
    """Each operation that is called like a type of its service, and the type."""
    for operation in operations(authorizer):
        if _ABOUT.match(operation.name):
            noun = naming.norm(_ABOUT.sub("", operation.name, count=1))
            for kind in authorizer.catalog.resource_types(operation.prefix):
                if naming.norm(kind.name) == noun:
                    yield operation, kind


# --- What is said of another account or Region.

ELSEWHERE: dict[str, str] = {
    "apigateway": "tags are under /tags, whatever ARN is passed",
    "apigatewayv2": "tags are under /tags, whatever ARN is passed",
    "backup:StartBackupJob": "the vault that is named is checked; the other one is for data of one kind",
    "sesv2:Send*Email": "where complaints go",
}
"""Operations -> why an ARN that the request says is not granted."""


def test_an_arn_of_another_account_is_granted(authorizer: Authorizer) -> None:
    """A member that is called like a type that is checked: its ARN is granted, also beside what is made."""
    found = set()
    for operation in operations(authorizer):
        plan = authorizer.planner.plan(operation)
        if plan.layer in ("unknown", "no-permission", "inferred"):
            continue
        rest = [
            (one.name, Const("x"))
            for one in operation.members
            if one.required and one.type == "string" and not one.name.lower().endswith("arn")
        ]
        kinds = _kinds(authorizer, operation, plan.base)
        for member in operation.members:
            if member.type in ("string", "list") and re.search("arns?$", member.name, re.IGNORECASE):
                kind = next((one for one in kinds if naming.names_type(member.name, one)), None)
                if kind is None:
                    continue
                arn = _arn(kind)
                value = Const(arn) if member.type == "string" else Items((Const(arn),))
                if not _grants(authorizer, operation, plan.base, Struct((*rest, (member.name, value))), arn):
                    found.add(f"{operation.service}:{operation.name}")
    patterns = {
        one: next(
            (pattern for pattern in ELSEWHERE if fnmatchcase(one, pattern) or one.startswith(f"{pattern}:")),
            one,
        )
        for one in found
    }
    compared(set(patterns.values()), ELSEWHERE)


def _kinds(authorizer: Authorizer, operation: Operation, base: tuple[str, ...]) -> list[ResourceType]:
    actions = [action for name in base if (action := authorizer.catalog.action(name)) is not None]
    kinds = [
        authorizer.catalog.resource_type(action.prefix, one.name)
        for action in actions
        if action.prefix == operation.prefix
        for one in action.resource_types
    ]
    return [kind for kind in kinds if kind is not None]


def _grants(
    authorizer: Authorizer, operation: Operation, base: tuple[str, ...], parameters: Struct, arn: str
) -> bool:
    request = Request(service=operation.service, operation=operation.name, parameters=parameters)
    needs = [need for need in authorizer.authorize(request).needs if need.action in base]
    granted = [_text(one) for need in needs for one in need.resources or ()]
    return not all(need.resources for need in needs) or any(one.startswith(arn) for one in granted)


# --- Tags of what is made.

_TAGGED = {
    "the id is chosen for what is made, or is its name": [
        "codepipeline:CreateCustomActionType", "efs:CreateTags",
        "elasticbeanstalk:CreateApplicationVersion", "iotfleetwise:ImportSignalCatalog",
        "translate:ImportTerminology", "quicksight:CreateTopicV2", "ssm-contacts:CreateContact",
        "storagegateway:CreateTapeWithBarcode", "pca-connector-ad:CreateDirectoryRegistration",
    ],
    "the replica has the pool's id": ["cognito-idp:CreateUserPoolReplica"],
    "no type is called like it; tags are listed for what it is in alone": [
        "connect:CreateTestCase", "datazone:CreateProject", "networkmanager:CreateContextStore",
        "route53globalresolver:CreateCoreNetworkEndpoint", "supplychain:CreateDataLake*", "swf:StartWorkflowExecution",
    ],
}  # fmt: skip
TAGGED = {pattern: why for why, several in _TAGGED.items() for pattern in several}


def test_tags_of_what_is_made_are_not_on_what_is_named_by_its_id(authorizer: Authorizer) -> None:
    """``AllocateHostedConnection`` names the connection that it is a part of; the tags are those of the part."""
    found = set()
    for operation in operations(authorizer, "tags by an id", 4):
        paths = list(generic.tag_paths(operation, listed=True))
        if not paths or not _MAKING.match(operation.name):
            continue
        tags = re.split(r"[.\[]", paths[0])[0]
        plain = [one.name for one in operation.members if one.type == "string" and one.name != tags]
        plain = [name for name in plain if not name.lower().endswith(("arn", "arns"))]
        values = {f"value-{name}": name for name in plain}
        fields = (*((name, Const(value)) for value, name in values.items()), (tags, Unknown("tags")))
        request = Request(service=operation.service, operation=operation.name, parameters=Struct(fields))
        for need in authorizer.authorize(request).needs:
            if generic.is_tag_action(need.action) and need.resources:
                ends = [re.split("[:/]", _text(one))[-1] for one in need.resources]
                names = [values[end] for end in ends if end in values]
                if names and len(names) == len(ends) and any(_is_another(name, operation) for name in names):
                    found.add(f"{operation.service}:{operation.name}")
    patterns = {one: next((pattern for pattern in TAGGED if fnmatchcase(one, pattern)), one) for one in found}
    compared_in_part(set(patterns.values()), TAGGED)


def _is_another(name: str, operation: Operation) -> bool:
    """Whether a member may name something else than what is made."""
    if not operation.name.startswith(("Create", "Start")):
        return True
    mine, made = naming.stem(name), naming.noun(operation.name)
    return (
        bool(mine)
        and not made.endswith(mine)
        and not mine.endswith(made)
        and not name.lower().endswith("name")
    )


# --- A member that calls for another service's action in one operation of a client and not in another.

_NO_CALL = {
    "the secret is made, not changed": ["events:CreateConnection"],
    "what is scaled is looked at when it is registered": ["application-autoscaling:*"],
    "logs are those of a member's account, which is a member by itself": ["cleanrooms:CreateCollaboration"],
    "accounts are enrolled by another operation": ["compute-optimizer:Export*"],
    "about the objects, not about tables": ["s3:PutBucketReplication"],
    "a new table has no scaling that is taken back": ["keyspaces:CreateTable", "keyspaces:RestoreTable"],
    "an operator role that is passed looks at its network": ["lambda:CreateCapacityProvider"],
    "accelerators of a kind that AWS has ended": ["sagemaker:UpdateNotebookInstance"],
    "an endpoint that is made has its addresses from the start": ["route53resolver:CreateResolverEndpoint"],
    "a stream is let go": ["dynamodb:DisableKinesisStreamingDestination"],
    "the VPC is another account's": ["route53:*VPCAssociationAuthorization"],
    "the directory was let in when it was registered": ["workspaces:*"],
    "the canary's function is made, not changed": ["synthetics:CreateCanary"],
    "a configuration is in no network": ["mq:CreateConfiguration"],
    "several cases are given comments, and no contacts": ["connectcases:BatchCreateRelatedItem"],
    "members of groups are looked at where preferences are set": [
        "compute-optimizer:DeleteRecommendationPreferences"
    ],
    "the stack is changed with what is known of it": ["servicecatalog-appregistry:*cResource"],
    "a new service has no instances with records and health checks": ["servicediscovery:CreateService"],
}
NO_CALL = {pattern: why for why, several in _NO_CALL.items() for pattern in several}
_ANY_NAME = {"tags", "type", "name", "enabled", "status", "kmskeyid"}


def test_a_member_calls_for_what_it_calls_for_elsewhere(
    authorizer: Authorizer, clients: dict[str, ClientSource]
) -> None:
    """What the rows of a client say of a member of one operation holds for a member of that name in another."""
    plans: dict[str, list[Plan]] = {}
    for operation in operations(authorizer):
        plan = authorizer.planner.plan(operation)
        base = authorizer.catalog.action(plan.base[0]) if plan.base else None
        if plan.layer not in ("no-permission", "unknown") and generic.writes(base):
            plans.setdefault(operation.service, []).append(plan)
    found = set()
    for client, several in plans.items():
        called = {pair for plan in several for pair in _called_for(plan)}
        for plan in several if called else ():
            shapes = clients[client].shapes.walk(clients[client].model["operations"][plan.operation.name], 4)
            names = {last_name(path) for path, _, _ in shapes}
            spoken = plan.candidates()
            if any(name in names and action not in spoken for name, action in called):
                found.add(f"{client}:{plan.operation.name}")
    patterns = {
        one: next((pattern for pattern in NO_CALL if fnmatchcase(one, pattern)), one) for one in found
    }
    compared(set(patterns.values()), NO_CALL)


def _called_for(plan: Plan) -> Iterator[tuple[str, str]]:
    """(a member, another service's action that it brings about) by the client's own rows."""
    for row in plan.rows:
        if {"never", "optional", "dependent", "arn"} & row.keys():
            continue
        for path in (*row.get("passed", ()), *row.get("equals", ())):
            for action in row["actions"]:
                foreign = not action.startswith((f"{plan.operation.prefix}:", "kms:", "s3:", "iam:PassRole"))
                if foreign and last_name(path).lower() not in _ANY_NAME:
                    yield last_name(path), action


# --- What a member calls for does not hang on where its structure is.

_APART_FROM_ITS_LIKE = {
    "synthetics:UpdateCanary AddReplicaLocations.VpcConfig": "what replicas need in their Regions, no page says",
}
"""Operation -> why a member calls for what the same member of the same structure doesn't elsewhere in the request."""


def test_a_member_calls_for_the_same_wherever_its_structure_is(authorizer: Authorizer) -> None:
    """``PrimaryContainer`` and ``AdditionalModelDataSources`` say a hub's model by the same structure."""
    found = set()
    for operation in operations(authorizer):
        plan = authorizer.planner.plan(operation)
        rows = [
            row for row in plan.rows if _called_by(row) and not row.get("dependent") and not row.get("member")
        ]
        if not rows:
            continue
        places = _places(operation)
        for row in rows:
            for path in _called_by(row):
                for other in places.get(_node(places, path), {path}) - {path}:
                    if not all(_speaks(rows, action, other) for action in row["actions"]):
                        found.add(f"{operation.service}:{operation.name} {other}")
    matched = {one: next((p for p in _APART_FROM_ITS_LIKE if fnmatchcase(one, p)), one) for one in found}
    compared(set(matched.values()), _APART_FROM_ITS_LIKE)


def _called_by(row: Document) -> list[str]:
    return [re.sub(r"\[\w*\]", "", path) for path in (*row.get("passed", ()), *row.get("equals", ()))]


def _speaks(rows: list[Document], action: str, path: str) -> bool:
    """Whether a row about the action is about the member, or what it is in, or what is in it."""
    return any(
        f"{one}.".startswith(f"{path}.") or f"{path}.".startswith(f"{one}.")
        for row in rows
        if action in row["actions"]
        for one in _called_by(row)
    )


def _places(operation: Operation) -> dict[tuple[str, str], set[str]]:
    """(structure, member), and (member, its own structure) -> the paths of the request that lead there."""
    found: dict[tuple[str, str], set[str]] = {}
    shape = model(operation.service, operation.name).input_shape
    for path, structure, member in [] if shape is None else _members(shape, "", ()):
        name = path.rpartition(".")[2]
        if structure is not shape:
            found.setdefault((structure.name, name), set()).add(path)
        if member.type_name == "structure":
            found.setdefault((f"{member.name} ", name), set()).add(path)
    return found


def _node(places: dict[tuple[str, str], set[str]], path: str) -> tuple[str, str]:
    return next((node for node, paths in places.items() if path in paths), ("", ""))


def _members(shape: Shape, path: str, above: tuple[str, ...]) -> Iterator[tuple[str, Shape, Shape]]:
    """Path, structure and member of all that is below, but for what is in itself."""
    while shape.type_name in ("list", "map"):
        shape = shape.member if shape.type_name == "list" else shape.value
    if shape.type_name == "structure" and shape.name not in above:
        for name, member in shape.members.items():
            at = f"{path}.{name}" if path else name
            yield at, shape, member
            yield from _members(member, at, (*above, shape.name))
