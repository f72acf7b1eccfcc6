"""Checks over all operations: roles, keys and actions.

Each finds one class of mistake; what it finds is mended, or stands here with the reason."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

from tests.knowledge.checked import (
    KEY,
    ROLE,
    at,
    compared,
    operations,
    shapes,
)
from tests.knowledge.requests_ import ask, text

from policywright.knowledge import generic
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.generator.dependents import key_members, keys_of_objects
from policywright.knowledge.generator.operations_source import ClientSource
from policywright.knowledge.generator.shapes import is_key
from policywright.knowledge.plans import Plan

# --- An action of the operation's own name.

_OF_OUTPOSTS = "what is done with a bucket of S3's control plane is an action of Outposts"
OWN = {
    f"s3control:{verb}Bucket{what}": _OF_OUTPOSTS
    for what, verbs in {
        "": ("Create", "Delete"), "Policy": ("Delete", "Get", "Put"), "Tagging": ("Get", "Put"),
        "Versioning": ("Get", "Put"),
    }.items()
    for verb in verbs
}  # fmt: skip
"""Operation -> why an action that AWS calls like it is not what authorizes it."""


def test_an_action_of_the_own_name_is_granted(authorizer: Authorizer) -> None:
    """What AWS lists an operation to be checked by may be older than the action that is called like it. Of
    those that need no permission a row says it, with its source."""
    found = set()
    for operation in operations(authorizer):
        plan = authorizer.planner.plan(operation)
        own = authorizer.catalog.action(f"{operation.prefix}:{operation.name}")
        if own and plan.layer != "no-permission" and own.full_name not in plan.candidates():
            found.add(f"{operation.service}:{operation.name}")
    compared(found, OWN)


ANOTHERS = {
    "iot-jobs-data:StartCommandExecution": "jobs of IoT are asked for under IoT's own prefix",
    "s3:CreateSession": "directory buckets have a prefix of their own",
    "s3:ListDirectoryBuckets": "directory buckets have a prefix of their own",
    "s3:RenameObject": "directory buckets have a prefix of their own",
    "s3:WriteGetObjectResponse": "access points with a function have a prefix of their own",
    "s3control:*AccessPoint*": "access points of directory buckets have their prefix",
    "s3control:*Bucket*": _OF_OUTPOSTS,
}
"""Operations, as patterns -> why no action of their own service authorizes them."""


def test_what_authorizes_an_operation_is_an_action_of_its_service(authorizer: Authorizer) -> None:
    """A source that lists nothing but what an operation needs besides (``iam:PassRole``) doesn't answer it."""
    found = set()
    for operation in operations(authorizer):
        base = authorizer.planner.plan(operation).base
        if base and all(action.partition(":")[0] != operation.prefix for action in base):
            found.add(f"{operation.service}:{operation.name}")
    by = {one: [pattern for pattern in ANOTHERS if fnmatchcase(one, pattern)] for one in found}
    compared({pattern for one, patterns in by.items() for pattern in patterns or [one]}, ANOTHERS)


# --- Roles and keys.

ROLES: dict[str, str] = {}
KEYS: dict[str, str] = {}


def test_no_role_and_no_key_is_without_a_rule(
    authorizer: Authorizer, clients: dict[str, ClientSource]
) -> None:
    roles, keys = set(), set()
    for operation in operations(authorizer):
        plan = authorizer.planner.plan(operation)
        base = authorizer.catalog.action(plan.base[0]) if plan.base else None
        name = f"{operation.service}:{operation.name}"
        takes = operation.role_paths and generic.role_members(operation, listed=True)
        asked = generic.writes(base) and plan.layer != "no-permission" and not plan.by_shape
        if takes and asked and generic.PASS_ROLE not in plan.candidates():
            roles.add(name)
        through = any(action.startswith("kms:") for action in plan.candidates())
        if not through and operation.prefix != "kms" and key_members(operation, clients[operation.service]):
            keys.add(name)
    compared(roles, ROLES)
    compared(keys, KEYS)


UNDECIDED: dict[str, str] = {}


def _ruled_out(plan: Plan, path: str, action: str) -> bool:
    rows = [
        row for row in plan.rows if "never" in row and any(one.startswith(action) for one in row["actions"])
    ]
    return any("passed" not in row or path in row["passed"] for row in rows)


def test_each_role_and_each_key_is_decided_about(
    authorizer: Authorizer, clients: dict[str, ClientSource]
) -> None:
    """Not one of an operation's: what is passed alone is passed on, used, or ruled out by a row."""
    found = set()
    for operation in operations(authorizer):
        plan = authorizer.planner.plan(operation)
        base = authorizer.catalog.action(plan.base[0]) if plan.base else None
        if plan.layer in ("no-permission", "unknown") or not generic.writes(base):
            continue
        roles = [(path, ROLE, generic.PASS_ROLE) for path in generic.role_members(operation, listed=True)]
        keys = [(path, KEY, "kms:") for path in key_members(operation, clients[operation.service])]
        for path, arn, action in (*roles, *(() if operation.prefix == "kms" else keys)):
            answer = ask(authorizer, f"{operation.service}:{operation.name}", at(path, arn))
            spoken = [*answer.needs, *answer.may_need]
            used = any(item.action.startswith(action) and arn in map(text, item.resources) for item in spoken)
            if not used and not _ruled_out(plan, path, action):
                found.add(f"{operation.service}:{operation.name} {path}")
    compared(found, UNDECIDED)


def test_a_key_is_one_of_kms(authorizer: Authorizer, clients: dict[str, ClientSource]) -> None:
    """What is called a key and is a role, a Region or a key of another service: KMS knows nothing of it."""
    found = set()
    for operation in operations(authorizer):
        client = clients[operation.service]
        roles = set(generic.role_members(operation, listed=True))
        for path, shape in shapes(operation, client, is_key):
            if path in roles or not _allows_a_key(shape.get("pattern", "")):
                found.add(f"{operation.service}:{operation.name} {path}")
    compared(found, {})


_KEY_NAMES = ("1234abcd-12ab-34cd-56ef-1234567890ab", "alias/sample")


def _allows_a_key(pattern: str) -> bool:
    try:
        form = re.compile(pattern)
    except re.error:  # Java's ``\\p{ASCII}`` and surrogates
        return True
    names = () if "arn:" in pattern else _KEY_NAMES
    arns = (f"arn:aws:kms:us-east-1:123456789012:{one}" for one in (*_KEY_NAMES, f"key/{_KEY_NAMES[0]}"))
    return any(form.search(one) for one in (*arns, *names))


# --- The service that KMS sees: S3 puts what others write there, and uses the key for that.

PUT_OTHERWISE = {
    "s3control": "the service is S3 itself",
}
"""Client -> why S3 is not among those that use the key of what is in S3."""


def test_s3_uses_the_keys_of_what_is_put_there(
    authorizer: Authorizer, clients: dict[str, ClientSource]
) -> None:
    found, asked = set(), 0
    for operation in operations(authorizer):
        keys = {*keys_of_objects(operation, clients[operation.service])}
        for row in authorizer.planner.plan(operation).rows if keys else ():
            for _, key, values in row.get("conditions", ()):
                if key == "kms:ViaService" and keys & {*row.get("resources", ())}:
                    asked += 1
                    if "s3.*.amazonaws.com" not in values:
                        found.add(f"{operation.service}:{operation.name}")
    assert asked > 100
    compared(found, {})


def test_keys_are_where_what_they_encrypt_is(authorizer: Authorizer) -> None:
    """A key that no member names is in the Region that an ARN in the request says, and in any account, if the
    thing may be another's."""
    arn = "arn:aws:secretsmanager:eu-west-1:444455556666:secret:s-AbCdEf"
    for request, where in (({"SecretId": arn}, "eu-west-1:*"), ({"SecretId": "s"}, "R:A")):
        answer = ask(authorizer, "secretsmanager:GetSecretValue", request)
        (item,) = [one for one in answer.may_need if one.action == "kms:Decrypt"]
        assert [text(one) for one in item.resources] == [f"arn:aws:kms:{where}:key/*"]
