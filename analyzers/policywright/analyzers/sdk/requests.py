"""Request members: building them up, and what responses say about later requests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache

from policywright.analyzers.engine.handles import ANY_STEP, Steps
from policywright.analyzers.engine.parameters import convert
from policywright.analyzers.engine.values import (
    BOTTOM,
    MAX_OPTIONS,
    NONE,
    Handle,
    Known,
    Obj,
    Text,
    Union,
    Value,
    is_nothing,
    options,
)
from policywright.analyzers.model import AMBIENT, Identity
from policywright.analyzers.sdk.handles import (
    ASSUMING,
    CALLERS_OWN,
    FEDERATION,
    Credentials,
    Response,
    Session,
)
from policywright.knowledge import values as out
from policywright.knowledge.records import replace
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

Rule: TypeAlias = Callable[[out.Struct], out.Value | None]

MAX_PATH = 8
"""Steps into a response that are told apart."""
MAX_ITEMS = 3
"""Lists within each other in a response (``Reservations[].Instances[].Tags[]``)."""

_AROUND = ("Bucket",)
"""Members of a request that each thing in its answer may repeat (``S3ObjectSummary.getBucketName``)."""

OWN_KEYS = frozenset(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"))
"""Variables from which the SDKs take the ambient identity's keys, whoever reads them."""

MIN_KEY_ID = 16
"""Characters of an access key's id, at least (IAM API reference, ``AccessKey``): with ``test`` or ``foo`` for
one, LocalStack and its like are asked, whatever says where they are."""

SOME_KEYS = out.Unknown("keys")
"""Access keys of which nothing is known but that the code gives them."""

_KEY_IDS = frozenset(("accesskeyid", "access_key", "aws_access_key_id", "access_key_id", "accesskey"))

_KEYS = frozenset(
    (
        "credentials",
        "accesskeyid",
        "secretaccesskey",
        "sessiontoken",
        "access_key",
        "secret_key",
        "token",
        "secretkey",
        "access_key_id",
        "secret_access_key",
        "session_token",
    )
)


def with_member(struct: out.Struct, path: str, value: out.Value) -> out.Struct:
    """A copy with a member set; ``Delete.Objects[].Key`` makes the nested members it needs."""
    head, _, rest = path.partition(".")
    name, bracket, _ = head.partition("[")
    inner: out.Value = value
    existing = struct.get(name)
    if bracket:
        before = existing.values[0] if isinstance(existing, out.Items) and existing.values else None
        base = before if isinstance(before, out.Struct) else out.Struct(())
        # One item stands for all of them.
        inner = out.Items((with_member(base, rest.lstrip("."), value) if rest else value,))
    elif rest:
        base = existing if isinstance(existing, out.Struct) else out.Struct(())
        inner = with_member(base, rest, value)
    fields = dict(struct.fields)
    fields[name] = inner
    return out.Struct(tuple(fields.items()), struct.open, struct.maybe - {name})


def without(struct: out.Struct, *names: str) -> out.Struct:
    """A copy without some members."""
    fields = tuple((name, value) for name, value in struct.fields if name not in names)
    return out.Struct(fields, struct.open, struct.maybe - set(names))


def merged(struct: out.Struct, extra: out.Value | None) -> out.Struct:
    """Members of a further mapping added (S3 transfer's ``ExtraArgs``)."""
    if extra is None or extra == out.Const(None):
        return struct
    found = list(out.alternatives(extra))
    structs = [option for option in found if isinstance(option, out.Struct)]
    opened = struct.open or any(one.open for one in structs)
    other = any(not isinstance(option, out.Struct | out.Const) for option in found)
    opened |= other
    fields = dict(struct.fields)
    maybe = set(struct.maybe)
    for name in dict.fromkeys(name for one in structs for name, _ in one.fields):
        values = [value for one in structs for label, value in one.fields if label == name]
        if len(values) < len(found) or any(name in one.maybe for one in structs):
            # What it is where none of the further mapping's alternatives has it.
            values += [fields[name]] if name in fields else []
            maybe.update(() if name in fields else (name,))
        else:
            maybe.discard(name)
        # What is not known, or not whole, may have another one under the name.
        others = other or any(one.open and one.get(name) is None for one in structs)
        fields[name] = out.one_of([*values, *([out.Unknown("argument")] if others else ())])
    return out.Struct(tuple(fields.items()), opened, frozenset(maybe))


def only(struct: out.Struct, *names: str) -> out.Struct:
    """A copy with some members alone."""
    fields = tuple((name, value) for name, value in struct.fields if name in names)
    return out.Struct(fields, struct.open, struct.maybe & frozenset(names))


def response(service: str, operation: str, parameters: out.Struct, *, echo: bool = False) -> Response:
    """What a call returns: one value for all calls of an operation, but for what their answers repeat.

    With ``echo``, a member of the answer that is called like one of the request is what the request said.
    """
    if (service, operation) not in _saying():
        said = parameters.fields if echo else ()
        fields = tuple((name, one) for name, one in said if isinstance(one, out.Const | out.Text | out.OneOf))
        parameters = out.Struct(fields) if fields else _NOTHING
    # In one order, however the code has it: two that say the same are one.
    ordered = tuple(sorted(parameters.fields, key=_first))
    return Response(service, operation, replace(parameters, fields=ordered))


def _first(field: tuple[str, out.Value]) -> str:
    return field[0]


def step(handle: Response, name: str) -> Response:
    """A part of a response."""
    path = handle.path.names
    if path[-1:] in ((ANY_STEP,), (name,)) or len(path) >= MAX_PATH:
        return handle
    path = (*path, name)
    if path.count(name) > (MAX_ITEMS if name == "[]" else 1):
        # Code that goes down a tree of unknown depth.
        path = (*path[: path.index(name)], ANY_STEP)
    if name == "[]" and (handle.service, handle.operation) not in _saying():
        # One of many things says what they are in, no more.
        handle = Response(handle.service, handle.operation, only(handle.parameters, *_AROUND))
    return at(handle, path)


def at(handle: Response, path: tuple[str, ...]) -> Response:
    """Another part of the same response."""
    return Response(handle.service, handle.operation, handle.parameters, Steps(path))


_MAX_INSIDE = 3
"""How deep inside of objects credentials are looked for."""
REGION = regex(r"[a-z]{2,}(?:-[a-z]+)+-\d+")
"""How AWS names regions."""
_OWN_REGION = frozenset(("AWS_REGION", "AWS_DEFAULT_REGION"))
"""Variables that Lambda and the SDKs set to the region in which the code runs."""


def in_region(run: Interpreter, identity: Identity, region: Value | None) -> Identity:
    """The identity of a client that was made for a region; the region in which the code runs is not one."""
    if region is None or region is BOTTOM or is_nothing(region):
        return identity
    value = _name(convert(run, region))
    own = [hole for option in out.alternatives(value) for hole in _own_region(option)]
    # ``local`` and the like, or what a list of arguments has beside it, is no region of AWS.
    known = [one for one in out.alternatives(value) if not _is_no_region(one) and not _own_region(one)]
    if own:
        # A default for where the variable is not set is none where the SDK needs it, too.
        defaults = {hole.fallback for hole in own}
        others = any(not isinstance(one, out.Const) or one.value not in defaults for one in known)
        return replace(identity, region=out.Unknown("region") if others else None)
    return replace(identity, region=out.one_of(known) if known else out.Unknown("region"))


def _own_region(value: out.Value) -> list[out.Hole]:
    """What stands for the region in which the code runs."""
    parts = value.parts if isinstance(value, out.Text) else ()
    return [
        part for part in parts
        if isinstance(part, out.Hole) and (part.kind == "region" or part.name in _OWN_REGION)
    ]  # fmt: skip


def _is_no_region(value: out.Value) -> bool:
    return isinstance(value, out.Const) and isinstance(value.value, str) and not REGION.fullmatch(value.value)


def _name(value: out.Value) -> out.Value:
    """A role's or region's name. A container is none: as part of an identity, it would make one client more
    whenever something in it grows."""
    every = out.alternatives(value)
    return out.one_of(
        out.Unknown("value") if isinstance(one, out.Struct | out.Items | out.Later) else one for one in every
    )


_Inside: TypeAlias = "dict[tuple[Value, int], Identity]"
"""Who signs with what is in a value, by how deep it is inside: many fields hold the same."""


def identity_of(run: Interpreter, value: Value | None) -> Identity:
    """Whose credentials a value is part of: the assumed role's, when an assume-role response gave them."""
    return _identity(run, value, 0, {})


def _identity(run: Interpreter, value: Value | None, depth: int, known: _Inside) -> Identity:
    """``known`` has what was looked at already, by how deep it is inside: many fields hold the same."""
    match value:
        case Response(service=service, operation=operation, parameters=parameters):
            return _of_response(service, operation, parameters) or AMBIENT
        case Credentials(identity=own) | Session(identity=own):
            return own
        case Obj() | Union() if depth < _MAX_INSIDE or isinstance(value, Union):
            found = known.get((value, depth))
            if found is None:
                known[value, depth] = AMBIENT
                found = known[value, depth] = (
                    _identity_inside(run, value, depth, known) if isinstance(value, Obj)
                    else any_of(_identity(run, option, depth, known) for option in options(value))
                )  # fmt: skip
            return found
    return AMBIENT


def _identity_inside(run: Interpreter, obj: Obj, depth: int, known: _Inside) -> Identity:
    """The first that something in an object has; of a container what is called like a part of credentials."""
    every = run.heap.shape(obj).kind == "instance"
    for key in run.heap.keys(obj):
        if every or str(key).lower() in _KEYS:
            found = _identity(run, run.heap.load(obj, key), depth + 1, known)
            if found != AMBIENT:
                return found
    return AMBIENT


def any_of(found: Iterable[Identity]) -> Identity:
    """Who of several signs: in any of the roles, where there are some, or the first who is not the caller."""
    others = [one for one in dict.fromkeys(found) if replace(one, region=None) != AMBIENT]
    roles = [one for one in others if one.role is not None]
    if len(roles) < 2:
        return next(iter(roles or others), AMBIENT)
    names = {option: None for one in roles if one.role is not None for option in out.alternatives(one.role)}
    regions = {one.region for one in roles}
    return replace(
        roles[0],
        role=out.one_of(names) if len(names) <= MAX_OPTIONS else out.Unknown("many-values"),
        region=roles[0].region if len(regions) == 1 else out.Unknown("region"),
    )


def made_as(types: Mapping[int, str], value: Value | None) -> list[str]:
    """The SDK types that a value's objects were made as, which ``types`` has by their ids."""
    found = options(value) if value is not None else ()
    return list(dict.fromkeys(
        types[option.id] for option in found if isinstance(option, Obj) and option.id in types
    ))  # fmt: skip


def taken_by(
    shape: tuple[str, str], value: Value, shape_of: Callable[[Value], tuple[str, str] | None]
) -> tuple[Value, ...]:
    """The alternatives that an operation takes, where one place has the requests of many.

    Those of other operations go, if there is one of its own.
    """
    found = options(value)
    shapes = {option: shape_of(option) for option in found}
    if shape not in shapes.values():
        return found
    return tuple(option for option in found if shapes[option] in (None, shape))


def carried(found: Iterable[Identity]) -> Identity:
    """The same of configurations: where all sign as the caller, the first that says a region."""
    every = list(found)
    signing = any_of(every)
    return signing if signing != AMBIENT else next((one for one in every if one != AMBIENT), AMBIENT)


def _of_response(service: str, operation: str, parameters: out.Struct) -> Identity | None:
    """Whose credentials a response holds; None for one that has none (it may hold access keys as data)."""
    member = ASSUMING.get((service, operation))
    if member is not None:
        return Identity(role=_name(parameters.get(member) or out.Unknown("role")))
    if (service, operation) == FEDERATION:
        return Identity(user=parameters.get("Name") or out.Unknown("user"))
    return AMBIENT if (service, operation) in CALLERS_OWN else None


def signers(run: Interpreter, value: Value | None, *, unsure: bool = False) -> tuple[Identity | None, ...]:
    """All whose requests are signed with a value that the code gives as an access key, or as several keys.

    None stands for whoever signs when nothing is given. With ``unsure``, what can't be told may be unset.
    """
    return _signers(run, value, unsure, set(), {})


def _signers(
    run: Interpreter, value: Value | None, unsure: bool, seen: set[Obj], known: _Inside
) -> tuple[Identity | None, ...]:
    """Each object counts once: those that took in many others may all hold each other."""
    found: dict[Identity | None, None] = {}
    for option in options(value) if value is not None else (NONE,):
        if option not in seen:
            found.update(dict.fromkeys(_signers_one(run, option, unsure, seen, known)))
    return tuple(found)


def _signers_one(
    run: Interpreter, value: Value, unsure: bool, seen: set[Obj], known: _Inside
) -> tuple[Identity | None, ...]:
    match value:
        case Response(service=service, operation=operation, parameters=parameters):
            found = _of_response(service, operation, parameters)
            if found is not None and found.user is not None:
                # Such a user may do what its session policy and the caller's own policies allow, both.
                return AMBIENT, found
            return (found or Identity(keys=SOME_KEYS),)
        case Credentials(identity=own) | Session(identity=own):
            return (own,)
        case Known(value=text):
            if not isinstance(text, str) or not text:
                return (None,)
            made_up = "a stand-in that takes any access key" if len(text) < MIN_KEY_ID else ""
            return (Identity(keys=SOME_KEYS, elsewhere=made_up),)
        case Text(parts=parts):
            names = {part.name for part in parts if isinstance(part, out.Hole) and part.kind == "env"}
            if names & OWN_KEYS:
                return (AMBIENT,)
            variable = len(parts) == 1 and bool(names)
            keys = out.Text(parts) if variable else SOME_KEYS
            return (Identity(keys=keys, unsure=unsure and variable),)
        case Obj():
            seen.add(value)
            return _signers_of_keys(run, value, unsure, seen, known)
    if value is BOTTOM or is_nothing(value):
        return (None,)
    return (Identity(keys=SOME_KEYS, unsure=unsure),)


def _signers_of_keys(
    run: Interpreter, keys: Obj, unsure: bool, seen: set[Obj], known: _Inside
) -> tuple[Identity | None, ...]:
    """Of an object with an access key's parts: what its id says, or else whatever it holds."""
    assumed = _identity(run, keys, 0, known)
    if assumed.role is not None:
        return (assumed,)
    names = [str(key) for key in run.heap.keys(keys)]
    for name in names:
        if name.lower() in _KEY_IDS:
            return _signers(run, run.heap.load(keys, name), unsure, seen, known)
    for name in names:
        if name.lower() == "credentials":
            return _signers(run, run.heap.load(keys, name), unsure, seen, known)
    return (Identity(keys=SOME_KEYS, unsure=unsure),)


def _queue_url(parameters: out.Struct) -> out.Value | None:
    name = parameters.get("QueueName")
    account = parameters.get("QueueOwnerAWSAccountId")
    owner = account.value if isinstance(account, out.Const) and isinstance(account.value, str) else None
    region = out.Hole(kind="region")
    prefix = ("https://sqs.", region, ".amazonaws.com/", owner or out.Hole(kind="account"), "/")
    return pattern(prefix, name) if name is not None else None


def _secret(parameters: out.Struct) -> out.Value | None:
    return parameters.get("Name")


def arn(service: str, kind: str, name: out.Value) -> out.Value:
    """The ARN of a named resource, in an account and region that the request doesn't tell."""
    holes = (out.Hole(kind="partition"), out.Hole(kind="region"), out.Hole(kind="account"))
    return pattern(("arn:", holes[0], f":{service}:", holes[1], ":", holes[2], f":{kind}"), name)


def pattern(prefix: tuple[str | out.Hole, ...], name: out.Value) -> out.Value:
    """A known beginning with a name after it; a name that can't be told is a hole."""
    match name:
        case out.Const(value=str(text)):
            return out.Text((*prefix, text))
        case out.Text(parts=parts):
            return out.Text((*prefix, *parts))
        case out.OneOf(options=options):
            return out.OneOf(tuple(pattern(prefix, option) for option in options))
    return out.Text((*prefix, out.Hole(kind="unknown")))


def database_user(name: out.Value) -> out.Value:
    """The user of any RDS instance: nothing in a login token's request tells the instance's resource id."""
    instance = out.Hole(kind="unknown", name="DbiResourceId")
    holes = (out.Hole(kind="partition"), out.Hole(kind="region"), out.Hole(kind="account"))
    return pattern(("arn:", holes[0], ":rds-db:", holes[1], ":", holes[2], ":dbuser:", instance, "/"), name)


def _named(service: str, kind: str, member: str) -> Rule:
    """The rule for a response's ARN of what the request names."""

    def rule(parameters: out.Struct) -> out.Value | None:
        name = parameters.get(member)
        return arn(service, kind, name) if name is not None else None

    return rule


def _execution(parameters: out.Struct) -> out.Value | None:
    """Any execution of the state machine that one was started of (Step Functions, ARNs of executions)."""
    machine = parameters.get("stateMachineArn")
    parts: tuple[object, ...] = ()
    if isinstance(machine, out.Const):
        parts = (machine.value,)
    elif isinstance(machine, out.Text):
        parts = machine.parts
    found: list[str | out.Hole] = []
    for part in parts:
        if isinstance(part, str):
            found.append(part.replace(":stateMachine:", ":execution:"))
        elif isinstance(part, out.Hole):
            found.append(part)
    if tuple(found) == parts:
        return None
    return out.Text((*found, ":", out.Hole(kind="unknown")))


_DERIVED: dict[tuple[str, str, str], Rule] = {
    ("sqs", "GetQueueUrl", "QueueUrl"): _queue_url,
    ("sqs", "CreateQueue", "QueueUrl"): _queue_url,
    ("sns", "CreateTopic", "TopicArn"): _named("sns", "", "Name"),
    ("secretsmanager", "CreateSecret", "ARN"): _secret,
    ("secretsmanager", "CreateSecret", "Name"): _secret,
    ("stepfunctions", "CreateStateMachine", "stateMachineArn"): _named("states", "stateMachine:", "name"),
    ("lambda", "CreateFunction", "FunctionArn"): _named("lambda", "function:", "FunctionName"),
    ("lambda", "CreateFunction", "FunctionName"): lambda p: p.get("FunctionName"),
    ("stepfunctions", "StartExecution", "executionArn"): _execution,
}
"""Response members that name the resource that the request named (service API references)."""


_NOTHING = out.Struct(())


@cache
def _saying() -> frozenset[tuple[str, str]]:
    """Operations whose answers say what the request named, or whose credentials they hold."""
    return frozenset((
        *(key[:2] for key in _DERIVED), *ASSUMING, FEDERATION,
    ))  # fmt: skip


def parameter(handle: Handle) -> out.Value | None:
    """What a part of a response is as an argument of a later request."""
    last = handle.path.last() if isinstance(handle, Response) else None
    if not isinstance(handle, Response) or last is None:
        return None
    rule = _DERIVED.get((handle.service, handle.operation, last))
    return rule(handle.parameters) if rule is not None else None
