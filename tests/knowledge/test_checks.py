"""Checks over every operation, so that the errors of yesterday can't be made again.

Each has a list of reasoned exceptions. An exception that is no longer needed fails, too: the lists only shrink.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from itertools import product
from typing import Any

from policywright.knowledge import forms, generic, naming
from policywright.knowledge.authorization import Authorizer, Need
from policywright.knowledge.catalog import ResourceType
from policywright.knowledge.generator.catalog_source import read_catalog
from policywright.knowledge.generator.dependents import key_members, keys_of_objects
from policywright.knowledge.generator.identities import documentation, last_name, word
from policywright.knowledge.generator.operations_source import ClientSource
from policywright.knowledge.generator.shapes import is_key
from policywright.knowledge.naming import GIVEN, OTHERS, OWNER, WITHIN, own_variable
from policywright.knowledge.operations import Operation
from policywright.knowledge.plans import Plan
from policywright.knowledge.policy.patterns import covers
from policywright.knowledge.store import Document, shared_store
from policywright.knowledge.texts import glob, parts
from policywright.knowledge.values import Const, Items, Request, Struct, Unknown, Value

from .requests_ import ask, text

KEY = "arn:aws:kms:us-east-1:123456789012:key/sample"
ROLE = "arn:aws:iam::123456789012:role/sample"

SAMPLES = ("SampleName1", "sample-name-1", "sample_name_1", "samplename")
_VARIABLE = re.compile(r"\$\{([^}]*)\}")


def operations(authorizer: Authorizer) -> Iterator[Operation]:
    for service in authorizer.operations.services():
        for name in authorizer.operations.names(service):
            operation = authorizer.operations.get(service, name)
            assert operation is not None
            yield operation


def at(path: str, value: Any) -> dict[str, Any]:
    """A request that passes one member: ``Targets[].RoleArn``."""
    inner: Any = value
    for step in reversed(re.findall(r"[^.\[\]]+|\[\]|\[key\]", path)):
        inner = [inner] if step == "[]" else {inner: {}} if step == "[key]" else {step: inner}
    return inner  # type: ignore[no-any-return]


def compared(found: set[str], exceptions: dict[str, str]) -> None:
    assert found - exceptions.keys() == set(), "new: mend them, or give a reason"
    assert exceptions.keys() - found == set(), "no longer needed: take them out"


# --- A name where botocore's own pattern of the ARN has something else.

NAMES = {
    "opensearch": "names of data sources are in lower case, which only the pattern of the ARN says",
}
"""Client -> why its names differ from what the pattern of the ARN allows."""


def test_a_sample_name_in_an_arn_is_what_botocore_allows(clients: dict[str, ClientSource]) -> None:
    """Where botocore has a pattern of just this ARN, the name that a member takes fits into it."""
    found = set()
    for name, client in clients.items():
        table: dict[str, Any] = shared_store().document("overlay", f"_members:{name}") or {}
        patterns = [pattern for pattern in map(_arn_pattern, _patterns(client.model)) if pattern]
        for operation, formats in table.items():
            for arn, variables in formats.items():
                if arn != OTHERS and _contradicts(client, operation, arn, variables, patterns):
                    found.add(name)
    compared(found, NAMES)


def _contradicts(
    client: ClientSource, operation: str, arn: str, variables: dict[str, Any], patterns: list[re.Pattern[str]]
) -> bool:
    own = own_variable(arn)
    if arn.count(":") < 5 or own is None or own not in variables:
        return False
    paths = [path for paths in variables[own][:3] for path in paths]
    for path in paths:
        if path.startswith(GIVEN) or word(last_name(path)) != "name":
            continue
        allowed = _pattern_of(client, operation, path)
        sample = next((one for one in SAMPLES if allowed is None or re.fullmatch(allowed, one)), None)
        # The pattern is of this very format if it takes the ARN with some id, whatever that looks like.
        shapes = [
            _filled(arn, own, value) for value in ("abcdefghij0123456789"[:n] for n in (10, 12, 16, 20))
        ]
        mine = [pattern for pattern in patterns if any(pattern.fullmatch(shape) for shape in shapes)]
        # In which case names are kept is another matter (``forms.is_lowered``).
        spelt = {sample, sample.lower()} if sample else set()
        filled = [_filled(arn, own, one) for one in spelt]
        if spelt and mine and not any(pattern.fullmatch(one) for pattern in mine for one in filled):
            return True
    return False


def _filled(arn: str, own: str, value: str) -> str:
    ambient = {"Partition": "aws", "Region": "us-east-1", "Account": "123456789012", own: value}
    return _VARIABLE.sub(lambda match: ambient.get(match.group(1), "abc123"), arn)


def _patterns(model: dict[str, Any]) -> set[str]:
    return {shape["pattern"] for shape in model["shapes"].values() if "arn" in shape.get("pattern", "")}


def _arn_pattern(pattern: str) -> re.Pattern[str] | None:
    try:
        return re.compile(pattern)
    except re.error:
        return None


def _pattern_of(client: ClientSource, operation: str, path: str) -> str | None:
    for found, _, shape in client.shapes.walk(client.model["operations"][operation]):
        if found == path:
            pattern = shape.get("pattern")
            return pattern if pattern and _arn_pattern(pattern) else None
    return None


LONGER = {
    f"guardduty:{verb}Filter": "the pattern is a detector's: it wants a longer id than the sample, and takes slashes"
    for verb in ("Create", "Delete", "Get", "Update")
}
"""Operation -> why the pattern of an ARN goes on after what its format ends with."""
_NOTHING = ("zzz", "zzz/yyy", "zzz:yyy", "zzz/yyy/www")
_FURTHER = ("/abcdefgh", "/abcdefgh/abcdefgh", "/01234567-0123-0123-0123-0123456789ab", ":1", "/1")


def test_an_arn_that_goes_on_after_its_format_is_granted(
    authorizer: Authorizer, clients: dict[str, ClientSource]
) -> None:
    """Where botocore's pattern has an id after what the catalog's format ends with, the longer ARN is granted too."""
    found = set()
    for name, client in clients.items():
        services = (client.document["prefix"], "zzz")
        nothing = [f"arn:aws:{one}:us-east-1:123456789012:{what}" for one in services for what in _NOTHING]
        patterns = [pattern for pattern in map(_arn_pattern, _patterns(client.model)) if pattern]
        patterns = [pattern for pattern in patterns if not any(map(pattern.fullmatch, nothing))]
        table: dict[str, Any] = shared_store().document("overlay", f"_members:{name}") or {}
        for operation, formats in table.items() if patterns else ():
            for arn, variables in formats.items():
                own = own_variable(arn) if arn != OTHERS and arn.count(":") > 4 else None
                filled = _filled(arn, own or "", "samplename")
                longer = [filled + end for end in _FURTHER]
                longer = [one for one in longer if any(pattern.fullmatch(one) for pattern in patterns)]
                if own not in variables or not longer or any(it.fullmatch(filled) for it in patterns):
                    continue
                names = (
                    path for paths in variables[own][:3] for path in paths if word(last_name(path)) == "name"
                )
                for path in names:
                    needs = ask(authorizer, f"{name}:{operation}", at(path, "samplename")).needs
                    granted = [glob(parts(one)) for need in needs for one in need.resources]
                    granted = [one for one in granted if "samplename" in one]
                    if granted and not any(covers(_anywhere(one), _anywhere(longer[0])) for one in granted):
                        found.add(f"{name}:{operation}")
    compared(found, LONGER)


# --- A name is no id.

NAMES_FOR_IDS = {
    "databrew", "forecast", "personalize", "iotfleetwise", "mediatailor", "rekognition",
    "route53-recovery-readiness", "imagebuilder", "lex-models",
}  # fmt: skip
"""Clients with rows in ``_identities.toml`` that say that the name is what stands where the format says id."""


def test_a_name_stands_for_an_id_only_by_a_row(clients: dict[str, ClientSource]) -> None:
    found = set()
    for name in clients:
        table: dict[str, Any] = shared_store().document("overlay", f"_members:{name}") or {}
        for formats in table.values():
            for arn, variables in formats.items():
                own = own_variable(arn) if arn != OTHERS else None
                for path in (path for paths in variables.get(own or "", [])[:3] for path in paths):
                    if own and word(own) == "id" and word(last_name(path)) == "name" and GIVEN not in path:
                        found.add(name)
    assert found == NAMES_FOR_IDS, "a row of _identities.toml is missing, or this list is too long"


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
        for path, shape in _shapes(operation, client, is_key):
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


def _shapes(
    operation: Operation, client: ClientSource, wanted: Callable[[str, str, dict[str, Any], str], bool]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The members that are wanted, with what botocore says of their form."""
    details = client.model["operations"][operation.name]
    for path, _, shape in client.shapes.walk_to(details, wanted):
        yield path, shape


# --- What stands behind an ARN, and no request names.

BEHIND = {
    "CopyObject": "what is copied, and by way of what, another member says",
    "UploadPartCopy": "what is copied, and by way of what, another member says",
    "CreateSession": "directory buckets have access points of their own",
    "RenameObject": "directory buckets have access points of their own",
}


def test_behind_an_access_point_is_a_bucket(authorizer: Authorizer) -> None:
    """Whatever is done by way of an access point may be asked about on the bucket behind it as well."""
    point = "arn:aws:s3:us-east-1:123456789012:accesspoint/sample"
    found = set()
    for operation in operations(authorizer):
        if operation.service != "s3" or not any(member.name == "Bucket" for member in operation.members):
            continue
        answer = ask(
            authorizer,
            f"s3:{operation.name}",
            {"Bucket": point, "Key": "k", "Delete": {"Objects": [{"Key": "k"}]}},
        )
        behind = {item.action for item in answer.may_need if _is_of_a_bucket(item.resources)}
        for need in answer.needs:
            action = authorizer.catalog.action(need.action)
            types = [kind.name for kind in action.resource_types] if action else []
            if any(kind.startswith("accesspoint") for kind in types) and need.action not in behind:
                found.add(operation.name)
    compared(found, BEHIND)


def _is_of_a_bucket(resources: tuple[Value, ...]) -> bool:
    return any(text(resource).startswith("arn:aws:s3:::*") for resource in resources)


# --- A model that is an inference profile.

PROFILES: dict[str, str] = {}


def test_behind_a_profile_are_models_of_any_region(
    authorizer: Authorizer, clients: dict[str, ClientSource]
) -> None:
    """Where a model may be a profile, by its id or its ARN, that and the model behind it are asked about."""
    found = set()
    for operation in operations(authorizer):
        for path, shape in _shapes(operation, clients[operation.service], _may_be_a_profile):
            for said in ("us.maker.model-v1:0", f"{_PROFILE}us.maker.model-v1:0"):
                if not re.fullmatch(shape["pattern"], said):
                    continue
                answer = ask(authorizer, f"{operation.service}:{operation.name}", at(path, said))
                for need in answer.needs:
                    if _is_about(authorizer, need, "foundation-model") and not _is_of_a_profile(need):
                        found.add(f"{operation.service}:{operation.name} {path} {need.action}")
    compared(found, PROFILES)


_PROFILE = "arn:aws:bedrock:us-east-1:123456789012:inference-profile/"


def _may_be_a_profile(path: str, shape_name: str, shape: dict[str, Any], documentation: str) -> bool:
    return shape["type"] == "string" and "inference-profile" in shape.get("pattern", "")


def _is_about(authorizer: Authorizer, need: Need, kind: str) -> bool:
    action = authorizer.catalog.action(need.action)
    return action is not None and any(one.name == kind for one in action.resource_types)


def _is_of_a_profile(need: Need) -> bool:
    granted = [text(resource) for resource in need.resources]
    asked = ("arn:aws:bedrock:us-west-2::foundation-model/maker.model-v1:0", f"{_PROFILE}us.maker.model-v1:0")
    known = [
        one.replace(":R:A:", ":us-east-1:123456789012:").replace(":R::", ":us-east-1::") for one in granted
    ]
    return all(any(fnmatchcase(arn, one) for one in known) for arn in asked)


def _ruled_out(plan: Plan, path: str, action: str) -> bool:
    rows = [
        row for row in plan.rows if "never" in row and any(one.startswith(action) for one in row["actions"])
    ]
    return any("passed" not in row or path in row["passed"] for row in rows)


UNDECIDED: dict[str, str] = {}


# --- Tags.


def test_tags_of_what_is_made_are_on_what_is_made(authorizer: Authorizer) -> None:
    """With tags: the tagging action is granted on the type that the operation is called like."""
    found = set()
    for operation in operations(authorizer):
        paths = generic.tag_paths(operation, listed=True)
        if not paths or not operation.name.startswith(("Create", "Register", "Import", "Start", "Allocate")):
            continue
        plan = authorizer.planner.plan(operation)
        answer = ask(authorizer, f"{operation.service}:{operation.name}", at(paths[0], "a"))
        for need in answer.needs:
            action = authorizer.catalog.action(need.action)
            if action is None or action.prefix != operation.prefix or need.action in plan.base:
                continue
            kinds = [
                authorizer.catalog.resource_type(action.prefix, one.name) for one in action.resource_types
            ]
            made = naming.made([kind for kind in kinds if kind], operation.name)
            if generic.is_tag_action(need.action) and need.resources and made and not _any_is(need, made):
                found.add(f"{operation.service}:{operation.name}")
    compared(found, TAGS)


OTHERS_TAGS = {
    "imagebuilder:UpdateImagePipeline imageTags": "of images that the pipeline makes later, with its own role",
}
"""Operation and member -> why tags that are called after a type are not on one."""

_OF_WHAT = re.compile(r"(?i)_?tags?(list|set|s)?$")


def test_tags_called_after_a_type_are_on_it(authorizer: Authorizer) -> None:
    """``importedModelTags`` of a job: they are the model's, not the job's."""
    found = set()
    for operation in operations(authorizer):
        for path in generic.tag_paths(operation, listed=True):
            about = naming.stem(_OF_WHAT.sub("", path))
            answer = (
                ask(authorizer, f"{operation.service}:{operation.name}", at(path, "a")) if about else None
            )
            for need in answer.needs if answer is not None else ():
                action = authorizer.catalog.action(need.action)
                if action is None or not generic.is_tag_action(need.action) or not need.resources:
                    continue
                kinds = [
                    authorizer.catalog.resource_type(action.prefix, one.name) for one in action.resource_types
                ]
                meant = [kind for kind in kinds if kind and naming.stem(kind.name) == about]
                if meant and not _any_is(need, meant):
                    found.add(f"{operation.service}:{operation.name} {path}")
    compared(found, OTHERS_TAGS)


def _any_is(need: Need, kinds: list[ResourceType]) -> bool:
    depths = [
        (forms.fits(kind, one), text(one).count("/") >= kind.arn.count("/"))
        for kind in kinds
        for one in need.resources
    ]
    return any(fits and deep for fits, deep in depths)


TAGS = {
    "bedrock:CreateModelCopyJob": "its tags are those of the copy",
    "bedrock:CreateModelCustomizationJob": "the tags of the model, which the test passes, are not the job's",
    "bedrock:CreateModelImportJob": "the tags of the model, which the test passes, are not the job's",
}


def test_tags_of_what_is_made_from_something_are_not_on_that(authorizer: Authorizer) -> None:
    """An ARN in the request names what is there already: a version of a solution is another resource."""
    found = set()
    for operation in operations(authorizer):
        paths = list(generic.tag_paths(operation, listed=True))
        if not paths or not operation.name.startswith(("Create", "Start")):
            continue
        plain = _typed(authorizer, operation)
        tagged = Struct((*plain.fields, (re.split(r"[.\[]", paths[0])[0], Unknown("tags"))))
        given = {text(item) for _, item in plain.fields if isinstance(item, Const)}
        request = Request(service=operation.service, operation=operation.name, parameters=tagged)
        for need in authorizer.authorize(request).needs:
            tagging = generic.is_tag_action(need.action) and bool(need.resources)
            if tagging and given.issuperset(map(text, need.resources)):
                found.add(f"{operation.service}:{operation.name}")
    assert found == set()


TAGGED_OTHERWISE = {
    "lex-models:PutBot": "tags are on the bot, whose versions the action is checked on",
    "logs:CreateLogGroup": "tags are on the group's ARN without what stands for its streams",
}
"""Operation -> why what gets the tags has another ARN than what the operation's action is checked on."""


def test_tags_are_on_the_arn_that_is_made(authorizer: Authorizer) -> None:
    """Where the operation's own action is granted on the type that the tags are set on, both are on the same
    ARNs: what a row says of one it says of the other."""
    found = set()
    for operation in operations(authorizer):
        paths = list(generic.tag_paths(operation, listed=True))
        if not paths:
            continue
        tags = (re.split(r"[.\[]", paths[0])[0], Unknown("tags"))
        plain = _typed(authorizer, operation)
        request = Request(
            service=operation.service, operation=operation.name, parameters=Struct((*plain.fields, tags))
        )
        needs = authorizer.authorize(request).needs
        tagging = [need for need in needs if generic.is_tag_action(need.action)]
        own = {glob(parts(one)) for need in needs if need not in tagging for one in need.resources}
        for need in tagging:
            action = authorizer.catalog.action(need.action)
            kinds = [
                authorizer.catalog.resource_type(action.prefix, one.name)
                for one in (action.resource_types if action else ())
                if action and action.prefix == operation.prefix
            ]
            made = naming.made([kind for kind in kinds if kind], operation.name)
            types = [_VARIABLE.sub("*", arn) for kind in made for arn in kind.arns]
            mine = [one for one in own if any(covers(type_, one) for type_ in types)]
            theirs = [glob(parts(one)) for one in need.resources] or ["*"]
            if mine and not any(covers(it, one) or covers(one, it) for it in theirs for one in mine):
                found.add(f"{operation.service}:{operation.name}")
    compared(found, TAGGED_OTHERWISE)


def test_tags_that_a_request_sets_are_decided_about(authorizer: Authorizer) -> None:
    """What is made with tags: a tagging action is granted, or a row says why none is asked for."""
    found = set()
    for operation in operations(authorizer):
        plan = authorizer.planner.plan(operation)
        paths = [path for path in generic.tag_paths(operation, listed=True) if "." not in path]
        action = generic.tag_action(operation, authorizer.catalog)
        if not paths or plan.layer in ("no-permission", "unknown") or not operation.name.startswith(SETTING):
            continue
        if action is None and operation.prefix != "apigateway":
            # Of services without an action for tags nothing is asked for them.
            continue
        answer = ask(authorizer, f"{operation.service}:{operation.name}", at(paths[0], "a"))
        spoken = {item.action for item in (*answer.needs, *answer.may_need)}
        ruled_out = {action for row in plan.rows if "never" in row for action in row["actions"]}
        put = any(on.endswith("::/tags/*") for need in answer.needs for on in map(text, need.resources))
        if not put and not any("Tag" in action for action in spoken | ruled_out):
            found.add(f"{operation.service}:{operation.name}")
    compared(found, UNTAGGED)


SETTING = ("Create", "Register", "Import", "Allocate", "Generate", "Publish", "Put", "Start")
UNTAGGED: dict[str, str] = {}


# --- What the documentation of an operation says that it needs.

_ACTION = re.compile(r"\b([a-z0-9][a-z0-9-]+):([A-Z][A-Za-z0-9]+)\b")


def test_what_documentation_says_that_an_operation_needs_is_decided(
    authorizer: Authorizer, clients: dict[str, ClientSource]
) -> None:
    """Every action that botocore's text of an operation names has a rule, or a reason why it is no permission."""
    known = {f"{prefix}:{name}".lower() for prefix, names in read_catalog().actions.items() for name in names}
    found = set()
    for operation in operations(authorizer):
        plan = authorizer.planner.plan(operation)
        said = clients[operation.service].model["operations"][operation.name].get("documentation", "")
        decided = {action.lower() for action in plan.candidates()}
        named = {match.group().lower() for match in _ACTION.finditer(re.sub("<[^>]+>", "", said))}
        if plan.layer != "no-permission" and (named & known) - decided:
            found.add(f"{operation.service}:{operation.name}")
    compared(found, DOCUMENTED)


_REQUIRED = (
    re.compile(r"[Rr]equires? permissions? to access the ([\w:, ]*?) actions?\b"),
    re.compile(r"permission required for this operation is (\w+)"),
)
"""How documentation says outright what an operation requires; often without the service's prefix."""

REQUIRED = {
    "glue:DeleteColumnStatisticsForPartition": "AWS's reference has another action: it may be needed",
    "glue:DeleteColumnStatisticsForTable": "AWS's reference has another action: it may be needed",
    "iot:DisassociateSbomFromPackageVersion": "no action is called like that",
    "iot:UpdatePackageConfiguration": "a role is passed where the request names one",
}
"""Operation -> why what its documentation requires is not needed for each request."""


def test_what_documentation_requires_outright_is_needed(
    authorizer: Authorizer, clients: dict[str, ClientSource]
) -> None:
    """With the members alone that have to be passed."""
    from policywright.knowledge.lookup import named_members

    found, seen = set(), 0
    for operation in operations(authorizer):
        said = clients[operation.service].model["operations"][operation.name].get("documentation", "")
        text_ = re.sub("<[^>]+>", "", said)
        named = {
            (action if ":" in action else f"{operation.prefix}:{action}").lower()
            for pattern in _REQUIRED
            for match in pattern.finditer(text_)
            for action in re.findall(r"(?:[a-z-]+:)?[A-Z]\w+", match[1])
        }
        if named:
            seen += 1
            passed = named_members(operation, required=True)
            request = Request(service=operation.service, operation=operation.name, parameters=passed)
            needed = {need.action.lower() for need in authorizer.authorize(request).needs}
            if named - needed:
                found.add(f"{operation.service}:{operation.name}")
    assert seen > 100
    compared(found, REQUIRED)


_DOCUMENTED = {
    "a policy that the request sets, or an example of one": [
        "aiops:GetInvestigationGroupPolicy", "aiops:PutInvestigationGroupPolicy",
        "logs:PutResourcePolicy", "quicksight:UpdateThemePermissions",
        "waf-regional:PutPermissionPolicy", "waf:PutPermissionPolicy",
    ],
    "what a role of the service, or one that is passed, has": [
        "application-signals:CreateServiceLevelObjective", "application-signals:StartDiscovery",
        "backup:DeleteRecoveryPoint", "cloudwatch:AssociateDatasetKmsKey",
        "config:DescribeComplianceByConfigRule", "config:DescribeComplianceByResource",
        "ec2:AssociateEnclaveCertificateIamRole",
        "iot-data:SendDirectMessage", "lakeformation:AssumeDecoratedRoleWithSAML",
        "logs:CreateImportTask", "marketplacecommerceanalytics:GenerateDataSet",
        "marketplacecommerceanalytics:StartSupportDataExport",
        "s3control:GetDataAccess",
        "sns:SetSMSAttributes", "storagegateway:StartCacheReport",
    ],
    "what denies, or what it is not authorized by": [
        "bedrock-runtime:Converse", "bedrock-runtime:ConverseStream", "bedrock-runtime:InvokeModel",
        "bedrock-runtime:StartAsyncInvoke", "config:PutConformancePack",
        "config:PutOrganizationConformancePack", "kinesis:CreateStream", "ssm:DeleteParameters",
        "ssm:GetParameterHistory", "ssm:GetParameters", "ssm:GetParametersByPath",
    ],
    "another operation that is called before, after, or instead": [
        "elasticbeanstalk:UpdateTagsForResource", "logs:PutAccountPolicy",
        "logs:PutDataProtectionPolicy", "quicksight:GetIdentityContext", "s3:CreateBucket",
        "s3:DeleteObject", "s3:PutBucketLifecycle", "s3:PutBucketLifecycleConfiguration",
        "s3control:PutBucketReplication", "sagemaker:CreateEndpoint", "ssm:GetServiceSetting",
        "ssm:ResetServiceSetting", "synthetics:CreateCanary",
    ],
    "roles and keys that the request passes are ruled on by their members": [
        "continuum:UpdateIntegration",
    ],
    "the text is that of another operation": [
        "chime-sdk-meetings:UntagResource", "kinesisanalytics:AddApplicationReferenceDataSource",
    ],
}  # fmt: skip
DOCUMENTED = {operation: why for why, operations in _DOCUMENTED.items() for operation in operations}
"""Operation -> why an action in its documentation is no permission that its caller needs for it."""


# --- Names that a service keeps in lower case.

LOWER_CASE = {
    "dms": "its ARNs have ids",
    "firehose": "about the columns of Redshift and Snowflake",
    "imagebuilder": "names are put in lower case (forms.py)",
    "logs": "about the keys of events",
    "waf": "about the text that is matched",
    "waf-regional": "about the text that is matched",
    "docdb-elastic": "its ARNs have ids",
    "keyspaces": "about the names of user-defined types, which are in no ARN",
}
"""Client -> why its documentation of lower case is not about ARNs."""


def test_names_that_are_kept_in_lower_case_are_granted_so(
    authorizer: Authorizer, clients: dict[str, ClientSource]
) -> None:
    found = set()
    for name, client in clients.items():
        texts = (
            member.get("documentation", "")
            for shape in client.model["shapes"].values()
            for member in shape.get("members", {}).values()
        )
        kept = any(re.search(r"(stored|saved|converts?|folded)[^.]*lower-?case", one) for one in texts)
        if kept and not any(
            map(forms.is_lowered, authorizer.catalog.resource_types(client.document["prefix"]))
        ):
            found.add(name)
    compared(found, LOWER_CASE)


# --- What nothing is known of.

UNTOLD = {
    "events:StartReplay": "a row says which ARN is the archive's, and that it is the other one that may be a bus",
    "eventbridgev2:DescribeEventSource": "the source's ARN is that of what is described",
    "eventbridgev2:UpdateEventSource": "the source's ARN is that of what is updated",
    "rds:CreateBlueGreenDeployment": "a row says what the request is about; of an unknown source, that is the deployment",
    "ses:SendEmail": "a sender is an address, and its ARN an identity's",
    "pinpoint-sms-voice-v2:SendRcsMessage": "it comes from an agent or a pool, and only what it falls back to from a number",
}
"""Operation -> why a value of which nothing is known is granted on less than each that it may be."""


def test_what_nothing_is_known_of_may_be_of_each_type(authorizer: Authorizer) -> None:
    """Where a member takes an ARN and doesn't say of which type: unknown, it is granted as each of them is."""
    names = naming.Names(lambda client: shared_store().document("overlay", f"_members:{client}"))
    found = set()
    for operation in operations(authorizer):
        plan = authorizer.planner.plan(operation)
        paths = [path for path in names.others(None, operation) if naming.names_some_type(path)]
        for path, name in product(paths, plan.base):
            action = authorizer.catalog.action(name)
            untold = _granted(authorizer, operation, path, Unknown(), name)
            for one in action.resource_types if action else ():
                kind = authorizer.catalog.resource_type(name.partition(":")[0], one.name)
                if kind is None or not naming.is_named_by_no_member(kind, operation):
                    continue
                arn = _filled(kind.arn, "", "")
                told = _granted(authorizer, operation, path, arn, name)
                if arn in told and not any(covers(_anywhere(wide), _anywhere(arn)) for wide in untold):
                    found.add(f"{operation.service}:{operation.name} {path} {kind.name}")
    compared({one.partition(" ")[0] for one in found}, UNTOLD)


def _granted(authorizer: Authorizer, operation: Operation, path: str, value: Any, action: str) -> list[str]:
    needs = ask(authorizer, f"{operation.service}:{operation.name}", at(path, value)).needs
    mine = [need.resources for need in needs if need.action == action]
    return ["*"] if any(not each for each in mine) else [glob(parts(one)) for each in mine for one in each]


def _anywhere(arn: str) -> str:
    """Without the place: an ARN of this region and account is one of any."""
    return re.sub(r"^arn:[^:]*:([^:]*):[^:]*:[^:]*:", r"arn:*:\1:*:*:", arn)


_ON_EVERYTHING = re.compile(r"permission that is scoped to <code>\*</code>")


def test_what_documentation_wants_granted_on_everything_is(
    authorizer: Authorizer, clients: dict[str, ClientSource]
) -> None:
    """With every member: composite alarms are told of, and made, by who may do so with all."""
    found = set()
    for operation in operations(authorizer):
        said = clients[operation.service].model["operations"][operation.name].get("documentation", "")
        if not _ON_EVERYTHING.search(said):
            continue
        every = {member.name: ["a"] if member.type == "list" else "a" for member in operation.members}
        answer = ask(authorizer, f"{operation.service}:{operation.name}", every)
        own = f"{operation.prefix}:{operation.name}"
        if any(need.resources for need in answer.needs if need.action == own):
            found.add(f"{operation.service}:{operation.name}")
    compared(found, {})


# --- Names in rows.

_OR_NAME = re.compile(r"\bnames? (or|and)\b|\bor (the )?names?\b", re.IGNORECASE)


def test_no_row_takes_a_name_for_an_id(authorizer: Authorizer, clients: dict[str, ClientSource]) -> None:
    """A row puts no member at the end of an ARN that has an id there, and that may be a name as well."""
    found = set()
    for operation in operations(authorizer):
        plan = authorizer.planner.plan(operation)
        for row in plan.resources:
            if row["operations"] and operation.name not in row["operations"]:
                continue
            for template in row["templates"]:
                tail = template.rpartition("${")[2].removesuffix("}")
                if tail.startswith("given:"):
                    # Of a name nothing is known, as it should be.
                    continue
                path = tail.rpartition(":")[2]
                said = documentation(clients[operation.service], operation.name, path)
                named = template.endswith("}") and word(last_name(path)) == "name"
                named = named or bool(_OR_NAME.search(_FULL_NAME.sub("ARN", said)))
                if named and _has_ids(authorizer, row, template):
                    found.add(f"{operation.service}:{operation.name} {path}")
    compared(found, OR_NAMES)


_FULL_NAME = re.compile(r"\(?amazon\)? resource names?", re.IGNORECASE)


def _has_ids(authorizer: Authorizer, row: Document, template: str) -> bool:
    """Whether what the template ends in is an id, to each type of this form."""
    filled = _VARIABLE.sub("x", template)
    actions = [action for name in row["actions"] if (action := authorizer.catalog.action(name))]
    kinds = [
        kind
        for action in actions
        for one in action.resource_types
        if (kind := authorizer.catalog.resource_type(action.prefix, one.name))
    ]
    ends = [
        _VARIABLE.findall(arn)[-1]
        for kind in kinds
        for arn in kind.arns
        if re.fullmatch("[^:/]*".join(map(re.escape, re.split(r"\$\{[^}]*\}", arn))), filled)
    ]
    return bool(ends) and all(word(end) == "id" for end in ends)


OR_NAMES = {
    "kms:ReEncrypt SourceKeyId": "a key's alias is told from its id by its form",
    "kms:ReEncrypt DestinationKeyId": "a key's alias is told from its id by its form",
    "secretsmanager:BatchGetSecretValue SecretIdList[]": "a secret's name is in its ARN, before the suffix",
}


# --- Required types.


def test_a_required_type_is_never_lost(authorizer: Authorizer) -> None:
    """With every member that has to be passed, unknown, and then each ARN one of the type that its member is
    called like: some resource fits each required type, or all are granted."""
    from policywright.knowledge.lookup import named_members

    lost, nowhere = set(), set()
    for operation in operations(authorizer):
        plan = authorizer.planner.plan(operation)
        for parameters in (named_members(operation, required=True), _typed(authorizer, operation)):
            answer = authorizer.authorize(
                Request(service=operation.service, operation=operation.name, parameters=parameters)
            )
            for need in answer.needs:
                action = authorizer.catalog.action(need.action)
                if action is None or not need.resources:
                    continue
                if not action.resource_types:
                    nowhere.add(f"{operation.service}:{operation.name} {need.action}")
                if need.action not in plan.base or "Tag" in action.name:
                    continue
                required = [kind.name for kind in action.resource_types if kind.required]
                kinds = [authorizer.catalog.resource_type(action.prefix, kind) for kind in required]
                if any(kind and not any(fits(kind, one) for one in need.resources) for kind in kinds):
                    lost.add(f"{operation.service}:{operation.name}")
    assert nowhere == set(), "an action without resource types is granted on all, or never"
    matching = {pattern: why for why, patterns in LOST.items() for pattern in patterns}
    by = {one: [pattern for pattern in matching if fnmatchcase(one, pattern)] for one in lost}
    compared({pattern for one, patterns in by.items() for pattern in patterns or [one]}, matching)


def test_a_required_type_of_what_a_row_brings_is_not_lost(authorizer: Authorizer) -> None:
    """What a row grants on an ARN of one type that its action has to be on, it grants on the others as well."""
    lost = set()
    for operation in operations(authorizer):
        plan = authorizer.planner.plan(operation)
        rows = [row for row in plan.rows if not {"never", "optional"} & set(row)]
        brought = [(row, name) for row in rows for name in row["actions"] if name not in plan.base]
        for row, name in brought:
            action = authorizer.catalog.action(name)
            required = [kind.name for kind in action.resource_types if kind.required] if action else []
            kinds = [authorizer.catalog.resource_type(name.partition(":")[0], kind) for kind in required]
            paths = row.get("resources") or ([row["arn"]["member"]] if "arn" in row else [])
            for kind, path in product([kind for kind in kinds if kind and len(kinds) > 1], paths):
                passed = {**dict(_typed(authorizer, operation).fields), **at(path, _sample(kind))}
                answer = ask(authorizer, f"{operation.service}:{operation.name}", passed)
                granted = [one for need in answer.needs if need.action == name for one in need.resources]
                fitting = [any(fits(other, one) for one in granted) for other in kinds if other]
                if any(fits(kind, one) for one in granted) and not all(fitting):
                    lost.add(name)
    compared(lost, {name: why for why, names in EITHER.items() for name in names})


def _sample(kind: ResourceType) -> str:
    return re.sub(r"\$\{([^}]*)\}", lambda match: _AROUND.get(match[1], "x"), kind.arns[0])


EITHER = {
    "the member is the content's ARN, never a hub's; its hub another row grants": ["sagemaker:DeployHubModel"],
    "one or the other, as the ARN says": [
        "aoss:TagResource", "aoss:UntagResource", "athena:TagResource", "athena:UntagResource",
        "bedrock:GetInferenceProfile", "bedrock:InvokeAutomatedReasoningPolicy",
        "bedrock:RenderPrompt", "comprehend:PutResourcePolicy", "dynamodb:PutResourcePolicy",
        "dynamodb:TagResource", "dynamodb:UntagResource", "es:AddTags", "es:RemoveTags", "invoicing:TagResource",
        "invoicing:UntagResource", "kinesis:PutResourcePolicy", "lambda:PutResourcePolicy",
        "license-manager-user-subscriptions:TagResource", "license-manager-user-subscriptions:UntagResource",
        "odb:PutResourcePolicy", "route53:ChangeTagsForResource", "s3-outposts:ListBucket",
        "s3-outposts:ListBucketMultipartUploads", "timestream:TagResource", "timestream:UntagResource",
    ],
    "another member, which has to be passed as well, says the other": [
        "cleanrooms:GetCollaborationAnalysisTemplate", "glue:GetTable", "iottwinmaker:GetComponentType",
        "iottwinmaker:GetEntity",
    ],
}  # fmt: skip
"""Why an action has more than one required type, and a row grants it on one."""


MEANT = {
    "it says which, and is no name of one": ["account:*", "iot:ListSecurityProfiles *"],
    "what is named by the other is what is asked about": [
        "deadline:ListQueueLimitAssociations *", "dynamodb:Scan *",
        "efs:Describe*", "elasticbeanstalk:DescribeConfigurationSettings *", "iotsitewise:CreateBulkImportJob *",
        "vpc-lattice:CreateResourceConfiguration *",
    ],
    "the sample has no form that tells its type": [
        "kms:CreateAlias *", "pinpoint-sms-voice-v2:CreateRegistrationAssociation *",
        "pinpoint-sms-voice-v2:SendMediaMessage *", "pinpoint-sms-voice-v2:SendRcsMessage *",
    ],
}  # fmt: skip
"""Why what one member is said to name is not granted beside what another names."""


def test_what_a_member_is_said_to_name_is_granted(
    authorizer: Authorizer, clients: dict[str, ClientSource]
) -> None:
    """botocore says that a member holds a ``PoolId``, and the action may be about pools: that is granted, too, where another
    member names a thing of another type."""
    found = set()
    for operation in operations(authorizer):
        plain = [member.name for member in operation.members if member.type == "string"]
        needed = {one.name: "x" for one in operation.members if one.required and one.type == "string"}
        for name in authorizer.planner.plan(operation).base:
            for member, kinds in _said(authorizer, operation, name, clients[operation.service]):
                for other in (one for one in plain if one != member):
                    answer = ask(
                        authorizer,
                        f"{operation.service}:{operation.name}",
                        {**needed, member: "x", other: "x"},
                    )
                    granted = [one for need in answer.needs if need.action == name for one in need.resources]
                    if granted and not any(
                        fits(kind, one) or text(one) == "*" for kind in kinds for one in granted
                    ):
                        found.add(f"{operation.service}:{operation.name} {member}")
    matching = {pattern: why for why, patterns in MEANT.items() for pattern in patterns}
    by = {one: [pattern for pattern in matching if fnmatchcase(one, pattern)] for one in found}
    compared({pattern for one, patterns in by.items() for pattern in patterns or [one]}, matching)


def _said(
    authorizer: Authorizer, operation: Operation, name: str, client: ClientSource
) -> Iterator[tuple[str, list[ResourceType]]]:
    """The members of which botocore says that they hold the id, ARN or name of a type that the action may be about."""
    action = authorizer.catalog.action(name)
    types = [kind.name for kind in action.resource_types] if action else []
    kinds = [authorizer.catalog.resource_type(name.partition(":")[0], kind) for kind in types]
    words = {re.sub("[^A-Za-z]", "", kind.name): kind for kind in kinds if kind}
    for member in operation.members if len(words) > 1 else ():
        if member.type != "string" or not re.search(
            "dentit|rigin|ource|arget|Id$|Arn$|[a-z]Name$", member.name
        ):
            continue
        says = documentation(client, operation.name, member.name)
        said = [
            kind for word, kind in words.items()
            if len(word) > 3 and re.search(rf"\b{word}(Id|Arn|Name)\b", says, re.IGNORECASE)
        ]  # fmt: skip
        if said:
            yield member.name, said


def _typed(authorizer: Authorizer, operation: Operation) -> Struct:
    """The members that have to be passed: ARNs of what they are called like, anything else is some name."""
    kinds = list(authorizer.catalog.resource_types(operation.prefix))
    fields = []
    for member in operation.members:
        if not member.required or member.type not in ("string", "list"):
            continue
        value = "x"
        if re.search("arns?$", member.name, re.IGNORECASE):
            named = [kind for kind in kinds if naming.names_type(member.name, kind)]
            if not named:
                continue
            value = _sample(named[0])
        fields.append((member.name, Const(value) if member.type == "string" else Items((Const(value),))))
    return Struct(tuple(fields))


_AROUND = {"Partition": "aws", "Region": "eu-west-1", "Account": "123456789012"}

LOST = {
    "a job is authorized by its definition and queue": ["batch:SubmitJob"],
    "rows say which of models, profiles, prompts and agents is meant": [
        "bedrock-runtime:*", "bedrock-agent-runtime:InvokeInlineAgent",
    ],
    "one of the account, told from those of AWS by its name": ["bedrock-agentcore:*"],
    "one of several kinds, as the ARN says": [
        "clouddirectory:*", "elbv2:*", "stepfunctions:DescribeExecution",
    ],
    "the sample ARN is of another type with a like name": [
        "bedrock:GetModelCopyJob", "cleanroomsml:UpdateConfiguredAudienceModel", "events:CreateArchive",
        "events:StartReplay", "wellarchitected:UpgradeProfileVersion",
    ],
    "named in structures, whose members are no required ones": [
        "ec2:ModifySecurityGroupRules", "glue:CreateDatabase", "glue:CreateTable", "glue:UpdateTable", "iot:CreateJob",
        "ivs:DeleteChannel",
    ],
    "rows say what of a keyspace is meant": ["keyspaces:GetType", "keyspaces:ListTypes"],
    "the sample is no alias: those begin with alias/": ["kms:*Alias"],
    "the content of a template instead of its name": ["sesv2:SendBulkEmail"],
}  # fmt: skip
"""Why a required type of the catalog is not granted when only the required members are passed."""


def fits(kind: ResourceType, resource: Any) -> bool:
    from policywright.knowledge.records import replace

    return any(forms.fits(replace(kind, arn=arn), resource) for arn in kind.arns)


# --- Whose the resources are.

_SAYS_WHOSE = re.compile(r"(registryid|catalogid|account(id)?|owner(aws)?(account)?(id)?)$", re.IGNORECASE)

_NOT_WHOSE = {
    "always the caller's own account, or that of the whole request": [
        "account:*", "budgets:*", "quicksight:*", "s3control:*", "redshift:AccountId",
        "organizations:*", "cleanrooms:*", "internetmonitor:*",
    ],
    "whose a bucket, a group, a role or another thing than the action's is": [
        "*:*BucketOwner*", "*:*SecurityGroupOwnerId", "s3control:BucketAccountId", "ec2:IpamPoolOwner",
        "omics:workflowBucketOwnerId", "medical-imaging:*", "codeconnections:*", "codestar-connections:*", "glue:Repo*",
        "accessanalyzer:*", "resiliencehub:*", "networkmanager:*", "ec2:Peer*", "directconnect:*", "dynamodb:*",
    ],
    "to whom it is given, who pays, or who is looked at": [
        "*:*PayerAccountId", "*:Target*", "*:Shared*", "*:destination*", "*:target*", "*:*Transfer*", "ec2:AwsAccountId",
        "ec2:MeteredAccount", "ec2:UnusedReservationBillingOwnerId", "billingconductor:*", "acm-pca:*", "lambda:*",
        "redshift:Account", "redshift:ResourceOwner", "redshift-serverless:ownerAccount", "servicecatalog:*",
        "securityhub:*", "detective:*", "fis:*", "config:*", "fms:*", "cloudformation:*", "partnercentral-channel:*",
        "notifications:*", "codeartifact:administratorAccount", "redshift:OwnerAccount", "cloudwatch:*", "iotwireless:*",
    ],
    "a name, or the kind of owner": [
        "*:ResourceOwner", "*:resourceOwner", "*:Owner", "agent-registry*:*", "bedrock-agentcore-control:*", "eks:*",
        "grafana:*", "signer:jobOwner", "wellarchitected:*", "iam:*", "continuum:*",
    ],
}  # fmt: skip


def test_whose_a_resource_is_is_in_its_arn(authorizer: Authorizer) -> None:
    """A member with an account's id says whose the resources are (``_owners.toml``), or has a reason not to."""
    tables = {
        name: shared_store().document("overlay", f"_members:{name}") or {}
        for name in authorizer.operations.services()
    }
    found = set()
    for operation in operations(authorizer):
        table = tables[operation.service].get(operation.name, {})
        said = {name.removeprefix(WITHIN) for row in table.values() for name in row.get(OWNER, ())}
        plan = authorizer.planner.plan(operation)
        if any("${Account}" in arn for arn in formats_of(authorizer, plan)):
            found |= {
                f"{operation.service}:{one.name}"
                for one in operation.members
                if one.type == "string" and _SAYS_WHOSE.search(one.name) and one.name not in said
            }
    patterns = [pattern for several in _NOT_WHOSE.values() for pattern in several]
    matched = {one: {pattern for pattern in patterns if fnmatchcase(one, pattern)} for one in found}
    assert [one for one, by in matched.items() if not by] == [], "new: mend them, or give a reason"
    assert set(patterns) - {p for by in matched.values() for p in by} == set(), "no longer needed"


def formats_of(authorizer: Authorizer, plan: Plan) -> list[str]:
    """The ARN formats of what an operation's own actions are checked on."""
    known = [action for name in plan.base if (action := authorizer.catalog.action(name))]
    types = [(action.prefix, one.name) for action in known for one in action.resource_types]
    return [kind.arn for pair in types if (kind := authorizer.catalog.resource_type(*pair))]


# --- Rows about one value of a member that has a closed list of them.

_OF_SOME_VALUES = {
    "compute-optimizer:PutRecommendationPreferences": "of the others AWS's column has no action",
    "compute-optimizer:DeleteRecommendationPreferences": "of the others AWS's column has no action",
    "swf:RespondDecisionTaskCompleted": "a decision for a function of Lambda has no action",
    "omics:StartRun": "private workflows have the ARN of their type",
    "omics:GetWorkflow": "private workflows have the ARN of their type",
    "connect:CreateIntegrationAssociation": "of the others AWS's column has no action",
    "cloudformation:CreateStack": "one value has a resource of its own, besides",
    "cloudformation:UpdateStack": "one value has a resource of its own, besides",
    "cloudformation:CreateChangeSet": "one value has a resource of its own, besides",
    "ec2:CreateFlowLogs": "the catalog has no types of core networks",
    "ec2:CreateVpcEndpoint": "endpoints of these types are made of nothing else",
    "ec2:RunInstances": "one value has a resource of its own, besides",
    "logs:DeleteAccountPolicy": "the catalog has no actions about metrics that are extracted",
    "logs:DescribeAccountPolicies": "the catalog has no actions about metrics and retention",
    "s3:CreateBucket": "what is private needs nothing more",
}


def test_rows_speak_of_each_value(clients: dict[str, ClientSource]) -> None:
    """Where the rows about an action's resources, or more than two others, go by a member's values, none is
    forgotten."""
    found = set()
    for name, client in clients.items():
        spoken: dict[tuple[str, tuple[str, ...], str], set[str]] = {}
        for row in (shared_store().document("overlay", name) or {}).get("resource", ()):
            for key in ("equals", "not_equals"):
                for path, values in row.get(key, {}).items():
                    for operation in row["operations"]:
                        said = spoken.setdefault((operation, tuple(row["actions"]), path), set())
                        said.update(map(str, values) if key == "equals" else ["*"])
        several: dict[tuple[str, str], set[str]] = {}
        for operation, rows in (shared_store().document("overlay", name) or {}).get("when", {}).items():
            for row in rows if operation != "*" else ():
                for path, values in row.get("equals", {}).items():
                    several.setdefault((operation, path), set()).update(map(str, values))
                for path in row.get("not_equals", {}):
                    several.setdefault((operation, path), set()).add("*")
        # One value may well need more than the others do; where most have rows, one is forgotten.
        for (operation, path), said in several.items():
            if len(said) > 2:
                spoken[operation, (), path] = said
        for (operation, _, path), said in spoken.items():
            shapes = client.shapes.walk(client.model["operations"][operation])
            listed = next((shape.get("enum") for found_path, _, shape in shapes if found_path == path), None)
            if listed and "*" not in said and set(listed) - said:
                found.add(f"{name}:{operation}")
    compared(found, _OF_SOME_VALUES)


# --- Clients that speak to one service.

_TWINS = ["rds", "docdb", "neptune"], ["pinpoint-email", "sesv2"], ["es", "opensearch"]

_APART = {
    "docdb:CreateDBCluster": "what a key is used for is known of RDS by a page of its own",
    "docdb:ModifyDBCluster": "what a key is used for is known of RDS by a page of its own",
    "docdb:ModifyDBInstance": "what a key is used for is known of RDS by a page of its own",
    "neptune:CreateDBCluster": "what is copied is a cluster, never an instance of RDS",
    "neptune:CreateDBInstance": "what a key is used for is known of RDS by a page of its own",
    "neptune:ModifyDBInstance": "what a key is used for is known of RDS by a page of its own",
    "neptune:DeleteDBInstance": "the last snapshot may have any name",
}


def test_clients_of_one_service_answer_alike(authorizer: Authorizer) -> None:
    """An operation that several clients have: each member alone, beside those that have to be passed."""
    found = set()
    for first, *others in _TWINS:
        for other in others:
            shared = {*authorizer.operations.names(first)} & {*authorizer.operations.names(other)}
            for name in sorted(shared):
                requests = [*_requests(authorizer, first, other, name)]
                answers = [
                    [
                        {
                            (need.action, text(resource))
                            for need in ask(authorizer, f"{client}:{name}", request).needs
                            for resource in need.resources or [Const("*")]
                        }
                        for request in requests
                    ]
                    for client in (first, other)
                ]
                if answers[0] != answers[1]:
                    found.add(f"{other}:{name}")
    compared(found, _APART)


def _requests(authorizer: Authorizer, one: str, other: str, name: str) -> Iterator[dict[str, Any]]:
    sides = [authorizer.operations.get(client, name) for client in (one, other)]
    members = [{member.name: member for member in side.members} for side in sides if side is not None]
    shared = [member for key, member in members[0].items() if key in members[1] and member.type == "string"]
    required = {member.name: "x" for member in shared if member.required}
    yield required
    yield from ({**required, member.name: "x"} for member in shared if not member.required)


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
